// SPDX-License-Identifier: BSL-1.0
// From a captured frame to the segment in it: link layers, then IP, then TCP.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/header.hpp>
#include <tcplens/wire/ip.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// How a capture's frames begin, by the number that stands in capture files.
/// Spec: the list of link-layer header types (LINKTYPE_...) of libpcap
enum class link_type : std::uint32_t {
    null = 0,                 ///< BSD loopback: an address family in the byte order of the machine that captured it
    ethernet = 1,             ///< Ethernet, with VLAN tags and 802.2 LLC
    ppp = 9,                  ///< PPP, also without address and control octets
    raw_bsd = 12,             ///< IP: what most systems call `raw` in memory, met in files
    raw_openbsd = 14,         ///< IP: what OpenBSD calls it
    ppp_hdlc = 50,            ///< PPP or Cisco HDLC, told apart by the address octet
    raw = 101,                ///< IP
    cisco_hdlc = 104,         ///< Cisco HDLC
    loop = 108,               ///< OpenBSD loopback: an address family, big-endian
    linux_sll = 113,          ///< Linux cooked v1, of the device "any"
    arcnet_linux = 129,       ///< ARCNET as Linux has it
    juniper_ethernet = 178,   ///< Ethernet behind what Juniper's routers put before it
    ipv4 = 228,               ///< IPv4
    ipv6 = 229,               ///< IPv6
    ip_over_infiniband = 242, ///< IP over InfiniBand, RFC 4391
    linux_sll2 = 276,         ///< Linux cooked v2, with the interface's index
};

/// Whether `decode_link` reads frames of this type.
[[nodiscard]] constexpr bool is_known(link_type type) noexcept {
    switch (type) {
    case link_type::null:
    case link_type::ethernet:
    case link_type::ppp:
    case link_type::raw_bsd:
    case link_type::raw_openbsd:
    case link_type::ppp_hdlc:
    case link_type::raw:
    case link_type::cisco_hdlc:
    case link_type::loop:
    case link_type::linux_sll:
    case link_type::arcnet_linux:
    case link_type::juniper_ethernet:
    case link_type::ipv4:
    case link_type::ipv6:
    case link_type::ip_over_infiniband:
    case link_type::linux_sll2: return true;
    }
    return false;
}

/// What stands before the IP header, as far as a reader may want to know.
struct link_view {
    link_type type{};                  ///< the capture's; of `ppp_hdlc` frames Cisco's are told apart as `cisco_hdlc`
    bytes payload;                     ///< the network packet, as far as captured
    std::uint32_t payload_size = 0;    ///< octets of it as sent, frame padding included
    std::uint32_t offset = 0;          ///< octets before it in the frame
    std::uint8_t vlan_tags = 0;        ///< 802.1Q and 802.1ad tags stepped over, at most 255
    std::uint8_t packet_type = 0;      ///< Linux cooked: 0 to us, 1 broadcast, 2 multicast, 3 others', 4 from us
    std::uint32_t interface_index = 0; ///< Linux cooked v2
};

namespace detail {

/// The steps of `decode_link`, one for each family of link types: each finds the packet, or the fault.
struct link_decoder {
    bytes frame;
    std::uint32_t wire_length = 0;
    link_view link{};
    decode_error fault{};

    [[nodiscard]] constexpr bool run(link_type type) noexcept {
        link.type = type;
        if (type == link_type::ethernet && has(14) && frame.size() <= wire_length) { // most frames
            link.offset = 14;
            const std::uint16_t ethertype = load_u16(frame.data() + 12);
            if (ethertype == 0x0800) { return payload(address_family::ipv4); }
            if (ethertype == 0x86dd) { return payload(address_family::ipv6); }
        }
        return run_any(type);
    }

private:
    [[nodiscard]] constexpr bool run_any(link_type type) noexcept {
        if (frame.size() > wire_length) {
            return fail({errc::bad_length, layer::link, 0, static_cast<std::uint32_t>(frame.size()), wire_length});
        }
        switch (type) {
        case link_type::ethernet: return has(14) ? by_ethertype(12) : ended(14);
        case link_type::linux_sll:
            if (!has(16)) { return ended(16); }
            link.packet_type = load_u8(frame.data() + 1);
            return by_ethertype(14);
        case link_type::linux_sll2:
            if (!has(20)) { return ended(20); }
            link.packet_type = load_u8(frame.data() + 10);
            link.interface_index = load_u32(frame.data() + 4);
            link.offset = 20;
            return network(load_u16(frame.data()));
        case link_type::null:
        case link_type::loop: return has(4) ? by_family() : ended(4);
        case link_type::cisco_hdlc: return has(4) ? by_ethertype(2) : ended(4);
        case link_type::juniper_ethernet: return by_juniper_flags();
        case link_type::ip_over_infiniband: return has(44) ? by_ethertype(40, 44) : ended(44);
        case link_type::ppp: return by_ppp_protocol();
        case link_type::ppp_hdlc: return by_hdlc_address();
        case link_type::arcnet_linux: return by_arcnet_type();
        case link_type::raw_bsd:
        case link_type::raw_openbsd:
        case link_type::raw:
        case link_type::ipv4:
        case link_type::ipv6: return payload();
        }
        return fail({errc::unknown_link_type, layer::link, 0, 0, static_cast<std::uint32_t>(type)});
    }

    [[nodiscard]] constexpr bool has(std::uint32_t octets) const noexcept { return frame.size() >= octets; }
    constexpr bool fail(const decode_error& why) noexcept {
        fault = why;
        return false;
    }
    constexpr bool ended(std::uint32_t needed) noexcept {
        return fail({wire_length < needed ? errc::too_short : errc::truncated, layer::link, 0, needed,
                     static_cast<std::uint32_t>(frame.size())});
    }
    constexpr bool other(std::uint32_t at, std::uint32_t found) noexcept {
        return fail({errc::not_ip, layer::link, at, 0, found});
    }
    [[nodiscard]] constexpr bool is_ethernet() const noexcept {
        return link.type == link_type::ethernet || link.type == link_type::juniper_ethernet;
    }
    [[nodiscard]] constexpr bool is_cooked() const noexcept {
        return link.type == link_type::linux_sll || link.type == link_type::linux_sll2;
    }
    /// Linux cooked headers hold customer tags only, others none.
    [[nodiscard]] constexpr bool is_vlan(std::uint16_t ethertype) const noexcept {
        if (ethertype == 0x8100) { return is_ethernet() || is_cooked(); }
        return (ethertype == 0x88a8 || ethertype == 0x9100 || ethertype == 0x9200) && is_ethernet();
    }
    /// Whether it is no type but a length, or what Linux has for a frame with one.
    [[nodiscard]] constexpr bool is_llc(std::uint16_t ethertype) const noexcept {
        return is_ethernet() ? ethertype <= 1500 : is_cooked() && ethertype == 4;
    }

    /// An EtherType or 802.3 length stands at `at`, the packet behind it or at `offset`.
    [[nodiscard]] constexpr bool by_ethertype(std::uint32_t at, std::uint32_t offset = 0) noexcept {
        link.offset = offset == 0 ? at + 2 : offset;
        return network(load_u16(frame.data() + at));
    }

    /// A PPP protocol number, behind address and control where they aren't left out; an odd octet is a short one.
    /// EtherTypes stand there, too. RFC 1661 2 and 6.5, RFC 1662 3.1
    [[nodiscard]] constexpr bool by_ppp_protocol() noexcept {
        if (!has(4)) { return ended(4); }
        const std::uint32_t at = load_u16(frame.data()) == 0xff03 ? 2 : 0;
        const bool is_short = load_u8(frame.data() + at) % 2 == 1;
        const std::uint16_t protocol = is_short ? load_u8(frame.data() + at) : load_u16(frame.data() + at);
        link.offset = at + (is_short ? 1 : 2);
        if (protocol == 0x0021 || protocol == 0x0800) { return payload(address_family::ipv4); }
        if (protocol == 0x0057 || protocol == 0x86dd) { return payload(address_family::ipv6); }
        return other(link.offset - 2, protocol);
    }

    /// The two kinds of frames that go over such a line: PPP's and Cisco's, the latter to one or to all.
    /// RFC 1662 3.1
    [[nodiscard]] constexpr bool by_hdlc_address() noexcept {
        if (!has(4)) { return ended(4); }
        const std::uint16_t address = load_u16(frame.data());
        if (address == 0xff03) { return by_ppp_protocol(); }
        if (address != 0x0f00 && address != 0x8f00) { return other(0, address); }
        link.type = link_type::cisco_hdlc;
        return by_ethertype(2);
    }

    /// What Juniper's routers put before a frame: a magic number, flags, and extensions if a flag says so.
    [[nodiscard]] constexpr bool by_juniper_flags() noexcept {
        if (!has(4)) { return ended(4); }
        const std::uint32_t magic = load_u32(frame.data()) >> 8;
        const std::uint8_t flags = load_u8(frame.data() + 3);
        if (magic != 0x4d'4743) { return other(0, magic); }
        std::uint32_t size = 4;
        if ((flags & 0x80) != 0) {
            if (!has(6)) { return ended(6); }
            size = 6U + load_u16(frame.data() + 4);
        }
        if ((flags & 0x02) == 0) { return has(size + 14) ? by_ethertype(size + 12) : ended(size + 14); }
        link.offset = size + 4; // no Ethernet header, but four octets
        return has(link.offset) ? payload() : ended(link.offset);
    }

    /// ARCNET as Linux hands it over: RFC 1051 types right before the packet, RFC 1201 ones with a sequence number.
    [[nodiscard]] constexpr bool by_arcnet_type() noexcept {
        if (!has(5)) { return ended(5); }
        const std::uint8_t type = load_u8(frame.data() + 4);
        link.offset = type == 240 ? 5 : 8;
        if (type == 240) { return payload(address_family::ipv4); }
        if (type != 212 && type != 196) { return other(4, type); }
        return has(8) ? payload(type == 212 ? address_family::ipv4 : address_family::ipv6) : ended(8);
    }

    /// Steps over VLAN tags and an 802.2 header, then looks whether it is IP that follows.
    [[nodiscard]] constexpr bool network(std::uint16_t ethertype) noexcept {
        while (is_vlan(ethertype)) {
            if (!has(link.offset + 4)) { return ended(link.offset + 4); }
            ethertype = load_u16(frame.data() + link.offset + 2);
            link.offset += 4;
            if (link.vlan_tags < 255) { ++link.vlan_tags; }
        }
        if (is_llc(ethertype)) { return logical_link(ethertype); }
        return network_by_type(ethertype);
    }
    [[nodiscard]] constexpr bool network_by_type(std::uint16_t ethertype) noexcept {
        if (ethertype == 0x0800) { return payload(address_family::ipv4); }
        if (ethertype == 0x86dd) { return payload(address_family::ipv6); }
        return other(link.offset - 2, ethertype);
    }

    /// Unnumbered information to IP's own service access point, to that of network layers, or by SNAP: there an
    /// organization's number says whose the type is, or that a whole Ethernet frame follows.
    /// IEEE 802.2, RFC 1042, RFC 2684 5.2
    [[nodiscard]] constexpr bool logical_link(std::uint16_t length) noexcept {
        if (is_ethernet() && wire_length - link.offset > length) { wire_length = link.offset + length; }
        if (frame.size() > wire_length) { frame = frame.first(wire_length); }
        if (!has(link.offset + 8)) { return ended(link.offset + 8); }
        const std::byte* const llc = frame.data() + link.offset;
        const std::uint32_t kind = load_u32(llc) >> 8 & 0xfe'feff; // the lowest bits say group and response
        if (kind == 0x06'0603) { return link.offset += 3, payload(address_family::ipv4); }
        if (kind == 0xfe'fe03 && load_u8(llc + 3) == 0xcc) { return link.offset += 4, payload(address_family::ipv4); }
        if (kind == 0xfe'fe03 && load_u8(llc + 3) == 0x8e) { return link.offset += 4, payload(address_family::ipv6); }
        if (kind != 0xaa'aa03) { return other(link.offset, load_u16(llc)); }
        const std::uint32_t organization = load_u32(llc + 2) & 0xff'ffff;
        const std::uint16_t type = load_u16(llc + 6);
        if (organization == 0 || organization == 0x00'00f8) { return link.offset += 8, network_by_type(type); }
        const bool is_bridged = is_ethernet() && organization == 0x00'80c2 && (type == 1 || type == 7);
        if (!is_bridged) { return other(link.offset, load_u16(llc)); }
        const std::uint32_t ends = link.offset + 24; // the length has bounded how often this can be
        return has(ends) ? by_ethertype(ends - 2) : ended(ends);
    }

    /// The address family of a BSD loopback header, in the byte order of the machine that captured it.
    [[nodiscard]] constexpr bool by_family() noexcept {
        std::uint32_t family = load_u32_little(frame.data());
        if (family > 0xffff) { family = load_u32(frame.data()); }
        link.offset = 4;
        if (family == 2) { return payload(address_family::ipv4); }
        if (family == 24 || family == 28 || family == 30) { return payload(address_family::ipv6); }
        return other(0, family);
    }

    /// The packet that is left, of the version that the link layer announces, if it does.
    [[nodiscard]] constexpr bool payload(address_family announced = {}) noexcept {
        link.payload = frame.subspan(link.offset);
        link.payload_size = wire_length - link.offset;
        if (announced != address_family{} && !link.payload.empty()) {
            const auto wanted = static_cast<std::uint32_t>(announced);
            const std::uint32_t version = load_u8(link.payload.data()) / 16U;
            if (version != wanted) { return fail({errc::bad_version, layer::ip, link.offset, wanted, version}); }
        }
        return true;
    }
};

} // namespace detail

/// Finds the IP packet in a captured frame of which `wire_length` octets were sent.
/// Errors: unknown_link_type; bad_length if more was captured than sent; truncated and too_short within the link-layer
///         header; not_ip (`available` is what the header announces instead); bad_version where it announces the
///         other IP version.
/// Spec: IEEE 802.3, 802.1Q and 802.2, RFC 1042, RFC 1661, RFC 1662; libpcap's descriptions of the others
/// Example: `if (auto link = decode_link(link_type::linux_sll2, octets, 1514)) { use(link->interface_index); }`
[[nodiscard]] constexpr result<link_view> decode_link(link_type type, bytes frame, std::uint32_t wire_length) noexcept {
    detail::link_decoder decoder{frame, wire_length};
    if (!decoder.run(type)) { return decoder.fault; }
    return decoder.link;
}

/// A TCP segment with the layers that it came in. Models `segment_like`.
/// Spec: RFC 9293 3.1, RFC 791 3.1, RFC 8200 3
struct packet_view {
    link_view link;  ///< what stood before the datagram
    ip_view ip;      ///< the datagram
    header_view tcp; ///< the segment

    /// The socket that sent it.
    [[nodiscard]] constexpr endpoint source() const noexcept { return {ip.source(), tcp.source_port()}; }
    /// The socket that it goes to.
    [[nodiscard]] constexpr endpoint destination() const noexcept { return {ip.destination(), tcp.destination_port()}; }

    [[nodiscard]] constexpr std::uint16_t source_port() const noexcept { return tcp.source_port(); }
    [[nodiscard]] constexpr std::uint16_t destination_port() const noexcept { return tcp.destination_port(); }
    [[nodiscard]] constexpr seq32 seq() const noexcept { return tcp.seq(); }
    [[nodiscard]] constexpr seq32 ack() const noexcept { return tcp.ack(); }
    [[nodiscard]] constexpr flag_set flags() const noexcept { return tcp.flags(); }
    [[nodiscard]] constexpr std::uint16_t window() const noexcept { return tcp.window(); }
    [[nodiscard]] constexpr std::uint32_t payload_size() const noexcept { return tcp.payload_size(); }
    [[nodiscard]] constexpr int window_scale() const noexcept { return tcp.window_scale(); }
};

static_assert(segment_like<packet_view>);

/// The IP datagram in a frame, with the link layer that it came in.
struct datagram_view {
    link_view link; ///< what stood before the datagram
    ip_view ip;     ///< its header, and where its payload is
};

/// Decodes a captured frame down to its IP header. `Zero` is what an IPv4 total length of 0 means.
/// Errors: those of `decode_link` and `decode_ip`. `offset` counts from the frame's first octet.
/// Spec: RFC 791 3.1, RFC 8200 3 and 4
/// Example: `if (auto both = decode_datagram(type, octets, size)) { use(both->ip.protocol()); }`
template <zero_length Zero = zero_length::invalid>
[[nodiscard]] constexpr result<datagram_view> decode_datagram(link_type type, bytes frame,
                                                              std::uint32_t wire_length) noexcept {
    detail::link_decoder frames{frame, wire_length};
    if (!frames.run(type)) { return frames.fault; }
    detail::ip_decoder datagrams;
    if (!datagrams.run<Zero>(frames.link.payload, frames.link.payload_size)) {
        return datagrams.fault.shifted(frames.link.offset);
    }
    return datagram_view{frames.link, datagrams.ip};
}

/// Decodes a captured frame down to its TCP header.
/// Errors: those of `decode_datagram` and `decode`; not_tcp for another protocol (`available` is its number);
///         later_fragment for a fragment without the header. `offset` counts from the frame's first octet.
/// Spec: RFC 9293 3.1, RFC 791 3.1, RFC 8200 3 and 4
/// Example: `if (auto packet = decode_frame(link_type::ethernet, octets, 1514)) { use(packet->source().port); }`
[[nodiscard]] constexpr result<packet_view> decode_frame(link_type type, bytes frame,
                                                         std::uint32_t wire_length) noexcept {
    detail::link_decoder frames{frame, wire_length};
    if (!frames.run(type)) { return frames.fault; }
    const link_view& link = frames.link;
    detail::ip_decoder datagrams;
    if (!datagrams.run(link.payload, link.payload_size)) { return datagrams.fault.shifted(link.offset); }
    const ip_view& ip = datagrams.ip;
    const std::uint32_t offset = link.offset + ip.payload_offset();
    if (ip.protocol() != ip_protocol::tcp) {
        return decode_error{errc::not_tcp, layer::ip, offset, 0, static_cast<std::uint32_t>(ip.protocol())};
    }
    if (ip.later_fragment()) { return decode_error{errc::later_fragment, layer::ip, offset, 0, ip.fragment().offset}; }
    const auto tcp = decode(ip.payload(), ip.payload_size());
    if (!tcp) { return tcp.error().shifted(offset); }
    return packet_view{link, ip, *tcp};
}

} // namespace tcplens::inline v0_1
