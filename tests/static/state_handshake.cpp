// SPDX-License-Identifier: BSL-1.0
// What SYNs prove about their sender, and what withdraws them.
#include <tcplens/state/handshake.hpp>

#include "../replay.hpp"

using namespace replay;
using enum state;

// A SYN on a live connection is a candidate, until its sender goes on with the old numbers: it was old or forged ...
constexpr line established_to[] = {
    {'A', "S", 100}, {'B', "S.", 300, 101}, {'A', ".", 101, 301}, {'B', "P.", 301, 101, 5}, {'A', ".", 101, 306}};
constexpr connection live() {
    connection both;
    for (const line& l : established_to) { both.feed(sent(l), to_segment(l)); }
    return both;
}
constexpr observed_end a_after(std::initializer_list<line> lines) {
    connection both = live();
    for (const line& l : lines) { both.feed(sent(l), to_segment(l)); }
    return both.sender(direction::from_first);
}
static_assert(a_after({{'A', "S", 9000}}).now() == syn_sent);
static_assert(a_after({{'A', "S", 9000}}).sure == certainty::guessed);
static_assert(a_after({{'A', "S", 9000}, {'B', ".", 306, 101}, {'A', "P.", 101, 306, 7}}).now() == established);
static_assert(a_after({{'A', "S", 9000}, {'A', "P.", 101, 306, 7}}).tcb.snd_nxt == seq32{108});
// ... or until its peer accepts it.
static_assert(a_after({{'A', "S", 9000}, {'B', "S.", 7000, 9001}}).now() == established);
static_assert(a_after({{'A', "S", 9000}, {'B', "S.", 7000, 9001}, {'A', ".", 9001, 7001}}).sure == certainty::proven);

// An old duplicate of the SYN changes nothing once the handshake is over.
static_assert(a_after({{'A', "S", 100}}).now() == established);
static_assert(a_after({{'A', "S", 100}}).sure == certainty::proven);
