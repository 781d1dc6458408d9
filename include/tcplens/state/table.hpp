// SPDX-License-Identifier: BSL-1.0
// A state table as data: rules over sets of states, spread into one row per cell when the program is compiled.
#pragma once

#include <tcplens/state/state.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace tcplens::inline v0_1 {

/// A state, and for SYN-RECEIVED how it was reached; elsewhere the origin is `passive` and means nothing.
struct situation {
    state now = state::closed;
    origin reached_from = origin::passive;

    friend constexpr bool operator==(situation, situation) noexcept = default;
};
inline constexpr std::size_t situation_count = state_count + 1;

/// Where a situation stands in a table: the states in their order, then SYN-RECEIVED from SYN-SENT.
[[nodiscard]] constexpr std::size_t index(situation s) noexcept {
    const bool second = s.now == state::syn_received && s.reached_from == origin::active;
    return second ? state_count : static_cast<std::size_t>(s.now);
}
[[nodiscard]] constexpr situation situation_at(std::size_t i) noexcept {
    return i == state_count ? situation{state::syn_received, origin::active} : situation{static_cast<state>(i), {}};
}

/// What a row is to the RFC.
enum class row_kind : std::uint8_t {
    text,         ///< it stands in the text of the RFC
    figure,       ///< it is an edge of Figure 5 as well
    unproducible, ///< the event can't reach an end in this state
};

/// One row of a table, one cell of the matrix of states and events.
struct transition {
    situation from;
    event on{};
    situation next;
    action due = action::none;
    row_kind kind = row_kind::unproducible;
    reason why;
};

/// A table that a machine can run: one row for each situation and event.
/// The compiler can't check that `row` answers with the row of that cell.
template <class T>
concept transition_table = requires(situation from, event on, std::size_t i) {
    { T::size() } -> std::same_as<std::size_t>;
    { T::row(from, on) } -> std::same_as<const transition&>;
    { T::row_at(i) } -> std::same_as<const transition&>;
};

/// The situations that a rule holds for.
class situation_set {
public:
    constexpr situation_set(std::initializer_list<state> states) noexcept {
        for (const state s : states) { add(s); }
    }
    constexpr situation_set(state one) noexcept { add(one); }
    constexpr situation_set(situation one) noexcept { add(one); }

    [[nodiscard]] constexpr bool has(situation s) const noexcept { return (bits_ >> index(s) & 1U) != 0; }

private:
    constexpr void add(situation s) noexcept { bits_ |= 1U << index(s); }
    constexpr void add(state s) noexcept {
        add({s, origin::passive});
        add({s, origin::active});
    }
    std::uint32_t bits_ = 0;
};

/// Where a rule leads: to a situation, or nowhere else.
class destination {
public:
    constexpr destination() noexcept = default;
    constexpr destination(state s) noexcept : to_{s, origin::passive}, moves_{true} {}
    constexpr destination(situation s) noexcept : to_{s}, moves_{true} {}

    [[nodiscard]] constexpr situation after(situation from) const noexcept { return moves_ ? to_ : from; }

private:
    situation to_;
    bool moves_ = false;
};
inline constexpr destination stay{};

/// One statement of an RFC: in these situations, on this event, go there and do that.
struct rule {
    situation_set from;
    event on{};
    destination next;
    action due = action::none;
    row_kind kind = row_kind::text;
    std::string_view section;
    std::string_view text;
};

namespace detail {
/// Declared, never defined: its name is the diagnostic of a table whose rules overlap.
void two_rules_for_one_state_and_event();
} // namespace detail

/// All cells of a table, in order of situation and then event.
using transition_matrix = std::array<transition, situation_count * event_count>;

/// Spreads rules over the cells that they speak of. A cell that no rule speaks of is unproducible and stays.
/// Errors: two rules for one cell don't compile.
template <std::size_t N>
[[nodiscard]] consteval transition_matrix spread(const std::array<rule, N>& rules) {
    transition_matrix rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].from = rows[i].next = situation_at(i / event_count);
        rows[i].on = static_cast<event>(i % event_count);
    }
    for (const rule& r : rules) {
        for (std::size_t s = 0; s < situation_count; ++s) {
            if (!r.from.has(situation_at(s))) { continue; }
            transition& row = rows[s * event_count + static_cast<std::size_t>(r.on)];
            if (row.kind != row_kind::unproducible) { detail::two_rules_for_one_state_and_event(); }
            row.next = r.next.after(row.from);
            row.due = r.due;
            row.kind = r.kind;
            row.why = {r.text, r.section};
        }
    }
    return rows;
}

} // namespace tcplens::inline v0_1
