// SPDX-License-Identifier: BSL-1.0
// What is read of a packet, by whoever reads it: the library, a parser written by hand, another library.
#pragma once

#include <tcplens/tcplens.hpp>

#include <array>
#include <cstdint>

namespace bench {

/// The options that today's systems send.
struct option_values {
    std::uint32_t clock = 0;
    std::uint32_t echoed_clock = 0;
    std::array<tcplens::sack_block, 4> blocks;
    std::uint16_t mss = 0;
    std::uint8_t block_count = 0;
    std::uint8_t scale = 0;
    bool sack_ok = false;

    friend constexpr bool operator==(const option_values&, const option_values&) noexcept = default;
};

struct header_values {
    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    tcplens::seq32 seq;
    tcplens::seq32 ack;
    tcplens::flag_set flags;
    std::uint16_t window = 0;
    std::uint16_t checksum = 0;
    std::uint16_t urgent_pointer = 0;
    std::uint32_t payload_size = 0;

    friend constexpr bool operator==(const header_values&, const header_values&) noexcept = default;
};

/// What a segment says; all 0 where it can't be decoded.
struct segment_values {
    header_values header;
    option_values options;

    friend constexpr bool operator==(const segment_values&, const segment_values&) noexcept = default;
};

/// The same of a frame.
struct packet_values {
    tcplens::endpoint source;
    tcplens::endpoint destination;
    segment_values segment;

    friend constexpr bool operator==(const packet_values&, const packet_values&) noexcept = default;
};

} // namespace bench
