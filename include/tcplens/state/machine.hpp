// SPDX-License-Identifier: BSL-1.0
// One end's state machine: a situation, a table, and whoever wants to watch.
#pragma once

#include <tcplens/state/rfc9293.hpp>
#include <tcplens/state/table.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// What came of one event: it knows its row of the table, and looks it up when it is asked.
/// Shape: an observer that doesn't care which table it was takes a `const transition&`; the row lives as long as the
/// program.
template <transition_table Table>
class step {
public:
    /// The one whose row has this index in the table.
    constexpr explicit step(std::size_t index) noexcept : index_{index} {}

    /// The row itself.
    [[nodiscard]] constexpr const transition& row() const noexcept { return Table::row_at(index_); }
    /// The row itself, for observers that don't care which table it is of.
    [[nodiscard]] constexpr operator const transition&() const noexcept { return row(); }

    /// The state before the event.
    [[nodiscard]] constexpr state before() const noexcept { return row().from.now; }
    /// The state after it.
    [[nodiscard]] constexpr state after() const noexcept { return row().next.now; }
    /// Whether it is another one.
    [[nodiscard]] constexpr bool changed() const noexcept { return before() != after(); }
    /// The event.
    [[nodiscard]] constexpr event on() const noexcept { return row().on; }
    /// What the table asks the end to do.
    [[nodiscard]] constexpr action due() const noexcept { return row().due; }
    /// The rule, and its section.
    [[nodiscard]] constexpr const reason& why() const noexcept { return row().why; }
    /// Whether the event can reach an end in that state at all. One that can't changes nothing.
    [[nodiscard]] constexpr bool producible() const noexcept { return row().kind != row_kind::unproducible; }

private:
    std::size_t index_;
};

/// Anyone who wants to be told of each step of a machine over the table.
/// The compiler can't check that it doesn't throw; a machine's `feed` is noexcept.
/// Example:
/// ```cpp
/// struct state_printer {
///     void on_step(const transition& row) const {
///         if (row.from.now != row.next.now) { std::cout << name(row.next.now) << ' ' << row.why.section << '\n'; }
///     }
/// };
/// static_assert(step_observer<state_printer>);
/// ```
template <class O, class Table = rfc9293::table>
concept step_observer = requires(O& observer, step<Table> taken) { observer.on_step(taken); };

/// Watches nothing and takes no room.
struct no_observer {
    /// Takes any table's step.
    constexpr void on_step(const transition&) const noexcept {}
};

static_assert(step_observer<no_observer> && !step_observer<int>);

namespace detail {

/// A situation, and the index of its first row, so that an event is added to it and no more.
struct packed_situation {
    state now = state::closed;
    std::uint16_t row = 0;

    constexpr packed_situation() noexcept = default;
    constexpr explicit packed_situation(situation s) noexcept
        : now{s.now}, row{static_cast<std::uint16_t>(index(s, event{}))} {}
};

/// The next states alone, each at the index of its row.
template <transition_table Table>
inline constexpr auto next_situations = [] {
    std::array<packed_situation, situation_count * event_count> next{};
    for (std::size_t i = 0; i != next.size(); ++i) { next[i] = packed_situation{Table::row_at(i).next}; }
    return next;
}();

} // namespace detail

/// A state machine over a table.
/// Spec: RFC 9293 3.3.2
/// Cost: four octets and an observer; an event is an addition, a load and a store, and its row is looked up only where
/// it is used.
/// Example: `machine end; end.feed(event::user_open_active); use(end.now() == state::syn_sent);`
template <transition_table Table = rfc9293::table, step_observer<Table> Observer = no_observer>
class machine {
public:
    /// Begins in CLOSED.
    constexpr machine() noexcept = default;
    /// Begins in a situation, watched by an observer of which it keeps a copy.
    constexpr explicit machine(situation start, Observer observer = {}) noexcept : at_{start}, observer_{observer} {}

    /// The state it is in.
    [[nodiscard]] constexpr state now() const noexcept { return at_.now; }
    /// The same, with the origin of SYN-RECEIVED.
    [[nodiscard]] constexpr situation where() const noexcept {
        return {at_.now, at_.row < state_count * event_count ? origin::passive : origin::active};
    }
    /// Its own copy of the observer, to ask what it saw.
    [[nodiscard]] constexpr const Observer& observer() const noexcept { return observer_; }

    /// Takes one event; answers with the step that came of it.
    /// Shape: an event that can't be produced in this state changes nothing; its row is of kind unproducible.
    constexpr step<Table> feed(event on) noexcept {
        const std::size_t i = at_.row + static_cast<std::size_t>(on);
        at_ = detail::next_situations<Table>[i];
        const step<Table> taken{i};
        observer_.on_step(taken);
        return taken;
    }

    /// Puts the machine where an observer knows that it must be.
    constexpr void place(situation here) noexcept { at_ = detail::packed_situation{here}; }

private:
    detail::packed_situation at_;
    [[no_unique_address]] Observer observer_;
};

} // namespace tcplens::inline v0_1
