// SPDX-License-Identifier: BSL-1.0
// What is worth remembering of a whole connection: who opened it, what it carried, who closed it and how.
#pragma once

#include <tcplens/state/connection.hpp>

#include <array>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// How a connection stands, or how it ended.
/// Spec: RFC 9293 3.5.2 (RST), 3.6 (FIN)
enum class ending : std::uint8_t {
    open,         ///< neither end has closed it, as far as was captured
    not_answered, ///< SYN without an answer
    refused,      ///< RST answered the SYN
    reset,        ///< RST ended it
    half_closed,  ///< one end's FIN was seen
    closing,      ///< both FINs were seen, not both of their ACKs
    closed,       ///< both FINs and their ACKs were seen
};

/// How the FINs went, once both were seen.
/// Spec: RFC 9293 3.6, Figures 12 and 13
enum class close_shape : std::uint8_t {
    none,           ///< not both were seen
    four_segments,  ///< FIN, ACK, FIN, ACK
    three_segments, ///< FIN; FIN with the ACK; ACK
    simultaneous,   ///< each FIN was sent before the other arrived
};

/// The record of one connection, kept by showing it each segment and the step that came of it.
/// Units: octets of payload as sent, retransmissions included.
/// Example: `connection c; connection_record r; r.add(packet, c.feed(sent, packet)); use(r.how() == ending::refused);`
class connection_record {
public:
    /// Takes the next segment, and the step that `connection::feed` gave for it.
    template <segment_like S>
    constexpr void add(const S& segment, const connection_step& step) noexcept {
        const std::size_t me = index(step.sent);
        const flag_set flags = segment.flags();
        ++segments_[me];
        octets_[me] += segment.payload_size();
        if (flags.has(flag::rst)) {
            add_rst(step);
            return;
        }
        const bool opens = step.sender.by->on == event::user_open_active;
        if (opens && has_ended()) { begin_again(); }
        if (!opens && withdraws_rst(step.sender)) {
            resetter_ = nobody;
            refused_ = false;
        }
        if (flags.has(flag::syn)) {
            opened_by_both_ = opened_by_both_ || (opener_ == 1 - me && !flags.has(flag::ack) && !answered_);
            if (opener_ == nobody) { opener_ = flags.has(flag::ack) ? index(opposite(step.sent)) : me; }
            if (me != opener_) { answered_ = true; }
            return;
        }
        // Who opened it and came to a synchronized state had an answer, captured or not.
        answered_ = answered_ || me != opener_ || synchronized(step.sender.after);
        const bool acks_fin = fin_[1 - me].seen && flags.has(flag::ack) && segment.ack() == fin_[1 - me].end;
        if (acks_fin) { fin_[1 - me].acked = true; }
        if (acks_fin && !fin_[me].seen && !flags.has(flag::fin)) { acked_alone_ = true; }
        if (flags.has(flag::fin) && !fin_[me].seen) {
            fin_[me] = {segment.seq() + segment_length(segment), true, false};
            if (!fin_[1 - me].seen) {
                closer_ = me;
            } else {
                shape_ = !acks_fin      ? close_shape::simultaneous
                         : acked_alone_ ? close_shape::four_segments
                                        : close_shape::three_segments;
            }
        }
        if (closer_ == 1 - me && acked_alone_) { half_closed_octets_ += segment.payload_size(); }
    }

    /// How the connection stands.
    [[nodiscard]] constexpr ending how() const noexcept {
        if (refused_) { return ending::refused; }
        if (resetter_ != nobody) { return ending::reset; }
        if (fin_[0].seen && fin_[1].seen) { return fin_[0].acked && fin_[1].acked ? ending::closed : ending::closing; }
        if (closer_ != nobody) { return ending::half_closed; }
        return opener_ != nobody && !answered_ ? ending::not_answered : ending::open;
    }
    /// How the FINs went.
    [[nodiscard]] constexpr close_shape shape() const noexcept { return shape_; }

    /// Whether it is known who opened the connection, and who it was.
    [[nodiscard]] constexpr bool opening_seen() const noexcept { return opener_ != nobody; }
    /// Who opened it; has a meaning where `opening_seen()`.
    [[nodiscard]] constexpr direction opener() const noexcept { return static_cast<direction>(opener_); }
    /// Whether both sent SYN before they got the other's; `opener` is then the first that was captured.
    [[nodiscard]] constexpr bool opened_by_both() const noexcept { return opened_by_both_; }
    /// Who sent the first FIN; has a meaning from `half_closed` on.
    [[nodiscard]] constexpr direction closer() const noexcept { return static_cast<direction>(closer_ & 1); }
    /// Who sent the RST; has a meaning for `refused` and `reset`.
    [[nodiscard]] constexpr direction resetter() const noexcept { return static_cast<direction>(resetter_ & 1); }

    /// Units: segments that were captured in this direction.
    [[nodiscard]] constexpr std::uint32_t segments(direction d) const noexcept { return segments_[index(d)]; }
    /// Units: octets of payload in this direction, as sent.
    [[nodiscard]] constexpr std::uint64_t octets(direction d) const noexcept { return octets_[index(d)]; }
    /// What the second end to close still sent after its ACK of the first FIN: more than nothing is a half-close in use.
    [[nodiscard]] constexpr std::uint64_t half_closed_octets() const noexcept { return half_closed_octets_; }

private:
    static constexpr std::size_t nobody = 2;

    struct fin_seen {
        seq32 end;
        bool seen = false;
        bool acked = false;
    };

    [[nodiscard]] constexpr bool has_ended() const noexcept { return resetter_ != nobody || closer_ != nobody; }
    /// What was taken for the end was not: another connection follows on the same socket pair.
    constexpr void begin_again() noexcept {
        fin_ = {};
        opener_ = closer_ = resetter_ = nobody;
        shape_ = close_shape::none;
        half_closed_octets_ = 0;
        answered_ = acked_alone_ = refused_ = opened_by_both_ = false;
    }
    /// Who goes on sending was not closed by the RST that bore its name.
    [[nodiscard]] static constexpr bool withdraws_rst(const end_step& sender) noexcept {
        const bool was_gone = sender.before == state::closed || sender.before == state::listen;
        return was_gone && sender.after != sender.before;
    }

    /// A RST counts when it closed somebody: one that was ignored or challenged ended nothing.
    constexpr void add_rst(const connection_step& step) noexcept {
        const auto ends = [](const end_step& e) {
            return (e.changed() || e.sure_before == certainty::unknown) &&
                   (e.after == state::closed || e.after == state::listen);
        };
        if (resetter_ != nobody || (fin_[0].acked && fin_[1].acked)) { return; }
        const bool ignored = step.receiver.after == step.receiver.before && step.receiver.after == state::syn_sent;
        // From SYN-SENT it answers an ACK of something else, and the connection that is being opened goes on.
        const bool answers = step.sender.after == state::syn_sent;
        if (ignored || answers || (!ends(step.receiver) && !ends(step.sender))) { return; }
        resetter_ = index(step.sent);
        refused_ = step.receiver.before == state::syn_sent && step.receiver.after == state::closed;
    }

    std::array<std::uint64_t, 2> octets_{};
    std::uint64_t half_closed_octets_ = 0;
    std::array<std::uint32_t, 2> segments_{};
    std::array<fin_seen, 2> fin_{};
    std::size_t opener_ = nobody;
    std::size_t closer_ = nobody;
    std::size_t resetter_ = nobody;
    close_shape shape_ = close_shape::none;
    bool answered_ = false;
    bool acked_alone_ = false;
    bool refused_ = false;
    bool opened_by_both_ = false;
};

} // namespace tcplens::inline v0_1
