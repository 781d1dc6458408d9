// SPDX-License-Identifier: BSL-1.0
// Small steps through pasted text: blanks of every kind, words, numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

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
    constexpr bool take(std::string_view word) noexcept {
        if (!sees(word)) { return false; }
        at_ += word.size();
        return true;
    }
    [[nodiscard]] constexpr bool sees(std::string_view word) const noexcept {
        if (text_.size() - at_ < word.size()) { return false; }
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (text_[at_ + i] != word[i]) { return false; }
        }
        return true;
    }
    /// `<` or `>`, also as HTML writes them.
    constexpr bool take_angle(char angle) noexcept {
        return take(angle) ||
               (peek() == '&' && take(angle == '<' ? std::string_view{"&lt;"} : std::string_view{"&gt;"}));
    }

    /// Blanks, also those that don't break a line: in UTF-8 or as HTML writes them.
    constexpr void skip_blanks() noexcept {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (is_blank(c)) {
                ++at_;
            } else if (!(c == '&' && take("&nbsp;")) && !(c == '\xc2' && take("\xc2\xa0"))) {
                return;
            }
        }
    }
    constexpr void skip_separators() noexcept {
        for (skip_blanks(); take(','); skip_blanks()) {}
    }

    /// A decimal number of at most 64 bits; false, and the place is kept, where there is none.
    constexpr bool number(std::uint64_t& to, std::uint64_t most = 0xffff'ffff) noexcept {
        std::size_t i = at_;
        std::uint64_t value = 0;
        for (; i < text_.size() && is_digit(text_[i]); ++i) {
            const auto digit = static_cast<std::uint64_t>(text_[i] - '0');
            if (value > (most - digit) / 10) { return false; }
            value = value * 10 + digit;
        }
        if (i == at_) { return false; }
        to = value;
        at_ = i;
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
