// SPDX-License-Identifier: BSL-1.0
// The way back: a line that tcpdump or WinDump printed, and people pasted, to a record that models segment_like.
#pragma once

#include <tcplens/text/listing_fields.hpp>
#include <tcplens/text/listing_names.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/listing_time.hpp>
#include <tcplens/text/listing_usual.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// The words on both sides of an arrow: `A > B:`.
struct listing_arrow {
    std::string_view left;
    std::string_view right;
    std::size_t left_at = 0;
    std::size_t behind = 0; ///< behind the colon
};

/// What a word in front of the addresses may end with: what ends any, blanks that are not ASCII, and what glues a time.
inline constexpr auto may_end_word = [] {
    std::array<bool, 256> table = word_ends;
    for (const char end : std::string_view{":+&"}) { table[static_cast<unsigned char>(end)] = true; }
    for (std::size_t c = 0x80; c != table.size(); ++c) { table[c] = true; }
    return table;
}();

/// Goes from arrow to arrow, until one of them has a segment behind it.
class listing_parser {
public:
    constexpr listing_parser(std::string_view text, listing_line& to) noexcept : text_{text}, at_{text, 0}, line_{to} {}

    constexpr void run() noexcept {
        constexpr std::size_t none = std::string_view::npos;
        const bool escapes = text_.find('&') != none;
        std::size_t plain = text_.find('>');
        std::size_t entity = escapes ? text_.find("&gt;") : none;
        for (std::size_t from = 0; plain != none || entity != none;) {
            const std::size_t arrow = entity < plain ? entity : plain;
            listing_arrow found;
            if (words_around(arrow, arrow + (entity < plain ? 4 : 1), from, found)) {
                if (segment(found)) { return; }
                left_limit_ = from = found.behind;
            }
            // Each is looked for from where it was found last, lest the line is read once for each of the other.
            if (plain < from) { plain = text_.find('>', from); }
            if (entity < from) { entity = text_.find("&gt;", from); }
        }
        if (!headless_) { header_alone(); }
    }

private:
    /// A mask, `<client>` or `(client)` where a host was, is no longer than a name can be.
    static constexpr std::size_t longest_mask = 64;

    /// Whether the `>` or `)` here belongs to a `<` or `(` in the same word, which is at `open`.
    [[nodiscard]] constexpr bool closes_mask(std::size_t here, std::size_t* open = nullptr) const noexcept {
        const char opening = text_[here] == ')' ? '(' : '<';
        for (std::size_t at = here; at > left_limit_ && here - at < longest_mask; --at) {
            const char c = text_[at - 1];
            if (c == opening) {
                if (open != nullptr) { *open = at - 1; }
                return true;
            }
            if (ends_word(c)) { return false; }
        }
        return false;
    }
    /// Behind the `>` or `)` that belongs to the `<` or `(` here; 0 where none does.
    [[nodiscard]] constexpr std::size_t mask_end(std::size_t open) const noexcept {
        const char closing = text_[open] == '(' ? ')' : '>';
        for (std::size_t at = open + 1; at < text_.size() && at - open < longest_mask; ++at) {
            if (text_[at] == closing) { return at + 1; }
            if (ends_word(text_[at])) { return 0; }
        }
        return 0;
    }
    [[nodiscard]] constexpr std::string_view left_of(std::size_t here) const noexcept {
        return text_.substr(left_limit_, here - left_limit_);
    }
    [[nodiscard]] constexpr std::size_t word_end_before(std::size_t arrow) const noexcept {
        const auto past_blanks = [&](std::size_t end) {
            while (const std::size_t blank = blank_before(left_of(end))) { end -= blank; }
            return end;
        };
        // `->` is an arrow too.
        const bool long_arrow = left_of(arrow).ends_with('-') && blank_before(left_of(arrow - 1)) != 0;
        return past_blanks(long_arrow ? arrow - 1 : arrow);
    }
    [[nodiscard]] constexpr std::size_t word_begin(std::size_t end) const noexcept {
        std::size_t begin = end;
        while (begin > left_limit_) {
            const char c = text_[begin - 1];
            if ((c == '>' || c == ')') && closes_mask(begin - 1, &begin)) { continue; }
            const bool may_be_blank = static_cast<unsigned char>(c) >= 0x80;
            if (ends_word(c) || (may_be_blank && blank_before(left_of(begin)) != 0)) { break; }
            --begin;
        }
        return begin;
    }
    [[nodiscard]] constexpr std::size_t word_end(std::size_t begin) const noexcept {
        std::size_t end = begin;
        while (end < text_.size()) {
            const char c = text_[end];
            const std::size_t behind = c == '<' || c == '(' ? mask_end(end) : 0;
            if (behind == 0 && (ends_word(c) || blank_at(text_.data() + end, text_.data() + text_.size()) != 0)) {
                break;
            }
            end = behind == 0 ? end + 1 : behind;
        }
        return end;
    }

    /// The words around an arrow; if there are none, `from` is where to look for the next.
    constexpr bool words_around(std::size_t arrow, std::size_t behind, std::size_t& from, listing_arrow& to) noexcept {
        const std::size_t end = word_end_before(arrow);
        if (end == arrow && closes_mask(arrow)) {
            from = behind;
            return false;
        }
        const std::size_t begin = word_begin(end);
        left_limit_ = behind;
        at_.move_to(behind);
        at_.skip_blanks();
        const std::size_t right = at_.at();
        const std::size_t right_end = word_end(right);
        from = right_end;
        if (begin == end || right == right_end) {
            line_.wants_more_ =
                begin != end && at_.done() && parse_endpoint(text_.substr(begin, end - begin)).has_port();
            return false;
        }
        to = {text_.substr(begin, end - begin), text_.substr(right, right_end - right), begin, right_end};
        if (to.right.back() == ':') {
            to.right.remove_suffix(1);
        } else if (const std::size_t glued = to.right.find(":Flags"); glued != std::string_view::npos) {
            to.right = to.right.substr(0, glued);
            to.behind = right + glued + 1;
        } else {
            at_.move_to(right_end);
            at_.skip_blanks();
            if (!at_.take(':')) { return false; }
            to.behind = at_.at();
        }
        return !to.right.empty();
    }

    /// What follows on `A > B:`; false if it is not TCP.
    constexpr bool segment(const listing_arrow& arrow) noexcept {
        named_endpoint& source = line_.record_.source_ = parse_endpoint(arrow.left);
        named_endpoint& destination = line_.record_.destination_ = parse_endpoint(arrow.right);
        // Behind extension headers there are only ports: the addresses came earlier.
        const bool apart = has_outer_ && is_port(arrow.left) && is_port(arrow.right);
        const bool ports = apart || (source.has_port() && destination.has_port());
        at_.move_to(arrow.behind);
        at_.skip_blanks();
        listing_fields fields{at_, line_};
        const auto begin = [&] {
            line_.is_ = line_kind::record;
            if (apart) {
                source = {{outer_source_.key.host, parse_port(arrow.left).port}, outer_source_.host, arrow.left};
                destination = {
                    {outer_destination_.key.host, parse_port(arrow.right).port}, outer_destination_.host, arrow.right};
            }
            prefix(text_.substr(0, apart ? outer_at_ : arrow.left_at));
        };
        if (at_.take("Flags") || at_.take("flags")) {
            at_.skip_blanks();
            if (!at_.take('[')) {
                line_.wants_more_ = at_.done();
                return false;
            }
            begin();
            fields.run_4();
        } else if (ports && at_.sees("tcp ") && is_digit(at_.peek(4))) {
            begin();
            at_.skip(4);
            fields.run_quick();
        } else if (ports && at_.sees("[|tcp]")) {
            begin();
            fields.run_cut();
        } else if (ports && listing_fields::begin_3(at_)) {
            begin();
            fields.run_3();
        } else {
            line_.wants_more_ = ports && (at_.done() || listing_fields::ends_in_flags_3(at_));
            // A later fragment, and what the capture cut, have no header to show.
            headless_ = at_.sees("ip-proto-") || at_.rest() == "tcp" || at_.sees("[|tcp]") || at_.sees("[|ip]");
            if (source.has_port() || destination.has_port()) { return false; }
            has_outer_ = true;
            outer_source_ = source;
            outer_destination_ = destination;
            outer_at_ = arrow.left_at;
            return false;
        }
        return true;
    }

    [[nodiscard]] static constexpr bool is_port(std::string_view word) noexcept {
        return is_digit(word.front()) && parse_port(word).valid;
    }

    /// The time and the IP header of -v, among whatever else stands in front of the addresses.
    constexpr void prefix(std::string_view words) noexcept {
        line_.record_.prefix_ = words;
        for (std::size_t bracket = words.find('('); bracket != std::string_view::npos;
             bracket = words.find('(', bracket + 1)) {
            if (opens_ip_header({words, bracket + 1})) {
                const std::size_t end = words.rfind(')');
                if (end > bracket) { line_.record_.ip_header_ = words.substr(bracket, end + 1 - bracket); }
                words = words.substr(0, bracket);
                break;
            }
        }
        listing_scanner at{words, 0};
        for (at.skip_blanks(); !at.done(); at.skip_blanks()) {
            if (is_digit(at.peek()) || at.peek() == '-') {
                if (const listing_time found = read_stamp(at); found.form != time_form::none) {
                    line_.record_.time_ = found;
                    continue;
                }
            }
            pass_word(at);
        }
    }

    /// Goes behind a word, and reads the time that is glued to what grep -n or diff set before it: `12:22:13:20.1`.
    constexpr void pass_word(listing_scanner& at) noexcept {
        for (; !at.done(); at.skip()) {
            const char c = at.peek();
            if (!may_end_word[static_cast<unsigned char>(c)]) { continue; }
            if (ends_word(c)) {
                at.skip();
                return;
            }
            if (at.sees_blank()) { return; }
            // Without a fraction it may be the end of a hardware address.
            if ((c != ':' && c != '+') || !is_digit(at.peek(1)) || (at.peek(9) != '.' && at.peek(8) != '.')) {
                continue;
            }
            listing_scanner behind = at;
            behind.skip();
            const listing_time found = read_stamp(behind);
            if (found.form == time_form::none) { continue; }
            line_.record_.time_ = found;
            at = behind;
            return;
        }
    }

    /// What is behind the parenthesis with which -v begins an IP header.
    [[nodiscard]] static constexpr bool opens_ip_header(listing_scanner at) noexcept {
        if (at.take("hlim")) { return at.sees_blank(); }
        if (!at.take("tos") && !at.take("class") && !at.take("flowlabel")) { return false; }
        at.skip_blanks();
        return at.sees("0x");
    }
    /// The value of a field of an IP header, whose name ends here; some releases write a colon between.
    [[nodiscard]] static constexpr listing_scanner value_behind(std::string_view header,
                                                                std::size_t name_end) noexcept {
        listing_scanner at{header, name_end};
        at.take(':');
        at.skip_blanks();
        return at;
    }
    /// `proto TCP (6)`
    [[nodiscard]] static constexpr bool tells_tcp(std::string_view header) noexcept {
        const std::size_t proto = header.find("proto");
        return proto != std::string_view::npos && value_behind(header, proto + 5).take_words("TCP", "(6)");
    }
    /// `length 64)`, with which most headers end
    [[nodiscard]] static constexpr bool tells_length(std::string_view header) noexcept {
        const std::size_t length = header.rfind("length");
        if (length == std::string_view::npos) { return false; }
        listing_scanner at = value_behind(header, length + 6);
        std::uint64_t octets = 0;
        return at.number(octets) && at.peek() == ')';
    }

    /// `IP (tos 0x0, ..., proto TCP (6), length 64)` without the second line.
    constexpr void header_alone() noexcept {
        std::size_t header = text_.find('(');
        while (header != std::string_view::npos && !opens_ip_header({text_, header + 1})) {
            header = text_.find('(', header + 1);
        }
        if (header == std::string_view::npos) { return; }
        std::size_t end = text_.size();
        while (is_blank(text_[end - 1])) { --end; }
        const bool closed = text_[end - 1] == ')' || tells_length(text_.substr(header));
        // What was wrapped may tell the protocol in the next line.
        line_.wants_more_ = !closed;
        if (!tells_tcp(text_.substr(header))) { return; }
        line_.is_ = line_kind::broken;
        line_.wants_more_ = true;
        line_.is_ip_header_ = closed;
        line_.fault_ = {end + 1, closed ? "the TCP header in the next line" : "the IP header's closing parenthesis"};
    }

    std::string_view text_;
    listing_scanner at_;
    listing_line& line_;
    named_endpoint outer_source_;
    named_endpoint outer_destination_;
    std::size_t outer_at_ = 0;
    std::size_t left_limit_ = 0;
    bool has_outer_ = false;
    bool headless_ = false;
};

} // namespace detail

/// Reads one line of a listing, without its line end; or several that make up one record.
/// Shape: views of `line`, which has to stay.
/// Errors: a line that begins as a record and breaks off gives the column and what was expected there. A line that is
///         no record is no error.
/// Spec: tcpdump 3.x, 4.x and 5, WinDump
/// Cost: no allocation, linear in the line.
/// Example: `if (auto line = parse_line(words); line.is() == line_kind::record) use(line.record().seq());`
[[nodiscard]] constexpr listing_line parse_line(std::string_view line) noexcept {
    listing_line read;
    if (!detail::usual_line{line, read}.run()) {
        read = {};
        detail::listing_parser{line, read}.run();
    }
    return read;
}

} // namespace tcplens::inline v0_1
