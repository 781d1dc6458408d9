// SPDX-License-Identifier: BSL-1.0
// Multipath TCP's words: that what is missing or contradicts is no option; text_listing_options.cpp has what is one.
#include <tcplens/text/listing_mptcp.hpp>

using namespace tcplens;

constexpr bool refuses(std::string_view words) {
    option_octets to;
    detail::listing_scanner at{words, 0};
    return !detail::mptcp_reader{at, to}.run() && to.empty();
}
static_assert(refuses("") && refuses(" 12") && refuses(" 12 ") && refuses(" 12 unknown") && refuses(" capable v16"));
static_assert(refuses(" 12 dss ack") && refuses(" 12 dss ack x") && refuses(" 8 dss ack 4294967296") &&
              refuses(" 9 dss ack 1"));
static_assert(refuses(" 20 dss seq 1 subseq 2") && refuses(" dss csum 1") &&
              refuses(" 26 dss seq 1 subseq 4294967296 len 1"));
static_assert(refuses(" 12 capable v1") && refuses(" 4 capable v1 {0x1}") && refuses(" 12 capable v1 {0x1") &&
              refuses(" 12 capable v1 {1}"));
static_assert(refuses(" 4 capable v1 flags [AZ]") && refuses(" 12 join id 256 token 0x1 nonce 0x2") &&
              refuses(" 12 join token 0x1"));
static_assert(refuses(" 24 join hmac 0x0102") && refuses(" 8 add-addr v0-ip4 id 1 10.1.2") &&
              refuses(" 10 add-addr v1 id 1 10.1.2.3:70000"));
static_assert(refuses(" 3 rem-addr id") && refuses(" 3 prio") && refuses(" 4 rem-addr id 256") &&
              refuses(" 12 fail seq") && refuses(" 12 fast-close key 12"));

// A number of 64 bits where there is none of more than 32
constexpr bool writes(std::string_view words, bytes octets) {
    option_octets to;
    detail::listing_scanner at{words, 0};
    if (!detail::mptcp_reader{at, to}.run() || to.size() != octets.size()) { return false; }
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (to.octets()[i] != octets[i]) { return false; }
    }
    return true;
}
static_assert(writes(" 22 dss ack 1 seq 2 subseq 3 len 4", "1e16 200d 00000001 0000000000000002 00000003 0004"_hex));
static_assert(writes(" 26 dss ack 1 seq 2 subseq 3 len 4",
                     "1e1a 200f 0000000000000001 0000000000000002 00000003 0004"_hex));
static_assert(writes(" 22 dss ack 4294967296 seq 2 subseq 3 len 4",
                     "1e16 2007 0000000100000000 00000002 00000003 0004"_hex));
static_assert(writes(" 4 dss", "1e04 2000"_hex) && writes(" 4 dss fin", "1e04 2010"_hex));
