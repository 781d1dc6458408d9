// SPDX-License-Identifier: BSL-1.0
// Capture files: the project's own ones read whole, and what a damaged one still gives.
#include <tcplens/capture.hpp>

#include "hex.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace tcplens;

namespace {

unit::exact read_file(const std::string& name) {
    std::ifstream file{"examples/data/" + name + ".pcap", std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    return unit::exact{tcplens::as_bytes(content)};
}

struct counter {
    std::uint64_t segments = 0;
    std::map<errc, int> faults;
    void on_segment(const captured<packet_view>&) { ++segments; }
    void on_fault(const captured<packet_view>& element) { ++faults[element.segment.error().code]; }
};

struct file_case {
    std::string name;
    link_type link;
    bool nanoseconds;
    timestamp first;
    endpoint client;
    endpoint server;
};

// clang-format off
const file_case files[] = {
    {"http_client_closes", link_type::ethernet,   false, {1795250884, 621'418'000},
     {address::v4(0xc0000201), 50001}, {address::v4(0xc0000202), 80}},
    {"http_ipv6",          link_type::ethernet,   false, {1795250889, 685'355'000},
     {address::v6(0x20010db8'00000000, 1), 50001}, {address::v6(0x20010db8'00000000, 2), 80}},
    {"vlan",               link_type::ethernet,   false, {1795250903, 433'209'000},
     {address::v4(0xc0000201), 50001}, {address::v4(0xc0000202), 7777}},
    {"cooked_v1",          link_type::linux_sll,  false, {1795250900, 577'401'000},
     {address::v4(0xc0000201), 50001}, {address::v4(0xc0000202), 7777}},
    {"cooked_v2",          link_type::linux_sll2, false, {1795250901, 517'207'000},
     {address::v4(0xc0000201), 50001}, {address::v4(0xc0000202), 7777}},
    {"loopback",           link_type::ethernet,   false, {1795250902, 477'216'000},
     {address::v4(0x7f000001), 50001}, {address::v4(0x7f000001), 7777}},
    {"nanoseconds",        link_type::ethernet,   true,  {1795250904, 457'325'883},
     {address::v4(0xc0000201), 50001}, {address::v4(0xc0000202), 7777}},
};
// clang-format on

} // namespace

TEST_CASE("the project's captures are read from end to end") {
    for (const file_case& f : files) {
        CAPTURE(f.name);
        const unit::exact image = read_file(f.name);
        const auto capture = open_pcap(image.all());
        REQUIRE(capture.has_value());
        CHECK(capture->header().link == f.link);
        CHECK(capture->header().nanoseconds == f.nanoseconds);
        const auto frames = capture->check();
        REQUIRE(frames.has_value());
        CHECK(*frames > 5);

        counter all;
        run(decoded_frames{*capture}, all);
        CHECK(all.segments == *frames);
        CHECK(all.faults.empty());

        const captured_frame first = *capture->begin();
        CHECK(first.number == 1);
        CHECK(first.when == f.first);
        const auto packet = decode(first);
        REQUIRE(packet.segment.has_value());
        CHECK(packet.segment->source() == f.client);
        CHECK(packet.segment->destination() == f.server);
        CHECK(packet.segment->flags() == flag::syn);
    }
}

TEST_CASE("a file that ends anywhere gives its whole records") {
    const unit::exact image = read_file("refused");
    const auto whole = open_pcap(image.all());
    REQUIRE(whole.has_value());
    std::size_t end_of_records = pcap_file_header_size;
    auto next = whole->begin();
    std::uint64_t complete = 0;
    for (std::size_t size = 0; size <= image.size(); ++size) {
        CAPTURE(size);
        const unit::exact part{image.all().first(size)};
        const auto capture = open_pcap(part.all());
        REQUIRE(capture.has_value() == (size >= pcap_file_header_size));
        if (!capture) {
            CHECK(capture.error().code == errc::truncated);
            CHECK(capture.error().available == size);
            continue;
        }
        while (next != whole->end() && size >= end_of_records + pcap_record_header_size + next->octets.size()) {
            end_of_records += pcap_record_header_size + next->octets.size();
            ++next;
            ++complete;
        }
        CHECK(std::distance(capture->begin(), capture->end()) == static_cast<std::ptrdiff_t>(complete));
        const auto checked = capture->check();
        CHECK(checked.has_value() == (size == end_of_records));
        if (checked) {
            CHECK(*checked == complete);
        } else {
            CHECK(checked.error().code == errc::truncated);
            CHECK(checked.error().offset == end_of_records);
            CHECK(checked.error().needed > checked.error().available);
        }
    }
    CHECK(complete == *whole->check());
}

TEST_CASE("the same capture in the other byte order is the same capture") {
    const unit::exact image = read_file("nanoseconds");
    std::vector<std::byte> turned(image.all().begin(), image.all().end());
    const auto turn = [&](std::size_t at, std::size_t size) {
        for (std::size_t i = 0; i < size / 2; ++i) { std::swap(turned[at + i], turned[at + size - 1 - i]); }
    };
    const auto little = open_pcap(image.all());
    REQUIRE(little.has_value());
    turn(0, 4);
    turn(4, 2);
    turn(6, 2);
    for (std::size_t at = 8; at < 24; at += 4) { turn(at, 4); }
    std::size_t at = 24;
    for (const captured_frame& frame : *little) {
        for (std::size_t field = 0; field < 16; field += 4) { turn(at + field, 4); }
        at += 16 + frame.octets.size();
    }
    const unit::exact big_image{bytes{turned}};
    const auto big = open_pcap(big_image.all());
    REQUIRE(big.has_value());
    CHECK(big->header().big_endian);
    CHECK(!little->header().big_endian);
    CHECK(*big->check() == *little->check());
    auto other = big->begin();
    for (const captured_frame& frame : *little) {
        CHECK(frame.when == other->when);
        CHECK(frame.wire_length == other->wire_length);
        CHECK(frame.octets.size() == other->octets.size());
        ++other;
    }
}

TEST_CASE("several analyzers see the same, in one pass") {
    const unit::exact image = read_file("three_connections");
    const auto capture = open_pcap(image.all());
    REQUIRE(capture.has_value());
    struct order {
        std::uint64_t last = 0;
        bool sorted = true;
        void on_segment(const captured<packet_view>& element) {
            sorted = sorted && element.frame.number > last;
            last = element.frame.number;
        }
    };
    counter first;
    counter second;
    order third;
    run(decoded_frames{*capture}, first, third, second);
    CHECK(first.segments == second.segments);
    CHECK(first.segments == *capture->check());
    CHECK(third.sorted);
    CHECK(third.last == *capture->check());
}
