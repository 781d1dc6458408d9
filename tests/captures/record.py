#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Record the small captures that the examples and the tests read.

For each scenario this makes two network namespaces joined by a virtual cable
(client 192.0.2.1 / 2001:db8::1, server 192.0.2.2 / 2001:db8::2), drives
ordinary Linux sockets in them, records the traffic with tcpdump and removes
the namespaces again.  No packet leaves those namespaces.

    record.py --list                     name and meaning of every scenario
    record.py OUTDIR                     record all of them (as root)
    record.py --only NAME OUTDIR         record this one (may be repeated)
    record.py --print DIR OUTDIR         record nothing: write what tcpdump
                                         prints of OUTDIR's captures to DIR,
                                         as NAME.nn (relative sequence numbers),
                                         NAME.nnS (absolute ones), NAME.nnv (-v)
                                         and NAME.nnvvS (-vv -S)

A recording is kept only if its segments begin and end as the table of scenarios,
SCENARIOS, says; otherwise the file in OUTDIR stays as it was.  Sequence numbers,
times and now and then a pure acknowledgment differ from one recording to the
next, so the printed files have to be written anew after each recording.

Needs Linux, Python 3.9 or later, and the Debian packages iproute2, tcpdump and
nftables.  Some scenarios also need /dev/net/tun.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import re
import secrets
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple

CLIENT4, SERVER4 = "192.0.2.1", "192.0.2.2"
CLIENT6, SERVER6 = "2001:db8::1", "2001:db8::2"
CLIENT_MAC, SERVER_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02"

# Where a router translates: its address at the client, its address at the
# server, the server's, and that which the client takes for the server's.
ROUTER4, OUTSIDE4 = "192.0.2.254", "203.0.113.254"
INSIDE4, PUBLIC4 = "203.0.113.2", "198.51.100.80"
ROUTED_DELAY = 0.02  # of its line to the client

# Cooked captures of version 2 store the number of the network interface, and
# tcpdump prints the name that it has on the machine which reads the file.
# Numbers this high are in use nowhere, so it prints the same everywhere.
CLIENT_IFINDEX, SERVER_IFINDEX = 420001, 420002

CLIENT_PORT = 50001
TIMEOUT = 10.0       # for any single wait
MOMENT = 0.2         # longer than a delayed acknowledgment
SHORT = 0.05         # between two segments of one sender
ONE_WAY_DELAY = 0.1  # of the delaying cable
LOSSY_DELAY = 0.01   # of the lossy one
VLAN_ID = 5
MAX_BYTES = 10_000   # of a capture


class Failure(Exception):
    """Something the user should read as one line."""


# --- Programs and namespaces ------------------------------------------------


def run(*command, stdin=None):
    """Run a program to its end; give its standard output."""
    try:
        done = subprocess.run(command, input=stdin, capture_output=True,
                              text=True, timeout=TIMEOUT, check=False)
    except FileNotFoundError:
        raise Failure(f"program not found: {command[0]}") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"does not end: {' '.join(command)}") from None
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def inside(namespace, function):
    """Call the function in a network namespace; give what it returns.

    A socket stays in the namespace in which it was made, so that the rest of
    the script can use it from anywhere.
    """
    outcome = {}

    def enter_and_call():
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            clone_newnet = 0x40000000
            with open(f"/run/netns/{namespace}", encoding="ascii") as handle:
                if libc.setns(handle.fileno(), clone_newnet) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            outcome["value"] = function()
        except BaseException as error:  # handed to the caller below
            outcome["error"] = error

    thread = threading.Thread(target=enter_and_call, daemon=True)
    thread.start()  # only this thread changes its namespace
    thread.join(TIMEOUT)
    if "error" in outcome:
        raise outcome["error"]
    if "value" not in outcome:
        raise Failure(f"a call in the namespace {namespace} does not end")
    return outcome["value"]


def remove_namespace(name):
    if os.path.exists(f"/run/netns/{name}"):
        run("ip", "netns", "delete", name)


def disable_offloads(interface):
    """Have the kernel itself fill in checksums and cut segments."""
    set_rx_csum, set_tx_csum, set_tso, set_gso, set_gro = \
        0x15, 0x17, 0x1F, 0x24, 0x2C
    siocethtool = 0x8946
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for command in (set_tso, set_gso, set_gro, set_tx_csum, set_rx_csum):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP", interface.encode(),
                                  ctypes.addressof(value))
            # Not every interface lets every one of them be changed.
            with contextlib.suppress(OSError):
                fcntl.ioctl(any_socket, siocethtool, request)


def open_tap(name):
    """Make an Ethernet interface whose frames this process carries."""
    tunsetiff, iff_tap, iff_no_pi = 0x400454CA, 0x0002, 0x1000
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    try:
        fcntl.ioctl(tap, tunsetiff,
                    struct.pack("16sH22x", name.encode(), iff_tap | iff_no_pi))
    except BaseException:
        os.close(tap)
        raise
    return tap


class Relay:
    """A cable made of software: carries frames, each after the same delay.

    Takes triples (from, to, change): of each frame read from one file descriptor
    the function makes the frames that are written to another.
    """

    def __init__(self, routes, delay):
        self._routes = {source: (sink, change) for source, sink, change in routes}
        self._delay = delay
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(TIMEOUT)

    def _carry(self):
        under_way = []  # (time due, file descriptor, frame), in order
        while not self._stop.is_set():
            readable, _, _ = select.select(list(self._routes), [], [], 0.001)
            for source in readable:
                sink, change = self._routes[source]
                frame = os.read(source, 65536)
                under_way += [(time.monotonic() + self._delay, sink, each)
                              for each in change(frame)]
            while under_way and under_way[0][0] <= time.monotonic():
                _, sink, frame = under_way.pop(0)
                with contextlib.suppress(OSError):  # interface going down
                    os.write(sink, frame)


def unchanged(frame):
    return [frame]


def add_tag(frame):
    """Put an 802.1Q tag between the addresses and the rest of the frame."""
    return [frame[:12] + struct.pack("!HH", 0x8100, VLAN_ID) + frame[12:]]


def remove_tag(frame):
    """Take the tag out, unless the kernel has done so on reception."""
    return [frame[:12] + frame[16:] if frame[12:14] == b"\x81\x00" else frame]


class Mishaps:
    """Loses segments with data, or lets the next one overtake them.

    They are counted from 1, in one direction and over IPv4.
    """

    def __init__(self, lost=(), overtaken=()):
        self._lost, self._overtaken = lost, overtaken
        self._count = 0
        self._held = []

    def __call__(self, frame):
        if not self._has_data(frame):
            return [frame]
        self._count += 1
        if self._count in self._lost:
            return []
        if self._count in self._overtaken:
            self._held = [frame]
            return []
        held, self._held = self._held, []
        return [frame, *held]

    @staticmethod
    def _has_data(frame):
        if frame[12:14] != b"\x08\x00" or frame[23] != socket.IPPROTO_TCP:
            return False
        tcp = 14 + 4 * (frame[14] & 15)
        total = struct.unpack_from("!H", frame, 16)[0]
        return 14 + total > tcp + 4 * (frame[tcp + 12] >> 4)


# --- The laboratory: two hosts, a cable and a recorder ------------------------


class Lab:
    """Client and server in namespaces of their own, and what was recorded."""

    def __init__(self, cable, capture):
        self._cable = cable
        self._capture = capture
        self._cleanup = contextlib.ExitStack()
        tag = secrets.token_hex(4)
        self.client = f"tcplens-{tag}-client"
        self.server = f"tcplens-{tag}-server"
        self.trunk = f"tcplens-{tag}-trunk"
        self.router = f"tcplens-{tag}-router"

    def __enter__(self):
        try:
            self._add_namespace(self.client)
            self._add_namespace(self.server)
            self._cable(self)
            self._add_addresses(self.client, CLIENT_MAC, CLIENT4, CLIENT6)
            self._add_addresses(self.server, SERVER_MAC, SERVER4, SERVER6)
        except BaseException:
            self._cleanup.close()
            raise
        return self

    def __exit__(self, *_):
        self._cleanup.close()

    def _add_namespace(self, name):
        self._cleanup.callback(remove_namespace, name)
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")

    @staticmethod
    def _add_addresses(namespace, mac, ipv4, ipv6):
        def ip(*words):
            run("ip", "-n", namespace, *words)
        ip("link", "set", "eth0", "address", mac)
        ip("link", "set", "eth0", "up")
        ip("address", "add", f"{ipv4}/24", "dev", "eth0")
        # A host without IPv6 can record everything else.
        if os.path.exists("/proc/net/if_inet6"):
            ip("address", "add", f"{ipv6}/64", "dev", "eth0", "nodad")

    def add_veth(self):
        """Join the hosts by a pair of virtual Ethernet interfaces."""
        run("ip", "link", "add", "eth0", "netns", self.client,
            "index", str(CLIENT_IFINDEX), "type", "veth",
            "peer", "name", "eth0", "netns", self.server,
            "index", str(SERVER_IFINDEX))
        for namespace in (self.client, self.server):
            inside(namespace, lambda: disable_offloads("eth0"))

    def add_taps(self):
        taps = []
        for namespace in (self.client, self.server):
            taps.append(inside(namespace, lambda: open_tap("eth0")))
            self._cleanup.callback(os.close, taps[-1])
        return taps

    def add_slow_cable(self):
        """Join the hosts by a cable on which a frame takes ONE_WAY_DELAY."""
        client, server = self.add_taps()
        self._cleanup.enter_context(Relay(
            [(client, server, unchanged), (server, client, unchanged)],
            ONE_WAY_DELAY))

    def add_lossy_cable(self):
        """Join the hosts by a cable that mistreats some segments."""
        client, server = self.add_taps()
        self._cleanup.enter_context(Relay(
            [(client, server, Mishaps(lost=(2,))),
             (server, client, Mishaps(lost=(3,), overtaken=(6,)))],
            LOSSY_DELAY))

    def add_trunk(self):
        """Join the hosts through two switches with a tagged line between.

        Each host's frames get their tag at its switch and lose it at the other
        one.  The line is a veth pair in a third namespace; its ends are
        "trunk0" (next to the client) and "trunk1".
        """
        client, server = self.add_taps()
        self._add_namespace(self.trunk)
        run("ip", "-n", self.trunk, "link", "add", "trunk0", "type", "veth",
            "peer", "name", "trunk1")
        ends = []
        for name in ("trunk0", "trunk1"):
            run("ip", "-n", self.trunk, "link", "set", name, "up")
            end = inside(self.trunk, lambda: socket.socket(
                socket.AF_PACKET, socket.SOCK_RAW, 0))
            self._cleanup.callback(end.close)
            every_protocol = 3
            end.bind((name, every_protocol))
            ends.append(end.fileno())
        near, far = ends
        self._cleanup.enter_context(Relay(
            [(client, near, add_tag), (far, server, remove_tag),
             (server, far, add_tag), (near, client, remove_tag)], 0))

    def add_router(self):
        """Join the hosts through a router that translates both's addresses.

        The way between client and router is slow, and loses the third segment
        with data to the client.  Only there are segments cut to size.
        """
        self._add_namespace(self.router)
        client, near = (inside(namespace, lambda: open_tap("eth0"))
                        for namespace in (self.client, self.router))
        for tap in (client, near):
            self._cleanup.callback(os.close, tap)
        self._cleanup.enter_context(Relay(
            [(client, near, unchanged), (near, client, Mishaps(lost=(3,)))],
            ROUTED_DELAY))
        run("ip", "link", "add", "eth1", "netns", self.router, "type", "veth",
            "peer", "name", "eth0", "netns", self.server)

    def translate(self):
        """Give the router its addresses, and its hosts new ones outside."""
        def ip(namespace, *words):
            run("ip", "-n", namespace, *words)
        ip(self.router, "address", "add", f"{ROUTER4}/24", "dev", "eth0")
        ip(self.router, "address", "add", f"{OUTSIDE4}/24", "dev", "eth1")
        for interface in ("eth0", "eth1"):
            ip(self.router, "link", "set", interface, "up")
        ip(self.server, "address", "add", f"{INSIDE4}/24", "dev", "eth0")
        ip(self.client, "route", "add", "default", "via", ROUTER4)

        def forward():
            with open("/proc/sys/net/ipv4/ip_forward", "w", encoding="ascii") as file:
                file.write("1")
        inside(self.router, forward)
        run("ip", "netns", "exec", self.router, "nft", "-f", "-", stdin=f"""
            table ip translation {{
                chain arriving {{
                    type nat hook prerouting priority -100;
                    ip daddr {PUBLIC4} tcp dport 80 dnat to {INSIDE4}:8080
                }}
                chain leaving {{
                    type nat hook postrouting priority 100;
                    ip daddr {INSIDE4} meta l4proto tcp snat to {OUTSIDE4}:40000-40999
                }}
            }}""")

    @contextlib.contextmanager
    def recording(self, interface="eth0", options=(), expression="tcp",
                  namespace=None, where=""):
        """Record what passes while the body runs, and a moment longer."""
        capture = self._capture.removesuffix(".pcap") + where + ".pcap"
        command = ["ip", "netns", "exec", namespace or self.client,
                   "tcpdump", "-i", interface, "-s", "0", "-U", "-Z", "root",
                   "--immediate-mode", "-nn", "-w", capture,
                   *options, expression]
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            wait_for_text(process, b"listening on")
            yield
            wait_until_size_settles(capture)
            process.send_signal(signal.SIGINT)
            _, report = process.communicate(timeout=TIMEOUT)
            if b"\n0 packets dropped by kernel" not in b"\n" + report:
                raise Failure(f"tcpdump lost packets: {report.decode()}")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            process.stderr.close()

    def tap_wire(self):
        """Give a socket that sees and sends the client's frames."""
        every_protocol = 3
        wire = inside(self.client, lambda: socket.socket(
            socket.AF_PACKET, socket.SOCK_RAW, 0))
        self._cleanup.callback(wire.close)
        wire.settimeout(TIMEOUT)
        wire.bind(("eth0", every_protocol))
        return wire

    def drop_first(self, namespace, match):
        """Have a host ignore the first arriving segment that matches."""
        self.drop(namespace, f"{match} limit rate 1/day burst 1 packets")

    @staticmethod
    def drop(namespace, match):
        """Have a host ignore the arriving segments that match."""
        run("ip", "netns", "exec", namespace, "nft", "-f", "-", stdin=f"""
            table inet lossy {{
                chain arriving {{
                    type filter hook input priority 0;
                    {match} drop
                }}
            }}""")

    def listen(self, port, address=SERVER4, namespace=None):
        """Give a listening socket, by default on the server."""
        listener = self._socket(namespace or self.server, address)
        listener.bind((address, port))
        listener.listen()
        return listener

    def connect(self, listener, source=CLIENT4, port=CLIENT_PORT,
                namespace=None, target=None):
        """Connect to a listening socket; give the two ends (client, server)."""
        target = target or listener.getsockname()[:2]
        client = self.dial(target, source, port, namespace)
        server, _ = listener.accept()
        self._cleanup.callback(server.close)
        server.settimeout(TIMEOUT)
        time.sleep(SHORT)
        return client, server

    def dial(self, target, source=CLIENT4, port=CLIENT_PORT, namespace=None,
             timeout=TIMEOUT):
        """Connect to an address; give the socket."""
        client = self._socket(namespace or self.client, source)
        client.settimeout(timeout)
        client.bind((source, port))
        try:
            client.connect(target)
        except TimeoutError:
            client.close()  # which ends its attempts
            raise
        return client

    def _socket(self, namespace, address):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = inside(namespace, lambda: socket.socket(family, socket.SOCK_STREAM))
        self._cleanup.callback(made.close)
        made.settimeout(TIMEOUT)
        return made


def wait_for_text(process, text):
    """Wait until the program has said so on its standard error."""
    said = b""
    deadline = time.monotonic() + TIMEOUT
    while text not in said:
        readable, _, _ = select.select([process.stderr], [], [], 0.1)
        chunk = os.read(process.stderr.fileno(), 4096) if readable else None
        if chunk == b"" or time.monotonic() > deadline:
            raise Failure(f"tcpdump does not start: {said.decode()}")
        said += chunk or b""


def wait_until_size_settles(path, quiet=0.5):
    """Wait until the file has not grown for this many seconds."""
    deadline = time.monotonic() + TIMEOUT
    size, since = -1, time.monotonic()
    while time.monotonic() - since < quiet:
        if time.monotonic() > deadline:
            raise Failure("the traffic does not end")
        if os.path.getsize(path) != size:
            size, since = os.path.getsize(path), time.monotonic()
        time.sleep(0.02)


# --- What the two ends say to each other --------------------------------------

REQUEST = b"GET /index.html HTTP/1.0\r\nHost: server.example\r\n\r\n"
PAGE = (b"<!DOCTYPE html>\n<title>Hello</title>\n"
        + b"<p>The quick brown fox jumps over the lazy dog.\n" * 20)
RESPONSE = (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n"
            + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE) + PAGE)


def say(sender, receiver, data):
    """Send the data as one segment and have it read."""
    sender.sendall(data)
    read(receiver, len(data))


def read(receiver, left):
    """Read so many octets."""
    while left > 0:
        received = len(receiver.recv(left))
        if received == 0:
            raise Failure("the connection ended early")
        left -= received


def expect_end(receiver):
    if receiver.recv(1) != b"":
        raise Failure("data where the end of the connection was expected")


def close_with_pause(first, second):
    """Four segments: the second end closes after it has acknowledged."""
    first.close()
    expect_end(second)
    time.sleep(MOMENT)
    second.close()


def close_at_once(first, second):
    """Three segments: acknowledgment and FIN of the second end are one."""
    first.close()
    expect_end(second)
    second.close()


def abort(end):
    """Close by a reset in place of a FIN."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


def short_exchange(client, server):
    say(client, server, b"ping\n")
    time.sleep(SHORT)
    say(server, client, b"pong\n")
    time.sleep(SHORT)


# --- Scenarios ------------------------------------------------------------------


def http_client_closes(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(80))
        say(client, server, REQUEST)
        say(server, client, RESPONSE)
        time.sleep(MOMENT)
        close_with_pause(client, server)


def http_server_closes(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(80))
        say(client, server, REQUEST)
        say(server, client, RESPONSE)
        time.sleep(MOMENT)
        close_with_pause(server, client)


def three_segment_close(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        close_at_once(client, server)


def refused(lab):
    with lab.recording(), contextlib.suppress(ConnectionRefusedError):
        lab.dial((SERVER4, 7777))


def reset(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        abort(client)


def reset_by_server(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        client.sendall(b"never read\n")
        time.sleep(MOMENT)
        server.close()


def http_ipv6(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(80, SERVER6), CLIENT6)
        say(client, server, REQUEST)
        say(server, client, RESPONSE)
        time.sleep(MOMENT)
        close_with_pause(client, server)


def half_close(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        say(client, server, b"count to five\n")
        time.sleep(SHORT)
        client.shutdown(socket.SHUT_WR)
        expect_end(server)
        time.sleep(MOMENT)
        for number in (b"one\n", b"two\n", b"three\n", b"four\n", b"five\n"):
            say(server, client, number)
            time.sleep(SHORT)
        time.sleep(MOMENT)
        server.close()
        expect_end(client)


def simultaneous_close(lab):
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        say(client, server, b"ping\n")
        say(server, client, b"pong\n")
        time.sleep(4 * ONE_WAY_DELAY)
        client.close()
        server.close()
        time.sleep(4 * ONE_WAY_DELAY)


def lost_syn(lab):
    lab.drop_first(lab.server, "tcp flags & (syn | ack) == syn")
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        close_with_pause(client, server)


def lost_syn_ack(lab):
    lab.drop_first(lab.client, "tcp flags & (syn | ack) == (syn | ack)")
    with lab.recording():
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        close_with_pause(client, server)


def midstream(lab):
    client, server = lab.connect(lab.listen(7777))
    short_exchange(client, server)
    time.sleep(MOMENT)
    with lab.recording():
        short_exchange(client, server)
        short_exchange(client, server)
        close_with_pause(client, server)


def three_connections(lab):
    with lab.recording():
        listener = lab.listen(7777)
        first, first_server = lab.connect(listener, port=50001)
        second, second_server = lab.connect(listener, port=50002)
        say(first, first_server, b"first ping\n")
        third, third_server = lab.connect(listener, port=50003)
        say(third, third_server, b"third ping\n")
        say(second, second_server, b"second ping\n")
        time.sleep(SHORT)
        say(first_server, first, b"first pong\n")
        say(second_server, second, b"second pong\n")
        time.sleep(SHORT)
        second_server.close()
        expect_end(second)
        say(third_server, third, b"third pong\n")
        first.close()
        expect_end(first_server)
        time.sleep(MOMENT)
        second.close()
        abort(third)
        time.sleep(SHORT)
        first_server.close()


def endings(lab):
    listener = lab.listen(7777)
    lab.drop_first(lab.server, "tcp dport 7778")

    def exchange(port):
        ends = lab.connect(listener, port=port)
        short_exchange(*ends)
        return ends

    with lab.recording():
        client, server = exchange(50001)
        close_with_pause(client, server)
        client, server = exchange(50002)
        close_at_once(server, client)
        client, server = exchange(50003)
        client.shutdown(socket.SHUT_WR)
        expect_end(server)
        for number in (b"one\n", b"two\n"):
            time.sleep(MOMENT)
            say(server, client, number)
        server.close()
        expect_end(client)
        client, server = exchange(50004)
        abort(client)
        client, server = exchange(50005)
        client.shutdown(socket.SHUT_WR)
        expect_end(server)
        time.sleep(MOMENT)
        abort(server)
        with contextlib.suppress(ConnectionRefusedError):
            lab.dial((SERVER4, 7779), port=50006)
        with contextlib.suppress(TimeoutError):
            lab.dial((SERVER4, 7778), port=50007, timeout=MOMENT)
        exchange(50002)  # the server has its end in TIME-WAIT
        time.sleep(MOMENT)


def scan_and_flood(lab):
    listener = lab.listen(80)
    listener.listen(100)
    ghosts = [f"192.0.2.{100 + number}" for number in range(30)]
    for ghost in ghosts:
        run("ip", "-n", lab.client, "address", "add", f"{ghost}/32", "dev", "eth0")
    # The ghosts get no answer, as if they had lent only their addresses.
    lab.drop(lab.client, "ip daddr 192.0.2.100-192.0.2.129")

    def knock(source, source_port, port):
        with contextlib.suppress(ConnectionRefusedError, BlockingIOError):
            lab.dial((SERVER4, port), source, source_port, timeout=0)

    with lab.recording():
        client, server = lab.connect(listener)
        short_exchange(client, server)
        for number in range(20):
            knock(CLIENT4, 50002 + number, 8000 + number)
        for number, ghost in enumerate(ghosts):
            knock(ghost, 50100 + number, 80)
        close_with_pause(client, server)


def lossy(lab):
    with lab.recording():
        listener = lab.listen(7777)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
        client, server = lab.connect(listener)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for sender, receiver, number in ((server, client, 8), (client, server, 4)):
            for letter in range(number):
                sender.sendall(bytes([97 + letter]) * 100)
                time.sleep(0.002)  # a segment each
            read(receiver, 100 * number)
            time.sleep(MOMENT)
        # More than fits: the window closes, and is probed until it opens.
        client.sendall(b"z" * 3000)
        time.sleep(1.0)
        read(server, 3000)
        time.sleep(MOMENT)
        # Silence: the server asks whether the client is still there.
        for option, seconds in ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1)):
            server.setsockopt(socket.IPPROTO_TCP, option, seconds)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        time.sleep(1.2)
        close_with_pause(client, server)


def record_short_exchange(lab, **how):
    with lab.recording(**how):
        client, server = lab.connect(lab.listen(7777))
        short_exchange(client, server)
        close_with_pause(client, server)


def cooked_v1(lab):
    record_short_exchange(lab, interface="any", options=("-y", "LINUX_SLL"))


def cooked_v2(lab):
    record_short_exchange(lab, interface="any", options=("-y", "LINUX_SLL2"))


def loopback(lab):
    with lab.recording(interface="lo"):
        listener = lab.listen(7777, "127.0.0.1", lab.client)
        client, server = lab.connect(listener, "127.0.0.1")
        short_exchange(client, server)
        close_with_pause(client, server)


def vlan(lab):
    record_short_exchange(lab, interface="trunk0", namespace=lab.trunk,
                          expression="vlan and tcp")


def nanoseconds(lab):
    record_short_exchange(lab, options=("--time-stamp-precision=nano",))


def time_wait(lab):
    with lab.recording():
        listener = lab.listen(7777)
        for _ in range(2):  # a new SYN finds the server in TIME-WAIT
            client, server = lab.connect(listener)
            short_exchange(client, server)
            close_with_pause(server, client)
            time.sleep(SHORT)
        client, server = lab.connect(listener, port=50002)
        wire = lab.tap_wire()
        short_exchange(client, server)
        old = b""
        while b"ping" not in old:
            old = wire.recv(65536)
        close_with_pause(server, client)
        time.sleep(SHORT)
        wire.send(old)          # RFC 1337, figure 1
        time.sleep(SHORT)


def translated(lab):
    lab.translate()
    short = ("-s", "96")  # the headers are enough
    with lab.recording(where="_client", options=short), \
            lab.recording(where="_server", options=short, namespace=lab.server):
        listener = lab.listen(8080, INSIDE4)
        client, server = lab.connect(listener, target=(PUBLIC4, 80))
        other, other_server = lab.connect(listener, port=50002, target=(PUBLIC4, 80))
        say(client, server, REQUEST)
        say(server, client, PAGE * 20)
        for _ in range(5):
            say(other, other_server, b"ping\n")
            say(other_server, other, b"pong\n")
        close_with_pause(client, server)
        time.sleep(MOMENT)
        close_with_pause(other_server, other)


# A scenario's segments as they must begin and end: ">" is a segment to the port
# that the first one goes to, "<" one back; then tcpdump's letters for the flags.
HANDSHAKE = ">S <S. >."
CLIENT_CLOSE = ">F. <. <F. >."
SERVER_CLOSE = "<F. >. >F. <."

# `places` are the captures, by what stands behind the scenario's name.
Scenario = namedtuple("Scenario", "name summary play begins ends cable places",
                      defaults=[Lab.add_veth, ("",)])

SCENARIOS = [
    Scenario("http_client_closes", "a web page; the client closes first, in four segments",
             http_client_closes, HANDSHAKE, CLIENT_CLOSE),
    Scenario("http_server_closes", "a web page; the server closes first, in four segments",
             http_server_closes, HANDSHAKE, SERVER_CLOSE),
    Scenario("three_segment_close", "the server's acknowledgment and its FIN are one segment",
             three_segment_close, HANDSHAKE, ">F. <F. >."),
    Scenario("refused", "a connection attempt to a closed port",
             refused, ">S <R.", "<R."),
    Scenario("reset", "the client aborts an established connection",
             reset, HANDSHAKE, ">R."),
    Scenario("reset_by_server", "the server closes while data it has not read is waiting",
             reset_by_server, HANDSHAKE, "<R."),
    Scenario("http_ipv6", "a web page over IPv6; the client closes first",
             http_ipv6, HANDSHAKE, CLIENT_CLOSE),
    Scenario("half_close", "the client ends its direction; the server goes on for a while",
             half_close, HANDSHAKE, "<P. >. <F. >."),
    Scenario("simultaneous_close", "both ends close before they see the other's FIN",
             simultaneous_close, ">S <S. >.", ">F. <F. >. <.", Lab.add_slow_cable),
    Scenario("lost_syn", "the first SYN is lost on its way, the second one accepted",
             lost_syn, ">S >S <S. >.", CLIENT_CLOSE),
    Scenario("lost_syn_ack", "the client does not get the first SYN,ACK; both are repeated",
             lost_syn_ack, ">S <S. >S <S.", CLIENT_CLOSE),
    Scenario("midstream", "recording starts when the connection has long been in use",
             midstream, ">P.", CLIENT_CLOSE),
    Scenario("three_connections", "three at once: closed by client, by server, and reset",
             three_connections, HANDSHAKE + " " + HANDSHAKE, "<F. >."),
    Scenario("endings", "eight connections that end in as many ways",
             endings, HANDSHAKE, "<P. >."),
    Scenario("scan_and_flood", "a host tries ports; thirty others leave a socket half-open",
             scan_and_flood, HANDSHAKE, CLIENT_CLOSE),
    Scenario("lossy", "losses, reordering, a closed window and a keep-alive",
             lossy, HANDSHAKE, CLIENT_CLOSE, Lab.add_lossy_cable),
    Scenario("time_wait", "the server's TIME-WAIT: cut short by a new SYN, then by the RST for an old duplicate",
             time_wait, HANDSHAKE, "<. >R"),
    Scenario("translated", "at the client and at the server, addresses translated between; a segment is lost",
             translated, HANDSHAKE, "<F. >. >F. <.", Lab.add_router, ("_client", "_server")),
    Scenario("cooked_v1", "a short exchange with Linux cooked headers, version 1",
             cooked_v1, HANDSHAKE, CLIENT_CLOSE),
    Scenario("cooked_v2", "a short exchange with Linux cooked headers, version 2",
             cooked_v2, HANDSHAKE, CLIENT_CLOSE),
    Scenario("loopback", "a short exchange over 127.0.0.1, its checksums not filled in",
             loopback, HANDSHAKE, CLIENT_CLOSE),
    Scenario("vlan", f"a short exchange with 802.1Q tags, VLAN {VLAN_ID}",
             vlan, HANDSHAKE, CLIENT_CLOSE, Lab.add_trunk),
    Scenario("nanoseconds", "a short exchange with times in nanoseconds",
             nanoseconds, HANDSHAKE, CLIENT_CLOSE),
]


# --- Recording and printing -----------------------------------------------------


def printed(capture, *options):
    """Give what tcpdump prints of a capture."""
    return run("env", "TZ=UTC", "LC_ALL=C", "tcpdump", "-nn", "-tt", *options,
               "-r", capture)


def shape_of(capture):
    """Give a capture's segments in the notation of the table."""
    segments = re.findall(r"[.:](\d+) > \S+[.](\d+): Flags \[(\S+)\]",
                          printed(capture))
    if not segments:
        raise Failure("nothing was recorded")
    server_port = segments[0][1]
    return " ".join((">" if target == server_port else "<") + flags
                    for _, target, flags in segments)


def check(scenario, capture):
    shape = shape_of(capture)
    if not (f"{shape} ".startswith(f"{scenario.begins} ")
            and f" {shape}".endswith(f" {scenario.ends}")):
        raise Failure(f"not as it should be: {shape}")
    if os.path.getsize(capture) > MAX_BYTES:
        raise Failure(f"larger than {MAX_BYTES} bytes")
    return shape


def captures_of(scenario, directory):
    return [os.path.join(directory, f"{scenario.name}{place}.pcap")
            for place in scenario.places]


def record(scenario, directory):
    with tempfile.TemporaryDirectory(prefix="tcplens-") as scratch:
        capture = os.path.join(scratch, f"{scenario.name}.pcap")
        with Lab(scenario.cable, capture) as lab:
            scenario.play(lab)
        captures = captures_of(scenario, scratch)
        shapes = [check(scenario, each) for each in captures]
        for each in captures:
            shutil.copy(each, directory)
    for each, shape in zip(captures_of(scenario, ""), shapes):
        print(f"{each}: {len(shape.split())} packets: {shape}", flush=True)


def recorded(scenario, directory):
    """Record; if this kernel cannot do what it takes, say so and go on."""
    try:
        record(scenario, directory)
    except (Failure, OSError) as failure:
        print(f"{scenario.name}: {failure}", file=sys.stderr, flush=True)
        return False
    return True


def print_goldens(scenarios, captures, directory):
    for capture in sum((captures_of(each, captures) for each in scenarios), []):
        stem = os.path.splitext(os.path.basename(capture))[0]
        for suffix, options in ((".nn", ()), (".nnS", ("-S",)),
                                (".nnv", ("-v",)), (".nnvvS", ("-vv", "-S"))):
            path = os.path.join(directory, stem + suffix)
            # What tcpdump decodes of the payload is not TCP's.
            text = re.sub(r"(, length \d+): HTTP.*|^(?:\t.*)?\n", r"\1",
                          printed(capture, *options), flags=re.MULTILINE)
            with open(path, "w", encoding="ascii", newline="\n") as golden:
                golden.write(text)


def selected(names):
    known = {scenario.name for scenario in SCENARIOS}
    for name in names:
        if name not in known:
            raise Failure(f"no such scenario: {name} (see --list)")
    return [each for each in SCENARIOS if not names or each.name in names]


def list_scenarios():
    width = max(len(scenario.name) for scenario in SCENARIOS)
    for scenario in SCENARIOS:
        print(f"{scenario.name:{width}}  {scenario.summary}")


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Record the small captures that the examples and tests read.")
    parser.add_argument("outdir", nargs="?", metavar="OUTDIR",
                        help="where the captures are")
    parser.add_argument("--list", action="store_true",
                        help="list the scenarios")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="take only this scenario (may be repeated)")
    parser.add_argument("--print", dest="goldens", metavar="DIR",
                        help="record nothing; write what tcpdump prints to DIR")
    arguments = parser.parse_args()
    if not arguments.list and arguments.outdir is None:
        parser.error("OUTDIR is missing")
    return arguments


def main():
    arguments = parse_arguments()
    if arguments.list:
        list_scenarios()
        return
    scenarios = selected(arguments.only)
    if arguments.goldens is not None:
        os.makedirs(arguments.goldens, exist_ok=True)
        print_goldens(scenarios, arguments.outdir, arguments.goldens)
        return
    if os.geteuid() != 0:
        raise Failure("recording needs root, to make network namespaces")
    os.makedirs(arguments.outdir, exist_ok=True)
    # So that an end by request cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    failed = [scenario.name for scenario in scenarios
              if not recorded(scenario, arguments.outdir)]
    if failed:
        raise Failure(f"not recorded: {', '.join(failed)}")


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as failure:
        sys.exit(f"record.py: {failure}")
    except KeyboardInterrupt:
        sys.exit("stopped")
