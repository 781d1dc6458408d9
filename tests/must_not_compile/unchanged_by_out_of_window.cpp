// SPDX-License-Identifier: BSL-1.0
// A segment out of the window that ends TIME-WAIT.
// proof: broken_cell<claims::unchanged_by_strangers, broken, state::time_wait, origin::passive, event::seg_out_of_window>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::time_wait, event::seg_out_of_window, state::closed, action::none, row_kind::text,
                                "3.10.7.4", "an old one"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
