"""What MQTT adds to the program: resident memory without a broker and with one."""

import json
import os
import random
import shutil
import socket
import subprocess
import time

import place
import servers
from report import median, spread
from servers import Failed, Server

SETTLE_SECONDS = 3


class Broker:
    """A mosquitto of its own for the program to publish to."""

    def __init__(self):
        self.port = servers.free_port()
        self._folder = place.folder()
        path = os.path.join(self._folder, "mosquitto.conf")
        with open(path, "w", encoding="utf-8") as settings:
            settings.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nlog_type error\nuser root\n")
        self._process = subprocess.Popen(
            servers.pinned(servers.cores()[1], [place.mosquitto(), "-c", path]),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_until(self._listens, "mosquitto does not listen")

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def close(self):
        servers.end(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)


def wait_until(condition, failure, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Failed(failure)
        time.sleep(0.05)


def connected(server):
    return json.loads(servers.get(server.http_port, "/_pi/status")[1])["mqtt"]["connected"]


def resident(load, settings, frames):
    """Resident memory in MB after the same frames, whole and not from files."""
    server = Server("otgw-pi", pin=False, load=load, settings=settings)
    try:
        server.wait_ready(60)
        if settings["MQTTenable"]:
            wait_until(lambda: connected(server), f"no connection to the broker: {server.output()}")
        server.connect(1)
        server.flood(1, lines=frames)
        server.disconnect()
        time.sleep(SETTLE_SECONDS)
        return servers.memory(server.pid)
    finally:
        server.close()


def mqtt(options, report):
    """Resident memory with the flags of a small Pi, with and without MQTT; each pair one after the other."""
    if "otgw-pi" not in options.servers:
        return
    place.install_mosquitto()
    load, broker = servers.Load(), Broker()
    found = {False: [], True: []}
    try:
        for _ in range(options.rounds):
            for on in random.sample([False, True], 2):
                settings = {"MQTTenable": on, "MQTTbroker": "127.0.0.1", "MQTTbrokerPort": broker.port}
                found[on].append(resident(load, settings, 500 if options.quick else 5000))
    finally:
        broker.close()
        load.close()
    report.title("Resident memory with and without MQTT, Pi flags, MB (median [least-most])")
    rows = []
    for on, values in found.items():
        label = "MQTT on" if on else "MQTT off"
        rows.append([label, *(spread([value[i] for value in values], "{:.1f}") for i in (0, 1))])
    report.table(["", "resident", "of it not from files"], rows)
    added = median([on[0] - off[0] for off, on in zip(found[False], found[True])])
    report.at_most("MB of resident memory added by MQTT", added, 30, "{:.1f}")
