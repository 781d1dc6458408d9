// SPDX-License-Identifier: BSL-1.0
// TCP options read back from tcpdump's words, into the octets that they were.
#pragma once

#include <tcplens/text/listing_mptcp.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/wire/encode_options.hpp>
#include <tcplens/wire/more_options.hpp>
#include <tcplens/wire/options.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1::detail {

/// A list of options in brackets of either kind: `[mss 1460,nop]`, `<mss 1460,nop>`.
class options_reader {
public:
    /// The scanner stands behind the opening bracket.
    constexpr options_reader(listing_scanner& at, option_octets& to, char closing) noexcept
        : at_{at}, to_{to}, closing_{closing} {}

    /// To behind the closing bracket, or to the mark with which tcpdump breaks a list off; false where neither comes.
    /// A square bracket that was not opened ends a list in angles too: its end was torn off, and another one follows.
    constexpr bool run() noexcept {
        for (;;) {
            at_.skip_separators();
            if (at_.take("nop,")) {
                whole_ = to_.add(no_operation{}) && whole_ && !ended_;
                continue;
            }
            if (at_.done()) { return false; }
            if (closes()) { return true; }
            if (at_.peek() == ']') { return false; }
            if (at_.peek() == '[' && breaks_off()) { return true; }
            const std::size_t before = to_.size();
            whole_ = whole_ && !ended_; // EOL has nothing behind it
            const bool read = one();
            if (read && at_.peek() == ',') { continue; }
            if (read && closes()) { return true; }
            const std::size_t behind = at_.at();
            if (read && at_.take("[len ") && !patch_length(before)) { at_.move_to(behind); }
            at_.skip_blanks();
            const bool ends = at_.done() || at_.peek() == ',' || at_.peek() == closing_ || at_.sees("[|") ||
                              at_.sees("[bad opt]") || (closing_ == '>' && at_.peek() == '&');
            if (read && ends) { continue; }
            whole_ = false;
            skip_option();
        }
    }

    /// Whether EOL is one of them.
    [[nodiscard]] constexpr bool ended() const noexcept { return ended_; }
    /// Whether tcpdump broke the list off.
    [[nodiscard]] constexpr bool broken_off() const noexcept { return broken_off_; }
    /// How many octets they have at least: what tcpdump shows of a wrong length, it has looked for.
    [[nodiscard]] constexpr std::size_t needed() const noexcept { return needed_; }
    /// Whether each option of the list was understood, to its end.
    [[nodiscard]] constexpr bool whole() const noexcept { return whole_; }
    /// Whether the text also shows each bit of them: of Multipath TCP it doesn't.
    [[nodiscard]] constexpr bool exact() const noexcept { return exact_; }

private:
    constexpr bool closes() noexcept { return closing_ == '>' ? at_.take_angle('>') : at_.take(closing_); }

    /// `[bad opt]` and ` [|tcp]`, with which the line ends.
    constexpr bool breaks_off() noexcept {
        if (at_.take("[bad opt]")) {
            closes();
        } else if (at_.sees("[|")) {
            at_.skip(2);
            while (is_letter(at_.peek()) || is_digit(at_.peek())) { at_.skip(); }
            if (at_.take(']')) { at_.take_angle('>'); }
        } else {
            return false;
        }
        broken_off_ = true;
        whole_ = false;
        return true;
    }

    /// To the next comma or the list's end, past brackets within.
    constexpr void skip_option() noexcept {
        std::size_t depth = 0;
        for (; !at_.done(); at_.skip()) {
            const char c = at_.peek();
            if (depth == 0 && (c == ',' || c == ']' || c == closing_ || at_.sees("[|") || at_.sees("[bad opt]"))) {
                return;
            }
            if (depth == 0 && closing_ == '>' && at_.sees("&gt;")) { return; }
            if (c == '[') { ++depth; }
            if (c == ']' && depth > 0) { --depth; }
        }
    }

    /// tcpdump shows a length that isn't the kind's, behind the value that it read nevertheless.
    constexpr bool patch_length(std::size_t option) noexcept {
        std::uint64_t length = 0;
        if (!at_.number(length, 255) || !at_.take(']') || length < 2 || to_.size() <= option + 1) { return false; }
        to_.patch(option + 1, static_cast<std::uint8_t>(length));
        if (needed_ < option + length) { needed_ = option + length; }
        return true;
    }

    [[nodiscard]] constexpr bool at_end_of_word() const noexcept {
        const char c = at_.peek();
        return !is_letter(c) && !is_digit(c) && c != '-';
    }
    template <std::size_t N>
    constexpr bool word(const char (&name)[N]) noexcept {
        const std::size_t before = at_.at();
        if (at_.take(name) && at_end_of_word()) { return true; }
        at_.move_to(before);
        return false;
    }
    constexpr bool number(std::uint64_t& to, std::uint64_t most = 0xffff'ffff) noexcept {
        at_.skip_blanks();
        return at_.number(to, most);
    }
    constexpr bool hexadecimal(std::uint64_t& to, std::size_t digits) noexcept {
        at_.skip_blanks();
        at_.take("0x");
        return at_.hexadecimal(to, digits);
    }
    template <class T>
    constexpr bool number_as() noexcept {
        std::uint64_t value = 0;
        return number(value) && to_.add(T{static_cast<std::uint32_t>(value)});
    }

    constexpr bool one() noexcept {
        switch (at_.peek()) {
        case 'n': return word("nop") && to_.add(no_operation{});
        case 'T': return word("TS") && ticks();
        case 'm': return mss_or_other();
        case 'w': {
            std::uint64_t shift = 0;
            return word("wscale") && number(shift, 255) && to_.add(window_scale{static_cast<std::uint8_t>(shift)});
        }
        case 's': return selective();
        case 'e':
            if (!word("eol")) { return rare(); }
            ended_ = true;
            return to_.add(end_of_options{});
        default: return rare();
        }
    }

    constexpr bool mss_or_other() noexcept {
        std::uint64_t octets = 0;
        if (word("mss")) {
            return number(octets, 0xffff) && to_.add(maximum_segment_size{static_cast<std::uint16_t>(octets)});
        }
        if (word("mptcp")) {
            exact_ = false;
            return mptcp_reader{at_, to_}.run();
        }
        if (!at_.take("md5")) { return false; }
        // Whatever it says of the digest, the digest comes last; in 3.x there is none.
        const std::size_t here = at_.at();
        while (!at_.done() && at_.at() < here + 80 && at_.peek() != closing_ && !at_.sees(" - ")) { at_.skip(); }
        option_data digest;
        if (!at_.take(" - ")) {
            at_.move_to(here);
            return false;
        }
        return digest.digits(at_) && digest.size() == 16 && to_.add(option_kind::md5_signature, digest.octets());
    }

    /// ` val 5 ecr 0`, in 3.x ` 5 0`
    constexpr bool ticks() noexcept {
        std::uint64_t value = 0;
        std::uint64_t reply = 0;
        if (!at_.take(" val ")) {
            at_.skip_blanks();
            at_.take("val");
        }
        if (!number(value)) { return false; }
        if (!at_.take(" ecr ")) {
            at_.skip_blanks();
            at_.take("ecr");
        }
        return number(reply) &&
               to_.add(timestamps{static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(reply)});
    }

    constexpr bool selective() noexcept {
        if (word("sackOK")) { return to_.add(sack_permitted{}); }
        if (word("scps")) {
            std::uint64_t capabilities = 0;
            std::uint64_t id = 0;
            at_.skip_blanks();
            if (!at_.take("cap") || !hexadecimal(capabilities, 2)) { return false; }
            at_.skip_blanks();
            return at_.take("id") && number(id, 255) &&
                   to_.add(scps_capabilities{static_cast<std::uint8_t>(capabilities), static_cast<std::uint8_t>(id)});
        }
        if (!word("sack")) { return false; }
        at_.skip_blanks();
        word("sack"); // some posts have it twice
        std::uint64_t count = 0;
        if (!number(count)) { return false; }
        option_data edges;
        for (at_.skip_blanks(); at_.take('{'); at_.skip_blanks()) {
            std::uint64_t left = 0;
            std::uint64_t right = 0;
            if (!at_.number(left) || !at_.take(':') || !at_.number(right) || !at_.take('}')) { return false; }
            edges.number(left, 4);
            edges.number(right, 4);
        }
        return edges.size() == 8 * count && to_.add(option_kind::sack, edges.octets());
    }

    constexpr bool rare() noexcept {
        if (is_digit(at_.peek())) { return number_as<connection_count_echo>(); } // so 4.99.3: without a name
        if (word("echo")) { return number_as<echo>(); }
        if (word("echoreply")) { return number_as<echo_reply>(); }
        if (word("cc")) { return number_as<connection_count>(); }
        if (word("ccnew")) { return number_as<connection_count_new>(); }
        if (word("ccecho")) { return number_as<connection_count_echo>(); }
        if (word("timestamp")) { return ticks(); }
        if (at_.take("uto")) {
            std::uint64_t octets = 0;
            std::uint64_t seconds = 0;
            if (!hexadecimal(octets, 4) || !number(seconds)) { return false; }
            option_data data;
            data.number(octets, 2);
            return to_.add(option_kind::user_timeout, data.octets());
        }
        if (word("tcp-ao")) { return authentication(); }
        if (word("exp-tfo")) { return cookie(option_kind::experiment_2); }
        if (word("tfo")) { return cookie(option_kind::fast_open); }
        if (at_.take("unknown-")) { return unknown('x'); }
        return at_.take("opt-") && unknown(':');
    }

    constexpr bool authentication() noexcept {
        std::uint64_t key = 0;
        std::uint64_t next = 0;
        at_.skip_blanks();
        if (!at_.take("keyid") || !number(key, 255)) { return false; }
        at_.skip_blanks();
        if (!at_.take("rnextkeyid") || !number(next, 255)) { return false; }
        option_data data;
        data.number(key, 1);
        data.number(next, 1);
        at_.skip_blanks();
        if (at_.take("mac") && !(at_.take(" 0x") && data.digits(at_))) { return false; }
        return to_.add(option_kind::tcp_authentication, data.octets());
    }

    constexpr bool cookie(option_kind kind) noexcept {
        option_data data;
        if (kind == option_kind::experiment_2) { data.number(0xf989, 2); }
        at_.skip_blanks();
        if (at_.take("cookiereq")) { return to_.add(kind, data.octets()); }
        if (!at_.take("cookie")) { return false; }
        at_.skip_blanks();
        return data.digits(at_) && to_.add(kind, data.octets());
    }

    constexpr bool unknown(char before_data) noexcept {
        std::uint64_t kind = 0;
        if (!at_.number(kind, 255) || kind < 2) { return false; }
        option_data data;
        const std::size_t here = at_.at();
        at_.skip_blanks();
        if (before_data == ':' ? at_.take(':') : at_.take("0x")) {
            if (!data.digits(at_) && before_data != ':') { return false; }
        } else {
            at_.move_to(here);
        }
        return to_.add(option_kind{static_cast<std::uint8_t>(kind)}, data.octets());
    }

    listing_scanner& at_;
    option_octets& to_;
    char closing_;
    std::size_t needed_ = 0;
    bool whole_ = true;
    bool broken_off_ = false;
    bool ended_ = false;
    bool exact_ = true;
};

} // namespace tcplens::inline v0_1::detail
