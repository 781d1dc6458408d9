// SPDX-License-Identifier: BSL-1.0
// Octets that are gone before they are read, in a container that dies with the expression.
// error: byte_source
// error: borrowed_range
#include <tcplens/wire/header.hpp>

#include <vector>

std::vector<unsigned char> received();
auto header = tcplens::decode(received());
