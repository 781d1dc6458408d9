// SPDX-License-Identifier: BSL-1.0
// A record of a listing as a clean line of tcpdump's notation again, with the fields that it has.
#pragma once

#include <tcplens/sequence/numbering.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/options.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/encode.hpp>
#include <tcplens/wire/header.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace tcplens::inline v0_1 {

namespace detail {

/// Options that were understood are written from what they say, with other SACK edges where other numbers are wanted;
/// what was not is quoted.
template <char_sink O>
constexpr O put_listed_options(O out, const listing_record& record, const shown_numbers& shown) {
    if (!record.options_known()) {
        out = put(out, record.options_text());
        return record.options_cut() ? out : put(out, ']');
    }
    std::array<std::byte, tcp_header_size + options_room> room{};
    const auto octets = encode({.flags = record.flags(), .options = record.options().raw()}, room);
    const auto size = static_cast<std::uint32_t>(octets->size());
    return render_options(out, header_view::unchecked(*octets, size), shown.sack_base).out;
}

template <char_sink O>
constexpr O put_listed_end(O out, const named_endpoint& end) {
    out = put(out, end.host);
    return end.has_port() ? put(put(out, '.'), end.port) : out;
}

} // namespace detail

/// Appends `192.0.2.1.40000 > web.http: Flags [P.], seq 1:11, ack 1, win 502, options [...], length 10`, with hosts and
/// ports as the text named them, and with these numbers instead of its own: `sack_base` is subtracted from the SACK
/// edges that the record has. What the record doesn't have is left out; what followed on it is not.
/// Shape: without what stood in front: the time, `IP`, the IP header.
/// Spec: tcpdump 4.99.3
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_record(O out, const listing_record& record, const shown_numbers& shown) {
    out = detail::put_listed_end(out, record.source());
    out = put(detail::put_listed_end(put(out, " > "), record.destination()), ": ");
    if (!record.has(listing_field::flags)) {
        if (record.has(listing_field::length)) { out = put_decimal(put(out, "tcp "), record.payload_size()); }
        return put(out, record.tail());
    }
    out = render_flags<Notation>(put(out, "Flags "), record.flags());
    if (record.has(listing_field::checksum)) {
        out = put_hex(put(out, ", cksum 0x"), record.checksum(), 4);
        if (record.has(listing_field::checksum_expected)) {
            out = put(put_hex(put(out, " (incorrect -> 0x"), record.checksum_expected(), 4), ')');
        } else {
            out = put(out, " (correct)");
        }
    }
    if (record.has(listing_field::seq)) {
        out = put_decimal(put(out, ", seq "), shown.seq);
        if (record.payload_size() != 0) { out = put_decimal(put(out, ':'), shown.seq + record.payload_size()); }
    }
    if (record.has(listing_field::ack)) { out = put_decimal(put(out, ", ack "), shown.ack); }
    if (record.has(listing_field::window)) { out = put_decimal(put(out, ", win "), record.window()); }
    if (record.has(listing_field::urgent)) { out = put_decimal(put(out, ", urg "), record.urgent_pointer()); }
    if (record.has(listing_field::options)) {
        out = detail::put_listed_options(put(out, ", options ["), record, shown);
        if (record.options_cut()) { return out; }
    }
    if (record.has(listing_field::length)) { out = put_decimal(put(out, ", length "), record.payload_size()); }
    return put(out, record.tail());
}

/// Appends the same with the numbers that the text has.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_record(O out, const listing_record& record) {
    return render_record<Notation>(out, record, {record.seq().value(), record.ack().value(), 0});
}

} // namespace tcplens::inline v0_1
