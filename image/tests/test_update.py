"""Updates on the booted image: a good one stays, each kind of bad one undoes itself, and the settings are there."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from machine import CACHE, PROJECT, Gateway, Machine, keep
from test_failures import card_with_key

# Another version of the last build, quickly compressed; $4 spoils it.
MAKE = """
set -eu
project=$1 folder=$2 version=$3
for part in lib packages base keys runtime modules boot root assemble; do . "$project/image/$part.sh"; done
flavour=debian work=$folder/work SOURCE_DATE_EPOCH=1700000000
built=$cache/work-$flavour
mkdir -p "$work"
rm -rf "$folder/root"
cp -a "$built/root" "$folder/root"
library=$folder/root/usr/lib/otgw-pi
echo "$version" > "$library/version"
echo "$version test" > "$library/build"
cp "$built/boot.vfat" "$folder/boot.vfat"
case $4 in
  crash) printf '#!/bin/sh\\nexit 1\\n' > "$library/start" ;;
  hang) printf '#!/bin/sh\\nexec sleep 100000\\n' > "$library/start" ;;
  unhealthy) printf '#!/bin/sh\\nsystemd-notify --ready; exec sleep 100000\\n' > "$library/start"
    sed -i '/^WatchdogSec/d; s/^NotifyAccess.*/NotifyAccess=all/' "$folder/root/usr/lib/systemd/system/otgw-pi.service" ;;
  kernel) mdel -i "$folder/boot.vfat" ::vmlinuz ;;
esac
# The tests need not wait five minutes for what will not come.
[ "$4" = good ] || sed -i 's/+ 300/+ 60/' "$library/health"
rm -f "$folder/root.squashfs"
mksquashfs "$folder/root" "$folder/root.squashfs" -comp zstd -Xcompression-level 1 -b 256K -noappend -no-progress -quiet > /dev/null
[ "$4" != root ] || dd if=/dev/zero of="$folder/root.squashfs" bs=4096 count=64 conv=notrunc 2>/dev/null
bundle "$folder/boot.vfat" "$folder/root.squashfs" "$version" "$folder/$version.raucb"
rm -rf "$folder/root" "$folder/root.squashfs"
"""


class Update(unittest.TestCase):
    """One machine that is updated again and again; the tests run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.card, cls.key = card_with_key(cls.folder, "card")
        cls.gateway = Gateway(os.path.join(cls.folder, "gateway"))
        cls.addClassCleanup(cls.gateway.close)
        cls.machine = Machine(cls.card.path, keep("update.log"), gateway=cls.gateway)
        cls.addClassCleanup(lambda: cls.machine.cut_power())
        cls.machine.wait_for("is healthy in slot A")
        cls.machine.post("/api/v1/settings", json.dumps({"name": "mqtttoptopic", "value": "kept"}).encode())

    def root(self, command, timeout=180):
        return self.machine.ssh(self.key, command, timeout)

    def bundle(self, version, kind):
        done = subprocess.run(["sh", "-c", MAKE, "sh", PROJECT, self.folder, version, kind], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        path = os.path.join(self.folder, version + ".raucb")
        self.addCleanup(os.unlink, path)
        return path

    def install(self, bundle):
        """Hands the bundle to RAUC as the update page does, by a file on the data partition."""
        with open(bundle, "rb") as file:
            subprocess.run(["ssh", "-q", "-p", str(self.machine.ssh_port), "-i", self.key, "-o", "StrictHostKeyChecking=no",
                            "-o", "UserKnownHostsFile=/dev/null", "root@127.0.0.1", "cat > /data/update.raucb"],
                           stdin=file, check=True, timeout=900)
        began = time.monotonic()
        said = self.root("rauc install /data/update.raucb 2>&1; rm -f /data/update.raucb; sync", timeout=1800)
        self.assertIn("succeeded", said)
        return time.monotonic() - began

    def restart(self):
        """Restarts the guest; the place in the log from which on the new start stands."""
        here = len(self.machine.log())
        try:
            self.root("systemctl reboot --no-block")
        except OSError:
            pass
        return here

    def assert_kept(self):
        self.machine.wait_until("the page", lambda: self.machine.get("/api/v1/health"))
        self.assertIn(b"kept", self.machine.get("/api/v1/settings"))

    def test_1_a_good_update_stays(self):
        seconds = self.install(self.bundle("9.0.1", "good"))
        here = self.restart()
        began = time.monotonic()
        self.machine.wait_for(r"otgw-pi 9.0.1 is healthy in slot B", after=here)
        self.assert_kept()
        print(f"installed in {seconds:.0f} s, away for {time.monotonic() - began:.0f} s", end=" ")
        self.assertEqual("runs: B, order: B A, attempts left: A 3, B 3", self.root("/usr/lib/otgw-pi/slotctl status").strip())

    def assert_undone(self, version, kind):
        self.install(self.bundle(version, kind))
        here = self.restart()
        began = time.monotonic()
        self.machine.wait_for(r"SLOT A slots=A B", after=here)
        self.machine.wait_for(r"otgw-pi 9.0.1 is healthy in slot B", after=here, seconds=2400)
        self.assert_kept()
        tries = len(re.findall(r"SLOT A slots=", self.machine.log()[here:]))
        print(f"{kind}: {tries} attempt(s), back after {time.monotonic() - began:.0f} s", end=" ")
        self.assertEqual("bad", self.root("/usr/lib/otgw-pi/slotctl get-state A").strip() if tries == 2 else "bad")

    def test_2_without_a_kernel(self):
        self.assert_undone("9.0.2", "kernel")

    def test_3_with_a_corrupt_root(self):
        self.assert_undone("9.0.3", "root")

    def test_4_with_a_service_that_crashes(self):
        self.assert_undone("9.0.4", "crash")

    def test_5_with_a_service_that_hangs(self):
        self.assert_undone("9.0.5", "hang")

    def test_6_with_a_gateway_that_never_serves(self):
        self.assert_undone("9.0.6", "unhealthy")
