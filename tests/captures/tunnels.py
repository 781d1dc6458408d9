#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Write tests/golden/input/tunnels.pcap: connections that are accepted in tunnels and go on outside of them.

usage: tunnels.py FILE

Of each connection the SYN,ACK stands in a tunnel, a label stack or an ICMP error, and the data after it doesn't.
tcpdump prints relative numbers for the data if it has seen the SYN,ACK; with ICMP's and PIM's that is so with -v only.
"""
import struct
import sys
from struct import pack


def checksum(octets):
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return pack(">H", ~total & 0xffff)


def ipv4(protocol, payload, source=b"\xc6\x33\x64\x01", destination=b"\xc6\x33\x64\x02", fragment=0):
    head = pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 1, fragment, 64, protocol, 0) + source + destination
    return head[:10] + checksum(head) + head[12:] + payload


def ipv6(protocol, payload, source=bytes(15) + b"\1", destination=bytes(15) + b"\2"):
    return pack(">IHBB", 6 << 28, len(payload), protocol, 64) + source + destination + payload


def segment(source, destination, flags, seq, ack, data=b""):
    header = pack(">HHIIBBHHH", 40000, 7777, seq, ack, 0x50, flags, 512, 0, 0)
    pseudo = source + destination + pack(">II", len(header + data), 6)
    whole = pseudo + header + data
    return header[:16] + checksum(whole + b"\0" * (len(whole) % 2)) + header[18:] + data


def udp(port, payload):
    return pack(">HHHH", 5555, port, 8 + len(payload), 0) + payload


def ethernet(kind, payload):
    return b"\x02\0\0\0\0\x02\x02\0\0\0\0\x01" + pack(">H", kind) + payload


def mpls(*labels):
    return lambda packet: b"".join(
        pack(">I", label << 12 | (i + 1 == len(labels)) << 8 | 64) for i, label in enumerate(labels)) + packet


def icmp(kind, code=0):
    return lambda packet: bytes((kind, code)) + checksum(bytes((kind, code)) + bytes(6) + packet) + bytes(4) + packet


def in4(protocol, header=b""):
    return lambda packet: ethernet(0x0800, ipv4(protocol, (header(packet) if callable(header) else header + packet)))


def in6(protocol, header=b""):
    return lambda packet: ethernet(0x86dd, ipv6(protocol, header + packet))


def in_udp(port, header):
    return lambda packet: ethernet(0x0800, ipv4(17, udp(port, header + packet)))


def behind(kind, header):
    return lambda packet: ethernet(kind, header(packet) if callable(header) else header + packet)


def framed(before):
    """An Ethernet frame in a tunnel."""
    return lambda packet: before(ethernet(0x0800, packet))


def session(packet):
    return b"\x11\0\0\x07" + pack(">H", len(packet)) + packet


IN_TUNNELS = [
    in4(4), in6(4),
    lambda packet: ethernet(0x0800, ipv4(4, packet, fragment=0x2000)),  # its first fragment
    lambda packet: ethernet(0x0800, ipv4(4, packet, fragment=1)),       # a later one, which nobody looks into
    in4(47, b"\0\0\x08\0"), in6(47, b"\0\0\x08\0"),
    in4(47, b"\xb0\0\x08\0" + bytes(12)),
    in4(47, b"\x40\0\x08\0" + bytes(4) + b"\x08\0\0\x04\xc0\0\x02\x01" + bytes(4)),
    in4(47, b"\0\x02\x08\0"),  # version 2
    framed(in4(47, b"\0\0\x65\x58")),
    in4(47, b"\0\0\x88\x47" + b"\0\x06\x41\x40"),
    in4(47, b"\x30\x81\x88\x0b" + bytes(12) + b"\xff\x03\0\x21"),
    behind(0x8847, mpls(100)), behind(0x8848, mpls(200, 100)), behind(0x8847, mpls(0)),
    behind(0x8847, mpls(2)),  # says that it is IPv6
    lambda packet: ethernet(0x8864, session(b"\0\x21" + packet)),
    lambda packet: ethernet(0x8864, session(b"\xff\x03\x21" + packet)),
    lambda packet: ethernet(0x8864, session(b"\x02\x81" + mpls(100)(packet))),
    lambda packet: ethernet(0x8100, b"\0\x05\x88\x64" + session(b"\0\x21" + packet)),
    framed(in_udp(4789, b"\x08\0\0\0\0\0\x07\0")), framed(in_udp(8472, b"\x08\0\0\0\0\0\x07\0")),
    in_udp(4790, b"\x0c\0\0\x01\0\0\x07\0"),
    in_udp(4790, b"\x0c\0\0\x04\0\0\x07\0\x0f\xc2\x02\x01\0\0\x01\xff"),
    framed(in_udp(6081, b"\x01\0\x65\x58\0\0\x07\0\x01\x02\x80\0")), in_udp(6081, b"\0\0\x08\0\0\0\x07\0"),
    in_udp(1701, b"\0\x02\0\x01\0\x02\0\x21"), in_udp(1701, b"\x0a\x02" + bytes(8) + b"\0\x02zz\xff\x03\0\x21"),
    in_udp(6635, b"\0\x06\x41\x40"),
    in_udp(5353, b"\0\x06\x41\x40"),  # no tunnel
    *(in4(1, icmp(kind, code)) for kind, code in ((3, 1), (3, 3), (4, 0), (5, 1), (11, 0), (12, 0), (8, 0))),
    in4(4, lambda packet: ipv4(1, icmp(3, 1)(packet))),
    in4(103, b"\x21\0\0\0\0\0\0\0"),
]
IN_TUNNELS_V6 = [in4(41), in6(41), in4(47, b"\0\0\x86\xdd"), behind(0x8847, mpls(2)), behind(0x8847, mpls(100)),
                 lambda packet: ethernet(0x8864, session(b"\0\x57" + packet)), in_udp(4790, b"\x0c\0\0\x02\0\0\x07\0"),
                 in6(103, b"\x21\0\0\0\0\0\0\0")]


def frames():
    for number, tunnel in enumerate(IN_TUNNELS, 1):
        hosts = b"\xc0\0\x02" + bytes((number,)), b"\xc0\0\x02\xff"
        for wrap, numbers in ((tunnel, (0x12, 1000, 2000)), (behind(0x0800, b""), (0x18, 1001, 2001, b"data"))):
            yield wrap(ipv4(6, segment(*hosts, *numbers), *hosts))
    for number, tunnel in enumerate(IN_TUNNELS_V6, 1):
        hosts = b"\x20\x01\x0d\xb8" + bytes(11) + bytes((number,)), b"\x20\x01\x0d\xb8" + bytes(11) + b"\xff"
        for wrap, numbers in ((tunnel, (0x12, 1000, 2000)), (behind(0x86dd, b""), (0x18, 1001, 2001, b"data"))):
            yield wrap(ipv6(6, segment(*hosts, *numbers), *hosts))


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    with open(sys.argv[1], "wb") as file:
        file.write(pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for second, frame in enumerate(frames(), 1700000000):
            file.write(pack("<IIII", second, 0, len(frame), len(frame)) + frame)


if __name__ == "__main__":
    main()
