// SPDX-License-Identifier: BSL-1.0
// Which sequence numbers a reader is shown: as they are, or relative to the start of the connection, in one of the
// ways in which others do that.
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
    std::uint32_t seq = 0;       ///< of the segment's first octet
    std::uint32_t ack = 0;       ///< has a meaning only with ACK
    std::uint32_t sack_base = 0; ///< what is subtracted from the edges of SACK blocks

    friend constexpr bool operator==(const shown_numbers&, const shown_numbers&) noexcept = default;
};

/// A segment's numbers as places in the streams of both directions, however long those are.
/// Units: octets; 0 is the SYN, 1 the first octet of data, negative lies before.
struct stream_offsets {
    std::int64_t seq = 0; ///< of the segment's first octet
    std::int64_t ack = 0; ///< has a meaning only with ACK

    friend constexpr bool operator==(const stream_offsets&, const stream_offsets&) noexcept = default;
};

/// A policy for one connection: sees its segments in order, gives the numbers to show, `seq` and `ack`.
/// The compiler can't check that each segment is passed once; a policy may keep state between them.
/// Example:
/// ```cpp
/// struct from_client_isn {
///     std::uint32_t isn = 0;
///
///     constexpr shown_numbers operator()(direction, const segment_like auto& segment) const {
///         return {segment.seq().value() - isn, segment.ack().value(), 0};
///     }
/// };
/// static_assert(sequence_numbering<from_client_isn>);
/// ```
template <class N>
concept sequence_numbering = requires(N& numbering, direction sent, const segment_fields& segment) {
    { numbering(sent, segment).seq } -> std::convertible_to<std::int64_t>;
    { numbering(sent, segment).ack } -> std::convertible_to<std::int64_t>;
};

/// The numbers of the header: tcpdump -S.
/// Spec: tcpdump 4.99.3 -S
struct absolute_numbering {
    /// The header's numbers, whatever came before.
    template <segment_like S>
    [[nodiscard]] constexpr shown_numbers operator()(direction, const S& segment) const noexcept {
        return {segment.seq().value(), segment.ack().value(), 0};
    }
};

/// tcpdump's relative numbers, to their last quirk: only segments with ACK take part; the first of them, and each
/// one with SYN, sets both bases and is shown as it is, except for its SACK blocks.
/// Shape: a connection seen from its middle restarts at 0 for the end that speaks first and at 1 for its peer.
/// Spec: tcpdump 4.99.3
/// Example: `tcpdump_numbering numbers; render_segment(out, packet.tcp, numbers(sent, packet));`
class tcpdump_numbering {
public:
    /// The next segment's numbers, by the bases that it and those before it set.
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

/// Wireshark's relative numbers: each end's first number is 0, its SYN, or 1 where its SYN was not captured. A SYN with
/// another number than the base begins a new connection; a SYN,ACK with another number moves its own base.
/// Shape: SACK edges are relative to what they acknowledge, as tcpdump's are.
/// Spec: Wireshark 4.0
/// Example: `wireshark_numbering numbers; use(numbers(sent, packet).seq);`
class wireshark_numbering {
public:
    /// The next segment's numbers, by the bases that it and those before it set.
    template <segment_like S>
    [[nodiscard]] constexpr shown_numbers operator()(direction sent, const S& segment) noexcept {
        const flag_set flags = segment.flags();
        const bool syn = flags.has(flag::syn);
        const bool ack = flags.has(flag::ack);
        base& mine = bases_[index(sent)];
        base& other = bases_[index(opposite(sent))];
        if (syn && mine.known && mine.number != segment.seq()) {
            if (ack) {
                mine.number = segment.seq();
            } else {
                bases_ = {};
            }
        }
        if (!mine.known) { mine = {syn ? segment.seq() : segment.seq() - 1, true}; }
        if (!other.known && ack) { other = {segment.ack() - 1, true}; }
        const std::uint32_t shown_ack = ack ? segment.ack() - other.number : segment.ack().value();
        return {segment.seq() - mine.number, shown_ack, other.number.value()};
    }

private:
    struct base {
        seq32 number;
        bool known = false;
    };
    std::array<base, 2> bases_;
};

/// Where the base of a direction's offsets came from.
enum class base_source : std::uint8_t {
    none,          ///< nothing was seen of the direction
    syn,           ///< its SYN
    peer_ack,      ///< what the peer acknowledged first
    first_segment, ///< the first segment of it that was captured
};

/// Places in the streams of both directions: 64 bits, so that they never wrap. A base is set once and never changed:
/// a connection that follows on the same socket pair wants a numbering of its own.
/// Example: `offset_numbering places; if (places(sent, packet).seq > 1'000'000) { use(places.source(sent)); }`
class offset_numbering {
public:
    /// The next segment's places; the nearest to those of the segment before, so that a reordered one lies before it.
    template <segment_like S>
    [[nodiscard]] constexpr stream_offsets operator()(direction sent, const S& segment) noexcept {
        const flag_set flags = segment.flags();
        stream& mine = streams_[index(sent)];
        stream& other = streams_[index(opposite(sent))];
        if (mine.from == base_source::none) {
            const bool syn = flags.has(flag::syn);
            mine = {syn ? segment.seq() : segment.seq() - 1, 0, syn ? base_source::syn : base_source::first_segment};
        }
        stream_offsets found;
        found.seq = mine.last = unwrap(segment.seq(), mine.base, mine.last);
        if (!flags.has(flag::ack)) { return found; }
        if (other.from == base_source::none) { other = {segment.ack() - 1, 0, base_source::peer_ack}; }
        found.ack = other.last = unwrap(segment.ack(), other.base, other.last);
        return found;
    }

    /// Where the base of what an end sends came from: it is only from its SYN that 0 is the SYN for certain.
    [[nodiscard]] constexpr base_source source(direction sent) const noexcept { return streams_[index(sent)].from; }

private:
    struct stream {
        seq32 base;
        std::int64_t last = 0;
        base_source from = base_source::none;
    };
    std::array<stream, 2> streams_;
};

static_assert(sequence_numbering<absolute_numbering> && sequence_numbering<tcpdump_numbering> &&
              sequence_numbering<wireshark_numbering> && sequence_numbering<offset_numbering>);
static_assert(!sequence_numbering<segment_fields>);

} // namespace tcplens::inline v0_1
