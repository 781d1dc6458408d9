// SPDX-License-Identifier: BSL-1.0
// own_source: another library's packets as a source of segments: libtins reads the capture, tcplens says what it means.
//
// Nothing to derive from, nothing to register: a type with the right functions is a segment, a range of them a source.
#include <tcplens/tcplens.hpp>

#include <tins/tins.h>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using namespace tcplens;

// A segment is what has the functions up to payload_size: the concept segment_like asks for no more.
struct tins_segment {
    const Tins::TCP* tcp;
    endpoint from, to;
    std::uint32_t octets;

    [[nodiscard]] std::uint16_t source_port() const { return tcp->sport(); }
    [[nodiscard]] std::uint16_t destination_port() const { return tcp->dport(); }
    [[nodiscard]] seq32 seq() const { return seq32{tcp->seq()}; }
    [[nodiscard]] seq32 ack() const { return seq32{tcp->ack_seq()}; }
    [[nodiscard]] flag_set flags() const { return flag_set::from_bits(tcp->flags()); }
    [[nodiscard]] std::uint16_t window() const { return tcp->window(); }
    [[nodiscard]] std::uint32_t payload_size() const { return octets; } // as sent, not as captured
    // With this one a connection knows windows exactly (RFC 7323 2.2).
    [[nodiscard]] int window_scale() const {
        const Tins::TCP::option* const scale = tcp->search_option(Tins::TCP::WSCALE);
        return scale == nullptr || scale->data_size() != 1 ? -1 : std::min<int>(*scale->data_ptr(), 14);
    }
    // For the analyzer below.
    [[nodiscard]] const endpoint& source() const { return from; }
    [[nodiscard]] const endpoint& destination() const { return to; }
};
static_assert(segment_like<tins_segment>);

// Both libraries keep an address as it stands on the wire.
address host(std::uint32_t v4) { return address::load_v4(reinterpret_cast<const std::byte*>(&v4)); }
address host(const Tins::IPv6Address& v6) { return address::load_v6(reinterpret_cast<const std::byte*>(&*v6.begin())); }

// The segment in a packet, or why there is none: a result has either of them.
result<tins_segment> segment_of(const Tins::PDU& packet) {
    const auto* const tcp = packet.find_pdu<Tins::TCP>();
    const Tins::PDU* const below = tcp == nullptr ? nullptr : tcp->parent_pdu(); // in a tunnel the inner IP header
    const auto make = [&](const auto& ip, std::uint32_t said) {                  // offload may leave the length field 0
        const std::uint32_t size = std::max(said, ip.size()), headers = ip.header_size() + tcp->data_offset() * 4U;
        const endpoint from{host(ip.src_addr()), tcp->sport()}, to{host(ip.dst_addr()), tcp->dport()};
        return tins_segment{tcp, from, to, size > headers ? size - headers : 0};
    };
    if (const auto* const v4 = dynamic_cast<const Tins::IP*>(below)) { return make(*v4, v4->tot_len()); }
    if (const auto* const v6 = dynamic_cast<const Tins::IPv6*>(below)) { return make(*v6, v6->payload_length() + 40U); }
    return decode_error{errc::not_tcp, layer::ip, 0, 0, 0};
}

// A source is a range of captured<Segment>: the frame, and what was found in it.
struct tins_packets {
    struct iterator {
        using value_type = captured<tins_segment>;
        using difference_type = std::ptrdiff_t;

        value_type operator*() const { return {frame, segment_of(*packet.pdu())}; }
        iterator& operator++() {
            packet = Tins::Packet{sniffer->next_packet()}; // libtins leaves out what it can't parse
            const Tins::Timestamp& when = packet.timestamp();
            frame.when = {when.seconds(), static_cast<std::uint64_t>(when.microseconds()) * 1000};
            ++frame.number;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return packet.pdu() == nullptr; }

        Tins::BaseSniffer* sniffer;
        Tins::Packet packet{};
        captured_frame frame{};
    };
    [[nodiscard]] iterator begin() const { return ++iterator{sniffer}; }
    [[nodiscard]] static std::default_sentinel_t end() { return {}; }

    Tins::BaseSniffer* sniffer;
};
static_assert(segment_source<tins_packets>);

// An analyzer for any segment that knows its endpoints. It keeps none: they belong to the source.
class narrator {
public:
    template <segment_like Segment>
    void on_segment(const captured<Segment>& seen) {
        const Segment& segment = *seen.segment;
        const auto [pair, sent] = orient(segment.source(), segment.destination());
        auto& [ends, record] = connections_[pair];
        if (ends.reopened_by(sent, segment)) { record = {}; } // ports may be used again (RFC 9293 3.6.1)
        const connection_step step = ends.feed(sent, segment);
        record.add(segment, step);
        std::string line = std::to_string(seen.frame.number) + "  ";
        const auto out = std::back_inserter(line);
        put(render_endpoint(put(render_endpoint(out, segment.source()), " > "), segment.destination()), " [");
        put(tcpdump_4_99::flags(out, segment.flags()), "]  ");
        put(render_states(out, step, parties(record)), '\n');
        std::cout << line;
    }

    void report() const {
        std::string lines;
        const auto out = std::back_inserter(lines);
        for (const auto& [pair, last] : connections_) {
            put(render_endpoint(put(render_endpoint(out, pair.first), ", "), pair.second), ": ");
            put(render_ending(put(render_opening(out, last.second), ", "), last.second), '\n');
        }
        std::cout << lines;
    }

private:
    std::map<socket_pair, std::pair<connection, connection_record>> connections_;
};
// The library's own packets are as welcome as those of libtins.
static_assert(analyzer<narrator, captured<tins_segment>> && analyzer<narrator, captured<packet_view>>);

} // namespace

int main(int argc, char** argv) {
    const std::string path = argc == 2 ? argv[1] : "--";
    if (path.starts_with('-') && path != "-") {
        (path == "--help" ? std::cout : std::cerr) << "usage: own_source FILE (pcap or pcapng; - is standard input)\n";
        return path == "--help" ? 0 : 2;
    }
    std::string problem;
    narrator story;
    try {
        Tins::FileSniffer sniffer{path};
        run(tins_packets{&sniffer}, story);
        problem = pcap_geterr(sniffer.get_pcap_handle());
    } catch (const std::exception& fault) { problem = fault.what(); }
    story.report();
    if (problem.empty()) { return std::cout.flush() ? 0 : 1; }
    std::cerr << "own_source: " << path << ": " << problem << '\n';
    return 1;
}
