class RailHubWebSocket {
    constructor(hostname) {
        this.wsUrl = `ws://${hostname}:81/`;
        this.ws = null;
        this.reconnectDelay = 3000;
        this.callbacks = [];
    }
    
    connect() {
        this.ws = new WebSocket(this.wsUrl);
        
        this.ws.onopen = () => {
            console.log('[RailHub] WebSocket connected');
        };
        
        this.ws.onmessage = (event) => {
            const data = JSON.parse(event.data);
            this.callbacks.forEach(cb => cb(data));
        };
        
        this.ws.onclose = () => {
            console.log('[RailHub] WebSocket closed, reconnecting...');
            setTimeout(() => this.connect(), this.reconnectDelay);
        };
        
        this.ws.onerror = (error) => {
            console.error('[RailHub] WebSocket error:', error);
        };
    }
    
    onStatus(callback) {
        this.callbacks.push(callback);
    }
    
    disconnect() {
        if (this.ws) {
            this.ws.close();
        }
    }
}

// Usage
const railHub = new RailHubWebSocket(window.location.hostname);
railHub.onStatus(data => {
    console.log('Status update:', data);
    updateUI(data);
});
railHub.connect();
