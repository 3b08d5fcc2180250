"""The servers that are measured, each with its own load process. All are ended by their process id."""

import http.client
import json
import os
import select
import shutil
import socket
import subprocess
import time

import place

PEERS = ["node", "websockets", "mosquitto"]
ALL = ["floor", "otgw-pi", *PEERS]


class Failed(Exception):
    """A server or the load did not do what the bench needs."""


def cores():
    """Cores for the server and the load: one each where there are two."""
    have = sorted(os.sched_getaffinity(0))
    return have[0], have[1 % len(have)]


def preferred(command):
    """Ahead of what else runs on the machine, where we may."""
    return ["nice", "-n", "-10", *command] if os.geteuid() == 0 else command


def pinned(core, command):
    return ["taskset", "-c", str(core), *preferred(command)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process):
    """Ends a process that we started: politely, then at once."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ticks(pid):
    """User and system time of all threads of a process, in 1/100 s."""
    with open(f"/proc/{pid}/stat", encoding="latin-1") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def memory(pid):
    """Resident memory in MB: whole, and the part that is the process's own (not mapped from files)."""
    with open(f"/proc/{pid}/status", encoding="latin-1") as status:
        values = dict(line.split(":", 1) for line in status if line.startswith("Rss") or line.startswith("VmRSS"))
    return tuple(int(values[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon"))


def get(port, path, timeout=2):
    """Status and body of a GET on 127.0.0.1."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Load:
    """The load process: owns a terminal that plays the gateway chip, and all viewers."""

    def __init__(self):
        command = [os.path.join(place.TARGET, "load"), place.TEXT_BEFORE, place.TEXT_AFTER]
        self._process = subprocess.Popen(
            pinned(cores()[1], command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._rest = b""
        self.terminal = self._answer(10)["terminal"]

    def ask(self, verb, timeout=60, **options):
        words = " ".join(f"{name}={value}" for name, value in options.items())
        self._process.stdin.write(f"{verb} {words}\n".encode())
        answer = self._answer(timeout)
        if "error" in answer:
            raise Failed(f"load: {verb} {words}: {answer['error']}")
        return answer

    def _answer(self, timeout):
        deadline = time.monotonic() + timeout
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0, deadline - time.monotonic()))
            more = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            if not more:
                raise Failed("the load process does not answer")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def close(self):
        self._process.stdin.close()
        end(self._process)
        self._process.stdout.close()


class Server:
    """A server that runs, with its load."""

    def __init__(self, name, pin=True, load=None, java=None, settings=None):
        self.name = name
        self._settings = {"wsmaxclients": 0, **(settings or {})}
        self.port = free_port()
        self.http_port = free_port()
        self._own_load = load is None
        self.load = load or Load()
        self._folder = place.folder()
        command = self._command(java or ["@" + place.PI_FLAGS])
        self._log = open(os.path.join(self._folder, "output.log"), "w+b")
        self.began = time.monotonic()
        self._process = subprocess.Popen(
            pinned(cores()[0], command) if pin else preferred(command),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        self.pid = self._process.pid

    def _command(self, java):
        texts = [place.TEXT_BEFORE, place.TEXT_AFTER]
        terminal = self.load.terminal
        if self.name == "floor":
            return [os.path.join(place.TARGET, "floor"), terminal, str(self.port), *texts]
        if self.name == "node":
            return ["node", os.path.join(place.TARGET, "node", "peer.js"), terminal, str(self.port), *texts]
        if self.name == "websockets":
            peer = os.path.join(place.SOURCE, "python", "peer.py")
            return ["/usr/bin/python3", peer, terminal, str(self.port), *texts]
        if self.name == "mosquitto":
            return [place.mosquitto(), "-c", self._mosquitto_settings()]
        with open(os.path.join(self._folder, "settings.ini"), "w", encoding="utf-8") as settings:
            json.dump(self._settings, settings)
        ports = {"--http-port": self.http_port, "--ws-port": self.port}
        options = [word for name in place.port_options() for word in (name, str(ports.get(name) or free_port()))]
        return [place.java(), *java, "-jar", place.JAR, "--serial", terminal, "--data", self._folder, *options]

    def _mosquitto_settings(self):
        path = os.path.join(self._folder, "mosquitto.conf")
        lines = [
            f"listener {self.port} 127.0.0.1",
            "protocol websockets",
            f"listener {self.http_port} 127.0.0.1",
            "protocol mqtt",
            "allow_anonymous true",
            "set_tcp_nodelay true",
            "log_type error",
            "user root",
        ]
        with open(path, "w", encoding="utf-8") as settings:
            settings.write("\n".join(lines) + "\n")
        return path

    def wait_ready(self, seconds=30):
        """Waits until viewers can come; for our own program, for the first 200. Returns the ticks used until then."""
        asked = time.monotonic()
        while time.monotonic() - asked < seconds:
            if self._process.poll() is not None:
                raise Failed(f"{self.name} ended with {self._process.returncode}: {self.output()}")
            if self._answers():
                used = ticks(self.pid)
                if self.name == "mosquitto":
                    self.load.ask("broker", port=self.http_port)
                return used
            time.sleep(0.005)
        raise Failed(f"{self.name} is not ready after {seconds} s: {self.output()}")

    def _answers(self):
        try:
            if self.name == "otgw-pi":
                return get(self.http_port, "/api/v1/health")[0] == 200
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except (OSError, http.client.HTTPException):
            return False

    def connect(self, n, stall=0):
        options = {"mqtt": 1} if self.name == "mosquitto" else {}
        answer = self.load.ask("connect", port=self.port, n=n, stall=stall, **options)
        if answer["connected"] != n:
            raise Failed(f"{self.name}: {answer['connected']} of {n} viewers could connect: {self.output()}")
        return answer["seconds"]

    def flood(self, window, **options):
        return self.load.ask("flood", window=window, pid=self.pid, **{"least_ms": 300, "most_ms": 15000, **options})

    def paced(self, rate, lines):
        return self.load.ask("paced", rate=rate, lines=lines, pid=self.pid)

    def disconnect(self):
        self.load.ask("close")

    def warm_up(self):
        """Lets a just-in-time compiler see what will be measured; the same for every server."""
        for n, window, lines in ((3, 1, 10000), (3, 32, 10000), (50, 1, 1500)):
            self.connect(n)
            self.flood(window, lines=lines)
            self.disconnect()

    def output(self):
        """The end of what the server printed."""
        self._log.flush()
        with open(self._log.name, "rb") as log:
            return log.read()[-2000:].decode("utf-8", "replace").strip()

    def end(self):
        end(self._process)

    def close(self):
        end(self._process)
        self._log.close()
        if self._own_load:
            self.load.close()
        shutil.rmtree(self._folder, ignore_errors=True)
