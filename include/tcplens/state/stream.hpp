// SPDX-License-Identifier: BSL-1.0
// The short way through a connection, which nearly all segments take: in order, between two established ends.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/departure.hpp>
#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1::detail {

/// Whether nothing about an established end is left open.
[[nodiscard]] constexpr bool is_steady(const observed_end& e) noexcept {
    return e.now() == state::established && e.sure == certainty::proven && e.spoke && e.past_handshake &&
           e.knows_send && e.knows_receive && e.knows_window && e.knows_told && !e.doubtful && !e.hidden &&
           !e.strayed && !e.reopens && !e.tcb.fin_sent;
}

/// Whether a segment moves nothing but numbers: it continues what its sender sent before and what its receiver got,
/// in the window, and acknowledges no less than the last one and no more than was sent.
template <segment_like S>
[[nodiscard]] constexpr bool streams(const S& segment, const observed_end& me, const observed_end& peer) noexcept {
    if ((segment.flags() & (flag::syn | flag::fin | flag::rst | flag::ack)) != flag::ack) { return false; }
    if (!me.steady || !peer.steady) { return false; }
    const seq32 seq = segment.seq();
    return seq == me.tcb.snd_nxt && seq == peer.tcb.rcv_nxt && precedes(seq, peer.rcv_edge) &&
           segment.ack() - me.told <= peer.tcb.snd_nxt - me.told;
}

inline constexpr const transition* on_ack = &rfc9293::table::row({state::established, {}}, event::seg_ack);
inline constexpr const transition* on_data = &rfc9293::table::row({state::established, {}}, event::seg_data);

/// Moves the numbers of both ends on, as the long way would: `tests/unit/state_stream.cpp` compares them.
template <segment_like S>
constexpr void stream(const S& segment, observed_end& me, observed_end& peer, end_step& departed,
                      end_step& arrived) noexcept {
    const seq32 ack = segment.ack();
    const std::uint32_t length = segment.payload_size();
    const bool in_flight = precedes(ack, me.tcb.rcv_nxt) && (length != 0 || ack != me.told);
    if (!in_flight) { me.tcb.rcv_nxt = ack; }
    me.waits = in_flight;
    me.told = ack;
    const seq32 edge = ack + (std::uint32_t{segment.window()} << me.scale);
    if (precedes(me.rcv_edge, edge)) { me.rcv_edge = edge; }
    if (length != 0) {
        const seq32 end = me.tcb.snd_nxt + length;
        me.tcb.snd_nxt = peer.tcb.rcv_nxt = end;
        me.carried = ack;
        if (end - me.tcb.iss > far_distance) { me.far_from_iss = true; }
    }
    if (precedes(peer.tcb.snd_una, ack)) { peer.tcb.snd_una = ack; }

    departed.before = departed.after = arrived.before = arrived.after = state::established;
    departed.sure_before = departed.sure_after = arrived.sure_before = arrived.sure_after = certainty::proven;
    arrived.by = length == 0 ? on_ack : on_data;
}

} // namespace tcplens::inline v0_1::detail
