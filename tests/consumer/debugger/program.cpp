// SPDX-License-Identifier: BSL-1.0
// What a debugger is to show stands behind each variable.
#include <tcplens/tcplens.hpp>

void stop_here() {}

int main() {
    using namespace tcplens;
    constexpr bytes octets = "c350 0050 0000 0064 ffff ffff 6113 faf0 0000 0000 0204 05b4 ff"_hex;
    // clang-format off
    flag_set syn_ack{flag::syn, flag::ack};                         // [S.]
    flag_set all = flag_set::from_bits(0xffff);                     // [FSRP.UEWe]
    flag_set none;                                                  // [none]
    seq32 s{4294967295};                                            // 4294967295
    state first{};                                                  // CLOSED
    state now = state::syn_received;                                // SYN-RECEIVED
    state wrong = static_cast<state>(77);                           // state 77
    header_view tcp = *decode(octets);                              // 50000 > 80: Flags [FS.e], seq 100, ack 4294967295, win 64240, length 1
    header_view longer = *decode(octets, 1024);                     // 50000 > 80: Flags [FS.e], seq 100, ack 4294967295, win 64240, length 1000
    header_view nothing = header_view::unchecked(bytes{}, 0);       // no header: 0 octets
    // clang-format on
    stop_here();
    return static_cast<int>(syn_ack.bits() + all.bits() + none.bits() + s.value()) + static_cast<int>(first) +
           static_cast<int>(now) + static_cast<int>(wrong) + tcp.window() + longer.window() +
           nothing.captured().empty();
}
