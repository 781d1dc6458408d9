// SPDX-License-Identifier: BSL-1.0
// Multipath TCP options as tcpdump prints them.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/flags.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/sink.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// tcpdump's reading of one option, which asks for sizes and flags that fit each other, and else stops.
template <class Words, char_sink O>
class tcpdump_mptcp {
public:
    constexpr tcpdump_mptcp(O out, bytes whole, flag_set flags) noexcept : out_{out}, whole_{whole}, flags_{flags} {}

    constexpr partial_text<O> run() {
        if (size() < 3) { return {out_, printed::cut}; }
        constexpr std::array<std::string_view, 9> names{"capable", "join", "dss",        "add-addr", "rem-addr",
                                                        "prio",    "fail", "fast-close", "unknown"};
        const std::uint8_t subtype = load_u8(at(2)) >> 4;
        out_ = put(put_decimal(put(out_, ' '), size()), ' ');
        const bool reset = Words::mptcp_flags && subtype == 8;
        out_ = put(out_, reset ? "tcprst" : names[subtype < 8 ? subtype : 8]);
        const bool good = content(subtype);
        return {out_, good ? printed::whole : printed::cut};
    }

private:
    [[nodiscard]] constexpr std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(whole_.size()); }
    [[nodiscard]] constexpr const std::byte* at(std::size_t i) const noexcept { return whole_.data() + i; }
    [[nodiscard]] constexpr std::uint8_t low_bits() const noexcept { return load_u8(at(2)) & 15; }

    constexpr bool content(std::uint8_t subtype) {
        switch (subtype) {
        case 0: return capable();
        case 1: return join();
        case 2: return dss();
        case 3: return add_address();
        case 4: return remove_address();
        case 5: return priority();
        case 6: return size() == 12 && number(" seq ", at(4));
        case 7: return size() == 12 && hexadecimal(" key 0x", load_u64(at(4)));
        case 8: return !Words::mptcp_flags || reset();
        default: return true;
        }
    }

    /// Appends the letters of the bits that are set, highest first.
    constexpr void flag_letters(std::uint32_t bits, std::string_view letters) {
        out_ = put(out_, " flags [");
        if (bits == 0) { out_ = put(out_, "none"); }
        for (std::size_t i = 0; i < letters.size(); ++i) {
            if ((bits >> (letters.size() - 1 - i) & 1U) != 0) { out_ = put(out_, letters[i]); }
        }
        out_ = put(out_, ']');
    }

    constexpr bool number(std::string_view name, const std::byte* value) {
        out_ = put_decimal(put(out_, name), load_u64(value));
        return true;
    }
    constexpr bool hexadecimal(std::string_view name, std::uint64_t value) {
        out_ = put_hex(put(out_, name), value);
        return true;
    }

    constexpr bool capable() {
        const bool syn = flags_.has(flag::syn);
        const bool fits =
            syn ? size() == 4 || size() == 12
                : flags_.has(flag::ack) && (size() == 20 || size() == 22 || (Words::mptcp_flags && size() == 24));
        if (!fits) { return false; }
        if (low_bits() > 1) {
            out_ = put(put_decimal(put(out_, " Unknown Version ("), low_bits()), ')');
            return true;
        }
        out_ = put_decimal(put(out_, " v"), low_bits());
        if constexpr (Words::mptcp_flags) { flag_letters(load_u8(at(3)), "ABCDEFGH"); }
        const bool checksums = (load_u8(at(3)) & 0x80) != 0;
        if (checksums) { out_ = put(out_, " csum"); }
        if (size() >= 12) {
            hexadecimal(" {0x", load_u64(at(4)));
            if (size() >= 20) { hexadecimal(",0x", load_u64(at(12))); }
            if (Words::mptcp_flags && (size() == 24 || (size() == 22 && !checksums))) {
                out_ = put_decimal(put(out_, ",data_len="), load_u16(at(20)));
            }
            out_ = put(out_, '}');
        }
        return true;
    }

    constexpr bool join() {
        const bool syn = flags_.has(flag::syn);
        const bool ack = flags_.has(flag::ack);
        if (!((size() == 12 && syn) || (size() == 16 && syn && ack) || (size() == 24 && ack))) { return false; }
        if (size() == 24) {
            out_ = put(out_, " hmac 0x");
            for (std::size_t i = 4; i < 24; ++i) { out_ = put_hex(out_, load_u8(at(i)), 2); }
            return true;
        }
        if ((low_bits() & 1) != 0) { out_ = put(out_, " backup"); }
        out_ = put_decimal(put(out_, " id "), load_u8(at(3)));
        if (size() == 12) {
            hexadecimal(" token 0x", load_u32(at(4)));
            return hexadecimal(" nonce 0x", load_u32(at(8)));
        }
        hexadecimal(" hmac 0x", load_u64(at(4)));
        return hexadecimal(" nonce 0x", load_u32(at(12)));
    }

    /// A data sequence number, 4 octets or 8; its name is printed also where it is missing.
    constexpr bool data_number(std::string_view name, bool wide, std::uint32_t& here) {
        out_ = put(out_, name);
        const std::uint32_t needed = wide ? 8 : 4;
        if (size() - here < needed) { return false; }
        out_ = put_decimal(out_, wide ? load_u64(at(here)) : load_u32(at(here)));
        here += needed;
        return true;
    }

    constexpr bool dss() {
        if (size() < 4 || flags_.has(flag::syn)) { return false; }
        const std::uint8_t flags = load_u8(at(3));
        std::uint32_t here = 4;
        if ((flags & 0x10) != 0) { out_ = put(out_, " fin"); }
        if ((flags & 0x01) != 0 && !data_number(" ack ", (flags & 0x02) != 0, here)) { return false; }
        if ((flags & 0x04) != 0) {
            if (!data_number(" seq ", (flags & 0x08) != 0, here)) { return false; }
            if (size() - here < 4) { return false; }
            out_ = put_decimal(put(out_, " subseq "), load_u32(at(here)));
            here += 4;
            if (size() - here < 2) { return false; }
            out_ = put_decimal(put(out_, " len "), load_u16(at(here)));
            here += 2;
            if (size() - here >= 2) {
                hexadecimal(" csum 0x", load_u16(at(here)));
                here += 2;
            }
        }
        return here == size();
    }

    constexpr bool add_address() {
        const bool v4 = size() == 8 || size() == 10 || size() == 16 || size() == 18;
        if (!v4 && size() != 20 && size() != 22 && size() != 28 && size() != 30) { return false; }
        const std::uint8_t what = low_bits();
        out_ = put(out_, what == 4   ? " v0-ip4"
                         : what == 6 ? " v0-ip6"
                         : what == 1 ? " v1-echo"
                         : what == 0 ? " v1"
                                     : " [bad version/echo]");
        out_ = put_decimal(put(out_, " id "), load_u8(at(3)));
        out_ = render_address(put(out_, ' '), v4 ? address::load_v4(at(4)) : address::load_v6(at(4)));
        std::uint32_t here = v4 ? 8 : 20;
        if ((size() - here) % 8 == 2) {
            out_ = put_decimal(put(out_, ':'), load_u16(at(here)));
            here += 2;
        }
        return size() == here || hexadecimal(" hmac 0x", load_u64(at(here)));
    }

    constexpr bool remove_address() {
        if (size() < 4) { return false; }
        out_ = put(out_, " id");
        for (std::size_t i = 3; i < size(); ++i) { out_ = put_decimal(put(out_, ' '), load_u8(at(i))); }
        return true;
    }

    constexpr bool priority() {
        if (size() != 3 && size() != 4) { return false; }
        out_ = put(out_, (low_bits() & 1) != 0 ? " backup" : " non-backup");
        if (size() == 4) { out_ = put_decimal(put(out_, " id "), load_u8(at(3))); }
        return true;
    }

    /// RFC 8684 3.6
    constexpr bool reset() {
        if (size() != 4) { return false; }
        flag_letters(low_bits(), "UVWT");
        constexpr std::array<std::string_view, 7> reasons{
            "Unspecified error",           "MPTCP-specific error",      "Lack of resources",
            "Administratively prohibited", "Too much outstanding data", "Unacceptable performance",
            "Middlebox interference",
        };
        const std::uint8_t reason = load_u8(at(3));
        out_ = put(out_, " reason ");
        out_ = reason < reasons.size() ? put(out_, reasons[reason])
                                       : put(put_hex(put(out_, "unknown (0x"), reason, 2), ')');
        return true;
    }

    O out_;
    bytes whole_;
    flag_set flags_;
};

} // namespace detail

/// Appends what follows on `mptcp`: ` 12 capable v0 {0x...}`. `whole` is the option with kind and length, `flags` are
/// its segment's.
/// Errors: where sizes and flags don't fit each other it stops (`printed::cut`), and tcpdump says `[bad opt]`.
/// Spec: tcpdump 4.99.3; RFC 6824 3, RFC 8684 3
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr partial_text<O> render_mptcp(O out, bytes whole, flag_set flags) {
    return detail::tcpdump_mptcp<line_words<Notation>, O>{out, whole, flags}.run();
}

} // namespace tcplens::inline v0_1
