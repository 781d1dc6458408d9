// SPDX-License-Identifier: BSL-1.0
// A record that nobody filled: what isn't known is not zero.
#include <tcplens/text/listing_record.hpp>

#include <type_traits>

using namespace tcplens;

static_assert(segment_like<listing_record> && std::is_trivially_copyable_v<listing_record>);
static_assert(!listing_record{}.has(listing_field::flags) && !listing_record{}.has(listing_field::length));
static_assert(listing_record{}.window() == 65535 && listing_record{}.window_scale() == 14, "any window may be meant");
static_assert(listing_record{}.time().form == time_form::none && listing_record{}.options().empty());
static_assert(!listing_record{}.options_known() && !listing_record{}.options_exact() && listing_record{}.consistent());
static_assert(listing_line{}.is() == line_kind::other && !listing_line{}.wants_more() &&
              !listing_line{}.is_ip_header());
static_assert(sizeof(listing_record) <= 384, "records are copied");
