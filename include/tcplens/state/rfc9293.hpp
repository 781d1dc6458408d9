// SPDX-License-Identifier: BSL-1.0
// The state machine of RFC 9293 as a table: each row a statement of its section 3.10.
#pragma once

#include <tcplens/state/table.hpp>

#include <array>

namespace tcplens::inline v0_1::rfc9293 {

namespace detail {

using enum state;
using enum event;
using enum action;

inline constexpr situation syn_received_passive{syn_received, origin::passive};
inline constexpr situation syn_received_active{syn_received, origin::active};
inline constexpr row_kind figure = row_kind::figure;
inline constexpr row_kind text = row_kind::text;
inline constexpr row_kind never = row_kind::unproducible;

// clang-format off
inline constexpr situation_set synchronized{
    established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait};
/// Where the RFC has directions for "other states".
inline constexpr situation_set other_states{
    syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait};
inline constexpr situation_set all_but_closed{
    listen, syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait};
/// Where a SYN, text or a FIN can wait for its ACK.
inline constexpr situation_set sending{
    syn_sent, syn_received, established, fin_wait_1, close_wait, closing, last_ack};

inline constexpr auto rules = std::to_array<rule>({
    // 3.10.1 OPEN
    {closed, user_open_passive, listen, none, figure, "3.10.1", "passive OPEN"},
    {closed, user_open_active, syn_sent, send_syn, figure, "3.10.1", "active OPEN sends SYN"},
    {listen, user_open_active, syn_sent, send_syn, text, "3.10.1", "active OPEN of a listener sends SYN"},
    {listen, user_open_passive, stay, signal_error, text, "3.10.1", "OPEN of an open connection"},
    {{syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack, time_wait},
             {user_open_passive, user_open_active}, stay, signal_error, text, "3.10.1", "OPEN of an open connection"},

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
    // Named choice, 3.3.2 (Figure 5): the text of 3.10.4 lets CLOSE wait for ESTABLISHED where data is queued.
    {syn_received, user_close, fin_wait_1, send_fin, figure, "3.10.4", "CLOSE sends FIN"},
    {established, user_close, fin_wait_1, send_fin, figure, "3.10.4", "CLOSE sends FIN"},
    {{fin_wait_1, fin_wait_2, closing, last_ack, time_wait},
             user_close, stay, signal_error, text, "3.10.4", "CLOSE a second time"},
    {close_wait, user_close, last_ack, send_fin, figure, "3.10.4", "CLOSE after the peer's FIN sends FIN"},

    // 3.10.5 ABORT
    // Named choice, 3.10.5: 3.5.2 and note 3 of Figure 5 would have who sends a RST enter TIME-WAIT.
    {closed, user_abort, stay, signal_error, text, "3.10.5", "ABORT without a connection"},
    {{listen, syn_sent}, user_abort, closed, signal_reset | delete_tcb, text, "3.10.5", "ABORT"},
    {{syn_received, established, fin_wait_1, fin_wait_2, close_wait},
             user_abort, closed, send_rst | signal_reset | delete_tcb, text, "3.10.5", "ABORT sends RST"},
    {{closing, last_ack, time_wait}, user_abort, closed, delete_tcb, text, "3.10.5", "ABORT"},

    // 3.10.6 STATUS
    {closed, user_status, stay, signal_error, text, "3.10.6", "STATUS without a connection"},
    {all_but_closed, user_status, stay, deliver, text, "3.10.6", "STATUS"},

    // 3.10.7.1 A segment arrives in CLOSED
    {closed, seg_syn, stay, send_rst, text, "3.10.7.1", "SYN to a closed port"},
    {closed, {seg_syn_ack_bad, seg_ack_bad, seg_no_ack}, stay, send_rst, text, "3.10.7.1", "segment without a connection"},
    {closed, seg_rst_bad, stay, none, text, "3.10.7.1", "RST without a connection is dropped"},

    // 3.10.7.2 ... in LISTEN
    {listen, seg_rst_bad, stay, none, text, "3.10.7.2", "RST to a listener is dropped"},
    {listen, {seg_syn_ack_bad, seg_ack_bad}, stay, send_rst, text, "3.10.7.2", "ACK to a listener"},
    {listen, seg_syn, syn_received_passive, send_syn_ack, figure, "3.10.7.2", "SYN arrives, SYN,ACK is due"},
    {listen, seg_no_ack, stay, none, text, "3.10.7.2", "segment without SYN or ACK is dropped"},

    // 3.10.7.3 ... in SYN-SENT
    {syn_sent, seg_ack_bad, stay, send_rst, text, "3.10.7.3", "ACK of something not sent"},
    {syn_sent, seg_syn_ack_bad, stay, send_rst, text, "3.10.7.3", "SYN,ACK of something not sent"},
    // Named choice, 3.10.7.3 and 3.5.3: 3.5 says of SYN-SENT that a RST leads to LISTEN.
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
    // Named choice, 3.10.7.4 (eighth): a FIN that comes again lies below the window, so that the first check would
    // drop it; the eighth wants the timer restarted.
    {time_wait, seg_out_of_window, stay, send_ack | start_time_wait, text, "3.10.7.4",
             "retransmission, answered with ACK"},
    {other_states, seg_rst_bad, stay, none, text, "3.10.7.4", "RST outside the window is dropped"},

    // Second, RST: RFC 5961's three answers, the third being seg_rst_bad
    {other_states, seg_rst_in_window, stay, send_challenge_ack, text, "3.10.7.4 (RFC 5961 3.2)",
             "RST in the window is challenged"},
    {syn_received_passive, seg_rst_exact, listen, none, figure, "3.10.7.4", "RST: back to LISTEN"},
    {syn_received_active, seg_rst_exact, closed, signal_reset | delete_tcb, text, "3.10.7.4", "RST: refused"},
    {{established, fin_wait_1, fin_wait_2, close_wait},
             seg_rst_exact, closed, signal_reset | delete_tcb, text, "3.10.7.4", "RST: connection reset"},
    // Named choice, 3.10.7.4: RFC 1337 would have TIME-WAIT ignore it, see `ignore_rst_in_time_wait`.
    {{closing, last_ack, time_wait}, seg_rst_exact, closed, delete_tcb, text, "3.10.7.4", "RST ends the closing"},

    // Fourth, SYN
    {syn_received_passive, seg_syn, listen, none, text, "3.10.7.4", "another SYN: back to LISTEN"},
    {syn_received_active, seg_syn, stay, send_challenge_ack, text, "3.10.7.4 (RFC 5961 4.2)", "SYN is challenged"},
    {{established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack},
             seg_syn, stay, send_challenge_ack, text, "3.10.7.4 (RFC 5961 4.2)", "SYN is challenged"},
    // Named choice, 3.6.1 (MAY-2) and RFC 6191: RFC 5961 would challenge it, see `challenge_syn_in_time_wait`.
    {time_wait, seg_syn, syn_received_passive, send_syn_ack, text, "3.6.1", "a new SYN reopens (MAY-2)"},
    // Named choice, 3.5 (Figure 7): where SYNs cross, each end's SYN,ACK is at IRS, below RCV.NXT, and the first check
    // would drop it; it has to count as an ACK. So too when a listener's SYN and ACK came apart (3.4.1, steps 2 and 3).
    {syn_received, seg_syn_ack, established, none, text, "3.5", "SYN,ACK of a simultaneous open"},
    {syn_received, seg_syn_ack_bad, stay, send_rst, text, "3.5.2", "SYN,ACK of something not sent"},

    // Fifth, ACK
    {other_states, seg_no_ack, stay, none, text, "3.10.7.4", "segment without ACK is dropped"},
    {syn_received, seg_ack_bad, stay, send_rst, text, "3.10.7.4", "ACK that doesn't cover the SYN"},
    {synchronized, seg_ack_bad, stay, send_ack, text, "3.10.7.4", "ACK of something not sent"},
    {syn_received, seg_ack_of_syn, established, none, figure, "3.10.7.4", "ACK of SYN arrives"},
    // After CLOSE in SYN-RECEIVED the SYN is still to be acknowledged.
    {{fin_wait_1, closing}, seg_ack_of_syn, stay, none, text, "3.10.7.4", "ACK of SYN, but not of FIN"},
    {synchronized, seg_ack, stay, none, text, "3.10.7.4", "ACK"},
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
    {fin_wait_1, seg_fin_ack_of_syn, closing, send_ack | signal_closing, text, "3.10.7.4",
             "FINs cross: simultaneous close"},
    // Note 2 of Figure 5 tells of this row; the figure omits it.
    {fin_wait_1, seg_fin_ack_of_fin, time_wait, send_ack | signal_closing | start_time_wait, text, "3.10.7.4",
             "FIN arrives and acknowledges ours"},
    {fin_wait_2, seg_fin, time_wait, send_ack | signal_closing | start_time_wait, figure, "3.10.7.4", "FIN arrives"},
    {fin_wait_2, seg_fin_ack_of_fin, time_wait, send_ack | signal_closing | start_time_wait, text, "3.10.7.4",
             "FIN arrives"},
    {{close_wait, closing, last_ack}, seg_fin, stay, send_ack, text, "3.10.7.4", "FIN after FIN"},
    {closing, seg_fin_ack_of_syn, stay, send_ack, text, "3.10.7.4", "FIN after FIN"},
    {time_wait, seg_fin, stay, send_ack | start_time_wait, text, "3.10.7.4", "FIN after FIN"},
    {{closing, time_wait}, seg_fin_ack_of_fin, time_wait, send_ack | start_time_wait, text, "3.10.7.4",
             "FIN after FIN, and ACK of FIN"},
    {last_ack, seg_fin_ack_of_fin, closed, delete_tcb, text, "3.10.7.4", "FIN after FIN, and ACK of FIN"},

    // 3.10.8 Timeouts
    {all_but_closed, timer_user, closed, signal_error | delete_tcb, text, "3.10.8", "user timeout"},
    {sending, timer_retransmit, stay, retransmit, text, "3.10.8", "retransmission timeout"},
    {sending, timer_r2, closed, signal_error | delete_tcb, text, "3.8.3", "too many retransmissions"},
    {time_wait, timer_time_wait, closed, delete_tcb, figure, "3.10.8", "2 MSL are over"},

    // What can't happen, and why
    {{closed, listen}, {seg_syn_ack, seg_ack_of_syn, seg_ack_of_fin, seg_ack, seg_fin_ack_of_fin, seg_fin_ack_of_syn},
             stay, none, never, "3.4", "nothing was sent that it could acknowledge"},
    {{closed, listen}, {seg_data, seg_fin, seg_rst_exact, seg_rst_in_window, seg_out_of_window},
             stay, none, never, "3.4", "no RCV.NXT to compare with"},
    {syn_sent, {seg_rst_in_window, seg_out_of_window}, stay, none, never, "3.4", "no RCV.NXT to compare with"},
    {{syn_sent, syn_received}, {seg_ack, seg_data, seg_fin},
             stay, none, never, "3.4", "the first acceptable ACK covers the SYN"},
    {{syn_sent, syn_received, established, close_wait}, {seg_ack_of_fin, seg_fin_ack_of_fin},
             stay, none, never, "3.6", "no FIN was sent"},
    {synchronized, {seg_syn_ack, seg_syn_ack_bad}, stay, none, never, "3.10.7.4", "a SYN is seg_syn here, with ACK or not"},
    {{established, fin_wait_2, close_wait, last_ack, time_wait}, {seg_ack_of_syn, seg_fin_ack_of_syn},
             stay, none, never, "3.4", "the SYN is acknowledged already"},
    {closed, {timer_user, timer_retransmit, timer_r2}, stay, none, never, "3.3.2", "no TCB, no timer"},
    {{listen, fin_wait_2, time_wait}, {timer_retransmit, timer_r2},
             stay, none, never, "3.10.8", "nothing waits for its ACK"},
    {{closed, listen, syn_sent, syn_received, established, fin_wait_1, fin_wait_2, close_wait, closing, last_ack},
             timer_time_wait, stay, none, never, "3.10.8", "only TIME-WAIT starts this timer"},
});
// clang-format on

} // namespace detail

/// All cells, for those who change some: see `changed`.
inline constexpr transition_matrix rows = spread(detail::rules);

/// The default table. Where the RFC contradicts itself or leaves a choice, a comment above the rule names the choice.
/// Spec: RFC 9293 3.3.2 (Figure 5), 3.10
struct table : table_of<rows> {};

// clang-format off
/// Rules that some implementations put in the place of these, by `changed`. RFC 1337's first fix:
inline constexpr rule ignore_rst_in_time_wait{
    state::time_wait, event::seg_rst_exact, stay, action::none, row_kind::text, "3.10.7.4 (RFC 1337 3)",
    "RST doesn't end TIME-WAIT"};
/// A new SYN has to wait until TIME-WAIT is over.
inline constexpr rule challenge_syn_in_time_wait{
    state::time_wait, event::seg_syn, stay, action::send_challenge_ack, row_kind::text, "3.10.7.4 (RFC 5961 4.2)",
    "SYN is challenged"};
/// Who has called CLOSE can't RECEIVE any more: a half-duplex close.
inline constexpr rule reset_text_after_close{
    {state::fin_wait_1, state::fin_wait_2}, event::seg_data, state::closed, action::send_rst | action::delete_tcb,
    row_kind::text, "3.6.1", "text after CLOSE is lost, and RST says so (MAY-1)"};
// clang-format on

static_assert(transition_table<table>);
static_assert(table::row({state::fin_wait_1, {}}, event::seg_fin_ack_of_fin).next.now == state::time_wait);

} // namespace tcplens::inline v0_1::rfc9293
