// SPDX-License-Identifier: BSL-1.0
// One end of a connection as far as the wire tells, and what a segment did to it.
#pragma once

#include <tcplens/state/classify.hpp>
#include <tcplens/state/machine.hpp>

#include <array>
#include <cstdint>
#include <span>

namespace tcplens::inline v0_1 {

/// A state that an end came to, and why.
struct state_change {
    state to{};
    const reason* why = nullptr; ///< lives as long as the program
};

/// What one segment did to one end.
class end_step {
public:
    state before{}; ///< means nothing where `sure_before` is unknown
    state after{};
    certainty sure_before{};
    certainty sure_after{};
    bool by_event = false;     ///< its machine took an event: `on`, the last one
    event on{};                ///< has a meaning with `by_event`
    action due = action::none; ///< what the table asks of the end

    /// Whether the end is in another state than before, or was not known before.
    [[nodiscard]] constexpr bool changed() const noexcept {
        return before != after || (sure_before == certainty::unknown && sure_after != certainty::unknown);
    }

    /// The states that it went through, in order, at most three; a first one from nowhere where it was not known.
    [[nodiscard]] constexpr std::span<const state_change> changes() const noexcept {
        return std::span{changes_}.first(count_);
    }
    constexpr void add(state to, const reason& why) noexcept {
        if (count_ == changes_.size()) { --count_; }
        changes_[count_++] = {to, &why};
    }

private:
    std::array<state_change, 3> changes_{};
    std::uint8_t count_ = 0;
};

/// The rules by which an observer moves an end that the table alone does not.
namespace evidence {
inline constexpr reason syn_ack_sender{"sends SYN,ACK: its peer's SYN was not captured", "3.10.7.2"};
inline constexpr reason syns_crossed{"sends SYN,ACK: its peer's had not arrived", "3.5"};
inline constexpr reason midstream{"the capture starts in the middle", ""};
inline constexpr reason challenges{"answers the SYN with an ACK: it has a connection", "3.10.7.4"};
inline constexpr reason refuses{"no listener: RST answers the SYN", "3.10.7.1"};
inline constexpr reason no_connection{"sends RST: it has no connection", "3.10.7.1"};
inline constexpr reason abort_or_no_connection{"sends RST: ABORT, or it has no connection any more", "3.5.2"};
inline constexpr reason aborts{"ABORT sends RST", "3.10.5"};
inline constexpr reason gave_up{"answers the SYN,ACK with RST: it gave up before", "3.10.4"};
inline constexpr reason still_sends{"still sends: the RST did not arrive, or was not its own", ""};
inline constexpr reason syn_was_old{"goes on: the SYN was old or not its own", "3.5.1"};
inline constexpr reason syn_again{"sends SYN again: the answer did not arrive", "3.8.1"};
inline constexpr reason syn_ack_again{"sends SYN,ACK again: the ACK did not arrive", "3.8.1"};
inline constexpr reason sends_again{"sends again: the ACK of its FIN had not arrived", "3.8.1"};
inline constexpr reason got_syn_ack{"acknowledges the SYN,ACK", "3.10.7.3"};
inline constexpr reason got_ack_of_syn{"goes on: its SYN was acknowledged", "3.10.7.4"};
inline constexpr reason got_fin{"acknowledges the FIN", "3.10.7.4"};
inline constexpr reason got_ack_of_fin{"acknowledges a segment that acknowledged its FIN", "3.10.7.4"};
inline constexpr reason lacks_fin{"its ACK number lies below the FIN, which had not arrived", "3.10.7.4"};
inline constexpr reason fins_crossed{"its FIN was sent before it got its peer's: simultaneous close", "3.6"};
} // namespace evidence

/// One end, as far as the wire tells.
struct observed_end {
    [[nodiscard]] constexpr state now() const noexcept { return end.now(); }

    control_block tcb;
    seq32 rcv_edge; ///< behind the last octet that its window ever allowed
    seq32 told;     ///< the highest ACK number that it sent: its RCV.NXT was there, not only assumed there
    seq32 carried;  ///< the ACK number of the segment that brought SND.NXT where it is
    seq32 stray;    ///< behind the last segment that can't be its own; with `reopens` the ISN of a SYN
    machine<> end;
    situation kept; ///< before what may turn out not to have happened: a RST, a SYN on a live connection
    certainty sure = certainty::unknown;
    std::int8_t shift = -1;             ///< of its own SYN's window scale option; -1 without
    bool knows_send : 1 = false;        ///< iss, snd_una and snd_nxt are its own
    bool knows_receive : 1 = false;     ///< rcv_nxt is
    bool knows_window : 1 = false;      ///< rcv_edge is
    bool knows_told : 1 = false;        ///< told is
    bool spoke : 1 = false;             ///< a segment of its own was captured
    bool syn_seen : 1 = false;          ///< so that `shift` says what was agreed on
    bool syn_ack_seen : 1 = false;      ///< that SYN, or another with its number, was a SYN,ACK
    bool syn_text : 1 = false;          ///< its SYN,ACK acknowledged text of its peer's SYN: Fast Open
    bool past_handshake : 1 = false;    ///< what it sent shows that its SYN was acknowledged
    bool far_from_iss : 1 = false;      ///< so many octets ago that a number can't be told to lie below ISS
    bool midstream : 1 = false;         ///< its beginning was not captured
    bool hidden : 1 = false;            ///< the octet before SND.NXT was not captured: it may be a FIN
    bool hidden_before_fin : 1 = false; ///< ... and was there when it first acknowledged its peer's FIN
    bool fin_acked : 1 = false;         ///< what it sent shows that it got the ACK of its FIN
    bool strayed : 1 = false;           ///< stray has a meaning
    bool waits : 1 = false;             ///< it had not got all that was sent to it, when it sent last
    bool reopens : 1 = false;           ///< a SYN came on its live connection, and nothing has answered it yet
};

namespace detail {

[[nodiscard]] constexpr bool is_over(const observed_end& e) noexcept {
    return e.sure == certainty::unknown || e.now() == state::closed || e.now() == state::time_wait ||
           e.now() == state::listen;
}

[[nodiscard]] constexpr end_step begin(const observed_end& e) noexcept {
    end_step step;
    step.before = step.after = e.now();
    step.sure_before = step.sure_after = e.sure;
    return step;
}
constexpr void finish(const observed_end& e, end_step& step) noexcept {
    step.after = e.now();
    step.sure_after = e.sure;
}

/// Lets the table decide, for a reason that says more than the table's.
constexpr void take(observed_end& e, event on, end_step& step, const reason& why) noexcept {
    const situation before = e.end.where();
    const transition& row = e.end.feed(on);
    step.by_event = true;
    step.on = on;
    step.due = row.due;
    if (before != row.next) { step.add(row.next.now, why); }
}
/// Lets the table decide.
constexpr void take(observed_end& e, event on, end_step& step) noexcept {
    take(e, on, step, rfc9293::table::row(e.end.where(), on).why);
}
/// Puts an end where evidence says that it is.
constexpr void place(observed_end& e, situation where, const reason& why, end_step& step) noexcept {
    const bool known = e.sure != certainty::unknown;
    if (!known || e.end.where() != where) { step.add(where.now, why); }
    e.end.place(where);
}
/// What is derived from a guess stays one.
constexpr void settle(observed_end& e, certainty sure) noexcept {
    if (e.sure != certainty::guessed) { e.sure = sure; }
}

[[nodiscard]] constexpr bool acks_fin_of(seq32 ack, const observed_end& peer) noexcept {
    return peer.tcb.fin_sent && ack == peer.tcb.snd_nxt;
}

// Figure 5 has two directions behind ESTABLISHED: down with one's own FIN and its ACK, right with the peer's FIN. What
// was assumed and didn't happen goes one step back.

[[nodiscard]] constexpr bool has_peers_fin(state s) noexcept {
    return s == state::close_wait || s == state::closing || s == state::last_ack || s == state::time_wait;
}
[[nodiscard]] constexpr state without_peers_fin(state s) noexcept {
    switch (s) {
    case state::close_wait: return state::established;
    case state::closing: return state::fin_wait_1;
    case state::time_wait: return state::fin_wait_2;
    default: return s;
    }
}
/// CLOSED is that which LAST-ACK leads to.
[[nodiscard]] constexpr state without_ack_of_fin(state s) noexcept {
    switch (s) {
    case state::fin_wait_2: return state::fin_wait_1;
    case state::time_wait: return state::closing;
    case state::closed: return state::last_ack;
    default: return s;
    }
}

} // namespace detail

} // namespace tcplens::inline v0_1
