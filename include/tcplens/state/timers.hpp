// SPDX-License-Identifier: BSL-1.0
// What time alone does to an end.
#pragma once

#include <tcplens/state/observed_end.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// After what time a timer is taken to have run out.
/// Units: nanoseconds
/// Spec: RFC 9293 3.4.2 (MSL, 2 minutes there; Linux waits 60 seconds in all, so its MSL is 30), 3.8.3 (user timeout)
struct time_limits {
    std::int64_t maximum_segment_lifetime = std::int64_t{120} * 1'000'000'000; ///< MSL, half of what TIME-WAIT lasts
    std::int64_t idle = 0; ///< without a segment from either end; 0: an idle connection lasts for ever
};

namespace detail {

/// No time was told yet.
inline constexpr std::int64_t untimed = -0x7fff'ffff'ffff'ffff - 1;

/// Whether an end's time begins anew by a step: in TIME-WAIT only where the table says so.
/// Spec: RFC 9293 3.10.7.4, eighth check
[[nodiscard]] constexpr bool restarts_time(const end_step& step) noexcept {
    return step.after != state::time_wait || step.before != state::time_wait ||
           includes(step.by->due, action::start_time_wait);
}

/// Ends what has lasted too long.
constexpr void expire(observed_end& me, std::int64_t lasted, const time_limits& limits, end_step& step) noexcept {
    begin(me, step);
    const state was = me.now();
    if (me.sure == certainty::unknown || was == state::closed || was == state::listen) { return; }
    const bool waits = was == state::time_wait;
    const std::int64_t limit = waits ? limits.maximum_segment_lifetime : limits.idle;
    if (limit <= 0 || (waits ? lasted / 2 : lasted) < limit) { return; }
    me.kept = me.end.where();
    take(me, waits ? event::timer_time_wait : event::timer_user, step);
    if (me.sure == certainty::proven) { me.sure = certainty::assumed; } // no segment shows it
    me.steady = false;
    finish(me, step);
}

} // namespace detail

} // namespace tcplens::inline v0_1
