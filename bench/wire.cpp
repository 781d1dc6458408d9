// SPDX-License-Identifier: BSL-1.0
// From bytes to fields: options, header, frame.
#include "counters.hpp"
#include "segments.hpp"

namespace {

using namespace tcplens;
using bench::option_set;

struct option_values {
    timestamps clock;
    maximum_segment_size mss;
    window_scale scale;
    bool sack_ok = false;
    std::uint8_t padding = 0;
};

option_values read(const options_view& options) {
    option_values values;
    for (const option o : options) {
        switch (o.kind()) {
        case option_kind::nop: ++values.padding; break;
        case option_kind::mss:
            if (const auto mss = maximum_segment_size::read(o)) { values.mss = *mss; }
            break;
        case option_kind::window_scale:
            if (const auto scale = window_scale::read(o)) { values.scale = *scale; }
            break;
        case option_kind::sack_permitted: values.sack_ok = sack_permitted::read(o).has_value(); break;
        case option_kind::timestamps:
            if (const auto clock = timestamps::read(o)) { values.clock = *clock; }
            break;
        default: break;
        }
    }
    return values;
}

struct header_values {
    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    seq32 seq;
    seq32 ack;
    flag_set flags;
    std::uint16_t window = 0;
    std::uint16_t checksum = 0;
    std::uint16_t urgent_pointer = 0;
    std::uint32_t payload_size = 0;
};

header_values read(const header_view& tcp) {
    return {tcp.source_port(), tcp.destination_port(), tcp.seq(),         tcp.ack(), tcp.flags(), tcp.window(),
            tcp.checksum(),    tcp.urgent_pointer(),   tcp.payload_size()};
}

/// What a segment says; all 0 where it can't be decoded.
struct segment_values {
    header_values header;
    option_values options;
};

struct packet_values {
    endpoint source;
    endpoint destination;
    segment_values segment;
};

/// The octets of a frame's TCP header, and how long the segment was.
struct segment_octets {
    bytes captured;
    std::uint32_t wire_length = 0;
};

std::vector<segment_octets> segments_of(const std::vector<packet_view>& packets) {
    std::vector<segment_octets> segments;
    for (const packet_view& packet : packets) { segments.push_back({packet.tcp.captured(), packet.tcp.wire_length()}); }
    return segments;
}

/// What the loop costs without the library: to be subtracted in thought.
void loop_alone(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::data, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    bench::measure_each(state, segments, [](const segment_octets& segment) { return segment.captured.data(); });
}

void decode_fixed_header(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::data, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    bench::measure_each(state, segments, [](const segment_octets& segment) {
        const auto tcp = decode(segment.captured, segment.wire_length);
        return tcp ? read(*tcp) : header_values{};
    });
}

void decode_header(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    bench::measure_each(state, segments, [](const segment_octets& segment) {
        const auto tcp = decode(segment.captured, segment.wire_length);
        return tcp ? segment_values{read(*tcp), read(tcp->options())} : segment_values{};
    });
}

void walk_options(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    const auto packets = bench::decode_all(frames);
    std::vector<options_view> views;
    for (const packet_view& packet : packets) { views.push_back(packet.tcp.options()); }
    bench::measure_each(state, views, [](const options_view& view) { return read(view); });
}

/// The last option of a SYN.
void find_option(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::syn, address_family::ipv4);
    const auto packets = bench::decode_all(frames);
    bench::measure_each(state, packets, [](const packet_view& packet) { return packet.tcp.window_scale(); });
}

void decode_frame(benchmark::State& state, address_family version, option_set options) {
    const auto frames = bench::make_frames(options, version);
    bench::measure_each(state, frames, [](const bench::frame& frame) {
        const auto packet = tcplens::decode_frame(link_type::ethernet, frame.headers.view(), frame.wire_length);
        if (!packet) { return packet_values{}; }
        return packet_values{packet->source(), packet->destination(), {read(packet->tcp), read(packet->tcp.options())}};
    });
}

BENCHMARK(loop_alone)->Apply(bench::iterations);
BENCHMARK(decode_fixed_header)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(walk_options, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(walk_options, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK(find_option)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv4_data, address_family::ipv4, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv4_syn, address_family::ipv4, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv6_data, address_family::ipv6, option_set::data)->Apply(bench::iterations);

} // namespace
