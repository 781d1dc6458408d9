#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares tcplens-dump with what tcpdump printed for the captures of a corpus, where there is one.

usage: corpus.py --bin DIR [--corpus DIR] [--modes nn,nnS,nnv,nnvvS] [--show N]

The corpus has a manifest of captures, a file of tcpdump's output beside each for every mode, and compare.py, which
holds the rule for what is compared. corpus_floor.tsv says for each mode how many records must match at least and how
many may be extra at most. Exit status: 0 = no floor broken, 1 = one is, or the program crashed, 77 = no corpus.
"""
import argparse
import contextlib
import csv
import importlib.util
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
MODES = {
    "nn": ["-nn", "-tt"],
    "nnS": ["-nn", "-tt", "-S"],
    "nnv": ["-nn", "-tt", "-v"],
    "nnvvS": ["-nn", "-tt", "-vv", "-S"],
}


def load_compare(path):
    spec = importlib.util.spec_from_file_location("compare", path)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True  # the corpus may be read-only, and is not ours
    spec.loader.exec_module(module)
    return module


def read_tsv(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def compare_file(compare, golden, candidate, show):
    """(matched, total, extra, report) as compare.py prints them."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        compare.main(["--show", str(show), str(golden), str(candidate)])
    first, _, rest = output.getvalue().partition("\n")
    counts = re.fullmatch(r"(\d+)/(\d+) extra=(\d+)", first)
    return (*map(int, counts.groups()), rest)


def run_mode(mode, options, compare, scratch):
    """[matched, total, extra] over all captures, and whether the program behaved."""
    total, by_link, sound = [0, 0, 0], defaultdict(lambda: [0, 0, 0]), True
    for row in read_tsv(options.corpus / "tcpdump" / "manifest.tsv"):
        capture = options.corpus / "tcpdump" / row["file"]
        golden = capture.with_name(f"{capture.name}.{mode}")
        if not golden.exists():  # tcpdump printed nothing of TCP
            continue
        with open(scratch, "wb") as out:
            try:
                status = subprocess.run(
                    [options.bin / "tcplens-dump", *MODES[mode], capture], stdin=subprocess.DEVNULL, stdout=out,
                    stderr=subprocess.PIPE, env={**os.environ, "TZ": "UTC"}, timeout=60).returncode
            except subprocess.TimeoutExpired:
                status = "timeout"
        # An exit status may say that a capture is damaged; a signal or a sanitizer's abort may not.
        if status not in (0, 1, 2):
            sound = False
            print(f"CRASHED ({status}) {mode} {row['file']}")
        matched, wanted, extra, report = compare_file(compare, golden, scratch, options.show)
        for counts in (total, by_link[row["linktype"]]):
            for i, n in enumerate((matched, wanted, extra)):
                counts[i] += n
        if options.show and (matched != wanted or extra):
            print(f"{mode} {row['file']}: {matched}/{wanted} extra={extra} status={status}\n{report}", end="")
    print(f"corpus {mode}: {total[0]}/{total[1]} extra={total[2]}")
    for link, counts in sorted(by_link.items(), key=lambda item: -item[1][1]):
        print(f"    {counts[0]:6}/{counts[1]:<6} extra={counts[2]:<5} {link}")
    return total, sound


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where tcplens-dump is")
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE.parents[2] / "shared" / "corpus")
    parser.add_argument("--modes", default="nn,nnS,nnv,nnvvS")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list failing captures, N records of each")
    options = parser.parse_args()
    modes = options.modes.split(",")
    if not set(modes) <= MODES.keys():
        parser.error(f"the modes are {', '.join(MODES)}")
    options.bin = options.bin.resolve()
    if not (options.corpus / "compare.py").exists():
        print(f"no corpus in {options.corpus}")
        return 77

    compare = load_compare(options.corpus / "compare.py")
    floors = {row["mode"]: row for row in read_tsv(HERE / "corpus_floor.tsv")}
    passed = True
    with tempfile.TemporaryDirectory() as scratch:
        for mode in modes:
            (matched, wanted, extra), sound = run_mode(mode, options, compare, pathlib.Path(scratch) / "candidate")
            floor = floors.get(mode, {"matched": 0, "extra": extra})
            kept = matched >= int(floor["matched"]) and extra <= int(floor["extra"])
            if not kept:
                print(f"corpus {mode}: the floor is {floor['matched']} matched, {floor['extra']} extra")
            passed &= sound and kept and wanted > 0
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
