// SPDX-License-Identifier: BSL-1.0
// What counts as a segment, and how long one is in sequence space.
#include <tcplens/core/segment.hpp>

using namespace tcplens;

// A struct of a user's, with nothing of the library's but the two types
struct minimal {
    static std::uint16_t source_port() { return 1; }
    static std::uint16_t destination_port() { return 2; }
    static seq32 seq() { return seq32{3}; }
    static seq32 ack() { return seq32{4}; }
    static flag_set flags() { return flag::ack; }
    static std::uint16_t window() { return 5; }
    static std::uint32_t payload_size() { return 6; }
};
static_assert(segment_like<minimal> && segment_like<const minimal>);

// One that gives a number where a sequence number is meant, and one with too little
struct bare_number : minimal {
    static std::uint32_t seq() { return 3; }
};
struct without_window {
    static std::uint16_t source_port() { return 1; }
    static std::uint16_t destination_port() { return 2; }
    static seq32 seq() { return seq32{3}; }
    static seq32 ack() { return seq32{4}; }
    static flag_set flags() { return flag::ack; }
    static std::uint32_t payload_size() { return 6; }
};
static_assert(!segment_like<bare_number> && !segment_like<without_window> && !segment_like<int>);

// Accessors of a segment must be const.
struct not_const : minimal {
    seq32 seq() { return seq32{3}; }
};
static_assert(!segment_like<not_const>);

// SEG.LEN: SYN and FIN count one each, whatever else is set.
constexpr std::uint32_t length(flag_set control, std::uint32_t payload) {
    return segment_length(segment_fields{.control = control, .payload_octets = payload});
}
static_assert(length({}, 0) == 0 && length(flag::ack, 0) == 0 && length(flag::rst, 0) == 0);
static_assert(length(flag::syn, 0) == 1 && length({flag::fin, flag::ack}, 0) == 1);
static_assert(length({flag::syn, flag::fin}, 10) == 12 && length({flag::psh, flag::urg, flag::ack}, 1460) == 1460);
static_assert(length(flag::fin, 0xffff'ffff) == 0, "modulo 2^32, as the numbers are");

// Fields that nobody set
static_assert(segment_fields{}.window() == 65535 && segment_fields{}.window_scale() == -1);
static_assert(segment_fields{}.flags().empty() && segment_fields{}.payload_size() == 0);

constexpr segment_fields written{
    .from_port = 50001, .to_port = 80, .seq_number = seq32{9}, .ack_number = seq32{8}, .control = flag::ack};
static_assert(written.source_port() == 50001 && written.destination_port() == 80);
static_assert(written.seq() == seq32{9} && written.ack() == seq32{8} && written.flags() == flag::ack);
