// SPDX-License-Identifier: BSL-1.0
// Time stamps as tcpdump prints them.
#pragma once

#include <tcplens/core/timestamp.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/sink.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

namespace detail {

/// Six digits, cut from nanoseconds; more where a damaged capture has more than a second. From 2^31 on libpcap takes
/// a count of nanoseconds for negative, divides it, and has tcpdump print the result without its sign.
template <class Words, char_sink O>
constexpr O put_fraction(O out, timestamp when) {
    const std::uint64_t count = when.nanoseconds;
    out = put(out, '.');
    if (count < 1'000'000'000) { return put_six(out, static_cast<std::uint32_t>(count) / 1000); }
    const bool negative = count >> 31 == 1 && count % 1000 != 0;
    const auto signed_count = static_cast<std::int32_t>(static_cast<std::uint32_t>(count));
    const auto divided = static_cast<std::uint32_t>(signed_count / 1000);
    const std::uint64_t micros = negative ? std::uint64_t{divided} : count / 1000;
    return put(put_decimal(out, micros), Words::invalid_fraction);
}

/// Units: `utc_offset` in seconds, less than a day.
template <class Words, char_sink O>
constexpr O put_clock(O out, timestamp when, std::int64_t utc_offset) {
    constexpr std::uint32_t day = 86400;
    const auto of_day = static_cast<std::uint32_t>(static_cast<std::uint64_t>(when.seconds + utc_offset + day) % day);
    const std::uint32_t of_hour = of_day % 3600;
    out = put(put_two(out, of_day / 3600), ':');
    out = put(put_two(out, of_hour / 60), ':');
    return put_fraction<Words>(put_two(out, of_hour % 60), when);
}

/// tcpdump's calendar ends where 32 bits do.
[[nodiscard]] constexpr bool beyond_calendar(timestamp when) noexcept {
    return when.seconds < 0 || when.seconds > 0x7fff'ffff;
}

} // namespace detail

/// Appends `1700000000.000001`, as with -tt.
/// Shape: without the blank that follows.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_epoch(O out, timestamp when) {
    using words = line_words<Notation>;
    if (detail::beyond_calendar(when)) { return put(out, words::no_time); }
    return detail::put_fraction<words>(put_decimal(out, static_cast<std::uint64_t>(when.seconds)), when);
}

/// Appends `22:13:20.000001`, tcpdump's default.
/// Units: `utc_offset` in seconds east of Greenwich: the library knows no zones.
/// Shape: without the blank that follows.
/// Example: `render_clock(out, frame.when, 3600);`
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_clock(O out, timestamp when, std::int64_t utc_offset = 0) {
    using words = line_words<Notation>;
    if (detail::beyond_calendar(when)) { return put(out, words::no_time); }
    return detail::put_clock<words>(out, when, utc_offset);
}

/// Appends `2023-11-14 22:13:20.000001`, as with -tttt.
/// Units: `utc_offset` in seconds east of Greenwich.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_date_and_clock(O out, timestamp when, std::int64_t utc_offset = 0) {
    using words = line_words<Notation>;
    if (detail::beyond_calendar(when)) { return put(out, words::no_time); }
    // Days are counted from a 1 March, so that a leap day is the last of its year; 400 years have 146097.
    const auto days = static_cast<std::uint64_t>((when.seconds + utc_offset + 86400) / 86400 - 1 + 719468);
    const std::uint64_t of_era = days % 146097;
    const std::uint64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const std::uint64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::uint64_t month = (5 * of_year + 2) / 153;
    const std::uint64_t day = of_year - (153 * month + 2) / 5 + 1;
    const std::uint64_t year = days / 146097 * 400 + year_of_era + (month >= 10 ? 1 : 0);
    out = put(put_padded(out, year, 4), '-');
    out = put(put_padded(out, month < 10 ? month + 3 : month - 9, 2), '-');
    return detail::put_clock<words>(put(put_padded(out, day, 2), ' '), when, utc_offset);
}

/// Appends ` 00:00:01.500000`, the time from one moment to another, as with -ttt and -ttttt: a blank or `-` in front,
/// and days are lost.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_elapsed(O out, timestamp from, timestamp to) {
    // As libpcap hands it over: signed numbers of 32 bits, and microseconds cut before they are subtracted.
    const auto seconds_of = [](timestamp t) { return std::int64_t{static_cast<std::int32_t>(t.seconds)}; };
    const auto micros_of = [](timestamp t) { return std::int64_t{static_cast<std::int32_t>(t.nanoseconds / 1000)}; };
    const bool same_second = seconds_of(from) == seconds_of(to);
    const bool back = same_second ? micros_of(to) < micros_of(from) : seconds_of(to) < seconds_of(from);
    const std::int64_t early = micros_of(back ? to : from);
    std::int64_t late = micros_of(back ? from : to);
    std::int64_t seconds = back ? seconds_of(from) - seconds_of(to) : seconds_of(to) - seconds_of(from);
    if (late < early) {
        --seconds;
        late += 1'000'000;
    }
    using words = line_words<Notation>;
    const timestamp elapsed{seconds, static_cast<std::uint64_t>(late - early) * 1000};
    out = put(out, back ? '-' : ' ');
    if (words::converts_elapsed && detail::beyond_calendar(elapsed)) { return put(out, words::no_time); }
    return detail::put_clock<words>(out, elapsed, 0);
}

} // namespace tcplens::inline v0_1
