// SPDX-License-Identifier: BSL-1.0
// One segment as a line of text tells it: what the text has, and what it hasn't.
#pragma once

#include <tcplens/core/flags.hpp>
#include <tcplens/core/segment.hpp>
#include <tcplens/core/seq.hpp>
#include <tcplens/text/listing_names.hpp>
#include <tcplens/text/listing_time.hpp>
#include <tcplens/wire/encode_options.hpp>
#include <tcplens/wire/options.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// What a line of text may have.
enum class listing_field : std::uint16_t {
    flags = 0x001,             ///< which control bits were set
    seq = 0x002,               ///< the sequence number
    ack = 0x004,               ///< the acknowledgment number
    window = 0x008,            ///< the window, not scaled
    urgent = 0x010,            ///< the urgent pointer
    options = 0x020,           ///< a list of options, understood or not
    length = 0x040,            ///< octets of payload, in whatever way
    checksum = 0x080,          ///< the checksum: -v
    checksum_expected = 0x100, ///< tcpdump found another checksum right
    seq_end = 0x200,           ///< the number behind the last octet: `seq 1:11`
};

/// Whose notation a line is written in.
enum class listing_notation : std::uint8_t {
    tcpdump_4, ///< `Flags [S.], seq 1, ack 2, win 3, options [mss 4], length 0`
    tcpdump_3, ///< `S 1:1(0) ack 2 win 3 <mss 4>`, also WinDump's
    quick,     ///< -q, and headers that were cut or broken: no flags
};

namespace detail {
class listing_parser;
class listing_fields;
class usual_line;
} // namespace detail
class listing_view;

/// A segment read from text. Models segment_like: what the text doesn't have is 0 there, a window 65535, and `has`
/// tells. Numbers are those of the text, absolute or relative.
/// Shape: views of the text that it was read from, which has to stay.
class listing_record {
public:
    /// Whether the text has it.
    [[nodiscard]] constexpr bool has(listing_field field) const noexcept {
        return (fields_ & static_cast<std::uint16_t>(field)) != 0;
    }
    /// Which releases write a line like this.
    [[nodiscard]] constexpr listing_notation notation() const noexcept { return notation_; }

    /// Who sent it, as the text names it.
    [[nodiscard]] constexpr const named_endpoint& source() const noexcept { return source_; }
    /// Whom it was sent to, as the text names it.
    [[nodiscard]] constexpr const named_endpoint& destination() const noexcept { return destination_; }
    /// When, and what the time counts from.
    [[nodiscard]] constexpr const listing_time& time() const noexcept { return time_; }

    // segment_like
    [[nodiscard]] constexpr std::uint16_t source_port() const noexcept { return source_.key.port; }
    [[nodiscard]] constexpr std::uint16_t destination_port() const noexcept { return destination_.key.port; }
    [[nodiscard]] constexpr seq32 seq() const noexcept { return seq_; }
    [[nodiscard]] constexpr seq32 ack() const noexcept { return ack_; }
    [[nodiscard]] constexpr flag_set flags() const noexcept { return flags_; }
    [[nodiscard]] constexpr std::uint16_t window() const noexcept { return window_; }
    [[nodiscard]] constexpr std::uint32_t payload_size() const noexcept { return length_; }
    /// As `segment_like` has it: -1 only where the text shows that there is none; 14 where that isn't known.
    [[nodiscard]] constexpr int window_scale() const noexcept {
        if (const auto scale = options().find<tcplens::window_scale>()) { return scale->effective_shift(); }
        return options_known() ? -1 : 14;
    }

    /// The number behind the last octet, as printed: SYN and FIN don't count. Only with seq_end.
    [[nodiscard]] constexpr seq32 seq_end() const noexcept { return seq_end_; }
    /// Units: octets from `seq()`; only with urgent.
    [[nodiscard]] constexpr std::uint16_t urgent_pointer() const noexcept { return urgent_; }
    /// As the header had it; only with checksum.
    [[nodiscard]] constexpr std::uint16_t checksum() const noexcept { return checksum_; }
    /// What tcpdump computed instead; only with checksum_expected.
    [[nodiscard]] constexpr std::uint16_t checksum_expected() const noexcept { return checksum_expected_; }

    /// The options that were understood, as they stood in the header.
    [[nodiscard]] constexpr options_view options() const noexcept { return options_.view(); }
    /// Whether the text tells which options there are: it shows a list that was understood whole, or, in the notation
    /// of 4.x with nothing deleted, none.
    [[nodiscard]] constexpr bool options_known() const noexcept { return options_whole_; }
    /// Whether the text also shows each bit of them.
    [[nodiscard]] constexpr bool options_exact() const noexcept { return options_exact_; }
    /// The list as written, without its brackets; broken off, with the mark that says so.
    [[nodiscard]] constexpr std::string_view options_text() const noexcept { return options_text_; }

    /// Whether tcpdump broke the list off, and the line with it.
    [[nodiscard]] constexpr bool options_cut() const noexcept { return options_cut_; }

    /// The IP header as -v writes it, in its parentheses; empty without.
    [[nodiscard]] constexpr std::string_view ip_header() const noexcept { return ip_header_; }
    /// Everything in front of the addresses: the time, `IP`, what -e adds, prompts.
    [[nodiscard]] constexpr std::string_view prefix() const noexcept { return prefix_; }
    /// What follows on the segment's own fields: an application's words, complaints.
    [[nodiscard]] constexpr std::string_view tail() const noexcept { return tail_; }

    /// Whether two fields of the text agree on the payload: `seq a:b` and `length`, or a 3.x `a:b(n)`.
    [[nodiscard]] constexpr bool consistent() const noexcept { return consistent_; }

private:
    friend class detail::listing_parser;
    friend class detail::listing_fields;
    friend class detail::usual_line;
    friend class listing_view;

    constexpr void set(listing_field field) noexcept {
        fields_ = static_cast<std::uint16_t>(fields_ | static_cast<std::uint16_t>(field));
    }
    constexpr void unset(listing_field field) noexcept {
        fields_ = static_cast<std::uint16_t>(fields_ & ~static_cast<unsigned>(field));
    }

    named_endpoint source_;
    named_endpoint destination_;
    listing_time time_;
    std::string_view options_text_;
    std::string_view ip_header_;
    std::string_view prefix_;
    std::string_view tail_;
    option_octets options_;
    seq32 seq_;
    seq32 seq_end_;
    seq32 ack_;
    std::uint32_t length_ = 0;
    std::uint16_t window_ = 65535;
    std::uint16_t urgent_ = 0;
    std::uint16_t checksum_ = 0;
    std::uint16_t checksum_expected_ = 0;
    std::uint16_t fields_ = 0;
    flag_set flags_;
    listing_notation notation_ = listing_notation::tcpdump_4;
    bool options_whole_ = false;
    bool options_exact_ = false;
    bool options_cut_ = false;
    bool consistent_ = true;
};

static_assert(segment_like<listing_record>);

/// Where a line that began as a record broke off, and what was expected there.
/// Units: `column` in octets, from 1.
struct listing_fault {
    std::size_t column = 0;    ///< of the first octet that doesn't fit
    std::string_view expected; ///< in a few words
};

/// What a line of text is.
enum class line_kind : std::uint8_t {
    other,  ///< nothing that concerns TCP
    record, ///< a segment
    broken, ///< it began as a record
};

/// A line of text, read.
class listing_line {
public:
    /// What the line is.
    [[nodiscard]] constexpr line_kind is() const noexcept { return is_; }
    /// Has a meaning where it is a record.
    [[nodiscard]] constexpr const listing_record& record() const noexcept { return record_; }
    /// Has a meaning where it is broken.
    [[nodiscard]] constexpr const listing_fault& fault() const noexcept { return fault_; }
    /// Whether more text could make more of it: it was wrapped, or is the first of two lines.
    [[nodiscard]] constexpr bool wants_more() const noexcept { return wants_more_; }
    /// Whether it is the first of two lines, an IP header as -v writes it, without the second: broken.
    [[nodiscard]] constexpr bool is_ip_header() const noexcept { return is_ip_header_; }

private:
    friend class detail::listing_parser;
    friend class detail::listing_fields;
    friend class detail::usual_line;
    friend class listing_view;

    listing_record record_;
    listing_fault fault_;
    line_kind is_ = line_kind::other;
    bool wants_more_ = false;
    bool is_ip_header_ = false;
};

} // namespace tcplens::inline v0_1
