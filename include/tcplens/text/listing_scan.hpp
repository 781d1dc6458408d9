// SPDX-License-Identifier: BSL-1.0
// Small steps through pasted text: blanks of every kind, words, numbers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tcplens::inline v0_1::detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// The value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_value(char c) noexcept {
    if (is_digit(c)) { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
/// A line end is a blank too: records are wrapped where they are pasted.
[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// A place in a text, and what can be read from there.
class listing_scanner {
public:
    constexpr listing_scanner(std::string_view text, std::size_t at) noexcept : text_{text}, at_{at} {}

    [[nodiscard]] constexpr std::size_t at() const noexcept { return at_; }
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }
    [[nodiscard]] constexpr bool done() const noexcept { return at_ >= text_.size(); }
    /// The character here, or NUL at the end.
    [[nodiscard]] constexpr char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
    [[nodiscard]] constexpr char peek(std::size_t ahead) const noexcept {
        return text_.size() - at_ > ahead ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] constexpr std::string_view rest() const noexcept { return text_.substr(at_); }
    [[nodiscard]] constexpr std::string_view since(std::size_t begin) const noexcept {
        return text_.substr(begin, at_ - begin);
    }
    constexpr void move_to(std::size_t at) noexcept { at_ = at; }
    constexpr void skip(std::size_t count = 1) noexcept { at_ += count; }

    constexpr bool take(char c) noexcept {
        if (at_ >= text_.size() || text_[at_] != c) { return false; }
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
        return text_.size() - at_ >= N - 1 && std::char_traits<char>::compare(text_.data() + at_, word, N - 1) == 0;
    }
    /// `<` or `>`, also as HTML writes them.
    constexpr bool take_angle(char angle) noexcept {
        return take(angle) || (angle == '<' ? take("&lt;") : take("&gt;"));
    }

    /// Blanks, also those that don't break a line: in UTF-8 or as HTML writes them.
    constexpr void skip_blanks() noexcept {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c > '&' && c <= '~') { return; }
            if (is_blank(c)) {
                ++at_;
            } else if (!(c == '&' && take("&nbsp;")) && !(c == '\xc2' && take("\xc2\xa0"))) {
                return;
            }
        }
    }
    constexpr void skip_separators() noexcept {
        if (peek() == ',' && peek(1) == ' ' && peek(2) > '&') {
            at_ += 2;
            return;
        }
        for (skip_blanks(); take(','); skip_blanks()) {}
    }

    /// A decimal number, of at most 64 bits; false, and the place is kept, where there is none.
    constexpr bool number(std::uint64_t& to, std::uint64_t most = 0xffff'ffff) noexcept {
        const char* const begin = text_.data() + at_;
        const char* const end = text_.data() + text_.size();
        std::uint64_t value = 0;
        std::size_t digits = leading_digits(begin, end, value);
        if (digits == 0) { return false; }
        if (digits == 8) {
            for (const char* next = begin + 8; next < end && is_digit(*next); ++next, ++digits) {
                const auto digit = static_cast<std::uint64_t>(*next - '0');
                if (digits >= 18 && value > (~std::uint64_t{0} - digit) / 10) { return false; }
                value = value * 10 + digit;
            }
        }
        if (value > most) { return false; }
        to = value;
        at_ += digits;
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
        std::size_t i = at_;
        std::uint64_t value = 0;
        for (; i < text_.size() && i - at_ < most_digits && hex_value(text_[i]) >= 0; ++i) {
            value = value << 4 | static_cast<std::uint64_t>(hex_value(text_[i]));
        }
        if (i == at_) { return false; }
        to = value;
        at_ = i;
        return true;
    }

private:
    /// How many digits there are, up to eight, and their value: all at once, in the lanes of a word.
    static constexpr std::size_t leading_digits(const char* begin, const char* end, std::uint64_t& value) noexcept {
        if (std::is_constant_evaluated() || std::endian::native != std::endian::little || end - begin < 8) {
            std::size_t digits = 0;
            for (; digits < 8 && begin != end && is_digit(*begin); ++begin, ++digits) {
                value = value * 10 + static_cast<std::uint64_t>(*begin - '0');
            }
            return digits;
        }
        std::uint64_t lanes = 0;
        std::memcpy(&lanes, begin, 8);
        lanes ^= 0x3030'3030'3030'3030;
        const std::uint64_t others = ((lanes + 0x7676'7676'7676'7676) | lanes) & 0x8080'8080'8080'8080;
        const std::size_t digits = others == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(others)) / 8;
        if (digits == 0) { return 0; }
        lanes <<= 64 - 8 * digits;
        lanes = lanes * 10 + (lanes >> 8);
        value = ((lanes & 0x0000'00ff'0000'00ff) * 0x000f'4240'0000'0064 +
                 (lanes >> 16 & 0x0000'00ff'0000'00ff) * 0x0000'2710'0000'0001) >>
                32;
        return digits;
    }

    std::string_view text_;
    std::size_t at_;
};

static_assert([] {
    listing_scanner at{"\t&nbsp;42 &gt;", 0};
    std::uint32_t number = 0;
    at.skip_blanks();
    const bool read = at.number(number) && number == 42;
    at.skip_blanks();
    return read && at.take_angle('>') && at.done();
}());

} // namespace tcplens::inline v0_1::detail
