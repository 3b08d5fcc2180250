"""Card to gateway: the image starts on a virtual machine, with the simulated gateway on its serial port."""

import base64
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from machine import PROJECT, Card, Gateway, Machine, images, java, keep


class Boot(unittest.TestCase):
    """One first start, looked at from all sides; the tests run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.key = os.path.join(cls.folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.key], check=True)
        cls.card = Card(images()[0], os.path.join(cls.folder, "card"), gigabytes=4)
        with open(cls.key + ".pub") as public:
            cls.card.put("otgw-setup.txt", f"hostname = heating\nssh_key = {public.read()}")
        cls.gateway = Gateway(os.path.join(cls.folder, "gateway"))
        cls.addClassCleanup(cls.gateway.close)
        cls.log = keep("first-start.log")
        cls.machine = Machine(cls.card.path, cls.log, gateway=cls.gateway)
        cls.addClassCleanup(lambda: cls.machine.cut_power())

    def test_01_it_becomes_healthy(self):
        match = self.machine.wait_for(r"otgw-pi (\S+) is healthy in slot A after (\d+) s")
        print(f"healthy {time.monotonic() - self.machine.started:.0f} s after power-on"
              f" ({match.group(2)} s of the guest's own clock)", end=" ")

    def test_02_the_page_and_its_numbers_are_served(self):
        self.assertIn(b"<html", self.machine.get("/").lower())
        self.assertEqual("UP", self.machine.json("/api/v1/health")["health"]["status"])

    def test_03_frames_of_the_gateway_arrive(self):
        status = self.machine.wait_until("frames", lambda: self.machine.json("/_pi/status")["line"]["frames"] > 20
                                         and self.machine.json("/_pi/status"))
        print(status["pic"]["device"], status["pic"]["version"], end=" ")

    def test_04_the_stream_on_port_81_brings_lines(self):
        with socket.create_connection(("127.0.0.1", self.machine.stream_port), 30) as stream:
            stream.settimeout(60)
            key = base64.b64encode(os.urandom(16)).decode()
            stream.sendall((f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
            heard = b""
            while not re.search(rb"\b[TBRA][0-9A-F]{8}\b", heard):
                part = stream.recv(4096)
                self.assertTrue(part, heard[-300:])
                heard += part
            self.assertTrue(heard.startswith(b"HTTP/1.1 101"))

    def test_05_a_command_is_answered_by_the_gateway(self):
        answer = self.machine.post("/_pi/command", b'{"command":"PR=A"}')
        self.assertIn(b"OpenTherm Gateway", answer)

    def test_06_the_card_belongs_to_the_data(self):
        size = self.machine.wait_until("the grown partition", lambda: int(re.search(
            r"(\d+)\s*$", self.root("df -B1M --output=size /data")).group(1)) > 2500 and
            self.root("df -B1M --output=size /data").split()[-1])
        print(f"data partition {size} MiB of a card of 4096", end=" ")

    def root(self, command, timeout=180):
        return self.machine.ssh(self.key, command, timeout)

    def test_07_no_unit_failed(self):
        self.assertEqual("", self.root("systemctl --failed --plain --no-legend"))
        self.assertIn("running", self.machine.wait_until(
            "the end of the start", lambda: "running" in self.root("systemctl is-system-running") and "running"))
        print(self.root("systemd-analyze").splitlines()[0], end=" ")

    def test_08_the_name_is_the_users(self):
        self.assertEqual("heating", self.root("hostname").strip())

    def test_09_the_slot_is_good(self):
        self.assertEqual("runs: A, order: A B, attempts left: A 3, B 0", self.root("/usr/lib/otgw-pi/slotctl status").strip())
        self.assertIn("booted", self.root("rauc status"))

    def test_10_the_service_is_confined_and_small(self):
        security = self.root("systemd-analyze security otgw-pi.service --no-pager | tail -n 1")
        exposure = float(re.search(r": ([\d.]+)", security).group(1))
        memory = int(self.root("systemctl show -P MemoryCurrent otgw-pi.service"))
        print(f"exposure {exposure}, memory {memory >> 20} MiB", end=" ")
        self.assertLessEqual(exposure, 2.3)

    def test_11_the_root_is_read_only_and_the_card_quiet(self):
        self.assertIn("Read-only", self.root("touch /usr/x 2>&1; echo"))
        for place in ("/", "/boot/selector"):
            self.assertRegex(self.root(f"findmnt -rno OPTIONS {place}"), "^ro,")

    PULSES = 50

    def test_12_the_lines_of_the_header_serve_the_service(self):
        """Eight lines of the virtual machine's own chip: used by the gateway's classes, as its user, in its sandbox."""
        classes = os.path.join(self.folder, "classes")
        subprocess.run([os.path.join(os.path.dirname(java()), "javac"), "-d", classes, "-cp",
                        os.path.join(PROJECT, "target/otgw-pi.jar"),
                        os.path.join(PROJECT, "image/tests/GpioProbe.java")], check=True)
        archive = subprocess.run(["tar", "-C", classes, "-c", "."], check=True, capture_output=True).stdout
        self.machine.ssh(self.key, "mkdir -p /run/probe && tar -C /run/probe -x", stdin=archive)
        # The unit itself, with another program in it.
        self.root("mkdir -p /run/systemd/system && sed -e 's|^ExecStart=.*|ExecStart=/usr/lib/otgw-pi/runtime/bin/java -Xmx32m "
                  "--enable-native-access=ALL-UNNAMED -cp /run/probe:/usr/lib/otgw-pi/otgw-pi.jar org.otgwpi.board.GpioProbe "
                  f"{self.PULSES}|' -e '/^ExecStartPost/d' -e 's/^Type=.*/Type=exec/' -e '/^Watchdog/d' -e 's/^Restart=.*/Restart=no/' "
                  "-e '/^RuntimeDirectory/d' /usr/lib/systemd/system/otgw-pi.service > /run/systemd/system/gpio-probe.service; "
                  "systemctl daemon-reload; systemctl start --no-block gpio-probe")
        said = "journalctl -u gpio-probe -b --no-pager -o cat"
        self.machine.wait_until("the lines", lambda: "PROBE listening" in self.root(said))
        for line, times in ((5, self.PULSES), (6, 1)):
            for _ in range(times):
                self.machine.drive(line, True)
                self.machine.drive(line, False)
        self.machine.wait_until("the edges", lambda: "PROBE counted" in self.root(said))
        words = self.root(said)
        self.assertIn("PROBE output 100 levels", words)
        self.assertIn("PROBE reset line pulsed", words)
        self.assertIn(f"PROBE counted {2 * self.PULSES} edges of the counter, 2 of the button", words)
        self.assertEqual("otgw", self.root("systemctl show -P User gpio-probe").strip())
        self.assertIn("gpio", self.root("stat -c %G /dev/gpiochip0"))

    def test_20_written_to_the_card_in_normal_running(self):
        """One session, since each leaves words in the journal; what is gathered in memory counts as written."""
        time.sleep(int(os.environ.get("OTGW_TEST_SETTLE_SECONDS", "60")))
        seconds = int(os.environ.get("OTGW_TEST_QUIET_SECONDS", "120"))
        before, after = (int(line.split()[6]) for line in self.root(
            f"cd /sys/block/vda; sync; cat stat; sleep {seconds}; sync; cat stat", seconds + 300).splitlines())
        written = (after - before) * 512
        print(f"{written >> 10} KiB in {seconds} s: {written * 3600 // seconds >> 10} KiB an hour", end=" ")
        self.assertLess(written * 3600 // seconds, 16 << 20)

    def test_30_the_browser_shows_it(self):
        picture = keep("page.png")
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,900",
                        "--virtual-time-budget=15000", f"--screenshot={picture}",
                        f"http://127.0.0.1:{self.machine.http_port}/"], check=True, capture_output=True, timeout=300)
        self.assertGreater(os.path.getsize(picture), 20000)
        print(picture, end=" ")
