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
template <flag_notation Notation = tcpdump_4_99>
constexpr bool shows(link_type type, const octets& frame, std::uint32_t wire_length, std::string_view words,
                     line_style style = {}) {
    text<512> t;
    const auto link = decode_link(type, frame.all(), wire_length);
    const auto ip = decode_ip(link->payload, link->payload_size);
    render_line<Notation>(t.sink(), *link, *ip, absolute, style);
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

// Lines of another release: raw frames that were captured whole
template <flag_notation Notation>
constexpr bool prints(const octets& frame, std::string_view words, line_style style = {}) {
    return shows<Notation>(link_type::raw, frame, static_cast<std::uint32_t>(frame.size()), words, style);
}
constexpr line_style with_v{1};
constexpr line_style with_vv{2};

// tcpdump 5.0, as it printed them: how a datagram differs from its frame,
static_assert(prints<tcpdump_5_0>(v4.with(3, 50) + ack, "IP [total length 50 > length 40] (invalid) 10.0.0.1.40000 > "
                                                        "10.0.0.2.7777: Flags [.], ack 2000, win 512, length 0"));
static_assert(prints<tcpdump_5_0>(v6.with(5, 30) + ack,
                                  "IP6 [header+payload length 70 > length 60] (invalid) 2001:db8::1.40000 > "
                                  "2001:db8::2.7777: Flags [.], seq 1000:1010, ack 2000, win 512, length 10"));
static_assert(prints<tcpdump_5_0>(v4.with(3, 50) + ack,
                                  "IP [total length 50 > length 40] (invalid) (tos 0x0, ttl 64, id 1, offset 0, "
                                  "flags [none], proto TCP (6), length 50, bad cksum 0 (->66c3)!)\n"
                                  "    10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], cksum 0x0000 (incorrect -> 0xd371), "
                                  "ack 2000, win 512, length 0",
                                  with_v));
// what a header can't be, as soon as its data offset was captured,
static_assert(prints<tcpdump_5_0>(v4 + ack.with(12, 0x40),
                                  "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 4 [bad hdr length 16 - too short, < 20] "
                                  "(invalid)"));
static_assert(shows<tcpdump_5_0>(link_type::raw, octets{(v4 + ack.with(12, 0x40)).first(33)}, 40,
                                 "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 4 [bad hdr length 16 - too short, < 20] "
                                 "(invalid)"));
static_assert(shows<tcpdump_5_0>(link_type::raw, octets{(v4 + ack.with(12, 0x40)).first(32)}, 40,
                                 "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"));
static_assert(prints<tcpdump_5_0>(v4 + ack.with(12, 0x60),
                                  "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.] [bad hdr length 24 - too long, > 20] "
                                  "(invalid)"));
static_assert(prints<tcpdump_5_0>(v4 + ack.with(12, 0x60),
                                  "IP 10.0.0.1.40000 > 10.0.0.2.7777: tcp 4294967292 [bad hdr length 24 - too long, "
                                  "> 20] (invalid)",
                                  {0, true}));
// numbers whose flag isn't set, with -vv,
template <flag_notation Notation>
constexpr bool tells(const octets& tcp, std::uint32_t wire_length, std::string_view words, line_style style) {
    text<200> t;
    const auto view = header_view::unchecked(tcp.all(), wire_length);
    render_segment<Notation>(t.sink(), view, absolute(view), style);
    return t.view() == words;
}
static_assert(tells<tcpdump_5_0>(segment(0x02), 20,
                                 "Flags [S], seq 1000, [ack 2000 != 0 while ACK flag not set], win 512, "
                                 "[urg 7 != 0 while URG flag not set], length 0",
                                 with_vv));
static_assert(tells<tcpdump_5_0>(segment(0x02).with(10, 0).with(11, 0).with(19, 0), 20,
                                 "Flags [S], seq 1000, win 512, length 0", with_vv));
static_assert(tells<tcpdump_5_0>(segment(0x02), 20, "Flags [S], seq 1000, win 512, length 0", with_v));
// and why a connection was reset.
constexpr octets reset = segment(0x14).with(19, 0);
constexpr octets diagnosed = reset + octets{"33aa 0008 0000 0000"_hex};
static_assert(tells<tcpdump_5_0>(diagnosed, 28,
                                 "Flags [R.], seq 1000:1008, ack 2000, win 512, length 8 "
                                 "[RST: code 8, pen 0]",
                                 with_v));
static_assert(tells<tcpdump_5_0>(diagnosed, 28,
                                 "Flags [R.], seq 1000:1008, ack 2000, win 512, length 8 "
                                 "[RST: Malformed message]",
                                 with_vv));
static_assert(tells<tcpdump_5_0>(diagnosed.with(23, 99), 28,
                                 "Flags [R.], seq 1000:1008, ack 2000, win 512, length 8 "
                                 "[RST: code 99, pen 0]",
                                 with_vv));
static_assert(tells<tcpdump_5_0>(diagnosed.with(27, 7), 28,
                                 "Flags [R.], seq 1000:1008, ack 2000, win 512, length 8 "
                                 "[RST: code 8, pen 7]",
                                 with_vv));
static_assert(tells<tcpdump_5_0>(diagnosed, 28, "Flags [R.], seq 1000:1008, ack 2000, win 512, length 8", {}));
constexpr octets told = reset + octets{"6865 6c6c 6f"_hex};
static_assert(tells<tcpdump_5_0>(told, 25, "Flags [R.], seq 1000:1005, ack 2000, win 512, length 5 [RST hello]",
                                 with_v));
static_assert(tells<tcpdump_5_0>(told, 31, "Flags [R.], seq 1000:1011, ack 2000, win 512, length 11 [RST hello [|tcp]",
                                 with_v));
static_assert(tells<tcpdump_5_0>(told, 31, "Flags [R.], seq 1000:1011, ack 2000, win 512, length 11 [|tcp]", {}));
static_assert(tells<tcpdump_5_0>(reset, 31, "Flags [R.], seq 1000:1011, ack 2000, win 512, length 11 [RST  [|tcp]",
                                 with_v));
// The first word of NFS is looked at.
constexpr octets nfs = segment(0x10, "00 0000"_hex).with(0, 8).with(1, 1);
static_assert(tells<tcpdump_5_0>(nfs, 28, "Flags [.], seq 1000:1008, ack 2000, win 512, length 8 [|tcp]", {}));
static_assert(tells<tcpdump_5_0>(nfs, 23, "Flags [.], seq 1000:1003, ack 2000, win 512, length 3", {}));

// tcpdump 3.9 and WinDump 3.9.5, by its sources: numbers without commas, the options in angle brackets,
constexpr bool told_by_3_9(const octets& tcp, std::string_view words, line_style style = {}) {
    return tells<tcpdump_3_9>(tcp, static_cast<std::uint32_t>(tcp.size()), words, style);
}
static_assert(told_by_3_9(segment(0x02), "S 1000:1000(0) win 512"));
static_assert(told_by_3_9(segment(0x12), "S 1000:1000(0) ack 2000 win 512"));
static_assert(told_by_3_9(segment(0x10), ". ack 2000 win 512") && told_by_3_9(segment(0x00), ". win 512"));
static_assert(told_by_3_9(segment(0x10), ". 1000:1000(0) ack 2000 win 512", with_vv));
static_assert(told_by_3_9(segment(0x39, "6869"_hex), "FP 1000:1002(2) ack 2000 win 512 urg 7"));
static_assert(told_by_3_9(wrapping, ". 4294967294:1(3) ack 2000 win 512"));
static_assert(told_by_3_9(reset + octets{"6869"_hex}, "R 1000:1002(2) ack 2000 win 512 [RST hi]", with_v));
static_assert(told_by_3_9(segment(0x02).with(12, 0x60) + octets{"0204 05b4"_hex}, "S 1000:1000(0) win 512 <mss 1460>"));
// the IP header in front of the addresses on the same line,
constexpr octets sum_ok = ack.with(16, 0xd3).with(17, 0x71);
static_assert(prints<tcpdump_3_9>(v4.with(10, 0x66).with(11, 0xcd) + sum_ok,
                                  "IP (tos 0x0, ttl  64, id 1, offset 0, flags [none], proto: TCP (6), length: 40) "
                                  "10.0.0.1.40000 > 10.0.0.2.7777: ., cksum 0xd371 (correct), ack 2000 win 512",
                                  with_v));
static_assert(prints<tcpdump_3_9>(v6 + ack,
                                  "IP6 (hlim 64, next-header: TCP (6), length: 20) 2001:db8::1.40000 > "
                                  "2001:db8::2.7777: ., cksum 0x0000 (incorrect (-> 0x8bff), ack 2000 win 512",
                                  with_v));
// and no more words than these for what is broken.
static_assert(prints<tcpdump_3_9>(v4.with(7, 1) + ack, "IP 10.0.0.1 > 10.0.0.2: tcp"));
static_assert(prints<tcpdump_3_9>(v4.with(3, 39) + ack, "IP 10.0.0.1.40000 > 10.0.0.2.7777: [|tcp]"));
static_assert(prints<tcpdump_3_9>(v4 + ack.with(12, 0x60),
                                  "IP 10.0.0.1.40000 > 10.0.0.2.7777: . [bad hdr length 24 - too long, > 20]"));
static_assert(prints<tcpdump_3_9>(v4.with(3, 50) + ack, "IP truncated-ip - 10 bytes missing! 10.0.0.1.40000 > "
                                                        "10.0.0.2.7777: . 1000:1010(10) ack 2000 win 512"));

// tcpdump 3.7: the IP header behind the segment
static_assert(prints<tcpdump_3_7>(v4.with(6, 0x40) + ack, "10.0.0.1.40000 > 10.0.0.2.7777: . ack 2000 win 512 (DF)"));
static_assert(prints<tcpdump_3_7>(v4.with(1, 0x10).with(10, 0x66).with(11, 0xbd) + sum_ok,
                                  "10.0.0.1.40000 > 10.0.0.2.7777: . [tcp sum ok] ack 2000 win 512 [tos 0x10]  "
                                  "(ttl 64, id 1, len 40)",
                                  with_v));
static_assert(prints<tcpdump_3_7>(v6 + ack,
                                  "2001:db8::1.40000 > 2001:db8::2.7777: . [bad tcp cksum 0 (->8bff)!] ack 2000 "
                                  "win 512 (len 20, hlim 64)",
                                  with_v));
static_assert(prints<tcpdump_3_7>(v4.with(7, 1) + ack, "10.0.0.1 > 10.0.0.2: (frag 1:20@8)"));
static_assert(prints<tcpdump_3_7>(v4.with(6, 0x20) + ack,
                                  "10.0.0.1.40000 > 10.0.0.2.7777: . ack 2000 win 512 (frag 1:20@0+)"));

// Wireshark's flags stand in lines of tcpdump 4.99.3.
static_assert(prints<wireshark_names>(v4 + segment(0x12), "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [SYN, ACK], "
                                                          "seq 1000, ack 2000, win 512, length 0"));
static_assert(prints<wireshark_places>(v4 + segment(0x12), "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags "
                                                           "[·······A··S·], seq 1000, ack 2000, win 512, length 0"));
