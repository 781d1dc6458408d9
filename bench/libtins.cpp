// SPDX-License-Identifier: BSL-1.0
// libtins, reading the same fields of the same packets. It owns what it decodes, so it allocates.
#include "by_hand.hpp"
#include "counters.hpp"
#include "segments.hpp"
#include "values.hpp"

#include <tins/tins.h>

namespace {

using bench::option_set;
using tcplens::address_family;

bench::option_values read_options(const Tins::TCP& tcp) {
    bench::option_values values;
    for (const Tins::TCP::option& option : tcp.options()) {
        switch (option.option()) {
        case Tins::TCP::MSS: values.mss = option.to<std::uint16_t>(); break;
        case Tins::TCP::WSCALE: values.scale = option.to<std::uint8_t>(); break;
        case Tins::TCP::SACK_OK: values.sack_ok = true; break;
        case Tins::TCP::SACK: {
            const auto edges = option.to<Tins::TCP::sack_type>();
            for (std::size_t i = 0; i + 1 < edges.size() && values.block_count < values.blocks.size(); i += 2) {
                values.blocks[values.block_count++] = {tcplens::seq32{edges[i]}, tcplens::seq32{edges[i + 1]}};
            }
            break;
        }
        case Tins::TCP::TSOPT: {
            const auto clocks = option.to<std::pair<std::uint32_t, std::uint32_t>>();
            values.clock = clocks.first;
            values.echoed_clock = clocks.second;
            break;
        }
        default: break;
        }
    }
    return values;
}

bench::segment_values read(const Tins::TCP& tcp, std::uint32_t wire_length) {
    return {{tcp.sport(), tcp.dport(), tcplens::seq32{tcp.seq()}, tcplens::seq32{tcp.ack_seq()},
             tcplens::flag_set::from_bits(tcp.flags()), tcp.window(), tcp.checksum(), tcp.urg_ptr(),
             wire_length - tcp.data_offset() * 4U},
            read_options(tcp)};
}

const std::uint8_t* octets_of(tcplens::bytes captured) {
    return reinterpret_cast<const std::uint8_t*>(captured.data());
}

bench::segment_values read_segment(const tcplens::header_view& segment) {
    const tcplens::bytes captured = segment.captured();
    const Tins::TCP tcp{octets_of(captured), static_cast<std::uint32_t>(captured.size())};
    return read(tcp, segment.wire_length());
}

bench::packet_values read_frame(const bench::frame& frame) {
    constexpr auto host = [](Tins::IPv4Address from) {
        return tcplens::address::v4(Tins::Endian::be_to_host<std::uint32_t>(from));
    };
    const tcplens::bytes captured = frame.headers.view();
    const Tins::EthernetII ethernet{octets_of(captured), static_cast<std::uint32_t>(captured.size())};
    const auto* const ip = ethernet.find_pdu<Tins::IP>();
    const auto* const tcp = ethernet.find_pdu<Tins::TCP>();
    if (ip == nullptr || tcp == nullptr) { return {}; }
    return {{host(ip->src_addr()), tcp->sport()},
            {host(ip->dst_addr()), tcp->dport()},
            read(*tcp, ip->tot_len() - ip->head_len() * 4U)};
}

void decode_header_by_libtins(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    std::vector<tcplens::header_view> segments;
    for (const tcplens::packet_view& packet : bench::decode_all(frames)) {
        segments.push_back(packet.tcp);
        bench::segment_values expected;
        bench::by_hand::read_segment(bench::by_hand::whole(packet.tcp.captured(), packet.tcp.wire_length()), expected);
        if (read_segment(packet.tcp) != expected) { return bench::fail(state, "the parsers disagree"); }
    }
    bench::measure_each(state, segments, read_segment, bench::allocating::allowed);
}

/// Not with IPv6, which libtins refuses where the payload wasn't captured.
void decode_frame_by_libtins(benchmark::State& state, option_set options) {
    const auto frames = bench::make_frames(options, address_family::ipv4);
    for (const bench::frame& frame : frames) {
        bench::packet_values expected;
        bench::by_hand::read_frame(bench::by_hand::whole(frame.headers.view(), frame.wire_length), expected);
        if (read_frame(frame) != expected) { return bench::fail(state, "the parsers disagree"); }
    }
    bench::measure_each(state, frames, read_frame, bench::allocating::allowed);
}

BENCHMARK_CAPTURE(decode_header_by_libtins, data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header_by_libtins, syn, option_set::syn)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_header_by_libtins, sack, option_set::sack)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame_by_libtins, ipv4_data, option_set::data)->Apply(bench::iterations);
BENCHMARK_CAPTURE(decode_frame_by_libtins, ipv4_syn, option_set::syn)->Apply(bench::iterations);

} // namespace
