// SPDX-License-Identifier: BSL-1.0
// The short way through a usual line: what takes it, what leaves it, and that it leaves nothing unread.
#include <tcplens/text/listing_usual.hpp>

using namespace tcplens;

constexpr listing_line read(std::string_view words) {
    listing_line line;
    return detail::usual_line{words, line}.run() ? line : listing_line{};
}
constexpr bool is_usual(std::string_view words) { return read(words).is() == line_kind::record; }

static_assert([] {
    const listing_line line =
        read("22:13:20.000001 IP6 2001:db8::1.40000 > ::ffff:192.0.2.1.80: Flags [P.], cksum 0x4d64 (correct), "
             "seq 1:11, ack 4294967295, win 502, options [nop,nop,TS val 7 ecr 4294967295], length 10: HTTP");
    const listing_record& record = line.record();
    return line.is() == line_kind::record && !line.wants_more() &&
           record.time() == listing_time{{80000, 1000}, time_form::clock} &&
           record.source().key == endpoint{address::v6(0x20010db8'00000000, 1), 40000} &&
           record.destination().key == endpoint{address::v6(0, 0xffff'c000'0201), 80} &&
           record.flags() == (flag::psh | flag::ack) && record.checksum() == 0x4d64 && record.seq() == seq32{1} &&
           record.seq_end() == seq32{11} && record.ack() == seq32{0xffff'ffff} && record.window() == 502 &&
           record.options().find<timestamps>()->echo_reply == 0xffff'ffff && record.options_exact() &&
           record.options_text() == "nop,nop,TS val 7 ecr 4294967295" && record.payload_size() == 10 &&
           record.consistent() && record.prefix() == "22:13:20.000001 IP6 " && record.tail() == ": HTTP";
}());

// What is odd behind the flags is read from there on.
static_assert(is_usual("IP a.1 > b.2: Flags [S], win  5,length 0"));
static_assert(read("IP a.1 > b.2: Flags [S], seq 1, options [mss 1,wscale 256], length 7").record().payload_size() ==
              7);
static_assert(read("IP a.1 > b.2: Flags [S], seq 1:x").fault().column == 32);
// What is odd before belongs to the search for arrows.
static_assert(!is_usual("$ IP a.1 > b.2: Flags [S], win 5, length 0"));
static_assert(!is_usual("IP a.1 &gt; b.2: Flags [S], win 5, length 0"));
static_assert(!is_usual("IP a.1 > b.2: S 1:1(0) win 5") && !is_usual("IP a.1 > b.2:") && !is_usual(""));
