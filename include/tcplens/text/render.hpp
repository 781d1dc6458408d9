// SPDX-License-Identifier: BSL-1.0
// Segments as lines of tcpdump 4.99.3 -nn, with -S, -q, -v and -vv or without; the time stamp is not among them.
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
    return 2048 + std::size_t{18} * link.vlan_tags + 24 * ip.extensions().size();
}

namespace detail {

/// The payload of a RST, up to 30 octets, in which some systems say why.
template <char_sink O>
constexpr O render_rst_text(O out, const header_view& tcp) {
    const bytes captured = tcp.payload();
    out = put(out, captured.size() < tcp.payload_size() ? " [!RST" : " [RST");
    out = put(out, tcp.payload_size() > 30 ? "+ " : " ");
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
    return put(out, ']');
}

} // namespace detail

/// Appends `Flags [P.], seq 1:11, ack 1, win 502, options [...], length 10`.
/// Errors: where the capture or an option ends the header early, the line ends in `[|tcp]` or `[bad opt]`.
/// Spec: tcpdump 4.99.3
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_segment(O out, const header_view& tcp, const shown_numbers& shown, line_style style = {},
                           const checksum_check& sum = {}) {
    const flag_set flags = tcp.flags();
    const std::uint32_t payload = tcp.payload_size();
    out = render_flags<Notation>(put(out, "Flags "), flags);
    if (sum.verdict != checksum_verdict::not_coverable) {
        out = put_hex(put(out, ", cksum 0x"), sum.found, 4);
        if (sum.verdict == checksum_verdict::correct) {
            out = put(out, " (correct)");
        } else {
            out = put(put_hex(put(out, " (incorrect -> 0x"), sum.expected, 4), ')');
        }
    }
    if (payload != 0 || style.verbosity > 1 || flags.has_any({flag::syn, flag::fin, flag::rst})) {
        out = put_decimal(put(out, ", seq "), shown.seq);
        if (payload != 0) { out = put_decimal(put(out, ':'), shown.seq + payload); }
    }
    if (flags.has(flag::ack)) { out = put_decimal(put(out, ", ack "), shown.ack); }
    out = put_decimal(put(out, ", win "), tcp.window());
    if (flags.has(flag::urg)) { out = put_decimal(put(out, ", urg "), tcp.urgent_pointer()); }
    std::string_view protocol = "tcp";
    if (tcp.header_size() > tcp_header_size) {
        const auto options = render_options(put(out, ", options ["), tcp, shown.sack_base);
        out = options.out;
        if (options.state == printed::cut) { return out; }
        protocol = options.protocol;
    }
    out = put_decimal(put(out, ", length "), payload);
    // EOL may end the options before the capture ends the header.
    if (payload != 0 && tcp.captured().size() < tcp.header_size()) {
        out = put_decimal(put(out, " [remaining caplen("), std::uint64_t{tcp.captured().size()});
        out = put(put_decimal(put(out, ") < header length("), tcp.header_size()), ")] [|");
        return put(put(out, protocol), ']');
    }
    if (style.verbosity > 0 && payload != 0 && flags.has(flag::rst)) { out = detail::render_rst_text(out, tcp); }
    return out;
}

namespace detail {

/// What Linux cooked captures show before the packet: an interface name, which nobody but the capturing machine
/// knows, and whence the packet came.
template <char_sink O>
constexpr O render_link(O out, const link_view& link, const ip_view& ip, bool quick) {
    if (link.type == link_type::linux_sll2) {
        constexpr std::array<std::string_view, 5> types{"In ", "B  ", "M  ", "P  ", "Out"};
        out = put(out, "?     ");
        out = put(put(out, link.packet_type < types.size() ? types[link.packet_type] : "?  "), ' ');
    }
    const bool cooked = !quick && (link.type == link_type::linux_sll || link.type == link_type::linux_sll2);
    for (unsigned tag = 1; cooked && tag < link.vlan_tags; ++tag) { out = put(out, "ethertype 802.1Q, "); }
    if (cooked && link.vlan_tags != 0) {
        out = put(out, ip.version() == address_family::ipv4 ? "ethertype IPv4, " : "ethertype IPv6, ");
    }
    return out;
}

template <char_sink O>
constexpr O render_pair(O out, const ip_view& ip) {
    return render_address(put(render_address(out, ip.source()), " > "), ip.destination());
}

template <char_sink O>
constexpr O render_too_long(O out, const decode_error& fault) {
    out = put_decimal(put(out, " [bad hdr length "), fault.needed);
    return put(put_decimal(put(out, " - too long, > "), fault.available), ']');
}

/// Addresses and ports, together or, behind extension headers, apart.
template <char_sink O>
constexpr O render_ports(O out, const ip_view& ip, bool apart) {
    const std::byte* const tcp = ip.payload().data();
    if (apart) {
        out = put_decimal(put(put_decimal(out, load_u16(tcp)), " > "), load_u16(tcp + 2));
    } else {
        out = put_decimal(put(render_address(out, ip.source()), '.'), load_u16(tcp));
        out = put_decimal(put(render_address(put(out, " > "), ip.destination()), '.'), load_u16(tcp + 2));
    }
    return put(out, ": ");
}

} // namespace detail

/// Appends the line of a TCP packet, whole or broken: `IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], ...`.
/// `numbers` is asked once for each segment whose flags are shown, also where the line then breaks off.
/// Shape: `ip.protocol()` is tcp. Without a line end.
/// Errors: what can't be read is said in the line, as tcpdump does.
/// Spec: tcpdump 4.99.3 -nn, -v, -vv
template <flag_notation Notation = tcpdump_4_99, char_sink O, numbers_source F>
constexpr O render_line(O out, const link_view& link, const ip_view& ip, F&& numbers, line_style style = {}) {
    const bool v4 = ip.version() == address_family::ipv4;
    out = put(detail::render_link(out, link, ip, style.quick), v4 ? "IP " : "IP6 ");
    if (ip.missing() != 0 && !ip.is_jumbo()) {
        out = put_decimal(put(out, v4 ? "truncated-ip - " : "truncated-ip6 - "), ip.missing());
        out = put(out, v4 ? " bytes missing! " : " bytes missing!");
    }
    const bool verbose = style.verbosity > 0;
    if (verbose) {
        const auto header = render_ip_header(out, ip);
        out = header.out;
        if (header.state == printed::cut) { return out; }
    }
    const bool apart = !ip.extensions().empty();
    if (apart) {
        const auto extensions = render_extensions(put(detail::render_pair(out, ip), ": "), ip, verbose);
        out = extensions.out;
        if (extensions.state == printed::cut) { return out; }
    }
    if (ip.later_fragment()) { return put(detail::render_pair(out, ip), ": ip-proto-6"); }

    const bytes octets = ip.payload();
    if (octets.size() < 4) { return put(detail::render_pair(out, ip), ": [|tcp]"); }
    out = detail::render_ports(out, ip, apart);
    const auto tcp = decode(octets, ip.payload_size());
    const bool too_long = !tcp && tcp.error().code == errc::header_beyond_end;
    if (style.quick && (tcp || too_long)) {
        const header_view fixed = header_view::unchecked(octets, ip.payload_size());
        out = put_decimal(put(out, "tcp "), fixed.payload_size());
        return too_long ? detail::render_too_long(out, tcp.error()) : out;
    }
    if (tcp) {
        const shown_numbers shown = numbers(*tcp);
        return render_segment<Notation>(out, *tcp, shown, style, verbose ? check_segment(ip, *tcp) : checksum_check{});
    }

    const decode_error& fault = tcp.error();
    if (fault.code == errc::bad_header_length) {
        out = put_decimal(put(out, " tcp "), ip.payload_size() - fault.available);
        return put(put_decimal(put(out, " [bad hdr length "), fault.available), " - too short, < 20]");
    }
    if (too_long) {
        const header_view fixed = header_view::unchecked(octets, ip.payload_size());
        static_cast<void>(numbers(fixed));
        return detail::render_too_long(render_flags<Notation>(put(out, "Flags "), fixed.flags()), fault);
    }
    return put(out, " [|tcp]");
}

/// Appends the line of a decoded packet.
/// Example: `render_line(out, *decode_frame(link_type::ethernet, frame, size), numbering(sent, packet))`
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_line(O out, const packet_view& packet, const shown_numbers& shown, line_style style = {}) {
    return render_line<Notation>(out, packet.link, packet.ip, [&](const header_view&) { return shown; }, style);
}

} // namespace tcplens::inline v0_1
