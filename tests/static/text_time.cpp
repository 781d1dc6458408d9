// SPDX-License-Identifier: BSL-1.0
// Time stamps as tcpdump 4.99.3 prints them, -tt and by default.
#include <tcplens/text/time.hpp>

#include <string_view>

using namespace tcplens;

constexpr bool epoch(timestamp when, std::string_view words) {
    text<64> t;
    render_epoch(t.sink(), when);
    return t.view() == words;
}
constexpr bool clock(timestamp when, std::string_view words, std::int64_t offset = 0) {
    text<64> t;
    render_clock(t.sink(), when, offset);
    return t.view() == words;
}

// Seconds as they are, six digits of the rest, cut and not rounded
static_assert(epoch({1'700'000'000, 1'000}, "1700000000.000001") && epoch({0, 0}, "0.000000"));
static_assert(epoch({5, 999'999'999}, "5.999999") && epoch({5, 999}, "5.000000"));
static_assert(clock({1'700'000'000, 1'000}, "22:13:20.000001") && clock({0, 0}, "00:00:00.000000"));
static_assert(clock({86'399, 999'999'000}, "23:59:59.999999") && clock({86'400, 0}, "00:00:00.000000"));

// Zones, and the day that they move it to
static_assert(clock({1'700'000'000, 0}, "23:13:20.000000", 3600) &&
              clock({1'700'000'000, 0}, "17:13:20.000000", -18000));
static_assert(clock({1'700'000'000, 0}, "00:13:20.000000", 7200) &&
              clock({1'700'000'000, 0}, "03:58:20.000000", 20700));
static_assert(clock({0, 0}, "23:00:00.000000", -3600) && clock({0, 0}, "14:00:00.000000", 50400));
static_assert(epoch({1'700'000'000, 0}, "1700000000.000000"), "which has no zone");

// More than a second of fraction is shown as what it is.
static_assert(epoch({5, 1'000'000'000}, "5.1000000") && clock({5, 1'000'000'000}, "00:00:05.1000000"));
static_assert(epoch({5, 4'294'967'295'000}, "5.4294967295"));

// tcpdump's calendar ends with 31 bits.
static_assert(epoch({0x7fff'ffff, 999'999'000}, "2147483647.999999") && clock({0x7fff'ffff, 0}, "03:14:07.000000"));
static_assert(epoch({0x8000'0000, 0}, "[Error converting time]") && clock({0xffff'ffff, 0}, "[Error converting time]"));
static_assert(epoch({-1, 0}, "[Error converting time]"));

// tcpdump 5.0, as it printed them
constexpr bool epoch_5_0(timestamp when, std::string_view words) {
    text<64> t;
    render_epoch<tcpdump_5_0>(t.sink(), when);
    return t.view() == words;
}
static_assert(epoch_5_0({1'700'000'000, 1'000'000'000}, "1700000000.1000000 (invalid us)"));
static_assert(epoch_5_0({0x8000'0000, 0}, "[timestamp overflow]") && epoch_5_0({5, 999}, "5.000000"));
template <flag_notation Notation>
constexpr bool elapsed(timestamp from, timestamp to, std::string_view words) {
    text<64> t;
    render_elapsed<Notation>(t.sink(), from, to);
    return t.view() == words;
}
static_assert(elapsed<tcpdump_4_99>({1'700'000'000, 1'000}, {0x8000'0000, 0}, "-[Error converting time]"));
static_assert(elapsed<tcpdump_5_0>({1'700'000'000, 1'000}, {0x8000'0000, 0}, "-01:27:28.000001"));

static_assert([] {
    text<64> t;
    render_date_and_clock(t.sink(), {1'709'251'199, 0});
    render_date_and_clock(put(t.sink(), ' '), {1'709'251'200, 0});
    return t.view() == "2024-02-29 23:59:59.000000 2024-03-01 00:00:00.000000";
}());
static_assert([] {
    text<16> t;
    render_clock(t.sink(), {1'700'000'000, 1'999});
    return t.view() == "22:13:20.000001";
}());
