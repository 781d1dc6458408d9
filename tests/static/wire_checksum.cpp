// SPDX-License-Identifier: BSL-1.0
// Internet checksums: right, wrong with what they should be, and not to be told.
#include <tcplens/wire/checksum.hpp>

#include "../packets.hpp"

using namespace tcplens;
using packets::octets;

// RFC 1071 3, the example
static_assert([] {
    ones_complement_sum sum;
    sum.add("0001 f203 f4f5 f6f7"_hex);
    return sum.folded() == 0xddf2;
}());
// An odd octet counts as the upper half of a word.
static_assert([] {
    ones_complement_sum sum;
    sum.add("0001 f2"_hex);
    return sum.folded() == 0xf201;
}());

// 10.0.0.1.40000 > 10.0.0.2.7777, as tcpdump 4.99.3 judges it: cksum 0x8f99 (correct)
constexpr octets datagram{"4500 002d 0001 4000 4006 26c8 0a00 0001 0a00 0002"
                          "9c40 1e61 0000 03e8 0000 07d0 5018 0200 8f99 0000 68656c6c6f"_hex};

constexpr checksum_check segment(const octets& from, std::size_t captured) {
    const auto ip = decode_ip(from.all().first(captured), static_cast<std::uint32_t>(from.all().size()));
    return check_segment(*ip, *decode(ip->payload(), ip->payload_size()));
}
constexpr checksum_check header(const octets& from) {
    return check_header(*decode_ip(from.all(), static_cast<std::uint32_t>(from.all().size())));
}

static_assert(header(datagram).verdict == checksum_verdict::correct);
static_assert(header(datagram.with(10, 0x12).with(11, 0x34)).verdict == checksum_verdict::incorrect);
static_assert(header(datagram.with(10, 0x12).with(11, 0x34)).expected == 0x26c8);

static_assert(segment(datagram, 45).verdict == checksum_verdict::correct && segment(datagram, 45).found == 0x8f99);
constexpr checksum_check wrong = segment(datagram.with(36, 0x12).with(37, 0x34), 45);
static_assert(wrong.verdict == checksum_verdict::incorrect && wrong.found == 0x1234 && wrong.expected == 0x8f99);
// Not all captured; a fragment
static_assert(segment(datagram, 44).verdict == checksum_verdict::not_coverable);
static_assert(segment(datagram.with(6, 0x20), 45).verdict == checksum_verdict::not_coverable);

// Where tcpdump looks for the destination to sum up: in the first routing header, or, if that segment routing header
// has no segment, behind it; not in a source route too short for an address.
constexpr std::uint16_t expected_behind(octets extensions) {
    const octets packet = octets{"6000 0000 0000 2b40 20010db8000000000000000000000001"
                                 "20010db8000000000000000000000002"_hex} +
                          extensions + octets{"9c40 1e61 0000 0001 0000 0002 5002 0064 0000 0000"_hex};
    const std::size_t size = packet.all().size();
    return segment(packet.with(5, static_cast<unsigned>(size - 40)), size).expected;
}
constexpr octets to_99{"0602 0000 0000 0000 20010db8000000000000000000000099"_hex};
constexpr octets to_77{"0602 0000 0000 0000 20010db8000000000000000000000077"_hex};
static_assert(expected_behind(to_99.with(0, 43) + to_77) == 0x98ce);
static_assert(expected_behind(octets{"2b00 0000 0000 0000"_hex} + to_77) == 0x9965);
static_assert(expected_behind(octets{"0600 0400 0000 0000"_hex}) == 0xbc15);
constexpr octets two_routes{"4800 0034 0001 0000 4006 0000 0a00 0001 0a00 0002 8303 0489 0704 0a00 0009 0000"
                            "9c40 1e61 0000 0001 0000 0002 5002 0064 0000 0000"_hex};
static_assert(segment(two_routes, 52).expected == 0xe0d0);
