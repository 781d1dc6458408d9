// SPDX-License-Identifier: BSL-1.0
// What a segment means to the end that it reaches: RFC 9293 tests numbers, and only then has an event.
#pragma once

#include <tcplens/core/segment.hpp>
#include <tcplens/state/table.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// The variables of an end's TCB that the tests of an arriving segment need.
/// Units: sequence numbers; `rcv_wnd` in octets after scaling.
/// Spec: RFC 9293 3.3.1
struct control_block {
    seq32 iss;                 ///< ISS, our initial send sequence number
    seq32 snd_una;             ///< SND.UNA, the oldest one that is not acknowledged
    seq32 snd_nxt;             ///< SND.NXT, behind all that we sent, SYN and FIN included
    seq32 rcv_nxt;             ///< RCV.NXT, the next one expected
    std::uint32_t rcv_wnd = 0; ///< RCV.WND, octets after scaling
    bool fin_sent = false;     ///< our FIN is the octet before SND.NXT
};

/// Whether an arriving segment passes the sequence check.
/// Spec: RFC 9293 3.4, the table of four cases
/// Example: `acceptable(segment_fields{.seq_number = seq32{7}}, seq32{7}, 0)`
template <segment_like S>
[[nodiscard]] constexpr bool acceptable(const S& segment, seq32 rcv_nxt, std::uint32_t rcv_wnd) noexcept {
    const std::uint32_t length = segment_length(segment);
    if (rcv_wnd == 0) { return length == 0 && segment.seq() == rcv_nxt; }
    return in_window(segment.seq(), rcv_nxt, rcv_wnd) ||
           (length != 0 && in_window(segment.seq() + (length - 1), rcv_nxt, rcv_wnd));
}

namespace detail {

/// Whether `number` lies in (`low`, `high`].
[[nodiscard]] constexpr bool in_half_open(seq32 number, seq32 low, seq32 high) noexcept {
    return number != low && number - low <= high - low;
}

/// RFC 9293 3.10.7.3
template <segment_like S>
[[nodiscard]] constexpr event classify_in_syn_sent(const S& segment, const control_block& tcb) noexcept {
    const flag_set flags = segment.flags();
    const bool acks = flags.has(flag::ack);
    if (acks && !in_half_open(segment.ack(), tcb.iss, tcb.snd_nxt)) {
        if (flags.has(flag::rst)) { return event::seg_rst_bad; }
        return flags.has(flag::syn) ? event::seg_syn_ack_bad : event::seg_ack_bad;
    }
    if (flags.has(flag::rst)) { return acks ? event::seg_rst_exact : event::seg_rst_bad; }
    if (flags.has(flag::syn)) { return acks ? event::seg_syn_ack : event::seg_syn; }
    if (!acks) { return event::seg_no_ack; }
    return flags.has(flag::fin) ? event::seg_fin_ack_of_syn : event::seg_ack_of_syn;
}

/// RFC 9293 3.10.7.4, from SYN-RECEIVED on
template <segment_like S>
[[nodiscard]] constexpr event classify_in_other_states(const S& segment, const control_block& tcb,
                                                       situation at) noexcept {
    const flag_set flags = segment.flags();
    if (!acceptable(segment, tcb.rcv_nxt, tcb.rcv_wnd)) {
        if (flags.has(flag::rst)) { return event::seg_rst_bad; }
        const bool syn_ack = flags.has_all(flag::syn | flag::ack);
        if (at == situation{state::syn_received, origin::active} && syn_ack && segment.seq() + 1 == tcb.rcv_nxt &&
            in_half_open(segment.ack(), tcb.snd_una, tcb.snd_nxt)) {
            return event::seg_syn_ack;
        }
        // 3.6.1: only a SYN beyond the old connection's numbers may reopen.
        if (at.now == state::time_wait && flags.has(flag::syn) && !flags.has(flag::ack) &&
            precedes(tcb.rcv_nxt, segment.seq())) {
            return event::seg_syn;
        }
        return event::seg_out_of_window;
    }
    if (flags.has(flag::rst)) { return segment.seq() == tcb.rcv_nxt ? event::seg_rst_exact : event::seg_rst_in_window; }
    if (flags.has(flag::syn)) {
        // What lies outside the window is trimmed off, the SYN too: then it comes again.
        if (!in_window(segment.seq(), tcb.rcv_nxt, tcb.rcv_wnd)) { return event::seg_out_of_window; }
        // 3.6.1 lets a SYN reopen, not the answer to one.
        return at.now == state::time_wait && flags.has(flag::ack) ? event::seg_out_of_window : event::seg_syn;
    }
    if (!flags.has(flag::ack)) { return event::seg_no_ack; }

    const bool handshake = at.now == state::syn_received;
    const bool ack_is_good =
        handshake ? in_half_open(segment.ack(), tcb.snd_una, tcb.snd_nxt) : !precedes(tcb.snd_nxt, segment.ack());
    if (!ack_is_good) { return event::seg_ack_bad; }
    const bool acks_fin = tcb.fin_sent && segment.ack() == tcb.snd_nxt;

    const bool starts_in_order = !precedes(tcb.rcv_nxt, segment.seq());
    const bool fin_is_new = !precedes(segment.seq() + segment.payload_size(), tcb.rcv_nxt);
    if (flags.has(flag::fin) && starts_in_order && fin_is_new) {
        if (acks_fin) { return event::seg_fin_ack_of_fin; }
        return handshake ? event::seg_fin_ack_of_syn : event::seg_fin;
    }
    if (handshake) { return event::seg_ack_of_syn; }
    const bool awaits_ack_of_fin = at.now == state::fin_wait_1 || at.now == state::closing || at.now == state::last_ack;
    if (acks_fin && awaits_ack_of_fin) { return event::seg_ack_of_fin; }
    return segment.payload_size() != 0 ? event::seg_data : event::seg_ack;
}

} // namespace detail

/// The event that a segment is to the end which it reaches, by the order of tests of the RFC.
/// Spec: RFC 9293 3.10.7, RFC 5961 3 and 4 (RST and SYN)
/// Example: `classify(segment_fields{.control = flag::syn}, control_block{}, {state::listen, {}}) == event::seg_syn`
template <segment_like S>
[[nodiscard]] constexpr event classify(const S& segment, const control_block& tcb, situation at) noexcept {
    switch (at.now) {
    case state::closed:
    case state::listen: {
        const flag_set flags = segment.flags();
        if (flags.has(flag::rst)) { return event::seg_rst_bad; }
        if (flags.has(flag::ack)) { return event::seg_ack_bad; }
        return flags.has(flag::syn) ? event::seg_syn : event::seg_no_ack;
    }
    case state::syn_sent: return detail::classify_in_syn_sent(segment, tcb);
    default: return detail::classify_in_other_states(segment, tcb, at);
    }
}

} // namespace tcplens::inline v0_1
