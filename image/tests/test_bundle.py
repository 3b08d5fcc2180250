"""Keys and bundles: what RAUC accepts and what it refuses."""

import os
import shutil
import subprocess
import tempfile
import unittest

from machine import PROJECT

MAKE = """
set -eu
project=$1 folder=$2 OTGW_KEYS=$3
for part in lib keys assemble; do . "$project/image/$part.sh"; done
flavour=debian work=$folder/work SOURCE_DATE_EPOCH=1700000000
mkdir -p "$work"
make_keys
head -c 1000000 /dev/urandom > "$folder/boot"
head -c 1000000 /dev/urandom > "$folder/root"
bundle "$folder/boot" "$folder/root" 1.2.3 "$folder/new.raucb"
"""


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.keys = os.path.join(cls.folder, "keys")
        done = subprocess.run(["sh", "-c", MAKE, "sh", PROJECT, cls.folder, cls.keys], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        cls.bundle = os.path.join(cls.folder, "new.raucb")

    def info(self, bundle, keyring=None):
        return subprocess.run(["rauc", "info", "--keyring", keyring or os.path.join(self.keys, "ca.pem"), bundle],
                              capture_output=True, text=True)

    def test_a_bundle_says_what_it_is(self):
        done = self.info(self.bundle)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("otgw-pi-debian", done.stdout)
        self.assertIn("1.2.3", done.stdout)

    def test_another_authority_is_refused(self):
        other = os.path.join(self.folder, "other")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", other + ".key", "-out",
                        other + ".pem", "-days", "10", "-subj", "/CN=other"], check=True, capture_output=True)
        self.assertNotEqual(0, self.info(self.bundle, other + ".pem").returncode)

    def test_a_signature_that_was_touched_is_refused(self):
        touched = os.path.join(self.folder, "touched.raucb")
        shutil.copy(self.bundle, touched)
        with open(touched, "r+b") as file:
            file.seek(-200, os.SEEK_END)
            byte = file.read(1)
            file.seek(-200, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]))
        self.assertNotEqual(0, self.info(touched).returncode)

    def test_a_payload_that_was_touched_is_found_when_it_is_read(self):
        touched = os.path.join(self.folder, "payload.raucb")
        shutil.copy(self.bundle, touched)
        with open(touched, "r+b") as file:
            file.seek(500_000)
            file.write(b"touched")
        done = subprocess.run(["rauc", "extract", "--keyring", os.path.join(self.keys, "ca.pem"), touched,
                               os.path.join(self.folder, "out")], capture_output=True, text=True)
        self.assertNotEqual(0, done.returncode)

    def test_a_bundle_that_was_cut_short_is_refused(self):
        short = os.path.join(self.folder, "short.raucb")
        with open(self.bundle, "rb") as whole, open(short, "wb") as file:
            file.write(whole.read()[:1_000_000])
        self.assertNotEqual(0, self.info(short).returncode)

    def test_private_keys_are_for_their_owner_and_no_part_of_the_project(self):
        for name in ("ca.key", "signer.key"):
            self.assertEqual(0o600, os.stat(os.path.join(self.keys, name)).st_mode & 0o777)
        ignored = subprocess.run(["git", "check-ignore", "image/keys/ca.key"], cwd=PROJECT, capture_output=True)
        self.assertEqual(0, ignored.returncode)
        tracked = subprocess.run(["git", "grep", "-l", "PRIVATE KEY-----", "--", ":!src/test"], cwd=PROJECT,
                                 capture_output=True, text=True)
        self.assertEqual([], [name for name in tracked.stdout.split() if not name.endswith("test_bundle.py")])
