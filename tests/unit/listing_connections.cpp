// SPDX-License-Identifier: BSL-1.0
// Listings that people pasted, in tests/golden/listings: what they say of their connections, through the whole pipeline.
#include <tcplens/tcplens.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

/// One connection of a listing, and what happened when.
struct flow {
    socket_pair pair;
    number_restorer restore;
    connection ends;
    connection_record record;
    std::vector<listing_record> records{};
    std::vector<restored_segment> segments{};
    std::vector<connection_step> steps{};

    [[nodiscard]] state now(direction d) const { return ends.sender(d).now(); }
    /// How long the end was in a state, in seconds.
    [[nodiscard]] double seconds_in(direction d, state which) const {
        double sum = 0;
        const listing_time* since = nullptr;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const end_step& end = steps[i].sent == d ? steps[i].sender : steps[i].receiver;
            if (since == nullptr && end.after == which) { since = &records[i].time(); }
            if (since != nullptr && end.after != which) {
                sum += static_cast<double>(elapsed(since->when, records[i].time().when)) / 1e9;
                since = nullptr;
            }
        }
        return sum;
    }
};

struct reading {
    std::list<flow> flows;
    std::size_t records = 0;
    std::size_t broken = 0;
    std::size_t quotes = 0;
    std::size_t contradictions = 0;
    std::array<std::size_t, 3> testimonies{};

    [[nodiscard]] const flow& of_port(std::uint16_t port) const {
        return *std::ranges::find_if(flows, [&](const flow& f) { return f.pair.second.port == port; });
    }
};

reading read(std::string_view text) {
    reading all;
    std::vector<listing_record> seen;
    for (const listing_item& item : listing_view{text}) {
        if (item.line.is() == line_kind::broken) {
            ++all.broken;
            continue;
        }
        const listing_record& record = item.line.record();
        ++all.records;
        const auto earlier = std::ranges::find_if(
            seen, [&](const listing_record& r) { return relate(r, record) != record_relation::different; });
        if (earlier != seen.end()) {
            ++(relate(*earlier, record) == record_relation::quote ? all.quotes : all.contradictions);
            continue;
        }
        seen.push_back(record);
        const auto [pair, sent] = orient(record.source().key, record.destination().key);
        auto at = std::ranges::find_if(all.flows, [&](const flow& f) { return f.pair == pair; });
        if (at == all.flows.end()) {
            all.flows.emplace_back().pair = pair;
            at = std::prev(all.flows.end());
        }
        const restored_segment segment = at->restore(sent, record, record.has(listing_field::seq));
        const checksum_witness witness = testify(record, segment);
        ++all.testimonies[static_cast<std::size_t>(witness.says)];
        const connection_step step = at->ends.feed(sent, segment);
        at->record.add(segment, step);
        at->records.push_back(record);
        at->segments.push_back(segment);
        at->steps.push_back(step);
    }
    return all;
}

std::string text_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// The well-known port is `socket_pair::first` in all of them.
constexpr direction server = direction::from_first;
constexpr direction client = direction::from_second;

} // namespace

TEST_CASE("macOS with -vv -S: a handshake whose SYN was lost, and another connection's close") {
    const std::string text = text_of("tests/golden/listings/macos_vv.txt");
    const reading all = read(text);
    CHECK(all.records == 8);
    CHECK(all.broken == 1);
    REQUIRE(all.flows.size() == 2);
    CHECK(all.testimonies == std::array<std::size_t, 3>{0, 8, 0});

    const flow& opened = all.flows.front();
    CHECK(opened.records.size() == 4);
    CHECK(opened.segments[0].seq() == opened.segments[1].seq());
    CHECK(elapsed(opened.records[0].time().when, opened.records[1].time().when) == 1'008'076'000);
    CHECK(opened.steps[1].unusual == remark::retransmitted_syn);
    CHECK(opened.restore.form() == number_form::absolute);
    CHECK(opened.now(client) == state::established);
    CHECK(opened.now(server) == state::established);
    CHECK(opened.record.opener() == client);
    CHECK(opened.record.how() == ending::open);

    const flow& closed = all.flows.back();
    CHECK(closed.records.size() == 4);
    CHECK(!closed.record.opening_seen());
    CHECK(closed.record.how() == ending::closed);
    CHECK(closed.record.shape() == close_shape::four_segments);
    CHECK(closed.record.closer() == client);
    CHECK(closed.now(client) == state::time_wait);
    CHECK(closed.now(server) == state::closed);
}

TEST_CASE("Linux with -nn -S: three connections in turn, cleaned by hand, quoted, and one packet that nobody sent") {
    const std::string text = text_of("tests/golden/listings/interleaved.txt");
    const reading all = read(text);
    CHECK(all.records == 64);
    CHECK(all.broken == 0);
    CHECK(all.flows.size() == 5);
    CHECK(all.contradictions == 1);
    CHECK(all.quotes == 26);

    const flow& first = all.of_port(41032);
    CHECK(first.records.size() == 3);
    CHECK(first.record.shape() == close_shape::three_segments);
    CHECK(first.record.closer() == client);
    CHECK(first.now(client) == state::time_wait);
    CHECK(first.now(server) == state::closed);

    for (const auto port : {std::uint16_t{41033}, std::uint16_t{41034}}) {
        const flow& open = all.of_port(port);
        CHECK(open.record.opening_seen());
        CHECK(open.record.opener() == client);
        CHECK(open.now(client) == state::established);
        CHECK(open.now(server) == state::established);
        CHECK(open.record.how() == ending::open);
        CHECK(open.records[0].options().find<maximum_segment_size>()->octets == 1360);
        std::uint32_t longest = 0;
        for (const listing_record& record : open.records) { longest = std::max(longest, record.payload_size()); }
        CHECK(longest == 2696); // two segments in one: offload
        // Pure ACKs show no seq; each is inferred, none is a gap or a retransmission.
        for (std::size_t i = 0; i < open.steps.size(); ++i) {
            CHECK(open.segments[i].seq_from != number_source::unknown);
            CHECK(open.steps[i].unusual == remark::none);
        }
    }
    CHECK(all.of_port(41033).records.size() == 12);
    CHECK(all.of_port(41034).records.size() == 15);
    CHECK(all.of_port(41033).record.octets(client) == 523 + 93);

    // The author's fourth segment is the FIN once more; the close stays one of three.
    const flow& doctored = all.of_port(54739);
    CHECK(doctored.records.size() == 4);
    CHECK(doctored.steps[3].unusual == remark::retransmitted_fin);
    CHECK(doctored.record.shape() == close_shape::three_segments);
    CHECK(doctored.now(client) == state::time_wait);
    const flow& other_side = all.of_port(58188);
    CHECK(other_side.record.shape() == close_shape::three_segments);
    CHECK(other_side.now(server) == state::closed);
}

TEST_CASE("Wireshark's words are no listing") {
    const reading all = read(text_of("tests/golden/listings/no_record.txt"));
    CHECK(all.records == 0);
    CHECK(all.broken == 0);
}

TEST_CASE("relative numbers and names: closed by the server") {
    const std::string text = text_of("tests/golden/listings/relative_names.txt");
    const reading all = read(text);
    CHECK(all.records == 28);
    CHECK(all.quotes == 7);
    CHECK(all.contradictions == 0);
    REQUIRE(all.flows.size() == 1);
    const flow& only = all.flows.front();
    CHECK(only.pair.first == parse_endpoint("iZ944l0t308Z.8080").key);
    CHECK(only.restore.form() == number_form::relative);
    CHECK(only.segments.back().ack() == seq32{1767716287 + 368});
    CHECK(only.segments.back().seq() == seq32{1567211201 + 141});
    for (const restored_segment& segment : only.segments) { CHECK(segment.seq_from != number_source::unknown); }
    CHECK(only.record.opener() == client);
    CHECK(only.record.closer() == server);
    CHECK(only.record.how() == ending::closed);
    CHECK(only.record.shape() == close_shape::four_segments);
    CHECK(only.record.octets(client) == 366);
    CHECK(only.record.octets(server) == 139);
    CHECK(only.now(server) == state::time_wait);
    CHECK(only.now(client) == state::closed);
}

TEST_CASE("WinDump: the client waits in CLOSE-WAIT") {
    const std::string text = text_of("tests/golden/listings/windump.txt");
    const reading all = read(text);
    CHECK(all.records == 10);
    CHECK(all.broken == 0);
    REQUIRE(all.flows.size() == 1);
    const flow& only = all.flows.front();
    CHECK(only.pair.second == parse_endpoint("166.111.X.X.57245").key);
    CHECK(only.restore.form() == number_form::absolute);
    CHECK(only.record.opener() == client);
    CHECK(only.record.closer() == server);
    CHECK(only.record.how() == ending::closed);
    CHECK(only.record.shape() == close_shape::four_segments);
    CHECK(only.now(server) == state::time_wait);
    CHECK(only.now(client) == state::closed);
    CHECK(only.seconds_in(client, state::close_wait) == doctest::Approx(23.375).epsilon(0.001));
}

TEST_CASE("whole write-ups have the records of their listings" *
          doctest::skip(!std::filesystem::exists("../shared/seeds"))) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{"../shared/seeds"}) { files.push_back(entry.path()); }
    std::ranges::sort(files);
    REQUIRE(files.size() == 5);
    constexpr std::array<std::size_t, 5> records{8, 64, 0, 28, 10};
    constexpr std::array<std::size_t, 5> flows{2, 5, 0, 1, 1};
    for (std::size_t i = 0; i < files.size(); ++i) {
        CAPTURE(i);
        const std::string text = text_of(files[i].string());
        const reading all = read(text);
        CHECK(all.records == records[i]);
        CHECK(all.flows.size() == flows[i]);
        CHECK(all.broken == (i == 0 ? 1 : 0));
    }
}
