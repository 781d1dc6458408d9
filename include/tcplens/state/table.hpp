// SPDX-License-Identifier: BSL-1.0
// A state table as data: rules over sets of states, spread into one row per cell when the program is compiled.
#pragma once

#include <tcplens/state/state.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace tcplens::inline v0_1 {

/// A state, and for SYN-RECEIVED how it was reached; elsewhere the origin is `passive` and means nothing.
/// Spec: RFC 9293 3.5 (MUST-11)
struct situation {
    state now = state::closed;             ///< the state
    origin reached_from = origin::passive; ///< how it was reached

    friend constexpr bool operator==(situation, situation) noexcept = default;
};
/// How many situations there are: SYN-RECEIVED is two.
inline constexpr std::size_t situation_count = state_count + 1;

/// Where a situation stands in a table: the states in their order, then SYN-RECEIVED from SYN-SENT.
[[nodiscard]] constexpr std::size_t index(situation s) noexcept {
    const bool second = s.now == state::syn_received && s.reached_from == origin::active;
    return second ? state_count : static_cast<std::size_t>(s.now);
}
/// The situation with this index. The caller keeps it below `situation_count`.
[[nodiscard]] constexpr situation situation_at(std::size_t i) noexcept {
    return i == state_count ? situation{state::syn_received, origin::active} : situation{static_cast<state>(i), {}};
}

/// What a row is to the RFC.
enum class row_kind : std::uint8_t {
    text,         ///< it stands in the text of the RFC
    figure,       ///< it is an edge of Figure 5 as well
    unproducible, ///< the event can't reach an end in this state, and the rule says why
    unspoken,     ///< no rule speaks of this cell: the table isn't total
    contradicted, ///< more than one does: it isn't deterministic
};

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view name(row_kind k) noexcept {
    constexpr std::array<std::string_view, 5> names{"text", "figure", "unproducible", "unspoken", "contradicted"};
    return names[static_cast<std::size_t>(k)];
}

/// One row of a table, one cell of the matrix of states and events.
/// Spec: RFC 9293 3.3.2, 3.10
struct transition {
    situation from;                     ///< where the end is
    event on{};                         ///< what happens to it
    situation next;                     ///< where it is then
    action due = action::none;          ///< what it has to do
    row_kind kind = row_kind::unspoken; ///< what the row is to the RFC
    reason why;                         ///< by which rule
};

/// Where a cell stands in a table: by situation, and in each by event.
[[nodiscard]] constexpr std::size_t index(situation from, event on) noexcept {
    return index(from) * event_count + static_cast<std::size_t>(on);
}

/// A table that a machine can run: one row for each situation and event.
/// The compiler can't check that both functions answer with the row of that cell, `row_at` at its index; the proof
/// `total` does.
/// Example:
/// ```cpp
/// struct my_states {
///     static constexpr std::size_t size() noexcept { return rfc9293::table::size(); }
///     static constexpr const transition& row_at(std::size_t i) noexcept { return rfc9293::table::row_at(i); }
///     static constexpr const transition& row(situation from, event on) noexcept { return row_at(index(from, on)); }
/// };
/// static_assert(transition_table<my_states> && proven<my_states>);
/// ```
template <class T>
concept transition_table = requires(situation from, event on, std::size_t i) {
    { T::size() } -> std::same_as<std::size_t>;
    { T::row(from, on) } -> std::same_as<const transition&>;
    { T::row_at(i) } -> std::same_as<const transition&>;
};

/// The situations that a rule holds for.
class situation_set {
public:
    /// Of several states, with either origin.
    constexpr situation_set(std::initializer_list<state> states) noexcept {
        for (const state s : states) { add(s); }
    }
    /// Of one state, with either origin.
    constexpr situation_set(state one) noexcept { add(one); }
    /// Of one situation alone.
    constexpr situation_set(situation one) noexcept { add(one); }

    /// Whether the rule holds in it.
    [[nodiscard]] constexpr bool has(situation s) const noexcept { return (bits_ >> index(s) & 1U) != 0; }
    /// One bit for each, at its index.
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }

private:
    constexpr void add(situation s) noexcept { bits_ |= 1U << index(s); }
    constexpr void add(state s) noexcept {
        add({s, origin::passive});
        add({s, origin::active});
    }
    std::uint32_t bits_ = 0;
};

/// The events that a rule speaks of.
class event_set {
public:
    /// Of several events.
    constexpr event_set(std::initializer_list<event> events) noexcept {
        for (const event e : events) { add(e); }
    }
    /// Of one event.
    constexpr event_set(event one) noexcept { add(one); }

    /// Whether the rule speaks of it.
    [[nodiscard]] constexpr bool has(event e) const noexcept { return (bits_ >> static_cast<unsigned>(e) & 1U) != 0; }
    /// One bit for each, in the order of the enumerators.
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }

private:
    constexpr void add(event e) noexcept { bits_ |= 1U << static_cast<unsigned>(e); }
    std::uint32_t bits_ = 0;
};

/// Where a rule leads: to a situation, or nowhere else.
class destination {
public:
    /// Stays in the situation that the end is in.
    constexpr destination() noexcept = default;
    /// Leads to a state; SYN-RECEIVED then comes from LISTEN.
    constexpr destination(state s) noexcept : to_{s, origin::passive}, moves_{true} {}
    /// Leads to a situation.
    constexpr destination(situation s) noexcept : to_{s}, moves_{true} {}

    /// Where it leads from there.
    [[nodiscard]] constexpr situation after(situation from) const noexcept { return moves_ ? to_ : from; }

private:
    situation to_;
    bool moves_ = false;
};
/// The situation doesn't change.
inline constexpr destination stay{};

/// One statement of an RFC: in these situations, on these events, go there and do that.
struct rule {
    situation_set from;             ///< where it holds
    event_set on;                   ///< on what
    destination next;               ///< where it leads
    action due = action::none;      ///< what the end has to do
    row_kind kind = row_kind::text; ///< what it is to the RFC
    std::string_view section;       ///< where it stands, mostly a section of RFC 9293
    std::string_view text;          ///< what happens, and why, in a few words
};

/// All cells of a table, each at its index.
using transition_matrix = std::array<transition, situation_count * event_count>;

/// Changes the cells that the rules speak of, so that a table differs from another by rows and not by code.
/// Shape: a rule of kind text or figure adds a row or changes one, a rule of kind unproducible takes one away.
/// Errors: a cell that two of the rules speak of becomes `contradicted`, which no proof lets pass.
/// Example: `constexpr auto rows = changed(rfc9293::rows, std::array<rule, 1>{rfc9293::ignore_rst_in_time_wait});`
template <std::size_t N>
[[nodiscard]] consteval transition_matrix changed(transition_matrix rows, const std::array<rule, N>& rules) {
    std::array<std::uint32_t, situation_count> spoken{};
    for (const rule& r : rules) {
        for (std::uint32_t left = r.from.bits(); left != 0; left &= left - 1) {
            const auto s = static_cast<std::size_t>(std::countr_zero(left));
            transition* const of = rows.data() + s * event_count;
            for (std::uint32_t events = r.on.bits(); events != 0; events &= events - 1) {
                const auto e = static_cast<std::size_t>(std::countr_zero(events));
                of[e].next = r.next.after(of[e].from);
                of[e].due = r.due;
                of[e].kind = (spoken[s] >> e & 1U) != 0 ? row_kind::contradicted : r.kind;
                of[e].why = {r.text, r.section};
            }
            spoken[s] |= r.on.bits();
        }
    }
    return rows;
}

/// Spreads rules over the cells that they speak of. A cell that no rule speaks of is `unspoken` and stays.
template <std::size_t N>
[[nodiscard]] consteval transition_matrix spread(const std::array<rule, N>& rules) {
    transition_matrix rows{};
    transition* row = rows.data();
    for (std::size_t s = 0; s < situation_count; ++s) {
        const situation from = situation_at(s);
        for (std::size_t e = 0; e < event_count; ++e, ++row) {
            row->from = row->next = from;
            row->on = static_cast<event>(e);
        }
    }
    return changed(rows, rules);
}

/// The table of a matrix that lives as long as the program.
/// Example: `using my_table = table_of<my_rows>; machine<my_table> end;`
template <const transition_matrix& Rows>
struct table_of {
    /// Units: rows.
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Rows.size(); }
    /// The row with this index. The caller keeps it below `size()`.
    [[nodiscard]] static constexpr const transition& row_at(std::size_t i) noexcept { return Rows[i]; }
    /// The row of this cell.
    [[nodiscard]] static constexpr const transition& row(situation from, event on) noexcept {
        return Rows[index(from, on)];
    }
};

static_assert(!transition_table<transition>);

} // namespace tcplens::inline v0_1
