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
// Each rule that is the RFC's says where it stands.
static_assert(!evidence::listener.section.empty() && evidence::midstream.section.empty());
