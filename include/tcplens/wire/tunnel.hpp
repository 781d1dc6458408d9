// SPDX-License-Identifier: BSL-1.0
// From a captured frame to a segment that doesn't stand right behind the outermost IP header: tunnels and quotes.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/ip.hpp>
#include <tcplens/wire/link.hpp>

#include <array>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// Which packets in packets count.
enum class reach : std::uint8_t {
    tunnels,            ///< those on their way to somebody
    tunnels_and_quotes, ///< also those that ICMP errors quote and PIM registers
};

namespace detail {

/// Whose numbers tell what a header is followed by.
enum class number_space : std::uint8_t { none, datagram, ether_type, gre, nsh, ppp, ip, quoting_ip, udp };

/// A packet within another, by the number that the header before it has for it.
struct carried {
    number_space space{};
    std::uint16_t number = 0;
    bytes octets;                  ///< as far as captured
    std::uint32_t wire_length = 0; ///< as sent, at least what was captured

    [[nodiscard]] constexpr bool has(std::uint32_t size) const noexcept { return octets.size() >= size; }
    [[nodiscard]] constexpr std::uint8_t u8(std::uint32_t at) const noexcept { return load_u8(octets.data() + at); }
    [[nodiscard]] constexpr std::uint16_t u16(std::uint32_t at) const noexcept { return load_u16(octets.data() + at); }
    /// What follows the first `size` octets; nothing where the capture ends before.
    [[nodiscard]] constexpr carried behind(std::uint32_t size, number_space in, std::uint32_t called) const noexcept {
        if (!has(size)) { return {}; }
        return {in, static_cast<std::uint16_t>(called), octets.subspan(size), wire_length - size};
    }
    /// The same, ended by a length field of its own.
    [[nodiscard]] constexpr carried first(std::uint32_t size) const noexcept {
        if (size >= wire_length) { return *this; }
        return {space, number, octets.size() > size ? octets.first(size) : octets, size};
    }
    /// An IP datagram, if it is of this version.
    [[nodiscard]] constexpr carried datagram(std::uint32_t version) const noexcept {
        return has(1) && u8(0) / 16U == version ? behind(0, number_space::datagram, version) : carried{};
    }
};

/// Steps over one header each.
struct tunnel_decoder {
    [[nodiscard]] static constexpr carried link(link_type type, const carried& at) noexcept {
        const auto link = decode_link(type, at.octets, at.wire_length);
        if (link) { return {number_space::datagram, 0, link->payload, link->payload_size}; }
        const decode_error& other = link.error();
        if (other.code != errc::not_ip) { return {}; }
        const bool is_ppp = type == link_type::ppp || type == link_type::ppp_hdlc;
        return at.behind(other.offset + 2, is_ppp ? number_space::ppp : number_space::ether_type, other.available);
    }
    [[nodiscard]] static constexpr carried ethernet(const carried& at) noexcept {
        return link(link_type::ethernet, at);
    }
    [[nodiscard]] static constexpr carried ppp(const carried& at) noexcept { return link(link_type::ppp, at); }
    [[nodiscard]] static constexpr carried ipv4(const carried& at) noexcept { return at.datagram(4); }
    [[nodiscard]] static constexpr carried ipv6(const carried& at) noexcept { return at.datagram(6); }

    /// The label at the bottom of the stack tells the version, or else the packet itself. RFC 3032 2.1
    [[nodiscard]] static constexpr carried mpls(const carried& at) noexcept {
        std::uint32_t size = 4;
        for (; at.has(size); size += 4) {
            if (at.u8(size - 2) % 2 == 0) { continue; }
            const carried packet = at.behind(size, number_space::none, 0);
            const std::uint32_t label = load_u32(at.octets.data() + size - 4) >> 12;
            if (label == 0 || label == 3) { return packet.datagram(4); }
            if (label == 2 || (packet.has(1) && packet.u8(0) / 16U == 6)) { return packet.datagram(6); }
            return packet.datagram(4);
        }
        return {};
    }
    /// RFC 2516 4: code 0 is session data
    [[nodiscard]] static constexpr carried pppoe(const carried& at) noexcept {
        if (!at.has(6) || at.u8(1) != 0) { return {}; }
        return ppp(at.behind(6, number_space::none, 0).first(at.u16(4)));
    }
    /// RFC 2784 and 2890; version 1 is that of PPTP, RFC 2637 4.1
    [[nodiscard]] static constexpr carried gre(const carried& at) noexcept {
        if (!at.has(4)) { return {}; }
        const std::uint32_t flags = at.u16(0);
        const bool has_key = (flags & 0x2000) != 0;
        const bool has_sequence = (flags & 0x1000) != 0;
        std::uint32_t size = 4U + (has_key ? 4U : 0U) + (has_sequence ? 4U : 0U);
        if ((flags & 7) == 1) {
            if (!has_sequence || at.u16(2) != 0x880b) { return {}; }
            return ppp(at.behind(size + ((flags & 0x80) != 0 ? 4U : 0U), number_space::none, 0));
        }
        if ((flags & 7) != 0) { return {}; }
        if ((flags & 0xc000) != 0) { size += 4; }
        if ((flags & 0x4000) != 0) { // source routes, ended by an empty one: RFC 1701
            for (std::uint32_t hop = 1; hop != 0; size += 4 + hop) {
                if (!at.has(size + 4)) { return {}; }
                hop = at.u8(size + 3);
            }
        }
        return at.behind(size, number_space::gre, at.u16(2));
    }
    /// RFC 8300 2.2
    [[nodiscard]] static constexpr carried nsh(const carried& at) noexcept {
        if (!at.has(8) || at.u8(0) / 64U != 0) { return {}; }
        const std::uint32_t words = at.u8(1) % 64U;
        return words < 2 ? carried{} : at.behind(words * 4, number_space::nsh, at.u8(3));
    }

    [[nodiscard]] static constexpr carried udp(const carried& at) noexcept {
        if (!at.has(8) || at.u16(4) < 8) { return {}; }
        const carried datagram = at.first(at.u16(4));
        const carried to = datagram.behind(8, number_space::udp, at.u16(2));
        return find(to).space != number_space::none ? to : datagram.behind(8, number_space::udp, at.u16(0));
    }
    /// RFC 7348 5; OTV has a header of the same size
    [[nodiscard]] static constexpr carried vxlan(const carried& at) noexcept {
        return ethernet(at.behind(8, number_space::none, 0));
    }
    /// The generic protocol extension numbers its packets as NSH does. draft-ietf-nvo3-vxlan-gpe 3.2
    [[nodiscard]] static constexpr carried vxlan_gpe(const carried& at) noexcept {
        return at.has(8) ? at.behind(8, number_space::nsh, at.u8(3)) : carried{};
    }
    /// RFC 8926 3.4
    [[nodiscard]] static constexpr carried geneve(const carried& at) noexcept {
        if (!at.has(8) || at.u8(0) / 64U != 0) { return {}; }
        return at.behind(8U + at.u8(0) % 64U * 4U, number_space::ether_type, at.u16(2));
    }
    /// RFC 2661 3.1: data of version 2, not control
    [[nodiscard]] static constexpr carried l2tp(const carried& at) noexcept {
        if (!at.has(2) || (at.u16(0) & 0x8007) != 2) { return {}; }
        const std::uint32_t flags = at.u16(0);
        const bool has_length = (flags & 0x4000) != 0;
        std::uint32_t size = 6U + (has_length ? 2U : 0U) + ((flags & 0x0800) != 0 ? 4U : 0U);
        if ((flags & 0x0200) != 0) {
            if (!at.has(size + 2)) { return {}; }
            size += 2U + at.u16(size);
        }
        if (!at.has(size)) { return {}; }
        const std::uint32_t length = has_length ? at.u16(2) : at.wire_length;
        if (length < size || length > at.wire_length) { return {}; }
        return ppp(at.first(length).behind(size, number_space::none, 0));
    }

    /// The errors that quote: unreachable, source quench, redirect, time exceeded, parameter problem. RFC 792
    [[nodiscard]] static constexpr carried icmp_error(const carried& at) noexcept {
        if (!at.has(8)) { return {}; }
        const std::uint32_t type = at.u8(0);
        const bool quotes = (type >= 3 && type <= 5) || type == 11 || type == 12;
        return quotes ? at.behind(8, number_space::none, 0).datagram(4) : carried{};
    }
    /// RFC 7761 4.9.3
    [[nodiscard]] static constexpr carried pim_register(const carried& at) noexcept {
        return at.has(8) && at.u8(0) == 0x21 ? at.behind(8, number_space::datagram, 0) : carried{};
    }

    [[nodiscard]] static constexpr carried nothing(const carried&) noexcept { return {}; }

    struct row {
        number_space space;
        std::uint16_t number;
        carried (*step)(const carried&) noexcept;
    };
    /// How to go on; the last row where the number isn't known.
    [[nodiscard]] static constexpr const row& find(const carried& at) noexcept;
};

/// The encapsulations, as their numbers are assigned.
inline constexpr std::array tunnel_table{
    tunnel_decoder::row{number_space::ether_type, 0x0800, tunnel_decoder::ipv4},
    tunnel_decoder::row{number_space::ether_type, 0x86dd, tunnel_decoder::ipv6},
    tunnel_decoder::row{number_space::ether_type, 0x6558, tunnel_decoder::ethernet},
    tunnel_decoder::row{number_space::ether_type, 0x8847, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::ether_type, 0x8848, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::ether_type, 0x8863, tunnel_decoder::pppoe},
    tunnel_decoder::row{number_space::ether_type, 0x8864, tunnel_decoder::pppoe},
    tunnel_decoder::row{number_space::ether_type, 0x880b, tunnel_decoder::ppp},
    tunnel_decoder::row{number_space::ether_type, 0x894f, tunnel_decoder::nsh},
    tunnel_decoder::row{number_space::gre, 0x0800, tunnel_decoder::ipv4},
    tunnel_decoder::row{number_space::gre, 0x86dd, tunnel_decoder::ipv6},
    tunnel_decoder::row{number_space::gre, 0x6558, tunnel_decoder::ethernet},
    tunnel_decoder::row{number_space::gre, 0x8847, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::nsh, 1, tunnel_decoder::ipv4},
    tunnel_decoder::row{number_space::nsh, 2, tunnel_decoder::ipv6},
    tunnel_decoder::row{number_space::nsh, 3, tunnel_decoder::ethernet},
    tunnel_decoder::row{number_space::nsh, 4, tunnel_decoder::nsh},
    tunnel_decoder::row{number_space::ppp, 0x0281, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::ppp, 0x0283, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::ip, 4, tunnel_decoder::ipv4},
    tunnel_decoder::row{number_space::ip, 17, tunnel_decoder::udp},
    tunnel_decoder::row{number_space::ip, 41, tunnel_decoder::ipv6},
    tunnel_decoder::row{number_space::ip, 47, tunnel_decoder::gre},
    tunnel_decoder::row{number_space::quoting_ip, 1, tunnel_decoder::icmp_error},
    tunnel_decoder::row{number_space::quoting_ip, 103, tunnel_decoder::pim_register},
    tunnel_decoder::row{number_space::udp, 1701, tunnel_decoder::l2tp},
    tunnel_decoder::row{number_space::udp, 4789, tunnel_decoder::vxlan},
    tunnel_decoder::row{number_space::udp, 4790, tunnel_decoder::vxlan_gpe},
    tunnel_decoder::row{number_space::udp, 6081, tunnel_decoder::geneve},
    tunnel_decoder::row{number_space::udp, 6635, tunnel_decoder::mpls},
    tunnel_decoder::row{number_space::udp, 8472, tunnel_decoder::vxlan},
    tunnel_decoder::row{number_space::none, 0, tunnel_decoder::nothing},
};

constexpr const tunnel_decoder::row& tunnel_decoder::find(const carried& at) noexcept {
    for (const row& known : tunnel_table) {
        if (known.space == at.space && known.number == at.number) { return known; }
    }
    return tunnel_table.back();
}

} // namespace detail

/// Finds the IP datagram of a frame that carries a TCP segment, through whatever number of tunnels and label stacks:
/// IP in IP, GRE, PPTP, MPLS, PPPoE, L2TP, VXLAN, Geneve, OTV, NSH.
/// Errors: not_tcp where none is found; later_fragment; those of `decode_ip`. `offset` counts from that datagram.
/// Spec: RFC 2003, RFC 2516, RFC 2637, RFC 2661, RFC 2784, RFC 3032, RFC 7348, RFC 8300, RFC 8926
/// Cost: a step for each header; a frame without a tunnel costs what `decode_frame` does.
/// Example: `if (auto ip = decode_tunnelled(type, octets, size)) { use(decode(ip->payload(), ip->payload_size())); }`
[[nodiscard]] constexpr result<ip_view> decode_tunnelled(link_type type, bytes frame, std::uint32_t wire_length,
                                                         reach how_far = reach::tunnels) noexcept {
    using detail::number_space;
    detail::carried at = detail::tunnel_decoder::link(type, {number_space::none, 0, frame, wire_length});
    // Each step leaves octets behind, so that it ends.
    while (at.space != number_space::none) {
        if (at.space != number_space::datagram) {
            at = detail::tunnel_decoder::find(at).step(at);
            continue;
        }
        const auto ip = decode_ip(at.octets, at.wire_length);
        if (!ip) { return ip.error(); }
        if (ip->later_fragment()) { return decode_error{errc::later_fragment, layer::ip, 0, 0, ip->fragment().offset}; }
        if (ip->protocol() == ip_protocol::tcp) { return *ip; }
        const auto protocol = static_cast<std::uint16_t>(ip->protocol());
        at = {number_space::ip, protocol, ip->payload(), ip->payload_size()};
        if (how_far == reach::tunnels_and_quotes && (protocol == 1 || protocol == 103)) {
            at.space = number_space::quoting_ip;
        }
    }
    return decode_error{errc::not_tcp, layer::ip, 0, 0, 0};
}

} // namespace tcplens::inline v0_1
