"""The printed clients at the documented rates, for as long as wished, through kills, freezes and changes of the board."""

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import time

import place
import printed
import servers
from railhub import percentile

PERIOD = 0.5  # the document's: a status each 500 ms
CALL_EVERY = 2.0
FROZEN = 40  # seconds; longer than any time-out of ours
SETTLE = 30  # seconds in which everyone has to be back


class Board:
    """The program as one of the small boards; its ports and its data stay when it is killed."""

    def __init__(self, personality):
        self._personality = personality
        self.port, self.http_port = servers.free_port(), servers.free_port()
        self._others = [(name, servers.free_port()) for name in place.port_options()
                        if name not in ("--http-port", "--ws-port")]
        self._folder = place.folder()
        self._log = open(os.path.join(self._folder, "output.log"), "w+b")
        self.start()

    def start(self):
        ports = [("--http-port", self.http_port), ("--ws-port", self.port), *self._others]
        options = [word for name, port in ports for word in (name, str(port))]
        self._process = subprocess.Popen(
            [place.java(), "@" + place.PI_FLAGS, "-jar", place.JAR, "--simulate", "--personality", self._personality,
             "--data", os.path.join(self._folder, "data"), *options],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        self.await_ready()

    def await_ready(self):
        began = time.monotonic()
        while time.monotonic() - began < 120:
            try:
                if servers.get(self.http_port, "/_pi/personality", 10)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise servers.Failed(f"the board {self._personality} did not start")

    def post(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=20)
        try:
            connection.request("POST", path, json.dumps(body))
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise servers.Failed(f"{path}: {answer.status} {text!r}")
        finally:
            connection.close()

    def kill(self):
        """As if the plug had been pulled."""
        self._process.kill()
        self._process.wait()

    def freeze(self, frozen):
        os.kill(self._process.pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def close(self):
        self.freeze(False)
        servers.end(self._process)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Trial:
    """One run: calls each two seconds, a disturbance now and then."""

    def __init__(self, seconds, disturbances, report):
        self._seconds, self._count, self._report = seconds, disturbances, report
        self._hub = self._remote = self._chromium = None
        self._clients = []
        self.calls = []
        self.disturbed = []  # (what, from, to): what happens here says nothing about rates
        self.comebacks = {}

    def run(self):
        self._hub, self._remote = Board("railhub32"), Board("remote")
        pages = printed.page_clients()
        self._chromium = printed.Chromium(self._hub.port, self._remote.http_port, pages)
        self._clients = [*pages.values(), printed.python_client(self._hub.port), printed.node_client(self._hub.port)]
        self._await("the first connection", [0] * len(self._clients))
        time.sleep(3)
        self.began = time.time()
        events = [self._kill, self._freeze, self._change]
        for i in range(self._count):
            self._call_until(self.began + self._seconds * (i + 1) / (self._count + 1))
            what = events[i % len(events)]
            self._report.note(f"{time.time() - self.began:6.0f} s: {what.__name__[1:]}")
            what()
        self._call_until(self.began + self._seconds)
        time.sleep(1.5)
        self.ended = time.time()

    def _call_until(self, when):
        while time.time() < when:
            brightness = random.choice([p for p in range(101) if not self.calls or p != self.calls[-1][1]])
            sent = time.time()
            self._hub.post("/api/control", {"pin": 4, "active": True, "brightness": brightness})
            self.calls.append((sent, brightness))
            time.sleep(max(0, min(when, sent + random.uniform(0.9, 1.1) * CALL_EVERY) - time.time()))

    def _kill(self):
        before = [len(client.connects) for client in self._clients]
        began = time.time()
        for board in (self._hub, self._remote):
            board.kill()
        time.sleep(2)
        for board in (self._hub, self._remote):
            board.start()
        self._back("kill", began, before)

    def _freeze(self):
        before = [len(client.statuses) for client in self._clients]
        began = time.time()
        for board in (self._hub, self._remote):
            board.freeze(True)
        time.sleep(FROZEN)
        for board in (self._hub, self._remote):
            board.freeze(False)
        thawed = time.time()
        self._hub.await_ready()
        while any(len(client.statuses) == n and self._hears(client) for client, n in zip(self._clients, before)):
            if time.time() > thawed + SETTLE:
                raise servers.Failed("a client hears nothing after the freeze")
            time.sleep(0.1)
        self._done("freeze", began, thawed)

    def _change(self):
        for name in ("railhub8266", "railhub32"):
            before = [len(client.connects) - (not self._hears(client)) for client in self._clients]
            began = time.time()
            self._hub.post("/_pi/personality", {"name": name, "confirm": True})
            self._back("change", began, before)
            self._call_until(time.time() + 10)

    def _back(self, what, began, before):
        ready = time.time()
        self._await(f"coming back after a {what}", before)
        self._done(what, began, ready)

    def _done(self, what, began, ready):
        now = time.time()
        self.comebacks.setdefault(what, []).append(now - ready)
        time.sleep(2)
        self.disturbed.append((what, began, time.time()))

    def _await(self, what, before):
        deadline = time.time() + SETTLE + 30
        while any(len(client.connects) <= n for client, n in zip(self._clients, before)):
            if time.time() > deadline:
                late = [client.name for client, n in zip(self._clients, before) if len(client.connects) <= n]
                raise servers.Failed(f"{what}: not seen of {', '.join(late)}")
            time.sleep(0.1)

    @staticmethod
    def _hears(client):
        return not client.name.startswith("remote")

    def quiet(self, *times):
        return not any(began <= when <= ended for when in times for _, began, ended in self.disturbed)

    def judge(self):
        report = self._report
        lasted = self.ended - self.began
        off = sum(ended - began for _, began, ended in self.disturbed)
        report.title(f"The printed clients, {lasted / 60:.1f} minutes, {len(self.calls)} calls, {len(self.disturbed)} disturbances")
        rows, late, lost, slow, spoiled = [], 0, 0, 0, 0
        for client in self._clients:
            times = [when for when, _ in client.statuses if self.began <= when <= self.ended]
            gaps = [b - a for a, b in zip(times, times[1:]) if self.quiet(a, b)]
            late += sum(gap > 2 * PERIOD for gap in gaps)
            waited, missed = self._waits(client) if self._hears(client) else ([], 0)
            lost += missed
            slow = max([slow, *([percentile(waited, 0.99)] if waited else [])])
            spoiled += sum(self.quiet(when) for when, _ in client.errors)
            rows.append([client.name, str(len(times)), f"{percentile(gaps, 0.5) * 1000:.0f}" if gaps else "-",
                         f"{max(gaps) * 1000:.0f}" if gaps else "-", str(sum(gap > 2 * PERIOD for gap in gaps)),
                         f"{percentile(waited, 0.5):.1f}" if waited else "-",
                         f"{percentile(waited, 0.99):.1f}" if waited else "-", str(missed), str(len(client.connects)),
                         str(len(client.errors))])
        report.table(["", "messages", "gap p50 ms", "most", "over 1 s", "call p50 ms", "p99", "lost", "connects", "errors"], rows)
        for what, waits in self.comebacks.items():
            report.note(f"{what}: {len(waits)} times, everyone back after at most {max(waits):.1f} s")
        expected = (lasted - off) / PERIOD
        least = min(sum(self.quiet(when) for when, _ in c.statuses) for c in self._clients if self._hears(c))
        report.at_least("messages of the worst client, share of one each 500 ms", least / expected, 1)
        report.at_most("gaps of more than a second", late, 0, "{:.0f}")
        report.at_most("calls that a client did not hear of", lost, 0, "{:.0f}")
        report.at_most("API call to message, p99 of the slowest client, ms", slow, 50)
        report.at_most("errors outside disturbances", spoiled, 0, "{:.0f}")

    def _waits(self, client):
        """Milliseconds from each call to the first status with its brightness, and the calls without one."""
        waits, missed = [], 0
        statuses = iter(client.statuses)
        status = next(statuses, None)
        for i, (sent, brightness) in enumerate(self.calls):
            until = self.calls[i + 1][0] if i + 1 < len(self.calls) else self.ended
            while status and (status[0] < sent or status[1] != brightness) and status[0] < until:
                status = next(statuses, None)
            if status and status[0] < until:
                waits.append((status[0] - sent) * 1000)
            elif self.quiet(sent, until):
                missed += 1
        return waits, missed

    def close(self):
        for one in (self._chromium, *self._clients, self._hub, self._remote):
            if one and hasattr(one, "close"):
                one.close()


def clients(options, report):
    if "otgw-pi" not in options.servers:
        return
    place.install_node()
    seconds = 60 * options.minutes
    trial = Trial(seconds, 3 * max(1, round(options.minutes / 15)), report)
    try:
        trial.run()
        trial.judge()
    finally:
        trial.close()
