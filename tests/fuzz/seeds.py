#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Fills a folder with what the fuzzers start from: FOLDER/capture with the project's captures, FOLDER/frame with their
frames, FOLDER/encode with their TCP headers, FOLDER/listing
with what was printed of them. FOLDER/connection is made and left empty."""
import pathlib
import struct
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
CAPTURES = [TESTS.parent / "examples" / "data", TESTS / "golden" / "input"]

# As `frame_types` in bodies.hpp.
LINK_TYPES = [1, 0, 9, 12, 14, 50, 101, 104, 108, 113, 129, 228, 229, 242, 276, 147]


def frames(capture):
    """(link type, octets) of each whole record of a little-endian pcap file, in which the project writes its own."""
    if capture[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") or len(capture) < 24:
        return
    link = struct.unpack_from("<I", capture, 20)[0]
    at = 24
    while at + 16 <= len(capture):
        size = struct.unpack_from("<I", capture, at + 8)[0]
        frame = capture[at + 16:at + 16 + size]
        if len(frame) == size:
            yield link, frame
        at += 16 + size


def main():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    folder = pathlib.Path(sys.argv[1])
    for name in ("capture", "frame", "connection", "encode", "listing"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in sorted(path for source in CAPTURES for path in source.glob("*.pcap*")):
        capture = path.read_bytes()
        (folder / "capture" / path.name).write_bytes(capture)
        for number, (link, frame) in enumerate(frames(capture), 1):
            if link in LINK_TYPES:
                first = bytes([LINK_TYPES.index(link)])
                (folder / "frame" / f"{path.name}.{number}").write_bytes(first + frame)
            if link == 1 and len(frame) > 54 and frame[12:15] == b"\x08\0E":
                (folder / "encode" / f"{path.name}.{number}").write_bytes(frame[34:])
    for folder_of in ("expected", "listings"):
        for path in sorted((TESTS / "golden" / folder_of).glob("*")):
            if path.is_file() and path.stat().st_size < 20000:
                (folder / "listing" / path.name).write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
