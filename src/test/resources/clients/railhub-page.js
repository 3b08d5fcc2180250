let ws = null;
const wsUrl = `ws://${window.location.hostname}:81/`;

function connectWebSocket() {
    ws = new WebSocket(wsUrl);
    
    ws.onopen = () => {
        console.log('[WS] Connected to WebSocket server');
    };
    
    ws.onmessage = (event) => {
        try {
            const data = JSON.parse(event.data);
            updateUIFromWebSocket(data);
        } catch (e) {
            console.error('[WS] Failed to parse message:', e);
        }
    };
    
    ws.onerror = (error) => {
        console.error('[WS] WebSocket error:', error);
    };
    
    ws.onclose = () => {
        console.log('[WS] Disconnected. Reconnecting in 3 seconds...');
        setTimeout(connectWebSocket, 3000);
    };
}

function updateUIFromWebSocket(data) {
    // Update UI elements with real-time data
    document.getElementById('uptime').textContent = formatUptime(data.uptime);
    document.getElementById('freeHeap').textContent = formatBytes(data.freeHeap);
    
    // Update outputs
    data.outputs.forEach(output => {
        updateOutputUI(output);
    });
    
    // Update chasing groups (ESP8266 only)
    if (data.chasingGroups) {
        updateChasingGroupsUI(data.chasingGroups);
    }
}

// Connect on page load
document.addEventListener('DOMContentLoaded', () => {
    connectWebSocket();
});
