// SPDX-License-Identifier: BSL-1.0
// Ends that act as the table says, over a network that loses and delays: what is proven of them must be true, whichever
// part of what they send is captured.
#include <tcplens/state/connection.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <random>
#include <vector>

using namespace tcplens;

namespace {

constexpr direction client = direction::from_first;
constexpr direction server = direction::from_second;

/// A segment on its way, and the state that its sender was in when it had sent it.
struct emitted {
    direction sent{};
    segment_fields segment;
    state sender{};
    bool captured = true;
};

class simulation {
public:
    simulation(unsigned long seed, bool loses_before_capture) : engine_{seed}, unseen_{loses_before_capture} {
        ends_[0].tcb.iss = seq32{static_cast<std::uint32_t>(engine_())};
        ends_[1].tcb.iss = seq32{static_cast<std::uint32_t>(engine_())};
        loss_ = below(3) == 0 ? 0 : below(15);
        if (below(8) == 0) {
            open(server); // simultaneous open
        } else {
            ends_[index(server)].tcp.feed(event::user_open_passive);
        }
        open(client);
        for (int i = 0; i < 120; ++i) { act(); }
    }

    std::vector<emitted> wire;

private:
    struct end {
        machine<> tcp;
        control_block tcb;
        std::uint32_t text = 0; ///< octets sent so far
    };

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }
    end& at(direction d) { return ends_[index(d)]; }

    void send(direction from, flag_set control, seq32 seq, seq32 ack, std::uint32_t payload = 0) {
        segment_fields made;
        made.seq_number = seq;
        made.ack_number = ack;
        made.control = control;
        made.payload_octets = payload;
        made.window_shift = 0;
        const bool lost = below(100) < loss_;
        const bool captured = !lost || !unseen_ || below(2) == 0;
        if (!captured) { unseen_ = false; } // one is enough to guess
        wire.push_back({from, made, at(from).tcp.now(), captured});
        if (!lost) { queues_[index(from)].push_back(made); }
    }
    void acknowledge(direction from) {
        const end& me = at(from);
        send(from, flag::ack, me.tcb.snd_nxt, me.tcb.rcv_nxt);
    }

    void open(direction who) {
        end& me = at(who);
        me.tcp.feed(event::user_open_active);
        me.tcb.snd_una = me.tcb.iss;
        me.tcb.snd_nxt = me.tcb.iss + 1;
        send(who, flag::syn, me.tcb.iss, seq32{});
    }
    void write(direction who) {
        end& me = at(who);
        if (!includes(rfc9293::table::row(me.tcp.where(), event::user_send).due, action::send_text)) { return; }
        for (std::uint32_t burst = 1 + below(3); burst != 0; --burst) {
            const std::uint32_t octets = 1 + below(below(4) == 0 ? 1 : 500);
            const seq32 seq = me.tcb.snd_nxt;
            me.tcb.snd_nxt = seq + octets;
            send(who, flag::ack | flag::psh, seq, me.tcb.rcv_nxt, octets);
        }
    }
    void close(direction who) {
        end& me = at(who);
        if (me.tcp.now() == state::listen || me.tcp.now() == state::syn_sent || me.tcp.now() == state::syn_received) {
            return;
        }
        const transition& row = me.tcp.feed(event::user_close);
        if (!includes(row.due, action::send_fin)) { return; }
        const seq32 seq = me.tcb.snd_nxt;
        me.tcb.snd_nxt = seq + 1;
        me.tcb.fin_sent = true;
        send(who, flag::fin | flag::ack, seq, me.tcb.rcv_nxt);
    }
    void abort(direction who) {
        end& me = at(who);
        const transition& row = me.tcp.feed(event::user_abort);
        if (includes(row.due, action::send_rst)) { send(who, flag::rst | flag::ack, me.tcb.snd_nxt, me.tcb.rcv_nxt); }
    }
    /// Sends again what is not acknowledged.
    void repeat(direction who) {
        end& me = at(who);
        const seq32 una = me.tcb.snd_una;
        if (me.tcp.now() == state::closed || me.tcp.now() == state::listen || una == me.tcb.snd_nxt) { return; }
        if (me.tcp.now() == state::syn_sent) { return send(who, flag::syn, una, seq32{}); }
        if (me.tcp.now() == state::syn_received) { return send(who, flag::syn | flag::ack, una, me.tcb.rcv_nxt); }
        const std::uint32_t fin = me.tcb.fin_sent ? 1 : 0;
        const std::uint32_t octets = me.tcb.snd_nxt - una - fin;
        if (octets != 0) { send(who, flag::ack | flag::psh, una, me.tcb.rcv_nxt, octets); }
        if (fin != 0) { send(who, flag::fin | flag::ack, me.tcb.snd_nxt - 1, me.tcb.rcv_nxt); }
    }

    /// What RFC 9293 3.10.7 does with a segment.
    void arrive(direction to, const segment_fields& segment) {
        end& me = at(to);
        me.tcb.rcv_wnd = 65535;
        const situation before = me.tcp.where();
        const event on = classify(segment, me.tcb, before);
        const transition& row = me.tcp.feed(on);
        const flag_set flags = segment.flags();
        const bool dropped = on == event::seg_out_of_window || on == event::seg_ack_bad ||
                             on == event::seg_syn_ack_bad || on == event::seg_no_ack || flags.has(flag::rst);
        if (on == event::seg_syn && (before.now == state::listen || before.now == state::syn_sent)) {
            me.tcb.rcv_nxt = segment.seq() + 1;
            if (before.now == state::listen) {
                me.tcb.snd_una = me.tcb.iss;
                me.tcb.snd_nxt = me.tcb.iss + 1;
            }
        } else if (on == event::seg_syn_ack && before.now == state::syn_sent) {
            me.tcb.rcv_nxt = segment.seq() + 1;
        }
        bool text = false;
        if (!dropped && on != event::seg_syn && before.now != state::closed && before.now != state::listen) {
            if (flags.has(flag::ack) && precedes(me.tcb.snd_una, segment.ack())) { me.tcb.snd_una = segment.ack(); }
            const seq32 text_end = segment.seq() + segment.payload_size();
            text = segment.payload_size() != 0;
            const bool open = before.now != state::close_wait && before.now != state::closing &&
                              before.now != state::last_ack && before.now != state::time_wait;
            if (open && !precedes(me.tcb.rcv_nxt, segment.seq()) && precedes(me.tcb.rcv_nxt, text_end)) {
                me.tcb.rcv_nxt = text_end;
            }
            const bool fin = on == event::seg_fin || on == event::seg_fin_ack_of_fin || on == event::seg_fin_ack_of_syn;
            if (fin && open) { me.tcb.rcv_nxt = text_end + 1; }
        }
        if (includes(row.due, action::send_syn_ack)) {
            send(to, flag::syn | flag::ack, me.tcb.iss, me.tcb.rcv_nxt);
        } else if (includes(row.due, action::send_rst)) {
            if (flags.has(flag::ack)) {
                send(to, flag::rst, segment.ack(), seq32{});
            } else {
                send(to, flag::rst | flag::ack, seq32{}, segment.seq() + segment_length(segment));
            }
        } else if (includes(row.due, action::send_challenge_ack) || includes(row.due, action::send_ack) || text) {
            acknowledge(to);
        }
    }

    void act() {
        const auto who = static_cast<direction>(below(2));
        const std::uint32_t choice = below(100);
        std::deque<segment_fields>& queue = queues_[index(who)];
        if (choice < 70) {
            if (queue.empty()) { return; }
            const segment_fields next = queue.front();
            queue.pop_front();
            arrive(opposite(who), next);
        } else if (choice < 82) {
            write(who);
        } else if (choice < 88) {
            close(who);
        } else if (choice < 99) {
            if (queue.empty() || below(6) == 0) { repeat(who); }
        } else if (below(4) == 0) {
            abort(who);
        }
    }

    std::mt19937 engine_;
    std::array<end, 2> ends_;
    std::array<std::deque<segment_fields>, 2> queues_;
    std::uint32_t loss_ = 0;
    bool unseen_;
};

struct tally {
    unsigned long told = 0;
    unsigned long right = 0;
    unsigned long proven = 0;
};

/// Compares what is told of each sender with the state that it had.
template <class Keep>
void compare(const std::vector<emitted>& wire, Keep keep, tally& counts) {
    connection seen;
    for (std::size_t i = 0; i < wire.size(); ++i) {
        if (!wire[i].captured || !keep(i)) { continue; }
        const connection_step step = seen.feed(wire[i].sent, wire[i].segment);
        CAPTURE(i);
        CAPTURE(name(step.sender.after));
        CAPTURE(name(wire[i].sender));
        const bool right = step.sender.after == wire[i].sender;
        ++counts.told;
        counts.right += right ? 1U : 0U;
        if (step.sender.sure_after == certainty::proven) {
            ++counts.proven;
            REQUIRE(right);
        }
    }
}

} // namespace

TEST_CASE("what is proven of an end is true") {
    tally whole;
    tally lossy;
    tally late;
    tally one_way;
    const char* const wanted = std::getenv("TCPLENS_HOSTILE_SEED");
    const unsigned long first = wanted == nullptr ? 0 : std::strtoul(wanted, nullptr, 10) * 1000;
    for (unsigned long seed = first; seed < first + 1000; ++seed) {
        CAPTURE(seed);
        const simulation seen{seed, false};
        compare(seen.wire, [](std::size_t) { return true; }, whole);
        const simulation unseen{seed, true};
        compare(unseen.wire, [](std::size_t) { return true; }, lossy);
        for (std::size_t from = 1; from < seen.wire.size() && from < 12; ++from) {
            CAPTURE(from);
            compare(seen.wire, [from](std::size_t i) { return i >= from; }, late);
        }
        for (const direction way : {client, server}) {
            CAPTURE(way == client);
            compare(seen.wire, [&](std::size_t i) { return seen.wire[i].sent == way; }, one_way);
        }
    }
    // ... and most of what is told is proven, and right.
    CHECK(whole.proven * 100 > whole.told * 80);
    CHECK(whole.right * 100 > whole.told * 95);
    CHECK(lossy.right * 100 > lossy.told * 95);
    CHECK(late.proven > 0);
    CHECK(one_way.proven > 0);
}
