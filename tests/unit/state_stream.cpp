// SPDX-License-Identifier: BSL-1.0
// The short way of a segment through a connection leads where the long way does.
#include <tcplens/state/connection.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <random>

using namespace tcplens;

namespace {

/// A connection that always takes the long way.
struct follower {
    connection_step feed(direction sent, const segment_fields& segment) {
        connection_step step;
        step.sent = sent;
        detail::follow(segment, ends[index(sent)], ends[index(opposite(sent))], step);
        return step;
    }
    std::array<observed_end, 2> ends;
};

/// Two ends that send in turns, as fast as they like; now and then one of their segments is changed.
class talk {
public:
    explicit talk(unsigned long seed) : engine_{seed} {}

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }

    segment_fields next(direction sent) {
        end& me = ends_[index(sent)];
        const end& peer = ends_[index(opposite(sent))];
        if (below(3) != 0) { me.received = peer.sent; } // else the peer's last ones are under way
        segment_fields made;
        made.control = flag::ack;
        made.seq_number = me.sent;
        made.ack_number = me.received;
        made.payload_octets = below(2) == 0 ? 0 : below(3) == 0 ? below(100'000'000) : below(3000);
        made.window_field = static_cast<std::uint16_t>(below(20) == 0 ? below(3) : 65535);
        made.window_shift = 14;
        if (turn_ < 3) {
            made.control = turn_ == 0 ? flag_set{flag::syn} : turn_ == 1 ? flag::syn | flag::ack : flag_set{flag::ack};
            made.payload_octets = 0;
        } else if (below(40) == 0) {
            spoil(made);
        }
        ++turn_;
        if (turn_ == 1) { made.ack_number = seq32{}; }
        me.sent = made.seq_number + segment_length(made);
        return made;
    }

private:
    struct end {
        seq32 sent;
        seq32 received;
    };

    void spoil(segment_fields& made) {
        switch (below(7)) {
        case 0: made.seq_number = made.seq_number - below(3000); break;
        case 1: made.seq_number = made.seq_number + below(3000); break;
        case 2: made.ack_number = made.ack_number - below(3000); break;
        case 3: made.ack_number = made.ack_number + below(3000); break;
        case 4: made.control = flag_set::from_bits(static_cast<std::uint16_t>(below(512))); break;
        case 5: made.control = made.control | flag::fin; break;
        default: made.control = made.control | flag::syn; break;
        }
    }

    std::mt19937 engine_;
    std::array<end, 2> ends_{end{seq32{0xffff'0000}, seq32{}}, end{seq32{5}, seq32{}}};
    int turn_ = 0;
};

bool same(const control_block& a, const control_block& b) {
    return a.iss == b.iss && a.snd_una == b.snd_una && a.snd_nxt == b.snd_nxt && a.rcv_nxt == b.rcv_nxt &&
           a.fin_sent == b.fin_sent;
}
bool same(const observed_end& a, const observed_end& b) {
    return same(a.tcb, b.tcb) && a.rcv_edge == b.rcv_edge && a.told == b.told && a.carried == b.carried &&
           a.end.where() == b.end.where() && a.sure == b.sure && a.waits == b.waits && a.steady == b.steady &&
           a.scale == b.scale && a.far_from_iss == b.far_from_iss && a.hidden == b.hidden && a.strayed == b.strayed;
}
bool same(const end_step& a, const end_step& b) {
    if (a.changes().size() != b.changes().size()) { return false; }
    for (std::size_t i = 0; i < a.changes().size(); ++i) {
        if (a.changes()[i].to != b.changes()[i].to || a.changes()[i].why != b.changes()[i].why) { return false; }
    }
    return a.before == b.before && a.after == b.after && a.sure_before == b.sure_before &&
           a.sure_after == b.sure_after && a.by == b.by;
}

} // namespace

TEST_CASE("the short way leads where the long way does") {
    unsigned long short_ones = 0;
    for (unsigned long seed = 0; seed < 2000; ++seed) {
        talk both{seed};
        connection quick;
        follower slow;
        for (unsigned i = 0; i < 60; ++i) {
            const auto sent = static_cast<direction>(i < 3 ? i % 2 : both.below(2));
            const segment_fields segment = both.next(sent);
            short_ones += detail::streams(segment, quick.sender(sent), quick.sender(opposite(sent))) ? 1U : 0U;
            const connection_step step = quick.feed(sent, segment);
            const connection_step other = slow.feed(sent, segment);
            CAPTURE(seed);
            CAPTURE(i);
            REQUIRE(same(step.sender, other.sender));
            REQUIRE(same(step.receiver, other.receiver));
            REQUIRE(step.unusual == other.unusual);
            REQUIRE(same(quick.sender(sent), slow.ends[index(sent)]));
            REQUIRE(same(quick.sender(opposite(sent)), slow.ends[index(opposite(sent))]));
        }
    }
    // Both ways were taken.
    CHECK(short_ones > 20'000);
    CHECK(short_ones < 100'000);
}
