// SPDX-License-Identifier: BSL-1.0
// One end's state machine: a situation, a table, and whoever wants to watch.
#pragma once

#include <tcplens/state/rfc9293.hpp>
#include <tcplens/state/table.hpp>

#include <concepts>

namespace tcplens::inline v0_1 {

/// Anyone who wants to be told of each row that a machine goes through.
/// The compiler can't check that it doesn't throw; a machine's `feed` is noexcept.
template <class O>
concept step_observer = requires(O& observer, const transition& row) { observer.on_step(row); };

/// Watches nothing and takes no room.
struct no_observer {
    constexpr void on_step(const transition&) const noexcept {}
};

static_assert(step_observer<no_observer> && !step_observer<int>);

/// A state machine over a table.
/// Cost: two octets and an observer; one load per event.
/// Example: `machine end; end.feed(event::user_open_active); // end.now() == state::syn_sent`
template <transition_table Table = rfc9293::table, step_observer Observer = no_observer>
class machine {
public:
    constexpr machine() noexcept = default;
    constexpr explicit machine(situation start, Observer observer = {}) noexcept : at_{start}, observer_{observer} {}

    [[nodiscard]] constexpr state now() const noexcept { return at_.now; }
    [[nodiscard]] constexpr situation where() const noexcept { return at_; }
    [[nodiscard]] constexpr const Observer& observer() const noexcept { return observer_; }

    /// Takes one event; answers with the row that says what came of it, valid for the program's lifetime.
    /// Shape: an event that can't be produced in this state changes nothing; its row is of kind unproducible.
    constexpr const transition& feed(event on) noexcept {
        const transition& row = Table::row(at_, on);
        at_ = row.next;
        observer_.on_step(row);
        return row;
    }

    /// Puts the machine where an observer knows that it must be.
    constexpr void place(situation here) noexcept { at_ = here; }

private:
    situation at_;
    [[no_unique_address]] Observer observer_;
};

} // namespace tcplens::inline v0_1
