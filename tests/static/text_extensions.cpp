// SPDX-License-Identifier: BSL-1.0
// Extension headers of IPv6 in tcpdump's words.
#include <tcplens/text/extensions.hpp>

#include <string_view>

using namespace tcplens;

/// Whether a datagram whose extension headers and TCP header are given shows its extension headers so.
template <std::size_t N>
constexpr bool shows(const std::array<std::byte, N>& datagram, std::string_view expected, printed state) {
    const auto ip = decode_ip(datagram, N);
    if (!ip) { return false; }
    text<200> shown;
    return render_extensions(shown.sink(), *ip).state == state && shown.view() == expected;
}

/// A datagram from 2001:db8::1 to 2001:db8::2.
template <std::size_t N>
constexpr auto datagram(std::uint8_t next, const bytes& extensions_and_payload) {
    std::array<std::byte, 40 + N> octets{};
    const bytes fixed = "60000000 0000 0040 20010db8000000000000000000000001 20010db8000000000000000000000002"_hex;
    for (std::size_t i = 0; i < 40; ++i) { octets[i] = fixed[i]; }
    octets[5] = static_cast<std::byte>(N);
    octets[6] = static_cast<std::byte>(next);
    for (std::size_t i = 0; i < N; ++i) { octets[40 + i] = extensions_and_payload[i]; }
    return octets;
}

// clang-format off
static_assert(shows(datagram<12>(0, "0600 0502 0000 0100 9c40 1e61"_hex), "HBH ", printed::whole));
static_assert(shows(datagram<20>(0, "3c00 0502 0000 0100 0600 0104 0000 0000 9c40 1e61"_hex), "HBH DSTOPT ", printed::whole));
static_assert(shows(datagram<12>(44, "0600 0001 dead beef 9c40 1e61"_hex), "frag (0|4) ", printed::whole));
static_assert(shows(datagram<12>(44, "0600 05a8 dead beef 9c40 1e61"_hex), "frag (1448|4)", printed::cut));
static_assert(shows(datagram<8>(44, "0600 0001 dead beef"_hex), "frag (0|0) ", printed::cut));
static_assert(shows(datagram<28>(43, "0602 0000 0000 0000 20010db8000000000000000000000099 9c40 1e61"_hex),
                    "RT6 (len=2, type=0 [Deprecated], segleft=0, [0]2001:db8::99) ", printed::whole));
static_assert(shows(datagram<28>(43, "0602 0400 0000 0000 20010db8000000000000000000000099 9c40 1e61"_hex),
                    "RT6 (len=2, type=4, segleft=0, last-entry=0, tag=0, [0]2001:db8::99) ", printed::whole));
static_assert(shows(datagram<12>(43, "0600 6300 0000 0000 9c40 1e61"_hex),
                    "RT6 (len=0, type=99, segleft=0 (unknown type) (invalid)", printed::cut));
static_assert(shows(datagram<16>(51, "0601 0000 00000001 00000002 9c40 1e61"_hex), "AH(spi=0x00000001,seq=0x2,icv=0x): ", printed::whole));
// clang-format on
