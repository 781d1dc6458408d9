// SPDX-License-Identifier: BSL-1.0
// live: explains TCP connections while they are captured: libpcap brings the packets, with tcpdump's filters.
#include <tcplens/tcplens.hpp>

#include <pcap/pcap.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace tcplens;

struct flow {
    connection ends;
    connection_record record;
    tcpdump_numbering numbering; // relative to the connection's start
    timestamp last;              // segment
};

class explainer {
public:
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        if (flows_.find(pair) == nullptr && flows_.size() >= slots_.size() * 3 / 4) { forget_one(seen.frame.when); }
        flow& at = *flows_.insert(pair);
        at.ends.advance(seen.frame.when); // for timers: TIME-WAIT ends after 2 MSL (RFC 9293 3.4.2)
        if (at.ends.reopened_by(sent, packet)) { at = {at.ends, {}, at.numbering, {}}; }
        const ending before = at.record.how();
        const shown_numbers shown = at.numbering(sent, packet);
        const connection_step step = at.ends.feed(sent, packet);
        at.record.add(packet, step);
        at.last = seen.frame.when;
        std::string words;
        const auto out = std::back_inserter(words);
        put(render_clock(out, seen.frame.when), ' '); // in UTC: the library knows no zones
        put(render_endpoint(put(render_endpoint(out, packet.source()), " > "), packet.destination()), " [");
        put_decimal(put(tcpdump_4_99::flags(out, packet.flags()), "] seq "), shown.seq);
        if (packet.flags().has(flag::ack)) { put_decimal(put(out, " ack "), shown.ack); }
        put_decimal(put(out, " length "), packet.payload_size());
        if (step.unusual != remark::none) { put(put(out, "; "), name(step.unusual)); }
        const party_names names = parties(at.record);
        for (const direction d : {sent, opposite(sent)}) { // at each end: first it departs, then it arrives
            const end_step& end = d == sent ? step.sender : step.receiver;
            for (std::size_t i = 0; i < end.changes().size(); ++i) {
                render_change(put(put(put(out, "\n    "), names.of(d)), ' '), end, i);
            }
        }
        const ending how = at.record.how();
        if (how != before && (how == ending::closed || how == ending::reset || how == ending::refused)) {
            render_ending(put(render_opening(put(out, "\n  "), at.record), ", "), at.record);
            put_decimal(put(out, "; octets there: "), at.record.octets(at.record.opener()));
            put_decimal(put(out, ", back: "), at.record.octets(opposite(at.record.opener())));
        }
        std::cout << words << '\n' << std::flush; // at once
    }

    // Also hears of frames in which no TCP header can be read.
    void on_fault(const captured<packet_view>& seen) {
        const errc why = seen.segment.error().code;
        if (why != errc::not_tcp && why != errc::not_ip) { ++unreadable_; } // UDP is no damage
    }

    void report() const {
        std::cerr << flows_.size() << " socket pairs remembered, " << forgotten_ << " forgotten; " << unreadable_
                  << " packets can't be read\n";
    }

private:
    // Memory is bounded: of too many connections the one goes that was silent longest.
    void forget_one(timestamp now) {
        const auto silence = [&](const auto& each) { return each.used ? elapsed(each.value.last, now) : INT64_MIN; };
        flows_.erase(socket_pair{std::ranges::max_element(slots_, {}, silence)->pair});
        ++forgotten_;
    }

    std::vector<connection_slot<flow>> slots_{4096};
    connection_table<flow> flows_{slots_, std::random_device{}()}; // a seed that strangers don't know
    std::size_t forgotten_ = 0, unreadable_ = 0;
};

std::unique_ptr<pcap_t, decltype([](pcap_t* capture) { pcap_close(capture); })> source;
extern "C" void stop(int) { pcap_breakloop(source.get()); }

int fail(const std::string& why) {
    std::cerr << "live: " << why << '\n';
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    std::string interface, file, filter;
    int count = 0; // no limit
    for (int option = 0; (option = getopt(argc, argv, "+i:r:c:-:")) != -1;) {
        if (option == 'i' || option == 'r') { (option == 'i' ? interface : file) = optarg; }
        if (option == 'c') { count = std::atoi(optarg); }
        if (option == '-' || option == '?' || (option == 'c' && count <= 0)) {
            const bool help = option == '-' && std::string{optarg} == "help";
            (help ? std::cout : std::cerr) << "usage: live [-i INTERFACE | -r FILE] [-c COUNT] [EXPRESSION...]\n";
            return help ? 0 : 2;
        }
    }
    for (; optind < argc; ++optind) { filter.append(argv[optind]).append(" "); }

    std::array<char, PCAP_ERRBUF_SIZE> why{};
    pcap_if_t* devices = nullptr; // without -i the first of them, as tcpdump
    if (file.empty() && interface.empty() && pcap_findalldevs(&devices, why.data()) == 0 && devices != nullptr) {
        interface = devices->name;
        pcap_freealldevs(devices);
    }
    source.reset(file.empty() ? pcap_create(interface.c_str(), why.data())
                              : pcap_open_offline(file.c_str(), why.data()));
    if (!source) { return fail(why.data()); }
    pcap_t* const capture = source.get();
    bpf_program program{};
    const bool ready = (!file.empty() || (pcap_set_immediate_mode(capture, 1) == 0 && pcap_activate(capture) >= 0)) &&
                       pcap_compile(capture, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0 &&
                       pcap_setfilter(capture, &program) == 0;
    pcap_freecode(&program);
    if (!ready) { return fail(pcap_geterr(capture)); }
    for (const int each : {SIGINT, SIGTERM}) { std::signal(each, stop); }
    std::cerr << "live: listening on " << (file.empty() ? interface : file) << '\n';
    explainer story;
    const auto on_packet = [](u_char* to, const pcap_pkthdr* head, const u_char* octets) {
        const timestamp when{head->ts.tv_sec, static_cast<std::uint64_t>(head->ts.tv_usec) * 1000};
        const link_type link{static_cast<std::uint32_t>(pcap_datalink(source.get()))};
        const bytes frame{reinterpret_cast<const std::byte*>(octets), head->caplen};
        show(decode(captured_frame{0, when, link, frame, head->len}), *reinterpret_cast<explainer*>(to));
    };
    const int ended = pcap_loop(capture, count, on_packet, reinterpret_cast<u_char*>(&story));
    story.report();
    pcap_stat counts{};
    if (file.empty() && pcap_stats(capture, &counts) == 0) {
        std::cerr << counts.ps_recv << " packets received, " << counts.ps_drop << " dropped by the kernel\n";
    }
    return ended == PCAP_ERROR ? fail(pcap_geterr(capture)) : std::cout ? 0 : fail("the output can't be written");
}
