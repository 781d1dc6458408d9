// SPDX-License-Identifier: BSL-1.0
// Addresses as text and back: one spelling out, every spelling in.
#include <tcplens/text/address.hpp>

using namespace tcplens;

constexpr bool shows(const address& host, std::string_view words) {
    text<64> t;
    render_address(t.sink(), host);
    return t.view() == words;
}
/// Reads one spelling, shows the one that tcpdump shows.
constexpr bool becomes(std::string_view spelling, std::string_view words) {
    return parse_address(spelling).valid && shows(parse_address(spelling).host, words);
}
constexpr bool stays(std::string_view words) { return becomes(words, words); }
constexpr bool refused(std::string_view words) { return !parse_address(words).valid; }

// IPv4
static_assert(shows(address::v4(0), "0.0.0.0") && shows(address::v4(0xffff'ffff), "255.255.255.255"));
static_assert(shows(address::v4(0xc0000201), "192.0.2.1") && shows(address{}, "0.0.0.0"));
static_assert(stays("127.0.0.1") && stays("10.20.30.40") && becomes("010.000.002.001", "10.0.2.1"));
static_assert(parse_address("192.0.2.1").host == address::v4(0xc0000201));

// The longest run of zero groups is left out, the first of equals; a single group is not.
static_assert(stays("2001:db8::1") && stays("::1") && stays("::") && stays("1::") && stays("fe80::"));
static_assert(stays("2001:db8:0:1:1:1:1:1") && becomes("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"));
static_assert(becomes("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1") && becomes("1:0:0:2:0:0:0:3", "1:0:0:2::3"));
static_assert(becomes("0:0:0:1:0:0:0:0", "0:0:0:1::") && stays("0:1:2:3:4:5:6:7") && stays("1:2:3:4:5:6:7:0"));
static_assert(stays("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
// Lower case, without zeros in front
static_assert(becomes("2001:0DB8:00aB::0001", "2001:db8:ab::1") && becomes("ABCD::EF", "abcd::ef"));

// An embedded IPv4 address, where exactly the first six groups are zero, and mapped ones
static_assert(stays("::10.0.0.1") && stays("::0.1.0.0") && becomes("::1:0", "::0.1.0.0") &&
              becomes("::a00:1", "::10.0.0.1"));
static_assert(stays("::ffff:10.0.0.1") && becomes("::ffff:a00:1", "::ffff:10.0.0.1") && stays("::ffff:0.0.0.0"));
static_assert(stays("::100") && stays("::ffff") && stays("::1:0:0") && stays("::fffe:a00:1"));
static_assert(becomes("64:ff9b::192.0.2.33", "64:ff9b::c000:221") && becomes("::ffff:0:10.0.0.1", "::ffff:0:a00:1"));
static_assert(becomes("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"));
static_assert(parse_address("::ffff:10.0.0.1").host == address::v6(0, 0xffff'0a00'0001));

// What is no address
static_assert(refused("") && refused("1.2.3") && refused("1.2.3.4.5") && refused("1.2.3.") && refused(".1.2.3"));
static_assert(refused("256.0.0.1") && refused("1.2.3.0004") && refused("1.2.3.4 ") && refused(" 1.2.3.4") &&
              refused("1..2.3"));
static_assert(refused("a.b.c.d") && refused("166.111.X.X") && refused("1.2.3.-4") && refused("1.2.3.4:80"));
static_assert(refused(":") && refused(":::") && refused("1:2:3:4:5:6:7") && refused("1:2:3:4:5:6:7:8:9"));
static_assert(refused("1::2::3") && refused("::1::") && refused("12345::") && refused("1:2:3:4:5:6:7:") &&
              refused(":1:2:3:4:5:6:7"));
static_assert(refused("1:") && refused("::g") && refused("fe80::1%eth0") && refused("[::1]") && refused("::1 "));
static_assert(refused("1:2:3:4:5:6:7:1.2.3.4") && refused("::1.2.3") && refused("::1.2.3.256") && refused("1.2.3.4::"));
static_assert(refused("::1:2:3:4:5:6:7:8") && stays("1:2:3:4:5:6:7:0") &&
              becomes("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"));
static_assert(refused("1:2:3:4:5:6:7:8::"), "there is nothing to leave out");

// With a port
constexpr bool shows(const endpoint& end, std::string_view words) {
    text<64> t;
    render_endpoint(t.sink(), end);
    return t.view() == words;
}
static_assert(shows(endpoint{address::v4(0xc0000201), 80}, "192.0.2.1:80"));
static_assert(shows(endpoint{address::v6(0x20010db8'00000000, 1), 65535}, "[2001:db8::1]:65535"));
static_assert(shows(endpoint{}, "0.0.0.0:0"));

// What stands for a name
static_assert(shows(address::named(0xab, 1), "name-00000000000000ab0000000000000001"));
static_assert(shows(endpoint{address::named(0, 0), 80}, "name-00000000000000000000000000000000:80"));

static_assert(parse_address("2001:db8::1").host == address::v6(0x20010db8'00000000, 1));
static_assert(!parse_address("1.2.3").valid && !parse_address("::1::").valid);
