// SPDX-License-Identifier: BSL-1.0
// The words of the state machine: states, events and actions, named as in RFC 9293.
#pragma once

#include <tcplens/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// The states of one end of a connection.
/// Spec: RFC 9293 3.3.2
enum class state : std::uint8_t {
    closed,       ///< no connection
    listen,       ///< waits for a connection request from any socket
    syn_sent,     ///< has sent SYN
    syn_received, ///< has sent SYN and got one, and waits for the ACK
    established,  ///< open: data goes both ways
    fin_wait_1,   ///< has sent FIN
    fin_wait_2,   ///< its FIN is acknowledged, the peer may still send
    close_wait,   ///< has got FIN, may still send
    closing,      ///< both FINs crossed; its own is not acknowledged
    last_ack,     ///< has got FIN and sent its own, and waits for the ACK
    time_wait,    ///< waits until nothing of the connection is under way any more
};
/// How many states there are.
inline constexpr std::size_t state_count = 11;

/// How SYN-RECEIVED was reached: two of its cells have another answer for each.
/// Spec: RFC 9293 3.5 (MUST-11)
enum class origin : std::uint8_t {
    passive, ///< from LISTEN
    active,  ///< from SYN-SENT
};

/// What can happen to an end: calls of its user, segments by what they mean to it, timers.
/// Spec: RFC 9293 3.10
enum class event : std::uint8_t {
    user_open_passive,  ///< OPEN that listens, 3.10.1
    user_open_active,   ///< names the remote socket
    user_send,          ///< SEND, 3.10.2
    user_receive,       ///< RECEIVE, 3.10.3
    user_close,         ///< CLOSE, 3.10.4
    user_abort,         ///< ABORT, 3.10.5
    user_status,        ///< STATUS, 3.10.6
    seg_syn,            ///< SYN without ACK; in a synchronized state any SYN that passed the sequence check
    seg_syn_ack,        ///< SYN,ACK whose ACK covers our SYN
    seg_syn_ack_bad,    ///< SYN,ACK whose ACK is at or below ISS or above SND.NXT
    seg_ack_of_syn,     ///< the first acceptable ACK that covers our SYN, without SYN, FIN, RST
    seg_ack_of_fin,     ///< an acceptable ACK that covers our FIN, without FIN
    seg_ack,            ///< any other acceptable ACK: duplicate, partial, window update
    seg_ack_bad,        ///< an ACK of something not sent; in SYN-RECEIVED also one at or below SND.UNA
    seg_data,           ///< text in the window whose ACK covers neither our SYN nor our FIN
    seg_fin,            ///< FIN in order whose ACK covers neither our SYN nor our FIN
    seg_fin_ack_of_fin, ///< FIN in order whose ACK covers our FIN
    seg_fin_ack_of_syn, ///< FIN in order whose ACK covers our SYN for the first time
    seg_rst_exact,      ///< RST at RCV.NXT; in SYN-SENT a RST whose ACK covers our SYN
    seg_rst_in_window,  ///< RST elsewhere in the window
    seg_rst_bad,        ///< RST outside the window; in SYN-SENT one without an acceptable ACK
    seg_out_of_window,  ///< no RST and not acceptable: old duplicate, keep-alive, retransmission, beyond the window
    seg_no_ack,         ///< none of SYN, RST, ACK
    timer_time_wait,    ///< 2 MSL are over
    timer_user,         ///< the user timeout
    timer_retransmit,   ///< the retransmission timeout, 3.10.8
    timer_r2,           ///< too many retransmissions, RFC 9293 3.8.3
};
/// How many events there are.
inline constexpr std::size_t event_count = 27;

/// What a transition asks the end to do. A set.
/// Spec: RFC 9293 3.10
enum class action : std::uint16_t {
    none = 0,                    ///< nothing
    send_syn = 1 << 0,           ///< a SYN with a new ISS
    send_syn_ack = 1 << 1,       ///< SYN,ACK: a SYN that acknowledges the peer's
    send_ack = 1 << 2,           ///< an ACK, at once or with text
    send_challenge_ack = 1 << 3, ///< RFC 5961
    send_fin = 1 << 4,           ///< a FIN behind all text that is queued
    send_rst = 1 << 5,           ///< a RST
    send_text = 1 << 6,          ///< text that the user has sent
    retransmit = 1 << 7,         ///< what is first in the retransmission queue
    queue_call = 1 << 8,         ///< the user's call waits
    deliver = 1 << 9,            ///< text, or what is known of the connection, to the user
    signal_error = 1 << 10,      ///< an error to the user's call
    signal_reset = 1 << 11,      ///< "connection reset" or "connection refused"
    signal_closing = 1 << 12,    ///< "connection closing" to the user
    start_time_wait = 1 << 13,   ///< start or restart the 2 MSL timer
    delete_tcb = 1 << 14,        ///< forget the connection
};

/// Both sets of actions.
[[nodiscard]] constexpr action operator|(action a, action b) noexcept {
    return static_cast<action>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
/// Whether all of `some` are in `set`.
/// Example: `if (includes(taken.sender.by->due, action::send_rst)) { use(taken.sent); }`
[[nodiscard]] constexpr bool includes(action set, action some) noexcept {
    return (static_cast<std::uint16_t>(set) & static_cast<std::uint16_t>(some)) == static_cast<std::uint16_t>(some);
}

/// How many actions there are, `none` not counted.
inline constexpr std::size_t action_count = 15;

/// Why an end is in its state: a rule in a few words and the section that it stands in.
struct reason {
    std::string_view rule;    ///< what happens, and why
    std::string_view section; ///< of the table's RFC; empty for what no RFC says

    friend constexpr bool operator==(const reason&, const reason&) noexcept = default;
};

/// How an observer knows the state of an end.
enum class certainty : std::uint8_t {
    unknown, ///< nothing was seen of it
    guessed, ///< what the state depends on was not captured: the start, or octets that may hold a FIN
    assumed, ///< its peer's segment was delivered, as most are
    proven,  ///< by a segment that it sent
};

/// The state's name as the RFC spells it.
/// Example: `name(state::fin_wait_1) == "FIN-WAIT-1"`
[[nodiscard]] constexpr std::string_view name(state s) noexcept {
    // clang-format off
    constexpr std::array<std::string_view, state_count> names{
        "CLOSED",     "LISTEN",     "SYN-SENT",   "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
        "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING",    "LAST-ACK",     "TIME-WAIT"};
    // clang-format on
    return names[static_cast<std::size_t>(s)];
}

/// The event's name as the enumerator spells it.
[[nodiscard]] constexpr std::string_view name(event e) noexcept {
    // clang-format off
    constexpr std::array<std::string_view, event_count> names{
        "user_open_passive",  "user_open_active",  "user_send",   "user_receive",      "user_close",
        "user_abort",         "user_status",       "seg_syn",     "seg_syn_ack",       "seg_syn_ack_bad",
        "seg_ack_of_syn",     "seg_ack_of_fin",    "seg_ack",     "seg_ack_bad",       "seg_data",
        "seg_fin",            "seg_fin_ack_of_fin", "seg_fin_ack_of_syn", "seg_rst_exact", "seg_rst_in_window",
        "seg_rst_bad",        "seg_out_of_window", "seg_no_ack",  "timer_time_wait",   "timer_user",
        "timer_retransmit",   "timer_r2"};
    // clang-format on
    return names[static_cast<std::size_t>(e)];
}

/// The name of the action at a bit, from 0, as the enumerator spells it.
[[nodiscard]] constexpr std::string_view action_name(std::size_t bit) noexcept {
    // clang-format off
    constexpr std::array<std::string_view, action_count> names{
        "send_syn",   "send_syn_ack", "send_ack", "send_challenge_ack", "send_fin",
        "send_rst",   "send_text",    "retransmit", "queue_call",       "deliver",
        "signal_error", "signal_reset", "signal_closing", "start_time_wait", "delete_tcb"};
    // clang-format on
    return names[bit];
}

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view name(origin o) noexcept { return o == origin::passive ? "passive" : "active"; }

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view name(certainty c) noexcept {
    constexpr std::array<std::string_view, 4> names{"unknown", "guessed", "assumed", "proven"};
    return names[static_cast<std::size_t>(c)];
}

/// Whether both ends' SYNs are behind this state.
/// Spec: RFC 9293 3.10.7.4
[[nodiscard]] constexpr bool synchronized(state s) noexcept { return s >= state::established; }

static_assert(name(state::time_wait) == "TIME-WAIT" && name(event::timer_r2) == "timer_r2");

} // namespace tcplens::inline v0_1
