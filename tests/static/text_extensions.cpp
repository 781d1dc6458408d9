// SPDX-License-Identifier: BSL-1.0
// Extension headers of IPv6 in tcpdump's words.
#include <tcplens/text/extensions.hpp>

#include <string_view>

using namespace tcplens;

/// Whether a datagram whose extension headers and TCP header are given shows its extension headers so.
template <flag_notation Notation = tcpdump_4_99, std::size_t N>
constexpr bool shows(const std::array<std::byte, N>& datagram, std::string_view expected, printed state,
                     bool verbose = false) {
    const auto ip = decode_ip(datagram, N);
    if (!ip) { return false; }
    text<200> shown;
    return render_extensions<Notation>(shown.sink(), *ip, verbose).state == state && shown.view() == expected;
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
// A segment routing header may lie about its last entry, but has to have whole addresses.
static_assert(shows(datagram<12>(43, "0600 0400 0200 0007 9c40 1e61"_hex),
                    "RT6 (len=0, type=4, segleft=0, last-entry=2, tag=7) ", printed::whole));
static_assert(shows(datagram<20>(43, "0601 0400 0000 0007 0000 0000 0000 0000 9c40 1e61"_hex),
                    "RT6 (len=1, type=4, segleft=0, last-entry=0, tag=7 (invalid length 1) (invalid)", printed::cut));
static_assert(shows(datagram<12>(43, "0600 6300 0000 0000 9c40 1e61"_hex),
                    "RT6 (len=0, type=99, segleft=0 (unknown type) (invalid)", printed::cut));
static_assert(shows(datagram<16>(51, "0601 0000 00000001 00000002 9c40 1e61"_hex), "AH(spi=0x00000001,seq=0x2,icv=0x): ", printed::whole));
// The octets behind an authentication header without a sequence number are shown as one.
static_assert(shows(datagram<12>(51, "0600 0000 01020304 9c40 1e61"_hex), "AH(spi=0x01020304,seq=0x9c401e61,icv=0x): ", printed::whole));
static_assert(shows(datagram<11>(51, "0600 0000 01020304 9c40 1e"_hex), "AH(spi=0x01020304, [|ah]", printed::cut));

// Options with -v
static_assert(shows(datagram<12>(0, "0600 0000 0000 0000 9c40 1e61"_hex), "HBH (pad1)(pad1)(pad1)(pad1)(pad1)(pad1) ", printed::whole, true));
static_assert(shows(datagram<20>(0, "0601 c204 0001 1170 c204 0001 1171 0100 9c40 1e61"_hex),
                    "HBH (jumbo: 70000 - payload len != 0) (jumbo: 70001 - already seen) (padn) ", printed::whole, true));
static_assert(shows(datagram<12>(60, "0600 c204 0001 1170 9c40 1e61"_hex),
                    "DSTOPT (jumbo: 70000 - not a hop-by-hop option)  ", printed::whole, true));
static_assert(shows(datagram<28>(60, "0602 c914 20010db8000000000000000000000099 0001 0005 9c40 1e61"_hex),
                    "DSTOPT (homeaddr: 2001:db8::99, pad1, padn [|dstopt]", printed::cut, true));
static_assert(shows(datagram<28>(60, "0602 c914 20010db8000000000000000000000099 0001 0000 9c40 1e61"_hex),
                    "DSTOPT (homeaddr: 2001:db8::99, pad1, padn, pad1) ", printed::whole, true));
static_assert(shows(datagram<28>(60, "0602 c914 20010db8000000000000000000000099 0502 0001 9c40 1e61"_hex),
                    "DSTOPT (homeaddr: 2001:db8::99, sopt_type 0x05: len=2) ", printed::whole, true));

// An option without a name, in two releases
static_assert(shows(datagram<12>(0, "0600 3e04 0102 0304 9c40 1e61"_hex), "HBH (opt_type 0x3e: len=4) ", printed::whole, true));
static_assert(shows<tcpdump_5_0>(datagram<12>(0, "0600 3e04 0102 0304 9c40 1e61"_hex),
                                 "HBH (unknown opt-type 0x3e len=4) ", printed::whole, true));
// clang-format on
