// SPDX-License-Identifier: BSL-1.0
// Two rules for one cell.
// proof: broken_cell<claims::deterministic, broken, state::established, origin::passive, event::seg_rst_exact>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows,
            std::to_array<rule>({
                {{state::established, state::close_wait},
                 event::seg_rst_exact,
                 state::closed,
                 action::delete_tcb,
                 row_kind::text,
                 "3.10.7.4",
                 "RST"},
                {state::established, event::seg_rst_exact, stay, action::none, row_kind::text, "3.10.7.4", "no RST"},
            }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
