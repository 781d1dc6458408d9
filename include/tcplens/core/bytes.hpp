// SPDX-License-Identifier: BSL-1.0
// Octets that belong to somebody else: the view, what converts to it, big-endian loads, and a literal.
#pragma once

#include <tcplens/version.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace tcplens::inline v0_1 {

/// Octets in memory that the library looks at and never owns.
using bytes = std::span<const std::byte>;

/// A buffer that can be looked at as octets: contiguous `std::byte`, `unsigned char` or `char`, and alive
/// after the call, that is an lvalue or a view.
/// The compiler can't check that the buffer outlives what is decoded from it.
template <class R>
concept byte_source =
    std::ranges::contiguous_range<R> && std::ranges::sized_range<R> && std::ranges::borrowed_range<R> &&
    (std::same_as<std::ranges::range_value_t<R>, std::byte> ||
     std::same_as<std::ranges::range_value_t<R>, unsigned char> || std::same_as<std::ranges::range_value_t<R>, char>);

static_assert(byte_source<const std::array<unsigned char, 4>&>);
static_assert(!byte_source<std::array<unsigned char, 4>>, "a temporary would be gone before it is read");

/// The octets of a buffer. `constexpr` where the buffer holds `std::byte`.
/// Example: `std::array<unsigned char, 1514> frame{}; const bytes octets = as_bytes(frame);`
template <byte_source R>
[[nodiscard]] constexpr bytes as_bytes(R&& source) noexcept {
    if constexpr (std::same_as<std::ranges::range_value_t<R>, std::byte>) {
        return {std::ranges::data(source), std::ranges::size(source)};
    } else {
        return {reinterpret_cast<const std::byte*>(std::ranges::data(source)), std::ranges::size(source)};
    }
}

// Big-endian is the order of every Internet header.

/// One octet. The caller has checked that it is there.
[[nodiscard]] constexpr std::uint8_t load_u8(const std::byte* at) noexcept { return static_cast<std::uint8_t>(*at); }

/// Two octets, big-endian. The caller has checked that they are there.
[[nodiscard]] constexpr std::uint16_t load_u16(const std::byte* at) noexcept {
    return static_cast<std::uint16_t>(load_u8(at) << 8 | load_u8(at + 1));
}

/// Four octets, big-endian. The caller has checked that they are there.
[[nodiscard]] constexpr std::uint32_t load_u32(const std::byte* at) noexcept {
    return std::uint32_t{load_u8(at)} << 24 | std::uint32_t{load_u8(at + 1)} << 16 |
           std::uint32_t{load_u8(at + 2)} << 8 | std::uint32_t{load_u8(at + 3)};
}

/// Eight octets, big-endian. The caller has checked that they are there.
[[nodiscard]] constexpr std::uint64_t load_u64(const std::byte* at) noexcept {
    return std::uint64_t{load_u32(at)} << 32 | load_u32(at + 4);
}

/// Four octets, little-endian, as in capture files and the BSD loopback header. The caller has checked that they are
/// there.
[[nodiscard]] constexpr std::uint32_t load_u32_little(const std::byte* at) noexcept {
    return std::uint32_t{load_u8(at)} | std::uint32_t{load_u8(at + 1)} << 8 | std::uint32_t{load_u8(at + 2)} << 16 |
           std::uint32_t{load_u8(at + 3)} << 24;
}

namespace detail {

/// Declared, never defined: its name is the diagnostic of a bad "..."_hex literal.
void hex_literal_needs_pairs_of_hexadecimal_digits();

consteval int hex_digit(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    if (c >= 'A' && c <= 'F') { return c - 'A' + 10; }
    return -1;
}

template <std::size_t N>
struct hex_text {
    char text[N]{};
    consteval hex_text(const char (&source)[N]) {
        for (std::size_t i = 0; i < N; ++i) { text[i] = source[i]; }
    }
    [[nodiscard]] consteval std::size_t digits() const {
        std::size_t count = 0;
        for (const char c : text) {
            if (hex_digit(c) >= 0) {
                ++count;
            } else if (c != ' ' && c != '\n' && c != ':' && c != '\0') {
                hex_literal_needs_pairs_of_hexadecimal_digits();
            }
        }
        if (count % 2 != 0) { hex_literal_needs_pairs_of_hexadecimal_digits(); }
        return count;
    }
};

template <hex_text Text>
consteval auto hex_octets() {
    std::array<std::byte, Text.digits() / 2> octets{};
    std::size_t seen = 0;
    for (const char c : Text.text) {
        if (const int digit = hex_digit(c); digit >= 0) {
            octets[seen / 2] = octets[seen / 2] << 4 | static_cast<std::byte>(digit);
            ++seen;
        }
    }
    return octets;
}

/// Where the octets of a literal live, so that a view of them never dangles.
template <hex_text Text>
inline constexpr auto hex_storage = hex_octets<Text>();

} // namespace detail

inline namespace literals {
/// Octets written as text, for tests and documentation; blanks, line ends and colons are skipped.
/// Example: `constexpr bytes ports = "9c40 0050"_hex;`
template <detail::hex_text Text>
[[nodiscard]] consteval bytes operator""_hex() {
    return detail::hex_storage<Text>;
}
} // namespace literals

} // namespace tcplens::inline v0_1
