// SPDX-License-Identifier: BSL-1.0
// Lines that are exactly as tcpdump 4.x writes them, which most are: read in one go, without a look for what may be next.
#pragma once

#include <tcplens/text/listing_fields.hpp>
#include <tcplens/text/listing_names.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/listing_time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1::detail {

/// What can't be part of a host's name, but stands glued to one where people quote.
inline constexpr auto word_ends = [] {
    std::array<bool, 256> table{};
    for (const char end : std::string_view{" \t\n\r\f>;|`\"'(!,"}) { table[static_cast<unsigned char>(end)] = true; }
    return table;
}();
[[nodiscard]] constexpr bool ends_word(char c) noexcept { return word_ends[static_cast<unsigned char>(c)]; }

/// Reads `22:13:20.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1, win 3, options [mss 4], length 0`, with
/// the IP header of -v or without, from its begin to its end.
/// Shape: the outcome is the same without it. Whatever it doesn't expect it leaves to those who expect everything: a
/// line that begins otherwise whole, one that goes on otherwise from there on.
class usual_line {
public:
    constexpr usual_line(std::string_view text, listing_line& to) noexcept
        : text_{text}, at_{text, 0}, line_{to}, to_{to.record_} {}

    /// False where the line begins otherwise; something may have been read.
    constexpr bool run() noexcept {
        if (at_.peek() <= ' ') { skip_plain_blanks(); }
        if (!read_usual_stamp(at_, to_.time_)) { to_.time_ = read_stamp(at_); }
        if (to_.time_.form != time_form::none && !at_.take(' ')) { return false; }
        const bool family = at_.take("IP");
        const bool v6 = family && at_.take('6');
        if (family && !at_.take(' ')) { return false; }
        if (!v6 && at_.sees("(tos 0x") && !ip_header()) { return false; }
        const std::size_t left_at = at_.at();
        if (!numeric(to_.source_, v6) && !other(to_.source_, false)) { return false; }
        if (!at_.take(" > ")) { return false; }
        if (!numeric(to_.destination_, v6) && !other(to_.destination_, true)) { return false; }
        if (!at_.take(": Flags [")) { return false; }
        line_.is_ = line_kind::record;
        to_.prefix_ = text_.substr(0, left_at);
        if (flags()) {
            fields();
            listing_fields{at_, line_}.go_on_4();
        } else {
            listing_fields{at_, line_}.run_4();
        }
        return true;
    }

private:
    /// A place in the text that nobody else knows of, so that it stays in registers.
    struct place {
        const char* at;
        const char* end;

        template <std::size_t N>
        constexpr bool take(const char (&word)[N]) noexcept {
            if (static_cast<std::size_t>(end - at) < N - 1) { return false; }
            if (std::char_traits<char>::compare(at, word, N - 1) != 0) { return false; }
            at += N - 1;
            return true;
        }
        constexpr bool take(char c) noexcept {
            if (at == end || *at != c) { return false; }
            ++at;
            return true;
        }
        constexpr bool number(std::uint32_t& to, std::uint32_t most = 0xffff'ffff) noexcept {
            const scanned_number found = scan_number(at, end);
            if (found.behind == nullptr || found.value > most) { return false; }
            to = static_cast<std::uint32_t>(found.value);
            at = found.behind;
            return true;
        }
        /// Four hexadecimal digits.
        constexpr bool hexadecimal(std::uint16_t& to) noexcept {
            if (end - at < 4) { return false; }
            const int value = hex_value(at[0]) << 12 | hex_value(at[1]) << 8 | hex_value(at[2]) << 4 | hex_value(at[3]);
            if (value < 0) { return false; }
            to = static_cast<std::uint16_t>(value);
            at += 4;
            return true;
        }
    };

    /// Others than these don't separate what stands before an arrow.
    constexpr void skip_plain_blanks() noexcept {
        while (is_blank(at_.peek())) { at_.skip(); }
    }
    /// `(tos 0x0, ..., length 64)`, a line end and blanks
    constexpr bool ip_header() noexcept {
        const std::size_t end = text_.find('\n', at_.at());
        if (end == std::string_view::npos || text_[end - 1] != ')') { return false; }
        const std::string_view header = text_.substr(at_.at(), end - at_.at());
        // An arrow would come first, if it had a colon behind.
        if (header.find(':') != std::string_view::npos) { return false; }
        to_.ip_header_ = header;
        at_.move_to(end + 1);
        skip_plain_blanks();
        return at_.peek() != ':';
    }

    constexpr bool numeric(named_endpoint& to, bool v6) noexcept {
        const std::string_view rest = at_.rest();
        const char* const behind = read_numeric_endpoint(rest.data(), rest.data() + rest.size(), v6, to);
        if (behind == nullptr) { return false; }
        at_.skip(static_cast<std::size_t>(behind - rest.data()));
        return true;
    }
    /// An end in front of a blank, or of a colon and a blank.
    constexpr bool other(named_endpoint& to, bool colon) noexcept {
        const std::string_view rest = at_.rest();
        std::size_t size = 0;
        for (; size < rest.size() && !ends_word(rest[size]); ++size) {
            if (static_cast<unsigned char>(rest[size]) >= 0x80) { return false; } // it may be a blank
        }
        if (size < 2 || size == rest.size() || rest[size] != ' ' || (rest[size - 1] == ':') != colon) { return false; }
        if (colon) { --size; }
        to = parse_endpoint(rest.substr(0, size));
        at_.skip(size);
        return true;
    }

    [[nodiscard]] constexpr place here() const noexcept {
        const std::string_view rest = at_.rest();
        return {rest.data(), rest.data() + rest.size()};
    }
    constexpr void go_to(const place& to) noexcept { at_.move_to(static_cast<std::size_t>(to.at - text_.data())); }

    /// `P.]`
    constexpr bool flags() noexcept {
        place at = here();
        unsigned bits = 0;
        for (; at.at != at.end && *at.at != ']'; ++at.at) {
            const unsigned bit = flags_of_4[static_cast<unsigned char>(*at.at)];
            if (bit == 0) { return false; }
            bits |= bit;
        }
        if (!at.take(']')) { return false; }
        to_.flags_ = flag_set::from_bits(static_cast<std::uint16_t>(bits));
        to_.set(listing_field::flags);
        go_to(at);
        return true;
    }

    /// As many of the fields as are written as usual, in the usual order.
    constexpr void fields() noexcept {
        // Behind the last field that was read as a whole, and within the next.
        place behind = here();
        place at = behind;
        std::uint32_t value = 0;
        const auto read = [&](listing_field field) {
            to_.set(field);
            behind = at;
        };
        // Only -v has it, behind the header that it shows.
        if (!to_.ip_header_.empty()) {
            if (at.take(", cksum 0x") && at.hexadecimal(to_.checksum_) && at.take(" (correct)")) {
                read(listing_field::checksum);
            }
            at = behind;
        }
        if (at.take(", seq ") && at.number(value)) {
            std::uint32_t end = 0;
            const bool range = at.take(':');
            if (range && !at.number(end)) { return go_to(behind); }
            to_.seq_ = seq32{value};
            read(listing_field::seq);
            if (range) {
                to_.seq_end_ = seq32{end};
                to_.set(listing_field::seq_end);
            }
        }
        at = behind;
        if (at.take(", ack ") && at.number(value)) {
            to_.ack_ = seq32{value};
            read(listing_field::ack);
        }
        at = behind;
        if (at.take(", win ") && at.number(value, 0xffff)) {
            to_.window_ = static_cast<std::uint16_t>(value);
            read(listing_field::window);
        }
        at = behind;
        if (at.take(", options [")) {
            const char* const first = at.at;
            if (options(at)) {
                to_.options_text_ = {first, static_cast<std::size_t>(at.at - first) - 1};
                to_.options_whole_ = to_.options_exact_ = to_.options_.size() % 4 == 0;
                read(listing_field::options);
            } else {
                to_.options_ = {};
            }
        }
        at = behind;
        if (at.take(", length ") && at.number(value)) {
            to_.length_ = value;
            read(listing_field::length);
        }
        go_to(behind);
    }

    /// The most usual options, to behind the bracket, as long as they have room.
    constexpr bool options(place& at) noexcept {
        option_octets& to = to_.options_;
        for (bool aligned = at.take("nop,nop,TS val ");; aligned = false) {
            std::uint32_t value = 0;
            bool read = false;
            if (aligned || at.take("TS val ")) {
                std::uint32_t reply = 0;
                read = at.number(value) && at.take(" ecr ") && at.number(reply) &&
                       (!aligned || (to.add(no_operation{}) && to.add(no_operation{}))) &&
                       to.add(timestamps{value, reply});
            } else if (at.take("nop")) {
                read = to.add(no_operation{});
            } else if (at.take("mss ")) {
                read = at.number(value, 0xffff) && to.add(maximum_segment_size{static_cast<std::uint16_t>(value)});
            } else if (at.take("sackOK")) {
                read = to.add(sack_permitted{});
            } else if (at.take("wscale ")) {
                read = at.number(value, 0xff) && to.add(tcplens::window_scale{static_cast<std::uint8_t>(value)});
            }
            if (!read) { return false; }
            if (at.take(']')) { return true; }
            if (!at.take(',')) { return false; }
        }
    }

    std::string_view text_;
    listing_scanner at_;
    listing_line& line_;
    listing_record& to_;
};

} // namespace tcplens::inline v0_1::detail
