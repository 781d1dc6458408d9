// SPDX-License-Identifier: BSL-1.0
// Steps, connections and faults in words.
#include <tcplens/text/explain.hpp>

#include "../replay.hpp"

using namespace tcplens;
using replay::line;
using replay::sent;
using replay::to_segment;

/// Whether a function writes these words.
template <class F>
constexpr bool writes(std::string_view words, F write) {
    text<160> t;
    write(t.sink());
    return t.view() == words;
}

// A state and how sure it is
constexpr bool shows(state now, certainty sure, std::string_view words) {
    return writes(words, [=](auto o) { render_state(o, now, sure); });
}
static_assert(shows(state::established, certainty::proven, "ESTABLISHED"));
static_assert(shows(state::syn_received, certainty::assumed, "SYN-RECEIVED (assumed)"));
static_assert(shows(state::fin_wait_1, certainty::guessed, "FIN-WAIT-1 (guessed)"));
static_assert(shows(state::closed, certainty::unknown, "UNKNOWN"));

/// A connection so far: A has the lower port, and is the first of the pair.
struct story {
    connection both{};
    connection_record record{};
    connection_step step{};
    constexpr story(std::initializer_list<line> lines) {
        for (const line& l : lines) {
            step = both.feed(sent(l), to_segment(l));
            record.add(to_segment(l), step);
        }
    }
};
constexpr bool begins(std::initializer_list<line> lines, std::string_view words) {
    return writes(words, [s = story{lines}](auto o) { render_opening(o, s.record); });
}
constexpr bool ends(std::initializer_list<line> lines, std::string_view words) {
    return writes(words, [s = story{lines}](auto o) { render_ending(o, s.record); });
}
constexpr bool stands(std::initializer_list<line> lines, std::string_view words) {
    return writes(words, [s = story{lines}](auto o) { render_states(o, s.step, parties(s.record)); });
}
constexpr bool changes(std::initializer_list<line> lines, std::string_view words) {
    return writes(words,
                  [s = story{lines}](auto o) { render_change(o, s.step.sender, s.step.sender.changes().size() - 1); });
}

// A row of a table
constexpr bool reads(const transition& row, std::string_view words) {
    return writes(words, [&](auto o) { render_row(o, row); });
}
static_assert(reads(rfc9293::table::row({state::time_wait, {}}, event::seg_syn),
                    "TIME-WAIT -> SYN-RECEIVED, send_syn_ack: a new SYN reopens (MAY-2) [3.6.1]"));
static_assert(reads(rfc9293::table::row({state::established, {}}, event::seg_data),
                    "ESTABLISHED, send_ack, deliver: text arrives [3.10.7.4]"));
static_assert(reads(rfc9293::table::row({state::established, {}}, event::seg_ack), "ESTABLISHED: ACK [3.10.7.4]"));
static_assert(reads(transition{}, "no rule"));

// clang-format off
// Who is who
static_assert(parties(story{{'A', "S", 99}}.record).of(direction::from_first) == "client");
static_assert(parties(story{{'B', "S", 99}}.record).of(direction::from_first) == "server");
static_assert(parties(story{{'A', ".", 99, 7}}.record).of(direction::from_first) == "A");
static_assert(parties(story{{'A', ".", 99, 7}}.record).of(direction::from_second) == "B");
static_assert(begins({{'A', "S", 99}}, "opened by the client"));
static_assert(begins({{'A', ".", 99, 7}}, "the capture starts in its middle"));

// The client first, whichever end it is; else A
static_assert(stands({{'A', "S", 99}},                     "client SYN-SENT, server SYN-RECEIVED (assumed)"));
static_assert(stands({{'B', "S", 99}},                     "client SYN-SENT, server SYN-RECEIVED (assumed)"));
static_assert(stands({{'B', "S", 99}, {'A', "S.", 7, 100}}, "client ESTABLISHED (assumed), server SYN-RECEIVED"));
static_assert(stands({{'B', ".", 99, 7}},                  "A ESTABLISHED (guessed), B ESTABLISHED (guessed)"));
static_assert(stands({{'A', "S", 99}, {'A', "S", 99}},
                     "client SYN-SENT, server SYN-RECEIVED (assumed); SYN retransmitted"));

// A change, with the rule and its section; none in front of the arrow where nothing was known
static_assert(changes({{'A', "S", 99}}, "CLOSED -> SYN-SENT: active OPEN sends SYN [RFC 9293 3.10.1]"));
static_assert(changes({{'A', ".", 99, 7}}, "-> ESTABLISHED: the capture starts in the middle"));

// The last of two
static_assert(changes({{'A', "S", 99}, {'A', "F.", 100, 300}}, "ESTABLISHED -> FIN-WAIT-1: CLOSE sends FIN [RFC 9293 3.10.4]"));
static_assert(begins({{'A', "S", 99}, {'B', "S", 299}}, "opened by both at the same time"));

// How it ended
static_assert(ends({{'A', "S", 99}}, "its SYN was not answered"));
static_assert(ends({{'A', "S", 99}, {'B', "S.", 7, 100}}, "still open when the capture ends"));
static_assert(ends({{'A', "S", 99}, {'B', "R.", 0, 100}}, "refused by the server"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'A', "R.", 100,   8},
}, "reset by the client"));
static_assert(ends({{'A', ".", 99, 7}, {'B', "R", 7}}, "reset by B"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'B', "F.",   8, 100},
}, "half-closed by the server, the other half still open when the capture ends"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'A', "F.", 100,   8}, {'B', ".",    8, 101},
    {'B', "F.",   8, 101}, {'A', ".",  101,   9},
}, "closed by the client first, in four segments"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'B', "F.",   8, 100}, {'A', "F.", 100,   9}, {'B', ".",   9, 101},
}, "closed by the server first, in three segments"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'B', "F.",   8, 100}, {'A', "F.", 100,   9},
}, "closed by the server first, in three segments, the last ACK not captured"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'A', "F.", 100,   8}, {'B', "F.",   8, 100}, {'A', ".", 101, 9}, {'B', ".", 9, 101},
}, "closed by both at the same time"));
static_assert(ends({
    {'A', "S",   99},      {'B', "S.",   7, 100}, {'A', ".", 100, 8},
    {'A', "F.", 100,   8}, {'B', ".",    8, 101},
    {'B', "P.",   8, 101, 10}, {'A', ".", 101, 18},
    {'B', "F.",  18, 101}, {'A', ".",  101,  19},
}, "closed by the client first, in four segments, half-closed for 10 octets from the server"));
static_assert(ends({
    {'A', "F.", 100,   8}, {'B', "F.",   8, 101}, {'A', ".", 101, 9},
}, "closed by A first, in three segments"));
// clang-format on

// Faults: the layer, what is wrong, and the three numbers
static_assert(writes("TCP header: cut short: needed 20 at offset 34, found 6",
                     [](auto o) { render_error(o, {errc::truncated, layer::tcp, 34, 20, 6}); }));
static_assert(writes("TCP option: bad option length: needed 2 at offset 12, found 0",
                     [](auto o) { render_error(o, {errc::bad_option_length, layer::option, 12, 2, 0}); }));
static_assert(writes("link-layer header: not IP: needed 0 at offset 12, found 2054",
                     [](auto o) { render_error(o, {errc::not_ip, layer::link, 12, 0, 0x0806}); }));
static_assert(writes("capture file: impossible record length: needed 262144 at offset 4294967295, found 4294967295",
                     [](auto o) {
                         render_error(o, {errc::bad_record_length, layer::file, 0xffff'ffff, 262144, 0xffff'ffff});
                     }));

static_assert([] {
    text<80> t;
    render_error(t.sink(), {errc::truncated, layer::tcp, 34, 20, 6});
    return t.view() == "TCP header: cut short: needed 20 at offset 34, found 6";
}());
