// SPDX-License-Identifier: BSL-1.0
// A TCP header as it stands on the wire: each field, each fault, and what was sent against what was captured.
#include <tcplens/wire/header.hpp>

#include "../packets.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace tcplens;
using packets::fails;
using packets::octets;
using packets::syn;

// A buffer that is still there after the call, of octets
template <class R>
concept decodes = requires(R&& octets) {
    { decode(static_cast<R&&>(octets)) } -> std::same_as<result<header_view>>;
    { decode(static_cast<R&&>(octets), 1500U) } -> std::same_as<result<header_view>>;
};
static_assert(decodes<bytes> && decodes<std::vector<std::byte>&> && decodes<const std::string&>);
static_assert(decodes<std::string_view> && decodes<unsigned char (&)[60]>);
static_assert(!decodes<std::vector<std::byte>> && !decodes<std::string>, "the view would dangle");
static_assert(!decodes<const std::byte*> && !decodes<std::vector<int>&>);

/// Decodes what the caller keeps alive; a temporary `octets` would be refused, as it should.
constexpr result<header_view> read(const octets& segment) { return decode(segment); }
constexpr result<header_view> read(const octets& segment, std::uint32_t sent) { return decode(segment, sent); }

// Every field of a SYN that Linux sent
constexpr header_view header = *decode(syn);
static_assert(header.source_port() == 50001 && header.destination_port() == 80);
static_assert(header.seq() == seq32{1534442682} && header.ack() == seq32{0});
static_assert(header.header_size() == 40 && header.flags() == flag::syn && header.window() == 64240);
static_assert(header.checksum() == 0x29cf && header.urgent_pointer() == 0);
static_assert(header.options().wire_length() == 20 && header.payload().empty() && header.payload_size() == 0);
static_assert(header.window_scale() == 10 && header.options().find<maximum_segment_size>()->octets == 1460);
static_assert(header.captured().data() == syn.data() && header.wire_length() == 40, "a view, not a copy");

// A view is two words and a length: cheap to copy, never to be made from nothing.
static_assert(std::is_trivially_copyable_v<header_view> && !std::is_default_constructible_v<header_view>);
static_assert(segment_like<header_view>);

// The nine flags, and the three bits above them that are none
constexpr octets plain = "c351 0050 0000 0001 0000 0002 5000 0003 0000 0004 6869"_hex;
constexpr flag_set flags_of(unsigned upper, unsigned lower) {
    const octets changed = plain.with(12, 0x50 | upper).with(13, lower);
    return decode(changed)->flags();
}
static_assert(flags_of(0, 0).empty() && flags_of(0x0e, 0).empty());
static_assert(flags_of(0, 0x01) == flag::fin && flags_of(0, 0x02) == flag::syn && flags_of(0, 0x04) == flag::rst);
static_assert(flags_of(0, 0x08) == flag::psh && flags_of(0, 0x10) == flag::ack && flags_of(0, 0x20) == flag::urg);
static_assert(flags_of(0, 0x40) == flag::ece && flags_of(0, 0x80) == flag::cwr && flags_of(1, 0) == flag::ae);
static_assert(flags_of(0x0f, 0xff).bits() == 0x1ff);

// The smallest header, and its payload
static_assert(decode(plain)->header_size() == 20 && decode(plain)->options().empty());
static_assert(decode(plain)->payload_size() == 2 && decode(plain)->payload().size() == 2);
static_assert(decode(plain)->payload().data() == plain.data() + 20);
static_assert(decode(plain)->urgent_pointer() == 4 && decode(plain)->window() == 3);
static_assert(decode(plain)->window_scale() == -1);

// The largest header: fifteen words
constexpr octets largest = plain.with(12, 0xf0) + octets{"0101 0101 0101 0101 0101 0101 0101 0101 0101"
                                                         "0101 0101 0101 0101 0101 0101 0101 0101 0101 0101"_hex};
static_assert(largest.size() == 60 && decode(largest)->header_size() == 60);
static_assert(decode(largest)->options().wire_length() == 40 && decode(largest)->payload_size() == 0);

// A shift count above 14 counts as 14 (RFC 7323 2.3).
constexpr octets scaled = octets{"c351 0050 0000 0001 0000 0002 6002 0003 0000 0004 0303 ff00"_hex};
static_assert(read(scaled)->window_scale() == 14);
static_assert(read(scaled.with(22, 14))->window_scale() == 14 && read(scaled.with(22, 0))->window_scale() == 0);
static_assert(read(scaled.with(21, 4))->window_scale() == -1, "an option of the wrong length is none");

// Sent and captured are two lengths. The captured part ends within the payload, the options, the fixed header.
static_assert(decode(plain.all(), 1000)->payload_size() == 980 && decode(plain.all(), 1000)->payload().size() == 2);
static_assert(decode(plain.first(20), 1000)->payload().empty());
static_assert(decode(syn.first(24), 40)->options().wire_length() == 20 &&
              decode(syn.first(24), 40)->options().raw().size() == 4);
static_assert(decode(syn.first(24), 140)->payload_size() == 100 && decode(syn.first(24), 140)->payload().empty());
static_assert(decode(syn.first(20), 40)->options().raw().empty() && !decode(syn.first(20), 40)->options().empty());
static_assert(decode(syn.first(24), 40)->window_scale() == -1 && decode(syn.first(24), 40)->seq() == header.seq());
static_assert(fails(decode(syn.first(19), 40), {errc::truncated, layer::tcp, 0, 20, 19}));
static_assert(fails(decode(bytes{}, 40), {errc::truncated, layer::tcp, 0, 20, 0}));

// More octets than were sent are somebody else's: an Ethernet frame's padding.
static_assert(decode(plain.all(), 20)->payload().empty() && decode(plain.all(), 20)->captured().size() == 20);
static_assert(fails(decode(plain.all(), 19), {errc::too_short, layer::tcp, 0, 20, 19}));
static_assert(fails(decode(plain.all(), 0), {errc::too_short, layer::tcp, 0, 20, 0}));
// Both cut: what was sent decides.
static_assert(fails(decode(plain.first(8), 19), {errc::too_short, layer::tcp, 0, 20, 8}));

// Without a length, what is there is what was sent.
static_assert(fails(decode(plain.first(19)), {errc::too_short, layer::tcp, 0, 20, 19}));
static_assert(fails(decode(bytes{}), {errc::too_short, layer::tcp, 0, 20, 0}));

// A data offset below five words, or beyond the segment; that it is beyond the capture is no fault.
static_assert(fails(read(plain.with(12, 0x40)), {errc::bad_header_length, layer::tcp, 12, 20, 16}));
static_assert(fails(read(plain.with(12, 0x00)), {errc::bad_header_length, layer::tcp, 12, 20, 0}));
static_assert(fails(read(plain.with(12, 0x60)), {errc::header_beyond_end, layer::tcp, 12, 24, 22}));
static_assert(fails(read(plain.with(12, 0xf0), 59), {errc::header_beyond_end, layer::tcp, 12, 60, 59}));
static_assert(read(plain.with(12, 0xf0), 60).has_value());

// The fixed part of a header whose data offset is wrong can be read all the same.
static_assert(header_view::unchecked(syn.all(), 40).source_port() == 50001);
