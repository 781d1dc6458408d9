// SPDX-License-Identifier: BSL-1.0
// two_captures: the same connections captured at two places, addresses translated between: how long each way took.
//
// NAT changes addresses and ports, but no sequence numbers: these match connections, and octet by octet what they carry,
// for offload (TSO, GRO) cuts and joins segments. Where a middlebox puts in numbers of its own, nothing matches.
#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace tcplens;

struct sighting {
    std::uint64_t numbers; // ACK and SEQ
    std::uint32_t length;  // in sequence numbers, of which SYN and FIN take one each (RFC 9293 3.4)
    std::uint64_t when;    // ns
};
struct stream { // one direction of a connection
    std::string name;
    std::vector<sighting> seen;
    stream* partner = nullptr;         // the same one in the other capture
    std::vector<double> shifts;        // ms: when something passed the second point less when it passed the first
    std::array<std::size_t, 4> only{}; // octets, then ACKs, that passed the first point oftener, or the second
};

struct notes { // an analyzer is any type with on_segment
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        auto& [ends, generation] = connections[pair];
        generation += ends.reopened_by(sent, packet) ? 1U : 0U; // ports may be used again (RFC 9293 3.6.1)
        ends.feed(sent, packet);
        stream& way = streams[{{pair, generation}, sent}];
        way.name.clear();
        render_endpoint(put(render_endpoint(std::back_inserter(way.name), pair.sender(sent)), " > "),
                        pair.receiver(sent));
        const std::uint64_t ack = packet.flags().has(flag::ack) ? packet.ack().value() : 0;
        const auto when = static_cast<std::uint64_t>(elapsed({}, seen.frame.when));
        way.seen.push_back({ack << 32U | packet.seq().value(), segment_length(packet), when});
        stream*& owner = known.try_emplace(way.seen.back().numbers, &way).first->second;
        if (owner != &way) { owner = nullptr; } // a port scan, say, repeats its numbers
    }
    std::map<socket_pair, std::pair<connection, std::size_t>> connections;
    std::map<std::pair<std::pair<socket_pair, std::size_t>, direction>, stream> streams;
    std::map<std::uint64_t, stream*> known; // by the numbers of their segments
};

// Octets have a place in the stream; an ACK without any has one behind all streams, by its numbers.
void measure(stream& first, stream& second) {
    const auto seq = [](const sighting& s) { return seq32{static_cast<std::uint32_t>(s.numbers)}; };
    std::vector<std::array<std::uint64_t, 4>> edges; // place, capture, time; one segment more from there on, or less
    for (const stream* all : {&first, &second}) {
        unwrapper offset{seq(first.seen[0])}; // counts on beyond 2^32
        for (const sighting& s : all->seen) {
            std::uint64_t at = 1ULL << 63U | s.numbers;
            if (s.length != 0) { at = (1ULL << 62U) + static_cast<std::uint64_t>(offset(seq(s))); }
            edges.push_back({at, all == &second, s.when, 1});
            edges.push_back({std::max(at, at + std::max(s.length, 1U)), all == &second, s.when, ~0ULL});
        }
    }
    std::ranges::sort(edges);
    std::array<std::uint64_t, 2> copies{}, times{}; // how many segments hold it; their sum: of a single one its time
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        const auto [at, file, when, step] = edges[i];
        copies[file] += step;
        times[file] += step * when;
        const std::uint64_t size = edges[i + 1][0] - at, more = copies[0] > copies[1] ? 0 : 1;
        first.only[2 * (at >> 63U) + more] += size * (copies[more] - copies[1 - more]);
        // As in Karn's algorithm (RFC 6298 3): of what was sent again it can't be told which copy was which.
        if (size == 0 || copies[0] != 1 || copies[1] != 1) { continue; }
        first.shifts.push_back(static_cast<double>(static_cast<std::int64_t>(times[1] - times[0])) / 1e6);
    }
    std::ranges::sort(first.shifts);
}

void report(notes& first, const notes& second) {
    for (const auto& [numbers, there] : second.known) {
        const auto at = first.known.find(numbers);
        stream* const here = at == first.known.end() ? nullptr : at->second;
        if (here == nullptr || there == nullptr || here->partner != nullptr || there->partner != nullptr) { continue; }
        here->partner = there;
        there->partner = here;
        measure(*here, *there);
    }
    // What goes to the second point comes there later by its delay and by what that clock is ahead; what comes from it,
    // by the latter less the delay. As in NTP (RFC 5905 8) the shortest delays there and back are taken for equal.
    const auto median = [](const stream& s) { return s.shifts[(s.shifts.size() - 1) / 2]; };
    double least = 1e300, most = -1e300;
    for (const auto& [key, s] : first.streams) {
        const stream& back = first.streams[{key.first, opposite(key.second)}];
        if (s.shifts.empty() || back.shifts.empty()) { continue; }
        median(s) > median(back) ? least = std::min(least, s.shifts[0]) : most = std::max(most, s.shifts.back());
    }
    const bool timed = least < 1e300;
    const double ahead = timed ? (least + most) / 2 : 0;
    std::puts(timed ? "shortest delays there and back taken for equal:" : "no delays measured both ways");
    if (timed) { std::printf("  second clock %.3f ms ahead, round trip at least %.3f ms\n", ahead, least - most); }
    for (auto& [key, s] : first.streams) {
        if (s.partner == nullptr) { continue; }
        std::printf("\n%s, at the second %s\n", s.name.c_str(), s.partner->name.c_str());
        std::printf("  segments: %zu, at the second %zu\n", s.seen.size(), s.partner->seen.size());
        std::printf("  at the first only: %zu octets, %zu ACKs; at the second only: %zu octets, %zu ACKs\n", s.only[0],
                    s.only[2], s.only[1], s.only[3]);
        if (!timed || s.shifts.empty()) { continue; }
        const bool onward = median(s) > ahead;
        for (double& shift : s.shifts) { shift = onward ? shift - ahead : ahead - shift; }
        std::ranges::sort(s.shifts);
        std::printf("  delay to the %s, %zu measured: shortest %.3f ms, median %.3f ms, longest %.3f ms\n",
                    onward ? "second" : "first", s.shifts.size(), s.shifts[0], median(s), s.shifts.back());
    }
}

std::string read(const std::string& path, notes& into) {
    std::ostringstream octets;
    octets << std::ifstream{path, std::ios::binary}.rdbuf();
    std::string problem = octets || errno == 0 ? "" : std::strerror(errno);
    const std::string image = octets.str();
    const capture_view frames{as_bytes(image)};
    run(decoded_frames{frames}, into);
    const auto whole = frames.check();
    if (problem.empty() && !whole) { render_error(std::back_inserter(problem), whole.error()); }
    return problem.empty() ? problem : "two_captures: " + path + ": " + problem + "\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        const bool asked = argc == 2 && std::strcmp(argv[1], "--help") == 0;
        std::fputs("usage: two_captures FIRST SECOND (pcap or pcapng)\n", asked ? stdout : stderr);
        return asked ? 0 : 2;
    }
    notes first, second;
    const std::string problems = read(argv[1], first) + read(argv[2], second);
    std::fputs(problems.c_str(), stderr);
    if (problems.empty() || (!first.streams.empty() && !second.streams.empty())) { report(first, second); }
    return problems.empty() && std::fflush(stdout) == 0 ? 0 : 1;
}
