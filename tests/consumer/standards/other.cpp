// SPDX-License-Identifier: BSL-1.0
// Compiled as C++23.
#include "other.hpp"

using namespace tcplens;

long other_cplusplus() { return __cplusplus; }

result<header_view> other_decode(bytes octets) { return decode(octets); }

void other_states(text<256>& out, connection& both) {
    const auto header = decode("c350 0050 0000 0064 0000 0000 6002 faf0 0000 0000 0204 05b4"_hex);
    render_states(put(out.sink(), "; "), both.feed(direction::from_second, *header), {"server", "client"});
}
