// SPDX-License-Identifier: BSL-1.0
// When something was captured.
#pragma once

#include <cstdint>

namespace tcplens::inline v0_1 {

/// A moment.
/// Units: seconds since 1970-01-01 UTC, and nanoseconds, of which a damaged capture may give more than a second.
struct timestamp {
    std::int64_t seconds = 0;
    std::uint64_t nanoseconds = 0;

    friend constexpr bool operator==(const timestamp&, const timestamp&) noexcept = default;
};

/// From `a` to `b`.
/// Units: nanoseconds.
[[nodiscard]] constexpr std::int64_t elapsed(timestamp a, timestamp b) noexcept {
    return (b.seconds - a.seconds) * 1'000'000'000 + static_cast<std::int64_t>(b.nanoseconds) -
           static_cast<std::int64_t>(a.nanoseconds);
}

static_assert(elapsed({1, 999'999'999}, {2, 0}) == 1);

} // namespace tcplens::inline v0_1
