// SPDX-License-Identifier: BSL-1.0
// The state machine of RFC 9293 as a table: each row a statement of its section 3.10.
#pragma once

#include <tcplens/state/table.hpp>

#include <array>
#include <cstddef>

namespace tcplens::inline v0_1::rfc9293 {

namespace detail {

using enum state;
using enum event;
using enum action;

inline constexpr situation syn_received_passive{syn_received, origin::passive};
inline constexpr situation syn_received_active{syn_received, origin::active};
inline constexpr row_kind figure = row_kind::figure;
inline constexpr row_kind text = row_kind::text;

// clang-format off
inline constexpr auto rules = std::to_array<rule>({
    // 3.10.1 OPEN
    {closed, user_open_passive, listen, none, figure, "3.10.1", "passive OPEN"},
    {{listen, syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             user_open_passive, stay, signal_error, text, "3.10.1", "OPEN of an open connection"},
    {closed, user_open_active, syn_sent, send_syn, figure, "3.10.1", "active OPEN sends SYN"},
    {listen, user_open_active, syn_sent, send_syn, text, "3.10.1", "active OPEN of a listener sends SYN"},
    {{syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             user_open_active, stay, signal_error, text, "3.10.1", "OPEN of an open connection"},

    // 3.10.2 SEND
    {closed, user_send, stay, signal_error, text, "3.10.2", "SEND without a connection"},
    {listen, user_send, syn_sent, send_syn, figure, "3.10.2", "SEND on a listener sends SYN"},
    {{syn_sent, syn_received}, user_send, stay, queue_call, text, "3.10.2", "SEND waits for the handshake"},
    {{established, close_wait}, user_send, stay, send_text, text, "3.10.2", "SEND"},
    {{fin_wait_1, fin_wait_2, closing, last_ack, time_wait},
             user_send, stay, signal_error, text, "3.10.2", "SEND after CLOSE"},

    // 3.10.3 RECEIVE
    {closed, user_receive, stay, signal_error, text, "3.10.3", "RECEIVE without a connection"},
    {{listen, syn_sent, syn_received}, user_receive, stay, queue_call, text, "3.10.3", "RECEIVE waits for the handshake"},
    {{established, fin_wait_1, fin_wait_2, close_wait}, user_receive, stay, deliver, text, "3.10.3", "RECEIVE"},
    {{closing, last_ack, time_wait}, user_receive, stay, signal_error, text, "3.10.3", "RECEIVE after the peer's FIN"},

    // 3.10.4 CLOSE
    {closed, user_close, stay, signal_error, text, "3.10.4", "CLOSE without a connection"},
    {listen, user_close, closed, signal_closing | delete_tcb, figure, "3.10.4", "CLOSE of a listener"},
    {syn_sent, user_close, closed, signal_closing | delete_tcb, figure, "3.10.4", "CLOSE before the peer answered"},
    {syn_received, user_close, fin_wait_1, send_fin, figure, "3.10.4", "CLOSE sends FIN"},
    {established, user_close, fin_wait_1, send_fin, figure, "3.10.4", "CLOSE sends FIN"},
    {{fin_wait_1, fin_wait_2, closing, last_ack, time_wait},
             user_close, stay, signal_error, text, "3.10.4", "CLOSE a second time"},
    {close_wait, user_close, last_ack, send_fin, figure, "3.10.4", "CLOSE after the peer's FIN sends FIN"},

    // 3.10.5 ABORT
    {closed, user_abort, stay, signal_error, text, "3.10.5", "ABORT without a connection"},
    {{listen, syn_sent}, user_abort, closed, signal_reset | delete_tcb, text, "3.10.5", "ABORT"},
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait},
             user_abort, closed, send_rst | signal_reset | delete_tcb, text, "3.10.5", "ABORT sends RST"},
    {{closing, last_ack, time_wait}, user_abort, closed, delete_tcb, text, "3.10.5", "ABORT"},

    // 3.10.6 STATUS
    {closed, user_status, stay, signal_error, text, "3.10.6", "STATUS without a connection"},
    {{listen, syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             user_status, stay, deliver, text, "3.10.6", "STATUS"},

    // 3.10.7.1 A segment arrives in CLOSED
    {closed, seg_syn, stay, send_rst, text, "3.10.7.1", "SYN to a closed port"},
    {closed, seg_ack_bad, stay, send_rst, text, "3.10.7.1", "segment without a connection"},
    {closed, seg_no_ack, stay, send_rst, text, "3.10.7.1", "segment without a connection"},
    {closed, seg_rst_bad, stay, none, text, "3.10.7.1", "RST without a connection is dropped"},

    // 3.10.7.2 ... in LISTEN
    {listen, seg_rst_bad, stay, none, text, "3.10.7.2", "RST to a listener is dropped"},
    {listen, seg_ack_bad, stay, send_rst, text, "3.10.7.2", "ACK to a listener"},
    {listen, seg_syn, syn_received_passive, send_syn_ack, figure, "3.10.7.2", "SYN arrives, SYN,ACK is due"},
    {listen, seg_no_ack, stay, none, text, "3.10.7.2", "segment without SYN or ACK is dropped"},

    // 3.10.7.3 ... in SYN-SENT
    {syn_sent, seg_ack_bad, stay, send_rst, text, "3.10.7.3", "ACK of something not sent"},
    {syn_sent, seg_syn_ack_bad, stay, send_rst, text, "3.10.7.3", "SYN,ACK of something not sent"},
    {syn_sent, seg_rst_exact, closed, signal_reset | delete_tcb, text, "3.10.7.3", "RST refuses the connection"},
    {syn_sent, seg_rst_bad, stay, none, text, "3.10.7.3", "RST that acknowledges no SYN is dropped"},
    {syn_sent, seg_syn_ack, established, send_ack, figure, "3.10.7.3", "SYN,ACK arrives, ACK is due"},
    {syn_sent, seg_syn, syn_received_active, send_syn_ack, figure, "3.10.7.3", "SYNs cross: simultaneous open"},
    {syn_sent, seg_ack_of_syn, stay, none, text, "3.10.7.3", "ACK without SYN is dropped"},
    {syn_sent, seg_fin_ack_of_syn, stay, none, text, "3.10.7.3", "FIN without SYN is dropped"},
    {syn_sent, seg_no_ack, stay, none, text, "3.10.7.3", "segment without SYN is dropped"},

    // 3.10.7.4 First, the sequence number
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack},
             seg_out_of_window, stay, send_ack, text, "3.10.7.4", "not acceptable, answered with ACK"},
    // A FIN that comes again is below the window, yet the eighth check wants the timer restarted.
    {time_wait, seg_out_of_window, stay, send_ack | start_time_wait, text, "3.10.7.4",
             "retransmission, answered with ACK"},
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             seg_rst_bad, stay, none, text, "3.10.7.4", "RST outside the window is dropped"},

    // Second, RST: RFC 5961's three answers, the third being seg_rst_bad
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             seg_rst_in_window, stay, send_challenge_ack, text, "3.10.7.4", "RST in the window is challenged"},
    {syn_received_passive, seg_rst_exact, listen, none, figure, "3.10.7.4", "RST: back to LISTEN"},
    {syn_received_active, seg_rst_exact, closed, signal_reset | delete_tcb, text, "3.10.7.4", "RST: refused"},
    {{established, fin_wait_1, fin_wait_2, close_wait},
             seg_rst_exact, closed, signal_reset | delete_tcb, text, "3.10.7.4", "RST: connection reset"},
    {{closing, last_ack, time_wait}, seg_rst_exact, closed, delete_tcb, text, "3.10.7.4", "RST ends the closing"},

    // Fourth, SYN
    {syn_received_passive, seg_syn, listen, none, text, "3.10.7.4", "another SYN: back to LISTEN"},
    {syn_received_active, seg_syn, stay, send_challenge_ack, text, "3.10.7.4", "SYN is challenged"},
    {{established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack},
             seg_syn, stay, send_challenge_ack, text, "3.10.7.4", "SYN is challenged"},
    {time_wait, seg_syn, syn_received_passive, send_syn_ack, text, "3.6.1", "a new SYN reopens (MAY-2)"},

    // Fifth, ACK
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             seg_no_ack, stay, none, text, "3.10.7.4", "segment without ACK is dropped"},
    {syn_received, seg_ack_bad, stay, send_rst, text, "3.10.7.4", "ACK that doesn't cover the SYN"},
    {{established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             seg_ack_bad, stay, send_ack, text, "3.10.7.4", "ACK of something not sent"},
    {syn_received, seg_ack_of_syn, established, none, figure, "3.10.7.4", "ACK of SYN arrives"},
    // Figure 7: after crossing SYNs each end's SYN,ACK is at IRS, below RCV.NXT, and has to count as an ACK.
    {syn_received_active, seg_syn_ack, established, none, text, "3.5", "SYN,ACK of a simultaneous open"},
    {{established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             seg_ack, stay, none, text, "3.10.7.4", "ACK"},
    {fin_wait_1, seg_ack_of_fin, fin_wait_2, none, figure, "3.10.7.4", "ACK of FIN arrives"},
    {{fin_wait_2, time_wait}, seg_ack_of_fin, stay, none, text, "3.10.7.4", "ACK"},
    {closing, seg_ack_of_fin, time_wait, start_time_wait, figure, "3.10.7.4", "ACK of FIN arrives"},
    {last_ack, seg_ack_of_fin, closed, delete_tcb, figure, "3.10.7.4", "ACK of FIN arrives"},

    // Seventh, text
    {{established, fin_wait_1, fin_wait_2}, seg_data, stay, deliver | send_ack, text, "3.10.7.4", "text arrives"},
    {{close_wait, closing, last_ack, time_wait}, seg_data, stay, none, text, "3.10.7.4", "text after FIN is ignored"},

    // Eighth, FIN
    {syn_received, seg_fin_ack_of_syn, close_wait, send_ack | signal_closing, text, "3.10.7.4", "FIN arrives"},
    {established, seg_fin, close_wait, send_ack | signal_closing, figure, "3.10.7.4", "FIN arrives"},
    {fin_wait_1, seg_fin, closing, send_ack | signal_closing, figure, "3.10.7.4", "FINs cross: simultaneous close"},
    // Note 2 of Figure 5 tells of this row; the figure omits it.
    {fin_wait_1, seg_fin_ack_of_fin, time_wait, send_ack | signal_closing | start_time_wait, text, "3.10.7.4",
             "FIN arrives and acknowledges ours"},
    {fin_wait_2, seg_fin, time_wait, send_ack | signal_closing | start_time_wait, figure, "3.10.7.4", "FIN arrives"},
    {fin_wait_2, seg_fin_ack_of_fin, time_wait, send_ack | signal_closing | start_time_wait, text, "3.10.7.4",
             "FIN arrives"},
    {{close_wait, closing, last_ack}, seg_fin, stay, send_ack, text, "3.10.7.4", "FIN after FIN"},
    {time_wait, seg_fin, stay, send_ack | start_time_wait, text, "3.10.7.4", "FIN after FIN"},
    {{closing, time_wait}, seg_fin_ack_of_fin, time_wait, send_ack | start_time_wait, text, "3.10.7.4",
             "FIN after FIN, and ACK of FIN"},
    {last_ack, seg_fin_ack_of_fin, closed, delete_tcb, text, "3.10.7.4", "FIN after FIN, and ACK of FIN"},

    // 3.10.8 Timeouts
    {{listen, syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             timer_user, closed, signal_error | delete_tcb, text, "3.10.8", "user timeout"},
    {{syn_sent, syn_received, established, fin_wait_1, close_wait, closing, last_ack},
             timer_retransmit, stay, retransmit, text, "3.10.8", "retransmission timeout"},
    {{syn_sent, syn_received, established, fin_wait_1, close_wait, closing, last_ack},
             timer_r2, closed, signal_error | delete_tcb, text, "3.8.3", "too many retransmissions"},
    {time_wait, timer_time_wait, closed, delete_tcb, figure, "3.10.8", "2 MSL are over"},
});
// clang-format on

inline constexpr transition_matrix rows = spread(rules);

} // namespace detail

/// The default table. Where the RFC leaves a choice: TIME-WAIT takes a new SYN (MAY-2), a RST and a SYN in the
/// window are challenged (RFC 5961), a SYN,ACK completes a simultaneous open.
/// Spec: RFC 9293 3.3.2 (Figure 5), 3.10
struct table {
    [[nodiscard]] static constexpr std::size_t size() noexcept { return detail::rows.size(); }
    [[nodiscard]] static constexpr const transition& row_at(std::size_t i) noexcept { return detail::rows[i]; }
    [[nodiscard]] static constexpr const transition& row(situation from, event on) noexcept {
        return detail::rows[index(from) * event_count + static_cast<std::size_t>(on)];
    }
};

static_assert(transition_table<table>);
static_assert(table::row({state::fin_wait_1, {}}, event::seg_fin_ack_of_fin).next.now == state::time_wait);

} // namespace tcplens::inline v0_1::rfc9293
