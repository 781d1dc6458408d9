// SPDX-License-Identifier: BSL-1.0
// Where a segment in the old notation begins; text_listing.cpp has the fields themselves, a line at a time.
#include <tcplens/text/listing_fields.hpp>

using namespace tcplens;

constexpr bool begins(std::string_view words) { return detail::listing_fields::begin_3({words, 0}); }
constexpr bool flags_alone(std::string_view words) { return detail::listing_fields::ends_in_flags_3({words, 0}); }

static_assert(begins("S 1:1(0)") && begins(". ack 1") && begins("SFRPWE win 1") && begins("P\n1:2(1)") &&
              begins("S, cksum 0x1"));
static_assert(begins("F [tcp sum ok] 1:1(0)") && begins("F [bad tcp cksum 1 (->2)!] 1:1(0)"));
static_assert(!begins("") && !begins("S") && !begins("S ") && !begins("S1:1(0)") && !begins("1:1(0)") &&
              !begins("X 1:1(0)"));
static_assert(!begins(".. ack 1") && !begins("S. ack 1") && !begins("S 1") && !begins("P hello") && !begins("S ack1"));
static_assert(flags_alone("S") && flags_alone(". \n") && flags_alone("FP ") && !flags_alone("") &&
              !flags_alone("S 1") && !flags_alone("x"));
