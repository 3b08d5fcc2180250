"""Cells that start the program again and again, and the memory it takes when idle."""

import os
import random
import shutil
import time

import place
import servers
from report import median, spread
from servers import Failed, Server

DEFAULT_FLAGS = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
PI_FLAGS = ["@" + place.PI_FLAGS]
CACHE = os.path.join(place.TARGET, "otgw-pi.aot")
IDLE_SECONDS = 3


def with_cache(path):
    return [*PI_FLAGS, f"-XX:AOTCache={path}", "-XX:+VerifySharedSpaces"]


def make_cache(load):
    """A training run that visits what a start and a busy gateway visit; the cache is written when it ends."""
    if os.path.exists(CACHE):
        os.remove(CACHE)
    server = Server("otgw-pi", pin=False, load=load, java=[*PI_FLAGS, f"-XX:AOTCacheOutput={CACHE}", "-XX:-AOTClassLinking"])
    try:
        server.wait_ready(60)
        for path in ("/", "/api/v1/health", "/api/v1/otgw/otmonitor", "/api/v2/otgw/otmonitor", "/_pi/status"):
            servers.get(server.http_port, path)
        server.connect(3)
        server.flood(1, lines=200)
        server.flood(32, lines=2000)
        server.disconnect()
        server.end()
        if not os.path.exists(CACHE):
            raise Failed(f"the training run wrote no AOT cache: {server.output()}")
    finally:
        server.close()


def timed_start(load, java):
    """Milliseconds of CPU and of wall time until the first 200."""
    server = Server("otgw-pi", pin=False, load=load, java=java)
    try:
        used = server.wait_ready()
        return used * 10, (time.monotonic() - server.began) * 1000
    finally:
        server.close()


def start(options, report):
    if "otgw-pi" not in options.servers:
        return
    load = servers.Load()
    try:
        make_cache(load)
        variants = {"Pi flags, AOT cache": with_cache(CACHE), "Pi flags": PI_FLAGS, "default flags": DEFAULT_FLAGS}
        runs = {name: [] for name in variants}
        for _ in range(5 if options.quick else 9):
            for name in random.sample(list(variants), len(variants)):
                runs[name].append(timed_start(load, variants[name]))
        report.title("Start to the first 200: CPU and wall time, ms (median [least-most])")
        rows = []
        for name, values in runs.items():
            rows.append([name, *(spread([run[i] for run in values], "{:.0f}") for i in (0, 1))])
        report.table(["", "CPU", "wall"], rows)
        with_it, without = (median([run[0] for run in runs[name]]) for name in ("Pi flags, AOT cache", "default flags"))
        report.at_most("CPU of a start with AOT cache and Pi flags to default flags", with_it / without, 0.45)
        report.note(f"the cache has {os.path.getsize(CACHE) / 1e6:.1f} MB")
    finally:
        load.close()


def damages(places):
    """Names and makers of damaged caches: cut, emptied, one byte flipped."""
    size = os.path.getsize(CACHE)

    def cut(length):
        return lambda path: os.truncate(path, length)

    def flip(offset):
        def apply(path):
            with open(path, "r+b") as cache:
                cache.seek(offset)
                byte = cache.read(1)[0]
                cache.seek(offset)
                cache.write(bytes([byte ^ 0xFF]))
        return apply

    yield "emptied", cut(0)
    for length in (100, 4096, size // 2, size - 1):
        yield f"cut to {length} bytes", cut(length)
    # the head holds the sizes and checksums that everything else hangs on: a fifth of the places lie there
    for i in range(places // 5):
        offset = i * 4096 // (places // 5)
        yield f"byte {offset} flipped", flip(offset)
    for i in range(places - places // 5):
        offset = 4096 + i * (size - 4097) // (places - places // 5)
        yield f"byte {offset} flipped", flip(offset)


def damage(options, report):
    if "otgw-pi" not in options.servers:
        return
    load = servers.Load()
    damaged = os.path.join(place.TARGET, "damaged.aot")
    failures, starts = [], 0
    try:
        if not os.path.exists(CACHE):
            make_cache(load)
        for name, apply in damages(10 if options.quick else 50):
            shutil.copy(CACHE, damaged)
            apply(damaged)
            starts += 1
            try:
                timed_start(load, with_cache(damaged))
            except Failed as failed:
                failures.append(f"{name}: {str(failed).splitlines()[0][:150]}")
        report.title("Start with a damaged AOT cache")
        for failure in failures:
            report.note(failure)
        report.at_least(f"starts that succeed, of {starts}", starts - len(failures), starts, "{:.0f}")
    finally:
        load.close()


def idle(options, report):
    """Resident memory of each server, 3 s after it is ready."""
    variants = [(name, name, None) for name in options.servers if name != "otgw-pi"]
    if "otgw-pi" in options.servers:
        load = servers.Load()
        try:
            if not os.path.exists(CACHE):
                make_cache(load)
        finally:
            load.close()
        variants += [
            ("default flags", "otgw-pi", DEFAULT_FLAGS),
            ("Pi flags", "otgw-pi", PI_FLAGS),
            ("Pi flags, AOT cache", "otgw-pi", with_cache(CACHE)),
        ]
    found = {label: [] for label, _, _ in variants}
    for _ in range(3):
        for label, name, java in random.sample(variants, len(variants)):
            server = Server(name, pin=False, java=java)
            try:
                server.wait_ready()
                time.sleep(IDLE_SECONDS if name == "otgw-pi" else 1)
                found[label].append(servers.memory(server.pid))
            finally:
                server.close()
    report.title("Resident memory when idle, MB (median [least-most])")
    rows = []
    for label, values in found.items():
        rows.append([label, *(spread([value[i] for value in values], "{:.1f}") for i in (0, 1))])
    report.table(["", "resident", "of it not from files"], rows)
    if "otgw-pi" in options.servers:
        middle = {label: median([value[0] for value in values]) for label, values in found.items()}
        for label in ("Pi flags", "Pi flags, AOT cache"):
            report.at_most(f"resident memory with {label} to default flags", middle[label] / middle["default flags"], 0.8)
