// SPDX-License-Identifier: BSL-1.0
// Where text goes, one character after the other: buffers, strings, streams; and how numbers become text.
#pragma once

#include <tcplens/version.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tcplens::inline v0_1 {

/// Takes characters: a `char*` into a buffer with room enough, a std::back_inserter, a stream iterator.
/// The compiler can't check the room.
/// Example:
/// ```cpp
/// std::string line;
/// render_flags(std::back_inserter(line), flag::syn | flag::ack);
/// render_endpoint(std::ostreambuf_iterator<char>(std::cout), packet.source());
/// ```
template <class O>
concept char_sink = std::copyable<O> && requires(O out, char c) {
    *out = c;
    ++out;
};

static_assert(char_sink<char*> && !char_sink<const char*>);

/// Appends text. Copies as a block into a plain buffer.
/// Example: `out = put(put(out, "seq "), words);`
template <char_sink O>
constexpr O put(O out, std::string_view words) {
    if constexpr (std::same_as<O, char*>) {
        if (!std::is_constant_evaluated()) {
            if (!words.empty()) { std::memcpy(out, words.data(), words.size()); }
            return out + words.size();
        }
    }
    for (const char c : words) {
        *out = c;
        ++out;
    }
    return out;
}

/// Appends one character.
/// Example: `out = put(out, ',');`
template <char_sink O>
constexpr O put(O out, char c) {
    *out = c;
    ++out;
    return out;
}

namespace detail {

/// The digits of the numbers below 1000, four characters for each: the last is no digit.
inline constexpr auto digit_triples = [] {
    std::array<char, 4000> triples{};
    char* at = triples.data(); // compiles faster than indices do
    for (char hundreds = '0'; hundreds <= '9'; ++hundreds) {
        for (char tens = '0'; tens <= '9'; ++tens) {
            for (char ones = '0'; ones <= '9'; ++ones, at += 4) {
                at[0] = hundreds;
                at[1] = tens;
                at[2] = ones;
            }
        }
    }
    return triples;
}();

/// Copies as a block.
template <std::size_t Size>
constexpr void copy(char* out, const char* from) noexcept {
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < Size; ++i) { out[i] = from[i]; }
    } else {
        std::memcpy(out, from, Size);
    }
}

constexpr char* write_two(char* out, std::uint32_t below_100) noexcept {
    copy<2>(out, digit_triples.data() + std::size_t{below_100} * 4 + 1);
    return out + 2;
}
constexpr char* write_three(char* out, std::uint32_t below_1000) noexcept {
    copy<3>(out, digit_triples.data() + std::size_t{below_1000} * 4);
    return out + 3;
}
/// Where more is to follow, which takes the fourth place back.
constexpr char* write_three_of_more(char* out, std::uint32_t below_1000) noexcept {
    copy<4>(out, digit_triples.data() + std::size_t{below_1000} * 4);
    return out + 3;
}
/// Without zeros in front.
constexpr char* write_leading(char* out, std::uint32_t below_1000) noexcept {
    if (below_1000 >= 100) { return write_three(out, below_1000); }
    if (below_1000 >= 10) { return write_two(out, below_1000); }
    *out = static_cast<char>('0' + static_cast<int>(below_1000));
    return out + 1;
}
constexpr char* write_six(char* out, std::uint32_t below_1_000_000) noexcept {
    return write_three(write_three_of_more(out, below_1_000_000 / 1000), below_1_000_000 % 1000);
}

constexpr char* write_decimal(char* out, std::uint32_t value) noexcept {
    if (value < 1000) { return write_leading(out, value); }
    if (value < 1'000'000) { return write_three(write_leading(out, value / 1000), value % 1000); }
    const std::uint32_t millions = value / 1'000'000;
    if (millions < 1000) { return write_six(write_leading(out, millions), value % 1'000'000); }
    *out = static_cast<char>('0' + static_cast<int>(millions / 1000));
    return write_six(write_three_of_more(out + 1, millions % 1000), value % 1'000'000);
}
constexpr char* write_decimal(char* out, std::uint64_t value) noexcept {
    if (value <= 0xffff'ffff) { return write_decimal(out, static_cast<std::uint32_t>(value)); }
    return write_six(write_decimal(out, value / 1'000'000), static_cast<std::uint32_t>(value % 1'000'000));
}

} // namespace detail

/// Appends a number in decimal.
/// Example: `out = put_decimal(put(out, "win "), header.window());`
template <char_sink O, std::unsigned_integral U>
constexpr O put_decimal(O out, U value) {
    using wide = std::conditional_t<(sizeof(U) > sizeof(std::uint32_t)), std::uint64_t, std::uint32_t>;
    if constexpr (std::same_as<O, char*> && sizeof(U) == 1) {
        return detail::write_leading(out, value);
    } else if constexpr (std::same_as<O, char*>) {
        return detail::write_decimal(out, wide{value});
    } else {
        std::array<char, 20> digits{};
        const char* const end = detail::write_decimal(digits.data(), wide{value});
        return put(out, std::string_view{digits.data(), static_cast<std::size_t>(end - digits.data())});
    }
}

/// Appends a number in decimal, with zeros in front up to a width of at most 20.
template <char_sink O, std::unsigned_integral U>
constexpr O put_padded(O out, U value, unsigned width) {
    std::array<char, 40> digits{};
    digits.fill('0');
    const char* const end = detail::write_decimal(digits.data() + 20, std::uint64_t{value});
    const auto size = static_cast<unsigned>(end - digits.data()) - 20;
    const unsigned shown = size < width ? width : size;
    return put(out, std::string_view{end - shown, shown});
}

/// Appends two digits of a number below 100.
template <char_sink O>
constexpr O put_two(O out, std::uint32_t below_100) {
    if constexpr (std::same_as<O, char*>) {
        return detail::write_two(out, below_100);
    } else {
        return put(out, std::string_view{detail::digit_triples.data() + std::size_t{below_100} * 4 + 1, 2});
    }
}

namespace detail {

/// The octets, two characters for each.
inline constexpr auto hex_pairs = [] {
    std::array<char, 512> pairs{};
    char* at = pairs.data();
    for (const char high : std::string_view{"0123456789abcdef"}) {
        for (const char low : std::string_view{"0123456789abcdef"}) {
            *at++ = high;
            *at++ = low;
        }
    }
    return pairs;
}();

} // namespace detail

/// Appends six digits of a number below 1,000,000.
template <char_sink O>
constexpr O put_six(O out, std::uint32_t below_1_000_000) {
    if constexpr (std::same_as<O, char*>) {
        return detail::write_six(out, below_1_000_000);
    } else {
        return put_padded(out, below_1_000_000, 6);
    }
}

/// Appends a number in lower-case hexadecimal, with zeros in front up to a width of at most 16.
template <char_sink O, std::unsigned_integral U>
constexpr O put_hex(O out, U value, unsigned width = 1) {
    const unsigned needed = (static_cast<unsigned>(std::bit_width(value | 1U)) + 3) / 4;
    unsigned bits = 4 * (needed < width ? width : needed);
    const auto pair = [&] { return detail::hex_pairs.data() + 2 * (std::uint64_t{value} >> bits & 255U); };
    if (bits % 8 != 0) {
        bits -= 4;
        out = put(out, pair()[1]);
    }
    while (bits != 0) {
        bits -= 8;
        out = put(out, std::string_view{pair(), 2});
    }
    return out;
}

/// Whether something was printed to its end, or the line has to end here.
enum class printed : std::uint8_t {
    whole, ///< the line goes on
    cut,   ///< it ends here: what follows was not captured, or can't be read
};

/// A sink, and whether the line goes on.
template <char_sink O>
struct partial_text {
    O out;                          ///< the sink, behind what was printed
    printed state = printed::whole; ///< whether the line goes on
};

/// A string of bounded size that needs no allocation; what doesn't fit is dropped, and counted.
/// Example: `text<64> line; render_flags(line.sink(), flag::syn | flag::ack); use(line.view());`
template <std::size_t Capacity>
class text {
public:
    /// Appends to a text, which has to stay where it is meanwhile.
    class appender {
    public:
        /// Appends behind what the text has.
        constexpr explicit appender(text& to) noexcept : to_{&to} {}
        /// The appender itself: to assign to it appends.
        constexpr appender& operator*() noexcept { return *this; }
        /// Nothing: to assign goes on.
        constexpr appender& operator++() noexcept { return *this; }
        /// Appends one character; counts it where there is no room.
        constexpr appender& operator=(char c) noexcept {
            if (to_->size_ < Capacity) { to_->characters_[to_->size_] = c; }
            ++to_->size_;
            return *this;
        }

    private:
        text* to_;
    };

    /// Where to write to: behind what the text has.
    [[nodiscard]] constexpr appender sink() noexcept { return appender{*this}; }
    /// What was written, as far as there was room.
    [[nodiscard]] constexpr std::string_view view() const noexcept {
        return {characters_.data(), size_ < Capacity ? size_ : Capacity};
    }
    /// How many characters did not fit.
    [[nodiscard]] constexpr std::size_t dropped() const noexcept { return size_ < Capacity ? 0 : size_ - Capacity; }
    /// Takes back all that was written, and what was dropped.
    constexpr void clear() noexcept { size_ = 0; }

private:
    std::array<char, Capacity> characters_{};
    std::size_t size_ = 0;
};

static_assert(char_sink<text<4>::appender>);

} // namespace tcplens::inline v0_1
