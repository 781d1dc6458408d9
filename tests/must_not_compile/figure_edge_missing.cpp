// SPDX-License-Identifier: BSL-1.0
// An edge of Figure 5 that isn't marked as one.
// proof: broken_cell<claims::draws_figure_5, broken, state::last_ack, origin::passive, event::seg_ack_of_fin>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::last_ack, event::seg_ack_of_fin, state::closed, action::delete_tcb,
                                row_kind::text, "3.10.7.4", "ACK of FIN"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
