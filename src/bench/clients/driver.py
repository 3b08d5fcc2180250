"""Runs the Python client of RailHub's document as it stands: driver.py CLIENT HOST PORT. It prints what it says."""

import sys
import time

with open(sys.argv[1], encoding="utf-8") as printed:
    exec(compile(printed.read(), sys.argv[1], "exec"))

client = RailHubClient(sys.argv[2], int(sys.argv[3]))
client.connect()
while True:
    time.sleep(3600)
