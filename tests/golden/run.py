#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example programs and compares what they print with the files in expected/.

usage: run.py --bin DIR [--update] [NAME...]

A row of cases.tsv is a case; its columns are separated by tabs:
  name       unique; NAME on the command line picks cases by it
  program    an example program in DIR
  arguments  split as a shell does; paths are relative to the root of the repository, where the program runs;
             `< FILE` at their end is standard input
  status     the exit status
  stdout     a file in expected/ that standard output equals byte for byte, or - for nothing
  stderr     a regular expression for all of standard error but its last line end; empty for nothing
Cases of a program that isn't built for want of a library are skipped; where no other is left, the exit status is 77.
"""
import argparse
import csv
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = HERE / "expected"
COLUMNS = ["name", "program", "arguments", "status", "stdout", "stderr"]
# Programs that are built only where these libraries are.
NEEDS = {"own_source": "libtins", "live": "libpcap"}


def read_cases():
    with open(HERE / "cases.tsv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    if header != COLUMNS:
        sys.exit(f"cases.tsv:1: the columns must be {COLUMNS}")
    cases = []
    for number, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS):
            sys.exit(f"cases.tsv:{number}: {len(row)} columns instead of {len(COLUMNS)}")
        cases.append(dict(zip(COLUMNS, row)))
    names = [case["name"] for case in cases]
    if len(set(names)) != len(names):
        sys.exit("cases.tsv: a name stands twice")
    return cases


def diff(expected, actual, name):
    def lines(data):
        return data.decode("utf-8", "backslashreplace").splitlines(keepends=True)

    text = ""
    for line in difflib.unified_diff(lines(expected), lines(actual), f"expected/{name}", "actual"):
        text += line if line.endswith("\n") else line + "\n\\ no line end\n"
    return text


def run(case, bin_dir, update):
    """The complaints about one case; none means it passed."""
    environment = {**os.environ, "TZ": "UTC"}
    environment.pop("NO_COLOR", None)
    arguments, _, given = case["arguments"].partition(" < ")
    try:
        with open(ROOT / given if given else os.devnull, "rb") as stdin:
            done = subprocess.run(
                [bin_dir / case["program"], *shlex.split(arguments)],
                cwd=ROOT, env=environment, stdin=stdin, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"{error}\n"]

    complaints = []
    stderr = done.stderr.decode("utf-8", "backslashreplace")
    if str(done.returncode) != case["status"]:
        complaints.append(f"exit status {done.returncode} instead of {case['status']}\n")
    if not re.fullmatch(case["stderr"], stderr.removesuffix("\n")):
        complaints.append(f"standard error does not match {case['stderr']!r}:\n{stderr}\n")

    if case["stdout"] == "-":
        if done.stdout:
            complaints.append(diff(b"", done.stdout, "-"))
        return complaints
    path = EXPECTED / case["stdout"]
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(done.stdout)
    elif not path.exists():
        complaints.append(f"no file expected/{case['stdout']}; --update makes it\n")
    elif path.read_bytes() != done.stdout:
        complaints.append(diff(path.read_bytes(), done.stdout, case["stdout"]))
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where the example programs are")
    parser.add_argument("--update", action="store_true", help="write the expected files")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()

    cases = read_cases()
    unknown = set(options.names) - {case["name"] for case in cases}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    if options.names:
        cases = [case for case in cases if case["name"] in options.names]
    elif not options.update:
        used = {case["stdout"] for case in cases}
        for path in sorted(EXPECTED.rglob("*")):
            if path.is_file() and path.relative_to(EXPECTED).as_posix() not in used:
                print(f"unused: expected/{path.relative_to(EXPECTED).as_posix()}")

    missing = {program for program in NEEDS if not (options.bin / program).exists()}
    skipped = [case for case in cases if case["program"] in missing]
    for program in sorted({case["program"] for case in skipped}):
        print(f"skipped: {program}, which is not built without {NEEDS[program]}")
    cases = [case for case in cases if case not in skipped]

    passed = 0
    for case in cases:
        complaints = run(case, options.bin.resolve(), options.update)
        passed += not complaints
        if complaints:
            print(f"FAILED {case['name']}: {case['program']} {case['arguments']}")
            print("".join(complaints))
    print(f"golden: {passed} of {len(cases)}" + (f", {len(skipped)} skipped" if skipped else ""))
    if skipped and not cases:
        return 77
    return 0 if cases and passed == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
