#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs each program once with nowhere to write to: lost output is no success.

usage: full.py --bin DIR

Exit status 77 without a /dev/full.
"""
import argparse
import os
import pathlib
import shlex
import subprocess
import sys

import run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where the example programs are")
    bin_dir = parser.parse_args().bin.resolve()
    if not os.path.exists("/dev/full"):
        print("skipped: no /dev/full")
        return 77
    # Of each program the first case that succeeds with a file.
    cases = {}
    for case in run.read_cases():
        if case["status"] == "0" and case["stdout"] != "-" and not {"<", "--help"} & set(case["arguments"].split()):
            cases.setdefault(case["program"], case)
    ran, wrong = 0, []
    for program, case in cases.items():
        if not (bin_dir / program).exists():
            print(f"passed over: {program}")
            continue
        with open("/dev/full", "wb") as full:
            done = subprocess.run([bin_dir / program, *shlex.split(case["arguments"])], cwd=run.ROOT, stdin=subprocess.DEVNULL,
                                  stdout=full, stderr=subprocess.DEVNULL, timeout=60)
        ran += 1
        if done.returncode != 1:
            wrong.append(f"{program} {case['arguments']} ends with {done.returncode}")
    print(*wrong, f"full: {ran - len(wrong)} of {ran}", sep="\n")
    return 1 if wrong or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
