// SPDX-License-Identifier: BSL-1.0
// How flags are written: a notation is one struct, and names the version that it follows.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/text/sink.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// A way to write a set of flags.
/// The compiler can't check that two sets never look the same, nor that this is wanted: tcpdump doesn't show AE.
template <class N>
concept flag_notation = requires(char* out, flag_set flags) {
    { N::flags(out, flags) } -> std::same_as<char*>;
};

/// tcpdump 4.99.3: a letter per flag in the order of the bits, `.` for ACK, `none` for none; AE is not shown.
struct tcpdump_4_99 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        constexpr std::string_view letters = "FSRP.UEW";
        std::uint32_t bits = flags.bits() & 0xffU;
        if (bits == 0) { return put(out, "none"); }
        for (; bits != 0; bits &= bits - 1) {
            out = put(out, letters[static_cast<std::size_t>(std::countr_zero(bits))]);
        }
        return out;
    }
};

static_assert(flag_notation<tcpdump_4_99> && !flag_notation<flag_set>);

/// Appends flags in brackets: `[S.]`.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_flags(O out, flag_set flags) {
    return put(Notation::flags(put(out, '['), flags), ']');
}

static_assert([] {
    text<8> t;
    render_flags(t.sink(), flag::ack | flag::syn);
    return t.view() == "[S.]";
}());

} // namespace tcplens::inline v0_1
