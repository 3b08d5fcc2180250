"""The shell scripts of the image."""

import os
import subprocess
import unittest

from machine import PROJECT


def shell_scripts():
    for folder in ("image", "scripts", ".ci"):
        for path, _, names in os.walk(os.path.join(PROJECT, folder)):
            for name in names:
                file = os.path.join(path, name)
                if os.path.islink(file):
                    continue
                with open(file, "rb") as content:
                    start = content.read(64)
                if start.startswith(b"#!/bin/sh") or name.endswith(".sh"):
                    yield os.path.relpath(file, PROJECT)


class Scripts(unittest.TestCase):
    def test_shellcheck_has_nothing_to_say(self):
        scripts = sorted(shell_scripts())
        self.assertGreater(len(scripts), 15)
        done = subprocess.run(["shellcheck", "--severity=warning", *scripts], cwd=PROJECT, capture_output=True, text=True)
        self.assertEqual("", done.stdout)

    def test_the_entry_helps(self):
        for arguments in ([], ["build"], ["test"]):
            done = subprocess.run(["scripts/image", *arguments, "--help"], cwd=PROJECT, capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn("usage", done.stdout.lower())

    def test_an_unknown_word_is_named(self):
        done = subprocess.run(["scripts/image", "bulid"], cwd=PROJECT, capture_output=True, text=True)
        self.assertEqual(1, done.returncode)
        self.assertIn("bulid", done.stderr)

    def test_the_flags_of_the_bench_are_those_of_the_service(self):
        with open(os.path.join(PROJECT, "image/runtime.sh")) as script:
            self.assertIn('"$project/src/bench/pi.flags" > "$library/java.flags"', script.read())
        with open(os.path.join(PROJECT, "image/layers/system/usr/lib/otgw-pi/start")) as script:
            self.assertIn("@$library/java.flags", script.read())
