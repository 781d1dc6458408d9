// SPDX-License-Identifier: BSL-1.0
// The state machine of RFC 793, the text of 1981: the rows in which it differs from RFC 9293.
#pragma once

#include <tcplens/state/rfc9293.hpp>
#include <tcplens/state/table.hpp>

#include <array>
#include <string_view>

namespace tcplens::inline v0_1::rfc793 {

namespace detail {

using enum state;
using enum event;
using enum action;
using rfc9293::detail::never;
using rfc9293::detail::other_states;
using rfc9293::detail::syn_received_active;
using rfc9293::detail::syn_received_passive;
using rfc9293::detail::text;

// clang-format off
inline constexpr auto rules = std::to_array<rule>({
    // Second, RST: one anywhere in the window is as good as one at RCV.NXT.
    {syn_received_passive, seg_rst_in_window, listen, none, text, "3.9", "RST: back to LISTEN"},
    {syn_received_active, seg_rst_in_window, closed, signal_reset | delete_tcb, text, "3.9", "RST: refused"},
    {{established, fin_wait_1, fin_wait_2, close_wait},
             seg_rst_in_window, closed, signal_reset | delete_tcb, text, "3.9", "RST: connection reset"},
    {{closing, last_ack, time_wait}, seg_rst_in_window, closed, delete_tcb, text, "3.9", "RST ends the closing"},

    // Fourth, SYN: in the window it is an error, whoever opened; back to LISTEN came with RFC 1122 4.2.2.20, reopening
    // from TIME-WAIT with its 4.2.2.13.
    {other_states, seg_syn, closed, send_rst | signal_reset | delete_tcb, text, "3.9",
             "SYN in the window is an error, answered with RST"},

    // The thresholds R1 and R2 came with RFC 1122 4.2.3.5.
    {rfc9293::detail::sending, timer_r2, stay, none, never, "3.9", "retransmissions are not counted"},
});
// clang-format on

/// Where RFC 793 speaks of the event. Its section 3.9 has headings without numbers.
[[nodiscard]] constexpr std::string_view section(event on) noexcept {
    switch (on) {
    case user_open_passive:
    case user_open_active: return "3.9 OPEN Call";
    case user_send: return "3.9 SEND Call";
    case user_receive: return "3.9 RECEIVE Call";
    case user_close: return "3.9 CLOSE Call";
    case user_abort: return "3.9 ABORT Call";
    case user_status: return "3.9 STATUS Call";
    case timer_time_wait: return "3.9 TIME-WAIT TIMEOUT";
    case timer_user: return "3.9 USER TIMEOUT";
    case timer_retransmit:
    case timer_r2: return "3.9 RETRANSMISSION TIMEOUT";
    default: return "3.9 SEGMENT ARRIVES";
    }
}

[[nodiscard]] consteval transition_matrix cite(transition_matrix rows) {
    for (transition& row : rows) { row.why.section = section(row.on); }
    return rows;
}

} // namespace detail

/// All cells, for those who change some: see `changed`.
inline constexpr transition_matrix rows = detail::cite(changed(rfc9293::rows, detail::rules));

/// The table of 1981, without what RFC 1122, 5961 and 9293 made of it. Where it contradicts itself: CLOSE in CLOSE-WAIT
/// leads to LAST-ACK, as in its Figure 6, not to CLOSING, as in the text of its 3.9; SYN-SENT answers a SYN with
/// SYN,ACK, as in the text, not with ACK, as in the figure; the SYN,ACK of a simultaneous open counts, as in its
/// Figure 8. Rows of kind figure are the edges of RFC 9293 Figure 5: the older one lacks the RST back to LISTEN.
/// Spec: RFC 793 3.2 (Figure 6), 3.9
struct table : table_of<rows> {};

static_assert(transition_table<table>);
static_assert(table::row({state::established, {}}, event::seg_rst_in_window).next.now == state::closed);

} // namespace tcplens::inline v0_1::rfc793
