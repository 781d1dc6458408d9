// SPDX-License-Identifier: BSL-1.0
// pcapng blocks: both byte orders, clocks, what is stepped over, and damaged lengths.
#include <tcplens/capture/pcapng.hpp>

using namespace tcplens;
using kind = capture_item::kind;

constexpr bytes little_section = "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000"_hex;
constexpr bytes big_section = "0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c"_hex;
// Ethernet, snapshot length 262144, with if_tsresol 9: nanoseconds
constexpr bytes little_interface = "01000000 1c000000 01000000 00000400 09000100 09000000 1c000000"_hex;
// Raw IP, no options: microseconds
constexpr bytes big_interface = "00000001 00000014 00650000 00000000 00000014"_hex;
// 3 octets of 60, 1.5 s after the epoch
constexpr bytes little_packet = "06000000 24000000 00000000 00000000 002f6859 03000000 3c000000 aabbcc00 24000000"_hex;
constexpr bytes big_packet = "00000006 00000024 00000000 00000000 0016e360 00000003 0000003c aabbcc00 00000024"_hex;
constexpr bytes simple = "03000000 14000000 3c000000 aabbcc00 14000000"_hex;
constexpr bytes statistics = "05000000 0c000000 0c000000"_hex;

/// What a block is after others.
struct outcome {
    result<std::uint32_t> size = decode_error{};
    capture_item item;

    constexpr const capture_item* operator->() const { return &item; }
};
template <class... Blocks>
constexpr outcome last(Blocks... blocks) {
    pcapng_decoder decoder;
    outcome after;
    after.item.frame.number = 6;
    ((after.size = decoder.next(blocks, after.item)), ...);
    return after;
}

// Blocks without a packet
static_assert(*last(little_section).size == 28 && last(little_section)->is == kind::other);
static_assert(last(little_section, little_interface)->is == kind::other);
static_assert(last(little_section, statistics)->is == kind::other && *last(little_section, statistics).size == 12);

// A packet in either byte order, with its interface's link type and clock
constexpr auto little = last(little_section, little_interface, little_packet);
static_assert(little->is == kind::frame && little->frame.number == 7 && little->frame.link == link_type::ethernet);
static_assert(little->frame.when == timestamp{1, 500'000'000});
static_assert(little->frame.octets.size() == 3 && little->frame.wire_length == 60);
constexpr auto big = last(big_section, big_interface, big_packet);
static_assert(big->is == kind::frame && big->frame.link == link_type::raw &&
              big->frame.when == timestamp{1, 500'000'000});

// Two interfaces, and a new section that forgets them
static_assert(last(little_section, little_interface, little_interface,
                   "06000000 24000000 01000000 00000000 002f6859 03000000 3c000000 aabbcc00 24000000"_hex)
                  ->is == kind::frame);
constexpr auto forgotten = last(little_section, little_interface, little_section, little_packet);
static_assert(forgotten->is == kind::unreadable && forgotten->fault.code == errc::unknown_interface);
static_assert(*forgotten.size == 36, "reading goes on behind it");

// A simple packet has no time, and is as long as its block says.
static_assert(last(little_section, "01000000 14000000 01000000 03000000 14000000"_hex, simple)->frame.octets.size() ==
              3);
static_assert(last(little_section, little_interface, simple)->is == kind::unreadable, "60 octets don't fit into 4");

// Clocks: powers of two, and none that 64 bits can't count
constexpr bytes binary = "01000000 1c000000 01000000 00000000 09000100 8a000000 1c000000"_hex; // 2^-10
static_assert(last(little_section, binary,
                   "06000000 20000000 00000000 00000000 00060000 00000000 3c000000 20000000"_hex)
                  ->frame.when == timestamp{1, 500'000'000});
constexpr bytes too_fine = "01000000 1c000000 01000000 00000000 09000100 14000000 1c000000"_hex; // 10^-20
static_assert(last(little_section, too_fine, little_packet)->is == kind::unreadable);

// Damage is refused, and said where.
constexpr bool fails(const outcome& after, const decode_error& fault) {
    return !after.size && after.size.error() == fault;
}
static_assert(fails(last("0a0d0d0a 1c000000 11111111"_hex), {errc::unknown_format, layer::file, 8, 4, 4}));
static_assert(fails(last(little_section.first(20)), {errc::truncated, layer::file, 0, 28, 20}));
static_assert(fails(last(little_section, little_packet.first(11)), {errc::truncated, layer::file, 0, 12, 11}));
static_assert(fails(last(little_section, "06000000 0b000000 00000000"_hex),
                    {errc::bad_record_length, layer::file, 4, 12, 11}));
static_assert(fails(last(little_section, "06000000 ffffff7f 00000000"_hex),
                    {errc::bad_record_length, layer::file, 4, 12, 0x7fffffff}));
static_assert(fails(last(little_section, "05000000 0c000000 10000000"_hex),
                    {errc::bad_record_length, layer::file, 8, 12, 16}));
// A packet that claims more than its block holds is lost, the next is not.
static_assert(last(little_section, little_interface,
                   "06000000 24000000 00000000 00000000 002f6859 05000000 3c000000 aabbcc00 24000000"_hex)
                  ->is == kind::unreadable);
