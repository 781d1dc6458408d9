#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares tcplens-dump with the tcpdump that is installed, for packets made up and then damaged.

usage: mutate.py --bin DIR [--seed N] [--packets N] [--show N] [--keep DIR]

The packets are TCP over each link type that tcplens reads, with IP options, extension headers, fragments and all
kinds of TCP options; then bits are flipped, fields set wrong, and captures cut short. What is compared is what
corpus.py compares: of each record whose TCP header stands right behind IP and its extension headers the text up to the
payload's length, byte for byte. Every packet has a second of its own, by which --show finds it again.
Exit status: 0 = all equal, 1 = differences, or a program crashed, 77 = no tcpdump 4.99.
"""
import argparse
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile

MODES = [["-nn", "-tt"], ["-nn", "-tt", "-S"], ["-nn", "-tt", "-v"], ["-nn", "-tt", "-vv", "-S"]]
FIRST_SECOND = 1000000000

# Differences that are known and stay: (a regular expression for tcpdump's record, the reason).
KNOWN = []  # none so far


# --- what is compared --------------------------------------------------------------------------------------------

STAMP = r"\d+\.\d{6} "
LINK = r"(?:\S+ +(?:In|Out|B|M|P|\?) +)?(?:ethertype IPv[46], )?"
IPV4 = r"IP (?:truncated-ip - \d+ bytes missing! )?(?:\(tos 0x[^\n]*\)\n    )?"
IPV6 = r"IP6 (?:truncated-ip6 - \d+ bytes missing!)?(?:\((?:class|flowlabel|hlim) [^()]*\([^()]*\)[^()]*\) )?"
EXTENSIONS = r"(?:HBH (?:\([^)]*\) *)*|DSTOPT (?:\([^)]*\) *)*|RT6 \(.*?\) |frag \([^)]*\) |AH\(.*?\): )+"
TCP = r"(?:Flags \[| tcp \d+ \[bad hdr| \[\|tcp\])"
PAIR = r"[^\s>]+ > [^\s>]+: "
RECORD = re.compile(STAMP + LINK + f"(?:{IPV4}|{IPV6})(?:{PAIR}{EXTENSIONS})?"
                    + rf"(?:[^\s>]*\d > [^\s>]*\d: {TCP}|[^\s>]+ > [^\s>]+: \[\|tcp\])", re.S)
KEPT_TAIL = re.compile(r" \[!?RST| \[remaining caplen\(| \[\|(?:mp)?tcp\]\Z")
INTERFACE = re.compile(rf"^({STAMP})\S+ +(?=(?:In |Out|B  |M  |P  |\?  ) (?:ethertype IPv[46], )?IP6? )")


def tcp_records(output):
    """(second, text) of the records to compare, without what tcpdump reads out of the payload."""
    found = []
    for record in re.split(rf"^(?={STAMP}|\[Invalid header:)", output, flags=re.M):
        lines = record.split("\n")
        verbose = "IP (tos" in lines[0] or "missing! (tos" in lines[0]
        head = "\n".join(lines[:2] if verbose and lines[1].startswith("    ") else lines[:1])
        if not RECORD.match(head):
            continue
        length = re.search(r"Flags \[.*?, length \d+", head, re.S)
        if length and not KEPT_TAIL.match(head, length.end()):
            head = head[:length.end()]
        found.append((int(head.split(".")[0]), INTERFACE.sub(r"\1?     ", head)))
    return found


# --- sound packets -----------------------------------------------------------------------------------------------

def ones_complement(octets):
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Maker:
    """Makes packets. Those of one connection follow each other; no other packet has their addresses, so that what
    a damaged packet does to the relative numbers ends with its connection."""

    def __init__(self, rng):
        self.rng = rng
        self.connection = 0

    def octets(self, size):
        return self.rng.randbytes(size)

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    # TCP options

    def mptcp(self):
        """Mostly sizes and flags that fit the subtype; the segment's flags are drawn elsewhere."""
        rng = self.rng
        subtype = rng.randrange(16) if self.chance(10) else rng.randrange(9)
        sizes = {0: (4, 12, 20, 22), 1: (12, 16, 24), 2: (4, 8, 12, 18, 20, 22, 24, 26, 28),
                 3: (8, 10, 16, 18, 20, 22, 28, 30), 4: (4, 5, 8), 5: (3, 4), 6: (12,), 7: (12,), 8: (4, 12)}
        size = rng.choice(sizes.get(subtype, (3, 8)))
        low = rng.choice((0, 1, 4, 6, rng.randrange(16)))
        body = bytearray(self.octets(size - 3))
        if subtype == 2:  # the flags that need this size, mostly
            flags = rng.choice((0, 1, 3, 4, 5, 7, 13, 15, 31, rng.randrange(256)))
            if self.chance(80):
                needed = (8 if flags & 2 else 4) * (flags & 1) + (flags >> 2 & 1) * (10 + (flags >> 1 & 4))
                body = bytearray(self.octets(1 + needed + rng.choice((0, 2)) * (flags >> 2 & 1)))
            body[0] = flags
        return bytes((30, len(body) + 3, subtype << 4 | low)) + body

    def option(self):
        rng = self.rng
        kind = rng.choice((0, 1, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8, 11, 12, 13, 14, 15, 19, 20, 28, 29, 30, 30, 30, 34, 34,
                           254, 253, rng.randrange(256)))
        if kind < 2:
            return bytes((kind,))
        if kind == 30:
            return self.mptcp()
        sizes = {2: 2, 3: 1, 4: 0, 5: rng.choice((8, 16, 24, 32, 0)), 6: 4, 7: 4, 8: 8, 11: 4, 12: 4, 13: 4, 14: 1,
                 15: 2, 19: 16, 20: 2, 28: 2, 29: rng.randrange(18), 34: rng.randrange(19), 254: rng.randrange(16)}
        body = self.octets(sizes.get(kind, rng.randrange(8)))
        if kind == 254 and len(body) >= 2 and self.chance(60):
            body = b"\xf9\x89" + body[2:]
        return bytes((kind, len(body) + 2)) + body

    def options(self):
        """The options, and where each of them begins."""
        text, starts = b"", []
        for _ in range(self.rng.choice((0, 1, 1, 2, 3, 5))):
            one = self.option()
            if len(text) + len(one) <= 40:
                starts.append(len(text))
                text += one
        return text + bytes((self.rng.choice((0, 1)),)) * (-len(text) % 4), starts

    def segment(self, pseudo, flow):
        rng = self.rng
        options, starts = self.options()
        flags = rng.choice((2, 0x12, 0x10, 0x18, 0x11, 4, 0x14, 0x30, 0xc2, rng.randrange(512), rng.randrange(4096)))
        data = self.octets(rng.choice((0, 0, 1, 2, 5, 11, 29, 30, 31, 40)))
        ports = flow["ports"] if not flow["back"] else flow["ports"][::-1]
        header = struct.pack(">HHIIHHHH", *ports, *flow["numbers"](rng), (5 + len(options) // 4) << 12 | flags,
                             rng.randrange(65536), 0, rng.randrange(65536))
        whole = bytearray(header + options + data)
        whole[16:18] = struct.pack(">H", ones_complement(pseudo(len(whole)) + bytes(whole)))
        return whole, [20 + at for at in starts]

    # IP

    def ah(self, behind):
        size = self.rng.choice((12, 24, 24, 28))
        return bytes((behind, size // 4 - 2)) + self.rng.choice((b"\0\0", self.octets(2))) + self.octets(size - 4)

    def ipv4_options(self):
        text = b""
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            kind = self.rng.choice((0, 1, 7, 68, 82, 130, 131, 137, 148, self.rng.randrange(256)))
            room = 40 - len(text)
            if kind < 2:
                one = bytes((kind,))
            elif kind in (7, 131, 137):
                hops = self.rng.randrange(1, 5)
                one = bytes((kind, 3 + 4 * hops, 4 * self.rng.randrange(1, hops + 2))) + self.octets(4 * hops)
            elif kind == 68:
                stamps, flags = self.rng.randrange(1, 4), self.rng.choice((0, 1, 3, 2, 0x10, 0x21))
                size = 4 + stamps * (8 if flags & 1 else 4)
                one = bytes((kind, size, self.rng.choice((5, 9, 13, size + 1)), flags)) + self.octets(size - 4)
            elif kind == 148:
                one = bytes((kind, 4)) + self.rng.choice((b"\0\0", b"\0\x01"))
            else:
                one = bytes((kind, 4)) + self.octets(2)
            text += one if len(one) <= room else b""
        return text + b"\0" * (-len(text) % 4)

    def ipv4(self, flow):
        rng = self.rng
        options = self.ipv4_options() if self.chance(25) else b""
        source, destination = (flow["hosts4"] if not flow["back"] else flow["hosts4"][::-1])
        last = destination
        at = 0
        while at + 7 <= len(options) and options[at]:  # a source route holds who the checksum is made for
            if options[at] in (131, 137):
                last = options[at + options[at + 1] - 4:at + options[at + 1]]
                break
            at += options[at + 1] if options[at] != 1 else 1
        segment, marks = self.segment(lambda size: source + last + struct.pack(">HH", 6, size), flow)
        behind = bytes(segment)
        protocol = 6
        if self.chance(8):
            behind, protocol = self.ah(6) + behind, 51
        fragment = rng.choice((0, 0, 0, 0, 0x4000, 0x4000, 0x2000, 0x8000, 1, 0x2003, rng.randrange(65536)))
        size = 20 + len(options)
        head = bytearray(struct.pack(">BBHHHBBH", 0x40 | size // 4, rng.choice((0, 0, 1, 2, 3, 0xff)),
                                     size + len(behind), rng.randrange(65536), fragment, rng.choice((0, 1, 64, 255)),
                                     protocol, 0) + source + destination + options)
        head[10:12] = struct.pack(">H", ones_complement(bytes(head)))
        return Packet(4, bytes(head) + behind, size + len(behind) - len(segment), marks,
                      lengths=[0, 2, 3] + ([size + 1] if protocol == 51 else []) + [21] * bool(options),
                      kept=[9] + ([size] if protocol == 51 else []))

    def ipv6_options(self):
        text = b""
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            kind = self.rng.choice((0, 1, 1, 5, 5, 0xc2, 0xc9, self.rng.randrange(256)))
            if kind == 0:
                text += b"\0"
                continue
            sizes = {5: 2, 0xc2: 4, 0xc9: 16}
            size = sizes.get(kind, self.rng.randrange(6)) if self.chance(90) else self.rng.randrange(20)
            text += bytes((kind, size)) + self.octets(size)
        if self.chance(70) and len(text) % 8 != 6:
            gap = (5 - len(text)) % 8
            text += b"\x01" + bytes((gap - 1,)) + b"\0" * (gap - 1) if gap else b"\0"
        return text + b"\0" * ((6 - len(text)) % 8)

    def ipv6(self, flow):
        rng = self.rng
        source, destination = (flow["hosts6"] if not flow["back"] else flow["hosts6"][::-1])
        last = destination
        chain = []
        if self.chance(40):
            chain = [0] * self.chance(40) + [kind for kind in (60, 43, 60, 44, 51) if self.chance(30)]
            if self.chance(10):  # none of the usual orders
                chain += rng.choices((0, 43, 44, 51, 60), k=2)
        bodies = []
        for kind in chain:
            if kind in (0, 60):
                options = self.ipv6_options()
                bodies.append(bytes(((len(options) - 6) // 8,)) + options)
            elif kind == 43:
                hops, routing = rng.randrange(4), rng.choice((0, 2, 4, 4, rng.randrange(256)))
                four = bytes((max(hops - 1, 0), rng.choice((0, 1)))) + self.octets(2)
                body = bytes((2 * hops, routing, rng.choice((0, 0, 1, hops))))
                bodies.append(body + (four if routing == 4 else rng.choice((bytes(4), self.octets(4))))
                              + self.octets(16 * hops))
                if hops and routing in (0, 2, 4) and last == destination:
                    last = bodies[-1][7:23] if routing == 4 else bodies[-1][-16:]
            elif kind == 44:
                bodies.append(b"\0" + struct.pack(">H", rng.choice((0, 0, 0, 1, 8, rng.randrange(65536))))
                              + self.octets(4))
            else:
                bodies.append(self.ah(0)[1:])
        segment, marks = self.segment(lambda size: source + last + struct.pack(">II", size, 6), flow)
        size, jumbo = sum(map(len, bodies)) + len(bodies) + len(segment), 0
        if chain[:1] == [0] and self.chance(10):
            jumbo = rng.randrange(65500, 66000)
            bodies[0] = bytes((bodies[0][0] + 1,)) + struct.pack(">BBI", 0xc2, 4, jumbo) + b"\x01\0" + bodies[0][1:]
        text, lengths, kept = b"", [4, 5], [6]
        for body, behind in zip(bodies, chain[1:] + [6]):
            kept.append(40 + len(text))
            lengths += [41 + len(text), 40 + len(text) + 3, 40 + len(text) + 7]
            text += bytes((behind,)) + body
        head = struct.pack(">IHBB", 0x60000000 | rng.choice((0, 0, 0x12345, rng.randrange(1 << 28))),
                           0 if jumbo else size, chain[0] if chain else 6, rng.choice((0, 1, 64, 255)))
        packet = Packet(6, head + source + destination + text + bytes(segment), 40 + len(text), marks, lengths, kept)
        if jumbo:
            packet.sent = 40 + jumbo + rng.choice((0, 0, -8, 8))
        return packet

    # link layers

    def flow(self):
        """A connection that nothing else has."""
        self.connection += 1
        number = self.connection
        first, second = self.rng.randrange(1 << 32), self.rng.randrange(1 << 32)

        def numbers(rng):
            near = rng.randrange(3000), rng.randrange(3000)
            pair = (first + near[0]) & 0xffffffff, (second + near[1]) & 0xffffffff
            return pair if not flow["back"] else pair[::-1]

        flow = {"hosts4": [struct.pack(">I", 0x0a000000 + number), bytes((192, 0, 2, self.rng.randrange(1, 255)))],
                "hosts6": [bytes.fromhex("20010db8") + struct.pack(">QI", 0, number),
                           bytes.fromhex("fe80") + bytes(12) + self.octets(2)],
                "ports": (40000, 7777), "back": False, "numbers": numbers}
        self.rng.shuffle(flow["hosts6"])
        return flow

    # Tunnels

    def outer_ip(self, wants_v6, protocol, size):
        """A header of the outermost datagram, which stands before `size` octets."""
        if wants_v6:
            return struct.pack(">IHBB", 6 << 28, size, protocol, 64) + self.octets(32)
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + size, 1, 0, 64, protocol, 0) + self.octets(8)
        return head[:10] + struct.pack(">H", ones_complement(head)) + head[12:]

    def label_stack(self):
        return b"".join(struct.pack(">I", self.rng.randrange(16, 1 << 20) << 12 | last << 8 | 64)
                        for last in self.rng.choice(((1,), (0, 1), (0, 0, 1))))

    def ppp_header(self, v6):
        return self.rng.choice((b"", b"\xff\x03")) + (b"\x00\x57" if v6 else b"\x00\x21")

    def gre_header(self, kind, flags=None):
        """Of version 0, with the fields that the flags ask for."""
        flags = self.rng.choice((0, 0x2000, 0x1000, 0x3000, 0x8000, 0xb000)) if flags is None else flags
        return struct.pack(">H", flags) + kind + self.octets(4 * bin(flags).count("1"))

    def tunnelled(self, packet, wants_v6):
        """The packet within another one. The lines of such packets are not compared, but the relative numbers of
        the ones after them show whether they were counted; that goes for ICMP's quotes and PIM's registers with -v."""
        rng, inner_v6 = self.rng, packet.version == 6
        ethertype = b"\x86\xdd" if inner_v6 else b"\x08\x00"
        frame = self.octets(12) + rng.choice((b"", b"\x81\x00\x00\x05")) + ethertype
        size = len(packet.octets)
        kind = rng.randrange(12)
        if kind == 0 and not inner_v6 and not wants_v6:
            return packet.within(self.outer_ip(False, 1, size + 8) + bytes((rng.choice((3, 4, 5, 11, 12, 8)), 0)) +
                                 self.octets(6), b"")
        if kind == 1:
            return packet.within(self.outer_ip(wants_v6, 103, size + 8) + b"\x21\0\0\0\0\0\0\0", b"")
        if kind < 4:
            return packet.within(self.outer_ip(wants_v6, 41 if inner_v6 else 4, size), b"")
        if kind < 6:
            before = rng.choice((self.gre_header(ethertype), self.gre_header(b"\x65\x58") + frame,
                                 self.gre_header(b"\x88\x47") + self.label_stack(),
                                 b"\x30\x81\x88\x0b" + self.octets(12) + self.ppp_header(inner_v6)))
            return packet.within(self.outer_ip(wants_v6, 47, len(before) + size) + before, b"")
        port, before = rng.choice((
            (4789, b"\x08\0\0\0\0\0\x07\0" + frame),
            (8472, b"\x08\0\0\0\0\0\x07\0" + frame),
            (4790, b"\x0c\0\0" + bytes((2 if inner_v6 else 1,)) + b"\0\0\x07\0"),
            (4790, b"\x0c\0\0\x04\0\0\x07\0\x0f\xc2\x02" + bytes((2 if inner_v6 else 1,)) + b"\0\0\x01\xff"),
            (6081, b"\0\0\x65\x58\0\0\x07\0" + frame),
            (6081, b"\x02\0" + ethertype + b"\0\0\x07\0\x01\x02\x80\x01" + self.octets(4)),
            (6635, self.label_stack()),
            (1701, b"\0\x02" + self.octets(4) + self.ppp_header(inner_v6)),
            (1701, b"\x0a\x02" + self.octets(8) + b"\0\x02zz" + self.ppp_header(inner_v6))))
        before = struct.pack(">HHHH", 5555, port, 8 + len(before) + size, 0) + before
        return packet.within(self.outer_ip(wants_v6, 17, len(before) + size) + before, b"")

    def llc_header(self, ethertype, bridges=False):
        """802.2: by SNAP, or for IPv4 by an access point of its own or that of network layers."""
        kinds = [b"\xaa\xaa\x03\0\0\0" + ethertype] * 3 + [b"\xaa\xaa\x03\0\0\xf8" + ethertype]
        kinds += [b"\x06\x06\x03", b"\xfe\xfe\x03\xcc"] if ethertype == b"\x08\0" else [b"\xfe\xfe\x03\x8e"]
        if bridges:
            kinds.append(b"\xaa\xaa\x03\0\x80\xc2\0\x07\0\0" + self.octets(12) + ethertype)
        return self.rng.choice(kinds)

    def packet(self, link, flow):
        rng = self.rng
        flow["back"] = self.chance(40)
        wants_v6 = {228: False, 229: True}.get(link, self.chance(45))
        is_tunnelled = self.chance(12)
        packet = self.ipv6(flow) if (self.chance(45) if is_tunnelled else wants_v6) else self.ipv4(flow)
        ethertype = b"\x86\xdd" if wants_v6 else b"\x08\x00"
        if is_tunnelled and link in (1, 113, 178, 276) and self.chance(40):
            if self.chance(50):
                packet, ethertype = packet.within(self.label_stack(), b""), b"\x88\x47"
            else:
                header = self.ppp_header(packet.version == 6)
                session = b"\x11\0\0\x07" + struct.pack(">H", len(header) + len(packet.octets))
                packet, ethertype = packet.within(session + header, b""), b"\x88\x64"
        elif is_tunnelled:
            packet = self.tunnelled(packet, wants_v6)
        tags = b""
        if link in (1, 113, 178, 276) and self.chance(25):
            tags = b"".join(rng.choice((b"\x81\x00", b"\x88\xa8", b"\x91\x00") if link in (1, 178) else (b"\x81\x00",))
                            + self.octets(2) for _ in range(rng.choice((1, 1, 2, 3))))
        protocol = tags + ethertype
        if link in (0, 108):
            family = rng.choice((24, 28, 30)) if wants_v6 else 2
            before = struct.pack(rng.choice("<>") + "I", family)
        elif link == 1:
            if self.chance(20):
                header = self.llc_header(ethertype, bridges=True)
                protocol = tags + struct.pack(">H", len(header) + len(packet.octets)) + header
            before = self.octets(12) + protocol
        elif link == 113:
            if self.chance(5):
                protocol = b"\0\x04" + self.llc_header(ethertype)
            before = struct.pack(">HHH", rng.randrange(5), 1, 6) + self.octets(8) + protocol
        elif link == 276:  # the index of an interface that no machine has
            before = protocol[:2] + b"\0\0\x7f\xff\xff\x01\0\1" + bytes((rng.randrange(6), 6)) + self.octets(8)
            before += protocol[2:]
        elif link == 9:
            before = self.ppp_header(wants_v6)
        elif link in (50, 104):  # Cisco's frames, which go over a PPP line too
            before = rng.choice((b"\x0f\0", b"\x8f\0")) + ethertype
        elif link == 129:
            before = b"\x01\x02\0\0" + (b"\xc4" if wants_v6 else b"\xd4") + self.octets(3)
        elif link == 178:
            extension = b"\0\x08\x03\x01\x01\x01\x02\x8c\0\0"
            before = b"MGC" + rng.choice((b"\0", b"\x01", b"\x80" + extension)) + self.octets(12) + protocol
            if self.chance(25):
                before = b"MGC" + rng.choice((b"\x02", b"\x82" + extension)) + self.octets(4)
        elif link == 242:
            before = self.octets(40) + protocol + b"\0\0"
        else:
            before = b""
        after = self.octets(rng.randrange(1, 7)) if link in (1, 113, 276) and self.chance(10) else b""
        return packet.within(before, after)


class Packet:
    """A packet, and where in it mutations hurt."""

    def __init__(self, version, octets, tcp, options, lengths, kept):
        self.version = version
        self.octets = octets
        self.sent = len(octets)
        self.ip = 0
        self.tcp = tcp
        self.options = [tcp + at for at in options]  # where the TCP options begin
        self.lengths = lengths                       # octets of IP that say how long something is
        # Not to be mutated: what follows would be no TCP any more, and the ports would choose a decoder.
        self.kept = set(kept) | set(range(tcp, tcp + 4))

    def within(self, before, after):
        size = len(before)
        self.octets = before + self.octets + after
        self.sent += size + len(after)
        self.ip += size
        self.tcp += size
        self.options = [at + size for at in self.options]
        self.lengths = [at + size for at in self.lengths]
        self.kept = {at + size for at in self.kept} | set(range(size))
        return self


# --- mutations ---------------------------------------------------------------------------------------------------

def spot(packet, rng):
    """An octet to change: of a header, mostly."""
    while True:
        end = len(packet.octets) if rng.randrange(10) == 0 else min(packet.tcp + 64, len(packet.octets))
        at = rng.randrange(packet.ip if rng.randrange(2) else packet.tcp, end)
        if at not in packet.kept or rng.randrange(50) == 0:
            return at


def mutate(packet, rng):
    octets = bytearray(packet.octets)
    kind = rng.randrange(8)
    if kind == 1:
        for _ in range(rng.choice((1, 1, 2, 5))):
            octets[spot(packet, rng)] ^= 1 << rng.randrange(8)
    elif kind == 2:
        for _ in range(rng.choice((1, 2, 4))):
            octets[spot(packet, rng)] = rng.choice((0, 1, 255, rng.randrange(256)))
    elif kind == 3:  # the length of a TCP option, or its kind
        if packet.options:
            at = min(rng.choice(packet.options) + rng.choice((0, 1, 1, 1, 1, 2)), len(octets) - 1)
            octets[at] = (octets[at] + rng.choice((-2, -1, 1, 2, 4, 40))) % 256 if rng.randrange(3) else \
                rng.choice((0, 1, 2, 3, rng.randrange(48), 255))
    elif kind == 4:  # the data offset
        octets[packet.tcp + 12] = rng.randrange(16) << 4 | octets[packet.tcp + 12] & 15
    elif kind == 5:  # a length in IP
        at = rng.choice(packet.lengths)
        if packet.version == 4 and at == packet.ip:
            octets[at] = 0x40 | rng.randrange(16)
        else:
            octets[at] = (octets[at] + rng.choice((-8, -4, -2, -1, 1, 2, 3, 8, 20, 100))) % 256
            if rng.randrange(5) == 0:
                octets[at] = rng.randrange(256)
    elif kind == 6:  # a checksum
        octets[packet.tcp + 16 + rng.randrange(2)] ^= rng.randrange(256)
        if packet.version == 4 and rng.randrange(2):
            octets[packet.ip + 10 + rng.randrange(2)] ^= rng.randrange(256)
    elif kind == 7:  # cut on the wire
        octets = octets[:rng.randrange(packet.ip + 1, len(octets) + 1)]
        packet.sent = max(packet.sent - len(packet.octets) + len(octets), len(octets))
    packet.octets = bytes(octets)
    if rng.randrange(4) == 0:  # cut by the capture
        packet.octets = packet.octets[:rng.randrange(len(packet.octets) + 1)]
    return packet


def make_capture(path, link, first, count, maker):
    """Writes `count` packets, the first of them at second `first`."""
    packets = []
    while len(packets) < count:
        flow = maker.flow()
        if maker.chance(4):  # one packet, cut at each length
            packet = maker.packet(link, flow)
            for size in range(len(packet.octets) + 1):
                packets.append((packet.octets[:size], packet.sent))
        for _ in range(maker.rng.choice((1, 1, 2, 4))):
            packet = mutate(maker.packet(link, flow), maker.rng)
            packets.append((packet.octets, packet.sent))
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, link))
        for second, (octets, sent) in enumerate(packets[:count], first):
            file.write(struct.pack("<IIII", second, 0, len(octets), sent) + octets)
    return {second: octets for second, (octets, _) in enumerate(packets[:count], first)}


# --- the comparison ----------------------------------------------------------------------------------------------

def run(program, arguments, path):
    """What it prints, and its exit status."""
    done = subprocess.run([program, *arguments, "-r", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                          env={**os.environ, "TZ": "UTC"})
    return done.stdout.decode("latin-1"), done.returncode


def compare(wanted, found):
    """What differs, a packet at a time: (second, tcpdump's text or None, ours or None)."""
    if wanted == found:
        return []
    left, right = dict(wanted), dict(found)
    differences = [(second, left.get(second), right.get(second)) for second in sorted({*left, *right})
                   if left.get(second) != right.get(second)]
    return differences or [(0, "another order, or a record twice", None)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where tcplens-dump is")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--packets", type=int, default=10000)
    parser.add_argument("--show", type=int, default=10, metavar="N", help="list N differences")
    parser.add_argument("--keep", type=pathlib.Path, help="where to leave the captures and what was printed")
    options = parser.parse_args()
    tcpdump = shutil.which("tcpdump") or shutil.which("tcpdump", path="/usr/sbin:/sbin")
    version = subprocess.run([tcpdump, "--version"], capture_output=True, text=True) if tcpdump else None
    if not version or "tcpdump version 4.99." not in version.stdout + version.stderr:
        print("no tcpdump 4.99")
        return 77

    links = [1, 1, 0, 9, 12, 50, 101, 104, 108, 113, 129, 178, 228, 229, 242, 276]
    compared, differing, shown, sound, known = 0, 0, 0, True, 0
    with tempfile.TemporaryDirectory() as scratch:
        directory = options.keep or pathlib.Path(scratch)
        directory.mkdir(parents=True, exist_ok=True)
        for number, link in enumerate(links):
            maker = Maker(random.Random(options.seed * 1000 + number))
            path = directory / f"{number}-link{link}.pcap"
            count = options.packets // len(links)
            packets = make_capture(path, link, FIRST_SECOND + number * count, count, maker)
            for mode in MODES:
                wanted, _ = run(tcpdump, mode, path)
                found, status = run(options.bin.resolve() / "tcplens-dump", mode, path)
                if options.keep:
                    name = f"{path.name}.{''.join(mode).replace('-', '')}"
                    (directory / f"{name}.tcpdump").write_text(wanted, encoding="latin-1")
                    (directory / f"{name}.tcplens").write_text(found, encoding="latin-1")
                if status != 0:
                    sound = False
                    print(f"CRASHED ({status}) link type {link} {' '.join(mode)}")
                records = tcp_records(wanted)
                compared += len(records)
                for second, left, right in compare(records, tcp_records(found)):
                    if any(re.search(pattern, left or "") for pattern, _ in KNOWN):
                        known += 1
                        continue
                    differing += 1
                    if shown < options.show:
                        shown += 1
                        print(f"link type {link} {' '.join(mode)} {packets.get(second, b'').hex()}\n"
                              f"tcpdump: {left}\ntcplens: {right}")
    print(f"mutate: {compared} records, {differing} differ, {known} known")
    return 0 if sound and compared > options.packets and differing == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
