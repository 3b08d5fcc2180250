"""The small boards' own figures: from a call to the message at six viewers, the first status, what blinking costs."""

import http.client
import json
import os
import random
import select
import shutil
import socket
import subprocess
import time

import place
import servers

VIEWERS = 6
CHASERS = [4, 5, 12, 13, 14, 16, 2]
PINS = [2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14]
UPGRADE = (
    b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
TOGGLE = b'{"action":"toggle"}'
PING = b"\x89\x81\x00\x00\x00\x00p"
TEXT, PONG = 1, 10


class Board:
    """The program as one of the boards with simulated lines, pinned to a core of its own."""

    def __init__(self, personality):
        self.port, self.http_port = servers.free_port(), servers.free_port()
        self._folder = place.folder()
        ports = {"--http-port": self.http_port, "--ws-port": self.port}
        options = [word for name in place.port_options() for word in (name, str(ports.get(name) or servers.free_port()))]
        command = [place.java(), "@" + place.PI_FLAGS, "-jar", place.JAR, "--simulate", "--personality", personality,
                   "--data", self._folder, *options]
        self._log = open(os.path.join(self._folder, "output.log"), "w+b")
        self._process = subprocess.Popen(servers.pinned(servers.cores()[0], command), stdin=subprocess.DEVNULL,
                                         stdout=self._log, stderr=subprocess.STDOUT)
        self.pid = self._process.pid
        self._await_ready()
        self._api = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=5)
        self._api.connect()
        self._api.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _await_ready(self):
        began = time.monotonic()
        while time.monotonic() - began < 60:
            try:
                if servers.get(self.http_port, "/_pi/personality")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise servers.Failed("the board did not start")

    def post(self, path, **body):
        """Sends the request; the answer is read by finish()."""
        self._api.request("POST", path, json.dumps(body))

    def finish(self):
        answer = self._api.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise servers.Failed(f"the board answered {answer.status}: {text!r}")

    def do(self, path, **body):
        self.post(path, **body)
        self.finish()

    def load(self, seconds):
        """Share of a core that the program uses, in percent."""
        self._api.close()  # the board would: nothing is asked for a while
        before, began = servers.ticks(self.pid), time.monotonic()
        time.sleep(seconds)
        return (servers.ticks(self.pid) - before) / (time.monotonic() - began)

    def close(self):
        self._api.close()
        servers.end(self._process)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Viewer:
    """A WebSocket client on a raw socket."""

    def __init__(self, port, path=b"/"):
        self.began = time.perf_counter()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(UPGRADE % path)
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._rest += self._received()
        self._rest = self._rest.partition(b"\r\n\r\n")[2]

    def _received(self):
        more = self.socket.recv(65536)
        if not more:
            raise servers.Failed("the board closed a viewer")
        return more

    def frames(self):
        """The whole frames there are: (opcode, payload)."""
        found = []
        while len(self._rest) >= 2:
            length, header = self._rest[1], 2
            if length == 126:
                length, header = int.from_bytes(self._rest[2:4], "big"), 4
            if len(self._rest) < header + length:
                break
            found.append((self._rest[0] & 15, self._rest[header : header + length]))
            self._rest = self._rest[header + length :]
        return found

    def read(self):
        self._rest += self._received()
        return self.frames()

    def next(self, opcode):
        """Waits for a frame with this opcode."""
        found = self.frames()
        while not any(code == opcode for code, _ in found):
            found = self.read()

    def close(self):
        self.socket.close()


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def calls(board, viewers, count):
    """Milliseconds from just before the request until each viewer has the message with it."""
    waited = []
    sockets = {viewer.socket: viewer for viewer in viewers}
    for i in range(count):
        wanted = b'"pin":4,"active":true,"brightness":%d,' % (i % 97)
        waiting = set(sockets)
        began = time.perf_counter()
        board.post("/api/control", pin=4, active=True, brightness=i % 97)
        while waiting:
            ready = select.select(list(waiting), [], [], 5)[0]
            if not ready:
                raise servers.Failed("a viewer did not get the change")
            for one in ready:
                if any(code == TEXT and wanted in text for code, text in sockets[one].read()):
                    waited.append((time.perf_counter() - began) * 1000)
                    waiting.discard(one)
        board.finish()
        time.sleep(random.uniform(0.002, 0.012))
    return waited


def toggles(viewers, count):
    """Milliseconds from just before a client's toggle until each client has the status."""
    waited = []
    sockets = {viewer.socket: viewer for viewer in viewers}
    message = bytes([0x81, 0x80 | len(TOGGLE), 0, 0, 0, 0]) + TOGGLE
    for i in range(count):
        waiting = set(sockets)
        began = time.perf_counter()
        viewers[i % len(viewers)].socket.sendall(message)
        while waiting:
            ready = select.select(list(waiting), [], [], 5)[0]
            if not ready:
                raise servers.Failed("a client did not get the status")
            for one in ready:
                if any(code == TEXT for code, _ in sockets[one].read()):
                    waited.append((time.perf_counter() - began) * 1000)
                    waiting.discard(one)
        time.sleep(random.uniform(0.002, 0.012))
    return waited


def round_trips(viewer, count):
    """Milliseconds from a ping to its pong on our own WebSocket."""
    waited = []
    for _ in range(count):
        began = time.perf_counter()
        viewer.socket.sendall(PING)
        viewer.next(PONG)
        waited.append((time.perf_counter() - began) * 1000)
        time.sleep(random.uniform(0.002, 0.012))
    return waited


def first_statuses(port, count):
    """Milliseconds from connect() until the status is there."""
    waited = []
    for _ in range(count):
        viewer = Viewer(port)
        viewer.next(TEXT)
        waited.append((time.perf_counter() - viewer.began) * 1000)
        viewer.close()
    return waited


def remote(options, report):
    """From a toggle to the status at six pages of the remote control."""
    if "otgw-pi" not in options.servers:
        return
    board = Board("remote")
    viewers = []
    try:
        count = 300 if options.quick else 1000
        viewers = [Viewer(board.http_port, b"/ws") for _ in range(VIEWERS)]
        toggles(viewers, count)
        waited = toggles(viewers, count)
        pings = round_trips(viewers[0], count)
        report.title(f"Remote control: {count} toggles, {VIEWERS} clients, ms, load {os.getloadavg()[0]:.1f}")
        table(report, ("toggle to status", waited), ("own WebSocket round trip", pings))
        report.note(f"toggle to round trip, medians: {percentile(waited, 0.5) / percentile(pings, 0.5):.1f}")
        report.at_most("toggle to status at six clients, p99 ms", percentile(waited, 0.99), 50)
    finally:
        for viewer in viewers:
            viewer.close()
        board.close()


def table(report, *measured):
    report.table(["", "p50", "p99", "most"],
                 [[name, *(f"{percentile(values, share):.2f}" for share in (0.5, 0.99, 1))] for name, values in measured])


def railhub(options, report):
    if "otgw-pi" not in options.servers:
        return
    board = Board("railhub32")
    viewers = []
    try:
        count = 300 if options.quick else 1000
        seconds = 5 if options.quick else 60
        viewers = [Viewer(board.port) for _ in range(VIEWERS)]
        calls(board, viewers, count)
        waited = calls(board, viewers, count)
        pings = round_trips(viewers[0], count)
        first = first_statuses(board.port, 50)
        report.title(f"RailHub: {count} calls of the API, {VIEWERS} viewers, ms, load {os.getloadavg()[0]:.1f}")
        table(report, ("API call to message", waited), ("own WebSocket round trip", pings), ("first status", first))
        report.note(f"call to round trip, medians: {percentile(waited, 0.5) / percentile(pings, 0.5):.1f}")
        report.at_most("API call to message at six viewers, p99 ms", percentile(waited, 0.99), 50)
        report.at_most("first status after connecting, most ms", max(first), 100)
        for viewer in viewers:
            viewer.close()
        viewers.clear()
        costs(board, seconds, report)
    finally:
        for viewer in viewers:
            viewer.close()
        board.close()


def costs(board, seconds, report):
    """What the outputs cost with nobody looking."""
    time.sleep(2)
    idle = board.load(seconds)
    for i, pin in enumerate(PINS):
        board.do("/api/control", pin=pin, active=True, brightness=100)
        board.do("/api/interval", pin=pin, interval=round(10 * 6553.5 ** (i / 15)))
    blinking = board.load(seconds)
    for i, pin in enumerate(PINS):
        board.do("/api/interval", pin=pin, interval=0)
        board.do("/api/control", pin=pin, active=True, brightness=3 + 6 * i)
    dimmed = board.load(seconds)
    board.do("/_pi/personality", name="railhub8266", confirm=True)
    for i in range(4):
        board.do("/api/chasing/create", groupId=1 + i, interval=50, outputs=CHASERS[i:] + CHASERS[:i])
    chasing = board.load(seconds)
    report.title(f"RailHub: outputs with nobody looking, percent of a core over {seconds} s each")
    report.note(f"steady {idle:.2f}, 16 blinking at 10 to 65535 ms {blinking:.2f}, 16 dimmed by software {dimmed:.2f}, "
                f"4 groups of 7 chasing at 50 ms {chasing:.2f}")
    report.at_most("percent of a core for 16 blinking outputs", blinking, 3)
    report.at_most("percent of a core for 4 chasing groups", chasing, 3)
