// SPDX-License-Identifier: BSL-1.0
// syn_scan: who scans ports or hosts, and which sockets are flooded with SYNs, in bounded memory: about 40 MB.
// A capture is read piece by piece, also one that still grows: `tcpdump -w - tcp | syn_scan -`. What is remembered stands
// in tables of fixed size. When one is three quarters full, a hand goes round it, and of sixteen values gives up the
// least: the attempt that has waited longest, the host or socket with the fewest SYNs.
#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <bitset>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {
using namespace tcplens;

struct attempt {
    direction client{};
    seq32 isn;
    timestamp when;
    std::int64_t weight() const { return elapsed({}, when); }
};
/// A host that sends SYNs, or a socket that gets them.
struct party {
    std::size_t open = 0, refused = 0, complete = 0; // SYNs: without an answer or its ACK, and what came of others
    std::bitset<65536> ports, hosts; // of its peers; a host by its hash, so that of many a few are missed
    std::size_t weight() const { return open + refused + complete; }
    std::size_t scanned() const { return std::min(open + refused, std::max(ports.count(), hosts.count())); }
    void add(const endpoint& peer) {
        ++open;
        ports.set(peer.port);
        hosts.set(hash({{peer.host, 0}, {}}) % hosts.size());
    }
};

template <class Value, std::size_t Size>
struct bounded_table {
    std::vector<connection_slot<Value>> slots = std::vector<connection_slot<Value>>(Size);
    connection_table<Value> table{slots, std::random_device{}()}; // strangers can't choose what collides
    std::size_t hand = 0, given_up = 0;
    Value& operator[](const socket_pair& pair) {
        if (Value* const found = table.find(pair)) { return *found; }
        const connection_slot<Value>* least = nullptr;
        for (int i = 0; table.size() >= Size / 4 * 3 && (i < 16 || least == nullptr); ++i) {
            const connection_slot<Value>& next = slots[hand++ % Size];
            if (next.used && (least == nullptr || next.value.weight() < least->value.weight())) { least = &next; }
        }
        if (least != nullptr && table.erase(socket_pair{least->pair})) { ++given_up; }
        return *table.insert(pair);
    }
};

struct syn_watch {
    bounded_table<attempt, 65536> attempts;
    bounded_table<party, 1024> hosts, sockets; // by a pair with nothing but what they are
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        const flag_set flags = packet.flags() & (flag::syn | flag::ack | flag::rst);
        attempt* const at = attempts.table.find(pair);
        if (flags == flag::syn) {
            if (at != nullptr && at->client == sent && at->isn == packet.seq()) { return; } // sent again
            attempts[pair] = {sent, packet.seq(), seen.frame.when};
            hosts[{{packet.source().host, 0}, {}}].add(packet.destination());
            sockets[{packet.destination(), {}}].add(packet.source());
        }
        if (at == nullptr || !flags.has(flag::ack)) { return; }
        // Where nobody listens, RST answers (RFC 9293 3.10.7.1); who got a SYN,ACK and wants the connection says ACK (3.5).
        const bool refused = sent != at->client && flags.has(flag::rst) && packet.ack() == at->isn + 1;
        const bool complete = sent == at->client && flags == flag::ack && packet.seq() == at->isn + 1;
        if (!refused && !complete) { return; }
        for (party* const each : {hosts.table.find({{pair.sender(at->client).host, 0}, {}}),
                                  sockets.table.find({pair.receiver(at->client), {}})}) {
            if (each == nullptr || each->open == 0) { continue; } // given up meanwhile
            --each->open;
            ++(refused ? each->refused : each->complete);
        }
        attempts.table.erase(pair);
    }
    /// Prints those of which most SYNs came to nothing and the measure reaches the limit, the busiest first.
    static void list(const char* title, const bounded_table<party, 1024>& from, std::size_t limit, auto measure) {
        std::map<std::pair<std::size_t, socket_pair>, const party*> found;
        for (const auto& [pair, each, used] : from.slots) {
            const bool failed = used && each.open + each.refused > each.complete && std::invoke(measure, each) >= limit;
            if (failed) { found.emplace(std::pair{~each.weight(), pair}, &each); }
        }
        std::printf("%s: %zu (given up: %zu)\n", title, found.size(), from.given_up);
        for (const auto& [key, each] : found) {
            std::string who;
            const endpoint& end = key.second.first;
            end.port == 0 ? render_address(std::back_inserter(who), end.host)
                          : render_endpoint(std::back_inserter(who), end);
            std::printf("%10zu %8zu %9zu %6zu %6zu  %s\n", each->open, each->refused, each->complete,
                        each->ports.count(), each->hosts.count(), who.c_str());
        }
    }
};

} // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::size_t> limits{{"--scan", 15}, {"--flood", 100}};
    int i = 1;
    for (; i + 1 < argc && limits.contains(argv[i]) && std::strtoul(argv[i + 1], nullptr, 10) != 0; i += 2) {
        limits[argv[i]] = std::strtoul(argv[i + 1], nullptr, 10);
    }
    const std::string path = i + 1 == argc ? argv[i] : "--";
    if (path.starts_with('-') && path != "-") {
        std::fputs("usage: syn_scan [--scan N] [--flood N] FILE (pcap or pcapng; - is stdin)\n",
                   path == "--help" ? stdout : stderr);
        return path == "--help" ? 0 : 2;
    }
    if (path == "-") { std::signal(SIGINT, SIG_IGN); } // ^C ends tcpdump; what it wrote is reported
    std::FILE* const file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    std::string fault = file == nullptr ? std::strerror(errno) : "";
    syn_watch watch;
    capture_decoder decoder;
    std::vector<char> piece; // of the file: the next item, or its beginning
    std::uint32_t at = 0;    // where in the file it begins
    for (bool more = file != nullptr; more;) {
        const auto size = decoder.next(as_bytes(piece));
        if (size) {
            if (decoder.item().is == capture_item::kind::frame) { show(decode(decoder.item().frame), watch); }
            piece.clear();
            at += static_cast<std::uint32_t>(*size);
        } else { // it says how much it needs
            const std::size_t have = piece.size();
            piece.resize(std::max<std::size_t>(have, size.error().needed));
            piece.resize(have + std::fread(piece.data() + have, 1, piece.size() - have, file));
            more = piece.size() != have;
            if (!more && (have != 0 || at == 0)) { render_error(std::back_inserter(fault), size.error().shifted(at)); }
        }
    }
    if (file != nullptr && std::ferror(file) != 0) { fault = std::strerror(errno); }
    if (!fault.empty()) { std::fprintf(stderr, "syn_scan: %s: %s\n", path.c_str(), fault.c_str()); }
    if (at == 0) { return 1; } // nothing of it can be read
    std::puts("unanswered  refused  complete  ports  hosts");
    syn_watch::list("scanners", watch.hosts, limits["--scan"], &party::scanned);
    syn_watch::list("flooded sockets", watch.sockets, limits["--flood"], &party::open);
    return fault.empty() && std::fflush(stdout) == 0 ? 0 : 1;
}
