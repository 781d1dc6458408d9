// SPDX-License-Identifier: BSL-1.0
// A value or the decode_error that kept it from being one; spelled like std::expected, minus what throws.
#pragma once

#include <tcplens/core/error.hpp>

#include <type_traits>

namespace tcplens::inline v0_1 {

/// What a decoder returns.
/// Shape: `*r` and `r->` are for a result that holds a value, `r.error()` for one that does not; asking the
///        wrong one is undefined, as with std::expected.
/// Example: `if (auto header = decode(octets)) use(header->seq()); else report(header.error());`
template <class T>
class [[nodiscard]] result {
    // Not a constraint: a type may name its own result while it is still incomplete.
    static_assert(std::is_trivially_copyable_v<T>, "a result holds a trivially copyable value");

public:
    /// What it holds where all went well.
    using value_type = T;
    /// What it holds else.
    using error_type = decode_error;

    /// Success.
    constexpr result(const T& value) noexcept : value_{value}, has_value_{true} {}
    /// Failure.
    constexpr result(const decode_error& error) noexcept : error_{error}, has_value_{false} {}

    /// Whether all went well.
    [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
    /// The same.
    constexpr explicit operator bool() const noexcept { return has_value_; }

    /// The value; only where there is one.
    [[nodiscard]] constexpr const T& operator*() const& noexcept { return value_; }
    /// By value, so that `for (auto frame : *open(...))` doesn't outlive what it looks at.
    [[nodiscard]] constexpr T operator*() && noexcept { return value_; }
    /// To a member of the value; only where there is one.
    [[nodiscard]] constexpr const T* operator->() const noexcept { return &value_; }
    /// What went wrong; only where there is no value.
    [[nodiscard]] constexpr const decode_error& error() const noexcept { return error_; }

    /// The value, or else this one.
    [[nodiscard]] constexpr T value_or(const T& fallback) const noexcept { return has_value_ ? value_ : fallback; }

private:
    // NOLINTBEGIN(readability-identifier-naming): members of an anonymous union are the class's own
    union {
        T value_;
        decode_error error_;
    };
    // NOLINTEND(readability-identifier-naming)
    bool has_value_;
};

static_assert(*result<int>{7} == 7);
static_assert(result<int>{decode_error{errc::truncated, layer::tcp, 0, 20, 3}}.error().needed == 20);

} // namespace tcplens::inline v0_1
