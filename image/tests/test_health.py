"""The script that decides whether a start was good, with other programs in the place of the system's."""

import os
import subprocess
import tempfile
import unittest

from machine import PROJECT


class Health(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        with open(os.path.join(PROJECT, "image/layers/system/usr/lib/otgw-pi/health")) as script:
            text = script.read()
        self.update = os.path.join(self.folder, "update")
        # Five minutes pass at once: the machine's clock is a file, and the pause sets it on.
        for real, own in (("/usr/lib/otgw-pi", self.folder), ("/proc/uptime", self.path("uptime")),
                          ("/run/otgw-pi-healthy", self.path("healthy")),
                          ("/data/otgw-pi/update", self.update)):
            self.assertIn(real, text)
            text = text.replace(real, own)
        self.write("health", text)
        self.write("uptime", "10.00 1.00\n")
        self.program("sleep", f"echo 400.00 1.00 > {self.path('uptime')}")
        self.program("curl", "exit 7")
        self.program("slotctl", 'case $1 in get-current) echo B ;; get-state) cat "$(dirname "$0")/other" ;; esac')
        self.program("systemctl", f'if [ "$1" = reboot ]; then : > {self.path("restarted")}; else cat "$(dirname "$0")/$3"; fi')
        self.write("other", "good\n")
        self.of_service("activating", "success", 0)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as file:
            file.write(text)

    def program(self, name, text):
        self.write(name, "#!/bin/sh\n" + text + "\n")
        os.chmod(self.path(name), 0o755)

    def of_service(self, state, result, restarts):
        for name, value in (("ActiveState", state), ("Result", result), ("NRestarts", restarts)):
            self.write(name, f"{value}\n")

    def run_script(self):
        done = subprocess.run(["sh", self.path("health")], capture_output=True, text=True,
                              env={**os.environ, "PATH": self.folder + ":" + os.environ["PATH"]})
        return done.returncode

    def reason(self):
        os.makedirs(self.update, exist_ok=True)
        self.assertEqual(1, self.run_script())
        self.assertTrue(os.path.exists(self.path("restarted")))
        self.assertEqual(["boot-failure.txt"], os.listdir(self.update))
        with open(os.path.join(self.update, "boot-failure.txt")) as file:
            return file.read().strip()

    def test_a_gateway_that_answers_is_healthy(self):
        self.program("curl", "exit 0")
        self.assertEqual(0, self.run_script())
        self.assertFalse(os.path.exists(self.path("restarted")))

    def test_the_reason_is_left_for_the_other_system(self):
        for state, result, restarts, words in (
                ("activating", "exit-code", 141, "it was started 142 times, and the last time it ended with an error"),
                ("activating", "signal", 3, "it was started 4 times, and the last time it ended with an error"),
                ("activating", "watchdog", 2, "it was started 3 times, and the last time it hung"),
                ("activating", "timeout", 1, "it was started 2 times, and the last time it did not become ready"),
                ("activating", "success", 2, "it was started 3 times."),
                ("activating", "success", 0, "Its program did not become ready within five minutes."),
                ("active", "success", 0, "Its program was running, but served no page for five minutes.")):
            with self.subTest(f"{state} {result} {restarts}"):
                self.write("uptime", "10.00 1.00\n")
                self.of_service(state, result, restarts)
                self.assertIn(words, self.reason())

    def test_it_stays_if_there_is_nothing_to_go_back_to(self):
        self.write("other", "bad\n")
        self.assertEqual(1, self.run_script())
        self.assertFalse(os.path.exists(self.path("restarted")))

    def test_a_data_partition_without_the_folder_keeps_it_from_nothing(self):
        self.assertEqual(1, self.run_script())
        self.assertTrue(os.path.exists(self.path("restarted")))
