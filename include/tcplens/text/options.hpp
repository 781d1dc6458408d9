// SPDX-License-Identifier: BSL-1.0
// The options of a header as tcpdump prints them, broken ones included.
#pragma once

#include <tcplens/text/mptcp.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/header.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// A sink behind the options, whether the line goes on, and in whose name a later cut is to be reported: tcpdump
/// remembers that it was in an MPTCP option.
template <char_sink O>
struct options_text {
    O out;                             ///< the sink, behind what was printed
    printed state = printed::whole;    ///< whether the line goes on
    std::string_view protocol = "tcp"; ///< what broke off, for the mark: `[|tcp]`
};

namespace detail {

/// tcpdump's own walk: it trusts the size that a kind has by nature before the length octet, and reads on into the
/// payload when the header ends after a kind octet.
template <class Words, char_sink O>
class tcpdump_options {
public:
    constexpr tcpdump_options(O out, const header_view& tcp, std::uint32_t sack_base) noexcept
        : out_{out}, at_{tcp.captured().data() + tcp_header_size}, end_{tcp.captured().data() + tcp.captured().size()},
          left_{tcp.header_size() - tcp_header_size}, sack_base_{sack_base}, flags_{tcp.flags()},
          whole_{tcp.captured().size() == tcp.wire_length()} {}

    constexpr options_text<O> run() {
        while (left_ > 0) {
            if (!first_) { out_ = put(out_, ','); }
            if (at_ == end_) { return truncated(false); }
            const std::uint8_t kind = load_u8(at_++);
            std::uint32_t length = 1;
            if (kind > 1) {
                if (at_ == end_) { return truncated(false); }
                length = load_u8(at_++);
                if (length < 2 || length > left_) { return bad(); }
                --left_;
            }
            --left_;
            data_ = 0;
            if (const printed state = one(kind, length); state == printed::cut) { return {out_, state, protocol_}; }
            at_ += data_ < static_cast<std::size_t>(end_ - at_) ? static_cast<std::ptrdiff_t>(data_) : end_ - at_;
            left_ -= data_;
            const std::uint32_t consumed = data_ + (kind > 1 ? 2U : 1U);
            if (consumed != length) { out_ = put(put_decimal(put(out_, "[len "), length), ']'); }
            first_ = false;
            if (kind == 0) { break; }
        }
        out_ = put(out_, Words::list_close);
        return {out_, printed::whole, protocol_};
    }

private:
    constexpr options_text<O> bad() {
        out_ = put(out_, "[bad opt]");
        if (Words::old_options || !first_) { out_ = put(out_, Words::list_close); }
        return {out_, printed::cut, protocol_};
    }
    /// tcpdump 4.99.3 closes the list with an angle bracket where the cut is in an option's data, and never elsewhere.
    constexpr options_text<O> truncated(bool in_data) {
        out_ = put(put(put(out_, Words::cut_mark), protocol_), ']');
        if (Words::old_options || (Words::closes_cut_data && in_data && !first_)) { out_ = put(out_, '>'); }
        return {out_, printed::cut, protocol_};
    }

    /// Whether `size` octets of data are within the header and captured; if not, the line ends here.
    constexpr bool has(std::uint32_t size) {
        data_ = size;
        if (size > left_) {
            bad();
            return false;
        }
        if (static_cast<std::size_t>(end_ - at_) < size) {
            truncated(true);
            return false;
        }
        return true;
    }

    /// One kind: its name, then its data. Here are those that most segments have.
    constexpr printed one(std::uint8_t kind, std::uint32_t length) {
        switch (kind) {
        case 1: out_ = put(out_, "nop"); return printed::whole;
        case 8: return timestamps();
        case 5: return sack_blocks(length - 2);
        case 2:
            out_ = put(out_, "mss");
            if (!has(2)) { return printed::cut; }
            out_ = put_decimal(put(out_, ' '), load_u16(at_));
            return printed::whole;
        case 4: out_ = put(out_, "sackOK"); return printed::whole;
        case 3:
            out_ = put(out_, "wscale");
            if (!has(1)) { return printed::cut; }
            out_ = put_decimal(put(out_, ' '), load_u8(at_));
            return printed::whole;
        default: return rare(kind, length);
        }
    }

    constexpr printed timestamps() {
        constexpr bool old = Words::old_options;
        out_ = put(out_, old ? "timestamp" : "TS");
        if (!has(old ? 4 : 8)) { return printed::cut; }
        out_ = put_decimal(put(out_, old ? " " : " val "), load_u32(at_));
        if (old && !has(8)) { return printed::cut; }
        out_ = put_decimal(put(out_, old ? " " : " ecr "), load_u32(at_ + 4));
        return printed::whole;
    }

    constexpr printed rare(std::uint8_t kind, std::uint32_t length) {
        if (Words::old_options && kind > 19) { return unknown(kind, length - 2); }
        switch (kind) {
        case 0: out_ = put(out_, "eol"); return printed::whole;
        case 6: return number("echo");
        case 7: return number("echoreply");
        case 11: return number("cc");
        case 12: return number("ccnew");
        case 13: return number(Words::connection_count_echo);
        case 19: return md5();
        case 20:
            out_ = put(out_, "scps");
            if (!has(2)) { return printed::cut; }
            out_ = put_hex(put(out_, " cap "), load_u8(at_), 2);
            out_ = put_decimal(put(out_, " id "), load_u8(at_ + 1));
            return printed::whole;
        case 28: return user_timeout();
        case 29: return authentication(length - 2);
        case 30: return multipath(length);
        case 34:
            out_ = put(out_, "tfo");
            if (!has(length - 2)) { return printed::cut; }
            out_ = put(out_, ' ');
            fast_open(at_, length - 2);
            return printed::whole;
        case 254: return experiment(length - 2);
        default: return unknown(kind, length - 2);
        }
    }

    constexpr printed number(std::string_view name) {
        out_ = put(out_, name);
        if (!has(4)) { return printed::cut; }
        out_ = put_decimal(put(out_, ' '), load_u32(at_));
        return printed::whole;
    }

    constexpr void octets(const std::byte* from, std::uint32_t size) {
        for (std::uint32_t i = 0; i < size; ++i) { out_ = put_hex(out_, load_u8(from + i), 2); }
    }

    /// Without a secret a signature can only be shown, and tcpdump looks first whether it could be checked at all.
    constexpr printed md5() {
        out_ = put(out_, Words::old_options ? "md5:" : "md5");
        if (!has(16)) { return printed::cut; }
        out_ = put(out_, Words::old_options ? "can't check - "
                         : whole_           ? " shared secret not supplied with -M, can't check - "
                                            : " snaplen too short, can't check - ");
        octets(at_, 16);
        return printed::whole;
    }

    /// tcpdump takes the lowest bit for the unit, RFC 5482 the highest.
    constexpr printed user_timeout() {
        out_ = put(out_, "uto");
        if (!has(2)) { return printed::cut; }
        const std::uint32_t word = load_u16(at_);
        out_ = put_hex(put(out_, " 0x"), word);
        out_ = put_decimal(put(out_, ' '), (word >> 1) * ((word & 1) != 0 ? 60U : 1U));
        return printed::whole;
    }

    constexpr printed authentication(std::uint32_t size) {
        out_ = put(out_, "tcp-ao");
        data_ = size;
        if (size < 2) {
            out_ = put(out_, " (invalid)");
            return printed::whole;
        }
        if (!has(1)) { return printed::cut; }
        out_ = put_decimal(put(out_, " keyid "), load_u8(at_));
        if (!has(2)) { return printed::cut; }
        out_ = put_decimal(put(out_, " rnextkeyid "), load_u8(at_ + 1));
        if (size > 2) { out_ = put(out_, " mac 0x"); }
        for (std::uint32_t i = 2; i < size; ++i) {
            if (!has(i + 1)) { return printed::cut; }
            out_ = put_hex(out_, load_u8(at_ + i), 2);
        }
        return printed::whole;
    }

    constexpr void fast_open(const std::byte* cookie, std::uint32_t size) {
        if (size == 0) {
            out_ = put(out_, " cookiereq");
        } else if (size % 2 != 0 || size < 4 || size > 16) {
            out_ = put(out_, " (invalid)");
        } else {
            out_ = put(out_, " cookie ");
            octets(cookie, size);
        }
    }

    constexpr printed experiment(std::uint32_t size) {
        out_ = put(out_, "exp");
        if (!has(size)) { return printed::cut; }
        if (size < 2) {
            bad();
            return printed::cut;
        }
        const std::uint16_t identifier = load_u16(at_);
        if (identifier == 0xf989) {
            out_ = put(out_, "-tfo");
            fast_open(at_ + 2, size - 2);
        } else {
            out_ = put_hex(put(out_, '-'), identifier, 4);
        }
        return printed::whole;
    }

    constexpr printed multipath(std::uint32_t length) {
        out_ = put(out_, "mptcp");
        if (!has(length - 2)) { return printed::cut; }
        const auto content = render_mptcp<Words>(out_, {at_ - 2, length}, flags_);
        out_ = content.out;
        protocol_ = "mptcp";
        if (content.state == printed::cut) { bad(); }
        return content.state;
    }

    constexpr printed sack_blocks(std::uint32_t size) {
        if (Words::sack_twice) { out_ = put(out_, "sack "); }
        if (size % 8 != 0) {
            data_ = size;
            out_ = put(out_, Words::old_options ? "malformed sack" : "sack invalid sack");
            return behind_sack();
        }
        out_ = put(put_decimal(put(out_, "sack "), size / 8), ' ');
        const std::byte* const blocks = at_;
        for (std::uint32_t i = 0; i < size; i += 8) {
            if (!has(i + 8)) { return printed::cut; }
            out_ = put_decimal(put(out_, '{'), load_u32(blocks + i) - sack_base_);
            out_ = put(put_decimal(put(out_, ':'), load_u32(blocks + i + 4) - sack_base_), '}');
        }
        return behind_sack();
    }
    constexpr printed behind_sack() {
        if (Words::sack_twice) { out_ = put(out_, ' '); }
        return printed::whole;
    }

    constexpr printed unknown(std::uint8_t kind, std::uint32_t size) {
        out_ = put_decimal(put(out_, Words::old_options ? "opt-" : "unknown-"), kind);
        if (Words::old_options) {
            out_ = put(out_, ':');
        } else if (size != 0) {
            out_ = put(out_, " 0x");
        }
        const std::byte* const octets = at_;
        for (std::uint32_t i = 0; i < size; ++i) {
            if (!has(i + 1)) { return printed::cut; }
            out_ = put_hex(out_, load_u8(octets + i), 2);
        }
        return printed::whole;
    }

    O out_;
    const std::byte* at_;
    const std::byte* end_;
    std::uint32_t left_;
    std::uint32_t data_ = 0;
    std::uint32_t sack_base_;
    flag_set flags_;
    bool whole_; ///< the segment was captured to its end
    bool first_ = true;
    std::string_view protocol_ = "tcp"; ///< whom a cut is blamed on
};

} // namespace detail

/// Appends `mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]`: what follows on `options [`. Where an option is broken or
/// not all captured it says so as tcpdump does, and the rest of the line is left out.
/// Spec: tcpdump 4.99.3
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr options_text<O> render_options(O out, const header_view& tcp, std::uint32_t sack_base) {
    using words = line_words<Notation>;
    if constexpr (!words::old_options) {
        // Most segments have what RFC 7323 recommends in its appendix A, and nothing else.
        const std::byte* const options = tcp.captured().data() + tcp_header_size;
        if (tcp.header_size() == 32 && tcp.captured().size() >= 32 && load_u32(options) == 0x0101'080a) {
            out = put_decimal(put(out, "nop,nop,TS val "), load_u32(options + 4));
            out = put_decimal(put(out, " ecr "), load_u32(options + 8));
            return {put(out, words::list_close), printed::whole, "tcp"};
        }
    }
    return detail::tcpdump_options<words, O>{out, tcp, sack_base}.run();
}

} // namespace tcplens::inline v0_1
