// SPDX-License-Identifier: BSL-1.0
// retransmissions: what was lost, repeated or reordered in each direction of each connection, without reassembly.
//
// A direction is known by the number behind the highest octet seen and the holes below it. What fills a hole was lost
// and sent again, or overtaken by what came before it; what lies below and fills no hole was seen already.
#include <tcplens/adapters/ostream.hpp>
#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace tcplens;

struct hole {
    seq32 first, end;
    timestamp since;
};

/// One direction of a connection.
struct stream {
    enum kind : std::size_t { in_order, resent, overtaken, repeated, kinds };
    std::array<std::size_t, kinds> segments{}, octets{};
    std::size_t not_captured = 0, keep_alives = 0, probes = 0;
    std::vector<hole> holes;
    seq32 next;                      // behind the highest octet seen
    std::optional<timestamp> opened; // by its SYN, until an ACK of its own ends the handshake
    bool known = false, window_closed = false;
    void count(kind what, std::uint32_t size) {
        segments[what] += size != 0 ? 1 : 0;
        octets[what] += size;
    }
    /// Sequence numbers are modulo 2^32 (RFC 9293 3.4): seq32 has no <, but tells which of two precedes the other.
    void take(seq32 seq, std::uint32_t payload, bool fin, timestamp when, std::int64_t soon) {
        if (!std::exchange(known, true)) { next = seq; }
        if (precedes(next, seq)) { holes.push_back({std::exchange(next, seq), seq, when}); }
        const std::uint32_t old = std::min(payload, next - seq);
        const auto in = std::ranges::find_if(holes, [&](const hole& h) { return seq - h.first < h.end - h.first; });
        if (in == holes.end()) {
            count(repeated, old);
        } else if (old != 0) { // by its first octet
            count(elapsed(in->since, when) < soon ? overtaken : resent, old);
            const hole behind{seq + old, in->end, in->since};
            in->end = seq;
            if (precedes(behind.first, behind.end)) { holes.insert(in + 1, behind); }
        }
        count(in_order, payload - old);
        if (const seq32 end = seq + payload + (fin ? 1 : 0); precedes(next, end)) { next = end; }
        if (holes.size() > 32) { acked(holes.front().end); } // memory is bounded: the first is given up
    }
    /// The other end has what lies before `ack`: what of it was not seen wasn't captured.
    void acked(seq32 ack) {
        if (known && precedes(next, ack)) { holes.push_back({std::exchange(next, ack), ack, {}}); }
        while (!holes.empty() && !precedes(ack, holes.front().end)) {
            not_captured += holes.front().end - holes.front().first;
            holes.erase(holes.begin());
        }
    }
};

struct flow {
    connection ends; // the states of both ends tell which segments can't be theirs
    std::array<stream, 2> streams;
    std::int64_t soon = 3'000'000; // nanoseconds, where no handshake tells the round trip
};

struct connections {
    std::map<socket_pair, flow> flows;
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        const flag_set flags = packet.flags();
        flow& at = flows[pair];
        const connection_step step = at.ends.feed(sent, packet);
        if (step.sender.by->on == event::user_open_active && at.streams[index(sent)].known) { // not its first SYN
            print(pair, at);
            at = {at.ends, {}};
        }
        if (step.unusual == remark::not_acceptable || flags.has(flag::rst)) { return; }
        stream& mine = at.streams[index(sent)];
        stream& theirs = at.streams[index(opposite(sent))];
        // Nobody hears in less than a round trip that octets are missing: what comes in less was not sent for that.
        const bool opens = flags.has(flag::syn) && !flags.has(flag::ack);
        if (!opens && mine.opened) { at.soon = elapsed(*std::exchange(mine.opened, std::nullopt), seen.frame.when); }
        if (opens) { mine.opened = seen.frame.when; }
        // Just below what was acknowledged: a keep-alive (RFC 9293 3.8.4) or a probe of a closed window (3.8.6.1).
        const std::uint32_t payload = packet.payload_size();
        const seq32 seq = packet.seq() + (flags.has(flag::syn) ? 1 : 0);
        const seq32 told = at.ends.sender(opposite(sent)).told;
        const bool tries = theirs.window_closed && payload == 1 && seq == told; // such a probe may bring the next octet
        if (mine.known && payload <= 1 && !flags.has(flag::fin) && (seq + 1 == told || tries)) {
            ++(theirs.window_closed ? mine.probes : mine.keep_alives);
            if (seq != mine.next) { return; }
        }
        mine.take(seq, payload, flags.has(flag::fin), seen.frame.when, at.soon);
        mine.window_closed = packet.window() == 0;
        if (flags.has(flag::ack)) { theirs.acked(packet.ack()); }
    }
    static void print(const socket_pair& pair, const flow& at) {
        std::cout << pair.second << " -> " << pair.first << '\n';
        for (const direction d : {direction::from_second, direction::from_first}) {
            const stream& s = at.streams[index(d)];
            std::printf(d == direction::from_second ? "  ->" : "  <-");
            for (std::size_t k = 0; k < stream::kinds; ++k) { std::printf("%9zu %9zu", s.segments[k], s.octets[k]); }
            std::printf(" %10zu %8zu %8zu\n", s.not_captured, s.keep_alives, s.probes);
        }
    }
};

} // namespace

int main(int argc, char** argv) {
    const std::string path = argc == 2 ? argv[1] : "--";
    if (path.starts_with('-') && path != "-") {
        (path == "--help" ? std::cout : std::cerr) << "usage: retransmissions FILE (pcap or pcapng; - is stdin)\n";
        return path == "--help" ? 0 : 2;
    }
    // The library does no I/O: it reads a capture file as an image in memory.
    std::ostringstream octets;
    octets << (path == "-" ? std::cin.rdbuf() : std::ifstream{path, std::ios::binary}.rdbuf());
    std::string problem = octets || errno == 0 ? "" : std::strerror(errno);
    const std::string image = octets.str();
    const capture_view frames{as_bytes(image)};
    const auto readable = frames.check();
    if (problem.empty() && !readable) { render_error(std::back_inserter(problem), readable.error()); }
    if (!problem.empty()) { std::cerr << "retransmissions: " << path << ": " << problem << '\n'; }
    if (!problem.empty() && frames.begin() == frames.end()) { return 1; } // nothing of it can be read
    std::puts(
        "             in order        lost, resent           overtaken            repeated         not    keep-   "
        "window\n"
        "     segments    octets segments    octets segments    octets segments    octets  captured   alives   probes");
    connections seen;
    run(decoded_frames{frames}, seen);
    for (const auto& [pair, at] : seen.flows) { connections::print(pair, at); }
    return problem.empty() && std::cout.flush() ? 0 : 1;
}
