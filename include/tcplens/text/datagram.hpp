// SPDX-License-Identifier: BSL-1.0
// The IP header as tcpdump 4.99.3 prints it with -v.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/checksum.hpp>
#include <tcplens/wire/ip.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// tcpdump's names, as far as they can stand before a TCP segment.
[[nodiscard]] constexpr std::string_view protocol_name(ip_protocol protocol) noexcept {
    switch (protocol) {
    case ip_protocol::hop_by_hop: return "Options";
    case ip_protocol::tcp: return "TCP";
    case ip_protocol::routing: return "Routing";
    case ip_protocol::fragment: return "Fragment";
    case ip_protocol::authentication: return "AH";
    default: return "unknown";
    }
}

/// The options of IPv4, each by its name and what it holds.
template <char_sink O>
class tcpdump_ip_options {
public:
    constexpr tcpdump_ip_options(O out, bytes options) noexcept : out_{out}, rest_{options} {}

    constexpr O run() {
        std::string_view separator;
        while (!rest_.empty()) {
            const std::uint8_t kind = load_u8(at(0));
            out_ = put(out_, separator);
            separator = ",";
            name(kind);
            if (kind == 0) { break; }
            if (kind == 1) {
                rest_ = rest_.subspan(1);
                continue;
            }
            if (rest_.size() < 2) {
                // The length octet would stand in the segment.
                out_ = put(out_, " [bad length]");
                break;
            }
            const std::size_t length = load_u8(at(1));
            if (length < 2 || length > rest_.size()) {
                out_ = put(put_decimal(put(out_, " [bad length "), static_cast<std::uint32_t>(length)), ']');
                break;
            }
            content(kind, length);
            rest_ = rest_.subspan(length);
        }
        return out_;
    }

private:
    [[nodiscard]] constexpr const std::byte* at(std::size_t i) const noexcept { return rest_.data() + i; }

    constexpr void name(std::uint8_t kind) {
        switch (kind) {
        case 0: out_ = put(out_, "EOL"); break;
        case 1: out_ = put(out_, "NOP"); break;
        case 7: out_ = put(out_, "RR"); break;
        case 68: out_ = put(out_, "timestamp"); break;
        case 82: out_ = put(out_, "traceroute"); break;
        case 130: out_ = put(out_, "security"); break;
        case 131: out_ = put(out_, "LSRR"); break;
        case 137: out_ = put(out_, "SSRR"); break;
        case 148: out_ = put(out_, "RA"); break;
        default: out_ = put_decimal(put(out_, "unknown "), kind); break;
        }
    }

    constexpr void content(std::uint8_t kind, std::size_t length) {
        if (kind == 68) { timestamp(length); }
        if (kind == 7 || kind == 131 || kind == 137) { route(length); }
        if (kind == 148) { alert(length); }
    }

    constexpr void bad(std::string_view what, std::size_t value) {
        out_ = put(put_decimal(put(put(out_, what), ' '), static_cast<std::uint32_t>(value)), ']');
    }

    /// A comma marks the addresses that the pointer has passed.
    constexpr void route(std::size_t length) {
        if (length < 3) { return bad(" [bad length", length); }
        if ((length + 1) % 4 != 0) { bad(" [bad length", length); }
        const std::uint8_t pointer = load_u8(at(2));
        if ((pointer & 3) != 0 || pointer < 4) { bad(" [bad ptr", pointer); }
        for (std::size_t i = 3; i + 4 <= length; i += 4) {
            out_ = render_address(put(out_, ' '), address::load_v4(at(i)));
            if (pointer > i + 1) { out_ = put(out_, ','); }
        }
    }

    constexpr void timestamp(std::size_t length) {
        if (length < 4) { return bad("[bad length", length); }
        out_ = put(out_, " TS{");
        const std::size_t pointer = load_u8(at(2));
        const std::uint8_t flags = load_u8(at(3)) & 15;
        const bool with_address = flags == 1 || flags == 3;
        const std::size_t step = with_address ? 8 : 4;
        if (flags == 0) {
            out_ = put(out_, "TSONLY");
        } else if (flags == 1) {
            out_ = put(out_, "TS+ADDR");
        } else if (flags == 3) {
            out_ = put(out_, "PRESPEC");
        } else {
            out_ = put(put_decimal(put(out_, "[bad ts type "), flags), ']');
        }
        if (flags <= 1 || flags == 3) {
            std::string_view here = " ^ ";
            for (std::size_t i = 4; i + step <= length; i += step) {
                out_ = put(out_, pointer == i + 1 ? here : " ");
                out_ = put_decimal(out_, load_u32(at(i + step - 4)));
                out_ = put(out_, '@');
                if (with_address) { out_ = render_address(out_, address::load_v4(at(i))); }
            }
            if (pointer == length + 1) { out_ = put(out_, " ^ "); }
            if (load_u8(at(3)) >> 4 != 0) {
                out_ = put(put_decimal(put(out_, " ["), static_cast<std::uint32_t>(load_u8(at(3)) >> 4)),
                           " hops not recorded]} ");
                return;
            }
        }
        out_ = put(out_, '}');
    }

    constexpr void alert(std::size_t length) {
        if (length < 4) { return bad(" [bad length", length); }
        if (load_u16(at(2)) != 0) { out_ = put_decimal(put(out_, " value "), load_u16(at(2))); }
    }

    O out_;
    bytes rest_;
};

template <char_sink O>
constexpr O render_ipv4_header(O out, const ip_view& ip) {
    constexpr std::string_view ecn[]{"", ",ECT(1)", ",ECT(0)", ",CE"};
    out = put(put_hex(put(out, "(tos 0x"), ip.traffic_class()), ecn[ip.traffic_class() & 3]);
    if (ip.hop_limit() != 0) { out = put_decimal(put(out, ", ttl "), ip.hop_limit()); }
    out = put_decimal(put(out, ", id "), ip.identification());
    out = put_decimal(put(out, ", offset "), ip.fragment().offset);
    out = put(out, ", flags [");
    const std::uint16_t flags = ip.fragment_word() & 0xe000;
    if (flags == 0) { out = put(out, "none"); }
    if ((flags & 0x2000) != 0) { out = put(out, (flags & 0xc000) != 0 ? "+, " : "+"); }
    if ((flags & 0x4000) != 0) { out = put(out, (flags & 0x8000) != 0 ? "DF, " : "DF"); }
    if ((flags & 0x8000) != 0) { out = put(out, "rsvd"); }
    out = put(put(out, "], proto "), protocol_name(ip.first_protocol()));
    out = put_decimal(put(out, " ("), static_cast<std::uint8_t>(ip.first_protocol()));
    out = put_decimal(put(out, "), length "), ip.length());
    if (!ip.options().empty()) { out = put(tcpdump_ip_options<O>{put(out, ", options ("), ip.options()}.run(), ')'); }
    if (const checksum_check header = check_header(ip); header.verdict == checksum_verdict::incorrect) {
        out = put_hex(put(out, ", bad cksum "), header.found);
        out = put(put_hex(put(out, " (->"), header.expected), ")!");
    }
    return put(out, ")\n    ");
}

template <char_sink O>
constexpr O render_ipv6_header(O out, const ip_view& ip) {
    out = put(out, '(');
    if (ip.traffic_class() != 0) { out = put(put_hex(put(out, "class 0x"), ip.traffic_class(), 2), ", "); }
    if (ip.flow_label() != 0) { out = put(put_hex(put(out, "flowlabel 0x"), ip.flow_label(), 5), ", "); }
    out = put_decimal(put(out, "hlim "), ip.hop_limit());
    out = put(put(out, ", next-header "), protocol_name(ip.first_protocol()));
    out = put_decimal(put(out, " ("), static_cast<std::uint8_t>(ip.first_protocol()));
    out = put_decimal(put(out, ") payload length: "), load_u16(ip.captured().data() + 4));
    return put(out, ") ");
}

} // namespace detail

/// Appends `(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 45)`, a line end and four blanks; or
/// `(hlim 64, next-header TCP (6) payload length: 25) `.
/// Spec: tcpdump 4.99.3 -v
template <char_sink O>
constexpr O render_ip_header(O out, const ip_view& ip) {
    return ip.version() == address_family::ipv4 ? detail::render_ipv4_header(out, ip)
                                                : detail::render_ipv6_header(out, ip);
}

} // namespace tcplens::inline v0_1
