// SPDX-License-Identifier: BSL-1.0
// The table of RFC 9293: its figure, its sections, and rows that are easy to get wrong.
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

// Figure 5 has twenty edges; CLOSE in SYN-RECEIVED and its ACK of SYN are one edge for both origins.
static_assert(count([](const transition& row) {
                  const bool twin = row.from == active && row.kind == row_kind::figure;
                  return row.kind == row_kind::figure && !twin;
              }) == 20);
static_assert(after(closed, user_open_passive) == listen && after(closed, user_open_active) == syn_sent);
static_assert(after(listen, seg_syn) == syn_received && after(syn_sent, seg_syn) == syn_received);
static_assert(table::row({listen, {}}, seg_syn).next == passive && table::row({syn_sent, {}}, seg_syn).next == active);
static_assert(after(fin_wait_1, seg_ack_of_fin) == fin_wait_2 && after(fin_wait_1, seg_fin) == closing);
static_assert(after(closing, seg_ack_of_fin) == time_wait && after(last_ack, seg_ack_of_fin) == closed);

// Each row that can happen says where it stands; one that can't changes nothing.
static_assert(count([](const transition& row) {
                  return row.kind != row_kind::unproducible && (row.why.section.empty() || row.why.rule.empty());
              }) == 0);
static_assert(count([](const transition& row) { return row.kind == row_kind::unproducible && row.next != row.from; }) ==
              0);

// RST by origin, and its three answers
static_assert(after(passive, seg_rst_exact) == listen && after(active, seg_rst_exact) == closed);
static_assert(after(established, seg_rst_exact) == closed && after(established, seg_rst_bad) == established);
static_assert(after(established, seg_rst_in_window) == established);
static_assert(includes(table::row({established, {}}, seg_rst_in_window).due, action::send_challenge_ack));

// Nobody but the user closes, and nobody but a FIN or an ACK of FIN leads to TIME-WAIT.
static_assert(count([](const transition& row) {
                  const bool enters = row.next.now != row.from.now;
                  return enters && (row.next.now == fin_wait_1 || row.next.now == last_ack) && row.on != user_close;
              }) == 0);
static_assert(count([](const transition& row) {
                  const bool enters = row.next.now == time_wait && row.from.now != time_wait;
                  return enters && row.on != seg_fin && row.on != seg_fin_ack_of_fin && row.on != seg_ack_of_fin;
              }) == 0);
static_assert(after(time_wait, seg_syn) == syn_received);
static_assert(after(active, seg_syn_ack) == established);
