#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads back what tcplens-dump prints for the project's captures and for those of a corpus, where there is one.

usage: roundtrip.py PROGRAM [--corpus DIR]

PROGRAM is tcplens_roundtrip. Exit status: 0 = every record has the fields that its packet has, and at least 99.5 % are
printed again as they were; 1 = not so; 77 = no corpus, and the project's captures passed.
"""
import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NOTATIONS = ["4.99", "5.0", "3.9", "3.7"]
MODES = {"nn": ["0", "relative"], "nnS": ["0", "absolute"], "nnv": ["1", "relative"], "nnvvS": ["2", "absolute"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE.parents[2] / "shared" / "corpus" / "tcpdump")
    options = parser.parse_args()
    own = sorted((HERE.parents[1] / "examples" / "data").glob("*.pcap"))
    corpus = sorted(path for path in options.corpus.glob("*.pcap*") if path.suffix in (".pcap", ".pcapng"))
    passed = True
    for name, captures in (("examples", own), ("corpus", corpus)):
        for mode, arguments in MODES.items() if captures else ():
            for notation in NOTATIONS:
                done = subprocess.run([options.program, notation, *arguments, *captures], capture_output=True, text=True,
                                      timeout=300)
                print(f"{name} {notation} {mode}: {done.stdout}", end="")
                passed &= done.returncode == 0
    if not passed:
        return 1
    return 0 if corpus else 77


if __name__ == "__main__":
    sys.exit(main())
