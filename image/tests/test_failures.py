"""What goes wrong on a device, and that it comes back: a service that dies or hangs, no memory, no space, no data."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.error

from machine import Card, Gateway, Machine, images, keep
from started import started_card


def card_with_key(folder, name, gigabytes=2):
    key = os.path.join(folder, "key")
    if not os.path.exists(key):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    card = Card(images()[0], os.path.join(folder, name), gigabytes)
    with open(key + ".pub") as public:
        card.put("otgw-setup.txt", f"ssh_key = {public.read()}")
    return card, key


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.card, cls.key = card_with_key(cls.folder, "card")
        # Data that can be read is not made anew.
        cls.card.put("otgw-format-data", "")
        cls.gateway = Gateway(os.path.join(cls.folder, "gateway"))
        cls.addClassCleanup(cls.gateway.close)
        cls.machine = Machine(cls.card.path, keep("failures.log"), gateway=cls.gateway)
        cls.addClassCleanup(lambda: cls.machine.cut_power())
        cls.machine.wait_for("is healthy in slot A")

    def root(self, command, timeout=180):
        return self.machine.ssh(self.key, command, timeout)

    def pid(self):
        return int(self.root("systemctl show -P MainPID otgw-pi.service"))

    def page(self):
        return self.machine.json("/api/v1/health")["health"]["status"] == "UP"

    def assert_another_life(self, before, what):
        began = time.monotonic()
        self.machine.wait_until("another life of the service", lambda: self.pid() not in (0, before) and self.page())
        print(f"{what}: back after {time.monotonic() - began:.0f} s", end=" ")

    def test_1_a_service_that_is_killed_is_started_anew(self):
        before = self.pid()
        self.root("systemctl kill -s KILL otgw-pi.service")
        self.assert_another_life(before, "killed")

    def test_2_a_service_that_hangs_is_started_anew_by_the_watchdog(self):
        before = self.pid()
        self.root(f"kill -STOP {before}")
        self.assert_another_life(before, "hung")
        self.assertIn("Watchdog timeout", self.root("journalctl -u otgw-pi -b --no-pager | grep -i watchdog"))

    def test_3_a_service_without_memory_is_started_anew(self):
        before = self.pid()
        self.root("systemctl set-property --runtime otgw-pi.service MemoryMax=24M MemorySwapMax=0; sleep 20; "
                  "systemctl set-property --runtime otgw-pi.service MemoryMax=192M")
        self.assert_another_life(before, "out of memory")
        self.assertRegex(self.root("journalctl -u otgw-pi -b --no-pager"), "oom-kill|OutOfMemoryError")

    def test_4_a_damaged_cache_costs_two_starts(self):
        self.root("cp /usr/lib/otgw-pi/otgw-pi.aot /run/bad.aot && dd if=/dev/urandom of=/run/bad.aot bs=64k seek=20 count=200 "
                  "conv=notrunc && mount --bind /run/bad.aot /usr/lib/otgw-pi/otgw-pi.aot")
        try:
            before = self.pid()
            self.root("systemctl kill -s KILL otgw-pi.service")
            self.assert_another_life(before, "damaged cache")
            print(self.root("journalctl -u otgw-pi -b --no-pager | grep -c 'without the AOT cache'").strip(), "fallback(s)",
                  end=" ")
        finally:
            self.root("umount /usr/lib/otgw-pi/otgw-pi.aot; rm -f /run/otgw-pi/without-cache")

    def test_5_a_full_data_partition_is_said_and_costs_nothing(self):
        wish = json.dumps({"name": "mqtttoptopic", "value": "full"}).encode()
        self.root("rm -f /data/filler; fallocate -l $(($(df -B1 --output=avail /data | tail -n 1) )) /data/filler; "
                  "dd if=/dev/zero of=/data/filler2 bs=4k 2>/dev/null; sync")
        try:
            with self.assertRaises(urllib.error.HTTPError) as refusal:
                self.machine.post("/api/v1/settings", wish)
            sentence = refusal.exception.read().decode()
            print("refused:", sentence, end=" ")
            self.assertRegex(sentence, "No space left.*Nothing was changed")
            self.assertNotIn(b'"full"', self.machine.get("/api/v1/settings"))
            self.machine.wait_until("the word", lambda: self.machine.json("/api/v1/health")["health"]["status"] == "DEGRADED")
            self.assertIn(b"<html", self.machine.get("/").lower())
        finally:
            self.root("rm -f /data/filler /data/filler2")
        self.machine.post("/api/v1/settings", wish)
        self.assertIn(b'"full"', self.machine.get("/api/v1/settings"))
        self.machine.wait_until("the page", self.page)

    def test_6_nothing_of_it_restarted_the_machine(self):
        self.assertEqual(1, len(re.findall("Linux version", self.root("journalctl -k -b --no-pager"))))
        self.assertNotIn("degraded", self.root("systemctl is-system-running"))
        self.assertNotIn("otgw-format-data", self.root("ls /boot/selector"))


class WithoutData(unittest.TestCase):
    def test_a_corrupt_data_partition_costs_the_settings_not_the_gateway(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("OTGW_TEST_FOLDER")) as folder:
            card, key = card_with_key(folder, "card")
            with open(card.path, "r+b") as file:
                file.seek(Card.DATA)
                file.write(os.urandom(64 << 20))
            gateway = Gateway(os.path.join(folder, "gateway"))
            self.addCleanup(gateway.close)
            machine = Machine(card.path, keep("corrupt-data.log"), gateway=gateway)
            try:
                machine.wait_for("is healthy in slot A")
                self.assertEqual("UP", machine.json("/api/v1/health")["health"]["status"])
                said = machine.wait_until("the sentence", lambda: re.search(
                    r'"([^"]*kept in memory[^"]*)"', machine.get("/api/v0/devtime").decode()))
                print("the page says:", said.group(1), end=" ")
                self.assertIn("in memory", machine.ssh(key, "journalctl -k -b --no-pager | grep 'data partition'"))
                self.assertIn("tmpfs", machine.ssh(key, "findmnt -no FSTYPE /data"))
            finally:
                machine.cut_power()
            card.put("otgw-format-data.txt", "")
            machine = Machine(card.path, keep("formatted-data.log"))
            try:
                machine.wait_for(r"Linux version[\s\S]*Linux version[\s\S]*is healthy in slot A")
                self.assertNotIn("otgw-format-data.txt", card.names())
                machine.wait_until("SSH", lambda: "ext4" in machine.ssh(key, "findmnt -no FSTYPE /data"))
                self.assertNotIn("kept in memory", machine.get("/api/v0/devtime").decode())
            finally:
                machine.cut_power()


class DamagedCard(unittest.TestCase):
    """A card that was started before, and is not what it was."""

    def start(self, name, **options):
        folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        self.addCleanup(shutil.rmtree, folder)
        card, key = started_card(os.path.join(folder, "card"))
        self.prepare(card)
        machine = Machine(card.path, keep(name + ".log"), **{what: value.format(card.path) for what, value in options.items()})
        self.addCleanup(machine.cut_power)
        machine.wait_for("is healthy in slot A")
        return machine, key

    def prepare(self, card):
        """Damages it."""

    def test_a_card_that_became_read_only_serves_from_memory(self):
        machine, _ = self.start("read-only-card", drive="file={},format=raw,readonly=on")
        said = machine.wait_until("the sentence", lambda: "kept in memory" in machine.get("/api/v0/devtime").decode())
        self.assertTrue(said)

    def test_folders_of_a_slot_that_a_check_took_away_are_made_anew(self):
        def unlink(card):
            for name in ("/slots/A/etc.work", "/slots/A/var"):
                subprocess.run(["debugfs", "-w", "-R", "unlink " + name, f"{card.path}?offset={Card.DATA}"], check=True,
                               capture_output=True)

        self.prepare = unlink
        machine, key = self.start("damaged-folders")
        self.assertIn("overlay", machine.wait_until("SSH", lambda: machine.ssh(key, "findmnt -no FSTYPE /var")))
