// SPDX-License-Identifier: BSL-1.0
// TIME-WAIT for who sends a RST.
// proof: broken_cell<claims::time_wait_by_fin, broken, state::established, origin::passive, event::user_abort>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows = changed(rfc9293::rows, std::to_array<rule>({
                                                              {state::established, event::user_abort, state::time_wait,
                                                               action::send_rst, row_kind::text, "3.5.2", "ABORT"},
                                                          }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
