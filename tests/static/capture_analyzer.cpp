// SPDX-License-Identifier: BSL-1.0
// One pass for any number of analyzers: who sees what, and in which order.
#include <tcplens/capture/analyzer.hpp>

#include "../packets.hpp"

#include <array>
#include <iterator>
#include <ranges>

using namespace tcplens;
using packets::octets;

// Sources
using four_frames = std::array<captured_frame, 4>;
static_assert(frame_source<four_frames> && frame_source<std::span<const captured_frame>>);
static_assert(!frame_source<std::array<int, 4>> && !frame_source<captured_frame>);
static_assert(segment_source<decoded_frames<four_frames>> && segment_source<std::span<captured<segment_fields>>>);
static_assert(!segment_source<four_frames> && !segment_source<std::span<captured<int>>>);
static_assert(std::input_iterator<decoded_frames<four_frames>::iterator>);
static_assert(std::same_as<std::ranges::range_value_t<decoded_frames<four_frames>>, captured<packet_view>>);

// Analyzers: one that counts both, one that wants segments only, one that takes any kind, one that is none
struct counter {
    int segments = 0;
    int faults = 0;
    constexpr void on_segment(const captured<segment_fields>&) { ++segments; }
    constexpr void on_fault(const captured<segment_fields>&) { ++faults; }
};
struct last_seq {
    seq32 seen{};
    constexpr void on_segment(const auto& element) { seen = element.segment->seq(); }
};
struct deaf {
    void on_frame(const captured<segment_fields>&) {}
};
static_assert(analyzer<counter, captured<segment_fields>> && !analyzer<counter, captured<packet_view>>);
static_assert(analyzer<last_seq, captured<segment_fields>> && analyzer<last_seq, captured<packet_view>>);
static_assert(!analyzer<deaf, captured<segment_fields>>);

// A list of segments and a fault is a source, too.
constexpr decode_error fault{errc::not_ip, layer::link, 12, 0, 0x0806};
constexpr std::array<captured<segment_fields>, 4> elements{{
    {{}, segment_fields{.seq_number = seq32{1}}},
    {{}, fault},
    {{}, segment_fields{.seq_number = seq32{3}}},
    {{}, segment_fields{.seq_number = seq32{2}}},
}};
static_assert([] {
    counter all;
    last_seq last;
    run(elements, all, last);
    return all.segments == 3 && all.faults == 1 && last.seen == seq32{2};
}());
static_assert([] {
    counter first;
    show(elements[1], first);
    last_seq unmoved;
    show(elements[1], unmoved);
    return first.segments == 0 && first.faults == 1 && unmoved.seen == seq32{0};
}());

// Frames, decoded on the way: a SYN, an ARP packet, a SYN cut in its header
constexpr octets syn = packets::ethernet_ipv4 + packets::ipv4 + packets::syn;
constexpr octets arp = "ffff ffff ffff 0200 0000 0001 0806 0001"_hex;
constexpr four_frames capture{{
    {1, {1, 0}, link_type::ethernet, syn.all(), 74},
    {2, {2, 0}, link_type::ethernet, arp.all(), 42},
    {3, {3, 0}, link_type::ethernet, syn.first(50), 74},
    {4, {4, 0}, link_type{105}, syn.all(), 74},
}};
static_assert(decode(capture[0]).segment->source_port() == 50001 && decode(capture[0]).frame.number == 1);
static_assert(decode(capture[1]).segment.error() == decode_error{errc::not_ip, layer::link, 12, 0, 0x0806});
static_assert(decode(capture[2]).segment.error() == decode_error{errc::truncated, layer::tcp, 34, 20, 16});
static_assert(decode(capture[3]).segment.error() == decode_error{errc::unknown_link_type, layer::link, 0, 0, 105});

struct diary {
    std::array<std::uint64_t, 4> read{};
    std::array<errc, 4> failed{};
    constexpr void on_segment(const captured<packet_view>& element) {
        read[element.frame.number - 1] = element.frame.number;
    }
    constexpr void on_fault(const captured<packet_view>& element) {
        failed[element.frame.number - 1] = element.segment.error().code;
    }
};
static_assert([] {
    diary d;
    run(decoded_frames{capture}, d);
    return d.read == std::array<std::uint64_t, 4>{1, 0, 0, 0} && d.failed[1] == errc::not_ip &&
           d.failed[2] == errc::truncated && d.failed[3] == errc::unknown_link_type;
}());
