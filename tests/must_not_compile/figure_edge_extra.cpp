// SPDX-License-Identifier: BSL-1.0
// An edge that Figure 5 doesn't have; its note 2 tells of it.
// proof: broken_cell<claims::draws_figure_5, broken, state::fin_wait_1, origin::passive, event::seg_fin_ack_of_fin>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::fin_wait_1, event::seg_fin_ack_of_fin, state::time_wait, action::send_ack,
                                row_kind::figure, "3.10.7.4", "FIN"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
