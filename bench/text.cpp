// SPDX-License-Identifier: BSL-1.0
// From fields to characters: flags and whole lines.
#include "counters.hpp"
#include "segments.hpp"

#include <iterator>
#include <string>

namespace {

using namespace tcplens;
using bench::option_set;

void render_flags(benchmark::State& state) {
    const std::vector<flag_set> sets{flag::ack,
                                     flag::psh | flag::ack,
                                     flag::syn,
                                     flag::syn | flag::ack,
                                     flag::fin | flag::ack,
                                     flag::rst,
                                     {flag::syn, flag::ece, flag::cwr},
                                     {flag::fin, flag::psh, flag::ack}};
    std::array<char, 16> buffer{};
    char* const out = buffer.data();
    benchmark::DoNotOptimize(out);
    bench::measure_each(state, sets, [out](flag_set flags) { return tcplens::render_flags(out, flags); });
}

enum class numbers { absolute, relative };

struct line_source {
    packet_view packet;
    shown_numbers shown;
};

/// Relative numbers are those of a connection that is young: up to six digits.
void render_line(benchmark::State& state, address_family version, option_set options, numbers wanted) {
    const auto frames = bench::make_frames(options, version);
    std::vector<line_source> sources;
    std::uint32_t octets = 1;
    for (const packet_view& packet : bench::decode_all(frames)) {
        const bool relative = wanted == numbers::relative;
        sources.push_back(
            {packet, relative ? shown_numbers{octets, 518, 0} : absolute_numbering{}(direction::from_first, packet)});
        octets += packet.payload_size();
    }
    std::vector<char> buffer(line_bound(sources.front().packet.link, sources.front().packet.ip));
    char* const out = buffer.data();
    benchmark::DoNotOptimize(out);
    bench::measure_each(state, sources,
                        [out](const line_source& from) { return tcplens::render_line(out, from.packet, from.shown); });
}

/// Lines as tcpdump prints them, with -v or without.
void parse_line(benchmark::State& state, address_family version, option_set options, numbers wanted,
                unsigned verbosity) {
    const auto frames = bench::make_frames(options, version);
    std::vector<std::string> lines;
    std::uint32_t octets = 1;
    for (const packet_view& packet : bench::decode_all(frames)) {
        const shown_numbers shown = wanted == numbers::relative ? shown_numbers{octets, 518, 0}
                                                                : absolute_numbering{}(direction::from_first, packet);
        std::string line = "22:13:20.000001 ";
        tcplens::render_line(std::back_inserter(line), packet, shown, {verbosity});
        lines.push_back(line);
        octets += packet.payload_size();
    }
    bench::measure_each(state, lines, [](const std::string& line) { return tcplens::parse_line(line); });
}

constexpr auto v4 = address_family::ipv4;
constexpr auto v6 = address_family::ipv6;

BENCHMARK(render_flags)->Apply(bench::iterations);
BENCHMARK_CAPTURE(render_line, ipv4_data, v4, option_set::data, numbers::relative)->Apply(bench::iterations);
BENCHMARK_CAPTURE(render_line, ipv4_data_absolute, v4, option_set::data, numbers::absolute)->Apply(bench::iterations);
BENCHMARK_CAPTURE(render_line, ipv4_syn, v4, option_set::syn, numbers::absolute)->Apply(bench::iterations);
BENCHMARK_CAPTURE(render_line, ipv6_data, v6, option_set::data, numbers::relative)->Apply(bench::iterations);
BENCHMARK_CAPTURE(parse_line, ipv4_data, v4, option_set::data, numbers::relative, 0)->Apply(bench::iterations);
BENCHMARK_CAPTURE(parse_line, ipv4_data_absolute, v4, option_set::data, numbers::absolute, 0)->Apply(bench::iterations);
BENCHMARK_CAPTURE(parse_line, ipv4_data_v, v4, option_set::data, numbers::relative, 1)->Apply(bench::iterations);
BENCHMARK_CAPTURE(parse_line, ipv4_syn, v4, option_set::syn, numbers::absolute, 0)->Apply(bench::iterations);
BENCHMARK_CAPTURE(parse_line, ipv6_data, v6, option_set::data, numbers::relative, 0)->Apply(bench::iterations);

} // namespace
