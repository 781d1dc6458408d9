// SPDX-License-Identifier: BSL-1.0
// Which record quotes another.
#include <tcplens/text/listing.hpp>
#include <tcplens/text/listing_quotes.hpp>

using namespace tcplens;
using enum record_relation;

constexpr record_relation of(std::string_view a, std::string_view b) {
    const listing_record first = parse_line(a).record();
    const listing_record second = parse_line(b).record();
    return relate(first, second) == relate(second, first) ? relate(first, second) : record_relation{};
}
constexpr std::string_view line =
    "20:18:58.520988 IP 1.2.3.4.443 > 5.6.7.8.547: Flags [F.], seq 23, ack 10, win 5, length 0";
static_assert(of(line, line) == quote);
static_assert(of(line, "20:18:58.520988 IP 1.2.3.4.https > 5.6.7.8.547: Flags [F.]") == quote,
              "what is deleted contradicts nothing");
static_assert(of(line, "20:18:58.520988 IP 1.2.3.4.443 > 5.6.7.8.547: Flags [.],  seq 23, ack 10,  length 0") ==
              contradicts);
static_assert(of(line, "20:18:58.520988 IP 1.2.3.4.443 > 5.6.7.8.547: Flags [F.], seq 24") == contradicts);
static_assert(of(line, "20:18:58.520988 IP 1.2.3.4.443 > 5.6.7.8.547: Flags [F.], win 6") == contradicts);
static_assert(of(line, "20:18:58.520989 IP 1.2.3.4.443 > 5.6.7.8.547: Flags [F.], seq 23, ack 10, win 5, length 0") ==
              different);
static_assert(of(line, "20:18:58.520988 IP 5.6.7.8.547 > 1.2.3.4.443: Flags [F.], seq 23, ack 10, win 5, length 0") ==
              different);
static_assert(of("IP a.1 > b.2: Flags [S]", "IP a.1 > b.2: Flags [S]") == different, "without a time nothing tells");
