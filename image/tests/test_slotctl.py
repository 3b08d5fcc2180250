"""slotctl, with a file in place of the card, or a folder in place of the FAT partition."""

import os
import random
import subprocess
import tempfile
import unittest
import zlib

from machine import PROJECT

SCRIPT = os.path.join(PROJECT, "image/layers/system/usr/lib/otgw-pi/slotctl")
SECTORS = (2048 * 512, 4096 * 512)


class Slots(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.card = os.path.join(self.folder.name, "card")
        self.arguments = os.path.join(self.folder.name, "cmdline")
        self.reboot = os.path.join(self.folder.name, "reboot-param")
        with open(self.card, "wb") as card:
            card.truncate(4 << 20)
        self.running("A")

    def running(self, slot):
        with open(self.arguments, "w") as file:
            file.write(f"root=PARTUUID=6f746777-05 ro rauc.slot={slot} panic=10\n")

    def call(self, *arguments, backend=None):
        return subprocess.run(["sh", SCRIPT, *arguments], capture_output=True, text=True, env={
            **os.environ, "OTGW_SLOTS": backend or "sim:" + self.card, "OTGW_CMDLINE": self.arguments,
            "OTGW_SELECTOR": self.folder.name, "OTGW_REBOOT_ARGUMENT": self.reboot})

    def slotctl(self, *arguments, backend=None):
        done = self.call(*arguments, backend=backend)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout.strip()

    def write_copies(self, *contents):
        with open(self.card, "r+b") as card:
            for at, content in zip(SECTORS, contents):
                card.seek(at)
                card.write(content.ljust(512, b"\0")[:512])

    @staticmethod
    def environment(text):
        data = text.encode().ljust(508, b"\0")
        return zlib.crc32(data).to_bytes(4, "little") + data


class WithUBoot(Slots):
    def test_a_new_card_starts_a_and_b_holds_nothing(self):
        self.slotctl("write-new", self.card)
        self.assertEqual("A", self.slotctl("get-primary"))
        self.assertEqual("good", self.slotctl("get-state", "A"))
        self.assertEqual("bad", self.slotctl("get-state", "B"))

    def test_an_update_makes_the_other_slot_first_with_two_attempts(self):
        self.slotctl("write-new", self.card)
        self.slotctl("set-state", "B", "bad")
        self.slotctl("set-primary", "B")
        self.assertEqual("B", self.slotctl("get-primary"))
        self.assertEqual("runs: A, order: B A, attempts left: A 3, B 2", self.slotctl("status"))

    def test_a_slot_that_proved_itself_has_three_attempts(self):
        self.slotctl("write-new", self.card)
        self.slotctl("set-primary", "B")
        self.running("B")
        self.slotctl("set-state", "B", "good")
        self.assertEqual("runs: B, order: B A, attempts left: A 3, B 3", self.slotctl("status"))

    def test_after_an_update_that_failed_the_old_slot_is_first_again(self):
        self.slotctl("write-new", self.card)
        self.slotctl("set-primary", "B")
        self.slotctl("set-state", "B", "bad")
        self.slotctl("set-state", "A", "good")
        self.assertEqual("runs: A, order: A B, attempts left: A 3, B 0", self.slotctl("status"))

    def test_an_update_that_waits_for_its_first_start_stays_first(self):
        self.slotctl("write-new", self.card)
        self.slotctl("set-primary", "B")
        self.slotctl("set-state", "A", "good")
        self.assertEqual("B", self.slotctl("get-primary"))

    def test_the_last_chance_of_the_boot_script_makes_no_slot_good(self):
        self.write_copies(self.environment("A=2\0B=1\0slots=A B\0\0"))
        self.assertEqual("bad", self.slotctl("get-state", "B"))
        self.running("B")
        self.assertEqual("good", self.slotctl("get-state", "B"))

    def test_a_bad_slot_is_passed_over(self):
        self.slotctl("write-new", self.card)
        self.slotctl("set-primary", "B")
        self.slotctl("set-state", "B", "bad")
        self.assertEqual("A", self.slotctl("get-primary"))

    def test_marking_the_running_slot_first_leaves_its_attempts(self):
        self.write_copies(self.environment("A=3\0B=3\0slots=B A\0\0"))
        self.slotctl("set-primary", "A")
        self.assertEqual("runs: A, order: A B, attempts left: A 3, B 3", self.slotctl("status"))

    def test_both_copies_are_written_as_u_boot_reads_them(self):
        self.slotctl("write-new", self.card)
        with open(self.card, "rb") as card:
            for at in SECTORS:
                card.seek(at)
                self.assertEqual(self.environment("A=3\0B=0\0slots=A B\0\0"), card.read(512))

    def test_what_is_as_it_should_be_is_not_written_again(self):
        self.slotctl("write-new", self.card)
        os.utime(self.card, (1, 1))
        self.slotctl("set-state", "A", "good")
        self.assertEqual(1, os.stat(self.card).st_mtime)

    def test_the_second_copy_counts_when_the_first_is_damaged(self):
        good = self.environment("A=1\0B=2\0slots=B A\0\0")
        for damaged in (b"", b"\xff" * 512, good[:100], good[:3] + b"x" + good[4:], good[:20] + b"9" + good[21:],
                        random.Random(7).randbytes(512)):
            with self.subTest(damaged[:30]):
                self.write_copies(damaged, good)
                self.assertEqual("runs: A, order: B A, attempts left: A 1, B 2", self.slotctl("status"))

    def test_without_a_whole_copy_both_slots_are_tried(self):
        chance = random.Random(11)
        for _ in range(20):
            self.write_copies(chance.randbytes(chance.randrange(600)), chance.randbytes(chance.randrange(600)))
            self.assertEqual("runs: A, order: A B, attempts left: A 3, B 3", self.slotctl("status"))

    def test_a_whole_copy_with_odd_content_is_no_trap(self):
        for text in ("\0\0", "slots=C D\0A=99\0B=-1\0\0", "slots=A B; reboot\0A=$(reboot)\0B=2\0\0", "A=\0B=\0slots=\0\0"):
            with self.subTest(text):
                self.write_copies(self.environment(text), self.environment(text))
                self.assertIn(self.slotctl("get-primary"), ("A", "B"))

    def test_a_wrong_word_changes_nothing(self):
        self.slotctl("write-new", self.card)
        before = open(self.card, "rb").read()
        for words in (["set-primary"], ["set-primary", "C"], ["set-state", "A"], ["set-state", "A", "fine"],
                      ["get-state", "a"], ["start"], []):
            with self.subTest(words):
                done = self.call(*words)
                self.assertEqual(1, done.returncode)
                self.assertRegex(done.stderr, "^slotctl: .+\n$")
        self.assertEqual(before, open(self.card, "rb").read())


class WithTryboot(Slots):
    def autoboot(self):
        with open(os.path.join(self.folder.name, "autoboot.txt")) as file:
            return file.read()

    def slotctl(self, *arguments, backend="tryboot"):
        return super().slotctl(*arguments, backend=backend)

    def setUp(self):
        super().setUp()
        self.slotctl("write-new", os.path.join(self.folder.name, "autoboot.txt"))

    def test_a_new_card_starts_the_second_partition(self):
        self.assertEqual("[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n# bad=B\n", self.autoboot())

    def test_an_update_is_tried_once_by_the_next_restart(self):
        self.slotctl("set-primary", "B")
        self.assertEqual("B", self.slotctl("get-primary"))
        self.assertIn("[all]\ntryboot_a_b=1\nboot_partition=2\n", self.autoboot())
        self.assertEqual("0 tryboot\n", open(self.reboot).read())

    def test_a_slot_that_proved_itself_is_kept(self):
        self.slotctl("set-primary", "B")
        self.running("B")
        self.slotctl("set-state", "B", "good")
        self.assertEqual("[all]\ntryboot_a_b=1\nboot_partition=3\n[tryboot]\nboot_partition=2\n", self.autoboot())
        self.assertEqual("B", self.slotctl("get-primary"))

    def test_a_slot_that_failed_is_bad_once_we_are_back(self):
        self.slotctl("set-primary", "B")
        self.slotctl("set-state", "A", "good")
        self.assertEqual("bad", self.slotctl("get-state", "B"))
        self.assertEqual("A", self.slotctl("get-primary"))

    def test_the_file_fits_what_the_firmware_reads(self):
        for slot in "BABAB":
            self.slotctl("set-primary", slot)
            self.slotctl("set-state", slot, "bad")
            self.assertLessEqual(len(self.autoboot()), 512)

    def test_garbage_counts_as_a_new_card(self):
        for content in (b"", b"\0" * 512, random.Random(3).randbytes(512), b"boot_partition=9\r\n"):
            with self.subTest(content[:20]):
                with open(os.path.join(self.folder.name, "autoboot.txt"), "wb") as file:
                    file.write(content)
                self.assertEqual("A", self.slotctl("get-primary"))


del Slots
