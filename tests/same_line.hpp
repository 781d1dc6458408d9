// SPDX-License-Identifier: BSL-1.0
// Whether a line says the same when it is read as a usual one, and as one of which nothing is expected.
#pragma once

#include <tcplens/text/listing.hpp>

#include <algorithm>
#include <string_view>

namespace same_line {

using namespace tcplens;

/// The same characters of the same text.
[[nodiscard]] inline bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || a.data() == b.data());
}
[[nodiscard]] inline bool same(const named_endpoint& a, const named_endpoint& b) {
    return a.key == b.key && same(a.host, b.host) && same(a.port, b.port);
}
[[nodiscard]] inline bool same(const listing_record& a, const listing_record& b) {
    for (unsigned field = 1; field <= 0x200; field *= 2) {
        if (a.has(static_cast<listing_field>(field)) != b.has(static_cast<listing_field>(field))) { return false; }
    }
    return a.notation() == b.notation() && same(a.source(), b.source()) && same(a.destination(), b.destination()) &&
           a.time() == b.time() && a.seq() == b.seq() && a.seq_end() == b.seq_end() && a.ack() == b.ack() &&
           a.flags() == b.flags() && a.window() == b.window() && a.payload_size() == b.payload_size() &&
           a.urgent_pointer() == b.urgent_pointer() && a.checksum() == b.checksum() &&
           a.checksum_expected() == b.checksum_expected() && std::ranges::equal(a.options().raw(), b.options().raw()) &&
           a.options_known() == b.options_known() && a.options_exact() == b.options_exact() &&
           a.options_cut() == b.options_cut() && same(a.options_text(), b.options_text()) &&
           same(a.ip_header(), b.ip_header()) && same(a.prefix(), b.prefix()) && same(a.tail(), b.tail()) &&
           a.consistent() == b.consistent();
}
[[nodiscard]] inline bool same(const listing_line& a, const listing_line& b) {
    return a.is() == b.is() && a.wants_more() == b.wants_more() && a.is_ip_header() == b.is_ip_header() &&
           a.fault().column == b.fault().column && a.fault().expected == b.fault().expected &&
           (a.is() != line_kind::record || same(a.record(), b.record()));
}

/// The line without the short way.
[[nodiscard]] inline listing_line read_as_odd(std::string_view words) {
    listing_line line;
    detail::listing_parser{words, line}.run();
    return line;
}
/// Whether the line goes the short way, at least in its beginning.
[[nodiscard]] inline bool is_usual(std::string_view words) {
    listing_line line;
    return detail::usual_line{words, line}.run();
}

} // namespace same_line
