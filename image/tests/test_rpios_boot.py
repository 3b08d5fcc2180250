"""The flavour rpios, whole: built from the stand-in and started as the Pi's own boot loader would start it."""

import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from machine import PROJECT, Card, Gateway, Machine, keep
from standin import raspberry_pi_os, start_files


class Started(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        base, hash_ = raspberry_pi_os(cls.folder)
        cls.made = os.path.join(cls.folder, "made")
        with open(keep("rpios-build.log"), "w") as log:
            subprocess.run(["scripts/image", "build", "--flavour", "rpios", "--base-image", base, "--base-sha256", hash_,
                            "--no-xz"], cwd=PROJECT, check=True, stdout=log, stderr=log,
                           env={**os.environ, "OTGW_IMAGE_OUT": cls.made, "OTGW_COMPRESSION": "1"})
        os.unlink(base)
        image = glob.glob(os.path.join(cls.made, "otgw-pi-rpios-*.img"))[0]
        cls.key = os.path.join(cls.folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.key], check=True)
        cls.card = Card(image, os.path.join(cls.folder, "card"))
        os.unlink(image)
        with open(cls.key + ".pub") as public:
            cls.card.put("otgw-setup.txt", f"hostname=five\nssh_key={public.read()}")
        cls.gateway = Gateway(os.path.join(cls.folder, "gateway"))
        cls.addClassCleanup(cls.gateway.close)
        _, *start = start_files(cls.card, cls.folder)
        cls.machine = Machine(cls.card.path, keep("rpios.log"), gateway=cls.gateway, start=start)
        cls.addClassCleanup(lambda: cls.machine.cut_power())

    def root(self, command):
        return self.machine.ssh(self.key, command)

    def test_1_it_becomes_healthy(self):
        match = self.machine.wait_for(r"otgw-pi (\S+) is healthy in slot A after (\d+) s")
        print(f"{match.group(2)} s of the guest's own clock", end=" ")
        self.assertIn(b"<html", self.machine.get("/").lower())
        self.machine.wait_until("frames", lambda: self.machine.json("/_pi/status")["line"]["frames"] > 20)

    def test_2_rauc_knows_the_slots_by_the_firmwares_file(self):
        self.assertRegex(self.machine.wait_until("SSH", lambda: self.root("rauc status")), "Compatible: +otgw-pi-rpios")
        self.assertRegex(self.root("rauc status --output-format=shell"), "RAUC_BOOT_PRIMARY='rootfs.0'")
        self.assertEqual("good", self.root("/usr/lib/otgw-pi/slotctl get-state A").strip())
        self.assertEqual("five", self.root("hostname").strip())
        self.assertEqual("", self.root("systemctl --failed --plain --no-legend"))

    def test_3_the_other_slot_is_tried_once_and_the_restart_says_so(self):
        self.root("/usr/lib/otgw-pi/slotctl set-primary B; sync")
        self.assertEqual("0 tryboot", self.root("cat /run/systemd/reboot-param").strip())
        self.assertTrue(re.search("# next=B", self.root("cat /boot/selector/autoboot.txt")))
        chosen, *_ = start_files(self.card, self.folder)
        self.assertEqual(2, chosen, "without the firmware's one-time wish it is the proven slot")
        self.assertRegex(self.root("findmnt -rno OPTIONS /boot/selector"), "^ro,")
        self.root("/usr/lib/otgw-pi/slotctl set-primary A")
