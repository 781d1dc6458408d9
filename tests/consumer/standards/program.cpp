// SPDX-License-Identifier: BSL-1.0
// Compiled as C++20; what it links is C++23. They hand each other results, views and states.
#include "other.hpp"

#include <cstdio>

int main() {
    using namespace tcplens;
    const bytes octets = "c350 0050 0000 0064 0000 0000 6002 faf0 0000 0000 0204 05b4"_hex;
    const result<header_view> mine = decode(octets);
    const result<header_view> theirs = other_decode(octets);
    if (!mine || !theirs || mine->seq() != theirs->seq() || mine->captured().data() != theirs->captured().data()) {
        return 1;
    }
    if (decode(octets.first(9)).error() != other_decode(octets.first(9)).error()) { return 2; }
    if (other_cplusplus() <= __cplusplus) { return 3; }
    connection both;
    text<256> out;
    render_segment(out.sink(), *theirs, absolute_numbering{}(direction::from_second, *theirs));
    other_states(out, both);
    const std::string_view line = out.view();
    std::printf("tcplens %d.%d.%d: %.*s\n", TCPLENS_VERSION_MAJOR, TCPLENS_VERSION_MINOR, TCPLENS_VERSION_PATCH,
                static_cast<int>(line.size()), line.data());
}
