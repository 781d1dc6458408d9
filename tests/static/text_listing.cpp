// SPDX-License-Identifier: BSL-1.0
// Lines as people paste them: what each says, what it leaves open, where it breaks off.
#include <tcplens/text/listing.hpp>

using namespace tcplens;

constexpr bool is_record(std::string_view words) { return parse_line(words).is() == line_kind::record; }
constexpr bool is_other(std::string_view words) {
    const listing_line line = parse_line(words);
    return line.is() == line_kind::other;
}
/// Breaks off at this column, counted from 1, where this was expected.
constexpr bool breaks(std::string_view words, std::size_t column, std::string_view expected) {
    const listing_line line = parse_line(words);
    return line.is() == line_kind::broken && line.fault().column == column && line.fault().expected == expected;
}
/// A record with exactly these fields.
struct wanted {
    flag_set flags;
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint16_t window = 65535;
    std::uint32_t payload = 0;
    std::uint16_t fields = 0;
};
constexpr auto f = static_cast<std::uint16_t>(listing_field::flags);
constexpr auto s = static_cast<std::uint16_t>(listing_field::seq);
constexpr auto e = static_cast<std::uint16_t>(listing_field::seq_end);
constexpr auto a = static_cast<std::uint16_t>(listing_field::ack);
constexpr auto w = static_cast<std::uint16_t>(listing_field::window);
constexpr auto o = static_cast<std::uint16_t>(listing_field::options);
constexpr auto l = static_cast<std::uint16_t>(listing_field::length);
constexpr auto c = static_cast<std::uint16_t>(listing_field::checksum);

constexpr std::uint16_t fields_of(const listing_record& record) {
    unsigned fields = 0;
    for (unsigned bit = 1; bit <= 0x200; bit *= 2) {
        if (record.has(static_cast<listing_field>(bit))) { fields |= bit; }
    }
    return static_cast<std::uint16_t>(fields);
}
constexpr bool says(std::string_view words, const wanted& expected) {
    const listing_line line = parse_line(words);
    const listing_record& record = line.record();
    return line.is() == line_kind::record && record.flags() == expected.flags && record.seq().value() == expected.seq &&
           record.ack().value() == expected.ack && record.window() == expected.window &&
           record.payload_size() == expected.payload && fields_of(record) == expected.fields;
}
constexpr flag_set push_ack = flag::psh | flag::ack;
constexpr flag_set syn_ack = flag::syn | flag::ack;

// The ages of 4.x, with each field or without
static_assert(says("22:13:20.000001 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1:11, ack 1, win 502, length 10",
                   {push_ack, 1, 1, 502, 10, f | s | e | a | w | l}));
static_assert(says(
    "10.0.0.1.40000 > 10.0.0.2.80: Flags [S], cksum 0x4d64 (correct), seq 7, win 65535, options [mss 1460], length 0",
    {flag::syn, 7, 0, 65535, 0, f | s | w | o | l | c}));
static_assert(says("IP  114.242.250.59.41033   >  172.17.51.219.443:      Flags [S],    seq 1328522649,  length 0",
                   {flag::syn, 1328522649, 0, 65535, 0, f | s | l}));
static_assert(
    says("    20:18:58.495313 IP 1.2.3.4.5 > 6.7.8.9.443: Flags [F.], seq 4294967295, ack 4294967294,length 0",
         {flag::fin | flag::ack, 4294967295, 4294967294, 65535, 0, f | s | a | l}));
static_assert(says("IP a.1 > b.2: Flags [.], ack 5, win 7, length 0", {flag::ack, 0, 5, 7, 0, f | a | w | l}));
static_assert(says("IP a.1 > b.2: Flags [.], ack 5", {flag::ack, 0, 5, 65535, 0, f | a}),
              "no length is no length of 0");
static_assert(says("IP a.1 > b.2: Flags [P.], seq 5:8, ack 1", {push_ack, 5, 1, 65535, 3, f | s | e | a | l}));
static_assert(says("IP a.1 > b.2: Flags [S], seq, 768512:768512, win 4096, opts [mss 1024]",
                   {flag::syn, 768512, 0, 4096, 0, f | s | e | w | o | l}),
              "as tcpdump's manual writes it");
static_assert(says("IP a.1 > b.2: Flags [none], win 0, length 0", {{}, 0, 0, 0, 0, f | w | l}));
static_assert(says("IP a.1 > b.2: Flags [FSRP.UEWe], seq 1, ack 2, win 3, urg 4, length 0",
                   {flag_set::from_bits(0x1ff), 1, 2, 3, 0, f | s | a | w | l | 0x10}));
static_assert(says("IP a.1 > b.2: Flags [S], seq 1, [ack 9 != 0 while ACK flag not set], win 3, [urg 4 != 0 while URG "
                   "flag not set], length 0",
                   {flag::syn, 1, 0, 3, 0, f | s | w | l}));
static_assert(says("IP a.1 > b.2: Flags [.] [bad hdr length 24 - too long, > 20]", {flag::ack, 0, 0, 65535, 0, f}));
static_assert(says("IP a.1 > b.2: Flags [P.], seq 4294967290:4, ack 1, win 3, length 10: HTTP: GET / > HTTP/1.1",
                   {push_ack, 4294967290, 1, 3, 10, f | s | e | a | w | l}));
static_assert(says("IP  a.1  >  b.2:  Flags  [S],  seq  1,  win  2,  length  0",
                   {flag::syn, 1, 0, 2, 0, f | s | w | l}) &&
                  says("IP\ta.1\t>\tb.2:\tFlags\t[S],\tseq\t1,\twin\t2,\tlength\t0",
                       {flag::syn, 1, 0, 2, 0, f | s | w | l}) &&
                  says("IP\xc2\xa0"
                       "a.1\xc2\xa0>\xc2\xa0"
                       "b.2:\xc2\xa0"
                       "Flags\xc2\xa0[S],\xe3\x80\x80seq\xc2\xa0"
                       "1",
                       {flag::syn, 1, 0, 65535, 0, f | s | l}) &&
                  says("IP&nbsp;a.1&nbsp;&gt;&nbsp;b.2:&nbsp;Flags&nbsp;[S],&#160;seq&nbsp;1",
                       {flag::syn, 1, 0, 65535, 0, f | s | l}),
              "blanks of every kind");
static_assert(says("IP a.1>b.2:Flags[S],seq 1,win 2,length 0", {flag::syn, 1, 0, 2, 0, f | s | w | l}),
              "no blank anywhere");

// What stands in front, and around
static_assert(is_record("[root@ ~]$>22:13:20.1 IP a.1 > b.2: Flags [S], seq 1, length 0"));
static_assert(is_record("> > 22:13:20.1 IP a.1 > b.2: Flags [S], seq 1, length 0") &&
              is_record("&gt; 22:13:20.1 IP a.1 &gt; b.2: Flags [S], seq 1, length 0"));
static_assert(is_record("  12  * `22:13:20.1 IP a.1 > b.2: Flags [S], seq 1, length 0`") &&
              is_record("| 22:13:20.1 IP a.1 > b.2: Flags [S], seq 1, length 0 |"));
static_assert(is_record("22:13:20.1 02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 59: "
                        "a.1 > b.2: Flags [S], seq 1, length 0"),
              "-e");
static_assert(is_record("22:13:20.1 lo    Out IP a.1 > b.2: Flags [S], seq 1, length 0") &&
              is_record("22:13:20.1 ethertype IPv4, IP a.1 > b.2: Flags [S], seq 1, length 0") &&
              is_record("22:13:20.1 pid curl.123 svc BE IP a.1 > b.2: Flags [S], seq 1, length 0"));
static_assert(is_record(
    "IP6 truncated-ip6 - 10 bytes missing!2001:db8::1.40000 > 2001:db8::2.80: Flags [.], ack 1, win 2, length 5"));
constexpr bool timed(std::string_view words, std::int64_t seconds, time_form form) {
    const listing_time time = parse_line(words).record().time();
    return time.when.seconds == seconds && time.form == form;
}
static_assert(timed("22:13:20.1 IP a.1 > b.2: Flags [S]", 80000, time_form::clock));
static_assert(timed("  3  2023-11-14 22:13:20.1 IP a.1 > b.2: Flags [S]", 1'700'000'000, time_form::date));
static_assert(timed(">22:13:20.1 IP a.1 > b.2: Flags [S]", 80000, time_form::clock) &&
              timed("1700000000.000001 a.1 > b.2: Flags [S]", 1'700'000'000, time_form::epoch));
static_assert(timed("12:22:13:20.1 IP a.1 > b.2: Flags [S]", 80000, time_form::clock) &&
              timed("log.txt-22:13:20.1 IP a.1 > b.2: Flags [S]", 0, time_form::none) &&
              timed("log.txt:22:13:20.1 02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 54: "
                    "a.1 > b.2: Flags [S]",
                    80000, time_form::clock) &&
              timed("02:00:00:00:00:01 > 02:00:00:00:00:02, length 54: a.1 > b.2: Flags [S]", 0, time_form::none) &&
              timed("+22:13:20.1 IP a.1 > b.2: Flags [S]", 80000, time_form::clock));
static_assert(timed("x:\xc2\xa0"
                    "22:13:20.1\xc2\xa0IP a.1 > b.2: Flags [S]",
                    80000, time_form::clock) &&
              timed("\xe3\x80\x80"
                    "22:13:20\xe3\x80\x80IP a.1 > b.2: Flags [S]",
                    80000, time_form::clock) &&
              timed("1&nbsp;22:13:20&nbsp;IP a.1 > b.2: Flags [S]", 80000, time_form::clock));
static_assert(timed("IP a.1 > b.2: Flags [S]", 0, time_form::none) &&
              timed("5 IP a.1 > b.2: Flags [S]", 0, time_form::none));

constexpr bool between(std::string_view words, const endpoint& source, const endpoint& destination) {
    const listing_record record = parse_line(words).record();
    return record.source().key == source && record.destination().key == destination &&
           record.source_port() == source.port && record.destination_port() == destination.port;
}
constexpr endpoint v4_1{address::v4(0x0a000001), 40000};
constexpr endpoint v4_2{address::v4(0x0a000002), 80};
constexpr endpoint v6_1{address::v6(0x20010db8'00000000, 1), 40000};
constexpr endpoint v6_2{address::v6(0x20010db8'00000000, 2), 80};
static_assert(between("IP 10.0.0.1.40000 > 10.0.0.2.http: Flags [S]", v4_1, v4_2));
static_assert(between("IP6 2001:db8::1.40000 > 2001:db8::2.80: Flags [S]", v6_1, v6_2));
static_assert(between("IP 10.0.0.1.40000 -> 10.0.0.2.80: Flags [S]", v4_1, v4_2), "an arrow as people type it");
constexpr endpoint named(std::string_view host, std::uint16_t port) { return {address_of_name(host), port}; }
static_assert(between("IP <client>.40000 > <server_ip>.80: Flags [S]", named("<client>", 40000),
                      named("<server_ip>", 80)) &&
                  between("IP <server_ip>.80 > <client>.40000: Flags [S.]", named("<server_ip>", 80),
                          named("<client>", 40000)) &&
                  between("> 1:00:00 IP 10.<x>.0.<y>.1>10.0.0.2.http: Flags [S]", named("10.<x>.0.<y>", 1), v4_2),
              "masks in angle brackets");
static_assert(between("IP (client).40000 > 10.(x).0.2.http: Flags [S]", named("(client)", 40000),
                      named("10.(x).0.2", 80)) &&
                  between("IP 10.0.0.1.40000 > (server).80: Flags [S]", v4_1, named("(server)", 80)) &&
                  between("(10.0.0.1.40000 > 10.0.0.2.http: Flags [S])", v4_1, v4_2),
              "and in parentheses");
static_assert(between("IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 80: Flags [S]", v6_1, v6_2));
static_assert(between("IP6 2001:db8::1 > 2001:db8::2: frag (0x1:0|25) 40000 > 80: Flags [S]", v6_1, v6_2));
static_assert(between("IP6 2001:db8::1 > 2001:db8::2: RT6 (len=2, type=0 [Deprecated], segleft=0, [0]2001:db8::99) "
                      "40000 > 80: Flags [S]",
                      v6_1, v6_2));
static_assert(between("IP 10.0.0.1 > 10.0.0.2: AH(spi=0x00000001,seq=0x1,icv=0xab): 40000 > 80: Flags [S]", v4_1,
                      v4_2));
static_assert(between("IP 1.1.1.1 > 2.2.2.2: GREv0, length 44: IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S.]", v4_1,
                      v4_2));
static_assert(between("IP 1.1.1.1 > 2.2.2.2: IP6 2001:db8::1.40000 > 2001:db8::2.80: Flags [P.]", v6_1, v6_2));
static_assert(between("1 > 2: Flags [S]", {address_of_name("1"), 0}, {address_of_name("2"), 0}), "the hosts are lost");
static_assert(parse_line("x 10.0.0.1.40000 > h-1.my.net.http-alt: Flags [S]").record().destination().host ==
              "h-1.my.net");

// -v: in two lines, joined, and the header of IPv6
constexpr std::string_view ip_header = "(tos 0x0,ECT(0), ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 64)";
constexpr bool has_header(std::string_view words, std::string_view header) {
    const listing_line line = parse_line(words);
    return line.is() == line_kind::record && line.record().ip_header() == header &&
           line.record().time().form == time_form::clock;
}
static_assert(
    has_header("22:24:49.613343 IP (tos 0x0,ECT(0), ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 64)\n"
               "    10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 2, length 0",
               ip_header));
static_assert(
    has_header("22:24:49.613343 IP (tos 0x0,ECT(0), ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 64) "
               "10.0.0.1.40000 > 10.0.0.2.80: S 1:1(0) win 2",
               ip_header));
static_assert(
    has_header("22:24:49.6 IP6 (hlim 64, next-header TCP (6) payload length: 25) 2001:db8::1.1 > 2001:db8::2.2: "
               "Flags [.], ack 1, win 2, length 0",
               "(hlim 64, next-header TCP (6) payload length: 25)"));
static_assert(parse_line("IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 45)").is_ip_header());
static_assert(breaks("IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 45) ", 75,
                     "the TCP header in the next line"));
static_assert(breaks("IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), len", 68,
                     "the IP header's closing parenthesis"));
static_assert(is_other("IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 45)"));
static_assert(is_other("IP (tos 0x0, ttl 64, id 1, offset 185, flags [none], proto TCP (6), length 45)\n"
                       "    10.0.0.1 > 10.0.0.2: ip-proto-6"));

// Checksums
constexpr bool sums(std::string_view words, std::uint16_t found, std::uint16_t expected) {
    const listing_record record = parse_line(words).record();
    return record.has(listing_field::checksum) && record.checksum() == found &&
           record.checksum_expected() == expected && record.has(listing_field::checksum_expected) == (expected != 0) &&
           record.has(listing_field::window);
}
static_assert(sums("IP a.1 > b.2: Flags [.], cksum 0x4d64 (correct), ack 1, win 2, length 0", 0x4d64, 0));
static_assert(sums("IP a.1 > b.2: Flags [.], cksum 0x4d64 (incorrect -> 0x8f99), ack 1, win 2, length 0", 0x4d64,
                   0x8f99));
static_assert(sums("IP a.1 > b.2: Flags [.], cksum 0x4d64 (incorrect -&gt; 0x8f99), ack 1, win 2, length 0", 0x4d64,
                   0x8f99));
static_assert(sums("IP a.1 > b.2: ., cksum 0x4d64 (incorrect (-> 0x8f99), ack 1 win 2", 0x4d64, 0x8f99));
static_assert(sums("a.1 > b.2: S [bad tcp cksum 4d64 (->8f99)!] 1:1(0) win 2", 0x4d64, 0x8f99));
static_assert(is_record("a.1 > b.2: S [tcp sum ok] 1:1(0) win 2 (DF) (ttl 64, id 42376, len 60)"));

// Options, with what that says of the window scale
constexpr listing_record read(std::string_view words) { return parse_line(words).record(); }
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [mss 1460,nop,wscale 6], length 0").window_scale() ==
              6);
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [mss 1460], length 0").window_scale() == -1);
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, win 2, length 0").window_scale() == -1, "it has no options");
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, length 0").window_scale() == 14, "its options may be deleted");
static_assert(read("IP a.1 > b.2: S 1:1(0) win 2 ").window_scale() == 14, "or eaten by HTML");
static_assert(read("IP a.1 > b.2: S 1:1(0) win 2 <mss 1460>").window_scale() == -1);
static_assert(read("IP a.1 > b.2: S 1:1(0) win 2 &lt;mss 1460,nop,wscale 3&gt;").window_scale() == 3);
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [nop,[bad opt]]").options_cut() &&
              read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [nop,[bad opt]]").options_text() ==
                  "nop,[bad opt]]");
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [exp-e2d4,nop], length 4").payload_size() == 4 &&
              !read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [exp-e2d4,nop], length 4").options_known());
static_assert(!read("IP a.1 > b.2: Flags [S], seq 1, win 2, options [nop], length 0").options_known(),
              "one octet doesn't fill a header");
static_assert(read("IP a.1 > b.2: Flags [.], win 2, options [sack 1 {21:31},nop,nop], length 0")
                  .options()
                  .find<sack>()
                  .value_or({})
                  .size() == 1);

// Notation 3.x: ACK and URG are no letters.
static_assert(says("16:17:58.813323 IP 166.111.X.X.57245 > 192.30.252.153.80: S 1337949936:1337949936(0) win 65535 ",
                   {flag::syn, 1337949936, 0, 65535, 0, f | s | e | w | l}));
static_assert(says("IP a.1 > b.2: S 1:1(0) ack 2 win 3 <mss 1460>", {syn_ack, 1, 2, 3, 0, f | s | e | a | w | o | l}));
static_assert(says("IP a.1 > b.2: . ack 2 win 3", {flag::ack, 0, 2, 3, 0, f | a | w | l}));
static_assert(says("a.1 > b.2: . win 3", {{}, 0, 0, 3, 0, f | w | l}), "nothing set");
static_assert(says("a.1 > b.2: P 1:362(361) ack 2 win 3", {push_ack, 1, 2, 3, 361, f | s | e | a | w | l}));
static_assert(says("a.1 > b.2: SWE 1:1(0) win 3", {{flag::syn, flag::cwr, flag::ece}, 1, 0, 3, 0, f | s | e | w | l}));
static_assert(says("a.1 > b.2: FP 1:1(0) ack 2 win 3 urg 4",
                   {{flag::fin, flag::psh, flag::ack, flag::urg}, 1, 2, 3, 0, f | s | e | a | w | l | 0x10}));
static_assert(says("a.1 > b.2: R 1:1(0) win 0", {flag::rst, 1, 0, 0, 0, f | s | e | w | l}));
static_assert(says("a.1 > b.2: S, cksum 0x1234 (correct), 1:1(0) win 2",
                   {flag::syn, 1, 0, 2, 0, f | s | e | w | l | c}));
static_assert(read("a.1 > b.2: . ack 1 win 2").notation() == listing_notation::tcpdump_3 &&
              read("a.1 > b.2: Flags [.]").notation() == listing_notation::tcpdump_4);

// -q, and headers that were cut
static_assert(says("IP a.1 > b.2: tcp 5", {{}, 0, 0, 65535, 5, l}) &&
              says("IP 1.2.3.4.1 > 1.2.3.5.2:  [|tcp]", {{}, 0, 0, 65535, 0, 0}));
static_assert(says("IP 1.2.3.4.1 > 1.2.3.5.2:  tcp 4 [bad hdr length 16 - too short, < 20]", {{}, 0, 0, 65535, 4, l}));

// Two fields for one thing
static_assert(!read("IP a.1 > b.2: Flags [P.], seq 1:11, ack 1, win 2, length 11").consistent() &&
              !read("a.1 > b.2: P 1:11(9) ack 1 win 2").consistent());
static_assert(read("IP a.1 > b.2: Flags [P.], seq 4294967290:4, ack 1, win 2, length 10").consistent());

// No record, and no complaint
static_assert(is_other("") && is_other(">") && is_other("a > b") && is_other("a > b:") && is_other(" > : Flags [S]"));
static_assert(is_other("192.168.1.3.61716 > 104.193.88.77 sent a SYN, seq 2412988450") && is_other("A > B: hello"));
static_assert(is_other("IP 10.0.0.1.53 > 10.0.0.2.40000: 17177* 1/0/0 A 192.0.2.1 (45)") &&
              is_other("IP 10.0.0.1.40000 > 10.0.0.2.53: UDP, length 5") &&
              is_other("ARP, Request who-has 10.0.0.1 tell 10.0.0.2"));
static_assert(is_other("IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64") &&
              is_other("IP 10.0.0.1 > 10.0.0.2: tcp") && is_other("IP 10.0.0.1 > 10.0.0.2: [|tcp]"));
static_assert(is_other("IP 1.1.1.1 > 2.2.2.2: GREv0, Flags [none], length 44") &&
              is_other("STP 802.1d, Config, Flags [none], bridge-id 1 > 2"));
static_assert(is_other("tcpdump: listening on eth0, link-type EN10MB (Ethernet), capture size 262144 bytes") &&
              is_other("30 packets captured") && is_other("^C") && is_other("| `[S]` | SYN | > b.2: |"));
static_assert(is_other("a.xid > b.nfs: 104 getattr fh 1") && is_other("a.1 > b.2: S") &&
              is_other("a.1 > b.2: RIPv2-resp [items 2]") && is_other("a.1 > b.2: P 12") &&
              is_other("a.1 > b.2: Pack 1"));

// Broken off
static_assert(breaks("IP a.1 > b.2: Flags [S", 23, "the flags' closing bracket") &&
              parse_line("IP a.1 > b.2: Flags [S").wants_more());
static_assert(breaks("IP a.1 > b.2: Flags [A], ack 1", 22, "a flag: F, S, R, P, ., U, E, W or e"));
static_assert(breaks("IP a.1 > b.2: Flags [S], seq", 29, "a number below 2^32") &&
              breaks("IP a.1 > b.2: Flags [S], seq x", 30, "a number below 2^32"));
static_assert(breaks("IP a.1 > b.2: Flags [P.], seq 4294967296", 31, "a number below 2^32") &&
              breaks("IP a.1 > b.2: Flags [P.], seq 1:", 33, "a number below 2^32"));
static_assert(breaks("IP a.1 > b.2: Flags [.], ack ", 30, "a number below 2^32") &&
              breaks("IP a.1 > b.2: Flags [.], ack 1, win 65536", 37, "a number below 65536"));
static_assert(breaks("IP a.1 > b.2: Flags [S], win 1, options mss", 41, "a list of options in brackets") &&
              breaks("IP a.1 > b.2: Flags [S], win 1, options [mss 14", 48, "the options' closing bracket"));
static_assert(breaks("IP a.1 > b.2: Flags [S], cksum x", 32, "a checksum"));
static_assert(breaks("IP a.1 > b.2: Flags [S], cksum 0x12 (incorrect", 47, "the right checksum"));
static_assert(breaks("IP a.1 > b.2: Flags [.], ack 1, wi", 35, "the rest of a field's name") &&
              breaks("IP a.1 > b.2: Flags [.], ack 1, leng", 37, "the rest of a field's name"));
static_assert(breaks("a.1 > b.2: S 1:", 16, "a number below 2^32") &&
              breaks("a.1 > b.2: S 1:1", 17, "the payload's size in parentheses") &&
              breaks("a.1 > b.2: S 1:1(", 18, "a number below 2^32") &&
              breaks("a.1 > b.2: S 1:1(0", 19, "a closing parenthesis"));
static_assert(breaks("a.1 > b.2: S 1:1(0) win 2 <mss 14", 34, "the options' closing bracket") &&
              breaks("a.1 > b.2: S 4294967296:1(0)", 14, "a number below 2^32"));
static_assert(breaks("IP a.1 > b.2: tcp 4294967296", 19, "a number below 2^32"));

static_assert([] {
    const listing_line line = parse_line("22:13:20.000001 IP 192.0.2.1.50001 > web.example.http: Flags [S.], seq 7, "
                                         "ack 8, win 9, options [mss 1460,nop,wscale 7], length 0");
    const listing_record& record = line.record();
    return line.is() == line_kind::record && record.seq() == seq32{7} && record.destination_port() == 80 &&
           record.flags() == (flag::syn | flag::ack) && record.options().find<window_scale>()->shift == 7;
}());
