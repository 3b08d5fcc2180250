"""The same image on QEMU's Raspberry Pi 3: U-Boot for the Pi, the SD card, the slot's device tree."""

import os
import tempfile
import unittest

from machine import Card, Machine, images, keep


class Raspi3b(unittest.TestCase):
    def test_the_card_starts_a_pi_3(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("OTGW_TEST_FOLDER")) as folder:
            card = Card(images()[0], os.path.join(folder, "card"), gigabytes=4)
            # The emulated watchdog resets as soon as it is armed; the log is on the header's UART.
            card.put("boot.txt", "kernel_arguments=console=ttyAMA0,115200 loglevel=6 modprobe.blacklist=bcm2835_wdt\n")
            machine = Machine(card.path, keep("raspi3b.log"), kind="raspi3b")
            try:
                machine.wait_for(r"SLOT A slots=A B A=2 B=0")
                match = machine.wait_for(r"otgw-pi (\S+) is healthy in slot A after (\d+) s", seconds=2400)
                print(f"healthy after {match.group(2)} s of the guest's clock", end=" ")
                self.assertEqual("runs: , order: A B, attempts left: A 3, B 0", card.slotctl("status"))
            finally:
                machine.cut_power()
