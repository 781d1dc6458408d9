# SPDX-License-Identifier: BSL-1.0
"""Two Linux hosts and a wire between them that a script holds in its hand.

The wire takes one segment at a time, writes it down, lets it arrive (or not), and asks both kernels which state their
end is in. What they say is the witness of a recording: a line for each end after each segment. A state that no capture
can tell is not part of it: in its place stands why.
"""
import contextlib
import errno
import os
import pathlib
import select
import socket
import struct
import sys
import time
import typing
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "captures"))
import record  # noqa: E402
from record import Failure, inside  # noqa: E402

CLIENT, SERVER = 0, 1
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
PATIENCE = 10.0  # for any single wait
STRANGER = "a stranger spoke in its name"

STATES = {1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2", 6: "TIME-WAIT",
          7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING", 12: "SYN-RECEIVED"}

# A state that the user's CLOSE brought about is not on the wire before the FIN is.
BEFORE_FIN = {"FIN-WAIT-1": "ESTABLISHED", "FIN-WAIT-2": "ESTABLISHED", "LAST-ACK": "CLOSE-WAIT",
              "CLOSING": "CLOSE-WAIT"}


class Kernel:
    """The sockets of one host, by sock_diag: request sockets (SYN-RECEIVED) and mini sockets (TIME-WAIT and orphaned
    FIN-WAIT-2) are among them, which the tracepoint of state changes doesn't show."""

    def __init__(self, namespace):
        netlink_sock_diag = 4
        self._socket = inside(namespace, lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, netlink_sock_diag))
        self._socket.settimeout(PATIENCE)

    def close(self):
        self._socket.close()

    def state(self, family, here, there):
        """The state of the socket between two addresses; LISTEN if only a listener would answer, CLOSED without one."""
        sock_diag_by_family, request, every_state, any_cookie = 20, 1, 0xFFFFFFFF, b"\xff" * 8
        addresses = b"".join(socket.inet_pton(family, host).ljust(16, b"\0") for host, _ in (here, there))
        body = (struct.pack("=BBBBI", family, socket.IPPROTO_TCP, 0, 0, every_state)
                + struct.pack("!HH", here[1], there[1]) + addresses + bytes(4) + any_cookie)
        self._socket.send(struct.pack("=IHHII", 16 + len(body), sock_diag_by_family, request, 0, 0) + body)
        answer = self._socket.recv(1 << 16)
        if struct.unpack_from("=H", answer, 4)[0] == sock_diag_by_family:
            return STATES[answer[17]]
        error = -struct.unpack_from("=i", answer, 16)[0]
        if error != errno.ENOENT:
            raise Failure(f"sock_diag: {os.strerror(error)}")
        return "CLOSED"


@dataclass
class Loss:
    """Segments that are to be lost, behind the capture point if they are seen, else before it."""
    which: typing.Callable
    times: int
    seen: bool

    def takes(self, segment, seen):
        if self.times == 0 or self.seen != seen or not self.which(segment):
            return False
        self.times -= 1
        return True


@dataclass
class Statement:
    """What a kernel said about its end."""
    number: int     # of the segment behind which this holds; 0 for the end of the recording
    end: int
    sends: bool     # the end is the segment's sender
    state: str
    why: str        # no capture can tell this; empty if one can


@dataclass
class Segment:
    """A TCP segment on the wire."""
    frame: bytes
    end: int                # who sent it
    number: int = 0         # in the recording
    forged: bool = False
    time: int = 0           # of its capture, in nanoseconds
    sent_in: str = ""       # the sender's state when it was sent, if that is known

    def __post_init__(self):
        ip = self.frame[14:]
        if self.frame[12:14] == b"\x08\x00":
            tcp, size = ip[(ip[0] & 15) * 4:], struct.unpack_from("!H", ip, 2)[0] - (ip[0] & 15) * 4
        else:
            tcp, size = ip[40:], struct.unpack_from("!H", ip, 4)[0]
        self.source, self.target, self.seq, self.ack, bits = struct.unpack_from("!HHIIH", tcp)
        self.flags = bits & 0x1FF
        self.payload = size - (bits >> 12) * 4
        self.tcp_at = len(self.frame) - len(tcp)

    @property
    def length(self):
        return self.payload + (self.flags & SYN != 0) + (self.flags & FIN != 0)

    @property
    def behind(self):
        """The number behind its last octet."""
        return (self.seq + self.length) % 2**32

    def has(self, flags):
        return self.flags & flags == flags


def tcp_ports(frame):
    """The ports of a TCP segment, else None."""
    if frame[12:14] == b"\x08\x00" and frame[23] == socket.IPPROTO_TCP:
        return struct.unpack_from("!HH", frame, 14 + (frame[14] & 15) * 4)
    if frame[12:14] == b"\x86\xdd" and frame[20] == socket.IPPROTO_TCP:
        return struct.unpack_from("!HH", frame, 54)
    return None


def not_behind(number, other):
    """Whether a sequence number is at or before another."""
    return (other - number) % 2**32 < 2**31


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data[:len(data) & ~1])) + (data[-1] << 8 if len(data) & 1 else 0)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Hosts(record.Lab):
    """Two hosts whose frames this process carries; one pair serves many recordings."""

    def __init__(self):
        super().__init__(Hosts._join, None)

    def _join(self):
        self.taps = self.add_taps()

    def __enter__(self):
        super().__enter__()
        self.namespaces = (self.client, self.server)
        self.kernels = [Kernel(namespace) for namespace in self.namespaces]
        for kernel in self.kernels:
            self._cleanup.callback(kernel.close)
        return self

    def set(self, end, name, value):
        """Sets a kernel parameter of one host."""
        def write():
            # /proc/sys/net shows the namespace of the thread that opens it. Older kernels lack some of the parameters.
            with (contextlib.suppress(FileNotFoundError),
                  open(f"/proc/sys/net/ipv4/{name}", "w", encoding="ascii") as file):
                file.write(str(value))
        inside(self.namespaces[end], write)


class End:
    """One end's sockets, as its program sees them. Each call is over when all that it sent has arrived."""

    def __init__(self, lab, which):
        self.lab, self.which = lab, which
        self.listener = self.sock = None
        self.received = 0

    def _socket(self):
        hosts = self.lab.hosts
        made = inside(hosts.namespaces[self.which], lambda: socket.socket(self.lab.family, socket.SOCK_STREAM))
        self.lab.cleanup.callback(made.close)
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return made

    @property
    def address(self):
        return self.lab.addresses[self.which]

    @property
    def state(self):
        """What the kernel says."""
        return self.lab.kernel_state(self.which)

    def listen(self, backlog=8, **options):
        self.listener = self._socket()
        self.set(self.listener, **options)
        self.listener.bind(self.address)
        self.listener.listen(backlog)

    @staticmethod
    def set(sock, **options):
        """Sets options by name: `so_linger`, `tcp_nodelay`."""
        for name, value in options.items():
            name = name.upper()
            level = socket.SOL_SOCKET if name.startswith("SO_") else socket.IPPROTO_TCP
            number = {"TCP_REPAIR": 19, "TCP_REPAIR_QUEUE": 20, "TCP_QUEUE_SEQ": 21}.get(name)
            sock.setsockopt(level, number if number is not None else getattr(socket, name), value)

    def prepare(self, isn=None, **options):
        """Makes the socket for an active open; `isn` is the number of its SYN."""
        self.sock = self._socket()
        self.set(self.sock, **options)
        self.sock.bind(self.address)
        if isn is not None:
            send_queue, off_without_probe = 2, -1
            self.set(self.sock, tcp_repair=1, tcp_repair_queue=send_queue)
            self.set(self.sock, tcp_queue_seq=struct.pack("=I", isn))
            self.set(self.sock, tcp_repair=off_without_probe)
        return self

    def connect(self, isn=None, **options):
        self.prepare(isn, **options)
        self.sock.connect_ex(self.lab.addresses[1 - self.which])
        self.lab.pump()

    def send_syn_with(self, data):
        """Fast Open: the SYN carries data."""
        msg_fastopen = 0x20000000
        with contextlib.suppress(BlockingIOError):
            self.sock.sendto(data, msg_fastopen, self.lab.addresses[1 - self.which])
        self.lab.pump()

    def accept(self):
        def accepted():
            with contextlib.suppress(BlockingIOError):
                self.sock, _ = self.listener.accept()
                self.lab.cleanup.callback(self.sock.close)
                self.sock.setblocking(False)
                return True
            return False
        self.lab.wait(accepted, "a connection to accept")

    def send(self, size=100):
        """Sends so many octets."""
        self.sock.send(bytes(size))
        self.lab.pump()

    def read(self):
        """Reads what has arrived; whether that was the end."""
        ended = False
        with contextlib.suppress(BlockingIOError, OSError):
            while True:
                data = self.sock.recv(1 << 20)
                self.received += len(data)
                if not data:
                    ended = True
                    break
        self.lab.pump()
        return ended

    def shut(self):
        """Closes its direction, and can still read."""
        self.sock.shutdown(socket.SHUT_WR)
        self.lab.pump()

    def close(self):
        self.lab.has_been_open(self.which)
        self.sock.close()
        self.lab.pump()

    def abort(self):
        """Closes by RST, or in silence where the peer's last ACK is all that is wanting."""
        if self.state in ("CLOSING", "LAST-ACK", "TIME-WAIT"):
            self.lab.hide(self.which, "its ABORT sends nothing")
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def stop_listening(self):
        self.listener.close()
        self.listener = None
        self.lab.pump()


class Lab:
    """One recording: a socket pair on the two hosts, the wire between them, and what both kernels say."""

    def __init__(self, hosts, family, client_port, server_port, burst=False):
        self.hosts, self.family, self.burst = hosts, family, burst
        names = (record.CLIENT4, record.SERVER4) if family == socket.AF_INET else (record.CLIENT6, record.SERVER6)
        self.addresses = list(zip(names, (client_port, server_port)))
        self.cleanup = contextlib.ExitStack()
        self.client, self.server = End(self, CLIENT), End(self, SERVER)
        self.segments = []      # as recorded
        self.witness = []
        self.repeated = 0       # segments that a timer sent again
        self.asked_for_timers = False
        self.under_way = []     # captured, not arrived
        self._held = [False, False]
        self._losses = []
        self._delays = []
        self._overtaken = []    # late before the capture point
        self._sent = [[], []]   # by each end, not captured yet
        self._hidden = [None, None]
        self._hiding = []
        self._unsure = [None, None]    # the first segment to each end of which no capture can tell whether it came
        self._isn = [None, None]
        self._highest = [None, None]   # behind the last octet of each end
        self._fin_seen = [False, False]
        self._was_open = [False, False]
        self._last_state = ["", ""]
        self._speaking = 0

    # --- what the script does to the wire

    def lose(self, which, times=1, seen=True):
        """Loses the next segments that `which(segment)` picks, behind the capture point, or before it."""
        self.asked_for_timers = True
        self._losses.append(Loss(which, times, seen))

    def hold(self, *ends):
        """Keeps what these ends send under way."""
        for end in ends or (CLIENT, SERVER):
            self._held[end] = True

    def release(self):
        """Lets all arrive that is under way."""
        self._held = [False, False]
        self.pump()

    def overtake(self, which):
        """Has the next segment picked arrive at the capture point behind the one that follows it."""
        self.asked_for_timers = True
        self._delays.append(which)

    def hide(self, end, why, when=None):
        """No capture can tell this end's state until the end sends something: from now on, or from the next segment
        on that `when` picks."""
        if when is None:
            self._hidden[end] = why
        else:
            self._hiding.append((when, end, why))

    def forge(self, end, **changes):
        """Sends a segment in the name of an end: one that would come next, changed."""
        mine, theirs = ([s for s in self.segments if s.end == whose] for whose in (end, 1 - end))
        frame = bytearray((mine or theirs)[-1].frame)
        at = (mine or theirs)[-1].tcp_at
        if not mine:
            host_at, host_size = (26, 4) if self.family == socket.AF_INET else (22, 16)
            for where, size in ((0, 6), (host_at, host_size), (at, 2)):
                frame[where:where + size], frame[where + size:where + 2 * size] = (
                    frame[where + size:where + 2 * size], frame[where:where + size])
        fields = {"seq": mine[-1].behind if mine else 0, "ack": theirs[-1].behind,
                  "flags": ACK, "payload": 0, **changes}
        size = 20 + fields["payload"]
        frame[at + 4:] = struct.pack("!IIHHHH", fields["seq"] % 2**32, fields["ack"] % 2**32, 5 << 12 | fields["flags"],
                                     500, 0, 0) + bytes(fields["payload"])
        if self.family == socket.AF_INET:
            struct.pack_into("!H", frame, 16, 20 + size)
            struct.pack_into("!H", frame, 24, 0)
            struct.pack_into("!H", frame, 24, checksum(frame[14:34]))
        else:
            struct.pack_into("!H", frame, 18, size)
        hosts = frame[26:34] if self.family == socket.AF_INET else frame[22:54]
        pseudo = bytes(hosts) + struct.pack("!HH", socket.IPPROTO_TCP, size)
        struct.pack_into("!H", frame, at + 16, checksum(pseudo + bytes(frame[at:])))
        self._capture(Segment(bytes(frame), end, forged=True))
        self.pump()

    def repeat(self, segment):
        """The network delivers a segment a second time."""
        self._capture(Segment(segment.frame, segment.end, forged=True))
        self.pump()

    # --- time

    def settle(self, seconds):
        """Goes on for so long: long enough for a timer that the scenario wants to see."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            select.select(self.hosts.taps, [], [], left)
            self.pump()

    def wait(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        self.pump()
        while not condition():
            if time.monotonic() > deadline:
                raise Failure(f"waited in vain for {what}; the kernels are in {self.client.state}, {self.server.state}")
            select.select(self.hosts.taps, [], [], 0.02)
            self.pump()

    def expect(self, client, server):
        """Waits until the kernels are in these states."""
        self.wait(lambda: (self.client.state, self.server.state) == (client, server), f"{client}, {server}")

    # --- the wire itself

    def pump(self):
        """Carries segments until none is under way."""
        while True:
            while self._collect():
                pass
            if not (ready := self._ready()):
                return
            self.under_way.remove(ready[0])
            self._arrive(ready[0])
            self._speaking = 1 - ready[0].end

    def _ready(self):
        return [segment for segment in self.under_way if not self._held[segment.end]]

    def _collect(self):
        """Takes what the hosts have sent: all of it, or one segment, lest an answer come too late to be one. Whether
        there was anything."""
        fetched = False
        for end in (self._speaking, 1 - self._speaking):
            fetched = self._fetch(end) or fetched
            while self._sent[end] and (self.burst or self._held[end] or not self._ready()):
                self._pass(self._sent[end].pop(0))
        return fetched

    def _fetch(self, end):
        """Reads what a host has sent, so that it is known in which state it did. Whether there was anything."""
        fetched = False
        with contextlib.suppress(BlockingIOError):
            while True:
                frame = os.read(self.hosts.taps[end], 65536)
                fetched = True
                if tcp_ports(frame) == (self.addresses[end][1], self.addresses[1 - end][1]):
                    self._sent[end].append(Segment(frame, end, sent_in=self.kernel_state(end)))
                elif tcp_ports(frame) is None:  # else it belongs to an earlier recording
                    self._write(1 - end, frame)
        return fetched

    def _write(self, end, frame):
        with contextlib.suppress(OSError):
            os.write(self.hosts.taps[end], frame)

    def _pass(self, segment):
        """Takes a segment to the capture point."""
        if any(loss.takes(segment, seen=False) for loss in self._losses):
            if segment.flags & RST:
                self.hide(segment.end, "its RST was lost before the capture point")
            return
        for which in self._delays:
            if which(segment):
                self._delays.remove(which)
                self._overtaken.append(segment)
                return
        self._capture(segment)
        while self._overtaken and self._overtaken[0].end == segment.end:
            self._capture(self._overtaken.pop(0))

    def _capture(self, segment):
        segment.number = len(self.segments) + 1
        segment.time = time.time_ns()
        self.segments.append(segment)
        end = segment.end
        if segment.forged:
            self.hide(end, STRANGER)
        else:
            self._hidden[end] = None
            if segment.flags & SYN and segment.seq != self._isn[end]:
                self._isn[end], self._highest[end], self._fin_seen[end] = segment.seq, segment.behind, False
            elif segment.length and not_behind(segment.behind, self._highest[end]):
                self.repeated += 1
                if self._unsure[end] and not self._unsure[end].length:
                    self._unsure[end] = None  # it is without the ACK
            elif segment.length:
                self._highest[end] = segment.behind
            self._fin_seen[end] = self._fin_seen[end] or segment.has(FIN)
            unsure = self._unsure[end]
            if unsure and unsure.length and not_behind(unsure.behind, segment.ack):
                self._unsure[end] = None
            fins = [s for s in self.segments if s.end != end and s.has(FIN) and not s.forged]
            if fins and segment.has(ACK) and not not_behind(fins[-1].behind, segment.ack):
                self._unsure[end] = self._unsure[end] or fins[-1]
        crossed = segment.sent_in not in ("", self.kernel_state(end))
        self._tell(segment, end, "a segment reached it after it had sent this one" if crossed else None)
        if crossed:
            self.hide(end, "a segment reached it after it had sent its last one")
        self.under_way.append(segment)
        for when, whom, why in list(self._hiding):
            if when(segment):
                self._hiding.remove((when, whom, why))
                self.hide(whom, why)

    def _arrive(self, segment):
        """Lets a segment arrive, unless it is to be lost."""
        to = 1 - segment.end
        if any(loss.takes(segment, seen=True) for loss in self._losses):
            self._unsure[to] = self._unsure[to] or segment
            self._tell(segment, to)
            return
        self._fetch(to)
        before = self.kernel_state(to)
        self._write(to, segment.frame)
        after = self.kernel_state(to)
        if after != before:
            # A kernel may send something again by a segment's ACK before it looks at the segment's FIN.
            self._fetch(to)
            for sent in self._sent[to]:
                if sent.has(ACK) and not not_behind(segment.behind, sent.ack):
                    sent.sent_in = before
        if segment.length == 0 and not segment.flags & RST and after != before:
            # No number that the end sent meanwhile shows whether it had got this ACK.
            for row in self.witness:
                if row.end == to and row.sends and row.number > segment.number:
                    row.why = row.why or "a bare ACK was under way to it"
                    self.hide(to, row.why)
        unsure = self._unsure[to]
        if unsure and unsure is not segment and not segment.flags & RST:
            again = not_behind(segment.seq, unsure.seq) and not_behind(unsure.behind, segment.behind)
            if again or not unsure.length:  # for an ACK any other will do
                self._unsure[to] = None
        crossed = any(s.end == to for s in self.segments[segment.number:])
        if crossed and segment.has(SYN):
            self._unsure[to] = self._unsure[to] or segment
        self._tell(segment, to, "it spoke while the segment was under way" if crossed else None)

    # --- the witness

    def has_been_open(self, end):
        """From here on no socket means CLOSED, even with a listener."""
        self._was_open[end] = True

    def kernel_state(self, end):
        state = self.hosts.kernels[end].state(self.family, self.addresses[end], self.addresses[1 - end])
        # A connection that fails before it was open leaves its listener as it was.
        if state == "LISTEN" and self._was_open[end]:
            return "CLOSED"
        opening = ("SYN-SENT", "SYN-RECEIVED")
        if state == "SYN-RECEIVED" and self._last_state[end] not in opening:
            self._was_open[end] = False
        elif state not in ("SYN-RECEIVED", "LISTEN", "CLOSED"):
            self.has_been_open(end)
        self._last_state[end] = state
        return state

    def _tell(self, segment, end, why=None):
        number, sends = (segment.number, segment.end == end) if segment else (0, False)
        unsure = self._unsure[end]
        if unsure and (not sends or not unsure.length):  # what it sends tells which octets it has got
            why = why or "a segment to it was lost, or late"
        why = why or self._hidden[end] or ""
        state = self.kernel_state(end)
        if not self._fin_seen[end] and state in BEFORE_FIN:
            state = BEFORE_FIN[state]
        self.witness.append(Statement(number, end, sends, state, why))

    def finish(self):
        """Ends the recording."""
        self.pump()
        for end in (CLIENT, SERVER):
            under_way = any(s.end != end for s in self.under_way)
            self._tell(None, end, "a segment to it is under way" if under_way else None)

    def close(self):
        self.cleanup.close()

    def endpoint(self, end):
        host, port = self.addresses[end]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def write(self, stem):
        """Writes STEM.pcap, and STEM.tsv with the witness."""
        with open(f"{stem}.pcap", "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
            for s in self.segments:
                file.write(struct.pack("<IIII", s.time // 10**9, s.time % 10**9, len(s.frame), len(s.frame)) + s.frame)
        with open(f"{stem}.tsv", "w", encoding="ascii") as file:
            file.write("packet\tend\tstate\tuntold\n")
            for said in self.witness:
                file.write(f"{said.number or 'last'}\t{self.endpoint(said.end)}\t{said.state}\t{said.why}\n")
