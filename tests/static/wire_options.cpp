// SPDX-License-Identifier: BSL-1.0
// Options: each kind that is read, unknown ones stepped over, and where a walk ends.
#include <tcplens/wire/options.hpp>

#include "../packets.hpp"

#include <concepts>
#include <iterator>
#include <ranges>

using namespace tcplens;
using packets::fails;

// A borrowed forward range
static_assert(std::ranges::forward_range<options_view> && std::ranges::view<options_view>);
static_assert(std::ranges::borrowed_range<options_view> && std::ranges::common_range<options_view>);
static_assert(std::forward_iterator<options_view::iterator> && !std::bidirectional_iterator<options_view::iterator>);
static_assert(std::same_as<std::ranges::range_value_t<options_view>, option>);
static_assert(!std::ranges::sized_range<options_view>, "how many there are, only a walk tells");

// Readers of options
struct user_timeout {
    static constexpr option_kind kind{28};
    std::uint16_t field = 0;
    static constexpr result<user_timeout> read(const option& from) {
        if (from.whole().size() != 4) {
            return decode_error{errc::bad_option_length, layer::option, from.offset(), 4, 0};
        }
        return user_timeout{load_u16(from.data().data())};
    }
};
struct no_kind {
    static result<no_kind> read(const option&) { return no_kind{}; }
};
static_assert(typed_option<maximum_segment_size> && typed_option<window_scale> && typed_option<sack_permitted>);
static_assert(typed_option<sack> && typed_option<timestamps> && typed_option<user_timeout>);
static_assert(!typed_option<no_kind> && !typed_option<option> && !typed_option<int>);

/// The options of a header that was captured whole.
constexpr options_view whole(bytes octets) { return {octets, static_cast<std::uint32_t>(octets.size())}; }

/// How many options a walk finds.
constexpr int count(options_view options) {
    int found = 0;
    for ([[maybe_unused]] const option o : options) { ++found; }
    return found;
}

/// The kind of the option at a place in the walk.
constexpr int kind_at(options_view options, int place) {
    for (const option o : options) {
        if (place-- == 0) { return static_cast<int>(o.kind()); }
    }
    return -1;
}

// What Linux sends with a SYN
constexpr options_view linux_syn = whole("0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"_hex);
static_assert(*linux_syn.check() == 20 && count(linux_syn) == 5);
static_assert(kind_at(linux_syn, 0) == 2 && kind_at(linux_syn, 1) == 4 && kind_at(linux_syn, 2) == 8);
static_assert(kind_at(linux_syn, 3) == 1 && kind_at(linux_syn, 4) == 3 && kind_at(linux_syn, 5) == -1);
static_assert(linux_syn.find<maximum_segment_size>()->octets == 1460);
static_assert(linux_syn.find<sack_permitted>().has_value());
static_assert(linux_syn.find<timestamps>()->value == 30720403 && linux_syn.find<timestamps>()->echo_reply == 0);
static_assert(linux_syn.find<window_scale>()->shift == 10 && linux_syn.find<window_scale>()->effective_shift() == 10);
static_assert(fails(linux_syn.find<sack>(), {errc::no_such_option, layer::option, 0, 0, 0}));

// No options
static_assert(whole({}).empty() && count(whole({})) == 0 && *whole({}).check() == 0);
static_assert(options_view{}.begin() == options_view{}.end());
static_assert(fails(whole({}).find<timestamps>(), {errc::no_such_option, layer::option, 0, 0, 0}));

// An option shows all of itself and where it stands.
static_assert([] {
    const option scale = *std::next(linux_syn.begin(), 4);
    return scale.offset() == 17 && scale.whole().size() == 3 && scale.data().size() == 1 &&
           scale.whole().data() == linux_syn.raw().data() + 17;
}());
static_assert((*linux_syn.begin()).data().size() == 2 && (*std::next(linux_syn.begin())).data().empty());
static_assert([] { return (*std::next(linux_syn.begin(), 3)).data().empty(); }(), "NOP has no length octet");

// Iterators outlive the view, go twice the same way, and compare by place.
static_assert([] {
    const auto first = whole("0101 0101"_hex).begin();
    auto second = first;
    const bool same = second++ == first;
    return same && second != first && std::next(first) == second && second.offset() == 1;
}());

// Kinds nobody here knows are stepped over by their length, however many (RFC 9293 MUST-6).
constexpr options_view unknown = whole("09 02 c8 05 010203 fd 03 01 0303 07 01"_hex);
static_assert(*unknown.check() == 14 && count(unknown) == 5 && unknown.find<window_scale>()->shift == 7);
// A user's own kind
static_assert(whole("01 1c04 8005"_hex).find<user_timeout>()->field == 0x8005);
static_assert(fails(whole("01 1c03 80"_hex).find<user_timeout>(), {errc::bad_option_length, layer::option, 1, 4, 0}));

// EOL ends the list and is its last element; what follows is padding.
constexpr options_view ended = whole("0303 07 00 0204 05b4"_hex);
static_assert(count(ended) == 2 && *ended.check() == 4 && kind_at(ended, 1) == 0);
static_assert(!ended.find<maximum_segment_size>());
static_assert(count(whole("00"_hex)) == 1 && *whole("00 ff ff ff"_hex).check() == 1);

// Length octets 0 and 1
static_assert(fails(whole("01 08 00 01"_hex).check(), {errc::bad_option_length, layer::option, 1, 2, 0}));
static_assert(fails(whole("02 01 01 01"_hex).check(), {errc::bad_option_length, layer::option, 0, 2, 1}));
static_assert(count(whole("01 08 00 01"_hex)) == 1);
// ... beyond the header
static_assert(fails(whole("0101 080a 0000 0001"_hex).check(), {errc::bad_option_length, layer::option, 2, 10, 6}));
static_assert(fails(whole("01 05 ff 01"_hex).check(), {errc::bad_option_length, layer::option, 1, 255, 3}));
static_assert(count(whole("0101 080a 0000 0001"_hex)) == 2, "what stands before it is found");
// ... and none at all
static_assert(fails(whole("010101 08"_hex).check(), {errc::bad_option_length, layer::option, 3, 2, 1}));

// A length that is right for the walk and wrong for the kind
static_assert(*whole("0203 05 01"_hex).check() == 4);
static_assert(fails(whole("0203 05 01"_hex).find<maximum_segment_size>(),
                    {errc::bad_option_length, layer::option, 0, 4, 3}));
static_assert(fails(whole("01 0302 01"_hex).find<window_scale>(), {errc::bad_option_length, layer::option, 1, 3, 2}));
static_assert(fails(whole("0403 0001"_hex).find<sack_permitted>(), {errc::bad_option_length, layer::option, 0, 2, 3}));
static_assert(fails(whole("0806 00000001 0101"_hex).find<timestamps>(),
                    {errc::bad_option_length, layer::option, 0, 10, 6}));

// Of two of a kind, the first counts.
static_assert(whole("0204 05b4 0204 0218"_hex).find<maximum_segment_size>()->octets == 1460);

// The whole range of a field
static_assert(whole("0204 ffff"_hex).find<maximum_segment_size>()->octets == 65535);
static_assert(whole("0303 ff 01"_hex).find<window_scale>()->shift == 255);
static_assert(whole("0303 ff 01"_hex).find<window_scale>()->effective_shift() == 14);
static_assert(whole("0303 0f 01"_hex).find<window_scale>()->effective_shift() == 14);
static_assert(whole("0303 0e 01"_hex).find<window_scale>()->effective_shift() == 14);
static_assert(whole("080a ffff ffff 8000 0000 0101"_hex).find<timestamps>()->echo_reply == 0x8000'0000);

// SACK: one block to four
constexpr bytes four = "0522 00000001 00000002 00000003 00000004 00000005 00000006 ffffffff 00000008"_hex;
static_assert(whole("050a 00000001 00000002"_hex).find<sack>()->size() == 1);
static_assert(whole("0512 00000001 00000002 00000003 00000004"_hex).find<sack>()->size() == 2);
static_assert(whole("051a 00000001 00000002 00000003 00000004 00000005 00000006"_hex).find<sack>()->size() == 3);
static_assert(whole(four).find<sack>()->size() == 4 && *whole(four).check() == 34);
static_assert((*whole(four).find<sack>())[0] == sack_block{seq32{1}, seq32{2}});
static_assert((*whole(four).find<sack>())[3] == sack_block{seq32{0xffff'ffff}, seq32{8}});
// ... but not none, and not one and a half
static_assert(fails(whole("0502"_hex).find<sack>(), {errc::bad_option_length, layer::option, 0, 10, 2}));
static_assert(fails(whole("0506 00000001"_hex).find<sack>(), {errc::bad_option_length, layer::option, 0, 10, 6}));
static_assert(fails(whole("050e 00000001 00000002 00000003"_hex).find<sack>(),
                    {errc::bad_option_length, layer::option, 0, 10, 14}));

// Cut by the snapshot length: within an option, at its length octet, between two, before the first
constexpr bytes sent = linux_syn.raw();
static_assert(fails(options_view{sent.first(10), 20}.check(), {errc::truncated, layer::option, 6, 10, 4}));
static_assert(fails(options_view{sent.first(7), 20}.check(), {errc::truncated, layer::option, 6, 2, 1}));
static_assert(fails(options_view{sent.first(6), 20}.check(), {errc::truncated, layer::option, 6, 1, 0}));
static_assert(fails(options_view{bytes{}, 20}.check(), {errc::truncated, layer::option, 0, 1, 0}));
static_assert(count(options_view{sent.first(10), 20}) == 2 && options_view{sent.first(10), 20}.wire_length() == 20);
static_assert(options_view{sent.first(10), 20}.find<maximum_segment_size>().has_value());
static_assert(!options_view{sent.first(10), 20}.find<timestamps>());
// ... which is no excuse for a length that the header refutes
static_assert(fails(options_view{"0122"_hex, 4}.check(), {errc::truncated, layer::option, 1, 2, 1}));
static_assert(fails(options_view{"0105 22"_hex, 4}.check(), {errc::bad_option_length, layer::option, 1, 34, 3}));
// ... nor matters behind EOL
static_assert(*options_view{"0100"_hex, 40}.check() == 2);

static_assert(options_view{"0204 05b4 0103 0307"_hex, 8}.find<window_scale>()->shift == 7);
