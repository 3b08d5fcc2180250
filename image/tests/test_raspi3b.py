"""The same image on QEMU's Raspberry Pi 3: U-Boot for the Pi, the SD card, the slot's device tree."""

import os
import shutil
import tempfile
import unittest

from machine import Card, Machine, images, keep


# The emulated watchdog resets as soon as it is armed; the log and a shell are on the header's UART.
ARGUMENTS = ("console=ttyAMA0,115200 loglevel=4 modprobe.blacklist=bcm2835_wdt systemd.mask=serial-getty@ttyAMA0.service "
             "systemd.debug_shell=1 systemd.default_debug_tty=ttyAMA0")


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

    def test_2_the_header_is_the_gateways(self):
        self.assertEqual("ttyAMA0", self.machine.type("readlink /dev/otgw"))
        self.assertIn("w1_bus_master1", self.machine.type("ls /sys/bus/w1/devices"))
        self.assertIn("gpio", self.machine.type("stat -c %G /dev/gpiochip0"))

    def test_3_the_pwm_has_its_pins_only_where_it_is_wanted(self):
        self.machine.type("mount -t debugfs debugfs /sys/kernel/debug")
        functions = "grep -E '^pin (12|13) ' /sys/kernel/debug/pinctrl/*gpio*/pinmux-pins"
        self.assertEqual(2, self.machine.type(functions).count("(MUX UNCLAIMED)"))
        self.assertEqual("", self.machine.type("ls /sys/class/pwm"))
        self.machine.type("touch /data/otgw-pi/setup/pwm; systemctl start otgw-pi-pwm")
        self.assertEqual(2, self.machine.type(functions).count("function alt0"))
        self.assertIn("pwmchip", self.machine.type("ls /sys/class/pwm"))
        self.assertEqual("gpio", self.machine.type("stat -c %G /sys/class/pwm/pwmchip0/export"))

    def test_4_the_service_may_light_the_lamp(self):
        """In the namespace of the service, as its user."""
        inside = "nsenter -t $(systemctl show -P MainPID otgw-pi) -m setpriv --reuid otgw --regid otgw --init-groups sh -c"
        if "ACT" not in self.machine.type("ls /sys/class/leds"):
            self.skipTest("this lamp hangs on the Pi's firmware, which the machine has not")
        self.assertEqual("lit", self.machine.type(
            f"{inside} 'cd /sys/class/leds/ACT && echo none > trigger && echo 1 > brightness && echo lit'"))
        self.assertNotEqual("0", self.machine.type("cat /sys/class/leds/ACT/brightness"))
        self.assertIn("Read-only", self.machine.type(f"{inside} 'echo 1 > /sys/kernel/mm/ksm/run'"))
