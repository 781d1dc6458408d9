// SPDX-License-Identifier: BSL-1.0
// The captures of real sockets, each with the states in which it must leave both ends, and how it ended.
#include <tcplens/tcplens.hpp>

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

std::vector<char> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

struct flow {
    connection ends;
    connection_record record;
    connection_step last;
    int segments = 0;
};

/// An analyzer as a user would write it.
struct follower {
    std::array<connection_slot<flow>, 16> slots{};
    connection_table<flow> flows{slots};
    int faults = 0;

    void on_segment(const captured<packet_view>& element) {
        const packet_view& packet = *element.segment;
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        flow* const at = flows.insert(pair);
        REQUIRE(at != nullptr);
        at->last = at->ends.feed(sent, packet);
        at->record.add(packet, at->last);
        ++at->segments;
    }
    void on_fault(const captured<packet_view>& /*element*/) { ++faults; }
};

static_assert(analyzer<follower, captured<packet_view>>);

struct expectation {
    std::string_view capture;
    std::uint16_t client_port;
    int segments;
    state client;
    state server;
    ending how;
    close_shape shape;
};

// clang-format off
constexpr auto expectations = std::to_array<expectation>({
    {"http_client_closes",  50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"http_server_closes",  50001, 11, state::closed,    state::time_wait, ending::closed,  close_shape::four_segments},
    {"http_ipv6",           50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"three_segment_close", 50001, 10, state::time_wait, state::closed,    ending::closed,  close_shape::three_segments},
    {"simultaneous_close",  50001, 11, state::time_wait, state::time_wait, ending::closed,  close_shape::simultaneous},
    {"half_close",          50001, 19, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"refused",             50001,  2, state::closed,    state::closed,    ending::refused, close_shape::none},
    {"reset",               50001,  8, state::closed,    state::closed,    ending::reset,   close_shape::none},
    {"reset_by_server",     50001, 10, state::closed,    state::closed,    ending::reset,   close_shape::none},
    {"lost_syn",            50001, 12, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"lost_syn_ack",        50001, 15, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"midstream",           50001, 12, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"three_connections",   50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"three_connections",   50002, 11, state::closed,    state::time_wait, ending::closed,  close_shape::four_segments},
    {"three_connections",   50003,  8, state::closed,    state::closed,    ending::reset,   close_shape::none},
    {"cooked_v1",           50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"cooked_v2",           50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"loopback",            50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"vlan",                50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
    {"nanoseconds",         50001, 11, state::time_wait, state::closed,    ending::closed,  close_shape::four_segments},
});
// clang-format on

} // namespace

TEST_CASE("real connections end where the kernel left them") {
    for (const expectation& expected : expectations) {
        CAPTURE(expected.capture);
        CAPTURE(expected.client_port);
        const auto image = read_file("examples/data/" + std::string{expected.capture} + ".pcap");
        const auto file = open_pcap(as_bytes(image));
        REQUIRE(file.has_value());
        CHECK(file->check().has_value());

        follower followed;
        run(decoded_frames{*file}, followed);
        CHECK(followed.faults == 0);

        flow* found = nullptr;
        for (auto& slot : followed.flows.storage()) {
            if (slot.used && slot.pair.second.port == expected.client_port) { found = &slot.value; }
        }
        REQUIRE(found != nullptr);
        CHECK(found->segments == expected.segments);
        CHECK(found->ends.sender(direction::from_second).now() == expected.client);
        CHECK(found->ends.sender(direction::from_first).now() == expected.server);
        CHECK(found->record.how() == expected.how);
        CHECK(found->record.shape() == expected.shape);
    }
}
