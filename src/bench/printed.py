"""The clients that the documents of the originals print, as they stand there: in Chromium, Python and Node."""

import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.parse

import place
import servers

DRIVERS = os.path.join(place.SOURCE, "clients")
TEXTS = os.path.join(place.ROOT, "src", "test", "resources", "org", "otgwpi")
HUB, REMOTE = "railhub32.local", "esp32.local"


class Client:
    """What one client has heard and said: statuses (time, brightness of pin 4), connects, closes, errors."""

    def __init__(self, name, connected, closed):
        self.name = name
        self._connected, self._closed = connected, closed
        self.statuses, self.connects, self.closes, self.errors = [], [], [], []

    def status(self, when, brightness):
        self.statuses.append((when, brightness))

    def said(self, when, text):
        if self._connected in text:
            self.connects.append(when)
        elif self._closed in text:
            self.closes.append(when)
        elif "rror" in text or "Traceback" in text or "Failed" in text:
            self.errors.append((when, text))


class Speaker(Client):
    """A client that is a process of its own and prints what it hears."""

    def __init__(self, name, connected, closed, brightness, command, **options):
        super().__init__(name, connected, closed)
        self._brightness = re.compile(brightness)
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                         stderr=subprocess.STDOUT, text=True, **options)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self._process.stdout:
            now = time.time()
            found = self._brightness.search(line)
            if found:
                self.status(now, int(found.group(1)))
            else:
                self.said(now, line)

    def close(self):
        servers.end(self._process)


class Pages(http.server.BaseHTTPRequestHandler):
    """A page for each client of the browser; it sends its diary here."""

    def do_GET(self):
        _, name, *file = urllib.parse.urlsplit(self.path).path.split("/")
        clients = self.server.clients
        if name == "all":
            self._answer("text/html", "".join(f'<iframe src="{client.address}"></iframe>' for client in clients.values()))
        elif name in clients and file == ["script.js"]:
            self._answer("text/javascript", clients[name].script)
        elif name in clients:
            with open(os.path.join(DRIVERS, "page.html"), encoding="utf-8") as page:
                self._answer("text/html", page.read())
        else:
            self.send_error(404)

    def do_POST(self):
        client = self.server.clients[self.path.split("/")[1]]
        for kind, millis, value in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
            if kind == "status":
                client.status(millis / 1000, value)
            else:
                client.said(millis / 1000, value)
        self._answer("text/plain", "")

    def _answer(self, kind, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class PageClient(Client):
    def __init__(self, name, connected, closed, text, address):
        super().__init__(name, connected, closed)
        self.script = read(text)
        self.address = address


class Chromium:
    """One browser with a frame for each printed script; the names of the boards lead to our ports."""

    def __init__(self, hub_port, remote_port, clients):
        binary = shutil.which("chromium")
        if not binary:
            place.install("chromium")
            binary = shutil.which("chromium")
        self._pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self._pages.clients = clients
        threading.Thread(target=self._pages.serve_forever, daemon=True).start()
        pages = self._pages.server_address[1]
        rules = ",".join([f"MAP {HUB}:80 127.0.0.1:{pages}", f"MAP {HUB}:81 127.0.0.1:{hub_port}",
                          f"MAP {REMOTE}:8000 127.0.0.1:{pages}", f"MAP {REMOTE}:80 127.0.0.1:{remote_port}"])
        self._folder = place.folder()
        self._process = subprocess.Popen(
            [binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=" + rules,
             "--user-data-dir=" + self._folder, "--remote-debugging-port=0", f"http://{HUB}/all/"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        servers.end(self._process)
        self._pages.shutdown()
        self._pages.server_close()
        shutil.rmtree(self._folder, ignore_errors=True)


def read(*names):
    with open(os.path.join(TEXTS, *names), encoding="utf-8") as text:
        return text.read()


def page_clients():
    """The scripts for a browser, by the name of their page."""
    return {
        "class": PageClient("JavaScript class, Chromium", "WebSocket connected", "WebSocket closed",
                            "railhub/browser-class.js", f"http://{HUB}/class/"),
        "script": PageClient("page script, Chromium", "Connected to WebSocket", "Disconnected",
                             "railhub/page-script.js", f"http://{HUB}/script/"),
        "remote": PageClient("remote's page script, Chromium", "Connection opened", "Connection closed",
                             "remote/page-script.js", f"http://{REMOTE}:8000/remote/"),
    }


def python_client(port):
    """Debian's python3-websocket, hence Debian's own interpreter."""
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import websocket"], stderr=subprocess.DEVNULL).returncode != 0:
        place.install("python3", "python3-websocket")
    return Speaker("Python websocket-client", "WebSocket connected", "WebSocket closed",
                   r"^Status update: .*?'pin': 4, .*?'brightness': (\d+)",
                   [python, "-u", os.path.join(DRIVERS, "driver.py"), os.path.join(TEXTS, "railhub", "client.py"),
                    "127.0.0.1", str(port)])


def node_client(port):
    modules = os.path.join(place.TARGET, "node", "node_modules")
    return Speaker("Node ws", "[RailHub] Connected", "[RailHub] Disconnected", r"^Output 4: \w+ @ (\d+)%",
                   ["node", os.path.join(DRIVERS, "driver.js"), os.path.join(TEXTS, "railhub", "client.js"),
                    "127.0.0.1", str(port)], env={**os.environ, "NODE_PATH": modules})
