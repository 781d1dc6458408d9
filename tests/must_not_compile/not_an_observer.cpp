// SPDX-License-Identifier: BSL-1.0
// An observer that watches something else.
// error: step_observer
#include <tcplens/state/machine.hpp>

struct deaf {
    void on_segment(int) {}
};
tcplens::machine<tcplens::rfc9293::table, deaf> end;
