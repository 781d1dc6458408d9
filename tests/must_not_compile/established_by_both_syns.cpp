// SPDX-License-Identifier: BSL-1.0
// ESTABLISHED by an ACK without a SYN.
// proof: broken_cell<claims::established_by_both_syns, broken, state::syn_sent, origin::passive, event::seg_ack_of_syn>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;

constexpr transition_matrix rows =
    changed(rfc9293::rows, std::to_array<rule>({
                               {state::syn_sent, event::seg_ack_of_syn, state::established, action::none,
                                row_kind::text, "3.10.7.3", "half a handshake"},
                           }));
struct broken : table_of<rows> {};
static_assert(proven<broken>);
