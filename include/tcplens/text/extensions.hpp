// SPDX-License-Identifier: BSL-1.0
// The extension headers of a datagram as tcpdump prints them between the addresses and the ports.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/datagram.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/ip.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

template <class Words, char_sink O>
class tcpdump_extensions {
public:
    constexpr tcpdump_extensions(O out, const ip_view& ip, bool verbose) noexcept
        : out_{out}, rest_{ip.extensions()}, next_{ip.first_protocol()},
          behind_{ip.is_jumbo() ? 0 : ip.length() - ip.header_size()}, payload_{ip.payload().size()},
          length_{ip.length()}, missing_{ip.missing()}, jumbo_{ip.is_jumbo()}, verbose_{verbose} {}

    constexpr partial_text<O> run() {
        while (!rest_.empty()) {
            const bool goes_on = one();
            if (!goes_on) { return {out_, printed::cut}; }
        }
        return {out_, printed::whole};
    }

private:
    constexpr bool one() {
        switch (next_) {
        case ip_protocol::hop_by_hop: return options("HBH ", " [|hbhopt]", true);
        case ip_protocol::destination_options: return options("DSTOPT ", " [|dstopt]", verbose_);
        case ip_protocol::routing: return routing();
        case ip_protocol::fragment: return fragment();
        case ip_protocol::authentication: return authentication();
        default: return false;
        }
    }

    [[nodiscard]] constexpr const std::byte* at(std::size_t offset) const noexcept { return rest_.data() + offset; }

    constexpr bool step(std::uint32_t size) {
        next_ = ip_protocol{load_u8(at(0))};
        rest_ = rest_.subspan(size);
        behind_ -= size;
        return true;
    }

    /// A list of options; where it is looked into and broken, the line ends.
    constexpr bool options(std::string_view name, std::string_view broken, bool looks) {
        const std::uint32_t size = (load_u8(at(1)) + 1U) * 8U;
        out_ = put(out_, name);
        jumbo_option_seen_ = false;
        if (looks && !list(rest_.subspan(2, size - 2))) {
            out_ = put(out_, broken);
            return false;
        }
        if (verbose_) { out_ = put(out_, ' '); }
        if (next_ == ip_protocol::hop_by_hop && jumbo_ && missing_ != 0) {
            // Only now tcpdump knows how long it is.
            out_ = render_missing<Words>(out_, address_family::ipv6, length_, missing_);
        }
        return step(size);
    }

    /// One option after the other, shown only with -v; false at the first that is broken.
    /// RFC 8200 4.2, 2711 (router alert), 2675 (jumbo payload), 6275 6.3 (home address)
    constexpr bool list(bytes left) {
        while (!left.empty()) {
            const std::uint8_t type = load_u8(left.data());
            if (type != 0 && left.size() < 2) { return false; }
            const std::size_t size = type == 0 ? 1U : 2U + load_u8(left.data() + 1);
            if (size > left.size()) { return false; }
            if (!one_option(type, left.first(size))) { return false; }
            left = left.subspan(size);
        }
        return true;
    }
    constexpr bool one_option(std::uint8_t type, bytes whole) {
        const auto length = static_cast<std::uint32_t>(whole.size() - 2);
        switch (type) {
        case 0: return show("(pad1)");
        case 1: return show("(padn)");
        case 5:
            if (length != 2) { return fails("(rtalert: invalid len ", length); }
            if (verbose_) { out_ = put(put_hex(put(out_, "(rtalert: 0x"), load_u16(whole.data() + 2), 4), ") "); }
            return true;
        case 0xc2:
            if (length != 4) { return fails("(jumbo: invalid len ", length); }
            if (verbose_) {
                out_ = put_decimal(put(out_, "(jumbo: "), load_u32(whole.data() + 2));
                out_ = put(put(out_, jumbo_fault()), ") ");
            }
            jumbo_option_seen_ = true;
            return true;
        case 0xc9:
            if (length < 16) { return fails("(homeaddr: invalid len ", length); }
            return !verbose_ || home_address(whole);
        default:
            if (verbose_) {
                out_ = put(put_hex(put(out_, Words::unknown_option), type, 2), Words::unknown_option_length);
                out_ = put(put_decimal(out_, length), ')');
            }
            return true;
        }
    }
    [[nodiscard]] constexpr std::string_view jumbo_fault() const noexcept {
        return jumbo_option_seen_                 ? " - already seen"
               : next_ != ip_protocol::hop_by_hop ? " - not a hop-by-hop option"
               : !jumbo_                          ? " - payload len != 0"
                                                  : "";
    }
    /// Options may stand behind the address within its own.
    constexpr bool home_address(bytes whole) {
        out_ = render_address(put(out_, "(homeaddr: "), address::load_v6(whole.data() + 2));
        for (bytes left = whole.subspan(18); !left.empty();) {
            const std::uint8_t type = load_u8(left.data());
            if (type != 0 && left.size() < 2) { return false; }
            const std::size_t size = type == 0 ? 1U : 2U + load_u8(left.data() + 1);
            if (size > left.size()) { return false; }
            if (type <= 1) {
                out_ = put(out_, type == 0 ? ", pad1" : ", padn");
            } else {
                out_ = put(put_hex(put(out_, ", sopt_type 0x"), type, 2), ": len=");
                out_ = put_decimal(out_, load_u8(left.data() + 1));
            }
            left = left.subspan(size);
        }
        out_ = put(out_, ')');
        return true;
    }
    constexpr bool show(std::string_view words) {
        if (verbose_) { out_ = put(out_, words); }
        return true;
    }
    constexpr bool fails(std::string_view words) {
        out_ = put(out_, words);
        return false;
    }
    constexpr bool fails(std::string_view words, std::uint32_t length) {
        out_ = put(put_decimal(put(out_, words), length), ')');
        return false;
    }

    /// tcpdump goes on only behind the first fragment, and only if there is something.
    constexpr bool fragment() {
        const auto offset = static_cast<std::uint32_t>(load_u16(at(2)) & 0xfff8);
        out_ = put(out_, "frag (");
        if (verbose_) { out_ = put(put_hex(put(out_, "0x"), load_u32(at(4)), 8), ':'); }
        out_ = put_decimal(out_, offset);
        out_ = put(put_decimal(put(out_, '|'), behind_ - 8), ')');
        if (offset != 0) { return false; }
        out_ = put(out_, ' ');
        step(8);
        return !rest_.empty() || payload_ != 0;
    }

    /// RFC 8200 4.4, 6275 6.4 (type 2), 8754 2 (type 4)
    constexpr bool routing() {
        const std::uint8_t length = load_u8(at(1));
        const std::uint8_t type = load_u8(at(2));
        out_ = put_decimal(put(out_, "RT6 (len="), length);
        out_ = put_decimal(put(out_, ", type="), type);
        if (type == 0) { out_ = put(out_, " [Deprecated]"); }
        out_ = put_decimal(put(out_, ", segleft="), load_u8(at(3)));
        if (type == 4) {
            out_ = put_decimal(put(out_, ", last-entry="), load_u8(at(4)));
            if (load_u8(at(5)) != 0 || verbose_) { out_ = put_hex(put(out_, ", flags=0x"), load_u8(at(5))); }
            out_ = put_hex(put(out_, ", tag="), load_u16(at(6)));
        } else if (type != 0 && type != 2) {
            out_ = put(out_, " (unknown type) (invalid)");
            return false;
        } else {
            if (load_u32(at(4)) != 0 || verbose_) { out_ = put_hex(put(out_, ", rsv=0x"), load_u32(at(4))); }
        }
        if (length % 2 != 0) {
            out_ = put(put_decimal(put(out_, " (invalid length "), length), ") (invalid)");
            return false;
        }
        for (std::uint32_t i = 0; i < length / 2U; ++i) {
            out_ = put(put_decimal(put(out_, ", ["), i), ']');
            out_ = render_address(out_, address::load_v6(at(8 + std::size_t{16} * i)));
        }
        out_ = put(out_, ") ");
        return step((length + 1U) * 8U);
    }

    /// Behind it tcpdump reads no other extension header. A sequence number is shown also where the length leaves no
    /// room for one, as in RFC 1826.
    constexpr bool authentication() {
        const std::uint32_t size = (load_u8(at(1)) + 2U) * 4U;
        out_ = put(out_, "AH(");
        if (verbose_) {
            out_ = put_decimal(put(out_, "length="), load_u8(at(1)));
            out_ = put(put_decimal(put(out_, '('), size), "-bytes),");
        }
        if (load_u16(at(2)) != 0) { out_ = put(put_hex(put(out_, "reserved=0x"), load_u16(at(2))), "[MustBeZero],"); }
        out_ = put_hex(put(out_, "spi=0x"), load_u32(at(4)), 8);
        if (rest_.size() + payload_ < 12) {
            out_ = put(out_, ", [|ah]");
            return false;
        }
        out_ = put_hex(put(out_, ",seq=0x"), load_u32(at(8)));
        out_ = put(out_, ",icv=0x");
        for (std::size_t i = 12; i < size; ++i) { out_ = put_hex(out_, load_u8(at(i)), 2); }
        out_ = put(out_, "): ");
        step(size);
        return rest_.empty() || next_ == ip_protocol::authentication;
    }

    O out_;
    bytes rest_;
    ip_protocol next_;
    std::uint64_t behind_; ///< octets from this header to where the length field ends the datagram; below 0 for a jumbo
    std::size_t payload_;  ///< octets captured behind the last extension header
    std::uint32_t length_;
    std::uint32_t missing_;
    bool jumbo_;
    bool verbose_;
    bool jumbo_option_seen_ = false; ///< in the header at hand
};

} // namespace detail

/// Appends `HBH DSTOPT frag (0|25) `, what stands before the ports; with -v also what is in them. Where tcpdump reads
/// no further, as behind a later fragment, the line ends (`printed::cut`).
/// Spec: tcpdump 4.99.3; RFC 8200 4, RFC 4302 2
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr partial_text<O> render_extensions(O out, const ip_view& ip, bool verbose = false) {
    return detail::tcpdump_extensions<line_words<Notation>, O>{out, ip, verbose}.run();
}

} // namespace tcplens::inline v0_1
