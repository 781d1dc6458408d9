// SPDX-License-Identifier: BSL-1.0
// Whether a record of a text is one that stands in it already: people quote lines, and delete and change what is in them.
#pragma once

#include <tcplens/text/listing_record.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// What two records of one text are to each other.
enum class record_relation : std::uint8_t {
    different,   ///< two packets
    quote,       ///< one packet: the same time and ends, and no field that contradicts
    contradicts, ///< the same time and ends, yet a field that both have is not the same
};

/// Compares two records of one text.
/// Shape: records without a time are different packets.
/// Example: `if (relate(record, other_record) != record_relation::quote) { use(record.seq()); }`
[[nodiscard]] constexpr record_relation relate(const listing_record& a, const listing_record& b) noexcept {
    const bool same_ends = a.source().key == b.source().key && a.destination().key == b.destination().key;
    if (a.time().form == time_form::none || a.time() != b.time() || !same_ends) { return record_relation::different; }
    const auto differs = [&](listing_field field, const auto& mine, const auto& other) {
        return a.has(field) && b.has(field) && mine != other;
    };
    const bool contradicts =
        differs(listing_field::flags, a.flags(), b.flags()) || differs(listing_field::seq, a.seq(), b.seq()) ||
        differs(listing_field::ack, a.ack(), b.ack()) || differs(listing_field::window, a.window(), b.window()) ||
        differs(listing_field::urgent, a.urgent_pointer(), b.urgent_pointer()) ||
        differs(listing_field::length, a.payload_size(), b.payload_size()) ||
        differs(listing_field::checksum, a.checksum(), b.checksum()) ||
        differs(listing_field::options, a.options_text(), b.options_text());
    return contradicts ? record_relation::contradicts : record_relation::quote;
}

} // namespace tcplens::inline v0_1
