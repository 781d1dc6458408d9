// SPDX-License-Identifier: BSL-1.0
// The records of a whole text, found while it is walked: listings as they are pasted, with whatever stands between.
#pragma once

#include <tcplens/text/listing.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/listing_time.hpp>

#include <cstddef>
#include <string_view>

namespace tcplens::inline v0_1 {

/// A record of a text, or where one broke off.
struct listing_item {
    std::size_t number = 0; ///< of its first line in the text, from 1
    std::string_view text;  ///< its lines
    listing_line line;      ///< what they are
};

/// The records of a text; what is no record is passed over, what breaks off is told, and reading goes on. Records of
/// two lines (-v) and wrapped ones are put together again. What ICMP quotes with -v is passed over: it was sent before.
/// Shape: an input range of listing_item, borrowed; the text has to stay.
/// Cost: no allocation, linear in the text.
/// Example: `for (const listing_item& item : listing_view{pasted}) { use(item.line.is() == line_kind::record); }`
class listing_view {
public:
    /// Reads on from record to record.
    class iterator {
    public:
        using value_type = listing_item;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        /// At the first record of a text.
        constexpr explicit iterator(std::string_view text) noexcept : text_{text} { find(); }

        /// The record here; valid until the iterator moves on.
        [[nodiscard]] constexpr const listing_item& operator*() const noexcept { return item_; }
        /// To a member of the record here.
        [[nodiscard]] constexpr const listing_item* operator->() const noexcept { return &item_; }
        constexpr iterator& operator++() noexcept {
            find();
            return *this;
        }
        constexpr void operator++(int) noexcept { find(); }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.item_.number == b.item_.number;
        }

    private:
        /// How many lines a record may be spread over.
        static constexpr std::size_t most_lines = 6;

        [[nodiscard]] constexpr std::size_t line_end(std::size_t from) const noexcept {
            const std::size_t end = text_.find('\n', from);
            return end == std::string_view::npos ? text_.size() : end;
        }

        /// To the next record; behind the last one `number` is 0.
        constexpr void find() noexcept {
            while (next_ < text_.size()) {
                const std::size_t begin = next_;
                std::size_t end = line_end(begin);
                item_.number = ++lines_;
                item_.line = parse_line(text_.substr(begin, end - begin));
                if (item_.line.wants_more()) { extend(begin, end); }
                next_ = end + 1;
                item_.text = text_.substr(begin, end - begin);
                const bool inner = text_[begin] == '\t';
                const bool quoted = inner && after_icmp_;
                if (item_.line.is() != line_kind::other) {
                    after_icmp_ = false;
                    listing_record& record = item_.line.record_;
                    // A tab marks what a tunnel's packet holds: it was captured with it.
                    if (inner && record.time().form == time_form::none) { record.time_ = time_; }
                    time_ = record.time();
                    if (!quoted) { return; }
                } else {
                    after_icmp_ = item_.text.find(": ICMP ") != std::string_view::npos;
                    detail::listing_scanner at{item_.text, 0};
                    at.skip_blanks();
                    const listing_time stamp = detail::read_stamp(at);
                    if (stamp.form != time_form::none) { time_ = stamp; }
                }
            }
            item_ = {};
        }

        /// Takes the lines that follow, as long as they make more of this one.
        constexpr void extend(std::size_t begin, std::size_t& end) noexcept {
            listing_line joined = item_.line;
            std::size_t last = end;
            for (std::size_t count = 1; count < most_lines && last < text_.size() && joined.wants_more(); ++count) {
                const std::string_view next = text_.substr(last + 1, line_end(last + 1) - last - 1);
                if (!continues(joined, next)) { return; }
                last += 1 + next.size();
                const bool headed = joined.is_ip_header();
                joined = parse_line(text_.substr(begin, last - begin));
                // Under an IP header may be something without a TCP header too: a later fragment.
                if (joined.is() == line_kind::record || (headed && joined.is() == line_kind::other)) {
                    item_.line = joined;
                    end = last;
                    lines_ = item_.number + count;
                }
            }
        }

        /// Whether in front of the addresses stands the end of an IP header that was wrapped.
        [[nodiscard]] static constexpr bool closes_header(const listing_record& record) noexcept {
            std::string_view before = record.prefix();
            while (!before.empty() && detail::is_blank(before.back())) { before.remove_suffix(1); }
            return record.ip_header().empty() && before.ends_with(')');
        }

        /// Whether numbers stand here that a record of 3.x lacks, `1:1(0)`.
        [[nodiscard]] static constexpr bool goes_on_3(const listing_record& above,
                                                      detail::listing_scanner at) noexcept {
            std::uint64_t number = 0;
            const bool lacks = above.notation() == listing_notation::tcpdump_3 && !above.has(listing_field::seq);
            return lacks && at.number(number) && at.take(':') && at.number(number) && at.peek() == '(';
        }

        /// Whether a line is the rest of what is above it, and doesn't begin anything.
        [[nodiscard]] static constexpr bool continues(const listing_line& above, std::string_view next) noexcept {
            detail::listing_scanner at{next, 0};
            for (at.skip_blanks(); at.take_angle('>');) { at.skip_blanks(); }
            if (at.done()) { return false; }
            if (above.is_ip_header()) {
                const bool arrow =
                    next.find('>') != std::string_view::npos || next.find("&gt;") != std::string_view::npos;
                return arrow && !at.sees("IP ") && detail::read_stamp(at).form == time_form::none;
            }
            if (above.is() == line_kind::record) {
                return at.sees("seq ") || at.sees("ack ") || at.sees("win ") || at.sees("urg ") ||
                       at.sees("options [") || at.sees("length ") || at.sees("(correct)") || at.sees("(incorrect") ||
                       at.take_angle('<') || (detail::is_digit(at.peek()) && goes_on_3(above.record(), at));
            }
            if (detail::read_stamp(at).form != time_form::none) { return false; }
            const listing_line read = parse_line(next);
            return read.is() == line_kind::other || (read.is() == line_kind::record && closes_header(read.record()));
        }

        std::string_view text_;
        std::size_t next_ = 0;
        std::size_t lines_ = 0;
        listing_item item_;
        listing_time time_; ///< of the last line that had one
        bool after_icmp_ = false;
    };

    /// An empty text.
    constexpr listing_view() noexcept = default;
    /// Looks at a text of any number of lines.
    constexpr explicit listing_view(std::string_view text) noexcept : text_{text} {}

    /// At the first record, or the first that breaks off.
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{text_}; }
    /// Behind the last one.
    [[nodiscard]] constexpr iterator end() const noexcept { return {}; }

private:
    std::string_view text_;
};

} // namespace tcplens::inline v0_1

template <>
inline constexpr bool std::ranges::enable_view<tcplens::listing_view> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<tcplens::listing_view> = true;
