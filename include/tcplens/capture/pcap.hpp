// SPDX-License-Identifier: BSL-1.0
// Classic pcap files as an image in memory: both byte orders, micro- and nanoseconds.
#pragma once

#include <tcplens/capture/analyzer.hpp>
#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/link.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// The head of a pcap file.
/// Units: octets.
/// Spec: draft-ietf-opsawg-pcap 4
inline constexpr std::uint32_t pcap_file_header_size = 24;
/// The head of each of its records.
/// Units: octets.
/// Spec: draft-ietf-opsawg-pcap 5
inline constexpr std::uint32_t pcap_record_header_size = 16;
/// No record captures more: libpcap refuses a file that says so, and so does this reader.
/// Units: octets.
inline constexpr std::uint32_t pcap_longest_record = 262144;

/// What the head of a capture file says of all its records.
/// Spec: draft-ietf-opsawg-pcap 4
struct pcap_header {
    link_type link{};                  ///< how each frame begins
    std::uint32_t snapshot_length = 0; ///< octets; what a record holds beyond is not shown
    bool big_endian = false;           ///< the byte order of the numbers in the file
    bool nanoseconds = false;          ///< the unit of the fractions of a second; else microseconds

    /// A number of the file, in its byte order. The caller has checked that its four octets are there.
    [[nodiscard]] constexpr std::uint32_t load(const std::byte* at) const noexcept {
        return big_endian ? load_u32(at) : load_u32_little(at);
    }
};

/// Decodes the first 24 octets of a capture file.
/// Errors: truncated where there are fewer; unknown_format where they aren't those of a pcap file of version 2.
/// Spec: draft-ietf-opsawg-pcap 4
[[nodiscard]] constexpr result<pcap_header> decode_pcap_header(bytes file) noexcept {
    const auto truncated = [&] {
        return decode_error{errc::truncated, layer::file, 0, pcap_file_header_size,
                            static_cast<std::uint32_t>(file.size())};
    };
    if (file.size() < 4) { return truncated(); }
    pcap_header header;
    const std::uint32_t magic = load_u32(file.data());
    header.big_endian = magic == 0xa1b2'c3d4 || magic == 0xa1b2'3c4d;
    const std::uint32_t native = header.load(file.data());
    header.nanoseconds = native == 0xa1b2'3c4d;
    if (native != 0xa1b2'c3d4 && !header.nanoseconds) {
        return decode_error{errc::unknown_format, layer::file, 0, 4, 4};
    }
    if (file.size() < pcap_file_header_size) { return truncated(); }
    const std::uint32_t version = header.load(file.data() + 4);
    const std::uint32_t major_version = header.big_endian ? version >> 16 : version & 0xffff;
    if (major_version != 2) { return decode_error{errc::unknown_format, layer::file, 4, 2, major_version}; }
    const std::uint32_t snapshot = header.load(file.data() + 16);
    header.snapshot_length = snapshot == 0 || snapshot > pcap_longest_record ? pcap_longest_record : snapshot;
    header.link = link_type{header.load(file.data() + 20) & 0x03ff'ffff}; // above: the length of the FCS
    return header;
}

/// A record of a capture file and the room that it takes there.
/// Spec: draft-ietf-opsawg-pcap 5
struct pcap_record {
    captured_frame frame;   ///< what was captured
    std::uint32_t size = 0; ///< octets in the file, its header included
};

namespace detail {

/// How many octets the record takes that `rest` begins with, and its frame in `to`; 0 where there is only a fault.
[[nodiscard]] constexpr std::uint32_t read_pcap_record(const pcap_header& header, bytes rest, captured_frame& to,
                                                       decode_error& fault) noexcept {
    if (rest.size() < pcap_record_header_size) {
        fault = {errc::truncated, layer::file, 0, pcap_record_header_size, static_cast<std::uint32_t>(rest.size())};
        return 0;
    }
    // As header.load, which g++ calls four times for each record where it is not written here.
    const auto word = [&](std::size_t at) {
        const std::byte* const octets = rest.data() + at;
        return header.big_endian ? load_u32(octets) : load_u32_little(octets);
    };
    const std::uint32_t captured = word(8);
    if (captured > pcap_longest_record) {
        fault = {errc::bad_record_length, layer::file, 8, pcap_longest_record, captured};
        return 0;
    }
    const std::uint32_t size = pcap_record_header_size + captured;
    if (rest.size() < size) {
        fault = {errc::truncated, layer::file, 0, size, static_cast<std::uint32_t>(rest.size())};
        return 0;
    }
    const std::uint32_t fraction = word(4);
    ++to.number;
    to.when = {word(0), header.nanoseconds ? fraction : fraction * std::uint64_t{1000}};
    to.link = header.link;
    to.octets =
        rest.subspan(pcap_record_header_size, captured < header.snapshot_length ? captured : header.snapshot_length);
    to.wire_length = word(12);
    return size;
}

} // namespace detail

/// Decodes the record that begins with the first octet of `rest`; `number` is what its frame is to be called.
/// Errors: truncated where the file ends within it (a reader of a growing file comes back with more: `needed`);
///         bad_record_length where it claims more than any record holds. `offset` counts from `rest`.
/// Spec: draft-ietf-opsawg-pcap 5
/// Example: `if (auto head = decode_pcap_header(image)) { use(decode_pcap_record(*head, image.subspan(24), 1)); }`
[[nodiscard]] constexpr result<pcap_record> decode_pcap_record(const pcap_header& header, bytes rest,
                                                               std::uint64_t number) noexcept {
    pcap_record record;
    decode_error fault;
    record.frame.number = number - 1;
    record.size = detail::read_pcap_record(header, rest, record.frame, fault);
    if (record.size == 0) { return fault; }
    return record;
}

/// The frames of a capture file that is all in memory. Ends where the file does, or at a record that can't be read;
/// `check()` tells which.
/// Shape: a forward range of `captured_frame`, borrowed.
/// Spec: draft-ietf-opsawg-pcap
/// Example: `if (const auto file = open_pcap(image)) { for (const captured_frame& frame : *file) { use(frame.when); } }`
class pcap_view {
public:
    /// Reads on from record to record.
    class iterator {
    public:
        using value_type = captured_frame;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        /// At the first record of these.
        constexpr iterator(const pcap_header& header, bytes records) noexcept : header_{header}, rest_{records} {
            settle();
        }

        /// The frame here; valid until the iterator moves on.
        [[nodiscard]] constexpr const captured_frame& operator*() const noexcept { return record_.frame; }
        /// To a member of the frame here.
        [[nodiscard]] constexpr const captured_frame* operator->() const noexcept { return &record_.frame; }
        constexpr iterator& operator++() noexcept {
            rest_ = rest_.subspan(record_.size);
            settle();
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.record_.size == b.record_.size && (a.record_.size == 0 || a.rest_.data() == b.rest_.data());
        }

        /// The octets that are not read yet.
        [[nodiscard]] constexpr bytes rest() const noexcept { return rest_; }

    private:
        constexpr void settle() noexcept {
            decode_error fault;
            record_.size = detail::read_pcap_record(header_, rest_, record_.frame, fault);
        }

        pcap_header header_;
        bytes rest_;
        pcap_record record_;
    };

    /// The records that follow a file's head, as `open_pcap` finds them.
    constexpr pcap_view(const pcap_header& header, bytes records) noexcept : header_{header}, records_{records} {}

    /// What the file's head says.
    [[nodiscard]] constexpr const pcap_header& header() const noexcept { return header_; }
    /// At the first record.
    [[nodiscard]] constexpr iterator begin() const noexcept { return {header_, records_}; }
    /// Where no whole record follows.
    [[nodiscard]] constexpr iterator end() const noexcept { return {}; }

    /// How many frames can be read.
    /// Errors: those of `decode_pcap_record` where the file doesn't end with a whole record; `offset` counts from the
    ///         file's first octet, modulo 2^32.
    [[nodiscard]] constexpr result<std::uint64_t> check() const noexcept {
        std::uint64_t frames = 0;
        bytes rest = records_;
        while (!rest.empty()) {
            const auto record = decode_pcap_record(header_, rest, frames + 1);
            if (!record) {
                return record.error().shifted(
                    static_cast<std::uint32_t>(pcap_file_header_size + records_.size() - rest.size()));
            }
            rest = rest.subspan(record->size);
            ++frames;
        }
        return frames;
    }

private:
    pcap_header header_;
    bytes records_;
};

/// Opens a capture file that is all in memory.
/// Errors: those of `decode_pcap_header`.
/// Spec: draft-ietf-opsawg-pcap 4
/// Example: `if (auto file = open_pcap(image)) { run(decoded_frames{*file}, counter, printer); }`
[[nodiscard]] constexpr result<pcap_view> open_pcap(bytes file) noexcept {
    const auto header = decode_pcap_header(file);
    if (!header) { return header.error(); }
    return pcap_view{*header, file.subspan(pcap_file_header_size)};
}

} // namespace tcplens::inline v0_1

template <>
inline constexpr bool std::ranges::enable_view<tcplens::pcap_view> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<tcplens::pcap_view> = true;
