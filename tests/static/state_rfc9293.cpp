// SPDX-License-Identifier: BSL-1.0
// The table of RFC 9293: its figure, its sections, and rows that are easy to get wrong.
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

using namespace tcplens;
using table = rfc9293::table;
using enum state;
using enum event;

constexpr situation passive{syn_received, origin::passive};
constexpr situation active{syn_received, origin::active};

constexpr state after(situation from, event on) { return table::row(from, on).next.now; }
constexpr state after(state from, event on) { return after({from, {}}, on); }

template <class F>
constexpr std::size_t count(F is_counted) {
    std::size_t counted = 0;
    for (std::size_t i = 0; i < table::size(); ++i) { counted += is_counted(table::row_at(i)) ? 1U : 0U; }
    return counted;
}

static_assert(table::size() == 12 * 27);

// Two cells have another answer for each origin of SYN-RECEIVED, and no more (MUST-11).
static_assert(count([](const transition& row) {
                  const transition& twin = table::row(active, row.on);
                  return row.from == passive && row.next.now != twin.next.now;
              }) == 2);
static_assert(after(passive, seg_syn) == listen && after(active, seg_syn) == syn_received);
static_assert(table::row({listen, {}}, seg_syn).next == passive && table::row({syn_sent, {}}, seg_syn).next == active);

// RST by origin, and its three answers
static_assert(after(passive, seg_rst_exact) == listen && after(active, seg_rst_exact) == closed);
static_assert(after(established, seg_rst_exact) == closed && after(established, seg_rst_bad) == established);
static_assert(after(established, seg_rst_in_window) == established);
static_assert(includes(table::row({established, {}}, seg_rst_in_window).due, action::send_challenge_ack));

// What the RFC leaves open, as this table has it, and the other way.
static_assert(after(time_wait, seg_syn) == syn_received && after(time_wait, seg_rst_exact) == closed);
static_assert(after(active, seg_syn_ack) == established && after(passive, seg_syn_ack) == established);
static_assert(includes(table::row({time_wait, {}}, seg_out_of_window).due, action::start_time_wait));

constexpr transition_matrix cautious_rows =
    changed(rfc9293::rows, std::to_array<rule>({rfc9293::ignore_rst_in_time_wait, rfc9293::challenge_syn_in_time_wait,
                                                rfc9293::reset_text_after_close}));
using cautious = table_of<cautious_rows>;
static_assert(cautious::row({time_wait, {}}, seg_rst_exact).next.now == time_wait);
static_assert(cautious::row({time_wait, {}}, seg_syn).due == action::send_challenge_ack);
static_assert(cautious::row({fin_wait_2, {}}, seg_data).next.now == closed);
static_assert(proven<cautious>);

// CLOSE in SYN-RECEIVED leaves the SYN to be acknowledged in FIN-WAIT-1.
static_assert(after(fin_wait_1, seg_ack_of_syn) == fin_wait_1 && after(fin_wait_1, seg_fin_ack_of_syn) == closing);
static_assert(after(fin_wait_1, seg_fin_ack_of_fin) == time_wait);

// Timers run where there is something to wait for.
static_assert(after(time_wait, timer_time_wait) == closed && after(fin_wait_2, timer_user) == closed);
static_assert(after(syn_sent, timer_r2) == closed);
static_assert(table::row({fin_wait_2, {}}, timer_retransmit).kind == row_kind::unproducible);
static_assert(table::row({established, {}}, timer_time_wait).kind == row_kind::unproducible);
