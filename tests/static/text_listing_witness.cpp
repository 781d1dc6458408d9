// SPDX-License-Identifier: BSL-1.0
// Checksums that bear witness: the right fields agree, and no other.
#include <tcplens/text/listing.hpp>
#include <tcplens/text/listing_witness.hpp>

using namespace tcplens;

constexpr checksum_witness of(std::string_view words, number_form form = number_form::absolute) {
    const listing_record record = parse_line(words).record();
    number_restorer restore{form};
    return testify(record, restore(direction::from_first, record, record.has(listing_field::seq)));
}
constexpr testimony says(std::string_view words) { return of(words).says; }

// A SYN that Linux sent (tests/packets.hpp), over both versions of IP.
static_assert(says("IP 192.0.2.1.50001 > 192.0.2.2.80: Flags [S], cksum 0x29cf (correct), seq 1534442682, win 64240, "
                   "options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10], length 0") == testimony::agrees);
static_assert(
    says("IP6 2001:db8::1.50001 > 2001:db8::2.http: Flags [S], cksum 0x75ea (correct), seq 71554468, win 64800, "
         "options [mss 1440,sackOK,TS val 854436122 ecr 0,nop,wscale 10], length 0") == testimony::agrees);
static_assert(says("IP 192.0.2.1.50001 > 192.0.2.2.80: Flags [S], cksum 0x1234 (incorrect -> 0x29cf), seq 1534442682, "
                   "win 64240, options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10], length 0") ==
              testimony::agrees);
// One number changed
static_assert(says("IP 192.0.2.1.50001 > 192.0.2.2.80: Flags [S], cksum 0x29cf (correct), seq 1534442683, win 64240, "
                   "options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10], length 0") == testimony::disagrees);
static_assert(of("IP 192.0.2.1.50001 > 192.0.2.2.80: Flags [S], cksum 0x29ce (correct), seq 1534442682, win 64240, "
                 "options [mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10], length 0")
                  .computed == 0x29cf);
// What isn't shown can't be summed.
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [S], seq 1, win 2, length 0") == testimony::none);
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [S], cksum 0x1 (correct), seq 1, length 0") ==
              testimony::none);
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [.], cksum 0x1 (correct), ack 1, win 2, length 0") ==
              testimony::none);
static_assert(says("IP a.b.5 > 192.0.2.2.80: Flags [S], cksum 0x1 (correct), seq 1, win 2, length 0") ==
              testimony::none);
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.x: Flags [S], cksum 0x1 (correct), seq 1, win 2, length 0") ==
              testimony::none);
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [P], cksum 0x1 (correct), seq 1:3, win 2, length 2") ==
              testimony::none);
static_assert(says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [S], cksum 0x1 (correct), seq 1, win 2, options [exp-e2d4], "
                   "length 0") == testimony::none);
static_assert(
    says("IP 192.0.2.1.5 > 192.0.2.2.80: Flags [S], cksum 0x1 (correct), seq 1, win 2, options [mptcp 4 capable v1], "
         "length 0") == testimony::none,
    "some of its bits aren't shown");
