// SPDX-License-Identifier: BSL-1.0
// Multipath TCP in the words of tcpdump 4.99.3, each subtype in each of its sizes; each line below was printed by it.
#include <tcplens/text/mptcp.hpp>

#include "../packets.hpp"

#include <string_view>

using namespace tcplens;

/// What follows on `mptcp` for an option of a segment with these flags.
template <flag_notation Notation = tcpdump_4_99>
constexpr bool prints(bytes whole, flag_set flags, std::string_view expected, printed state) {
    text<160> t;
    const auto after = render_mptcp<Notation>(t.sink(), whole, flags);
    return t.view() == expected && after.state == state;
}
constexpr bool shows(bytes whole, flag_set flags, std::string_view expected) {
    return prints(whole, flags, expected, printed::whole);
}
/// The same where tcpdump goes on with `[bad opt]`.
constexpr bool stops(bytes whole, flag_set flags, std::string_view expected) {
    return prints(whole, flags, expected, printed::cut);
}

// MP_CAPABLE: without a key, with one, with both; without zeros at their head
static_assert(shows("1e04 0101"_hex, flag::syn, " 4 capable v1"));
static_assert(shows("1e04 0100"_hex, flag::syn, " 4 capable v1"));
static_assert(shows("1e04 0181"_hex, flag::syn, " 4 capable v1 csum"));
static_assert(shows("1e04 01ff"_hex, flag::syn, " 4 capable v1 csum"));
static_assert(shows("1e04 0001"_hex, flag::syn | flag::ack, " 4 capable v0"));
static_assert(shows("1e0c 0081 01020304 05060708"_hex, flag::syn, " 12 capable v0 csum {0x102030405060708}"));
static_assert(shows("1e0c 0101 01020304 05060708"_hex, flag::syn | flag::ack, " 12 capable v1 {0x102030405060708}"));
static_assert(shows("1e0c 0001 00000000 00000000"_hex, flag::syn, " 12 capable v0 {0x0}"));
static_assert(shows("1e14 0001 01020304 05060708 11121314 15161718"_hex, flag::ack,
                    " 20 capable v0 {0x102030405060708,0x1112131415161718}"));
static_assert(shows("1e14 0181 01020304 05060708 f1121314 15161718"_hex, flag::ack,
                    " 20 capable v1 csum {0x102030405060708,0xf112131415161718}"));
static_assert(shows("1e16 0101 01020304 05060708 11121314 15161718 0064"_hex, flag::ack,
                    " 22 capable v1 {0x102030405060708,0x1112131415161718}"));
static_assert(shows("1e16 0181 01020304 05060708 11121314 15161718 0064"_hex, flag::ack,
                    " 22 capable v1 csum {0x102030405060708,0x1112131415161718}"));
// ... of a version nobody knows
static_assert(shows("1e04 0201"_hex, flag::syn, " 4 capable Unknown Version (2)"));
static_assert(shows("1e0c 0f01 01020304 05060708"_hex, flag::syn | flag::ack, " 12 capable Unknown Version (15)"));
static_assert(shows("1e14 0281 01020304 05060708 11121314 15161718"_hex, flag::ack, " 20 capable Unknown Version (2)"));
// ... of sizes and flags that don't fit
static_assert(stops("1e03 01"_hex, flag::syn, " 3 capable"));
static_assert(stops("1e05 0101 00"_hex, flag::syn, " 5 capable"));
static_assert(stops("1e04 0101"_hex, flag::ack, " 4 capable"));
static_assert(stops("1e0c 0001 01020304 05060708"_hex, flag::ack, " 12 capable"));
static_assert(stops("1e0c 0001 01020304 05060708"_hex, flag_set{}, " 12 capable"));
static_assert(stops("1e14 0001 01020304 05060708 11121314 15161718"_hex, flag::syn, " 20 capable"));
static_assert(stops("1e14 0001 01020304 05060708 11121314 15161718"_hex, flag::syn | flag::ack, " 20 capable"));
static_assert(stops("1e14 0001 01020304 05060708 11121314 15161718"_hex, flag_set{}, " 20 capable"));
static_assert(stops("1e14 0001 01020304 05060708 11121314 15161718"_hex, flag::rst, " 20 capable"));
static_assert(stops("1e16 0101 01020304 05060708 11121314 15161718 0064"_hex, flag::syn | flag::ack, " 22 capable"));
static_assert(stops("1e18 0181 01020304 05060708 11121314 15161718 0064 0abc"_hex, flag::ack, " 24 capable"));
static_assert(stops("1e0b 0001 01020304 050607"_hex, flag::syn, " 11 capable"));
static_assert(stops("1e03 02"_hex, flag::syn, " 3 capable"));
static_assert(stops("1e04 0201"_hex, flag::ack, " 4 capable"));

// MP_JOIN
static_assert(shows("1e0c 1007 deadbeef 00001234"_hex, flag::syn, " 12 join id 7 token 0xdeadbeef nonce 0x1234"));
static_assert(shows("1e0c 1107 deadbeef 00001234"_hex, flag::syn,
                    " 12 join backup id 7 token 0xdeadbeef nonce 0x1234"));
static_assert(shows("1e0c 1e00 00000000 ffffffff"_hex, flag::syn, " 12 join id 0 token 0x0 nonce 0xffffffff"));
static_assert(shows("1e0c 1007 deadbeef 00001234"_hex, flag::syn | flag::ack,
                    " 12 join id 7 token 0xdeadbeef nonce 0x1234"));
static_assert(shows("1e10 1108 01020304 05060708 00000099"_hex, flag::syn | flag::ack,
                    " 16 join backup id 8 hmac 0x102030405060708 nonce 0x99"));
static_assert(shows("1e10 1008 00000000 00000000 80000099"_hex, flag::syn | flag::ack,
                    " 16 join id 8 hmac 0x0 nonce 0x80000099"));
static_assert(shows("1e18 1000 00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex, flag::ack,
                    " 24 join hmac 0x000102030405060708090a0b0c0d0e0f10111213"));
static_assert(shows("1e18 1100 00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex, flag::syn | flag::ack,
                    " 24 join hmac 0x000102030405060708090a0b0c0d0e0f10111213"));
static_assert(stops("1e04 1007"_hex, flag::syn, " 4 join"));
static_assert(stops("1e0d 1007 deadbeef 00001234 00"_hex, flag::syn, " 13 join"));
static_assert(stops("1e0c 1007 deadbeef 00001234"_hex, flag::ack, " 12 join"));
static_assert(stops("1e0c 1007 deadbeef 00001234"_hex, flag_set{}, " 12 join"));
static_assert(stops("1e10 1008 01020304 05060708 00000099"_hex, flag::syn, " 16 join"));
static_assert(stops("1e10 1008 01020304 05060708 00000099"_hex, flag::ack, " 16 join"));
static_assert(stops("1e18 1000 00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex, flag::syn, " 24 join"));
static_assert(stops("1e18 1000 00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex, flag_set{}, " 24 join"));
static_assert(stops("1e03 10"_hex, flag::syn, " 3 join"));

// DSS: acknowledgments and mappings, of 32 bits or 64
static_assert(shows("1e04 2000"_hex, flag::ack, " 4 dss"));
static_assert(shows("1e04 2010"_hex, flag::ack, " 4 dss fin"));
static_assert(shows("1e04 200a"_hex, flag::ack, " 4 dss"));
static_assert(shows("1e04 20e0"_hex, flag_set{}, " 4 dss"));
static_assert(shows("1e08 2001 0000004d"_hex, flag::ack, " 8 dss ack 77"));
static_assert(shows("1e0c 2003 00000100 00000000"_hex, flag::ack, " 12 dss ack 1099511627776"));
static_assert(shows("1e0c 2003 ffffffff ffffffff"_hex, flag::ack, " 12 dss ack 18446744073709551615"));
static_assert(shows("1e0e 2004 00000005 00000006 0007"_hex, flag::ack, " 14 dss seq 5 subseq 6 len 7"));
static_assert(shows("1e10 2004 00000005 00000006 0007 0abc"_hex, flag::ack, " 16 dss seq 5 subseq 6 len 7 csum 0xabc"));
static_assert(shows("1e12 200c 80000000 00000000 00000006 0007"_hex, flag::ack,
                    " 18 dss seq 9223372036854775808 subseq 6 len 7"));
static_assert(shows("1e12 2005 0000004d 00000005 00000006 0007"_hex, flag::ack, " 18 dss ack 77 seq 5 subseq 6 len 7"));
static_assert(shows("1e14 2005 0000004d 00000005 00000006 0007 0abc"_hex, flag::ack,
                    " 20 dss ack 77 seq 5 subseq 6 len 7 csum 0xabc"));
static_assert(shows("1e1c 201f 00000000 0000004d 00000000 00000005 00000006 0007 0abc"_hex, flag::ack,
                    " 28 dss fin ack 77 seq 5 subseq 6 len 7 csum 0xabc"));
static_assert(shows("1e1a 200f 00000000 0000004d 00000000 00000005 00000006 0007"_hex, flag::ack,
                    " 26 dss ack 77 seq 5 subseq 6 len 7"));
static_assert(shows("1e10 2014 00000005 00000000 0000 0000"_hex, flag::rst,
                    " 16 dss fin seq 5 subseq 0 len 0 csum 0x0"));
// ... and where it has too few octets or too many
static_assert(stops("1e03 20"_hex, flag::ack, " 3 dss"));
static_assert(stops("1e08 2001 0000004d"_hex, flag::syn, " 8 dss"));
static_assert(stops("1e08 2001 0000004d"_hex, flag::syn | flag::ack, " 8 dss"));
static_assert(stops("1e04 2001"_hex, flag::ack, " 4 dss ack "));
static_assert(stops("1e07 2001 000000"_hex, flag::ack, " 7 dss ack "));
static_assert(stops("1e08 2003 00000001"_hex, flag::ack, " 8 dss ack "));
static_assert(stops("1e0a 2001 0000004d 0000"_hex, flag::ack, " 10 dss ack 77"));
static_assert(stops("1e05 2010 00"_hex, flag::ack, " 5 dss fin"));
static_assert(stops("1e04 2014"_hex, flag::ack, " 4 dss fin seq "));
static_assert(stops("1e06 2004 0000"_hex, flag::ack, " 6 dss seq "));
static_assert(stops("1e08 2004 00000001"_hex, flag::ack, " 8 dss seq 1"));
static_assert(stops("1e0a 2004 00000001 0000"_hex, flag::ack, " 10 dss seq 1"));
static_assert(stops("1e0c 2004 00000001 00000002"_hex, flag::ack, " 12 dss seq 1 subseq 2"));
static_assert(stops("1e0d 2004 00000001 00000002 00"_hex, flag::ack, " 13 dss seq 1 subseq 2"));
static_assert(stops("1e0f 2004 00000001 00000002 0003 0a"_hex, flag::ack, " 15 dss seq 1 subseq 2 len 3"));
static_assert(stops("1e11 2004 00000001 00000002 0003 0abc 00"_hex, flag::ack,
                    " 17 dss seq 1 subseq 2 len 3 csum 0xabc"));
static_assert(stops("1e14 2004 00000001 00000002 0003 0abc 00000000"_hex, flag::ack,
                    " 20 dss seq 1 subseq 2 len 3 csum 0xabc"));
static_assert(stops("1e08 2005 0000004d"_hex, flag::ack, " 8 dss ack 77 seq "));
static_assert(stops("1e08 200c 00000001"_hex, flag::ack, " 8 dss seq "));
static_assert(stops("1e10 200d 0000004d 00000000 00000005"_hex, flag::ack, " 16 dss ack 77 seq 5"));

// ADD_ADDR: of both versions and families
static_assert(shows("1e08 3405 0a090807"_hex, flag::ack, " 8 add-addr v0-ip4 id 5 10.9.8.7"));
static_assert(shows("1e0a 3405 0a090807 1f90"_hex, flag::ack, " 10 add-addr v0-ip4 id 5 10.9.8.7:8080"));
static_assert(shows("1e14 3605 20010db8 00000000 00000000 00000007"_hex, flag::ack,
                    " 20 add-addr v0-ip6 id 5 2001:db8::7"));
static_assert(shows("1e16 3605 20010db8 00000000 00000000 00000007 1f90"_hex, flag::ack,
                    " 22 add-addr v0-ip6 id 5 2001:db8::7:8080"));
static_assert(shows("1e08 3005 0a090807"_hex, flag::ack, " 8 add-addr v1 id 5 10.9.8.7"));
static_assert(shows("1e10 3005 0a090807 01020304 05060708"_hex, flag::ack,
                    " 16 add-addr v1 id 5 10.9.8.7 hmac 0x102030405060708"));
static_assert(shows("1e12 3005 0a090807 1f900102 0304 05060708"_hex, flag::syn,
                    " 18 add-addr v1 id 5 10.9.8.7:8080 hmac 0x102030405060708"));
static_assert(shows("1e08 3105 0a090807"_hex, flag::ack, " 8 add-addr v1-echo id 5 10.9.8.7"));
static_assert(shows("1e0a 3105 0a090807 0000"_hex, flag::ack, " 10 add-addr v1-echo id 5 10.9.8.7:0"));
static_assert(shows("1e1c 3005 20010db8 00000000 00000000 00000007 01020304 05060708"_hex, flag::ack,
                    " 28 add-addr v1 id 5 2001:db8::7 hmac 0x102030405060708"));
static_assert(shows("1e1e 30ff 20010db8 00000000 00000000 00000007 01bb0102 0304 05060708"_hex, flag::ack,
                    " 30 add-addr v1 id 255 2001:db8::7:443 hmac 0x102030405060708"));
static_assert(shows("1e16 3105 20010db8 00000000 00000000 00000007 01bb"_hex, flag::ack,
                    " 22 add-addr v1-echo id 5 2001:db8::7:443"));
static_assert(shows("1e14 3400 20010db8 00000000 00000000 00000007"_hex, flag::ack,
                    " 20 add-addr v0-ip4 id 0 2001:db8::7"));
static_assert(shows("1e08 3605 0a090807"_hex, flag::ack, " 8 add-addr v0-ip6 id 5 10.9.8.7"));
static_assert(shows("1e08 3705 0a090807"_hex, flag::ack, " 8 add-addr [bad version/echo] id 5 10.9.8.7"));
static_assert(shows("1e0a 3205 0a090807 0001"_hex, flag::ack, " 10 add-addr [bad version/echo] id 5 10.9.8.7:1"));
static_assert(shows("1e10 3105 0a090807 00000000 00000000"_hex, flag::ack,
                    " 16 add-addr v1-echo id 5 10.9.8.7 hmac 0x0"));
// ... of other sizes
static_assert(stops("1e03 30"_hex, flag::ack, " 3 add-addr"));
static_assert(stops("1e04 3005"_hex, flag::ack, " 4 add-addr"));
static_assert(stops("1e09 3005 0a090807 00"_hex, flag::ack, " 9 add-addr"));
static_assert(stops("1e0c 3005 0a090807 1f90 0000"_hex, flag::ack, " 12 add-addr"));
static_assert(stops("1e13 3005 0a090807 1f900102 0304 05060708 00"_hex, flag::ack, " 19 add-addr"));
static_assert(stops("1e15 3005 20010db8 00000000 00000000 00000007 00"_hex, flag::ack, " 21 add-addr"));
static_assert(stops("1e18 3005 20010db8 00000000 00000000 00000007 1f90 0000"_hex, flag::ack, " 24 add-addr"));
static_assert(stops("1e1f 3005 20010db8 00000000 00000000 00000007 1f900102 0304 05060708 00"_hex, flag::ack,
                    " 31 add-addr"));

// REMOVE_ADDR, MP_PRIO, MP_FAIL, MP_FASTCLOSE
static_assert(shows("1e04 4007"_hex, flag::ack, " 4 rem-addr id 7"));
static_assert(shows("1e06 4007 08ff"_hex, flag::ack, " 6 rem-addr id 7 8 255"));
static_assert(shows("1e04 4f00"_hex, flag::syn, " 4 rem-addr id 0"));
static_assert(stops("1e03 40"_hex, flag::ack, " 3 rem-addr"));
static_assert(shows("1e03 51"_hex, flag::ack, " 3 prio backup"));
static_assert(shows("1e03 50"_hex, flag::ack, " 3 prio non-backup"));
static_assert(shows("1e03 5e"_hex, flag::ack, " 3 prio non-backup"));
static_assert(shows("1e04 5109"_hex, flag::ack, " 4 prio backup id 9"));
static_assert(shows("1e04 50ff"_hex, flag::syn, " 4 prio non-backup id 255"));
static_assert(stops("1e05 5100 00"_hex, flag::ack, " 5 prio"));
static_assert(stops("1e08 5100 00000000"_hex, flag::ack, " 8 prio"));
static_assert(shows("1e0c 6000 00000000 00000063"_hex, flag::ack, " 12 fail seq 99"));
static_assert(shows("1e0c 6fff ffffffff ffffffff"_hex, flag::syn, " 12 fail seq 18446744073709551615"));
static_assert(stops("1e08 6000 00000063"_hex, flag::ack, " 8 fail"));
static_assert(stops("1e0b 6000 00000000 000063"_hex, flag::ack, " 11 fail"));
static_assert(stops("1e0d 6000 00000000 00000063 00"_hex, flag::ack, " 13 fail"));
static_assert(stops("1e03 60"_hex, flag::ack, " 3 fail"));
static_assert(shows("1e0c 7000 01020304 05060708"_hex, flag::ack, " 12 fast-close key 0x102030405060708"));
static_assert(shows("1e0c 7000 00000000 00000000"_hex, flag::rst, " 12 fast-close key 0x0"));
static_assert(stops("1e04 7000"_hex, flag::ack, " 4 fast-close"));
static_assert(stops("1e0d 7000 01020304 05060708 00"_hex, flag::ack, " 13 fast-close"));
static_assert(stops("1e03 70"_hex, flag::ack, " 3 fast-close"));

// MP_TCPRST and what has no name are unknown to 4.99.3, in any size.
static_assert(shows("1e04 8001"_hex, flag::rst, " 4 unknown"));
static_assert(shows("1e04 8f06"_hex, flag::ack, " 4 unknown"));
static_assert(shows("1e03 80"_hex, flag::rst, " 3 unknown"));
static_assert(shows("1e05 8001 00"_hex, flag::rst, " 5 unknown"));
static_assert(shows("1e03 90"_hex, flag::ack, " 3 unknown"));
static_assert(shows("1e06 9000 0000"_hex, flag::ack, " 6 unknown"));
static_assert(shows("1e03 f0"_hex, flag::syn, " 3 unknown"));
static_assert(shows("1e0c f000 01020304 05060708"_hex, flag::ack, " 12 unknown"));

// Without a subtype
static_assert(stops("1e02"_hex, flag::ack, ""));
static_assert(stops("1e02"_hex, flag::syn, ""));

// tcpdump 5.0: the flags of MP_CAPABLE, a length of data, and MP_TCPRST
constexpr bool shows_5_0(bytes whole, flag_set flags, std::string_view expected) {
    return prints<tcpdump_5_0>(whole, flags, expected, printed::whole);
}
static_assert(shows_5_0("1e04 0101"_hex, flag::syn, " 4 capable v1 flags [H]"));
static_assert(shows_5_0("1e04 0100"_hex, flag::syn, " 4 capable v1 flags [none]"));
static_assert(shows_5_0("1e04 01ff"_hex, flag::syn, " 4 capable v1 flags [ABCDEFGH] csum"));
static_assert(shows_5_0("1e0c 0081 01020304 05060708"_hex, flag::syn,
                        " 12 capable v0 flags [AH] csum {0x102030405060708}"));
static_assert(shows_5_0("1e16 0101 01020304 05060708 11121314 15161718 0064"_hex, flag::ack,
                        " 22 capable v1 flags [H] {0x102030405060708,0x1112131415161718,data_len=100}"));
static_assert(shows_5_0("1e16 0181 01020304 05060708 11121314 15161718 0064"_hex, flag::ack,
                        " 22 capable v1 flags [AH] csum {0x102030405060708,0x1112131415161718}"));
static_assert(shows_5_0("1e18 0181 01020304 05060708 11121314 15161718 0064 0000"_hex, flag::ack,
                        " 24 capable v1 flags [AH] csum {0x102030405060708,0x1112131415161718,data_len=100}"));
static_assert(shows_5_0("1e04 8001"_hex, flag::rst, " 4 tcprst flags [none] reason MPTCP-specific error"));
static_assert(shows_5_0("1e04 8f06"_hex, flag::rst, " 4 tcprst flags [UVWT] reason Middlebox interference"));
static_assert(shows_5_0("1e04 8009"_hex, flag::rst, " 4 tcprst flags [none] reason unknown (0x09)"));
static_assert(prints<tcpdump_5_0>("1e05 8009 00"_hex, flag::rst, " 5 tcprst", printed::cut));
static_assert(shows_5_0("1e06 9000 0000"_hex, flag::ack, " 6 unknown"));
