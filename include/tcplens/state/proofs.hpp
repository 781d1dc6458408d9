// SPDX-License-Identifier: BSL-1.0
// Proofs over any state table, run by the compiler: a table that breaks one doesn't compile, and the message says
// where.
#pragma once

#include <tcplens/state/table.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// Where a table breaks a claim: a cell, or a situation whatever the event.
struct counterexample {
    bool found = false;        ///< whether the table breaks the claim
    bool of_one_event = false; ///< `on` has a meaning
    situation from;            ///< in this situation
    event on{};                ///< on this event
};

namespace detail {

[[nodiscard]] constexpr counterexample broken_at(situation from, event on) noexcept { return {true, true, from, on}; }
[[nodiscard]] constexpr counterexample broken_at(situation from) noexcept { return {true, false, from, {}}; }

/// The first row for which a claim doesn't hold.
template <transition_table Table, class Holds>
[[nodiscard]] consteval counterexample first_without(Holds holds) {
    for (std::size_t i = 0; i < Table::size(); ++i) {
        const transition& row = Table::row_at(i);
        if (!holds(row)) { return broken_at(row.from, row.on); }
    }
    return {};
}

/// For each situation the set of those that one producible event leads to.
using graph = std::array<std::uint32_t, situation_count>;

template <transition_table Table>
[[nodiscard]] consteval graph edges_of() {
    graph next{};
    for (std::size_t i = 0; i < Table::size(); ++i) {
        const transition& row = Table::row_at(i);
        if (row.kind != row_kind::unproducible) { next[index(row.from)] |= 1U << index(row.next); }
    }
    return next;
}

/// The first situation outside a set, which has one bit for each.
[[nodiscard]] constexpr counterexample first_outside(std::uint32_t set) noexcept {
    const auto s = static_cast<std::size_t>(std::countr_one(set));
    return s < situation_count ? broken_at(situation_at(s)) : counterexample{};
}

/// An edge of Figure 5. What leaves SYN-RECEIVED holds for both origins, unless a note says otherwise.
struct figure_edge {
    situation_set from;
    event on{};
    state to{};
};
inline constexpr std::array<figure_edge, 20> figure_5{{
    {state::closed, event::user_open_passive, state::listen},
    {state::closed, event::user_open_active, state::syn_sent},
    {state::listen, event::user_close, state::closed},
    {state::listen, event::seg_syn, state::syn_received},
    {state::listen, event::user_send, state::syn_sent},
    {state::syn_sent, event::user_close, state::closed},
    {state::syn_sent, event::seg_syn, state::syn_received},
    {state::syn_sent, event::seg_syn_ack, state::established},
    {situation{state::syn_received, origin::passive}, event::seg_rst_exact, state::listen}, // note 1
    {state::syn_received, event::seg_ack_of_syn, state::established},
    {state::syn_received, event::user_close, state::fin_wait_1},
    {state::established, event::user_close, state::fin_wait_1},
    {state::established, event::seg_fin, state::close_wait},
    {state::fin_wait_1, event::seg_fin, state::closing},
    {state::fin_wait_1, event::seg_ack_of_fin, state::fin_wait_2},
    {state::fin_wait_2, event::seg_fin, state::time_wait},
    {state::close_wait, event::user_close, state::last_ack},
    {state::closing, event::seg_ack_of_fin, state::time_wait},
    {state::last_ack, event::seg_ack_of_fin, state::closed},
    {state::time_wait, event::timer_time_wait, state::closed},
}};

} // namespace detail

/// What can be claimed of a table. A claim says of one row whether it `holds`, or looks for the first place in a table
/// that is `against` it; users add their own.
namespace claims {

/// Each situation and event has its row, at its index, and a rule that says what happens.
struct total {
    /// The first place where a row is missing, stands elsewhere or says nothing.
    template <transition_table Table>
    [[nodiscard]] static consteval counterexample against() {
        for (std::size_t i = 0; i < situation_count * event_count; ++i) {
            const situation from = situation_at(i / event_count);
            const auto on = static_cast<event>(i % event_count);
            if (i >= Table::size()) { return detail::broken_at(from, on); }
            const transition& row = Table::row_at(i);
            const transition& same = Table::row(from, on);
            const bool answers = row.from == from && row.on == on && same.from == from && same.on == on;
            if (!answers || row.kind == row_kind::unspoken) { return detail::broken_at(from, on); }
        }
        return {};
    }
};

/// No situation and event has two rows, nor two rules.
struct deterministic {
    /// The first place with two rows or two rules.
    template <transition_table Table>
    [[nodiscard]] static consteval counterexample against() {
        std::array<bool, situation_count * event_count> seen{};
        return detail::first_without<Table>([&seen](const transition& row) {
            const std::size_t i = index(row.from, row.on);
            const bool again = seen[i];
            seen[i] = true;
            const transition& same = Table::row(row.from, row.on);
            return !again && row.kind != row_kind::contradicted && same.next == row.next && same.due == row.due &&
                   same.kind == row.kind;
        });
    }
};

/// From CLOSED an end can come to each situation, to SYN-RECEIVED from both sides.
struct all_reachable {
    /// The first situation that can't be reached.
    template <transition_table Table>
    [[nodiscard]] static consteval counterexample against() {
        const detail::graph next = detail::edges_of<Table>();
        std::uint32_t reached = 1U << index({state::closed, {}});
        for (std::size_t pass = 0; pass < situation_count; ++pass) {
            for (std::size_t s = 0; s < situation_count; ++s) {
                if ((reached >> s & 1U) != 0) { reached |= next[s]; }
            }
        }
        return detail::first_outside(reached);
    }
};

/// From each situation an end can come to CLOSED.
struct all_drain {
    /// The first situation from which CLOSED can't be reached.
    template <transition_table Table>
    [[nodiscard]] static consteval counterexample against() {
        const detail::graph next = detail::edges_of<Table>();
        std::uint32_t drained = 1U << index({state::closed, {}});
        for (std::size_t pass = 0; pass < situation_count; ++pass) {
            for (std::size_t s = 0; s < situation_count; ++s) {
                if ((drained & next[s]) != 0) { drained |= 1U << s; }
            }
        }
        return detail::first_outside(drained);
    }
};

/// The rows of kind figure are the twenty edges of RFC 9293 Figure 5, all of them and no other.
struct draws_figure_5 {
    /// The first edge that is missing, or is no edge of the figure.
    template <transition_table Table>
    [[nodiscard]] static consteval counterexample against() {
        for (const detail::figure_edge& edge : detail::figure_5) {
            for (std::size_t s = 0; s < situation_count; ++s) {
                if (!edge.from.has(situation_at(s))) { continue; }
                const transition& row = Table::row(situation_at(s), edge.on);
                const bool drawn = row.kind == row_kind::figure && row.next.now == edge.to;
                if (!drawn) { return detail::broken_at(situation_at(s), edge.on); }
            }
        }
        return detail::first_without<Table>([](const transition& row) {
            if (row.kind != row_kind::figure) { return true; }
            for (const detail::figure_edge& edge : detail::figure_5) {
                if (edge.on == row.on && edge.from.has(row.from)) { return true; }
            }
            return false;
        });
    }
};

/// Each row says by which section of which rule, also one that says why an event can't come.
struct cites_sections {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        return !row.why.section.empty() && !row.why.rule.empty();
    }
};

/// An event that can't come moves nothing and asks for nothing.
struct unproducible_is_inert {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        return row.kind != row_kind::unproducible || (row.next == row.from && row.due == action::none);
    }
};

/// ESTABLISHED is entered only when both SYNs are acknowledged: by a SYN,ACK that covers ours, or by an ACK of our SYN
/// where the peer's came before.
struct established_by_both_syns {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        if (row.next.now != state::established || row.from.now == state::established) { return true; }
        const bool has_sent = row.from.now == state::syn_sent || row.from.now == state::syn_received;
        return (row.on == event::seg_syn_ack && has_sent) ||
               (row.on == event::seg_ack_of_syn && row.from.now == state::syn_received);
    }
};

/// FIN-WAIT-1 and LAST-ACK are entered only by the user's CLOSE.
struct fin_by_close {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        const bool sends_fin = row.next.now == state::fin_wait_1 || row.next.now == state::last_ack;
        return !sends_fin || row.next.now == row.from.now || row.on == event::user_close;
    }
};

/// TIME-WAIT is entered only by a FIN or an ACK of our FIN.
struct time_wait_by_fin {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        return row.next.now != state::time_wait || row.from.now == state::time_wait || row.on == event::seg_fin ||
               row.on == event::seg_fin_ack_of_fin || row.on == event::seg_ack_of_fin;
    }
};

/// No RST outside the window, no segment out of the window and no STATUS changes a state.
struct unchanged_by_strangers {
    [[nodiscard]] static constexpr bool holds(const transition& row) noexcept {
        const bool is_strange =
            row.on == event::seg_rst_bad || row.on == event::seg_out_of_window || row.on == event::user_status;
        return !is_strange || row.next == row.from;
    }
};

} // namespace claims

namespace detail {

template <class Table>
inline constexpr bool is_proven = false;

/// Their template arguments are the diagnostic of a broken table: the claim, the table, and the cell.
template <class Claim, class Table, state From, origin ReachedFrom, event On>
struct broken_cell {
    static_assert(is_proven<Table>, "the table breaks this claim in this cell");
};
template <class Claim, class Table, state From, origin ReachedFrom>
struct broken_state {
    static_assert(is_proven<Table>, "the table breaks this claim in this state");
};

template <class Claim, transition_table Table>
[[nodiscard]] consteval counterexample refute() {
    if constexpr (requires(const transition& row) { Claim::holds(row); }) {
        return first_without<Table>(Claim::holds);
    } else {
        return Claim::template against<Table>();
    }
}

template <class Claim, transition_table Table>
[[nodiscard]] consteval bool proves() {
    constexpr counterexample broken = refute<Claim, Table>();
    if constexpr (broken.found && broken.of_one_event) {
        (void)sizeof(broken_cell<Claim, Table, broken.from.now, broken.from.reached_from, broken.on>);
    } else if constexpr (broken.found) {
        (void)sizeof(broken_state<Claim, Table, broken.from.now, broken.from.reached_from>);
    }
    return !broken.found;
}

} // namespace detail

/// Where a table breaks a claim, as a value that one can look at.
/// Example: `static_assert(!refutation<claims::total, my_table>.found);`
template <class Claim, transition_table Table>
inline constexpr counterexample refutation = detail::refute<Claim, Table>();

/// That a table keeps some claims; all of them where none is named.
/// Errors: a table that breaks one doesn't compile; the message names the claim, the table, the state and the event.
/// Example: `static_assert(proven<my_table>);`
template <transition_table Table, class... Claims>
inline constexpr bool proven = (detail::proves<Claims, Table>() && ...);

/// That a table keeps all claims that this library has.
template <transition_table Table>
inline constexpr bool proven<Table> =
    proven<Table, claims::total, claims::deterministic, claims::all_reachable, claims::all_drain,
           claims::draws_figure_5, claims::cites_sections, claims::unproducible_is_inert,
           claims::established_by_both_syns, claims::fin_by_close, claims::time_wait_by_fin,
           claims::unchanged_by_strangers>;

} // namespace tcplens::inline v0_1
