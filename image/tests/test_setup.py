"""Set-up in the guest: the access point with its page over virtual radios, and the file on the card."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from machine import PROJECT, Card, Machine, images, keep, unpacked

RADIOS = os.path.join(PROJECT, "image/tests/radios.sh")
PROBES = ("connectivitycheck.gstatic.com/generate_204", "captive.apple.com/hotspot-detect.html",
          "www.msftconnecttest.com/connecttest.txt", "www.msftncsi.com/ncsi.txt", "detectportal.firefox.com/canonical.html")


class AccessPoint(unittest.TestCase):
    """A device that is asked for its access point by a file on the card; the tests run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.key = os.path.join(cls.folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.key], check=True)
        cls.card = Card(images()[0], os.path.join(cls.folder, "card"))
        with open(cls.key + ".pub") as public:
            cls.card.put("otgw-setup.txt", f"ssh_key={public.read()}")
        cls.card.put("otgw-setup-ap", "")
        cls.machine = Machine(cls.card.path, keep("set-up.log"))
        cls.addClassCleanup(lambda: cls.machine.cut_power())
        cls.machine.wait_until("the network page", lambda: cls.machine.json("/_pi/network"))
        cls.machine.wait_until("SSH", lambda: "ok" in cls.root("echo ok"))
        with open(os.path.join(unpacked("busybox-static"), "usr/bin/busybox"), "rb") as busybox, open(RADIOS, "rb") as radios:
            cls.root("mkdir -p /run/radios && cat > /run/radios/busybox && chmod +x /run/radios/busybox", busybox.read())
            cls.root("cat > /run/radios/radios.sh", radios.read())

    @classmethod
    def root(cls, command, stdin=b""):
        return cls.machine.ssh(cls.key, command, 300, stdin)

    @classmethod
    def radios(cls, *words):
        quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
        return cls.root(f"sh /run/radios/radios.sh {quoted}")

    def state(self):
        return self.machine.json("/_pi/network")

    def phone_joins(self):
        password = re.search(r"Password: (\S+)", self.root("cat /boot/selector/otgw-setup-password.txt")).group(1)
        said = self.radios("phone", password)
        self.assertIn("address 192.168.4.", said)

    def choose(self, password):
        self.machine.wait_until("the access point", lambda: self.state()["accessPoint"]["state"] == "open", 300)
        self.phone_joins()
        wish = {"action": "join", "name": "Home", "password": password, "country": "DE", "hostName": "cellar"}
        self.assertIn("200 OK", self.radios("phone-post", "http://192.168.4.1/_pi/network", json.dumps(wish)))

    def test_1_it_opens_when_a_file_on_the_card_asks_for_it(self):
        self.radios("start")
        began = time.monotonic()
        self.machine.wait_until("the access point", lambda: self.state()["accessPoint"]["state"] == "open", 300)
        self.assertIn("Home", [each["name"] for each in self.state()["inReach"]], "looked for before it opened")
        self.assertNotIn("otgw-setup-ap", self.root("ls /boot/selector").split())
        print(f"open {time.monotonic() - began:.0f} s after the radio was there", end=" ")

    def test_2_a_phone_joins_and_is_led_to_the_page(self):
        self.phone_joins()
        for probe in PROBES:
            answer = self.radios("phone-get", "http://" + probe)
            self.assertRegex(answer, r"^HTTP/1.1 302 [\s\S]*Location: http://192\.168\.4\.1/_pi/network\r", probe)
        self.assertIn("displayNetwork", self.radios("phone-get", "http://192.168.4.1/_pi/network"))

    def test_3_a_wrong_password_brings_it_back_with_the_reason(self):
        self.choose("wrong horse")
        began = time.monotonic()
        self.machine.wait_until("the attempt", lambda: self.state()["accessPoint"]["state"] == "joining", 60)
        self.machine.wait_until("the access point", lambda: self.state()["accessPoint"]["state"] == "open", 300)
        self.assertIn("password", self.state()["accessPoint"]["problem"])
        print(f"back after {time.monotonic() - began:.0f} s: {self.state()['accessPoint']['problem']}", end=" ")
        self.assertEqual([], [each for each in self.state()["saved"] if each["wireless"]])

    def test_4_the_gateway_comes_up_on_the_chosen_network(self):
        self.choose("correct horse")
        self.machine.wait_until("the Wi-Fi", lambda: [each for each in self.state()["adapters"] if each["name"] == "wlan0"
                                                      and each["state"] == "connected" and each["network"] == "Home"], 300)
        address = self.machine.wait_until("an address", lambda: self.radios("home-leases").split()[2], 120)
        self.assertIn("<html", self.radios("home-get", f"http://{address}/").lower())
        self.assertIn(" 404 ", self.radios("home-get", f"http://{address}/generate_204").splitlines()[0])
        self.machine.wait_until("the end of the set-up", lambda: self.state()["accessPoint"]["state"] == "closed", 60)
        self.assertIn("country DE", self.root("iw reg get"))
        self.assertIn("Power save: off", self.root("iw dev wlan0 get power_save"))

    def test_5_an_unconfirmed_change_is_undone(self):
        wish = {"action": "address", "adapter": "wlan0", "manual": True, "address": "10.7.0.77/24", "gateway": "10.7.0.1"}
        self.assertTrue(json.loads(self.machine.post("/_pi/network", json.dumps(wish).encode(), timeout=60))["confirm"])
        shows = lambda: "10.7.0.77" in self.root("ip -4 address show wlan0")
        self.machine.wait_until("the fixed address", shows, 55)
        try:
            self.machine.wait_until("its end", lambda: not shows() and "10.7.0." in self.root("ip -4 address show wlan0"), 150)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.root('ip -4 address show wlan0')}\n{json.dumps(self.state())}\n" + self.root(
                "journalctl -b --no-pager -o short-monotonic -u otgw-pi -u NetworkManager -u wpa_supplicant | tail -n 40"))


if __name__ == "__main__":
    unittest.main()
