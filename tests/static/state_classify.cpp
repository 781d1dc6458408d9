// SPDX-License-Identifier: BSL-1.0
// Segments become events by numbers, in the order of tests of RFC 9293 3.10.7.
#include <tcplens/state/classify.hpp>

#include "../replay.hpp"

using namespace replay;
using enum event;

// RFC 9293 3.4, the four cases of the acceptance test
static_assert(acceptable(to_segment({'A', ".", 100}), seq32{100}, 0));
static_assert(!acceptable(to_segment({'A', ".", 101}), seq32{100}, 0));
static_assert(acceptable(to_segment({'A', ".", 109}), seq32{100}, 10));
static_assert(!acceptable(to_segment({'A', ".", 110}), seq32{100}, 10));
static_assert(!acceptable(to_segment({'A', ".", 100, 0, 1}), seq32{100}, 0));
static_assert(acceptable(to_segment({'A', ".", 95, 0, 6}), seq32{100}, 10));
static_assert(!acceptable(to_segment({'A', ".", 95, 0, 5}), seq32{100}, 10));
static_assert(acceptable(to_segment({'A', ".", 0xffff'fffa, 0, 20}), seq32{4}, 10));

constexpr event in(state now, const line& l, const control_block& tcb, origin from = origin::passive) {
    return classify(to_segment(l), tcb, {now, from});
}

// CLOSED and LISTEN look at flags alone.
constexpr control_block none{};
static_assert(in(state::listen, {'A', "S", 7}, none) == seg_syn);
static_assert(in(state::listen, {'A', "S.", 7, 1}, none) == seg_ack_bad);
static_assert(in(state::listen, {'A', "R.", 7, 1}, none) == seg_rst_bad);
static_assert(in(state::closed, {'A', "F", 7}, none) == seg_no_ack);

// SYN-SENT: the ACK first
constexpr control_block opening{seq32{100}, seq32{100}, seq32{101}, {}, 0, false};
static_assert(in(state::syn_sent, {'B', "S.", 300, 101}, opening) == seg_syn_ack);
static_assert(in(state::syn_sent, {'B', "S.", 300, 100}, opening) == seg_syn_ack_bad);
static_assert(in(state::syn_sent, {'B', "S.", 300, 102}, opening) == seg_syn_ack_bad);
static_assert(in(state::syn_sent, {'B', "S", 300}, opening) == seg_syn);
static_assert(in(state::syn_sent, {'B', "R.", 0, 101}, opening) == seg_rst_exact);
static_assert(in(state::syn_sent, {'B', "R.", 0, 102}, opening) == seg_rst_bad);
static_assert(in(state::syn_sent, {'B', "R", 0}, opening) == seg_rst_bad);
static_assert(in(state::syn_sent, {'B', ".", 300, 101}, opening) == seg_ack_of_syn);
static_assert(in(state::syn_sent, {'B', ".", 300, 99}, opening) == seg_ack_bad);
static_assert(in(state::syn_sent, {'B', "F", 300}, opening) == seg_no_ack);

// SYN-RECEIVED: the first ACK has to cover the SYN.
constexpr control_block answering{seq32{300}, seq32{300}, seq32{301}, seq32{101}, 1000, false};
static_assert(in(state::syn_received, {'A', ".", 101, 301}, answering) == seg_ack_of_syn);
static_assert(in(state::syn_received, {'A', "P.", 101, 301, 5}, answering) == seg_ack_of_syn);
static_assert(in(state::syn_received, {'A', ".", 101, 300}, answering) == seg_ack_bad);
static_assert(in(state::syn_received, {'A', "F.", 101, 301}, answering) == seg_fin_ack_of_syn);
static_assert(in(state::syn_received, {'A', "S", 100}, answering) == seg_out_of_window);
static_assert(in(state::syn_received, {'A', "S.", 100, 301}, answering) == seg_out_of_window);
static_assert(in(state::syn_received, {'A', "S.", 100, 301}, answering, origin::active) == seg_syn_ack);

// Synchronized: sequence, RST, SYN, ACK, FIN, text
constexpr control_block open{seq32{300}, seq32{310}, seq32{320}, seq32{101}, 1000, false};
static_assert(in(state::established, {'A', ".", 101, 320}, open) == seg_ack);
static_assert(in(state::established, {'A', ".", 101, 305}, open) == seg_ack);
static_assert(in(state::established, {'A', ".", 101, 321}, open) == seg_ack_bad);
static_assert(in(state::established, {'A', "P.", 101, 320, 5}, open) == seg_data);
static_assert(in(state::established, {'A', "P.", 96, 320, 5}, open) == seg_out_of_window);
static_assert(in(state::established, {'A', "P", 101, 0, 5}, open) == seg_no_ack);
static_assert(in(state::established, {'A', "F.", 101, 320}, open) == seg_fin);
static_assert(in(state::established, {'A', "F.", 102, 320}, open) == seg_ack, "a FIN behind a hole is not in order");
static_assert(in(state::established, {'A', "F.", 100, 320}, open) == seg_out_of_window);
static_assert(in(state::established, {'A', "R", 101}, open) == seg_rst_exact);
static_assert(in(state::established, {'A', "R", 102}, open) == seg_rst_in_window);
static_assert(in(state::established, {'A', "R", 100}, open) == seg_rst_bad);
static_assert(in(state::established, {'A', "S", 101}, open) == seg_syn);
static_assert(in(state::established, {'A', "S", 5000}, open) == seg_out_of_window);

// An ACK of the FIN
constexpr control_block closing{seq32{300}, seq32{310}, seq32{321}, seq32{101}, 1000, true};
static_assert(in(state::fin_wait_1, {'A', ".", 101, 321}, closing) == seg_ack_of_fin);
static_assert(in(state::fin_wait_1, {'A', ".", 101, 320}, closing) == seg_ack);
static_assert(in(state::fin_wait_1, {'A', "P.", 101, 321, 9}, closing) == seg_ack_of_fin);
static_assert(in(state::fin_wait_1, {'A', "F.", 101, 321}, closing) == seg_fin_ack_of_fin);
static_assert(in(state::fin_wait_1, {'A', "F.", 101, 320}, closing) == seg_fin);

// TIME-WAIT: only a SYN beyond the old numbers reopens.
static_assert(in(state::time_wait, {'A', "S", 5000}, closing) == seg_syn);
static_assert(in(state::time_wait, {'A', "S", 50}, closing) == seg_out_of_window);
static_assert(in(state::time_wait, {'A', "F.", 100, 321}, closing) == seg_out_of_window);
