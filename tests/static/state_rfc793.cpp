// SPDX-License-Identifier: BSL-1.0
// The table of 1981: what was otherwise then.
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc793.hpp>

using namespace tcplens;
using enum state;
using enum event;

constexpr const transition& then(state from, event on) { return rfc793::table::row({from, {}}, on); }
constexpr const transition& now(state from, event on) { return rfc9293::table::row({from, {}}, on); }

// Any RST in the window resets, and no ACK challenges one.
static_assert(then(established, seg_rst_in_window).next.now == closed);
static_assert(then(syn_received, seg_rst_in_window).next.now == listen);
static_assert(rfc793::table::row({syn_received, origin::active}, seg_rst_in_window).next.now == closed);
// A SYN in the window is an error, in TIME-WAIT too.
static_assert(then(established, seg_syn).next.now == closed &&
              includes(then(established, seg_syn).due, action::send_rst));
static_assert(then(syn_received, seg_syn).next.now == closed && then(time_wait, seg_syn).next.now == closed);
// Nobody counted retransmissions.
static_assert(then(established, timer_r2).kind == row_kind::unproducible);

// The text of CLOSE says CLOSING, its figure LAST-ACK.
static_assert(then(close_wait, user_close).next.now == last_ack);

// All else is as it is today, but for the sections.
static_assert([] {
    for (std::size_t i = 0; i < rfc793::table::size(); ++i) {
        const transition& a = rfc793::table::row_at(i);
        const transition& b = rfc9293::table::row_at(i);
        const bool other = a.next != b.next || a.due != b.due || a.kind != b.kind;
        if (other && a.on != seg_rst_in_window && a.on != seg_syn && a.on != timer_r2) { return false; }
        if (!a.why.section.starts_with("3.9 ")) { return false; }
    }
    return true;
}());
static_assert(then(listen, seg_syn).next == now(listen, seg_syn).next);
static_assert(then(closed, user_open_active).why.section == "3.9 OPEN Call");
static_assert(then(time_wait, timer_time_wait).why.section == "3.9 TIME-WAIT TIMEOUT");
