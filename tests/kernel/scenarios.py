# SPDX-License-Identifier: BSL-1.0
"""What happens between the two hosts. A scenario is a function of a lab; its parameters make more of it."""
import fcntl
import itertools
import random
import socket
import struct
from collections import namedtuple

from lab import ACK, CLIENT, FIN, PSH, RST, SERVER, SYN

Scenario = namedtuple("Scenario", "name play parameters burst kernel")
SCENARIOS = []

DELAYED_ACK = 0.06  # longer than one takes
WRAP = 1 << 32


def scenario(burst=False, kernel=(), **variants):
    """Adds a scenario for each combination of the variants. `burst`: what a host sends at once is captured before
    any of it arrives. `kernel`: parameters of both hosts, (name, value)."""
    def add(play):
        for values in itertools.product(*variants.values()):
            name = "-".join([play.__name__, *(str(value) for value in values)])
            SCENARIOS.append(Scenario(name, play, dict(zip(variants, values)), burst, dict(kernel)))
        return play
    return add


# --- Which segments -------------------------------------------------------------


def is_syn(segment):
    return segment.flags & (SYN | ACK) == SYN


def is_syn_ack(segment):
    return segment.has(SYN | ACK)


def is_fin_of(end):
    return lambda segment: segment.end == end and segment.has(FIN)


def is_bare_ack_of(end):
    return lambda s: s.end == end and s.flags & ~PSH == ACK and s.payload == 0


def is_data_of(end):
    return lambda s: s.end == end and s.payload > 0


def is_any(_):
    return True


# --- What most connections have in common ----------------------------------------


def opened(lab, isn=None, **options):
    lab.server.listen()
    lab.client.connect(isn, **options)
    lab.server.accept()
    lab.expect("ESTABLISHED", "ESTABLISHED")


def talk(lab, rounds=1, size=100):
    for _ in range(rounds):
        lab.client.send(size)
        lab.server.read()
        lab.server.send(size)
        lab.client.read()


def ends(lab, first):
    """Who acts first, and the other."""
    return (lab.client, lab.server) if first == "client" else (lab.server, lab.client)


def wait_states(lab, first, of_first, of_second):
    if first == "client":
        lab.expect(of_first, of_second)
    else:
        lab.expect(of_second, of_first)


def close_in_four(lab, first="client"):
    one, other = ends(lab, first)
    one.shut()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.read()
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


def close_in_three(lab, first="client"):
    one, other = ends(lab, first)
    one.close()
    other.read()
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


def wait_all_over(lab):
    """Until nothing is left but a TIME-WAIT; a second last ACK may have found nobody, and its RST have ended that."""
    over = ("TIME-WAIT", "CLOSED")
    lab.wait(lambda: lab.client.state in over and lab.server.state in over, "both to close")


SIDES = ("client", "server")

# --- Opening, talking, closing ----------------------------------------------------


@scenario(first=SIDES, shape=("four", "three"), rounds=(0, 1, 8))
def close(lab, first, shape, rounds):
    opened(lab)
    talk(lab, rounds)
    (close_in_four if shape == "four" else close_in_three)(lab, first)


@scenario(first=SIDES, kernel={"tcp_timestamps": 0, "tcp_window_scaling": 0, "tcp_sack": 0})
def close_without_options(lab, first):
    opened(lab)
    talk(lab, 4)
    close_in_four(lab, first)


@scenario(rounds=(0, 3))
def close_both_at_once(lab, rounds):
    opened(lab)
    talk(lab, rounds)
    lab.hold()
    lab.client.close()
    lab.server.close()
    lab.release()
    lab.expect("TIME-WAIT", "TIME-WAIT")


@scenario(first=SIDES)
def close_both_at_once_with_data(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold()
    one.send()
    other.send()
    one.shut()
    other.shut()
    lab.release()
    one.read()
    other.read()
    lab.expect("TIME-WAIT", "TIME-WAIT")


@scenario(first=SIDES)
def close_crossed_by_data(lab, first):
    opened(lab)
    one, other = ends(lab, first)
    lab.hold()
    other.send()
    other.send()
    one.shut()
    lab.release()
    one.read()
    other.send()
    one.read()
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(first=SIDES, segments=(1, 12))
def half_close(lab, first, segments):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.shut()
    other.read()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    for _ in range(segments):
        other.send(1000)
        one.read()
    lab.settle(DELAYED_ACK)
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(first=SIDES)
def half_close_before_data(lab, first):
    opened(lab)
    one, other = ends(lab, first)
    one.shut()
    other.send(3000)
    one.read()
    other.send(3000)
    other.close()
    one.read()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(first=SIDES)
def fin_with_data(lab, first):
    opened(lab)
    one, other = ends(lab, first)
    one.set(one.sock, tcp_cork=1)
    one.send(50)
    one.shut()
    other.read()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.set(other.sock, tcp_cork=1)
    other.send(70)
    other.shut()
    one.read()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(first=SIDES)
def server_speaks_first(lab, first):
    opened(lab)
    lab.server.send(80)
    lab.client.read()
    lab.settle(DELAYED_ACK)
    talk(lab, 3)
    close_in_four(lab, first)


def bulk(lab, sender, size):
    one, other = ends(lab, sender)
    left = size
    while left > 0:
        try:
            left -= one.sock.send(bytes(min(left, 8000)))
        except BlockingIOError:
            pass
        lab.pump()
        other.read()


@scenario(sender=SIDES, first=SIDES)
def bulk_transfer(lab, sender, first):
    opened(lab)
    bulk(lab, sender, 60_000)
    close_in_four(lab, first)


@scenario(burst=True, sender=SIDES, shape=("four", "three"))
def bulk_transfer_at_once(lab, sender, shape):
    opened(lab)
    one, other = ends(lab, sender)
    lab.hold(CLIENT if sender == "client" else SERVER)
    one.send(12_000)
    one.close()
    lab.release()
    other.read()
    if shape == "four":
        wait_states(lab, sender, "FIN-WAIT-2", "CLOSE-WAIT")
    other.close()
    wait_states(lab, sender, "TIME-WAIT", "CLOSED")


@scenario(burst=True, rounds=(1, 6))
def both_talk_at_once(lab, rounds):
    """Data and FINs cross, with ACKs of what came before."""
    opened(lab)
    for _ in range(rounds):
        lab.hold()
        lab.client.send()
        lab.server.send(300)
        lab.client.send(20)
        lab.release()
        lab.client.read()
        lab.server.read()
    lab.hold()
    lab.client.send()
    lab.client.shut()
    lab.server.send()
    lab.release()
    lab.client.read()
    lab.server.read()
    lab.server.close()
    lab.expect("TIME-WAIT", "CLOSED")


@scenario(first=SIDES, kernel={"tcp_ecn": 1})
def close_with_ecn(lab, first):
    opened(lab)
    talk(lab, 4)
    close_in_four(lab, first)


@scenario(first=SIDES)
def urgent_data(lab, first):
    opened(lab)
    one, other = ends(lab, first)
    one.sock.send(b"stop", socket.MSG_OOB)
    lab.pump()
    other.read()
    talk(lab)
    close_in_four(lab, first)


@scenario(first=SIDES)
def idle_between(lab, first):
    """Delayed ACKs have the time to come alone."""
    opened(lab)
    one, other = ends(lab, first)
    for _ in range(4):
        one.send(40)
        other.read()
        lab.settle(DELAYED_ACK)
    other.send(40)
    one.read()
    lab.settle(DELAYED_ACK)
    one.shut()
    lab.settle(DELAYED_ACK)
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


# --- Refused and reset --------------------------------------------------------------

NOBODY = "whether anybody listens shows in the answer"


@scenario(attempts=(1, 3))
def refused(lab, attempts):
    for _ in range(attempts):
        lab.hide(SERVER, NOBODY)
        lab.client.connect()
        lab.expect("CLOSED", "CLOSED")


@scenario()
def refused_then_accepted(lab):
    lab.hide(SERVER, NOBODY)
    lab.client.connect()
    lab.expect("CLOSED", "CLOSED")
    opened(lab)
    talk(lab)
    close_in_four(lab)


@scenario(first=SIDES, rounds=(0, 2))
def abort(lab, first, rounds):
    opened(lab)
    talk(lab, rounds)
    one, other = ends(lab, first)
    one.abort()
    other.read()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def abort_in_close_wait(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.shut()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.abort()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def abort_in_fin_wait_2(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.shut()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.send()
    one.abort()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def close_with_unread_data(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    other.send()
    lab.settle(DELAYED_ACK)
    one.close()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def data_to_an_orphan(lab, first):
    """Who has closed, not only shut, answers data with RST: FIN-WAIT-2 without a user."""
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.close()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    lab.hide(one.which, "that it has no user shows in its RST")
    other.send()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def orphan_closes(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.close()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(first=SIDES)
def data_and_abort_cross(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold()
    one.send()
    other.abort()
    lab.release()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def abort_after_lost_data(lab, first):
    """The RST is ahead of what the peer expects: challenged, and answered by one that fits."""
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.lose(is_data_of(one.which))
    one.send()
    one.abort()
    lab.expect("CLOSED", "CLOSED")
    other.read()


@scenario(seen=("seen", "unseen"))
def abort_before_the_handshake_is_over(lab, seen):
    """The ACK of the SYN,ACK is lost, and a RST comes in its place: back to LISTEN."""
    lab.server.listen()
    lab.lose(is_bare_ack_of(CLIENT), 1, seen == "seen")
    lab.client.connect()
    lab.client.abort()
    lab.expect("CLOSED", "LISTEN")


@scenario(first=SIDES)
def abort_in_fin_wait_1(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold()
    one.shut()
    one.abort()
    lab.release()
    other.read()
    lab.expect("CLOSED", "CLOSED")


@scenario()
def both_abort(lab):
    opened(lab)
    talk(lab)
    lab.hold()
    lab.client.abort()
    lab.server.abort()
    lab.release()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def fin_and_abort_cross(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold()
    one.close()
    other.abort()
    lab.release()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def abort_while_data_come(lab, first):
    """What is under way when the RST goes out finds nobody."""
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold()
    other.send()
    other.send()
    other.send()
    one.abort()
    lab.release()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def abort_with_data_under_way(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.hold(one.which)
    one.send()
    one.send()
    one.abort()
    lab.release()
    other.read()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES)
def close_with_unread_data_after_fin(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.send()
    one.shut()
    lab.settle(DELAYED_ACK)
    other.close()
    one.read()
    lab.expect("CLOSED", "CLOSED")


def vanish(end):
    """The host forgets the connection, as after a restart."""
    end.set(end.sock, tcp_repair=1)
    end.lab.hide(end.which, "it forgot the connection")
    end.close()


@scenario(first=SIDES)
def half_open(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    vanish(one)
    other.send()
    lab.expect("CLOSED", "CLOSED")


@scenario()
def half_open_connects_again(lab):
    """RFC 9293 Figure 9: SYN on an open connection is challenged, RST answers, then it is a new one."""
    opened(lab)
    talk(lab)
    vanish(lab.client)
    lab.asked_for_timers = True
    old = lab.server.sock
    lab.client.connect()
    lab.wait(lambda: lab.client.state == "ESTABLISHED", "the second connection")
    old.close()
    lab.server.accept()
    talk(lab)
    close_in_four(lab)


@scenario(state=("CLOSE-WAIT", "LAST-ACK", "FIN-WAIT-2"))
def half_open_connects_again_while_closing(lab, state):
    """As before, while the server has closed, or the client had."""
    opened(lab)
    talk(lab)
    if state == "FIN-WAIT-2":
        lab.server.shut()
        lab.expect("CLOSE-WAIT", "FIN-WAIT-2")
    else:
        lab.client.shut()
        lab.expect("FIN-WAIT-2", "CLOSE-WAIT")
    if state == "LAST-ACK":
        lab.lose(is_fin_of(SERVER))
        lab.server.close()
    vanish(lab.client)
    lab.asked_for_timers = True
    lab.client.connect()
    lab.wait(lambda: lab.client.state == "ESTABLISHED", "the second connection")
    lab.server.sock.close()
    lab.server.accept()
    talk(lab)
    close_in_four(lab)


@scenario(first=SIDES)
def half_open_with_keep_alive(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    other.set(other.sock, so_keepalive=1, tcp_keepidle=1)
    vanish(one)
    lab.asked_for_timers = True
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES, kernel={"tcp_fin_timeout": 1})
def orphan_gives_up(lab, first):
    """FIN-WAIT-2 without a user ends in silence; the peer finds nobody."""
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.close()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    lab.wait(lambda: one.state == "CLOSED", "the orphan to give up")
    lab.hide(one.which, "it gave up in silence")
    other.send()
    lab.expect("CLOSED", "CLOSED")


@scenario(kernel={"tcp_syn_retries": 1, "tcp_syn_linear_timeouts": 0})
def nobody_answers(lab):
    lab.lose(is_syn, 9)
    lab.server.listen()
    lab.client.connect()
    lab.wait(lambda: lab.client.state == "CLOSED", "the client to give up")
    lab.hide(CLIENT, "it gave up in silence")


@scenario(kernel={"tcp_synack_retries": 1})
def nobody_acknowledges(lab):
    """The client's ACK never comes, and the server gives up."""
    lab.lose(lambda s: s.end == CLIENT and not is_syn(s), 99)
    lab.server.listen()
    lab.client.connect()
    lab.wait(lambda: lab.server.state == "LISTEN", "the server to give up")
    lab.hide(SERVER, "it gave up in silence")


@scenario()
def given_up_before_the_answer(lab):
    """CLOSE in SYN-SENT sends nothing; the answer finds nobody."""
    lab.server.listen()
    lab.hold(SERVER)
    lab.client.connect()
    lab.client.close()
    lab.hide(CLIENT, "it gave up in silence")
    lab.release()
    lab.expect("CLOSED", "LISTEN")


# --- Lost on the way ----------------------------------------------------------------

SEEN = ("seen", "unseen")


@scenario(seen=SEEN, times=(1, 2), first=SIDES)
def lost_syn(lab, seen, times, first):
    lab.lose(is_syn, times, seen == "seen")
    opened(lab)
    talk(lab, 2)
    close_in_four(lab, first)


@scenario(seen=SEEN, first=SIDES)
def lost_syn_ack(lab, seen, first):
    lab.lose(is_syn_ack, 1, seen == "seen")
    opened(lab)
    talk(lab, 2)
    close_in_four(lab, first)


@scenario(seen=SEEN, then=("data", "fin", "waits"))
def lost_ack_of_syn_ack(lab, seen, then):
    lab.lose(is_bare_ack_of(CLIENT), 1, seen == "seen")
    lab.server.listen()
    lab.client.connect()
    if then == "data":
        lab.client.send()
    elif then == "fin":
        lab.client.shut()
    lab.server.accept()
    lab.server.send()
    lab.client.read()
    if then == "fin":
        lab.server.close()
        lab.expect("TIME-WAIT", "CLOSED")
    else:
        close_in_four(lab)


@scenario(seen=SEEN, sender=SIDES)
def lost_data(lab, seen, sender):
    opened(lab)
    talk(lab)
    one, other = ends(lab, sender)
    lab.lose(is_data_of(one.which), 1, seen == "seen")
    one.send()
    one.send()
    one.send()
    lab.settle(DELAYED_ACK)
    lab.wait(lambda: other.read() or other.received >= 400, "the data")
    close_in_four(lab, sender)


@scenario(seen=SEEN, first=SIDES)
def lost_fin(lab, seen, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.lose(is_fin_of(one.which), 1, seen == "seen")
    close_in_four(lab, first)


@scenario(seen=SEEN, first=SIDES)
def lost_fin_while_data_comes(lab, seen, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.lose(is_fin_of(one.which), 1, seen == "seen")
    one.shut()
    other.send()
    one.read()
    other.send()
    one.read()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(seen=SEEN, first=SIDES)
def lost_ack_of_fin(lab, seen, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.settle(DELAYED_ACK)
    lab.lose(is_bare_ack_of(other.which), 1, seen == "seen")
    close_in_four(lab, first)


@scenario(seen=SEEN, first=SIDES)
def lost_second_fin(lab, seen, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.lose(is_fin_of(other.which), 1, seen == "seen")
    close_in_four(lab, first)


@scenario(seen=SEEN, first=SIDES, shape=("four", "three"))
def lost_last_ack(lab, seen, first, shape):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    if shape == "four":
        one.shut()
        wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    else:
        one.close()
    lab.lose(is_bare_ack_of(one.which), 1, seen == "seen")
    other.read()
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


@scenario(seen=SEEN, lost=SIDES)
def lost_fin_of_two(lab, seen, lost):
    """Both close at once, and one of the FINs is lost."""
    opened(lab)
    talk(lab)
    one, _ = ends(lab, lost)
    lab.lose(is_fin_of(one.which), 1, seen == "seen")
    lab.hold()
    lab.client.close()
    lab.server.close()
    lab.release()
    wait_all_over(lab)


@scenario(first=SIDES)
def lost_rst(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    lab.lose(lambda s: s.flags & RST, 1)
    one.abort()
    other.send()
    lab.expect("CLOSED", "CLOSED")


@scenario(first=SIDES, captured=("as-sent", "as-arrived"))
def fin_overtakes_data(lab, first, captured):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    if captured == "as-arrived":
        lab.overtake(is_data_of(one.which))
        one.send()
        one.shut()
    else:
        lab.lose(is_data_of(one.which))
        one.send()
        one.shut()
    lab.wait(lambda: other.read() or other.state == "CLOSE-WAIT", "the data")
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    other.close()
    wait_states(lab, first, "TIME-WAIT", "CLOSED")


def wait_for_repetition(lab):
    """Until a timer has sent something again."""
    before = lab.repeated
    lab.asked_for_timers = True
    lab.wait(lambda: lab.repeated > before, "a retransmission")


@scenario(what=("syn-ack", "ack-of-data", "data"), first=SIDES)
def late_answer(lab, what, first):
    """An answer takes longer than the timer, and crosses what the timer sends again."""
    one, other = ends(lab, first)
    if what == "syn-ack":
        lab.server.listen()
        lab.hold(SERVER)
        lab.client.connect()
        wait_for_repetition(lab)
        lab.release()
        lab.server.accept()
        lab.expect("ESTABLISHED", "ESTABLISHED")
    else:
        opened(lab)
        talk(lab)
        lab.settle(DELAYED_ACK)
        lab.hold(other.which)
        one.send()
        other.read()
        if what == "data":
            other.send(500)
        wait_for_repetition(lab)
        lab.release()
        one.read()
    lab.settle(DELAYED_ACK)
    talk(lab)
    close_in_four(lab, first)


@scenario(what=("ack", "fin", "ack-then-fin", "both"), first=SIDES)
def late_answer_to_fin(lab, what, first):
    opened(lab)
    talk(lab)
    lab.settle(DELAYED_ACK)
    one, other = ends(lab, first)
    if what == "both":
        lab.hold()
        one.close()
        other.close()
        wait_for_repetition(lab)
        lab.release()
        lab.settle(DELAYED_ACK)
        lab.expect("TIME-WAIT", "TIME-WAIT")
        return
    lab.hold(other.which)
    one.shut()
    if what == "fin":
        other.close()
    wait_for_repetition(lab)
    if what == "ack-then-fin":
        other.close()
    lab.release()
    if what == "ack":
        other.close()
    wait_all_over(lab)


@scenario(first=SIDES)
def late_last_ack(lab, first):
    opened(lab)
    talk(lab)
    one, other = ends(lab, first)
    one.shut()
    wait_states(lab, first, "FIN-WAIT-2", "CLOSE-WAIT")
    lab.hold(one.which)
    other.close()
    wait_for_repetition(lab)
    lab.release()
    wait_all_over(lab)


# --- What the network repeats, and what strangers send ---------------------------------


@scenario(what=("syn", "syn-ack", "ack", "data", "fin"), when=("open", "closing", "closed"))
def duplicate(lab, what, when):
    opened(lab)
    talk(lab)
    old = {"syn": lab.segments[0], "syn-ack": lab.segments[1], "ack": lab.segments[2],
           "data": next(s for s in lab.segments if s.payload and s.end == CLIENT), "fin": None}[what]
    if when == "open" and old is not None:
        lab.repeat(old)
    lab.client.shut()
    lab.expect("FIN-WAIT-2", "CLOSE-WAIT")
    if what == "fin":
        old = next(s for s in lab.segments if s.has(FIN))
    if when == "closing":
        lab.repeat(old)
    lab.server.send()
    lab.client.read()
    lab.server.close()
    lab.expect("TIME-WAIT", "CLOSED")
    if when == "closed":
        if what == "fin":
            old = [s for s in lab.segments if s.has(FIN)][-1]
        lab.repeat(old)


@scenario(target=SIDES, how=("exact", "in-window", "below", "beyond"))
def forged_rst(lab, target, how):
    opened(lab)
    talk(lab, 2)
    lab.settle(DELAYED_ACK)
    victim, other = ends(lab, target)
    last = [s for s in lab.segments if s.end == other.which][-1]
    seq = last.seq + last.length + {"exact": 0, "in-window": 100, "below": -100, "beyond": 1 << 30}[how]
    lab.forge(other.which, flags=RST, seq=seq)
    if how == "exact":
        lab.wait(lambda: victim.state == "CLOSED", "the victim to be reset")
        other.send()
        lab.expect("CLOSED", "CLOSED")
    else:
        talk(lab)
        close_in_four(lab)


@scenario(target=SIDES, what=("syn", "ack-of-the-future", "data-of-the-past", "data-beyond", "fin-ahead", "old-ack"))
def forged(lab, target, what):
    opened(lab)
    talk(lab, 2)
    lab.settle(DELAYED_ACK)
    _, other = ends(lab, target)
    last = [s for s in lab.segments if s.end == other.which][-1]
    seq = last.seq + last.length
    lab.forge(other.which, **{
        "syn": {"flags": SYN, "seq": seq + 10},
        "ack-of-the-future": {"ack": last.ack + 10_000},
        "data-of-the-past": {"flags": ACK | PSH, "seq": seq - 50, "payload": 20},
        "data-beyond": {"flags": ACK | PSH, "seq": seq + (1 << 30), "payload": 20},
        "fin-ahead": {"flags": ACK | FIN, "seq": seq + (1 << 30)},
        "old-ack": {"ack": last.ack - 50},
    }[what])
    talk(lab)
    close_in_four(lab)


@scenario(what=("ack", "syn-ack-of-nothing", "rst-of-nothing", "bare-rst", "rst"))
def forged_in_syn_sent(lab, what):
    lab.server.listen()
    lab.lose(is_syn)
    lab.client.connect()
    lab.forge(SERVER, **{
        "ack": {"ack": lab.segments[0].seq + 5000},
        "syn-ack-of-nothing": {"flags": SYN | ACK, "ack": lab.segments[0].seq},
        "rst-of-nothing": {"flags": RST | ACK, "ack": lab.segments[0].seq + 5000},
        "bare-rst": {"flags": RST},
        "rst": {"flags": RST | ACK},
    }[what])
    if what == "rst":
        lab.expect("CLOSED", "LISTEN")
        return
    lab.server.accept()
    lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab)


@scenario(what=("ack-of-nothing", "syn", "rst-ahead", "rst-below", "rst"))
def forged_in_syn_received(lab, what):
    lab.server.listen()
    lab.hold(SERVER)
    lab.client.connect()
    behind = lab.segments[0].seq + 1
    lab.forge(CLIENT, **{
        "ack-of-nothing": {"ack": lab.segments[1].seq + 5000},
        "syn": {"flags": SYN, "seq": behind + 10},
        "rst-ahead": {"flags": RST, "seq": behind + 100},
        "rst-below": {"flags": RST, "seq": behind - 100},
        "rst": {"flags": RST},
    }[what])
    lab.release()
    if what in ("syn", "rst"):
        lab.wait(lambda: lab.client.state == "CLOSED", "the client to find nobody")
        return
    lab.server.accept()
    lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab)


@scenario(what=("ack", "data", "fin", "syn-ack", "rst-ahead"),
          state=("FIN-WAIT-2", "CLOSE-WAIT", "LAST-ACK", "TIME-WAIT"))
def forged_while_closing(lab, what, state):
    """To the client, or in CLOSE-WAIT and LAST-ACK to the server: something from before, or ahead."""
    opened(lab)
    talk(lab)
    lab.client.shut()
    lab.expect("FIN-WAIT-2", "CLOSE-WAIT")
    if state == "LAST-ACK":
        lab.lose(is_fin_of(SERVER))
        lab.server.close()
    elif state == "TIME-WAIT":
        lab.server.close()
        lab.expect("TIME-WAIT", "CLOSED")
    sender = CLIENT if state in ("CLOSE-WAIT", "LAST-ACK") else SERVER
    last = [s for s in lab.segments if s.end == sender][-1]
    seq = last.seq + last.length
    lab.forge(sender, **{
        "ack": {"ack": last.ack - 20},
        "data": {"flags": ACK | PSH, "seq": seq - 30, "payload": 20},
        "fin": {"flags": ACK | FIN, "seq": seq - 30},
        "syn-ack": {"flags": SYN | ACK, "seq": seq - 150},
        "rst-ahead": {"flags": RST, "seq": seq + 50},
    }[what])
    if state != "LAST-ACK" and state != "TIME-WAIT":
        lab.server.send()
        lab.client.read()
        lab.server.close()
    wait_all_over(lab)


@scenario()
def rst_in_time_wait(lab):
    opened(lab)
    talk(lab)
    close_in_four(lab)
    lab.forge(SERVER, flags=RST, seq=[s for s in lab.segments if s.end == SERVER][-1].seq + 1)
    lab.expect("CLOSED", "CLOSED")


# --- Opening in other ways ---------------------------------------------------------------


def open_both(lab, client_isn=None, server_isn=None):
    lab.hold()
    lab.client.connect(client_isn)
    lab.server.connect(server_isn)
    lab.release()
    lab.expect("ESTABLISHED", "ESTABLISHED")


@scenario(first=SIDES, shape=("four", "three"))
def simultaneous_open(lab, first, shape):
    open_both(lab)
    talk(lab, 2)
    (close_in_four if shape == "four" else close_in_three)(lab, first)


@scenario(lost=("syn", "syn-ack"), end=SIDES, seen=SEEN)
def simultaneous_open_with_loss(lab, lost, end, seen):
    one, _ = ends(lab, end)
    picked = is_syn if lost == "syn" else is_syn_ack
    lab.lose(lambda s: s.end == one.which and picked(s), 1, seen == "seen")
    open_both(lab)
    talk(lab)
    close_in_four(lab)


@scenario()
def simultaneous_open_then_abort(lab):
    open_both(lab)
    lab.server.abort()
    lab.expect("CLOSED", "CLOSED")


FAST = {"tcp_fastopen": 0x607}  # client and server, both without cookies, on all listeners


@scenario(kernel=FAST, size=(10, 1000), first=SIDES)
def fast_open(lab, size, first):
    lab.server.listen(tcp_fastopen=5)
    lab.client.prepare().send_syn_with(bytes(size))
    lab.server.accept()
    lab.server.read()
    lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab, first)


@scenario(kernel=FAST, then=("answers", "closes", "aborts"))
def fast_open_before_the_ack(lab, then):
    """The server's program acts while its end is still in SYN-RECEIVED."""
    lab.server.listen(tcp_fastopen=5)
    lab.hold(SERVER)
    lab.client.prepare().send_syn_with(bytes(100))
    lab.server.accept()
    lab.server.read()
    if then == "answers":
        lab.server.send(500)
        lab.release()
        lab.client.read()
        lab.expect("ESTABLISHED", "ESTABLISHED")
        close_in_four(lab)
    elif then == "closes":
        lab.server.close()
        lab.release()
        lab.client.read()
        lab.client.close()
        lab.expect("CLOSED", "TIME-WAIT")
    else:
        lab.server.abort()
        lab.release()
        lab.settle(DELAYED_ACK)


@scenario(kernel={"tcp_fastopen": 0x5}, first=SIDES)
def fast_open_refused(lab, first):
    """The server acknowledges the SYN alone; the data come again."""
    lab.server.listen()
    lab.asked_for_timers = True
    lab.client.prepare().send_syn_with(bytes(300))
    lab.server.accept()
    lab.wait(lambda: lab.server.read() or lab.server.received == 300, "the data")
    talk(lab)
    close_in_four(lab, first)


@scenario(kernel=FAST, lost=("syn", "syn-ack"), seen=SEEN)
def fast_open_with_loss(lab, lost, seen):
    lab.lose(is_syn if lost == "syn" else is_syn_ack, 1, seen == "seen")
    lab.server.listen(tcp_fastopen=5)
    lab.client.prepare().send_syn_with(bytes(100))
    lab.server.accept()
    lab.wait(lambda: lab.server.read() or lab.server.received == 100, "the data")
    lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab)


@scenario()
def deferred_accept(lab):
    """The server waits for data and ignores the ACK of its SYN,ACK."""
    lab.server.listen(tcp_defer_accept=5)
    lab.hide(SERVER, "that it ignores the ACK shows when it sends SYN,ACK again", when=is_bare_ack_of(CLIENT))
    lab.client.connect()
    lab.settle(DELAYED_ACK)
    lab.client.send()
    lab.server.accept()
    talk(lab)
    close_in_four(lab)


# --- One port, one connection after another ------------------------------------------------


@scenario(times=(1, 3))
def port_reused_in_time_wait(lab, times):
    """The server closed first and is in TIME-WAIT when the same port comes again."""
    opened(lab)
    for _ in range(times):
        talk(lab)
        close_in_four(lab, "server")
        lab.client.sock.close()
        lab.client.connect()
        lab.server.accept()
        lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab)


@scenario(kernel={"tcp_timestamps": 0})
def port_reused_too_early(lab):
    """Its SYN is below what TIME-WAIT expects: an ACK answers, a RST ends the TIME-WAIT, the SYN comes again."""
    opened(lab, isn=500_000_000)
    talk(lab)
    close_in_four(lab, "server")
    lab.client.sock.close()
    lab.asked_for_timers = True
    lab.client.connect(isn=499_000_000)
    lab.server.accept()
    lab.expect("ESTABLISHED", "ESTABLISHED")
    talk(lab)
    close_in_four(lab)


@scenario()
def port_reused_with_lower_number(lab):
    """Newer time stamps let a SYN with a lower number in."""
    opened(lab, isn=500_000_000)
    talk(lab)
    close_in_four(lab, "server")
    lab.client.sock.close()
    lab.settle(0.02)
    lab.hide(SERVER, "that TIME-WAIT lets a lower number in shows in time stamps alone", when=is_syn)
    lab.client.connect(isn=499_000_000)
    lab.server.accept()
    talk(lab)
    close_in_four(lab)


@scenario()
def port_reused_after_reset(lab):
    opened(lab)
    talk(lab)
    lab.client.abort()
    lab.client.connect()
    lab.server.accept()
    talk(lab)
    close_in_four(lab)


@scenario()
def port_reused_by_the_client_in_time_wait(lab):
    opened(lab)
    close_in_three(lab)
    lab.settle(1.1)
    lab.hosts.set(CLIENT, "tcp_tw_reuse", 1)
    lab.client.connect()
    lab.server.accept()
    talk(lab)
    close_in_four(lab, "server")


@scenario(first=SIDES)
def old_segments_after_reuse(lab, first):
    """What the network kept of the first connection comes into the second."""
    opened(lab)
    talk(lab)
    close_in_four(lab, "server")
    lab.client.sock.close()
    one, _ = ends(lab, first)
    old = [s for s in lab.segments if s.end == one.which and not s.flags & SYN]
    lab.client.connect()
    lab.server.accept()
    for segment in old:
        lab.repeat(segment)
    talk(lab)
    close_in_four(lab)


@scenario(how=("abort", "vanish"))
def port_reused_by_both(lab, how):
    """Both ends open the port again, at once."""
    open_both(lab)
    talk(lab)
    if how == "abort":
        lab.server.abort()
        lab.client.sock.close()
    else:
        vanish(lab.client)
        vanish(lab.server)
    open_both(lab)
    talk(lab)
    close_in_four(lab)


# --- Idle, full, wrapped ---------------------------------------------------------------------


@scenario(who=SIDES)
def keep_alive(lab, who):
    opened(lab)
    talk(lab)
    one, _ = ends(lab, who)
    one.set(one.sock, so_keepalive=1, tcp_keepidle=1, tcp_keepintvl=1)
    before = len(lab.segments)
    lab.wait(lambda: len(lab.segments) >= before + 4, "two probes and their answers")
    talk(lab)
    close_in_four(lab)


@scenario(who=SIDES)
def keep_alive_in_vain(lab, who):
    opened(lab)
    talk(lab)
    lab.settle(DELAYED_ACK)
    one, other = ends(lab, who)
    lab.lose(lambda s: s.end == one.which, 3)
    one.set(one.sock, so_keepalive=1, tcp_keepidle=1, tcp_keepintvl=1, tcp_keepcnt=1)
    lab.wait(lambda: one.state == "CLOSED", "the keep-alive to give up")
    other.send()
    lab.expect("CLOSED", "CLOSED")


def fill(lab, one):
    """Sends until the peer's window is shut."""
    while True:
        try:
            one.sock.send(bytes(2000))
        except BlockingIOError:
            return
        lab.pump()


@scenario(sender=SIDES, then=("reads", "closes"))
def zero_window(lab, sender, then):
    opened(lab)
    one, other = ends(lab, sender)
    other.set(other.sock, so_rcvbuf=4000)
    one.set(one.sock, so_sndbuf=8000)
    fill(lab, one)
    before = len(lab.segments)
    lab.wait(lambda: len(lab.segments) >= before + 4, "two probes and their answers")
    if then == "closes":
        one.shut()
        before = len(lab.segments)
        lab.wait(lambda: len(lab.segments) >= before + 2, "a probe after CLOSE")

    def all_read():
        other.read()
        return one.state == "FIN-WAIT-2" if then == "closes" else not pending(one.sock)
    lab.wait(all_read, "the window to open")
    if then == "closes":
        other.close()
        wait_states(lab, sender, "TIME-WAIT", "CLOSED")
    else:
        close_in_four(lab, sender)


@scenario(sender=SIDES)
def zero_window_after_half_close(lab, sender):
    """The reader has closed its own direction."""
    opened(lab)
    one, other = ends(lab, sender)
    other.set(other.sock, so_rcvbuf=4000)
    one.set(one.sock, so_sndbuf=8000)
    other.shut()
    fill(lab, one)
    before = len(lab.segments)
    lab.wait(lambda: len(lab.segments) >= before + 4, "two probes and their answers")
    lab.wait(lambda: other.read() or not pending(one.sock), "the window to open")
    one.shut()
    lab.wait(lambda: other.read() or other.state == "TIME-WAIT", "the end")
    wait_states(lab, sender, "CLOSED", "TIME-WAIT")


def pending(sock):
    """How much is not acknowledged yet."""
    siocoutq = 0x5411
    return struct.unpack("i", fcntl.ioctl(sock, siocoutq, bytes(4)))[0]


@scenario(isn=(WRAP - 1, WRAP - 2, WRAP - 50, WRAP - 150, WRAP - 201, WRAP - 202, WRAP - 203), first=SIDES)
def wrap(lab, isn, first):
    opened(lab, isn=isn)
    talk(lab, 2)
    close_in_four(lab, first)


@scenario(client=(WRAP - 1, WRAP - 120, (1 << 31) - 60), server=(WRAP - 1, WRAP - 80, (1 << 31) - 10))
def wrap_both(lab, client, server):
    open_both(lab, client, server)
    talk(lab, 3)
    close_in_four(lab)


@scenario(sender=SIDES)
def wrap_in_bulk(lab, sender):
    if sender == "client":
        opened(lab, isn=WRAP - 30_000)
    else:
        open_both(lab, None, WRAP - 30_000)
    bulk(lab, sender, 60_000)
    close_in_three(lab, sender)


# --- Whatever comes -------------------------------------------------------------------------


def walk(lab, seed):
    """Both ends and the wire do what chance wants."""
    chance = random.Random(seed)
    lab.asked_for_timers = True
    if chance.random() < 0.2:
        open_both(lab)
    else:
        opened(lab)

    def lose(one):
        lab.lose(lambda segment: segment.end == one.which, 1, chance.random() < 0.5)

    def release(_):
        lab.release()

    def settle(_):
        lab.settle(chance.choice((DELAYED_ACK, 0.3)))

    def repeat(_):
        lab.repeat(chance.choice(lab.segments))

    actions = {
        lambda one: one.send(chance.choice((1, 100, 1400, 4000))): 8,
        lambda one: one.read(): 8,
        lambda one: one.shut(): 1,
        lambda one: lab.hold(one.which): 3,
        release: 3, settle: 2, lose: 2,
        repeat: 1 if seed % 4 == 0 else 0,
    }
    for _ in range(chance.randrange(5, 40)):
        action, = chance.choices(list(actions), list(actions.values()))
        try:
            action(chance.choice((lab.client, lab.server)))
        except OSError:
            pass  # nothing to be sent after CLOSE, or no room
    lab.release()
    if chance.random() < 0.2:
        chance.choice((lab.client, lab.server)).abort()
        lab.settle(DELAYED_ACK)
        return
    for one in (lab.client, lab.server):
        try:
            one.shut()
        except OSError:
            pass

    def over():
        lab.client.read()
        lab.server.read()
        return {lab.client.state, lab.server.state} <= {"TIME-WAIT", "CLOSED"}
    lab.wait(over, "both to close")


def walks(count):
    """Scenarios beyond those of the test, to look for what they miss."""
    return [Scenario(f"walk-{seed}", walk, {"seed": seed}, False, {}) for seed in range(count)]
