// SPDX-License-Identifier: BSL-1.0
// Addresses as text and back, as RFC 5952 and tcpdump write them.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/sink.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// The longest run of zero groups, of two at least and the first of equals.
struct zero_run {
    std::uint8_t first;
    std::uint8_t size;
};

/// The run by which groups are zero, the first group in the lowest bit.
inline constexpr auto longest_zero_run = [] {
    std::array<zero_run, 256> longest{};
    zero_run* const of = longest.data();
    of[0] = {8, 0};
    for (unsigned zeros = 1; zeros != longest.size(); ++zeros) {
        const zero_run later = of[zeros >> 1];
        const auto here = static_cast<std::uint8_t>(std::countr_one(zeros));
        const auto first = static_cast<std::uint8_t>(later.size == 0 ? 8 : later.first + 1);
        of[zeros] = here >= 2 && here >= later.size ? zero_run{0, here} : zero_run{first, later.size};
    }
    return longest;
}();

[[nodiscard]] constexpr std::array<std::uint16_t, 8> groups_of(const address& host) noexcept {
    std::array<std::uint16_t, 8> groups{};
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint64_t half = i < 4 ? host.high() : host.low();
        groups[i] = static_cast<std::uint16_t>(half >> (48 - 16 * (i % 4)));
    }
    return groups;
}

/// An octet in decimal with a dot behind it, and in the fifth place how many characters that is.
inline constexpr auto dotted_octets = [] {
    std::array<char, 2048> all{};
    char* at = all.data();
    for (std::size_t octet = 0; octet < 256; ++octet, at += 8) {
        const std::size_t zeros = octet < 10 ? 2 : octet < 100 ? 1 : 0;
        const char* const digits = digit_triples.data() + 4 * octet + zeros;
        for (std::size_t i = 0; i < 3 - zeros; ++i) { at[i] = digits[i]; }
        at[3 - zeros] = '.';
        at[4] = static_cast<char>(4 - zeros);
    }
    return all;
}();

/// Where two characters are to follow at least, which take back what is too much.
constexpr char* write_dotted(char* out, std::uint32_t octet) noexcept {
    const char* const dotted = &dotted_octets[std::size_t{octet} * 8];
    copy<4>(out, dotted);
    return out + dotted[4];
}

template <char_sink O>
constexpr O put_dotted_quad(O out, std::uint32_t bits) {
    if constexpr (std::same_as<O, char*>) {
        out = write_dotted(write_dotted(out, bits >> 24), bits >> 16 & 255U);
    } else {
        out = put(put_decimal(out, bits >> 24), '.');
        out = put(put_decimal(out, bits >> 16 & 255U), '.');
    }
    out = put(put_decimal(out, static_cast<std::uint8_t>(bits >> 8)), '.');
    return put_decimal(out, static_cast<std::uint8_t>(bits));
}

} // namespace detail

namespace detail {

template <char_sink O>
constexpr O put_groups(O out, const address& host) {
    const auto groups = groups_of(host);
    unsigned zero_groups = 0;
    for (std::size_t i = 0; i < 8; ++i) { zero_groups |= (groups[i] == 0 ? 1U : 0U) << i; }
    const zero_run zeros = longest_zero_run[zero_groups];
    const bool embeds = zeros.first == 0 && (zeros.size == 6 || (zeros.size == 5 && groups[5] == 0xffff));
    const std::size_t shown = embeds ? 6 : 8;
    for (std::size_t i = 0; i < shown; ++i) {
        if (i == zeros.first) {
            out = put(out, "::");
            i += zeros.size - 1U;
            continue;
        }
        if (i != 0 && i != zeros.first + zeros.size) { out = put(out, ':'); }
        out = put_hex(out, groups[i]);
    }
    if (!embeds) { return out; }
    if (zeros.size == 5) { out = put(out, ':'); }
    return put_dotted_quad(out, static_cast<std::uint32_t>(host.low()));
}

} // namespace detail

/// Appends an address. IPv6 in lower case, the longest run of zero groups as `::`; the last 32 bits as a dotted quad
/// where the address embeds IPv4: `::192.0.2.1`, or with `ffff` before it. What stands for a name that only a text knew
/// is `name-` and 32 digits.
/// Spec: RFC 5952 4 and 5, as tcpdump 4.99 reads them
template <char_sink O>
constexpr O render_address(O out, const address& host) {
    if (host.is_v4()) { return detail::put_dotted_quad(out, static_cast<std::uint32_t>(host.low())); }
    if (host.family() == address_family::name) {
        return put_hex(put_hex(put(out, "name-"), host.high(), 16), host.low(), 16);
    }
    return detail::put_groups(out, host);
}

namespace detail {

/// An address and a dot, where a port is to follow.
template <char_sink O>
constexpr O put_with_dot(O out, const address& host) {
    if constexpr (std::same_as<O, char*>) {
        if (host.is_v4()) {
            const auto bits = static_cast<std::uint32_t>(host.low());
            out = write_dotted(write_dotted(out, bits >> 24), bits >> 16 & 255U);
            return write_dotted(write_dotted(out, bits >> 8 & 255U), bits & 255U);
        }
    }
    return put(render_address(out, host), '.');
}

} // namespace detail

/// Appends an endpoint as `192.0.2.1:80` or `[2001:db8::1]:80`.
/// Spec: RFC 5952 6
template <char_sink O>
constexpr O render_endpoint(O out, const endpoint& end) {
    const bool v6 = end.host.family() == address_family::ipv6;
    if (v6) { out = put(out, '['); }
    out = render_address(out, end.host);
    if (v6) { out = put(out, ']'); }
    return put_decimal(put(out, ':'), end.port);
}

/// An address that may not be one.
struct parsed_address {
    address host;       ///< has a meaning where it is valid
    bool valid = false; ///< whether the words were one
};

namespace detail {

[[nodiscard]] constexpr parsed_address parse_v4(std::string_view words) noexcept {
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        std::size_t digits = 0;
        std::uint32_t value = 0;
        while (digits < words.size() && words[digits] >= '0' && words[digits] <= '9' && digits < 4) {
            value = value * 10 + static_cast<std::uint32_t>(words[digits++] - '0');
        }
        if (digits == 0 || digits > 3 || value > 255) { return {}; }
        bits = bits << 8 | value;
        words.remove_prefix(digits);
        if (part < 3) {
            if (words.empty() || words.front() != '.') { return {}; }
            words.remove_prefix(1);
        }
    }
    return {address::v4(bits), words.empty()};
}

/// Appends up to `Most` hexadecimal digits to a number, and gives what is behind; as many characters are there.
template <int Most>
constexpr const char* short_hex(const char* at, std::uint32_t& value) noexcept {
    const int digit = hex_value(*at);
    if (digit < 0) { return at; }
    value = value << 4 | static_cast<std::uint32_t>(digit);
    if constexpr (Most > 1) { return short_hex<Most - 1>(at + 1, value); }
    return at + 1;
}

/// Eight groups of an IPv6 address, of which the last are 0 as long as they aren't set.
class v6_groups {
public:
    constexpr void set(unsigned which, std::uint32_t group) noexcept {
        groups_[which ^ swap] = static_cast<std::uint16_t>(group);
    }
    [[nodiscard]] constexpr address host() const noexcept {
        const auto [high, low] = halves();
        return address::v6(high, low);
    }
    /// The address that ends with the first `count` groups of another, seven at most.
    [[nodiscard]] constexpr address host_with_end(const v6_groups& end, unsigned count) const noexcept {
        if (count == 0) { return host(); }
        const auto [high, low] = halves();
        const auto [end_high, end_low] = end.halves();
        const unsigned down = 16 * (8 - count);
        if (down >= 64) { return address::v6(high, low | end_high >> (down - 64)); }
        return address::v6(high | end_high >> down, low | end_low >> down | end_high << (64 - down));
    }

private:
    [[nodiscard]] constexpr std::array<std::uint64_t, 2> halves() const noexcept {
        return std::bit_cast<std::array<std::uint64_t, 2>>(groups_);
    }

    /// Four groups make a number as they stand in memory.
    static constexpr unsigned swap = std::endian::native == std::endian::little ? 3 : 0;
    std::array<std::uint16_t, 8> groups_{};
};

/// How many characters of an IPv6 address are looked at, with what is behind.
inline constexpr std::size_t v6_room = 48;

/// Reads an IPv6 address up to what can't be part of one, and gives what is behind; nullptr where there is none. As
/// many characters as `v6_room` are there, or a NUL among them. A dot is part of one only `WithQuad`, which reaches up
/// to `end`.
template <bool WithQuad>
constexpr const char* read_v6(const char* at, [[maybe_unused]] const char* end, address& to) noexcept {
    v6_groups front;  // of the gap, if there is one
    v6_groups groups; // behind it
    unsigned count = 0;
    unsigned room = 8;
    bool gap = false;
    if (*at == ':') {
        ++at;
        if (*at != ':') { return nullptr; }
    }
    for (;;) {
        const int first = hex_value(*at);
        if (first < 0) {
            if (gap && count == 0) { break; }
            if (gap || *at != ':') { return nullptr; }
            gap = true;
            front = groups;
            groups = {};
            room -= count;
            count = 0;
            ++at;
            continue;
        }
        [[maybe_unused]] const char* const begin = at;
        auto group = static_cast<std::uint32_t>(first);
        at = short_hex<3>(at + 1, group);
        if (WithQuad && *at == '.') {
            const parsed_address quad = parse_v4({begin, static_cast<std::size_t>(end - begin)});
            if (!quad.valid || room - count < 2) { return nullptr; }
            groups.set(count++, static_cast<std::uint32_t>(quad.host.low() >> 16));
            groups.set(count++, static_cast<std::uint32_t>(quad.host.low() & 0xffff));
            at = end;
            break;
        }
        groups.set(count++, group);
        if (count == room || *at != ':') { break; }
        ++at;
    }
    // A gap stands for one group at least.
    if (gap == (count == room)) { return nullptr; }
    to = gap ? front.host_with_end(groups, count) : groups.host();
    return at;
}

[[nodiscard]] constexpr parsed_address parse_v6(std::string_view words) noexcept {
    if (words.size() >= v6_room) { return {}; }
    std::array<char, v6_room> room{};
    for (std::size_t i = 0; i < words.size(); ++i) { room[i] = words[i]; }
    const char* const end = room.data() + words.size();
    parsed_address found;
    found.valid = read_v6<true>(room.data(), end, found.host) == end;
    return found.valid ? found : parsed_address{};
}

} // namespace detail

/// Reads an address: a dotted quad, or IPv6 in any of its spellings, without brackets or zone.
/// Spec: RFC 4291 2.2
/// Example: `parse_address("2001:db8::1").host == address::v6(0x20010db8'00000000, 1)`
[[nodiscard]] constexpr parsed_address parse_address(std::string_view words) noexcept {
    return words.find(':') != std::string_view::npos ? detail::parse_v6(words) : detail::parse_v4(words);
}

} // namespace tcplens::inline v0_1
