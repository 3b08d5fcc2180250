"""A card of the shape of Raspberry Pi OS Lite, made of Debian's kernel; and the Pi's boot loader, as far as slots need it."""

import glob
import hashlib
import os
import re
import shutil
import subprocess

from machine import Card, unpacked

BOOT_AT, ROOT_AT = 8 << 20, 200 << 20


def raspberry_pi_os(folder):
    """Makes the image; its path and its SHA-256."""
    kernel = unpacked("linux-image-6")
    release = os.path.basename(glob.glob(os.path.join(kernel, "usr/lib/modules/*"))[0])
    boot, root = os.path.join(folder, "bootfs"), os.path.join(folder, "rootfs")
    os.makedirs(os.path.join(boot, "overlays"))
    shutil.copy(glob.glob(os.path.join(kernel, "boot/vmlinuz-*"))[0], os.path.join(boot, "kernel8.img"))
    for name in ("start4.elf", "fixup4.dat", "bcm2712-rpi-5-b.dtb", "overlays/disable-bt.dtbo", "kernel_2712.img",
                 "initramfs8", "config.txt", "cmdline.txt", "issue.txt"):
        with open(os.path.join(boot, name), "w") as file:
            file.write("stand-in " + name)
    modules = os.path.join(root, "usr/lib/modules", release)
    shutil.copytree(os.path.join(kernel, "usr/lib/modules", release), modules)
    for name in ("brcm", "cypress"):
        os.makedirs(os.path.join(root, "usr/lib/firmware", name))
        with open(os.path.join(root, "usr/lib/firmware", name, "wifi.bin"), "w") as file:
            file.write("stand-in")
    image = os.path.join(folder, "raspios.img")
    with open(image, "wb") as file:
        file.truncate(700 << 20)
    subprocess.run(["sfdisk", "-q", image], check=True, text=True,
                   input=f"label: dos\nunit: sectors\nstart={BOOT_AT // 512}, size={190 << 11}, type=c\n"
                         f"start={ROOT_AT // 512}, type=83\n")
    fat = os.path.join(folder, "raspios.fat")
    with open(fat, "wb") as file:
        file.truncate(190 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", fat], check=True, capture_output=True)
    for entry in sorted(os.listdir(boot)):
        subprocess.run(["mcopy", "-s", "-i", fat, os.path.join(boot, entry), "::"], check=True)
    subprocess.run(["dd", f"if={fat}", f"of={image}", "bs=1M", f"seek={BOOT_AT >> 20}", "conv=notrunc,sparse", "status=none"],
                   check=True)
    os.unlink(fat)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", root, "-E", f"offset={ROOT_AT}", image, "490M"], check=True)
    shutil.rmtree(boot)
    shutil.rmtree(root)
    with open(image, "rb") as file:
        return image, hashlib.file_digest(file, "sha256").hexdigest()


def start_files(card, folder, tryboot=False):
    """What the Pi's firmware would start: reads autoboot.txt, takes kernel, initrd and arguments from that partition."""
    section, chosen = "all", None
    for line in card.read("autoboot.txt").decode().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        match = re.fullmatch(r"boot_partition=(\d)", line)
        if match and (section == "all" or section == "tryboot" and tryboot):
            chosen = int(match.group(1))
    at = {2: Card.BOOT_A, 3: Card.BOOT_B}[chosen]
    # Filters of different kinds hold together until [all].
    filters, words = {}, {}
    for line in card.read("config.txt", at).decode().splitlines():
        if line == "[all]":
            filters = {}
        elif line.startswith("["):
            kind, _, value = line.strip("[]").partition("=")
            filters[kind if value else "model"] = value or kind
        elif "=" in line and filters in ({}, {"model": "pi4"}, {"boot_partition": str(chosen)}):
            name, value = line.split("=", 1)
            words[name] = value
        elif line.startswith("initramfs "):
            words["initramfs"] = line.split()[1]
    files = {}
    for kind, name in (("kernel", words["kernel"]), ("initrd", words["initramfs"])):
        files[kind] = os.path.join(folder, f"{kind}.{chosen}")
        with open(files[kind], "wb") as file:
            file.write(card.read(name, at))
    return chosen, files["kernel"], files["initrd"], card.read(words["cmdline"], at).decode().strip()
