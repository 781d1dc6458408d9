// SPDX-License-Identifier: BSL-1.0
// Capture files of any known format: piece by piece as they come, or as an image in memory.
#pragma once

#include <tcplens/capture/analyzer.hpp>
#include <tcplens/capture/pcap.hpp>
#include <tcplens/capture/pcapng.hpp>
#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>

#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// Reads a capture file from its first octet on, pcap or pcapng by how it begins.
/// Shape: give it what isn't read yet; it says how much of that the next item takes, so that a file of any size is
///        read in bounded memory, and one that still grows too.
/// Spec: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng
/// Example: `while (auto size = decoder.next(rest)) { rest = rest.subspan(*size); use(decoder.item()); }`
class capture_decoder {
public:
    /// Decodes the item that begins with the first octet of `rest`, which is behind the last one's end.
    /// Units: the octets that it takes.
    /// Errors: truncated where the file ends within it: come back with `needed` octets if there are; else those of
    ///         `decode_pcap_header`, `decode_pcap_record` and `pcapng_decoder::next`, after which nothing can be read.
    [[nodiscard]] constexpr result<std::uint32_t> next(bytes rest) noexcept {
        if (format_ == format::pcap) {
            decode_error fault;
            const std::uint32_t size = detail::read_pcap_record(header_, rest, item_.frame, fault);
            if (size == 0) { return fault; }
            item_.is = capture_item::kind::frame;
            return size;
        }
        if (format_ == format::unknown) {
            if (rest.size() < 4) {
                return decode_error{errc::truncated, layer::file, 0, 4, static_cast<std::uint32_t>(rest.size())};
            }
            if (load_u32(rest.data()) != 0x0a0d'0d0a) { return pcap_head(rest); }
            format_ = format::pcapng;
        }
        return blocks_.next(rest, item_);
    }

    /// What `next` found last.
    [[nodiscard]] constexpr const capture_item& item() const noexcept { return item_; }

    /// What the head of a pcap file says; nullptr before it was read, and for pcapng.
    [[nodiscard]] constexpr const pcap_header* header() const noexcept {
        return format_ == format::pcap ? &header_ : nullptr;
    }

private:
    enum class format : std::uint8_t { unknown, pcap, pcapng };

    [[nodiscard]] constexpr result<std::uint32_t> pcap_head(bytes rest) noexcept {
        const auto decoded = decode_pcap_header(rest);
        if (!decoded) { return decoded.error(); }
        format_ = format::pcap;
        header_ = *decoded;
        return pcap_file_header_size;
    }

    format format_ = format::unknown;
    capture_item item_;
    pcap_header header_;
    pcapng_decoder blocks_;
};

/// The frames of a capture file of any known format that is all in memory. Packets that can't be told are left out;
/// it ends where the file does, or where it can't be read on: `check()` tells.
/// Shape: an input range of `captured_frame`, borrowed.
/// Spec: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng
/// Example: `for (const captured_frame& frame : capture_view{image}) { use(decode(frame)); }`
class capture_view {
public:
    /// Reads on from frame to frame; holds all that it knows of the file's head or section.
    class iterator {
    public:
        using value_type = captured_frame;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        /// At the first frame of a file.
        constexpr explicit iterator(bytes file) noexcept : rest_{file}, more_{true} { settle(); }

        /// The frame here; valid until the iterator moves on.
        [[nodiscard]] constexpr const captured_frame& operator*() const noexcept { return decoder_.item().frame; }
        constexpr iterator& operator++() noexcept {
            settle();
            return *this;
        }
        constexpr void operator++(int) noexcept { settle(); }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.more_ == b.more_ && (!a.more_ || a.rest_.data() == b.rest_.data());
        }

    private:
        constexpr void settle() noexcept {
            while (const auto size = decoder_.next(rest_)) {
                rest_ = rest_.subspan(*size);
                if (decoder_.item().is == capture_item::kind::frame) { return; }
            }
            more_ = false;
        }

        bytes rest_;
        capture_decoder decoder_;
        bool more_ = false;
    };

    /// Looks at the octets of a whole file.
    constexpr explicit capture_view(bytes file) noexcept : file_{file} {}

    /// At the first frame.
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{file_}; }
    /// Where nothing can be read any more.
    [[nodiscard]] constexpr iterator end() const noexcept { return {}; }

    /// How many frames can be read.
    /// Errors: those of `capture_decoder::next` where the file can't be read to its end; `offset` counts from its first
    ///         octet, modulo 2^32.
    [[nodiscard]] constexpr result<std::uint64_t> check() const noexcept {
        capture_decoder decoder;
        std::uint64_t frames = 0;
        bytes rest = file_;
        do {
            const auto size = decoder.next(rest);
            if (!size) { return size.error().shifted(static_cast<std::uint32_t>(file_.size() - rest.size())); }
            rest = rest.subspan(*size);
            frames += decoder.item().is == capture_item::kind::frame ? 1U : 0U;
        } while (!rest.empty());
        return frames;
    }

private:
    bytes file_;
};

} // namespace tcplens::inline v0_1

template <>
inline constexpr bool std::ranges::enable_view<tcplens::capture_view> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<tcplens::capture_view> = true;
