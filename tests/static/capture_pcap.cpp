// SPDX-License-Identifier: BSL-1.0
// Capture images: both byte orders, both units of time, and files that end too early.
#include <tcplens/capture/pcap.hpp>

#include "../packets.hpp"

#include <iterator>
#include <ranges>

using namespace tcplens;
using packets::fails;
using packets::octets;

static_assert(frame_source<pcap_view> && std::ranges::forward_range<pcap_view> && std::ranges::view<pcap_view> &&
              std::ranges::borrowed_range<pcap_view>);
static_assert(segment_source<decoded_frames<pcap_view>>);

// The head, as little- and as big-endian machines write it, in microseconds and in nanoseconds
constexpr octets little = "d4c3 b2a1 0200 0400 0000 0000 0000 0000 0000 0400 0100 0000"_hex;
constexpr octets big = "a1b2 c3d4 0002 0004 0000 0000 0000 0000 0000 0040 0000 0071"_hex;
constexpr octets little_nanoseconds = "4d3c b2a1 0200 0400 0000 0000 0000 0000 ffff 0000 1401 0000"_hex;
constexpr octets big_nanoseconds = "a1b2 3c4d 0002 0004 0000 0000 0000 0000 0000 ffff 0000 0065"_hex;

static_assert(decode_pcap_header(little.all())->link == link_type::ethernet);
static_assert(decode_pcap_header(little.all())->snapshot_length == 262144);
static_assert(!decode_pcap_header(little.all())->big_endian && !decode_pcap_header(little.all())->nanoseconds);
static_assert(decode_pcap_header(big.all())->link == link_type::linux_sll);
static_assert(decode_pcap_header(big.all())->snapshot_length == 64 && decode_pcap_header(big.all())->big_endian);
static_assert(decode_pcap_header(little_nanoseconds.all())->nanoseconds);
static_assert(decode_pcap_header(little_nanoseconds.all())->link == link_type::linux_sll2);
static_assert(decode_pcap_header(big_nanoseconds.all())->nanoseconds &&
              decode_pcap_header(big_nanoseconds.all())->big_endian);
static_assert(decode_pcap_header(big_nanoseconds.all())->link == link_type::raw);

// A snapshot length of 0, or beyond what records may have, is none; what stands above the link type is not part of it.
static_assert(decode_pcap_header(big.with(19, 0).all())->snapshot_length == 262144);
static_assert(decode_pcap_header(big.with(16, 0xff).all())->snapshot_length == 262144);
static_assert(decode_pcap_header(big.with(20, 0x14).all())->link == link_type::linux_sll);

// Not a capture file, not one of this version, not all of one
static_assert(fails(decode_pcap_header("7f45 4c46"_hex), {errc::unknown_format, layer::file, 0, 4, 4}));
static_assert(fails(decode_pcap_header("0a0d 0d0a 0000 0000"_hex), {errc::unknown_format, layer::file, 0, 4, 4}),
              "pcapng");
static_assert(fails(decode_pcap_header(little.with(4, 1).all()), {errc::unknown_format, layer::file, 4, 2, 1}));
static_assert(fails(decode_pcap_header(big.with(5, 3).all()), {errc::unknown_format, layer::file, 4, 2, 3}));
static_assert(fails(decode_pcap_header({}), {errc::truncated, layer::file, 0, 24, 0}));
static_assert(fails(decode_pcap_header(little.first(3)), {errc::truncated, layer::file, 0, 24, 3}));
static_assert(fails(decode_pcap_header(little.first(23)), {errc::truncated, layer::file, 0, 24, 23}));

// Records: of 4 octets, of which 60 were sent, at 1700000000.000001
constexpr octets little_record = "00f1 5365 0100 0000 0400 0000 3c00 0000 0102 0304"_hex;
constexpr octets big_record = "6553 f100 0000 0001 0000 0004 0000 003c 0102 0304"_hex;
constexpr pcap_header from_little = *decode_pcap_header(little.all());
constexpr pcap_header from_big = *decode_pcap_header(big.all());

constexpr pcap_record record = *decode_pcap_record(from_little, little_record.all(), 7);
static_assert(record.size == 20 && record.frame.number == 7 && record.frame.wire_length == 60);
static_assert(record.frame.octets.size() == 4 && record.frame.octets.data() == little_record.data() + 16);
static_assert(record.frame.when == timestamp{1'700'000'000, 1'000} && record.frame.link == link_type::ethernet);
static_assert(decode_pcap_record(from_big, big_record.all(), 1)->frame.when == timestamp{1'700'000'000, 1'000});
static_assert(decode_pcap_record(from_big, big_record.all(), 1)->frame.wire_length == 60);
static_assert(decode_pcap_record(*decode_pcap_header(big_nanoseconds.all()), big_record.all(), 1)->frame.when ==
              timestamp{1'700'000'000, 1});

// Fractions of more than a second, and times after 2038
static_assert(decode_pcap_record(from_big, big_record.with(4, 0xff).all(), 1)->frame.when ==
              timestamp{1'700'000'000, 0xff00'0001ULL * 1000});
static_assert(decode_pcap_record(from_big, big_record.with(0, 0xff).all(), 1)->frame.when.seconds == 0xff53f100);

// No octets captured at all
static_assert(decode_pcap_record(from_big, big_record.with(11, 0).all(), 1)->frame.octets.empty());
static_assert(decode_pcap_record(from_big, big_record.with(11, 0).all(), 1)->size == 16);

// What a record holds beyond the snapshot length is not shown, and stepped over.
constexpr pcap_header snapshot_of_3{link_type::raw, 3, true, false};
static_assert(decode_pcap_record(snapshot_of_3, big_record.all(), 1)->frame.octets.size() == 3);
static_assert(decode_pcap_record(snapshot_of_3, big_record.all(), 1)->size == 20);
static_assert(decode_pcap_record(snapshot_of_3, big_record.all(), 1)->frame.wire_length == 60);

// Truncated records say how much there has to be; impossible ones are refused before it is asked for.
static_assert(fails(decode_pcap_record(from_big, big_record.first(15), 1), {errc::truncated, layer::file, 0, 16, 15}));
static_assert(fails(decode_pcap_record(from_big, {}, 1), {errc::truncated, layer::file, 0, 16, 0}));
static_assert(fails(decode_pcap_record(from_big, big_record.first(19), 1), {errc::truncated, layer::file, 0, 20, 19}));
static_assert(fails(decode_pcap_record(from_big, big_record.with(9, 4).with(11, 0).first(16), 1),
                    {errc::truncated, layer::file, 0, 16 + 262144, 16}));
static_assert(fails(decode_pcap_record(from_big, big_record.with(9, 4).with(11, 1).all(), 1),
                    {errc::bad_record_length, layer::file, 8, 262144, 262145}));
static_assert(fails(decode_pcap_record(from_big, big_record.with(8, 0xff).all(), 1),
                    {errc::bad_record_length, layer::file, 8, 262144, 0xff00'0004}));

// A whole file
constexpr octets two = big + big_record + big_record;
constexpr int count(bytes image) {
    const pcap_view capture = *open_pcap(image);
    int frames = 0;
    for ([[maybe_unused]] const captured_frame& frame : capture) { ++frames; }
    return frames;
}
static_assert(count(two.all()) == 2 && *open_pcap(two.all())->check() == 2);
static_assert(open_pcap(two.all())->header().link == link_type::linux_sll);
static_assert(std::next(open_pcap(two.all())->begin())->number == 2, "counted from 1");
static_assert(open_pcap(two.all())->begin()->octets.data() == two.data() + 40);
static_assert(count(big.all()) == 0 && *open_pcap(big.all())->check() == 0);
static_assert(open_pcap(big.all())->begin() == open_pcap(big.all())->end());

// One that ends within its second record: the first is read, and the place of the fault is the file's.
static_assert(count(two.first(63)) == 1);
static_assert(fails(open_pcap(two.first(63))->check(), {errc::truncated, layer::file, 44, 20, 19}));
static_assert(fails(open_pcap(two.first(50))->check(), {errc::truncated, layer::file, 44, 16, 6}));
static_assert(fails(open_pcap(two.with(52, 1).all())->check(),
                    {errc::bad_record_length, layer::file, 52, 262144, 0x0100'0004}));
static_assert(count(two.with(52, 1).all()) == 1);
// A record without octets is followed by its neighbour.
constexpr octets empty_first = big + octets{big_record.with(11, 0).first(16)} + big_record;
static_assert(count(empty_first.all()) == 2 && open_pcap(empty_first.all())->begin()->octets.empty());

static_assert(fails(open_pcap(two.first(20)), {errc::truncated, layer::file, 0, 24, 20}));

// The same place, found twice
static_assert([] {
    auto at = open_pcap(two.all())->begin();
    const auto first = at++;
    return first != at && first->number == 1 && at->number == 2 && std::next(at) == open_pcap(two.all())->end();
}());
