// SPDX-License-Identifier: BSL-1.0
// Records printed again: clean, with the fields that they have, with other numbers.
#include <tcplens/text/listing.hpp>
#include <tcplens/text/render_listing.hpp>

using namespace tcplens;

constexpr bool becomes(std::string_view line, std::string_view words) {
    text<400> t;
    render_record(t.sink(), parse_line(line).record());
    return t.view() == words;
}
static_assert(becomes("    13:51:40.9  IP  1.2.3.4.41033   >  5.6.7.8.443:      Flags [S],    seq 13,  length 0  ",
                      "1.2.3.4.41033 > 5.6.7.8.443: Flags [S], seq 13, length 0"));
static_assert(becomes(
    "IP h.net.1 > 2001:db8::1.http: Flags [P.], cksum 0x0012 (incorrect -> 0x8f99), seq 1:3, ack 4, win 5, urg 6, "
    "options [nop,nop,TS val 1 ecr 2], length 2: HTTP",
    "h.net.1 > 2001:db8::1.http: Flags [P.], cksum 0x0012 (incorrect -> 0x8f99), seq 1:3, ack 4, win 5, "
    "urg 6, options [nop,nop,TS val 1 ecr 2], length 2: HTTP"));
static_assert(becomes("a.1 > b.2: Flags [.], ack 4", "a.1 > b.2: Flags [.], ack 4"));
static_assert(becomes("a.1 > b.2: S 1:1(0) ack 2 win 3 <mss 1460>",
                      "a.1 > b.2: Flags [S.], seq 1, ack 2, win 3, options [mss 1460], length 0"));
static_assert(becomes("a.1 > b.2: Flags [S], seq 1, win 2, options [exp-e2d4,nop], length 0",
                      "a.1 > b.2: Flags [S], seq 1, win 2, options [exp-e2d4,nop], length 0"),
              "quoted");
static_assert(becomes("a.1 > b.2: Flags [S], seq 1, win 2, options [nop,[bad opt]]",
                      "a.1 > b.2: Flags [S], seq 1, win 2, options [nop,[bad opt]]"));
static_assert(becomes("a.1 > b.2: tcp 5", "a.1 > b.2: tcp 5"));
static_assert([] {
    text<200> t;
    const listing_line line =
        parse_line("a.1 > b.2: Flags [P.], seq 11:13, ack 4, win 5, options [nop,nop,sack 1 {21:31}], length 2");
    render_record<wireshark_names>(t.sink(), line.record(), {4294967295, 7, 20});
    return t.view() ==
           "a.1 > b.2: Flags [PSH, ACK], seq 4294967295:1, ack 7, win 5, options [nop,nop,sack 1 {1:11}], length 2";
}());

// Parts, and stream offsets.
constexpr listing_line whole_line =
    parse_line("a.1 > b.2: Flags [P.], cksum 0x0012 (correct), seq 11:13, ack 4, win 5, options [nop], length 2");
static_assert([] {
    text<200> t;
    render_record(t.sink(), whole_line.record(), shown_numbers{1, 2, 0},
                  {.checksum = false, .window = false, .options = false});
    return t.view() == "a.1 > b.2: Flags [P.], seq 1:3, ack 2, length 2";
}());
static_assert([] {
    text<200> t;
    render_record(t.sink(), whole_line.record(), shown_numbers{1, 2, 0}, {.all = false});
    return t.view() == "a.1 > b.2: tcp 2";
}());
static_assert([] {
    text<200> t;
    render_record(t.sink(), whole_line.record(), stream_offsets{4294967295, -1}, 0, {.checksum = false});
    return t.view() == "a.1 > b.2: Flags [P.], seq 4294967295:4294967297, ack -1, win 5, options [nop], length 2";
}());
