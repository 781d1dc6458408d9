// SPDX-License-Identifier: BSL-1.0
// One end of a connection as far as the wire tells, and what a segment did to it.
#pragma once

#include <tcplens/state/classify.hpp>
#include <tcplens/state/machine.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// The rules by which an observer moves an end that the table alone does not.
/// Spec: RFC 9293; `describe` has each one's section
enum class evidence : std::uint8_t {
    syn_ack_sender,         ///< it sends SYN,ACK, and no SYN of its peer was captured
    syns_crossed,           ///< it sends SYN,ACK after SYN: simultaneous open
    midstream,              ///< the capture starts in the middle
    challenges,             ///< it answers a SYN with an ACK: it has a connection
    refuses,                ///< RST answers its peer's SYN: no listener
    no_connection,          ///< it sends a RST that answers a segment of no connection
    abort_or_no_connection, ///< it sends a RST that may be an ABORT or such an answer
    aborts,                 ///< its RST can only be an ABORT
    gave_up,                ///< its RST answers the SYN,ACK
    still_sends,            ///< it sends after a RST that was taken to have ended it
    syn_was_old,            ///< it goes on after a SYN that was taken to have opened its connection anew
    syn_again,              ///< it sends its SYN again
    syn_ack_again,          ///< it sends its SYN,ACK again
    sends_again,            ///< it sends its FIN, or what was before it, again
    got_syn_ack,            ///< it acknowledges the SYN,ACK
    got_ack_of_syn,         ///< what it sends shows that its SYN was acknowledged
    got_fin,                ///< it acknowledges its peer's FIN
    got_ack_of_fin,         ///< it acknowledges a segment that acknowledged its FIN
    lacks_fin,              ///< its ACK number lies below its peer's FIN, which was taken to have arrived
    fins_crossed,           ///< its FIN was sent before its peer's had arrived: simultaneous close
};

/// The rule in words.
[[nodiscard]] constexpr const reason& describe(evidence e) noexcept;

namespace detail {
inline constexpr auto evidence_reasons = std::to_array<reason>({
    {"sends SYN,ACK: its peer's SYN was not captured", "3.10.7.2"},
    {"sends SYN,ACK: its peer's had not arrived", "3.5"},
    {"the capture starts in the middle", ""},
    {"answers the SYN with an ACK: it has a connection", "3.10.7.4"},
    {"no listener: RST answers the SYN", "3.10.7.1"},
    {"sends RST: it has no connection", "3.10.7.1"},
    {"sends RST: ABORT, or it has no connection any more", "3.5.2"},
    {"ABORT sends RST", "3.10.5"},
    {"answers the SYN,ACK with RST: it gave up before", "3.10.4"},
    {"still sends: the RST did not arrive, or was not its own", ""},
    {"goes on: the SYN was old or not its own", "3.5.1"},
    {"sends SYN again: the answer did not arrive", "3.8.1"},
    {"sends SYN,ACK again: the ACK did not arrive", "3.8.1"},
    {"sends again: the ACK of its FIN had not arrived", "3.8.1"},
    {"acknowledges the SYN,ACK", "3.10.7.3"},
    {"goes on: its SYN was acknowledged", "3.10.7.4"},
    {"acknowledges the FIN", "3.10.7.4"},
    {"acknowledges a segment that acknowledged its FIN", "3.10.7.4"},
    {"its ACK number lies below the FIN, which had not arrived", "3.10.7.4"},
    {"its FIN was sent before it got its peer's: simultaneous close", "3.6"},
});
inline constexpr transition no_row{};
} // namespace detail

constexpr const reason& describe(evidence e) noexcept { return detail::evidence_reasons[static_cast<std::size_t>(e)]; }

/// A state that an end came to, and why.
struct state_change {
    state to{};                  ///< the state
    const reason* why = nullptr; ///< lives as long as the program
};

/// What one segment did to one end.
class end_step {
public:
    /// The states that an end went through, in order.
    class changes_view {
    public:
        /// Stands at one of the changes.
        class iterator {
        public:
            /// At a change by its number from 0; the step has to outlive it.
            constexpr iterator(const end_step& of, std::size_t at) noexcept : of_{&of}, at_{at} {}
            /// The change here.
            [[nodiscard]] constexpr state_change operator*() const noexcept { return of_->changes()[at_]; }
            constexpr iterator& operator++() noexcept {
                ++at_;
                return *this;
            }
            [[nodiscard]] constexpr bool operator==(const iterator&) const noexcept = default;

        private:
            const end_step* of_;
            std::size_t at_;
        };

        /// At the first change.
        [[nodiscard]] constexpr iterator begin() const noexcept { return {*of_, 0}; }
        /// Behind the last one.
        [[nodiscard]] constexpr iterator end() const noexcept { return {*of_, size()}; }
        /// Units: changes, 0 to 3.
        [[nodiscard]] constexpr std::size_t size() const noexcept { return of_->count_; }
        /// Whether the segment left the state as it was.
        [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }
        /// The change with this number from 0. The caller keeps it below `size()`.
        [[nodiscard]] constexpr state_change operator[](std::size_t i) const noexcept {
            const std::size_t why = of_->why_[i];
            const std::size_t rows = rfc9293::table::size();
            return {of_->to_[i], why < rows ? &rfc9293::table::row_at(why).why : &detail::evidence_reasons[why - rows]};
        }
        /// The last change. The caller knows that there is one.
        [[nodiscard]] constexpr state_change back() const noexcept { return (*this)[size() - 1]; }

    private:
        friend end_step;
        constexpr explicit changes_view(const end_step& of) noexcept : of_{&of} {}
        const end_step* of_;
    };

    state before{};          ///< means nothing where `sure_before` is unknown
    state after{};           ///< the state now
    certainty sure_before{}; ///< how sure `before` was
    certainty sure_after{};  ///< how sure `after` is
    /// The row that its machine went through last: the event, what it asks of the end, and the rule. If none, one that
    /// asks nothing and has no section.
    /// Shape: never null, lives as long as the program.
    const transition* by = &detail::no_row;

    /// Whether the end is in another state than before, or was not known before.
    [[nodiscard]] constexpr bool changed() const noexcept {
        return before != after || (sure_before == certainty::unknown && sure_after != certainty::unknown);
    }

    /// At most three; a first one from nowhere where the end was not known. Valid as long as the step.
    /// Example: `for (const state_change change : taken.sender.changes()) { use(change.to, change.why->section); }`
    [[nodiscard]] constexpr changes_view changes() const noexcept { return changes_view{*this}; }
    /// Adds a change by a row of the table.
    constexpr void add(const transition& row) noexcept {
        add(row.next.now, index(row.from) * event_count + static_cast<std::size_t>(row.on));
    }
    /// Adds a change by what a segment proves.
    constexpr void add(state to, evidence why) noexcept {
        add(to, rfc9293::table::size() + static_cast<std::size_t>(why));
    }

private:
    constexpr void add(state to, std::size_t why) noexcept {
        if (count_ == to_.size()) { --count_; }
        to_[count_] = to;
        why_[count_++] = static_cast<std::uint16_t>(why);
    }

    std::uint8_t count_ = 0;
    std::array<state, 3> to_{};
    std::array<std::uint16_t, 3> why_{}; ///< the table's rows, then what is evident
};

/// One end, as far as the wire tells.
struct observed_end {
    /// The state that it is taken to be in; how sure that is, says `sure`.
    [[nodiscard]] constexpr state now() const noexcept { return end.now(); }

    /// What `classify` needs: `tcb`, with what is left of the window; 65535 where that isn't known.
    [[nodiscard]] constexpr control_block numbers() const noexcept {
        control_block block = tcb;
        const std::int32_t room = distance(tcb.rcv_nxt, rcv_edge);
        block.rcv_wnd = !knows_window || !knows_receive ? 65535U : room > 0 ? static_cast<std::uint32_t>(room) : 0U;
        return block;
    }

    control_block tcb; ///< its numbers, as far as the `knows_` bits say that they are known; no window: see `numbers`
    seq32 rcv_edge;    ///< behind the last octet that its window ever allowed
    seq32 told;        ///< the highest ACK number that it sent: its RCV.NXT was there, not only assumed there
    seq32 carried;     ///< the ACK number of the segment that brought SND.NXT where it is
    seq32 stray;       ///< behind the last segment that can't be its own; with `reopens` the ISN of a SYN
    machine<> end;     ///< its state machine
    situation kept;    ///< before what may turn out not to have happened: a RST, a SYN on a live connection
    certainty sure = certainty::unknown; ///< how its state is known
    std::int8_t shift = -1;              ///< of its own SYN's window scale option; -1 without
    std::uint8_t scale = 0;              ///< the shift of the windows that it advertises now
    bool knows_send : 1 = false;         ///< iss, snd_una and snd_nxt are its own
    bool knows_receive : 1 = false;      ///< rcv_nxt is
    bool knows_window : 1 = false;       ///< rcv_edge is
    bool knows_told : 1 = false;         ///< told is
    bool spoke : 1 = false;              ///< a segment of its own was captured
    bool syn_seen : 1 = false;           ///< so that `shift` says what was agreed on
    bool opened : 1 = false;             ///< its SYN came without an ACK
    bool syn_ack_seen : 1 = false;       ///< that SYN, or another with its number, was a SYN,ACK
    bool syn_text : 1 = false;           ///< its SYN,ACK acknowledged text of its peer's SYN: Fast Open
    bool past_handshake : 1 = false;     ///< what it sent shows that its SYN was acknowledged
    bool far_from_iss : 1 = false;       ///< so many octets ago that a number can't be told to lie below ISS
    bool doubtful : 1 = false;           ///< something that its state depends on was not captured, mostly its beginning
    bool hidden : 1 = false;             ///< the octet before SND.NXT was not captured: it may be a FIN
    bool hidden_before_fin : 1 = false;  ///< ... and was there when it first acknowledged its peer's FIN
    bool fin_acked : 1 = false;          ///< what it sent shows that it got the ACK of its FIN
    bool strayed : 1 = false;            ///< stray has a meaning
    bool steady : 1 = false;             ///< ESTABLISHED, proven, and nothing else left open: see `is_steady`
    bool waits : 1 = false;              ///< it had not got all that was sent to it, when it sent last
    bool reopens : 1 = false;            ///< a SYN came on its live connection, and nothing has answered it yet
};

namespace detail {

[[nodiscard]] constexpr bool is_over(const observed_end& e) noexcept {
    return e.sure == certainty::unknown || e.now() == state::closed || e.now() == state::time_wait ||
           e.now() == state::listen;
}

constexpr void begin(const observed_end& e, end_step& step) noexcept {
    step.before = step.after = e.now();
    step.sure_before = step.sure_after = e.sure;
}
constexpr void finish(const observed_end& e, end_step& step) noexcept {
    step.after = e.now();
    step.sure_after = e.sure;
}

/// Lets the table decide.
constexpr void take(observed_end& e, event on, end_step& step) noexcept {
    const transition& row = e.end.feed(on);
    step.by = &row;
    if (row.from != row.next) { step.add(row); }
}
/// Lets the table decide, for a reason that says more than the table's.
constexpr void take(observed_end& e, event on, end_step& step, evidence why) noexcept {
    const transition& row = e.end.feed(on);
    step.by = &row;
    if (row.from != row.next) { step.add(row.next.now, why); }
}
/// Puts an end where evidence says that it is.
constexpr void place(observed_end& e, situation where, evidence why, end_step& step) noexcept {
    const bool known = e.sure != certainty::unknown;
    if (!known || e.end.where() != where) { step.add(where.now, why); }
    e.end.place(where);
}
/// So far from ISS a number is not compared with it any more.
inline constexpr std::uint32_t far_distance = 1U << 30U;

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
