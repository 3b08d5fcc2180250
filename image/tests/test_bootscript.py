"""The boot script in the real U-Boot, on a card of a few files: which slot's kernel is started."""

import os
import subprocess
import tempfile
import unittest
import zlib

from machine import PROJECT, Card, unpacked

# The head of a kernel that U-Boot accepts: a branch to itself, 64 KiB long.
KERNEL = (b"\x00\x00\x00\x14" + bytes(4) + bytes(8) + (65536).to_bytes(8, "little") + bytes(32) + b"ARM\x64" + bytes(4)) \
    .ljust(65536, b"\0")


def tiny_card(path):
    with open(path, "wb") as card:
        card.truncate(1200 << 20)
    table = "label: dos\nlabel-id: 0x6f746777\nunit: sectors\n" + "".join(
        f"start={at // 512}, size={size << 11}, type=c{flag}\n"
        for at, size, flag in ((Card.SELECTOR, 64, ", bootable"), (Card.BOOT_A, 128, ""), (Card.BOOT_B, 128, "")))
    subprocess.run(["sfdisk", "-q", path], input=table, text=True, check=True)
    script = path + ".scr"
    subprocess.run(["mkimage", "-A", "arm64", "-T", "script", "-C", "none", "-d",
                    os.path.join(PROJECT, "image/boot/slot.cmd"), script], check=True, capture_output=True)
    kernel, initrd = path + ".kernel", path + ".initrd"
    with open(kernel, "wb") as file:
        file.write(KERNEL)
    with open(initrd, "wb") as file:
        file.write(b"initrd" * 100)
    for at, files in ((Card.SELECTOR, {"boot.scr": script}), (Card.BOOT_A, {"vmlinuz": kernel, "initrd": initrd}),
                      (Card.BOOT_B, {"vmlinuz": kernel, "initrd": initrd})):
        subprocess.run(["mkfs.vfat", "-F", "16", "--offset", str(at // 512), path, "16384"], check=True, capture_output=True)
        for name, source in files.items():
            subprocess.run(["mcopy", "-i", f"{path}@@{at}", source, f"::{name}"], check=True)


class BootScript(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.original = os.path.join(cls.folder.name, "original")
        tiny_card(cls.original)

    def card(self, *copies):
        path = os.path.join(self.folder.name, self.id())
        subprocess.run(["cp", "--sparse=always", self.original, path], check=True)
        self.addCleanup(os.unlink, path)
        with open(path, "r+b") as card:
            for sector, content in zip((2048, 4096), copies):
                card.seek(sector * 512)
                card.write(content)
        made = Card.__new__(Card)
        made.path = path
        return made

    @staticmethod
    def state(slots, a, b):
        data = f"A={a}\0B={b}\0slots={slots}\0\0".encode().ljust(508, b"\0")
        return zlib.crc32(data).to_bytes(4, "little") + data

    def boot(self, card, last="Starting kernel", seconds=120):
        """U-Boot's words until the last one that is waited for."""
        process = subprocess.Popen(
            ["qemu-system-aarch64", "-M", "virt,acpi=off", "-cpu", "cortex-a53", "-m", "512", "-nographic", "-monitor", "none",
             "-net", "none", "-bios", os.path.join(unpacked("u-boot-qemu"), "usr/lib/u-boot/qemu_arm64/u-boot.bin"),
             "-drive", f"if=none,id=card,file={card.path},format=raw", "-device", "virtio-blk-device,drive=card"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        timer = subprocess.Popen(["sleep", str(seconds)])
        said = b""
        try:
            while last.encode() not in said and timer.poll() is None:
                part = os.read(process.stdout.fileno(), 4096)
                if not part:
                    break
                said += part
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
            timer.kill()
            timer.wait()
        text = said.decode(errors="replace")
        self.assertIn(last, text)
        return [line.strip() for line in text.splitlines() if "SLOT " in line]

    def test_the_first_slot_starts_and_loses_an_attempt(self):
        card = self.card(*[self.state("A B", 3, 0)] * 2)
        self.assertEqual(["SLOT A slots=A B A=2 B=0"], self.boot(card))
        self.assertEqual("runs: , order: A B, attempts left: A 2, B 0", card.slotctl("status"))

    def test_a_slot_without_attempts_is_passed_over(self):
        self.assertEqual(["SLOT B slots=A B A=0 B=1"], self.boot(self.card(*[self.state("A B", 0, 2)] * 2)))

    def test_the_order_counts(self):
        self.assertEqual(["SLOT B slots=B A A=3 B=1"], self.boot(self.card(*[self.state("B A", 3, 2)] * 2)))

    def test_a_slot_whose_kernel_is_gone_is_passed_over(self):
        card = self.card(*[self.state("A B", 3, 3)] * 2)
        card.remove("vmlinuz", Card.BOOT_A)
        self.assertEqual(["SLOT A slots=A B A=2 B=3", "SLOT A could not be loaded", "SLOT B slots=A B A=2 B=2"],
                         self.boot(card))

    def test_a_slot_whose_kernel_is_none_is_passed_over(self):
        card = self.card(*[self.state("B A", 3, 3)] * 2)
        card.put("vmlinuz", "no kernel at all" * 100, Card.BOOT_B)
        self.assertEqual("SLOT A slots=B A A=2 B=2", self.boot(card)[-1])

    def test_with_no_attempts_left_all_are_given_anew(self):
        card = self.card(*[self.state("A B", 0, 0)] * 2)
        self.assertEqual(["SLOT none left: counting anew", "SLOT A slots=A B A=2 B=1"], self.boot(card))
        self.assertEqual("bad", card.slotctl("get-state", "B"))

    def test_the_first_slot_of_the_order_gets_more_than_a_last_chance(self):
        self.assertEqual("SLOT B slots=B A A=1 B=2", self.boot(self.card(*[self.state("B A", 0, 0)] * 2))[-1])

    def test_a_damaged_first_copy_is_no_loss(self):
        self.assertEqual(["SLOT first copy of the state is bad", "SLOT B slots=B A A=0 B=1"],
                         self.boot(self.card(b"\xff\0garbage\n" * 40, self.state("B A", 0, 2))))

    def test_without_any_state_the_first_slot_starts(self):
        lines = self.boot(self.card(b"\0" * 512, os.urandom(512)))
        self.assertEqual("SLOT A slots=A B A=2 B=3", lines[-1])

    def test_the_state_that_slotctl_writes_is_read(self):
        card = self.card()
        card.slotctl("write-new", card.path)
        card.slotctl("set-primary", "B")
        self.assertEqual(["SLOT B slots=B A A=3 B=1"], self.boot(card))
