// SPDX-License-Identifier: BSL-1.0
// A sink that takes no characters.
// error: char_sink
// error: \*out ?= ?c
#include <tcplens/text/notation.hpp>

auto end = tcplens::render_flags(static_cast<const char*>(nullptr), tcplens::flag::syn);
