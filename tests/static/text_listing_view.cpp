// SPDX-License-Identifier: BSL-1.0
// Whole texts: what is put together, what is passed over, where reading goes on.
#include <tcplens/text/listing_view.hpp>

#include <initializer_list>

using namespace tcplens;

static_assert(std::ranges::input_range<listing_view> && std::ranges::view<listing_view>);

struct found {
    std::size_t number = 0;
    line_kind is = line_kind::record;
    std::uint32_t seq = 0;
};
constexpr bool holds(std::string_view text, std::initializer_list<found> expected) {
    const auto* next = expected.begin();
    for (const listing_item& item : listing_view{text}) {
        if (next == expected.end() || item.number != next->number || item.line.is() != next->is) { return false; }
        if (item.line.is() == line_kind::record && item.line.record().seq().value() != next->seq) { return false; }
        ++next;
    }
    return next == expected.end();
}
constexpr line_kind broken = line_kind::broken;
constexpr line_kind record = line_kind::record;

static_assert(holds("", {}) && holds("\n", {}) && holds("no record\nat all\n", {}));
static_assert(holds("a.1 > b.2: Flags [S], seq 1, length 0", {{1, record, 1}}), "without a line end");
static_assert(holds(
    "$ tcpdump\r\na.1 > b.2: Flags [S], seq 1, length 0\r\n\r\nb.2 > a.1: Flags [S.], seq 7, ack 2, length 0\r\n^C",
    {{2, record, 1}, {4, record, 7}}));

// Wrapped lines: behind a comma, before the flags, the arrow, in a quotation
static_assert(
    holds("a.1 > b.2: Flags [S], seq 1,\n  ack 5, win 3, options [mss 1460,sackOK,TS val 1 ecr\n  0], length 0\n"
          "a.1 > b.2: Flags\n[S], seq 3\na.1 >\nb.2: Flags [S],\nseq 5\n",
          {{1, record, 1}, {4, record, 3}, {6, record, 5}}));
static_assert(holds("> a.1 > b.2: Flags [S], seq\n> 1, ack 5, win 3, options [mss 1460,sackOK,TS\n> val 1 ecr 0],\n"
                    ">> a.1 > b.2: Flags [S],\n>> seq 3, length 0\n",
                    {{1, record, 1}, {4, record, 3}}));

static_assert(holds("a.1 > b.2: S, cksum 0x1234\n(correct), 1:1(0) win 3 <mss\n1460>\n"
                    "a.1 > b.2: S [tcp sum ok]\n3:3(0) win 3\na.1 > b.2: S\n5:5(0)\xc2\xa0win\xc2\xa0"
                    "3\n",
                    {{1, record, 1}, {4, record, 3}, {6, record, 5}}));
static_assert(holds("a.1 > b.2: Flags [S], cksum 0x1234\n(incorrect -> 0x1235), seq 1\n", {{1, record, 1}}));

// Two lines of -v
static_assert(holds("1:00:00 IP (tos 0x0, proto TCP (6), length 40)\n    a.1 > b.2: Flags [S], seq 1, win 2, length 0\n"
                    "1:00:01 IP (tos 0x0, proto TCP (6), length 40)\n a.1 > b.2: Flags [S], seq 3, win 2, length 0\n",
                    {{1, record, 1}, {3, record, 3}}));
static_assert(holds("1:00:00 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto\nTCP (6), length 40)\n"
                    "    a.1 > b.2: Flags [S], cksum 0x1234\n(correct), seq 1, win 2, length\n0\n"
                    "1:00:01 IP (tos 0x0, proto TCP (6),\n length 40)\n a.1 > b.2: Flags [S], seq 3, win 2, length 0\n"
                    "1:00:01 IP (tos 0x0, proto UDP\n(17), length 40)\n a.1 > b.2: UDP, length 12\n"
                    "1:00:01 IP (tos 0x0, proto TCP (6),\n1:00:02 IP a.1 > b.2: Flags [S], seq 5\n",
                    {{1, record, 1}, {6, record, 3}, {12, broken}, {13, record, 5}}),
              "wrapped");
static_assert((*listing_view{"1:00:00 IP6 (flowlabel 0x1, hlim 64, next-header TCP (6) payload\n"
                             "length: 40) ::1.1 > ::2.2: Flags [S], cksum 0x75ea\n(correct), seq 1\n"}
                    .begin())
                  .line.record()
                  .time()
                  .when.seconds == 3600);
// The first without the second, the second without the first
static_assert(holds("1:00:00 IP (tos 0x0, proto TCP (6), length 40)\n```\na.1 > b.2: Flags [S], seq 1, length 0\n",
                    {{1, broken}, {3, record, 1}}));
static_assert(
    holds("1:00:00 IP (tos 0x0, proto TCP (6), length 40)\n1:00:01 IP a.1 > b.2: Flags [S], seq 1, length 0\n",
          {{1, broken}, {2, record, 1}}));
static_assert(holds("1:00:00 IP (tos 0x0, proto TCP (6), length 40)\n1:00:01 IP (tos 0x0, proto TCP (6), length 40)\n"
                    "    a.1 > b.2: Flags [S], seq 1, length 0\n",
                    {{1, broken}, {2, record, 1}}));
static_assert(holds("1:00:00 IP (tos 0x0, proto TCP (6), length 40)", {{1, broken}}));
// A later fragment is no segment; neither is UDP.
static_assert(holds("1:00:00 IP (tos 0x0, offset 8, proto TCP (6), length 40)\n    10.0.0.1 > 10.0.0.2: ip-proto-6\n"
                    "1:00:00 IP (tos 0x0, proto UDP (17), length 40)\n    10.0.0.1.1 > 10.0.0.2.2: UDP, length 12\n",
                    {}));
// What ICMP quotes was captured before; what GRE carries was not.
static_assert(holds(
    "IP (tos 0x0, proto ICMP (1), length 68)\n    10.0.0.9 > 10.0.0.1: ICMP host 10.0.0.2 unreachable, length 48\n"
    "\tIP (tos 0x0, proto TCP (6), length 40)\n    10.0.0.1.4 > 10.0.0.2.7: Flags [S.], seq 1, ack 2, win 5, length 0\n"
    "IP 10.0.0.1.4 > 10.0.0.2.7: Flags [.], ack 1, win 5, length 0\n",
    {{5, record, 0}}));
static_assert(holds("IP (tos 0x0, proto GRE (47), length 64)\n    1.1.1.1 > 2.2.2.2: GREv0, Flags [none], length 44\n"
                    "\tIP (tos 0x0, proto TCP (6), length 40)\n    10.0.0.1.4 > 10.0.0.2.7: Flags [S.], seq 1, ack 2, "
                    "win 5, length 0\n",
                    {{3, record, 1}}));
static_assert(
    holds("IP (tos 0x0, proto IPIP (4), length 61)\n    1.1.1.1 > 2.2.2.2: IP (tos 0x0, proto TCP (6), length 41)\n"
          "    10.0.0.1.4 > 10.0.0.2.7: Flags [P.], seq 1:2, ack 1, win 5, length 1\n",
          {{2, record, 1}}));

// Wrapped: behind the colon, between fields, within the options
static_assert(holds("1:00:00 IP a.1 > b.2:\n  Flags [S], seq 1, win 2, length 0\nx\n", {{1, record, 1}}));
static_assert(holds("1:00:00 a.1 > b.2: \nS 1:1(0)\nwin 2 <mss 1460,\n nop,nop>\n1:00:01 a.1 > b.2: . ack 3 win 2\n",
                    {{1, record, 1}, {5, record, 0}}));
static_assert(holds("a.1 > b.2: S\n1:1(0) win 2\n", {{1, record, 1}}));
static_assert([] {
    const listing_view text{"a.1 > b.2: S 1:1(0)\n    win 2\n<mss 1460>\nwin 3\n"};
    const listing_item item = *text.begin();
    return item.line.record().window() == 2 &&
           item.line.record().options().find<maximum_segment_size>()->octets == 1460 &&
           item.text == "a.1 > b.2: S 1:1(0)\n    win 2\n<mss 1460>";
}());
static_assert(holds("IP a.1 > b.2: Flags [S], seq 1, win 2, options [mss 1460,\nnop,wscale 3], length 0\n",
                    {{1, record, 1}}));
// Not wrapped: what follows begins something of its own, or is none of it.
static_assert(holds("IP a.1 > b.2: Flags [S], seq 1, win 2, options [mss\nIP a.1 > b.2: Flags [S], seq 4, length 0\n",
                    {{1, broken}, {2, record, 4}}));
static_assert(holds("IP a.1 > b.2: Flags [S], seq 1, options [mss\n\n1460], length 0\n", {{1, broken}}));
static_assert(holds("IP a.1 > b.2: Flags [S], seq 1\nwinter is near\n", {{1, record, 1}}));
static_assert(holds("a.1 > b.2:\na.1 > b.2: Flags [S], seq 4, length 0\n", {{2, record, 4}}));

static_assert(
    [] {
        const listing_view text{
            "1:00:00 IP (tos 0x0, proto GRE (47), length 64)\n    1.1.1.1 > 2.2.2.2: GREv0, Flags [none], length 44\n"
            "\tIP (tos 0x0, proto TCP (6), length 40)\n    10.0.0.1.4 > 10.0.0.2.7: Flags [S.], seq 1, ack 2, win 5, "
            "length 0\n"};
        return (*text.begin()).line.record().time() == listing_time{{3600, 0}, time_form::clock};
    }(),
    "the time is the tunnel's");

static_assert([] {
    std::size_t records = 0;
    for (const listing_item& item :
         listing_view{"$ tcpdump -v\n"
                      "22:13:20.5 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP "
                      "(6), length 40)\n    10.0.0.1.40000 > 10.0.0.2.80: Flags [.], ack 1, "
                      "win 5, length 0\n1 packet captured\n"}) {
        if (item.line.is() == line_kind::record && item.number == 2) { ++records; }
    }
    return records == 1;
}());
