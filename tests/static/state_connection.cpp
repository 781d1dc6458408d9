// SPDX-License-Identifier: BSL-1.0
// Whole connections, replayed while this file is compiled: the figures of RFC 9293, and what happens around them.
#include <tcplens/state/connection.hpp>

#include "../replay.hpp"

using namespace replay;
using enum state;

// clang-format off
// RFC 9293 Figure 6, the basic three-way handshake, and data after it
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,    syn_received},
    {'B', "S.", 300, 101, 0, established, syn_received},
    {'A', ".",  101, 301, 0, established, established},
    {'A', "P.", 101, 301, 5, established, established},
    {'B', ".",  301, 106, 0, established, established},
}) == 0);

// ... and how sure that is: an end is proven by what it sends, else taken to have received what was sent to it.
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,    syn_received, certainty::proven,  certainty::assumed},
    {'B', "S.", 300, 101, 0, established, syn_received, certainty::assumed, certainty::proven},
    {'A', ".",  101, 301, 0, established, established,  certainty::proven,  certainty::assumed},
    {'B', "P.", 301, 101, 5, established, established,  certainty::proven,  certainty::proven},
}, true) == 0);

// RFC 9293 Figure 7, simultaneous open
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,     syn_received},
    {'B', "S",  300,   0, 0, syn_received, syn_sent},
    {'A', "S.", 100, 301, 0, syn_received, established},
    {'B', "S.", 300, 101, 0, established,  syn_received},
    {'A', ".",  101, 301, 0, established,  established},
}) == 0);

// RFC 9293 Figure 12, normal close: four segments
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait},
    {'B', ".",  300, 101, 0, fin_wait_2,  close_wait},
    {'B', "F.", 300, 101, 0, time_wait,   last_ack},
    {'A', ".",  101, 301, 0, time_wait,   closed},
}) == 0);

// Three segments: the second end closes at once, and its FIN carries the ACK.
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received, certainty::proven,  certainty::assumed},
    {'B', "S.", 299, 100, 0, established, syn_received, certainty::assumed, certainty::proven},
    {'A', ".",  100, 300, 0, established, established,  certainty::proven,  certainty::assumed},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait,   certainty::proven,  certainty::assumed},
    {'B', "F.", 300, 101, 0, time_wait,   last_ack,     certainty::assumed, certainty::proven},
    {'A', ".",  101, 301, 0, time_wait,   closed,       certainty::proven,  certainty::assumed},
}, true) == 0);

// The server closes first, with its last data.
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'B', "F.", 300, 100, 9, close_wait,  fin_wait_1},
    {'A', ".",  100, 310, 0, close_wait,  fin_wait_2},
    {'A', "P.", 100, 310, 4, close_wait,  fin_wait_2, {}, {}, remark::half_closed},
    {'B', ".",  310, 104, 0, close_wait,  fin_wait_2},
    {'A', "F.", 104, 310, 0, last_ack,    time_wait},
    {'B', ".",  310, 105, 0, closed,      time_wait},
}) == 0);

// RFC 9293 Figure 13, simultaneous close
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received, certainty::proven,  certainty::assumed},
    {'B', "S.", 299, 100, 0, established, syn_received, certainty::assumed, certainty::proven},
    {'A', ".",  100, 300, 0, established, established,  certainty::proven,  certainty::assumed},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait,   certainty::proven,  certainty::assumed},
    {'B', "F.", 300, 100, 0, closing,     fin_wait_1,   certainty::assumed, certainty::proven},
    {'A', ".",  101, 301, 0, closing,     time_wait,    certainty::proven,  certainty::assumed},
    {'B', ".",  301, 101, 0, time_wait,   time_wait,    certainty::assumed, certainty::assumed},
}, true) == 0);

// A SYN that was lost behind the capture point, and one whose answer was
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,    syn_received},
    {'A', "S",  100,   0, 0, syn_sent,    syn_received, {}, {}, remark::retransmitted_syn},
    {'B', "S.", 300, 101, 0, established, syn_received},
    {'A', "S",  100,   0, 0, syn_sent,    syn_received, {}, {}, remark::retransmitted_syn},
    {'B', "S.", 300, 101, 0, established, syn_received, {}, {}, remark::retransmitted_syn_ack},
    {'A', ".",  101, 301, 0, established, established},
}) == 0);

// A lost ACK of SYN,ACK
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,    syn_received},
    {'B', "S.", 300, 101, 0, established, syn_received},
    {'A', ".",  101, 301, 0, established, established},
    {'B', "S.", 300, 101, 0, established, syn_received, {}, {}, remark::retransmitted_syn_ack},
    {'A', ".",  101, 301, 0, established, established},
}) == 0);

// A lost ACK of the second FIN
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait},
    {'B', "F.", 300, 101, 0, time_wait,   last_ack},
    {'A', ".",  101, 301, 0, time_wait,   closed},
    {'B', "F.", 300, 101, 0, time_wait,   last_ack, {}, {}, remark::retransmitted_fin},
    {'A', ".",  101, 301, 0, time_wait,   closed},
}) == 0);

// A lost ACK of the first FIN
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait},
    {'B', ".",  300, 101, 0, fin_wait_2,  close_wait},
    {'A', "F.", 100, 300, 0, fin_wait_1,  close_wait, {}, {}, remark::retransmitted_fin},
    {'B', ".",  300, 101, 0, fin_wait_2,  close_wait},
}) == 0);

// Refused, and the refusal of a retransmitted SYN
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent, syn_received, certainty::proven,  certainty::assumed},
    {'B', "R.",   0, 101, 0, closed,   closed,       certainty::assumed, certainty::proven},
    {'A', "S",  100,   0, 0, syn_sent, syn_received, certainty::proven,  certainty::assumed, remark::retransmitted_syn},
    {'B', "R.",   0, 101, 0, closed,   closed,       certainty::assumed, certainty::proven},
}, true) == 0);

// Reset: exactly at RCV.NXT it ends the connection, elsewhere in the window it is challenged, outside it is ignored.
static_assert(first_difference({
    {'A', "S",    99,   0, 0, syn_sent,    syn_received},
    {'B', "S.",  299, 100, 0, established, syn_received},
    {'A', ".",   100, 300, 0, established, established},
    {'A', "R",   100,   0, 0, closed,      closed},
}) == 0);
static_assert(first_difference({
    {'A', "S",    99,   0, 0, syn_sent,    syn_received},
    {'B', "S.",  299, 100, 0, established, syn_received},
    {'A', ".",   100, 300, 0, established, established},
    {'A', "R",   200,   0, 0, closed,      established, {}, {}, remark::challenged},
}) == 0);
static_assert(first_difference({
    {'A', "S",    99,   0, 0, syn_sent,    syn_received},
    {'B', "S.",  299, 100, 0, established, syn_received},
    {'A', ".",   100, 300, 0, established, established},
    {'A', "R", 90000,   0, 0, established, established, {}, {}, remark::not_acceptable},
}) == 0);

// A FIN that comes before the data in front of it waits for it.
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "F.", 110, 300, 0, fin_wait_1,  established, {}, {}, remark::early_fin},
    {'B', ".",  300, 100, 0, fin_wait_1,  established},
    {'A', "P.", 100, 300, 10, fin_wait_1, close_wait, {}, {}, remark::retransmission},
    {'B', ".",  300, 111, 0, fin_wait_2,  close_wait},
}) == 0);
// ... or for its receiver's ACK, which shows that the data came.
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "F.", 110, 300, 0, fin_wait_1,  established, {}, {}, remark::early_fin},
    {'B', ".",  300, 111, 0, fin_wait_2,  close_wait},
}) == 0);

// From the middle: guessed, also after the close.
static_assert(first_difference({
    {'B', "P.", 5000, 7000, 10, established, established, certainty::guessed, certainty::guessed},
    {'A', ".",  7000, 5010,  0, established, established, certainty::guessed, certainty::guessed},
    {'A', "F.", 7000, 5010,  0, fin_wait_1,  close_wait,  certainty::guessed, certainty::guessed},
    {'B', "F.", 5010, 7001,  0, time_wait,   last_ack,    certainty::guessed, certainty::guessed},
    {'A', ".",  7001, 5011,  0, time_wait,   closed,      certainty::guessed, certainty::guessed},
}, true) == 0);
// From the close
static_assert(first_difference({
    {'A', "F.", 7000, 5010,  0, fin_wait_1,  close_wait,  certainty::guessed, certainty::guessed},
    {'B', ".",  5010, 7001,  0, fin_wait_2,  close_wait,  certainty::guessed, certainty::guessed},
}, true) == 0);
// From the SYN,ACK: its sender is known, and who sent the SYN.
static_assert(first_difference({
    {'B', "S.", 300, 101, 0, established, syn_received, certainty::assumed, certainty::proven},
    {'A', ".",  101, 301, 0, established, established,  certainty::assumed, certainty::assumed},
    {'A', "P.", 101, 301, 5, established, established,  certainty::proven,  certainty::assumed},
}, true) == 0);

// A RST that was forged: its supposed sender goes on, and so it has a connection.
static_assert(first_difference({
    {'A', "S",    99,   0, 0, syn_sent,    syn_received},
    {'B', "S.",  299, 100, 0, established, syn_received},
    {'A', ".",   100, 300, 0, established, established},
    {'A', "R",  2000,   0, 0, closed,      established, {}, {}, remark::challenged},
    {'A', "P.",  100, 300, 5, established, established, certainty::guessed},
    {'B', ".",   300, 105, 0, established, established, certainty::guessed},
}) == 0);

// Refused, and opened again with the same number, as some do
static_assert(first_difference({
    {'A', "S",  100,   0, 0, syn_sent,    syn_received},
    {'B', "R.",   0, 101, 0, closed,      closed},
    {'A', "S",  100,   0, 0, syn_sent,    syn_received, {}, {}, remark::retransmitted_syn},
    {'B', "S.", 300, 101, 0, established, syn_received},
    {'A', ".",  101, 301, 0, established, established},
}) == 0);

// RFC 9293 Figure 9, half-open: the end that was restarted resets the other and opens again.
static_assert(first_difference({
    {'A', "S",   99,   0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', "S",  400,   0, 0, syn_sent,    established, {}, {}, remark::syn_on_live},
    {'B', ".",  300, 100, 0, syn_sent,    established},
    {'A', "R",  100,   0, 0, syn_sent,    closed},
    {'A', "S",  400,   0, 0, syn_sent,    syn_received, {}, {}, remark::retransmitted_syn},
    {'B', "S.", 700, 401, 0, established, syn_received},
    {'A', ".",  401, 701, 0, established, established},
}) == 0);

// Across 2^32
static_assert(first_difference({
    {'A', "S",  0xffffffff,          0, 0, syn_sent,    syn_received},
    {'B', "S.", 0xfffffffe,          0, 0, established, syn_received},
    {'A', ".",           0, 0xffffffff, 0, established, established},
    {'B', "P.", 0xffffffff,          0, 7, established, established},
    {'A', ".",           0,          6, 0, established, established},
    {'B', "F.",          6,          0, 0, close_wait,  fin_wait_1},
    {'A', "F.",          0,          7, 0, last_ack,    time_wait},
    {'B', ".",           7,          1, 0, closed,      time_wait},
}) == 0);

// Keep-alive and window probe change nothing but what is said of them.
static_assert(first_difference({
    {'A', "S",  99,    0, 0, syn_sent,    syn_received},
    {'B', "S.", 299, 100, 0, established, syn_received},
    {'A', ".",  100, 300, 0, established, established},
    {'A', ".",   99, 300, 0, established, established, {}, {}, remark::keep_alive},
    {'B', ".",  300, 100, 0, established, established},
    {'A', "P.", 100, 300, 4, established, established},
    {'A', "P.", 100, 300, 4, established, established, {}, {}, remark::retransmission},
}) == 0);
// clang-format on

static_assert(sizeof(connection) <= 128);

// A connection knows when the next one begins on its socket pair.
static_assert([] {
    connection c;
    const auto feed = [&](const line& l) { c.feed(sent(l), to_segment(l)); };
    feed({'A', "S", 99});
    feed({'B', "S.", 299, 100});
    feed({'A', ".", 100, 300});
    const line again{'A', "S", 5000};
    const bool live = c.reopened_by(sent(again), to_segment(again));
    feed({'A', "F.", 100, 300});
    feed({'B', "F.", 300, 101});
    feed({'A', ".", 101, 301});
    const line old{'A', "S", 99};
    return !live && c.reopened_by(sent(again), to_segment(again)) && !c.reopened_by(sent(old), to_segment(old));
}());
