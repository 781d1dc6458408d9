// SPDX-License-Identifier: BSL-1.0
// Back to octets: a header's fields and options into the caller's buffer, checksum included; the inverse of `decode`.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/flags.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/core/seq.hpp>
#include <tcplens/wire/checksum.hpp>
#include <tcplens/wire/encode_options.hpp>
#include <tcplens/wire/header.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tcplens::inline v0_1 {

/// All that a TCP header says, to be written or compared.
/// Shape: the options are octets that live elsewhere, as option_octets gives them.
/// Spec: RFC 9293 3.1
/// Example: `header_fields{.source_port = 50001, .destination_port = 80, .seq = seq32{7}, .flags = flag::syn}`
struct header_fields {
    std::uint16_t source_port = 0;      ///< where it comes from
    std::uint16_t destination_port = 0; ///< where it goes to
    seq32 seq{};                        ///< SEG.SEQ
    seq32 ack{};                        ///< SEG.ACK, written whether ACK is set or not
    flag_set flags{};                   ///< all nine control bits
    std::uint8_t reserved = 0;          ///< the three bits between data offset and flags
    std::uint16_t window = 0;           ///< SEG.WND, not scaled
    std::uint16_t checksum = 0;         ///< as it is to stand in the header
    std::uint16_t urgent_pointer = 0;   ///< octets from `seq`
    bytes options{};                    ///< at most 40 octets

    /// The fields of a header, to write it again; its options as far as they were captured.
    [[nodiscard]] static constexpr header_fields of(const header_view& tcp) noexcept {
        const auto reserved = static_cast<std::uint8_t>(load_u8(tcp.captured().data() + 12) >> 1 & 7);
        return {tcp.source_port(),
                tcp.destination_port(),
                tcp.seq(),
                tcp.ack(),
                tcp.flags(),
                reserved,
                tcp.window(),
                tcp.checksum(),
                tcp.urgent_pointer(),
                tcp.options().raw()};
    }

    /// Whether all fields are equal, and the options octet for octet.
    friend constexpr bool operator==(const header_fields& a, const header_fields& b) noexcept {
        if (a.options.size() != b.options.size()) { return false; }
        for (std::size_t i = 0; i < a.options.size(); ++i) {
            if (a.options[i] != b.options[i]) { return false; }
        }
        return a.source_port == b.source_port && a.destination_port == b.destination_port && a.seq == b.seq &&
               a.ack == b.ack && a.flags == b.flags && a.reserved == b.reserved && a.window == b.window &&
               a.checksum == b.checksum && a.urgent_pointer == b.urgent_pointer;
    }
};

namespace detail {

constexpr void store_u16(std::byte* at, std::uint32_t value) noexcept {
    at[0] = static_cast<std::byte>(value >> 8 & 0xff);
    at[1] = static_cast<std::byte>(value & 0xff);
}
constexpr void store_u32(std::byte* at, std::uint32_t value) noexcept {
    store_u16(at, value >> 16);
    store_u16(at + 2, value);
}

} // namespace detail

/// The checksum that a segment should have: what stands in its own checksum field doesn't count.
/// Shape: `header` has at least the 20 octets of a fixed header.
/// Spec: RFC 9293 3.1, RFC 8200 8.1
/// Example: `use(segment_checksum(address::v4(0xc0000201), address::v4(0xc0000202), octets, payload));`
[[nodiscard]] constexpr std::uint16_t segment_checksum(const address& source, const address& destination, bytes header,
                                                       bytes payload = {}) noexcept {
    ones_complement_sum sum;
    sum.add(source);
    sum.add(destination);
    sum.add(static_cast<std::uint32_t>(header.size() + payload.size()));
    sum.add(static_cast<std::uint32_t>(ip_protocol::tcp));
    sum.add(header.first(16));
    sum.add(header.subspan(18));
    sum.add(payload);
    return static_cast<std::uint16_t>(~sum.folded() & 0xffff);
}

/// Writes a header, with the checksum that the fields have, and gives the octets that it takes.
/// Shape: options that end within a word are padded with zeros.
/// Errors: too_short if `to` is smaller than the header; bad_option_length if the options exceed 40 octets.
/// Spec: RFC 9293 3.1
/// Example: `std::array<std::byte, 60> room; auto octets = encode(fields, room);`
[[nodiscard]] constexpr result<bytes> encode(const header_fields& fields, std::span<std::byte> to) noexcept {
    if (fields.options.size() > options_room) {
        return decode_error{errc::bad_option_length, layer::option, 0, options_room,
                            static_cast<std::uint32_t>(fields.options.size())};
    }
    const std::size_t size = tcp_header_size + (fields.options.size() + 3) / 4 * 4;
    if (to.size() < size) {
        return decode_error{errc::too_short, layer::tcp, 0, static_cast<std::uint32_t>(size),
                            static_cast<std::uint32_t>(to.size())};
    }
    std::byte* const at = to.data();
    detail::store_u16(at, fields.source_port);
    detail::store_u16(at + 2, fields.destination_port);
    detail::store_u32(at + 4, fields.seq.value());
    detail::store_u32(at + 8, fields.ack.value());
    const auto words = static_cast<std::uint32_t>(size / 4);
    detail::store_u16(at + 12, words << 12 | (fields.reserved & 7U) << 9 | fields.flags.bits());
    detail::store_u16(at + 14, fields.window);
    detail::store_u16(at + 16, fields.checksum);
    detail::store_u16(at + 18, fields.urgent_pointer);
    std::size_t i = tcp_header_size;
    for (const std::byte octet : fields.options) { at[i++] = octet; }
    while (i < size) { at[i++] = std::byte{0}; }
    return bytes{to.data(), size};
}

/// Writes a header with the checksum that its segment has between two hosts.
/// Errors: too_short if `to` is smaller than the header; bad_option_length if the options exceed 40 octets.
/// Spec: RFC 9293 3.1, RFC 8200 8.1
/// Example: `auto octets = encode(fields, address::v4(0xc0000201), address::v4(0xc0000202), payload, room);`
[[nodiscard]] constexpr result<bytes> encode(const header_fields& fields, const address& source,
                                             const address& destination, bytes payload,
                                             std::span<std::byte> to) noexcept {
    const result<bytes> header = encode(fields, to);
    if (header) { detail::store_u16(to.data() + 16, segment_checksum(source, destination, *header, payload)); }
    return header;
}

} // namespace tcplens::inline v0_1
