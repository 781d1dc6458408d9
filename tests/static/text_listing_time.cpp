// SPDX-License-Identifier: BSL-1.0
// Time stamps, and what looks like one.
#include <tcplens/text/listing_time.hpp>
#include <tcplens/text/time.hpp>

using namespace tcplens;

constexpr bool reads(std::string_view words, time_form form, std::int64_t seconds, std::uint64_t nanoseconds = 0) {
    return parse_time(words) == listing_time{{seconds, nanoseconds}, form};
}
constexpr bool is_none(std::string_view words) { return parse_time(words) == listing_time{}; }

static_assert(reads("22:24:49.613343", time_form::clock, 80689, 613'343'000));
static_assert(reads("00:00:00.000000", time_form::clock, 0) && reads("23:59:59", time_form::clock, 86399));
static_assert(reads("22:24:49.123456789", time_form::clock, 80689, 123'456'789), "--nano");
static_assert(reads("9:05:07.5", time_form::clock, 32707, 500'000'000));
static_assert(reads(" 00:00:01.500000 ", time_form::clock, 1, 500'000'000), "-ttt can't be told from a clock");
static_assert(reads("-00:00:00.250000", time_form::elapsed, -1, 750'000'000) &&
              reads("-00:00:02.000000", time_form::elapsed, -2));
static_assert(elapsed(parse_time("-00:00:00.250000").when, timestamp{}) == 250'000'000);
static_assert(reads("1700000000.000001", time_form::epoch, 1'700'000'000, 1000) &&
              reads("0.000000", time_form::epoch, 0));
static_assert(reads("1700000000.1000000", time_form::epoch, 1'700'000'000, 1'000'000'000), "a damaged capture");
static_assert(reads("2023-11-14 22:13:20.000001", time_form::date, 1'700'000'000, 1000));
static_assert(reads("2023-11-14T22:13:20Z", time_form::date, 1'700'000'000) &&
              reads("2023/11/14 22:13:20", time_form::date, 1'700'000'000));
static_assert(reads("1970-01-01 00:00:00.000000", time_form::date, 0) &&
              reads("2000-02-29 00:00:00", time_form::date, 951'782'400));
static_assert(reads("2038-01-19 03:14:07.999999", time_form::date, 0x7fffffff, 999'999'000));

static_assert(is_none("") && is_none("IP") && is_none("10.0.0.1") && is_none("1.5") && is_none("42"));
static_assert(is_none("22:13") && is_none("24:00:00") && is_none("22:60:00") && is_none("22:13:61") &&
              is_none("22:1:00"));
static_assert(is_none("02:00:00:00:00:01") && is_none("22:13:20,000001") && is_none("22:13:20.000001x"));
static_assert(is_none("2023-13-01 00:00:00") && is_none("2023-00-01 00:00:00") && is_none("2023-11-14") &&
              is_none("2023-11-32 00:00:00") && is_none("2023-11/14 00:00:00"));
static_assert(is_none("-") && is_none("--") && is_none("1700000000.") && is_none("99999999999999999999.000001"));

// What is printed is read.
template <class F>
constexpr bool comes_back(timestamp when, time_form form, F render) {
    text<40> t;
    render(t.sink(), when);
    return parse_time(t.view()) == listing_time{when, form};
}
static_assert(comes_back({1'709'251'199, 999'999'000}, time_form::date,
                         [](auto out, timestamp when) { render_date_and_clock(out, when); }));
static_assert(comes_back({1'709'251'200, 1000}, time_form::epoch,
                         [](auto out, timestamp when) { render_epoch(out, when); }));
static_assert(comes_back({86'399, 0}, time_form::clock, [](auto out, timestamp when) { render_clock(out, when); }));

static_assert(parse_time("22:13:20.000001") == listing_time{{80000, 1000}, time_form::clock});
static_assert(parse_time("2023-11-14 22:13:20.5") == listing_time{{1'700'000'000, 500'000'000}, time_form::date});
