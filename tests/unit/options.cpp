// SPDX-License-Identifier: BSL-1.0
// Lists of options, whole and broken: what a walk finds, what each reader reads, and what check() says.
#include <tcplens/text/explain.hpp>
#include <tcplens/wire/options.hpp>

#include "hex.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

struct list_case {
    std::string_view octets;
    std::uint32_t sent;      ///< octets of options that the header has
    std::vector<int> kinds;  ///< those that are found
    std::string_view checks; ///< how many octets they take, or the fault
};

// clang-format off
const std::vector<list_case> list_cases{
    {"",                          0, {},              "0"},
    {"00",                        1, {0},             "1"},
    {"01010101",                  4, {1, 1, 1, 1},    "4"},
    {"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a", 20, {2, 4, 8, 1, 3}, "20"},
    {"0101 080a 0000 0001 0000 0002", 12, {1, 1, 8},  "12"},
    {"0900",                      2, {},              "TCP option: bad option length: needed 2 at offset 0, found 0"},
    {"0902 c804 0a0b 00 ff",      8, {9, 200, 0},     "7"},
    {"0303 0700",                 4, {3, 0},          "4"},
    {"0000 0000",                 4, {0},             "1"},
    // Lengths that can't be
    {"0101 0800",                 4, {1, 1},          "TCP option: bad option length: needed 2 at offset 2, found 0"},
    {"0108 0101",                 4, {1},             "TCP option: bad option length: needed 2 at offset 1, found 1"},
    {"0101 080a",                 4, {1, 1},          "TCP option: bad option length: needed 10 at offset 2, found 2"},
    {"0204 05b4 05ff 0000",       8, {2},             "TCP option: bad option length: needed 255 at offset 4, found 4"},
    {"0101 0108",                 4, {1, 1, 1},       "TCP option: bad option length: needed 2 at offset 3, found 1"},
    // Cut by the snapshot length
    {"",                          4, {},
     "TCP option: cut short: needed 1 at offset 0, found 0"},
    {"0204 05",                   4, {},
     "TCP option: cut short: needed 4 at offset 0, found 3"},
    {"0204 05b4 08",             16, {2},
     "TCP option: cut short: needed 2 at offset 4, found 1"},
    {"0204 05b4",                16, {2},
     "TCP option: cut short: needed 1 at offset 4, found 0"},
    {"0204 05b4 080a 0000",      16, {2},
     "TCP option: cut short: needed 10 at offset 4, found 4"},
    {"0100",                     40, {1, 0},          "2"},
    // Cut where a length octet is refuted all the same
    {"0101 08",                   3, {1, 1},          "TCP option: bad option length: needed 2 at offset 2, found 1"},
    {"0900",                     40, {},              "TCP option: bad option length: needed 2 at offset 0, found 0"},
    {"09ff",                     40, {},
     "TCP option: bad option length: needed 255 at offset 0, found 40"},
};
// clang-format on

text<120> words_of(const result<std::uint32_t>& checked) {
    text<120> words;
    if (checked) {
        put_decimal(words.sink(), *checked);
    } else {
        render_error(words.sink(), checked.error());
    }
    return words;
}

} // namespace

TEST_CASE("a walk finds the options in front of a fault, and check() finds the fault") {
    for (const list_case& c : list_cases) {
        CAPTURE(c.octets);
        const unit::exact octets{c.octets};
        const options_view options{octets.all(), c.sent};
        std::vector<int> kinds;
        std::uint32_t next = 0;
        for (const option o : options) {
            CHECK(o.offset() == next);
            next += static_cast<std::uint32_t>(o.whole().size());
            kinds.push_back(static_cast<int>(o.kind()));
        }
        CHECK(kinds == c.kinds);
        CHECK(words_of(options.check()).view() == c.checks);
    }
}

TEST_CASE("options are a range for the algorithms of the standard library") {
    const unit::exact octets{"0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"};
    const options_view options{octets.all(), 20};
    const auto is_nop = [](const option& o) { return o.kind() == option_kind::nop; };
    CHECK(std::ranges::count_if(options, is_nop) == 1);
    CHECK(std::ranges::distance(options) == 5);
    // Borrowed: the iterator outlives the view that it came from.
    const auto found = std::ranges::find_if(options_view{octets.all(), 20}, is_nop);
    CHECK((*found).offset() == 16);
    std::size_t long_ones = 0;
    for (const option o : options | std::views::filter([](const option& each) { return each.data().size() > 1; })) {
        long_ones += o.whole().size();
    }
    CHECK(long_ones == 14);
}

TEST_CASE("values are read as they were sent") {
    for (unsigned value = 0; value <= 0xffff; value += 257) {
        unit::exact octets{"0204 0000"};
        std::vector<std::byte> changed(octets.all().begin(), octets.all().end());
        changed[2] = static_cast<std::byte>(value >> 8);
        changed[3] = static_cast<std::byte>(value);
        CHECK(options_view{bytes{changed}, 4}.find<maximum_segment_size>()->octets == value);
    }
    for (unsigned shift = 0; shift <= 255; ++shift) {
        std::vector<std::byte> octets{std::byte{3}, std::byte{3}, static_cast<std::byte>(shift)};
        const auto scale = options_view{bytes{octets}, 3}.find<window_scale>();
        CHECK(scale->shift == shift);
        CHECK(scale->effective_shift() == std::min(shift, 14U));
    }
}

TEST_CASE("SACK has as many blocks as fit between the other options") {
    for (std::uint32_t blocks = 1; blocks <= 4; ++blocks) {
        std::vector<std::byte> octets{std::byte{1}, std::byte{1}, std::byte{5}, static_cast<std::byte>(2 + 8 * blocks)};
        for (std::uint32_t i = 0; i < 2 * blocks; ++i) {
            octets.insert(octets.end(), {std::byte{0xff}, std::byte{0}, std::byte{0}, static_cast<std::byte>(i)});
        }
        const unit::exact exact{bytes{octets}};
        const auto found = options_view{exact.all(), static_cast<std::uint32_t>(octets.size())}.find<sack>();
        REQUIRE(found.has_value());
        CHECK(found->size() == blocks);
        for (std::uint32_t i = 0; i < blocks; ++i) {
            CHECK((*found)[i] == sack_block{seq32{0xff000000 + 2 * i}, seq32{0xff000000 + 2 * i + 1}});
        }
    }
}
