"""Measures otgw-pi against the least that any server must do and against its peers. See --help."""

import argparse
import os
import random
import subprocess
import sys
import time

import broker
import clients
import fanout
import place
import railhub
import servers
import starting
import timelines
from report import Report

CELLS = {
    "fanout": (fanout.fan_out, "CPU, throughput and latency with 3, 100 and 1000 viewers"),
    "stalled": (fanout.stalled, "one of four viewers stops reading"),
    "latency": (fanout.latency, "UART to one browser"),
    "allocation": (fanout.allocation, "bytes allocated per delivery"),
    "start": (starting.start, "CPU until the first 200, with and without AOT cache and Pi flags"),
    "damage": (starting.damage, "starts with a damaged AOT cache"),
    "idle": (starting.idle, "resident memory"),
    "mqtt": (broker.mqtt, "CPU of a published value, resident memory added by MQTT"),
    "railhub": (railhub.railhub, "API call to message, first status, what blinking costs"),
    "remote": (railhub.remote, "the remote control's toggle to the status at six pages"),
    "clients": (clients.clients, "the clients printed in the originals' documents, through kills, freezes, changes"),
    "timelines": (timelines.timelines, "the time-outs of port 81, for real"),
}


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures otgw-pi against the least that any server must do (a C floor: one write per viewer and "
        "line)\nand against ws on Node, Debian's python3-websockets and mosquitto. All on 127.0.0.1.",
        epilog="cells:\n" + "\n".join(f"  {name:11} {text}" for name, (_, text) in CELLS.items())
        + "\n\nEach target is printed with PASS or SHORT. The exit code is 0 unless the bench itself fails (2),\n"
        "or, with --strict, something falls short (1). Trust ratios: a busy machine stretches times.",
    )
    parser.add_argument("cells", nargs="*", metavar="CELL", help="what to measure (default: everything)")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, under 4 minutes")
    parser.add_argument("--rounds", type=int, help="interleaved rounds (default 5, quick 3)")
    parser.add_argument("--minutes", type=float, default=5, help="how long the printed clients run (default %(default)s)")
    parser.add_argument("--servers", default=",".join(servers.ALL), help="which ones (default %(default)s)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target falls short")
    options = parser.parse_args()
    unknown = [cell for cell in options.cells if cell not in CELLS]
    options.servers = options.servers.split(",")
    unknown += [name for name in options.servers if name not in servers.ALL]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    if "floor" not in options.servers:
        options.servers.insert(0, "floor")
    options.rounds = options.rounds or (3 if options.quick else 5)
    return options


def stolen():
    """Share of processor time that the host gave to others, in ticks: (stolen, all)."""
    with open("/proc/stat", encoding="ascii") as stat:
        values = [int(value) for value in stat.readline().split()[1:9]]
    return values[7], sum(values)


def print_machine(options):
    print(f"kernel {os.uname().release} on {os.uname().machine}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.2f}, {options.rounds} rounds")
    if "otgw-pi" in options.servers:
        version = subprocess.run([place.java(), "-version"], capture_output=True, text=True, check=True).stderr
        print(version.splitlines()[-2])


def main():
    options = arguments()
    random.seed()
    report = Report()
    try:
        place.prepare(options.servers)
        print_machine(options)
        before, began = stolen(), time.monotonic()
        for cell in options.cells or CELLS:
            CELLS[cell][0](options, report)
    except (place.Missing, servers.Failed) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    after = stolen()
    good = report.summary()
    share = 100 * (after[0] - before[0]) / max(1, after[1] - before[1])
    print(f"{time.monotonic() - began:.0f} s, {share:.1f} % of the processor time stolen by the host")
    return 1 if options.strict and not good else 0


if __name__ == "__main__":
    sys.exit(main())
