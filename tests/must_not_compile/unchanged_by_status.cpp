// SPDX-License-Identifier: BSL-1.0
// A question that changes the answer.
// proof: broken_cell<claims::unchanged_by_strangers, broken, state::listen, origin::passive, event::user_status>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows,
            std::to_array<rule>({
                {state::listen, event::user_status, state::closed, action::none, row_kind::text, "3.10.6", "STATUS"},
            }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
