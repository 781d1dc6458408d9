// SPDX-License-Identifier: BSL-1.0
// Whether a line says the same when it is read as a usual one, and as one of which nothing is expected; and when it is
// printed and read again.
#pragma once

#include <tcplens/text/listing.hpp>
#include <tcplens/text/render_listing.hpp>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
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

[[nodiscard]] inline std::string print(const listing_record& record) {
    std::string line;
    if (record.flags().has(flag::ae)) {
        render_record<tcpdump_5_0>(std::back_inserter(line), record); // 4.99 doesn't print it
    } else {
        render_record(std::back_inserter(line), record);
    }
    return line;
}

[[nodiscard]] inline bool equal(const named_endpoint& a, const named_endpoint& b) {
    return a.key == b.key && a.host == b.host && a.port == b.port;
}
/// The same segment, wherever its texts stand.
[[nodiscard]] inline bool equal(const listing_record& a, const listing_record& b) {
    for (const listing_field field :
         {listing_field::flags, listing_field::seq, listing_field::ack, listing_field::window, listing_field::urgent,
          listing_field::options, listing_field::checksum, listing_field::checksum_expected}) {
        if (a.has(field) != b.has(field)) { return false; }
    }
    return equal(a.source(), b.source()) && equal(a.destination(), b.destination()) && a.flags() == b.flags() &&
           a.seq() == b.seq() && a.ack() == b.ack() && a.window() == b.window() &&
           a.payload_size() == b.payload_size() && a.urgent_pointer() == b.urgent_pointer() &&
           a.checksum() == b.checksum() && a.options_cut() == b.options_cut() &&
           (!a.has(listing_field::checksum_expected) || a.checksum_expected() == b.checksum_expected());
}

/// A record that is printed can be read again, says the same, and is printed as it was. Of its options only what is
/// printed is the same: 4.99 has words of its own for those that 3.x wrote in hexadecimal and 5.0 in more words. They
/// leave out what stands behind EOL or a wrong length, and much of Multipath TCP.
[[nodiscard]] inline bool survives_print(const listing_record& record) {
    const std::string line = print(record);
    // Behind a bar it is found by its arrow, whether or not it begins as most lines do.
    return std::ranges::all_of(std::initializer_list<std::string_view>{"", "| ", "22:13:20.5 IP ", "| 22:13:20.5 IP "},
                               [&](std::string_view before) {
                                   std::string prefixed{before};
                                   prefixed += line;
                                   const listing_line again = parse_line(prefixed);
                                   return again.is() == line_kind::record && equal(again.record(), record) &&
                                          print(again.record()) == line;
                               });
}

} // namespace same_line
