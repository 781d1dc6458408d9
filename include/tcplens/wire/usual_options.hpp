// SPDX-License-Identifier: BSL-1.0
// The options that everyday segments have, gathered in one walk.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/wire/options.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

namespace detail {

/// Of a kind below 32.
[[nodiscard]] constexpr std::uint32_t bit_of(option_kind kind) noexcept {
    return 1U << (static_cast<std::uint8_t>(kind) & 31U);
}

} // namespace detail

/// What MSS, window scale, SACK permitted, SACK and timestamps say, where a header has them.
/// Spec: RFC 9293 3.7.1, RFC 7323 2 and 3, RFC 2018 2 and 3
/// Example: `auto all = read_usual(header.options()); if (all.has(option_kind::mss)) { use(all.mss.octets); }`
struct usual_options {
    maximum_segment_size mss;           ///< has a meaning with `has(option_kind::mss)`
    tcplens::window_scale window_scale; ///< has a meaning with `has(option_kind::window_scale)`
    tcplens::sack sack;                 ///< has a meaning with `has(option_kind::sack)`
    tcplens::timestamps timestamps;     ///< has a meaning with `has(option_kind::timestamps)`
    std::uint32_t found = 0;            ///< a bit for each of their kinds

    /// Whether one of the five is there; without it its member has no meaning.
    [[nodiscard]] constexpr bool has(option_kind kind) const noexcept {
        return static_cast<std::uint8_t>(kind) < 32 && (found & detail::bit_of(kind)) != 0;
    }
};

/// Gathers them. An option of another kind, or with a length that its kind doesn't have, is stepped over; of one that
/// is there twice the last counts; where the options are broken it ends: `options.check()` says why.
/// Spec: RFC 9293 3.1 and MUST-6; RFC 7323 appendix A for the order in which timestamps mostly stand
/// Cost: the least of all ways to read these options.
[[nodiscard]] constexpr usual_options read_usual(const options_view& options) noexcept {
    usual_options all;
    const std::byte* at = options.raw().data();
    const std::byte* const end = at + options.raw().size();
    if (end - at >= 12 && load_u32(at) == 0x0101'080a) { // NOP, NOP, timestamps
        all.timestamps = {load_u32(at + 4), load_u32(at + 8)};
        all.found = detail::bit_of(option_kind::timestamps);
        at += 12;
    }
    while (at != end) {
        const std::uint8_t kind = load_u8(at);
        if (kind < 2) {
            if (kind == 0) { break; }
            ++at;
            continue;
        }
        if (end - at < 2) { break; }
        const std::size_t length = load_u8(at + 1);
        if (length < 2 || length > static_cast<std::size_t>(end - at)) { break; }
        switch (option_kind{kind}) {
        case option_kind::mss:
            if (length != 4) { break; }
            all.mss = {load_u16(at + 2)};
            all.found |= detail::bit_of(option_kind::mss);
            break;
        case option_kind::window_scale:
            if (length != 3) { break; }
            all.window_scale = {load_u8(at + 2)};
            all.found |= detail::bit_of(option_kind::window_scale);
            break;
        case option_kind::sack_permitted:
            if (length == 2) { all.found |= detail::bit_of(option_kind::sack_permitted); }
            break;
        case option_kind::sack:
            if (length < 10 || length % 8 != 2) { break; }
            all.sack = *sack::read({{at, length}, 0});
            all.found |= detail::bit_of(option_kind::sack);
            break;
        case option_kind::timestamps:
            if (length != 10) { break; }
            all.timestamps = {load_u32(at + 2), load_u32(at + 6)};
            all.found |= detail::bit_of(option_kind::timestamps);
            break;
        default: break;
        }
        at += length;
    }
    return all;
}

} // namespace tcplens::inline v0_1
