// SPDX-License-Identifier: BSL-1.0
// Segments without the frames that they came in.
// error: segment_source
// error: element\.frame
#include <tcplens/capture/analyzer.hpp>

#include <array>

struct counter {
    void on_segment(const tcplens::segment_fields&) {}
};
std::array<tcplens::segment_fields, 1> source;
counter count;
void listen() { tcplens::run(source, count); }
