// SPDX-License-Identifier: BSL-1.0
// How connections end, and what they carried.
#include <tcplens/state/record.hpp>

#include "../replay.hpp"

#include <initializer_list>

using namespace replay;

constexpr connection_record record_of(std::initializer_list<line> lines) {
    connection both;
    connection_record record;
    for (const line& l : lines) {
        const auto segment = to_segment(l);
        record.add(segment, both.feed(sent(l), segment));
    }
    return record;
}

// clang-format off
static_assert(record_of({{'A', "S", 99}}).how() == ending::not_answered);
static_assert(record_of({{'A', "S", 99}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}}).how() == ending::open);
static_assert(record_of({{'A', "S", 99}, {'B', "R.", 0, 100}}).how() == ending::refused);
static_assert(record_of({{'A', "S", 99}, {'B', "R.", 0, 100}}).resetter() == direction::from_second);
// From SYN-SENT a RST answers an ACK of something else; the connection goes on.
static_assert(record_of({{'A', "S", 99}, {'B', ".", 7, 5000}, {'A', "R", 5000}}).how() != ending::reset);

constexpr auto four = record_of({
    {'A', "S",  99,    0}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}, {'A', "P.", 100, 300, 7},
    {'A', "F.", 107, 300}, {'B', ".",  300, 108}, {'B', "P.", 300, 108, 20}, {'A', ".", 108, 320},
    {'B', "F.", 320, 108}, {'A', ".",  108, 321},
});
static_assert(four.how() == ending::closed && four.shape() == close_shape::four_segments);
static_assert(four.closer() == direction::from_first && four.opener() == direction::from_first);
static_assert(four.octets(direction::from_first) == 7 && four.octets(direction::from_second) == 20);
static_assert(four.segments(direction::from_first) == 6 && four.half_closed_octets() == 20);

constexpr auto three = record_of({
    {'A', "S",  99,    0}, {'B', "S.", 299, 100}, {'A', ".", 100, 300},
    {'B', "F.", 300, 100}, {'A', "F.", 100, 301}, {'B', ".", 301, 101},
});
static_assert(three.how() == ending::closed && three.shape() == close_shape::three_segments);
static_assert(three.closer() == direction::from_second);

constexpr auto crossed = record_of({
    {'A', "S",  99,    0}, {'B', "S.", 299, 100}, {'A', ".", 100, 300},
    {'B', "F.", 300, 100}, {'A', "F.", 100, 300}, {'B', ".", 301, 101},
});
static_assert(crossed.how() == ending::closing && crossed.shape() == close_shape::simultaneous);

constexpr auto half = record_of({{'B', "F.", 300, 100}, {'A', ".", 100, 301}});
static_assert(half.how() == ending::half_closed && !half.opening_seen());
static_assert(half.closer() == direction::from_second);

// A RST that its receiver challenges is no end, unless its sender was one.
static_assert(record_of({{'A', "S", 99}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}, {'B', "R.", 300, 100}}).how() ==
              ending::reset);
// An answer that was not captured shows in what the opener sends then.
static_assert(record_of({{'A', "S", 99}, {'A', ".", 100, 300}}).how() == ending::open);
// One that the opener ignores refuses nothing; one that was answered by a new SYN ended nothing.
static_assert(record_of({{'A', "S", 99}, {'B', "R.", 0, 500}}).how() == ending::not_answered);
static_assert(record_of({{'A', "S", 99}, {'B', "R.", 0, 100}, {'A', "S", 99}, {'B', "S.", 299, 100},
                         {'A', ".", 100, 300}}).how() == ending::open);
static_assert(record_of({{'A', "S", 99}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}, {'A', "R", 2000},
                         {'A', "P.", 100, 300, 5}}).how() == ending::open);
static_assert(record_of({{'A', "S", 99}, {'B', "R.", 0, 100}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}}).how() ==
              ending::open);
// Both opened at once.
static_assert(record_of({{'A', "S", 99}, {'B', "S", 299}, {'A', "S.", 99, 300}, {'B', "S.", 299, 100}}).opened_by_both());
// One after the close changes nothing.
static_assert(record_of({{'A', "S",  99}, {'B', "S.", 299, 100}, {'A', ".", 100, 300}, {'B', "F.", 300, 100},
                         {'A', "F.", 100, 301}, {'B', ".", 301, 101}, {'A', "R", 101}}).how() == ending::closed);
// clang-format on
