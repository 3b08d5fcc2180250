const WebSocket = require('ws');

class RailHubClient {
    constructor(hostname, port = 81) {
        this.url = `ws://${hostname}:${port}/`;
        this.ws = null;
        this.reconnectDelay = 3000;
    }
    
    connect() {
        this.ws = new WebSocket(this.url);
        
        this.ws.on('open', () => {
            console.log('[RailHub] Connected');
        });
        
        this.ws.on('message', (data) => {
            const status = JSON.parse(data);
            this.onStatus(status);
        });
        
        this.ws.on('close', () => {
            console.log('[RailHub] Disconnected, reconnecting...');
            setTimeout(() => this.connect(), this.reconnectDelay);
        });
        
        this.ws.on('error', (error) => {
            console.error('[RailHub] Error:', error);
        });
    }
    
    onStatus(data) {
        // Override this method
        console.log('Status:', data);
    }
    
    disconnect() {
        if (this.ws) {
            this.ws.close();
        }
    }
}
