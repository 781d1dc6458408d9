// SPDX-License-Identifier: BSL-1.0
// The rarer options: each kind read from its octets, and each length that its kind doesn't have.
#include <tcplens/wire/more_options.hpp>

#include "../packets.hpp"

#include <algorithm>

using namespace tcplens;
using packets::fails;

/// The options of a header that was captured whole.
constexpr options_view whole(bytes octets) { return {octets, static_cast<std::uint32_t>(octets.size())}; }

/// Whether two views show the same octets.
constexpr bool same(bytes a, bytes b) { return std::ranges::equal(a, b); }

/// A length that the kind doesn't have: which one is needed, which one is there, in an option at an offset.
constexpr decode_error wrong(std::uint32_t needed, std::uint32_t available, std::uint32_t offset = 0) {
    return {errc::bad_option_length, layer::option, offset, needed, available};
}
constexpr decode_error absent{errc::no_such_option, layer::option, 0, 0, 0};

static_assert(typed_option<echo> && typed_option<echo_reply> && typed_option<connection_count>);
static_assert(typed_option<connection_count_new> && typed_option<connection_count_echo>);
static_assert(typed_option<md5_signature> && typed_option<scps_capabilities> && typed_option<user_timeout>);
static_assert(typed_option<tcp_authentication> && typed_option<fast_open>);
static_assert(typed_option<experiment> && typed_option<experimental_fast_open>);

// Echo and its answer
static_assert(whole("0606 deadbeef 0101"_hex).find<echo>()->value == 0xdead'beef);
static_assert(whole("0101 0706 ffffffff"_hex).find<echo_reply>()->value == 0xffff'ffff);
static_assert(fails(whole("0706 00000001 0101"_hex).find<echo>(), absent));
static_assert(fails(whole("0606 00000001 0101"_hex).find<echo_reply>(), absent));
static_assert(fails(whole("0602 0101"_hex).find<echo>(), wrong(6, 2)));
static_assert(fails(whole("0605 000001 0101 01"_hex).find<echo>(), wrong(6, 5)));
static_assert(fails(whole("01 0607 0000000001"_hex).find<echo>(), wrong(6, 7, 1)));
static_assert(fails(whole("01 0705 000001 0101"_hex).find<echo_reply>(), wrong(6, 5, 1)));
static_assert(fails(whole("0708 0000000000 01"_hex).find<echo_reply>(), wrong(6, 8)));

// T/TCP: three counts that don't stand in for each other
static_assert(whole("0b06 00000001 0101"_hex).find<connection_count>()->value == 1);
static_assert(whole("0101 0c06 80000000"_hex).find<connection_count_new>()->value == 0x8000'0000);
static_assert(whole("0d06 01020304 0101"_hex).find<connection_count_echo>()->value == 0x0102'0304);
constexpr options_view two_counts = whole("0b06 00000007 0101 0d06 00000008 0101"_hex);
static_assert(two_counts.find<connection_count>()->value == 7);
static_assert(two_counts.find<connection_count_echo>()->value == 8);
static_assert(fails(two_counts.find<connection_count_new>(), absent));
static_assert(fails(whole("0b05 000001 01"_hex).find<connection_count>(), wrong(6, 5)));
static_assert(fails(whole("0b07 0000000001 01"_hex).find<connection_count>(), wrong(6, 7)));
static_assert(fails(whole("0c02 0101"_hex).find<connection_count_new>(), wrong(6, 2)));
static_assert(fails(whole("01 0d04 0001 01"_hex).find<connection_count_echo>(), wrong(6, 4, 1)));

// MD5
constexpr bytes digest = "00010203 04050607 08090a0b 0c0d0e0f"_hex;
static_assert(same(whole("1312 00010203 04050607 08090a0b 0c0d0e0f 0101"_hex).find<md5_signature>()->digest, digest));
static_assert(fails(whole("1302 0101"_hex).find<md5_signature>(), wrong(18, 2)));
static_assert(fails(whole("01 1311 00010203 04050607 08090a0b 0c0d0e"_hex).find<md5_signature>(), wrong(18, 17, 1)));
static_assert(fails(whole("1313 00010203 04050607 08090a0b 0c0d0e0f 10 01"_hex).find<md5_signature>(), wrong(18, 19)));

// SCPS
static_assert(whole("1404 ab07"_hex).find<scps_capabilities>()->capabilities == 0xab);
static_assert(whole("1404 ab07"_hex).find<scps_capabilities>()->connection_id == 7);
static_assert(fails(whole("1402 0101"_hex).find<scps_capabilities>(), wrong(4, 2)));
static_assert(fails(whole("1403 ab 01"_hex).find<scps_capabilities>(), wrong(4, 3)));
static_assert(fails(whole("0101 1405 ab07 00 01"_hex).find<scps_capabilities>(), wrong(4, 5, 2)));

// User timeout: the highest bit is the unit.
static_assert(!whole("1c04 003c"_hex).find<user_timeout>()->in_minutes);
static_assert(whole("1c04 003c"_hex).find<user_timeout>()->value == 60);
static_assert(whole("1c04 003c"_hex).find<user_timeout>()->seconds() == 60);
static_assert(whole("1c04 8005"_hex).find<user_timeout>()->in_minutes);
static_assert(whole("1c04 8005"_hex).find<user_timeout>()->value == 5);
static_assert(whole("1c04 8005"_hex).find<user_timeout>()->seconds() == 300);
static_assert(whole("1c04 ffff"_hex).find<user_timeout>()->seconds() == 32767 * 60);
static_assert(whole("1c04 7fff"_hex).find<user_timeout>()->seconds() == 32767);
static_assert(fails(whole("1c02 0101"_hex).find<user_timeout>(), wrong(4, 2)));
static_assert(fails(whole("1c03 80 01"_hex).find<user_timeout>(), wrong(4, 3)));
static_assert(fails(whole("01 1c05 8005 00 0101"_hex).find<user_timeout>(), wrong(4, 5, 1)));

// TCP-AO: two key ids, and a MAC of any size
constexpr auto authentication = whole("1d10 0102 00010203 04050607 08090a0b"_hex).find<tcp_authentication>();
static_assert(authentication->key_id == 1 && authentication->receive_next_key_id == 2);
static_assert(same(authentication->mac, "00010203 04050607 08090a0b"_hex));
static_assert(whole("1d04 ff00"_hex).find<tcp_authentication>()->key_id == 255);
static_assert(whole("1d04 ff00"_hex).find<tcp_authentication>()->mac.empty());
static_assert(whole("1d05 0102 aa 0101 01"_hex).find<tcp_authentication>()->mac.size() == 1);
static_assert(fails(whole("1d02 0101"_hex).find<tcp_authentication>(), wrong(4, 2)));
static_assert(fails(whole("0101 1d03 01 01"_hex).find<tcp_authentication>(), wrong(4, 3, 2)));

// Fast Open: a request, and the shortest and the longest cookie
static_assert(whole("2202 0101"_hex).find<fast_open>()->is_request());
static_assert(!whole("2206 00010203 0101"_hex).find<fast_open>()->is_request());
static_assert(same(whole("2206 00010203 0101"_hex).find<fast_open>()->cookie, "00010203"_hex));
static_assert(whole("220a 00010203 04050607"_hex).find<fast_open>()->cookie.size() == 8);
static_assert(same(whole("2212 00010203 04050607 08090a0b 0c0d0e0f"_hex).find<fast_open>()->cookie, digest));
// ... and lengths of no cookie: too short, odd, too long
static_assert(fails(whole("2203 00 01"_hex).find<fast_open>(), wrong(6, 3)));
static_assert(fails(whole("2204 0001"_hex).find<fast_open>(), wrong(6, 4)));
static_assert(fails(whole("01 2205 000102"_hex).find<fast_open>(), wrong(6, 5, 1)));
static_assert(fails(whole("2207 0001020304 01"_hex).find<fast_open>(), wrong(6, 7)));
static_assert(fails(whole("2213 00010203 04050607 08090a0b 0c0d0e0f 10 01"_hex).find<fast_open>(), wrong(18, 19)));
static_assert(fails(whole("2214 00010203 04050607 08090a0b 0c0d0e0f 1011"_hex).find<fast_open>(), wrong(18, 20)));

// Experiments share a kind, and tell themselves apart by an identifier.
static_assert(whole("fe08 e2d4 00010203"_hex).find<experiment>()->identifier == 0xe2d4);
static_assert(same(whole("fe08 e2d4 00010203"_hex).find<experiment>()->data, "00010203"_hex));
static_assert(whole("fe04 0001"_hex).find<experiment>()->data.empty());
static_assert(fails(whole("fe02 0101"_hex).find<experiment>(), wrong(4, 2)));
static_assert(fails(whole("01 fe03 f9"_hex).find<experiment>(), wrong(4, 3, 1)));
// ... Fast Open is one of them, also behind another.
static_assert(whole("fe04 f989"_hex).find<experimental_fast_open>()->content.is_request());
static_assert(same(whole("fe08 f989 00010203"_hex).find<experimental_fast_open>()->content.cookie, "00010203"_hex));
constexpr options_view two_experiments = whole("fe06 e2d4 0001 fe0c f989 00010203 04050607 0101"_hex);
static_assert(two_experiments.find<experimental_fast_open>()->content.cookie.size() == 8);
static_assert(two_experiments.find<experiment>()->identifier == 0xe2d4);
static_assert(fails(whole("fe06 e2d4 0001 0101"_hex).find<experimental_fast_open>(), absent));
static_assert(fails(whole("2206 00010203 0101"_hex).find<experimental_fast_open>(), absent));
static_assert(fails(whole("fe04 f989"_hex).find<fast_open>(), absent));
static_assert(fails(whole("fe03 f9 01"_hex).find<experimental_fast_open>(), wrong(4, 3)));
static_assert(!whole("fe06 f989 0001 0101"_hex).find<experimental_fast_open>(), "a cookie of two octets");
static_assert(!whole("fe07 f989 000102 01"_hex).find<experimental_fast_open>(), "one of three");
// ... under the other kind for experiments it isn't looked for.
static_assert(fails(whole("fd04 f989"_hex).find<experiment>(), absent));

// Asked of an option directly, each reads what stands there.
static_assert(tcp_authentication::read({"1d06 0102 aabb"_hex, 0})->mac.size() == 2);
static_assert(fails(echo::read({"0604 0001"_hex, 12}), wrong(6, 4, 12)));
static_assert(fails(experimental_fast_open::read({"fe04 e2d4"_hex, 8}),
                    {errc::no_such_option, layer::option, 8, 0, 0}));
