// SPDX-License-Identifier: BSL-1.0
// Small steps through pasted text: blanks of every kind, words, numbers.
#pragma once

#include <tcplens/version.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tcplens::inline v0_1::detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline constexpr auto hex_values = [] {
    std::array<signed char, 256> table{};
    signed char* const value = table.data();
    for (int c = 0; c != 256; ++c) { value[c] = -1; }
    for (signed char digit = 0; digit != 10; ++digit) { value['0' + digit] = digit; }
    for (signed char digit = 10; digit != 16; ++digit) { value['a' + digit - 10] = value['A' + digit - 10] = digit; }
    return table;
}();
/// The value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_value(char c) noexcept { return hex_values[static_cast<unsigned char>(c)]; }
/// A line end is a blank too: records are wrapped where they are pasted.
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// Blanks that don't break a line, are wide or have no width at all: as HTML or UTF-8 writes them.
inline constexpr std::string_view other_blanks[]{
    "&nbsp;", "&#160;", "\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\x8b", "\xe2\x80\xaf", "\xe3\x80\x80", "\xef\xbb\xbf",
};
/// How long the blank is that begins, or ends, a text: one of those above; 0 where there is none.
[[nodiscard]] constexpr std::size_t other_blank_at(std::string_view text) noexcept {
    for (const std::string_view blank : other_blanks) {
        if (text.starts_with(blank)) { return blank.size(); }
    }
    return 0;
}
[[nodiscard]] constexpr std::size_t other_blank_before(std::string_view text) noexcept {
    for (const std::string_view blank : other_blanks) {
        if (text.ends_with(blank)) { return blank.size(); }
    }
    return 0;
}
/// The same for any blank.
[[nodiscard]] constexpr std::size_t blank_at(const char* at, const char* end) noexcept {
    if (at == end) { return 0; }
    if (is_blank(*at)) { return 1; }
    const bool may_be = *at == '&' || static_cast<unsigned char>(*at) >= 0x80;
    return may_be ? other_blank_at({at, static_cast<std::size_t>(end - at)}) : 0;
}
[[nodiscard]] constexpr std::size_t blank_before(std::string_view text) noexcept {
    if (text.empty()) { return 0; }
    if (is_blank(text.back())) { return 1; }
    const bool may_be = text.back() == ';' || static_cast<unsigned char>(text.back()) >= 0x80;
    return may_be ? other_blank_before(text) : 0;
}

/// Eight characters in the lanes of a word, the first in the lowest.
[[nodiscard]] constexpr std::uint64_t load_lanes(const char* at) noexcept {
    std::uint64_t lanes = 0;
    if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
        std::memcpy(&lanes, at, 8);
    } else {
        for (int i = 0; i < 8; ++i) { lanes |= std::uint64_t{static_cast<unsigned char>(at[i])} << 8 * i; }
    }
    return lanes;
}
/// What differs from the digit 0, lane by lane: the value of a digit.
inline constexpr std::uint64_t zero_lanes = 0x3030'3030'3030'3030;
/// Marks the highest bit of each lane that has no digit's value, up to the first of them; those above are undefined.
[[nodiscard]] constexpr std::uint64_t not_digits(std::uint64_t lanes) noexcept {
    return ((lanes + 0x7676'7676'7676'7676) | lanes) & 0x8080'8080'8080'8080;
}
/// The number that eight digits make, each the value of its lane.
[[nodiscard]] constexpr std::uint64_t value_of_lanes(std::uint64_t digits) noexcept {
    const std::uint64_t pairs = digits * 10 + (digits >> 8);
    return ((pairs & 0x0000'00ff'0000'00ff) * 0x000f'4240'0000'0064 +
            (pairs >> 16 & 0x0000'00ff'0000'00ff) * 0x0000'2710'0000'0001) >>
           32;
}

/// Appends up to `Most` digits to a number, and gives what is behind; as many characters are there.
template <int Most, class T>
constexpr const char* short_number(const char* at, T& value) noexcept {
    const auto digit = static_cast<std::uint32_t>(*at) - '0';
    if (digit > 9) { return at; }
    value = value * 10 + digit;
    if constexpr (Most > 1) { return short_number<Most - 1>(at + 1, value); }
    return at + 1;
}

/// A number and where it ends; nullptr where there is none, or one of more than 64 bits.
struct scanned_number {
    const char* behind = nullptr;
    std::uint64_t value = 0;
};
constexpr scanned_number scan_number(const char* at, const char* end) noexcept {
    std::uint64_t value = 0;
    const char* behind = at;
    // Most have 32 bits, and something behind.
    if (end - at > 10) {
        const std::uint64_t lanes = load_lanes(at) ^ zero_lanes;
        const std::uint64_t others = not_digits(lanes);
        if (others != 0) {
            const int bits = std::countr_zero(others) & ~7;
            if (bits == 0) { return {}; }
            return {at + bits / 8, value_of_lanes(lanes << (64 - bits))};
        }
        value = value_of_lanes(lanes);
        behind = short_number<3>(at + 8, value);
        if (behind - at < 11) { return {behind, value}; }
    }
    constexpr std::uint64_t most = ~std::uint64_t{0};
    for (; behind != end; ++behind) {
        const auto digit = static_cast<std::uint32_t>(*behind) - '0';
        if (digit > 9) { break; }
        if (value > most / 10 - 1 && value > (most - digit) / 10) { return {}; }
        value = value * 10 + digit;
    }
    return {behind == at ? nullptr : behind, value};
}

/// A place in a text, and what can be read from there.
class listing_scanner {
public:
    constexpr listing_scanner(std::string_view text, std::size_t at) noexcept
        : at_{text.data() + at}, end_{text.data() + text.size()}, begin_{text.data()} {}

    [[nodiscard]] constexpr std::size_t at() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
    [[nodiscard]] constexpr bool done() const noexcept { return at_ == end_; }
    [[nodiscard]] constexpr std::string_view text() const noexcept { return {begin_, at() + left()}; }
    [[nodiscard]] constexpr std::string_view rest() const noexcept { return {at_, left()}; }
    [[nodiscard]] constexpr std::string_view since(std::size_t begin) const noexcept {
        return {begin_ + begin, at() - begin};
    }
    /// The character here, or NUL at the end.
    [[nodiscard]] constexpr char peek() const noexcept { return at_ != end_ ? *at_ : '\0'; }
    [[nodiscard]] constexpr char peek(std::size_t ahead) const noexcept { return left() > ahead ? at_[ahead] : '\0'; }
    constexpr void move_to(std::size_t at) noexcept { at_ = begin_ + at; }
    constexpr void skip(std::size_t count = 1) noexcept { at_ += count; }

    [[nodiscard]] constexpr bool sees_blank() const noexcept { return blank_at(at_, end_) != 0; }

    constexpr bool take(char c) noexcept {
        if (at_ == end_ || *at_ != c) { return false; }
        ++at_;
        return true;
    }
    /// Words are literals, whose size the compiler knows.
    template <std::size_t N>
    constexpr bool take(const char (&word)[N]) noexcept {
        if (!sees(word)) { return false; }
        at_ += N - 1;
        return true;
    }
    template <std::size_t N>
    [[nodiscard]] constexpr bool sees(const char (&word)[N]) const noexcept {
        return left() >= N - 1 && std::char_traits<char>::compare(at_, word, N - 1) == 0;
    }
    /// Takes a word that ends here.
    template <std::size_t N>
    constexpr bool take_word(const char (&word)[N]) noexcept {
        listing_scanner behind = *this;
        if (!behind.take(word) || (!behind.done() && !behind.sees_blank())) { return false; }
        *this = behind;
        return true;
    }
    /// Takes words with blanks between.
    template <std::size_t... N>
    constexpr bool take_words(const char (&... words)[N]) noexcept {
        listing_scanner behind = *this;
        const auto take_next = [&](const auto& word) {
            behind.skip_blanks();
            return behind.take(word);
        };
        if (!(take_next(words) && ...)) { return false; }
        *this = behind;
        return true;
    }
    /// `<` or `>`, also as HTML writes them.
    constexpr bool take_angle(char angle) noexcept {
        return take(angle) || (angle == '<' ? take("&lt;") : take("&gt;"));
    }

    /// Blanks of every kind, and the marks of a quotation where a line begins.
    constexpr void skip_blanks() noexcept {
        if (at_ != end_ && *at_ == ' ') { ++at_; }
        if (at_ != end_ && *at_ > '&' && *at_ <= '~') { return; }
        *this = past_blanks(*this);
    }
    /// Blanks and commas; most often there is one of each at most.
    constexpr void skip_separators() noexcept {
        if (at_ != end_ && *at_ > ',' && *at_ <= '~') { return; }
        *this = past_separators(*this);
    }

    /// A decimal number, of at most 64 bits; false, and the place is kept, where there is none.
    constexpr bool number(std::uint64_t& to, std::uint64_t most = 0xffff'ffff) noexcept {
        const scanned_number found = scan_number(at_, end_);
        if (found.behind == nullptr || found.value > most) { return false; }
        to = found.value;
        at_ = found.behind;
        return true;
    }
    constexpr bool number(std::uint32_t& to) noexcept {
        std::uint64_t value = 0;
        if (!number(value)) { return false; }
        to = static_cast<std::uint32_t>(value);
        return true;
    }
    /// A hexadecimal number of at most 16 digits, without `0x`.
    constexpr bool hexadecimal(std::uint64_t& to, std::size_t most_digits = 16) noexcept {
        const char* const begin = at_;
        std::uint64_t value = 0;
        for (std::size_t digits = 0; at_ != end_ && digits < most_digits && hex_value(*at_) >= 0; ++digits, ++at_) {
            value = value << 4 | static_cast<std::uint64_t>(hex_value(*at_));
        }
        if (at_ == begin) { return false; }
        to = value;
        return true;
    }

private:
    [[nodiscard]] constexpr std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }

    // By value, so that a scanner may stay in registers where these are not needed.
    [[nodiscard]] static constexpr listing_scanner past_blanks(listing_scanner from) noexcept {
        bool begins = false;
        while (true) {
            if (const std::size_t blank = blank_at(from.at_, from.end_)) {
                begins = begins || *from.at_ == '\n';
                from.at_ += blank;
            } else if (!begins || !from.take_angle('>')) {
                return from;
            }
        }
    }
    [[nodiscard]] static constexpr listing_scanner past_separators(listing_scanner from) noexcept {
        if (from.left() > 2) {
            const char* next = from.at_;
            next += *next == ',' ? 1 : 0;
            next += *next == ' ' ? 1 : 0;
            if (*next > ',' && *next <= '~') {
                from.at_ = next;
                return from;
            }
        }
        for (from = past_blanks(from); from.take(','); from = past_blanks(from)) {}
        return from;
    }

    const char* at_;
    const char* end_;
    const char* begin_;
};

} // namespace tcplens::inline v0_1::detail
