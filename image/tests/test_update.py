"""Updates on the booted image, through its page and as a script does it: a good one stays, each kind of bad one undoes
itself, what is no update is refused, and the settings are there."""

import functools
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import bundles
from browser import Browser
from machine import Gateway, Machine, keep
from started import started_card


class Watch:
    """Asks the gateway twice a second whether it serves: how long it did not."""

    def __init__(self, machine):
        self.machine = machine
        self.answers = []
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.ask, daemon=True)
        self.thread.start()

    def ask(self):
        while not self.ends.wait(0.5):
            try:
                self.machine.get("/api/v1/health", timeout=10)
                self.answers.append(time.monotonic())
            except OSError:
                pass

    def longest_silence(self):
        self.ends.set()
        self.thread.join()
        return max((later - earlier for earlier, later in zip(self.answers, self.answers[1:])), default=0)


class Viewer:
    """A viewer on port 81: when frames came, and what was told about updates."""

    def __init__(self, machine):
        self.connection = socket.create_connection(("127.0.0.1", machine.stream_port), 60)
        self.connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
        self.frames, self.states = [], []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        stream = self.connection.makefile("rb")
        try:
            while stream.readline().strip():
                pass
            while head := stream.read(2):
                length = head[1] if head[1] < 126 else int.from_bytes(stream.read(2 if head[1] == 126 else 8), "big")
                content = stream.read(length)
                if head[0] & 15 == 9:
                    self.connection.sendall(bytes((0x8A, 0x80 | length)) + bytes(4) + content)
                elif re.search(rb"\b[TBRA][0-9A-F]{8}\b", content):
                    self.frames.append(time.monotonic())
                self.states += [(time.monotonic(), state.decode()) for state in re.findall(rb'"state": ?"(\w+)"', content)]
        except (OSError, ValueError):
            pass

    def close(self):
        self.connection.close()


class RangeServer(http.server.BaseHTTPRequestHandler):
    """A web server that knows range requests, as the streaming installation needs it."""

    files, asked = {}, []
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        content = self.files.get(self.path, b"")
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = 0, len(content) - 1
        if wanted:
            first, last = int(wanted.group(1)), min(last, int(wanted.group(2) or last))
        self.asked.append((self.path, self.headers.get("Range", "")))
        self.send_response(206 if wanted else 200 if content else 404)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content[first:last + 1])

    def log_message(self, *args):
        pass


class OnTheMachine(unittest.TestCase):
    """One machine for all tests of a class, which run in the order of their names."""

    @classmethod
    def start(cls, name):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.card, cls.key = started_card(os.path.join(cls.folder, "card"))
        cls.gateway = Gateway(os.path.join(cls.folder, "gateway"))
        cls.addClassCleanup(cls.gateway.close)
        cls.machine = Machine(cls.card.path, keep(name + ".log"), gateway=cls.gateway)
        cls.addClassCleanup(lambda: cls.machine.cut_power())
        cls.home = cls.machine.wait_for(r"otgw-pi (\S+) is healthy in slot A").group(1)
        cls.machine.post("/api/v1/settings", json.dumps({"name": "mqtttoptopic", "value": "kept"}).encode())

    def root(self, command, timeout=180):
        return self.machine.ssh(self.key, command, timeout)

    def slots(self):
        return self.root("/usr/lib/otgw-pi/slotctl status").strip()

    def upload(self, bundle, path="/_pi/update", timeout=900):
        """What the gateway answers to a form with the bundle: status and body."""
        said = subprocess.run(["curl", "-s", "-m", str(timeout), "-w", "\n%{http_code}", "-F", f"firmware=@{bundle}",
                               f"http://127.0.0.1:{self.machine.http_port}{path}"], capture_output=True, text=True).stdout
        body, _, status = said.rpartition("\n")
        return int(status or 0), body

    def update(self):
        return json.loads(self.machine.get("/_pi/update", timeout=60))

    def assert_kept(self):
        self.machine.wait_until("the page", lambda: self.machine.get("/api/v1/health"))
        self.assertIn(b"kept", self.machine.get("/api/v1/settings", timeout=60))
        self.machine.wait_until("frames", lambda: self.machine.json("/_pi/status")["line"]["frames"] > 5)


class Update(OnTheMachine):
    @classmethod
    def setUpClass(cls):
        cls.start("update")

    def bundle(self, version, kind):
        path = bundles.system(self.folder, version, kind)
        self.addCleanup(os.unlink, path)
        return path

    def install(self, bundle):
        """Uploads and installs as the page does; seconds of both, and the place in the log where the new start stands."""
        began = time.monotonic()
        status, body = self.upload(bundle)
        self.assertEqual(202, status, body)
        checked = time.monotonic()
        here = len(self.machine.log())
        self.machine.post("/_pi/update/install", b"", timeout=120)
        self.machine.wait_for(r"SLOT [AB] slots=", after=here)
        return checked - began, time.monotonic() - checked, here

    def through_the_page(self, version, kind, word):
        """Drops the bundle on the page and clicks; the page, once it knows what became of it."""
        bundle = self.bundle(version, kind)
        browser = Browser()
        self.addCleanup(browser.close)
        said = functools.partial(browser.text, "#updateResult")
        browser.open(f"http://127.0.0.1:{self.machine.http_port}/#update")
        browser.wait("the slots", lambda: browser.text("#slotRows"), 120)
        browser.drop(bundle, "#updateForm")
        began = time.monotonic()
        browser.click("#updateForm button[type=submit]")
        browser.wait("progress of the upload", lambda: re.search(r"\b[1-9]\d? ?%", said()), 300)
        browser.wait("the check", lambda: browser.visible("#btnInstall"), 900)
        checked = time.monotonic()
        print(f"uploaded and checked in {checked - began:.0f} s: “{said()}”", end=" ")
        watch = Watch(self.machine)
        here = len(self.machine.log())
        browser.click("#btnInstall")
        steps = []

        def step(wanted):
            words = said()
            if words and (not steps or steps[-1] != words):
                steps.append(words)
            return wanted(words)

        browser.wait("progress of the installation", lambda: step(lambda words: re.search(r"\b[1-9]\d ?%", words)), 900)
        browser.picture(keep(f"update-{word}-installing.png"))
        browser.wait("the restart", lambda: step(lambda words: "restarts" in words), 900)
        browser.picture(keep(f"update-{word}-restarting.png"))
        end = browser.wait("the outcome", lambda: step(lambda words: "Updated from" in words or "did not start" in words) and said(), 2400)
        seconds = time.monotonic() - began
        browser.wait("the slots after it", lambda: version in browser.text("#slotRows"), 120)
        browser.picture(keep(f"update-{word}-after.png"))
        print(f"in all {seconds:.0f} s, away for {watch.longest_silence():.0f} s; {len(steps)} steps told; the page: “{end}”", end=" ")
        return browser, end, here

    def refused(self, what, bundle, sentence):
        status, body = self.upload(bundle)
        self.assertEqual(400, status, body)
        said = json.loads(body)["error"]
        self.assertRegex(said, sentence)
        print(f"\n    {what}: “{said}”", end=" ")

    def test_01_what_is_no_update_is_refused_before_a_byte_is_written(self):
        before, slot = self.slots(), self.root("sha256sum /dev/disk/by-partuuid/6f746777-03")
        viewer = Viewer(self.machine)
        self.addCleanup(viewer.close)
        self.machine.wait_until("frames", lambda: viewer.frames)
        good = bundles.small(self.folder, "good")
        with open(good, "rb") as file:
            whole = file.read()
        signature = int.from_bytes(whole[-8:], "big")
        text = os.path.join(self.folder, "text")
        with open(text, "w") as file:
            file.write("no bundle at all\n" * 1000)
        foreign = bundles.small(self.folder, "foreign", signer=os.path.join(self.folder, "foreign-keys"))
        cases = (
            ("unsigned", bundles.cut(good, "unsigned", len(whole) - signature - 8), "is not signed"),
            ("foreign key", foreign, "whom this machine does not trust"),
            ("tampered signature", bundles.changed(good, "touched", -100, b"x"), "was changed after it was signed"),
            ("wrong machine", bundles.small(self.folder, "rpios", compatible="otgw-pi-rpios"), "made for otgw-pi-rpios"),
            ("truncated", bundles.cut(good, "short", len(whole) // 2), "cut off or damaged"),
            ("not a bundle", text, "is not a bundle"),
            ("older format", bundles.small(self.folder, "plain", form="plain"), "older format"))
        for what, bundle, sentence in cases:
            with self.subTest(what):
                self.refused(what, bundle, sentence)
        status, body = self.upload(foreign, "/update?cmd=0")
        self.assertEqual(200, status)
        self.assertRegex(body, "Flash error.*does not trust")
        for what, length, sent in (("too large for the disk", 10 << 30, b""), ("broken off", 5_000_000, bytes(100_000))):
            with socket.create_connection(("127.0.0.1", self.machine.http_port), 60) as connection:
                connection.sendall(f"POST /_pi/update HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                                   f"Content-Length: {length}\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"firmware\"; "
                                   f"filename=\"x\"\r\n\r\n".encode() + sent)
                if not sent:
                    answer = connection.recv(65536)
                    self.assertIn(b" 413 ", answer)
                    self.assertIn(b"not enough room", answer)
            if sent:
                self.machine.wait_until("the end of the upload", lambda: "was broken off. Nothing was changed." in self.update()["error"])
            print(f"\n    {what}: refused", end=" ")
        self.assertEqual(before, self.slots())
        self.assertEqual(slot, self.root("sha256sum /dev/disk/by-partuuid/6f746777-03"))
        self.assertEqual("", self.root("ls -A /data/otgw-pi/update/incoming").strip())
        silence = max(later - earlier for earlier, later in zip(viewer.frames, viewer.frames[1:]))
        print(f"\n    the viewers' longest time without a frame meanwhile: {silence:.1f} s", end=" ")

    def test_02_a_tampered_payload_is_found_while_it_is_read_and_harms_nothing(self):
        bundle = self.bundle("9.0.0", "root")
        touched = bundles.changed(bundle, "tampered", os.path.getsize(bundle) // 2, b"touched")
        viewer = Viewer(self.machine)
        self.addCleanup(viewer.close)
        root = self.root("sha256sum < /dev/disk/by-partuuid/6f746777-05")
        status, body = self.upload(touched)
        if status == 202:
            began = time.monotonic()
            self.machine.post("/_pi/update/install", b"", timeout=120)
            said = self.machine.wait_until("the end", lambda: self.update()["phase"] == "failed" and self.update()["error"])
        else:
            began, said = time.monotonic(), json.loads(body)["error"]
        error = self.machine.wait_until("the news on port 81", lambda: [at for at, state in viewer.states if state == "error"])[-1]
        self.machine.wait_until("frames again", lambda: viewer.frames and viewer.frames[-1] > error)
        resumed = next(at for at in viewer.frames if at > error) - error
        print(f"“{said}” after {error - began:.0f} s; the next frame {resumed:.1f} s later", end=" ")
        self.assertIn("content is not what was signed", said)
        self.assertLess(resumed, 2)
        self.assertEqual(root, self.root("sha256sum < /dev/disk/by-partuuid/6f746777-05"))
        self.assertEqual("runs: A, order: A B, attempts left: A 3, B 0", self.slots())

    def test_1_a_good_update_through_the_page_stays(self):
        _, end, _ = self.through_the_page("9.0.1", "good", "good")
        self.assertRegex(end, r"Updated from \S+ to 9\.0\.1\.")
        self.machine.wait_for(r"otgw-pi 9.0.1 is healthy in slot B")
        self.assert_kept()
        self.machine.wait_until("the slots", lambda: self.slots() == "runs: B, order: B A, attempts left: A 3, B 3")

    def test_2_the_other_system_starts_by_one_click(self):
        browser = Browser()
        self.addCleanup(browser.close)
        address = f"http://127.0.0.1:{self.machine.http_port}/_pi/"
        browser.open(address + "#update")
        browser.wait("both slots", lambda: browser.text("#slotRows"), 120)
        rows = browser.text("#slotRows")
        self.assertRegex(rows, rf"A {self.home} Good .*B 9\.0\.1 Good runs")
        browser.picture(keep("slots.png"))
        here = len(self.machine.log())
        began = time.monotonic()
        browser.click("#bootA")
        self.machine.wait_for(rf"otgw-pi {self.home} is healthy in slot A", after=here)
        browser.wait("the page", lambda: "is back" in browser.text("#updateResult"), 300)
        browser.wait("the slots", lambda: re.search(rf"A {self.home} Good runs.*B 9\.0\.1 Good", browser.text("#slotRows")), 300)
        print(f"“{rows}”: A runs after {time.monotonic() - began:.0f} s", end=" ")
        self.assert_kept()
        self.machine.wait_until("the slots", lambda: self.slots() == "runs: A, order: A B, attempts left: A 3, B 3")

    def assert_undone(self, end, here, version, kind, reason):
        self.machine.wait_for(rf"otgw-pi {self.home} is healthy in slot A", after=here, seconds=2400)
        self.assert_kept()
        last = self.update()["last"]
        self.assertEqual(("rolled_back", self.home, version), (last["result"], last["from"], last["to"]))
        self.assertRegex(last["reason"], reason)
        tries = len(re.findall(r"SLOT B slots=", self.machine.log()[here:]))
        print(f"{kind}: {tries} attempt(s){end}; “{last['reason']}”", end=" ")
        self.machine.wait_until("a bad slot", lambda: self.root("/usr/lib/otgw-pi/slotctl get-state B").strip() == "bad")
        self.assertEqual("A", self.root("/usr/lib/otgw-pi/slotctl get-primary").strip())
        by_name = {slot["name"]: slot for slot in json.loads(self.machine.get("/_pi/slots", timeout=60))["slots"]}
        self.assertEqual((version, "bad", False), tuple(by_name["B"][key] for key in ("version", "state", "booted")))
        self.assertEqual((self.home, "good", True), tuple(by_name["A"][key] for key in ("version", "state", "booted")))

    def undone(self, version, kind, reason):
        uploaded, installed, here = self.install(self.bundle(version, kind))
        began = time.monotonic()
        self.machine.wait_for(rf"otgw-pi {self.home} is healthy in slot A", after=here, seconds=2400)
        self.assert_undone(f", back after {time.monotonic() - began:.0f} s (uploaded and checked in {uploaded:.0f} s, "
                           f"installed in {installed:.0f} s)", here, version, kind, reason)

    def test_3_a_corrupt_root_is_undone_and_the_page_says_so(self):
        _, end, here = self.through_the_page("9.0.2", "root", "undone")
        self.assertRegex(end, rf"9\.0\.2 did not start; {self.home} is back\. .*root of slot B cannot be mounted")
        self.assert_undone("", here, "9.0.2", "root", "root of slot B cannot be mounted")

    def test_4_without_a_kernel(self):
        self.undone("9.0.3", "kernel", "kernel of slot B could not be loaded")

    def test_5_with_a_service_that_crashes(self):
        self.undone("9.0.4", "crash", "served no page")

    def test_6_with_a_service_that_hangs(self):
        self.undone("9.0.5", "hang", "served no page|did not become ready")

    def test_7_from_the_network_and_never_without_a_click_a_gateway_that_never_serves(self):
        """The bundle is read from a web server in pieces while it is installed; it then undoes itself as the others do."""
        with open(self.bundle("9.0.6", "unhealthy"), "rb") as file:
            RangeServer.files = {"/look.json": b'{"version": "9.0.6", "url": "new.raucb", "notes": "Never serves"}', "/new.raucb": file.read()}
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RangeServer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        for name, value in (("updateurl", f"http://10.0.2.2:{server.server_port}/look.json"), ("updatecheck", "true")):
            self.machine.post("/api/v1/settings", json.dumps({"name": name, "value": value}).encode(), timeout=120)
        before = self.slots()
        self.machine.post("/_pi/update/search", b"", timeout=120)
        self.assertEqual("9.0.6", self.update()["search"]["version"])
        self.assertEqual(["/look.json"], [path for path, _ in RangeServer.asked])
        self.machine.post("/_pi/update/fetch", b"", timeout=300)
        looked = sum(1 for path, _ in RangeServer.asked if path == "/new.raucb")
        self.assertEqual(("ready", "9.0.6"), tuple(self.update()[key] for key in ("phase", "to")))
        time.sleep(15)
        self.assertEqual("ready", self.update()["phase"])
        self.assertEqual(before, self.slots())
        here = len(self.machine.log())
        began = time.monotonic()
        self.machine.post("/_pi/update/install", b"", timeout=120)
        self.machine.wait_for(r"SLOT [AB] slots=", after=here)
        pieces = [each for path, each in RangeServer.asked if path == "/new.raucb" and each]
        self.assertGreater(len(pieces), looked)
        self.assert_undone(f"; read in {len(pieces)} pieces and installed in {time.monotonic() - began:.0f} s", here,
                           "9.0.6", "unhealthy", "served no page")


class WrongClock(unittest.TestCase):
    def test_a_bundle_is_checked_whatever_the_clock_says(self):
        folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        self.addCleanup(shutil.rmtree, folder)
        good = bundles.small(folder, "good")
        foreign = bundles.small(folder, "foreign", signer=os.path.join(folder, "foreign-keys"))
        card, key = started_card(os.path.join(folder, "card"))
        machine = Machine(card.path, keep("clock.log"))
        self.addCleanup(machine.cut_power)
        machine.wait_for("is healthy in slot A")
        address = f"http://127.0.0.1:{machine.http_port}/_pi/update"
        for clock in ("1970-01-02", "2060-01-01"):
            now = machine.ssh(key, f"systemctl stop systemd-timesyncd; date -u -s {clock} +%F").strip()
            self.assertEqual(clock, now)
            answers = [subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-F", f"firmware=@{bundle}", address],
                                      capture_output=True, text=True).stdout for bundle in (good, foreign)]
            print(f"on {machine.ssh(key, 'date -u +%F').strip()}: {answers}", end=" ")
            self.assertEqual(["202", "400"], answers)
            subprocess.run(["curl", "-s", "-X", "DELETE", address], check=True, capture_output=True)
