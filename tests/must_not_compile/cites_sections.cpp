// SPDX-License-Identifier: BSL-1.0
// A rule from nowhere.
// proof: broken_cell<claims::cites_sections, broken, state::established, origin::passive, event::seg_data>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows = changed(
    rfc9293::rows, std::to_array<rule>({
                       {state::established, event::seg_data, stay, action::deliver, row_kind::text, "", "text arrives"},
                   }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
