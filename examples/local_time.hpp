// SPDX-License-Identifier: BSL-1.0
// The local time zone, which the library leaves to its users.
#pragma once

#include <cstdint>
#include <ctime>

namespace examples {

/// Seconds east of Greenwich at a moment, where the program runs.
inline std::int64_t utc_offset(std::int64_t seconds) {
    const auto moment = static_cast<std::time_t>(seconds);
    const std::tm* found = std::localtime(&moment);
    if (found == nullptr) { return 0; }
    const std::tm here = *found;
    found = std::gmtime(&moment);
    if (found == nullptr) { return 0; }
    const std::int64_t days =
        here.tm_year != found->tm_year ? here.tm_year - found->tm_year : here.tm_yday - found->tm_yday;
    return days * 86400 + (here.tm_hour - found->tm_hour) * 3600 + (here.tm_min - found->tm_min) * 60 +
           (here.tm_sec - found->tm_sec);
}

} // namespace examples
