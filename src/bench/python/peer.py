"""Broadcasts the lines of a terminal with the websockets library: peer.py TERMINAL PORT BEFORE AFTER"""

import asyncio
import os
import sys

try:
    from websockets.asyncio.server import broadcast, serve
except ImportError:  # before version 13
    from websockets import broadcast, serve

terminal, port, before, after = sys.argv[1:]
viewers = set()
rest = b""


async def viewer(connection, _path=None):
    viewers.add(connection)
    try:
        await connection.wait_closed()
    finally:
        viewers.discard(connection)


def read_terminal(fd):
    global rest
    *lines, rest = (rest + os.read(fd, 4096)).split(b"\r\n")
    for line in lines:
        broadcast(viewers, before + line.decode("ascii") + after)


async def main():
    fd = os.open(terminal, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    asyncio.get_running_loop().add_reader(fd, read_terminal, fd)
    async with serve(viewer, "127.0.0.1", int(port), compression=None, backlog=4096):
        await asyncio.Future()


asyncio.run(main())
