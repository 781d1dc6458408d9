// SPDX-License-Identifier: BSL-1.0
// Options to octets: each kind as it is read, and nothing of one that has no room.
#include <tcplens/wire/encode_options.hpp>

#include <array>

using namespace tcplens;

constexpr bool same(bytes a, bytes b) {
    if (a.size() != b.size()) { return false; }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i]) { return false; }
    }
    return true;
}
/// What is written for a struct.
template <class T>
constexpr bool writes(const T& value, bytes octets) {
    option_octets made;
    return made.add(value) && same(made.octets(), octets);
}
/// These octets, read as T and written again.
template <typed_option T>
constexpr bool comes_back(bytes octets) {
    const auto read = T::read(option{octets, 0});
    return read && writes(*read, octets);
}

static_assert(writes(no_operation{}, "01"_hex) && writes(end_of_options{}, "00"_hex));
static_assert(writes(maximum_segment_size{1460}, "0204 05b4"_hex) && writes(window_scale{255}, "0303 ff"_hex));
static_assert(writes(sack_permitted{}, "0402"_hex) &&
              writes(timestamps{0x01020304, 0xf0000005}, "080a 01020304 f0000005"_hex));
static_assert(comes_back<sack>("050a 00000001 00000002"_hex) &&
              comes_back<sack>("0512 00000001 00000002 ffffffff 00000000"_hex));
constexpr std::array blocks{sack_block{seq32{1}, seq32{2}}, sack_block{seq32{0xffffffff}, seq32{0}}};
static_assert([] {
    option_octets made;
    return made.add(std::span{blocks}) && same(made.octets(), "0512 00000001 00000002 ffffffff 00000000"_hex);
}());
static_assert(comes_back<echo>("0606 00000001"_hex) && comes_back<connection_count_echo>("0d06 f0000001"_hex));
static_assert(comes_back<md5_signature>("1312 00010203 04050607 08090a0b 0c0d0e0f"_hex));
static_assert(comes_back<scps_capabilities>("1404 ab07"_hex) && comes_back<user_timeout>("1c04 8005"_hex) &&
              comes_back<user_timeout>("1c04 7fff"_hex));
static_assert(comes_back<tcp_authentication>("1d04 0102"_hex) &&
              comes_back<tcp_authentication>("1d07 0102 030405"_hex));
static_assert(comes_back<fast_open>("2202"_hex) && comes_back<fast_open>("2206 01020304"_hex));
static_assert(comes_back<experiment>("fe04 e2d4"_hex) && comes_back<experiment>("fe06 e2d4 0102"_hex));
static_assert(comes_back<experimental_fast_open>("fe04 f989"_hex) &&
              comes_back<experimental_fast_open>("fe08 f989 01020304"_hex));

// Multipath TCP
static_assert(comes_back<mptcp>("1e03 f0"_hex) && comes_back<mptcp>("1e05 f0 1234"_hex));
static_assert(comes_back<mptcp_capable>("1e04 01 81"_hex) &&
              comes_back<mptcp_capable>("1e0c 0081 0102030405060708"_hex));
static_assert(comes_back<mptcp_capable>("1e16 0101 0102030405060708 0807060504030201 0010"_hex));
static_assert(comes_back<mptcp_join>("1e0c 1107 deadbeef 00001234"_hex) &&
              comes_back<mptcp_join>("1e10 1008 0102030405060708 00000099"_hex));
static_assert(comes_back<mptcp_join>("1e18 1000 0102030405060708 090a0b0c0d0e0f10 11121314"_hex));
static_assert(comes_back<mptcp_dss>("1e08 2001 00000007"_hex) && comes_back<mptcp_dss>("1e04 2010"_hex));
static_assert(comes_back<mptcp_dss>("1e1c 200f 0102030405060708 0102030405060708 00000001 0010 abcd"_hex));
static_assert(comes_back<mptcp_dss>("1e12 2005 00000007 00000009 00000001 0010"_hex));
static_assert(comes_back<mptcp_add_address>("1e08 3005 0a090807"_hex) &&
              comes_back<mptcp_add_address>("1e0a 3105 0a090807 1f90"_hex));
static_assert(comes_back<mptcp_add_address>("1e1e 3005 20010db8 00000000 00000000 00000007 1f90 0102030405060708"_hex));
static_assert(comes_back<mptcp_remove_address>("1e06 40 070809"_hex));
static_assert(comes_back<mptcp_priority>("1e03 51"_hex) && comes_back<mptcp_priority>("1e04 5009"_hex));
static_assert(comes_back<mptcp_fail>("1e0c 6000 0000000000000063"_hex) &&
              comes_back<mptcp_fast_close>("1e0c 7000 0102030405060708"_hex) &&
              comes_back<mptcp_reset>("1e04 8f01"_hex));

// Any other kind
static_assert([] {
    option_octets made;
    return made.add(option_kind{172}, "0001"_hex) && made.add(option_kind{9}, {}) &&
           same(made.octets(), "ac04 0001 0902"_hex);
}());

// Padding is zeros up to a whole word.
static_assert([] {
    option_octets made;
    made.add(window_scale{7});
    made.pad();
    const bool padded = same(made.octets(), "0303 0700"_hex);
    made.pad();
    return padded && made.size() == 4 && made.view().wire_length() == 4;
}());

// Forty octets have room for three times twelve; then only for what is small.
static_assert([] {
    option_octets made;
    for (int i = 0; i < 3; ++i) {
        made.add(no_operation{});
        made.add(no_operation{});
        if (!made.add(timestamps{1, 2})) { return false; }
    }
    const bool refuses = !made.add(timestamps{1, 2}) && !made.add(std::span{blocks}) &&
                         !made.add(option_kind{9}, "010203"_hex) && made.size() == 36;
    return refuses && made.add(maximum_segment_size{1}) && made.size() == 40 && !made.add(no_operation{}) &&
           !made.add(sack_permitted{}) && made.size() == 40;
}());

static_assert([] {
    option_octets o;
    o.add(maximum_segment_size{1460});
    o.add(no_operation{});
    o.add(window_scale{7});
    return o.size() == 8 && o.view().find<window_scale>()->shift == 7;
}());
