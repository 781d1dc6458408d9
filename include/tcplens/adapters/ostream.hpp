// SPDX-License-Identifier: BSL-1.0
// To streams: `std::cout << flags`.
#pragma once

#include <tcplens/adapters/printable.hpp>

#include <iterator>
#include <ostream>
#include <string>

namespace tcplens::inline v0_1 {

/// Appends to a stream, with its width and fill, as a string would.
/// Cost: allocates for what is longer than a short string.
/// Example: `std::cout << packet.source() << ' ' << packet.flags() << '\n';`
template <printable T>
std::ostream& operator<<(std::ostream& to, const T& value) {
    std::string words;
    detail::print(std::back_inserter(words), value);
    return to << words;
}

static_assert(requires(std::ostream& to, const state& s) { to << s; });

} // namespace tcplens::inline v0_1
