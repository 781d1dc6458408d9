#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts each benchmark's instructions per operation with callgrind, for machines without a hardware counter.

Every benchmark runs N operations, then 2N: the difference is N operations without what start and output cost.
"""

import argparse
import os
import re
import subprocess
import sys


def collected(program, name, iterations):
    """All instructions of a run of `iterations` operations."""
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        + [program, f"--benchmark_filter=^{name}/iterations:"],
        env={**os.environ, "TCPLENS_BENCH_ITERATIONS": str(iterations)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found or name not in run.stdout:
        sys.exit(f"{name}: {run.stdout}{run.stderr}")
    return int(found.group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default="build/bench/bench/tcplens_bench")
    parser.add_argument("--filter", default=".", help="a regular expression that the names match")
    parser.add_argument("-n", type=int, default=16384, help="operations, a multiple of 256 (default: %(default)s)")
    wanted = parser.parse_args()

    listed = subprocess.run(
        [wanted.program, "--benchmark_list_tests", f"--benchmark_filter={wanted.filter}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    for name in listed.stdout.split():
        once, twice = (collected(wanted.program, name, count) for count in (wanted.n, 2 * wanted.n))
        print(f"{name:<34}{(twice - once) / wanted.n:10.1f}", flush=True)


if __name__ == "__main__":
    main()
