// SPDX-License-Identifier: BSL-1.0
// How flags are written: a notation is one struct, and names the version that it follows.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/text/sink.hpp>

#include <array>
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

namespace detail {

/// Appends the letter of each flag that is set, lowest bit first.
template <char_sink O>
constexpr O put_letters(O out, std::uint32_t bits, std::string_view letters) {
    for (; bits != 0; bits &= bits - 1) { out = put(out, letters[static_cast<std::size_t>(std::countr_zero(bits))]); }
    return out;
}

} // namespace detail

/// tcpdump 4.99.3: a letter per flag in the order of the bits, `.` for ACK, `none` for none; AE is not shown.
struct tcpdump_4_99 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        const std::uint32_t bits = flags.bits() & 0xffU;
        return bits == 0 ? put(out, "none") : detail::put_letters(out, bits, "FSRP.UEW");
    }
};

/// tcpdump since 4.99.7: as before, and `e` for AE.
struct tcpdump_4_99_7 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        return flags.empty() ? put(out, "none") : detail::put_letters(out, flags.bits(), "FSRP.UEWe");
    }
};

/// tcpdump 3.x and WinDump: `S`, `F`, `R`, `P`, `W`, `E` in this order, `.` where none of them is set. ACK and URG are
/// not among the flags: those lines show them as ` ack N` and ` urg N`.
struct tcpdump_3 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        constexpr std::string_view letters = "SFRPWE";
        constexpr std::array order{flag::syn, flag::fin, flag::rst, flag::psh, flag::cwr, flag::ece};
        bool any = false;
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (!flags.has(order[i])) { continue; }
            out = put(out, letters[i]);
            any = true;
        }
        return any ? out : put(out, '.');
    }
};

/// Wireshark 4 in its list of packets: `SYN, ACK`, `<None>` for none.
struct wireshark_names {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        constexpr std::array<std::string_view, 9> names{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"};
        if (flags.empty()) { return put(out, "<None>"); }
        std::string_view separator;
        for (std::uint32_t bits = flags.bits(); bits != 0; bits &= bits - 1) {
            out = put(put(out, separator), names[static_cast<std::size_t>(std::countr_zero(bits))]);
            separator = ", ";
        }
        return out;
    }
};

/// Wireshark 4 in its field tcp.flags.str: a place for each of twelve bits, `·······A··S·`. In UTF-8.
struct wireshark_places {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        constexpr std::string_view letters = "FSRPAUECA";
        const std::uint32_t bits = flags.bits();
        out = put(out, "\xc2\xb7\xc2\xb7\xc2\xb7"); // the reserved bits
        for (std::size_t i = letters.size(); i-- > 0;) {
            out = (bits >> i & 1U) != 0 ? put(out, letters[i]) : put(out, "\xc2\xb7");
        }
        return out;
    }
};

static_assert(flag_notation<tcpdump_4_99> && flag_notation<wireshark_places> && !flag_notation<flag_set>);

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
