// SPDX-License-Identifier: BSL-1.0
// The fuzzers' bodies on the project's captures, whole, cut and damaged, and on made-up octets: for every compiler.
#include "../fuzz/bodies.hpp"

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

namespace {

using octets = std::vector<std::uint8_t>;

octets read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::filesystem::path> files_of(const char* folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) { files.push_back(entry.path()); }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<std::filesystem::path> captures() {
    std::vector<std::filesystem::path> files = files_of("examples/data");
    for (const auto& file : files_of("tests/golden/input")) { files.push_back(file); }
    return files;
}

/// Octets of which many are small, as lengths and kinds are.
class made_up {
public:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_()) % bound; }
    std::uint8_t octet() { return static_cast<std::uint8_t>(below(2) == 0 ? below(256) : below(64)); }
    octets some(std::uint32_t at_most) {
        octets made(below(at_most + 1));
        for (std::uint8_t& value : made) { value = octet(); }
        return made;
    }
    void damage(octets& input) {
        for (std::uint32_t changes = 1 + below(4); changes > 0 && !input.empty(); --changes) {
            input[below(static_cast<std::uint32_t>(input.size()))] = octet();
        }
    }

private:
    std::mt19937 engine_{20'260'104};
};

/// The frames of a capture as inputs of `fuzz_frame`.
std::vector<octets> frames_of(const octets& capture) {
    std::vector<octets> frames;
    for (const captured_frame& frame : capture_view{tcplens::as_bytes(capture)}) {
        const auto type = static_cast<std::uint32_t>(frame.link);
        const auto* const which = std::ranges::find(fuzzing::frame_types, type);
        if (which == fuzzing::frame_types.end()) { continue; }
        octets input{static_cast<std::uint8_t>(which - fuzzing::frame_types.begin())};
        for (const std::byte octet : frame.octets) { input.push_back(std::to_integer<std::uint8_t>(octet)); }
        frames.push_back(input);
    }
    return frames;
}

} // namespace

TEST_CASE("captures through the fuzzers' body, whole, cut and damaged") {
    made_up random;
    std::size_t files = 0;
    for (const auto& file : captures()) {
        const std::string name = file.generic_string();
        CAPTURE(name);
        const octets whole = read_file(file);
        fuzzing::fuzz_capture(whole);
        for (std::size_t size = 0; size < whole.size(); size += size < 48 ? 1 : 97) {
            CAPTURE(size);
            fuzzing::fuzz_capture(std::span{whole}.first(size));
        }
        for (int round = 0; round < 10; ++round) {
            CAPTURE(round);
            octets damaged = whole;
            random.damage(damaged);
            fuzzing::fuzz_capture(damaged);
        }
        ++files;
    }
    CHECK(files > 20);
}

TEST_CASE("frames through the fuzzers' body, as captured, cut and damaged") {
    made_up random;
    std::size_t frames = 0;
    for (const auto& file : captures()) {
        const std::string name = file.generic_string();
        CAPTURE(name);
        for (const octets& frame : frames_of(read_file(file))) {
            ++frames;
            CAPTURE(frames);
            fuzzing::fuzz_frame(frame);
            for (std::uint8_t sent = 0; sent < 16; ++sent) {
                octets changed = frame;
                changed[0] = static_cast<std::uint8_t>(changed[0] | sent << 4);
                changed.resize(1 + random.below(static_cast<std::uint32_t>(changed.size())));
                fuzzing::fuzz_frame(changed);
            }
            octets damaged = frame;
            random.damage(damaged);
            fuzzing::fuzz_frame(damaged);
            // From where the TCP header begins, over Ethernet and IPv4 or elsewhere
            fuzzing::fuzz_encode(std::span{damaged}.subspan(std::min<std::size_t>(35, damaged.size())));
        }
    }
    CHECK(frames > 100);
}

TEST_CASE("made-up octets through every body of the fuzzers") {
    made_up random;
    constexpr std::array<std::array<std::uint8_t, 4>, 3> beginnings{
        {{0xd4, 0xc3, 0xb2, 0xa1}, {0xa1, 0xb2, 0x3c, 0x4d}, {0x0a, 0x0d, 0x0d, 0x0a}}};
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        octets input = random.some(200);
        fuzzing::fuzz_frame(input);
        fuzzing::fuzz_connection(input);
        fuzzing::fuzz_encode(input);
        fuzzing::fuzz_listing(input);
        fuzzing::fuzz_capture(input);
        const auto& beginning = beginnings[static_cast<std::size_t>(round) % 3];
        input.insert(input.begin(), beginning.begin(), beginning.end());
        fuzzing::fuzz_capture(input);
    }
}

TEST_CASE("listings through the fuzzers' body, whole, cut and damaged") {
    made_up random;
    std::size_t texts = 0;
    for (const auto& file : files_of("tests/golden/expected")) {
        const std::string name = file.generic_string();
        CAPTURE(name);
        octets whole = read_file(file);
        fuzzing::fuzz_listing(whole);
        whole.resize(std::min<std::size_t>(whole.size(), 2000));
        for (int round = 0; round < 30; ++round) {
            CAPTURE(round);
            octets damaged = whole;
            random.damage(damaged);
            damaged.resize(random.below(static_cast<std::uint32_t>(damaged.size() + 1)));
            fuzzing::fuzz_listing(damaged);
        }
        ++texts;
    }
    CHECK(texts > 50);
}

TEST_CASE("what the fuzzers found") {
    // An interface whose clock is the longest time ahead.
    const unit::exact capture{
        "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffff ffffffff 1c000000"
        "01000000 28000000 01000000 00000000 0e000800 ffffffff ffffff7f 09000100 00000000 28000000"
        "06000000 20000000 00000000 00000000 05000000 00000000 00000000 20000000"};
    const auto* const first = reinterpret_cast<const std::uint8_t*>(capture.all().data());
    fuzzing::fuzz_capture({first, capture.size()});

    // More VLAN tags in a Linux cooked frame than the rest of the line has characters.
    std::vector<std::uint8_t> tags(15);
    tags[0] = 9; // which link type
    tags.insert(tags.end(), {0x81, 0});
    for (int i = 1; i < 255; ++i) { tags.insert(tags.end(), {0, 1, 0x81, 0}); }
    tags.insert(tags.end(), {0, 1, 8, 0});
    const unit::exact datagram{"4500003c8522400040063196c0000201c0000202"
                               "c35100505b75bcba00000000a002faf029cf0000020405b40402080a01d4c193000000000103030a"};
    for (const std::byte octet : datagram.all()) { tags.push_back(std::to_integer<std::uint8_t>(octet)); }
    fuzzing::fuzz_frame(tags);
}
