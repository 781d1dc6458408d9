// SPDX-License-Identifier: BSL-1.0
// A record of a listing as a clean line of tcpdump's notation again, with the fields that it has.
#pragma once

#include <tcplens/sequence/numbering.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/options.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/encode.hpp>
#include <tcplens/wire/header.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// Which of a record's fields are written, where it has them: who explains a handshake needs neither window nor options.
struct record_parts {
    bool all = true;      ///< false writes no more than -q does
    bool checksum = true; ///< `cksum 0x1234 (correct)`
    bool window = true;   ///< `win 502`
    bool options = true;  ///< `options [mss 1460]`
    bool tail = true;     ///< what followed on the segment's own fields
};

namespace detail {

/// Stream offsets may lie before the base.
template <char_sink O>
constexpr O put_shown(O out, std::int64_t number) {
    if (number >= 0) { return put_decimal(out, static_cast<std::uint64_t>(number)); }
    return put_decimal(put(out, '-'), 0 - static_cast<std::uint64_t>(number));
}

/// Options that were understood are written from what they say, with other SACK edges where other numbers are wanted;
/// what was not is quoted, and what tcpdump would break off.
template <char_sink O>
constexpr O put_listed_options(O out, const listing_record& record, std::uint32_t sack_base) {
    if (record.options_known()) {
        std::array<std::byte, tcp_header_size + options_room> room{};
        const auto octets = encode({.flags = record.flags(), .options = record.options().raw()}, room);
        const auto size = static_cast<std::uint32_t>(octets->size());
        text<512> list;
        const auto state = render_options(list.sink(), header_view::unchecked(*octets, size), sack_base).state;
        if (state == printed::whole && list.dropped() == 0) { return put(out, list.view()); }
    }
    std::string_view words = record.options_text();
    if (record.options_cut()) {
        // Behind this mark, and behind no other, the list's own bracket closes it.
        const std::string_view angle = words.ends_with(';') ? "&gt;" : ">";
        const std::string_view open = words.substr(0, words.size() - angle.size());
        if (!words.ends_with(angle) || !open.ends_with("[bad opt]")) { return put(out, words); }
        words = open;
    }
    return put(put(out, words), ']');
}

template <char_sink O>
constexpr O put_listed_end(O out, const named_endpoint& end) {
    out = put(out, end.host);
    return end.has_port() ? put(put(out, '.'), end.port) : out;
}

/// What followed on the segment's own fields, none of which it may lengthen.
template <char_sink O>
constexpr O put_tail(O out, std::string_view tail) {
    if (!tail.empty() && is_digit(tail.front())) { out = put(out, ' '); }
    return put(out, tail);
}

/// Numbers of any width: a range's end is printed modulo 2^32, unless it is an offset.
struct listed_numbers {
    std::int64_t seq = 0;
    std::int64_t end = 0;
    std::int64_t ack = 0;
    std::uint32_t sack_base = 0;
};

template <flag_notation Notation, char_sink O>
constexpr O put_record(O out, const listing_record& record, const listed_numbers& shown, record_parts parts) {
    out = put_listed_end(out, record.source());
    out = put(put_listed_end(put(out, " > "), record.destination()), ": ");
    if (!record.has(listing_field::flags) || !parts.all) {
        if (record.has(listing_field::length)) { out = put_decimal(put(out, "tcp "), record.payload_size()); }
        return parts.tail ? put_tail(out, record.tail()) : out;
    }
    out = render_flags<Notation>(put(out, "Flags "), record.flags());
    if (record.has(listing_field::checksum) && parts.checksum) {
        out = put_hex(put(out, ", cksum 0x"), record.checksum(), 4);
        if (record.has(listing_field::checksum_expected)) {
            out = put(put_hex(put(out, " (incorrect -> 0x"), record.checksum_expected(), 4), ')');
        } else {
            out = put(out, " (correct)");
        }
    }
    if (record.has(listing_field::seq)) {
        out = put_shown(put(out, ", seq "), shown.seq);
        if (record.payload_size() != 0) { out = put_shown(put(out, ':'), shown.end); }
    }
    if (record.has(listing_field::ack)) { out = put_shown(put(out, ", ack "), shown.ack); }
    if (record.has(listing_field::window) && parts.window) { out = put_decimal(put(out, ", win "), record.window()); }
    if (record.has(listing_field::urgent)) { out = put_decimal(put(out, ", urg "), record.urgent_pointer()); }
    if (record.has(listing_field::options) && parts.options) {
        out = put_listed_options(put(out, ", options ["), record, shown.sack_base);
        if (record.options_cut()) { return out; }
    }
    if (record.has(listing_field::length)) { out = put_decimal(put(out, ", length "), record.payload_size()); }
    return parts.tail ? put_tail(out, record.tail()) : out;
}

} // namespace detail

/// Appends `192.0.2.1.40000 > web.http: Flags [P.], seq 1:11, ack 1, win 502, options [...], length 10`, with hosts and
/// ports as the text named them, and with these numbers instead of its own: `sack_base` is subtracted from the SACK
/// edges that the record has. What the record doesn't have is left out; what followed on it is not.
/// Shape: without what stood in front: the time, `IP`, the IP header.
/// Spec: tcpdump 4.99.3
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_record(O out, const listing_record& record, const shown_numbers& shown, record_parts parts = {}) {
    return detail::put_record<Notation>(
        out, record, {shown.seq, shown.seq + record.payload_size(), shown.ack, shown.sack_base}, parts);
}

/// Appends the same with stream offsets, in 64 bits; SACK edges, which have 32, relative to `sack_base`.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_record(O out, const listing_record& record, const stream_offsets& shown, std::uint32_t sack_base,
                          record_parts parts = {}) {
    return detail::put_record<Notation>(out, record,
                                        {shown.seq, shown.seq + record.payload_size(), shown.ack, sack_base}, parts);
}

/// Appends the same with the numbers that the text has.
template <flag_notation Notation = tcpdump_4_99, char_sink O>
constexpr O render_record(O out, const listing_record& record) {
    return render_record<Notation>(out, record, shown_numbers{record.seq().value(), record.ack().value(), 0});
}

} // namespace tcplens::inline v0_1
