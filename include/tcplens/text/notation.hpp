// SPDX-License-Identifier: BSL-1.0
// How lines are written: a notation is one struct, and names the version that it follows.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/text/sink.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tcplens::inline v0_1 {

/// A way to write a set of flags.
/// The compiler can't check that two sets never look the same, nor that this is wanted: tcpdump doesn't show AE.
/// Example:
/// ```cpp
/// struct shouting {
///     template <char_sink O>
///     static constexpr O flags(O out, flag_set flags) {
///         return put(out, flags.has(flag::syn) ? "SYN!" : "");
///     }
/// };
/// static_assert(flag_notation<shouting>);
/// ```
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
/// Shape: the constants are what the lines of other releases say or do differently. A notation derived from this one
/// has lines of its own where it replaces some of them; one that isn't has these lines around its flags.
struct tcpdump_4_99 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        const std::uint32_t bits = flags.bits() & 0xffU;
        return bits == 0 ? put(out, "none") : detail::put_letters(out, bits, "FSRP.UEW");
    }

    // A time stamp
    /// In the place of one that can't be converted.
    static constexpr std::string_view no_time = "[Error converting time]";
    static constexpr std::string_view invalid_fraction{}; ///< behind a fraction of more than a second
    static constexpr bool converts_elapsed = true;        ///< into a date, which may fail

    // A datagram
    /// Behind the addresses, where no TCP header follows.
    static constexpr std::string_view later_fragment = ": ip-proto-6";
    static constexpr std::string_view hop_by_hop = "Options";          ///< what a hop-by-hop header is called
    static constexpr std::string_view destination_options = "unknown"; ///< what a destination options header is called
    static constexpr std::string_view protocol = "], proto ";   ///< in IPv4's parentheses, in front of the protocol
    static constexpr std::string_view v4_length = "), length "; ///< in front of IPv4's total length
    static constexpr std::string_view v4_end = ")\n    ";       ///< behind it
    /// In IPv6's parentheses, in front of the next header.
    static constexpr std::string_view next_header = ", next-header ";
    static constexpr std::string_view v6_length = ") payload length: "; ///< in front of IPv6's payload length
    /// In front of the type of an option of an extension header.
    static constexpr std::string_view unknown_option = "(opt_type 0x";
    static constexpr std::string_view unknown_option_length = ": len="; ///< in front of its length
    static constexpr bool pads_ttl = false;                             ///< to three places
    static constexpr bool header_last = false;       ///< the IP header stands behind the segment, and no `IP` in front
    static constexpr bool ends_with_frame = false;   ///< IPv4 goes no further than its frame, with a length of 0 so far
    static constexpr bool says_both_lengths = false; ///< of a datagram longer than its frame, not their difference

    // A segment
    static constexpr std::string_view invalid{};        ///< behind what a header can't be
    static constexpr std::string_view cut_mark = " [|"; ///< in front of `tcp]`, where the capture ends
    static constexpr bool offset_first = false; ///< a data offset below 5 counts before a header that is cut behind it
    static constexpr bool old_fields = false;   ///< `S 1:1(0) win 512 <mss 1460>`
    static constexpr bool old_checksum = false; ///< `(incorrect (-> 0x8f99),`
    static constexpr bool notes = false;        ///< with -vv, numbers whose flag isn't set
    static constexpr bool rst_causes = false;   ///< of RST Diagnostic Payload; and a payload that is cut has the mark

    // Options
    static constexpr char list_close = ']';       ///< what ends the list of options
    static constexpr bool closes_cut_data = true; ///< with `>` behind the mark, where an option stands before
    static constexpr std::string_view connection_count_echo{}; ///< its name was forgotten
    static constexpr bool old_options = false;                 ///< those that RFC 793 to 2385 know
    static constexpr bool sack_twice = false;                  ///< `sack sack 1 {1:2} `
    static constexpr bool mptcp_flags = false;                 ///< those of MP_CAPABLE, and MP_TCPRST
};

/// tcpdump 5.0.0-PRE-GIT of April 2026: as 4.99.3, with `e` for AE, and lines that differ as its changes since 4.99.5
/// have it.
struct tcpdump_5_0 : tcpdump_4_99 {
    template <char_sink O>
    [[nodiscard]] static constexpr O flags(O out, flag_set flags) {
        return flags.empty() ? put(out, "none") : detail::put_letters(out, flags.bits(), "FSRP.UEWe");
    }

    static constexpr std::string_view no_time = "[timestamp overflow]";
    static constexpr std::string_view invalid_fraction = " (invalid us)";
    static constexpr bool converts_elapsed = false;
    static constexpr std::string_view hop_by_hop = "HBH";
    static constexpr std::string_view destination_options = "DSTOPT";
    static constexpr std::string_view v6_length = "), payload length ";
    static constexpr std::string_view unknown_option = "(unknown opt-type 0x";
    static constexpr std::string_view unknown_option_length = " len=";
    static constexpr bool ends_with_frame = true;
    static constexpr bool says_both_lengths = true;
    static constexpr std::string_view invalid = " (invalid)";
    static constexpr bool offset_first = true;
    static constexpr bool notes = true;
    static constexpr bool rst_causes = true;
    static constexpr bool closes_cut_data = false;
    static constexpr std::string_view connection_count_echo = "ccecho";
    static constexpr bool mptcp_flags = true;
};

/// tcpdump 3.9 and WinDump 3.9.5: `S`, `F`, `R`, `P`, `W`, `E` in this order, `.` where none of them is set. ACK and
/// URG are not among the flags: the lines show them as ` ack N` and ` urg N`.
/// Shape: extension headers have the words of 4.99.3.
struct tcpdump_3_9 : tcpdump_4_99 {
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

    static constexpr std::string_view later_fragment = ": tcp";
    static constexpr std::string_view protocol = "], proto: ";
    static constexpr std::string_view v4_length = "), length: ";
    static constexpr std::string_view v4_end = ") ";
    static constexpr std::string_view next_header = ", next-header: ";
    static constexpr std::string_view v6_length = "), length: ";
    static constexpr bool pads_ttl = true;
    static constexpr std::string_view cut_mark = "[|";
    static constexpr bool offset_first = true;
    static constexpr bool old_fields = true;
    static constexpr bool old_checksum = true;
    static constexpr char list_close = '>';
    static constexpr std::string_view connection_count_echo = "ccecho";
    static constexpr bool old_options = true;
};

/// tcpdump 3.7: as 3.9, without `IP`, and with what it shows of the IP header behind the segment: ` (DF)`, with -v
/// ` (DF) (ttl 64, id 1, len 60)`.
/// Shape: broken headers and IP options have the words of 3.9, where they are shown.
struct tcpdump_3_7 : tcpdump_3_9 {
    static constexpr std::string_view later_fragment = ":";
    static constexpr bool header_last = true;
    static constexpr bool sack_twice = true;
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

/// The notation whose lines stand around a notation's flags: itself or tcpdump 4.99.3.
template <flag_notation N>
using line_words = std::conditional_t<std::derived_from<N, tcpdump_4_99>, N, tcpdump_4_99>;

static_assert(flag_notation<tcpdump_4_99> && flag_notation<wireshark_places> && !flag_notation<flag_set>);

/// Appends flags in brackets: `[S.]`.
/// Example: `text<8> words; render_flags<tcpdump_5_0>(words.sink(), flag::syn | flag::ae); use(words.view());`
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_flags(O out, flag_set flags) {
    return put(Notation::flags(put(out, '['), flags), ']');
}

} // namespace tcplens::inline v0_1
