#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps examples/README.md true: what it shows below a command is a part of what the command prints.

usage: guide.py --bin DIR

A line `...` stands for any lines. Programs that aren't in DIR, for lack of a library, are passed over.
"""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"^```sh\nbuild/test/examples/(\w+) ([^\n]*)\n```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where the example programs are")
    bin_dir = parser.parse_args().bin.resolve()
    commands = SHOWN.findall((ROOT / "examples/README.md").read_text(encoding="utf-8"))
    wrong = [] if commands else ["no command is shown"]
    ran = 0
    for program, arguments, shown in commands:
        if not (bin_dir / program).exists():
            print(f"passed over: {program}")
            continue
        printed = subprocess.run([bin_dir / program, *shlex.split(arguments)], cwd=ROOT, env={**os.environ, "TZ": "UTC"},
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60).stdout
        ran += 1
        pattern = re.escape(shown).replace(re.escape("...\n"), "(?:.*\n)*?")
        if not re.search(f"^{pattern}", printed, re.MULTILINE):
            wrong.append(f"{program} {arguments} doesn't print\n{shown}but\n{printed}")
    print(*wrong, f"guide: {ran - len(wrong)} of {ran}", sep="\n")
    return 1 if wrong or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
