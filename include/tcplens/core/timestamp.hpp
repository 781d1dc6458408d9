// SPDX-License-Identifier: BSL-1.0
// When something was captured.
#pragma once

#include <tcplens/version.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// A moment.
/// Units: seconds since 1970-01-01 UTC, and nanoseconds, of which a damaged capture may give more than a second.
struct timestamp {
    std::int64_t seconds = 0;      ///< since 1970-01-01 00:00:00 UTC, negative before
    std::uint64_t nanoseconds = 0; ///< to be added

    friend constexpr bool operator==(const timestamp&, const timestamp&) noexcept = default;
};

/// From `a` to `b`.
/// Units: nanoseconds, modulo 2^64: right within 292 years.
/// Example: `elapsed({1, 999'999'999}, {2, 0}) == 1`
[[nodiscard]] constexpr std::int64_t elapsed(timestamp a, timestamp b) noexcept {
    const auto seconds = static_cast<std::uint64_t>(b.seconds) - static_cast<std::uint64_t>(a.seconds);
    return static_cast<std::int64_t>(seconds * 1'000'000'000 + b.nanoseconds - a.nanoseconds);
}

static_assert(elapsed({1, 999'999'999}, {2, 0}) == 1 && elapsed({2, 0}, {1, 999'999'999}) == -1);

} // namespace tcplens::inline v0_1
