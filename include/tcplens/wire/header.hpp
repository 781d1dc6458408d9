// SPDX-License-Identifier: BSL-1.0
// The TCP header: decode once, then read every field without a check.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/core/segment.hpp>
#include <tcplens/wire/options.hpp>
#include <tcplens/wire/usual_options.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// The fixed part of a TCP header.
/// Units: octets.
/// Spec: RFC 9293 3.1
inline constexpr std::uint32_t tcp_header_size = 20;

/// A TCP header and what follows it, where they stand in memory.
/// Shape: made by `decode`, which has checked it; models `segment_like`.
/// Spec: RFC 9293 3.1
/// Example: `if (header.flags().has(flag::syn)) { use(header.seq(), header.window_scale(), header.options()); }`
class header_view {
public:
    /// A view without that check: the caller knows that `captured` holds the 20 octets of a fixed header. With a data
    /// offset below 5 words or beyond `wire_length` options and payload have no meaning, nor has their size.
    [[nodiscard]] static constexpr header_view unchecked(bytes captured, std::uint32_t wire_length) noexcept {
        return {captured, wire_length};
    }

    [[nodiscard]] constexpr std::uint16_t source_port() const noexcept { return load_u16(at(0)); }
    [[nodiscard]] constexpr std::uint16_t destination_port() const noexcept { return load_u16(at(2)); }
    [[nodiscard]] constexpr seq32 seq() const noexcept { return seq32{load_u32(at(4))}; }
    /// Has a meaning only with the ACK flag.
    [[nodiscard]] constexpr seq32 ack() const noexcept { return seq32{load_u32(at(8))}; }
    /// Units: octets, 20 to 60.
    [[nodiscard]] constexpr std::uint32_t header_size() const noexcept { return load_u8(at(12)) / 16U * 4U; }
    [[nodiscard]] constexpr flag_set flags() const noexcept { return flag_set::from_bits(load_u16(at(12))); }
    /// Units: octets before scaling.
    [[nodiscard]] constexpr std::uint16_t window() const noexcept { return load_u16(at(14)); }
    /// The checksum as it stands there; `check_segment` says whether it is right.
    [[nodiscard]] constexpr std::uint16_t checksum() const noexcept { return load_u16(at(16)); }
    /// Units: octets from `seq()`; has a meaning only with the URG flag.
    [[nodiscard]] constexpr std::uint16_t urgent_pointer() const noexcept { return load_u16(at(18)); }

    /// The options, as far as they were captured; empty for a header of 20 octets.
    [[nodiscard]] constexpr options_view options() const noexcept {
        const std::uint32_t size = header_size() - tcp_header_size;
        const std::size_t room = captured_.size() - tcp_header_size;
        return {captured_.subspan(tcp_header_size, size < room ? size : room), size};
    }
    /// The payload's octets, as far as they were captured.
    [[nodiscard]] constexpr bytes payload() const noexcept {
        return header_size() < captured_.size() ? captured_.subspan(header_size()) : bytes{};
    }
    /// Units: octets as sent.
    [[nodiscard]] constexpr std::uint32_t payload_size() const noexcept { return wire_length_ - header_size(); }
    /// Header and payload, as far as they were captured.
    [[nodiscard]] constexpr bytes captured() const noexcept { return captured_; }
    /// Units: octets of header and payload as sent.
    [[nodiscard]] constexpr std::uint32_t wire_length() const noexcept { return wire_length_; }

    /// The shift count of the window scale option, at most 14; -1 without one.
    /// Spec: RFC 7323 2.2 and 2.3
    [[nodiscard]] constexpr int window_scale() const noexcept {
        const usual_options usual = read_usual(options());
        return usual.has(option_kind::window_scale) ? usual.window_scale.effective_shift() : -1;
    }

private:
    constexpr header_view(bytes captured, std::uint32_t wire_length) noexcept
        : captured_{captured}, wire_length_{wire_length} {}
    [[nodiscard]] constexpr const std::byte* at(std::size_t offset) const noexcept { return captured_.data() + offset; }

    bytes captured_;
    std::uint32_t wire_length_;
};

static_assert(segment_like<header_view>);

/// Decodes a TCP header from the octets of a segment, of which `wire_length` were sent.
/// Errors: truncated if fewer than 20 octets were captured of a segment that has them; too_short if fewer were
///         sent; bad_header_length if the data offset is below 5 words; header_beyond_end if it exceeds the segment.
///         Options that were not wholly captured are no error here: `options().check()` tells.
/// Spec: RFC 9293 3.1
/// Example: `if (auto header = decode(octets, 1500)) { use(header->seq()); }`
template <byte_source R>
[[nodiscard]] constexpr result<header_view> decode(R&& octets, std::uint32_t wire_length) noexcept {
    bytes captured = tcplens::as_bytes(octets);
    if (captured.size() > wire_length) { captured = captured.first(wire_length); }
    if (captured.size() < tcp_header_size) {
        return decode_error{wire_length < tcp_header_size ? errc::too_short : errc::truncated, layer::tcp, 0,
                            tcp_header_size, static_cast<std::uint32_t>(captured.size())};
    }
    const header_view header = header_view::unchecked(captured, wire_length);
    if (header.header_size() < tcp_header_size) {
        return decode_error{errc::bad_header_length, layer::tcp, 12, tcp_header_size, header.header_size()};
    }
    if (header.header_size() > wire_length) {
        return decode_error{errc::header_beyond_end, layer::tcp, 12, header.header_size(), wire_length};
    }
    return header;
}

/// Decodes a TCP header from a segment that was captured whole.
/// Errors: too_short if it has fewer than 20 octets; bad_header_length if the data offset is below 5 words;
///         header_beyond_end if it exceeds the segment.
/// Spec: RFC 9293 3.1
/// Example: `constexpr auto header = decode("c350 0050 0000 0064 0000 0000 5002 faf0 0000 0000"_hex);`
template <byte_source R>
[[nodiscard]] constexpr result<header_view> decode(R&& octets) noexcept {
    const bytes whole = tcplens::as_bytes(octets);
    constexpr std::uint32_t longest = 0xffff'ffff;
    return decode(whole, whole.size() < longest ? static_cast<std::uint32_t>(whole.size()) : longest);
}

} // namespace tcplens::inline v0_1
