"""A virtual machine with the image on its card, and the simulated gateway on its serial port."""

import glob
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.environ.get("OTGW_IMAGE_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "otgw-pi")

# Patience, not expectation: an emulated machine on a loaded one is slow.
SLOWEST_START_SECONDS = 900


def unpacked(package):
    found = sorted(glob.glob(os.path.join(CACHE, "apt", "unpacked", package + "*_*")))
    if not found:
        raise AssertionError(f"the files of {package} are not there: run scripts/image build first")
    return found[-1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def java():
    jdk = subprocess.run([os.path.join(PROJECT, "scripts", "find-jdk")], check=True, capture_output=True, text=True)
    return os.path.join(jdk.stdout.strip(), "bin", "java")


class Gateway:
    """The simulated gateway: a serial device of this machine."""

    def __init__(self, folder):
        # A copy: the program may be built anew meanwhile.
        program = os.path.join(folder, "program")
        os.makedirs(program, exist_ok=True)
        shutil.copy(os.path.join(PROJECT, "target", "otgw-pi.jar"), program)
        shutil.copytree(os.path.join(PROJECT, "target", "lib"), os.path.join(program, "lib"), dirs_exist_ok=True)
        self.process = subprocess.Popen(
            [java(), "-XX:+UseSerialGC", "-Xmx64m", "--enable-native-access=ALL-UNNAMED",
             "--sun-misc-unsafe-memory-access=allow", "-cp", os.path.join(program, "otgw-pi.jar"),
             "org.otgwpi.SimulatorMain", folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("/dev/"):
                self.device = line.strip()
                break
        else:
            raise AssertionError("the simulated gateway did not start")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class Machine:
    """One run of a virtual machine, from power-on to power-off."""

    def __init__(self, card, log, *, gateway=None, kind="virt", arguments=(), drive=None, memory=1024,
                 start=None):
        """:param start: kernel, first program and arguments, for a card that U-Boot does not start"""
        self.log_path = log
        self.http_port, self.stream_port, self.ssh_port = free_port(), free_port(), free_port()
        self.monitor_path = log + ".monitor"
        self.wires = None
        for path in (self.monitor_path, log + ".wires", log + ".uboot"):
            if os.path.exists(path):
                os.unlink(path)
        forward = f"hostfwd=tcp:127.0.0.1:{self.http_port}-:80,hostfwd=tcp:127.0.0.1:{self.stream_port}-:81," \
                  f"hostfwd=tcp:127.0.0.1:{self.ssh_port}-:22"
        drive = drive or f"file={card},format=raw"
        command = ["qemu-system-aarch64", "-display", "none", "-monitor", "none",
                   "-qmp", f"unix:{self.monitor_path},server=on,wait=off"]
        if kind == "virt":
            command += ["-M", "virt,acpi=off", "-cpu", "cortex-a72", "-smp", "2", "-m", str(memory),
                        "-serial", f"file:{log}",
                        # Merged requests have more parts than QEMU's log of writes can take.
                        "-drive", f"if=none,id=card,{drive}", "-device", "virtio-blk-device,drive=card,request-merging=off",
                        "-netdev", f"user,id=net,{forward}", "-device", "virtio-net-pci,netdev=net,romfile=",
                        "-device", "virtio-rng-pci", "-device", "i6300esb", "-action", "watchdog=reset",
                        "-device", "qemu-xhci,id=usb",
                        "-qtest", f"unix:{log}.wires,server=on,wait=off", "-qtest-log", "/dev/null"]
            if start:
                kernel, initrd, words = start
                command += ["-kernel", kernel, "-initrd", initrd, "-append", words + " console=ttyAMA0"]
            else:
                command += ["-bios", os.path.join(unpacked("u-boot-qemu"), "usr/lib/u-boot/qemu_arm64/u-boot.bin")]
            if gateway:
                command += ["-chardev", f"serial,id=pic,path={gateway.device}",
                            "-device", "usb-serial,chardev=pic,bus=usb.0"]
        else:
            command += ["-M", "raspi3b", "-m", "1024", "-serial", f"file:{log}", "-serial", f"file:{log}.uboot",
                        "-kernel", os.path.join(unpacked("u-boot-rpi"), "usr/lib/u-boot/rpi_3/u-boot.bin"),
                        # As the firmware does it: a device tree, from which U-Boot takes its console.
                        "-dtb", glob.glob(os.path.join(unpacked("linux-image-6"), "usr/lib/linux-image-*/broadcom",
                                                       "bcm2837-rpi-3-b.dtb"))[0],
                        "-drive", f"if=sd,{drive}"]
        command += list(arguments)
        open(log, "a").close()
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def log(self):
        """What the serial ports said: on a Pi, U-Boot's is another one than the kernel's."""
        said = ""
        for path in (self.log_path + ".uboot", self.log_path):
            if os.path.exists(path):
                with open(path, errors="replace") as log:
                    said += log.read()
        return said

    def wait_for(self, pattern, seconds=SLOWEST_START_SECONDS, after=0):
        """Waits until the serial log has the pattern behind the given position; its match."""
        end = time.monotonic() + seconds
        while True:
            match = re.compile(pattern).search(self.log(), after)
            if match:
                return match
            if self.process.poll() is not None:
                raise AssertionError(f"the machine ended while waiting for {pattern}: {self.process.stderr.read()}\n"
                                     + self.log()[-2000:])
            if time.monotonic() > end:
                raise AssertionError(f"{pattern} did not come within {seconds} s; the log ends:\n" + self.log()[-3000:])
            time.sleep(0.2)

    def get(self, path, timeout=20):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}{path}", timeout=timeout) as answer:
            return answer.read()

    def post(self, path, body, kind="application/json", timeout=30):
        request = urllib.request.Request(f"http://127.0.0.1:{self.http_port}{path}", body, {"Content-Type": kind})
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.read()

    def json(self, path):
        return json.loads(self.get(path))

    def wait_until(self, what, test, seconds=SLOWEST_START_SECONDS):
        """Asks until the test gives something true; network errors count as not yet."""
        end = time.monotonic() + seconds
        problem = None
        while time.monotonic() < end:
            try:
                result = test()
                if result:
                    return result
                problem = result
            except (OSError, urllib.error.URLError, ValueError, KeyError) as error:
                problem = error
            if self.process.poll() is not None:
                raise AssertionError(f"the machine ended while waiting for {what}: {self.process.stderr.read()}")
            time.sleep(1)
        raise AssertionError(f"{what} did not come within {seconds} s ({problem}); the log ends:\n" + self.log()[-3000:])

    def monitor(self, command, **arguments):
        """One command to QEMU's own monitor; its answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.monitor_path)
            lines = connection.makefile("rw")
            lines.readline()
            answer = None
            for message in ({"execute": "qmp_capabilities"}, {"execute": command, "arguments": arguments}):
                lines.write(json.dumps(message) + "\n")
                lines.flush()
                while True:
                    answer = json.loads(lines.readline())
                    if "return" in answer or "error" in answer:
                        break
            return answer

    def drive(self, line, high):
        """Puts a level on an input line of the virtual machine's GPIO chip, and waits until the guest has seen the edge."""
        if self.wires is None:
            names = self.monitor("qom-list", path="/machine/unattached")["return"]
            self.chip = next("/machine/unattached/" + each["name"] for each in names if "pl061" in each["type"])
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(self.log_path + ".wires")
            self.wires = connection.makefile("rw")
        self.wire(f"set_irq_in {self.chip} unnamed-gpio-in {line} {int(high)}")
        end = time.monotonic() + 30
        while int(self.wire(f"readl {self.PENDING_EDGES:#x}").split()[1], 16) >> line & 1:
            if time.monotonic() > end:
                raise AssertionError(f"the guest does not look at line {line}")
            time.sleep(0.01)
        # The kernel keeps sixteen edges for a program that is slow to fetch them.
        time.sleep(0.3)

    # The PL061 of -M virt (ARM DDI 0190): its raw interrupt status, which the guest clears.
    PENDING_EDGES = 0x9030000 + 0x414

    def wire(self, command):
        self.wires.write(command + "\n")
        self.wires.flush()
        answer = self.wires.readline()
        assert answer.startswith("OK"), answer
        return answer

    def ssh(self, key, command, timeout=180, stdin=b""):
        """Runs a command in the guest as root; what it printed."""
        done = subprocess.run(
            ["ssh", "-q", "-p", str(self.ssh_port), "-i", key, "-o", "StrictHostKeyChecking=no",
             "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=30", "root@127.0.0.1", command],
            input=stdin, capture_output=True, timeout=timeout)
        if done.returncode == 255:
            raise OSError(f"ssh: {done.stderr.decode()}")
        return (done.stdout + done.stderr).decode(errors="replace")

    def cut_power(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        if self.wires:
            self.wires.close()


class Card:
    """The card's image file of one test; its partitions are reached without mounting them."""

    SELECTOR, BOOT_A, BOOT_B, ROOT_A, ROOT_B, DATA = (number << 20 for number in (4, 68, 196, 325, 710, 1095))

    def __init__(self, image, path, gigabytes=2):
        subprocess.run(["cp", "--sparse=always", image, path], check=True)
        os.truncate(path, gigabytes << 30)
        self.path = path

    def put(self, name, text, at=SELECTOR):
        """Writes a file to a FAT partition."""
        subprocess.run(["mcopy", "-o", "-i", f"{self.path}@@{at}", "-", f"::{name}"], input=text.encode(), check=True)

    def names(self, at=SELECTOR):
        listed = subprocess.run(["mdir", "-b", "-i", f"{self.path}@@{at}", "::"], check=True, capture_output=True, text=True)
        return [line.removeprefix("::/") for line in listed.stdout.splitlines()]

    def read(self, name, at=SELECTOR):
        return subprocess.run(["mcopy", "-i", f"{self.path}@@{at}", f"::{name}", "-"], check=True, capture_output=True).stdout

    def remove(self, name, at=SELECTOR):
        subprocess.run(["mdel", "-i", f"{self.path}@@{at}", f"::{name}"], check=True)

    def slotctl(self, *arguments):
        script = os.path.join(PROJECT, "image/layers/system/usr/lib/otgw-pi/slotctl")
        done = subprocess.run(["sh", script, *arguments], check=True, capture_output=True, text=True,
                              env={**os.environ, "OTGW_SLOTS": "sim:" + self.path, "OTGW_CMDLINE": "/dev/null"})
        return done.stdout.strip()


def images():
    """The newest built images, newest first."""
    named = os.environ.get("OTGW_TEST_IMAGE")
    found = [named] if named else sorted(glob.glob(os.path.join(PROJECT, "target/image/otgw-pi-[0-9]*.img")),
                                         key=os.path.getmtime, reverse=True)
    if not found:
        raise AssertionError("there is no image in target/image: run scripts/image build first")
    return found


def keep(name):
    """The path of a file that stays after the tests: logs and pictures."""
    folder = os.path.join(PROJECT, "target/image-tests")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    if os.path.exists(path):
        os.unlink(path)
    return path
