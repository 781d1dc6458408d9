// SPDX-License-Identifier: BSL-1.0
// From FIN-WAIT-2 and TIME-WAIT no way leads to CLOSED.
// proof: broken_state<claims::all_drain, broken, state::fin_wait_2, origin::passive>
// proof: broken_cell<claims::draws_figure_5, broken, state::time_wait, origin::passive, event::timer_time_wait>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows,
            std::to_array<rule>({
                {state::fin_wait_2,
                 {event::seg_fin_ack_of_fin, event::seg_rst_exact, event::user_abort, event::timer_user},
                 stay,
                 action::none,
                 row_kind::text,
                 "3.10.8",
                 "waits"},
                {state::time_wait,
                 {event::seg_rst_exact, event::seg_syn, event::user_abort, event::timer_user},
                 stay,
                 action::none,
                 row_kind::text,
                 "3.10.8",
                 "waits"},
                {state::time_wait, event::timer_time_wait, stay, action::none, row_kind::figure, "3.10.8", "waits"},
            }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
