// SPDX-License-Identifier: BSL-1.0
// What a segment proves about the end that sent it.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1::detail {

/// Whether an end may acknowledge a number beyond all that its peer was seen to send.
[[nodiscard]] constexpr bool plausible(seq32 ack, const observed_end& me, const observed_end& peer) noexcept {
    if (peer.tcb.fin_sent || peer.now() == state::syn_sent) { return false; }
    return !me.knows_window || !precedes(me.rcv_edge, ack);
}

/// Remembers the window that a segment advertises.
/// Spec: RFC 7323 2.3: a SYN's window is never scaled; unless both SYNs scale, none is.
constexpr void advertise(const segment_fields& segment, observed_end& me, const observed_end& peer) noexcept {
    int shift = 0;
    if (!segment.flags().has(flag::syn)) {
        const bool agreed = me.syn_seen && peer.syn_seen;
        shift = !agreed ? 14 : me.shift >= 0 && peer.shift >= 0 ? me.shift : 0;
    }
    const seq32 edge = segment.ack() + (std::uint32_t{segment.window()} << shift);
    if (!me.knows_window || precedes(me.rcv_edge, edge)) { me.rcv_edge = edge; }
    me.knows_window = true;
}

constexpr void depart_rst(const segment_fields& segment, observed_end& me, const observed_end& peer,
                          end_step& step) noexcept {
    const bool acks = segment.flags().has(flag::ack);
    const bool unexpected = me.knows_send && segment.seq() != me.tcb.snd_nxt;
    if (me.sure == certainty::unknown) {
        // Who has no connection answers an ACK without one, and anything else with SEQ 0.
        const bool had_one = acks && segment.seq() != seq32{0};
        place(me, {state::closed, {}}, had_one ? evidence::aborts : evidence::no_connection, step);
    } else if (me.now() == state::listen || me.now() == state::syn_sent ||
               (me.now() == state::syn_received && !acks && unexpected)) {
        return; // it answers a segment that was not acceptable, and stays
    } else if (me.now() == state::syn_received && !me.knows_send && segment.ack() == peer.tcb.snd_nxt) {
        place(me, {state::closed, {}}, evidence::refuses, step);
    } else if (includes(rfc9293::table::row(me.end.where(), event::user_abort).due, action::send_rst)) {
        take(me, event::user_abort, step, acks ? evidence::aborts : evidence::abort_or_no_connection);
    } else {
        place(me, {state::closed, {}}, evidence::no_connection, step);
    }
    me.sure = certainty::proven;
}

/// A SYN with the number of an earlier one: what was taken for delivered was not, unless the end has proven since
/// that it was. The first SYN,ACK of a simultaneous open is none of these.
constexpr void repeat_syn(bool acks, observed_end& me, end_step& step) noexcept {
    const state was = acks ? state::syn_received : state::syn_sent;
    if (acks && !me.syn_ack_seen) {
        if (me.now() == state::syn_sent) { take(me, event::seg_syn, step); }
    } else if (me.now() == was) {
        take(me, event::timer_retransmit, step);
    } else if (!acks && (me.now() == state::closed || me.now() == state::listen)) {
        take(me, event::user_open_active, step);
    } else if (me.sure != certainty::proven) {
        const origin from = acks ? me.end.where().reached_from : origin::passive;
        place(me, {was, from}, acks ? evidence::syn_ack_again : evidence::syn_again, step);
    }
    if (me.now() != was) { return; }
    me.sure = certainty::proven;
    me.tcb.snd_una = me.tcb.iss;
    me.tcb.fin_sent = false;
}

constexpr void depart_syn(const segment_fields& segment, observed_end& me, const observed_end& peer,
                          end_step& step) noexcept {
    const bool acks = segment.flags().has(flag::ack);
    if (me.syn_seen && segment.seq() == me.tcb.iss) {
        repeat_syn(acks, me, step);
        me.syn_ack_seen = me.syn_ack_seen || acks;
        return;
    }
    const bool answers_known_syn = me.now() == state::syn_received && me.sure != certainty::unknown;
    if (!acks) {
        const bool listens = me.sure != certainty::unknown && me.now() == state::listen;
        me = observed_end{};
        me.end.place({listens ? state::listen : state::closed, {}});
        if (step.sure_before == certainty::unknown) { step.before = state::closed; }
        take(me, event::user_open_active, step);
    } else if (!answers_known_syn) {
        const bool crossed = me.sure != certainty::unknown && me.now() == state::syn_sent;
        const bool answers_last_syn = peer.syn_seen && segment.ack() == peer.tcb.iss + 1;
        me = observed_end{};
        if (answers_last_syn) {
            me.end.place({crossed ? state::syn_sent : state::listen, {}});
            me.sure = certainty::assumed;
            take(me, event::seg_syn, step);
        } else {
            place(me, {state::syn_received, crossed ? origin::active : origin::passive}, evidence::syn_ack_sender,
                  step);
        }
        if (step.sure_before == certainty::unknown) { step.before = state::syn_received; }
    }
    me.sure = certainty::proven;
    me.knows_send = true;
    me.syn_seen = true;
    me.syn_ack_seen = acks;
    me.shift = static_cast<std::int8_t>(segment.window_scale());
    me.tcb.iss = me.tcb.snd_una = segment.seq();
    me.tcb.snd_nxt = segment.seq() + segment_length(segment);
    const bool peer_opens = peer.syn_seen && peer.sure != certainty::unknown && peer.now() == state::syn_sent;
    if (!acks && peer_opens) {
        // Its peer's SYN was under way when it sent its own.
        take(me, event::seg_syn, step, evidence::syns_crossed);
        me.sure = certainty::assumed;
    }
    if ((acks && !me.knows_receive) || (!acks && peer_opens)) {
        me.knows_receive = true;
        me.tcb.rcv_nxt = acks ? segment.ack() : peer.tcb.iss + 1;
    } else if (acks && in_half_open(segment.ack(), peer.tcb.iss, peer.tcb.snd_nxt)) {
        me.tcb.rcv_nxt = segment.ack();
    }
}

constexpr void depart_ack(const segment_fields& segment, observed_end& me, observed_end& peer,
                          end_step& step) noexcept {
    const seq32 ack = segment.ack();
    const bool beyond_syn = peer.syn_seen && precedes(peer.tcb.iss + 1, ack);
    const bool speaks = segment.payload_size() != 0 || segment.flags().has(flag::fin) || beyond_syn;
    const bool is_gone = me.now() == state::closed || me.now() == state::listen;
    if (is_gone && me.knows_send && !me.tcb.fin_sent && segment.seq() == me.tcb.snd_nxt) {
        place(me, {state::established, {}}, evidence::not_its_own, step);
        me.sure = certainty::guessed;
    }
    if (peer.knows_send && precedes(peer.tcb.snd_nxt, ack) && plausible(ack, me, peer)) {
        peer.tcb.snd_nxt = ack; // it answers octets that were not captured
    }
    if (me.now() == state::syn_sent && (!peer.syn_seen || ack != peer.tcb.iss)) {
        place(me, {state::established, {}}, evidence::got_syn_ack, step);
    } else if (me.now() == state::syn_received && speaks) {
        place(me, {state::established, {}}, evidence::got_ack_of_syn, step);
    }
    if (acks_fin_of(ack, peer) && me.knows_receive && me.tcb.rcv_nxt != ack) {
        take(me, event::seg_fin, step, evidence::got_fin);
    }
    if (!me.knows_receive || precedes(me.tcb.rcv_nxt, ack)) {
        me.tcb.rcv_nxt = ack;
        me.knows_receive = true;
    }
    // A segment without SYN shows that the handshake is behind its sender, an ACK of the FIN that it arrived.
    const bool after_fin = me.now() == state::close_wait || me.now() == state::closing || me.now() == state::time_wait;
    if (me.now() == state::established || (after_fin && acks_fin_of(ack, peer))) { settle(me, certainty::proven); }
}

constexpr void depart_fin(const segment_fields& segment, observed_end& me, const observed_end& peer,
                          end_step& step) noexcept {
    const bool covers_fin = acks_fin_of(segment.ack(), peer);
    if (me.tcb.fin_sent) {
        const state was = me.now();
        // The ACK of its FIN was taken for delivered, and was not.
        if (was == state::fin_wait_2) {
            place(me, {state::fin_wait_1, {}}, evidence::fin_again, step);
        } else if (was == state::time_wait && me.sure != certainty::proven) {
            place(me, {covers_fin ? state::closing : state::fin_wait_1, {}}, evidence::fin_again, step);
        } else if (was == state::closed && me.sure != certainty::proven) {
            place(me, {state::last_ack, {}}, evidence::fin_again, step);
        } else if (was == state::fin_wait_1 || was == state::closing || was == state::last_ack) {
            take(me, event::timer_retransmit, step);
        }
        if (me.now() != state::time_wait && me.now() != state::closed) { settle(me, certainty::proven); }
        return;
    }
    if (me.now() == state::close_wait && !covers_fin) {
        // Its peer's FIN was under way when it sent its own.
        place(me, {state::fin_wait_1, {}}, evidence::fins_crossed, step);
        take(me, event::seg_fin, step);
        me.tcb.fin_sent = true;
        settle(me, certainty::assumed);
        return;
    }
    const state was = me.now();
    take(me, event::user_close, step);
    me.tcb.fin_sent = me.now() != was;
    settle(me, certainty::proven);
}

/// What the segment says about the end that sent it.
constexpr void depart(const segment_fields& segment, observed_end& me, observed_end& peer, end_step& step) noexcept {
    const flag_set flags = segment.flags();
    const bool ended = me.tcb.fin_sent;
    if (flags.has(flag::rst)) {
        depart_rst(segment, me, peer, step);
        return;
    }
    if (flags.has(flag::syn)) {
        depart_syn(segment, me, peer, step);
    } else {
        if (me.sure == certainty::unknown) {
            me.sure = certainty::guessed;
            place(me, {state::established, {}}, evidence::midstream, step);
            step.before = state::established;
        }
        if (flags.has(flag::ack)) { depart_ack(segment, me, peer, step); }
        if (flags.has(flag::fin)) { depart_fin(segment, me, peer, step); }
    }

    const seq32 end = segment.seq() + segment_length(segment);
    if (!me.knows_send) {
        me.knows_send = true;
        me.tcb.iss = segment.seq() - 1;
        me.tcb.snd_una = segment.seq();
        me.tcb.snd_nxt = end;
    } else if (!ended && precedes(me.tcb.snd_nxt, end)) {
        me.tcb.snd_nxt = end;
    }
    if (flags.has(flag::ack)) { advertise(segment, me, peer); }
}

} // namespace tcplens::inline v0_1::detail
