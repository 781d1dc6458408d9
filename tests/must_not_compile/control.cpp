// SPDX-License-Identifier: BSL-1.0
// What the others do, done right: it compiles.
#include <tcplens/state/machine.hpp>
#include <tcplens/state/proofs.hpp>

using namespace tcplens;

constexpr transition_matrix rows = changed(
    rfc9293::rows,
    std::to_array<rule>({
        {state::time_wait, event::seg_rst_exact, stay, action::none, row_kind::text, "RFC 1337 3", "RST is ignored"},
    }));
struct sound : table_of<rows> {};
static_assert(proven<sound>);

struct watcher {
    void on_step(step<sound>) {}
};
machine<sound, watcher> end;
