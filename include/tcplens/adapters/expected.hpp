// SPDX-License-Identifier: BSL-1.0
// To std::expected and back, for its and_then and or_else. Empty where the standard library has no <expected>.
#pragma once

#include <tcplens/core/error.hpp>
#include <tcplens/core/result.hpp>

#include <version>

#if defined(__cpp_lib_expected)
#include <expected>

namespace tcplens::inline v0_1 {

/// The same value, or the same error.
/// Example: `const std::expected tcp = to_expected(decode(octets)); use(tcp ? tcp->window() : 0);`
template <class T>
[[nodiscard]] constexpr std::expected<T, decode_error> to_expected(const result<T>& from) noexcept {
    if (from) { return *from; }
    return std::unexpected{from.error()};
}

/// The way back.
/// Errors: the same error.
template <class T>
[[nodiscard]] constexpr result<T> to_result(const std::expected<T, decode_error>& from) noexcept {
    if (from) { return *from; }
    return from.error();
}

static_assert(to_result(to_expected(result<int>{7})).value_or(0) == 7);

} // namespace tcplens::inline v0_1
#endif
