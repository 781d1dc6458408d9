// SPDX-License-Identifier: BSL-1.0
// close_reasons: how each connection of a capture ended, who began with it, and by which rule.
//
// Both ends of a connection go through the states of RFC 9293 3.3.2. The library runs them for both, segment by segment,
// and keeps a record of what is worth remembering; this program asks it and counts the answers.
#include <tcplens/tcplens.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace tcplens;

struct conversation {
    socket_pair pair;
    connection ends;          // runs the state machine for both
    connection_record record; // who opened, who closed, how
    timestamp first, last;
    std::int64_t half_closed = 0; // nanoseconds from the first FIN to the second, RST or the end of the capture
    std::string rule;             // by which a RST ended it
};

class connections {
public:
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        const timestamp when = seen.frame.when;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        conversation*& at = last_[pair];
        if (at == nullptr || begins_anew(*at, sent, packet)) {
            // The new connection's ends know of the old one: a segment of that may still be under way (RFC 9293 3.4.3).
            const connection ends = at == nullptr ? connection{} : at->ends;
            at = &all_.emplace_back(conversation{pair, ends, {}, when, when, 0, {}});
        }
        const ending before = at->record.how();
        const connection_step step = at->ends.feed(sent, packet);
        at->record.add(packet, step); // what the machines made of it
        if (before == ending::half_closed) { at->half_closed += elapsed(at->last, when); }
        at->last = when;
        const ending after = at->record.how();
        if (after != before && (after == ending::reset || after == ending::refused)) {
            const party_names names = parties(at->record);
            at->rule = explain(step.sender, names.of(sent)) + explain(step.receiver, names.of(opposite(sent)));
        }
    }

    void on_fault(const captured<packet_view>& seen) {
        const errc why = seen.segment.error().code;
        if (why != errc::not_tcp && why != errc::not_ip) { ++unreadable_; } // UDP is no damage
    }

    void report() const {
        std::map<std::string, std::size_t> kinds;
        for (const conversation& each : all_) {
            const connection_record& record = each.record;
            const party_names names = parties(record); // client and server; A and B where no SYN was captured
            const direction left = names.second == "client" ? direction::from_second : direction::from_first;
            std::string ends, how;
            const auto name = [&](direction d) {
                render_endpoint(put(put(std::back_inserter(ends), names.of(d)), ' '), each.pair.sender(d));
            };
            name(left);
            ends += ", ";
            name(opposite(left));
            render_ending(put(render_opening(std::back_inserter(how), record), "; "), record);
            std::printf("%s, %.6f s\n    %s\n", ends.c_str(), seconds(elapsed(each.first, each.last)), how.c_str());
            if (each.half_closed > 0) { std::printf("    half-closed for %.6f s\n", seconds(each.half_closed)); }
            std::fputs(each.rule.c_str(), stdout);
            ++kinds[how.substr(0, how.find(", half-closed"))]; // of any number of octets
        }
        std::printf("\nconnections: %zu\n", all_.size());
        for (const auto& [how, count] : kinds) { std::printf("%8zu  %s\n", count, how.c_str()); }
        if (unreadable_ != 0) { std::printf("packets that can't be read: %zu\n", unreadable_); }
    }

private:
    /// Whether a SYN opens another connection between two sockets that had one, or another attempt.
    static bool begins_anew(const conversation& last, direction sent, const packet_view& packet) {
        const bool other_isn = packet.seq() != last.ends.sender(sent).tcb.iss;
        const bool asks = packet.flags().has(flag::syn) && !packet.flags().has(flag::ack);
        const bool waits = last.record.how() == ending::not_answered && last.record.opener() == sent;
        return last.ends.reopened_by(sent, packet) || (waits && asks && other_isn);
    }

    /// What a step changed at an end, and the section of RFC 9293 that says so.
    static std::string explain(const end_step& end, std::string_view name) {
        std::string words;
        for (std::size_t i = 0; i < end.changes().size(); ++i) {
            const auto out = std::back_inserter(words);
            put(render_change(put(put(put(out, "    "), name), ' '), end, i), '\n');
        }
        return words;
    }

    static double seconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; }

    std::deque<conversation> all_;
    std::map<socket_pair, conversation*> last_;
    std::size_t unreadable_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    const std::string path = argc == 2 ? argv[1] : "--";
    if (path.starts_with('-') && path != "-") {
        (path == "--help" ? std::cout : std::cerr) << "usage: close_reasons FILE (pcap or pcapng; - is stdin)\n";
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
    if (!problem.empty()) { std::cerr << "close_reasons: " << path << ": " << problem << '\n'; }
    if (!problem.empty() && frames.begin() == frames.end()) { return 1; } // nothing of it can be read
    connections seen;
    run(decoded_frames{frames}, seen);
    seen.report();
    return problem.empty() && std::cout.flush() ? 0 : 1;
}
