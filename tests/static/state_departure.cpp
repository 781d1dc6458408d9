// SPDX-License-Identifier: BSL-1.0
// What a segment proves about its sender.
#include <tcplens/state/departure.hpp>

#include "../replay.hpp"

using namespace replay;

/// The sender after a first segment.
constexpr observed_end sender_of(const line& l) {
    observed_end me;
    observed_end peer;
    end_step step;
    detail::depart(to_segment(l), me, peer, step);
    return me;
}

static_assert(sender_of({'A', "S", 100}).now() == state::syn_sent);
static_assert(sender_of({'A', "S", 100}).sure == certainty::proven);
static_assert(sender_of({'A', "S.", 100, 5}).now() == state::syn_received);
static_assert(sender_of({'A', "R.", 100, 5}).now() == state::closed);
static_assert(sender_of({'A', "R.", 100, 5}).sure == certainty::guessed);
static_assert(sender_of({'A', ".", 100, 5}).now() == state::established);
static_assert(sender_of({'A', ".", 100, 5}).sure == certainty::guessed);
static_assert(sender_of({'A', "F.", 100, 5}).now() == state::fin_wait_1);

// Its numbers
static_assert(sender_of({'A', "S", 100}).tcb.iss == seq32{100});
static_assert(sender_of({'A', "S", 100}).tcb.snd_nxt == seq32{101});
static_assert(sender_of({'A', "F.", 100, 5, 20}).tcb.snd_nxt == seq32{121});
static_assert(sender_of({'A', "F.", 100, 5, 20}).tcb.fin_sent);
static_assert(sender_of({'A', ".", 100, 5}).tcb.rcv_nxt == seq32{5});

// A window is scaled once both SYNs were seen to agree on it, and taken at its widest when they were not seen.
static_assert(sender_of({.sender = 'A', .letters = "S.", .seq = 1, .ack = 5, .window = 10, .scale = 7}).rcv_edge ==
              seq32{15});
static_assert(sender_of({.sender = 'A', .letters = ".", .seq = 1, .ack = 5, .window = 1}).rcv_edge ==
              seq32{5 + (1 << 14)});
