// SPDX-License-Identifier: BSL-1.0
// Options read from words: the octets that they were, and what can't be told.
#include <tcplens/text/listing_options.hpp>

using namespace tcplens;

/// What is read from a list, behind its opening bracket.
struct outcome {
    option_octets octets;
    bool ended = false;
    bool whole = false;
    bool exact = false;
    std::size_t at = 0;
};
constexpr outcome read(std::string_view words, char closing = ']') {
    outcome found;
    detail::listing_scanner at{words, 0};
    detail::options_reader reader{at, found.octets, closing};
    found.ended = reader.run();
    found.whole = reader.whole();
    found.exact = reader.exact();
    found.at = at.at();
    return found;
}
constexpr bool same(bytes a, bytes b) {
    if (a.size() != b.size()) { return false; }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i]) { return false; }
    }
    return true;
}
constexpr bool gives(std::string_view words, bytes octets) {
    const outcome found = read(words);
    return found.ended && found.whole && found.exact && found.at == words.size() && same(found.octets.octets(), octets);
}
/// The list ends, but not all of it was understood.
constexpr bool gives_only(std::string_view words, bytes octets) {
    const outcome found = read(words);
    return found.ended && !found.whole && found.at == words.size() && same(found.octets.octets(), octets);
}

static_assert(gives("]", {}) && gives("nop]", "01"_hex) && gives("nop,nop]", "0101"_hex) && gives("eol]", "00"_hex));
static_assert(gives("mss 1460,nop,wscale 6,nop,nop,TS val 1440303018 ecr 0,sackOK,eol]",
                    "020405b4 01030306 0101080a 55d947aa 00000000 0402 00"_hex));
static_assert(gives("mss 1460 , nop,\n wscale 0 ]", "020405b4 01 030300"_hex), "blanks and line ends");
static_assert(gives("sack 1 {21:31}]", "050a 00000015 0000001f"_hex) && gives("sack 0 ,nop]", "0502 01"_hex));
static_assert(gives("sack 2 {2001:2501}{4294967295:0}]", "0512 000007d1 000009c5 ffffffff 00000000"_hex));
static_assert(gives("echo 42,echoreply 43]", "0606 0000002a 0706 0000002b"_hex));
static_assert(gives("cc 1,ccnew 2,ccecho 3, 4]", "0b06 00000001 0c06 00000002 0d06 00000003 0d06 00000004"_hex));
static_assert(gives("md5 shared secret not supplied with -M, can't check - 000102030405060708090a0b0c0d0e0f,eol]",
                    "1312 00010203 04050607 08090a0b 0c0d0e0f 00"_hex));
static_assert(gives("md5can't check - 000102030405060708090a0b0c0d0e0f]",
                    "1312 00010203 04050607 08090a0b 0c0d0e0f"_hex));
static_assert(gives("scps cap ab id 7]", "1404 ab07"_hex) &&
              gives("uto 0xb 300,uto0x3c 30]", "1c04 000b 1c04 003c"_hex));
static_assert(gives("tcp-ao keyid 1 rnextkeyid 2]", "1d04 0102"_hex) &&
              gives("tcp-ao keyid 1 rnextkeyid 2 mac 0x0a0b0c]", "1d07 0102 0a0b0c"_hex));
static_assert(gives("tfo  cookiereq,tfo  cookie 00010203]", "2202 2206 00010203"_hex));
static_assert(gives("exp-tfo cookiereq,exp-tfo cookie 00010203]", "fe04f989 fe08f98900010203"_hex));
static_assert(gives("unknown-172 0x000102,unknown-9]", "ac05 000102 0902"_hex));
// A length that isn't the kind's: the octets are those of the wire again.
static_assert(gives("mss 1281[len 3]]", "0203 0501"_hex) && gives("mss 1460[len 6],eol]", "0206 05b4 00"_hex));
static_assert(gives("sackOK[len 4],nop,nop]", "0404 0101"_hex));

// Multipath TCP: the meaning is all there, some bits aren't.
constexpr bool means(std::string_view words, bytes octets) {
    const outcome found = read(words);
    return found.ended && found.whole && !found.exact && same(found.octets.octets(), octets);
}
static_assert(means("mptcp 12 capable v0 csum {0x102030405060708}]", "1e0c 0080 0102030405060708"_hex));
static_assert(means("mptcp 4 capable v1]", "1e04 0100"_hex) &&
              means("mptcp 4 capable v1 flags [AH]]", "1e04 0181"_hex));
static_assert(means("mptcp 20 capable v1 {0x1,0xffffffffffffffff}]",
                    "1e14 0100 0000000000000001 ffffffffffffffff"_hex));
static_assert(means("mptcp 22 capable v1 flags [H] {0x1,0x2,data_len=100}]",
                    "1e16 0101 0000000000000001 0000000000000002 0064"_hex));
static_assert(!read("mptcp 20 capable v1 flags [H] {0x1,0x2,data_len=100}]").whole, "its size contradicts it");
static_assert(means("mptcp 12 join backup id 7 token 0xdeadbeef nonce 0x1234]", "1e0c 1107 deadbeef 00001234"_hex));
static_assert(means("mptcp 16 join id 8 hmac 0x1 nonce 0x99]", "1e10 1008 0000000000000001 00000099"_hex));
static_assert(means("mptcp 24 join hmac 0x0102030405060708090a0b0c0d0e0f1011121314]",
                    "1e18 1000 0102030405060708 090a0b0c0d0e0f10 11121314"_hex));
static_assert(means("mptcp 8 dss ack 77]", "1e08 2001 0000004d"_hex) &&
              means("mptcp 12 dss ack 77]", "1e0c 2003 000000000000004d"_hex));
static_assert(means("mptcp 20 dss ack 3386645601 seq 2976985014 subseq 1 len 1 csum 0x9e91]",
                    "1e14 2005 c9dc1c61 b1712fb6 00000001 0001 9e91"_hex));
static_assert(means("mptcp 26 dss fin ack 12148165319181844574 seq 17186763219675866613 subseq 0 len 1]",
                    "1e1a 201f a896f3fe7a8dc05e ee83a616c38765f5 00000000 0001"_hex));
static_assert(means("mptcp 8 add-addr v0-ip4 id 1 10.1.2.2]", "1e08 3401 0a010202"_hex));
static_assert(means("mptcp 22 add-addr v1 id 5 2001:db8::7:8080]",
                    "1e16 3005 20010db8 00000000 00000000 00000007 1f90"_hex));
static_assert(means("mptcp 18 add-addr v1-echo id 5 10.9.8.7:8080 hmac 0x1]",
                    "1e12 3105 0a090807 1f90 0000000000000001"_hex));
static_assert(means("mptcp 6 rem-addr id 7 8 9]", "1e06 4007 0809"_hex) &&
              means("mptcp 4 prio non-backup id 9]", "1e04 5009"_hex));
static_assert(means("mptcp 3 prio backup]", "1e03 51"_hex) &&
              means("mptcp 12 fail seq 99]", "1e0c 6000 0000000000000063"_hex));
static_assert(means("mptcp 12 fast-close key 0xd005b1ab34bad344]", "1e0c 7000 d005b1ab34bad344"_hex));
static_assert(means("mptcp dss ack 77,nop]", "1e08 2001 0000004d 01"_hex), "before 4.99.2");

// What isn't understood is passed over, brackets within it too; the others are there.
static_assert(gives_only("mss 1460,Unknown Option 254f989[ab[c]],nop]", "020405b4 01"_hex));
static_assert(gives_only("sackmalformed sack,nop]", "01"_hex) && gives_only("sack invalid sack,nop]", "01"_hex));
static_assert(gives_only("md5valid,nop]", "01"_hex) && gives_only("md5  (invalid)]", {}) &&
              gives_only("tcp-ao (invalid)]", {}));
static_assert(gives_only("exp-e2d4,nop]", "01"_hex) && gives_only("exp-tfo (invalid)]", {}) &&
              gives_only("mptcp 4 unknown,nop]", "01"_hex));
static_assert(gives_only("mptcp 20 add-addr [bad version/echo] id 5 10.9.8.7,nop]", "01"_hex));
static_assert(gives_only("mss 65536,wscale 256,TS val 4294967296 ecr 0,nop]", "01"_hex), "too large");
static_assert(gives_only("nopx,mss,nop]", "01"_hex) && gives_only("sack 2 {1:2},nop]", "01"_hex));
static_assert(gives_only("unknown-1 0x00,unknown-256,nop]", "01"_hex));
// More than a header has room for
static_assert(gives_only("sack 4 {1:2}{1:2}{1:2}{1:2},mss 1,mss 2]",
                         "0522 0000000100000002 0000000100000002 0000000100000002 0000000100000002 02040001"_hex));

// Where tcpdump breaks off
static_assert(gives_only("[bad opt]", {}) && gives_only("nop,[bad opt]]", "01"_hex) &&
              gives_only("nop,nop,wscale[bad opt]]", "0101"_hex));
static_assert(gives_only(" [|tcp]", {}) && gives_only("mss 1460, [|tcp]", "020405b4"_hex));
static_assert(gives_only("mss 1460,sackOK,TS [|tcp]>", "020405b4 0402"_hex) &&
              gives_only("nop,sack 2  [|tcp]>", "01"_hex));
static_assert(gives_only("unknown-48 0x3030 [|tcp]", "3004 3030"_hex), "as far as it was captured");
// Or the text
static_assert(!read("mss 1460,nop").ended && !read("").ended && !read("mss 14").ended && !read("a[b]").ended);

// The old notation
constexpr bool gives_3(std::string_view words, bytes octets) {
    const outcome found = read(words, '>');
    return found.ended && found.whole && found.at == words.size() && same(found.octets.octets(), octets);
}
static_assert(gives_3("mss 1460,nop,wscale 0,nop,nop,timestamp 5 0>",
                      "020405b4 01 030300 0101 080a 00000005 00000000"_hex));
static_assert(gives_3("mss 1460,wscale 0 >", "020405b4 030300"_hex) && gives_3("mss 1460&gt;", "020405b4"_hex));
static_assert(gives_3("nop,nop,sack sack 1 {1:2} >", "0101 050a 00000001 00000002"_hex) &&
              gives_3("opt-30:0a0b>", "1e04 0a0b"_hex));
static_assert(!read("md5:valid,malformed sack,nop>", '>').whole &&
              read("md5:valid,malformed sack,nop>", '>').octets.size() == 1);
static_assert(read("mss 1460,[|tcp]>", '>').ended && read("nop,[bad opt]>", '>').at == 14);
