// SPDX-License-Identifier: BSL-1.0
// Nobody comes to SYN-RECEIVED from SYN-SENT.
// proof: broken_state<claims::all_reachable, broken, state::syn_received, origin::active>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::syn_sent, event::seg_syn, state::syn_received, action::send_syn_ack,
                                row_kind::figure, "3.10.7.3", "passive"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
