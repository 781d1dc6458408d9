// SPDX-License-Identifier: BSL-1.0
// Addresses as text and back, beside the system's own functions where there are any.
#include <tcplens/text/address.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#if __has_include(<arpa/inet.h>)
#include <arpa/inet.h>
#define TCPLENS_TEST_HAS_INET 1
#else
#define TCPLENS_TEST_HAS_INET 0
#endif

using namespace tcplens;

namespace {

std::string words_of(const address& host) {
    text<64> t;
    render_address(t.sink(), host);
    return std::string{t.view()};
}

/// Addresses with many zeros and many equal groups, where the spellings are hard.
address any_address(std::mt19937& random) {
    if (random() % 3 == 0) { return address::v4(static_cast<std::uint32_t>(random())); }
    std::array<std::uint64_t, 2> halves{};
    for (int group = 0; group < 8; ++group) {
        constexpr std::array<std::uint64_t, 6> usual{0, 0, 0, 1, 0xffff, 0x10};
        const std::uint64_t value = random() % 4 == 0 ? random() & 0xffff : usual[random() % usual.size()];
        halves[static_cast<std::size_t>(group) / 4] |= value << 16 * (group % 4);
    }
    return address::v6(halves[0], halves[1]);
}

struct spelling {
    std::string_view written;
    std::string_view shown; ///< empty where it is no address
};

// clang-format off
constexpr spelling spellings[] = {
    {"0.0.0.0",                                "0.0.0.0"},
    {"192.0.2.1",                              "192.0.2.1"},
    {"::",                                     "::"},
    {"::1",                                    "::1"},
    {"2001:DB8:0:0:0:0:0:1",                   "2001:db8::1"},
    {"2001:db8:0:1:1:1:1:1",                   "2001:db8:0:1:1:1:1:1"},
    {"2001:db8:0:0:1:0:0:1",                   "2001:db8::1:0:0:1"},
    {"1:0:0:2:0:0:0:3",                        "1:0:0:2::3"},
    {"::ffff:10.0.0.1",                        "::ffff:10.0.0.1"},
    {"::10.0.0.1",                             "::10.0.0.1"},
    {"::1:0",                                  "::0.1.0.0"},
    {"64:ff9b::192.0.2.33",                    "64:ff9b::c000:221"},
    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"",            ""}, {"1.2.3",       ""}, {"1.2.3.4.5",   ""}, {"256.1.1.1",   ""}, {"1.2.3.x",     ""},
    {"1.2.3.4 ",    ""}, {"::1::",       ""}, {"1:2:3",       ""}, {"::12345",     ""}, {"[::1]",       ""},
    {"fe80::1%lo",  ""}, {"::1.2.3",     ""}, {":1",          ""}, {"1:2:3:4:5:6:7:8:9", ""},
};
// clang-format on

} // namespace

TEST_CASE("spellings become the one that tcpdump shows") {
    for (const spelling& s : spellings) {
        CAPTURE(s.written);
        const parsed_address parsed = parse_address(s.written);
        CHECK(parsed.valid == !s.shown.empty());
        if (parsed.valid) { CHECK(words_of(parsed.host) == s.shown); }
    }
}

TEST_CASE("what is shown is read back") {
    std::mt19937 random{1};
    for (int i = 0; i < 20'000; ++i) {
        const address host = any_address(random);
        const std::string words = words_of(host);
        CAPTURE(words);
        const parsed_address parsed = parse_address(words);
        REQUIRE(parsed.valid);
        REQUIRE(parsed.host == host);
    }
}

TEST_CASE("what is no address is refused, whatever it is") {
    std::mt19937 random{2};
    for (int i = 0; i < 20'000; ++i) {
        std::string words = words_of(any_address(random));
        const std::size_t at = random() % words.size();
        words[at] = ".:0f1 %g"[random() % 8];
        const parsed_address parsed = parse_address(words);
        if (parsed.valid) { REQUIRE(parse_address(words_of(parsed.host)).host == parsed.host); }
    }
}

#if TCPLENS_TEST_HAS_INET

namespace {

/// The system's opinion; `family` is AF_INET or AF_INET6.
bool system_reads(int family, const std::string& words, std::array<std::uint8_t, 16>& octets) {
    octets = {};
    return inet_pton(family, words.c_str(), octets.data()) == 1;
}

address from_octets(int family, const std::array<std::uint8_t, 16>& octets) {
    std::array<std::byte, 16> raw{};
    for (std::size_t i = 0; i < 16; ++i) { raw[i] = std::byte{octets[i]}; }
    return family == AF_INET ? address::load_v4(raw.data()) : address::load_v6(raw.data());
}

} // namespace

TEST_CASE("addresses are shown as by inet_ntop") {
    std::mt19937 random{3};
    for (int i = 0; i < 20'000; ++i) {
        const address host = any_address(random);
        std::array<std::uint8_t, 16> octets{};
        for (std::size_t at = 0; at < 16; ++at) {
            const std::uint64_t half = at < 8 ? host.high() : host.low();
            octets[at] = static_cast<std::uint8_t>(half >> (56 - 8 * (at % 8)));
        }
        std::array<char, 64> words{};
        const int family = host.is_v4() ? AF_INET : AF_INET6;
        REQUIRE(inet_ntop(family, octets.data() + (host.is_v4() ? 12 : 0), words.data(), words.size()) != nullptr);
        REQUIRE(words_of(host) == words.data());
    }
}

TEST_CASE("addresses are read as by inet_pton") {
    std::mt19937 random{4};
    for (int i = 0; i < 20'000; ++i) {
        std::string words = words_of(any_address(random));
        for (auto changes = random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % words.size();
            switch (random() % 3) {
            case 0: words[at] = ".::0fF1 g"[random() % 9]; break;
            case 1: words.erase(at, 1); break;
            default: words.insert(at, 1, ".::0fF19"[random() % 8]);
            }
            if (words.empty()) { words.push_back(':'); }
        }
        CAPTURE(words);
        const int family = words.find(':') != std::string::npos ? AF_INET6 : AF_INET;
        std::array<std::uint8_t, 16> octets{};
        const bool read = system_reads(family, words, octets);
        const parsed_address parsed = parse_address(words);
        if (parsed.valid && read) { REQUIRE(parsed.host == from_octets(family, octets)); }
        // Systems differ in whether a number may have zeros in front: only without them both must agree.
        const bool zeros_in_front = [&] {
            bool within = false;
            for (std::size_t at = 0; at < words.size(); ++at) {
                const bool digit = words[at] >= '0' && words[at] <= '9';
                if (!within && words[at] == '0' && at + 1 < words.size() && words[at + 1] >= '0' &&
                    words[at + 1] <= '9') {
                    return true;
                }
                within = digit;
            }
            return false;
        }();
        if (!zeros_in_front) { REQUIRE(parsed.valid == read); }
    }
}

#endif
