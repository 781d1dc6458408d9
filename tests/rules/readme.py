#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the README's first program true.

usage: readme.py extract README OUT.cpp      writes the first ```cpp block
       readme.py check README PROGRAM        runs PROGRAM; if the next block after that one follows the line
                                             <!-- output -->, standard output must be equal to it
"""
import difflib
import pathlib
import re
import subprocess
import sys

PROGRAM = re.compile(r"^```cpp\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OUTPUT = re.compile(r"(?:(?!^```).)*?^<!-- output -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def main(mode, readme, path):
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    program = PROGRAM.search(text)
    if not program:
        return f"{readme}: no ```cpp block"
    if mode == "extract":
        line = text.count("\n", 0, program.start(1)) + 1
        # Diagnostics then name the line of the README.
        pathlib.Path(path).write_text(f'#line {line} "{readme}"\n{program[1]}', encoding="utf-8")
        return 0

    done = subprocess.run([path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        return f"{readme}: its program exits with {done.returncode}"
    output = OUTPUT.match(text, program.end())
    if not output:
        return 0
    actual = done.stdout.decode("utf-8", "backslashreplace")
    if actual != output[1]:
        sys.stdout.writelines(difflib.unified_diff(
            output[1].splitlines(True), actual.splitlines(True), readme, "what the program prints"))
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("extract", "check"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
