// SPDX-License-Identifier: BSL-1.0
// The way back from shown numbers to those of the headers: whether they are relative, to what, and what a line left out.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/segment.hpp>
#include <tcplens/core/seq.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// What the numbers of a listing count from.
enum class number_form : std::uint8_t {
    unknown,  ///< nothing tells yet: all numbers so far are the same either way
    absolute, ///< as on the wire: tcpdump -S
    relative, ///< tcpdump's default, from bases that the listing shows
};

/// Where a restored number comes from.
enum class number_source : std::uint8_t {
    unknown,  ///< it can't be told; the number has no meaning
    shown,    ///< the text shows it, as it was on the wire
    restored, ///< the text shows it relative to a base that the text shows too
    inferred, ///< the text leaves it out: what its sender had sent before
    baseless, ///< relative to a base that the text doesn't show: right but for a distance that the whole stream shares
};

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view name(number_source source) noexcept {
    constexpr std::array<std::string_view, 5> names{"unknown", "shown", "restored", "inferred", "baseless"};
    return names[static_cast<std::size_t>(source)];
}

/// A segment with the numbers of its header, as far as they can be had.
struct restored_segment : segment_fields {
    number_source seq_from = number_source::unknown; ///< where `seq()` comes from
    number_source ack_from = number_source::unknown; ///< where `ack()` comes from
    std::uint32_t sack_base = 0;                     ///< what is to be added to SACK edges that the text shows
};

/// Restores the numbers of one connection, whose lines it sees in order; finds out whether they are relative, unless
/// told. While nothing tells, both ways give the same.
/// Shape: what a line leaves out is no guess about its sender: a pure ACK carries the number behind all that the end has
/// sent, as far as was seen or acknowledged.
/// Spec: tcpdump 4.99.3's relative numbers, as tcpdump_numbering writes them
/// Example: `number_restorer restorer; auto segment = restorer(sent, record, record.has(listing_field::seq));`
class number_restorer {
public:
    /// Finds out what the numbers count from.
    constexpr number_restorer() noexcept = default;
    /// Takes them for what it is told that they are.
    constexpr explicit number_restorer(number_form told) noexcept : form_{told} {}

    /// What the numbers count from, as far as the lines so far tell, or as it was told.
    [[nodiscard]] constexpr number_form form() const noexcept { return form_; }
    /// Whether the base of an end's numbers is known: without it relative ones can't be made absolute.
    [[nodiscard]] constexpr bool base_known(direction sent) const noexcept { return streams_[index(sent)].based; }

    /// Whether the text starts in the middle of the connection, with numbers as small as only relative ones are: their
    /// bases are lost, and what seems absolute is not.
    [[nodiscard]] constexpr bool bases_lost() const noexcept { return starts_small_ && form_ != number_form::relative; }

    /// The next line's segment, with the numbers of its header; `shows_seq` where the line shows `seq`.
    template <segment_like S>
    constexpr restored_segment operator()(direction sent, const S& segment, bool shows_seq) noexcept {
        restored_segment to{{segment.source_port(), segment.destination_port(), segment.seq(), segment.ack(),
                             segment.flags(), segment.window(), segment.payload_size(), -1}};
        if constexpr (requires { segment.window_scale(); }) { to.window_shift = segment.window_scale(); }
        stream& mine = streams_[index(sent)];
        stream& peer = streams_[index(opposite(sent))];
        const bool acks = to.control.has(flag::ack);
        const bool raw = !acks || !started_ || to.control.has(flag::syn);
        if (!raw && form_ == number_form::unknown) { decide(mine, peer, to, shows_seq); }
        const bool relative = !raw && form_ == number_form::relative;
        if (shows_seq) {
            to.seq_number = relative ? to.seq_number + mine.base : to.seq_number;
            to.seq_from = source(relative, mine);
        } else if (mine.known) {
            to.seq_number = mine.next;
            to.seq_from = number_source::inferred;
        }
        if (acks) {
            to.ack_number = relative ? to.ack_number + peer.base : to.ack_number;
            to.ack_from = source(relative, peer);
        }
        if (acks && raw) { begin(mine, peer, to, shows_seq); }
        to.sack_base = acks && form_ == number_form::relative ? peer.base : 0;
        if (to.seq_from != number_source::unknown) { mine.reach(to.seq_number + segment_length(to), raw); }
        if (acks) { peer.reach(to.ack_number, to.control.has(flag::syn)); }
        return to;
    }

private:
    /// What one end sends.
    struct stream {
        std::uint32_t base = 0; ///< what relative numbers count from; 0 where that isn't shown
        bool based = false;
        bool known = false;
        seq32 next; ///< behind all that was sent, as far as was seen

        /// `anew` where the number may be that of another connection.
        constexpr void reach(seq32 end, bool anew) noexcept {
            if (!known || anew || precedes(next, end)) { next = end; }
            known = true;
        }
    };

    [[nodiscard]] static constexpr number_source source(bool relative, const stream& from) noexcept {
        if (!relative) { return number_source::shown; }
        return from.based ? number_source::restored : number_source::baseless;
    }

    /// tcpdump's bases: a line shows its sender's only with `seq`.
    constexpr void begin(stream& mine, stream& peer, const restored_segment& segment, bool shows_seq) noexcept {
        if (!started_) {
            constexpr std::uint32_t low = 65536;
            const bool seq_small = !shows_seq || segment.seq_number.value() < low;
            starts_small_ = !segment.control.has(flag::syn) && seq_small && segment.ack_number.value() < low;
        }
        started_ = true;
        mine.based = shows_seq || (mine.known && segment.seq_from == number_source::inferred);
        mine.base = mine.based ? segment.seq_number.value() : 0;
        peer.based = true;
        peer.base = segment.ack_number.value() - 1;
    }

    /// How far a number would lie from where its end was, if it were relative, and if it were not.
    struct distances {
        std::uint64_t relative = 0;
        std::uint64_t absolute = 0;

        constexpr void add(const stream& from, seq32 shown) noexcept {
            if (!from.known) { return; }
            relative += magnitude(distance(from.next - from.base, shown));
            absolute += magnitude(distance(from.next, shown));
        }
        [[nodiscard]] static constexpr std::uint64_t magnitude(std::int64_t value) noexcept {
            return static_cast<std::uint64_t>(value < 0 ? -value : value);
        }
    };

    constexpr void decide(const stream& mine, const stream& peer, const restored_segment& segment,
                          bool shows_seq) noexcept {
        distances lie;
        lie.add(peer, segment.ack_number);
        if (shows_seq) { lie.add(mine, segment.seq_number); }
        if (lie.relative == lie.absolute) { return; }
        form_ = lie.relative < lie.absolute ? number_form::relative : number_form::absolute;
    }

    std::array<stream, 2> streams_;
    number_form form_ = number_form::unknown;
    bool started_ = false;
    bool starts_small_ = false;
};

} // namespace tcplens::inline v0_1
