// SPDX-License-Identifier: BSL-1.0
// handshake_rtt: the round-trip time of each TCP handshake in a capture, on both sides of where it was captured.
//
// A handshake is SYN, SYN,ACK and ACK (RFC 9293 3.5, Figure 6). Who watches them pass sees two round trips: from the SYN
// to the SYN,ACK the one to the server and back, from there to the ACK the one to the client and back.
#include <tcplens/tcplens.hpp>

#include <algorithm>
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
#include <vector>

namespace {

using namespace tcplens;

/// The last connection between two sockets.
struct flow {
    connection ends;                       // the state machine of RFC 9293, for both ends
    connection_record record;              // what is worth remembering of it: who opened it, how it ended
    std::optional<timestamp> syn, syn_ack; // when the first one passed
    bool again = false, complete = false;
};

/// An analyzer is any type with on_segment; with on_fault it also hears of frames in which no TCP header can be read.
class handshakes {
public:
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        // The pair names the connection, both ways alike; `sent` is the way that this segment went.
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        flow& at = flows_[pair];
        const connection_step step = at.ends.feed(sent, packet);
        // A SYN that opens a connection is this event of the state table. Where both ends send one, they open the same;
        // one behind its SYN,ACK was captured out of order.
        const bool crosses = at.record.how() == ending::not_answered && at.record.opener() != sent;
        const bool late = at.syn_ack && packet.seq() + 1 == at.ends.sender(opposite(sent)).told;
        if (step.sender.by->on == event::user_open_active && !crosses && !late) {
            count(at);
            at = {at.ends, {}, seen.frame.when, {}};
        }
        at.record.add(packet, step);
        if (at.complete || !at.record.opening_seen() || at.record.opened_by_both()) { return; }
        // Karn's algorithm (RFC 6298 3): what answers a segment that was sent again may answer either of them.
        if (step.unusual == remark::retransmitted_syn || step.unusual == remark::retransmitted_syn_ack) {
            at = {at.ends, at.record, {}, {}, true};
        } else if (packet.flags().has_all(flag::syn | flag::ack) && synchronized(step.receiver.after) && !at.syn_ack) {
            at.syn_ack = seen.frame.when;
            take(to_server_, at.syn, seen.frame.when);
        }
        // That the client is in ESTABLISHED is assumed when it is sent the SYN,ACK; what it sends then shows it.
        at.complete = sent == at.record.opener() && synchronized(step.sender.after);
        // Octets missing before it, or an ACK of more than the SYN: this is a later one, the first was not captured.
        const bool first = packet.ack() == at.ends.sender(opposite(sent)).tcb.iss + 1 && step.unusual != remark::gap;
        if (!at.complete || !at.syn_ack || !first) { return; }
        take(to_client_, at.syn_ack, seen.frame.when);
        take(whole_, at.syn, seen.frame.when);
    }

    void on_fault(const captured<packet_view>& seen) {
        const errc why = seen.segment.error().code;
        if (why != errc::not_tcp && why != errc::not_ip) { ++unreadable_; } // UDP is no damage
    }

    void report() {
        for (const auto& [pair, last] : flows_) { count(last); }
        std::puts("handshakes");
        for (const auto& [outcome, number] : outcomes_) { std::printf("%8zu   %s\n", number, outcome.c_str()); }
        if (unreadable_ != 0) { std::printf("%8zu packets can't be read\n", unreadable_); }
        draw("to the server and back, from SYN to SYN,ACK", to_server_);
        draw("to the client and back, from SYN,ACK to ACK", to_client_);
        draw("between both, from SYN to ACK", whole_);
    }

private:
    void count(const flow& last) {
        if (!last.record.opening_seen()) { return; } // the capture begins in its middle
        const ending how = last.record.how();
        ++outcomes_[last.record.opened_by_both()  ? "opened by both ends at once, not measured"
                    : last.complete && last.again ? "complete after SYN or SYN,ACK was sent again"
                    : last.complete               ? "complete"
                    : how == ending::refused      ? "refused by RST"
                    : how == ending::reset        ? "reset before the ACK"
                    : how == ending::not_answered ? "SYN not answered"
                                                  : "SYN,ACK not acknowledged"];
    }

    static void take(std::vector<std::int64_t>& times, const std::optional<timestamp>& from, timestamp to) {
        if (from && elapsed(*from, to) >= 0) { times.push_back(elapsed(*from, to)); } // else the clock was set back
    }

    static void draw(const char* name, std::vector<std::int64_t>& times) {
        std::printf("\nround trip %s: %zu measured\n", name, times.size());
        if (times.empty()) { return; }
        std::ranges::sort(times);
        const auto ms = [&](std::size_t rank) { return static_cast<double>(times[rank]) / 1e6; }; // none is made up
        std::printf("    minimum %.3f ms, median %.3f ms, 90%% within %.3f ms, maximum %.3f ms\n", ms(0),
                    ms((times.size() - 1) / 2), ms((times.size() * 9 - 1) / 10), ms(times.size() - 1));
        auto at = times.begin();
        for (double from = 0; const double to : {0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1e3, 3e3,
                                                 ms(times.size() - 1) + 1}) {
            const auto end = std::find_if(at, times.end(), [&](auto t) { return static_cast<double>(t) >= to * 1e6; });
            const std::string bar(static_cast<std::size_t>(end - at) * 60 / times.size(), '#');
            if (end != times.begin() && at != times.end()) {
                std::printf("    %6g to %4g ms %8td %s\n", from, to, end - at, bar.c_str());
            }
            at = end;
            from = to;
        }
    }

    std::map<socket_pair, flow> flows_;
    std::map<std::string, std::size_t> outcomes_;
    std::vector<std::int64_t> to_server_, to_client_, whole_; // nanoseconds
    std::size_t unreadable_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    const std::string path = argc == 2 ? argv[1] : "--";
    if (path.starts_with('-') && path != "-") {
        (path == "--help" ? std::cout : std::cerr) << "usage: handshake_rtt FILE (pcap or pcapng; - is stdin)\n";
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
    if (!problem.empty()) { std::cerr << "handshake_rtt: " << path << ": " << problem << '\n'; }
    if (!problem.empty() && frames.begin() == frames.end()) { return 1; } // nothing of it can be read
    handshakes seen;
    run(decoded_frames{frames}, seen); // one pass, for any number of analyzers
    seen.report();
    return problem.empty() && std::cout.flush() ? 0 : 1;
}
