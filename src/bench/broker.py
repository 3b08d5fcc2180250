"""What MQTT adds to the program: resident memory without a broker and with one, and CPU for each published value."""

import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time

import place
import servers
from report import median, spread
from servers import Failed, Server

SETTLE_SECONDS = 3
NODE = "otgw-B827EB012345"
TOPIC = f"OTGW/value/{NODE}/Tr"
WARM_UP_LINES = 40000  # what a gateway publishes in some hours: it runs for months
LINES = 3000
RATE = 500  # lines a second: each comes alone, as a bus has them, and none waits for another


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


def cpu_ns(pid):
    """User and system time of all threads of a process that live, in ns."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as times:
                total += int(times.read().split()[0])
        except FileNotFoundError:
            pass  # it ended meanwhile
    return total


class Counter:
    """A subscriber that tells how many values came."""

    def __init__(self, port):
        self._output = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [place.mosquitto_client("sub"), "-h", "127.0.0.1", "-p", str(port), "-t", TOPIC],
            stdin=subprocess.DEVNULL, stdout=self._output,
        )

    def count(self):
        return os.pread(self._output.fileno(), 1 << 26, 0).count(b"\n")

    def close(self):
        servers.end(self._process)
        self._output.close()


class Peer:
    """mosquitto_pub -l, which publishes each line of its input on the topic that is ours too."""

    def __init__(self, port):
        command = [place.mosquitto_client("pub"), "-h", "127.0.0.1", "-p", str(port), "-t", TOPIC, "-l"]
        self._process = subprocess.Popen(servers.preferred(command), stdin=subprocess.PIPE, bufsize=0)
        self.pid = self._process.pid

    def feed(self, lines):
        """Payloads as long as ours, at the same pace."""
        began = time.monotonic()
        for i in range(lines):
            time.sleep(max(0, began + i / RATE - time.monotonic()))
            self._process.stdin.write(b"%05.2f\n" % (10 + i % 89 + 0.5))

    def close(self):
        self._process.stdin.close()
        servers.end(self._process)


def set_enabled(server, on):
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=5)
    connection.request("POST", "/api/v0/settings", json.dumps({"name": "mqttenable", "value": str(on).lower()}))
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise Failed(f"mqttenable cannot be set: {status}")
    wait_until(lambda: connected(server) == on, f"MQTT does not follow its setting: {server.output()}")
    time.sleep(1)


def spent(pid, counter, act, values):
    """CPU of a process in us for each of so many lines, of which this many values must come to the broker."""
    had, before = counter.count(), cpu_ns(pid)
    act()
    wait_until(lambda: counter.count() - had >= values, f"only {counter.count() - had} of {values} values came")
    if counter.count() - had > values:
        raise Failed(f"{counter.count() - had} values came instead of {values}")
    return (cpu_ns(pid) - before) / 1000 / LINES


def publishing(options, report, load, broker):
    """The program with MQTT on less the same program with MQTT off, and mosquitto_pub -l, each one line after another."""
    settings = {
        "MQTTenable": True, "MQTTbroker": "127.0.0.1", "MQTTbrokerPort": broker.port, "MQTTtoptopic": "OTGW",
        "MQTTuniqueid": NODE,
    }
    server = Server("otgw-pi", pin=False, load=load, settings=settings)
    counter, peer = Counter(broker.port), Peer(broker.port)
    found = {"MQTT on": [], "MQTT off": [], "mosquitto_pub -l": []}
    try:
        server.wait_ready(60)
        wait_until(lambda: connected(server), f"no connection to the broker: {server.output()}")
        server.connect(1)
        server.flood(1, lines=WARM_UP_LINES, most_ms=120000)
        peer.feed(RATE)
        time.sleep(SETTLE_SECONDS)
        for _ in range(options.rounds):
            for name in random.sample(list(found), len(found)):
                if name == "mosquitto_pub -l":
                    us = spent(peer.pid, counter, lambda: peer.feed(LINES), LINES)
                else:
                    on = name == "MQTT on"
                    set_enabled(server, on)
                    us = spent(server.pid, counter, lambda: server.paced(RATE, LINES), LINES if on else 0)
                found[name].append(us)
    finally:
        peer.close()
        counter.close()
        server.close()
    added = [on - off for on, off in zip(found["MQTT on"], found["MQTT off"])]
    ratios = [ours / theirs for ours, theirs in zip(added, found["mosquitto_pub -l"])]
    report.title(f"CPU for each published value, Pi flags, {RATE} a second, us (median [least-most])")
    rows = [[f"program, {name}", spread(values, "{:.1f}")] for name, values in list(found.items())[:2]]
    rows += [["MQTT on - MQTT off", spread(added, "{:.1f}")]]
    rows += [["mosquitto_pub -l", spread(found["mosquitto_pub -l"], "{:.1f}")], ["ratio", spread(ratios)]]
    report.table(["", f"{options.rounds} rounds"], rows)
    report.at_most("CPU added by MQTT to mosquitto_pub -l, each published value", median(ratios), 1.5)


def mqtt(options, report):
    """With the flags of a small Pi: CPU for each value, and resident memory with and without MQTT, pair by pair."""
    if "otgw-pi" not in options.servers:
        return
    place.install_mosquitto()
    load, broker = servers.Load(), Broker()
    found = {False: [], True: []}
    try:
        publishing(options, report, load, broker)
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
