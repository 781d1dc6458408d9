// SPDX-License-Identifier: BSL-1.0
// Rules become cells: each where it was said, none where nothing was.
#include <tcplens/state/table.hpp>

#include <array>

using namespace tcplens;

// Situations are numbered without holes, and SYN-RECEIVED twice.
static_assert(situation_count == 12);
static_assert(index({state::closed, {}}) == 0 && index({state::time_wait, {}}) == 10);
static_assert(index({state::syn_received, origin::passive}) == 3);
static_assert(index({state::syn_received, origin::active}) == 11);
static_assert([] {
    for (std::size_t i = 0; i < situation_count; ++i) {
        if (index(situation_at(i)) != i) { return false; }
    }
    return true;
}());
// Elsewhere the origin means nothing.
static_assert(index({state::established, origin::active}) == index({state::established, origin::passive}));

static_assert(situation_set{state::syn_received}.has({state::syn_received, origin::active}));
static_assert(situation_set{state::syn_received}.has({state::syn_received, origin::passive}));
static_assert(!situation_set{situation{state::syn_received, origin::active}}.has({state::syn_received, {}}));
static_assert(situation_set{state::listen, state::closed}.has({state::closed, {}}));

// A table of one's own: a connection that is open or closed.
constexpr transition_matrix tiny = spread(std::to_array<rule>({
    {state::closed, event::user_open_active, state::established, action::none, row_kind::text, "1", "open"},
    {state::established, event::user_close, state::closed, action::delete_tcb, row_kind::text, "2", "close"},
}));
struct tiny_table {
    static constexpr std::size_t size() { return tiny.size(); }
    static constexpr const transition& row_at(std::size_t i) { return tiny[i]; }
    static constexpr const transition& row(situation from, event on) {
        return tiny[index(from) * event_count + static_cast<std::size_t>(on)];
    }
};
static_assert(transition_table<tiny_table> && !transition_table<transition>);
static_assert(tiny_table::row({state::closed, {}}, event::user_open_active).next.now == state::established);
static_assert(tiny_table::row({state::closed, {}}, event::user_open_active).why.section == "1");
static_assert(tiny_table::row({state::closed, {}}, event::user_close).kind == row_kind::unproducible);
static_assert(tiny_table::row({state::listen, {}}, event::user_close).next.now == state::listen);
static_assert(stay.after({state::syn_received, origin::active}) == situation{state::syn_received, origin::active});
