"""The script that starts the service, with something else in Java's place."""

import os
import subprocess
import tempfile
import unittest

from machine import PROJECT


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        with open(os.path.join(PROJECT, "image/layers/system/usr/lib/otgw-pi/start")) as script:
            text = script.read()
        self.uptime = os.path.join(self.folder, "uptime")
        self.memory = os.path.join(self.folder, "meminfo")
        for real, own in (("/usr/lib/otgw-pi", self.folder), ("/proc/uptime", self.uptime), ("/proc/meminfo", self.memory)):
            self.assertIn(real, text)
            text = text.replace(real, own)
        self.script = os.path.join(self.folder, "start")
        with open(self.script, "w") as file:
            file.write(text)
        java = os.path.join(self.folder, "runtime/bin/java")
        os.makedirs(os.path.dirname(java))
        with open(java, "w") as file:
            file.write("#!/bin/sh\necho \"$@\"\n")
        os.chmod(java, 0o755)
        self.has_memory(500_000)

    def has_memory(self, kilobytes):
        with open(self.memory, "w") as file:
            file.write(f"MemTotal:        {kilobytes} kB\nMemFree: 1 kB\n")

    def start(self, at):
        with open(self.uptime, "w") as file:
            file.write(f"{at}.37 1.00\n")
        done = subprocess.run(["sh", self.script], capture_output=True, text=True,
                              env={**os.environ, "RUNTIME_DIRECTORY": self.folder})
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def ready(self):
        os.unlink(os.path.join(self.folder, "starts"))

    def test_the_cache_is_used_and_checked(self):
        words = self.start(10)
        self.assertIn(f"-XX:AOTCache={self.folder}/otgw-pi.aot -XX:+VerifySharedSpaces", words)
        self.assertIn("--on-device --data /data/otgw-pi", words)

    def test_after_two_failed_starts_within_a_minute_it_is_done_without(self):
        self.start(10)
        self.start(14)
        words = self.start(18)
        self.assertIn("-XX:AOTMode=off", words)
        self.assertNotIn("AOTCache", words)
        self.assertIn("-XX:AOTMode=off", self.start(5000), "until the next boot")

    def test_starts_that_succeeded_do_not_count(self):
        for at in (10, 14, 18, 22):
            words = self.start(at)
            self.ready()
        self.assertIn("AOTCache", words)

    def test_failures_far_apart_do_not_count(self):
        for at in (10, 75, 140, 205):
            self.assertIn("AOTCache", self.start(at))

    def test_more_memory_gives_a_larger_heap(self):
        self.assertNotIn("-Xmx", self.start(10))
        self.has_memory(3_900_000)
        self.assertIn("-Xmx64m", self.start(100))
