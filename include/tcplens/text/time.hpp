// SPDX-License-Identifier: BSL-1.0
// Time stamps as tcpdump 4.99.3 prints them.
#pragma once

#include <tcplens/core/timestamp.hpp>
#include <tcplens/text/sink.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

namespace detail {

/// Six digits, cut from nanoseconds; more where a damaged capture has more than a second. From 2^31 on libpcap takes
/// a count of nanoseconds for negative, divides it, and has tcpdump print the result without its sign.
template <char_sink O>
constexpr O put_fraction(O out, timestamp when) {
    const std::uint64_t count = when.nanoseconds;
    const bool negative = count >> 31 == 1 && count % 1000 != 0;
    const auto signed_count = static_cast<std::int32_t>(static_cast<std::uint32_t>(count));
    const auto divided = static_cast<std::uint32_t>(signed_count / 1000);
    return put_padded(put(out, '.'), negative ? std::uint64_t{divided} : count / 1000, 6);
}

/// tcpdump's calendar ends where 32 bits do.
[[nodiscard]] constexpr bool beyond_calendar(timestamp when) noexcept {
    return when.seconds < 0 || when.seconds > 0x7fff'ffff;
}

} // namespace detail

/// Appends `1700000000.000001`, as with -tt.
/// Shape: without the blank that follows.
template <char_sink O>
constexpr O render_epoch(O out, timestamp when) {
    if (detail::beyond_calendar(when)) { return put(out, "[Error converting time]"); }
    return detail::put_fraction(put_decimal(out, static_cast<std::uint64_t>(when.seconds)), when);
}

/// Appends `22:13:20.000001`, tcpdump's default.
/// Units: `utc_offset` in seconds east of Greenwich: the library knows no zones.
/// Shape: without the blank that follows.
template <char_sink O>
constexpr O render_clock(O out, timestamp when, std::int64_t utc_offset = 0) {
    if (detail::beyond_calendar(when)) { return put(out, "[Error converting time]"); }
    const auto of_day = static_cast<std::uint64_t>((when.seconds + utc_offset + 86400) % 86400);
    out = put(put_padded(out, of_day / 3600, 2), ':');
    out = put(put_padded(out, of_day / 60 % 60, 2), ':');
    return detail::put_fraction(put_padded(out, of_day % 60, 2), when);
}

static_assert([] {
    text<16> t;
    render_clock(t.sink(), {1'700'000'000, 1'999});
    return t.view() == "22:13:20.000001";
}());

} // namespace tcplens::inline v0_1
