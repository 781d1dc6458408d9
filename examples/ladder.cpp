// SPDX-License-Identifier: BSL-1.0
// tcplens-ladder: the sequence diagram of a connection, as text, as a picture or for Mermaid.
#include "ladder.hpp"
#include "arguments.hpp"
#include "follow.hpp"
#include "input.hpp"
#include "ladder_mermaid.hpp"
#include "ladder_svg.hpp"
#include "ladder_text.hpp"

#include <tcplens/tcplens.hpp>

#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view usage =
    R"(usage: tcplens-ladder [--connection N] [--format text|svg|mermaid] [-S] [--listing] FILE

Draws a connection of a capture (pcap or pcapng) or of a listing: two lifelines with the states of both ends along
them, and an arrow for each segment. Where much is as usual, one arrow stands for many. - is standard input.
  --connection N  the Nth connection of the file, counted from 1; else the first
  --format FORMAT text, as always; svg, a picture; mermaid, a sequenceDiagram
  -S              sequence numbers as they are; else each end's SYN is 0
  --listing       FILE is a listing, whatever it looks like
)";

struct settings {
    std::string file;
    std::string format = "text";
    std::uint64_t connection = 0;
    bool absolute = false;
    bool listing = false;
};

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-ladder: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

settings read(examples::arguments& words) {
    settings found;
    while (words.next()) {
        if (words.is("--connection")) {
            words.take_number(found.connection);
        } else if (words.is("--format")) {
            found.format = words.value();
            const bool known = found.format == "text" || found.format == "svg" || found.format == "mermaid";
            if (!known) { words.fail("--format wants text, svg or mermaid"); }
        } else if (words.is("-S")) {
            found.absolute = true;
        } else if (words.is("--listing")) {
            found.listing = true;
        } else {
            words.take_file(found.file);
        }
    }
    if (words.problem().empty() && found.file.empty()) { words.fail("no file; --help shows the usage"); }
    return found;
}

std::string draw(const examples::ladder& of, const settings& wanted) {
    const std::string number = "Connection " + std::to_string(wanted.connection);
    std::string story;
    const auto end = std::back_inserter(story);
    tcplens::render_ending(tcplens::put(tcplens::render_opening(end, of.record), "; "), of.record);
    if (wanted.format == "mermaid") { return examples::ladder_mermaid(of); }
    if (wanted.format == "svg") { return examples::ladder_svg::draw(of, number, story); }

    constexpr std::size_t widest = 96;
    const std::size_t cut = story.size() > widest ? story.rfind(", ", widest) : std::string::npos;
    if (cut != std::string::npos) { story.replace(cut + 1, 1, "\n  "); }
    std::string text = number;
    if (!of.start.empty()) { text += ", from " + of.start.substr(0, of.start.size() - 1); }
    text += "\n  " + story + "\n\n" + examples::ladder_text::draw(of);
    if (of.unproven) { text += '\n' + std::string{examples::unproven_mark} + '\n'; }
    return text;
}

} // namespace

int main(int argc, char** argv) {
    examples::arguments words{argc, argv};
    if (words.ask_for_help()) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    settings wanted = read(words);
    if (!words.problem().empty()) { return complain(words.problem(), 2); }
    const bool is_told = wanted.connection != 0;
    if (!is_told) { wanted.connection = 1; }
    examples::input segments;
    if (!segments.open(wanted.file, wanted.listing)) { return complain(segments.problem(), 1); }

    examples::follower follower;
    examples::ladder_builder builder{wanted.absolute};
    while (const examples::segment_seen* segment = segments.next()) {
        const examples::followed_segment followed = follower.follow(*segment);
        if (followed.connection.number == wanted.connection) { builder.add(*segment, followed); }
    }
    const std::string problem = segments.problem();
    if (follower.count() == 0 && !problem.empty()) { return complain(problem, 1); }
    if (wanted.connection > follower.count()) {
        return complain("there is no connection " + std::to_string(wanted.connection) + ", only " +
                            std::to_string(follower.count()),
                        1);
    }
    std::string text = draw(builder.take(), wanted);
    if (!is_told && follower.count() > 1 && wanted.format == "text") {
        text += "This is one of " + std::to_string(follower.count()) + " connections; --connection N draws another.\n";
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    if (segments.damaged()) { complain(segments.passed_over(), 0); }
    return problem.empty() ? 0 : complain(problem, 1);
}
