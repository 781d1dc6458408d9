// SPDX-License-Identifier: BSL-1.0
// RFC 9293 Figures 6 to 13, played by two endpoints that do what their tables say: each segment and each state that the
// RFC prints has to come out.
#include <tcplens/state/classify.hpp>
#include <tcplens/state/machine.hpp>

#include "../replay.hpp"

#include <array>

using namespace replay;
using enum state;

namespace {

/// As much of a TCP as the figures need: numbers and a table. It sends one segment for each event, or none.
class endpoint {
public:
    constexpr endpoint(char name, state now) : name_{name}, end_{{now, {}}} {}

    [[nodiscard]] constexpr state now() const { return end_.now(); }
    constexpr void will_start_at(std::uint32_t iss) { next_iss_ = seq32{iss}; }
    /// "(send 300,receive 100)"
    constexpr void goes_on_with(std::uint32_t send, std::uint32_t receive) {
        tcb_.snd_una = tcb_.snd_nxt = seq32{send};
        tcb_.rcv_nxt = seq32{receive};
    }

    constexpr segment_fields open() { return act(end_.feed(event::user_open_active), {}); }
    constexpr segment_fields close() { return act(end_.feed(event::user_close), {}); }
    constexpr segment_fields retransmit() { return syn(); }
    constexpr segment_fields data(std::uint32_t octets) {
        segment_fields segment = plain("P.", tcb_.snd_nxt, octets);
        tcb_.snd_nxt = tcb_.snd_nxt + octets;
        return segment;
    }
    constexpr void wait_2_msl() { end_.feed(event::timer_time_wait); }

    /// Takes a segment and answers as its table says.
    constexpr segment_fields receive(const segment_fields& segment) {
        const event on = classify(segment, tcb_, end_.where());
        const state before = now();
        const step taken = end_.feed(on);
        const bool has_text_or_fin = on == event::seg_data || on == event::seg_fin || on == event::seg_fin_ack_of_fin;
        const bool has_new_ack = on == event::seg_ack_of_syn || on == event::seg_ack_of_fin;
        if ((on == event::seg_syn && now() == syn_received) || on == event::seg_syn_ack) {
            tcb_.rcv_nxt = segment.seq() + 1;
            if (before == listen) { select_iss(); }
        } else if (has_text_or_fin) {
            tcb_.rcv_nxt = segment.seq() + segment_length(segment);
        }
        if (on == event::seg_syn_ack || has_text_or_fin || has_new_ack) { tcb_.snd_una = segment.ack(); }
        return act(taken, segment);
    }

private:
    constexpr void select_iss() {
        tcb_.iss = tcb_.snd_una = next_iss_;
        tcb_.snd_nxt = next_iss_ + 1;
    }
    constexpr segment_fields plain(std::string_view letters, seq32 seq, std::uint32_t octets = 0) const {
        segment_fields segment = to_segment({name_, letters});
        segment.seq_number = seq;
        segment.ack_number = segment.flags().has(flag::ack) ? tcb_.rcv_nxt : seq32{0};
        segment.payload_octets = octets;
        return segment;
    }
    constexpr segment_fields syn() const { return plain("S", tcb_.iss); }

    constexpr segment_fields act(const transition& row, const segment_fields& cause) {
        if (includes(row.due, action::send_syn)) {
            select_iss();
            return syn();
        }
        if (includes(row.due, action::send_syn_ack)) { return plain("S.", tcb_.iss); }
        if (includes(row.due, action::send_fin)) {
            tcb_.fin_sent = true;
            tcb_.snd_nxt = tcb_.snd_nxt + 1;
            return plain("F.", tcb_.snd_nxt - 1);
        }
        if (includes(row.due, action::send_rst)) { return plain("R", cause.ack()); }
        if (includes(row.due, action::send_ack)) { return plain(".", tcb_.snd_nxt); }
        return {};
    }

    char name_;
    seq32 next_iss_;
    control_block tcb_{{}, {}, {}, {}, 200, false};
    machine<> end_;
};

constexpr bool is(const segment_fields& sent, std::string_view letters, std::uint32_t seq, std::uint32_t ack = 0,
                  std::uint32_t octets = 0) {
    return sent.flags() == to_segment({'A', letters}).flags() && sent.seq() == seq32{seq} && sent.ack() == seq32{ack} &&
           sent.payload_size() == octets;
}

/// What the figures print on both sides of a line.
struct two {
    endpoint a;
    endpoint b;

    [[nodiscard]] constexpr bool are(state of_a, state of_b) const { return a.now() == of_a && b.now() == of_b; }
};

// Figure 6: Basic Three-Way Handshake for Connection Synchronization
constexpr int figure_6() {
    two peers{{'A', closed}, {'B', listen}};
    peers.a.will_start_at(100);
    peers.b.will_start_at(300);
    const segment_fields syn = peers.a.open();
    const segment_fields syn_ack = peers.b.receive(syn);
    if (!is(syn, "S", 100) || !peers.are(syn_sent, syn_received)) { return 2; }
    const segment_fields ack = peers.a.receive(syn_ack);
    if (!is(syn_ack, "S.", 300, 101) || !peers.are(established, syn_received)) { return 3; }
    peers.b.receive(ack);
    if (!is(ack, ".", 101, 301) || !peers.are(established, established)) { return 4; }
    const segment_fields data = peers.a.data(10);
    peers.b.receive(data);
    if (!is(data, "P.", 101, 301, 10) || !peers.are(established, established)) { return 5; }
    return 0;
}
static_assert(figure_6() == 0);

// Figure 7: Simultaneous Connection Synchronization
constexpr int figure_7() {
    two peers{{'A', closed}, {'B', closed}};
    peers.a.will_start_at(100);
    peers.b.will_start_at(300);
    const segment_fields syn_of_a = peers.a.open();
    if (!is(syn_of_a, "S", 100) || !peers.are(syn_sent, closed)) { return 2; }
    const segment_fields syn_of_b = peers.b.open();
    const segment_fields syn_ack_of_a = peers.a.receive(syn_of_b);
    if (!is(syn_of_b, "S", 300) || !peers.are(syn_received, syn_sent)) { return 3; }
    const segment_fields syn_ack_of_b = peers.b.receive(syn_of_a);
    if (!peers.are(syn_received, syn_received)) { return 4; }
    if (!is(syn_ack_of_a, "S.", 100, 301)) { return 5; }
    peers.a.receive(syn_ack_of_b);
    if (!is(syn_ack_of_b, "S.", 300, 101) || !peers.are(established, syn_received)) { return 6; }
    peers.b.receive(syn_ack_of_a);
    if (!peers.are(established, established)) { return 7; }
    return 0;
}
static_assert(figure_7() == 0);

// Figure 8: Recovery from Old Duplicate SYN
constexpr int figure_8() {
    two peers{{'A', closed}, {'B', listen}};
    peers.a.will_start_at(100);
    peers.b.will_start_at(300);
    const segment_fields syn = peers.a.open();
    if (!is(syn, "S", 100) || !peers.are(syn_sent, listen)) { return 2; }
    const segment_fields answer_to_old = peers.b.receive(to_segment({'A', "S", 90}));
    if (!peers.are(syn_sent, syn_received)) { return 3; }
    const segment_fields rst = peers.a.receive(answer_to_old);
    if (!is(answer_to_old, "S.", 300, 91) || !peers.are(syn_sent, syn_received)) { return 4; }
    peers.b.receive(rst);
    if (!is(rst, "R", 91) || !peers.are(syn_sent, listen)) { return 5; }
    peers.b.will_start_at(400);
    const segment_fields syn_ack = peers.b.receive(syn);
    if (!peers.are(syn_sent, syn_received)) { return 6; }
    const segment_fields ack = peers.a.receive(syn_ack);
    if (!is(syn_ack, "S.", 400, 101) || !peers.are(established, syn_received)) { return 7; }
    peers.b.receive(ack);
    if (!is(ack, ".", 101, 401) || !peers.are(established, established)) { return 8; }
    return 0;
}
static_assert(figure_8() == 0);

// Figure 9: Half-Open Connection Discovery
constexpr int figure_9() {
    two peers{{'A', closed}, {'B', established}};
    peers.a.will_start_at(400);
    peers.b.goes_on_with(300, 100);
    const segment_fields syn = peers.a.open();
    const segment_fields ack = peers.b.receive(syn);
    if (!is(syn, "S", 400) || !peers.are(syn_sent, established)) { return 3; }
    const segment_fields rst = peers.a.receive(ack);
    if (!is(ack, ".", 300, 100) || !peers.are(syn_sent, established)) { return 4; }
    peers.b.receive(rst);
    if (!is(rst, "R", 100)) { return 5; }
    if (!peers.are(syn_sent, closed)) { return 6; }
    if (!is(peers.a.retransmit(), "S", 400) || !peers.are(syn_sent, closed)) { return 7; }
    return 0;
}
static_assert(figure_9() == 0);

// Figure 10: Active Side Causes Half-Open Connection Discovery
constexpr int figure_10() {
    two peers{{'A', closed}, {'B', established}};
    peers.b.goes_on_with(300, 100);
    const segment_fields data = peers.b.data(10);
    const segment_fields rst = peers.a.receive(data);
    if (!is(data, "P.", 300, 100, 10) || !peers.are(closed, established)) { return 2; }
    peers.b.receive(rst);
    if (!is(rst, "R", 100) || !peers.are(closed, closed)) { return 3; }
    return 0;
}
static_assert(figure_10() == 0);

// Figure 11: Old Duplicate SYN Initiates a Reset on Two Passive Sockets
constexpr int figure_11() {
    constexpr std::uint32_t x = 300;
    constexpr std::uint32_t z = 90;
    two peers{{'A', listen}, {'B', listen}};
    peers.b.will_start_at(x);
    const segment_fields syn_ack = peers.b.receive(to_segment({'A', "S", z}));
    if (!peers.are(listen, syn_received)) { return 2; }
    const segment_fields rst = peers.a.receive(syn_ack);
    if (!is(syn_ack, "S.", x, z + 1) || !peers.are(listen, syn_received)) { return 3; }
    peers.b.receive(rst);
    if (!is(rst, "R", z + 1)) { return 4; }
    if (!peers.are(listen, listen)) { return 5; }
    return 0;
}
static_assert(figure_11() == 0);

// Figure 12: Normal Close Sequence
constexpr int figure_12() {
    two peers{{'A', established}, {'B', established}};
    peers.a.goes_on_with(100, 300);
    peers.b.goes_on_with(300, 100);
    const segment_fields fin_of_a = peers.a.close();
    const segment_fields ack_of_b = peers.b.receive(fin_of_a);
    if (!is(fin_of_a, "F.", 100, 300) || !peers.are(fin_wait_1, close_wait)) { return 2; }
    peers.a.receive(ack_of_b);
    if (!is(ack_of_b, ".", 300, 101) || !peers.are(fin_wait_2, close_wait)) { return 3; }
    const segment_fields fin_of_b = peers.b.close();
    const segment_fields ack_of_a = peers.a.receive(fin_of_b);
    if (!is(fin_of_b, "F.", 300, 101) || !peers.are(time_wait, last_ack)) { return 4; }
    peers.b.receive(ack_of_a);
    if (!is(ack_of_a, ".", 101, 301) || !peers.are(time_wait, closed)) { return 5; }
    peers.a.wait_2_msl();
    if (!peers.are(closed, closed)) { return 6; }
    return 0;
}
static_assert(figure_12() == 0);

// Figure 13: Simultaneous Close Sequence
constexpr int figure_13() {
    two peers{{'A', established}, {'B', established}};
    peers.a.goes_on_with(100, 300);
    peers.b.goes_on_with(300, 100);
    const segment_fields fin_of_a = peers.a.close();
    const segment_fields fin_of_b = peers.b.close();
    if (!is(fin_of_a, "F.", 100, 300) || !is(fin_of_b, "F.", 300, 100)) { return 2; }
    if (!peers.are(fin_wait_1, fin_wait_1)) { return 2; }
    const segment_fields ack_of_a = peers.a.receive(fin_of_b);
    const segment_fields ack_of_b = peers.b.receive(fin_of_a);
    if (!is(ack_of_a, ".", 101, 301) || !is(ack_of_b, ".", 301, 101)) { return 3; }
    if (!peers.are(closing, closing)) { return 3; }
    peers.a.receive(ack_of_b);
    peers.b.receive(ack_of_a);
    if (!peers.are(time_wait, time_wait)) { return 4; }
    peers.a.wait_2_msl();
    peers.b.wait_2_msl();
    if (!peers.are(closed, closed)) { return 4; }
    return 0;
}
static_assert(figure_13() == 0);

} // namespace
