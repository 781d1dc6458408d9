// SPDX-License-Identifier: BSL-1.0
// What SYNs, and the segments that end a handshake, prove about the end that sent them.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1::detail {

/// A SYN or SYN,ACK with the number of an earlier one: what was taken for delivered was not, unless the end has
/// shown since that it was; then this one is an old duplicate.
constexpr void repeat_syn(const segment_fields& segment, observed_end& me, observed_end& peer,
                          end_step& step) noexcept {
    const bool acks = segment.flags().has(flag::ack);
    const bool gone = me.now() == state::closed || me.now() == state::listen;
    if (me.past_handshake && !gone) { return; }
    if (acks && !me.syn_ack_seen) {
        // Who sends SYN and then SYN,ACK has got a SYN, not a SYN,ACK: both have opened the connection.
        constexpr situation here{state::syn_received, origin::active};
        if (me.now() == state::syn_sent) {
            take(me, event::seg_syn, step);
        } else if (me.end.where() != here) {
            place(me, here, evidence::syns_crossed, step);
        }
    } else if (!acks) {
        if (gone) {
            take(me, event::user_open_active, step);
        } else if (me.now() == state::syn_sent) {
            take(me, event::timer_retransmit, step);
        } else {
            place(me, {state::syn_sent, {}}, evidence::syn_again, step);
        }
    } else if (me.now() == state::syn_received) {
        take(me, event::timer_retransmit, step);
    } else {
        place(me, {state::syn_received, me.end.where().reached_from}, evidence::syn_ack_again, step);
    }
    me.opened = me.opened || !acks;
    me.past_handshake = false;
    me.sure = certainty::proven;
    me.tcb.snd_una = me.tcb.iss;
    me.tcb.fin_sent = me.fin_acked = false;
    if (acks) {
        me.syn_ack_seen = true;
        me.knows_receive = me.knows_told = true;
        me.tcb.rcv_nxt = me.told = segment.ack();
        if (peer.end.where() == situation{state::syn_received, origin::passive} &&
            me.end.where().reached_from == origin::active) {
            peer.end.place({state::syn_received, origin::active});
        }
    }
}

/// Begins a connection with a SYN.
constexpr void open(const segment_fields& segment, observed_end& me) noexcept {
    me.knows_send = me.syn_seen = me.spoke = true;
    me.opened = !segment.flags().has(flag::ack);
    me.shift = static_cast<std::int8_t>(segment.window_scale());
    me.tcb.iss = me.tcb.snd_una = segment.seq();
    me.tcb.snd_nxt = segment.seq() + segment_length(segment);
    me.carried = segment.ack();
    me.sure = certainty::proven;
}

/// What was a candidate is the connection now.
constexpr void reopen(observed_end& me) noexcept {
    const segment_fields syn{.seq_number = me.stray, .control = flag::syn, .window_shift = 14};
    const machine<> end = me.end;
    me = observed_end{};
    me.end = end;
    open(syn, me);
    me.sure = certainty::assumed;
}

constexpr void depart_syn(const segment_fields& segment, observed_end& me, observed_end& peer,
                          end_step& step) noexcept {
    const bool acks = segment.flags().has(flag::ack);
    if (me.syn_seen && !me.far_from_iss && segment.seq() == me.tcb.iss) {
        repeat_syn(segment, me, peer, step);
        if (precedes(me.tcb.snd_nxt, segment.seq() + segment_length(segment))) {
            me.tcb.snd_nxt = segment.seq() + segment_length(segment);
        }
        return;
    }
    const bool known = me.sure != certainty::unknown;
    if (!acks && known && synchronized(me.now()) && !is_over(me) && !is_over(peer)) {
        me.kept = me.end.where();
        me.end.place({state::closed, {}});
        take(me, event::user_open_active, step);
        me.stray = segment.seq();
        me.reopens = me.strayed = true;
        me.sure = certainty::guessed;
        return;
    }
    if (!acks && me.reopens && segment.seq() == me.stray && !is_over(peer)) {
        take(me, event::timer_retransmit, step);
        return;
    }
    if (acks && peer.reopens && segment.ack() == peer.stray + 1) { reopen(peer); }
    if (!acks) {
        const bool listens = known && me.now() == state::listen;
        const bool waits = me.reopens && segment.seq() == me.stray && me.now() == state::syn_sent;
        me = observed_end{};
        me.end.place({listens ? state::listen : state::closed, {}});
        if (!known) { step.before = state::closed; }
        if (waits) { me.end.place({state::syn_sent, {}}); }
        take(me, waits ? event::timer_retransmit : event::user_open_active, step);
        open(segment, me);
        return;
    }
    const bool answers_last_syn = peer.syn_seen && segment.ack() - peer.tcb.iss - 1 <= peer.tcb.snd_nxt - peer.tcb.iss;
    if (!known || me.now() != state::syn_received) {
        const bool crossed = known && me.now() == state::syn_sent;
        me = observed_end{};
        if (answers_last_syn) {
            me.end.place({crossed ? state::syn_sent : state::listen, {}});
            me.sure = certainty::assumed;
            take(me, event::seg_syn, step);
        } else {
            place(me, {state::syn_received, crossed ? origin::active : origin::passive}, evidence::syn_ack_sender,
                  step);
        }
        if (!known) { step.before = state::syn_received; }
    }
    open(segment, me);
    me.syn_ack_seen = me.knows_receive = me.knows_told = true;
    me.tcb.rcv_nxt = me.told = segment.ack();
    me.syn_text = peer.syn_seen && precedes(peer.tcb.iss + 1, segment.ack());
    // Two SYN,ACKs that answer each other: both ends have opened the connection.
    if (peer.syn_ack_seen && peer.now() == state::syn_received && segment.ack() == peer.tcb.iss + 1 &&
        peer.knows_told && peer.told == segment.seq() + 1) {
        me.end.place({state::syn_received, origin::active});
        peer.end.place({state::syn_received, origin::active});
    }
}

/// What an ACK without SYN shows of the handshake.
constexpr void leave_handshake(const segment_fields& segment, observed_end& me, observed_end& peer,
                               end_step& step) noexcept {
    // Text comes only with an ACK of the SYN; to send it before, its peer must have begun by Fast Open (RFC 7413). A
    // bare ACK, though, also answers an old SYN in SYN-RECEIVED.
    const bool got_text = (me.knows_told && precedes(me.told, segment.ack())) || acks_fin_of(segment.ack(), peer);
    const bool sends = segment_length(segment) != 0 && !me.syn_text;
    if (me.now() == state::syn_sent) {
        if (peer.syn_seen && segment.ack() == peer.tcb.iss) { return; }
        if (peer.syn_seen && precedes(peer.tcb.snd_nxt, segment.ack())) { me.doubtful = peer.doubtful = true; }
        place(me, {state::established, {}}, evidence::got_syn_ack, step);
    } else if (me.now() == state::syn_received) {
        if (!me.syn_ack_seen && peer.syn_seen && peer.now() == state::syn_sent && segment.ack() != peer.tcb.snd_nxt) {
            // Its peer's SYN was taken to have reached a listener.
            place(me, {state::established, {}}, evidence::challenges, step);
            me.doubtful = peer.doubtful = true;
            peer.kept = {state::established, {}};
            peer.stray = peer.tcb.iss;
            peer.strayed = peer.reopens = true;
            peer.syn_seen = peer.knows_send = false;
            peer.sure = certainty::guessed;
            return;
        }
        const bool crossed = me.end.where().reached_from == origin::active && (peer.syn_ack_seen || !peer.spoke);
        if (!got_text && !sends && !crossed && peer.spoke) { return; }
        place(me, {state::established, {}}, evidence::got_ack_of_syn, step);
    }
    const bool answers = me.opened && !me.syn_ack_seen && !peer.opened;
    if (synchronized(me.now()) && (answers || got_text || sends)) { me.past_handshake = true; }
}

} // namespace tcplens::inline v0_1::detail
