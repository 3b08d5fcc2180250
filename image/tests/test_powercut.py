"""Power cut at any moment of normal running while settings are changed, of an installation, and of the first start of a new
system: the settings are whole, nothing acknowledged is lost, and a whole system starts.

One run is recorded: settings change, an update is installed, and the new system starts. Then the card is put together as
a cut at a random moment might have left it: what was flushed is there, of the rest any part."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import unittest

import bundles
import test_bootscript
from machine import Card, Machine, keep
from started import started_card
from writelog import Replay, entries

MOMENTS = int(os.environ.get("OTGW_TEST_CUTS", "100"))
BOOTED = int(os.environ.get("OTGW_TEST_CUTS_BOOTED", "10"))
UPDATE_MOMENTS = int(os.environ.get("OTGW_TEST_UPDATE_CUTS", "20"))
UPDATE_BOOTED = int(os.environ.get("OTGW_TEST_UPDATE_CUTS_BOOTED", "4"))
CHANGES = 40
VERSION = "9.1.0"


class PowerCut(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.chance = random.Random(20261125)
        card, cls.key = started_card(os.path.join(cls.folder, "card"))
        cls.before = os.path.join(cls.folder, "before")
        subprocess.run(["cp", "--sparse=always", card.path, cls.before], check=True)
        bundle = bundles.system(cls.folder, VERSION, "good")
        cls.record(card, bundle)
        os.unlink(card.path)
        cls.images = cls.whole_images(bundle)
        os.unlink(bundle)

    @classmethod
    def record(cls, card, bundle):
        log = os.path.join(cls.folder, "writes")
        open(log, "wb").close()
        drive = f"driver=blklogwrites,file.driver=raw,file.file.driver=file,file.file.filename={card.path}," \
                f"log.driver=file,log.filename={log},log-append=off"
        machine = Machine(card.path, keep("powercut-recorded.log"), drive=drive)
        cls.answers = []
        try:
            machine.wait_until("the page", lambda: machine.get("/api/v1/health"))
            for number in range(CHANGES):
                machine.post("/api/v1/settings", json.dumps({"name": "mqtttoptopic", "value": f"house{number:04}"}).encode(), timeout=120)
                cls.answers.append((number, os.path.getsize(log)))
                time.sleep(0.3)
            machine.wait_for("is healthy in slot A")
            settings_end = os.path.getsize(log)
            subprocess.run(["curl", "-sf", "-F", f"firmware=@{bundle}", f"http://127.0.0.1:{machine.http_port}/_pi/update"],
                           check=True, capture_output=True)
            installing = os.path.getsize(log)
            machine.post("/_pi/update/install", b"", timeout=120)
            machine.wait_for(rf"otgw-pi {VERSION} is healthy in slot B")
            time.sleep(5)
        finally:
            machine.cut_power()
        cls.entries = list(entries(log))
        cls.settings_from, cls.settings_to, cls.installing_from = (
            next(index for index, entry in enumerate(cls.entries) if entry.end >= size)
            for size in (cls.answers[0][1], settings_end, installing))
        os.unlink(log)

    @classmethod
    def whole_images(cls, bundle):
        """What must stand in a slot that is started: size and hash of each part."""
        unpacked = os.path.join(cls.folder, "bundle")
        subprocess.run(["unsquashfs", "-q", "-n", "-d", unpacked, bundle], check=True, capture_output=True)
        images = {}
        for name, at in (("boot.img", Card.BOOT_B), ("root.img", Card.ROOT_B)):
            with open(os.path.join(unpacked, name), "rb") as file:
                content = file.read()
            images.setdefault("B", []).append((at, len(content), hashlib.sha256(content).digest()))
        shutil.rmtree(unpacked)
        for at, size in ((Card.BOOT_A, 64 << 20), (Card.ROOT_A, 384 << 20)):
            images.setdefault("A", []).append((at, size, cls.hash(cls.before, at, size)))
        return images

    @staticmethod
    def hash(path, at, size):
        with open(path, "rb") as card:
            card.seek(at)
            return hashlib.sha256(card.read(size)).digest()

    def cuts(self, moments):
        """The card as a cut at each of the moments might leave it."""
        base = os.path.join(self.folder, "durable")
        subprocess.run(["cp", "--sparse=always", self.before, base], check=True)
        replay = Replay(base)
        cut = os.path.join(self.folder, "cut")
        self.dropped = at = 0
        try:
            for number, moment in enumerate(moments):
                while at <= moment:
                    replay.accept(self.entries[at])
                    at += 1
                pending, survived = replay.cut(cut, self.chance)
                self.dropped += pending - survived
                card = Card.__new__(Card)
                card.path = cut
                yield number, moment, card
        finally:
            replay.close()
            os.unlink(base)

    def moments(self, first, last, count):
        return sorted(self.chance.sample(range(first, last), min(count, last - first)))

    def setting(self, card, number):
        """The data partition checked as a start checks it, and the number in the setting that stands in it."""
        data = card.path + ".data"
        with open(card.path, "rb") as whole:
            os.lseek(whole.fileno(), Card.DATA, os.SEEK_SET)
            subprocess.run(["dd", f"of={data}", "bs=1M", "conv=sparse", "status=none"], stdin=whole, check=True)
        checked = subprocess.run(["e2fsck", "-p", data], capture_output=True, text=True)
        if checked.returncode >= 4:
            checked = subprocess.run(["e2fsck", "-y", data], capture_output=True, text=True)
        self.assertLess(checked.returncode, 4, f"moment {number}: {checked.stdout}")
        content = subprocess.run(["debugfs", "-R", "cat /otgw-pi/settings.ini", data], capture_output=True).stdout
        os.unlink(data)
        return int(json.loads(content)["MQTTtoptopic"].removeprefix("house"))

    def acknowledged(self, moment):
        return max((value for value, end in self.answers if end <= self.entries[moment].end), default=0)

    def test_1_settings_are_whole_at_every_moment(self):
        moments = self.moments(self.settings_from, self.settings_to, MOMENTS)
        boots = set(self.chance.sample(moments, min(BOOTED, len(moments))))
        booted = []
        for number, moment, card in self.cuts(moments):
            found = self.setting(card, number)
            self.assertGreaterEqual(found, self.acknowledged(moment), f"moment {number}: a setting that was answered is lost")
            self.assertEqual("A", card.slotctl("get-primary"))
            if moment in boots:
                booted.append(self.boot(card, f"powercut-boot-{number}.log", found)[0])
        print(f"{len(moments)} moments of {self.settings_to - self.settings_from} writes and flushes, {self.dropped} writes dropped, "
              f"settings whole {len(moments)} times; booted {len(booted)}, each with its settings: {booted} s", end=" ")

    def boot(self, card, log, found, awaited=None):
        """Starts it as a whole; the seconds until its page is there, and what it says of the last update."""
        machine = Machine(card.path, keep(log))
        try:
            began = time.monotonic()
            if awaited:
                machine.wait_for(awaited)
            machine.wait_until("the page after a cut", lambda: machine.get("/api/v1/health"))
            seconds = round(time.monotonic() - began)
            self.assertIn(f"house{found:04}", machine.get("/api/v1/settings", timeout=120).decode())
            return seconds, (json.loads(machine.get("/_pi/update", timeout=120))["last"] or {}).get("result")
        finally:
            machine.cut_power()

    def test_2_an_update_that_is_cut_leaves_a_whole_system(self):
        moments = self.moments(self.installing_from, len(self.entries), UPDATE_MOMENTS)
        boots = set(self.chance.sample(moments, min(UPDATE_BOOTED, len(moments))))
        slots, detours, lost, booted = [], 0, [], []
        for number, moment, card in self.cuts(moments):
            self.assertEqual(CHANGES - 1, self.setting(card, number))
            aside = card.path + ".boot"
            if moment in boots:
                subprocess.run(["cp", "--sparse=always", card.path, aside], check=True)
            # As often as there are attempts for both: each start that would fail costs one.
            for tried in range(6):
                slot = test_bootscript.BootScript.boot(self, card)[-1].split()[1]
                if all(self.hash(card.path, at, size) == digest for at, size, digest in self.images[slot]):
                    detours += tried
                    slots.append(slot)
                    break
            else:
                lost.append(number)
            if moment in boots:
                card.path = aside
                booted.append((slots[-1], *self.boot(card, f"powercut-update-{number}.log", CHANGES - 1, f"is healthy in slot {slots[-1]}")))
                os.unlink(aside)
        print(f"tried {len(moments)} moments of {len(self.entries) - self.installing_from} writes and flushes of an update, "
              f"{self.dropped} writes dropped; recovered {len(slots)} ({slots.count('A')} the old, {slots.count('B')} the new system, "
              f"{detours} by a second start), lost {len(lost)}; booted {len(booted)}: {booted}", end=" ")
        self.assertEqual([], lost)
        self.assertEqual({"A", "B"}, set(slots))
