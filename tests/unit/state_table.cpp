// SPDX-License-Identifier: BSL-1.0
// The two halves of the machine fit: whatever segment arrives, the classifier's event is one that the tables know.
#include <tcplens/state/classify.hpp>
#include <tcplens/state/rfc793.hpp>
#include <tcplens/state/rfc9293.hpp>

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

using namespace tcplens;

namespace {

class dice {
public:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }

    /// An end's numbers as they can be in this situation.
    control_block numbers(state now) {
        const bool opens = now == state::syn_sent || now == state::syn_received;
        const bool closes = now == state::fin_wait_1 || now == state::closing || now == state::last_ack;
        const bool has_closed = now == state::fin_wait_2 || now == state::time_wait;
        // CLOSE in SYN-RECEIVED leaves the SYN to be acknowledged.
        const std::uint32_t acknowledged = opens ? 0 : closes && now != state::last_ack ? below(4) : 1 + below(3);
        const std::uint32_t outstanding = opens ? 1 : has_closed ? 0 : closes ? 1 + below(5) : below(5);
        control_block tcb;
        tcb.iss = seq32{below(0xffff'ffff)};
        tcb.snd_una = tcb.iss + acknowledged;
        tcb.snd_nxt = tcb.snd_una + (closes && acknowledged == 0 ? outstanding + 1 : outstanding);
        tcb.rcv_nxt = seq32{below(0xffff'ffff)};
        tcb.rcv_wnd = below(4) * 10;
        tcb.fin_sent = closes || has_closed;
        return tcb;
    }

    /// A segment with numbers close to those.
    segment_fields segment(const control_block& tcb) {
        segment_fields made;
        made.control = flag_set::from_bits(static_cast<std::uint16_t>(below(32)));
        made.seq_number = tcb.rcv_nxt + (below(4) == 0 ? 0 : below(50) - 15);
        made.ack_number = below(4) == 0 ? tcb.snd_nxt : tcb.snd_una + (below(12) - 4);
        made.payload_octets = below(2) == 0 ? 0 : below(20);
        return made;
    }

private:
    std::mt19937 engine_{9293};
};

} // namespace

TEST_CASE("no segment is an event that can't happen") {
    dice random;
    std::array<bool, situation_count * event_count> seen{};
    std::size_t cells = 0;
    for (int i = 0; i < 500'000; ++i) {
        const situation at = situation_at(random.below(situation_count));
        const control_block tcb = random.numbers(at.now);
        const event on = classify(random.segment(tcb), tcb, at);
        if (seen[index(at, on)]) { continue; }
        seen[index(at, on)] = true;
        ++cells;
        CAPTURE(std::string{name(at.now)});
        CAPTURE(std::string{name(on)});
        CHECK(rfc9293::table::row(at, on).kind != row_kind::unproducible);
        CHECK(rfc793::table::row(at, on).kind != row_kind::unproducible);
    }
    CHECK(cells > 110); // all kinds of segments were among them
}
