// SPDX-License-Identifier: BSL-1.0
// The Internet checksum: of an IPv4 header, and of a segment with its pseudo-header.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/wire/header.hpp>
#include <tcplens/wire/ip.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// A ones' complement sum, carries included, of 16-bit words.
/// Spec: RFC 1071
/// Example: `ones_complement_sum sum; sum.add(octets); use(sum.folded());`
class ones_complement_sum {
public:
    /// Adds octets; an odd one at the end counts as the upper half of a word.
    constexpr void add(bytes octets) noexcept {
        std::size_t i = 0;
        for (; i + 4 <= octets.size(); i += 4) { sum_ += load_u32(octets.data() + i); }
        if (i + 2 <= octets.size()) {
            sum_ += load_u16(octets.data() + i);
            i += 2;
        }
        if (i < octets.size()) { sum_ += std::uint32_t{load_u8(octets.data() + i)} << 8; }
    }
    /// Adds a number as two words, so a 16-bit field in host order, or a length.
    constexpr void add(std::uint32_t number) noexcept { sum_ += number; }
    /// Adds an address of either version, as the pseudo-headers have it.
    constexpr void add(const address& host) noexcept {
        for (const std::uint64_t half : {host.high(), host.low()}) {
            sum_ += half >> 32;
            sum_ += half & 0xffff'ffff;
        }
    }

    /// Units: 16 bits; 0xffff where all that was added includes a correct checksum.
    [[nodiscard]] constexpr std::uint16_t folded() const noexcept {
        std::uint64_t sum = sum_;
        while (sum >> 16 != 0) { sum = (sum & 0xffff) + (sum >> 16); }
        return static_cast<std::uint16_t>(sum);
    }

private:
    std::uint64_t sum_ = 0;
};

/// What a checksum says.
/// Spec: RFC 1071
enum class checksum_verdict : std::uint8_t {
    correct,       ///< it is what it covers
    incorrect,     ///< something it covers was changed, or the network card was to fill it in
    not_coverable, ///< it covers octets that are not there: not captured, or in another fragment
};

/// A checksum as it stands and as it should.
struct checksum_check {
    checksum_verdict verdict = checksum_verdict::not_coverable; ///< whether it is right
    std::uint16_t found = 0;                                    ///< what the header has
    std::uint16_t expected = 0; ///< has a meaning where the verdict is not not_coverable
};

namespace detail {

/// `sum` has the checksum in it that was found.
[[nodiscard]] constexpr checksum_check judge(std::uint16_t found, const ones_complement_sum& sum) noexcept {
    const std::uint16_t folded = sum.folded();
    if (folded == 0xffff || folded == 0) { return {checksum_verdict::correct, found, found}; }
    ones_complement_sum right;
    right.add(found);
    right.add(static_cast<std::uint16_t>(~folded & 0xffff));
    return {checksum_verdict::incorrect, found, right.folded()};
}

/// Where a datagram is sent to in the end: IPv4's source routes and IPv6's routing headers have it.
/// RFC 791 3.1, RFC 8200 8.1
[[nodiscard]] constexpr address final_destination(const ip_view& ip) noexcept {
    if (ip.version() == address_family::ipv4) {
        bytes options = ip.options();
        while (options.size() >= 2) {
            const std::uint8_t kind = load_u8(options.data());
            if (kind == 0) { break; }
            const std::size_t length = kind == 1 ? 1U : load_u8(options.data() + 1);
            if (length == 0 || length > options.size() || (kind != 1 && length < 2)) { break; }
            const bool source_route = kind == 131 || kind == 137;
            if (source_route && length >= 7) { return address::load_v4(options.data() + length - 4); }
            options = options.subspan(length);
        }
        return ip.destination();
    }
    const bytes octets = ip.captured();
    std::size_t at = ip.header_size();
    ip_protocol kind = ip.first_protocol();
    while (at < ip.payload_offset() && kind != ip_protocol::authentication) {
        const std::byte* const header = octets.data() + at;
        const std::uint8_t length = load_u8(header + 1);
        if (kind == ip_protocol::routing) {
            const std::uint8_t type = load_u8(header + 2);
            // Without a segment tcpdump takes what stands behind the header for the first.
            if (type == 4 && octets.size() - at >= 24) { return address::load_v6(header + 8); }
            if ((type == 0 || type == 2) && length >= 2) {
                return address::load_v6(header + 8 + (length / 2U - 1) * 16U);
            }
            break;
        }
        at += kind == ip_protocol::fragment ? 8U : (length + 1U) * 8U;
        kind = ip_protocol{load_u8(header)};
    }
    return ip.destination();
}

} // namespace detail

/// Checks an IPv4 header; IPv6 has no checksum, and is not_coverable.
/// Spec: RFC 791 3.1
[[nodiscard]] constexpr checksum_check check_header(const ip_view& ip) noexcept {
    if (ip.version() != address_family::ipv4) { return {}; }
    ones_complement_sum sum;
    sum.add(ip.captured().first(ip.header_size()));
    return detail::judge(load_u16(ip.captured().data() + 10), sum);
}

/// Checks a segment, in the datagram that it came in.
/// Shape: not_coverable for a fragment and for a segment that was not captured to its end.
/// Spec: RFC 9293 3.1, RFC 8200 8.1
/// Example: `if (check_segment(packet.ip, packet.tcp).verdict == checksum_verdict::incorrect) { ++damaged; }`
[[nodiscard]] constexpr checksum_check check_segment(const ip_view& ip, const header_view& tcp) noexcept {
    checksum_check unknown;
    unknown.found = tcp.checksum();
    if (ip.fragment().fragmented || ip.payload().size() < ip.payload_size()) { return unknown; }
    ones_complement_sum sum;
    sum.add(ip.source());
    sum.add(detail::final_destination(ip));
    sum.add(ip.payload_size());
    sum.add(static_cast<std::uint32_t>(ip_protocol::tcp));
    sum.add(ip.payload());
    return detail::judge(tcp.checksum(), sum);
}

} // namespace tcplens::inline v0_1
