// SPDX-License-Identifier: BSL-1.0
// The consumers' program with the module, whose macros come from the one header that has any.
#include <tcplens/version.hpp>

#include <cstdio>
#include <string_view>

import tcplens;

int main() {
    using namespace tcplens;
    const bytes syn = "c350 0050 0000 0064 0000 0000 6002 faf0 0000 0000 0204 05b4"_hex;
    const auto header = decode(syn);
    if (!header) { return 1; }
    connection both;
    text<256> out;
    render_segment(out.sink(), *header, absolute_numbering{}(direction::from_second, *header));
    render_states(put(out.sink(), "; "), both.feed(direction::from_second, *header), {"server", "client"});
    const std::string_view line = out.view();
    std::printf("tcplens %d.%d.%d: %.*s\n", TCPLENS_VERSION_MAJOR, TCPLENS_VERSION_MINOR, TCPLENS_VERSION_PATCH,
                static_cast<int>(line.size()), line.data());
}
