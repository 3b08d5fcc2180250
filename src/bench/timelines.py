"""The time-outs of port 81, for real on raw sockets."""

import select
import socket
import time

from servers import Server

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
CLOSE = 8
LONGEST = 12.0


class Watched:
    """A connection that only listens, and remembers when it ended and what came."""

    def __init__(self, port, request):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.began = time.monotonic()
        self.received = b""
        self.seconds = None
        self.socket.sendall(request)

    def read(self):
        try:
            more = self.socket.recv(65536)
        except ConnectionResetError:
            more = b""
        self.received += more
        if not more:
            self.seconds = time.monotonic() - self.began

    def opcodes(self):
        """Opcodes of the frames after the handshake."""
        _, _, frames = self.received.partition(b"\r\n\r\n")
        found = []
        while len(frames) >= 2:
            found.append(frames[0] & 15)
            length, header = frames[1], 2
            if length == 126:
                length, header = int.from_bytes(frames[2:4], "big"), 4
            frames = frames[header + length :]
        return found


def timelines(options, report):
    if "otgw-pi" not in options.servers:
        return
    server = Server("otgw-pi", pin=False)
    try:
        server.wait_ready()
        silent = Watched(server.port, REQUEST)
        half_open = Watched(server.port, b"")
        slow = Watched(server.port, b"GET / HTTP/1.1\r\nHost: ")
        watched = [silent, half_open, slow]
        began = time.monotonic()
        while any(one.seconds is None for one in watched) and time.monotonic() - began < LONGEST:
            open_sockets = {one.socket: one for one in watched if one.seconds is None}
            for ready in select.select(list(open_sockets), [], [], 0.1)[0]:
                open_sockets[ready].read()
        report.title("Time-outs of port 81, for real, s after accept")
        opcodes = silent.opcodes()
        report.note(f"silent viewer: opcodes received {opcodes}, then the end")
        report.note(f"half-open: {len(half_open.received)} bytes; cut handshake: {len(slow.received)} bytes received")
        near(report, "silent viewer dropped after", silent.seconds, 6.0)
        report.at_most("close frames before that", opcodes.count(CLOSE), 0, "{:.0f}")
        near(report, "half-open connection closed after", half_open.seconds, 3.0)
        near(report, "cut handshake closed after", slow.seconds, 3.0)
        for one in watched:
            one.socket.close()
    finally:
        server.close()


def near(report, what, seconds, expected):
    """At most 0.3 s late: a busy machine wakes late."""
    report.within(what, seconds, expected - 0.05, expected + 0.3)
