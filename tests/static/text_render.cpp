// SPDX-License-Identifier: BSL-1.0
// Whole lines, built while this file is compiled; each was printed by tcpdump 4.99.3 -nn -t -S.
#include <tcplens/text/render.hpp>

#include "../packets.hpp"

#include <iterator>
#include <string>

using namespace tcplens;
using packets::octets;

// Who gives numbers
constexpr auto absolute = [](const header_view& tcp) { return absolute_numbering{}(direction::from_first, tcp); };
static_assert(numbers_source<decltype(absolute)> && numbers_source<shown_numbers (*)(const header_view&)>);
static_assert(!numbers_source<absolute_numbering> && !numbers_source<int (*)(const header_view&)>);

/// A segment of `10.0.0.1.40000 > 10.0.0.2.7777`, seq 1000, ack 2000, window 512.
constexpr octets segment(unsigned flags, bytes payload = {}) {
    return octets{"9c40 1e61 0000 03e8 0000 07d0 5000 0200 0000 0007"_hex}.with(13, flags) + octets{payload};
}
constexpr bool flags_line(const octets& tcp, std::string_view words) {
    text<160> t;
    const auto view = header_view::unchecked(tcp.all(), static_cast<std::uint32_t>(tcp.size()));
    render_segment(t.sink(), view, absolute(view));
    return t.view() == words;
}

// Numbers are shown where they mean something: seq with payload, SYN, FIN or RST, ack and urg with their flags.
static_assert(flags_line(segment(0x02), "Flags [S], seq 1000, win 512, length 0"));
static_assert(flags_line(segment(0x12), "Flags [S.], seq 1000, ack 2000, win 512, length 0"));
static_assert(flags_line(segment(0x10), "Flags [.], ack 2000, win 512, length 0"));
static_assert(flags_line(segment(0x18, "6869"_hex), "Flags [P.], seq 1000:1002, ack 2000, win 512, length 2"));
static_assert(flags_line(segment(0x11, "6869"_hex), "Flags [F.], seq 1000:1002, ack 2000, win 512, length 2"));
static_assert(flags_line(segment(0x04), "Flags [R], seq 1000, win 512, length 0"));
static_assert(flags_line(segment(0x00), "Flags [none], win 512, length 0"));
static_assert(flags_line(segment(0x00, "68"_hex), "Flags [none], seq 1000:1001, win 512, length 1"));
static_assert(flags_line(segment(0x38), "Flags [P.U], ack 2000, win 512, urg 7, length 0"));
static_assert(flags_line(segment(0xc2), "Flags [SEW], seq 1000, win 512, length 0"));

// Across 2^32, and the shown numbers rather than the header's
constexpr octets wrapping = segment(0x10, "6869 6a"_hex).with(4, 0xff).with(5, 0xff).with(6, 0xff).with(7, 0xfe);
static_assert(flags_line(wrapping, "Flags [.], seq 4294967294:1, ack 2000, win 512, length 3"));
static_assert([] {
    text<160> t;
    const octets tcp = segment(0x18, "6869"_hex);
    render_segment(t.sink(), header_view::unchecked(tcp.all(), 22), {1, 5, 0});
    return t.view() == "Flags [P.], seq 1:3, ack 5, win 512, length 2";
}());

// With a notation of one's own
struct first_letter {
    template <char_sink O>
    static constexpr O flags(O out, flag_set flags) {
        return put(out, flags.has(flag::syn) ? 'S' : '-');
    }
};
static_assert([] {
    text<160> t;
    const octets tcp = segment(0x12);
    render_segment<first_letter>(t.sink(), header_view::unchecked(tcp.all(), 20), {});
    return t.view() == "Flags [S], seq 0, ack 0, win 512, length 0";
}());

// Options that end the line early, and a header that EOL ends before the capture does
static_assert(flags_line(octets{"9c40 1e61 0000 03e8 0000 07d0 6010 0200 0000 0000 0800 0101"_hex},
                         "Flags [.], ack 2000, win 512, options [[bad opt]"));
static_assert([] {
    text<160> t;
    const octets cut = "9c40 1e61 0000 03e8 0000 07d0 8010 0200 0000 0000 0100 0000"_hex;
    render_segment(t.sink(), header_view::unchecked(cut.all(), 42), {1, 1, 0});
    return t.view() == "Flags [.], seq 1:11, ack 1, win 512, options [nop,eol], length 10 "
                       "[remaining caplen(24) < header length(32)] [|tcp]";
}());

/// A whole line, from a frame that was captured in part.
constexpr bool shows(link_type type, const octets& frame, std::uint32_t wire_length, std::string_view words) {
    text<512> t;
    const auto link = decode_link(type, frame.all(), wire_length);
    const auto ip = decode_ip(link->payload, link->payload_size);
    render_line(t.sink(), *link, *ip, absolute);
    return t.view() == words && t.view().size() <= line_bound(*link, *ip);
}
constexpr bool shows(link_type type, const octets& frame, std::string_view words) {
    return shows(type, frame, static_cast<std::uint32_t>(frame.size()), words);
}

constexpr octets v4 = "4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002"_hex;
constexpr octets v6 = "6000 0000 0014 0640 2001 0db8 0000 0000 0000 0000 0000 0001"
                      "2001 0db8 0000 0000 0000 0000 0000 0002"_hex;
constexpr octets ack = segment(0x10);
constexpr octets ethernet = packets::ethernet_ipv4 + v4 + ack;

static_assert(shows(link_type::ethernet, ethernet,
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::raw, v6 + ack,
                    "IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [.], ack 2000, win 512, length 0"));

// Cut in the header: ports as long as they are there, one blank without them and two with
static_assert(shows(link_type::raw, octets{(v4 + ack).first(23)}, 40, "IP 10.0.0.1 > 10.0.0.2: [|tcp]"));
static_assert(shows(link_type::raw, octets{(v4 + ack).first(24)}, 40, "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"));
static_assert(shows(link_type::raw, v6.with(5, 0) + ack, "IP6 2001:db8::1 > 2001:db8::2: [|tcp]"));

// Data offsets
static_assert(shows(link_type::raw, v4 + ack.with(12, 0x40),
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 4 [bad hdr length 16 - too short, < 20]"));
static_assert(shows(link_type::raw, v4 + ack.with(12, 0x60),
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.] [bad hdr length 24 - too long, > 20]"));

// A datagram longer than its frame: a blank behind the complaint for IPv4 only
static_assert(shows(link_type::raw, v4.with(3, 50) + ack,
                    "IP truncated-ip - 10 bytes missing! 10.0.0.1.40000 > 10.0.0.2.7777: "
                    "Flags [.], seq 1000:1010, ack 2000, win 512, length 10"));
static_assert(shows(link_type::raw, v6.with(5, 30) + ack,
                    "IP6 truncated-ip6 - 10 bytes missing!2001:db8::1.40000 > 2001:db8::2.7777: "
                    "Flags [.], seq 1000:1010, ack 2000, win 512, length 10"));

// Fragments, and headers between addresses and ports
static_assert(shows(link_type::raw, v4.with(6, 0x20) + ack,
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::raw, v4.with(7, 1) + ack, "IP 10.0.0.1 > 10.0.0.2: ip-proto-6"));
static_assert(shows(link_type::raw, v6.with(5, 28).with(6, 44) + octets{"0600 0001 dead beef"_hex} + ack,
                    "IP6 2001:db8::1 > 2001:db8::2: frag (0|20) 40000 > 7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::raw, v6.with(5, 28).with(6, 44) + octets{"0600 05a8 dead beef"_hex} + ack,
                    "IP6 2001:db8::1 > 2001:db8::2: frag (1448|20)"));
static_assert(shows(link_type::raw,
                    v6.with(5, 36).with(6, 0) + octets{"3c00 0104 0000 0000 0600 0104 0000 0000"_hex} + ack,
                    "IP6 2001:db8::1 > 2001:db8::2: HBH DSTOPT 40000 > 7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::raw,
                    v6.with(5, 44).with(6, 51) +
                        octets{"0604 0000 0000 0001 0000 0002 a0a1 a2a3 a4a5 a6a7 a8a9 aaab"_hex} + ack,
                    "IP6 2001:db8::1 > 2001:db8::2: AH(spi=0x00000001,seq=0x2,icv=0xa0a1a2a3a4a5a6a7a8a9aaab): "
                    "40000 > 7777: Flags [.], ack 2000, win 512, length 0"));

// What cooked captures put in front; a VLAN tag on Ethernet leaves no trace.
constexpr octets cooked = "0004 0001 0006 0200 0000 0001 0000 0800"_hex;
constexpr octets cooked_vlan = "0000 0001 0006 0200 0000 0001 0000 8100 0005 0800"_hex;
constexpr octets cooked2 = "0800 0000 0001 869f 0001 0406 0200 0000 0001 0000"_hex;
static_assert(shows(link_type::linux_sll, cooked + v4 + ack,
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::linux_sll, cooked_vlan + v4 + ack,
                    "ethertype IPv4, IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::linux_sll2, cooked2 + v4 + ack,
                    "?     Out IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::linux_sll2, cooked2.with(10, 1) + v4 + ack,
                    "?     B   IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(shows(link_type::ethernet, octets{"0200 0000 0002 0200 0000 0001 8100 0005 0800"_hex} + v4 + ack,
                    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));

// Numbers are asked for once where flags are shown, and not where they are not.
constexpr int asked(const octets& datagram) {
    text<512> t;
    int times = 0;
    const auto link = decode_link(link_type::raw, datagram.all(), static_cast<std::uint32_t>(datagram.size()));
    render_line(t.sink(), *link, *decode_ip(link->payload, link->payload_size), [&](const header_view& tcp) {
        ++times;
        return absolute(tcp);
    });
    return times;
}
static_assert(asked(v4 + ack) == 1 && asked(v4 + ack.with(12, 0x60)) == 1);
static_assert(asked(v4 + ack.with(12, 0x40)) == 0 && asked(v4.with(3, 39) + ack) == 0 &&
              asked(v4.with(7, 1) + ack) == 0);

// A packet that was decoded in one go
static_assert([] {
    text<512> t;
    const auto packet = decode_frame(link_type::ethernet, ethernet.all(), 54);
    render_line(t.sink(), *packet, {0, 1, 0});
    return t.view() == "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 512, length 0";
}());
