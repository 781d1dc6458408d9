// SPDX-License-Identifier: BSL-1.0
// From a capture image to frames, and all the way to lines with states.
#include "counters.hpp"
#include "segments.hpp"

namespace {

using namespace tcplens;

/// A pcap file with `records` frames.
std::vector<std::byte> make_capture(std::uint32_t records) {
    std::vector<std::byte> file;
    const auto append = [&](const bench::octets& more) {
        for (const std::byte octet : more.view()) { file.push_back(octet); }
    };
    bench::octets head;
    for (const std::uint32_t word : {0xa1b2'c3d4U, 0x0004'0002U, 0U, 0U, 262144U, 1U}) { head.little_u32(word); }
    append(head);
    for (std::uint32_t i = 0; i < records; ++i) {
        const auto options = i % 8 == 0 ? bench::option_set::syn : bench::option_set::data;
        const bench::frame frame = bench::make_frame(options, address_family::ipv4, i);
        const auto captured = static_cast<std::uint32_t>(frame.headers.view().size());
        bench::octets record;
        for (const std::uint32_t word : {1'700'000'000U + i / 8, i * 1000, captured, frame.wire_length}) {
            record.little_u32(word);
        }
        append(record);
        append(frame.headers);
    }
    return file;
}

void read_record(benchmark::State& state) {
    const auto file = make_capture(64);
    auto* const octets = file.data();
    benchmark::DoNotOptimize(octets);
    std::uint64_t frames = 0;
    bench::measure(state, 64, [&] {
        const auto capture = open_pcap({octets, file.size()});
        if (!capture) { return; }
        for (const captured_frame& frame : *capture) {
            benchmark::DoNotOptimize(frame);
            frames = frame.number;
        }
    });
    if (frames != 64) { bench::fail(state, "the capture couldn't be read"); }
}

/// What a program like tcpdump does with each packet, less its table of connections.
void record_to_line(benchmark::State& state) {
    const auto file = make_capture(64);
    auto* const octets = file.data();
    benchmark::DoNotOptimize(octets);
    std::array<char, 1024> buffer{};
    char* const begin = buffer.data();
    benchmark::DoNotOptimize(begin);
    std::uint64_t lines = 0;
    bench::measure(state, 64, [&] {
        lines = 0;
        const auto capture = open_pcap({octets, file.size()});
        if (!capture) { return; }
        for (const captured_frame& frame : *capture) {
            const auto packet = tcplens::decode_frame(frame.link, frame.octets, frame.wire_length);
            if (!packet) { continue; }
            const oriented_pair pair = orient(packet->source(), packet->destination());
            benchmark::DoNotOptimize(hash(pair.pair));
            char* out = put(render_clock(begin, frame.when), ' ');
            out = render_line(out, *packet, absolute_numbering{}(pair.towards, *packet));
            benchmark::DoNotOptimize(out);
            ++lines;
        }
    });
    if (lines != 64) { bench::fail(state, "a packet couldn't be decoded"); }
}

BENCHMARK(read_record)->Apply(bench::iterations);
BENCHMARK(record_to_line)->Apply(bench::iterations);

} // namespace
