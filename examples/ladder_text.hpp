// SPDX-License-Identifier: BSL-1.0
// A ladder as plain text of at most 100 columns.
#pragma once

#include "ladder.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace examples {

/// `12.000041 s`, `0.000041 s`; long times with fewer digits.
inline std::string seconds_of(std::int64_t nanoseconds) {
    const bool back = nanoseconds < 0;
    std::uint64_t micros =
        (back ? 0 - static_cast<std::uint64_t>(nanoseconds) : static_cast<std::uint64_t>(nanoseconds)) / 1000;
    std::string words{back ? "-" : ""};
    words += std::to_string(micros / 1'000'000) + '.';
    std::string fraction = std::to_string(micros % 1'000'000);
    words += std::string(6 - fraction.size(), '0') + fraction;
    return words;
}

/// The time from the rung before, or nothing.
inline std::string since(const rung* before, const rung& one) {
    if (before == nullptr || !before->timed || !one.timed) { return ""; }
    const std::string words = seconds_of(elapsed(before->end, one.begin));
    return words.front() == '-' ? words : '+' + words;
}

/// How long a fold lasts, or nothing: of 10 ms and more no microseconds.
inline std::string duration(const rung& one) {
    if (!one.is_fold || !one.timed) { return ""; }
    constexpr std::int64_t long_enough = 10'000'000;
    const std::int64_t lasts = elapsed(one.begin, one.end);
    std::string words = seconds_of(lasts);
    if (lasts >= long_enough) { words.resize(words.size() - 3); }
    return words + " s";
}

/// The end that is drawn on the left: who opened the connection, if that is known.
inline tcplens::direction left_end(const ladder& of) {
    return tcplens::parties(of.record).second == "client" ? tcplens::direction::from_second
                                                          : tcplens::direction::from_first;
}

inline constexpr std::string_view unproven_mark =
    "A state with ? is not proven: the segment may not have arrived, or the start is missing.";

class ladder_text {
public:
    [[nodiscard]] static std::string draw(const ladder& of) { return ladder_text{of}.run(); }

private:
    static constexpr std::size_t time_width = 13;
    static constexpr std::size_t state_width = 13;
    static constexpr std::size_t width = 56; ///< between the lifelines

    explicit ladder_text(const ladder& of) : of_{of}, left_{left_end(of)} {}

    std::string run() {
        const tcplens::party_names names = tcplens::parties(of_.record);
        const std::string left = shortened(of_.names[index(left_)], width);
        const std::string right = shortened(of_.names[index(opposite(left_))], width);
        if (left.size() + right.size() < width) {
            line("", names.of(left_), left + std::string(width - left.size() - right.size(), ' ') + right,
                 names.of(opposite(left_)), ' ');
        } else {
            line("", names.of(left_), left + std::string(width - left.size(), ' '), "", ' ');
            line("", "", std::string(width - right.size(), ' ') + right, names.of(opposite(left_)), ' ');
        }
        const bool any = !of_.before[0].empty() || !of_.before[1].empty();
        if (any) { line("", of_.before[index(left_)], std::string(width, ' '), of_.before[index(opposite(left_))]); }
        const rung* before = nullptr;
        for (const rung& one : of_.rungs) {
            std::string label = one.label;
            if (const std::string lasts = duration(one); !lasts.empty()) { label += " in " + lasts; }
            const std::string rest = cut_off(label);
            line(since(before, one), one.states[index(left_)], arrow(one, label), one.states[index(opposite(left_))]);
            if (!rest.empty()) { line("", "", beside("  " + rest, one.sent), ""); }
            if (!one.note.empty()) { line("", "", beside("^ " + one.note, one.sent), ""); }
            before = &one;
        }
        return std::move(text_);
    }

    void line(std::string_view time, std::string_view left, const std::string& middle, std::string_view right,
              char rail = '|') {
        text_ += padded(time, time_width) + ' ' + padded(left, state_width) + ' ' + rail + middle + rail + ' ';
        text_ += right;
        text_.erase(text_.find_last_not_of(' ') + 1);
        text_ += '\n';
    }

    /// With blanks in front.
    [[nodiscard]] static std::string padded(std::string_view words, std::size_t to) {
        return std::string(to - std::min(to, words.size()), ' ').append(words.substr(0, to));
    }

    /// Words at the side of who sent.
    [[nodiscard]] std::string beside(std::string words, tcplens::direction sent) const {
        words.resize(std::min(words.size(), width - 4));
        const std::string rest(width - words.size() - 2, ' ');
        return sent == left_ ? "  " + words + rest : rest + words + "  ";
    }

    /// Takes from a label what has no room on its arrow: whole fields, a word and its number.
    static std::string cut_off(std::string& label) {
        constexpr std::size_t most = width - 5;
        if (label.size() <= most) { return ""; }
        std::size_t end = 0;
        for (const std::string_view next : {" ack ", " mss ", " in ", ", "}) {
            const bool comma = next.front() == ',';
            const std::size_t at = label.rfind(next, comma ? most - 1 : most);
            if (at != std::string::npos) { end = std::max(end, comma ? at + 1 : at); }
        }
        if (end == 0) { return ""; }
        std::string rest = label.substr(end + 1);
        label.resize(end);
        return rest;
    }

    [[nodiscard]] std::string arrow(const rung& one, std::string words) const {
        const char shaft = one.is_fold ? '=' : one.again ? '~' : '-';
        words = ' ' + words.substr(0, std::min(words.size(), width - 5)) + ' ';
        const std::size_t room = width - words.size() - 1;
        const bool to_right = one.sent == left_;
        const std::size_t before = one.is_fold ? room / 2 : std::min(room / 2, std::size_t{2});
        std::string drawn = std::string(before, shaft) + words + std::string(room - before, shaft);
        if (one.both_ways) {
            drawn.front() = '<';
            return drawn + '>';
        }
        if (to_right) { return drawn + '>'; }
        return '<' + std::string(room - before, shaft) + words + std::string(before, shaft);
    }

    const ladder& of_;
    tcplens::direction left_;
    std::string text_;
};

} // namespace examples
