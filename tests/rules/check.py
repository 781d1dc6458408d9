#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the rules of the house that no compiler checks. Each breach is printed as file:line: message."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
LIBRARY = INCLUDE / "tcplens"

TOP_LEVEL = {
    "include", "tests", "bench", "examples", "cmake",
    "CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE",
    "conanfile.py",
}
SPDX = "// SPDX-License-Identifier: BSL-1.0"
LINES_AT_MOST = 400
README_LINES_AT_MOST = 250

# A folder includes itself and folders of a lower level; folders of one level know nothing of each other.
LEVEL = {"core": 0, "wire": 1, "sequence": 1, "state": 1, "text": 2, "capture": 2, "adapters": 3}

# Heavy headers, which only adapters/ may include.
HEAVY = set("""
    algorithm chrono expected format fstream functional iomanip iostream istream iterator locale map memory ostream
    ranges regex sstream stdexcept string system_error unordered_map vector
""".split())

# Written so that this line does not fit itself.
LEFT_OPEN = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
INCLUDES = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
DEFINES = re.compile(r"^\s*#\s*define\b")

# The paragraphs of a doc comment, in their order.
PARAGRAPHS = ["Units", "Shape", "Optional", "Errors", "Spec", "Cost", "Example"]
PARAGRAPH = re.compile(rf"^\s*/// ({'|'.join(PARAGRAPHS)}):")

breaches = []


def breach(path, line, message):
    breaches.append(f"{path.relative_to(ROOT).as_posix()}:{line}: {message}")


def project_files():
    """What git tracks or would track; outside a work tree, all but the build trees."""
    git = shutil.which("git") and subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True)
    if git and git.returncode == 0:
        paths = [ROOT / name for name in git.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if path.relative_to(ROOT).parts[0] not in ("build", ".git")]
    return sorted(path for path in paths if path.is_file())


def includes(path):
    """(line, quote, name) of each include."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := INCLUDES.match(line):
            yield number, found[1], found[2]


def folder_of(header):
    """The folder that a header under include/tcplens belongs to; wire.hpp belongs to wire. None at the top."""
    parts = header.relative_to(LIBRARY).parts
    name = parts[0].removesuffix(".hpp")
    return name if name in LEVEL else None


def check_top_level(files):
    for name in sorted({path.relative_to(ROOT).parts[0] for path in files}):
        if name not in TOP_LEVEL and not name.startswith("."):
            breach(ROOT / name, 1, "the top level has no place for it")


def check_header_text(header):
    lines = header.read_text(encoding="utf-8").splitlines()
    if lines[:1] != [SPDX]:
        breach(header, 1, f"the first line must be '{SPDX}'")
    comment = []
    for line in lines[1:]:
        if not line.startswith("// "):
            break
        comment.append(line)
    if not any(line.rstrip().endswith(".") for line in comment):
        breach(header, 2, "from the second line on, a // comment must say in a sentence what the header is for")
    if "#pragma once" not in lines:
        breach(header, 1, "no '#pragma once'")
    if len(lines) > LINES_AT_MOST:
        breach(header, len(lines), f"{len(lines)} lines, more than {LINES_AT_MOST}: is it one idea?")
    if header != LIBRARY / "version.hpp":
        for number, line in enumerate(lines, 1):
            if DEFINES.match(line):
                breach(header, number, "a macro; only version.hpp has any")


def check_comments(header):
    last = -1
    for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
        if not line.lstrip().startswith("///"):
            last = -1
        elif found := PARAGRAPH.match(line):
            rank = PARAGRAPHS.index(found[1])
            if rank <= last:
                breach(header, number, f"'{found[1]}:' stands behind '{PARAGRAPHS[last]}:'")
            last = rank


def check_header_includes(header):
    home = folder_of(header)
    if header != LIBRARY / "version.hpp" and not any(name.startswith("tcplens/") for _, _, name in includes(header)):
        breach(header, 1, "includes nothing of the library: include tcplens/version.hpp, which refuses languages below C++20")
    for number, quote, name in includes(header):
        if not name.startswith("tcplens/"):
            if quote == '"':
                breach(header, number, f'"{name}": spell it as a full path, tcplens/...')
            elif name in HEAVY and home != "adapters":
                breach(header, number, f"<{name}> is heavy; only adapters/ may include it")
            continue
        target = INCLUDE / name
        if not target.is_file():
            breach(header, number, f"{name} does not exist")
            continue
        folder = folder_of(target)
        if target == LIBRARY / "tcplens.hpp":
            breach(header, number, "nothing in the library includes the header of everything")
        elif target == LIBRARY / "version.hpp":
            pass
        elif folder == "adapters" and home != "adapters":
            breach(header, number, "adapters are opt-in; nothing includes them")
        elif header == LIBRARY / "tcplens.hpp":
            pass
        elif home is None or folder is None:
            breach(header, number, f"may not include {name}: one of the two belongs to no folder")
        elif folder == home:
            if target == LIBRARY / f"{home}.hpp":
                breach(header, number, f"{home}/ may not include its own folder header")
        elif LEVEL[folder] >= LEVEL[home]:
            breach(header, number, f"{home} may not include {folder}: core < wire, sequence, state < text, capture < adapters")


def check_folders():
    """Every folder has a header that includes all of it, and tcplens.hpp includes every such header."""
    everything = LIBRARY / "tcplens.hpp"
    included = {name for _, _, name in includes(everything)} if everything.is_file() else set()
    for folder in sorted(path for path in LIBRARY.iterdir() if path.is_dir()):
        if folder.name not in LEVEL:
            breach(folder, 1, f"an unknown folder; give it a level in {pathlib.Path(__file__).name}")
        if folder.name not in LEVEL or folder.name == "adapters":
            continue
        umbrella = LIBRARY / f"{folder.name}.hpp"
        if not umbrella.is_file():
            breach(folder, 1, f"no header tcplens/{umbrella.name}")
            continue
        if f"tcplens/{umbrella.name}" not in included:
            breach(everything, 1, f"tcplens/{umbrella.name} is not included")
        has = {name for _, _, name in includes(umbrella)}
        for header in sorted(folder.rglob("*.hpp")):
            name = header.relative_to(INCLUDE).as_posix()
            if name not in has:
                breach(umbrella, 1, f"{name} is not included")


def check_lists(headers):
    """What CMake lists by hand is what there is."""
    def compare(path, pattern, present, what):
        text = path.read_text(encoding="utf-8")
        listed = {found[1]: text.count("\n", 0, found.start()) + 1 for found in pattern.finditer(text)}
        for name in sorted(present - listed.keys()):
            breach(path, 1, f"{what} {name} is not listed")
        for name in sorted(listed.keys() - present):
            breach(path, listed[name], f"{what} {name} does not exist")

    compare(ROOT / "CMakeLists.txt", re.compile(r"^\s*(include/tcplens/\S+\.hpp)$", re.M),
            {header.relative_to(ROOT).as_posix() for header in headers}, "header")
    examples = ROOT / "examples" / "CMakeLists.txt"
    names = re.search(r"set\(examples([^)]*)\)", examples.read_text(encoding="utf-8"))
    present = {path.stem for path in (ROOT / "examples").glob("*.cpp")}
    listed = set(names[1].split()) if names else set()
    for name in sorted(present ^ listed):
        breach(examples, 1, f"example {name} " + ("is not listed" if name in present else "does not exist"))


def check_readme(headers):
    """The README's table has each header, and is short enough to be read."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    for header in headers:
        name = header.relative_to(LIBRARY).as_posix()
        if "/" in name and f"`{name}`" not in text:
            breach(readme, 1, f"the table of headers lacks {name}")
    if (lines := text.count("\n")) > README_LINES_AT_MOST:
        breach(readme, lines, f"{lines} lines, more than {README_LINES_AT_MOST}")


def check_static_tests(headers):
    """Each header with content of its own has tests/static/FOLDER_NAME.cpp."""
    for header in headers:
        relative = header.relative_to(LIBRARY)
        if len(relative.parts) > 1:
            test = ROOT / "tests" / "static" / ("_".join(relative.with_suffix("").parts) + ".cpp")
            if not test.is_file():
                breach(header, 1, f"no {test.relative_to(ROOT).as_posix()}")


def check_left_open(files):
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a capture
        for number, line in enumerate(lines, 1):
            if found := LEFT_OPEN.search(line):
                breach(path, number, f"{found[1]}: do it, or open an issue")


def main():
    files = project_files()
    headers = sorted(INCLUDE.rglob("*.hpp"))
    check_top_level(files)
    check_left_open(files)
    for header in headers:
        check_header_text(header)
        check_comments(header)
        check_header_includes(header)
    check_folders()
    check_lists(headers)
    check_readme(headers)
    check_static_tests(headers)
    for text in breaches:
        print(text)
    print(f"rules: {len(headers)} headers, {len(breaches)} breaches")
    return 1 if breaches or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
