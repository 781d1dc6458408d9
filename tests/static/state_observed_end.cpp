// SPDX-License-Identifier: BSL-1.0
// What a step says of an end.
#include <tcplens/state/observed_end.hpp>

using namespace tcplens;

static_assert(!end_step{}.changed());
static_assert([] {
    end_step step;
    step.after = state::syn_sent;
    return step.changed();
}());
// To become known is a change too.
static_assert([] {
    end_step step;
    step.sure_after = certainty::guessed;
    return step.changed();
}());
static_assert(observed_end{}.sure == certainty::unknown && observed_end{}.shift == -1);
static_assert(sizeof(observed_end) <= 64);
// The window that is left: all that may be, where none was told; else up to the edge, and never less than nothing.
static_assert(observed_end{}.numbers().rcv_wnd == 65535);
static_assert([] {
    observed_end end;
    end.knows_receive = end.knows_window = true;
    end.tcb.rcv_nxt = seq32{0xffff'fff0};
    end.rcv_edge = seq32{10};
    const bool across_the_wrap = end.numbers().rcv_wnd == 26 && end.numbers().rcv_nxt == end.tcb.rcv_nxt;
    end.tcb.rcv_nxt = seq32{11};
    return across_the_wrap && end.numbers().rcv_wnd == 0;
}());
// Each rule that is the RFC's says where it stands.
static_assert(!describe(evidence::got_fin).section.empty() && describe(evidence::midstream).section.empty());
// Each change has its reason; of more than three the last are kept.
static_assert([] {
    end_step step;
    step.add(state::established, evidence::got_syn_ack);
    step.add(state::close_wait, evidence::got_fin);
    return step.changes().size() == 2 && step.changes()[1].to == state::close_wait &&
           *step.changes()[1].why == describe(evidence::got_fin);
}());
