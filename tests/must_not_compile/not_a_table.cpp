// SPDX-License-Identifier: BSL-1.0
// A machine over something that is no table.
// error: transition_table
#include <tcplens/state/machine.hpp>

struct no_table {
    static constexpr std::size_t size() { return 0; }
};
tcplens::machine<no_table> end;
