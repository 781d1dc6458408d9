// SPDX-License-Identifier: BSL-1.0
// A segment without a window.
// error: segment_like
// error: segment\.window\(\)
#include <tcplens/core/segment.hpp>

struct windowless {
    std::uint16_t source_port() const;
    std::uint16_t destination_port() const;
    tcplens::seq32 seq() const;
    tcplens::seq32 ack() const;
    tcplens::flag_set flags() const;
    std::uint32_t payload_size() const;
};
std::uint32_t length = tcplens::segment_length(windowless{});
