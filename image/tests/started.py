"""A card that has done its first start, with a key for root: made once for all tests that begin with one."""

import functools
import os
import subprocess
import tempfile

from machine import Card, Machine, images, keep


@functools.cache
def _folder():
    return tempfile.TemporaryDirectory(dir=os.environ.get("OTGW_TEST_FOLDER"))


def started_card(path):
    """A copy of it at the path, and the key. OTGW_TEST_STARTED names a folder where it is kept from run to run."""
    folder = os.environ.get("OTGW_TEST_STARTED") or _folder().name
    original, key = os.path.join(folder, "card"), os.path.join(folder, "key")
    if not os.path.exists(original) or os.path.getmtime(original) < os.path.getmtime(images()[0]):
        os.makedirs(folder, exist_ok=True)
        if not os.path.exists(key):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        card = Card(images()[0], original + ".new", gigabytes=2)
        with open(key + ".pub") as public:
            card.put("otgw-setup.txt", f"ssh_key = {public.read()}")
        # An emulator translates a program once if it always lies at the same place: starts take half the time, and a restart
        # does not drown in what was translated for places that are no more.
        card.put("boot.txt", "kernel_arguments=norandmaps\n")
        machine = Machine(card.path, keep("started.log"))
        try:
            machine.wait_for("is healthy in slot A")
            machine.ssh(key, "systemctl is-system-running --wait; test -e /data/shared/grown; systemctl poweroff --no-block")
            machine.process.wait(300)
        finally:
            machine.cut_power()
        os.rename(card.path, original)
    subprocess.run(["cp", "--sparse=always", original, path], check=True)
    card = Card.__new__(Card)
    card.path = path
    return card, key
