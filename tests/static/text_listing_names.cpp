// SPDX-License-Identifier: BSL-1.0
// Ends of connections by number and by name: which of them are the same.
#include <tcplens/text/listing_names.hpp>

using namespace tcplens;

static_assert(parse_port("0").valid && parse_port("65535").port == 65535 && !parse_port("65536").valid);
static_assert(!parse_port("").valid && !parse_port("80x").valid && !parse_port("-1").valid && !parse_port("htt").valid);
static_assert(parse_port("http").port == 80 && parse_port("https").port == 443 && parse_port("webcache").port == 8080);
static_assert(parse_port("afpovertcp").port == 548 && parse_port("xmpp-client").port == 5222, "the first and the last");
static_assert(!parse_port("aaa").valid && !parse_port("zzz").valid && !parse_port("httpsx").valid &&
              !parse_port("HTTP").valid);

constexpr bool reads(std::string_view words, const endpoint& key, std::string_view host, std::string_view port) {
    const named_endpoint end = parse_endpoint(words);
    return end.key == key && end.host == host && end.port == port;
}
static_assert(reads("192.0.2.1.80", {address::v4(0xc0000201), 80}, "192.0.2.1", "80"));
static_assert(reads("192.0.2.1.http", {address::v4(0xc0000201), 80}, "192.0.2.1", "http"));
static_assert(reads("2001:db8::2.7777", {address::v6(0x20010db8'00000000, 2), 7777}, "2001:db8::2", "7777"));
static_assert(reads("::ffff:10.0.0.1.40000", {address::v6(0, 0xffff'0a00'0001), 40000}, "::ffff:10.0.0.1", "40000"));
static_assert(reads("::.40000", {address::v6(0, 0), 40000}, "::", "40000"));
// A whole address has no port.
static_assert(reads("192.0.2.1", {address::v4(0xc0000201), 0}, "192.0.2.1", ""));
static_assert(reads("2001:db8::2", {address::v6(0x20010db8'00000000, 2), 0}, "2001:db8::2", ""));
static_assert(reads("::10.0.0.1", {address::v6(0, 0x0a000001), 0}, "::10.0.0.1", ""));
// Names and masks
static_assert(reads("iZ944l0t308Z.webcache", {address_of_name("iz944L0T308Z"), 8080}, "iZ944l0t308Z", "webcache"));
static_assert(reads("166.111.X.X.57245", {address_of_name("166.111.X.X"), 57245}, "166.111.X.X", "57245"));
static_assert(reads("host.example.z39.50", {address_of_name("host.example"), 210}, "host.example", "z39.50"));
static_assert(reads("192.0.2.1.z39.50", {address::v4(0xc0000201), 210}, "192.0.2.1", "z39.50"));
static_assert(reads("localhost", {address_of_name("localhost"), 0}, "localhost", ""));
static_assert(reads("", {address_of_name(""), 0}, "", "") && reads(".", {address_of_name("."), 0}, ".", ""));
static_assert(reads(".80", {address_of_name(".80"), 0}, ".80", "") &&
              reads("h.", {address_of_name("h."), 0}, "h.", ""));
// A port that nobody knows keeps ends apart that differ in it.
static_assert(reads("10.0.0.1.foo-svc", {address_of_name("10.0.0.1.foo-svc"), 0}, "10.0.0.1", "foo-svc"));
static_assert(parse_endpoint("10.0.0.1.foo").key != parse_endpoint("10.0.0.1.bar").key);
static_assert(parse_endpoint("10.0.0.1.foo").has_port() && !parse_endpoint("10.0.0.1.foo").port_known());
static_assert(parse_endpoint("10.0.0.1.0").port_known() && parse_endpoint("a.80").port_known());
static_assert(parse_endpoint("10.0.0.1.80").is_numeric() && !parse_endpoint("166.111.X.X.80").is_numeric());

static_assert(address_of_name("a") != address_of_name("b") && address_of_name("ab") != address_of_name("ba"));
static_assert(address_of_name("") != address_of_name("a") && address_of_name("a").family() == address_family::name);
static_assert(orient(parse_endpoint("a.80").key, parse_endpoint("b.80").key).pair ==
              orient(parse_endpoint("B.http").key, parse_endpoint("A.http").key).pair);

static_assert([] {
    for (std::size_t i = 1; i < detail::port_names.size(); ++i) {
        if (detail::port_names[i - 1].name >= detail::port_names[i].name) { return false; }
    }
    return true;
}());
static_assert(parse_endpoint("192.0.2.1.80").key == endpoint{address::v4(0xc0000201), 80});
static_assert(parse_endpoint("2001:db8::1.https").key == endpoint{address::v6(0x20010db8'00000000, 1), 443});
static_assert(parse_endpoint("166.111.X.X.57245").key == endpoint{address_of_name("166.111.X.X"), 57245});
