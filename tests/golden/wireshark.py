#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares wireshark_numbering with tshark: on the project's captures, on those of a corpus, where one is given, and on
made-up connections with reused ports, lost SYNs and numbers out of nowhere.

usage: wireshark.py PROGRAM [--corpus DIR] [--seed N]

PROGRAM is tcplens_numbers. Exit status: 0 = each number is the same, 1 = one is not, 77 = no tshark.
"""
import argparse
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def made_up(seed, flows=300):
    """A capture of raw IPv4 packets."""
    dice = random.Random(seed)
    packets = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)]

    def add(source, destination, seq, ack, flags, size):
        tcp = struct.pack(">HHIIBBHHH", source, destination, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags, 1000, 0, 0)
        tcp += b"x" * size
        hosts = (0x0A000001, 0x0A000002) if source != 80 else (0x0A000002, 0x0A000001)
        frame = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), 1, 0x4000, 64, 6, 0, *hosts) + tcp
        packets.append(struct.pack("<IIII", 1700000000, len(packets), len(frame), len(frame)) + frame)

    for flow in range(flows):
        next_seq = [dice.getrandbits(32), dice.getrandbits(32)]
        for i in range(dice.randint(2, 12)):
            sender = dice.randint(0, 1)
            flags = dice.choice([0x02, 0x12, 0x10, 0x10, 0x18, 0x11, 0x04, 0x14, 0x00, 0x08])
            if i < 2 and dice.random() < 0.6:
                sender, flags = i, (0x02, 0x12)[i]
            if dice.random() < 0.08:
                next_seq[sender] = dice.getrandbits(32)
            seq = next_seq[sender] + dice.choice([0, 0, 0, 0, -1, 5])
            ack = next_seq[1 - sender] + dice.choice([0, 0, 0, 1, -3])
            if not flags & 0x10 and dice.random() < 0.8:
                ack = 0
            size = dice.choice([0, 0, 10])
            ports = (10000 + flow, 80) if sender == 0 else (80, 10000 + flow)
            add(*ports, seq, ack, flags, size)
            if seq == next_seq[sender]:
                next_seq[sender] += size + (flags & 1) + (flags >> 1 & 1)
    return b"".join(packets)


def numbers(command):
    """{packet: (seq, ack)}"""
    output = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    rows = (line.split(" ") for line in output.splitlines())
    return {row[0]: tuple(row[1:3]) for row in rows if len(row) == 3 and row[1]}


def compare(program, capture, name):
    """(compared, different)"""
    ours = numbers([program, capture])
    theirs = numbers(["tshark", "-n", "-r", capture, "-T", "fields", "-E", "separator= ", "-E", "occurrence=f",
                      "-e", "frame.number", "-e", "tcp.seq", "-e", "tcp.ack"])
    both = ours.keys() & theirs.keys()
    different = [number for number in both if ours[number] != theirs[number]]
    for number in sorted(different, key=int)[:3]:
        print(f"{name}: packet {number}: {ours[number]} instead of {theirs[number]}")
    return len(both), len(different)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, help="a folder of captures")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not shutil.which("tshark"):
        print("no tshark")
        return 77
    captures = sorted((HERE.parents[1] / "examples" / "data").glob("*.pcap"))
    if options.corpus:
        captures += sorted(path for path in options.corpus.glob("*.pcap*") if path.suffix in (".pcap", ".pcapng"))
    compared = different = 0
    with tempfile.TemporaryDirectory() as scratch:
        capture = pathlib.Path(scratch) / "made_up.pcap"
        capture.write_bytes(made_up(options.seed))
        for path in [capture, *captures]:
            found = compare(options.program.resolve(), path, path.name)
            compared += found[0]
            different += found[1]
    print(f"wireshark: {compared} packets, {different} with other numbers")
    return 0 if compared > 1000 and different == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
