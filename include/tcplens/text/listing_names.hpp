// SPDX-License-Identifier: BSL-1.0
// The ends of a connection as a listing names them: by numbers, by names, or by what was left of them.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/listing_scan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

struct port_name {
    std::string_view name;
    std::uint16_t port;
};

/// In the order of their names. Those that Linux, macOS and Windows print for TCP, and what else people paste.
inline constexpr std::array<port_name, 95> port_names{{{"afpovertcp", 548},
                                                       {"afs3-fileserver", 7000},
                                                       {"amqp", 5672},
                                                       {"amqps", 5671},
                                                       {"auth", 113},
                                                       {"bgp", 179},
                                                       {"bgpd", 2605},
                                                       {"bootps", 67},
                                                       {"chargen", 19},
                                                       {"cisco-sccp", 2000},
                                                       {"commplex-main", 5000},
                                                       {"cslistener", 9000},
                                                       {"daap", 3689},
                                                       {"daytime", 13},
                                                       {"discard", 9},
                                                       {"distcc", 3632},
                                                       {"domain", 53},
                                                       {"domain-s", 853},
                                                       {"echo", 7},
                                                       {"epmap", 135},
                                                       {"epmd", 4369},
                                                       {"exec", 512},
                                                       {"finger", 79},
                                                       {"ftp", 21},
                                                       {"ftp-data", 20},
                                                       {"ftps", 990},
                                                       {"ftps-data", 989},
                                                       {"gopher", 70},
                                                       {"hostname", 101},
                                                       {"http", 80},
                                                       {"http-alt", 8080},
                                                       {"https", 443},
                                                       {"https-alt", 8443},
                                                       {"ident", 113},
                                                       {"imap", 143},
                                                       {"imap2", 143},
                                                       {"imap4", 143},
                                                       {"imaps", 993},
                                                       {"ipp", 631},
                                                       {"irc", 194},
                                                       {"ircd", 6667},
                                                       {"iscsi-target", 3260},
                                                       {"kerberos", 88},
                                                       {"klogin", 543},
                                                       {"kshell", 544},
                                                       {"ldap", 389},
                                                       {"ldaps", 636},
                                                       {"ldp", 646},
                                                       {"login", 513},
                                                       {"microsoft-ds", 445},
                                                       {"ms-sql-s", 1433},
                                                       {"ms-wbt-server", 3389},
                                                       {"msrpc", 135},
                                                       {"mysql", 3306},
                                                       {"netbios-ssn", 139},
                                                       {"netstat", 15},
                                                       {"nfs", 2049},
                                                       {"nntp", 119},
                                                       {"nntps", 563},
                                                       {"openvpn", 1194},
                                                       {"personal-agent", 5555},
                                                       {"pop2", 109},
                                                       {"pop3", 110},
                                                       {"pop3s", 995},
                                                       {"postgresql", 5432},
                                                       {"pptp", 1723},
                                                       {"printer", 515},
                                                       {"radius", 1812},
                                                       {"redis", 6379},
                                                       {"rfb", 5900},
                                                       {"rsync", 873},
                                                       {"rtmp", 1935},
                                                       {"rtsp", 554},
                                                       {"sane-port", 6566},
                                                       {"shell", 514},
                                                       {"sip", 5060},
                                                       {"sip-tls", 5061},
                                                       {"sips", 5061},
                                                       {"smtp", 25},
                                                       {"smtps", 465},
                                                       {"smux", 199},
                                                       {"socks", 1080},
                                                       {"ssh", 22},
                                                       {"submission", 587},
                                                       {"submissions", 465},
                                                       {"sunrpc", 111},
                                                       {"svn", 3690},
                                                       {"tacacs", 49},
                                                       {"telnet", 23},
                                                       {"time", 37},
                                                       {"webcache", 8080},
                                                       {"whois", 43},
                                                       {"www", 80},
                                                       {"x11", 6000},
                                                       {"xmpp-client", 5222}}};

} // namespace detail

/// A port that may not be known.
struct parsed_port {
    std::uint16_t port = 0; ///< has a meaning where it is valid
    bool valid = false;     ///< whether the words were one
};

/// Reads a port: a number, or the name that one of the well-known TCP ports has.
/// Spec: IANA Service Name and Transport Protocol Port Number Registry, and the aliases of /etc/services
/// Example: `parse_port("http").port == 80`
[[nodiscard]] constexpr parsed_port parse_port(std::string_view words) noexcept {
    detail::listing_scanner at{words, 0};
    if (std::uint64_t number = 0; at.number(number, 65535)) {
        return at.done() ? parsed_port{static_cast<std::uint16_t>(number), true} : parsed_port{};
    }
    std::size_t first = 0;
    std::size_t last = detail::port_names.size();
    while (first < last) {
        const std::size_t middle = (first + last) / 2;
        if (detail::port_names[middle].name < words) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    if (first == detail::port_names.size() || detail::port_names[first].name != words) { return {}; }
    return {detail::port_names[first].port, true};
}

/// What stands for a name: 128 bits of it, capitals taken for small letters.
/// Shape: two names fall together with a chance of 2^-128, as far as nobody makes them for that: it is no
/// cryptographic hash. None falls together with an address.
/// Example: `address_of_name("web.example") == address_of_name("WEB.example")`
[[nodiscard]] constexpr address address_of_name(std::string_view name) noexcept {
    std::uint64_t high = 0x6c62'272e'07bb'0142;
    std::uint64_t low = 0x62b8'2175'6295'c58d;
    for (const char c : name) {
        const auto octet = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        high = (high ^ octet) * 0x9e37'79b9'7f4a'7c15;
        high ^= high >> 32;
        low = (low + octet) * 0xd6e8'feb8'6659'fd93;
        low ^= low >> 29;
    }
    return address::named(high, low);
}

/// One end of a connection as a text names it.
/// Shape: a host or a port that has only a name is part of the key by it: a host as `address_of_name`. A port name that
/// is not known makes the whole text the name, and leaves the port 0.
struct named_endpoint {
    endpoint key;          ///< the same for the same words; a name has an address of its own kind
    std::string_view host; ///< as written
    std::string_view port; ///< as written; empty where there is none

    /// Whether the text has a port, and the port is known.
    [[nodiscard]] constexpr bool has_port() const noexcept { return !port.empty(); }
    /// Whether the key has the port: the text shows a number, or a name that is known.
    [[nodiscard]] constexpr bool port_known() const noexcept { return key.port != 0 || port == "0"; }
    /// Whether the host is known by its address.
    [[nodiscard]] constexpr bool is_numeric() const noexcept { return key.host.family() != address_family::name; }
};

namespace detail {

/// Reads `192.0.2.1.`; enough characters are there.
constexpr const char* read_quad(const char* at, address& to) noexcept {
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        std::uint32_t value = 0;
        const char* const behind = short_number<3>(at, value);
        if (behind == at || value > 255 || *behind != '.') { return nullptr; }
        bits = bits << 8 | value;
        at = behind + 1;
    }
    to = address::v4(bits);
    return at;
}

/// Reads `192.0.2.1.80` or `2001:db8::1.80` in front of a blank or a colon, and gives what is behind; nullptr where it
/// is something else, or the text's end is near.
constexpr const char* read_numeric_endpoint(const char* at, const char* end, bool v6, named_endpoint& to) noexcept {
    constexpr std::string_view longest = "255.255.255.255.65535 ";
    const char* const begin = at;
    if (v6) {
        if (static_cast<std::size_t>(end - at) < v6_room + longest.size()) { return nullptr; }
        at = read_v6<false>(at, end, to.key.host);
        if (at == nullptr || *at != '.') { return nullptr; }
        ++at;
    } else {
        if (static_cast<std::size_t>(end - at) < longest.size()) { return nullptr; }
        at = read_quad(at, to.key.host);
        if (at == nullptr) { return nullptr; }
    }
    std::uint32_t port = 0;
    const char* const behind = short_number<5>(at, port);
    if (behind == at || port > 65535 || (*behind != ' ' && *behind != ':')) { return nullptr; }
    to.key.port = static_cast<std::uint16_t>(port);
    to.host = {begin, static_cast<std::size_t>(at - begin) - 1};
    to.port = {at, static_cast<std::size_t>(behind - at)};
    return behind;
}

} // namespace detail

/// Reads `192.0.2.1.80`, `2001:db8::1.80`, `host.example.http`, `166.111.X.X.57245`: the last dot separates the port.
/// Spec: tcpdump's addresses, a dot before the port
[[nodiscard]] constexpr named_endpoint parse_endpoint(std::string_view words) noexcept {
    const std::size_t dot = words.rfind('.');
    if (dot != std::string_view::npos && dot != 0 && dot + 1 != words.size()) {
        named_endpoint found{{}, words.substr(0, dot), words.substr(dot + 1)};
        parsed_port port = parse_port(found.port);
        // The one service name with a dot in it, on BSD and macOS.
        if (found.port == "50" && found.host.ends_with(".z39")) {
            found.host.remove_suffix(4);
            found.port = words.substr(dot - 3);
            port = {210, true};
        }
        const parsed_address host = parse_address(found.host);
        if (host.valid && port.valid) {
            found.key = {host.host, port.port};
            return found;
        }
        if (!parse_address(words).valid) {
            found.key =
                port.valid ? endpoint{address_of_name(found.host), port.port} : endpoint{address_of_name(words), 0};
            return found;
        }
    }
    const parsed_address host = parse_address(words);
    return {{host.valid ? host.host : address_of_name(words), 0}, words, {}};
}

} // namespace tcplens::inline v0_1
