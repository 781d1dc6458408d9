// SPDX-License-Identifier: BSL-1.0
// An event that can't come, and yet moves.
// proof: broken_cell<claims::unproducible_is_inert, broken, state::fin_wait_2, origin::passive, event::timer_r2>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::fin_wait_2, event::timer_r2, state::closed, action::delete_tcb,
                                row_kind::unproducible, "3.8.3", "nothing is out"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
