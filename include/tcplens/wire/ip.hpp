// SPDX-License-Identifier: BSL-1.0
// The IP datagram around a segment: IPv4 with options, IPv6 with extension headers, fragments of both.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/result.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

namespace detail {
struct ip_decoder;
}

/// Protocol numbers that matter on the way to a segment.
/// Spec: IANA Protocol Numbers
enum class ip_protocol : std::uint8_t {
    hop_by_hop = 0,           ///< RFC 8200 4.3
    tcp = 6,                  ///< RFC 9293
    routing = 43,             ///< RFC 8200 4.4
    fragment = 44,            ///< RFC 8200 4.5
    authentication = 51,      ///< AH, RFC 4302
    no_next_header = 59,      ///< RFC 8200 4.7
    destination_options = 60, ///< RFC 8200 4.6
    mobility = 135,           ///< RFC 6275 6.1
};

/// What a total length of 0 means in IPv4. Captures on the sending machine have it in segments that the network card is
/// yet to cut.
/// Spec: RFC 791 3.1
enum class zero_length : bool {
    invalid,      ///< what it says: errc::bad_length
    to_frame_end, ///< the datagram ends where its frame does
};

/// Where a datagram's payload belongs within the datagram that it was cut from.
/// Spec: RFC 791 3.1, RFC 8200 4.5
struct fragment_info {
    bool fragmented = false;  ///< it has a fragment header (IPv6), or an offset or MF (IPv4)
    bool more = false;        ///< MF: it is not the last one
    std::uint16_t offset = 0; ///< octets before it
};

/// A decoded IP header, with the extension headers before the payload stepped over.
/// Shape: made by `decode_ip`, which has checked it.
/// Spec: RFC 791 3.1, RFC 8200 3
class ip_view {
public:
    /// IPv4 or IPv6.
    [[nodiscard]] constexpr address_family version() const noexcept { return version_; }
    /// Who sent it, by the header.
    [[nodiscard]] constexpr address source() const noexcept {
        return is_v4() ? address::load_v4(captured_.data() + 12) : address::load_v6(captured_.data() + 8);
    }
    /// Who it is sent to; with source routes the next of them.
    [[nodiscard]] constexpr address destination() const noexcept {
        return is_v4() ? address::load_v4(captured_.data() + 16) : address::load_v6(captured_.data() + 24);
    }
    /// The protocol of the payload: after the extension headers, for IPv6.
    [[nodiscard]] constexpr ip_protocol protocol() const noexcept { return protocol_; }
    /// Whether it is a fragment, and which.
    [[nodiscard]] constexpr fragment_info fragment() const noexcept { return fragment_; }
    /// Whether it is a fragment that does not hold the start of the payload.
    [[nodiscard]] constexpr bool later_fragment() const noexcept { return fragment_.offset != 0; }

    /// Units: octets of the fixed header and its options (IPv4), 40 for IPv6.
    [[nodiscard]] constexpr std::uint32_t header_size() const noexcept {
        return is_v4() ? load_u8(captured_.data()) % 16U * 4U : 40U;
    }
    /// Units: octets before the payload, extension headers included.
    [[nodiscard]] constexpr std::uint32_t payload_offset() const noexcept { return payload_offset_; }
    /// Differentiated services and ECN: the second octet of IPv4, the traffic class of IPv6.
    /// Spec: RFC 2474 3, RFC 3168 5
    [[nodiscard]] constexpr std::uint8_t traffic_class() const noexcept {
        return is_v4() ? load_u8(at(1)) : static_cast<std::uint8_t>(load_u16(at(0)) >> 4);
    }
    /// Time to live (IPv4) or hop limit (IPv6).
    /// Units: hops that were left when it was captured.
    [[nodiscard]] constexpr std::uint8_t hop_limit() const noexcept { return load_u8(at(is_v4() ? 8 : 7)); }
    /// The flow label, 20 bits; IPv6 only.
    /// Spec: RFC 6437 2
    [[nodiscard]] constexpr std::uint32_t flow_label() const noexcept { return load_u32(at(0)) & 0xf'ffff; }
    /// IPv4 only: what the fragments of one datagram have in common.
    [[nodiscard]] constexpr std::uint16_t identification() const noexcept { return load_u16(at(4)); }
    /// IPv4 only: reserved, DF and MF in the highest bits, then the offset in units of 8 octets.
    [[nodiscard]] constexpr std::uint16_t fragment_word() const noexcept { return load_u16(at(6)); }
    /// The options of IPv4; none for IPv6.
    [[nodiscard]] constexpr bytes options() const noexcept {
        return is_v4() ? captured_.subspan(20, header_size() - 20) : bytes{};
    }
    /// The octets of the extension headers, which IPv4 has too: AH.
    [[nodiscard]] constexpr bytes extensions() const noexcept {
        return captured_.subspan(header_size(), payload_offset_ - header_size());
    }
    /// The first of the extension headers; the payload's protocol where there is none.
    [[nodiscard]] constexpr ip_protocol first_protocol() const noexcept {
        return ip_protocol{load_u8(captured_.data() + (is_v4() ? 9 : 6))};
    }
    /// The payload's octets, as far as they were captured.
    [[nodiscard]] constexpr bytes payload() const noexcept { return captured_.subspan(payload_offset_); }
    /// Units: octets as sent, by the datagram's own length field.
    [[nodiscard]] constexpr std::uint32_t payload_size() const noexcept { return length_ - payload_offset_; }
    /// The datagram's octets, as far as they were captured.
    [[nodiscard]] constexpr bytes captured() const noexcept { return captured_; }
    /// Units: octets of header and payload, by the datagram's own length field.
    [[nodiscard]] constexpr std::uint32_t length() const noexcept { return length_; }
    /// How much longer the datagram says that it is than the frame that carries it; 0 for a sound one.
    /// Units: octets.
    [[nodiscard]] constexpr std::uint32_t missing() const noexcept { return missing_; }
    /// The same datagram, for IPv4 no longer than its frame.
    [[nodiscard]] constexpr ip_view within_frame() const noexcept {
        ip_view shorter = *this;
        if (is_v4() && length_ - missing_ >= captured_.size()) {
            shorter.length_ -= missing_;
            shorter.missing_ = 0;
        }
        return shorter;
    }
    /// Whether a jumbo payload option has the length, which the length field has no room for.
    /// Spec: RFC 2675 2
    [[nodiscard]] constexpr bool is_jumbo() const noexcept { return !is_v4() && length_ > 40U + 0xffffU; }

private:
    friend struct detail::ip_decoder;
    constexpr ip_view() noexcept = default;
    [[nodiscard]] constexpr bool is_v4() const noexcept { return version_ == address_family::ipv4; }
    [[nodiscard]] constexpr const std::byte* at(std::size_t offset) const noexcept { return captured_.data() + offset; }

    bytes captured_;
    std::uint32_t length_ = 0;
    std::uint32_t missing_ = 0;
    std::uint32_t payload_offset_ = 0;
    address_family version_ = address_family::ipv4;
    ip_protocol protocol_{};
    fragment_info fragment_;
};

namespace detail {

/// The steps of `decode_ip`.
struct ip_decoder {
    ip_view ip;
    decode_error fault;

    template <zero_length Zero = zero_length::invalid>
    [[nodiscard]] constexpr bool run(bytes captured, std::uint32_t wire_length) noexcept {
        if (captured.empty()) {
            return fail({wire_length == 0 ? errc::too_short : errc::truncated, layer::ip, 0, 1, 0});
        }
        const std::uint32_t version = load_u8(captured.data()) / 16U;
        if (version == 4) { return v4<Zero>(captured, wire_length); }
        if (version == 6) { return v6(captured, wire_length); }
        return fail({errc::bad_version, layer::ip, 0, 4, version});
    }

private:
    constexpr bool fail(const decode_error& why) noexcept {
        fault = why;
        return false;
    }
    constexpr bool ended(std::size_t captured, std::uint32_t sent, std::uint32_t offset,
                         std::uint32_t needed) noexcept {
        return fail({sent - offset < needed ? errc::too_short : errc::truncated, layer::ip, offset, needed,
                     static_cast<std::uint32_t>(captured) - offset});
    }

    template <zero_length Zero>
    constexpr bool v4(bytes captured, std::uint32_t wire_length) noexcept {
        if (captured.size() < 20) { return ended(captured.size(), wire_length, 0, 20); }
        const std::byte* at = captured.data();
        const std::uint32_t header = load_u8(at) % 16U * 4U;
        std::uint32_t total = load_u16(at + 2);
        if (Zero == zero_length::to_frame_end && total == 0) { total = wire_length; }
        if (header < 20) { return fail({errc::bad_header_length, layer::ip, 0, 20, header}); }
        if (total < header) { return fail({errc::bad_length, layer::ip, 2, header, total}); }
        begin(address_family::ipv4, captured, wire_length, total);
        if (ip.captured_.size() < header) { return ended(ip.captured_.size(), wire_length, 0, header); }
        const std::uint16_t fragment = load_u16(at + 6);
        ip.payload_offset_ = header;
        ip.protocol_ = ip_protocol{load_u8(at + 9)};
        ip.fragment_ = {(fragment & 0x3fff) != 0, (fragment & 0x2000) != 0,
                        static_cast<std::uint16_t>((fragment & 0x1fff) * 8)};
        return !is_extension(ip.protocol_, false) || step_over(false);
    }

    constexpr bool v6(bytes captured, std::uint32_t wire_length) noexcept {
        if (captured.size() < 40) { return ended(captured.size(), wire_length, 0, 40); }
        const std::byte* at = captured.data();
        const std::uint32_t jumbo = load_u16(at + 4) == 0 ? jumbo_payload(captured) : 0;
        begin(address_family::ipv6, captured, wire_length, 40U + (jumbo != 0 ? jumbo : load_u16(at + 4)));
        ip.payload_offset_ = 40;
        ip.protocol_ = ip_protocol{load_u8(at + 6)};
        return !is_extension(ip.protocol_, true) || step_over(true);
    }

    constexpr void begin(address_family version, bytes captured, std::uint32_t wire_length,
                         std::uint32_t length) noexcept {
        ip.version_ = version;
        ip.captured_ = captured.size() > length ? captured.first(length) : captured;
        ip.length_ = length;
        ip.missing_ = length > wire_length ? length - wire_length : 0;
    }
    /// IPv4 has only one of them.
    [[nodiscard]] static constexpr bool is_extension(ip_protocol p, bool all) noexcept {
        return p == ip_protocol::authentication ||
               (all && (p == ip_protocol::hop_by_hop || p == ip_protocol::routing || p == ip_protocol::fragment ||
                        p == ip_protocol::destination_options));
    }
    /// Moves the payload behind the extension headers.
    constexpr bool step_over(bool all) noexcept {
        while (!ip.later_fragment() && is_extension(ip.protocol_, all)) {
            const std::uint32_t here = ip.payload_offset_;
            if (ip.protocol_ == ip_protocol::hop_by_hop && here != 40) {
                return fail({errc::bad_extension, layer::ip, here, 40, here});
            }
            const std::size_t left = ip.captured_.size() - here;
            if (left < 8) { return ended(ip.captured_.size(), ip.length_, here, 8); }
            const std::byte* header = ip.captured_.data() + here;
            const std::uint32_t size = extension_size(ip.protocol_, load_u8(header + 1));
            if (left < size) { return ended(ip.captured_.size(), ip.length_, here, size); }
            if (ip.protocol_ == ip_protocol::fragment) {
                const std::uint16_t word = load_u16(header + 2);
                ip.fragment_ = {true, (word & 1) != 0, static_cast<std::uint16_t>(word & 0xfff8)};
            }
            ip.protocol_ = ip_protocol{load_u8(header)};
            ip.payload_offset_ += size;
        }
        return true;
    }
    /// Units: octets, from the header's length octet. AH counts words less two, a fragment header is fixed.
    [[nodiscard]] static constexpr std::uint32_t extension_size(ip_protocol p, std::uint8_t length) noexcept {
        if (p == ip_protocol::fragment) { return 8; }
        if (p == ip_protocol::authentication) { return (length + 2U) * 4U; }
        return (length + 1U) * 8U;
    }
    /// The length in a jumbo payload option, which stands in a hop-by-hop header right behind the fixed one; or 0.
    /// Spec: RFC 2675 2
    [[nodiscard]] static constexpr std::uint32_t jumbo_payload(bytes captured) noexcept {
        if (captured.size() < 48 || ip_protocol{load_u8(captured.data() + 6)} != ip_protocol::hop_by_hop) { return 0; }
        const std::size_t end = 40U + (load_u8(captured.data() + 41) + 1U) * 8U;
        std::size_t at = 42;
        while (at + 6 <= end && at + 6 <= captured.size()) {
            const std::uint8_t type = load_u8(captured.data() + at);
            if (type == 0xc2) {
                const std::uint32_t size = load_u32(captured.data() + at + 2);
                return size > 0xffff && size <= 0xffff'ffff - 40 ? size : 0;
            }
            at += type == 0 ? 1U : 2U + load_u8(captured.data() + at + 1);
        }
        return 0;
    }
};

} // namespace detail

/// Decodes an IP header, IPv4 or IPv6 by its version field, from a datagram of which `wire_length` octets were
/// sent in the frame (padding of the frame may follow the datagram). `Zero` is what an IPv4 total length of 0 means.
/// Errors: truncated and too_short where a header is not all there; bad_version; bad_header_length and bad_length
///         for IPv4 fields that contradict each other. `offset` counts from the datagram's first octet.
/// Spec: RFC 791 3.1, RFC 8200 3 and 4
/// Example: `if (auto ip = decode_ip(octets, 1500)) { use(ip->source()); }`
template <zero_length Zero = zero_length::invalid>
[[nodiscard]] constexpr result<ip_view> decode_ip(bytes captured, std::uint32_t wire_length) noexcept {
    detail::ip_decoder decoder;
    if (!decoder.run<Zero>(captured, wire_length)) { return decoder.fault; }
    return decoder.ip;
}

} // namespace tcplens::inline v0_1
