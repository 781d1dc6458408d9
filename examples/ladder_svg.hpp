// SPDX-License-Identifier: BSL-1.0
// A ladder as a picture: one SVG file without scripts and fonts of its own, for light and dark backgrounds.
#pragma once

#include "ladder.hpp"
#include "ladder_text.hpp"

#include <array>
#include <string>
#include <string_view>

namespace examples {

class ladder_svg {
public:
    [[nodiscard]] static std::string draw(const ladder& of, std::string_view title, std::string_view story) {
        return ladder_svg{of}.run(title, story);
    }

private:
    // In user units, which are pixels unless the picture is scaled.
    static constexpr int left_line = 250;
    static constexpr int right_line = 710;
    static constexpr int width = 880;
    static constexpr int middle = (left_line + right_line) / 2;
    static constexpr int step = 40;
    static constexpr int slope = 8; ///< a segment takes its time
    static constexpr int head = 144;
    static constexpr std::size_t longest_name = 48;
    static constexpr std::size_t longest_label = 56;

    explicit ladder_svg(const ladder& of) : of_{of}, left_{left_end(of)} {}

    std::string run(std::string_view title, std::string_view story) {
        const rung* before = nullptr;
        for (const rung& one : of_.rungs) {
            draw_rung(one, before);
            before = &one;
        }
        const int end = y_ + step / 2;
        std::string svg = begin(std::string{title}, story, end);
        return svg + body_ + text("small", 20, end + 24, "start", legend()) + "</svg>\n";
    }

    [[nodiscard]] std::string_view legend() const { return of_.unproven ? unproven_mark : std::string_view{}; }

    [[nodiscard]] std::string begin(std::string title, std::string_view story, int end_of_lines) const {
        // A date has no room beside the first state.
        const std::size_t clock = of_.start.find(' ') + 1;
        const bool has_date = clock < of_.start.size();
        if (has_date) { title += ", from " + of_.start.substr(0, clock - 1); }
        const int height = end_of_lines + 40;
        const std::string size = std::to_string(width) + ' ' + std::to_string(height);
        std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + size + "' width='" +
                          std::to_string(width) + "' height='" + std::to_string(height) + "' role='img'>\n<title>";
        svg += escaped(title) + ": " + escaped(story) + "</title>\n<style>\n" + std::string{style} + "</style>\n";
        svg += "<rect class='page' width='100%' height='100%'/>\n" + text("title", 20, 28, "start", title) +
               text("small", 20, 48, "start", story);
        for (const int x : {left_line, right_line}) { svg += line("life", x, head - 36, x, end_of_lines); }
        const tcplens::party_names names = tcplens::parties(of_.record);
        const tcplens::direction right = opposite(left_);
        for (const auto& [x, end] : {std::pair{left_line, left_}, {right_line, right}}) {
            svg += text("party", x, 78, "middle", names.of(end)) +
                   text("small", x, 95, "middle", shortened(of_.names[index(end)], longest_name));
        }
        svg += text("time", 20, 118, "start", has_date ? of_.start.substr(clock) : of_.start);
        return svg + state(left_, of_.before[index(left_)], 114) + state(right, of_.before[index(right)], 114);
    }

    void draw_rung(const rung& one, const rung* before) {
        const bool to_right = one.sent == left_;
        const int from = to_right ? left_line : right_line;
        const int to = to_right ? right_line : left_line;
        const int bottom = y_ + (one.both_ways ? 0 : slope);
        const int sign = to_right ? 1 : -1;
        const std::string_view kind = one.is_fold ? "fold" : one.again ? "again" : one.control ? "control" : "plain";
        body_ += text("time", 20, y_ + 4, "start", since(before, one));
        body_ += line(kind, from + (one.both_ways ? sign * 8 : 0), y_, to - sign * 8, bottom) +
                 head_at(kind, to, bottom, sign);
        if (one.both_ways) { body_ += head_at(kind, from, y_, -sign); }
        std::string words = one.label;
        if (const std::string lasts = duration(one); !lasts.empty()) { words += " in " + lasts; }
        body_ += text(one.is_fold ? "label strong" : "label", middle, y_ - (one.is_fold ? 7 : 5), "middle", words);
        body_ += state(left_, one.states[index(left_)], to_right ? y_ : bottom);
        body_ += state(opposite(left_), one.states[index(opposite(left_))], to_right ? bottom : y_);
        y_ += step;
        if (one.note.empty()) { return; }
        body_ += text("note", to_right ? left_line + 10 : right_line - 10, y_ - step + 22, to_right ? "start" : "end",
                      one.note);
        y_ += 14;
    }

    /// A state beside its lifeline, and the moment at which it begins.
    [[nodiscard]] std::string state(tcplens::direction of, std::string_view name, int y) const {
        if (name.empty()) { return ""; }
        const bool is_left = of == left_;
        const int x = is_left ? left_line : right_line;
        return "<circle class='dot' cx='" + std::to_string(x) + "' cy='" + std::to_string(y) + "' r='3.5'/>\n" +
               text("state", is_left ? x - 10 : x + 10, y + 4, is_left ? "end" : "start", name);
    }

    [[nodiscard]] static std::string line(std::string_view kind, int x1, int y1, int x2, int y2) {
        return "<line class='" + std::string{kind} + "' x1='" + std::to_string(x1) + "' y1='" + std::to_string(y1) +
               "' x2='" + std::to_string(x2) + "' y2='" + std::to_string(y2) + "'/>\n";
    }
    [[nodiscard]] static std::string head_at(std::string_view kind, int x, int y, int sign) {
        const std::string back = std::to_string(-sign * 11);
        return "<path class='head " + std::string{kind} + "-head' d='M" + std::to_string(x - sign) + " " +
               std::to_string(y) + " l" + back + " -5 v10 z'/>\n";
    }
    [[nodiscard]] static std::string text(std::string_view kind, int x, int y, std::string_view anchor,
                                          std::string_view words) {
        if (words.empty()) { return ""; }
        const std::string fit =
            kind.starts_with("label") && words.size() > longest_label
                ? "' textLength='" + std::to_string(right_line - left_line - 24) + "' lengthAdjust='spacingAndGlyphs"
                : "";
        return "<text class='" + std::string{kind} + "' x='" + std::to_string(x) + "' y='" + std::to_string(y) +
               "' text-anchor='" + std::string{anchor} + fit + "'>" + escaped(words) + "</text>\n";
    }

    /// Names in listings come from strangers.
    [[nodiscard]] static std::string escaped(std::string_view words) {
        std::string safe;
        for (const char c : words) {
            switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            default: safe += c >= ' ' && c <= '~' ? c : '?';
            }
        }
        return safe;
    }

    static constexpr std::string_view style = R"(text { font: 13px monospace; fill: #1f2328 }
.title { font: bold 16px sans-serif } .party { font: bold 15px sans-serif } .small { font: 12px sans-serif; fill: #59636e }
.time { font: 12px monospace; fill: #59636e } .state { font: bold 12px monospace; fill: #0a5c36 }
.note { font: italic 12px sans-serif; fill: #b3261e } .strong { font-weight: bold }
.page { fill: #ffffff } .life { stroke: #8c959f; stroke-width: 2 } .dot { fill: #0a5c36 }
.plain { stroke: #59636e; stroke-width: 1.5 } .plain-head { fill: #59636e }
.control { stroke: #0b57d0; stroke-width: 2 } .control-head { fill: #0b57d0 }
.again { stroke: #b3261e; stroke-width: 2; stroke-dasharray: 7 4 } .again-head { fill: #b3261e }
.fold { stroke: #59636e; stroke-width: 5 } .fold-head { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small, .time { fill: #9ea7b3 } .state { fill: #6fdd9c } .note { fill: #ff9c93 }
  .page { fill: #0d1117 } .life { stroke: #6e7681 } .dot { fill: #6fdd9c }
  .plain, .fold { stroke: #9ea7b3 } .plain-head, .fold-head { fill: #9ea7b3 }
  .control { stroke: #8ab4f8 } .control-head { fill: #8ab4f8 } .again { stroke: #ff9c93 } .again-head { fill: #ff9c93 }
}
)";

    const ladder& of_;
    tcplens::direction left_;
    std::string body_;
    int y_ = head;
};

} // namespace examples
