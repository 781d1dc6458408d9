// SPDX-License-Identifier: BSL-1.0
// What a segment does to the end that it is taken to reach.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1::detail {

/// The first thing that is known of an end is that a segment was sent to it.
constexpr void meet(const segment_fields& segment, observed_end& me, end_step& step) noexcept {
    const flag_set flags = segment.flags();
    const bool syn = flags.has(flag::syn) && !flags.has(flag::rst);
    if (syn && !flags.has(flag::ack)) {
        // A listener is assumed, as long as it doesn't refuse.
        me = observed_end{};
        me.end.place({state::listen, {}});
        me.sure = certainty::assumed;
    } else if (syn) {
        // Its SYN was not captured.
        me.end.place({state::syn_sent, {}});
        me.sure = certainty::assumed;
        me.tcb.iss = me.tcb.snd_una = segment.ack() - 1;
        me.tcb.snd_nxt = segment.ack();
        me.knows_send = true;
    } else {
        place(me, {flags.has(flag::rst) ? state::closed : state::established, {}}, evidence::midstream, step);
        me.sure = certainty::guessed;
        me.doubtful = true;
        me.kept = {state::established, {}};
    }
    if (step.sure_before == certainty::unknown) { step.before = me.now(); }
}

/// Moves an end's numbers on by a segment that arrived.
constexpr void absorb(const segment_fields& segment, event on, const control_block& tcb, observed_end& me) noexcept {
    switch (on) {
    case event::seg_syn:
        if (me.now() != state::syn_received) { return; }
        [[fallthrough]];
    case event::seg_syn_ack:
        me.knows_receive = true;
        me.tcb.rcv_nxt = segment.seq() + 1;
        break;
    case event::seg_ack_of_syn:
    case event::seg_ack_of_fin:
    case event::seg_ack:
    case event::seg_data:
    case event::seg_fin:
    case event::seg_fin_ack_of_fin:
    case event::seg_fin_ack_of_syn: {
        me.knows_receive = true;
        me.tcb.rcv_nxt = tcb.rcv_nxt;
        const seq32 end = segment.seq() + segment.payload_size();
        if (!precedes(tcb.rcv_nxt, segment.seq()) && precedes(tcb.rcv_nxt, end)) { me.tcb.rcv_nxt = end; }
        if (on == event::seg_fin || on == event::seg_fin_ack_of_fin || on == event::seg_fin_ack_of_syn) {
            me.tcb.rcv_nxt = end + 1;
        }
        break;
    }
    default: return;
    }
    if (segment.flags().has(flag::ack) && precedes(me.tcb.snd_una, segment.ack())) { me.tcb.snd_una = segment.ack(); }
}

/// What the segment does to the end that it is taken to reach.
constexpr void arrive(const segment_fields& segment, bool stranger, observed_end& me, const observed_end& peer,
                      end_step& step) noexcept {
    const flag_set flags = segment.flags();
    const bool opens = flags.has(flag::syn) && !flags.has(flag::ack) && !flags.has(flag::rst);
    if (me.sure == certainty::unknown || (opens && me.now() == state::closed)) {
        meet(segment, me, step);
        if (me.now() == state::closed) { return; }
    }
    if (me.waits && me.knows_told && !stranger && segment.payload_size() != 0 && segment.seq() == me.told &&
        !has_peers_fin(me.now())) {
        me.tcb.rcv_nxt = me.told; // what it had not acknowledged was lost, and is sent again
    }
    control_block tcb = me.numbers();
    if (!me.knows_receive) { tcb.rcv_nxt = segment.seq(); }
    if (!me.knows_send && flags.has(flag::ack)) {
        tcb.iss = segment.ack() - 1;
        tcb.snd_una = me.now() == state::syn_received ? tcb.iss : segment.ack();
        tcb.snd_nxt = segment.ack();
        me.tcb.iss = tcb.iss;
        me.tcb.snd_una = me.tcb.snd_nxt = segment.ack();
        me.knows_send = true;
    } else if (flags.has(flag::ack) && !stranger && precedes(tcb.snd_nxt, segment.ack()) && !flags.has(flag::rst)) {
        // It acknowledges octets that were not captured; after a SYN only as many as a SYN may carry.
        if (me.now() != state::syn_sent || segment.ack() - tcb.snd_nxt < 1U << 16U) { tcb.snd_nxt = segment.ack(); }
    }

    const situation before = me.end.where();
    const bool acks_fin = me.tcb.fin_sent && flags.has(flag::ack) && segment.ack() == me.tcb.snd_nxt;
    if (acks_fin && me.waits && before.now == state::fin_wait_1 && peer.tcb.fin_sent && !peer.hidden && !stranger &&
        segment.seq() == peer.tcb.snd_nxt && tcb.rcv_nxt + 1 == peer.tcb.snd_nxt) {
        // FINs crossed, and so do their ACKs: this one was sent after a FIN that must have arrived before it.
        take(me, event::seg_fin, step);
        tcb.rcv_nxt = me.tcb.rcv_nxt = peer.tcb.snd_nxt;
    }
    const event on = classify(segment, tcb, me.end.where());
    take(me, on, step);
    const bool awaits = me.now() == state::fin_wait_1 || me.now() == state::closing;
    if (on == event::seg_out_of_window && acks_fin && awaits && !stranger) {
        take(me, event::seg_ack_of_fin, step); // what it repeats came before, and acknowledged the FIN as well
    }
    if (on == event::seg_syn && me.now() == state::syn_received && before.now != state::syn_sent) {
        const machine<> end = me.end;
        me = observed_end{};
        me.end = end;
        me.sure = certainty::assumed;
    }
    if (on == event::seg_out_of_window && before.now == state::time_wait && me.sure == certainty::proven &&
        flags.has(flag::syn) && !flags.has(flag::ack) && segment.seq() + 1 != me.tcb.rcv_nxt) {
        me.sure = certainty::assumed; // time stamps may have let it in: RFC 6191
    }
    const seq32 had = me.tcb.rcv_nxt;
    absorb(segment, on, tcb, me);
    const seq32 end = segment.seq() + segment.payload_size();
    const bool fills = me.tcb.rcv_nxt == end && (had != end || !me.knows_receive) && segment.payload_size() != 0;
    if (fills && peer.tcb.fin_sent && precedes(end, peer.tcb.snd_nxt) && synchronized(me.now())) {
        // What was sent behind the hole has arrived before, as far as can be told, the FIN too.
        take(me, event::seg_fin, step);
        me.tcb.rcv_nxt = peer.tcb.snd_nxt;
    }
    if (me.now() != before.now) {
        if (me.now() == state::closed || me.now() == state::listen) { me.kept = before; }
        me.sure = me.sure == certainty::guessed ? certainty::guessed : certainty::assumed;
    }
}

} // namespace tcplens::inline v0_1::detail
