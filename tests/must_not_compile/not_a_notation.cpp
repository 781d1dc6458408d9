// SPDX-License-Identifier: BSL-1.0
// A notation without a way to write flags.
// error: flag_notation
// error: N::flags ?\(out, ?flags\)
#include <tcplens/text/notation.hpp>

struct mute {};
char buffer[64];
char* end = tcplens::render_flags<mute>(+buffer, tcplens::flag::syn);
