"""Cells that measure one line on its way to many viewers."""

import json
import os
import random
import re
import time

import place
import servers
from report import median, spread
from servers import Failed, Server

OURS = "otgw-pi"
RATES = {3: 250, 100: 150, 1000: 40}  # lines a second of the paced part
NOISE = 1.5  # a round whose two floors differ by more than this says nothing
SPARE_ROUNDS = 2


def start_all(names):
    running = []
    try:
        for name in names:
            running.append(Server(name))
        for server in running:
            server.wait_ready()
            server.warm_up()
    except BaseException:
        close_all(running)
        raise
    return {server.name: server for server in running}


def close_all(running):
    for server in running:
        server.close()


def measure(server, n, quick):
    """One visit to a server: one line at a time, then a window of 32, then paced."""
    ticks = 50 if quick and n != 100 else 100
    server.connect(n)
    try:
        single = server.flood(1, ticks=ticks, most_ms=12000)
        flood = server.flood(32, least_ms=500 if quick else 1000)
        paced = server.paced(RATES[n], RATES[n] * (1 if quick else 2))
    finally:
        server.disconnect()
    parts = (single, flood, paced)
    return {
        "cpu": single["ticks"] * 10000 / max(1, single["deliveries"]),
        "flood": flood["deliveries"] / flood["seconds"],
        "flood cpu": flood["ticks"] * 10000 / max(1, flood["deliveries"]),
        "first": paced.get("first_p50_us"),
        "last": paced.get("last_p50_us"),
        "last p99": paced.get("last_p99_us"),
        "broken": sum(part["missing"] + part["repeated"] + part["lost"] for part in parts)
        + sum(not part["complete"] for part in parts),
    }


def mean(floors):
    """The floor of a round, from its runs at both ends, and whether they agree."""
    both = {key: sum(run[key] or 0 for run in floors) / len(floors) for key in floors[0]}
    agree = all(max(run[key] for run in floors) <= NOISE * min(run[key] for run in floors) for key in ("cpu", "last"))
    return both, agree


def one_round(running, n, quick):
    others = [name for name in running if name != "floor"]
    random.shuffle(others)
    floors = [measure(running["floor"], n, quick)]
    result = {name: measure(running[name], n, quick) for name in others}
    if not quick:
        floors.append(measure(running["floor"], n, quick))
    result["floor"], agree = mean(floors)
    return result, agree


def rounds_of(running, n, count, quick, report):
    kept, noisy = [], []
    while len(kept) < count and len(kept) + len(noisy) < count + SPARE_ROUNDS:
        result, agree = one_round(running, n, quick)
        (kept if agree else noisy).append(result)
    if noisy:
        report.note(f"{len(noisy)} noisy round(s): the two floors differ more than {NOISE} times")
    return kept + noisy[: count - len(kept)]


def ratios(rounds, name, key, to="floor"):
    return [one[name][key] / one[to][key] for one in rounds if one[name][key] and one[to][key]]


def to_best_peer(rounds, key):
    """Ours to the peer that does best in the same round."""
    result = []
    for one in rounds:
        peers = [one[name][key] for name in servers.PEERS if name in one and one[name][key]]
        if peers and one[OURS][key]:
            result.append(one[OURS][key] / min(peers))
    return result


def show(rounds, n, names, report):
    report.title(f"{n} viewers: median of {len(rounds)} rounds; in brackets ratio to the floor, median [least-most]")
    columns = [
        ("cpu", "CPU us/delivery", "{:.2f}"),
        ("flood", "flood deliveries/s", "{:.0f}"),
        ("flood cpu", "flood CPU us/delivery", "{:.2f}"),
        ("first", "first viewer p50 us", "{:.0f}"),
        ("last", "last viewer p50 us", "{:.0f}"),
        ("last p99", "last viewer p99 us", "{:.0f}"),
    ]
    rows = []
    for name in names:
        row = [name]
        for key, _, form in columns:
            values = [one[name][key] for one in rounds if one[name][key] is not None]
            shown = form.format(median(values)) if values else "-"
            row.append(shown if name == "floor" else f"{shown} ({spread(ratios(rounds, name, key))})")
        rows.append(row)
    report.table([f"N={n}", *(title for _, title, _ in columns)], rows)
    for name in names:
        broken = sum(one[name]["broken"] for one in rounds)
        if broken and name != OURS:
            report.note(f"{name}: {broken:.0f} lines missing, late or twice, viewers lost or phases not completed")


def hold(rounds, n, report):
    """The targets at 100 viewers; the same ratios beside them at the other sizes."""
    held = [
        ("CPU per delivery to the floor", ratios(rounds, OURS, "cpu"), 1.25, report.at_most),
        ("CPU per delivery to the best peer", to_best_peer(rounds, "cpu"), 0.8, report.at_most),
        ("flood throughput to the floor", ratios(rounds, OURS, "flood"), 4, report.at_least),
        ("flood throughput to node", ratios(rounds, OURS, "flood", "node") if "node" in rounds[0] else [], 8,
         report.at_least),
        ("last viewer's median latency to the floor", ratios(rounds, OURS, "last"), 1.3, report.at_most),
        ("last viewer's median latency to the best peer", to_best_peer(rounds, "last"), 0.9, report.at_most),
    ]
    for what, values, limit, check in held:
        if not values:
            report.note(f"{'':5} {what}, N={n}: not measured")
        elif n == 100:
            check(f"{what}, N={n}", median(values), limit)
        else:
            report.note(f"{'':5} {what}, N={n}: {spread(values)} (N=100: {check.__name__.replace('_', ' ')} {limit})")
    broken = sum(one[OURS]["broken"] for one in rounds)
    report.at_most(f"lines missing or twice, viewers lost, N={n}", broken, 0, "{:.0f}")


def fan_out(options, report):
    running = start_all(options.servers)
    try:
        for n in RATES:
            rounds = rounds_of(running, n, options.rounds, options.quick, report)
            show(rounds, n, options.servers, report)
            if OURS in options.servers:
                hold(rounds, n, report)
    finally:
        close_all(running.values())


def stalled(options, report):
    """One of four viewers stops reading."""
    names = [name for name in options.servers if not options.quick or name in ("floor", OURS)]
    running = start_all(names)
    seconds = 1500 if options.quick else 3000
    kept = {name: [] for name in names}
    grown = {name: [] for name in names}
    broken = 0
    try:
        for _ in range(options.rounds):
            for name in random.sample(names, len(names)):
                server = running[name]
                server.connect(4)
                well = server.flood(32, least_ms=seconds)
                server.disconnect()
                server.connect(4, stall=1)
                ill = server.flood(32, least_ms=seconds)
                server.disconnect()
                kept[name].append((ill["lines"] / ill["seconds"]) / (well["lines"] / well["seconds"]))
                grown[name].append((ill["resident_kb"] - well["resident_kb"]) / 1024)
                if name == OURS:
                    broken += ill["missing"] + ill["repeated"] + ill["lost"] + (not ill["complete"])
        report.title("One of four viewers stalled, flood")
        rows = [[name, spread(kept[name]), f"{max(grown[name]):+.1f}"] for name in names]
        report.table(["", "rate the others keep", "resident MB, most"], rows)
        if OURS in names:
            report.at_least("rate that the others keep beside a stalled viewer", median(kept[OURS]), 0.9)
            report.at_most("lines that the others missed beside a stalled viewer", broken, 0, "{:.0f}")
            report.at_most("KB queued for it at most, our own counter", queued_kb(running[OURS]), 64, "{:.1f}")
    finally:
        close_all(running.values())


def queued_kb(server):
    status, body = servers.get(server.http_port, "/_pi/status")
    try:
        return json.loads(body)["port81"]["queuedBytesMost"] / 1024 if status == 200 else None
    except (ValueError, KeyError, TypeError):
        return None


def latency(options, report):
    """From the UART to one browser, at the pace that 9600 baud allow."""
    running = start_all([name for name in options.servers if name != "mosquitto"])
    added = {name: [] for name in running}
    waited = {name: [] for name in running}
    try:
        for _ in range(options.rounds):
            result = {}
            for name in random.sample(list(running), len(running)):
                running[name].connect(1)
                result[name] = running[name].paced(80, 80 if options.quick else 160).get("last_p50_us")
                running[name].disconnect()
            for name, value in result.items():
                if value and result["floor"]:
                    waited[name].append(value)
                    added[name].append(value - result["floor"])
        report.title("UART to one browser, us (median of each round: median [least-most])")
        rows = [[name, spread(waited[name], "{:.0f}"), spread(added[name], "{:.0f}")] for name in running]
        report.table(["", "latency", "more than the floor"], rows)
        if OURS in running:
            value = median(added[OURS]) / 1000 if added[OURS] else None
            report.at_most("ms from UART to browser added by us, median", value, 1.04)
    finally:
        close_all(running.values())


def heap_kb(pid):
    """Kilobytes in use in both generations of the serial collector."""
    text = place.run([os.path.join(place.jdk(), "bin", "jcmd"), str(pid), "GC.heap_info"])
    used = re.findall(r"(?:DefNew|Tenured|def new generation|tenured generation)[^\n]*?used (\d+)K", text)
    if len(used) != 2:
        raise Failed(f"the heap of the program cannot be read: {text}")
    return sum(int(one) for one in used)


def freed_kb(log):
    """What the collections in this part of the log have freed."""
    steps = re.findall(r"(?:DefNew|Tenured): (\d+)K\(\d+K\)->(\d+)K", log)
    return sum(int(before) - int(after) for before, after in steps)


def allocated_kb(pid, log, work):
    """Kilobytes that the program allocates while work runs; asking it takes some too."""
    before, start = heap_kb(pid), os.path.getsize(log)
    work()
    after = heap_kb(pid)
    with open(log, encoding="utf-8") as text:
        text.seek(start)
        return after - before + freed_kb(text.read())


def allocation(options, report):
    """Bytes allocated for a line to 3 and to 100 viewers: what one more viewer costs is the difference.

    What pings, answers and clocks take in the same time without lines is taken off first.
    """
    if OURS not in options.servers:
        return
    log = os.path.join(place.TARGET, "gc.log")
    if os.path.exists(log):
        os.remove(log)
    server = Server(OURS, java=["@" + place.PI_FLAGS, f"-Xlog:gc+heap=info:file={log}:uptime:filecount=0"])
    try:
        server.wait_ready()
        server.warm_up()
        report.title("Allocation")
        a_line = {}
        for n, lines in ((3, 30000), (100, 5000 if options.quick else 15000)):
            server.connect(n)
            server.flood(1, lines=500, most_ms=5000)
            done = {}
            busy = allocated_kb(server.pid, log, lambda: done.update(server.flood(1, lines=lines, most_ms=20000)))
            idle = allocated_kb(server.pid, log, lambda: time.sleep(done["seconds"]))
            server.disconnect()
            a_line[n] = (busy - idle) * 1024 / max(1, done["lines"])
            report.note(f"{n} viewers: {busy} KB in {done['lines']} lines, {idle} KB in {done['seconds']:.1f} s without")
        report.note(f"a line to 3 viewers {a_line[3]:.0f} bytes, to 100 viewers {a_line[100]:.0f} bytes")
        report.at_most("bytes allocated per delivery", max(0, (a_line[100] - a_line[3]) / 97), 1)
    except place.Missing as missing:
        raise Failed(str(missing)) from missing
    finally:
        server.close()
