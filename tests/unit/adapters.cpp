// SPDX-License-Identifier: BSL-1.0
// Streams, std::format and std::expected, as far as the standard library has them; compiled as C++23.
#include <tcplens/adapters/expected.hpp>
#include <tcplens/adapters/format.hpp>
#include <tcplens/adapters/ostream.hpp>
#include <tcplens/tcplens.hpp>

#include <doctest/doctest.h>

#include <iomanip>
#include <sstream>
#include <string>

using namespace tcplens;

namespace {

constexpr bytes frame = "4500 0028 0001 0000 4006 0000 0a00 0001 0a00 0002"
                        "9c40 1e61 0000 03e8 0000 07d0 5011 0200 0000 0000"_hex;
constexpr std::string_view shown =
    "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [F.], seq 1000, ack 2000, win 512, length 0";

} // namespace

TEST_CASE("a stream prints what tcpdump prints, in its own width") {
    const auto packet = decode_frame(link_type::raw, frame, frame.size());
    REQUIRE(packet);
    std::ostringstream to;
    to << *packet;
    CHECK(to.str() == shown);

    to.str("");
    to << std::setw(6) << std::setfill('.') << (flag::syn | flag::ack) << std::left << std::setw(6) << state::closed
       << '|' << seq32{7} << '|' << packet->source() << '|' << packet->tcp;
    CHECK(to.str() == "..[S.]CLOSED|7|10.0.0.1:40000|Flags [F.], seq 1000, ack 2000, win 512, length 0");

    to.str("");
    to << line<>{*packet, {1, 2, 0}};
    CHECK(to.str() == "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [F.], seq 1, ack 2, win 512, length 0");
    to.str("");
    to << line<wireshark_names>{*packet, {1, 2, 0}};
    CHECK(to.str() == "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [FIN, ACK], seq 1, ack 2, win 512, length 0");

    to.str("");
    to << decode(frame.first(7)).error();
    CHECK(to.str().starts_with("TCP header"));
}

TEST_CASE("std::format prints what a stream prints, and pads as for strings") {
#if defined(__cpp_lib_format)
    const auto packet = decode_frame(link_type::raw, frame, frame.size());
    REQUIRE(packet);
    CHECK(std::format("{}", *packet) == shown);
    CHECK(std::format("{:.>6}{:<7}|{}", flag::syn | flag::ack, state::closed, seq32{7}) == "..[S.]CLOSED |7");
    CHECK(std::format("{:.2}", packet->source()) == "10");
    CHECK(std::format("{:^{}}|", flag::fin, 5) == " [F] |");
    CHECK(std::format("{}", line<wireshark_names>{*packet, {1, 2, 0}}).find("[FIN, ACK], seq 1, ack 2") !=
          std::string::npos);
#else
    MESSAGE("no std::format in this standard library");
#endif
}

TEST_CASE("a result becomes a std::expected and comes back") {
#if defined(__cpp_lib_expected)
    CHECK(to_expected(decode(frame.subspan(20)))->source_port() == 40000);
    const auto fault = to_expected(decode(frame.subspan(30)));
    CHECK(fault.error().code == errc::too_short);
    CHECK(to_result(fault).error() == fault.error());
#else
    MESSAGE("no std::expected in this standard library");
#endif
}
