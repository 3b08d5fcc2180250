"""Power cut at any moment of normal running while settings are changed: they are whole, and nothing acknowledged is lost."""

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import unittest

from machine import Card, Gateway, Machine, images, keep
from writelog import Replay, entries

MOMENTS = int(os.environ.get("OTGW_TEST_CUTS", "100"))
BOOTED = int(os.environ.get("OTGW_TEST_CUTS_BOOTED", "10"))
CHANGES = 40


class PowerCut(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(dir=os.environ.get("OTGW_TEST_FOLDER"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def recorded(self):
        """Runs the machine while a setting counts up; the card before, the log, and how long it was at each answer."""
        card = Card(images()[0], os.path.join(self.folder, "card"), gigabytes=2)
        log = os.path.join(self.folder, "writes")
        # A first run, so that the growing of the partition is not what is cut.
        machine = Machine(card.path, keep("powercut-first.log"))
        machine.wait_for("is healthy in slot A")
        machine.wait_until("the page", lambda: machine.get("/api/v1/health"))
        machine.monitor("system_powerdown")
        machine.process.wait(300)
        machine.cut_power()
        before = os.path.join(self.folder, "before")
        subprocess.run(["cp", "--sparse=always", card.path, before], check=True)
        drive = f"driver=blklogwrites,file.driver=raw,file.file.driver=file,file.file.filename={card.path}," \
                f"log.driver=file,log.filename={log},log-append=off"
        open(log, "wb").close()
        machine = Machine(card.path, keep("powercut-recorded.log"), drive=drive)
        answers = []
        try:
            machine.wait_until("the page", lambda: machine.get("/api/v1/health"))
            for number in range(CHANGES):
                machine.post("/api/v1/settings", json.dumps({"name": "mqtttoptopic", "value": f"house{number:04}"}).encode())
                answers.append((number, os.path.getsize(log)))
                time.sleep(0.3)
            machine.wait_for("is healthy in slot A")
            time.sleep(5)
        finally:
            machine.cut_power()
        return before, log, answers

    def settings(self, card, number):
        """The data partition checked as a start checks it, and the setting that stands in it."""
        data = card + ".data"
        with open(card, "rb") as whole:
            subprocess.run(["dd", f"of={data}", "bs=1M", "conv=sparse", "status=none"], stdin=self.at(whole), check=True)
        checked = subprocess.run(["e2fsck", "-p", data], capture_output=True, text=True)
        if checked.returncode >= 4:
            checked = subprocess.run(["e2fsck", "-y", data], capture_output=True, text=True)
        self.assertLess(checked.returncode, 4, f"moment {number}: {checked.stdout}")
        content = subprocess.run(["debugfs", "-R", "cat /otgw-pi/settings.ini", data], capture_output=True).stdout
        os.unlink(data)
        return content

    @staticmethod
    def at(file):
        file.seek(Card.DATA)
        os.lseek(file.fileno(), Card.DATA, os.SEEK_SET)
        return file

    def test_settings_are_whole_at_every_moment(self):
        before, log, answers = self.recorded()
        log_entries = list(entries(log))
        first = next(index for index, entry in enumerate(log_entries) if entry.end >= answers[0][1])
        chance = random.Random(20261125)
        moments = sorted(chance.sample(range(first, len(log_entries)), min(MOMENTS, len(log_entries) - first)))
        boots = set(chance.sample(moments, min(BOOTED, len(moments))))
        replay = Replay(before)
        dropped = 0
        booted = []
        cut = os.path.join(self.folder, "cut")
        at = 0
        for number, moment in enumerate(moments):
            while at <= moment:
                replay.accept(log_entries[at])
                at += 1
            pending, survived = replay.cut(cut, chance)
            dropped += pending - survived
            content = self.settings(cut, number)
            settings = json.loads(content)
            acknowledged = max((value for value, end in answers if end <= log_entries[moment].end), default=0)
            found = int(settings["MQTTtoptopic"].removeprefix("house"))
            self.assertGreaterEqual(found, acknowledged, f"moment {number}: a setting that was answered is lost")
            card = Card.__new__(Card)
            card.path = cut
            self.assertIn(card.slotctl("get-primary"), ("A",))
            if moment in boots:
                booted.append(self.boot(cut, number, found))
        replay.close()
        print(f"{len(moments)} moments of {len(log_entries)} writes and flushes, {dropped} writes dropped, "
              f"settings whole {len(moments)} times; booted {len(booted)}: {booted} s", end=" ")

    def boot(self, cut, number, found):
        machine = Machine(cut, keep(f"powercut-boot-{number}.log"))
        try:
            began = time.monotonic()
            machine.wait_until("the page after a cut", lambda: machine.get("/api/v1/health"))
            self.assertIn(f"house{found:04}", machine.get("/api/v1/settings").decode())
            return round(time.monotonic() - began)
        finally:
            machine.cut_power()
