// SPDX-License-Identifier: BSL-1.0
// Any segments in any order leave a connection in a defined state, and some things never happen.
#include <tcplens/state/connection.hpp>
#include <tcplens/state/record.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <random>

using namespace tcplens;

namespace {

unsigned long from_environment(const char* name, unsigned long otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr ? otherwise : std::strtoul(value, nullptr, 10);
}

/// Segments that are often nearly right: numbers close to what was sent last, flags that mostly make sense.
class dice {
public:
    explicit dice(unsigned long seed) : engine_{seed} {}

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }

    segment_fields segment(direction sent) {
        constexpr std::array<flag_set, 10> usual{
            flag::syn, flag::syn | flag::ack, flag::ack,  flag::ack, flag::ack | flag::psh, flag::fin | flag::ack,
            flag::rst, flag::rst | flag::ack, flag_set{}, flag::fin};
        seq32& mine = next_[index(sent)];
        const seq32 other = next_[index(opposite(sent))];
        segment_fields made;
        made.control = below(8) == 0 ? flag_set::from_bits(static_cast<std::uint16_t>(below(512))) : usual[below(10)];
        made.seq_number = mine + (below(4) == 0 ? below(7) - 3 : 0);
        made.ack_number = other + (below(4) == 0 ? below(7) - 3 : 0);
        made.payload_octets = below(3) == 0 ? below(20) : 0;
        made.window_field = static_cast<std::uint16_t>(below(5) == 0 ? 0 : below(65536));
        made.window_shift = static_cast<int>(below(16)) - 1;
        if (below(50) == 0) { made.seq_number = seq32{static_cast<std::uint32_t>(engine_())}; }
        mine = made.seq_number + segment_length(made);
        return made;
    }

private:
    std::mt19937 engine_;
    std::array<seq32, 2> next_{seq32{0xffff'ff00}, seq32{5}};
};

bool resets(const segment_fields& segment) { return segment.flags().has(flag::rst); }

} // namespace

TEST_CASE("random segments") {
    const unsigned long seed = from_environment("TCPLENS_HOSTILE_SEED", 1);
    const unsigned long rounds = from_environment("TCPLENS_HOSTILE_ROUNDS", 20'000);
    dice random{seed};
    for (unsigned long round = 0; round < rounds; ++round) {
        connection both;
        connection shifted;
        connection_record record;
        const std::uint32_t shift = random.below(0xffff'ffff);
        for (int i = 0; i < 12; ++i) {
            const auto sent = static_cast<direction>(random.below(2));
            const segment_fields segment = random.segment(sent);
            segment_fields moved = segment;
            moved.seq_number = segment.seq_number + shift;
            moved.ack_number = segment.ack_number + shift;

            const connection_step step = both.feed(sent, segment);
            const connection_step twin = shifted.feed(sent, moved);
            record.add(segment, step);
            for (const end_step* end : {&step.sender, &step.receiver}) {
                REQUIRE(end->after <= state::time_wait);
                REQUIRE(end->sure_after <= certainty::proven);
                REQUIRE(end->sure_after != certainty::unknown);
                // A change has a rule, the last of them leads to where the end is.
                if (end->before != end->after) { REQUIRE(!end->changes().empty()); }
                if (!end->changes().empty()) { REQUIRE(end->changes().back().to == end->after); }
                // Nothing but a RST leads from ESTABLISHED to CLOSED.
                if (end->before == state::established && end->after == state::closed) { REQUIRE(resets(segment)); }
            }
            // Numbers mean nothing but by their distance.
            if (segment.flags().has(flag::ack)) {
                REQUIRE(step.sender.after == twin.sender.after);
                REQUIRE(step.receiver.after == twin.receiver.after);
            }
            // What never arrives proves nothing of its receiver; it gets surer at most by a SYN that begins anew.
            REQUIRE((step.receiver.sure_after != certainty::proven || step.receiver.sure_before == certainty::proven));
            const bool begins = step.receiver.sure_before == certainty::unknown || segment.flags().has(flag::syn);
            REQUIRE((begins || step.receiver.sure_after <= step.receiver.sure_before));
            // The same once more changes nothing, but for what the RFC says of SYNs in SYN-RECEIVED, and while a SYN on
            // a live connection waits for what its peer makes of it.
            connection twice = both;
            const connection_step repeated = twice.feed(sent, segment);
            CAPTURE(round);
            CAPTURE(i);
            const bool waits = both.sender(sent).reopens || both.sender(opposite(sent)).reopens;
            if (!segment.flags().has(flag::syn) && !waits) {
                REQUIRE(repeated.sender.after == step.sender.after);
                REQUIRE(repeated.receiver.after == step.receiver.after);
            }
            // Time that doesn't pass ends nothing, and then 2 MSL nothing but TIME-WAIT.
            twice = both;
            const connection_step now = twice.advance({5, 0});
            REQUIRE((!now.sender.changed() && !now.receiver.changed()));
            const connection_step later = twice.advance({245, 0});
            for (const end_step* end : {&later.sender, &later.receiver}) {
                REQUIRE(end->changed() == (end->before == state::time_wait));
                REQUIRE(end->sure_after <= end->sure_before);
            }
        }
        REQUIRE(record.how() <= ending::closed);
    }
}
