// SPDX-License-Identifier: BSL-1.0
// Capture files by how they begin, in one piece and in many.
#include <tcplens/capture/file.hpp>

using namespace tcplens;

static_assert(frame_source<capture_view> && segment_source<decoded_frames<capture_view>>);

constexpr bytes pcap = "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"
                       "01000000 02000000 03000000 3c000000 aabbcc"
                       "01000000 03000000 02000000 3c000000 ddee"_hex;
constexpr bytes pcapng = "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000"
                         "01000000 14000000 01000000 00000400 14000000"
                         "05000000 0c000000 0c000000"
                         "06000000 24000000 00000000 00000000 002f6859 03000000 3c000000 aabbcc00 24000000"
                         "06000000 24000000 09000000 00000000 002f6859 03000000 3c000000 aabbcc00 24000000"
                         "06000000 24000000 00000000 00000000 002f6859 02000000 3c000000 ddee0000 24000000"_hex;

/// The octets of all frames, told apart by their sum.
constexpr unsigned sum(const capture_view& file) {
    unsigned total = 0;
    for (const captured_frame& frame : file) {
        for (const std::byte octet : frame.octets) { total += std::to_integer<unsigned>(octet); }
    }
    return total;
}
static_assert(*capture_view{pcap}.check() == 2 && sum(capture_view{pcap}) == 0xaa + 0xbb + 0xcc + 0xdd + 0xee);
static_assert(*capture_view{pcapng}.check() == 2 && sum(capture_view{pcapng}) == 0xaa + 0xbb + 0xcc + 0xdd + 0xee);

// A packet that can't be told counts all the same.
static_assert([] {
    std::uint64_t last = 0;
    for (const captured_frame& frame : capture_view{pcapng}) { last = frame.number; }
    return last == 3;
}());

// Octet by octet: each time it asks for more than it was given, and then reads on.
constexpr bool reads_in_pieces(bytes file, std::size_t frames) {
    capture_decoder decoder;
    std::size_t begin = 0;
    std::size_t end = 0;
    while (begin < file.size()) {
        const auto size = decoder.next(file.subspan(begin, end - begin));
        if (size) {
            begin += *size;
            frames -= decoder.item().is == capture_item::kind::other ? 0U : 1U;
        } else if (size.error().code != errc::truncated || size.error().needed <= end - begin || end == file.size()) {
            return false;
        } else {
            ++end;
        }
    }
    return frames == 0;
}
static_assert(reads_in_pieces(pcap, 2) && reads_in_pieces(pcapng, 3));

// Where it can't be read on, and what it was not.
static_assert(capture_view{pcap.first(50)}.check().error() == decode_error{errc::truncated, layer::file, 43, 16, 7});
static_assert(capture_view{pcapng.first(58)}.check().error() == decode_error{errc::truncated, layer::file, 48, 12, 10});
static_assert(capture_view{"50 4b 03 04"_hex}.check().error().code == errc::unknown_format);
static_assert(capture_view{bytes{}}.check().error().code == errc::truncated);

// A pcap file's head is one for all frames.
static_assert([] {
    capture_decoder decoder;
    const bool before = decoder.header() == nullptr;
    return before && decoder.next(pcap).has_value() && decoder.header()->link == link_type::ethernet;
}());
