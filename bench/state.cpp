// SPDX-License-Identifier: BSL-1.0
// From segments to numbers and states.
#include "counters.hpp"
#include "segments.hpp"

namespace {

using namespace tcplens;

void number_segment(benchmark::State& state) {
    const auto both = bench::bulk_transfer();
    const auto segments = both.segments(3);
    tcplens::tcpdump_numbering numbering;
    auto* const policy = &numbering;
    benchmark::DoNotOptimize(policy);
    bench::measure_each(state, segments,
                        [policy](const bench::sent_segment& next) { return (*policy)(next.sent, next.tcp); });
}

/// The events of one end that opens, exchanges data and closes, in the order in which they come.
void machine_event(benchmark::State& state) {
    std::vector<event> events{event::user_open_active, event::seg_syn_ack};
    for (int i = 0; i < 120; ++i) { events.push_back(i % 3 == 2 ? event::seg_ack : event::seg_data); }
    for (const event on : {event::user_close, event::seg_ack_of_fin, event::seg_fin, event::timer_time_wait}) {
        events.push_back(on);
    }
    machine end;
    auto* const at = &end;
    benchmark::DoNotOptimize(at);
    bench::measure_each(state, events, [at](event on) { return at->feed(on); });
    if (end.now() != tcplens::state::closed) { bench::fail(state, "the connection wasn't closed"); }
}

/// Feeds all segments to `at`, which has escaped.
void feed_all(connection& at, const std::vector<bench::sent_segment>& segments) {
    for (const bench::sent_segment& next : segments) {
        const connection_step step = at.feed(next.sent, next.tcp);
        benchmark::DoNotOptimize(step);
    }
}

/// Each pass starts from the same connection, so that none is a retransmission.
void feed_segment(benchmark::State& state) {
    const auto both = bench::bulk_transfer();
    const auto segments = both.segments(3);
    connection opened;
    for (const bench::sent_segment& next : both.segments()) {
        if (next.tcp.captured().data() == segments.front().tcp.captured().data()) { break; }
        opened.feed(next.sent, next.tcp);
    }
    connection now;
    auto* const at = &now;
    benchmark::DoNotOptimize(at);
    bench::measure(state, segments.size(), [&] {
        *at = opened;
        feed_all(*at, segments);
    });
    const observed_end& client = now.sender(direction::from_second);
    if (client.now() != state::established || client.tcb.snd_una == client.tcb.iss) {
        bench::fail(state, "the transfer didn't take place");
    }
}

void feed_connection(benchmark::State& state) {
    const auto both = bench::short_connection();
    const auto segments = both.segments();
    connection now;
    auto* const at = &now;
    benchmark::DoNotOptimize(at);
    bench::measure(state, 1, [&] {
        *at = connection{};
        feed_all(*at, segments);
    });
    if (now.sender(direction::from_first).now() != state::time_wait ||
        now.sender(direction::from_second).now() != state::closed) {
        bench::fail(state, "the connection wasn't closed");
    }
}

BENCHMARK(number_segment)->Apply(bench::iterations);
BENCHMARK(machine_event)->Apply(bench::iterations);
BENCHMARK(feed_segment)->Apply(bench::iterations);
BENCHMARK(feed_connection)->Apply(bench::iterations);

} // namespace
