// SPDX-License-Identifier: BSL-1.0
// Multipath TCP: each subtype read from its octets, each size that it doesn't have, and one found behind another.
#include <tcplens/wire/mptcp.hpp>

#include "../packets.hpp"

#include <algorithm>
#include <initializer_list>

using namespace tcplens;
using packets::fails;

/// The options of a header that was captured whole.
constexpr options_view whole(bytes octets) { return {octets, static_cast<std::uint32_t>(octets.size())}; }

/// Whether two views show the same octets.
constexpr bool same(bytes a, bytes b) { return std::ranges::equal(a, b); }

/// A length that the subtype doesn't have: which one is needed, which one is there, in an option at an offset.
constexpr decode_error wrong(std::uint32_t needed, std::uint32_t available, std::uint32_t offset = 0) {
    return {errc::bad_option_length, layer::option, offset, needed, available};
}
constexpr decode_error absent{errc::no_such_option, layer::option, 0, 0, 0};

static_assert(typed_option<mptcp> && typed_option<mptcp_capable> && typed_option<mptcp_join>);
static_assert(typed_option<mptcp_dss> && typed_option<mptcp_add_address> && typed_option<mptcp_remove_address>);
static_assert(typed_option<mptcp_priority> && typed_option<mptcp_fail> && typed_option<mptcp_fast_close>);
static_assert(typed_option<mptcp_reset>);

// Of any subtype
constexpr auto any = whole("0101 1e04 7a05"_hex).find<mptcp>();
static_assert(any->subtype() == mptcp_subtype::fast_close && any->low_bits() == 10 && any->size() == 4);
static_assert(any->whole().offset() == 2 && load_u8(any->at(3)) == 5);
static_assert(whole("1e03 f0 01"_hex).find<mptcp>()->subtype() == mptcp_subtype{15}, "also one that has no name");
static_assert(fails(whole("1e02 0101"_hex).find<mptcp>(), wrong(3, 2)));
static_assert(fails(whole("01 1e02 01"_hex).find<mptcp_capable>(), wrong(3, 2, 1)));
static_assert(fails(whole("01 1e02 01"_hex).find<mptcp_dss>(), wrong(3, 2, 1)));
static_assert(fails(whole("01 1e02 01"_hex).find<mptcp_remove_address>(), wrong(3, 2, 1)));
static_assert(fails(whole("0101 0101"_hex).find<mptcp>(), absent));

// MP_CAPABLE: without a key, with one, with both
constexpr auto bare = whole("1e04 0181"_hex).find<mptcp_capable>();
static_assert(bare->version == 1 && bare->flags == 0x81 && bare->wants_checksum() && bare->keys == 0);
static_assert(bare->sender_key == 0 && bare->receiver_key == 0 && !bare->has_data_length);
constexpr auto one_key = whole("1e0c 0001 01020304 05060708"_hex).find<mptcp_capable>();
static_assert(one_key->version == 0 && one_key->flags == 1 && !one_key->wants_checksum() && one_key->keys == 1);
static_assert(one_key->sender_key == 0x0102'0304'0506'0708 && one_key->receiver_key == 0);
constexpr auto two_keys = whole("1e14 0101 01020304 05060708 f1f2f3f4 f5f6f7f8"_hex).find<mptcp_capable>();
static_assert(two_keys->keys == 2 && two_keys->sender_key == 0x0102'0304'0506'0708);
static_assert(two_keys->receiver_key == 0xf1f2'f3f4'f5f6'f7f8 && !two_keys->has_data_length);
// ... with the length of the first data, and with a checksum behind it
constexpr auto with_data = whole("1e16 0101 01020304 05060708 11121314 15161718 0064"_hex).find<mptcp_capable>();
static_assert(with_data->keys == 2 && with_data->has_data_length && with_data->data_length == 100);
constexpr auto with_sum = whole("1e18 0181 01020304 05060708 11121314 15161718 ffff 0abc"_hex).find<mptcp_capable>();
static_assert(with_sum->keys == 2 && with_sum->has_data_length && with_sum->data_length == 65535);
static_assert(with_sum->receiver_key == 0x1112'1314'1516'1718 && with_sum->wants_checksum());
// ... of other sizes
static_assert(!whole("1e03 01 01"_hex).find<mptcp_capable>() && !whole("1e05 0181 00"_hex).find<mptcp_capable>());

// MP_JOIN: which fields there are, the size tells.
constexpr auto join_syn = whole("1e0c 1107 deadbeef 00001234"_hex).find<mptcp_join>();
static_assert(join_syn->carried_by == mptcp_join::step::syn && join_syn->backup && join_syn->address_id == 7);
static_assert(join_syn->token == 0xdead'beef && join_syn->nonce == 0x1234 && join_syn->hmac.empty());
static_assert(!whole("1e0c 1e07 deadbeef 00001234"_hex).find<mptcp_join>()->backup, "the lowest bit and no other");
constexpr auto join_syn_ack = whole("1e10 1008 01020304 05060708 80000099"_hex).find<mptcp_join>();
static_assert(join_syn_ack->carried_by == mptcp_join::step::syn_ack && !join_syn_ack->backup);
static_assert(join_syn_ack->address_id == 8 && join_syn_ack->nonce == 0x8000'0099 && join_syn_ack->token == 0);
static_assert(same(join_syn_ack->hmac, "01020304 05060708"_hex));
constexpr auto join_ack = whole("1e18 1000 00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex).find<mptcp_join>();
static_assert(join_ack->carried_by == mptcp_join::step::ack && join_ack->nonce == 0 && join_ack->token == 0);
static_assert(same(join_ack->hmac, "00010203 04050607 08090a0b 0c0d0e0f 10111213"_hex));
static_assert(!whole("1e04 1007"_hex).find<mptcp_join>() &&
              !whole("1e0d 1007 deadbeef 00001234 00"_hex).find<mptcp_join>());

// DSS: an acknowledgment and a mapping, each there or not, each with 32 bits or 64
constexpr auto ack_32 = whole("1e08 2001 ffffffff"_hex).find<mptcp_dss>();
static_assert(ack_32->has_ack && ack_32->ack == 0xffff'ffff && !ack_32->fin && !ack_32->has_mapping);
static_assert(!ack_32->has_checksum && ack_32->seq == 0 && ack_32->length == 0);
constexpr auto ack_64 = whole("1e0c 2003 00000100 00000001"_hex).find<mptcp_dss>();
static_assert(ack_64->has_ack && ack_64->ack == 0x100'0000'0001);
constexpr auto map_32 = whole("1e0e 2004 80000005 00000006 0007"_hex).find<mptcp_dss>();
static_assert(map_32->has_mapping && map_32->seq == 0x8000'0005 && map_32->subflow_seq == 6 && map_32->length == 7);
static_assert(!map_32->has_ack && !map_32->has_checksum && map_32->checksum == 0);
constexpr auto map_64 = whole("1e12 200c 01000000 00000005 00000006 0007"_hex).find<mptcp_dss>();
static_assert(map_64->has_mapping && map_64->seq == 0x0100'0000'0000'0005 && map_64->length == 7);
constexpr auto both_32 = whole("1e14 2005 0000004d 00000005 00000006 0007 0abc"_hex).find<mptcp_dss>();
static_assert(both_32->ack == 77 && both_32->seq == 5 && both_32->subflow_seq == 6 && both_32->length == 7);
static_assert(both_32->has_checksum && both_32->checksum == 0x0abc);
constexpr auto both_64 =
    whole("1e1c 201f 00000000 0000004d 01000000 00000005 00000006 0007 ffff"_hex).find<mptcp_dss>();
static_assert(both_64->fin && both_64->ack == 77 && both_64->seq == 0x0100'0000'0000'0005);
static_assert(both_64->has_checksum && both_64->checksum == 0xffff && both_64->length == 7);
constexpr auto mixed = whole("1e16 2007 00000001 00000002 80000005 00000006 0007"_hex).find<mptcp_dss>();
static_assert(mixed->ack == 0x1'0000'0002 && mixed->seq == 0x8000'0005 && !mixed->has_checksum);
static_assert(whole("1e04 2010"_hex).find<mptcp_dss>()->fin && !whole("1e04 2010"_hex).find<mptcp_dss>()->has_ack);
static_assert(!whole("1e04 200a"_hex).find<mptcp_dss>()->has_mapping, "a width of something that isn't there");
// ... of other sizes: what its flags ask for is needed.
static_assert(fails(whole("1e03 20 01"_hex).find<mptcp_dss>(), wrong(4, 3)));
static_assert(fails(whole("1e04 2001"_hex).find<mptcp_dss>(), wrong(8, 4)));
static_assert(fails(whole("1e08 2003 00000001"_hex).find<mptcp_dss>(), wrong(12, 8)));
static_assert(fails(whole("1e0a 2001 0000004d 0000"_hex).find<mptcp_dss>(), wrong(8, 10)));
static_assert(fails(whole("01 1e08 2004 00000005"_hex).find<mptcp_dss>(), wrong(14, 8, 1)));
static_assert(fails(whole("1e0c 2004 00000005 00000006"_hex).find<mptcp_dss>(), wrong(14, 12)));
static_assert(fails(whole("1e0f 2004 00000005 00000006 0007 0a"_hex).find<mptcp_dss>(), wrong(14, 15)));
static_assert(fails(whole("1e11 2004 00000005 00000006 0007 0abc 00"_hex).find<mptcp_dss>(), wrong(14, 17)));
static_assert(fails(whole("1e12 200d 0000004d 00000005 00000006 0007"_hex).find<mptcp_dss>(), wrong(22, 18)));
static_assert(fails(whole("1e06 2000 0000"_hex).find<mptcp_dss>(), wrong(4, 6)));

// ADD_ADDR: of both families, with a port or not, with an HMAC or not
constexpr auto v4 = whole("1e08 3005 0a090807"_hex).find<mptcp_add_address>();
static_assert(v4->address_id == 5 && v4->host == address::v4(0x0a09'0807) && !v4->echo && !v4->has_port);
static_assert(v4->port == 0 && v4->hmac.empty());
static_assert(whole("1e08 3105 0a090807"_hex).find<mptcp_add_address>()->echo);
static_assert(!whole("1e08 3405 0a090807"_hex).find<mptcp_add_address>()->echo, "version 0 has the family there");
constexpr auto v4_port = whole("1e0a 3405 0a090807 1f90"_hex).find<mptcp_add_address>();
static_assert(v4_port->host == address::v4(0x0a09'0807) && v4_port->has_port && v4_port->port == 8080);
static_assert(v4_port->hmac.empty());
constexpr auto v4_hmac = whole("1e10 3005 0a090807 01020304 05060708"_hex).find<mptcp_add_address>();
static_assert(!v4_hmac->has_port && same(v4_hmac->hmac, "01020304 05060708"_hex));
constexpr auto v4_all = whole("1e12 3005 0a090807 1f90 01020304 05060708"_hex).find<mptcp_add_address>();
static_assert(v4_all->has_port && v4_all->port == 8080 && same(v4_all->hmac, "01020304 05060708"_hex));
constexpr address host_v6 = address::v6(0x2001'0db8'0000'0000, 7);
constexpr auto v6 = whole("1e14 3605 2001 0db8 0000 0000 0000 0000 0000 0007"_hex).find<mptcp_add_address>();
static_assert(v6->address_id == 5 && v6->host == host_v6 && !v6->has_port && v6->hmac.empty());
constexpr auto v6_port = whole("1e16 3105 2001 0db8 0000 0000 0000 0000 0000 0007 01bb"_hex).find<mptcp_add_address>();
static_assert(v6_port->echo && v6_port->host == host_v6 && v6_port->port == 443 && v6_port->hmac.empty());
constexpr auto v6_hmac =
    whole("1e1c 3005 2001 0db8 0000 0000 0000 0000 0000 0007 01020304 05060708"_hex).find<mptcp_add_address>();
static_assert(v6_hmac->host == host_v6 && !v6_hmac->has_port && same(v6_hmac->hmac, "01020304 05060708"_hex));
constexpr auto v6_all =
    whole("1e1e 3005 2001 0db8 0000 0000 0000 0000 0000 0007 01bb 01020304 05060708"_hex).find<mptcp_add_address>();
static_assert(v6_all->host == host_v6 && v6_all->port == 443 && same(v6_all->hmac, "01020304 05060708"_hex));

// REMOVE_ADDR: one id and several
static_assert(same(whole("1e04 4007"_hex).find<mptcp_remove_address>()->address_ids, "07"_hex));
static_assert(same(whole("1e06 4007 08ff"_hex).find<mptcp_remove_address>()->address_ids, "0708ff"_hex));
static_assert(fails(whole("01 1e03 40"_hex).find<mptcp_remove_address>(), wrong(4, 3, 1)));

// MP_PRIO, with an id in version 0
static_assert(whole("1e03 51 01"_hex).find<mptcp_priority>()->backup);
static_assert(!whole("1e03 51 01"_hex).find<mptcp_priority>()->has_address_id);
static_assert(!whole("1e04 5009"_hex).find<mptcp_priority>()->backup);
static_assert(whole("1e04 5009"_hex).find<mptcp_priority>()->has_address_id);
static_assert(whole("1e04 5009"_hex).find<mptcp_priority>()->address_id == 9);

// MP_FAIL, MP_FASTCLOSE and MP_TCPRST
static_assert(whole("1e0c 6000 80000000 00000063"_hex).find<mptcp_fail>()->seq == 0x8000'0000'0000'0063);
static_assert(whole("1e0c 7000 01020304 f5060708"_hex).find<mptcp_fast_close>()->receiver_key == 0x0102'0304'f506'0708);
static_assert(whole("1e04 8106"_hex).find<mptcp_reset>()->flags == 1);
static_assert(whole("1e04 8f06"_hex).find<mptcp_reset>()->flags == 15);
static_assert(whole("1e04 8106"_hex).find<mptcp_reset>()->reason == 6);

/// The fault of an MPTCP option of a subtype and a size, zeros otherwise; {} where it is good.
template <class T>
constexpr decode_error fault(unsigned subtype, unsigned size, std::uint32_t offset = 0) {
    const packets::octets of_size = packets::octets{"1e00 0000 00000000 00000000 00000000 00000000 00000000 00000000"
                                                    "00000000 00000000 00000000"_hex}
                                        .with(1, size)
                                        .with(2, subtype * 16);
    const auto read = T::read({of_size.first(size), offset});
    return read ? decode_error{} : read.error();
}
/// Whether a subtype takes these sizes, and refuses all others that a header has room for, saying what it needs.
template <class T>
constexpr bool takes_only(unsigned subtype, std::uint32_t needed, std::initializer_list<unsigned> sizes) {
    for (unsigned size = 3; size <= 40; ++size) {
        const bool good = std::ranges::find(sizes, size) != sizes.end();
        if (fault<T>(subtype, size, 1) != (good ? decode_error{} : wrong(needed, size, 1))) { return false; }
    }
    return fault<T>(subtype, 2) == wrong(3, 2);
}

// The sizes of those that have but a few
static_assert(takes_only<mptcp_capable>(0, 4, {4, 12, 20, 22, 24}));
static_assert(takes_only<mptcp_join>(1, 12, {12, 16, 24}));
static_assert(takes_only<mptcp_add_address>(3, 8, {8, 10, 16, 18, 20, 22, 28, 30}));
static_assert(takes_only<mptcp_priority>(5, 3, {3, 4}));
static_assert(takes_only<mptcp_fail>(6, 12, {12}));
static_assert(takes_only<mptcp_fast_close>(7, 12, {12}));
static_assert(takes_only<mptcp_reset>(8, 4, {4}));

// What is about something else is stepped over.
constexpr options_view three = whole("1e04 4007 1e08 2001 0000004d 01 1e03 51"_hex);
static_assert(three.find<mptcp>()->subtype() == mptcp_subtype::remove_address, "of any subtype, the first");
static_assert(three.find<mptcp_dss>()->ack == 77 && three.find<mptcp_priority>()->backup);
static_assert(same(three.find<mptcp_remove_address>()->address_ids, "07"_hex));
static_assert(fails(three.find<mptcp_capable>(), absent) && fails(three.find<mptcp_join>(), absent));
static_assert(fails(three.find<mptcp_add_address>(), absent) && fails(three.find<mptcp_fail>(), absent));
static_assert(fails(three.find<mptcp_fast_close>(), absent) && fails(three.find<mptcp_reset>(), absent));
// ... also where its own size is wrong; one of the right subtype and a wrong size is an answer.
static_assert(whole("1e03 40 1e04 5109 01"_hex).find<mptcp_priority>()->address_id == 9);
static_assert(fails(whole("1e04 5109 1e03 40 01"_hex).find<mptcp_remove_address>(), wrong(4, 3, 4)));
static_assert(fails(whole("1e04 2001 1e08 2001 0000004d"_hex).find<mptcp_dss>(), wrong(8, 4)));
// ... asked of that option itself, it says so.
static_assert(fails(mptcp_join::read({"1e04 4007"_hex, 8}), {errc::no_such_option, layer::option, 8, 0, 0}));
static_assert(fails(mptcp_dss::read({"1e04 4007"_hex, 8}), {errc::no_such_option, layer::option, 8, 0, 0}));
static_assert(fails(mptcp_remove_address::read({"1e04 5007"_hex, 8}), {errc::no_such_option, layer::option, 8, 0, 0}));
