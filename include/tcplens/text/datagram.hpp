// SPDX-License-Identifier: BSL-1.0
// The IP header as tcpdump prints it with -v.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/checksum.hpp>
#include <tcplens/wire/ip.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// tcpdump's names, as far as they can stand before a TCP segment.
template <class Words>
[[nodiscard]] constexpr std::string_view protocol_name(ip_protocol protocol) noexcept {
    switch (protocol) {
    case ip_protocol::hop_by_hop: return Words::hop_by_hop;
    case ip_protocol::tcp: return "TCP";
    case ip_protocol::routing: return "Routing";
    case ip_protocol::fragment: return "Fragment";
    case ip_protocol::authentication: return "AH";
    case ip_protocol::destination_options: return Words::destination_options;
    default: return "unknown";
    }
}

/// The options of IPv4, each by its name and what it holds. tcpdump looks at an option's last address or time stamp
/// even if it ends behind the option, or behind the header: all `octets` captured from the options on are here.
template <char_sink O>
class tcpdump_ip_options {
public:
    constexpr tcpdump_ip_options(O out, bytes octets, std::size_t size) noexcept
        : out_{out}, rest_{octets}, left_{size} {}

    constexpr partial_text<O> run() {
        std::string_view separator;
        while (left_ != 0) {
            const std::uint8_t kind = load_u8(at(0));
            out_ = put(out_, separator);
            separator = ",";
            name(kind);
            if (kind == 0) { break; }
            if (kind != 1 && rest_.size() < 2) { return {out_, printed::cut}; }
            const std::size_t length = kind == 1 ? 1U : load_u8(at(1));
            if (length > left_ || (length < 2 && kind != 1)) {
                bad(" [bad length", length);
                break;
            }
            if (!content(kind, length)) { return {out_, printed::cut}; }
            rest_ = rest_.subspan(length);
            left_ -= length;
        }
        return {out_, printed::whole};
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

    /// Whether what it looks at was captured.
    constexpr bool content(std::uint8_t kind, std::size_t length) {
        switch (kind) {
        case 68: return timestamp(length);
        case 7:
        case 131:
        case 137: return route(length);
        case 148: return alert(length);
        default: return true;
        }
    }

    constexpr bool bad(std::string_view what, std::size_t value) {
        out_ = put(put_decimal(put(put(out_, what), ' '), static_cast<std::uint32_t>(value)), ']');
        return true;
    }

    /// A comma marks the addresses that the pointer has passed. tcpdump counts from 0, so that a pointer of 0 is behind
    /// everything.
    constexpr bool route(std::size_t length) {
        if (length < 3) { return bad(" [bad length", length); }
        if ((length + 1) % 4 != 0) { bad(" [bad length", length); }
        const std::uint32_t pointer = load_u8(at(2)) - 1U;
        if (pointer < 3 || (pointer + 1) % 4 != 0 || pointer > length + 1) { bad(" [bad ptr", load_u8(at(2))); }
        for (std::size_t i = 3; i < length; i += 4) {
            if (rest_.size() < i + 4) { return false; }
            out_ = render_address(put(out_, ' '), address::load_v4(at(i)));
            if (pointer > i) { out_ = put(out_, ','); }
        }
        return true;
    }

    constexpr bool timestamp(std::size_t length) {
        if (length < 4) { return bad("[bad length", length); }
        out_ = put(out_, " TS{");
        const std::uint32_t pointer = load_u8(at(2)) - 1U;
        const std::uint8_t flags = load_u8(at(3)) & 15;
        const std::uint32_t step = flags == 0 ? 4 : 8;
        if ((length - 4) % step != 0) { bad("[bad length", length); }
        if (pointer < 4 || (pointer - 4) % step != 0 || pointer > length + 1) { bad("[bad ptr", load_u8(at(2))); }
        std::size_t i = 0;
        if (flags <= 1 || flags == 3) {
            out_ = put(out_, flags == 0 ? "TSONLY" : flags == 1 ? "TS+ADDR" : "PRESPEC");
            for (i = 4; i < length; i += step) {
                if (rest_.size() < i + step) { return false; }
                out_ = put_decimal(put(out_, pointer == i ? " ^ " : " "), load_u32(at(i + step - 4)));
                out_ = put(out_, '@');
                if (step == 8) { out_ = render_address(out_, address::load_v4(at(i))); }
            }
        } else {
            bad("[bad ts type", flags);
        }
        if (pointer == i) { out_ = put(out_, " ^ "); }
        const std::uint32_t unrecorded = load_u8(at(3)) / 16U;
        out_ =
            unrecorded == 0 ? put(out_, '}') : put(put_decimal(put(out_, " ["), unrecorded), " hops not recorded]} ");
        return true;
    }

    constexpr bool alert(std::size_t length) {
        if (length < 4) { return bad(" [bad length", length); }
        if (load_u16(at(2)) != 0) { out_ = put_decimal(put(out_, " value "), load_u16(at(2))); }
        return true;
    }

    O out_;
    bytes rest_;
    std::size_t left_; ///< octets of options
};

template <char_sink O>
constexpr O render_tos(O out, std::uint8_t tos) {
    constexpr std::string_view ecn[]{"", ",ECT(1)", ",ECT(0)", ",CE"};
    return put(put_hex(put(out, "tos 0x"), tos), ecn[tos & 3]);
}

template <class Words, char_sink O>
constexpr partial_text<O> render_ipv4_header(O out, const ip_view& ip) {
    out = render_tos(put(out, '('), ip.traffic_class());
    if (ip.hop_limit() != 0) {
        out = put(out, ", ttl ");
        if constexpr (Words::pads_ttl) {
            const unsigned blanks = (ip.hop_limit() < 100 ? 1U : 0U) + (ip.hop_limit() < 10 ? 1U : 0U);
            out = put(out, std::string_view{"  "}.substr(2 - blanks));
        }
        out = put_decimal(out, ip.hop_limit());
    }
    out = put_decimal(put(out, ", id "), ip.identification());
    out = put_decimal(put(out, ", offset "), ip.fragment().offset);
    out = put(out, ", flags [");
    const std::uint16_t flags = ip.fragment_word() & 0xe000;
    if (flags == 0) { out = put(out, "none"); }
    if ((flags & 0x2000) != 0) { out = put(out, (flags & 0xc000) != 0 ? "+, " : "+"); }
    if ((flags & 0x4000) != 0) { out = put(out, (flags & 0x8000) != 0 ? "DF, " : "DF"); }
    if ((flags & 0x8000) != 0) { out = put(out, "rsvd"); }
    out = put(put(out, Words::protocol), protocol_name<Words>(ip.first_protocol()));
    out = put_decimal(put(out, " ("), static_cast<std::uint8_t>(ip.first_protocol()));
    out = put(out, Words::v4_length);
    if constexpr (Words::ends_with_frame) {
        const std::uint16_t field = load_u16(ip.captured().data() + 2);
        out = put_decimal(out, field != 0 ? field : ip.length());
        if (field == 0) {
            out = put(out, ip.length() > 0xffff ? " [was 0, presumed BIG TCP]" : " [was 0, presumed TSO]");
        }
    } else {
        out = put_decimal(out, ip.length());
    }
    printed state = printed::whole;
    if (!ip.options().empty()) {
        const bytes octets = ip.captured().subspan(20);
        const auto options = tcpdump_ip_options<O>{put(out, ", options ("), octets, ip.options().size()}.run();
        state = options.state;
        out = put(options.out, state == printed::cut ? " [truncated-option])" : ")");
    }
    if (const checksum_check header = check_header(ip); header.verdict == checksum_verdict::incorrect) {
        out = put_hex(put(out, ", bad cksum "), header.found);
        out = put(put_hex(put(out, " (->"), header.expected), ")!");
    }
    out = put(out, Words::v4_end);
    if (state == printed::cut) {
        out = render_address(put(render_address(out, ip.source()), " > "), ip.destination());
        out = put(out, ":  [|ip]");
    }
    return {out, state};
}

template <class Words, char_sink O>
constexpr O render_ipv6_header(O out, const ip_view& ip) {
    out = put(out, '(');
    if (ip.traffic_class() != 0) { out = put(put_hex(put(out, "class 0x"), ip.traffic_class(), 2), ", "); }
    if (ip.flow_label() != 0) { out = put(put_hex(put(out, "flowlabel 0x"), ip.flow_label(), 5), ", "); }
    out = put_decimal(put(out, "hlim "), ip.hop_limit());
    out = put(put(out, Words::next_header), protocol_name<Words>(ip.first_protocol()));
    out = put_decimal(put(out, " ("), static_cast<std::uint8_t>(ip.first_protocol()));
    out = put_decimal(put(out, Words::v6_length), load_u16(ip.captured().data() + 4));
    return put(out, ") ");
}

/// ` (DF) [tos 0x10]  (ttl 64, id 1, len 60)`
template <char_sink O>
constexpr O render_ipv4_trailer(O out, const ip_view& ip, bool verbose) {
    const fragment_info fragment = ip.fragment();
    if (fragment.fragmented) {
        out = put_decimal(put(out, " (frag "), ip.identification());
        out = put_decimal(put(out, ':'), ip.length() - ip.header_size());
        out = put(put_decimal(put(out, '@'), fragment.offset), fragment.more ? "+)" : ")");
    } else if ((ip.fragment_word() & 0x4000) != 0) {
        out = put(out, " (DF)");
    }
    if (ip.traffic_class() != 0) { out = put(render_tos(put(out, " ["), ip.traffic_class()), "] "); }
    if (ip.hop_limit() <= 1) { out = put(put_decimal(put(out, " [ttl "), ip.hop_limit()), ']'); }
    if (!verbose) { return out; }
    out = put(out, " (");
    if (ip.hop_limit() > 1) { out = put(put_decimal(put(out, "ttl "), ip.hop_limit()), ", "); }
    if (!fragment.fragmented) { out = put(put_decimal(put(out, "id "), ip.identification()), ", "); }
    out = put_decimal(put(out, "len "), ip.length());
    if (const checksum_check header = check_header(ip); header.verdict == checksum_verdict::incorrect) {
        out = put_hex(put(out, ", bad cksum "), header.found);
        out = put(put_hex(put(out, " (->"), header.expected), ")!");
    }
    if (!ip.options().empty()) {
        out = put_decimal(put(out, ", optlen="), std::uint64_t{ip.options().size()});
        out = tcpdump_ip_options<O>{put(out, ' '), ip.captured().subspan(20), ip.options().size()}.run().out;
    }
    return put(out, ')');
}

/// ` [class 0x2] [flowlabel 0x12345] (len 40, hlim 64)`
template <char_sink O>
constexpr O render_ipv6_trailer(O out, const ip_view& ip, bool verbose) {
    if (ip.traffic_class() != 0) { out = put(put_hex(put(out, " [class 0x"), ip.traffic_class()), ']'); }
    if (ip.flow_label() != 0) { out = put(put_hex(put(out, " [flowlabel 0x"), ip.flow_label()), ']'); }
    if (ip.hop_limit() <= 1) { out = put(put_decimal(put(out, " [hlim "), ip.hop_limit()), ']'); }
    if (!verbose) { return out; }
    out = put_decimal(put(out, " (len "), load_u16(ip.captured().data() + 4));
    if (ip.hop_limit() > 1) { out = put_decimal(put(out, ", hlim "), ip.hop_limit()); }
    return put(out, ')');
}

/// What tcpdump says of an IP header behind the segment, up to 3.7.
template <char_sink O>
constexpr O render_ip_trailer(O out, const ip_view& ip, bool verbose) {
    return ip.version() == address_family::ipv4 ? render_ipv4_trailer(out, ip, verbose)
                                                : render_ipv6_trailer(out, ip, verbose);
}

/// What is said of a datagram that is longer than its frame. A blank follows, but for IPv6 in the older releases.
template <class Words, char_sink O>
constexpr O render_missing(O out, address_family version, std::uint32_t length, std::uint32_t missing) {
    const bool v4 = version == address_family::ipv4;
    if constexpr (Words::says_both_lengths) {
        out = put_decimal(put(out, v4 ? "[total length " : "[header+payload length "), length);
        out = put_decimal(put(out, " > length "), length - missing);
        return put(out, "] (invalid) ");
    } else {
        out = put_decimal(put(out, v4 ? "truncated-ip - " : "truncated-ip6 - "), missing);
        return put(out, v4 && !Words::header_last ? " bytes missing! " : " bytes missing!");
    }
}

} // namespace detail

/// Appends `(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 45)`, a line end and four blanks; or
/// `(hlim 64, next-header TCP (6) payload length: 25) `.
/// Errors: where an IPv4 option ends behind the capture the line ends (`printed::cut`).
/// Spec: tcpdump 4.99.3 -v
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr partial_text<O> render_ip_header(O out, const ip_view& ip) {
    using words = line_words<Notation>;
    if (ip.version() == address_family::ipv4) { return detail::render_ipv4_header<words>(out, ip); }
    return {detail::render_ipv6_header<words>(out, ip), printed::whole};
}

} // namespace tcplens::inline v0_1
