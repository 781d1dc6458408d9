// SPDX-License-Identifier: BSL-1.0
// Connections written as in the RFC's figures: a segment a line, with the states that both ends have after it.
#pragma once

#include <tcplens/state/connection.hpp>

#include <initializer_list>
#include <string_view>

namespace replay {

using namespace tcplens;

inline constexpr std::uint16_t port_a = 1000;
inline constexpr std::uint16_t port_b = 2000;

/// One line of a figure. Letters as in tcpdump: `S`, `S.`, `F.`, `R`.
struct line {
    char sender = 'A';
    std::string_view letters;
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint32_t payload = 0;
    state a = state::closed;
    state b = state::closed;
    certainty sure_a = certainty::proven;
    certainty sure_b = certainty::proven;
    remark unusual = remark::none;
    std::uint16_t window = 65535;
    int scale = -1;
};

constexpr segment_fields to_segment(const line& l) {
    flag_set control;
    for (const char c : l.letters) {
        control = control | (c == 'S'   ? flag::syn
                             : c == '.' ? flag::ack
                             : c == 'F' ? flag::fin
                             : c == 'R' ? flag::rst
                                        : flag::psh);
    }
    segment_fields segment;
    segment.from_port = l.sender == 'A' ? port_a : port_b;
    segment.to_port = l.sender == 'A' ? port_b : port_a;
    segment.seq_number = seq32{l.seq};
    segment.ack_number = seq32{l.ack};
    segment.control = control;
    segment.window_field = l.window;
    segment.payload_octets = l.payload;
    segment.window_shift = l.scale;
    return segment;
}

constexpr direction sent(const line& l) { return l.sender == 'A' ? direction::from_first : direction::from_second; }

/// Plays the lines; 0 when both ends are after each line where it says, else the number of the first that is not so.
/// The certainties are compared only where `with_certainty` is set.
constexpr int first_difference(std::initializer_list<line> lines, bool with_certainty = false) {
    connection both;
    int number = 0;
    for (const line& l : lines) {
        ++number;
        const connection_step step = both.feed(sent(l), to_segment(l));
        const end_step& a = l.sender == 'A' ? step.sender : step.receiver;
        const end_step& b = l.sender == 'A' ? step.receiver : step.sender;
        if (a.after != l.a || b.after != l.b || step.unusual != l.unusual) { return number; }
        if (with_certainty && (a.sure_after != l.sure_a || b.sure_after != l.sure_b)) { return number; }
    }
    return 0;
}

} // namespace replay
