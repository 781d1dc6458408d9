// SPDX-License-Identifier: BSL-1.0
// Numbers and words into anything that takes characters.
#include <tcplens/text/sink.hpp>

#include <iterator>
#include <string>

using namespace tcplens;

// Buffers, strings, and whatever takes one character after the other
struct counter {
    std::size_t* seen;
    constexpr counter& operator*() { return *this; }
    constexpr counter& operator++() { return *this; }
    constexpr counter& operator=(char) {
        ++*seen;
        return *this;
    }
};
static_assert(char_sink<char*> && char_sink<std::back_insert_iterator<std::string>> && char_sink<counter>);
static_assert(char_sink<text<8>::appender>);
static_assert(!char_sink<const char*> && !char_sink<std::string> && !char_sink<int>);

/// What a function writes.
template <class F>
constexpr text<64> written(F write) {
    text<64> t;
    write(t.sink());
    return t;
}

static_assert(written([](auto o) { put(put(put(o, "ab"), 'c'), ""); }).view() == "abc");

// Decimal, from one digit to all of them, around each power of ten
template <class U>
constexpr bool decimal(U value, std::string_view words) {
    return written([=](auto o) { put_decimal(o, value); }).view() == words;
}
static_assert(decimal(0U, "0") && decimal(9U, "9") && decimal(10U, "10") && decimal(99U, "99") && decimal(100U, "100"));
static_assert(decimal(999U, "999") && decimal(1000U, "1000") && decimal(9999U, "9999") && decimal(10000U, "10000"));
static_assert(decimal(65535U, "65535") && decimal(99'999'999U, "99999999") && decimal(100'000'000U, "100000000"));
static_assert(decimal(std::uint8_t{255}, "255") && decimal(std::uint16_t{65535}, "65535"));
static_assert(decimal(4294967295U, "4294967295") && decimal(18446744073709551615ULL, "18446744073709551615"));
static_assert(decimal(10000000000000000000ULL, "10000000000000000000"));

// Zeros in front up to a width, and never less than the number
template <class U>
constexpr bool padded(U value, unsigned width, std::string_view words) {
    return written([=](auto o) { put_padded(o, value, width); }).view() == words;
}
static_assert(padded(7U, 6, "000007") && padded(0U, 2, "00") && padded(123456U, 6, "123456") && padded(7U, 0, "7"));
static_assert(padded(1'000'000U, 6, "1000000") && padded(1ULL, 20, "00000000000000000001"));

// Hexadecimal
constexpr bool hexadecimal(std::uint64_t value, unsigned width, std::string_view words) {
    return written([=](auto o) { put_hex(o, value, width); }).view() == words;
}
static_assert(hexadecimal(0, 1, "0") && hexadecimal(0, 2, "00") && hexadecimal(0xab, 1, "ab") &&
              hexadecimal(0xa, 8, "0000000a"));
static_assert(hexadecimal(0x1234, 2, "1234") && hexadecimal(0xffff'ffff'ffff'ffff, 1, "ffffffffffffffff"));
static_assert(written([](auto o) { put_hex(o, 0xdb8U); }).view() == "db8");

// Into a plain buffer, from end to end
static_assert([] {
    std::array<char, 12> buffer{};
    char* end = put_decimal(put(put(buffer.data(), "seq "), ' '), 4294967U);
    return end == buffer.data() + 12 && std::string_view{buffer.data(), 12} == "seq  4294967";
}());
// A sink that is no pointer gets every character.
static_assert([] {
    std::size_t seen = 0;
    put_padded(put_hex(put(counter{&seen}, "abc"), 0xffffU), 5U, 4);
    return seen == 11;
}());

// A text takes what fits and counts the rest.
static_assert([] {
    text<4> t;
    put(t.sink(), "abcd");
    const bool full = t.view() == "abcd" && t.dropped() == 0;
    put(t.sink(), "efg");
    const bool over = t.view() == "abcd" && t.dropped() == 3;
    t.clear();
    return full && over && t.view().empty() && t.dropped() == 0;
}());
static_assert(text<1>{}.view().empty());

static_assert([] {
    text<40> t;
    put_decimal(put(put_decimal(t.sink(), 1234567890U), ' '), 18446744073709551615U);
    return t.view() == "1234567890 18446744073709551615";
}());
static_assert([] {
    text<16> t;
    put_hex(put_padded(put_decimal(t.sink(), 4294967295U), 7U, 3), 0xabU, 3);
    return t.view() == "42949672950070ab";
}());
