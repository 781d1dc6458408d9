// SPDX-License-Identifier: BSL-1.0
// From a datagram to its payload: IPv4 with options and fragments, IPv6 with extension headers and jumbo payloads.
#include <tcplens/wire/ip.hpp>

#include "../packets.hpp"

#include <type_traits>

using namespace tcplens;
using packets::fails;
using packets::octets;

/// Decodes a datagram that was captured whole; `octets` is named by the caller where the view is used after.
constexpr result<ip_view> whole(const octets& datagram) {
    return decode_ip(datagram.all(), static_cast<std::uint32_t>(datagram.size()));
}

// IPv4 as Linux sends it
constexpr octets v4 = packets::ipv4 + packets::syn;
static_assert(whole(v4)->version() == address_family::ipv4 && whole(v4)->protocol() == ip_protocol::tcp);
static_assert(whole(v4)->source() == address::v4(0xc0000201) && whole(v4)->destination() == address::v4(0xc0000202));
static_assert(whole(v4)->header_size() == 20 && whole(v4)->payload_offset() == 20 && whole(v4)->extensions().empty());
static_assert(whole(v4)->length() == 60 && whole(v4)->payload_size() == 40 && whole(v4)->payload().size() == 40);
static_assert(whole(v4)->missing() == 0 && !whole(v4)->fragment().fragmented && !whole(v4)->later_fragment());

// Padding of the frame is not payload.
static_assert(decode_ip((v4 + octets{"0000 0000"_hex}).all(), 64)->payload().size() == 40);
static_assert(decode_ip((v4 + octets{"0000 0000"_hex}).all(), 64)->captured().size() == 60);

// Captured in part: the lengths stay those of the wire.
static_assert(decode_ip(v4.first(34), 60)->payload().size() == 14 && decode_ip(v4.first(34), 60)->payload_size() == 40);
static_assert(decode_ip(v4.first(20), 60)->payload().empty() && decode_ip(v4.first(20), 60)->missing() == 0);
static_assert(fails(decode_ip(v4.first(19), 60), {errc::truncated, layer::ip, 0, 20, 19}));
static_assert(fails(decode_ip(v4.first(1), 60), {errc::truncated, layer::ip, 0, 20, 1}));
static_assert(fails(decode_ip({}, 60), {errc::truncated, layer::ip, 0, 1, 0}));

// Sent in part
static_assert(fails(decode_ip(v4.first(19), 19), {errc::too_short, layer::ip, 0, 20, 19}));
static_assert(fails(decode_ip({}, 0), {errc::too_short, layer::ip, 0, 1, 0}));

// A total length beyond the frame is believed, and told.
constexpr octets longer = v4.with(3, 70);
static_assert(whole(longer)->length() == 70 && whole(longer)->payload_size() == 50 && whole(longer)->missing() == 10);
static_assert(decode_ip(longer.first(40), 60)->missing() == 10, "missing from the frame, not from the capture");
// One below the frame's is believed, too.
static_assert(whole(v4.with(3, 39))->payload_size() == 19 && whole(v4.with(3, 20))->payload().empty());

// For those who don't believe it there is the part within the frame; IPv6 stays as it is.
static_assert(whole(longer)->within_frame().length() == 60 && whole(longer)->within_frame().missing() == 0);
static_assert(whole(longer)->within_frame().payload_size() == 40 && whole(v4)->within_frame().length() == 60);
static_assert(decode_ip((packets::ipv6 + packets::syn).all(), 70)->within_frame().missing() == 10);

// A total length of 0, as segments have that the network card is yet to cut
constexpr result<ip_view> offloaded(const octets& datagram) {
    return decode_ip<zero_length::to_frame_end>(datagram.all(), static_cast<std::uint32_t>(datagram.size()));
}
static_assert(offloaded(v4.with(3, 0))->length() == 60 && offloaded(v4.with(3, 0))->missing() == 0);
static_assert(offloaded(v4)->length() == 60 && offloaded(longer)->length() == 70);
static_assert(fails(offloaded(v4.with(3, 1)), {errc::bad_length, layer::ip, 2, 20, 1}));
static_assert(decode_ip<zero_length::to_frame_end>(v4.with(3, 0).first(30), 60)->payload_size() == 40);

// Fields that contradict each other
static_assert(fails(whole(v4.with(0, 0x44)), {errc::bad_header_length, layer::ip, 0, 20, 16}));
static_assert(fails(whole(v4.with(0, 0x40)), {errc::bad_header_length, layer::ip, 0, 20, 0}));
static_assert(fails(whole(v4.with(3, 19)), {errc::bad_length, layer::ip, 2, 20, 19}));
static_assert(fails(whole(v4.with(3, 0)), {errc::bad_length, layer::ip, 2, 20, 0}));
static_assert(fails(whole(v4.with(0, 0x55)), {errc::bad_version, layer::ip, 0, 4, 5}));
static_assert(fails(whole(v4.with(0, 0x05)), {errc::bad_version, layer::ip, 0, 4, 0}));

// Options: record route with room for one address, padded
constexpr octets with_options =
    octets{"4700 0044 8522 4000 4006 3196 c000 0201 c000 0202 0707 0400 0000 0000"_hex} + packets::syn;
static_assert(whole(with_options)->header_size() == 28 && whole(with_options)->payload_offset() == 28);
static_assert(whole(with_options)->extensions().empty() && whole(with_options)->payload_size() == 40);
static_assert(fails(decode_ip(with_options.first(24), 68), {errc::truncated, layer::ip, 0, 28, 24}));
static_assert(fails(decode_ip(with_options.first(24), 24), {errc::too_short, layer::ip, 0, 28, 24}));
static_assert(whole(with_options.with(0, 0x4f))->header_size() == 60);
static_assert(fails(whole(with_options.with(3, 27)), {errc::bad_length, layer::ip, 2, 28, 27}));

// Fragments: DF is none, MF and an offset are; offsets count eight octets each.
static_assert(!whole(v4.with(6, 0x40))->fragment().fragmented && !whole(v4.with(6, 0x80))->fragment().fragmented);
constexpr octets first_part = v4.with(6, 0x20);
static_assert(whole(first_part)->fragment().fragmented && whole(first_part)->fragment().more);
static_assert(whole(first_part)->fragment().offset == 0 && !whole(first_part)->later_fragment());
constexpr octets middle = v4.with(6, 0x20).with(7, 0xb9);
static_assert(whole(middle)->fragment().offset == 1480 && whole(middle)->fragment().more);
constexpr octets last_part = v4.with(6, 0x1f).with(7, 0xff);
static_assert(whole(last_part)->fragment().offset == 65528 && !whole(last_part)->fragment().more);
static_assert(whole(last_part)->later_fragment() && whole(last_part)->fragment().fragmented);

// Another protocol
static_assert(whole(v4.with(9, 17))->protocol() == ip_protocol{17});
// What IPv6 calls an extension header is a protocol to IPv4, but for AH, behind which there is one more.
static_assert(whole(v4.with(9, 60))->protocol() == ip_protocol::destination_options &&
              whole(v4.with(9, 60))->payload_offset() == 20);
constexpr octets signed_v4 =
    octets{"4500 0034 8522 4000 4033 0000 c000 0201 c000 0202 0601 0000 0000 0001 0000 0002"_hex} +
    packets::syn.first(20);
static_assert(whole(signed_v4)->protocol() == ip_protocol::tcp && whole(signed_v4)->payload_offset() == 32);
static_assert(whole(signed_v4)->extensions().size() == 12 && whole(signed_v4)->payload_size() == 20);
static_assert(whole(signed_v4)->first_protocol() == ip_protocol::authentication);
static_assert(fails(decode_ip(signed_v4.first(30), 52), {errc::truncated, layer::ip, 20, 12, 10}));

// IPv6 as Linux sends it
constexpr octets v6 = packets::ipv6 + packets::syn_over_ipv6;
static_assert(whole(v6)->version() == address_family::ipv6 && whole(v6)->protocol() == ip_protocol::tcp);
static_assert(whole(v6)->source() == address::v6(0x20010db8'00000000, 1));
static_assert(whole(v6)->destination() == address::v6(0x20010db8'00000000, 2));
static_assert(whole(v6)->header_size() == 40 && whole(v6)->payload_offset() == 40 && whole(v6)->extensions().empty());
static_assert(whole(v6)->length() == 80 && whole(v6)->payload_size() == 40 && whole(v6)->missing() == 0);
static_assert(decode_ip(v6.first(44), 80)->payload().size() == 4 && decode_ip(v6.first(44), 80)->payload_size() == 40);
static_assert(fails(decode_ip(v6.first(39), 80), {errc::truncated, layer::ip, 0, 40, 39}));
static_assert(fails(decode_ip(v6.first(39), 39), {errc::too_short, layer::ip, 0, 40, 39}));
static_assert(whole(v6.with(5, 50))->missing() == 10 && whole(v6.with(5, 50))->payload_size() == 50);
static_assert(whole(v6.with(5, 30))->payload().size() == 30 && whole(v6.with(5, 0))->payload_size() == 0);

// Extension headers in front of the SYN. Each is given with the payload length that it makes.
constexpr octets behind(const octets& extensions, unsigned first) {
    const auto length = static_cast<unsigned>(extensions.size() + packets::syn_over_ipv6.size());
    return packets::ipv6.with(5, length).with(6, first) + extensions + packets::syn_over_ipv6;
}
constexpr octets hop_by_hop = behind("0600 0104 0000 0000"_hex, 0);
static_assert(whole(hop_by_hop)->protocol() == ip_protocol::tcp && whole(hop_by_hop)->payload_offset() == 48);
static_assert(whole(hop_by_hop)->extensions().size() == 8 && whole(hop_by_hop)->payload_size() == 40);
static_assert(whole(hop_by_hop)->header_size() == 40 && !whole(hop_by_hop)->fragment().fragmented);

constexpr octets routing = behind("0602 0000 0000 0000 2001 0db8 0000 0000 0000 0000 0000 0099"_hex, 43);
static_assert(whole(routing)->payload_offset() == 64 && whole(routing)->protocol() == ip_protocol::tcp);
static_assert(whole(routing)->destination() == address::v6(0x20010db8'00000000, 2), "that of the fixed header");

constexpr octets destination_options = behind("0601 010c 0000 0000 0000 0000 0000 0000"_hex, 60);
static_assert(whole(destination_options)->payload_offset() == 56 && whole(destination_options)->payload_size() == 40);

// AH counts its length in words of four, less two.
constexpr octets authenticated = behind("0604 0000 0000 0001 0000 0001 a0a1 a2a3 a4a5 a6a7 a8a9 aaab"_hex, 51);
static_assert(whole(authenticated)->payload_offset() == 64 && whole(authenticated)->protocol() == ip_protocol::tcp);

// All of them, one behind the other
constexpr octets chain = behind("3c00 0104 0000 0000"                                         // hop-by-hop
                                "2b00 0104 0000 0000"                                         // destination options
                                "2c02 0000 0000 0000 2001 0db8 0000 0000 0000 0000 0000 0099" // routing
                                "3300 0000 dead beef"                                         // fragment, atomic
                                "0604 0000 0000 0001 0000 0001 a0a1 a2a3 a4a5 a6a7 a8a9 aaab"_hex, // AH
                                0);
static_assert(whole(chain)->payload_offset() == 40 + 8 + 8 + 24 + 8 + 24 && whole(chain)->payload_size() == 40);
static_assert(whole(chain)->fragment().fragmented && !whole(chain)->later_fragment());

// Hop-by-hop options stand first or nowhere (RFC 8200 4.1).
constexpr octets late_options = behind("0000 0104 0000 0000 0600 0104 0000 0000"_hex, 60);
static_assert(fails(whole(late_options), {errc::bad_extension, layer::ip, 48, 40, 48}));

// Fragments: the first has the payload's start, the others nothing to look into; reserved bits are no offset.
constexpr octets atomic = behind("0600 0000 dead beef"_hex, 44);
static_assert(whole(atomic)->fragment().fragmented && !whole(atomic)->fragment().more);
static_assert(!whole(atomic)->later_fragment() && whole(atomic)->payload_offset() == 48);
constexpr octets first_of_v6 = behind("0600 0001 dead beef"_hex, 44);
static_assert(whole(first_of_v6)->fragment().more && !whole(first_of_v6)->later_fragment());
constexpr octets later_of_v6 = behind("0600 05a9 dead beef"_hex, 44);
static_assert(whole(later_of_v6)->fragment().offset == 1448 && whole(later_of_v6)->later_fragment());
static_assert(whole(later_of_v6)->protocol() == ip_protocol::tcp && whole(later_of_v6)->fragment().more);
constexpr octets reserved = behind("0600 0006 dead beef"_hex, 44);
static_assert(whole(reserved)->fragment().offset == 0 && !whole(reserved)->fragment().more);
// The payload of a later fragment isn't taken for an extension header.
constexpr octets later_options = behind("3c00 05a8 dead beef 0601 0104 0000 0000"_hex, 44);
static_assert(whole(later_options)->payload_offset() == 48);
static_assert(whole(later_options)->protocol() == ip_protocol::destination_options);

// Chains that end elsewhere
static_assert(whole(behind("3a00 0104 0000 0000"_hex, 0))->protocol() == ip_protocol{58});
static_assert(whole(behind("3b00 0104 0000 0000"_hex, 60))->protocol() == ip_protocol::no_next_header);
static_assert(whole(v6.with(6, 135))->protocol() == ip_protocol::mobility &&
              whole(v6.with(6, 135))->payload_offset() == 40);

// Cut within an extension header: by the capture, or by the datagram's own length
static_assert(fails(decode_ip(routing.first(47), 104), {errc::truncated, layer::ip, 40, 8, 7}));
static_assert(fails(decode_ip(routing.first(40), 104), {errc::truncated, layer::ip, 40, 8, 0}));
static_assert(fails(decode_ip(routing.first(63), 104), {errc::truncated, layer::ip, 40, 24, 23}));
static_assert(fails(whole(hop_by_hop.with(5, 7)), {errc::too_short, layer::ip, 40, 8, 7}));
static_assert(fails(whole(routing.with(5, 20)), {errc::too_short, layer::ip, 40, 24, 20}));
static_assert(fails(decode_ip(chain.first(60), 152), {errc::truncated, layer::ip, 56, 8, 4}));
static_assert(fails(whole(hop_by_hop.with(41, 255)), {errc::too_short, layer::ip, 40, 2048, 48}));

// A jumbo payload: the length field is 0, and a hop-by-hop option has the length (RFC 2675).
constexpr octets jumbo =
    packets::ipv6.with(5, 0).with(6, 0) + octets{"0600 c204 0001 0030"_hex} + packets::syn_over_ipv6;
static_assert(decode_ip(jumbo.all(), 40 + 65584)->length() == 40 + 65584);
static_assert(decode_ip(jumbo.all(), 40 + 65584)->payload_size() == 65584 - 8);
static_assert(decode_ip(jumbo.all(), 40 + 65584)->missing() == 0 && decode_ip(jumbo.all(), 100)->missing() == 65524);
// ... also behind padding
constexpr octets padded_jumbo = packets::ipv6.with(5, 0).with(6, 0) +
                                octets{"0601 0104 0000 0000 0000 c204 0001 0030"_hex} + packets::syn_over_ipv6;
static_assert(decode_ip(padded_jumbo.all(), 65624)->length() == 65624);
// ... but not where the length field holds one already.
static_assert(whole(jumbo.with(5, 48))->length() == 88);
// ... nor one that it can't have: a length that makes the datagram's wrap round, or one that needs no option.
constexpr octets endless = jumbo.with(44, 0xff).with(45, 0xff).with(46, 0xff).with(47, 0xff);
static_assert(!whole(endless) || whole(endless)->payload().size() <= endless.size());
static_assert(!whole(jumbo.with(45, 0)) || whole(jumbo.with(45, 0))->length() <= 88);

static_assert(std::is_trivially_copyable_v<ip_view>);
