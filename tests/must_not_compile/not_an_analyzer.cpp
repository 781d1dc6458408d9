// SPDX-License-Identifier: BSL-1.0
// An analyzer that waits for something else.
// error: satisfy 'analyzer'|analyzer<
// error: analyzer.on_segment\(segment\)
#include <tcplens/capture/analyzer.hpp>

#include <array>

struct deaf {
    void on_packet(int) {}
};
extern std::array<tcplens::captured<tcplens::segment_fields>, 1> source;
deaf ears;
void listen() { tcplens::run(source, ears); }
