// SPDX-License-Identifier: BSL-1.0
// Both ends of one connection, seen from the wire: each segment departs at one end, then arrives at the other.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/segment.hpp>
#include <tcplens/core/timestamp.hpp>
#include <tcplens/state/arrival.hpp>
#include <tcplens/state/departure.hpp>
#include <tcplens/state/observed_end.hpp>
#include <tcplens/state/stream.hpp>
#include <tcplens/state/timers.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// What is unusual about a segment.
/// Spec: RFC 9293 3.8.1 (retransmissions), 3.8.4 (keep-alives), 3.6 (half-close), 3.4 (what is acceptable); RFC 5961
///       (challenge ACKs)
enum class remark : std::uint8_t {
    none,                  ///< as expected
    retransmitted_syn,     ///< a SYN that was captured before
    retransmitted_syn_ack, ///< a SYN,ACK that was captured before
    retransmitted_fin,     ///< a FIN that was captured before
    retransmission,        ///< octets below what was sent before: again, or late
    keep_alive,            ///< at most one octet, just below what the receiver expects; window probes look the same
    gap,                   ///< octets before it were not captured, or are under way
    early_fin,             ///< a FIN before octets in front of it, for which it has to wait
    half_closed,           ///< text that goes to an end which has closed its own direction
    syn_on_live,           ///< a SYN on a live connection: of an end that was restarted, old, or forged
    challenged,            ///< its receiver answers with a challenge ACK
    not_acceptable, ///< outside the window, or it acknowledges what can't have been sent: forged, or an old connection's
};

/// In words; empty for `none`.
[[nodiscard]] constexpr std::string_view name(remark r) noexcept {
    constexpr std::array<std::string_view, 12> names{"",
                                                     "SYN retransmitted",
                                                     "SYN,ACK retransmitted",
                                                     "FIN retransmitted",
                                                     "retransmitted or reordered",
                                                     "keep-alive or window probe",
                                                     "octets before it not seen",
                                                     "FIN ahead of octets not seen",
                                                     "half-closed",
                                                     "SYN on a live connection",
                                                     "answered with a challenge ACK",
                                                     "not acceptable, dropped"};
    return names[static_cast<std::size_t>(r)];
}

/// What one segment did to both ends.
struct connection_step {
    direction sent{};              ///< which way the segment went
    end_step sender;               ///< what it proves of the end that sent it
    end_step receiver;             ///< what it does to the end that it is taken to reach
    remark unusual = remark::none; ///< what is odd about it
};

namespace detail {

/// A segment's fields, each asked for once.
template <segment_like S>
[[nodiscard]] constexpr segment_fields fields_of(const S& segment) noexcept {
    segment_fields fields{segment.source_port(), segment.destination_port(), segment.seq(),          segment.ack(),
                          segment.flags(),       segment.window(),           segment.payload_size(), -1};
    if (!fields.control.has(flag::syn)) { return fields; }
    if constexpr (requires { segment.window_scale(); }) {
        fields.window_shift = segment.window_scale();
    } else {
        fields.window_shift = 14; // it can't tell: any window that may be meant
    }
    return fields;
}

/// Compares a segment with what was sent before it.
[[nodiscard]] constexpr remark look(const segment_fields& segment, const observed_end& me,
                                    const observed_end& peer) noexcept {
    const flag_set flags = segment.flags();
    if (!me.knows_send || flags.has(flag::rst)) { return remark::none; }
    const control_block& tcb = me.tcb;
    if (flags.has(flag::syn)) {
        if (me.reopens && segment.seq() == me.stray) { return remark::retransmitted_syn; }
        if (segment.seq() != tcb.iss) { return remark::none; }
        if (flags.has(flag::ack)) { return me.syn_ack_seen ? remark::retransmitted_syn_ack : remark::none; }
        return me.syn_seen ? remark::retransmitted_syn : remark::none;
    }
    const std::uint32_t payload = segment.payload_size();
    if (precedes(tcb.snd_nxt, segment.seq())) { return remark::gap; }
    if (flags.has(flag::fin) && tcb.fin_sent && segment.seq() + payload + 1 == tcb.snd_nxt) {
        return remark::retransmitted_fin;
    }
    const bool below = peer.knows_receive && segment.seq() + 1 == peer.tcb.rcv_nxt;
    if (payload <= 1 && below && !flags.has(flag::fin) && segment.seq() + 1 == tcb.snd_nxt) {
        return remark::keep_alive;
    }
    return payload != 0 && precedes(segment.seq(), tcb.snd_nxt) ? remark::retransmission : remark::none;
}

/// What is unusual about a segment that has arrived.
[[nodiscard]] constexpr remark look_again(const segment_fields& segment, const connection_step& step) noexcept {
    const flag_set flags = segment.flags();
    if (step.unusual == remark::gap && flags.has(flag::fin)) { return remark::early_fin; }
    if (step.unusual != remark::none) { return step.unusual; }
    if (flags.has(flag::syn) && step.sender.after == state::syn_sent && synchronized(step.sender.before) &&
        step.sender.sure_after == certainty::guessed) {
        return remark::syn_on_live;
    }
    if (includes(step.receiver.by->due, action::send_challenge_ack)) { return remark::challenged; }
    const bool after_fin = step.sender.after == state::close_wait && step.receiver.after == state::fin_wait_2;
    return after_fin && segment.payload_size() != 0 ? remark::half_closed : remark::none;
}

/// Takes a segment the long way: it departs at one end and arrives at the other.
constexpr void follow(const segment_fields& segment, observed_end& sender, observed_end& receiver,
                      connection_step& step) noexcept {
    begin(sender, step.sender);
    begin(receiver, step.receiver);
    step.unusual = look(segment, sender, receiver);
    const bool stranger = is_stranger(segment, sender, receiver);
    if (stranger) {
        const bool ahead = sender.knows_send && precedes(sender.tcb.snd_nxt, segment.seq());
        if (ahead && segment_length(segment) != 0 && !segment.flags().has_any(flag::rst | flag::syn)) {
            sender.stray = segment.seq() + segment_length(segment);
            sender.strayed = true;
        }
        if (segment.flags().has(flag::rst) && sender.sure == certainty::proven) { sender.sure = certainty::guessed; }
        step.unusual = remark::not_acceptable;
    } else {
        depart(segment, sender, receiver, step.sender);
    }
    arrive(segment, stranger, receiver, sender, step.receiver);
    finish(sender, step.sender);
    finish(receiver, step.receiver);
    step.unusual = look_again(segment, step);
    sender.steady = is_steady(sender);
    receiver.steady = is_steady(receiver);
}

} // namespace detail

/// Both ends of one connection. A segment first proves something about its sender, then, since most segments
/// arrive, is taken to have reached the receiver; what the receiver sends later confirms or corrects it.
/// Shape: fixed size, no allocation, constexpr. Directions are those of `socket_pair`.
/// Spec: RFC 9293 3.10.7; the figures of 3.5 and 3.6 show both ends in this way
/// Example: `connection c; auto step = c.feed(direction::from_second, segment);`
class connection {
public:
    /// Takes the next captured segment.
    /// Cost: in the middle of a transfer, where only numbers move, a fraction of what it takes elsewhere.
    template <segment_like S>
    constexpr connection_step feed(direction sent, const S& segment) noexcept {
        observed_end& me = sent == direction::from_first ? ends_[0] : ends_[1];
        observed_end& peer = sent == direction::from_first ? ends_[1] : ends_[0];
        connection_step step;
        step.sent = sent;
        if (detail::streams(segment, me, peer)) {
            detail::stream(segment, me, peer, step.sender, step.receiver);
            since_ = {now_, now_};
        } else {
            detail::follow(detail::fields_of(segment), me, peer, step);
            if (detail::restarts_time(step.sender)) { since_[index(sent)] = now_; }
            if (detail::restarts_time(step.receiver)) { since_[index(opposite(sent))] = now_; }
        }
        return step;
    }

    /// Lets time pass: what is fed next comes at `now`, and what a timer ends has ended if its time is over.
    /// Shape: nothing expires unless this is called. A time before the last one counts as the last one. The step's
    /// `sender` is the end that sends `from_first`. What a timer did is never proven: no segment shows it.
    /// Spec: RFC 9293 3.10.8
    /// Example: `c.advance(frame.when); c.feed(sent, packet);`
    constexpr connection_step advance(timestamp now, const time_limits& limits = {}) noexcept {
        const std::int64_t at = elapsed({}, now);
        if (now_ == detail::untimed || at > now_) { now_ = at; }
        const auto lasted = [&](std::size_t i) {
            if (since_[i] == detail::untimed) { since_[i] = now_; }
            return static_cast<std::int64_t>(static_cast<std::uint64_t>(now_) - static_cast<std::uint64_t>(since_[i]));
        };
        connection_step step;
        detail::expire(ends_[0], lasted(0), limits, step.sender);
        detail::expire(ends_[1], lasted(1), limits, step.receiver);
        return step;
    }

    /// Whether a segment opens a connection anew on a socket pair whose last one is over.
    /// Shape: `feed` begins it by itself, and still knows segments of the last one: this is for what you keep beside.
    /// Spec: RFC 9293 3.4.1 and 3.6.1
    /// Example: `if (c.reopened_by(sent, packet)) { memory = connection_record{}; }`
    template <segment_like S>
    [[nodiscard]] constexpr bool reopened_by(direction sent, const S& segment) const noexcept {
        const observed_end& me = ends_[index(sent)];
        const observed_end& peer = ends_[index(opposite(sent))];
        const flag_set flags = segment.flags();
        if (!flags.has(flag::syn) || flags.has(flag::ack) || me.sure == certainty::unknown) { return false; }
        const bool same_isn = me.knows_send && segment.seq() == me.tcb.iss;
        return detail::is_over(me) && (detail::is_over(peer) || peer.now() == state::last_ack) && !same_isn;
    }

    /// The end that sends in this direction.
    [[nodiscard]] constexpr const observed_end& sender(direction d) const noexcept { return ends_[index(d)]; }

private:
    std::array<observed_end, 2> ends_;
    std::array<std::int64_t, 2> since_{detail::untimed, detail::untimed}; ///< its last segment, or 2 MSL began
    std::int64_t now_ = detail::untimed;
};

static_assert(sizeof(connection) <= 128, "both ends together take at most 128 octets");

} // namespace tcplens::inline v0_1
