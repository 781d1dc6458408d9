// SPDX-License-Identifier: BSL-1.0
// Segments as lines of tcpdump -nn, with -S, -q, -v and -vv or without; the time stamp is not among them.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/sequence/numbering.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/datagram.hpp>
#include <tcplens/text/extensions.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/options.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/checksum.hpp>
#include <tcplens/wire/link.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// Gives the numbers to show for a segment, or counts it for those to come.
template <class F>
concept numbers_source = requires(F& numbers, const header_view& tcp) {
    { numbers(tcp) } -> std::same_as<shown_numbers>;
};

/// How much a line tells.
struct line_style {
    unsigned verbosity = 0; ///< how often tcpdump was given -v; more than twice adds nothing to TCP
    bool quick = false;     ///< -q: no more of TCP than its length
};

/// How many characters the line of a packet takes at most, whatever its octets are.
/// Shape: for a plain buffer, which has to have that room.
[[nodiscard]] constexpr std::size_t line_bound(const link_view& link, const ip_view& ip) noexcept {
    return 2560 + std::size_t{18} * link.vlan_tags + 24 * ip.extensions().size();
}

namespace detail {

/// ` [|tcp]`
template <class Words, char_sink O>
constexpr O render_cut(O out, std::string_view protocol) {
    return put(put(put(out, Words::cut_mark), protocol), ']');
}

/// Whether tcpdump 5.0 looks for payload that wasn't captured: any of a RST's, the first word of NFS's.
[[nodiscard]] constexpr bool misses_payload(const header_view& tcp) noexcept {
    const std::size_t captured = tcp.payload().size();
    if (tcp.flags().has(flag::rst)) { return captured < tcp.payload_size(); }
    return (tcp.source_port() == 2049 || tcp.destination_port() == 2049) && tcp.payload_size() >= 4 && captured < 4;
}

/// draft-boucadair-tcpm-rst-diagnostic-payload-17
template <char_sink O>
constexpr O render_rst_cause(O out, std::uint16_t code, std::uint32_t enterprise, unsigned verbosity) {
    constexpr std::array<std::string_view, 17> causes{
        "Illegal option",
        "Desynchronized state",
        "New data is received after CLOSE is called",
        "ABORT process",
        "Unexpected ACK received by non-synchronized state connection",
        "Unexpected SYN in the window",
        "Unexpected security compartment",
        "Malformed message",
        "Not authorized",
        "Resource exceeded",
        "Network failure",
        "Reset received from the peer",
        "Destination unreachable",
        "Connection timeout",
        "Too much outstanding data",
        "Unacceptable performance",
        "Middlebox interference",
    };
    out = put(out, " [RST: ");
    if (verbosity > 1 && enterprise == 0 && code != 0 && code <= causes.size()) {
        return put(put(out, causes[code - 1U]), ']');
    }
    return put(put_decimal(put(put_decimal(put(out, "code "), code), ", pen "), enterprise), ']');
}

/// The payload of a RST, up to 30 octets, in which some systems say why. tcpdump 5.0 knows one form of that.
template <class Words, char_sink O>
constexpr O render_rst_text(O out, const header_view& tcp, std::string_view mark, unsigned verbosity) {
    const bytes captured = tcp.payload();
    const std::uint32_t size = tcp.payload_size();
    const bool missing = captured.size() < size;
    if constexpr (Words::rst_causes) {
        if (size == 8 && !missing && load_u16(captured.data()) == 0x33aa) {
            return render_rst_cause(out, load_u16(captured.data() + 2), load_u32(captured.data() + 4), verbosity);
        }
    }
    out = put(out, missing && !Words::rst_causes ? " [!RST" : " [RST");
    out = put(out, size > 30 ? "+ " : " ");
    for (std::size_t i = 0; i < captured.size() && i < 30; ++i) {
        std::uint8_t c = load_u8(captured.data() + i);
        if (c >= 0x80) { out = put(out, "M-"); }
        c &= 0x7f;
        if (c < 0x20 || c == 0x7f) {
            out = put(out, '^');
            c ^= 0x40;
        }
        out = put(out, static_cast<char>(c));
    }
    if (!Words::rst_causes || !missing || captured.size() >= 30) { out = put(out, ']'); }
    return Words::rst_causes && missing ? render_cut<Words>(out, mark) : out;
}

/// ` (correct)`, ` (incorrect -> 0x8f99)`
template <class Words, char_sink O>
constexpr O render_checksum(O out, const checksum_check& sum) {
    if (sum.verdict == checksum_verdict::not_coverable) { return out; }
    if constexpr (Words::header_last) {
        if (sum.verdict == checksum_verdict::correct) { return put(out, " [tcp sum ok]"); }
        out = put_hex(put(out, " [bad tcp cksum "), sum.found);
        return put(put_hex(put(out, " (->"), sum.expected), ")!]");
    }
    out = put_hex(put(out, ", cksum 0x"), sum.found, 4);
    if (sum.verdict == checksum_verdict::correct) {
        return put(out, Words::old_checksum ? " (correct)," : " (correct)");
    }
    out = put_hex(put(out, Words::old_checksum ? " (incorrect (-> 0x" : " (incorrect -> 0x"), sum.expected, 4);
    return put(out, Words::old_checksum ? ")," : ")");
}

/// Whether tcpdump shows where a segment begins.
[[nodiscard]] constexpr bool shows_seq(flag_set flags, std::uint32_t payload, line_style style) noexcept {
    return payload != 0 || style.verbosity > 1 || flags.has_any({flag::syn, flag::fin, flag::rst});
}

/// `S, cksum 0x4d64 (correct), 1:1(0) ack 1 win 512 <mss 1460>`
template <flag_notation Notation, char_sink O>
constexpr O render_old_segment(O out, const header_view& tcp, const shown_numbers& shown, line_style style,
                               const checksum_check& sum) {
    using words = line_words<Notation>;
    const flag_set flags = tcp.flags();
    const std::uint32_t payload = tcp.payload_size();
    out = render_checksum<words>(Notation::flags(out, flags), sum);
    if (shows_seq(flags, payload, style)) {
        out = put_decimal(put(put_decimal(put(out, ' '), shown.seq), ':'), shown.seq + payload);
        out = put(put_decimal(put(out, '('), payload), ')');
    }
    if (flags.has(flag::ack)) { out = put_decimal(put(out, " ack "), shown.ack); }
    out = put_decimal(put(out, " win "), tcp.window());
    if (flags.has(flag::urg)) { out = put_decimal(put(out, " urg "), tcp.urgent_pointer()); }
    if (tcp.header_size() > tcp_header_size) {
        const auto options = render_options<Notation>(put(out, " <"), tcp, shown.sack_base);
        out = options.out;
        if (options.state == printed::cut) { return out; }
    }
    if (style.verbosity > 0 && payload != 0 && flags.has(flag::rst)) {
        out = render_rst_text<words>(out, tcp, "tcp", style.verbosity);
    }
    return out;
}

} // namespace detail

/// Appends `Flags [P.], seq 1:11, ack 1, win 502, options [...], length 10`, or what the notation has for it.
/// Errors: where the capture or an option ends the header early, the line ends in `[|tcp]` or `[bad opt]`.
/// Spec: tcpdump 4.99.3
/// Example: `render_segment(out, packet.tcp, absolute_numbering{}(sent, packet), {.verbosity = 1});`
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_segment(O out, const header_view& tcp, const shown_numbers& shown, line_style style = {},
                           const checksum_check& sum = {}) {
    using words = line_words<Notation>;
    if constexpr (words::old_fields) { return detail::render_old_segment<Notation>(out, tcp, shown, style, sum); }
    const flag_set flags = tcp.flags();
    const std::uint32_t payload = tcp.payload_size();
    out = detail::render_checksum<words>(render_flags<Notation>(put(out, "Flags "), flags), sum);
    if (detail::shows_seq(flags, payload, style)) {
        out = put_decimal(put(out, ", seq "), shown.seq);
        if (payload != 0) { out = put_decimal(put(out, ':'), shown.seq + payload); }
    }
    const bool notes = words::notes && style.verbosity > 1;
    if (flags.has(flag::ack)) {
        out = put_decimal(put(out, ", ack "), shown.ack);
    } else if (notes && tcp.ack().value() != 0) {
        out = put(put_decimal(put(out, ", [ack "), tcp.ack().value()), " != 0 while ACK flag not set]");
    }
    out = put_decimal(put(out, ", win "), tcp.window());
    if (flags.has(flag::urg)) {
        out = put_decimal(put(out, ", urg "), tcp.urgent_pointer());
    } else if (notes && tcp.urgent_pointer() != 0) {
        out = put(put_decimal(put(out, ", [urg "), tcp.urgent_pointer()), " != 0 while URG flag not set]");
    }
    std::string_view protocol = "tcp";
    if (tcp.header_size() > tcp_header_size) {
        const auto options = render_options<Notation>(put(out, ", options ["), tcp, shown.sack_base);
        out = options.out;
        if (options.state == printed::cut) { return out; }
        protocol = options.protocol;
    }
    out = put_decimal(put(out, ", length "), payload);
    // EOL may end the options before the capture ends the header.
    if (payload != 0 && tcp.captured().size() < tcp.header_size()) {
        out = put_decimal(put(out, " [remaining caplen("), std::uint64_t{tcp.captured().size()});
        out = put(put_decimal(put(out, ") < header length("), tcp.header_size()), ")]");
        return detail::render_cut<words>(out, protocol);
    }
    if (style.verbosity > 0 && payload != 0 && flags.has(flag::rst)) {
        return detail::render_rst_text<words>(out, tcp, protocol, style.verbosity);
    }
    if constexpr (words::rst_causes) {
        if (detail::misses_payload(tcp)) { return detail::render_cut<words>(out, protocol); }
    }
    return out;
}

namespace detail {

/// What stands before the packet. Linux cooked captures show an interface name, which nobody but the capturing machine
/// knows, and whence the packet came; Juniper's with -vv much of their own, the end of which is kept.
template <char_sink O>
constexpr O render_link(O out, const link_view& link, const ip_view& ip, line_style style) {
    const bool v4 = ip.version() == address_family::ipv4;
    if (link.type == link_type::ppp_hdlc) { out = put(out, v4 ? "IP: " : "IP6: "); }
    if (link.type == link_type::juniper_ethernet && style.verbosity > 1) {
        out = put(out, "\n\t-----original packet-----\n\t");
    }
    if (link.type == link_type::linux_sll2) {
        constexpr std::array<std::string_view, 5> types{"In ", "B  ", "M  ", "P  ", "Out"};
        out = put(out, "?     ");
        out = put(put(out, link.packet_type < types.size() ? types[link.packet_type] : "?  "), ' ');
    }
    const bool cooked = link.type == link_type::linux_sll || link.type == link_type::linux_sll2;
    if (!cooked || style.quick || link.vlan_tags == 0) { return out; }
    for (unsigned tag = 1; tag < link.vlan_tags; ++tag) { out = put(out, "ethertype 802.1Q, "); }
    return put(out, v4 ? "ethertype IPv4, " : "ethertype IPv6, ");
}

template <char_sink O>
constexpr O render_pair(O out, const ip_view& ip) {
    return render_address(put(render_address(out, ip.source()), " > "), ip.destination());
}

template <class Words, char_sink O>
constexpr O render_too_long(O out, std::uint32_t header, std::uint32_t length) {
    out = put_decimal(put(out, " [bad hdr length "), header);
    return put(put(put_decimal(put(out, " - too long, > "), length), ']'), Words::invalid);
}

template <class Words, char_sink O>
constexpr O render_too_short(O out, std::uint32_t header, std::uint32_t length) {
    out = put_decimal(put(out, " tcp "), length - header);
    out = put_decimal(put(out, " [bad hdr length "), header);
    return put(put(out, " - too short, < 20]"), Words::invalid);
}

/// The datagram as far as a notation's tcpdump follows it.
template <class Words>
[[nodiscard]] constexpr decltype(auto) to_be_read(const ip_view& ip) noexcept {
    if constexpr (Words::ends_with_frame) {
        return ip.within_frame();
    } else {
        return (ip);
    }
}

/// Addresses and ports, together or, behind extension headers, apart.
template <char_sink O>
constexpr O render_ports(O out, const ip_view& ip, bool apart) {
    const std::byte* const tcp = ip.payload().data();
    if (apart) {
        out = put_decimal(put(put_decimal(out, load_u16(tcp)), " > "), load_u16(tcp + 2));
    } else {
        out = put_decimal(put_with_dot(out, ip.source()), load_u16(tcp));
        out = put_decimal(put_with_dot(put(out, " > "), ip.destination()), load_u16(tcp + 2));
    }
    return put(out, ": ");
}

/// What stands before a segment: the IP header with -v, extension headers, addresses and ports. Cut where there is
/// no more to say.
template <flag_notation Notation, char_sink O>
constexpr partial_text<O> render_before(O out, const ip_view& ip, bool verbose) {
    using words = line_words<Notation>;
    if (verbose && !words::header_last) {
        const auto header = render_ip_header<Notation>(out, ip);
        if (header.state == printed::cut) { return header; }
        out = header.out;
    }
    const bool apart = !ip.extensions().empty();
    if (apart) {
        const auto extensions = render_extensions<Notation>(put(render_pair(out, ip), ": "), ip, verbose);
        if (extensions.state == printed::cut) { return extensions; }
        out = extensions.out;
    }
    if (ip.later_fragment()) { return {put(render_pair(out, ip), words::later_fragment), printed::cut}; }
    if (ip.payload().size() < 4) { return {put(render_pair(out, ip), ": [|tcp]"), printed::cut}; }
    return {render_ports(out, ip, apart)};
}

/// A segment with a whole header.
template <flag_notation Notation, char_sink O>
constexpr O render_whole(O out, const ip_view& ip, const header_view& tcp, const shown_numbers& shown,
                         line_style style) {
    if (style.quick) { return put_decimal(put(out, "tcp "), tcp.payload_size()); }
    if (style.verbosity == 0) { return render_segment<Notation>(out, tcp, shown, style); }
    return render_segment<Notation>(out, tcp, shown, style, check_segment(ip, tcp));
}

/// A segment whose header can't be decoded.
template <flag_notation Notation, char_sink O, numbers_source F>
constexpr O render_broken(O out, const ip_view& ip, errc fault, F&& numbers, line_style style) {
    using words = line_words<Notation>;
    const bytes octets = ip.payload();
    const bool offset_seen = fault == errc::bad_header_length || (words::offset_first && octets.size() > 12);
    if (const std::uint32_t header = offset_seen ? load_u8(octets.data() + 12) / 16U * 4U : tcp_header_size;
        header < tcp_header_size) {
        return render_too_short<words>(out, header, ip.payload_size());
    }
    if (fault != errc::header_beyond_end) { return render_cut<words>(out, "tcp"); }
    const header_view fixed = header_view::unchecked(octets, ip.payload_size());
    if (style.quick) {
        out = put_decimal(put(out, "tcp "), fixed.payload_size());
    } else {
        static_cast<void>(numbers(fixed));
        if constexpr (words::old_fields) {
            out = Notation::flags(out, fixed.flags());
        } else {
            out = render_flags<Notation>(put(out, "Flags "), fixed.flags());
        }
    }
    return render_too_long<words>(out, fixed.header_size(), ip.payload_size());
}

/// What stands before a datagram: whence the frame came, the IP version, what is missing.
template <flag_notation Notation, char_sink O>
constexpr O render_front(O out, const link_view& link, const ip_view& ip, const ip_view& datagram, line_style style) {
    using words = line_words<Notation>;
    if (link.type != link_type::ethernet) { out = render_link(out, link, ip, style); }
    if constexpr (!words::header_last) {
        out = ip.version() == address_family::ipv4 ? put(out, "IP ") : put(out, "IP6 ");
    }
    if (datagram.missing() != 0 && !ip.is_jumbo()) {
        out = render_missing<words>(out, ip.version(), datagram.length(), datagram.missing());
    }
    return out;
}

/// A line; `rest` writes what is behind the ports, where it comes so far.
template <flag_notation Notation, char_sink O, class Rest>
constexpr O render_around(O out, const link_view& link, const ip_view& datagram, line_style style, Rest rest) {
    using words = line_words<Notation>;
    const auto& ip = to_be_read<words>(datagram);
    const bool verbose = style.verbosity > 0;
    out = render_front<Notation>(out, link, ip, datagram, style);
    const auto before = render_before<Notation>(out, ip, verbose);
    out = before.state == printed::whole ? rest(before.out, ip) : before.out;
    if constexpr (words::header_last) { out = render_ip_trailer(out, ip, verbose); }
    return out;
}

} // namespace detail

/// Appends the line of a TCP packet, whole or broken: `IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], ...`.
/// `numbers` is asked once for each segment whose flags are shown, also where the line then breaks off.
/// Shape: `ip.protocol()` is tcp. Without a line end.
/// Errors: what can't be read is said in the line, as tcpdump does.
/// Spec: tcpdump 4.99.3 -nn, -v, -vv
template <flag_notation Notation = tcpdump_4_99, char_sink O, numbers_source F>
constexpr O render_line(O out, const link_view& link, const ip_view& datagram, F&& numbers, line_style style = {}) {
    return detail::render_around<Notation>(out, link, datagram, style, [&](O here, const ip_view& ip) {
        const auto tcp = decode(ip.payload(), ip.payload_size());
        if (!tcp) { return detail::render_broken<Notation>(here, ip, tcp.error().code, numbers, style); }
        const shown_numbers shown = style.quick ? shown_numbers{} : numbers(*tcp);
        return detail::render_whole<Notation>(here, ip, *tcp, shown, style);
    });
}

/// Appends the line of a decoded packet.
/// Example: `if (auto packet = decode(frame).segment) { out = render_line(out, *packet, numbering(sent, *packet)); }`
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_line(O out, const packet_view& packet, const shown_numbers& shown, line_style style = {}) {
    if constexpr (line_words<Notation>::ends_with_frame) {
        return render_line<Notation>(out, packet.link, packet.ip, [&](const header_view&) { return shown; }, style);
    } else {
        return detail::render_around<Notation>(out, packet.link, packet.ip, style, [&](O here, const ip_view& ip) {
            return detail::render_whole<Notation>(here, ip, packet.tcp, shown, style);
        });
    }
}

} // namespace tcplens::inline v0_1
