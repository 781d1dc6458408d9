// SPDX-License-Identifier: BSL-1.0
// A FIN that the user didn't ask for.
// proof: broken_cell<claims::fin_by_close, broken, state::close_wait, origin::passive, event::seg_ack>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::close_wait, event::seg_ack, state::last_ack, action::send_fin, row_kind::text,
                                "3.10.7.4", "closes by itself"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
