// SPDX-License-Identifier: BSL-1.0
// The words of the state machine are the RFC's.
#include <tcplens/state/state.hpp>

using namespace tcplens;

static_assert(state_count == 11 && event_count == 27);
static_assert(name(state::closed) == "CLOSED" && name(state::syn_received) == "SYN-RECEIVED");
static_assert(name(state::fin_wait_1) == "FIN-WAIT-1" && name(state::time_wait) == "TIME-WAIT");
static_assert(name(event::user_open_passive) == "user_open_passive" && name(event::seg_no_ack) == "seg_no_ack");
static_assert(name(event::seg_fin_ack_of_syn) == "seg_fin_ack_of_syn" && name(event::timer_r2) == "timer_r2");
static_assert(action_name(0) == "send_syn" && action_name(action_count - 1) == "delete_tcb");
static_assert(action{1 << 11} == action::signal_reset && action_name(11) == "signal_reset");
static_assert(name(origin::passive) == "passive" && name(origin::active) == "active");
static_assert(name(certainty::unknown) == "unknown" && name(certainty::proven) == "proven");

static_assert(!synchronized(state::syn_received) && synchronized(state::established));
static_assert(synchronized(state::time_wait) && !synchronized(state::listen));

static_assert(includes(action::send_ack | action::deliver, action::deliver));
static_assert(!includes(action::send_ack | action::deliver, action::send_rst));
static_assert(includes(action::send_ack, action::none));

static_assert(certainty::unknown < certainty::guessed && certainty::assumed < certainty::proven);
