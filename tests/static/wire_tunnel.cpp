// SPDX-License-Identifier: BSL-1.0
// Through tunnels, label stacks and quotes to the TCP datagram in them; each header may be cut anywhere.
#include <tcplens/wire/tunnel.hpp>

#include "../packets.hpp"

using namespace tcplens;
using packets::octets;

constexpr octets v4 = packets::ipv4 + packets::syn;
constexpr octets v6 = packets::ipv6 + packets::syn_over_ipv6;
constexpr octets macs = "0200 0000 0002 0200 0000 0001"_hex;

/// Behind an IPv4 header of this protocol.
constexpr octets in_ipv4(unsigned protocol, const octets& payload) {
    return (octets{"4500 0000 0001 0000 40 00 0000 c633 6401 c633 6402"_hex} + payload)
        .with(2, static_cast<unsigned>(payload.size() + 20) >> 8)
        .with(3, (payload.size() + 20) & 0xff)
        .with(9, protocol);
}
/// Behind IPv4 and UDP, to this port.
constexpr octets in_udp(unsigned port, const octets& payload) {
    const octets datagram = octets{"15b3 0000 0000 0000"_hex}.with(2, port >> 8).with(3, port & 0xff);
    return in_ipv4(17, datagram.with(5, static_cast<unsigned>(payload.size()) + 8) + payload);
}

/// Whether the frame has `inner` in it at its end, and nothing wherever else it is cut before the end of the TCP
/// header's fixed part; the datagram is as long as it says.
constexpr bool holds(link_type type, const octets& frame, const octets& inner, reach how_far = reach::tunnels) {
    const auto sent = static_cast<std::uint32_t>(frame.size());
    const auto found = decode_tunnelled(type, frame.all(), sent, how_far);
    if (!found || found->captured().data() != frame.end() - inner.size() || found->length() != inner.size()) {
        return false;
    }
    for (std::size_t size = 0; size < frame.size() - inner.size() + 20; ++size) {
        if (decode_tunnelled(type, frame.first(size), sent, how_far)) { return false; }
    }
    return true;
}
constexpr bool holds(const octets& datagram, const octets& inner, reach how_far = reach::tunnels) {
    return holds(link_type::raw, datagram, inner, how_far);
}
constexpr bool holds_nothing(const octets& datagram, reach how_far = reach::tunnels) {
    return !decode_tunnelled(link_type::raw, datagram.all(), static_cast<std::uint32_t>(datagram.size()), how_far);
}

constexpr octets frame = packets::ethernet_ipv4 + v4;
constexpr octets bottom = "0006 41 40"_hex;
constexpr octets ppp_ipv4 = "0021"_hex;

// No tunnel at all
static_assert(holds(v4, v4) && holds(v6, v6) && holds(link_type::ethernet, frame, v4));
// IP in IP: RFC 2003, 2473 and 4213
static_assert(holds(in_ipv4(4, v4), v4) && holds(in_ipv4(41, v6), v6) && holds(in_ipv4(4, in_ipv4(41, v6)), v6));
static_assert(holds_nothing(in_ipv4(41, v4)) && holds_nothing(in_ipv4(4, v6)), "the other version than announced");
// A later fragment of the outer datagram has no header of the inner one.
static_assert(holds(in_ipv4(4, v4).with(6, 0x20), v4) && holds_nothing(in_ipv4(4, v4).with(7, 1)));
// GRE, with checksum, key, sequence number and routes; version 1 without a payload
static_assert(holds(in_ipv4(47, octets{"0000 0800"_hex} + v4), v4));
static_assert(holds(in_ipv4(47, octets{"b000 86dd 0000 0000 0000 0007 0000 0001"_hex} + v6), v6));
static_assert(holds(in_ipv4(47, octets{"4000 0800 0000 0000 0800 0004 c000 0201 0000 0000"_hex} + v4), v4));
static_assert(holds(in_ipv4(47, octets{"0000 6558"_hex} + frame), v4));
static_assert(holds(in_ipv4(47, octets{"0000 8847"_hex} + bottom + v4), v4));
static_assert(holds(in_ipv4(47, octets{"3081 880b 003e 0001 0000 0001 0000 0000"_hex} + ppp_ipv4 + v4), v4));
static_assert(holds_nothing(in_ipv4(47, octets{"2081 880b 003e 0001 0000 0000"_hex} + ppp_ipv4 + v4)));
static_assert(holds_nothing(in_ipv4(47, octets{"0002 0800"_hex} + v4)));
// Label stacks: explicit NULL has a version, another label lets the packet tell
static_assert(holds(link_type::ethernet, macs + octets{"8847 0006 4040"_hex} + bottom + v6, v6));
static_assert(holds(link_type::ethernet, macs + octets{"8100 0005 8848"_hex} + bottom + v4, v4));
static_assert(holds(link_type::ethernet, macs + octets{"8847 0000 0140"_hex} + v4, v4));
static_assert(holds(link_type::ethernet, macs + octets{"8847 0000 2140"_hex} + v6, v6));
static_assert(!decode_tunnelled(link_type::ethernet, (macs + octets{"8847 0000 2140"_hex} + v4).all(), 78));
// PPPoE: session data; not discovery
static_assert(holds(link_type::ethernet, macs + octets{"8864 1100 0001 003e"_hex} + ppp_ipv4 + v4, v4));
static_assert(!decode_tunnelled(link_type::ethernet, (macs + octets{"8863 1109 0001 003e 0021"_hex} + v4).all(), 82));
// Over UDP
static_assert(holds(in_udp(4789, octets{"0800 0000 0000 0700"_hex} + frame), v4));
static_assert(holds(in_udp(4790, octets{"0c00 0002 0000 0700"_hex} + v6), v6));
static_assert(holds(in_udp(4790, octets{"0c00 0004 0000 0700 0fc2 0201 0000 01ff"_hex} + v4), v4));
static_assert(holds(in_udp(6081, octets{"0100 6558 0000 0700 0102 8000"_hex} + frame), v4));
static_assert(holds(in_udp(1701, octets{"0002 0001 0002"_hex} + ppp_ipv4 + v4), v4));
static_assert(holds(in_udp(1701, octets{"4a02 004e 0001 0002 0003 0004 0002 0000"_hex} + ppp_ipv4 + v4), v4));
static_assert(holds_nothing(in_udp(1701, octets{"c802 0048 0001 0002 0003 0004"_hex} + ppp_ipv4 + v4)), "control");
static_assert(holds(in_udp(6635, bottom + v4), v4) && holds_nothing(in_udp(6636, bottom + v4)));
// Quotes are looked into where they are asked for, and only those of errors.
constexpr octets unreachable = in_ipv4(1, octets{"0301 0000 0000 0000"_hex} + v4);
static_assert(holds(unreachable, v4, reach::tunnels_and_quotes) && holds_nothing(unreachable));
static_assert(holds_nothing(unreachable.with(20, 8), reach::tunnels_and_quotes), "an echo");
static_assert(holds(in_ipv4(103, octets{"2100 0000 0000 0000"_hex} + v4), v4, reach::tunnels_and_quotes));

// What hostile senders stack ends with the octets.
static_assert(holds_nothing([] {
    octets stack;
    while (stack.size() < 280) { stack.append("0000 0040"_hex); }
    return in_udp(6635, stack);
}()));
static_assert(decode_tunnelled(link_type::raw, in_ipv4(17, "0035 0035 0008 0000"_hex).all(), 28).error().code ==
              errc::not_tcp);
