#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Asks clang for all that is public, and whether each of it has a comment and stands in the reference.

usage: names.py [XML]

XML is the folder that the target `docs` writes for this test; exit status 77 where it or clang is missing. Public is
what is declared in namespace tcplens and in no namespace `detail`: functions, types, concepts, variables, enumerators,
and of types the public members and the friends that are defined there.
"""
import collections
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILTER = ROOT / "cmake" / "docs" / "filter.py"

CLANGS = ["clang++-19", "clang++-16", "clang++"]
HEADERS = ["tcplens.hpp", "adapters/ostream.hpp", "adapters/format.hpp", "adapters/expected.hpp"]
NAMELESS = re.compile(r"Specialization|DeductionGuide|StaticAssert|Using|Destructor|AccessSpec|Empty|Indirect")
TYPES = ("CXXRecordDecl", "EnumDecl")
TEMPLATES = ("ClassTemplateDecl", "FunctionTemplateDecl", "VarTemplateDecl", "TypeAliasTemplateDecl")
PARAMETERS = ("TemplateTypeParmDecl", "NonTypeTemplateParmDecl", "TemplateTemplateParmDecl")

Name = collections.namedtuple("Name", "path file offset commented type")


class Dump:
    """Clang's syntax tree, without what is inside of functions and expressions."""

    def __init__(self, text):
        self.text = text
        self.file = ""

    def place(self, node):
        """A place names its file only where that is another than the last one's."""
        if "offset" in node:
            self.file = node.setdefault("file", self.file)
        elif node.get("kind", "").endswith("Comment"):
            node.pop("inner", None)
        elif node.get("kind", "").endswith(("Stmt", "Expr", "Literal")):
            return {"kind": node["kind"]}
        return node

    def namespaces(self):
        decoder = json.JSONDecoder(object_hook=self.place)
        at = 0
        while (at := self.text.find("{", at)) >= 0:
            node, at = decoder.raw_decode(self.text, at)
            if node.get("kind") == "NamespaceDecl" and node.get("name") == "tcplens":
                yield node


def inner(node):
    return node.get("inner", [])


def commented(node):
    return any(child.get("kind") == "FullComment" for child in inner(node))


def location(node):
    place = node.get("loc", {})
    place = place.get("expansionLoc", place)
    return place.get("file", ""), place.get("offset", 0)


def collect(node, path, names):
    """Adds each public declaration in a namespace, type or enumeration."""
    visible = node.get("tagUsed") != "class"
    for child in inner(node):
        kind = child.get("kind", "")
        if kind == "AccessSpecDecl":
            visible = child.get("access") == "public"
        if kind == "FriendDecl":
            for declared in inner(child):
                # A friend that is only declared has its comment elsewhere.
                is_function = declared.get("kind") in ("FunctionDecl", "FunctionTemplateDecl")
                has_body = any(part.get("kind") == "CompoundStmt" for part in inner(declared))
                is_defined = has_body or declared.get("explicitlyDefaulted") or declared.get("explicitlyDeleted")
                if is_function and is_defined:
                    add(declared, path, names)
        elif visible and child.get("name") != "detail" and kind.endswith("Decl"):
            add(child, path, names)


def add(node, path, names):
    kind, name = node["kind"], node.get("name")
    if not name or node.get("isImplicit") or NAMELESS.search(kind):
        return
    below = f"{path}::{name}" if not re.fullmatch(r"v\d+_\d+", name) else path
    if kind == "NamespaceDecl":
        collect(node, below, names)
        return
    # A template is what it is a template of.
    content = node
    if kind in TEMPLATES:
        declarations = (child for child in inner(node) if child["kind"].endswith("Decl"))
        content = next(child for child in declarations if child["kind"] not in PARAMETERS)
    is_forward = content["kind"] == "CXXRecordDecl" and not content.get("completeDefinition")
    if not is_forward and not node.get("previousDecl"):
        names.append(Name(below, *location(node), commented(node) or commented(content),
                          content.get("type", {}).get("qualType", "")))
    elif node.get("previousDecl") and not is_forward:
        return
    if content["kind"] in TYPES:
        collect(content, below, names)


def public_names(clang):
    done = subprocess.run(
        [clang, "-std=c++2b", f"-I{ROOT / 'include'}", "-fsyntax-only", "-x", "c++", "-",
         "-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=tcplens"],
        input="".join(f"#include <tcplens/{header}>\n" for header in HEADERS),
        capture_output=True, text=True, timeout=300, check=True)
    names = []
    for node in Dump(done.stdout).namespaces():
        collect(node, "tcplens", names)
    return names


def described_alike():
    """What filter.py knows to say of a line."""
    spec = importlib.util.spec_from_file_location("filter", FILTER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.description


def plain(path):
    """A name without template arguments; what it converts to, without its namespace."""
    if "operator" in path:
        return path.replace("operator tcplens::", "operator ").replace("operator const tcplens::", "operator const ")
    return re.sub(r"<.*>", "", path).rstrip()


def reference_names(folder):
    """How many entries with a text each name has in the reference."""
    entries = collections.defaultdict(set)

    def note(path, entry):
        if any("".join(entry.find(part).itertext()).strip() for part in ("briefdescription", "detaileddescription")):
            entries[plain(path)].add(entry.get("id"))

    for path in folder.glob("*.xml"):
        compound = ElementTree.parse(path).getroot().find("compounddef")
        if compound is None or compound.get("kind") not in ("class", "struct", "concept", "namespace", "group"):
            continue
        own = compound.findtext("compoundname")
        note(own, compound)
        for member in compound.iter("memberdef"):
            name = member.findtext("qualifiedname") or f"{own}::{member.findtext('name')}"
            note(name, member)
            for value in member.iter("enumvalue"):
                note(f"{name}::{value.findtext('name')}", value)
    return {name: len(ids) for name, ids in entries.items()}


class Source:
    """A header, to look at the lines around a declaration."""

    def __init__(self, path):
        self.octets = pathlib.Path(path).read_bytes()
        self.lines = self.octets.decode().split("\n")
        self.name = pathlib.Path(path).relative_to(ROOT)

    def row(self, offset):
        return self.octets.count(b"\n", 0, offset)

    def comment(self, row):
        """The lines of the comment above a declaration, which may begin with `template`."""
        above = row - 1
        while re.match(r"\s*(template <|requires\b)", self.lines[above]):
            above -= 1
        last = above
        while self.lines[above].lstrip().startswith("///"):
            above -= 1
        return "\n".join(self.lines[above + 1:last + 1])


def main(xml=None):
    clang = next(filter(None, map(shutil.which, CLANGS)), None)
    if not clang or (xml and not pathlib.Path(xml).is_dir()):
        print(f"skipped: no {'folder ' + xml if clang else 'clang++'}")
        return 77
    names = public_names(clang)
    description = described_alike()
    sources = {file: Source(file) for file in {name.file for name in names}}
    complaints = []
    for name in names:
        source = sources[name.file]
        row = source.row(name.offset)
        where = f"{source.name}:{row + 1}: {name.path}"
        line = source.lines[row]
        if not name.commented and not description(line) and not line.endswith("= default;"):
            complaints.append(f"{where} has no comment")
        returns_result = re.match(r"(?:tcplens::)?result<[^(]*\(", name.type)
        if returns_result and not re.search(r"/// (Errors: |Never fails)", source.comment(row)):
            complaints.append(f"{where} returns a result, and its comment has no `Errors:`")
    if xml:
        described = reference_names(pathlib.Path(xml))
        complaints += [f"{path} is private and in the reference" for path in described if "detail::" in path]
        for path, count in collections.Counter(plain(name.path) for name in names).items():
            if described.get(path, 0) < count:
                complaints.append(f"{path} is public {count} times, {described.get(path, 0)} times in the reference")
    for complaint in sorted(set(complaints)):
        print(complaint)
    print(f"names: {len(names)} public, {len(complaints)} without a comment or out of the reference")
    return 1 if complaints or not names else 0


if __name__ == "__main__":
    if len(sys.argv) not in (1, 2):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
