// SPDX-License-Identifier: BSL-1.0
// Lines compared with what tcpdump 4.99.3 -nn -t printed for the same octets: each expected string is its own.
#include <tcplens/text/render.hpp>

#include "hex.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

/// What -S prints for a frame, in a buffer of exactly the size that the bound asks for.
std::string line_of(link_type type, bytes frame, std::uint32_t wire_length) {
    const auto link = decode_link(type, frame, wire_length);
    if (!link) { return "no link"; }
    const auto ip = decode_ip(link->payload, link->payload_size);
    if (!ip) { return "no IP"; }
    const std::unique_ptr<char[]> buffer{new char[line_bound(*link, *ip)]};
    const char* const end = render_line(buffer.get(), *link, *ip, [](const header_view& tcp) {
        return absolute_numbering{}(direction::from_first, tcp);
    });
    return {buffer.get(), static_cast<std::size_t>(end - buffer.get())};
}

// An IPv4 datagram without a payload, and a segment that acknowledges; lengths are filled in.
constexpr std::string_view ipv4_header = "4500 0000 0001 0000 4006 0000 0a00 0001 0a00 0002";
constexpr std::string_view tcp_header = "9c40 1e61 0000 03e8 0000 07d0 5010 0200 0000 0000";

/// How many octets of the options were captured.
constexpr int all = -1;

struct option_case {
    std::string_view options;
    int payload;
    int captured; ///< octets of the options, or all of the segment
    std::string_view printed;
};

// clang-format off
const option_case option_cases[] = {
    {"0204 05b4", 0, all, "ack 2000, options [mss 1460], length 0"},
    {"0204 ffff", 0, all, "ack 2000, options [mss 65535], length 0"},
    {"0303 0701", 0, all, "ack 2000, options [wscale 7,nop], length 0"},
    {"0303 ff00", 0, all, "ack 2000, options [wscale 255,eol], length 0"},
    {"0402 0101", 0, all, "ack 2000, options [sackOK,nop,nop], length 0"},
    {"0101 0402", 0, all, "ack 2000, options [nop,nop,sackOK], length 0"},
    {"0101 080a 0000 0001 0000 0002", 0, all, "ack 2000, options [nop,nop,TS val 1 ecr 2], length 0"},
    {"080a ffff ffff ffff ffff 0101", 0, all,
     "ack 2000, options [TS val 4294967295 ecr 4294967295,nop,nop], length 0"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, all,
     "ack 2000, options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10], length 0"},
    {"0204 05b4 0103 0306 0101 080a 55d9 6f4a 0000 0000 0402 0000", 0, all,
     "ack 2000, options [mss 1460,nop,wscale 6,nop,nop,TS val 1440313162 ecr 0,sackOK,eol], length 0"},
    {"0101 050a 0000 07d1 0000 09c5", 0, all, "ack 2000, options [nop,nop,sack 1 {2001:2501}], length 0"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, all,
     "ack 2000, options [nop,nop,sack 2 {2001:2501}{3001:3501}], length 0"},
    {"0101 051a 0000 0001 0000 0002 0000 0003 0000 0004 0000 0005 0000 0006", 0, all,
     "ack 2000, options [nop,nop,sack 3 {1:2}{3:4}{5:6}], length 0"},
    {"0101 0522 0000 0001 0000 0002 0000 0003 0000 0004 0000 0005 0000 0006 ffff ffff 0000 0000", 0, all,
     "ack 2000, options [nop,nop,sack 4 {1:2}{3:4}{5:6}{4294967295:0}], length 0"},
    {"0101 080a 0000 0001 0000 0002 0101 050a 0000 0001 0000 0002", 0, all,
     "ack 2000, options [nop,nop,TS val 1 ecr 2,nop,nop,sack 1 {1:2}], length 0"},
    {"0000 0000", 0, all, "ack 2000, options [eol], length 0"},
    {"0100 0000", 0, all, "ack 2000, options [nop,eol], length 0"},
    {"0100 ffff", 0, all, "ack 2000, options [nop,eol], length 0"},
    {"0101 0101", 0, all, "ack 2000, options [nop,nop,nop,nop], length 0"},
    {"0900 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0902 0101", 0, all, "ack 2000, options [unknown-9,nop,nop], length 0"},
    {"0906 dead beef 0101", 0, all, "ack 2000, options [unknown-9 0xdeadbeef,nop,nop], length 0"},
    {"0e03 0101", 0, all, "ack 2000, options [unknown-14 0x01,nop], length 0"},
    {"c802 c802", 0, all, "ack 2000, options [unknown-200,unknown-200], length 0"},
    {"c804 0000", 0, all, "ack 2000, options [unknown-200 0x0000], length 0"},
    {"0203 0501", 0, all, "ack 2000, options [mss 1281[len 3]], length 0"},
    {"0202 0501", 0, all, "ack 2000, options [mss 1281[len 2]], length 0"},
    {"0206 05b4 0000 0101", 0, all, "ack 2000, options [mss 1460[len 6],eol], length 0"},
    {"0302 0101", 0, all, "ack 2000, options [wscale 1[len 2],nop], length 0"},
    {"0304 0101", 0, all, "ack 2000, options [wscale 1[len 4],nop], length 0"},
    {"0403 0101", 0, all, "ack 2000, options [sackOK[len 3],nop,nop], length 0"},
    {"0404 0101", 0, all, "ack 2000, options [sackOK[len 4],nop,nop], length 0"},
    {"080c 0000 0001 0000 0002 0101", 0, all, "ack 2000, options [TS val 1 ecr 2[len 12],nop,nop], length 0"},
    {"0802 0000 0001 0000 0002 0101", 0, all, "ack 2000, options [TS val 1 ecr 2[len 2],nop,nop], length 0"},
    {"0502 0101", 0, all, "ack 2000, options [sack 0 ,nop,nop], length 0"},
    {"0503 0701", 0, all, "ack 2000, options [sack invalid sack,nop], length 0"},
    {"0505 0102 0301 0101", 0, all, "ack 2000, options [sack invalid sack,nop,nop,nop], length 0"},
    {"0504 0a0b", 0, all, "ack 2000, options [sack invalid sack], length 0"},
    {"050c 0000 0001 0000 0002 0101", 0, all, "ack 2000, options [sack invalid sack], length 0"},
    {"0800 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0801 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0101 0800", 0, all, "ack 2000, options [nop,nop,[bad opt]]"},
    {"0108 0001", 0, all, "ack 2000, options [nop,[bad opt]]"},
    {"0101 0108", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0101 080a", 0, all, "ack 2000, options [nop,nop,[bad opt]]"},
    {"0204 05b4 0101 080a", 0, all, "ack 2000, options [mss 1460,nop,nop,[bad opt]]"},
    {"0101 0122", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0200 05b4", 0, all, "ack 2000, options [[bad opt]"},
    {"0300 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0500 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0900 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0901 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"09ff 0101", 0, all, "ack 2000, options [[bad opt]"},
    {"0109 0401", 0, all, "ack 2000, options [nop,[bad opt]]"},
    {"0101 0302", 0, all, "ack 2000, options [nop,nop,wscale[bad opt]]"},
    {"0303 0302", 0, all, "ack 2000, options [wscale 3, [|tcp]"},
    {"0101 0103", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0101 0102", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0101 0204", 0, all, "ack 2000, options [nop,nop,[bad opt]]"},
    {"0102 0405", 0, all, "ack 2000, options [nop,[bad opt]]"},
    {"0101 0109", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0101 0105", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0402 0108", 0, all, "ack 2000, options [sackOK,nop, [|tcp]"},
    {"0101 0408", 0, all, "ack 2000, options [nop,nop,[bad opt]]"},
    {"0101 0104", 0, all, "ack 2000, options [nop,nop,nop, [|tcp]"},
    {"0101 0108", 4, all, "seq 1000:1004, ack 2000, options [nop,nop,nop,[bad opt]]"},
    {"0101 0103", 4, all, "seq 1000:1004, ack 2000, options [nop,nop,nop,[bad opt]]"},
    {"0101 0109", 4, all, "seq 1000:1004, ack 2000, options [nop,nop,nop,[bad opt]]"},
    {"0101 0104", 4, all, "seq 1000:1004, ack 2000, options [nop,nop,nop,[bad opt]]"},
    {"0101 0402", 4, all, "seq 1000:1004, ack 2000, options [nop,nop,sackOK], length 4"},
    {"0000 0000", 4, all, "seq 1000:1004, ack 2000, options [eol], length 4"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 0, "ack 2000, options [ [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 1, "ack 2000, options [ [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 2, "ack 2000, options [mss [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 3, "ack 2000, options [mss [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 4, "ack 2000, options [mss 1460, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 5, "ack 2000, options [mss 1460, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 6, "ack 2000, options [mss 1460,sackOK, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 7, "ack 2000, options [mss 1460,sackOK, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 8, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 9, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 10, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 11, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 12, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 13, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 14, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 15, "ack 2000, options [mss 1460,sackOK,TS [|tcp]>"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 16,
     "ack 2000, options [mss 1460,sackOK,TS val 30720403 ecr 0, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 17,
     "ack 2000, options [mss 1460,sackOK,TS val 30720403 ecr 0,nop, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 18,
     "ack 2000, options [mss 1460,sackOK,TS val 30720403 ecr 0,nop, [|tcp]"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 0, 19,
     "ack 2000, options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 2, "ack 2000, options [nop,nop, [|tcp]"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 3, "ack 2000, options [nop,nop, [|tcp]"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 4, "ack 2000, options [nop,nop,sack 2  [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 5, "ack 2000, options [nop,nop,sack 2  [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 11, "ack 2000, options [nop,nop,sack 2  [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 12,
     "ack 2000, options [nop,nop,sack 2 {2001:2501} [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 19,
     "ack 2000, options [nop,nop,sack 2 {2001:2501} [|tcp]>"},
    {"0101 0512 0000 07d1 0000 09c5 0000 0bb9 0000 0dad", 0, 20,
     "ack 2000, options [nop,nop,sack 2 {2001:2501}{3001:3501}], length 0"},
    {"0908 dead beef 0102", 0, 2, "ack 2000, options [unknown-9 0x [|tcp]"},
    {"0908 dead beef 0102", 0, 3, "ack 2000, options [unknown-9 0xde [|tcp]"},
    {"0908 dead beef 0102", 0, 4, "ack 2000, options [unknown-9 0xdead [|tcp]"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 1, "ack 2000, options [nop, [|tcp]"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 2, "ack 2000, options [nop, [|tcp]"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 3, "ack 2000, options [nop,mss [|tcp]>"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 4, "ack 2000, options [nop,mss [|tcp]>"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 8, "ack 2000, options [nop,mss 1283,[bad opt]]"},
    {"0102 0405 0303 0901 0a0b 0000", 0, 9, "ack 2000, options [nop,mss 1283,[bad opt]]"},
    {"0100 0000 0000 0000", 10, 1, "seq 1000:1010, ack 2000, options [nop, [|tcp]"},
    {"0100 0000 0000 0000", 10, 2,
     "seq 1000:1010, ack 2000, options [nop,eol], length 10 [remaining caplen(22) < header length(28)] [|tcp]"},
    {"0100 0000 0000 0000", 10, 4,
     "seq 1000:1010, ack 2000, options [nop,eol], length 10 [remaining caplen(24) < header length(28)] [|tcp]"},
    {"0100 0000 0000 0000", 0, 1, "ack 2000, options [nop, [|tcp]"},
    {"0100 0000 0000 0000", 0, 2, "ack 2000, options [nop,eol], length 0"},
    {"0100 0000 0000 0000", 0, 4, "ack 2000, options [nop,eol], length 0"},
    {"050b 0000 0001 0000 0002 0101", 0, 2, "ack 2000, options [sack invalid sack, [|tcp]"},
    {"050b 0000 0001 0000 0002 0101", 0, 3, "ack 2000, options [sack invalid sack, [|tcp]"},
    {"050b 0000 0001 0000 0002 0101", 0, 8, "ack 2000, options [sack invalid sack, [|tcp]"},
    {"050b 0000 0001 0000 0002 0101", 0, 11, "ack 2000, options [sack invalid sack, [|tcp]"},
    {"0509 0000 0001 0000 0101 0101", 0, 8, "ack 2000, options [sack invalid sack, [|tcp]"},
    {"0514 0000 0000 0000 0000 0000 0000 0000 0000 0000", 0, 8, "ack 2000, options [sack invalid sack], length 0"},
    {"0514 0000 0000 0000 0000 0000 0000 0000 0000 0000", 3, 8,
     "seq 1000:1003, ack 2000, options [sack invalid sack], length 3 [remaining caplen(28) < header length(40)] "
     "[|tcp]"},
};

struct frame_case {
    std::string_view what;
    link_type type;
    std::uint32_t wire_length;
    std::string_view octets;
    std::string_view printed;
};

const frame_case frame_cases[] = {
    {"authentication header", link_type::raw, 89,
     "6000 0000 0031 3340 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0604 0000 0000 0001 0000 0001 0000 0000 0000 0000 0000 0000 9c40 1e61 0000 03e8 "
     "0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: AH(spi=0x00000001,seq=0x1,icv=0x000000000000000000000000): 40000 > 7777: "
     "Flags [S], seq 1000:1005, win 100, length 5"},
    {"authentication header without a check value", link_type::raw, 77,
     "6000 0000 0025 3340 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0601 0000 0000 0000 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 "
     "6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: AH(spi=0x00000000,seq=0x0,icv=0x): 40000 > 7777: Flags [S], seq 1000:1005, "
     "win 100, length 5"},
    {"IPv6 payload length 0", link_type::raw, 65,
     "6000 0000 0000 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"atomic fragment", link_type::raw, 73,
     "6000 0000 0021 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0000 0000 0001 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: frag (0|25) 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"reserved bits of a fragment header", link_type::raw, 73,
     "6000 0000 0021 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0006 0000 0001 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: frag (0|25) 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"first fragment of IPv6", link_type::raw, 73,
     "6000 0000 0021 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0001 0000 0001 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: frag (0|25) 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"later fragment of IPv6", link_type::raw, 73,
     "6000 0000 0021 2c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 05a8 0000 0001 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: frag (1448|25)"},
    {"nothing behind hop-by-hop options", link_type::raw, 48,
     "6000 0000 0008 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"nothing behind destination options", link_type::raw, 48,
     "6000 0000 0008 3c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000",
     "IP6 2001:db8::1 > 2001:db8::2: DSTOPT 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"destination options twice", link_type::raw, 81,
     "6000 0000 0029 3c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 3c00 0104 0000 0000 0600 0104 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: DSTOPT DSTOPT 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"unknown hop-by-hop option", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 3e04 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"router alert", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0502 0000 0100 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"record route", link_type::raw, 53,
     "4700 0035 0001 0000 4006 0000 0a00 0001 0a00 0002 0707 0400 0000 0000 9c40 1e61 0000 03e8 "
     "0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"total length 20", link_type::raw, 45,
     "4500 0014 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
    {"total length 23", link_type::raw, 45,
     "4500 0017 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
    {"total length 24", link_type::raw, 45,
     "4500 0018 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"total length 39", link_type::raw, 45,
     "4500 0027 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"padded Ethernet frame", link_type::ethernet, 60,
     "0200 0000 0002 0200 0000 0001 0800 4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 "
     "1e61 0000 03e8 0000 0000 5002 0064 0000 0000 0000 0000 0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000, win 100, length 0"},
    {"SNAP", link_type::ethernet, 67,
     "0200 0000 0002 0200 0000 0001 0035 aaaa 0300 0000 0800 4500 002d 0001 0000 4006 0000 0a00 "
     "0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"SNAP and padding", link_type::ethernet, 74,
     "0200 0000 0002 0200 0000 0001 0035 aaaa 0300 0000 0800 4500 002d 0001 0000 4006 0000 0a00 "
     "0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f00 0000 0000 "
     "0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"802.3 length too small", link_type::ethernet, 67,
     "0200 0000 0002 0200 0000 0001 0030 aaaa 0300 0000 0800 4500 002d 0001 0000 4006 0000 0a00 "
     "0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP truncated-ip - 5 bytes missing! 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, "
     "length 5"},
    {"802.3 length too large", link_type::ethernet, 67,
     "0200 0000 0002 0200 0000 0001 0044 aaaa 0300 0000 0800 4500 002d 0001 0000 4006 0000 0a00 "
     "0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"VLAN tag and SNAP", link_type::ethernet, 71,
     "0200 0000 0002 0200 0000 0001 8100 0005 0035 aaaa 0300 0000 0800 4500 002d 0001 0000 4006 "
     "0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"two VLAN tags", link_type::ethernet, 67,
     "0200 0000 0002 0200 0000 0001 88a8 0005 8100 0006 0800 4500 002d 0001 0000 4006 0000 0a00 "
     "0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"VLAN tag in cooked v1", link_type::linux_sll, 65,
     "0000 0001 0006 0200 0000 0001 0000 8100 0005 0800 4500 002d 0001 0000 4006 0000 0a00 0001 "
     "0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "ethertype IPv4, IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"VLAN tag in cooked v2", link_type::linux_sll2, 69,
     "8100 0000 0001 869f 0001 0406 0200 0000 0001 0000 0005 0800 4500 002d 0001 0000 4006 0000 "
     "0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "?     Out ethertype IPv4, IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"BSD loopback, little-endian", link_type::null, 49,
     "0200 0000 4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"BSD loopback, big-endian", link_type::null, 49,
     "0000 0002 4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"IPv6 where IPv4 is announced", link_type::ipv4, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"IPv4 where IPv6 is announced", link_type::ipv6, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"OpenBSD loopback", link_type::loop, 49,
     "0200 0000 4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"options cut", link_type::raw, 77,
     "6000 0000 0025 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0007 8010 0064 0000 0000 0101 080a 0000 0001 0000",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [.], seq 1000:1005, ack 7, win 100, options [nop,nop,TS "
     "[|tcp]>"},
    {"a destination option beyond its header", link_type::raw, 73,
     "6000 0000 0021 3c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0109 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1 > 2001:db8::2: DSTOPT 40000 > 7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"IPv4 longer than its frame", link_type::raw, 45,
     "4500 003c 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP truncated-ip - 15 bytes missing! 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1020, win 100, "
     "length 20"},
    {"IPv6 longer than its frame", link_type::raw, 65,
     "6000 0000 0028 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 truncated-ip6 - 15 bytes missing!2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1020, win "
     "100, length 20"},
    {"the same behind destination options", link_type::raw, 73,
     "6000 0000 003c 3c40 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 truncated-ip6 - 27 bytes missing!2001:db8::1 > 2001:db8::2: DSTOPT 40000 > 7777: Flags [S], seq "
     "1000:1032, win 100, length 32"},
    {"later fragment longer than its frame", link_type::raw, 45,
     "4500 003c 0001 0001 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP truncated-ip - 15 bytes missing! 10.0.0.1 > 10.0.0.2: ip-proto-6"},
    {"IPv4 cut at 20", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002",
     "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
    {"IPv4 cut at 21", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c",
     "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
    {"IPv4 cut at 23", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e",
     "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
    {"IPv4 cut at 24", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"IPv4 cut at 27", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"IPv4 cut at 32", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"IPv4 cut at 33", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 50",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"IPv4 cut at 39", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 00",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"IPv6 cut at 40", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002",
     "IP6 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"IPv6 cut at 43", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e",
     "IP6 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"IPv6 cut at 44", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777:  [|tcp]"},
    {"IPv6 cut at 59", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 00",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777:  [|tcp]"},
    {"IPv6 cut at 60", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"IPv6 with an extension header, cut at 48", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"IPv6 with an extension header, cut at 51", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000 9c40 1e",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 2001:db8::1 > 2001:db8::2: [|tcp]"},
    {"IPv6 with an extension header, cut at 52", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000 9c40 1e61",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777:  [|tcp]"},
    {"IPv6 with an extension header, cut at 67", link_type::raw, 73,
     "6000 0000 0021 0040 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 0600 0104 0000 0000 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 00",
     "IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777:  [|tcp]"},
    {"data offset 4", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 4002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 9 [bad hdr length 16 - too short, < 20]"},
    {"data offset 0", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 0002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 25 [bad hdr length 0 - too short, < 20]"},
    {"data offset 4 without payload", link_type::raw, 40,
     "4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 4002 0064 "
     "0000 0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 4 [bad hdr length 16 - too short, < 20]"},
    {"data offset 15", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 f002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S] [bad hdr length 60 - too long, > 25]"},
    {"data offset 7", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 7002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S] [bad hdr length 28 - too long, > 25]"},
    {"data offset 15 over IPv6", link_type::raw, 65,
     "6000 0000 0019 0640 2001 0db8 0000 0000 0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 "
     "0000 0002 9c40 1e61 0000 03e8 0000 0000 f002 0064 0000 0000 6865 6c6c 6f",
     "IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S] [bad hdr length 60 - too long, > 25]"},
    {"data offset 4, but cut behind it", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 40",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]"},
    {"first fragment of IPv4", link_type::raw, 45,
     "4500 002d 0001 2000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"later fragment with IPv4 options", link_type::raw, 49,
     "4600 0031 0001 20b9 4006 0000 0a00 0001 0a00 0002 0101 0100 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1 > 10.0.0.2: ip-proto-6"},
    {"embedded IPv4 addresses", link_type::raw, 65,
     "6000 0000 0019 0640 0000 0000 0000 0000 0000 ffff 0a00 0001 0000 0000 0000 0000 0000 0000 "
     "0a00 0002 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 ::ffff:10.0.0.1.40000 > ::10.0.0.2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"addresses full of zeros", link_type::raw, 65,
     "6000 0000 0019 0640 0000 0000 0000 0000 0000 0000 0000 0000 2001 0db8 0000 0001 0000 0001 "
     "0001 0001 9c40 1e61 0000 03e8 0000 0000 5002 0064 0000 0000 6865 6c6c 6f",
     "IP6 ::.40000 > 2001:db8:0:1:0:1:1:1.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 0", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0006 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     In  IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 1", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0106 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     B   IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 2", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0206 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     M   IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 3", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0306 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     P   IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 4", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0406 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     Out IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"cooked v2, packet type 5", link_type::linux_sll2, 85,
     "86dd 0000 0001 869f 0001 0506 0200 0000 0001 0000 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "?     ?   IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"VLAN tag and IPv6 in cooked v1", link_type::linux_sll, 85,
     "0004 0001 0006 0200 0000 0001 0000 8100 0005 86dd 6000 0000 0019 0640 2001 0db8 0000 0000 "
     "0000 0000 0000 0001 2001 0db8 0000 0000 0000 0000 0000 0002 9c40 1e61 0000 03e8 0000 0000 "
     "5002 0064 0000 0000 6865 6c6c 6f",
     "ethertype IPv6, IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [S], seq 1000:1005, win 100, length 5"},
    {"all bits of flags and reserved", link_type::raw, 45,
     "4500 002d 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5fff 0064 "
     "0000 0000 6865 6c6c 6f",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [FSRP.UEW], seq 1000:1005, ack 0, win 100, urg 0, length 5"},
    {"no flags", link_type::raw, 40,
     "4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5000 0064 "
     "0000 0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [none], win 100, length 0"},
    {"AE is not shown", link_type::raw, 40,
     "4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002 9c40 1e61 0000 03e8 0000 0000 5102 0064 "
     "0000 0000",
     "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000, win 100, length 0"},
};

struct talk_case {
    bool first; ///< of its connection
    char sender;
    std::string_view letters;
    std::uint32_t seq;
    std::uint32_t ack;
    std::uint32_t payload;
    std::string_view relative;
    std::string_view absolute;
};

// The window is 512 in each, and not repeated below.
const talk_case talk_cases[] = {
    // The handshake, a keep-alive, and what has no ACK
    {true,  'A', "S",        1000,          0,   0, "Flags [S], seq 1000, length 0",
     "Flags [S], seq 1000, length 0"},
    {false, 'B', "S.",       5000,       1001,   0, "Flags [S.], seq 5000, ack 1001, length 0",
     "Flags [S.], seq 5000, ack 1001, length 0"},
    {false, 'A', ".",        1001,       5001,   0, "Flags [.], ack 1, length 0",
     "Flags [.], ack 5001, length 0"},
    {false, 'A', "P.",       1001,       5001,  10, "Flags [P.], seq 1:11, ack 1, length 10",
     "Flags [P.], seq 1001:1011, ack 5001, length 10"},
    {false, 'B', ".",        5001,       1011,   0, "Flags [.], ack 11, length 0",
     "Flags [.], ack 1011, length 0"},
    {false, 'B', "P.",       5001,       1011,   5, "Flags [P.], seq 1:6, ack 11, length 5",
     "Flags [P.], seq 5001:5006, ack 1011, length 5"},
    {false, 'A', "R",        1011,          0,   0, "Flags [R], seq 1011, length 0",
     "Flags [R], seq 1011, length 0"},
    {false, 'A', "F",        1011,          0,   0, "Flags [F], seq 1011, length 0",
     "Flags [F], seq 1011, length 0"},
    {false, 'A', "P",        1011,          0,   3, "Flags [P], seq 1011:1014, length 3",
     "Flags [P], seq 1011:1014, length 3"},
    {false, 'A', "R.",       1011,       5006,   0, "Flags [R.], seq 11, ack 6, length 0",
     "Flags [R.], seq 1011, ack 5006, length 0"},
    {false, 'A', ".",        1000,       5006,   1, "Flags [.], seq 0:1, ack 6, length 1",
     "Flags [.], seq 1000:1001, ack 5006, length 1"},
    {false, 'A', ".",         990,       5006,   3, "Flags [.], seq 4294967286:4294967289, ack 6, length 3",
     "Flags [.], seq 990:993, ack 5006, length 3"},
    {false, 'A', ".",        1011,       4990,   0, "Flags [.], ack 4294967286, length 0",
     "Flags [.], ack 4990, length 0"},
    // From the middle
    {true,  'A', "P.",       3000,       8000, 100, "Flags [P.], seq 3000:3100, ack 8000, length 100",
     "Flags [P.], seq 3000:3100, ack 8000, length 100"},
    {false, 'A', "P.",       3100,       8000, 100, "Flags [P.], seq 100:200, ack 1, length 100",
     "Flags [P.], seq 3100:3200, ack 8000, length 100"},
    {false, 'B', ".",        8000,       3200,   0, "Flags [.], ack 200, length 0",
     "Flags [.], ack 3200, length 0"},
    {false, 'B', "P.",       8000,       3200,   5, "Flags [P.], seq 1:6, ack 200, length 5",
     "Flags [P.], seq 8000:8005, ack 3200, length 5"},
    {false, 'A', "F.",       3200,       8005,   0, "Flags [F.], seq 200, ack 6, length 0",
     "Flags [F.], seq 3200, ack 8005, length 0"},
    // Ports used again
    {true,  'A', "S",        1000,          0,   0, "Flags [S], seq 1000, length 0",
     "Flags [S], seq 1000, length 0"},
    {false, 'B', "S.",       5000,       1001,   0, "Flags [S.], seq 5000, ack 1001, length 0",
     "Flags [S.], seq 5000, ack 1001, length 0"},
    {false, 'A', ".",        1001,       5001,   0, "Flags [.], ack 1, length 0",
     "Flags [.], ack 5001, length 0"},
    {false, 'A', "S",      900000,          0,   0, "Flags [S], seq 900000, length 0",
     "Flags [S], seq 900000, length 0"},
    {false, 'A', "P.",     900001,       5001,   3, "Flags [P.], seq 899001:899004, ack 1, length 3",
     "Flags [P.], seq 900001:900004, ack 5001, length 3"},
    {false, 'B', "S.",      60000,     900001,   0, "Flags [S.], seq 60000, ack 900001, length 0",
     "Flags [S.], seq 60000, ack 900001, length 0"},
    {false, 'A', ".",      900001,      60001,   0, "Flags [.], ack 1, length 0",
     "Flags [.], ack 60001, length 0"},
    // Refused twice
    {true,  'A', "S",        1000,          0,   0, "Flags [S], seq 1000, length 0",
     "Flags [S], seq 1000, length 0"},
    {false, 'B', "R.",          0,       1001,   0, "Flags [R.], seq 0, ack 1001, length 0",
     "Flags [R.], seq 0, ack 1001, length 0"},
    {false, 'A', "S",        1000,          0,   0, "Flags [S], seq 1000, length 0",
     "Flags [S], seq 1000, length 0"},
    {false, 'B', "R.",          0,       1001,   0, "Flags [R.], seq 0, ack 1, length 0",
     "Flags [R.], seq 0, ack 1001, length 0"},
    // Across 2^32
    {true,  'A', "S",  4294967294,          0,   0, "Flags [S], seq 4294967294, length 0",
     "Flags [S], seq 4294967294, length 0"},
    {false, 'B', "S.", 4294967295, 4294967295,   0, "Flags [S.], seq 4294967295, ack 4294967295, length 0",
     "Flags [S.], seq 4294967295, ack 4294967295, length 0"},
    {false, 'A', "P.", 4294967295,          0,  10, "Flags [P.], seq 1:11, ack 1, length 10",
     "Flags [P.], seq 4294967295:9, ack 0, length 10"},
    {false, 'B', "P.",          0,          9,  20, "Flags [P.], seq 1:21, ack 11, length 20",
     "Flags [P.], seq 0:20, ack 9, length 20"},
    {false, 'A', "F.",          9,         20,   0, "Flags [F.], seq 11, ack 21, length 0",
     "Flags [F.], seq 9, ack 20, length 0"},
    {false, 'B', "F.",         20,         10,   0, "Flags [F.], seq 21, ack 12, length 0",
     "Flags [F.], seq 20, ack 10, length 0"},
    {false, 'A', ".",          10,         21,   0, "Flags [.], ack 22, length 0",
     "Flags [.], ack 21, length 0"},
    // Simultaneous open
    {true,  'A', "S",         100,          0,   0, "Flags [S], seq 100, length 0",
     "Flags [S], seq 100, length 0"},
    {false, 'B', "S",         300,          0,   0, "Flags [S], seq 300, length 0",
     "Flags [S], seq 300, length 0"},
    {false, 'A', "S.",        100,        301,   0, "Flags [S.], seq 100, ack 301, length 0",
     "Flags [S.], seq 100, ack 301, length 0"},
    {false, 'B', "S.",        300,        101,   0, "Flags [S.], seq 300, ack 101, length 0",
     "Flags [S.], seq 300, ack 101, length 0"},
    {false, 'A', ".",         101,        301,   0, "Flags [.], ack 1, length 0",
     "Flags [.], ack 301, length 0"},
};
// clang-format on

} // namespace

TEST_CASE("options are printed as by tcpdump") {
    for (const option_case& c : option_cases) {
        CAPTURE(c.options);
        CAPTURE(c.captured);
        const unit::exact options{c.options};
        std::vector<std::byte> datagram;
        const auto append = [&](bytes part) { datagram.insert(datagram.end(), part.begin(), part.end()); };
        append(unit::exact{ipv4_header}.all());
        append(unit::exact{tcp_header}.all());
        append(options.all());
        datagram.resize(datagram.size() + static_cast<std::size_t>(c.payload), std::byte{'x'});
        datagram[3] = static_cast<std::byte>(datagram.size());
        datagram[32] = static_cast<std::byte>((20 + options.size()) * 4);
        const bytes whole{datagram};
        const unit::exact captured{c.captured == all ? whole : whole.first(40 + static_cast<std::size_t>(c.captured))};
        std::string line = line_of(link_type::raw, captured.all(), static_cast<std::uint32_t>(whole.size()));
        constexpr std::string_view front = "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ";
        REQUIRE(line.substr(0, front.size()) == front);
        line.erase(0, front.size());
        constexpr std::string_view window = "win 512, ";
        REQUIRE(line.find(window) != std::string::npos);
        line.erase(line.find(window), window.size());
        CHECK(line == c.printed);
    }
}

TEST_CASE("frames are printed as by tcpdump") {
    for (const frame_case& c : frame_cases) {
        CAPTURE(c.what);
        const unit::exact frame{c.octets};
        CHECK(line_of(c.type, frame.all(), c.wire_length) == c.printed);
    }
}

TEST_CASE("numbers are relative as with tcpdump, and absolute as with -S") {
    tcpdump_numbering numbering;
    for (const talk_case& c : talk_cases) {
        if (c.first) { numbering = {}; }
        CAPTURE(c.relative);
        flag_set flags;
        for (const char letter : c.letters) {
            flags =
                flags | flag_set::from_bits(static_cast<std::uint16_t>(1U << std::string_view{"FSRP."}.find(letter)));
        }
        std::vector<std::byte> segment(20 + c.payload);
        const auto store = [&](std::size_t at, std::uint32_t value) {
            for (std::size_t i = 0; i < 4; ++i) { segment[at + i] = static_cast<std::byte>(value >> (24 - 8 * i)); }
        };
        store(0, c.sender == 'A' ? 0x9c401e61 : 0x1e619c40);
        store(4, c.seq);
        store(8, c.ack);
        store(12, 0x50000200U | std::uint32_t{flags.bits()} << 16);
        const auto tcp = decode(segment);
        REQUIRE(tcp.has_value());
        const direction sent = c.sender == 'A' ? direction::from_first : direction::from_second;
        const auto line = [&](const shown_numbers& shown) {
            text<200> t;
            render_segment(t.sink(), *tcp, shown);
            std::string words{t.view()};
            constexpr std::string_view window = ", win 512";
            return words.erase(words.find(window), window.size());
        };
        CHECK(line(numbering(sent, *tcp)) == c.relative);
        CHECK(line(absolute_numbering{}(sent, *tcp)) == c.absolute);
    }
}
