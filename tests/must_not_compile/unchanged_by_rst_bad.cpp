// SPDX-License-Identifier: BSL-1.0
// A RST outside the window that resets.
// proof: broken_cell<claims::unchanged_by_strangers, broken, state::syn_received, origin::active, event::seg_rst_bad>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {situation{state::syn_received, origin::active}, event::seg_rst_bad, state::closed,
                                action::none, row_kind::text, "3.5.3", "any RST"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
