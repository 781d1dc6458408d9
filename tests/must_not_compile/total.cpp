// SPDX-License-Identifier: BSL-1.0
// A cell that no rule speaks of.
// proof: broken_cell<claims::total, broken, state::listen, origin::passive, event::seg_fin>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows = changed(
    rfc9293::rows, std::to_array<rule>({
                       {state::listen, event::seg_fin, stay, action::none, row_kind::unspoken, "3.10.7.2", "forgotten"},
                   }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
