// SPDX-License-Identifier: BSL-1.0
// From a frame to its IP packet, and through it to the segment: each link type, each fault.
#include <tcplens/wire/link.hpp>

#include "../packets.hpp"

using namespace tcplens;
using packets::ethernet_ipv4;
using packets::ethernet_ipv6;
using packets::fails;
using packets::ipv4;
using packets::octets;
using packets::syn;

constexpr result<link_view> whole(link_type type, const octets& frame) {
    return decode_link(type, frame.all(), static_cast<std::uint32_t>(frame.size()));
}
constexpr octets v4 = ipv4 + syn;
constexpr octets v6 = packets::ipv6 + packets::syn_over_ipv6;
constexpr octets macs = "0200 0000 0002 0200 0000 0001"_hex;

// Ethernet, with 802.1Q and 802.1ad tags before the packet
constexpr octets plain = ethernet_ipv4 + v4;
static_assert(whole(link_type::ethernet, plain)->offset == 14 && whole(link_type::ethernet, plain)->payload_size == 60);
static_assert(whole(link_type::ethernet, plain)->payload.data() == plain.data() + 14);
static_assert(whole(link_type::ethernet, plain)->vlan_tags == 0);
static_assert(whole(link_type::ethernet, plain)->type == link_type::ethernet);
static_assert(whole(link_type::ethernet, ethernet_ipv6 + v6)->payload_size == 80);

constexpr octets one_tag = macs + octets{"8100 0005 0800"_hex} + v4;
static_assert(whole(link_type::ethernet, one_tag)->vlan_tags == 1 && whole(link_type::ethernet, one_tag)->offset == 18);
constexpr octets two_tags = macs + octets{"88a8 0064 8100 00c8 86dd"_hex} + v6;
static_assert(whole(link_type::ethernet, two_tags)->vlan_tags == 2 &&
              whole(link_type::ethernet, two_tags)->offset == 22);
constexpr octets three_tags = macs + octets{"9100 0001 9200 0002 8100 e003 0800"_hex} + v4;
static_assert(whole(link_type::ethernet, three_tags)->vlan_tags == 3);
static_assert(whole(link_type::ethernet, three_tags)->payload_size == 60);

// 802.3 with SNAP: the length field ends the packet, padding follows it.
constexpr octets snap = macs + octets{"0044 aaaa 0300 0000 0800"_hex} + v4;
static_assert(whole(link_type::ethernet, snap)->offset == 22 && whole(link_type::ethernet, snap)->payload_size == 60);
static_assert(whole(link_type::ethernet, snap + octets{"0000 0000"_hex})->payload_size == 60);
static_assert(whole(link_type::ethernet, snap.with(13, 0x30))->payload_size == 40,
              "a length that is too small is believed");
static_assert(whole(link_type::ethernet, snap.with(13, 0xff))->payload_size == 60, "one that is too large is not");
static_assert(whole(link_type::ethernet, macs + octets{"8100 0005 0044 aaaa 0300 0000 0800"_hex} + v4)->offset == 26);
// Another LSAP, another organization, another EtherType
static_assert(fails(whole(link_type::ethernet, snap.with(14, 0x42)), {errc::not_ip, layer::link, 14, 0, 0x42aa}));
static_assert(fails(whole(link_type::ethernet, snap.with(17, 0x08)), {errc::not_ip, layer::link, 14, 0, 0xaaaa}));
static_assert(fails(whole(link_type::ethernet, snap.with(21, 0x06)), {errc::not_ip, layer::link, 20, 0, 0x0806}));

// IP's own LSAP, that of network layers, SNAP with Cisco's number, a bridged frame that may be tagged or 802.3 again
constexpr octets short_frame(const octets& llc) {
    return macs + octets{"0000"_hex}.with(0, static_cast<unsigned>(llc.size()) >> 8).with(1, llc.size() & 0xff) + llc;
}
static_assert(whole(link_type::ethernet, short_frame(octets{"0606 03"_hex} + v4))->offset == 17);
static_assert(whole(link_type::ethernet, short_frame(octets{"0607 03"_hex} + v4))->payload_size == 60);
static_assert(fails(whole(link_type::ethernet, short_frame(octets{"0606 0300"_hex} + v4)),
                    {errc::bad_version, layer::ip, 17, 4, 0}));
static_assert(fails(whole(link_type::ethernet, short_frame(octets{"0606 bf"_hex} + v4)),
                    {errc::not_ip, layer::link, 14, 0, 0x0606}));
static_assert(whole(link_type::ethernet, short_frame(octets{"fefe 03cc"_hex} + v4))->offset == 18);
static_assert(whole(link_type::ethernet, short_frame(octets{"aaaa 0300 00f8 86dd"_hex} + v6))->offset == 22);
constexpr octets bridged = "aaaa 0300 80c2 0007 0000"_hex;
static_assert(whole(link_type::ethernet, short_frame(bridged + plain))->offset == 38);
static_assert(whole(link_type::ethernet, short_frame(bridged + one_tag))->vlan_tags == 1);
static_assert(whole(link_type::ethernet, short_frame(bridged + snap))->offset == 46);
static_assert(fails(decode_link(link_type::ethernet, short_frame(bridged + plain).first(37), 98),
                    {errc::truncated, layer::link, 0, 38, 37}));

// Frames that hold something else
static_assert(fails(whole(link_type::ethernet, plain.with(13, 0x06)), {errc::not_ip, layer::link, 12, 0, 0x0806}));
static_assert(fails(whole(link_type::ethernet, one_tag.with(17, 0x06)), {errc::not_ip, layer::link, 16, 0, 0x0806}));
// The other version than the one announced
static_assert(fails(whole(link_type::ethernet, ethernet_ipv6 + v4), {errc::bad_version, layer::ip, 14, 6, 4}));
static_assert(fails(whole(link_type::ethernet, ethernet_ipv4 + v6), {errc::bad_version, layer::ip, 14, 4, 6}));

// Cut: by the capture, or on the wire
static_assert(fails(decode_link(link_type::ethernet, plain.first(13), 74), {errc::truncated, layer::link, 0, 14, 13}));
static_assert(fails(decode_link(link_type::ethernet, plain.first(13), 13), {errc::too_short, layer::link, 0, 14, 13}));
static_assert(fails(decode_link(link_type::ethernet, {}, 0), {errc::too_short, layer::link, 0, 14, 0}));
static_assert(fails(decode_link(link_type::ethernet, one_tag.first(17), 78),
                    {errc::truncated, layer::link, 0, 18, 17}));
static_assert(fails(decode_link(link_type::ethernet, two_tags.first(20), 20),
                    {errc::too_short, layer::link, 0, 22, 20}));
static_assert(fails(decode_link(link_type::ethernet, snap.first(21), 82), {errc::truncated, layer::link, 0, 22, 21}));
static_assert(decode_link(link_type::ethernet, plain.first(14), 74)->payload.empty(), "that is for IP to say");
static_assert(decode_link(link_type::ethernet, plain.first(40), 74)->payload_size == 60);
// More was captured than sent: one of the two numbers is wrong.
static_assert(fails(decode_link(link_type::ethernet, plain.all(), 54), {errc::bad_length, layer::link, 0, 74, 54}));

// Linux cooked v1: from us, and with a tag
constexpr octets cooked = octets{"0004 0001 0006 0200 0000 0001 0000 0800"_hex} + v4;
static_assert(whole(link_type::linux_sll, cooked)->offset == 16 &&
              whole(link_type::linux_sll, cooked)->packet_type == 4);
static_assert(whole(link_type::linux_sll, cooked)->payload_size == 60);
constexpr octets tagged = octets{"0000 0001 0006 0200 0000 0001 0000 8100 0005 86dd"_hex} + v6;
static_assert(whole(link_type::linux_sll, tagged)->vlan_tags == 1 && whole(link_type::linux_sll, tagged)->offset == 20);
static_assert(whole(link_type::linux_sll, tagged)->packet_type == 0);
static_assert(fails(whole(link_type::linux_sll, cooked.with(15, 0x06)), {errc::not_ip, layer::link, 14, 0, 0x0806}));
static_assert(fails(decode_link(link_type::linux_sll, cooked.first(15), 76),
                    {errc::truncated, layer::link, 0, 16, 15}));
// No 802.3 lengths here: 0x0004 is the number of 802.2 frames.
constexpr octets cooked_llc = octets{"0004 0001 0006 0200 0000 0001 0000 0004"_hex};
static_assert(whole(link_type::linux_sll, cooked_llc + octets{"aaaa 0300 0000 0800"_hex} + v4)->offset == 24);
static_assert(fails(whole(link_type::linux_sll, cooked.with(14, 0).with(15, 1)),
                    {errc::not_ip, layer::link, 14, 0, 1}));

// Linux cooked v2: it knows the interface.
constexpr octets cooked2 = octets{"0800 0000 0006 68a1 0001 0406 0200 0000 0001 0000"_hex} + v4;
static_assert(whole(link_type::linux_sll2, cooked2)->offset == 20);
static_assert(whole(link_type::linux_sll2, cooked2)->packet_type == 4);
static_assert(whole(link_type::linux_sll2, cooked2)->interface_index == 0x000668a1);
static_assert(whole(link_type::linux_sll2,
                    octets{"8100 0000 0000 0001 0001 0006 0200 0000 0001 0000 0005 0800"_hex} + v4)
                  ->vlan_tags == 1);
static_assert(fails(decode_link(link_type::linux_sll2, cooked2.first(19), 80),
                    {errc::truncated, layer::link, 0, 20, 19}));

// BSD loopback: either byte order, and three numbers for IPv6
constexpr result<link_view> loopback(bytes family, const octets& packet) {
    return whole(link_type::null, octets{family} + packet);
}
static_assert(loopback("0200 0000"_hex, v4)->offset == 4 && loopback("0000 0002"_hex, v4)->payload_size == 60);
static_assert(loopback("1800 0000"_hex, v6).has_value() && loopback("0000 0018"_hex, v6).has_value());
static_assert(loopback("1c00 0000"_hex, v6).has_value() && loopback("0000 001c"_hex, v6).has_value());
static_assert(loopback("1e00 0000"_hex, v6).has_value() && loopback("0000 001e"_hex, v6).has_value());
static_assert(loopback("1e00 0000"_hex, v6)->payload_size == 80);
static_assert(fails(loopback("0a00 0000"_hex, v6), {errc::not_ip, layer::link, 0, 0, 10}));
static_assert(fails(loopback("0000 0007"_hex, v4), {errc::not_ip, layer::link, 0, 0, 7}));
static_assert(fails(loopback("0200 0000"_hex, v6), {errc::bad_version, layer::ip, 4, 4, 6}));
static_assert(fails(loopback("1e00 0000"_hex, v4), {errc::bad_version, layer::ip, 4, 6, 4}));
static_assert(whole(link_type::loop, octets{"0000 0002"_hex} + v4)->payload_size == 60);
static_assert(fails(decode_link(link_type::loop, "0000 00"_hex, 64), {errc::truncated, layer::link, 0, 4, 3}));

// Raw: IP at once, whatever the number that says so
static_assert(whole(link_type::raw, v4)->offset == 0 && whole(link_type::raw, v6)->payload_size == 80);
static_assert(whole(link_type::raw_bsd, v4).has_value() && whole(link_type::raw_openbsd, v6).has_value());
static_assert(whole(link_type::ipv4, v4).has_value() && whole(link_type::ipv6, v6).has_value());

// Numbers nobody here reads
static_assert(fails(whole(link_type{105}, plain), {errc::unknown_link_type, layer::link, 0, 0, 105}));
static_assert(!is_known(link_type{105}) && is_known(link_type::linux_sll2));

// PPP with and without address and control, and with a short protocol; Cisco HDLC; ARCNET; InfiniBand
static_assert(whole(link_type::ppp, octets{"ff03 0021"_hex} + v4)->offset == 4);
static_assert(whole(link_type::ppp, octets{"0057"_hex} + v6)->offset == 2);
static_assert(whole(link_type::ppp, octets{"ff03 21"_hex} + v4)->offset == 3);
static_assert(whole(link_type::ppp, octets{"0800"_hex} + v4).has_value());
static_assert(whole(link_type::ppp, octets{"ff03 86dd"_hex} + v6).has_value());
static_assert(whole(link_type::ppp_hdlc, octets{"ff03 0021"_hex} + v4)->type == link_type::ppp_hdlc);
static_assert(whole(link_type::ppp_hdlc, octets{"0f00 86dd"_hex} + v6)->type == link_type::cisco_hdlc);
static_assert(fails(whole(link_type::ppp_hdlc, octets{"0057"_hex} + v6), {errc::not_ip, layer::link, 0, 0, 0x0057}));
static_assert(fails(whole(link_type::ppp, octets{"ff03 c021"_hex} + v4), {errc::not_ip, layer::link, 2, 0, 0xc021}));
static_assert(whole(link_type::cisco_hdlc, octets{"0f00 0800"_hex} + v4)->offset == 4);
static_assert(whole(link_type::arcnet_linux, octets{"0102 0000 f0"_hex} + v4)->offset == 5);
static_assert(whole(link_type::arcnet_linux, octets{"0102 0000 d4 00 0001"_hex} + v4)->offset == 8);
static_assert(whole(link_type::ip_over_infiniband, octets{"0000000000000000 0000000000000000 0000000000000000 "
                                                          "0000000000000000 0000000000000000 0800 0000"_hex} +
                                                       v4)
                  ->offset == 44);

static_assert(whole(link_type::arcnet_linux, octets{"0102 0000 c4 00 0001"_hex} + v6)->offset == 8);
// They have no VLAN tags.
static_assert(fails(whole(link_type::cisco_hdlc, octets{"0f00 8100 0005 0800"_hex} + v4),
                    {errc::not_ip, layer::link, 2, 0, 0x8100}));

// Juniper: flags say whether extensions follow, and whether there is an Ethernet header
constexpr octets juniper = octets{"4d4743 81 0003 060100"_hex} + plain;
static_assert(whole(link_type::juniper_ethernet, juniper)->offset == 23);
static_assert(whole(link_type::juniper_ethernet, octets{"4d4743 00"_hex} + one_tag)->vlan_tags == 1);
static_assert(whole(link_type::juniper_ethernet, octets{"4d4743 02 0000 0000"_hex} + v6)->payload_size == 80);
static_assert(fails(whole(link_type::juniper_ethernet, juniper.with(0, 0)), {errc::not_ip, layer::link, 0, 0, 0x4743}));
static_assert(fails(decode_link(link_type::juniper_ethernet, juniper.first(22), 83),
                    {errc::truncated, layer::link, 0, 23, 22}));
static_assert(fails(decode_link(link_type::juniper_ethernet, juniper.first(5), 83),
                    {errc::truncated, layer::link, 0, 6, 5}));

// All the way down. Offsets count from the frame's first octet.
constexpr result<packet_view> segment(link_type type, const octets& frame) {
    return decode_frame(type, frame.all(), static_cast<std::uint32_t>(frame.size()));
}
constexpr packet_view packet = *segment(link_type::ethernet, plain);
static_assert(packet.source() == endpoint{address::v4(0xc0000201), 50001});
static_assert(packet.destination() == endpoint{address::v4(0xc0000202), 80});
static_assert(packet.seq() == seq32{1534442682} && packet.flags() == flag::syn && packet.window() == 64240);
static_assert(packet.payload_size() == 0 && packet.window_scale() == 10 && packet.ip.length() == 60);
static_assert(segment_like<packet_view>);
static_assert(segment(link_type::ethernet, two_tags)->source() == endpoint{address::v6(0x20010db8'00000000, 1), 50001});
static_assert(segment(link_type::null, octets{"1e00 0000"_hex} + v6)->seq() == seq32{0x0443d5a4});

static_assert(fails(segment(link_type::ethernet, plain.with(13, 6)), {errc::not_ip, layer::link, 12, 0, 0x0806}));
static_assert(fails(segment(link_type::ethernet, plain.with(14, 0x44)),
                    {errc::bad_header_length, layer::ip, 14, 20, 16}));
static_assert(fails(segment(link_type::ethernet, plain.with(23, 17)), {errc::not_tcp, layer::ip, 34, 0, 17}));
static_assert(fails(segment(link_type::ethernet, plain.with(21, 185)), {errc::later_fragment, layer::ip, 34, 0, 1480}));
static_assert(fails(segment(link_type::ethernet, plain.with(46, 0x40)),
                    {errc::bad_header_length, layer::tcp, 46, 20, 16}));
static_assert(fails(segment(link_type::ethernet, plain.with(46, 0xf0)),
                    {errc::header_beyond_end, layer::tcp, 46, 60, 40}));
static_assert(fails(decode_frame(link_type::ethernet, plain.first(40), 74), {errc::truncated, layer::tcp, 34, 20, 6}));
static_assert(fails(segment(link_type::ethernet, plain.with(17, 39)), {errc::too_short, layer::tcp, 34, 20, 19}));
static_assert(fails(decode_frame(link_type::ethernet, plain.first(20), 74), {errc::truncated, layer::ip, 14, 20, 6}));
static_assert(fails(segment(link_type::raw, v4.with(0, 0x75)), {errc::bad_version, layer::ip, 0, 4, 7}));
// The protocol is asked for before the fragment.
static_assert(fails(segment(link_type::ethernet, plain.with(23, 17).with(21, 1)),
                    {errc::not_tcp, layer::ip, 34, 0, 17}));
