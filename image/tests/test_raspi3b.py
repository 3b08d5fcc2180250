"""The same image on QEMU's Raspberry Pi 3: U-Boot for the Pi, the SD card, the slot's device tree."""

import base64
import os
import re
import shutil
import tempfile
import unittest

from machine import Card, Machine, images, keep

# Runs when the start is over: the machine has no network, and its one serial port belongs to the gateway.
PROBE = """
p() { echo "PROBE $@"; }
pins() { grep -hE "^pin (12|13) " /sys/kernel/debug/pinctrl/*/pinmux-pins | tr -s "\\n" " "; }
mount -t debugfs d /sys/kernel/debug
p otgw $(readlink /dev/otgw)
p w1 $(ls /sys/bus/w1/devices)
p group $(stat -c %G /dev/gpiochip0)
p pins $(pins)
p chips $(ls /sys/class/pwm)
touch /data/otgw-pi/setup/pwm
systemctl start otgw-pi-pwm
p wanted $(pins)
p owner $(stat -c %G /sys/class/pwm/pwmchip0/export)
p end
"""
UNIT = """[Unit]
After=otgw-pi-mark-good.service
[Service]
StandardOutput=tty
TTYPath=/dev/console
ExecStart=sh -c 'echo %s | base64 -d | sh'
"""


def encoded(text):
    return base64.b64encode(text.encode()).decode()


# The emulated watchdog resets as soon as it is armed; the log is on the header's UART.
ARGUMENTS = ("console=ttyAMA0,115200 loglevel=4 modprobe.blacklist=bcm2835_wdt systemd.wants=probe.service "
             "systemd.set_credential_binary=systemd.extra-unit.probe.service:" + encoded(UNIT % encoded(PROBE)))


class Raspi3b(unittest.TestCase):
    """One start; the tests run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.card = Card(images()[0], os.path.join(cls.folder, "card"), gigabytes=4)
        cls.card.put("boot.txt", f"kernel_arguments={ARGUMENTS}\n")
        cls.machine = Machine(cls.card.path, keep("raspi3b.log"), kind="raspi3b")
        cls.addClassCleanup(lambda: cls.machine.cut_power())

    def test_1_the_card_starts_a_pi_3(self):
        self.machine.wait_for(r"SLOT A slots=A B A=2 B=0")
        match = self.machine.wait_for(r"otgw-pi (\S+) is healthy in slot A after (\d+) s", seconds=2400)
        print(f"healthy after {match.group(2)} s of the guest's clock", end=" ")
        self.assertEqual("runs: , order: A B, attempts left: A 3, B 0", self.card.slotctl("status"))

    def found(self, what):
        self.machine.wait_for("PROBE end", 300)
        return re.search(rf"PROBE {what} ?(.*)", self.machine.log()).group(1).strip()

    def test_2_the_header_is_the_gateways(self):
        self.assertEqual("ttyAMA0", self.found("otgw"))
        self.assertIn("w1_bus_master1", self.found("w1"))
        self.assertEqual("gpio", self.found("group"))

    def test_3_the_pwm_has_its_pins_only_where_it_is_wanted(self):
        self.assertEqual(2, self.found("pins").count("(MUX UNCLAIMED)"))
        self.assertEqual("", self.found("chips"))
        self.assertEqual(2, self.found("wanted").count("function alt0"))
        self.assertEqual("gpio", self.found("owner"))
