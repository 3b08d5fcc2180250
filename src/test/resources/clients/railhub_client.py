import websocket
import json
import threading

class RailHubClient:
    def __init__(self, hostname, port=81):
        self.url = f"ws://{hostname}:{port}/"
        self.ws = None
        
    def on_message(self, ws, message):
        data = json.loads(message)
        print(f"Status update: {data}")
        
    def on_error(self, ws, error):
        print(f"WebSocket error: {error}")
        
    def on_close(self, ws, close_status_code, close_msg):
        print("WebSocket closed, reconnecting...")
        self.connect()
        
    def on_open(self, ws):
        print("WebSocket connected")
        
    def connect(self):
        self.ws = websocket.WebSocketApp(
            self.url,
            on_message=self.on_message,
            on_error=self.on_error,
            on_close=self.on_close,
            on_open=self.on_open
        )
        
        wst = threading.Thread(target=self.ws.run_forever)
        wst.daemon = True
        wst.start()

# Usage
client = RailHubClient("railhub32.local")
client.connect()
