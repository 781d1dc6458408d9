// SPDX-License-Identifier: BSL-1.0
// pcapng, block by block: sections of either byte order, interfaces of any link type and clock, packets.
#pragma once

#include <tcplens/capture/analyzer.hpp>
#include <tcplens/capture/pcap.hpp>
#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/link.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// What a section says of one of its interfaces.
/// Spec: draft-ietf-opsawg-pcapng 4.2
struct pcapng_interface {
    link_type link{};                           ///< how its frames begin
    std::uint32_t snapshot_length = 0;          ///< octets; 0 for no limit
    std::uint64_t ticks_per_second = 1'000'000; ///< the unit of its time stamps; 0 for one too small to count in
    std::int64_t offset_seconds = 0;            ///< to be added to each time stamp
};

/// What stands at the front of a capture file: a frame, or something that only says how to read those to come.
struct capture_item {
    /// What it is good for.
    enum class kind : std::uint8_t {
        other,      ///< a header or a block without a packet
        frame,      ///< a packet
        unreadable, ///< a packet that can't be told: `fault` says why, and reading goes on behind it
    };
    kind is = kind::other; ///< what it is good for
    captured_frame frame;  ///< its number is that of the last packet, also where this item is none
    decode_error fault;    ///< why a packet is `unreadable`
};

/// Reads the blocks of a pcapng file in order, keeping what a section says for the packets after it.
/// Shape: remembers at most `most_interfaces` interfaces of a section; packets of others are unreadable.
/// Spec: draft-ietf-opsawg-pcapng
class pcapng_decoder {
public:
    /// How many interfaces of a section it remembers.
    static constexpr std::size_t most_interfaces = 64;
    /// No block is longer: as in libpcap, a file that says so is damaged.
    /// Units: octets.
    static constexpr std::uint32_t longest_block = std::uint32_t{1} << 24;

    /// Decodes the block that begins with the first octet of `rest` into `item`, which holds the one before.
    /// Units: the octets that the block takes.
    /// Errors: truncated where the file ends within it (`needed` says how much it takes); unknown_format where a
    ///         section doesn't begin as it must; bad_record_length where the lengths of a block are impossible or
    ///         contradict each other. `offset` counts from `rest`.
    [[nodiscard]] constexpr result<std::uint32_t> next(bytes rest, capture_item& item) noexcept {
        if (rest.size() < 12) { return ended(rest, 12); }
        const bool section = load_u32(rest.data()) == 0x0a0d'0d0a;
        if (section && !choose_byte_order(rest)) { return decode_error{errc::unknown_format, layer::file, 8, 4, 4}; }
        const std::uint32_t size = load(rest.data() + 4);
        const std::uint32_t least = section ? 28 : 12;
        if (size < least || size > longest_block || size % 4 != 0) {
            return decode_error{errc::bad_record_length, layer::file, 4, least, size};
        }
        if (rest.size() < size) { return ended(rest, size); }
        if (load(rest.data() + size - 4) != size) {
            return decode_error{errc::bad_record_length, layer::file, size - 4, size, load(rest.data() + size - 4)};
        }
        item = {capture_item::kind::other, {item.frame.number, {}, {}, {}, 0}, {}};
        const bytes body = rest.subspan(8, size - 12);
        switch (load(rest.data())) {
        case 0x0a0d'0d0a: interfaces_seen_ = 0; break;
        case 1: add_interface(body); break;
        case 2: packet(body, 2, item); break;
        case 3: simple_packet(body, item); break;
        case 6: packet(body, 4, item); break;
        default: break;
        }
        return size;
    }

private:
    [[nodiscard]] static constexpr decode_error ended(bytes rest, std::uint32_t needed) noexcept {
        return {errc::truncated, layer::file, 0, needed, static_cast<std::uint32_t>(rest.size())};
    }
    [[nodiscard]] constexpr std::uint32_t load(const std::byte* at) const noexcept {
        return big_endian_ ? load_u32(at) : load_u32_little(at);
    }
    [[nodiscard]] constexpr std::uint16_t load_short(const std::byte* at) const noexcept {
        return big_endian_ ? load_u16(at) : static_cast<std::uint16_t>(load_u8(at) | load_u8(at + 1) << 8);
    }

    constexpr bool choose_byte_order(bytes section) noexcept {
        const std::uint32_t magic = load_u32(section.data() + 8);
        big_endian_ = magic == 0x1a2b'3c4d;
        return big_endian_ || magic == 0x4d3c'2b1a;
    }

    constexpr void add_interface(bytes body) noexcept {
        const std::size_t number = interfaces_seen_++;
        if (number >= most_interfaces || body.size() < 8) { return; }
        pcapng_interface found;
        found.link = link_type{load_short(body.data())};
        found.snapshot_length = load(body.data() + 4);
        bytes options = body.subspan(8);
        while (options.size() >= 4) {
            const std::uint16_t code = load_short(options.data());
            const std::uint16_t length = load_short(options.data() + 2);
            if (code == 0 || options.size() < 4U + length) { break; }
            const std::byte* const value = options.data() + 4;
            if (code == 9 && length == 1) { found.ticks_per_second = ticks(load_u8(value)); }
            if (code == 14 && length == 8) { found.offset_seconds = offset(value); }
            const std::size_t padded = 4U + (length + 3U) / 4U * 4U;
            options = options.subspan(padded < options.size() ? padded : options.size());
        }
        interfaces_[number] = found;
    }

    /// if_tsresol: a power of ten, or of two where the highest bit is set; 0 for one too high to count in.
    [[nodiscard]] static constexpr std::uint64_t ticks(std::uint8_t resolution) noexcept {
        const unsigned exponent = resolution & 0x7fU;
        if ((resolution & 0x80) != 0) { return exponent < 64 ? std::uint64_t{1} << exponent : 0; }
        if (exponent > 19) { return 0; }
        std::uint64_t power = 1;
        for (unsigned i = 0; i < exponent; ++i) { power *= 10; }
        return power;
    }
    [[nodiscard]] constexpr std::int64_t offset(const std::byte* at) const noexcept {
        const std::uint64_t first = load(at);
        const std::uint64_t second = load(at + 4);
        return static_cast<std::int64_t>(big_endian_ ? first << 32 | second : second << 32 | first);
    }

    [[nodiscard]] static constexpr timestamp moment(std::uint64_t count, const pcapng_interface& from) noexcept {
        std::uint64_t unit = from.ticks_per_second;
        std::uint64_t fraction = count % unit;
        // A damaged offset may lead beyond all time: modulo 2^64, as in libpcap.
        const auto seconds = static_cast<std::int64_t>(count / unit + static_cast<std::uint64_t>(from.offset_seconds));
        // Below 2^34 a fraction of the unit can be told in nanoseconds within 64 bits.
        while (unit >= std::uint64_t{1} << 34) {
            const std::uint64_t step = unit % 10 == 0 ? 10 : 2;
            unit /= step;
            fraction /= step;
        }
        return {seconds, fraction * 1'000'000'000 / unit};
    }

    static constexpr void refuse(capture_item& item, const decode_error& fault) noexcept {
        item.is = capture_item::kind::unreadable;
        ++item.frame.number;
        item.fault = fault;
    }

    /// The interface of a packet; nullptr where none is described.
    [[nodiscard]] constexpr const pcapng_interface* interface_of(std::uint32_t id) const noexcept {
        const bool known = id < interfaces_seen_ && id < most_interfaces && interfaces_[id].ticks_per_second != 0;
        return known ? &interfaces_[id] : nullptr;
    }

    /// An enhanced packet block, or the older one whose interface takes two octets.
    constexpr void packet(bytes body, std::size_t id_size, capture_item& item) const noexcept {
        if (body.size() < 20) {
            refuse(item, {errc::bad_record_length, layer::file, 4, 32, static_cast<std::uint32_t>(body.size() + 12)});
            return;
        }
        const std::uint32_t id = id_size == 2 ? load_short(body.data()) : load(body.data());
        const pcapng_interface* const from = interface_of(id);
        if (from == nullptr) {
            refuse(item, {errc::unknown_interface, layer::file, 8, static_cast<std::uint32_t>(interfaces_seen_), id});
            return;
        }
        const std::uint64_t high = load(body.data() + 4);
        item.frame.when = moment(high << 32 | load(body.data() + 8), *from);
        frame(body.subspan(20), load(body.data() + 12), load(body.data() + 16), *from, item);
    }

    /// A simple packet block: of the first interface, without a time.
    constexpr void simple_packet(bytes body, capture_item& item) const noexcept {
        const pcapng_interface* const from = interface_of(0);
        if (body.size() < 4 || from == nullptr) {
            refuse(item, {errc::unknown_interface, layer::file, 8, 0, 0});
            return;
        }
        const std::uint32_t sent = load(body.data());
        const std::uint32_t limit = from->snapshot_length == 0 ? sent : from->snapshot_length;
        frame(body.subspan(4), sent < limit ? sent : limit, sent, *from, item);
    }

    static constexpr void frame(bytes data, std::uint32_t captured, std::uint32_t sent, const pcapng_interface& from,
                                capture_item& item) noexcept {
        if (captured > data.size() || captured > pcap_longest_record) {
            refuse(item, {errc::bad_record_length, layer::file, 20, captured, static_cast<std::uint32_t>(data.size())});
            return;
        }
        item.is = capture_item::kind::frame;
        ++item.frame.number;
        item.frame.link = from.link;
        item.frame.octets = data.first(captured);
        item.frame.wire_length = sent;
    }

    std::array<pcapng_interface, most_interfaces> interfaces_{};
    std::size_t interfaces_seen_ = 0;
    bool big_endian_ = false;
};

} // namespace tcplens::inline v0_1
