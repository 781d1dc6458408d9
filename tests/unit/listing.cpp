// SPDX-License-Identifier: BSL-1.0
// Listings of any size and of any octets: what they cost, and that nothing is too long.
#include <tcplens/tcplens.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace tcplens;

namespace {

struct counts {
    std::size_t records = 0;
    std::size_t broken = 0;
};
counts count(std::string_view text) {
    counts found;
    for (const listing_item& item : listing_view{text}) {
        ++(item.line.is() == line_kind::record ? found.records : found.broken);
    }
    return found;
}
std::string repeat(std::string_view words, std::size_t times) {
    std::string text;
    text.reserve(words.size() * times);
    for (std::size_t i = 0; i < times; ++i) { text += words; }
    return text;
}
double seconds_for(std::string_view text) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(count(text));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

constexpr std::string_view segment = "10:00:00.1 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 2, length 0";

} // namespace

TEST_CASE("a line of a megabyte has its record") {
    for (const std::string_view filler : {" ", "x", "> ", "(", "&gt;", "a > b: ", "\xff", "[", "1:1 ", "-", "'"}) {
        CAPTURE(filler);
        std::string text = repeat(filler, 1'000'000 / filler.size());
        text += ' ';
        text += segment;
        CHECK(count(text).records == 1);
    }
    std::string nul(1'000'000, '\0');
    CHECK(count(nul).records == 0);
    nul += '\n';
    nul += segment;
    CHECK(count(nul).records == 1);
}

TEST_CASE("time grows no faster than the text") {
    for (const std::string_view unit :
         {"> ", ">", "&gt;", "a > b: ", "a.1 > b.2: ", "a.1 > b.2: Flags [S], options [", "a.1 > b.2:\n", "((tos 0x",
          "(", "1 > 2: ", "IP (tos 0x0, proto TCP (6), length 40)\n", "a.1 > b.2: Flags [S], options [mss\n",
          "x.1 > y.2: S\n", "a.1 > b.2: Flags [S], options [md5 ", "a > b:: ", " :Flags", "\t", "[",
          "a.1 > b.2: S 1:1(0) win 1 <md5"}) {
        CAPTURE(unit);
        const std::string small = repeat(unit, 50'000 / unit.size());
        const std::string large = repeat(unit, 800'000 / unit.size());
        static_cast<void>(count(small));
        const double once = seconds_for(small) + 0.0005;
        // Sixteen times the text: quadratic would be 256 times the time.
        CHECK(seconds_for(large) < 80 * once);
    }
}

TEST_CASE("a half-broken listing is read as far as it goes") {
    std::string text{segment};
    text += "\n10:00:00.2 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S\n";
    text += segment;
    text += "\n10:00:00.2 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq x\n\n";
    text += segment;
    const counts found = count(text);
    CHECK(found.records == 3);
    CHECK(found.broken == 2);
}
