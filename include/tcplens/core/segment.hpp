// SPDX-License-Identifier: BSL-1.0
// What every stage after decoding needs to know of a segment, wherever it came from.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/core/seq.hpp>

#include <concepts>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// A TCP segment as the numbering, the renderer and the state machine see it: a decoded header, a parsed line
/// of text, another library's packet or a struct of yours.
/// Units: `payload_size` in octets as sent, not as captured; `window` as in the header, not scaled.
/// The compiler can't check that `ack()` is only asked for its meaning when the ACK flag is set; without it
/// the function still has to return.
/// Optional: `window_scale()`, the shift count of a SYN's window scale option or -1 when it has none; without
/// it a connection can't tell the window and takes every window test for passed that any scale would pass.
/// Spec: RFC 9293 3.1, 3.4 (SEG.SEQ, SEG.ACK, SEG.WND)
/// Example:
/// ```cpp
/// struct my_segment {
///     std::uint16_t source_port() const { return 50001; }
///     std::uint16_t destination_port() const { return 80; }
///     seq32 seq() const { return seq32{100}; }
///     seq32 ack() const { return seq32{}; }
///     flag_set flags() const { return flag::syn; }
///     std::uint16_t window() const { return 64240; }
///     std::uint32_t payload_size() const { return 0; }
/// };
/// static_assert(segment_like<my_segment>);
/// ```
template <class S>
concept segment_like = requires(const S& segment) {
    { segment.source_port() } -> std::convertible_to<std::uint16_t>;
    { segment.destination_port() } -> std::convertible_to<std::uint16_t>;
    { segment.seq() } -> std::same_as<seq32>;
    { segment.ack() } -> std::same_as<seq32>;
    { segment.flags() } -> std::same_as<flag_set>;
    { segment.window() } -> std::convertible_to<std::uint16_t>;
    { segment.payload_size() } -> std::convertible_to<std::uint32_t>;
};

/// The length of a segment in sequence space: its payload, and one each for SYN and FIN.
/// Spec: RFC 9293 3.4 (SEG.LEN)
/// Example: `segment_length(segment_fields{.control = flag::syn, .payload_octets = 3}) == 4`
template <segment_like S>
[[nodiscard]] constexpr std::uint32_t segment_length(const S& segment) noexcept {
    const flag_set flags = segment.flags();
    return segment.payload_size() + (flags.has(flag::syn) ? 1U : 0U) + (flags.has(flag::fin) ? 1U : 0U);
}

/// A segment written down by its fields, for tests, teaching and translation from elsewhere.
/// Example: `segment_fields{.seq_number = seq32{100}, .control = flag::syn}`
struct segment_fields {
    std::uint16_t from_port = 0;        ///< `source_port()`
    std::uint16_t to_port = 0;          ///< `destination_port()`
    seq32 seq_number{};                 ///< `seq()`
    seq32 ack_number{};                 ///< `ack()`, which has a meaning with flag::ack
    flag_set control{};                 ///< `flags()`
    std::uint16_t window_field = 65535; ///< `window()`, as in the header: not scaled
    std::uint32_t payload_octets = 0;   ///< `payload_size()`
    int window_shift = -1;              ///< `window_scale()`, -1 without the option

    [[nodiscard]] constexpr std::uint16_t source_port() const noexcept { return from_port; }
    [[nodiscard]] constexpr std::uint16_t destination_port() const noexcept { return to_port; }
    [[nodiscard]] constexpr seq32 seq() const noexcept { return seq_number; }
    [[nodiscard]] constexpr seq32 ack() const noexcept { return ack_number; }
    [[nodiscard]] constexpr flag_set flags() const noexcept { return control; }
    [[nodiscard]] constexpr std::uint16_t window() const noexcept { return window_field; }
    [[nodiscard]] constexpr std::uint32_t payload_size() const noexcept { return payload_octets; }
    [[nodiscard]] constexpr int window_scale() const noexcept { return window_shift; }
};

static_assert(segment_like<segment_fields>);
static_assert(!segment_like<seq32>);
static_assert(segment_length(segment_fields{.control = flag::syn | flag::fin, .payload_octets = 3}) == 5);

} // namespace tcplens::inline v0_1
