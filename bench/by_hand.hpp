// SPDX-License-Identifier: BSL-1.0
// The parser that one writes by hand for these fields alone: what the library is measured against.
#pragma once

#include "values.hpp"

#include <cstddef>
#include <cstdint>

namespace bench::by_hand {

/// What is left of a packet: where, how much was captured and how much sent.
struct remainder {
    const unsigned char* at = nullptr;
    std::size_t captured = 0;
    std::uint32_t sent = 0;
};

[[nodiscard]] inline remainder whole(tcplens::bytes captured, std::uint32_t sent) noexcept {
    return {reinterpret_cast<const unsigned char*>(captured.data()), captured.size(), sent};
}

[[nodiscard]] inline std::uint16_t u16(const unsigned char* at) noexcept {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
[[nodiscard]] inline std::uint32_t u32(const unsigned char* at) noexcept {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | std::uint32_t{at[3]};
}
[[nodiscard]] inline std::uint64_t u64(const unsigned char* at) noexcept {
    return std::uint64_t{u32(at)} << 32 | u32(at + 4);
}

/// Stops at EOL and at an option that isn't whole; steps over one of unknown kind or wrong length.
inline void read_options(const unsigned char* at, const unsigned char* const end, option_values& to) noexcept {
    while (at != end) {
        if (*at == 0) { return; }
        if (*at == 1) {
            ++at;
            continue;
        }
        if (end - at < 2 || at[1] < 2 || at[1] > end - at) { return; }
        const unsigned size = at[1];
        switch (*at) {
        case 2:
            if (size == 4) { to.mss = u16(at + 2); }
            break;
        case 3:
            if (size == 3) { to.scale = at[2]; }
            break;
        case 4: to.sack_ok = size == 2; break;
        case 5:
            if (size >= 10 && size <= 34 && size % 8 == 2) {
                to.block_count = static_cast<std::uint8_t>(size / 8);
                for (unsigned i = 0; i < to.block_count; ++i) {
                    const unsigned char* const block = at + 2 + std::size_t{8} * i;
                    to.blocks[i] = {tcplens::seq32{u32(block)}, tcplens::seq32{u32(block + 4)}};
                }
            }
            break;
        case 8:
            if (size == 10) {
                to.clock = u32(at + 2);
                to.echoed_clock = u32(at + 6);
            }
            break;
        default: break;
        }
        at += size;
    }
}

/// Whether there is a TCP header, which is then in `to`.
inline bool read_segment(const remainder& from, segment_values& to) noexcept {
    if (from.captured < 20) { return false; }
    const unsigned char* const at = from.at;
    const unsigned size = at[12] / 16U * 4U;
    if (size < 20 || size > from.sent) { return false; }
    to.header.source_port = u16(at);
    to.header.destination_port = u16(at + 2);
    to.header.seq = tcplens::seq32{u32(at + 4)};
    to.header.ack = tcplens::seq32{u32(at + 8)};
    to.header.flags = tcplens::flag_set::from_bits(u16(at + 12));
    to.header.window = u16(at + 14);
    to.header.checksum = u16(at + 16);
    to.header.urgent_pointer = u16(at + 18);
    to.header.payload_size = from.sent - size;
    read_options(at + 20, at + (size < from.captured ? size : from.captured), to.options);
    return true;
}

inline bool read_ipv4(remainder from, packet_values& to) noexcept {
    if (from.captured < 20 || from.at[0] / 16 != 4) { return false; }
    const unsigned size = from.at[0] % 16U * 4U;
    const unsigned total = u16(from.at + 2);
    if (size < 20 || total < size) { return false; }
    if (from.captured > total) { from.captured = total; }
    if (from.captured < size || (u16(from.at + 6) & 0x1fff) != 0 || from.at[9] != 6) { return false; }
    if (!read_segment({from.at + size, from.captured - size, total - size}, to.segment)) { return false; }
    to.source = {tcplens::address::v4(u32(from.at + 12)), to.segment.header.source_port};
    to.destination = {tcplens::address::v4(u32(from.at + 16)), to.segment.header.destination_port};
    return true;
}

/// Without extension headers.
inline bool read_ipv6(remainder from, packet_values& to) noexcept {
    if (from.captured < 40 || from.at[0] / 16 != 6 || from.at[6] != 6) { return false; }
    const unsigned total = 40U + u16(from.at + 4);
    if (from.captured > total) { from.captured = total; }
    if (!read_segment({from.at + 40, from.captured - 40, total - 40}, to.segment)) { return false; }
    to.source = {tcplens::address::v6(u64(from.at + 8), u64(from.at + 16)), to.segment.header.source_port};
    to.destination = {tcplens::address::v6(u64(from.at + 24), u64(from.at + 32)), to.segment.header.destination_port};
    return true;
}

/// Ethernet, VLAN tags included, without 802.3 lengths.
inline bool read_frame(remainder from, packet_values& to) noexcept {
    if (from.captured > from.sent || from.captured < 14) { return false; }
    unsigned size = 14;
    std::uint16_t type = u16(from.at + 12);
    while (type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200) {
        if (from.captured < size + 4) { return false; }
        type = u16(from.at + size + 2);
        size += 4;
    }
    from = {from.at + size, from.captured - size, from.sent - size};
    if (type == 0x0800) { return read_ipv4(from, to); }
    return type == 0x86dd && read_ipv6(from, to);
}

} // namespace bench::by_hand
