#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps what the umbrella header costs whoever includes it: its lines behind the preprocessor of g++ 12.

usage: size.py COMPILER INCLUDE_DIRECTORY

Exit status 77, with a line that says why, for any other compiler: each standard library has headers of its own size.
"""
import subprocess
import sys

# Blank lines and line markers don't count. The standard headers that the library can't do without, <string_view> and
# <span> above all, are 14,300 of them.
LINES_AT_MOST = 23_150


def run(*command, text=""):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def main():
    compiler, include = sys.argv[1:]
    if "#define __GNUC__ 12\n" not in run(compiler, "-dM", "-E", "-x", "c++", "-"):
        print(f"skipped: {compiler} isn't g++ 12")
        return 77
    source = "#include <tcplens/tcplens.hpp>\n"
    lines = run(compiler, "-std=c++20", "-O2", "-E", "-P", f"-I{include}", "-x", "c++", "-", text=source).count("\n")
    print(f"the umbrella header is {lines} lines, of {LINES_AT_MOST} at most")
    return 0 if lines <= LINES_AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
