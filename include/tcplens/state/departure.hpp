// SPDX-License-Identifier: BSL-1.0
// What a segment proves about the end that sent it.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/handshake.hpp>
#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1::detail {

/// Whether a segment lies beyond the window of its receiver, and doesn't continue what its sender sent before.
[[nodiscard]] constexpr bool is_beyond(const segment_fields& segment, const observed_end& me,
                                       const observed_end& peer) noexcept {
    const bool continues = segment.seq() == peer.tcb.rcv_nxt || (me.knows_send && segment.seq() == me.tcb.snd_nxt);
    return peer.knows_receive && peer.knows_window && !continues && precedes(peer.rcv_edge, segment.seq());
}

/// Whether a segment's octets can't be those of the end in whose name it was sent: beyond its peer's window, below its
/// ISS, behind its own FIN, or with a FIN where text was sent before.
[[nodiscard]] constexpr bool is_misplaced(const segment_fields& segment, const observed_end& me,
                                          const observed_end& peer) noexcept {
    if (!me.knows_send || me.reopens) { return false; }
    const seq32 end = segment.seq() + segment_length(segment);
    if (is_beyond(segment, me, peer)) { return true; }
    if (me.syn_seen && !me.far_from_iss && precedes(segment.seq(), me.tcb.iss)) { return true; }
    if (me.tcb.fin_sent) { return precedes(me.tcb.snd_nxt, end); }
    const bool ends_early = me.spoke && !precedes(me.tcb.snd_nxt, end) && !(me.hidden && end == me.tcb.snd_nxt);
    return segment.flags().has(flag::fin) && ends_early;
}

/// Whether a segment acknowledges what its peer can't have sent.
[[nodiscard]] constexpr bool acks_future(const segment_fields& segment, const observed_end& me,
                                         const observed_end& peer) noexcept {
    if (!segment.flags().has(flag::ack) || !peer.knows_send || !precedes(peer.tcb.snd_nxt, segment.ack())) {
        return false;
    }
    const bool in_handshake = peer.now() == state::syn_received && peer.syn_ack_seen;
    return peer.tcb.fin_sent || in_handshake || (me.knows_window && precedes(me.rcv_edge, segment.ack()));
}

/// Whether a SYN,ACK answers no SYN: both ends have a connection, or had one whose numbers it has.
[[nodiscard]] constexpr bool is_unasked(const segment_fields& segment, const observed_end& me,
                                        const observed_end& peer) noexcept {
    if (!segment.flags().has(flag::ack) || (me.syn_seen && segment.seq() == me.tcb.iss)) { return false; }
    if (me.now() == state::syn_received || (!synchronized(peer.now()) && peer.now() != state::closed)) { return false; }
    const bool old = peer.knows_send && peer.tcb.snd_nxt - segment.ack() < 1U << 24U;
    const bool first = !me.spoke && peer.knows_receive && segment.seq() + 1 == peer.tcb.rcv_nxt;
    return !first && (old || (synchronized(me.now()) && !is_over(me) && !is_over(peer)));
}

/// Whether a segment is a stranger's: an old connection's, forged, or broken. Its receiver drops it, so it moves
/// neither end. What continues such a segment, or acknowledges it, shows that it was genuine and that others are
/// missing from the capture.
/// Spec: RFC 9293 3.10.7.4, first, fourth and fifth check
[[nodiscard]] constexpr bool is_stranger(const segment_fields& segment, observed_end& me, observed_end& peer) noexcept {
    const flag_set flags = segment.flags();
    if (me.sure == certainty::unknown || peer.sure == certainty::unknown) { return false; }
    if (flags.has(flag::syn)) { return is_unasked(segment, me, peer); }
    if (peer.now() == state::syn_sent || peer.now() == state::listen) { return false; }
    if (me.strayed && !me.reopens && segment.seq() == me.stray && !flags.has(flag::rst)) {
        me.strayed = peer.knows_window = false;
        return false;
    }
    if (flags.has(flag::rst)) {
        const bool passed = peer.knows_receive && precedes(segment.seq(), peer.tcb.rcv_nxt);
        return synchronized(peer.now()) && (passed || is_beyond(segment, me, peer));
    }
    if (is_misplaced(segment, me, peer)) { return true; }
    if (!acks_future(segment, me, peer)) { return false; }
    if (!peer.strayed || peer.reopens || peer.tcb.fin_sent || segment.ack() != peer.stray) { return true; }
    peer.strayed = me.knows_window = false;
    return false;
}

/// Remembers the window that a segment advertises.
/// Spec: RFC 7323 2.3: a SYN's window is never scaled; unless both SYNs scale, none is.
constexpr void advertise(const segment_fields& segment, observed_end& me, const observed_end& peer) noexcept {
    int shift = 0;
    if (!segment.flags().has(flag::syn)) {
        const bool agreed = me.syn_seen && peer.syn_seen;
        shift = !agreed ? 14 : me.shift >= 0 && peer.shift >= 0 ? me.shift : 0;
    }
    me.scale = static_cast<std::uint8_t>(shift);
    const seq32 edge = segment.ack() + (std::uint32_t{segment.window()} << shift);
    if (!me.knows_window || precedes(me.rcv_edge, edge)) { me.rcv_edge = edge; }
    me.knows_window = true;
}

constexpr void depart_rst(const segment_fields& segment, observed_end& me, const observed_end& peer,
                          end_step& step) noexcept {
    const bool acks = segment.flags().has(flag::ack);
    const bool at_snd_nxt = me.knows_send && segment.seq() == me.tcb.snd_nxt;
    const situation before = me.end.where();
    if (me.sure == certainty::unknown) {
        // Who has no connection answers an ACK without one, and anything else with SEQ 0.
        const bool had_one = acks && segment.seq() != seq32{0};
        place(me, {state::closed, {}}, had_one ? evidence::aborts : evidence::no_connection, step);
        me.kept = {state::established, {}};
        me.doubtful = true;
        me.sure = certainty::guessed;
        return;
    }
    // Where only one end was captured, or not the beginning, a RST may answer what nobody saw.
    certainty sure = me.doubtful || !me.spoke || !peer.spoke ? certainty::guessed : certainty::proven;
    if (me.now() == state::listen || (me.now() == state::syn_received && !acks && me.knows_send && !at_snd_nxt)) {
        me.sure = sure < me.sure ? sure : me.sure;
        return; // it answers a segment that was not acceptable, and stays
    }
    if (me.now() == state::syn_sent) {
        // So it does here, unless the RST's number is that which a SYN,ACK for its SYN would have asked for.
        if (!acks && (!at_snd_nxt || me.reopens)) { return; }
        take(me, event::user_abort, step, evidence::gave_up);
    } else if (me.now() == state::syn_received && !me.knows_send && segment.ack() == peer.tcb.snd_nxt) {
        place(me, {state::closed, {}}, evidence::refuses, step);
        sure = certainty::proven;
    } else if (includes(rfc9293::table::row(before, event::user_abort).due, action::send_rst)) {
        take(me, event::user_abort, step, acks ? evidence::aborts : evidence::abort_or_no_connection);
    } else {
        place(me, {state::closed, {}}, evidence::no_connection, step);
    }
    if (before.now != state::closed) { me.kept = before; }
    me.sure = sure;
}

/// A segment from an end that was taken for gone: what ended it did not.
constexpr void come_back(const segment_fields& segment, observed_end& me, end_step& step) noexcept {
    const bool ends_alike = segment.seq() + segment_length(segment) == me.tcb.snd_nxt;
    if (me.kept.now == state::last_ack && !ends_alike) { return; } // an old duplicate
    const bool had_one = me.kept.now != state::closed && me.kept.now != state::listen;
    if (!had_one) {
        me.doubtful = true;
        place(me, {state::established, {}}, evidence::still_sends, step);
    } else {
        place(me, me.kept, me.kept.now == state::last_ack ? evidence::sends_again : evidence::still_sends, step);
    }
    me.sure = certainty::guessed;
}

/// Moves on what an end is known to have got, by an ACK number that it sent.
constexpr void note_ack(seq32 ack, bool bare, observed_end& me, const observed_end& peer) noexcept {
    // What it doesn't acknowledge yet was under way, or is lost: a duplicate ACK says the latter.
    const bool in_flight = me.knows_receive && precedes(ack, me.tcb.rcv_nxt);
    const bool lost = bare && me.knows_told && ack == me.told;
    if (!in_flight || lost) {
        me.tcb.rcv_nxt = ack;
    } else if (peer.tcb.fin_sent && me.tcb.rcv_nxt == peer.tcb.snd_nxt) {
        me.tcb.rcv_nxt = peer.tcb.snd_nxt - 1;
    }
    me.waits = in_flight && !lost;
    me.knows_receive = true;
    if (peer.spoke && !precedes(peer.tcb.snd_nxt, ack)) {
        me.told = ack;
        me.knows_told = true;
    }
}

/// Whether octets before its FIN are sent again; a keep-alive isn't that.
[[nodiscard]] constexpr bool repeats_text(const segment_fields& segment, const observed_end& me) noexcept {
    return segment.flags().has(flag::fin) ||
           (segment.payload_size() != 0 && precedes(segment.seq(), me.tcb.snd_nxt - 1));
}

/// What an ACK number says of the FINs: the peer's is there when it is covered, and not before. Who acknowledges the
/// last that its peer sent has also got the ACK which that carried.
constexpr void learn_from_ack(const segment_fields& segment, observed_end& me, const observed_end& peer,
                              end_step& step) noexcept {
    const seq32 ack = segment.ack();
    const bool covers = acks_fin_of(ack, peer);
    if (covers && !(me.knows_told && ack == me.told)) { me.hidden_before_fin = me.hidden; }
    if (peer.spoke && ack == peer.tcb.snd_nxt && !peer.hidden && !repeats_text(segment, me)) {
        me.fin_acked = me.fin_acked || (me.tcb.fin_sent && peer.carried == me.tcb.snd_nxt);
    }
    if (covers && me.now() == state::fin_wait_1 && me.carried == ack) {
        place(me, {state::last_ack, {}}, evidence::got_fin, step); // its FIN acknowledged it already, unknown to us
    } else if (covers && synchronized(me.now()) && !has_peers_fin(me.now())) {
        const bool both = me.fin_acked && me.now() == state::fin_wait_1;
        take(me, both ? event::seg_fin_ack_of_fin : event::seg_fin, step, evidence::got_fin);
    } else if (!covers && peer.tcb.fin_sent && without_peers_fin(me.now()) != me.now()) {
        place(me, {without_peers_fin(me.now()), {}}, evidence::lacks_fin, step);
    }
    if (me.fin_acked && (me.now() == state::fin_wait_1 || me.now() == state::closing)) {
        take(me, event::seg_ack_of_fin, step, evidence::got_ack_of_fin);
    }
    note_ack(ack, segment_length(segment) == 0, me, peer);
}

constexpr void depart_fin(const segment_fields& segment, observed_end& me, end_step& step) noexcept {
    if (me.tcb.fin_sent) {
        const state was = me.now();
        if (was == state::fin_wait_1 || was == state::closing || was == state::last_ack) {
            take(me, event::timer_retransmit, step);
        }
        return;
    }
    const bool was_hidden = me.hidden && segment.seq() + segment_length(segment) == me.tcb.snd_nxt;
    if (was_hidden && me.hidden_before_fin && me.now() == state::close_wait) {
        place(me, {state::closing, {}}, evidence::fins_crossed, step);
        me.tcb.fin_sent = me.doubtful = true;
        return;
    }
    if (me.now() != state::syn_received && !synchronized(me.now())) { return; } // no connection, nothing to close
    const state was = me.now();
    take(me, event::user_close, step);
    me.tcb.fin_sent = me.now() != was;
}

/// How sure the state is of an end that has just sent a segment with an ACK; `again` if below what it had sent, so that
/// a FIN may have gone before that nobody saw.
[[nodiscard]] constexpr certainty judge(const segment_fields& segment, bool again, const observed_end& me,
                                        const observed_end& peer) noexcept {
    const bool unseen =
        !peer.spoke || precedes(peer.tcb.snd_nxt, segment.ack()) || (peer.hidden && segment.ack() == peer.tcb.snd_nxt);
    // There may be a FIN among octets that were not captured.
    const bool ahead = peer.knows_receive && precedes(me.tcb.snd_nxt, peer.tcb.rcv_nxt);
    if (me.doubtful || peer.doubtful || unseen || ahead || me.hidden) { return certainty::guessed; }
    const bool needs_ack_of_fin =
        me.now() == state::fin_wait_2 || me.now() == state::time_wait || me.now() == state::closed;
    // The ACK of its FIN was captured: whether it has arrived shows only when it sends again.
    const bool under_way =
        !again && !needs_ack_of_fin && me.tcb.fin_sent && peer.knows_told && peer.told == me.tcb.snd_nxt;
    const bool supposed =
        (needs_ack_of_fin && !me.fin_acked) || under_way || !me.past_handshake || (again && !me.tcb.fin_sent);
    return supposed ? certainty::assumed : certainty::proven;
}

/// Moves an end's own numbers on by what it sent.
constexpr void advance_send(const segment_fields& segment, bool ended, observed_end& me, observed_end& peer) noexcept {
    const std::uint32_t length = segment_length(segment);
    const seq32 end = segment.seq() + length;
    const bool spoke = me.spoke;
    me.spoke = true;
    if (!me.knows_send) {
        me.knows_send = true;
        me.tcb.iss = segment.seq() - 1;
        me.tcb.snd_una = segment.seq();
        me.tcb.snd_nxt = end;
        me.carried = segment.ack();
        return;
    }
    // Its peer has acknowledged more than was captured; that it goes on from what was captured shows this to be false.
    if (spoke && length != 0 && segment.seq() == me.tcb.snd_nxt && peer.knows_receive &&
        precedes(segment.seq(), peer.tcb.rcv_nxt)) {
        peer.tcb.rcv_nxt = segment.seq();
    }
    if (ended) { return; }
    if (precedes(me.tcb.snd_nxt, end)) {
        me.hidden = length == 0;
        me.tcb.snd_nxt = end;
        me.carried = segment.ack();
        if (end - me.tcb.iss > far_distance) { me.far_from_iss = true; }
    } else if (length != 0 && end == me.tcb.snd_nxt) {
        me.hidden = false;
    }
}

constexpr void depart_text(const segment_fields& segment, observed_end& me, observed_end& peer,
                           end_step& step) noexcept {
    const flag_set flags = segment.flags();
    if (me.sure == certainty::unknown) {
        me.sure = certainty::guessed;
        me.doubtful = true;
        place(me, {state::established, {}}, evidence::midstream, step);
        step.before = state::established;
    }
    if (me.reopens && flags.has(flag::ack)) {
        if (segment.seq() == me.stray + 1) {
            reopen(me);
        } else {
            place(me, me.kept, evidence::syn_was_old, step);
            me.reopens = me.strayed = false;
        }
    }
    const bool ended = me.tcb.fin_sent;
    if (flags.has(flag::ack)) {
        // Numbers below those that it sent before: a segment that was overtaken says nothing of now.
        const bool stale = me.knows_told && precedes(segment.ack(), me.told);
        if (!stale) {
            if (me.now() == state::closed || me.now() == state::listen) { come_back(segment, me, step); }
            leave_handshake(segment, me, peer, step);
            const bool ahead = me.knows_send && segment_length(segment) == 0 && precedes(me.tcb.snd_nxt, segment.seq());
            me.hidden = me.hidden || (ahead && !ended);
            learn_from_ack(segment, me, peer, step);
            if (ended && !me.fin_acked && repeats_text(segment, me) && without_ack_of_fin(me.now()) != me.now()) {
                place(me, {without_ack_of_fin(me.now()), {}}, evidence::sends_again, step);
            }
        }
        if (flags.has(flag::fin)) { depart_fin(segment, me, step); }
        const bool again = me.knows_send && (precedes(segment.seq(), me.tcb.snd_nxt) ||
                                             (peer.knows_receive && precedes(segment.seq(), peer.tcb.rcv_nxt)));
        advance_send(segment, ended, me, peer);
        if (!stale) { me.sure = judge(segment, again, me, peer); }
        advertise(segment, me, peer);
    }
}

/// What the segment says about the end that sent it.
constexpr void depart(const segment_fields& segment, observed_end& me, observed_end& peer, end_step& step) noexcept {
    const flag_set flags = segment.flags();
    if (flags.has(flag::rst)) {
        depart_rst(segment, me, peer, step);
    } else if (flags.has(flag::syn)) {
        depart_syn(segment, me, peer, step);
        if (flags.has(flag::ack)) { advertise(segment, me, peer); }
    } else {
        depart_text(segment, me, peer, step);
    }
}

} // namespace tcplens::inline v0_1::detail
