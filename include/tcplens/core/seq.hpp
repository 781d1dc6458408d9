// SPDX-License-Identifier: BSL-1.0
// Sequence numbers modulo 2^32: questions with names instead of an order that they don't have.
#pragma once

#include <tcplens/version.hpp>

#include <compare>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// A TCP sequence or acknowledgment number. `<` is deleted: on a circle it is neither total nor transitive.
/// Units: octets of one direction's stream, SYN and FIN counting as one each.
/// Spec: RFC 9293 3.4
class seq32 {
public:
    /// Zero.
    constexpr seq32() noexcept = default;
    /// From the number as the header has it, in host order. Explicit, so that no integer is taken for one.
    constexpr explicit seq32(std::uint32_t value) noexcept : value_{value} {}

    /// The number as the header has it, in host order.
    [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }

    friend constexpr bool operator==(seq32, seq32) noexcept = default;
    /// Deleted: ask `precedes`, `distance` or `in_window`.
    friend auto operator<=>(seq32, seq32) = delete;

    /// So many octets further on, modulo 2^32.
    friend constexpr seq32 operator+(seq32 s, std::uint32_t octets) noexcept { return seq32{s.value_ + octets}; }
    /// So many octets back, modulo 2^32.
    friend constexpr seq32 operator-(seq32 s, std::uint32_t octets) noexcept { return seq32{s.value_ - octets}; }
    /// Octets from `b` forward to `a`, modulo 2^32.
    friend constexpr std::uint32_t operator-(seq32 a, seq32 b) noexcept { return a.value_ - b.value_; }

private:
    std::uint32_t value_ = 0;
};

/// The shorter way from `a` to `b`: positive when `b` lies ahead.
/// Shape: exactly half the circle is -2^31, the distance at which neither precedes the other.
/// Spec: RFC 1982 3.2
/// Example: `distance(seq32{0xffff'ffff}, seq32{1}) == 2`
[[nodiscard]] constexpr std::int32_t distance(seq32 a, seq32 b) noexcept { return static_cast<std::int32_t>(b - a); }

/// Whether the two are half the circle apart, so that no order can be told.
/// Spec: RFC 1982 3.2
[[nodiscard]] constexpr bool unordered(seq32 a, seq32 b) noexcept { return b - a == 0x8000'0000; }

/// Whether `a` comes before `b`; false when they are equal or unordered.
/// Spec: RFC 9293 3.4, RFC 1982 3.2
/// Example: `precedes(seq32{0xffff'ffff}, seq32{0})`
[[nodiscard]] constexpr bool precedes(seq32 a, seq32 b) noexcept { return distance(a, b) > 0; }

/// Whether `s` lies in the `size` numbers that begin with `first`.
/// Spec: RFC 9293 3.4, the window test RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND
/// Example: `in_window(seq32{5}, seq32{0xffff'fff0}, 64)`
[[nodiscard]] constexpr bool in_window(seq32 s, seq32 first, std::uint32_t size) noexcept { return s - first < size; }

/// The 64-bit offset of `s` from `base` that lies nearest to `reference`, an offset known to be close.
/// Units: octets; 0 is `base` itself (with an ISN as base, 1 is the first octet of data), negative lies before it.
/// Shape: at exactly half the circle from the reference the lower offset.
/// Spec: RFC 9293 3.4 (numbers are compared modulo 2^32)
/// Example: `unwrap(seq32{4}, seq32{0xffff'fff0}, 0) == 20`
[[nodiscard]] constexpr std::int64_t unwrap(seq32 s, seq32 base, std::int64_t reference) noexcept {
    const auto reference_low = static_cast<std::uint32_t>(static_cast<std::uint64_t>(reference));
    return reference + distance(base + reference_low, s);
}

/// Unwraps the numbers of one stream in turn: each reading is the reference of the next.
/// Example: `unwrapper place{header.seq()}; use(place(header.seq() + 1448));`
class unwrapper {
public:
    /// Counts from this number; the first reading is the offset that lies nearest to it.
    constexpr explicit unwrapper(seq32 base) noexcept : base_{base} {}

    /// The offset of `s` nearest to the last reading; becomes the last reading.
    [[nodiscard]] constexpr std::int64_t operator()(seq32 s) noexcept { return last_ = unwrap(s, base_, last_); }

private:
    seq32 base_;
    std::int64_t last_ = 0;
};

static_assert(precedes(seq32{0xffff'ffff}, seq32{0}) && !precedes(seq32{0}, seq32{0x8000'0000}));
static_assert(unwrap(seq32{4}, seq32{0xffff'fff0}, 0) == 20);
static_assert(unwrap(seq32{0}, seq32{1}, 0) == -1);

} // namespace tcplens::inline v0_1
