#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles each C++ block of the documentation, and looks whether what the other blocks name exists.

usage: blocks.py --include DIR COMPILER [FLAG...]

C++ blocks are what stands in ```cpp fences of the Markdown files and of the headers' comments, and in backticks behind
`Example:` there. A block with a main is a program, and compiled as it stands. Any other is a fragment, for which
preamble.hpp declares the names that it takes for granted:
- declarations, if it begins with one that needs a namespace around it (a class, a template, an assertion ...);
- an expression, if it has no semicolon: it has to be constant, and true where it is a condition;
- else statements of a function.

Shell and CMake blocks, and the prose around them, name presets, options, targets, programs and files.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

MARKDOWN = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "examples/README.md"]
# What a fragment declares, others would use; and yet no result may be thrown away unseen.
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused", "-Wunused-result", "-Wunused-value"]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
DECLARATIONS = re.compile(r"\s*(?://.*\n\s*)*(struct|class|enum|template|namespace|static_assert|using \w+ =)\b")

Block = collections.namedtuple("Block", "path line language text needs", defaults=[""])


def fences(path, text):
    for found in FENCE.finditer(text):
        yield Block(path, text.count("\n", 0, found.start(2)) + 1, found[1], found[2])


def markdown_blocks():
    for name in MARKDOWN:
        path = ROOT / name
        if path.is_file():
            yield from fences(path, path.read_text(encoding="utf-8"))


def header_blocks(path):
    """The fences in a header's comments, and what stands in backticks behind `Example:`."""
    text = path.read_text(encoding="utf-8")
    needs = re.search(r"^#if defined\((__cpp_lib_\w+)\)", text, re.M)
    needs = needs[1] if needs else ""
    # Of the comments only what they say, at the place where they say it.
    comments = "\n".join((re.match(r"\s*/// ?(.*)", line) or [""] * 2)[1] for line in text.split("\n"))
    for block in fences(path, comments):
        yield block._replace(needs=needs)
    for found in re.finditer(r"^Example: *(.*(?:\n.+)*)", comments, re.M):
        line = comments.count("\n", 0, found.start()) + 1
        code = re.match(r"`([^`]*)`$", found[1])
        if not code and not found[1].startswith("\n```"):
            sys.exit(f"{path}:{line}: an example without code in backticks")
        if code:
            yield Block(path, line, "cpp", code[1], needs)


def wrapped(number, block):
    """A fragment in a namespace of its own."""
    # Includes are for whoever copies it; here all is included already.
    code = re.sub(r"^#include .*$", "", block.text.strip("\n"), flags=re.M)
    before, after = [f"namespace block_{number} {{", "using namespace preamble;"], ["}"]
    if ";" not in code:
        code = f"static_assert(holds({code}));"
    elif not DECLARATIONS.match(code):
        before, after = [*before, "inline void fragment() {"], ["}", *after]
    if block.needs:
        before, after = [f"#if defined({block.needs})", *before], [*after, "#endif"]
    return "\n".join([*before, f'#line {block.line} "{block.path}"', code, *after, ""])


def compiles(compiler, standard, source):
    """Whether a source compiles; the compiler says why not, by the lines of the documentation."""
    done = subprocess.run([*compiler, standard, *WARNINGS, "-fsyntax-only", "-x", "c++", "-"], input=source,
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.stdout.write(done.stderr)
    return done.returncode == 0


def check_code(compiler, blocks):
    """How many of the C++ blocks don't compile; the fragments of one standard are compiled as one, and count as one."""
    programs = [block for block in blocks if "int main(" in block.text]
    fragments = [block for block in blocks if block not in programs]
    failed = sum(not compiles(compiler, "-std=c++20", f'#line {block.line} "{block.path}"\n{block.text}')
                 for block in programs)
    for standard, part in (("-std=c++20", [block for block in fragments if not block.needs]),
                           ("-std=c++2b", [block for block in fragments if block.needs])):
        source = f'#include "{HERE / "preamble.hpp"}"\n\n' + "\n".join(map(wrapped, range(len(part)), part))
        failed += not compiles(compiler, standard, source)
    print(f"blocks: {len(fragments)} fragments, {len(programs)} programs")
    return failed


def names_there_are():
    """What the project has by name, as sets by kind."""
    presets = json.loads((ROOT / "CMakePresets.json").read_text(encoding="utf-8"))
    scripts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("**/*.cmake")}
    lists = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("**/CMakeLists.txt")
             if path.relative_to(ROOT).parts[0] != "build"}
    cmake = "\n".join([*scripts.values(), *lists.values()])
    programs = {f"tcplens-{path.stem}" for path in (ROOT / "examples").glob("*.cpp")}
    return {
        "preset": {preset["name"] for kind in presets if kind.endswith("Presets") for preset in presets[kind]},
        "option": set(re.findall(r"\boption\((TCPLENS_\w+)", cmake)),
        "target": set(re.findall(r"\badd_(?:library|executable|custom_target)\(\s*([\w:]+)", cmake)) | programs,
        "program": programs,
        "function": set(re.findall(r"\bfunction\((tcplens_\w+)", cmake)),
    }


USES = {
    "preset": re.compile(r"--preset[ =]([\w-]+)"),
    "option": re.compile(r"\b(TCPLENS_(?!VERSION)[A-Z_]+)\b"),
    "target": re.compile(r"(?:--target |target_link_libraries\([^)]*\b)([\w-]+(?:::\w+)?)"),
    "program": re.compile(r"\b(tcplens-(?:dump|explain|states|normalize|ladder|table)\w*)\b"),
    "function": re.compile(r"\b(tcplens_(?:add_)\w+)\("),
    "file": re.compile(r"(?<![\w/.-])((?:\.ci|bench|cmake|examples|include|tests)/[\w./-]*\w)"),
    "header": re.compile(r"(?:<tcplens/|`)((?:core|wire|sequence|state|text|capture|adapters)/\w+\.hpp)"),
}


def exists(kind, name, known):
    if kind == "file":
        return (ROOT / name).exists()
    if kind == "header":
        return (ROOT / "include" / "tcplens" / name).is_file()
    return name in known[kind]


def check_names():
    """How many names in the Markdown files are of nothing that there is."""
    known = names_there_are()
    wrong = 0
    for name in MARKDOWN:
        path = ROOT / name
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for kind, use in USES.items():
                for found in use.findall(line):
                    if not exists(kind, found, known):
                        print(f"{path}:{number}: there is no {kind} {found}")
                        wrong += 1
        for block in fences(path, path.read_text(encoding="utf-8")):
            if block.language == "json":
                json.loads(block.text)
    return wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--include", required=True)
    arguments.add_argument("compiler", nargs=argparse.REMAINDER)
    wanted = arguments.parse_args()
    blocks = [block for block in markdown_blocks() if block.language == "cpp"]
    for header in sorted((ROOT / "include").rglob("*.hpp")):
        blocks += header_blocks(header)
    compiler = [*wanted.compiler, f"-I{wanted.include}"]
    failed = check_code(compiler, blocks) + check_names()
    return 1 if failed or len(blocks) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
