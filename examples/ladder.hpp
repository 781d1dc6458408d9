// SPDX-License-Identifier: BSL-1.0
// A connection as a ladder: two lifelines, the states along them, and a rung for each segment, or for many of them.
#pragma once

#include "follow.hpp"
#include "input.hpp"

#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace examples {

/// What stands for one or more segments.
struct rung {
    tcplens::direction sent{};
    bool is_fold = false;
    bool both_ways = false; ///< a fold with octets from both ends
    bool again = false;     ///< sent before
    bool control = false;   ///< SYN, FIN or RST
    tcplens::timestamp begin;
    tcplens::timestamp end;
    bool timed = false;
    std::string label;                 ///< flags and numbers, or totals
    std::string note;                  ///< what is unusual
    std::array<std::string, 2> states; ///< by direction: the state that the end came to, or nothing

    // Totals of a fold, by direction.
    std::array<std::uint64_t, 2> segments{}; ///< with octets
    std::array<std::uint64_t, 2> octets{};
    std::uint64_t acks = 0; ///< without
    std::uint64_t unusual = 0;
};

/// What is drawn of a connection.
struct ladder {
    std::array<std::string, 2> names;  ///< by direction
    std::array<std::string, 2> before; ///< the states before the first rung
    tcplens::connection_record record;
    std::vector<rung> rungs;
    std::string start; ///< the time of the first one
    bool unproven = false;
};

/// `1,234,567`
inline std::string with_commas(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) { digits.insert(at - 3, 1, ','); }
    return digits;
}

/// `3 segments`
inline std::string count_of(std::uint64_t number, std::string_view what) {
    std::string words = with_commas(number) + ' ';
    words += what;
    if (number != 1) { words += 's'; }
    return words;
}

/// An end's name in at most so many octets: what is too long loses its middle, and keeps its port.
inline std::string shortened(std::string_view name, std::size_t most) {
    if (name.size() <= most) { return std::string{name}; }
    const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(name[at]) & 0xc0U) == 0x80; };
    const std::size_t port = name.size() - std::min(name.rfind(':'), name.size());
    std::size_t tail = name.size() - std::min(std::max(port, most / 3), most / 2);
    std::size_t head = most - 3 - (name.size() - tail);
    while (head > 0 && is_inside(head)) { --head; }
    while (tail < name.size() && is_inside(tail)) { ++tail; }
    return std::string{name.substr(0, head)}.append("...").append(name.substr(tail));
}

/// Makes a ladder of the segments of one connection, in bounded memory: what is usual is folded where there is much of it.
class ladder_builder {
public:
    explicit ladder_builder(bool absolute) : absolute_{absolute} {}

    void add(const segment_seen& segment, const followed_segment& followed) {
        if (drawn_.names[0].empty()) {
            for (const tcplens::direction d : {segment.sent, opposite(segment.sent)}) {
                drawn_.names[index(d)] = end_name(segment, d);
            }
            put_time(std::back_inserter(drawn_.start), segment);
        }
        if (!followed.is_complete) {
            rung gap = rung_of(segment);
            gap.label = "?";
            gap.note = "the listing doesn't tell its flags or numbers";
            add_alone(std::move(gap));
            return;
        }
        drawn_.record = followed.connection.record;
        const tcplens::connection_step& step = followed.step;
        rung one = rung_of(segment);
        one.label = label(segment);
        const bool is_plain = step.unusual == tcplens::remark::none || step.unusual == tcplens::remark::half_closed;
        if (!is_plain) { one.note = name(step.unusual); }
        one.again = is_again(step.unusual);
        const tcplens::flag_set flags = segment.flags();
        one.control = flags.has_any({tcplens::flag::syn, tcplens::flag::fin, tcplens::flag::rst});
        for (const auto& [end, of] : {std::pair{&step.sender, step.sent}, {&step.receiver, opposite(step.sent)}}) {
            if (!started_[index(of)]) { drawn_.before[index(of)] = state_before(*end); }
            started_[index(of)] = true;
            if (end->changed()) { one.states[index(of)] = words_of(end->after, end->sure_after); }
        }
        const bool changes = step.sender.changed() || step.receiver.changed();
        const bool is_usual = is_plain || drawn_.rungs.size() >= enough;
        if (one.control || changes || !is_usual) {
            add_alone(std::move(one));
        } else {
            add_usual(std::move(one), segment.payload_size(), !is_plain);
        }
    }

    /// What was added; the builder is at its end.
    [[nodiscard]] ladder take() {
        end_stretch();
        return std::move(drawn_);
    }

private:
    static constexpr std::size_t enough = 1000; ///< rungs, from which on what is unusual is folded too
    static constexpr std::size_t most = 4000;
    static constexpr std::size_t longest_run = 3;
    static constexpr std::size_t longest_stretch = 24;

    [[nodiscard]] static rung rung_of(const segment_seen& segment) {
        rung one;
        one.sent = segment.sent;
        one.begin = one.end = segment.when;
        one.timed = segment.clock != tcplens::time_form::none;
        return one;
    }

    [[nodiscard]] static bool is_again(tcplens::remark remark) {
        using enum tcplens::remark;
        return remark == retransmitted_syn || remark == retransmitted_syn_ack || remark == retransmitted_fin ||
               remark == retransmission;
    }

    std::string words_of(tcplens::state now, tcplens::certainty sure) {
        if (sure == tcplens::certainty::unknown) { return ""; }
        std::string words{name(now)};
        if (sure != tcplens::certainty::proven) {
            words += '?';
            drawn_.unproven = true;
        }
        return words;
    }

    /// A connection that begins is known to come from CLOSED or LISTEN.
    static std::string state_before(const tcplens::end_step& end) {
        const bool begins = end.before == tcplens::state::closed || end.before == tcplens::state::listen;
        const bool known = end.sure_before != tcplens::certainty::unknown || (begins && !end.changes().empty());
        const bool from_nowhere = !end.changes().empty() && end.changes()[0].why->section.empty();
        return known && !from_nowhere ? std::string{name(end.before)} : "";
    }

    std::string label(const segment_seen& segment) {
        using tcplens::flag;
        const tcplens::flag_set flags = segment.flags();
        std::string words;
        constexpr std::array shown{std::pair{flag::syn, "SYN"}, std::pair{flag::fin, "FIN"},
                                   std::pair{flag::rst, "RST"}, std::pair{flag::psh, "PSH"},
                                   std::pair{flag::urg, "URG"}, std::pair{flag::ack, "ACK"}};
        for (const auto& [bit, name] : shown) {
            if (flags.has(bit)) { (words += words.empty() ? "" : ",") += name; }
        }
        const tcplens::stream_offsets offsets = offsets_(segment.sent, segment);
        const bool as_written = absolute_ || segment.base_lost;
        const std::int64_t seq = as_written ? segment.seq().value() : offsets.seq;
        words += words.empty() ? "seq " : " seq ";
        words += std::to_string(seq);
        if (segment.payload_size() != 0) { words += ':' + std::to_string(seq + segment.payload_size()); }
        if (flags.has(flag::ack)) {
            words += " ack " + std::to_string(as_written ? segment.ack().value() : offsets.ack);
        }
        if (const auto mss = segment.options.find<tcplens::maximum_segment_size>(); mss && flags.has(flag::syn)) {
            words += " mss " + std::to_string(mss->octets);
        }
        return words;
    }

    void add_alone(rung one) {
        end_stretch();
        if (drawn_.rungs.size() < most) { drawn_.rungs.push_back(std::move(one)); }
    }

    /// A run is what one end sends and the other acknowledges; a stretch is all that is usual between what is not.
    void add_usual(rung one, std::uint32_t octets, bool unusual) {
        const std::size_t me = index(one.sent);
        const bool turns = octets != 0 && fold_.octets[1 - me] != 0;
        if (turns) { end_run(); }
        if (run_size_++ == 0) {
            fold_ = one;
            fold_.is_fold = true;
            fold_.label.clear();
            fold_.note.clear();
        }
        if (octets != 0) {
            fold_.sent = one.sent;
            ++fold_.segments[me];
            fold_.octets[me] += octets;
        } else {
            ++fold_.acks;
        }
        fold_.unusual += unusual ? 1 : 0;
        fold_.end = one.end;
        if (run_size_ <= longest_run) { run_.push_back(std::move(one)); }
    }

    void end_run() {
        if (run_size_ > longest_run || stretch_is_folded_) {
            stretch_.push_back(fold_);
        } else {
            for (rung& one : run_) { stretch_.push_back(std::move(one)); }
        }
        for (std::size_t d = 0; d < 2; ++d) {
            whole_.segments[d] += fold_.segments[d];
            whole_.octets[d] += fold_.octets[d];
        }
        whole_.acks += fold_.acks;
        whole_.unusual += fold_.unusual;
        run_.clear();
        run_size_ = 0;
        fold_ = {};
        if (stretch_.size() <= longest_stretch && !stretch_is_folded_) { return; }
        rung all = whole_;
        all.is_fold = all.both_ways = true;
        all.begin = stretch_.front().begin;
        all.end = stretch_.back().end;
        all.timed = stretch_.front().timed;
        stretch_.assign(1, all);
        stretch_is_folded_ = true;
    }

    void end_stretch() {
        if (run_size_ != 0) { end_run(); }
        for (rung& one : stretch_) {
            if (one.is_fold) { one.label = totals(one); }
            if (drawn_.rungs.size() < most) { drawn_.rungs.push_back(std::move(one)); }
        }
        stretch_.clear();
        stretch_is_folded_ = false;
        whole_ = {};
    }

    [[nodiscard]] static std::string totals(const rung& fold) {
        std::string words;
        if (fold.both_ways) {
            words = count_of(fold.segments[0] + fold.segments[1] + fold.acks, "segment") + ", " +
                    with_commas(fold.octets[0] + fold.octets[1]) + " octets both ways";
        } else {
            const std::size_t d = index(fold.sent);
            if (fold.segments[d] != 0) {
                words = count_of(fold.segments[d], "segment") + ", " + count_of(fold.octets[d], "octet");
            }
            if (fold.acks != 0) { words += (words.empty() ? "" : ", ") + count_of(fold.acks, "ACK"); }
        }
        if (fold.unusual != 0) { words += ", " + with_commas(fold.unusual) + " unusual"; }
        return words;
    }

    bool absolute_;
    ladder drawn_;
    std::array<bool, 2> started_{};
    tcplens::offset_numbering offsets_;
    std::vector<rung> run_; ///< the first of it
    std::uint64_t run_size_ = 0;
    rung fold_; ///< all of the run
    std::vector<rung> stretch_;
    rung whole_; ///< the totals of the stretch
    bool stretch_is_folded_ = false;
};

} // namespace examples
