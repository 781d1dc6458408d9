// SPDX-License-Identifier: BSL-1.0
// A machine alone, as an endpoint's implementation or a lesson would use it.
#include <tcplens/state/machine.hpp>
#include <tcplens/state/rfc793.hpp>

#include <array>

using namespace tcplens;

static_assert(sizeof(machine<>) == 4);

static_assert([] {
    machine client;
    client.feed(event::user_open_active);
    client.feed(event::seg_syn_ack);
    client.feed(event::user_close);
    client.feed(event::seg_ack_of_fin);
    client.feed(event::seg_fin);
    const transition& row = client.feed(event::timer_time_wait);
    return client.now() == state::closed && row.from.now == state::time_wait && row.why.section == "3.10.8";
}());

// An event that can't be produced changes nothing, and its row says so.
static_assert([] {
    machine end{{state::established, {}}};
    return !end.feed(event::timer_time_wait).producible() && end.now() == state::established;
}());

struct counter {
    int changes = 0;
    constexpr void on_step(step<rfc9293::table> taken) { changes += taken.changed() ? 1 : 0; }
};
static_assert(step_observer<counter> && !step_observer<transition>);
static_assert([] {
    machine<rfc9293::table, counter> server{{state::listen, {}}, {}};
    server.feed(event::seg_syn);
    server.feed(event::seg_out_of_window);
    server.feed(event::seg_ack_of_syn);
    return server.observer().changes == 2 && server.now() == state::established;
}());

// It remembers how SYN-RECEIVED was reached.
static_assert([] {
    machine from_listen{{state::listen, {}}};
    machine from_syn_sent{{state::syn_sent, {}}};
    from_listen.feed(event::seg_syn);
    from_syn_sent.feed(event::seg_syn);
    from_listen.feed(event::seg_rst_exact);
    from_syn_sent.feed(event::seg_rst_exact);
    return from_listen.now() == state::listen && from_syn_sent.now() == state::closed;
}());

// Another table, the same machine.
static_assert([] {
    machine<rfc793::table> then{{state::established, {}}};
    machine now{{state::established, {}}};
    then.feed(event::seg_rst_in_window);
    now.feed(event::seg_rst_in_window);
    return then.now() == state::closed && now.now() == state::established;
}());

// A table of one's own, and an observer that knows which one it is.
constexpr transition_matrix patient_rows =
    changed(rfc9293::rows, std::to_array<rule>({rfc9293::ignore_rst_in_time_wait}));
using patient = table_of<patient_rows>;

struct last_rule {
    std::string_view section;
    constexpr void on_step(step<patient> taken) { section = taken.why().section; }
};
static_assert(step_observer<last_rule, patient> && !step_observer<last_rule>);
static_assert([] {
    machine<patient, last_rule> end{{state::time_wait, {}}, {}};
    const step taken = end.feed(event::seg_rst_exact);
    return !taken.changed() && taken.producible() && taken.before() == state::time_wait &&
           taken.on() == event::seg_rst_exact && taken.due() == action::none &&
           &taken.row() == &patient::row({state::time_wait, {}}, event::seg_rst_exact) &&
           end.observer().section == "3.10.7.4 (RFC 1337 3)";
}());
