"""The flavour rpios: the conversion of a Raspberry Pi OS image, tried on a stand-in of the same shape."""

import os
import re
import subprocess
import tempfile
import unittest

from machine import PROJECT, Card
from standin import raspberry_pi_os, start_files

CONVERT = """
set -eu
project=$1 made=$2
for part in lib packages base keys runtime modules boot root sbom rpios assemble; do . "$project/image/$part.sh"; done
flavour=rpios work=$made/work SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
mkdir -p "$work"
prepare_apt
kernel=$(take_base_image "$3" "$4")
make_boot "$kernel" "$work/boot.vfat"
make_selector "$work/selector.vfat"
head -c 4096 /dev/zero > "$work/root.squashfs"
assemble "$work/selector.vfat" "$work/boot.vfat" "$work/root.squashfs" "$made/card.img"
"""


class Conversion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = temporary.name
        cls.image, cls.hash = raspberry_pi_os(cls.folder)
        done = cls.convert(cls.hash)
        assert done.returncode == 0, done.stderr
        cls.card = Card.__new__(Card)
        cls.card.path = os.path.join(cls.folder, "card.img")

    @classmethod
    def convert(cls, hash_):
        return subprocess.run(["sh", "-c", CONVERT, "sh", PROJECT, cls.folder, cls.image, hash_], capture_output=True, text=True)

    def test_the_firmware_finds_slot_a(self):
        chosen, kernel, initrd, arguments = start_files(self.card, self.folder)
        self.assertEqual(2, chosen)
        self.assertIn("root=PARTUUID=6f746777-05 ro rauc.slot=A", arguments)
        with open(kernel, "rb") as file:
            self.assertTrue(re.search(rb"ARM\x64", file.read(64)))
        self.assertGreater(os.path.getsize(initrd), 1 << 20)

    def test_both_slots_hold_the_same_files_and_differ_by_their_partition(self):
        names = self.card.names(Card.BOOT_A)
        for kept in ("kernel8.img", "start4.elf", "bcm2712-rpi-5-b.dtb", "initrd", "config.txt", "cmdline-A.txt", "cmdline-B.txt"):
            self.assertIn(kept, names)
        for dropped in ("initramfs8", "cmdline.txt", "kernel_2712.img"):
            self.assertNotIn(dropped, names)
        self.assertIn(b"rauc.slot=B", self.card.read("cmdline-B.txt", Card.BOOT_A))

    def test_the_wireless_firmware_is_kept(self):
        for name in ("brcm", "cypress"):
            self.assertTrue(os.path.exists(os.path.join(self.folder, "work/base-image/usr/lib/firmware", name, "wifi.bin")))

    def test_another_file_than_the_one_with_the_hash_is_refused(self):
        done = self.convert("0" * 64)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("is not the file with the SHA-256", done.stderr)
