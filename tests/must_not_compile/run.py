#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles what must not compile, and compares what the compiler says with what the file expects in its first lines.

usage: run.py --include DIR COMPILER [FLAG...]

  // proof: TEXT   one of the proofs that fail, with the cell; there is such a line for each that fails, and no other
  // error: REGEX  a regular expression that fits a part of the diagnostics

A file without such a line must compile.
"""
import argparse
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def failed_proofs(diagnostics):
    """The proofs that failed, without what compilers spell differently; the library's source is quoted too."""
    found = re.findall(r"broken_(?:cell|state)<[^<>]*::[^<>]*>", diagnostics)
    return {re.sub(r"tcplens::(v0_1::)?", "", text) for text in found}


def check(path, command):
    """The complaints about one file; none means it passed."""
    head = path.read_text(encoding="utf-8")
    proofs = {text.strip() for text in re.findall(r"^// proof: (.*)$", head, re.M)}
    errors = re.findall(r"^// error: (.*)$", head, re.M)
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120)

    if not proofs and not errors:
        return [] if done.returncode == 0 else [f"doesn't compile:\n{done.stderr}"]
    if done.returncode == 0:
        return ["compiles"]
    complaints = [f"no diagnostic fits {error!r}" for error in errors if not re.search(error, done.stderr)]
    failed = failed_proofs(done.stderr)
    complaints += [f"the diagnostics lack {text}" for text in sorted(proofs - failed)]
    complaints += [f"an unexpected proof fails: {text}" for text in sorted(failed - proofs)]
    return complaints + ([done.stderr] if complaints else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--include", required=True, help="where the library's headers are")
    parser.add_argument("compiler")
    parser.add_argument("flags", nargs=argparse.REMAINDER)
    wanted = parser.parse_args()

    command = [wanted.compiler, *wanted.flags, "-std=c++20", "-fsyntax-only", "-I", wanted.include]
    files = sorted(HERE.glob("*.cpp"))
    passed = 0
    for path in files:
        complaints = check(path, command)
        passed += not complaints
        for text in complaints:
            print(f"{path.name}: {text}")
    print(f"must_not_compile: {passed} of {len(files)}")
    return 0 if files and passed == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
