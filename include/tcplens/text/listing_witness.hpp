// SPDX-License-Identifier: BSL-1.0
// A checksum as witness: with -v and without payload a line shows the whole header, so that its checksum can be computed.
#pragma once

#include <tcplens/sequence/restore.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/wire/encode.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// What a printed checksum says of the fields beside it.
enum class testimony : std::uint8_t {
    none,      ///< the line doesn't show all that the checksum covers
    agrees,    ///< the fields are those of the packet
    disagrees, ///< a field was changed, or restored wrongly, or a bit is set that tcpdump doesn't print
};

/// A checksum and what it says.
struct checksum_witness {
    testimony says = testimony::none; ///< whether it agrees
    std::uint16_t computed = 0;       ///< has a meaning where it says something
};

/// Writes the header that a line shows, with the numbers that it has on the wire, and compares its checksum with the one
/// that tcpdump saw; where that was wrong, with the one that tcpdump found right.
/// Shape: `numbers` is the record's, from number_restorer: an inferred number can be confirmed in this way.
/// Spec: RFC 9293 3.1
/// Example: `const auto numbers = restorer(sent, record, record.has(listing_field::seq));
///          if (testify(record, numbers).says == testimony::disagrees) { ++damaged; }`
[[nodiscard]] constexpr checksum_witness testify(const listing_record& record,
                                                 const restored_segment& numbers) noexcept {
    const bool absolute = numbers.seq_from != number_source::unknown && numbers.seq_from != number_source::baseless &&
                          (!record.flags().has(flag::ack) ||
                           (numbers.ack_from != number_source::unknown && numbers.ack_from != number_source::baseless));
    const bool whole = record.has(listing_field::checksum) && record.has(listing_field::flags) &&
                       record.has(listing_field::window) && record.has(listing_field::length) &&
                       record.payload_size() == 0 && record.options_exact() &&
                       record.flags().has(flag::urg) == record.has(listing_field::urgent);
    const bool ends = record.source().is_numeric() && record.destination().is_numeric() && record.source().has_port() &&
                      record.destination().has_port();
    if (!absolute || !whole || !ends) { return {}; }

    std::array<std::byte, tcp_header_size + options_room> room{};
    option_octets options;
    for (const option o : record.options()) {
        const auto blocks = sack::read(o);
        if (o.kind() != option_kind::sack || !blocks || numbers.sack_base == 0) {
            options.append(o);
            continue;
        }
        std::array<sack_block, options_room / 8> moved{};
        for (std::size_t i = 0; i < blocks->size(); ++i) {
            moved[i] = {(*blocks)[i].left + numbers.sack_base, (*blocks)[i].right + numbers.sack_base};
        }
        options.add(std::span{moved}.first(blocks->size()));
    }
    const header_fields fields{.source_port = record.source_port(),
                               .destination_port = record.destination_port(),
                               .seq = numbers.seq(),
                               .ack = record.flags().has(flag::ack) ? numbers.ack() : seq32{},
                               .flags = record.flags(),
                               .window = record.window(),
                               .urgent_pointer = record.urgent_pointer(),
                               .options = options.octets()};
    const auto header = encode(fields, record.source().key.host, record.destination().key.host, {}, room);
    if (!header) { return {}; }
    const std::uint16_t computed = load_u16(header->data() + 16);
    const std::uint16_t printed =
        record.has(listing_field::checksum_expected) ? record.checksum_expected() : record.checksum();
    // 0 and 0xffff are one number to a ones' complement sum.
    const bool same = computed == printed || (computed % 0xffff == 0 && printed % 0xffff == 0);
    return {same ? testimony::agrees : testimony::disagrees, computed};
}

} // namespace tcplens::inline v0_1
