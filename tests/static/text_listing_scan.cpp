// SPDX-License-Identifier: BSL-1.0
// Small steps through text: what is taken, and that what isn't leaves the place.
#include <tcplens/text/listing_scan.hpp>

using namespace tcplens;
using detail::listing_scanner;

static_assert([] {
    listing_scanner at{"abc", 1};
    return at.peek() == 'b' && at.peek(1) == 'c' && at.peek(2) == '\0' && at.take("bc") && at.done() &&
           at.peek() == '\0' && !at.take('c') && !at.take("c") && at.since(1) == "bc" && at.rest().empty();
}());
static_assert([] {
    listing_scanner at{" \t\r\n&nbsp;\xc2\xa0x", 0};
    at.skip_blanks();
    return at.peek() == 'x';
}());
static_assert([] {
    listing_scanner at{"&amp; ", 0};
    at.skip_blanks();
    return at.at() == 0 && !at.take_angle('<') && !at.take_angle('>');
}());
static_assert([] {
    listing_scanner at{"<>&lt;&gt;", 0};
    return at.take_angle('<') && at.take_angle('>') && at.take_angle('<') && at.take_angle('>') && at.done();
}());
static_assert([] {
    listing_scanner at{" , ,\t, 7", 0};
    at.skip_separators();
    return at.peek() == '7';
}());

// Numbers, up to their limit
constexpr bool reads(std::string_view words, std::uint64_t expected, std::uint64_t most = 0xffff'ffff) {
    listing_scanner at{words, 0};
    std::uint64_t number = 0;
    return at.number(number, most) && number == expected && !detail::is_digit(at.peek());
}
constexpr bool refuses(std::string_view words, std::uint64_t most = 0xffff'ffff) {
    listing_scanner at{words, 0};
    std::uint64_t number = 5;
    return !at.number(number, most) && at.at() == 0 && number == 5;
}
static_assert(reads("0", 0) && reads("4294967295,", 4294967295) && reads("007x", 7) && reads("65535", 65535, 65535));
static_assert(reads("18446744073709551615", ~std::uint64_t{0}, ~std::uint64_t{0}));
static_assert(reads("4294967295, win 5, ", 4294967295) && reads("7, win 5, length", 7) &&
              reads("1234567890", 1234567890));
static_assert(refuses("4294967296, win 5, ") && refuses("00000000004294967296, win 5"));
static_assert(reads("18446744073709551615, win", ~std::uint64_t{0}, ~std::uint64_t{0}) &&
              refuses("18446744073709551616, win", ~std::uint64_t{0}));
static_assert(refuses("") && refuses("x1") && refuses("-1") && refuses("4294967296") && refuses("65536", 65535));
static_assert(refuses("18446744073709551616", ~std::uint64_t{0}) &&
              refuses("99999999999999999999999", ~std::uint64_t{0}));
static_assert([] {
    listing_scanner at{"4d64fFg", 0};
    std::uint64_t number = 0;
    return at.hexadecimal(number, 4) && number == 0x4d64 && at.hexadecimal(number) && number == 0xff &&
           !at.hexadecimal(number) && at.peek() == 'g';
}());

static_assert([] {
    listing_scanner at{"\t&nbsp;42 &gt;", 0};
    std::uint32_t number = 0;
    at.skip_blanks();
    const bool read = at.number(number) && number == 42;
    at.skip_blanks();
    return read && at.take_angle('>') && at.done();
}());
