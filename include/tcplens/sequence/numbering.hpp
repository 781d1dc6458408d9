// SPDX-License-Identifier: BSL-1.0
// Which sequence numbers a reader is shown: as they are, or relative to the start of the connection.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/segment.hpp>

#include <array>
#include <concepts>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// A segment's numbers as a notation prints them.
/// Units: octets, modulo 2^32 as printed.
struct shown_numbers {
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint32_t sack_base = 0; ///< what is subtracted from the edges of SACK blocks

    friend constexpr bool operator==(const shown_numbers&, const shown_numbers&) noexcept = default;
};

/// A policy for one connection: sees its segments in order, gives the numbers to show.
/// The compiler can't check that each segment is passed once; a policy may keep state between them.
template <class N>
concept sequence_numbering = requires(N& numbering, direction sent, const segment_fields& segment) {
    { numbering(sent, segment) } -> std::same_as<shown_numbers>;
};

/// The numbers of the header: tcpdump -S.
struct absolute_numbering {
    template <segment_like S>
    [[nodiscard]] constexpr shown_numbers operator()(direction, const S& segment) const noexcept {
        return {segment.seq().value(), segment.ack().value(), 0};
    }
};

/// tcpdump's relative numbers, to their last quirk: only segments with ACK take part; the first of them, and each
/// one with SYN, sets both bases and is shown as it is, except for its SACK blocks.
/// Shape: a connection seen from its middle restarts at 0 for the end that speaks first and at 1 for its peer.
/// Spec: tcpdump 4.99.3
class tcpdump_numbering {
public:
    template <segment_like S>
    [[nodiscard]] constexpr shown_numbers operator()(direction sent, const S& segment) noexcept {
        shown_numbers shown{segment.seq().value(), segment.ack().value(), 0};
        if (!segment.flags().has(flag::ack)) { return shown; }
        std::uint32_t& seq_base = base_[index(sent)];
        std::uint32_t& ack_base = base_[index(opposite(sent))];
        if (!started_ || segment.flags().has(flag::syn)) {
            started_ = true;
            seq_base = shown.seq;
            ack_base = shown.ack - 1;
        } else {
            shown.seq -= seq_base;
            shown.ack -= ack_base;
        }
        shown.sack_base = ack_base;
        return shown;
    }

private:
    std::array<std::uint32_t, 2> base_{};
    bool started_ = false;
};

static_assert(sequence_numbering<absolute_numbering> && sequence_numbering<tcpdump_numbering>);
static_assert(!sequence_numbering<segment_fields>);

} // namespace tcplens::inline v0_1
