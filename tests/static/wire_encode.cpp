// SPDX-License-Identifier: BSL-1.0
// A header from its fields: what is written is what is read, and the checksum is the one that the sender made.
#include "../packets.hpp"

#include <tcplens/wire/encode.hpp>

#include <array>

using namespace tcplens;

/// Writes what a header says; the same octets must come out.
constexpr bool comes_back(bytes octets) {
    const auto header = decode(octets);
    std::array<std::byte, 60> room{};
    const auto written = encode(header_fields::of(*header), room);
    if (!written || written->size() != header->header_size()) { return false; }
    for (std::size_t i = 0; i < written->size(); ++i) {
        if ((*written)[i] != octets[i]) { return false; }
    }
    return true;
}
static_assert(comes_back(packets::syn.all()) && comes_back(packets::syn_over_ipv6.all()));
static_assert(comes_back("0001 0002 0000 0003 0000 0004 5fff ffff ffff ffff"_hex), "each bit, the reserved ones too");
static_assert(comes_back("0001 0002 0000 0003 0000 0004 6010 0000 0000 0000 0101 0100"_hex));

// The checksum is what its sender computed, over either version of IP, whatever the field held before.
constexpr address host_1 = address::v4(0xc0000201);
constexpr address host_2 = address::v4(0xc0000202);
static_assert(segment_checksum(host_1, host_2, packets::syn.all()) == 0x29cf);
static_assert(segment_checksum(host_1, host_2, packets::syn.with(16, 7).all()) == 0x29cf);
static_assert(segment_checksum(address::v6(0x20010db8'00000000, 1), address::v6(0x20010db8'00000000, 2),
                               packets::syn_over_ipv6.all()) == 0x75ea);
static_assert(segment_checksum(host_1, host_2, packets::syn.all(), "01"_hex) !=
              segment_checksum(host_1, host_2, packets::syn.all()));
static_assert([] {
    header_fields fields = header_fields::of(*decode(packets::syn.all()));
    fields.checksum = 0;
    std::array<std::byte, 40> room{};
    return decode(*encode(fields, host_1, host_2, {}, room))->checksum() == 0x29cf;
}());

// Options that end within a word are padded.
static_assert([] {
    std::array<std::byte, 24> room{};
    for (std::byte& octet : room) { octet = std::byte{0xee}; }
    const auto written = encode({.options = "0303 07"_hex}, room);
    return written->size() == 24 && load_u32(written->data() + 20) == 0x03030700;
}());

// What doesn't fit
constexpr bool fails(const header_fields& fields, std::size_t room, const decode_error& fault) {
    std::array<std::byte, 60> octets{};
    return packets::fails(encode(fields, std::span{octets}.first(room)), fault) &&
           packets::fails(encode(fields, host_1, host_2, {}, std::span{octets}.first(room)), fault);
}
static_assert(fails({}, 19, {errc::too_short, layer::tcp, 0, 20, 19}));
static_assert(fails({}, 0, {errc::too_short, layer::tcp, 0, 20, 0}));
static_assert(fails({.options = "01"_hex}, 23, {errc::too_short, layer::tcp, 0, 24, 23}));
constexpr std::array<std::byte, 41> too_many{};
static_assert(fails({.options = too_many}, 60, {errc::bad_option_length, layer::option, 0, 40, 41}));
static_assert([] {
    std::array<std::byte, 60> room{};
    return encode({.options = bytes{too_many}.first(40)}, room)->size() == 60;
}());

// Each field is told apart.
static_assert(header_fields{} == header_fields{} && header_fields{.seq = seq32{1}} != header_fields{});
static_assert(header_fields{.options = "01"_hex} != header_fields{.options = "00"_hex});
static_assert(header_fields{.options = "0101"_hex} != header_fields{.options = "01"_hex});
static_assert(header_fields{.reserved = 1} != header_fields{} && header_fields{.urgent_pointer = 1} != header_fields{});

static_assert([] {
    std::array<std::byte, 60> room{};
    const header_fields fields{.source_port = 50001, .seq = seq32{7}, .flags = flag::syn, .options = "0204 05b4"_hex};
    return header_fields::of(*decode(*encode(fields, room))) == fields;
}());
