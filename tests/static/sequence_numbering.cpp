// SPDX-License-Identifier: BSL-1.0
// Which numbers tcpdump shows, quirk by quirk; each connection below was printed by tcpdump 4.99.3.
#include <tcplens/sequence/numbering.hpp>

#include <initializer_list>
#include <string_view>

using namespace tcplens;

// In and out of the concept
struct stream_numbering {
    shown_numbers operator()(direction, const segment_fields&) { return {}; }
};
struct gives_an_int {
    int operator()(direction, const segment_fields&) { return 0; }
};
static_assert(sequence_numbering<absolute_numbering> && sequence_numbering<tcpdump_numbering>);
static_assert(sequence_numbering<stream_numbering> && !sequence_numbering<gives_an_int> && !sequence_numbering<int>);

/// A segment from A or B, and the numbers shown for it. `ack` counts only with a '.' among the letters.
struct line {
    char sender;
    std::string_view letters;
    std::uint32_t seq;
    std::uint32_t ack;
    std::uint32_t shown_seq;
    std::uint32_t shown_ack;
    std::uint32_t sack_base;
};

/// The number of the first line that is shown otherwise; 0 for none.
template <sequence_numbering N>
constexpr int first_difference(N numbering, std::initializer_list<line> lines) {
    int number = 0;
    for (const line& l : lines) {
        ++number;
        flag_set control;
        for (const char c : l.letters) {
            control = control | (c == 'S'   ? flag::syn
                                 : c == 'F' ? flag::fin
                                 : c == 'R' ? flag::rst
                                 : c == 'P' ? flag::psh
                                            : flag::ack);
        }
        const direction sent = l.sender == 'A' ? direction::from_first : direction::from_second;
        const segment_fields segment{.seq_number = seq32{l.seq}, .ack_number = seq32{l.ack}, .control = control};
        const shown_numbers shown = numbering(sent, segment);
        if (shown != shown_numbers{l.shown_seq, control.has(flag::ack) ? l.shown_ack : l.ack, l.sack_base}) {
            return number;
        }
    }
    return 0;
}

// clang-format off
// -S: as on the wire, before and after a handshake
static_assert(first_difference(absolute_numbering{}, {
    {'A', "S",  1000,    0, 1000,    0, 0},
    {'B', "S.", 5000, 1001, 5000, 1001, 0},
    {'A', ".",  1001, 5001, 1001, 5001, 0},
}) == 0);

// From the handshake on: 1 is the first octet of data of either side.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "S",        1000,    0,       1000,          0,    0},
    {'B', "S.",       5000, 1001,       5000,       1001, 1000},
    {'A', ".",        1001, 5001,          1,          1, 5000},
    {'A', "P.",       1001, 5001,          1,          1, 5000},
    {'B', ".",        5001, 1011,          1,         11, 1000},
    {'A', "R",        1011,    0,       1011,          0,    0}, // without ACK: as it is
    {'A', "R.",       1011, 5001,         11,          1, 5000},
    {'A', "F",        1011,    0,       1011,          0,    0},
    {'A', "P",        1011,    0,       1011,          0,    0},
    {'A', ".",        1000, 5001,          0,          1, 5000}, // a keep-alive
    {'A', ".",         990, 5001, 4294967286,          1, 5000}, // before the base
    {'A', ".",        1001, 4990,          1, 4294967286, 5000},
}) == 0);

// A SYN,ACK sets both bases, each time, and whatever else is set.
static_assert(first_difference(tcpdump_numbering{}, {
    {'B', "S.",  5000, 1001, 5000, 1001, 1000},
    {'B', "S.",  5000, 1001, 5000, 1001, 1000},
    {'A', ".",   1001, 5001,    1,    1, 5000},
    {'B', "S.",  7000, 2001, 7000, 2001, 2000},
    {'A', ".",   2001, 7001,    1,    1, 7000},
    {'B', "SF.", 8000, 3001, 8000, 3001, 3000},
    {'B', "SR.", 9000, 4001, 9000, 4001, 4000},
    {'A', ".",   4001, 9001,    1,    1, 9000},
}) == 0);

// A port is used again: a SYN alone changes nothing, so the next data is told from the old base.
static_assert(first_difference(tcpdump_numbering{}, {
    {'B', "S.",   5000,   1001,   5000,   1001,   1000},
    {'A', "S",  900000,      0, 900000,      0,      0},
    {'A', "P.", 900001,   5001, 899001,      1,   5000},
    {'B', "S.",  60000, 900001,  60000, 900001, 900000},
    {'A', ".",  900001,  60001,      1,      1,  60000},
}) == 0);

// From the middle: the end that speaks first restarts at 0, its peer at 1; SACK is relative at once.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "P.", 3000, 8000, 3000, 8000, 7999},
    {'A', "P.", 3100, 8000,  100,    1, 7999},
    {'B', ".",  8000, 3200,    1,  200, 3000},
}) == 0);
// Not from a segment without ACK
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "P",  3000,    0, 3000,    0,    0},
    {'B', ".",  8000, 3100, 8000, 3100, 3099},
    {'A', ".",  3100, 8000,    1,    0, 8000},
}) == 0);

// Fast Open: the base is what the SYN,ACK acknowledged, so the data in the SYN doesn't count.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "S",   100,   0,  100,   0,   0},
    {'B', "S.", 9000, 106, 9000, 106, 105},
    {'A', "P.",  106, 9001,   1,   1, 9000},
}) == 0);

// Refused twice: the first answer is shown as it is.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "S",  1000,    0, 1000,    0,    0},
    {'B', "R.",    0, 1001,    0, 1001, 1000},
    {'A', "S",  1000,    0, 1000,    0,    0},
    {'B', "R.",    0, 1001,    0,    1, 1000},
}) == 0);

// Simultaneous open: each SYN,ACK sets the bases.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "S",   100,   0, 100,   0,   0},
    {'B', "S",   300,   0, 300,   0,   0},
    {'A', "S.",  100, 301, 100, 301, 300},
    {'B', "S.",  300, 101, 300, 101, 100},
    {'A', ".",   101, 301,   1,   1, 300},
}) == 0);

// Across 2^32
static_assert(first_difference(tcpdump_numbering{}, {
    {'B', "S.", 0xfffffffe, 0xffffffff, 0xfffffffe, 0xffffffff, 0xfffffffe},
    {'A', "P.", 0xffffffff, 0xffffffff,          1,          1, 0xfffffffe},
    {'A', "P.",          9, 0xffffffff,         11,          1, 0xfffffffe},
    {'B', ".",           3,         19,          5,         21, 0xfffffffe},
    {'A', ".",          19,          0,         21,          2, 0xfffffffe},
}) == 0);
static_assert(first_difference(tcpdump_numbering{}, {
    {'B', "S.", 7, 0, 7, 0, 0xffffffff}, // acknowledges a SYN of number 2^32-1
    {'A', ".",  0, 8, 1, 1, 7},
}) == 0);

// A socket that talks to itself has one direction for both ways, hence the bases of its first segment for both.
static_assert(first_difference(tcpdump_numbering{}, {
    {'A', "S.", 100,  50, 100,         50, 49},
    {'A', "P.", 101,  50,   1,          1, 49},
    {'A', ".",   50, 111, 4294967246,  62, 49},
}) == 0);
// clang-format on

// clang-format off
// Wireshark: from 0 with the SYN, from 1 without; tests/golden/wireshark.py compares with tshark itself.
static_assert(first_difference(wireshark_numbering{}, {
    {'A', "S",  1000,    0,  0,    0,    0},
    {'B', "S.", 5000, 1001,  0,    1, 1000},
    {'A', ".",  1001, 5001,  1,    1, 5000},
    {'A', "R",  1011,   77, 11,   77, 5000}, // an ack without ACK is shown as it is
    {'A', ".",   990, 5001, 4294967286, 1, 5000},
}) == 0);
static_assert(first_difference(wireshark_numbering{}, {
    {'A', "P.", 3000, 8000,  1,    1, 7999},
    {'A', "P.", 3100, 8000, 101,   1, 7999},
    {'B', ".",  8000, 3200,  1,  201, 2999},
}) == 0);
// A SYN with another number begins anew, a SYN,ACK with another number moves only its sender's base.
static_assert(first_difference(wireshark_numbering{}, {
    {'A', "S",  1000,    0,  0,    0,    0},
    {'B', "S.", 5000, 1001,  0,    1, 1000},
    {'A', "S",  1000,    0,  0,    0, 5000}, // again
    {'B', "S.", 7000, 1001,  0,    1, 1000},
    {'A', "S",  9000,    0,  0,    0,    0},
    {'B', "S.", 6000, 9001,  0,    1, 9000},
}) == 0);
// clang-format on

// Offsets never wrap, and say where they count from.
static_assert([] {
    offset_numbering numbering;
    constexpr auto a = direction::from_first;
    constexpr auto b = direction::from_second;
    const auto show = [&](direction sent, std::uint32_t seq, std::uint32_t ack, flag_set control) {
        return numbering(sent, segment_fields{.seq_number = seq32{seq}, .ack_number = seq32{ack}, .control = control});
    };
    if (show(a, 0xffff'fff0, 0, flag::syn) != stream_offsets{0, 0}) { return false; }
    if (show(b, 500, 0xffff'fff1, flag::syn | flag::ack) != stream_offsets{0, 1}) { return false; }
    std::uint32_t seq = 0xffff'fff1;
    for (std::int64_t offset = 1; offset < 20'000'000'000; offset += 1'000'000'000, seq += 1'000'000'000) {
        if (show(a, seq, 501, flag::ack) != stream_offsets{offset, 1}) { return false; }
        if (show(b, 501, seq, flag::ack) != stream_offsets{1, offset}) { return false; }
    }
    return numbering.source(a) == base_source::syn && numbering.source(b) == base_source::syn;
}());
static_assert([] {
    offset_numbering numbering;
    const segment_fields first{.seq_number = seq32{3000}, .ack_number = seq32{8000}, .control = flag::ack};
    const stream_offsets shown = numbering(direction::from_first, first);
    return shown == stream_offsets{1, 1} && numbering.source(direction::from_first) == base_source::first_segment &&
           numbering.source(direction::from_second) == base_source::peer_ack;
}());
