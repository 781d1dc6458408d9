// SPDX-License-Identifier: BSL-1.0
// IP headers in the words of tcpdump -v.
#include <tcplens/text/datagram.hpp>

#include "../packets.hpp"

#include <string_view>

using namespace tcplens;
using packets::octets;

template <flag_notation Notation = tcpdump_4_99>
constexpr bool shows(const octets& datagram, std::string_view expected) {
    const auto ip =
        decode_ip<zero_length::to_frame_end>(datagram.all(), static_cast<std::uint32_t>(datagram.all().size()));
    text<200> shown;
    render_ip_header<Notation>(shown.sink(), *ip);
    return shown.view() == expected;
}

// What tcpdump 4.99.3 printed of these
constexpr octets plain{"4500 0014 0001 4000 4006 26e1 0a00 0001 0a00 0002"_hex};
static_assert(shows(plain, "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 20)\n    "));
constexpr octets odd{"45bb 0014 0001 e050 0006 0000 0a00 0001 0a00 0002"_hex};
static_assert(shows(odd, "(tos 0xbb,CE, id 1, offset 640, flags [+, DF, rsvd], proto TCP (6), length 20, "
                         "bad cksum 0 (->c5d5)!)\n    "));
constexpr octets routed{"4700 001c 0001 4000 4006 95b6 0a00 0001 0a00 0002 8307 080a 0000 0900"_hex};
static_assert(shows(routed, "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 28, "
                            "options (LSRR 10.0.0.9,,EOL), bad cksum 95b6 (->90c7)!)\n    "));
// Broken options: lengths and pointers that don't fit, addresses that end in the segment or behind the capture
constexpr octets stamps{"4700 001c 0001 4000 4006 0000 0a00 0001 0a00 0002 4408 0d12 0102 0304"_hex};
static_assert(shows(stamps,
                    "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 28, options (timestamp "
                    "TS{[bad length 8][bad ptr 13][bad ts type 2] [1 hops not recorded]} ), "
                    "bad cksum 0 (->cfb8)!)\n    "));
constexpr octets short_stamps{"4700 001f 0001 4000 4006 0000 0a00 0001 0a00 0002 4408 0501 0102 0304 05060708"_hex};
static_assert(shows(short_stamps.with(3, 0x20),
                    "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 32, options (timestamp "
                    "TS{[bad length 8]TS+ADDR ^ 84281096@1.2.3.4}), bad cksum 0 (->d7c5)!)\n    "));
static_assert(shows(short_stamps,
                    "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 31, options "
                    "(timestamp TS{[bad length 8]TS+ADDR [truncated-option]), bad cksum 0 (->d7c6)!)\n    "
                    "10.0.0.1 > 10.0.0.2:  [|ip]"));
static_assert(shows(routed.with(22, 0), "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 28, "
                                        "options (LSRR [bad ptr 0] 10.0.0.9,,EOL), bad cksum 95b6 (->98c7)!)\n    "));
constexpr octets v6{"6b81 2345 0000 0640 20010db8000000000000000000000001 20010db8000000000000000000000002"_hex};
static_assert(shows(v6, "(class 0xb8, flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 0) "));

// Other releases, as they printed it
static_assert(shows<tcpdump_5_0>(plain,
                                 "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 20)\n    "));
static_assert(shows<tcpdump_5_0>(plain.with(3, 0).with(11, 0xf5),
                                 "(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), "
                                 "length 20 [was 0, presumed TSO])\n    "));
static_assert(shows<tcpdump_5_0>(v6,
                                 "(class 0xb8, flowlabel 0x12345, hlim 64, next-header TCP (6), payload length 0) "));
// By the sources of WinDump 3.9.5
static_assert(shows<tcpdump_3_9>(plain, "(tos 0x0, ttl  64, id 1, offset 0, flags [DF], proto: TCP (6), length: 20) "));
static_assert(shows<tcpdump_3_9>(plain.with(8, 9).with(10, 0x5d),
                                 "(tos 0x0, ttl   9, id 1, offset 0, flags [DF], proto: TCP (6), length: 20) "));
static_assert(shows<tcpdump_3_9>(v6, "(class 0xb8, flowlabel 0x12345, hlim 64, next-header: TCP (6), length: 0) "));

// Behind the segment, as tcpdump 3.7 has it
constexpr bool trails(const octets& datagram, bool verbose, std::string_view expected) {
    const auto ip = decode_ip(datagram.all(), static_cast<std::uint32_t>(datagram.all().size()));
    text<200> shown;
    detail::render_ip_trailer(shown.sink(), *ip, verbose);
    return shown.view() == expected;
}
static_assert(trails(plain, false, " (DF)") && trails(plain, true, " (DF) (ttl 64, id 1, len 20)"));
static_assert(trails(odd, true, " (frag 1:0@640+) [tos 0xbb,CE]  [ttl 0] (len 20, bad cksum 0 (->c5d5)!)"));
static_assert(trails(routed, true,
                     " (DF) (ttl 64, id 1, len 28, bad cksum 95b6 (->90c7)!, "
                     "optlen=8 LSRR 10.0.0.9,,EOL)"));
static_assert(trails(v6, false, " [class 0xb8] [flowlabel 0x12345]"));
static_assert(trails(v6.with(7, 1), true, " [class 0xb8] [flowlabel 0x12345] [hlim 1] (len 0)"));
