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

static_assert(event_set{event::seg_syn, event::timer_r2}.has(event::timer_r2));
static_assert(!event_set{event::seg_syn}.has(event::seg_syn_ack));

// Cells are numbered without holes too.
static_assert(index({state::closed, {}}, event::user_open_passive) == 0);
static_assert(index({state::closed, {}}, event::user_open_active) == 1);
static_assert(index({state::syn_received, origin::active}, event::timer_r2) == situation_count * event_count - 1);

static_assert(name(row_kind::figure) == "figure" && name(row_kind::contradicted) == "contradicted");

// A table of one's own: a connection that is open or closed.
constexpr transition_matrix tiny = spread(std::to_array<rule>({
    {state::closed, event::user_open_active, state::established, action::none, row_kind::text, "1", "open"},
    {state::established,
     {event::user_close, event::user_abort},
     state::closed,
     action::delete_tcb,
     row_kind::text,
     "2",
     "close"},
}));
using tiny_table = table_of<tiny>;
constexpr const transition& in_tiny(state from, event on) { return tiny_table::row({from, {}}, on); }

static_assert(transition_table<tiny_table> && !transition_table<transition>);
static_assert(in_tiny(state::closed, event::user_open_active).next.now == state::established);
static_assert(in_tiny(state::closed, event::user_open_active).why.section == "1");
static_assert(in_tiny(state::established, event::user_abort).next.now == state::closed);
static_assert(in_tiny(state::closed, event::user_close).kind == row_kind::unspoken);
static_assert(in_tiny(state::listen, event::user_close).next.now == state::listen);
static_assert(&tiny_table::row_at(index({state::listen, {}}, event::seg_ack)) ==
              &tiny_table::row({state::listen, {}}, event::seg_ack));
static_assert(stay.after({state::syn_received, origin::active}) == situation{state::syn_received, origin::active});

// Another table by rows alone: one changed, one added, one taken away.
constexpr transition_matrix other = changed(
    tiny,
    std::to_array<rule>({
        {state::closed, event::user_open_active, state::syn_sent, action::send_syn, row_kind::text, "3", "with SYN"},
        {state::syn_sent, event::user_close, state::closed, action::none, row_kind::text, "4", "given up"},
        {state::established, event::user_abort, stay, action::none, row_kind::unproducible, "5", "nobody aborts"},
    }));
using other_table = table_of<other>;
static_assert(other_table::row({}, event::user_open_active).next.now == state::syn_sent);
static_assert(other_table::row({state::syn_sent, {}}, event::user_close).kind == row_kind::text);
static_assert(other_table::row({state::established, {}}, event::user_abort).kind == row_kind::unproducible);
static_assert(other_table::row({state::established, {}}, event::user_abort).next.now == state::established);
static_assert(other_table::row({state::established, {}}, event::user_close).why.section == "2");

// Two rules for one cell are one too many, wherever they stand.
constexpr transition_matrix twice = spread(std::to_array<rule>({
    {state::closed, event::user_open_active, state::syn_sent, action::none, row_kind::text, "1", "so"},
    {{state::closed, state::listen},
     event::user_open_active,
     state::closed,
     action::none,
     row_kind::text,
     "2",
     "or so"},
}));
static_assert(table_of<twice>::row({}, event::user_open_active).kind == row_kind::contradicted);
static_assert(table_of<twice>::row({state::listen, {}}, event::user_open_active).kind == row_kind::text);
