#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the list in tcplens.cppm equal to the public names, which it asks clang for.

usage: names.py [--update] CLANG

A name is public that is declared at namespace scope in the umbrella header and in no namespace `detail`.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = ROOT / "include" / "tcplens" / "tcplens.cppm"
LIST = re.compile(r"(?<=^// What can be imported: the public names\.\n\n)export .*", re.M | re.S)

# What has no name of its own to export: a specialization, a guide, an assertion comes with what it is about.
NAMELESS = re.compile(r"Specialization|DeductionGuide|StaticAssert|Using|Friend|Empty|LinkageSpec")


def keep_namespaces(node):
    """Drops what is inside of anything but a namespace while the dump is read: that is nearly all of it."""
    if "inner" in node and node.get("kind") != "NamespaceDecl":
        del node["inner"]
    return node


def namespaces(text):
    """The top-level namespaces of the dump, one for each time that one is opened."""
    decoder = json.JSONDecoder(object_hook=keep_namespaces)
    at = 0
    while (at := text.find("{", at)) >= 0:
        node, at = decoder.raw_decode(text, at)
        if node.get("kind") == "NamespaceDecl" and node.get("name") == "tcplens":
            yield node


def collect(node, path, names):
    """Adds (namespace, name) of each public declaration; the version's inline namespace goes without saying."""
    for child in node.get("inner", []):
        kind, name = child.get("kind", ""), child.get("name")
        if kind == "NamespaceDecl":
            if name != "detail":
                inside = f"{path}::inline {name}" if child.get("isInline") else f"{path}::{name}"
                collect(child, path if re.fullmatch(r"v\d+_\d+", name) else inside, names)
        elif name and kind.endswith("Decl") and not NAMELESS.search(kind) and not child.get("isImplicit"):
            names.add((path, name))


def spelled(path):
    """How a name in the namespace is qualified; `inline` stands only where it is opened."""
    return path.replace("inline ", "")


def public_names(clang):
    done = subprocess.run(
        [clang, "-std=c++20", f"-I{ROOT / 'include'}", "-fsyntax-only", "-x", "c++", "-",
         "-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=tcplens"],
        input="#include <tcplens/tcplens.hpp>\n", capture_output=True, text=True, timeout=120, check=True)
    names = set()
    for node in namespaces(done.stdout):
        collect(node, "tcplens", names)
    return names


def listed_names(text):
    names = set()
    for path, body in re.findall(r"^export namespace ([^\n]+?) \{\n(.*?)^\}", text, re.M | re.S):
        names |= {(path, name) for name in re.findall(rf"^using {spelled(path)}::(.+);$", body, re.M)}
    return names


def as_list(names):
    return "\n".join(
        f"export namespace {path} {{\n" + "".join(f"using {spelled(path)}::{name};\n" for at, name in sorted(names) if at == path) + "}\n"
        for path in sorted({path for path, _ in names}))


def main(arguments):
    update = "--update" in arguments
    clang, = [argument for argument in arguments if argument != "--update"]
    public = public_names(clang)
    text = MODULE.read_text(encoding="utf-8")
    if update:
        MODULE.write_text(LIST.sub(lambda _: as_list(public), text), encoding="utf-8")
        return 0
    listed = listed_names(text)
    for path, name in sorted(public - listed):
        print(f"{MODULE.name}: {path}::{name} is public and not exported")
    for path, name in sorted(listed - public):
        print(f"{MODULE.name}: {path}::{name} is exported and doesn't exist")
    print(f"names: {len(public)} public, {len(listed)} exported")
    if public != listed:
        print(f"to correct the list: python3 {pathlib.Path(__file__).relative_to(ROOT)} --update {clang}")
    return 0 if public and public == listed else 1


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
