#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the analyzer live on the loopback interface of a network namespace of its own, and talks there.

usage: run.py --bin DIR

While live listens to two ports, one connection is opened, used and closed, one is refused, and a third goes to a port
that the filter leaves out. What live explains has to be what the sockets did.
Exit status: 0 = it is, 1 = not, 77 = this machine can't run it, and why on standard output.
"""
import argparse
import ctypes
import fcntl
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

PATIENCE = 5.0  # for any single wait, in seconds
MOMENT = 0.2    # longer than a delayed acknowledgment
OPEN_PORT, CLOSED_PORT, OTHER_PORT = 7777, 7778, 7779

# What each end goes through: who, the state it comes to, the section that says so.
ORDERLY = [
    ("client", "SYN-SENT", "3.10.1"), ("server", "SYN-RECEIVED", "3.10.7.2"), ("client", "ESTABLISHED", "3.10.7.3"),
    ("server", "ESTABLISHED", "3.10.7.4"),
    ("client", "FIN-WAIT-1", "3.10.4"), ("server", "CLOSE-WAIT", "3.10.7.4"), ("client", "FIN-WAIT-2", "3.10.7.4"),
    ("server", "LAST-ACK", "3.10.4"), ("client", "TIME-WAIT", "3.10.7.4"), ("server", "CLOSED", "3.10.7.4")]
REFUSED = [
    ("client", "SYN-SENT", "3.10.1"), ("server", "SYN-RECEIVED", "3.10.7.2"),
    ("server", "CLOSED", "3.10.7.1"), ("client", "CLOSED", "3.10.7.3")]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def enter_namespace():
    """Puts this process into a new network namespace, whose loopback interface it switches on."""
    clone_newnet = 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(clone_newnet) != 0:
        skip(f"no network namespace: {os.strerror(ctypes.get_errno())}")
    get_flags, set_flags, up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack_from("16sh", fcntl.ioctl(any_socket, get_flags, request))[1]
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", b"lo", flags | up))


def talk():
    """Opens, uses and closes a connection; has one refused; opens one that the filter leaves out."""
    def exchange(port):
        with socket.create_server(("127.0.0.1", port)) as listener:
            listener.settimeout(PATIENCE)
            client = socket.create_connection(("127.0.0.1", port), PATIENCE)
            server, _ = listener.accept()
            server.settimeout(PATIENCE)
        with client, server:
            client.sendall(b"ping\n")
            assert server.recv(16) == b"ping\n"
            time.sleep(MOMENT)
            server.sendall(b"pong!\n")
            assert client.recv(16) == b"pong!\n"
            time.sleep(MOMENT)
            client.close()
            assert server.recv(16) == b""
            time.sleep(MOMENT)

    exchange(OPEN_PORT)
    exchange(OTHER_PORT)
    try:
        socket.create_connection(("127.0.0.1", CLOSED_PORT), PATIENCE).close()
    except ConnectionRefusedError:
        return
    raise AssertionError("nobody refused the connection")


def wait_for(what, lines):
    deadline = time.monotonic() + PATIENCE
    while not any(what in line for line in lines):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def listen(program, arguments, while_listening):
    """Runs live while something happens, then stops it; its exit status and what it wrote."""
    process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = [], []

    def collect(stream, to):
        for line in stream:
            to.append(line)
    readers = [threading.Thread(target=collect, args=each, daemon=True)
               for each in ((process.stdout, out), (process.stderr, err))]
    for reader in readers:
        reader.start()
    try:
        if wait_for("listening on", err):
            while_listening(out)
            process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
    for reader in readers:
        reader.join(PATIENCE)
    return process.returncode, out, err


def changes_of(port, lines):
    """The changes of state behind the segments from or to a port, and how the connection ended."""
    found, ending, ours = [], "", False
    for line in lines:
        if not line.startswith(" "):
            ours = f":{port} " in line
        elif ours and (change := re.match(r"    (client|server) .*-> (\S+): .* \[RFC 9293 (\S+)\]$", line)):
            found.append(change.groups())
        elif ours:
            ending = line.strip()
    return found, ending


def check(holds, what, complaints):
    if not holds:
        complaints.append(what)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where the example programs are")
    program = parser.parse_args().bin.resolve() / "live"
    if not sys.platform.startswith("linux"):
        skip("network namespaces need Linux")
    if os.geteuid() != 0:
        skip("network namespaces need root")
    if not program.exists():
        skip("live is not built: there was no libpcap")
    enter_namespace()

    def connections(out):
        talk()
        wait_for("closed by the client", out)
        wait_for("refused by the server", out)
    status, out, err = listen(program, ["-i", "lo", f"tcp port {OPEN_PORT}", "or", f"tcp port {CLOSED_PORT}"], connections)

    complaints = []
    check(status == 0, f"exit status {status}", complaints)
    changes, ending = changes_of(OPEN_PORT, out)
    check(changes == ORDERLY, f"the orderly connection: {changes}", complaints)
    check(ending == "opened by the client, closed by the client first, in four segments; octets there: 5, back: 6",
          f"its end: {ending!r}", complaints)
    changes, ending = changes_of(CLOSED_PORT, out)
    check(changes == REFUSED, f"the refused connection: {changes}", complaints)
    check(ending == "opened by the client, refused by the server; octets there: 0, back: 0", f"its end: {ending!r}",
          complaints)
    check(not any(f":{OTHER_PORT} " in line for line in out), "what the filter leaves out is shown", complaints)
    shown = sum(not line.startswith(" ") for line in out)
    counts = re.search(r"^(\d+) packets received, 0 dropped by the kernel$", "".join(err), re.MULTILINE)
    check(counts and int(counts[1]) >= shown, f"{shown} packets shown, and the summary is {err}", complaints)

    status, out, _ = listen(program, ["-i", "lo", "-c", "2"], lambda _: talk())
    check(status == 0 and sum(not line.startswith(" ") for line in out) == 2, f"-c 2: status {status}, {out}", complaints)

    print("\n".join(complaints) if complaints else "live: both connections are explained rightly")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
