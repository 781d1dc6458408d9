// SPDX-License-Identifier: BSL-1.0
// IP headers in the words of tcpdump -v.
#include <tcplens/text/datagram.hpp>

#include "../packets.hpp"

#include <string_view>

using namespace tcplens;
using packets::octets;

constexpr bool shows(const octets& datagram, std::string_view expected) {
    const auto ip = decode_ip(datagram.all(), static_cast<std::uint32_t>(datagram.all().size()));
    text<200> shown;
    render_ip_header(shown.sink(), *ip);
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
constexpr octets v6{"6b81 2345 0000 0640 20010db8000000000000000000000001 20010db8000000000000000000000002"_hex};
static_assert(shows(v6, "(class 0xb8, flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 0) "));
