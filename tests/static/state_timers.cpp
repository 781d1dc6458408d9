// SPDX-License-Identifier: BSL-1.0
// What time does to a connection, and that nothing expires behind its user's back.
#include <tcplens/state/connection.hpp>
#include <tcplens/state/timers.hpp>

#include "../replay.hpp"

using namespace replay;

/// A connection that A closed first, its last ACK sent at 1000 s.
constexpr connection closed_at_1000() {
    connection both;
    both.advance({1000, 0});
    for (const line& l : {line{'A', "S", 99}, line{'B', "S.", 299, 100}, line{'A', ".", 100, 300},
                          line{'A', "F.", 100, 300}, line{'B', "F.", 300, 101}, line{'A', ".", 101, 301}}) {
        both.feed(sent(l), to_segment(l));
    }
    return both;
}
constexpr direction a = direction::from_first;

// 2 MSL end TIME-WAIT: four minutes, or what the user says.
static_assert([] {
    connection both = closed_at_1000();
    const connection_step early = both.advance({1239, 999'999'999});
    const connection_step due = both.advance({1240, 0});
    return !early.sender.changed() && due.sender.before == state::time_wait && due.sender.after == state::closed &&
           due.sender.by->on == event::timer_time_wait && due.sender.changes()[0].why->section == "3.10.8" &&
           due.sender.sure_after == certainty::assumed && !due.receiver.changed();
}());
static_assert([] {
    connection both = closed_at_1000();
    constexpr time_limits linux_host{.maximum_segment_lifetime = 30'000'000'000};
    both.advance({1059, 0}, linux_host);
    const bool waits = both.sender(a).now() == state::time_wait;
    both.advance({1060, 0}, linux_host);
    return waits && both.sender(a).now() == state::closed;
}());
// A FIN that comes again begins them anew; an ACK doesn't.
static_assert([] {
    connection both = closed_at_1000();
    both.advance({1200, 0});
    both.feed(direction::from_second, to_segment({'B', "F.", 300, 101}));
    both.advance({1300, 0});
    return both.sender(a).now() == state::time_wait;
}());
// Time that goes back, or is told for the first time, ends nothing.
static_assert([] {
    connection both = closed_at_1000();
    both.advance({1239, 0});
    both.advance({5, 0});
    return both.sender(a).now() == state::time_wait;
}());
static_assert([] {
    connection both;
    for (const line& l : {line{'A', "S", 99}, line{'B', "S.", 299, 100}, line{'A', ".", 100, 300}}) {
        both.feed(sent(l), to_segment(l));
    }
    both.advance({1'000'000, 0}, {.idle = 1});
    return both.sender(a).now() == state::established;
}());
// An idle connection lasts, unless the user says for how long.
static_assert([] {
    connection both;
    both.advance({0, 0});
    for (const line& l : {line{'A', "S", 99}, line{'B', "S.", 299, 100}, line{'A', ".", 100, 300}}) {
        both.feed(sent(l), to_segment(l));
    }
    both.advance({1'000'000, 0});
    const bool lasts = both.sender(a).now() == state::established;
    const connection_step step = both.advance({1'000'001, 0}, {.idle = 7'200'000'000'000});
    return lasts && step.sender.after == state::closed && step.receiver.after == state::closed &&
           step.sender.by->on == event::timer_user;
}());
// Who sends after that shows that its timer did not run out.
static_assert([] {
    connection both = closed_at_1000();
    both.advance({2000, 0});
    const connection_step step = both.feed(a, to_segment({'A', ".", 101, 301}));
    return step.sender.before == state::closed && step.sender.after == state::time_wait;
}());
