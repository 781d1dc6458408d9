#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the states that tcplens-states tells with those that the Linux kernel had, in connections of real sockets.

usage: run.py --bin DIR [--keep DIR] [--walks N] [--list] [NAME...]
       run.py --bin DIR --from DIR

  --keep DIR  keeps each recording there: NAME.pcap, and NAME.tsv with the kernel's state of an end after each segment
  --from DIR  compares recordings that were kept, and needs no root
  --walks N   records N connections more in which both ends and the wire do what chance wants
  NAME        only scenarios whose name begins so

Each recording is compared as it is; then cut at its head as if the capture had started late, with one direction alone,
and with one segment missing. Whole captures have to agree. Of parts no proven state may be wrong, and of those that
are only assumed or guessed before anything was closed, at most one in 500: a part may look like another connection.
Exit status: 0 = they agree, 1 = not, 77 = this machine can't make the recordings, and why on standard output.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import csv
import ctypes
import multiprocessing
import os
import pathlib
import queue
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
import lab as laboratory  # noqa: E402
import scenarios  # noqa: E402
from record import Failure  # noqa: E402

ATTEMPTS = 3
PATIENCE = 120  # for the next recording, in seconds
WORKERS = 12
# Over IPv4 a segment is captured when it is about to arrive, over IPv6 when it is sent: near either end of a cable.
FAMILIES = {"ipv4": (socket.AF_INET, False), "ipv6": (socket.AF_INET6, True)}
KERNEL_DEFAULTS = {"tcp_timestamps": 1, "tcp_window_scaling": 1, "tcp_sack": 1, "tcp_ecn": 2, "tcp_fastopen": 0,
                   "tcp_tw_reuse": 0, "tcp_fin_timeout": 60, "tcp_syn_retries": 6, "tcp_syn_linear_timeouts": 4,
                   "tcp_synack_retries": 5}


def why_not():
    """Why this machine can't make the recordings, or nothing."""
    if not sys.platform.startswith("linux"):
        return "they need Linux"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not os.path.exists("/dev/net/tun"):
        return "there is no /dev/net/tun"
    if not shutil.which("ip"):
        return "there is no program ip (Debian package iproute2)"
    try:
        with laboratory.Hosts() as hosts:
            hosts.kernels[0].state(socket.AF_INET, ("192.0.2.1", 1), ("192.0.2.2", 1))
    except (Failure, OSError) as failure:
        return str(failure)
    return ""


# --- Recording ----------------------------------------------------------------------


def attempt(hosts, scenario, family, burst, ports):
    """Records a scenario once."""
    for end in (laboratory.CLIENT, laboratory.SERVER):
        for name, value in {**KERNEL_DEFAULTS, **scenario.kernel}.items():
            hosts.set(end, name, value)
    lab = laboratory.Lab(hosts, family, *ports, burst=burst or scenario.burst)
    try:
        scenario.play(lab, **scenario.parameters)
        lab.finish()
        return lab
    finally:
        lab.close()


def where(error):
    """The line of the scenario."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == scenarios.__file__]
    words = str(error) if isinstance(error, Failure) else repr(error)
    return f"scenarios.py:{lines[-1]}: {words}" if lines else words


def record(jobs, directory, results):
    """A worker: records one scenario after another; each job is (scenario's number, family)."""
    # Whatever ends the test, the namespaces have to go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
    try:
        with laboratory.Hosts() as hosts:
            attempts = 0
            for family, burst in FAMILIES.values():
                # The first segments on a new wire are lost while the hosts get to know each other.
                with contextlib.suppress(Failure, OSError):
                    attempt(hosts, scenarios.SCENARIOS[0], family, burst, (20000, 7000))
            while (job := jobs.get()) is not None:
                number, family = job
                scenario = scenarios.SCENARIOS[number]
                name = f"{scenario.name}.{family}"
                failure = "not tried"
                for _ in range(ATTEMPTS):
                    attempts += 1
                    try:
                        lab = attempt(hosts, scenario, *FAMILIES[family], (20000 + attempts, 7000 + attempts))
                        lab.write(directory / name)
                        failure = ""
                        if lab.asked_for_timers or not lab.repeated:
                            break
                    except Exception as error:  # whatever it is, the other scenarios go on
                        failure = failure and where(error)
                results.put((name, failure))
    except (Failure, OSError) as error:
        results.put((None, str(error)))
    results.put(None)


def record_all(wanted, directory):
    """Records all; what could not be recorded, and why."""
    # More processes than processors: most of the time is spent waiting for timers.
    context = multiprocessing.get_context("fork")
    jobs, results = context.Queue(), context.Queue()
    for number, scenario in enumerate(scenarios.SCENARIOS):
        for family in FAMILIES if os.path.exists("/proc/net/if_inet6") else ["ipv4"]:
            if not wanted or any(f"{scenario.name}.{family}".startswith(name) for name in wanted):
                jobs.put((number, family))
    workers = [context.Process(target=record, args=(jobs, directory, results), daemon=True) for _ in range(WORKERS)]
    for worker in workers:
        jobs.put(None)
        worker.start()
    failures, running = {}, WORKERS
    while running:
        try:
            result = results.get(timeout=PATIENCE)
        except queue.Empty:
            failures["the rest"] = f"nothing happened for {PATIENCE} s"
            break
        if result is None:
            running -= 1
        elif result[1]:
            failures[result[0] or "a worker"] = result[1]
    for worker in workers:
        worker.terminate()
        worker.join(PATIENCE)
    return failures


# --- Comparing ----------------------------------------------------------------------


ROLES = {"sender": "source", "receiver": "destination"}


class Recording:
    """A capture, and what the kernels said of it."""

    def __init__(self, stem):
        self.name = stem.name
        self.stem = stem
        with open(f"{stem}.tsv", encoding="ascii", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        self.said = {(row["packet"], row["end"]): row for row in rows}
        with open(f"{stem}.pcap", "rb") as file:
            self.head = file.read(24)
            self.records = []
            while len(record_head := file.read(16)) == 16:
                self.records.append(record_head + file.read(struct.unpack_from("<I", record_head, 8)[0]))

    def of(self, number, row, role):
        """What the kernel said of an end behind a segment, the sender or receiver of that row."""
        return self.said[str(number), row[ROLES[role]]]


def states_of(program, head, records):
    """The rows of tcplens-states."""
    done = subprocess.run([program, "-"], input=head + b"".join(records), capture_output=True, timeout=60, check=False)
    if done.returncode != 0 or done.stderr:
        raise Failure(f"{program}: status {done.returncode}: {done.stderr.decode().strip()}")
    rows = list(csv.DictReader(done.stdout.decode("ascii").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(rows) != len(records):
        raise Failure(f"{program}: {len(rows)} rows for {len(records)} segments")
    return rows


Disagreement = collections.namedtuple("Disagreement", "recording packet flags role address ours certainty kernel rule")


class Tally:
    """What was compared."""
    KINDS = ("whole", "started late", "one direction", "one missing")
    UNSURE_PARTS = 1 / 500  # how many of the states told of a part may be wrong, if they weren't called proven

    def __init__(self):
        self.compared = self.agreed = self.last_compared = self.last_agreed = 0
        self.untold = collections.Counter()
        self.disagreements = []

    def __add__(self, other):
        both = Tally()
        for name, value in vars(self).items():
            setattr(both, name, value + getattr(other, name))
        return both

    def compare(self, recording, number, role, row, is_last=False):
        said = recording.of("last" if is_last else number, row, role)
        if said["untold"]:
            self.untold[said["untold"]] += 1
            return
        agrees = row[f"{role}_state"] == said["state"]
        self.compared += 1
        self.agreed += agrees
        if is_last:
            self.last_compared += 1
            self.last_agreed += agrees
        if not agrees:
            self.disagreements.append(Disagreement(
                recording.name, said["packet"], row["flags"], role, said["end"], row[f"{role}_state"],
                row[f"{role}_certainty"], said["state"], row[f"{role}_rule"]))

    def is_sound(self, kind):
        proven = any(each.certainty == "proven" for each in self.disagreements)
        allowed = 0 if kind == "whole" else self.compared * self.UNSURE_PARTS
        return not proven and len(self.disagreements) <= allowed


def compare_whole(program, recording, tally):
    rows = states_of(program, recording.head, recording.records)
    for number, row in enumerate(rows, 1):
        for role in ROLES:
            tally.compare(recording, number, role, row)
            if number == len(rows):
                tally.compare(recording, number, role, row, is_last=True)
    return rows


def is_end(row):
    return "F" in row["flags"] or "R" in row["flags"]


def compare_part(program, recording, whole, kept, tally):
    """Compares what is told of some of a recording's segments: `kept` has their numbers."""
    rows = states_of(program, recording.head, [recording.records[number - 1] for number in kept])
    ended = next((number for number, row in enumerate(whole, 1) if is_end(row)), len(whole) + 1)
    for number, row in zip(kept, rows):
        for role in ROLES:
            certainty = row[f"{role}_certainty"]
            # Who hasn't seen the connection's start can't tell what its end goes back to.
            listens = recording.of(number, row, role)["state"] == "LISTEN"
            if not listens and (certainty == "proven" or (number < ended and certainty != "unknown")):
                tally.compare(recording, number, role, row)


def cuts(recording, rows):
    """The numbers of segments from which on a capture that started late is compared."""
    last = len(rows)
    for first in sorted({*range(2, 12), *range(12, last, 17), last - 2, last - 1, last}):
        # The first one seen has to be an end's own, and what a SYN meets can't be told from it alone.
        if not 1 < first <= last:
            continue
        row = rows[first - 1]
        if row["flags"] != "S" and not recording.of(first, row, "sender")["untold"]:
            yield first


def missed(recording, rows):
    """The numbers of segments whose want a connection's other segments make good: of those where nothing else is
    wanting, out of order, or a stranger's."""
    if any(said["untold"] == laboratory.STRANGER for said in recording.said.values()):
        return
    due = {}
    for row in rows:
        seq, length = int(row["seq"]), int(row["length"]) + ("S" in row["flags"]) + ("F" in row["flags"])
        if row["flags"] != "S" and due.setdefault(row["source"], seq) != seq:
            return
        due[row["source"]] = (seq + length) % 2**32
    for number, row in enumerate(rows, 1):
        if row["flags"] in (".", "P.") and (number < 16 or number % 13 == 0):
            yield number


def compare_without(program, recording, whole, missing, tally):
    """Compares what is told without one segment: its receiver's state from where others show that it arrived."""
    lost = whole[missing - 1]
    sender, receiver, end = lost["source"], lost["destination"], int(lost["seq"]) + int(lost["length"])
    acknowledges_again = False
    answered = lost["length"] == "0"
    kept = [number for number in range(1, len(whole) + 1) if number != missing]
    for number, row in zip(kept, states_of(program, recording.head, [recording.records[n - 1] for n in kept])):
        if number > missing:
            acknowledges_again |= row["source"] == sender and row["ack"] != "" and "R" not in row["flags"]
            answered |= row["source"] == receiver and row["ack"] != "" and (int(row["ack"]) - end) % 2**32 < 2**31
        for role, address in ROLES.items():
            if row[address] == sender or number < missing or (acknowledges_again and answered):
                tally.compare(recording, number, role, row)


def compare_one(program, stem):
    """Tallies for one recording."""
    tallies = {kind: Tally() for kind in Tally.KINDS}
    recording = Recording(stem)
    rows = compare_whole(program, recording, tallies["whole"])
    numbers = range(1, len(rows) + 1)
    for first in cuts(recording, rows):
        compare_part(program, recording, rows, numbers[first - 1:], tallies["started late"])
    for source in sorted({row["source"] for row in rows}):
        kept = [number for number in numbers if rows[number - 1]["source"] == source]
        compare_part(program, recording, rows, kept, tallies["one direction"])
    for missing in missed(recording, rows):
        compare_without(program, recording, rows, missing, tallies["one missing"])
    return tallies


def compare_all(program, directory):
    stems = [path.with_suffix("") for path in sorted(directory.glob("*.tsv"))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda stem: compare_one(program, stem), stems))
    return {name: sum((tallies[name] for tallies in found), Tally()) for name in Tally.KINDS}


def report(tallies):
    columns = ["compared", "recording", "packet", "flags", "end", "address", "ours", "certainty", "kernel", "our rule"]
    table = [columns] + [
        [name, each.recording, each.packet, each.flags, each.role, each.address, each.ours, each.certainty,
         each.kernel, each.rule] for name, tally in tallies.items() for each in tally.disagreements]
    if len(table) > 1:
        widths = [max(map(len, column)) for column in zip(*table)]
        for row in table:
            print("  ".join(f"{word:{width}}" for word, width in zip(row, widths)).rstrip())
    for name, tally in tallies.items():
        last = f", {tally.last_agreed} of {tally.last_compared} last ones" if tally.last_compared else ""
        print(f"{name}: {tally.agreed} of {tally.compared} states agree{last}; {sum(tally.untold.values())} that no "
              "capture can tell")
    for why, count in tallies["whole"].untold.most_common():
        print(f"  {count:5} {why}")
    return tallies["whole"].compared > 0 and all(tally.is_sound(name) for name, tally in tallies.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where the example programs are")
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--from", dest="recorded", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--walks", type=int, default=0, metavar="N")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    program = options.bin.resolve() / "tcplens-states"
    scenarios.SCENARIOS += scenarios.walks(options.walks)
    if options.list:
        print("\n".join(scenario.name for scenario in scenarios.SCENARIOS))
        return 0
    if options.recorded:
        return 0 if report(compare_all(program, options.recorded)) else 1
    if reason := why_not():
        print(f"skipped: no recordings of real sockets can be made here: {reason}")
        return 77
    if options.keep and options.keep.exists() and any(options.keep.iterdir()):
        parser.error(f"{options.keep} is not empty")
    with tempfile.TemporaryDirectory(prefix="tcplens-") as scratch:
        directory = options.keep or pathlib.Path(scratch)
        directory.mkdir(parents=True, exist_ok=True)
        failures = record_all(options.names, directory)
        sound = report(compare_all(program, directory))
    for name, failure in sorted(failures.items()):
        print(f"not recorded: {name}: {failure}")
    return 0 if sound and not failures else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failure, OSError) as failure:
        sys.exit(f"run.py: {failure}")
