// SPDX-License-Identifier: BSL-1.0
// Listings of any size and of any octets: what they cost, and that nothing is too long.
#include <tcplens/tcplens.hpp>

#include "../same_line.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

struct counts {
    std::size_t records = 0;
    std::size_t broken = 0;
};
counts count(std::string_view text) {
    counts found;
    for (const listing_item& item : listing_view{text}) {
        ++(item.line.is() == line_kind::record ? found.records : found.broken);
    }
    return found;
}
std::string repeat(std::string_view words, std::size_t times) {
    std::string text;
    text.reserve(words.size() * times);
    for (std::size_t i = 0; i < times; ++i) { text += words; }
    return text;
}
double seconds_for(std::string_view text) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(count(text));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Lines from each choice of their parts.
std::vector<std::string> lines_of_parts() {
    constexpr std::string_view begins[] = {"22:13:20.000001 IP ",
                                           "22:13:20&nbsp;",
                                           "23:59:60.999999 IP6 ",
                                           "24:00:00.000001 IP ",
                                           "1:02:03.5 IP ",
                                           "1700000000.000001 IP ",
                                           "IP ",
                                           "2023-11-14 22:13:20.123456 IP6 ",
                                           "22:13:20.000001 IP (tos 0x0, ttl 64, proto TCP (6), length 40)\n    ",
                                           ""};
    constexpr std::string_view ends[] = {
        "192.0.2.1.40000 > 10.0.0.255.0: ", "2001:db8::1.40000 > 2001:db8:0:1:2:3:4:5.443: ",
        "::.1 > ::ffff:10.0.0.1.65535: ",   "fe80::.80 > 1:2:3:4:5:6:7::.443: ",
        "::10.0.0.1 > ::10.0.0.1: ",        "\xc2\xa0web.example.80 > 192.0.2.1.443: ",
        "256.0.0.1.80 > 1.2.3.4.65536: ",   "web.example.http > 192.0.2.1.https: "};
    constexpr std::string_view middles[] = {
        "Flags [S], seq 4294967295, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], ",
        "Flags [P.], seq 1:11, ack 4294967295, win 502, options [nop,nop,TS val 4000000000 ecr 93], ",
        "Flags [.], cksum 0x4d64 (correct), seq 1, ack 1, win 5, ",
        "Flags [.], cksum 0x4d64 (incorrect -> 0x8f99), ack 4294967296, win 65536, ",
        "Flags [none], seq 7:4294967296, win 0, options [mss 65536,wscale 256], ",
        "Flags [FSRP.UEWe], seq 5:, ack 1, win 1, urg 7, ",
        "Flags [], win 3, options [nop,nop,sack 1 {1:2}], ",
        "Flags [.], ack 1, win 3, options [nop,TS val 1 ecr 2,eol], options [nop,nop], ",
        "Flags [.], ack 1, win 3, options [TS val 1 ecr 2,TS val 1 ecr 2,TS val 1 ecr 2,TS val 1 ecr 2,nop], ",
        "Flags [.], ack 1, ack 2, win 3, seq 1, options [nop,nop], "};
    constexpr std::string_view tails[] = {"length 10", "length 0: HTTP", "length 4294967296", "length", ""};
    std::vector<std::string> lines;
    for (const std::string_view begin : begins) {
        for (const std::string_view end : ends) {
            for (const std::string_view middle : middles) {
                for (const std::string_view tail : tails) {
                    std::string& line = lines.emplace_back(begin);
                    line += end;
                    line += middle;
                    line += tail;
                }
            }
        }
    }
    return lines;
}

constexpr std::string_view segment = "10:00:00.1 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 2, length 0";

} // namespace

TEST_CASE("a line of a megabyte has its record") {
    for (const std::string_view filler : {" ", "x", "> ", "(", "&gt;", "a > b: ", "\xff", "[", "1:1 ", "-", "'"}) {
        CAPTURE(filler);
        std::string text = repeat(filler, 1'000'000 / filler.size());
        text += ' ';
        text += segment;
        CHECK(count(text).records == 1);
    }
    std::string nul(1'000'000, '\0');
    CHECK(count(nul).records == 0);
    nul += '\n';
    nul += segment;
    CHECK(count(nul).records == 1);
}

TEST_CASE("time grows no faster than the text") {
    for (const std::string_view unit :
         {"> ", ">", "&gt;", "a > b: ", "a.1 > b.2: ", "a.1 > b.2: Flags [S], options [", "a.1 > b.2:\n", "((tos 0x",
          "(", "1 > 2: ", "IP (tos 0x0, proto TCP (6), length 40)\n", "a.1 > b.2: Flags [S], options [mss\n",
          "x.1 > y.2: S\n", "a.1 > b.2: Flags [S], options [md5 ", "a > b:: ", " :Flags", "\t", "[",
          "a.1 > b.2: S 1:1(0) win 1 <md5"}) {
        CAPTURE(unit);
        const std::string small = repeat(unit, 50'000 / unit.size());
        const std::string large = repeat(unit, 800'000 / unit.size());
        static_cast<void>(count(small));
        const double once = seconds_for(small) + 0.0005;
        // Sixteen times the text: quadratic would be 256 times the time.
        CHECK(seconds_for(large) < 80 * once);
    }
}

TEST_CASE("a half-broken listing is read as far as it goes") {
    std::string text{segment};
    text += "\n10:00:00.2 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S\n";
    text += segment;
    text += "\n10:00:00.2 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq x\n\n";
    text += segment;
    const counts found = count(text);
    CHECK(found.records == 3);
    CHECK(found.broken == 2);
}

TEST_CASE("a usual line says what it says when nothing is expected of it") {
    std::size_t usual = 0;
    const std::vector<std::string> lines = lines_of_parts();
    for (const std::string& line : lines) {
        CAPTURE(line);
        usual += same_line::is_usual(line) ? 1U : 0U;
        REQUIRE(same_line::same(parse_line(line), same_line::read_as_odd(line)));
    }
    CHECK(usual > lines.size() / 2);
}

TEST_CASE("so does one with a few characters changed, lost or doubled") {
    std::mt19937 random{1};
    const auto below = [&](std::size_t end) { return random() % end; };
    constexpr std::string_view characters = "0159 .:,[]()>-xaSP\n\t\x80&";
    std::size_t usual = 0;
    std::size_t odd = 0;
    for (const std::string& line : lines_of_parts()) {
        for (int round = 0; round < 16; ++round) {
            std::string changed = line;
            for (std::size_t count = 1 + below(3); count > 0 && !changed.empty(); --count) {
                const std::size_t at = below(changed.size());
                switch (below(4)) {
                case 0: changed.erase(at, 1 + below(4)); break;
                case 1: changed.insert(at, 1, characters[below(characters.size())]); break;
                case 2: changed[at] = characters[below(characters.size())]; break;
                default: changed.resize(at); break;
                }
            }
            CAPTURE(changed);
            ++(same_line::is_usual(changed) ? usual : odd);
            const listing_line read = parse_line(changed);
            REQUIRE(same_line::same(read, same_line::read_as_odd(changed)));
            if (read.is() == line_kind::record) { REQUIRE(same_line::survives_print(read.record())); }
        }
    }
    CHECK(usual > 1000);
    CHECK(odd > 1000);
}

TEST_CASE("an arrow in what looks like an IP header comes first") {
    for (const std::string_view arrow : {">", "&gt;"}) {
        std::string text = "IP (tos 0x0, ttl 64, proto TCP (6), 192.0.2.3.1 ";
        text += arrow;
        text += " 192.0.2.4.2: Flags [S], seq 7, length 60)\n    192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1, "
                "length 0";
        const listing_line line = parse_line(text);
        CHECK(line.record().source_port() == 1);
        CHECK(same_line::same(line, same_line::read_as_odd(text)));
    }
}

TEST_CASE("an arrow of a checksum has the checksum behind it") {
    for (const std::string_view in_header : {"bad cksum 0 (->b1f2)!", "(->x:Flags [R]", "(->b1f2: Flags [R]", "(->"}) {
        CAPTURE(in_header);
        std::string text = "IP (tos 0x0, proto TCP (6), length 60, ";
        text += in_header;
        text += ")\n    192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1, length 0";
        CHECK(same_line::same(parse_line(text), same_line::read_as_odd(text)));
    }
}

TEST_CASE("an IP header is one however short") {
    const std::string text = "IP (tos 0x0)\n    a.1 > b.2: Flags [S], seq 1, length 0";
    const listing_line line = parse_line(text);
    CHECK(line.record().ip_header() == "(tos 0x0)");
    CHECK(same_line::same(line, same_line::read_as_odd(text)));
}

TEST_CASE("of a field that stands twice the last counts, with all of it") {
    const listing_line line =
        parse_line("a.1 > b.2: Flags [.], cksum 0x0001 (incorrect -> 0x0002), seq 1:5, cksum 0x0003 "
                   "(correct), seq 7, options [mss 5], win 3, options [nop,nop,TS val 1 ecr 2]");
    const listing_record& record = line.record();
    CHECK(record.checksum() == 3);
    CHECK_FALSE(record.has(listing_field::checksum_expected));
    CHECK(record.seq() == seq32{7});
    CHECK(record.payload_size() == 0);
    CHECK(record.options().raw().size() == 12);
    CHECK_FALSE(record.options().find<maximum_segment_size>());
    CHECK(same_line::survives_print(record));
}

TEST_CASE("a list that ends with the other bracket was torn") {
    const listing_line line = parse_line("a.1 > b.2: P 9:15(6) ack 16 win 64 <nop,wscale 7],win 63 <nop,nop,mss 5>");
    CHECK(line.is() == line_kind::broken);
    CHECK(line.fault().expected == "the options' closing bracket");
    CHECK(parse_line("a.1 > b.2: P 9:15(6) ack 16 win 64 <nop,x [y],nop>").record().options_text() == "nop,x [y],nop");
}

TEST_CASE("nothing follows on EOL but padding") {
    CHECK(parse_line("a.1 > b.2: Flags [S], options [mss 1460,nop,eol], length 0").record().options_known());
    for (const std::string_view more : {"wscale 10", "nop,nop", "nop", "eol"}) {
        std::string text = "a.1 > b.2: Flags [S], seq 1, win 2, options [mss 1460,eol,";
        text += more;
        text += "], length 0";
        const listing_line line = parse_line(text);
        CHECK_FALSE(line.record().options_known());
        CHECK(same_line::survives_print(line.record()));
    }
}

TEST_CASE("nothing follows on options that are broken off") {
    const listing_line line =
        parse_line("a.1 > b.2: Flags [P.], seq 1:6, win 64, options [nop,TS val 1 ecr [bad opt]], win 63, length 7");
    CHECK(line.record().window() == 64);
    CHECK(line.record().payload_size() == 5);
    CHECK_FALSE(line.wants_more());
    CHECK(same_line::survives_print(line.record()));
    for (const std::string_view list : {"<nop,nop,x[bad opt]>", "<nop,nop,x[bad opt]&gt;"}) {
        std::string text = "a.1 > b.2: P 1:6(5) ack 7 win 64 ";
        text += list;
        const listing_line old = parse_line(text);
        CHECK(same_line::print(old.record()).ends_with("win 64, options [nop,nop,x[bad opt]]"));
        CHECK(same_line::survives_print(old.record()));
    }
}

TEST_CASE("what a list is broken off with is a name in brackets") {
    for (const std::string_view list : {"nop,nop,x[|y[bad opt]>", "nop,nop,x[|y", "nop,nop,x[|", "nop,nop,x[|tcp]>"}) {
        std::string text = "a.1 > b.2: P 1:6(5) ack 7 win 64 <";
        text += list;
        const listing_line line = parse_line(text);
        CHECK(line.record().options_cut());
        CHECK(line.record().options_text() == list.substr(0, list.find("[bad opt]")));
        CHECK(same_line::survives_print(line.record()));
    }
}

TEST_CASE("an option that shows its length has as many octets") {
    // What tcpdump would break off is no list of its; nor is one in hexadecimal of a kind that it knows.
    for (const std::string_view list : {"mss 1460,nop,wscale 10[len 4]", "nop,nop,wscale 3[len 1],nop", "opt-3:8f06"}) {
        std::string text = "a.1 > b.2: Flags [S], seq 1, win 2, options [";
        text += list;
        text += "], length 9";
        const listing_line line = parse_line(text);
        const listing_record& record = line.record();
        CHECK(record.options_text() == list);
        CHECK(same_line::print(record).ends_with(text.substr(text.find("options"))));
        CHECK(same_line::survives_print(record));
    }
    CHECK(parse_line("a.1 > b.2: P 1:5(4) ack 6 win 4 <nop,nop,timestamp 3 4[len 7>").is() == line_kind::broken);
    CHECK(parse_line("a.1 > b.2: Flags [S], options [wscale 10[len 4],nop], length 0").record().options_known());
}

TEST_CASE("what follows doesn't lengthen a number") {
    const listing_line line = parse_line("a.1 > b.2: Flags [S], seq 1, win 2, options [mss 5]77, length 0");
    CHECK(line.record().tail() == "77, length 0");
    CHECK(same_line::survives_print(line.record()));
}

TEST_CASE("a line that breaks off before a carriage return breaks off") {
    for (const std::string_view end : {"", "\r", " \r"}) {
        std::string text = "a.1 > b.2: Flags [S], seq 1, op";
        text += end;
        const listing_line line = parse_line(text);
        CHECK(line.is() == line_kind::broken);
        CHECK(line.fault().expected == "the rest of a field's name");
        CHECK(line.fault().column == 32);
    }
}
