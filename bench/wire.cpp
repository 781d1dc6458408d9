// SPDX-License-Identifier: BSL-1.0
// From bytes to fields: options, header, frame.
#include "by_hand.hpp"
#include "counters.hpp"
#include "segments.hpp"
#include "values.hpp"

namespace {

using namespace tcplens;
using bench::header_values;
using bench::option_set;
using bench::option_values;
using bench::packet_values;
using bench::segment_values;

/// One option after the other, through the lazy view.
void walk(const options_view& options, option_values& to) {
    for (const option o : options) {
        switch (o.kind()) {
        case option_kind::mss:
            if (const auto mss = maximum_segment_size::read(o)) { to.mss = mss->octets; }
            break;
        case option_kind::window_scale:
            if (const auto scale = window_scale::read(o)) { to.scale = scale->shift; }
            break;
        case option_kind::sack_permitted: to.sack_ok = sack_permitted::read(o).has_value(); break;
        case option_kind::sack:
            if (const auto blocks = sack::read(o); blocks && blocks->size() <= to.blocks.size()) {
                to.block_count = static_cast<std::uint8_t>(blocks->size());
                for (std::size_t i = 0; i < blocks->size(); ++i) { to.blocks[i] = (*blocks)[i]; }
            }
            break;
        case option_kind::timestamps:
            if (const auto clock = timestamps::read(o)) {
                to.clock = clock->value;
                to.echoed_clock = clock->echo_reply;
            }
            break;
        default: break;
        }
    }
}

/// The library's own words for the same: it leaves SACK blocks where they stand.
struct segment_fields_read {
    header_values header;
    usual_options options;
};
struct packet_fields_read {
    endpoint source;
    endpoint destination;
    segment_fields_read segment;
};

segment_values values_of(const segment_fields_read& from) {
    const usual_options& usual = from.options;
    segment_values values{from.header, {}};
    values.options.clock = usual.timestamps.value;
    values.options.echoed_clock = usual.timestamps.echo_reply;
    values.options.mss = usual.mss.octets;
    values.options.scale = usual.window_scale.shift;
    values.options.sack_ok = usual.has(option_kind::sack_permitted);
    values.options.block_count = static_cast<std::uint8_t>(usual.sack.size());
    for (std::size_t i = 0; i < usual.sack.size(); ++i) { values.options.blocks[i] = usual.sack[i]; }
    return values;
}
packet_values values_of(const packet_fields_read& from) {
    return {from.source, from.destination, values_of(from.segment)};
}

[[gnu::always_inline]] inline header_values read(const header_view& tcp) {
    return {tcp.source_port(), tcp.destination_port(), tcp.seq(),         tcp.ack(), tcp.flags(), tcp.window(),
            tcp.checksum(),    tcp.urgent_pointer(),   tcp.payload_size()};
}

/// A frame, or the segment in one: what of it was captured, and how long it was.
struct cut_octets {
    bytes captured;
    std::uint32_t wire_length = 0;
};

std::vector<cut_octets> segments_of(const std::vector<packet_view>& packets) {
    std::vector<cut_octets> segments;
    for (const packet_view& packet : packets) { segments.push_back({packet.tcp.captured(), packet.tcp.wire_length()}); }
    return segments;
}

/// What the loop costs without the library: to be subtracted in thought.
void loop_alone(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::data, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    bench::measure_each(state, segments, [](const cut_octets& segment) { return segment.captured.data(); });
}

void decode_fixed_header(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::data, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    bench::measure_each(state, segments, [](const cut_octets& segment) {
        const auto tcp = decode(segment.captured, segment.wire_length);
        return tcp ? read(*tcp) : header_values{};
    });
}

/// The library, and the same by hand. Both give zeros where there is no whole header.
struct library {
    using segment_type = segment_fields_read;
    using packet_type = packet_fields_read;

    static segment_type read_segment(const cut_octets& from) {
        const auto tcp = decode(from.captured, from.wire_length);
        return tcp ? segment_type{read(*tcp), read_usual(tcp->options())} : segment_type{};
    }
    static packet_type read_frame(const cut_octets& from) {
        const auto packet = decode_frame(link_type::ethernet, from.captured, from.wire_length);
        if (!packet) { return {}; }
        return {packet->source(), packet->destination(), {read(packet->tcp), read_usual(packet->tcp.options())}};
    }
};
struct by_hand {
    static segment_values read_segment(const cut_octets& from) {
        segment_values values;
        bench::by_hand::read_segment(bench::by_hand::whole(from.captured, from.wire_length), values);
        return values;
    }
    static packet_values read_frame(const cut_octets& from) {
        packet_values values;
        bench::by_hand::read_frame(bench::by_hand::whole(from.captured, from.wire_length), values);
        return values;
    }
};

/// Whether both read the same of each sample, however much of it was captured.
template <class Read, class Other>
[[gnu::noinline]] bool agree(const std::vector<cut_octets>& samples, Read read, Other other) {
    for (const cut_octets& sample : samples) {
        for (std::size_t size = 0; size <= sample.captured.size(); ++size) {
            const cut_octets cut{sample.captured.first(size), sample.wire_length};
            const auto values = other(cut);
            const bool found = values != decltype(values){};
            if (values_of(read(cut)) != values || (size == sample.captured.size() && !found)) { return false; }
        }
    }
    return true;
}

template <class Parser>
void header_row(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    const auto segments = segments_of(bench::decode_all(frames));
    if (!agree(segments, library::read_segment, by_hand::read_segment)) {
        return bench::fail(state, "the parsers disagree");
    }
    bench::measure_each(state, segments, [](const cut_octets& segment) { return Parser::read_segment(segment); });
}

template <class Parser>
void frame_row(benchmark::State& state, address_family version, option_set options) {
    const auto made = bench::make_frames(options, version);
    std::vector<cut_octets> frames;
    for (const bench::frame& frame : made) { frames.push_back({frame.headers.view(), frame.wire_length}); }
    if (!agree(frames, library::read_frame, by_hand::read_frame)) { return bench::fail(state, "the parsers disagree"); }
    bench::measure_each(state, frames, [](const cut_octets& frame) { return Parser::read_frame(frame); });
}

void walk_options(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    const auto packets = bench::decode_all(frames);
    std::vector<options_view> views;
    for (const packet_view& packet : packets) { views.push_back(packet.tcp.options()); }
    bench::measure_each(state, views, [](const options_view& view) {
        option_values values;
        walk(view, values);
        return values;
    });
}

/// The last option of a SYN.
void find_option(benchmark::State& state) {
    const auto frames = bench::make_frames(option_set::syn, address_family::ipv4);
    const auto packets = bench::decode_all(frames);
    bench::measure_each(state, packets, [](const packet_view& packet) { return packet.tcp.window_scale(); });
}

void decode_header(benchmark::State& state, option_set options) { header_row<library>(state, options); }
void decode_header_by_hand(benchmark::State& state, option_set options) { header_row<by_hand>(state, options); }
void decode_frame(benchmark::State& state, address_family version, option_set options) {
    frame_row<library>(state, version, options);
}
void decode_frame_by_hand(benchmark::State& state, address_family version, option_set options) {
    frame_row<by_hand>(state, version, options);
}

BENCHMARK(loop_alone)->Apply(bench::iterations);
BENCHMARK(decode_fixed_header)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header, sack, option_set::sack)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header_by_hand, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header_by_hand, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header_by_hand, sack, option_set::sack)->Apply(bench::iterations);
BENCHMARK_CAPTURE(walk_options, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(walk_options, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK(find_option)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv4_data, address_family::ipv4, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv4_syn, address_family::ipv4, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame, ipv6_data, address_family::ipv6, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame_by_hand, ipv4_data, address_family::ipv4, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame_by_hand, ipv4_syn, address_family::ipv4, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame_by_hand, ipv6_data, address_family::ipv6, option_set::data)->Apply(bench::iterations);

} // namespace
