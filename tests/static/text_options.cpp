// SPDX-License-Identifier: BSL-1.0
// Options in the words of tcpdump 4.99.3, the broken ones too; each line below was printed by it.
#include <tcplens/text/options.hpp>

#include "../packets.hpp"

using namespace tcplens;
using packets::octets;

/// A header with these options, of which the header says that they take `words` words.
constexpr octets with_options(bytes options, unsigned words) {
    return octets{"9c40 1e61 0000 03e8 0000 07d0 5010 0200 0000 0000"_hex}.with(12, (5 + words) * 16) + octets{options};
}

/// What follows on `options [`, and whether the line goes on.
template <flag_notation Notation = tcpdump_4_99>
constexpr bool shows(bytes options, unsigned words, std::string_view expected, printed state = printed::whole,
                     std::uint32_t sack_base = 0) {
    const octets segment = with_options(options, words);
    text<320> t;
    const auto after = render_options<Notation>(t.sink(), header_view::unchecked(segment.all(), 60), sack_base);
    return t.view() == expected && after.state == state;
}
/// The same for options that end with a header that was captured whole.
template <flag_notation Notation = tcpdump_4_99>
constexpr bool shows(bytes options, std::string_view expected, printed state = printed::whole) {
    return shows<Notation>(options, static_cast<unsigned>(options.size() / 4), expected, state);
}

static_assert(shows("0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"_hex,
                    "mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10]"));
static_assert(shows("0101 080a ffff ffff 8000 0000"_hex, "nop,nop,TS val 4294967295 ecr 2147483648]"));
static_assert(shows("0303 07 00"_hex, "wscale 7,eol]") && shows("00 ffffff"_hex, "eol]"));
static_assert(shows("09 04 0a0b c8 02 0101"_hex, "unknown-9 0x0a0b,unknown-200,nop,nop]"));

// SACK, as it is and from a base
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, "nop,nop,sack 1 {2001:2501}]"));
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, 3, "nop,nop,sack 1 {1:501}]", printed::whole, 2000));
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, 3, "nop,nop,sack 1 {4294967295:499}]", printed::whole, 2002));
static_assert(shows("0502 0101"_hex, "sack 0 ,nop,nop]") && shows("0503 07 01"_hex, "sack invalid sack,nop]"));

// A kind's natural size goes before its length octet.
static_assert(shows("0203 0501"_hex, "mss 1281[len 3]]"));
static_assert(shows("0206 05b4 0000 0101"_hex, "mss 1460[len 6],eol]"));
static_assert(shows("0302 0101"_hex, "wscale 1[len 2],nop]") && shows("0404 0101"_hex, "sackOK[len 4],nop,nop]"));

// Where the header ends too early: `]` follows only if an option was complete before.
static_assert(shows("0101 080a"_hex, "nop,nop,[bad opt]]", printed::cut));
static_assert(shows("080a 0101"_hex, "[bad opt]", printed::cut) && shows("0800 0101"_hex, "[bad opt]", printed::cut));
static_assert(shows("0103 0301"_hex, "nop,wscale 1]"));
static_assert(shows("0101 0303 0101 0302"_hex, "nop,nop,wscale 1,nop,wscale[bad opt]]", printed::cut));
static_assert(!shows("0303 0302 0405 0101"_hex, "wscale 3,mss[bad opt]]", printed::cut));

// Where the capture does
static_assert(shows("0204 05b4 0402 080a 01d4"_hex, 5, "mss 1460,sackOK,TS [|tcp]>", printed::cut));
static_assert(shows("0204"_hex, 5, "mss [|tcp]", printed::cut) && shows(bytes{}, 5, " [|tcp]", printed::cut));
static_assert(shows("0512 0000 07d1 0000 09c5 0000"_hex, 5, "sack 2 {2001:2501} [|tcp]", printed::cut));
static_assert(shows("050a 0000"_hex, 5, "sack 1  [|tcp]", printed::cut));
static_assert(shows("0908 dead"_hex, 5, "unknown-9 0xdead [|tcp]", printed::cut));
static_assert(shows("0100"_hex, 5, "nop,eol]"), "nothing of it is missed behind EOL");
static_assert(shows("0101"_hex, 3, "nop,nop, [|tcp]", printed::cut) &&
              shows("0101 08"_hex, 3, "nop,nop, [|tcp]", printed::cut));
static_assert(shows("0514"_hex, 5, "sack invalid sack]", printed::whole),
              "the blocks that it passes over aren't looked at");
static_assert(shows("0513"_hex, 5, "sack invalid sack, [|tcp]", printed::cut));

// Echo and T/TCP; 4.99.3 has no name for CC.ECHO.
static_assert(shows("0606 0000002a 0101"_hex, "echo 42,nop,nop]"));
static_assert(shows("0706 ffffffff 0101"_hex, "echoreply 4294967295,nop,nop]"));
static_assert(shows("0b06 0000002a 0101"_hex, "cc 42,nop,nop]"));
static_assert(shows("0c06 00000000 0101"_hex, "ccnew 0,nop,nop]"));
static_assert(shows("0d06 0000002a 0101"_hex, " 42,nop,nop]"));
// ... of another length: four octets are taken all the same, and what they leave is read as options.
static_assert(shows("0604 0000 0001 0303"_hex, "echo 1[len 4],[bad opt]]", printed::cut));
static_assert(shows("0708 0000002a 0101"_hex, "echoreply 42[len 8],nop,nop]"));
static_assert(shows("0c02 0000002a 0101"_hex, "ccnew 42[len 2],nop,nop]"));
static_assert(shows("0d04 0000 0001 0101"_hex, " 1[len 4],nop,nop]"));
// ... without four octets left
static_assert(shows("0606 0000"_hex, "[bad opt]", printed::cut));
static_assert(shows("0106 0200"_hex, "nop,echo[bad opt]]", printed::cut));
static_assert(shows("0101 0b02"_hex, "nop,nop,cc[bad opt]]", printed::cut));
static_assert(shows("01 0702 00"_hex, "nop,echoreply[bad opt]]", printed::cut));
static_assert(shows("01 0d02 2a"_hex, "nop,[bad opt]]", printed::cut));
// ... cut
static_assert(shows("0606 00"_hex, 2, "echo [|tcp]", printed::cut));
static_assert(shows("0101 0606 000000"_hex, 2, "nop,nop,echo [|tcp]>", printed::cut));
static_assert(shows("0101 0706 0000"_hex, 2, "nop,nop,echoreply [|tcp]>", printed::cut));
static_assert(shows("0101 0b06"_hex, 2, "nop,nop,cc [|tcp]>", printed::cut));
static_assert(shows("0101 0c06 00"_hex, 2, "nop,nop,ccnew [|tcp]>", printed::cut));
static_assert(shows("0d06 00"_hex, 2, " [|tcp]", printed::cut));
static_assert(shows("0101 0d06 0000"_hex, 2, "nop,nop, [|tcp]>", printed::cut));
static_assert(shows("0606 0000002a"_hex, 2, "echo 42, [|tcp]", printed::cut));

// MD5: a segment that was captured to its end could be checked, had one the secret.
static_assert(shows("1312 00010203 04050607 08090a0b 0c0d0e0f 00 00 00000000 00000000 00000000 00000000 00000000"_hex,
                    "md5 shared secret not supplied with -M, can't check - 000102030405060708090a0b0c0d0e0f,eol]"));
static_assert(shows("1312 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex,
                    "md5 snaplen too short, can't check - 000102030405060708090a0b0c0d0e0f,nop,nop]"));
// ... of another length, and where the header or the capture ends before 16 octets
static_assert(shows("1314 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex,
                    "md5 snaplen too short, can't check - 000102030405060708090a0b0c0d0e0f[len 20],nop,nop]"));
static_assert(shows("1312 00010203 04050607 0101 0101"_hex, 3, "[bad opt]", printed::cut));
static_assert(shows("1302 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex,
                    "md5 snaplen too short, can't check - 000102030405060708090a0b0c0d0e0f[len 2],nop,nop]"));
static_assert(shows("01 130e 00010203 04050607 08090a0b 01"_hex, "nop,md5[bad opt]]", printed::cut));
static_assert(shows("1312 00010203 04050607"_hex, 5, "md5 [|tcp]", printed::cut));
static_assert(shows("0101 1312 00010203 04050607"_hex, 5, "nop,nop,md5 [|tcp]>", printed::cut));
static_assert(shows("0101 1312 00010203 04050607 08090a0b 0c0d0e0f"_hex, 6,
                    "nop,nop,md5 snaplen too short, can't check - 000102030405060708090a0b0c0d0e0f, [|tcp]",
                    printed::cut));

// SCPS
static_assert(shows("1404 ab07"_hex, "scps cap ab id 7]"));
static_assert(shows("1404 00ff"_hex, "scps cap 00 id 255]"));
static_assert(shows("1403 ab 07"_hex, "scps cap ab id 7[len 3]]"));
static_assert(shows("1406 ab07 0101 0101"_hex, "scps cap ab id 7[len 6],nop,nop,nop,nop]"));
static_assert(shows("0101 1402"_hex, "nop,nop,scps[bad opt]]", printed::cut));
static_assert(shows("1402 0101"_hex, "scps cap 01 id 1[len 2]]"));
static_assert(shows("1404 ab"_hex, 1, "scps [|tcp]", printed::cut));
static_assert(shows("0101 1404 ab"_hex, 2, "nop,nop,scps [|tcp]>", printed::cut));
static_assert(shows("0101 1404"_hex, 2, "nop,nop,scps [|tcp]>", printed::cut));

// User timeout: the lowest bit is taken for the unit, where RFC 5482 has the highest.
static_assert(shows("1c04 003c"_hex, "uto 0x3c 30]"));
static_assert(shows("1c04 000b"_hex, "uto 0xb 300]"));
static_assert(shows("1c04 8005"_hex, "uto 0x8005 983160]"));
static_assert(shows("1c04 ffff"_hex, "uto 0xffff 1966020]"));
static_assert(shows("1c04 0000"_hex, "uto 0x0 0]"));
static_assert(shows("1c03 0b 01"_hex, "uto 0xb01 84480[len 3]]"));
static_assert(shows("1c06 003c 0101 0101"_hex, "uto 0x3c 30[len 6],nop,nop,nop,nop]"));
static_assert(shows("0101 1c02"_hex, "nop,nop,uto[bad opt]]", printed::cut));
static_assert(shows("1c04 00"_hex, 1, "uto [|tcp]", printed::cut));
static_assert(shows("0101 1c04"_hex, 2, "nop,nop,uto [|tcp]>", printed::cut));

// TCP-AO
static_assert(shows("1d04 0102"_hex, "tcp-ao keyid 1 rnextkeyid 2]"));
static_assert(shows("1d10 0102 000102030405060708090a0b"_hex,
                    "tcp-ao keyid 1 rnextkeyid 2 mac 0x000102030405060708090a0b]"));
static_assert(shows("1d05 ff00 aa 0101 01"_hex, "tcp-ao keyid 255 rnextkeyid 0 mac 0xaa,nop,nop,nop]"));
static_assert(shows("1d02 0101"_hex, "tcp-ao (invalid),nop,nop]"));
static_assert(shows("1d03 01 01"_hex, "tcp-ao (invalid),nop]"));
static_assert(shows("0101 1d02"_hex, "nop,nop,tcp-ao (invalid)]"));
static_assert(shows("1d10 0102"_hex, "[bad opt]", printed::cut));
static_assert(shows("1d08 0102"_hex, "[bad opt]", printed::cut));
// ... cut: before its data, behind each key id, in the MAC
static_assert(shows("1d10"_hex, 4, "tcp-ao [|tcp]", printed::cut));
static_assert(shows("0101 1d10"_hex, 5, "nop,nop,tcp-ao [|tcp]>", printed::cut));
static_assert(shows("1d10 01"_hex, 4, "tcp-ao keyid 1 [|tcp]", printed::cut));
static_assert(shows("0101 1d10 01"_hex, 5, "nop,nop,tcp-ao keyid 1 [|tcp]>", printed::cut));
static_assert(shows("1d10 0102"_hex, 4, "tcp-ao keyid 1 rnextkeyid 2 mac 0x [|tcp]", printed::cut));
static_assert(shows("0101 1d10 0102 0001"_hex, 5, "nop,nop,tcp-ao keyid 1 rnextkeyid 2 mac 0x0001 [|tcp]>",
                    printed::cut));
static_assert(shows("1d10 0102 0001"_hex, 4, "tcp-ao keyid 1 rnextkeyid 2 mac 0x0001 [|tcp]", printed::cut));
static_assert(shows("1d03"_hex, 2, "tcp-ao (invalid), [|tcp]", printed::cut));
static_assert(shows("1d02"_hex, 2, "tcp-ao (invalid), [|tcp]", printed::cut));

// Fast Open
static_assert(shows("2202 0101"_hex, "tfo  cookiereq,nop,nop]"));
static_assert(shows("2206 00010203 0101"_hex, "tfo  cookie 00010203,nop,nop]"));
static_assert(shows("220a 0001020304050607 0101"_hex, "tfo  cookie 0001020304050607,nop,nop]"));
static_assert(shows("2212 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex,
                    "tfo  cookie 000102030405060708090a0b0c0d0e0f,nop,nop]"));
// ... with a cookie of odd length, too short, too long
static_assert(shows("2207 0001020304 01"_hex, "tfo  (invalid),nop]"));
static_assert(shows("2203 00"_hex, 1, "tfo  (invalid), [|tcp]", printed::cut));
static_assert(shows("2203 00 01"_hex, "tfo  (invalid),nop]"));
static_assert(shows("2204 0001"_hex, "tfo  (invalid)]"));
static_assert(shows("2214 00010203 04050607 08090a0b 0c0d0e0f 1011"_hex, "tfo  (invalid)]"));
// ... beyond the header, and cut
static_assert(shows("2206 0001"_hex, "[bad opt]", printed::cut));
static_assert(shows("0101 2206"_hex, "nop,nop,[bad opt]]", printed::cut));
static_assert(shows("2206 0001"_hex, 2, "tfo [|tcp]", printed::cut));
static_assert(shows("0101 2206 0001"_hex, 2, "nop,nop,tfo [|tcp]>", printed::cut));
static_assert(shows("2206"_hex, 2, "tfo [|tcp]", printed::cut));
static_assert(shows("2202"_hex, 2, "tfo  cookiereq, [|tcp]", printed::cut));
static_assert(shows("0101 2202"_hex, 3, "nop,nop,tfo  cookiereq, [|tcp]", printed::cut));

// Experiments: Fast Open by its identifier, others by theirs alone
static_assert(shows("fe04 f989"_hex, "exp-tfo cookiereq]"));
static_assert(shows("fe08 f989 00010203"_hex, "exp-tfo cookie 00010203]"));
static_assert(shows("fe14 f989 00010203 04050607 08090a0b 0c0d0e0f"_hex,
                    "exp-tfo cookie 000102030405060708090a0b0c0d0e0f]"));
static_assert(shows("fe04 e2d4"_hex, "exp-e2d4]"));
static_assert(shows("fe08 e2d4 00010203"_hex, "exp-e2d4]"));
static_assert(shows("fe04 0001"_hex, "exp-0001]"));
static_assert(shows("fe06 e2d4 0001 0101"_hex, "exp-e2d4,nop,nop]"));
// ... malformed
static_assert(shows("fe07 f989 000102 01"_hex, "exp-tfo (invalid),nop]"));
static_assert(shows("fe06 f989 0001 0101"_hex, "exp-tfo (invalid),nop,nop]"));
static_assert(shows("fe16 f989 00010203 04050607 08090a0b 0c0d0e0f 1011 0101"_hex, "exp-tfo (invalid),nop,nop]"));
static_assert(shows("fe05 f989 00 010101"_hex, "exp-tfo (invalid),nop,nop,nop]"));
static_assert(shows("fe02 0101"_hex, "exp[bad opt]", printed::cut));
static_assert(shows("fe03 f9 01"_hex, "exp[bad opt]", printed::cut));
static_assert(shows("0101 fe02"_hex, "nop,nop,exp[bad opt]]", printed::cut));
static_assert(shows("0101 fe03"_hex, "nop,nop,[bad opt]]", printed::cut));
static_assert(shows("fd04 f989"_hex, "unknown-253 0xf989]"));
// ... cut
static_assert(shows("fe08 f989 0001"_hex, 2, "exp [|tcp]", printed::cut));
static_assert(shows("0101 fe08 f989"_hex, 3, "nop,nop,exp [|tcp]>", printed::cut));
static_assert(shows("fe08 e2d4"_hex, 2, "exp [|tcp]", printed::cut));
static_assert(shows("fe02"_hex, 2, "exp[bad opt]", printed::cut));
static_assert(shows("fe04 f9"_hex, 1, "exp [|tcp]", printed::cut));

// Multipath TCP: its contents are in text_mptcp.cpp. From then on a cut is blamed on it.
static_assert(shows("1e03 51 01"_hex, "mptcp 3 prio backup,nop]"));
static_assert(shows("1e04 4007"_hex, "mptcp 4 rem-addr id 7]"));
static_assert(shows("1e04 4001 1e03 51 01"_hex, "mptcp 4 rem-addr id 1,mptcp 3 prio backup,nop]"));
static_assert(shows("1e03 41 01"_hex, "mptcp 3 rem-addr[bad opt]", printed::cut));
static_assert(shows("01 1e03 41"_hex, "nop,mptcp 3 rem-addr[bad opt]]", printed::cut));
static_assert(shows("1e04 4001 1e03 4001"_hex, "mptcp 4 rem-addr id 1,mptcp 3 rem-addr[bad opt]]", printed::cut));
static_assert(shows("1e02 0101"_hex, "mptcp[bad opt]", printed::cut));
static_assert(shows("0101 1e02"_hex, "nop,nop,mptcp[bad opt]]", printed::cut));
static_assert(shows("1e08 2001"_hex, "[bad opt]", printed::cut));
static_assert(shows("1e04 40"_hex, 1, "mptcp [|tcp]", printed::cut));
static_assert(shows("1e04 4007 1e04 40"_hex, 2, "mptcp 4 rem-addr id 7,mptcp [|mptcp]>", printed::cut));
static_assert(shows("1e04 4007 080a 0000"_hex, 4, "mptcp 4 rem-addr id 7,TS [|mptcp]>", printed::cut));
static_assert(shows("1e04 4007 0101"_hex, 2, "mptcp 4 rem-addr id 7,nop,nop, [|mptcp]", printed::cut));
static_assert(shows("1e04 4007"_hex, 2, "mptcp 4 rem-addr id 7, [|mptcp]", printed::cut));
static_assert(shows("1e04 4007 1e04"_hex, 2, "mptcp 4 rem-addr id 7,mptcp [|mptcp]>", printed::cut));
static_assert(shows("0101 1e04 40"_hex, 2, "nop,nop,mptcp [|tcp]>", printed::cut));
static_assert(shows("1e04 4007 09"_hex, 2, "mptcp 4 rem-addr id 7, [|mptcp]", printed::cut));
static_assert(shows("1e04 4007 0906 dead"_hex, 3, "mptcp 4 rem-addr id 7,unknown-9 0xdead [|mptcp]>", printed::cut));
static_assert(shows("1e04 4007 0909"_hex, 2, "mptcp 4 rem-addr id 7,[bad opt]]", printed::cut));
static_assert(shows("1e0c 2001 0000"_hex, 3, "mptcp [|tcp]", printed::cut));

// tcpdump 5.0 has a name for CC.ECHO, and no `>` behind a cut.
static_assert(shows<tcpdump_5_0>("0d06 0000002a 0101"_hex, "ccecho 42,nop,nop]"));
static_assert(shows<tcpdump_5_0>("0204 05b4 0402 080a 01d4"_hex, 5, "mss 1460,sackOK,TS [|tcp]", printed::cut));
static_assert(shows<tcpdump_5_0>("0101 080a"_hex, "nop,nop,[bad opt]]", printed::cut));

// tcpdump 3.9: the list is closed also where it breaks off, and no option has a name that came later.
static_assert(shows<tcpdump_3_9>("0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"_hex,
                                 "mss 1460,sackOK,timestamp 30720403 0,nop,wscale 10>"));
static_assert(shows<tcpdump_3_9>("0101 050a 0000 07d1 0000 09c5"_hex, 3, "nop,nop,sack 1 {1:501}>", printed::whole,
                                 2000));
static_assert(shows<tcpdump_3_9>("0503 07 01"_hex, "malformed sack,nop>"));
static_assert(shows<tcpdump_3_9>("0203 0501"_hex, "mss 1281[len 3]>") && shows<tcpdump_3_9>("00 ffffff"_hex, "eol>"));
static_assert(shows<tcpdump_3_9>("0d06 0000002a 0101"_hex, "ccecho 42,nop,nop>"));
static_assert(shows<tcpdump_3_9>("1312 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex,
                                 "md5:can't check - 000102030405060708090a0b0c0d0e0f,nop,nop>"));
static_assert(shows<tcpdump_3_9>("2202 1e04 0101 0101"_hex, "opt-34:,opt-30:0101,nop,nop>"));
static_assert(shows<tcpdump_3_9>("0e02 1404 ab07 0101"_hex, "opt-14:,opt-20:ab07,nop,nop>"));
static_assert(shows<tcpdump_3_9>("080a 0101"_hex, "[bad opt]>", printed::cut));
static_assert(shows<tcpdump_3_9>("0101 0806 0000 0001"_hex, "nop,nop,timestamp 1[bad opt]>", printed::cut));
static_assert(shows<tcpdump_3_9>(bytes{}, 5, "[|tcp]>", printed::cut));
static_assert(shows<tcpdump_3_9>("0402 0204"_hex, 5, "sackOK,mss[|tcp]>", printed::cut));
static_assert(shows<tcpdump_3_9>("080a 0000 0001 0000"_hex, 5, "timestamp 1[|tcp]>", printed::cut));
static_assert(shows<tcpdump_3_9>("0908 dead"_hex, 5, "opt-9:dead[|tcp]>", printed::cut));
// tcpdump 3.7 says sack twice.
static_assert(shows<tcpdump_3_7>("0101 050a 0000 07d1 0000 09c5"_hex, "nop,nop,sack sack 1 {2001:2501} >"));
static_assert(shows<tcpdump_3_7>("0503 07 01"_hex, "sack malformed sack ,nop>"));
