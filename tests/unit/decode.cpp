// SPDX-License-Identifier: BSL-1.0
// Frames of every link type, down to the segment or to the fault that keeps it from being read.
#include <tcplens/text/address.hpp>
#include <tcplens/text/explain.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/wire/link.hpp>

#include "hex.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

using outcome = text<200>;

/// `192.0.2.1:50001 > 192.0.2.2:80 [S] 1534442682, header 40, payload 0 of 0`: what was captured of what was sent.
outcome describe_frame(link_type type, bytes frame, std::uint32_t wire_length) {
    outcome words;
    const auto packet = decode_frame(type, frame, wire_length);
    if (!packet) {
        render_error(words.sink(), packet.error());
        return words;
    }
    auto out = render_endpoint(words.sink(), packet->source());
    out = put(render_endpoint(put(out, " > "), packet->destination()), ' ');
    out = put_decimal(put(render_flags(out, packet->flags()), ' '), packet->seq().value());
    out = put_decimal(put(out, ", header "), packet->tcp.header_size());
    out = put_decimal(put(out, ", payload "), std::uint64_t{packet->tcp.payload().size()});
    put_decimal(put(out, " of "), packet->payload_size());
    return words;
}

struct layers {
    std::string_view link;
    std::string_view ip;
    std::string_view tcp;
};

struct frame_case {
    std::string_view what;
    link_type type;
    layers parts;
    int captured; ///< octets, or all
    int sent;     ///< octets, or as many as there are
    std::string_view expected;
};
constexpr int all = -1;

constexpr std::string_view ethernet = "0200 0000 0002 0200 0000 0001 0800";
constexpr std::string_view ethernet6 = "0200 0000 0002 0200 0000 0001 86dd";
constexpr std::string_view v4 = "4500 003c 8522 4000 4006 3196 c000 0201 c000 0202";
constexpr std::string_view v6 = "6003 38cb 0028 0640 2001 0db8 0000 0000 0000 0000 0000 0001"
                                "2001 0db8 0000 0000 0000 0000 0000 0002";
constexpr std::string_view syn = "c351 0050 5b75 bcba 0000 0000 a002 faf0 29cf 0000"
                                 "0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a";
constexpr std::string_view read4 = "192.0.2.1:50001 > 192.0.2.2:80 [S] 1534442682, header 40, payload 0 of 0";
constexpr std::string_view read6 = "[2001:db8::1]:50001 > [2001:db8::2]:80 [S] 1534442682, header 40, payload 0 of 0";

// clang-format off
const frame_case frame_cases[] = {
    // Link types
    {"Ethernet",            link_type::ethernet,   {ethernet, v4, syn}, all, all, read4},
    {"Ethernet, IPv6",      link_type::ethernet,   {ethernet6, v6, syn}, all, all, read6},
    {"one tag",             link_type::ethernet,   {"0200 0000 0002 0200 0000 0001 8100 0005 0800", v4, syn},
     all, all, read4},
    {"three tags",          link_type::ethernet,
     {"0200 0000 0002 0200 0000 0001 88a8 0001 8100 0002 9100 0003 86dd", v6, syn}, all, all, read6},
    {"SNAP",                link_type::ethernet,
     {"0200 0000 0002 0200 0000 0001 0044 aaaa 0300 0000 0800", v4, syn}, all, all, read4},
    {"cooked v1",           link_type::linux_sll,  {"0004 0001 0006 0200 0000 0001 0000 0800", v4, syn},
     all, all, read4},
    {"cooked v1, one tag",  link_type::linux_sll,
     {"0000 0001 0006 0200 0000 0001 0000 8100 0005 86dd", v6, syn}, all, all, read6},
    {"cooked v2",           link_type::linux_sll2,
     {"0800 0000 0000 0001 0001 0406 0200 0000 0001 0000", v4, syn}, all, all, read4},
    {"loopback, little",    link_type::null,       {"0200 0000", v4, syn}, all, all, read4},
    {"loopback, big",       link_type::null,       {"0000 001e", v6, syn}, all, all, read6},
    {"OpenBSD loopback",    link_type::loop,       {"0000 0018", v6, syn}, all, all, read6},
    {"raw",                 link_type::raw,        {"", v4, syn}, all, all, read4},
    {"raw, 12",             link_type::raw_bsd,    {"", v6, syn}, all, all, read6},
    {"raw, 14",             link_type::raw_openbsd, {"", v4, syn}, all, all, read4},
    {"IPv4 at once",        link_type::ipv4,       {"", v4, syn}, all, all, read4},
    {"IPv6 at once",        link_type::ipv6,       {"", v6, syn}, all, all, read6},
    {"a type nobody reads", link_type{147},        {"", v4, syn}, all, all,
     "link-layer header: unknown link type: needed 0 at offset 0, found 147"},

    // Link-layer headers
    {"cut MAC addresses",   link_type::ethernet,   {ethernet, "", ""}, 13, 74,
     "link-layer header: cut short: needed 14 at offset 0, found 13"},
    {"short frame",         link_type::ethernet,   {ethernet, "", ""}, 13, 13,
     "link-layer header: ends before its header does: needed 14 at offset 0, found 13"},
    {"cut tag",             link_type::ethernet,   {"0200 0000 0002 0200 0000 0001 8100 00", "", ""}, all, 78,
     "link-layer header: cut short: needed 18 at offset 0, found 15"},
    {"ARP",                 link_type::ethernet,   {"ffff ffff ffff 0200 0000 0001 0806", "", ""}, all, all,
     "link-layer header: not IP: needed 0 at offset 12, found 2054"},
    {"spanning tree",       link_type::ethernet,   {"0180 c200 0000 0200 0000 0001 0026 4242 0300 0000 0000", "", ""},
     all, all,
     "link-layer header: not IP: needed 0 at offset 14, found 16962"},
    {"unknown family",      link_type::null,       {"0a00 0000", v6, syn}, all, all,
     "link-layer header: not IP: needed 0 at offset 0, found 10"},
    {"IPv6 as IPv4",        link_type::ethernet,   {ethernet, v6, syn}, all, all,
     "IP header: wrong IP version: needed 4 at offset 14, found 6"},

    // IPv4
    {"empty",               link_type::ethernet,   {ethernet, "", ""}, all, 74,
     "IP header: cut short: needed 1 at offset 14, found 0"},
    {"cut at 19",           link_type::ethernet,   {ethernet, v4, ""}, 33, 74,
     "IP header: cut short: needed 20 at offset 14, found 19"},
    {"padding",             link_type::ethernet,
     {ethernet, "4500 0028 0001 0000 4006 0000 c000 0201 c000 0202",
      "c351 0050 0000 0001 0000 0002 5010 0200 0000 0000 0000 0000 0000"}, all, all,
     "192.0.2.1:50001 > 192.0.2.2:80 [.] 1, header 20, payload 0 of 0"},
    {"longer than frame",   link_type::raw,
     {"", "4500 0046 0001 0000 4006 0000 c000 0201 c000 0202", syn}, all, all,
     "192.0.2.1:50001 > 192.0.2.2:80 [S] 1534442682, header 40, payload 0 of 10"},
    {"options",             link_type::raw,
     {"", "4700 0044 0001 0000 4006 0000 c000 0201 c000 0202 0707 0400 0000 0000", syn}, all, all, read4},
    {"cut options",         link_type::raw,
     {"", "4700 0044 0001 0000 4006 0000 c000 0201 c000 0202 0707 0400", ""}, all, 68,
     "IP header: cut short: needed 28 at offset 0, found 24"},
    {"header length 16",    link_type::raw,        {"", "4400 003c 8522 4000 4006 3196 c000 0201 c000 0202", syn},
     all, all,
     "IP header: length below the fixed header: needed 20 at offset 0, found 16"},
    {"total length 0",      link_type::raw,        {"", "4500 0000 8522 4000 4006 3196 c000 0201 c000 0202", syn},
     all, all,
     "IP header: length field contradicts the header: needed 20 at offset 2, found 0"},
    {"first fragment",      link_type::raw,        {"", "4500 003c 8522 2000 4006 3196 c000 0201 c000 0202", syn},
     all, all, read4},
    {"later fragment",      link_type::raw,        {"", "4500 003c 8522 20b9 4006 3196 c000 0201 c000 0202", syn},
     all, all,
     "IP header: fragment without the TCP header: needed 0 at offset 20, found 1480"},
    {"UDP",                 link_type::raw,        {"", "4500 003c 8522 4000 4011 3196 c000 0201 c000 0202", syn},
     all, all,
     "IP header: not TCP: needed 0 at offset 20, found 17"},
    {"version 5",           link_type::raw,        {"", "5500 003c 8522 4000 4006 3196 c000 0201 c000 0202", syn},
     all, all,
     "IP header: wrong IP version: needed 4 at offset 0, found 5"},

    // IPv6
    {"cut at 39",           link_type::ethernet,   {ethernet6, v6, ""}, 53, 94,
     "IP header: cut short: needed 40 at offset 14, found 39"},
    {"hop-by-hop",          link_type::raw,
     {"", "6000 0000 0030 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0600 0104 0000 0000", syn}, all, all, read6},
    {"routing",             link_type::raw,
     {"", "6000 0000 0040 2b40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0602 0000 0000 0000 2001 0db8 0000 0000 0000 0000 0000 0099", syn}, all, all, read6},
    {"AH",                  link_type::raw,
     {"", "6000 0000 0040 3340 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0604 0000 0000 0001 0000 0001 a0a1 a2a3 a4a5 a6a7 a8a9 aaab", syn}, all, all, read6},
    {"first fragment, v6",  link_type::raw,
     {"", "6000 0000 0030 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0600 0001 dead beef", syn}, all, all, read6},
    {"later fragment, v6",  link_type::raw,
     {"", "6000 0000 0030 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0600 05a8 dead beef", syn}, all, all,
     "IP header: fragment without the TCP header: needed 0 at offset 48, found 1448"},
    {"cut extension",       link_type::raw,
     {"", "6000 0000 0040 2b40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0602 0000 0000 0000 2001", ""}, all, 104,
     "IP header: cut short: needed 24 at offset 40, found 10"},
    {"ICMPv6",              link_type::raw,
     {"", "6000 0000 0030 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "3a00 0502 0000 0100", syn}, all, all,
     "IP header: not TCP: needed 0 at offset 48, found 58"},
    {"jumbo",               link_type::raw,
     {"", "6000 0000 0000 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002"
          "0600 c204 0001 0030", syn}, all, 65624,
     "[2001:db8::1]:50001 > [2001:db8::2]:80 [S] 1534442682, header 40, payload 0 of 65536"},

    // TCP
    {"cut at 19",           link_type::ethernet,   {ethernet, v4, syn}, 53, 74,
     "TCP header: cut short: needed 20 at offset 34, found 19"},
    {"cut in the options",  link_type::ethernet,   {ethernet, v4, syn}, 60, 74, read4},
    {"19 sent",             link_type::raw,        {"", "4500 0027 8522 4000 4006 3196 c000 0201 c000 0202", syn},
     all, all,
     "TCP header: ends before its header does: needed 20 at offset 20, found 19"},
    {"data offset 4",       link_type::raw,
     {"", v4, "c351 0050 5b75 bcba 0000 0000 4002 faf0 29cf 0000 0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"},
     all, all,
     "TCP header: length below the fixed header: needed 20 at offset 32, found 16"},
    {"data offset 11",      link_type::raw,
     {"", v4, "c351 0050 5b75 bcba 0000 0000 b002 faf0 29cf 0000 0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"},
     all, all,
     "TCP header: length beyond the end: needed 44 at offset 32, found 40"},
};
// clang-format on

} // namespace

TEST_CASE("frames are decoded down to the segment, or to the fault") {
    for (const frame_case& c : frame_cases) {
        CAPTURE(c.what);
        std::string octets{c.parts.link};
        octets.append(" ").append(c.parts.ip).append(" ").append(c.parts.tcp);
        const unit::exact whole{octets};
        const std::size_t captured = c.captured == all ? whole.size() : static_cast<std::size_t>(c.captured);
        const std::uint32_t sent =
            static_cast<std::uint32_t>(c.sent == all ? whole.size() : static_cast<std::size_t>(c.sent));
        const unit::exact frame{whole.all().first(captured)};
        const outcome found = describe_frame(c.type, frame.all(), sent);
        CHECK(found.view() == c.expected);
        CHECK(found.dropped() == 0);
    }
}

TEST_CASE("a frame that is cut anywhere is read or refused, never misread") {
    for (const frame_case& c : frame_cases) {
        if (c.captured != all || c.sent != all) { continue; }
        CAPTURE(c.what);
        std::string octets{c.parts.link};
        octets.append(" ").append(c.parts.ip).append(" ").append(c.parts.tcp);
        const unit::exact whole{octets};
        const auto sent = static_cast<std::uint32_t>(whole.size());
        const auto uncut = decode_frame(c.type, whole.all(), sent);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const unit::exact frame{whole.all().first(size)};
            const auto packet = decode_frame(c.type, frame.all(), sent);
            if (!packet) {
                // A shorter capture hides a fault or is one; it makes no other.
                CHECK(
                    (packet.error().code == errc::truncated || (!uncut && packet.error().code == uncut.error().code)));
            } else if (uncut) {
                CHECK(packet->seq() == uncut->seq());
                CHECK(packet->source() == uncut->source());
                CHECK(packet->payload_size() == uncut->payload_size());
            }
        }
    }
}

TEST_CASE("any buffer of octets decodes") {
    const unit::exact octets{syn};
    std::string characters;
    std::vector<unsigned char> unsigned_characters;
    for (const std::byte octet : octets.all()) {
        characters.push_back(static_cast<char>(octet));
        unsigned_characters.push_back(static_cast<unsigned char>(octet));
    }
    CHECK(decode(octets.all())->window() == 64240);
    CHECK(decode(characters)->window() == 64240);
    CHECK(decode(std::string_view{characters})->window() == 64240);
    CHECK(decode(unsigned_characters)->window() == 64240);
    CHECK(decode(unsigned_characters, 1500)->payload_size() == 1460);
}
