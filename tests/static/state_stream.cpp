// SPDX-License-Identifier: BSL-1.0
// Which segments take the short way.
#include <tcplens/state/connection.hpp>
#include <tcplens/state/stream.hpp>

#include "../replay.hpp"

using namespace replay;

/// Two ends that have exchanged five octets each.
constexpr connection transfer() {
    connection both;
    for (const line& l : {line{'A', "S", 99}, line{'B', "S.", 299, 100}, line{'A', ".", 100, 300},
                          line{'A', "P.", 100, 300, 5}, line{'B', "P.", 300, 105, 5}, line{'A', ".", 105, 305}}) {
        both.feed(sent(l), to_segment(l));
    }
    return both;
}
constexpr bool streams(const line& l) {
    const connection both = transfer();
    return detail::streams(to_segment(l), both.sender(sent(l)), both.sender(opposite(sent(l))));
}

static_assert(streams({'A', "P.", 105, 305, 20}) && streams({'B', ".", 305, 105}));
// A gap, octets again, an ACK that goes back or of what wasn't sent, what moves states, and what is behind the window
static_assert(!streams({'A', "P.", 106, 305, 20}) && !streams({'A', "P.", 104, 305, 20}));
static_assert(!streams({'A', ".", 105, 304}) && !streams({'A', ".", 105, 306}));
static_assert(!streams({'A', "F.", 105, 305}) && !streams({'A', "R.", 105, 305}) && !streams({'A', "S.", 105, 305}));
static_assert(!streams({'A', "P", 105, 0, 20}));
static_assert([] {
    connection both = transfer();
    const line shut{.sender = 'B', .letters = ".", .seq = 305, .ack = 105, .window = 0};
    both.feed(sent(shut), to_segment(shut));
    return both.sender(direction::from_second).steady;
}());

// It says what it did.
static_assert([] {
    connection both = transfer();
    const line l{'A', "P.", 105, 305, 20};
    const connection_step step = both.feed(sent(l), to_segment(l));
    return step.receiver.by->on == event::seg_data && includes(step.receiver.by->due, action::deliver) &&
           !step.sender.changed() && step.sender.sure_after == certainty::proven && step.receiver.changes().empty() &&
           both.sender(direction::from_second).tcb.rcv_nxt == seq32{125};
}());
