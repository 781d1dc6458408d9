// SPDX-License-Identifier: BSL-1.0
// The options of a header as tcpdump 4.99.3 prints them, broken ones included.
#pragma once

#include <tcplens/text/sink.hpp>
#include <tcplens/wire/header.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// tcpdump's own walk: it trusts the size that a kind has by nature before the length octet, and reads on into the
/// payload when the header ends after a kind octet.
template <char_sink O>
class tcpdump_options {
public:
    constexpr tcpdump_options(O out, bytes segment, std::uint32_t options_size, std::uint32_t sack_base) noexcept
        : out_{out}, at_{segment.data() + tcp_header_size}, end_{segment.data() + segment.size()}, left_{options_size},
          sack_base_{sack_base} {}

    constexpr partial_text<O> run() {
        while (left_ > 0) {
            if (!first_) { out_ = put(out_, ','); }
            if (at_ == end_) { return truncated(""); }
            const std::uint8_t kind = load_u8(at_++);
            std::uint32_t length = 1;
            if (kind > 1) {
                if (at_ == end_) { return truncated(""); }
                length = load_u8(at_++);
                if (length < 2 || length > left_) { return bad(); }
                --left_;
            }
            --left_;
            data_ = 0;
            if (const printed state = one(kind, length); state == printed::cut) { return {out_, state}; }
            at_ += data_ < static_cast<std::size_t>(end_ - at_) ? static_cast<std::ptrdiff_t>(data_) : end_ - at_;
            left_ -= data_;
            const std::uint32_t consumed = data_ + (kind > 1 ? 2U : 1U);
            if (consumed != length) { out_ = put(put_decimal(put(out_, "[len "), length), ']'); }
            first_ = false;
            if (kind == 0) { break; }
        }
        out_ = put(out_, ']');
        return {out_, printed::whole};
    }

private:
    constexpr partial_text<O> bad() {
        out_ = put(out_, first_ ? std::string_view{"[bad opt]"} : std::string_view{"[bad opt]]"});
        return {out_, printed::cut};
    }
    /// tcpdump closes the list with an angle bracket where the cut is in an option's data, and never elsewhere.
    constexpr partial_text<O> truncated(std::string_view bracket) {
        out_ = put(put(out_, " [|tcp]"), bracket);
        return {out_, printed::cut};
    }

    /// Whether `size` octets of data are within the header and captured; if not, the line ends here.
    constexpr bool has(std::uint32_t size) {
        data_ = size;
        if (size > left_) {
            bad();
            return false;
        }
        if (static_cast<std::size_t>(end_ - at_) < size) {
            truncated(first_ ? "" : ">");
            return false;
        }
        return true;
    }

    /// One kind: its name, then its data.
    constexpr printed one(std::uint8_t kind, std::uint32_t length) {
        switch (kind) {
        case 0: out_ = put(out_, "eol"); return printed::whole;
        case 1: out_ = put(out_, "nop"); return printed::whole;
        case 2:
            out_ = put(out_, "mss");
            if (!has(2)) { return printed::cut; }
            out_ = put_decimal(put(out_, ' '), load_u16(at_));
            return printed::whole;
        case 3:
            out_ = put(out_, "wscale");
            if (!has(1)) { return printed::cut; }
            out_ = put_decimal(put(out_, ' '), load_u8(at_));
            return printed::whole;
        case 4: out_ = put(out_, "sackOK"); return printed::whole;
        case 5: return sack_blocks(length - 2);
        case 8:
            out_ = put(out_, "TS");
            if (!has(8)) { return printed::cut; }
            out_ = put_decimal(put(out_, " val "), load_u32(at_));
            out_ = put_decimal(put(out_, " ecr "), load_u32(at_ + 4));
            return printed::whole;
        default: return unknown(kind, length - 2);
        }
    }

    constexpr printed sack_blocks(std::uint32_t size) {
        out_ = put(out_, "sack");
        if (size % 8 != 0) {
            data_ = size;
            out_ = put(out_, " invalid sack");
            return printed::whole;
        }
        out_ = put(put_decimal(put(out_, ' '), size / 8), ' ');
        const std::byte* const blocks = at_;
        for (std::uint32_t i = 0; i < size; i += 8) {
            if (!has(i + 8)) { return printed::cut; }
            out_ = put_decimal(put(out_, '{'), load_u32(blocks + i) - sack_base_);
            out_ = put(put_decimal(put(out_, ':'), load_u32(blocks + i + 4) - sack_base_), '}');
        }
        return printed::whole;
    }

    constexpr printed unknown(std::uint8_t kind, std::uint32_t size) {
        out_ = put_decimal(put(out_, "unknown-"), kind);
        if (size == 0) { return printed::whole; }
        out_ = put(out_, " 0x");
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
    bool first_ = true;
};

} // namespace detail

/// Appends `mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]`: what follows on `options [`. Where an option is broken or
/// not all captured it says so as tcpdump does, and the rest of the line is left out.
/// Spec: tcpdump 4.99.3; RFC 9293 3.2, 7323, 2018
template <char_sink O>
constexpr partial_text<O> render_options(O out, const header_view& tcp, std::uint32_t sack_base) {
    return detail::tcpdump_options<O>{out, tcp.captured(), tcp.header_size() - tcp_header_size, sack_base}.run();
}

} // namespace tcplens::inline v0_1
