// SPDX-License-Identifier: BSL-1.0
// The fields of one segment in the notations of tcpdump 4.x and 3.x, in any order and with any of them missing.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/text/listing_options.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/listing_scan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1::detail {

/// The bits of the flags' letters in 4.x; 0 for others.
inline constexpr auto flags_of_4 = [] {
    std::array<std::uint16_t, 256> table{};
    std::uint16_t bit = 1;
    for (const char letter : std::string_view{"FSRP.UEWe"}) {
        table[static_cast<unsigned char>(letter)] = bit;
        bit = static_cast<std::uint16_t>(bit << 1);
    }
    return table;
}();

/// Reads what follows on `A > B: `, from where the scanner stands.
class listing_fields {
public:
    constexpr listing_fields(listing_scanner& at, listing_line& to) noexcept : at_{at}, line_{to}, to_{to.record_} {}

    /// Whether flags of 3.x stand here, and a field behind them that only TCP has: `S 1:1(0)`, `. ack 1`.
    [[nodiscard]] static constexpr bool begin_3(listing_scanner at) noexcept {
        if (!take_letters_3(at) || (!at.take(',') && !at.sees_blank())) { return false; }
        at.skip_blanks();
        return begins_range(at) || at.take_word("ack") || at.take_word("win") || at.take_word("cksum") ||
               at.take_words("[tcp", "sum") || at.take_words("[bad", "tcp");
    }
    /// Whether nothing but flags of 3.x stands here.
    [[nodiscard]] static constexpr bool ends_in_flags_3(listing_scanner at) noexcept {
        const bool flags = take_letters_3(at);
        at.skip_blanks();
        return flags && at.done();
    }

    /// `S.], seq 1, ack 2, win 3, options [mss 4], length 0`: the scanner stands behind `Flags [`.
    constexpr void run_4() noexcept {
        if (flags_4()) { go_on_4(); }
    }
    /// The same, behind the flags and any of the other fields.
    constexpr void go_on_4() noexcept {
        if (!to_.has(listing_field::length)) { rest_4(); }
        if (line_.is_ == line_kind::broken) { return; }
        // With all other fields there and no list, the header has no options.
        if (!to_.has(listing_field::options)) {
            to_.options_whole_ = to_.options_exact_ = to_.has(listing_field::window) && to_.has(listing_field::length);
        }
        to_.tail_ = trimmed(at_.rest());
        if (!to_.has(listing_field::length)) {
            // A comma with nothing behind it goes with the next line.
            if (to_.tail_ == ",") { to_.tail_ = {}; }
            line_.wants_more_ = !to_.options_cut_ && to_.tail_.empty();
        }
        // A payload shows in the numbers.
        finish(to_.has(listing_field::seq));
    }

    /// `S 1:1(0) ack 2 win 3 <mss 4>`: the scanner stands before the flags.
    constexpr void run_3() noexcept {
        to_.notation_ = listing_notation::tcpdump_3;
        const std::size_t begin = at_.at();
        take_letters_3(at_);
        flag_set flags = flags_of_letters(at_.since(begin));
        bool good = true;
        while (good) {
            const std::size_t here = at_.at();
            at_.skip_separators();
            if (!to_.has(listing_field::seq) && begins_range(at_)) {
                good = range(at_) && count_3();
            } else if (at_.take_word("ack")) {
                good = ack(at_);
                flags = flags | flag::ack;
            } else if (at_.take_word("win")) {
                good = window(at_);
            } else if (at_.take_word("urg")) {
                good = urgent();
                flags = flags | flag::urg;
            } else if (at_.take_word("cksum")) {
                good = checksum();
            } else if (at_.take_words("[bad", "tcp", "cksum")) {
                good = checksum();
                at_.take("!]");
            } else if (to_.has(listing_field::window) && !to_.has(listing_field::options) && at_.take_angle('<')) {
                good = options('>');
            } else if (!at_.take_words("[tcp", "sum", "ok]")) {
                at_.move_to(here);
                break;
            }
        }
        to_.flags_ = flags;
        to_.set(listing_field::flags);
        if (line_.is_ == line_kind::broken) { return; }
        to_.tail_ = trimmed(at_.rest());
        const bool all = to_.has(listing_field::window) && to_.has(listing_field::options);
        line_.wants_more_ = !all && to_.tail_.empty();
        // No list may be a list that HTML has eaten.
        finish(true);
    }

    /// `5` or `4 [bad hdr length 16 - too short, < 20]`, behind `tcp `.
    constexpr void run_quick() noexcept {
        to_.notation_ = listing_notation::quick;
        if (length(at_)) { to_.tail_ = trimmed(at_.rest()); }
    }
    /// `[|tcp]`
    constexpr void run_cut() noexcept {
        to_.notation_ = listing_notation::quick;
        to_.tail_ = trimmed(at_.rest());
    }

private:
    static constexpr std::string_view letters_3 = "SFRPWE";

    static constexpr bool take_letters_3(listing_scanner& at) noexcept {
        const std::size_t begin = at.at();
        while (!at.done() && letters_3.find(at.peek()) != std::string_view::npos) { at.skip(); }
        return at.at() != begin || at.take('.');
    }
    [[nodiscard]] static constexpr flag_set flags_of_letters(std::string_view letters) noexcept {
        constexpr flag_set flags[]{flag::syn, flag::fin, flag::rst, flag::psh, flag::cwr, flag::ece};
        flag_set found;
        for (const char c : letters) {
            const std::size_t i = letters_3.find(c);
            if (i != std::string_view::npos) { found = found | flags[i]; }
        }
        return found;
    }
    [[nodiscard]] static constexpr bool begins_range(listing_scanner at) noexcept {
        std::uint64_t number = 0;
        return is_digit(at.peek()) && at.number(number, ~std::uint64_t{0}) && at.peek() == ':';
    }

    constexpr bool broken(listing_scanner at, std::string_view expected) noexcept {
        line_.is_ = line_kind::broken;
        line_.wants_more_ = at.done();
        line_.fault_ = {at.at() + 1, expected};
        return false;
    }

    constexpr bool flags_4() noexcept {
        std::uint32_t bits = 0;
        if (at_.peek() != 'n' || !at_.take("none")) {
            for (; !at_.done() && at_.peek() != ']'; at_.skip()) {
                const std::uint16_t bit = flags_of_4[static_cast<unsigned char>(at_.peek())];
                if (bit == 0) { return broken(at_, "a flag: F, S, R, P, ., U, E, W or e"); }
                bits |= bit;
            }
        }
        if (!at_.take(']')) { return broken(at_, "the flags' closing bracket"); }
        to_.flags_ = flag_set::from_bits(static_cast<std::uint16_t>(bits));
        to_.set(listing_field::flags);
        return true;
    }

    /// Fields in any order, up to the length, to options that are broken off, with which tcpdump ends a line, or to what
    /// is no field. Of one that stands there twice the last counts.
    constexpr void rest_4() noexcept {
        // In a copy, which stays in registers but for what is rare.
        listing_scanner at = at_;
        for (bool goes_on = true; goes_on;) {
            const listing_scanner here = at;
            at.skip_separators();
            switch (at.peek()) {
            case 's': goes_on = at.take("seq") ? range(at) : other_4(at, here); break;
            case 'a': goes_on = at.take("ack") ? ack(at) : other_4(at, here); break;
            case 'w': goes_on = at.take("win") ? window(at) : other_4(at, here); break;
            case 'l':
                // The last of its fields.
                static_cast<void>(at.take("length") ? length(at) : other_4(at, here));
                goes_on = false;
                break;
            default: goes_on = rare_4(at, here); break;
            }
        }
        if (line_.is_ != line_kind::broken) { at_ = at; }
    }
    constexpr bool rare_4(listing_scanner& at, const listing_scanner& here) noexcept {
        at_ = at;
        const bool read = at_.take("options") || at_.take("opts") ? options_4()
                          : at_.take("cksum")                     ? checksum()
                          : at_.take("urg")                       ? urgent()
                                                                  : other_4(at_, here);
        at = at_;
        return read;
    }
    /// What is no field; false where it is not part of the segment either.
    constexpr bool other_4(listing_scanner& at, const listing_scanner& here) noexcept {
        if (at.sees("[ack ") || at.sees("[urg ")) {
            // tcpdump 5: a field without its flag
            while (!at.done() && at.peek() != ']') { at.skip(); }
            at.take(']');
            return true;
        }
        if (!cut_within_word(at)) { at = here; }
        return false;
    }

    constexpr bool ack(listing_scanner& at) noexcept {
        std::uint64_t value = 0;
        at.skip_separators();
        if (!at.number(value)) { return broken(at, "a number below 2^32"); }
        to_.ack_ = seq32{static_cast<std::uint32_t>(value)};
        to_.set(listing_field::ack);
        return true;
    }
    constexpr bool window(listing_scanner& at) noexcept {
        std::uint64_t value = 0;
        at.skip_separators();
        if (!at.number(value, 0xffff)) { return broken(at, "a number below 65536"); }
        to_.window_ = static_cast<std::uint16_t>(value);
        to_.set(listing_field::window);
        return true;
    }
    constexpr bool urgent() noexcept {
        std::uint64_t value = 0;
        at_.skip_separators();
        if (!at_.number(value, 0xffff)) { return broken(at_, "a number below 65536"); }
        to_.urgent_ = static_cast<std::uint16_t>(value);
        to_.set(listing_field::urgent);
        return true;
    }

    /// `1:11` or `1`
    constexpr bool range(listing_scanner& at) noexcept {
        std::uint64_t value = 0;
        at.skip_separators();
        if (!at.number(value)) { return broken(at, "a number below 2^32"); }
        to_.seq_ = seq32{static_cast<std::uint32_t>(value)};
        to_.set(listing_field::seq);
        to_.unset(listing_field::seq_end);
        if (!at.take(':')) { return true; }
        if (!at.number(value)) { return broken(at, "a number below 2^32"); }
        to_.seq_end_ = seq32{static_cast<std::uint32_t>(value)};
        to_.set(listing_field::seq_end);
        return true;
    }
    /// `(0)`
    constexpr bool count_3() noexcept {
        if (!at_.take('(')) { return broken(at_, "the payload's size in parentheses"); }
        return length(at_) && (at_.take(')') || broken(at_, "a closing parenthesis"));
    }

    constexpr bool length(listing_scanner& at) noexcept {
        std::uint64_t value = 0;
        at.skip_separators();
        if (!at.number(value)) { return broken(at, "a number below 2^32"); }
        to_.length_ = static_cast<std::uint32_t>(value);
        to_.set(listing_field::length);
        return true;
    }

    /// `0x4d64 (correct)`, `0x4d64 (incorrect -> 0x8f99)`, `0x4d64 (incorrect (-> 0x8f99),`, `4d64 (->8f99)`
    constexpr bool checksum() noexcept {
        std::uint64_t value = 0;
        at_.skip_separators();
        at_.take("0x");
        if (!at_.hexadecimal(value, 4)) { return broken(at_, "a checksum"); }
        to_.checksum_ = static_cast<std::uint16_t>(value);
        to_.set(listing_field::checksum);
        to_.unset(listing_field::checksum_expected);
        at_.skip_blanks();
        if (at_.take("(correct)") || !at_.take('(')) { return true; }
        at_.take("incorrect");
        at_.skip_blanks();
        at_.take('(');
        if (!at_.take('-') || !at_.take_angle('>')) { return broken(at_, "the right checksum"); }
        at_.skip_blanks();
        at_.take("0x");
        if (!at_.hexadecimal(value, 4)) { return broken(at_, "the right checksum"); }
        to_.checksum_expected_ = static_cast<std::uint16_t>(value);
        to_.set(listing_field::checksum_expected);
        at_.take(')');
        return true;
    }

    /// Whether the text ends within the name of a field.
    constexpr bool cut_within_word(listing_scanner& at) noexcept {
        const std::string_view word = trimmed(at.rest());
        for (const std::string_view name : {"length", "options", "win", "ack", "seq", "cksum", "urg"}) {
            if (!word.empty() && word.size() < name.size() && name.starts_with(word)) {
                at.skip(word.size());
                broken(at, "the rest of a field's name");
                return true;
            }
        }
        return false;
    }

    constexpr bool options_4() noexcept {
        at_.skip_blanks();
        return at_.take('[') ? options(']') : broken(at_, "a list of options in brackets");
    }
    constexpr bool options(char closing) noexcept {
        const std::size_t first = at_.at();
        to_.options_ = {};
        to_.set(listing_field::options);
        options_reader reader{at_, to_.options_, closing};
        if (!reader.run()) { return broken(at_, "the options' closing bracket"); }
        to_.options_text_ = at_.since(first);
        to_.options_cut_ = reader.broken_off();
        if (!to_.options_cut_) { to_.options_text_.remove_suffix(to_.options_text_.ends_with("&gt;") ? 4 : 1); }
        // Behind EOL there is padding, which isn't printed. Without EOL options fill whole words, unless one is missing.
        if (reader.ended()) { to_.options_.pad(); }
        const std::size_t size = to_.options_.size();
        to_.options_whole_ = reader.whole() && size % 4 == 0 && size >= reader.needed();
        to_.options_exact_ = to_.options_whole_ && reader.exact();
        return !to_.options_cut_;
    }

    /// The payload's size, from whatever tells it.
    constexpr void finish(bool shows_payload) noexcept {
        const std::uint32_t range = to_.has(listing_field::seq_end) ? to_.seq_end_ - to_.seq_ : 0;
        if (to_.has(listing_field::length)) {
            to_.consistent_ = !to_.has(listing_field::seq_end) || range == to_.length_;
        } else if (shows_payload) {
            to_.length_ = range;
            to_.set(listing_field::length);
        }
    }

    [[nodiscard]] static constexpr std::string_view trimmed(std::string_view words) noexcept {
        while (!words.empty() && is_blank(words.back())) { words.remove_suffix(1); }
        return words;
    }

    listing_scanner& at_;
    listing_line& line_;
    listing_record& to_;
};

} // namespace tcplens::inline v0_1::detail
