// SPDX-License-Identifier: BSL-1.0
// What a segment does to its receiver, if it arrives.
#include <tcplens/state/arrival.hpp>

#include "../replay.hpp"

using namespace replay;

/// The receiver of a first segment.
constexpr observed_end receiver_of(const line& l) {
    observed_end me;
    observed_end peer;
    end_step step;
    detail::arrive(to_segment(l), false, me, peer, step);
    return me;
}

static_assert(receiver_of({'A', "S", 100}).now() == state::syn_received);
static_assert(receiver_of({'A', "S", 100}).sure == certainty::assumed);
static_assert(receiver_of({'A', "S", 100}).tcb.rcv_nxt == seq32{101});
static_assert(receiver_of({'A', "S.", 100, 5}).now() == state::established);
static_assert(receiver_of({'A', "S.", 100, 5}).tcb.iss == seq32{4});
static_assert(receiver_of({'A', ".", 100, 5}).now() == state::established);
static_assert(receiver_of({'A', ".", 100, 5}).sure == certainty::guessed);
static_assert(receiver_of({'A', "F.", 100, 5, 20}).now() == state::close_wait);
static_assert(receiver_of({'A', "F.", 100, 5, 20}).tcb.rcv_nxt == seq32{121});
static_assert(receiver_of({'A', "R", 100}).now() == state::closed);
