// SPDX-License-Identifier: BSL-1.0
// From shown numbers back to those of the headers: what tcpdump_numbering shows is restored.
#include <tcplens/sequence/numbering.hpp>
#include <tcplens/sequence/restore.hpp>

#include <initializer_list>
#include <string_view>

using namespace tcplens;
using enum number_source;

constexpr flag_set flags_of(std::string_view letters) {
    flag_set control;
    for (const char c : letters) {
        control = control | (c == 'S'   ? flag::syn
                             : c == 'F' ? flag::fin
                             : c == 'R' ? flag::rst
                             : c == 'P' ? flag::psh
                                        : flag::ack);
    }
    return control;
}

/// A line as it is shown, and what is restored of it. A seq of -1 is one that the line leaves out.
struct line {
    char sender;
    std::string_view letters;
    std::int64_t seq;
    std::uint32_t ack;
    std::uint32_t payload;
    std::uint32_t real_seq;
    std::uint32_t real_ack;
    number_source seq_from;
    number_source ack_from;
};
/// The number of the first line that is restored otherwise; 0 for none.
constexpr int first_difference(number_restorer restore, std::initializer_list<line> lines,
                               number_form form = number_form::unknown) {
    int number = 0;
    for (const line& l : lines) {
        ++number;
        const segment_fields shown{.seq_number = seq32{static_cast<std::uint32_t>(l.seq < 0 ? 0 : l.seq)},
                                   .ack_number = seq32{l.ack},
                                   .control = flags_of(l.letters),
                                   .payload_octets = l.payload};
        const restored_segment found =
            restore(l.sender == 'A' ? direction::from_first : direction::from_second, shown, l.seq >= 0);
        if (found.seq_from != l.seq_from || (found.seq_from != unknown && found.seq().value() != l.real_seq)) {
            return number;
        }
        const bool acks = shown.control.has(flag::ack);
        if (found.ack_from != (acks ? l.ack_from : unknown) || (acks && found.ack().value() != l.real_ack)) {
            return number;
        }
    }
    return restore.form() == form ? 0 : -1;
}
constexpr number_form relative = number_form::relative;
constexpr number_form absolute = number_form::absolute;

// clang-format off
// From the handshake on, relative; pure ACKs show no seq.
static_assert(first_difference({}, {
    {'A', "S",  1000,    0,  0, 1000,    0, shown,    unknown},
    {'B', "S.", 5000, 1001,  0, 5000, 1001, shown,    shown},
    {'A', ".",    -1,    1,  0, 1001, 5001, inferred, restored},
    {'A', "P.",    1,    1, 10, 1001, 5001, restored, restored},
    {'B', ".",    -1,   11,  0, 5001, 1011, inferred, restored},
    {'B', "F.",    1,   11,  0, 5001, 1011, restored, restored},
    {'A', ".",    -1,    2,  0, 1011, 5002, inferred, restored},
    {'A', "R",  1011,    0,  0, 1011,    0, shown,    unknown}, // without ACK: as it is
}, relative) == 0);
// The same, absolute
static_assert(first_difference({}, {
    {'A', "S",  1000,    0,  0, 1000,    0, shown,    unknown},
    {'B', "S.", 5000, 1001,  0, 5000, 1001, shown,    shown},
    {'A', ".",    -1, 5001,  0, 1001, 5001, inferred, shown},
    {'A', "P.", 1001, 5001, 10, 1001, 5001, shown,    shown},
    {'B', ".",    -1, 1011,  0, 5001, 1011, inferred, shown},
}, absolute) == 0);
// A handshake alone is the same either way.
static_assert(first_difference({}, {
    {'A', "S",  1000,    0,  0, 1000,    0, shown, unknown},
    {'B', "S.", 5000, 1001,  0, 5000, 1001, shown, shown},
}) == 0);
// From the middle: the first line with ACK is as it is and shows both bases, if it shows seq.
static_assert(first_difference({}, {
    {'A', "P.", 3000, 8000, 100, 3000, 8000, shown,    shown},
    {'A', "P.",  100,    1, 100, 3100, 8000, restored, restored},
    {'B', ".",    -1,  200,   0, 8000, 3200, inferred, restored},
    {'B', "P.",    1,  200,   5, 8000, 3200, restored, restored},
}, relative) == 0);
// From the middle with a bare ACK: its sender's numbers have no base.
static_assert(first_difference({}, {
    {'A', ".",    -1, 800000,  0,      0, 800000, unknown,  shown},
    {'B', "P.",    1,      0,  5, 800000,      0, restored, baseless},
    {'A', "P.",    0,      6, 10,      0, 800005, baseless, restored},
    {'B', ".",    -1,     10,  0, 800005,     10, inferred, baseless},
}, relative) == 0);
static_assert([] {
    number_restorer restore;
    static_cast<void>(restore(direction::from_first, segment_fields{.ack_number = seq32{9}, .control = flag::ack}, false));
    return !restore.base_known(direction::from_first) && restore.base_known(direction::from_second);
}());
// Absolute, the same start: the peer's ACK tells what the text left out.
static_assert(first_difference({}, {
    {'A', ".",      -1, 800000,  0,      0, 800000, unknown,  shown},
    {'B', "P.", 800000,   3000,  5, 800000,   3000, shown,    shown},
    {'A', ".",      -1, 800005,  0,   3000, 800005, inferred, shown},
}, absolute) == 0);
// An excerpt of a relative listing: its bases are lost, and the numbers are right among themselves.
static_assert(first_difference({}, {
    {'A', "P.",  1,   1, 366,   1,   1, shown,    shown},
    {'B', ".",  -1, 367,   0,   1, 367, inferred, shown},
    {'B', "P.",  1, 367, 129,   1, 367, shown,    shown},
}, absolute) == 0);
static_assert([] {
    const segment_fields first{.seq_number = seq32{1}, .ack_number = seq32{1}, .control = flag::ack, .payload_octets = 366};
    number_restorer excerpt;
    static_cast<void>(excerpt(direction::from_first, first, true));
    number_restorer whole;
    segment_fields syn_ack = first;
    syn_ack.control = flag::syn | flag::ack;
    static_cast<void>(whole(direction::from_first, syn_ack, true));
    return excerpt.bases_lost() && !whole.bases_lost() && !number_restorer{}.bases_lost();
}());
// Told, nothing has to be found out, and SACK edges are relative from the first line on.
static_assert(first_difference(number_restorer{absolute}, {
    {'A', "P.", 3000, 8000, 100, 3000, 8000, shown, shown},
    {'A', "P.",  100,    1, 100,  100,    1, shown, shown},
}, absolute) == 0);
static_assert([] {
    number_restorer restore{relative};
    const segment_fields first{.seq_number = seq32{3000}, .ack_number = seq32{8000}, .control = flag::ack};
    return restore(direction::from_first, first, true).sack_base == 7999;
}());
// Refused twice: the first answer is raw.
static_assert(first_difference({}, {
    {'A', "S",  1000,    0, 0, 1000,    0, shown,    unknown},
    {'B', "R.",    0, 1001, 0,    0, 1001, shown,    shown},
    {'A', "S",  1000,    0, 0, 1000,    0, shown,    unknown},
    {'B', "R.",    0,    1, 0,    0, 1001, restored, restored},
}, relative) == 0);
// Around 2^32
static_assert(first_difference({}, {
    {'A', "S",  0xfffffffe,          0,  0, 0xfffffffe,          0, shown,    unknown},
    {'B', "S.", 0xfffffff0, 0xffffffff,  0, 0xfffffff0, 0xffffffff, shown,    shown},
    {'A', "P.",          1,          1, 10, 0xffffffff, 0xfffffff1, restored, restored},
    {'B', "P.",          1,         11, 20, 0xfffffff1,          9, restored, restored},
    {'A', ".",          -1,         21,  0,          9,          5, inferred, restored},
}, relative) == 0);
// clang-format on

// Whatever tcpdump_numbering shows comes back, for any start.
constexpr bool comes_back(std::uint32_t iss, std::uint32_t irs, bool handshake) {
    tcpdump_numbering show;
    number_restorer restore;
    std::uint32_t next[2]{iss, irs};
    for (int i = handshake ? 0 : 2; i < 12; ++i) {
        const auto sent = static_cast<direction>(i % 2);
        segment_fields segment{.seq_number = seq32{next[i % 2]},
                               .ack_number = seq32{i == 0 ? 0 : next[1 - i % 2]},
                               .control = i == 0   ? flag_set{flag::syn}
                                          : i == 1 ? flag::syn | flag::ack
                                                   : flag_set{flag::ack},
                               .payload_octets = i < 3 ? 0U : static_cast<std::uint32_t>(i) * 1000};
        const bool shows = i < 2 || segment.payload_octets != 0 || !handshake;
        const shown_numbers shown = show(sent, segment);
        segment_fields line = segment;
        line.seq_number = seq32{shown.seq};
        line.ack_number = seq32{shown.ack};
        const restored_segment found = restore(sent, line, shows);
        if (found.seq() != segment.seq() || found.ack() != segment.ack() || found.seq_from == unknown) { return false; }
        next[i % 2] += segment_length(segment);
    }
    return restore.form() == number_form::relative;
}
static_assert(comes_back(1'000'000, 3'000'000'000, true) && comes_back(0xffff'fff0, 0x8000'0000, true));
static_assert(comes_back(0x7fff'ffff, 0xffff'ff00, false) && comes_back(100'000, 200'000, false));
static_assert(name(baseless) == "baseless" && name(unknown) == "unknown");
