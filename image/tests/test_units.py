"""The units, without starting them."""

import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from machine import PROJECT

PROGRAMS = ["usr/bin/rauc", "usr/sbin/sshd", "bin/sh", "usr/bin/curl"]


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp()
        subprocess.run(["cp", "-rT", os.path.join(PROJECT, "image/layers/system"), cls.root], check=True)
        units = os.path.join(cls.root, "usr/lib/systemd/system")
        # The host's own units stand in for Debian's.
        shutil.copytree("/lib/systemd/system", units, symlinks=True, dirs_exist_ok=True)
        cls.units = []
        for file in glob.glob(os.path.join(PROJECT, "systemd/otgw-pi*")):
            shutil.copy(file, units)
            cls.units.append(os.path.basename(file))
        for program in PROGRAMS:
            path = os.path.join(cls.root, program)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write("#!/bin/sh\n")
            os.chmod(path, 0o755)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def test_every_unit_is_understood(self):
        for unit in self.units:
            with self.subTest(unit):
                done = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                                       f"--root={self.root}", unit], capture_output=True, text=True)
                self.assertEqual((0, ""), (done.returncode, done.stderr))

    def test_the_service_is_confined(self):
        done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=23", f"--root={self.root}",
                               "otgw-pi.service"], capture_output=True, text=True)
        exposure = re.search(r"Overall exposure level.*: ([\d.]+)", done.stdout)
        print(f"exposure {exposure and exposure.group(1)}", end=" ")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
