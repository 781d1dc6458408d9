#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Follows each link of the reference to a page, or a place on one, of its own.

usage: links.py HTML

HTML is the folder that the target `docs` writes; exit status 77 where it is missing.
"""
import html
import pathlib
import re
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    if not folder.is_dir():
        print(f"skipped: no {folder}")
        return 77
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    places = {name: set(map(html.unescape, re.findall(r'\b(?:id|name)="([^"]+)"', text))) for name, text in pages.items()}
    followed, broken = 0, set()
    for name, text in pages.items():
        for link in set(map(html.unescape, re.findall(r'href="([^"]+)"', text))):
            target, _, place = link.partition("#")
            target = target or name
            # Doxygen leads to a list of nested types also where all of them are private.
            if re.match(r"[a-z]+:", link) or place == "nested-classes":
                continue
            followed += 1
            if not (folder / target).exists() or (place and place not in places.get(target, ())):
                broken.add(link)
    for link in sorted(broken):
        print(f"broken: {link}")
    print(f"links: {followed - len(broken)} of {followed}")
    return 1 if broken or not followed else 0


if __name__ == "__main__":
    sys.exit(main())
