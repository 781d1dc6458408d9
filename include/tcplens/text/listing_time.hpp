// SPDX-License-Identifier: BSL-1.0
// The time stamps of listings, in all forms that tcpdump gives them, and how much of the date they know.
#pragma once

#include <tcplens/core/timestamp.hpp>
#include <tcplens/text/listing_scan.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// What a time stamp counts from.
enum class time_form : std::uint8_t {
    none,    ///< the text has no time
    clock,   ///< a time of day, of no known day and zone: seconds since midnight. -ttt and -ttttt look the same
    elapsed, ///< a time since another packet: only one that goes back (`-00:00:01.5`) can be told from a clock
    epoch,   ///< seconds since 1970 UTC: -tt
    date,    ///< a date and a time of day, of no known zone, as if it were UTC: -tttt
};

/// A time stamp and what it counts from.
/// Units: as `form` says; differences are right between stamps of one form, for a clock within a day.
/// Spec: tcpdump's -t to -ttttt
struct listing_time {
    timestamp when;                   ///< since what `form` says
    time_form form = time_form::none; ///< what it counts from

    friend constexpr bool operator==(const listing_time&, const listing_time&) noexcept = default;
};

namespace detail {

/// A moment, from a signed number of seconds.
[[nodiscard]] constexpr timestamp moment(std::int64_t seconds, std::uint64_t nanoseconds, bool negative) noexcept {
    if (!negative) { return {seconds, nanoseconds}; }
    return nanoseconds == 0 ? timestamp{-seconds, 0} : timestamp{-seconds - 1, 1'000'000'000 - nanoseconds};
}

/// `.000001`: up to nine digits count, as nanoseconds; damaged captures have more than a second here.
constexpr bool read_fraction(listing_scanner& at, std::uint64_t& nanoseconds) noexcept {
    nanoseconds = 0;
    if (at.peek() != '.' || !is_digit(at.peek(1))) { return false; }
    at.skip();
    const std::size_t begin = at.at();
    if (!at.number(nanoseconds, 0xffff'ffff'ffff)) { return false; }
    std::size_t digits = at.at() - begin;
    // tcpdump writes six digits or nine; any other number of more than six is a count of microseconds.
    if (digits > 6 && digits != 9) { digits = 6; }
    if (digits == 6) {
        nanoseconds *= 1000;
    } else {
        for (; digits < 9; ++digits) { nanoseconds *= 10; }
    }
    return true;
}

/// Two digits of a number below `end`; -1 for anything else.
[[nodiscard]] constexpr int two_digits(const char* at, int end) noexcept {
    const int value = (at[0] - '0') * 10 + (at[1] - '0');
    return is_digit(at[0]) && is_digit(at[1]) && value < end ? value : -1;
}

/// `22:13:20` with or without a fraction; hours may have one digit.
constexpr bool read_clock(listing_scanner& at, std::int64_t& seconds, std::uint64_t& nanoseconds) noexcept {
    const std::string_view words = at.rest();
    if (words.size() < 7 || !is_digit(words[0])) { return false; }
    const std::size_t digits = words[1] == ':' ? 1 : 2;
    const char* const colon = words.data() + digits;
    if (words.size() < digits + 6 || colon[0] != ':' || colon[3] != ':') { return false; }
    const int hours = digits == 1 ? words[0] - '0' : two_digits(&words[0], 24);
    const int minutes = two_digits(colon + 1, 60);
    const int rest = two_digits(colon + 4, 61);
    if (hours < 0 || minutes < 0 || rest < 0) { return false; }
    at.skip(digits + 6);
    seconds = hours * 3600 + minutes * 60 + rest;
    read_fraction(at, nanoseconds);
    return true;
}

/// Days from 1970-01-01 on; years begin with March, so that a leap day is the last of its year.
[[nodiscard]] constexpr std::int64_t days_from_date(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
    if (month <= 2) { --year; }
    const std::int64_t of_era = year % 400;
    const std::int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return year / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/// `22:13:20.000001 `, as most stamps are, without its blank; false, and the place is kept, where it is another.
constexpr bool read_usual_stamp(listing_scanner& at, listing_time& to) noexcept {
    const std::string_view words = at.rest();
    if (words.size() < 16) { return false; }
    // What differs from `00:00:00` and `.000000 `: digits by less than ten, the others not at all.
    const char* const first = words.data();
    const std::uint64_t clock = load_lanes(first) ^ 0x3030'3a30'303a'3030;
    const std::uint64_t fraction = load_lanes(first + 8) ^ 0x2030'3030'3030'302e;
    const std::uint64_t beyond =
        (clock + 0x7676'7f76'767f'7676) | clock | (fraction + 0x7f76'7676'7676'767f) | fraction;
    if ((beyond & 0x8080'8080'8080'8080) != 0) { return false; }
    const std::uint64_t pairs = clock * 10 + (clock >> 8);
    const auto hours = static_cast<std::int64_t>(pairs & 0xff);
    const auto minutes = static_cast<std::int64_t>(pairs >> 24 & 0xff);
    const auto seconds = static_cast<std::int64_t>(pairs >> 48 & 0xff);
    if (hours >= 24 || minutes >= 60 || seconds >= 61) { return false; }
    at.skip(15);
    to = {{hours * 3600 + minutes * 60 + seconds, value_of_lanes(fraction << 8) * 1000}, time_form::clock};
    return true;
}

/// A stamp that begins here and ends with its word; `none`, and the place is kept, where there is none.
constexpr listing_time read_stamp(listing_scanner& at) noexcept {
    const std::size_t begin = at.at();
    const auto ends = [&] { return at.done() || at.sees_blank() || at.peek() == '&'; };
    const bool negative = at.take('-');
    std::int64_t seconds = 0;
    std::uint64_t nanoseconds = 0;
    if (read_clock(at, seconds, nanoseconds) && ends()) {
        return {moment(seconds, nanoseconds, negative), negative ? time_form::elapsed : time_form::clock};
    }
    at.move_to(begin);
    std::uint64_t number = 0;
    if (!at.number(number, 0xff'ffff'ffff)) {
        at.move_to(begin);
        return {};
    }
    const std::size_t digits = at.at() - begin;
    if (digits == 4 && (at.peek() == '-' || at.peek() == '/')) {
        const char separator = at.peek();
        std::uint64_t month = 0;
        std::uint64_t day = 0;
        at.skip();
        if (at.number(month, 12) && month > 0 && at.take(separator) && at.number(day, 31) && day > 0) {
            if (!at.take('T')) { at.skip_blanks(); }
            if (read_clock(at, seconds, nanoseconds)) {
                at.take('Z');
                const std::int64_t days =
                    days_from_date(static_cast<std::int64_t>(number), static_cast<std::int64_t>(month),
                                   static_cast<std::int64_t>(day));
                if (ends()) { return {{days * 86400 + seconds, nanoseconds}, time_form::date}; }
            }
        }
    } else if (at.peek(1) != '\0' && read_fraction(at, nanoseconds) && at.at() - begin - digits >= 7 && ends()) {
        return {{static_cast<std::int64_t>(number), nanoseconds}, time_form::epoch};
    }
    at.move_to(begin);
    return {};
}

} // namespace detail

/// Reads a time stamp.
/// Shape: `none` if the words are not exactly one.
/// Spec: tcpdump's -t to -ttttt and --nano
/// Example: `parse_time("1700000000.500000").form == time_form::epoch`
[[nodiscard]] constexpr listing_time parse_time(std::string_view words) noexcept {
    detail::listing_scanner at{words, 0};
    at.skip_blanks();
    const listing_time found = detail::read_stamp(at);
    at.skip_blanks();
    return at.done() ? found : listing_time{};
}

} // namespace tcplens::inline v0_1
