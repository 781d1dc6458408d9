// SPDX-License-Identifier: BSL-1.0
// decode(encode(x)) is x: for any fields, and for the segments of the project's captures with their checksums.
#include <tcplens/tcplens.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

using namespace tcplens;

TEST_CASE("any fields come back") {
    std::mt19937_64 random{20'260'311};
    const auto any = [&]<class T>(T) { return static_cast<T>(random()); };
    for (int round = 0; round < 20'000; ++round) {
        CAPTURE(round);
        std::array<std::byte, 40> options{};
        for (std::byte& octet : options) { octet = static_cast<std::byte>(random() & 0xff); }
        const header_fields fields{.source_port = any(std::uint16_t{}),
                                   .destination_port = any(std::uint16_t{}),
                                   .seq = seq32{any(std::uint32_t{})},
                                   .ack = seq32{any(std::uint32_t{})},
                                   .flags = flag_set::from_bits(any(std::uint16_t{})),
                                   .reserved = static_cast<std::uint8_t>(random() & 7),
                                   .window = any(std::uint16_t{}),
                                   .checksum = any(std::uint16_t{}),
                                   .urgent_pointer = any(std::uint16_t{}),
                                   .options = bytes{options}.first(random() % 11 * 4)};
        std::array<std::byte, 60> room{};
        const auto written = encode(fields, room);
        REQUIRE(written);
        const auto read = decode(*written);
        REQUIRE(read);
        REQUIRE(header_fields::of(*read) == fields);
    }
}

TEST_CASE("headers of captures are written as they were, with the checksum that they had") {
    std::size_t segments = 0;
    std::size_t sums = 0;
    for (const auto& entry : std::filesystem::directory_iterator{"examples/data"}) {
        const std::string name = entry.path().string();
        CAPTURE(name);
        std::ifstream file{entry.path(), std::ios::binary};
        const std::vector<char> content{std::istreambuf_iterator<char>{file}, {}};
        for (const captured_frame& frame : capture_view{tcplens::as_bytes(content)}) {
            const auto packet = decode(frame).segment;
            if (!packet) { continue; }
            CAPTURE(frame.number);
            ++segments;
            const header_view& tcp = packet->tcp;
            std::array<std::byte, 60> room{};
            header_fields fields = header_fields::of(tcp);
            const auto written = encode(fields, room);
            REQUIRE(written);
            CHECK(std::ranges::equal(*written, tcp.captured().first(tcp.header_size())));
            if (check_segment(packet->ip, tcp).verdict != checksum_verdict::correct) { continue; }
            ++sums;
            fields.checksum = 0;
            const auto summed = encode(fields, packet->ip.source(), packet->ip.destination(), tcp.payload(), room);
            REQUIRE(summed);
            CHECK(decode(*summed)->checksum() == tcp.checksum());
        }
    }
    CHECK(segments > 100);
    CHECK(sums > 50);
}
