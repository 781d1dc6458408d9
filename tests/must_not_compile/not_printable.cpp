// SPDX-License-Identifier: BSL-1.0
// A direction has no text of its own.
// error: satisfy 'printable'|printable<
// error: print\(out, ?value\)
#include <tcplens/adapters/ostream.hpp>

#include <sstream>

void show(std::ostream& to) { to << tcplens::direction::from_first; }
