// SPDX-License-Identifier: BSL-1.0
// One end of a connection as far as the wire tells, and what a segment did to it.
#pragma once

#include <tcplens/state/classify.hpp>
#include <tcplens/state/machine.hpp>

#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// Why an end is in its state: a rule in a few words and the section that it stands in.
struct reason {
    std::string_view rule;
    std::string_view section; ///< of RFC 9293; empty for what no RFC says

    friend constexpr bool operator==(const reason&, const reason&) noexcept = default;
};

/// What one segment did to one end.
struct end_step {
    state before{};
    state after{};
    certainty sure_before{};
    certainty sure_after{};
    event on{};                ///< the event that the end's machine took last
    action due = action::none; ///< what the table asks of the end
    reason why;                ///< of the last change, or of the row that kept the state

    /// Whether the end is in another state than before, or was not known before.
    [[nodiscard]] constexpr bool changed() const noexcept {
        return before != after || (sure_before == certainty::unknown && sure_after != certainty::unknown);
    }
};

/// The rules by which an observer moves an end that the table alone does not.
namespace evidence {
inline constexpr reason listener{"SYN was sent to it: a listener is assumed", "3.5"};
inline constexpr reason syn_sender{"it is sent SYN,ACK: its SYN was not captured", "3.5"};
inline constexpr reason syn_ack_sender{"sends SYN,ACK: its peer's SYN was not captured", "3.5"};
inline constexpr reason midstream{"the capture starts in the middle", ""};
inline constexpr reason refuses{"no listener: RST answers the SYN", "3.10.7.1"};
inline constexpr reason no_connection{"RST: it has no connection", "3.10.7.1"};
inline constexpr reason rejects{"RST answers a segment that is not acceptable", "3.5.2"};
inline constexpr reason syn_again{"sends SYN again: the answer did not arrive", "3.8.1"};
inline constexpr reason syn_ack_again{"sends SYN,ACK again: the ACK did not arrive", "3.8.1"};
inline constexpr reason fin_again{"sends FIN again: its ACK did not arrive", "3.8.1"};
inline constexpr reason got_syn_ack{"acknowledges the SYN,ACK", "3.10.7.3"};
inline constexpr reason got_ack_of_syn{"sends text: its SYN was acknowledged", "3.10.7.4"};
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

/// Lets the table decide.
constexpr void take(observed_end& e, event on, end_step& step) noexcept {
    const state before = e.now();
    const transition& row = e.end.feed(on);
    step.on = on;
    step.due = row.due;
    // A later row that keeps the state doesn't hide the one that changed it.
    if (before != row.next.now || step.why.rule.empty()) { step.why = {row.rule, row.section}; }
}
/// Puts an end where evidence says that it is.
constexpr void place(observed_end& e, situation where, const reason& why, end_step& step) noexcept {
    e.end.place(where);
    step.why = why;
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
