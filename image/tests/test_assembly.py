"""A card of a few files, put together by the image's own scripts and taken apart again."""

import os
import subprocess
import tempfile
import unittest

from machine import PROJECT, Card

ASSEMBLE = """
set -eu
project=$1 folder=$2
for part in lib keys boot assemble; do . "$project/image/$part.sh"; done
flavour=debian work=$folder SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
mkdir -p "$folder/selector" "$folder/boot/broadcom" "$folder/root/usr"
echo selector > "$folder/selector/config.txt"
echo kernel > "$folder/boot/vmlinuz"
echo tree > "$folder/boot/broadcom/bcm2837-rpi-3-b.dtb"
echo system > "$folder/root/usr/file"
make_fat "$folder/selector" 64 OTGW-PI 0715b000 "$folder/selector.vfat"
make_fat "$folder/boot" 64 OTGW-BOOT 0715b001 "$folder/boot.vfat"
env -u SOURCE_DATE_EPOCH mksquashfs "$folder/root" "$folder/root.squashfs" -comp zstd -noappend -no-progress -quiet -all-time 1700000000 -mkfs-time 1700000000
assemble "$folder/selector.vfat" "$folder/boot.vfat" "$folder/root.squashfs" "$folder/card.img"
"""


def assemble(folder):
    subprocess.run(["sh", "-c", ASSEMBLE, "sh", PROJECT, folder], check=True, capture_output=True, text=True)
    card = Card.__new__(Card)
    card.path = os.path.join(folder, "card.img")
    return card


class Assembly(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.card = assemble(cls.folder.name)

    def test_the_partition_table_is_the_one_that_every_card_keeps(self):
        table = subprocess.run(["sfdisk", "--dump", self.card.path], check=True, capture_output=True, text=True).stdout
        self.assertIn("label-id: 0x6f746777", table)
        found = [tuple(int(word.split("=")[1]) for word in line.split(":")[1].split(",")[:2])
                 for line in table.splitlines() if ".img" in line and ":" in line and "start=" in line]
        mib = 2048
        self.assertEqual([(4 * mib, 64 * mib), (68 * mib, 128 * mib), (196 * mib, 128 * mib)], found[:3])
        self.assertEqual([(325 * mib, 384 * mib), (710 * mib, 384 * mib)], found[4:6])
        self.assertEqual(1095 * mib, found[6][0])

    def test_the_state_sectors_lie_before_the_first_partition(self):
        self.assertEqual("runs: , order: A B, attempts left: A 3, B 0", self.card.slotctl("status"))
        self.assertLess(4096 * 512, Card.SELECTOR)

    def test_each_partition_holds_what_it_should(self):
        self.assertEqual(b"selector\n", self.card.read("config.txt"))
        self.assertEqual(b"kernel\n", self.card.read("vmlinuz", Card.BOOT_A))
        self.assertEqual(b"tree\n", self.card.read("broadcom/bcm2837-rpi-3-b.dtb", Card.BOOT_A))
        listed = subprocess.run(["unsquashfs", "-o", str(Card.ROOT_A), "-cat", self.card.path, "usr/file"],
                                check=True, capture_output=True)
        self.assertEqual(b"system\n", listed.stdout)
        with open(self.card.path, "rb") as card:
            for empty in (Card.BOOT_B, Card.ROOT_B):
                card.seek(empty)
                self.assertEqual(bytes(1 << 20), card.read(1 << 20))

    def test_the_data_partition_is_whole_and_can_grow(self):
        data = os.path.join(self.folder.name, "data.out")
        with open(self.card.path, "rb") as card, open(data, "wb") as file:
            card.seek(Card.DATA)
            file.write(card.read())
        subprocess.run(["e2fsck", "-fn", data], check=True, capture_output=True)
        facts = subprocess.run(["dumpe2fs", "-h", data], check=True, capture_output=True, text=True).stdout
        self.assertRegex(facts, r"Block size:\s+4096")
        self.assertIn("resize_inode", facts)

    def test_the_same_files_make_the_same_card(self):
        with tempfile.TemporaryDirectory() as again:
            other = assemble(again)
            self.assertEqual("", subprocess.run(["diff", "-q", self.card.path, other.path], capture_output=True, text=True).stdout)
