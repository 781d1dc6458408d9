// SPDX-License-Identifier: BSL-1.0
// Follows every connection of a file: numbers them, and runs both ends of each.
#pragma once

#include "connections.hpp"
#include "input.hpp"

#include <tcplens/state/connection.hpp>
#include <tcplens/state/record.hpp>

#include <cstdint>
#include <unordered_map>

namespace examples {

/// A connection as far as it was followed.
struct followed {
    std::uint64_t number = 0; ///< from 1; a socket pair that is used again is another connection
    tcplens::connection ends;
    tcplens::connection_record record;
};

/// What a segment is to its connection.
struct followed_segment {
    followed& connection;
    tcplens::connection_step step;
    bool is_first = false;    ///< of its connection
    bool is_complete = false; ///< else `step` says nothing
};

/// The last connection of each socket pair.
class follower {
public:
    followed_segment follow(const segment_seen& segment) {
        followed& at = connections_[segment.pair];
        const bool is_first = at.number == 0 || at.ends.reopened_by(segment.sent, segment);
        if (is_first) {
            // What was known of the pair goes on: TIME-WAIT has a say in what may follow.
            at.number = ++count_;
            at.record = {};
        }
        if (!segment.complete()) { return {at, {}, is_first, false}; }
        const tcplens::connection_step step = at.ends.feed(segment.sent, segment);
        at.record.add(segment, step);
        return {at, step, is_first, true};
    }

    [[nodiscard]] std::uint64_t count() const { return count_; }

private:
    std::unordered_map<tcplens::socket_pair, followed, pair_hash> connections_;
    std::uint64_t count_ = 0;
};

} // namespace examples
