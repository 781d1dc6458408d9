// SPDX-License-Identifier: BSL-1.0
// Prints Wireshark's relative numbers of each TCP packet of a capture: packet, seq, ack. usage: tcplens_numbers CAPTURE
#include <tcplens/tcplens.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    using namespace tcplens;
    if (argc != 2) { return 2; }
    std::ifstream file{argv[1], std::ios::binary};
    const std::vector<char> content{std::istreambuf_iterator<char>{file}, {}};
    std::map<std::string, wireshark_numbering> numbering;
    for (const captured_frame& frame : capture_view{tcplens::as_bytes(content)}) {
        const auto packet = decode(frame).segment;
        if (!packet || packet->ip.fragment().fragmented) { continue; } // Wireshark leaves those as they are
        const auto [pair, sent] = orient(packet->source(), packet->destination());
        std::string key;
        render_endpoint(std::back_inserter(key), pair.first);
        render_endpoint(std::back_inserter(key), pair.second);
        const shown_numbers shown = numbering[key](sent, *packet);
        std::printf("%llu %u %u\n", static_cast<unsigned long long>(frame.number), shown.seq, shown.ack);
    }
}
