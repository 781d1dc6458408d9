// SPDX-License-Identifier: BSL-1.0
// What went wrong while reading bytes: what was needed, what there was, and where.
#pragma once

#include <tcplens/version.hpp>

#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// Whose header the fault is in.
enum class layer : std::uint8_t {
    file,   ///< the capture file, or one of its records
    link,   ///< the frame's header: Ethernet, Linux cooked ...
    ip,     ///< IPv4 or IPv6, extension headers included
    tcp,    ///< the fixed TCP header
    option, ///< one of its options
};

/// What kind of fault a decoder met.
enum class errc : std::uint8_t {
    truncated,         ///< the capture ends before the octets that were sent do (snapshot length)
    too_short,         ///< what was sent leaves no room: a length field or the frame ends too early
    bad_version,       ///< the IP version is neither 4 nor 6, or not the one the link layer announced
    bad_header_length, ///< a header-length field below the fixed part of its header
    header_beyond_end, ///< a header-length field that reaches beyond its datagram
    bad_length,        ///< a length field that contradicts the header that holds it
    bad_extension,     ///< an IPv6 extension header where it must not stand
    bad_option_length, ///< an option whose length octet is below 2, beyond the header, or wrong for its kind
    no_such_option,    ///< the options hold none of this kind
    not_ip,            ///< the frame carries neither IPv4 nor IPv6
    not_tcp,           ///< the datagram carries another protocol
    later_fragment,    ///< a fragment that does not hold the start of its segment
    unknown_link_type, ///< frames of this link type cannot be read
    unknown_format,    ///< the file is no capture of a known format
    unknown_interface, ///< a packet of an interface that its section does not describe
    bad_record_length, ///< a capture record longer than any snapshot length
};

/// A fault, its place and its measure.
/// Units: octets. `offset` counts from the first octet that the decoder was given.
/// Shape: `needed` and `available` count from `offset`; for a bad value they are the least that would
///        have been right and what was found.
struct decode_error {
    errc code{};                 ///< what is wrong
    layer in{};                  ///< in whose header
    std::uint32_t offset = 0;    ///< where: octets before the fault
    std::uint32_t needed = 0;    ///< octets, or the least value, that there should have been
    std::uint32_t available = 0; ///< octets that there were, or the value that was found

    friend constexpr bool operator==(const decode_error&, const decode_error&) = default;

    /// The same fault, told from an enclosing buffer that begins `octets` earlier.
    [[nodiscard]] constexpr decode_error shifted(std::uint32_t octets) const noexcept {
        return {code, in, offset + octets, needed, available};
    }
};

/// The layer's name, to stand before the fault.
[[nodiscard]] constexpr std::string_view describe(layer in) noexcept {
    switch (in) {
    case layer::file: return "capture file";
    case layer::link: return "link-layer header";
    case layer::ip: return "IP header";
    case layer::tcp: return "TCP header";
    case layer::option: return "TCP option";
    }
    return "header";
}

/// The fault in a few words, without its numbers; `render_error` has them.
/// Example: `describe(errc::truncated) == "cut short"`
[[nodiscard]] constexpr std::string_view describe(errc code) noexcept {
    switch (code) {
    case errc::truncated: return "cut short";
    case errc::too_short: return "ends before its header does";
    case errc::bad_version: return "wrong IP version";
    case errc::bad_header_length: return "length below the fixed header";
    case errc::header_beyond_end: return "length beyond the end";
    case errc::bad_length: return "length field contradicts the header";
    case errc::bad_extension: return "extension header out of place";
    case errc::bad_option_length: return "bad option length";
    case errc::no_such_option: return "no such option";
    case errc::not_ip: return "not IP";
    case errc::not_tcp: return "not TCP";
    case errc::later_fragment: return "fragment without the TCP header";
    case errc::unknown_link_type: return "unknown link type";
    case errc::unknown_format: return "not a capture in pcap or pcapng format";
    case errc::unknown_interface: return "packet of an unknown interface";
    case errc::bad_record_length: return "impossible record length";
    }
    return "unknown fault";
}

} // namespace tcplens::inline v0_1
