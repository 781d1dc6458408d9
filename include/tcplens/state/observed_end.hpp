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
inline constexpr reason midstream{"the capture starts in the middle", ""};
inline constexpr reason refuses{"no listener: RST answers the SYN", "3.10.7.1"};
inline constexpr reason no_connection{"sends RST: it has no connection", "3.10.7.1"};
inline constexpr reason abort_or_no_connection{"sends RST: ABORT, or it has no connection any more", "3.5.2"};
inline constexpr reason aborts{"ABORT sends RST", "3.10.5"};
inline constexpr reason not_its_own{"still sends: the RST was not its own", ""};
inline constexpr reason syn_again{"sends SYN again: the answer did not arrive", "3.8.1"};
inline constexpr reason syn_ack_again{"sends SYN,ACK again: the ACK did not arrive", "3.8.1"};
inline constexpr reason fin_again{"sends FIN again: its ACK did not arrive", "3.8.1"};
inline constexpr reason got_syn_ack{"acknowledges the SYN,ACK", "3.10.7.3"};
inline constexpr reason got_ack_of_syn{"goes on: its SYN was acknowledged", "3.10.7.4"};
inline constexpr reason got_fin{"acknowledges the FIN", "3.10.7.4"};
inline constexpr reason syns_crossed{"sends SYN before it got its peer's: simultaneous open", "3.5"};
inline constexpr reason fins_crossed{"sends FIN before it got its peer's: simultaneous close", "3.6"};
} // namespace evidence

/// One end, as far as the wire tells.
struct observed_end {
    [[nodiscard]] constexpr state now() const noexcept { return end.now(); }

    control_block tcb;
    seq32 rcv_edge; ///< behind the last octet that its window ever allowed
    machine<> end;
    certainty sure = certainty::unknown;
    std::int8_t shift = -1;  ///< of its own SYN's window scale option; -1 without
    bool knows_send = false; ///< iss, snd_una and snd_nxt are its own
    bool knows_receive = false;
    bool knows_window = false;
    bool syn_seen = false; ///< so that `shift` says what was agreed on
    bool syn_ack_seen = false;
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

} // namespace detail

} // namespace tcplens::inline v0_1
