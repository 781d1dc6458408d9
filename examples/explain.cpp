// SPDX-License-Identifier: BSL-1.0
// tcplens-explain: every connection of a capture or a listing, segment by segment: what tcpdump prints, the states of both ends
// after it, and the rule behind each change.
#include "connections.hpp"
#include "input.hpp"
#include "narrative.hpp"
#include "spill.hpp"

#include <tcplens/tcplens.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#if __has_include(<sys/ioctl.h>)
#include <sys/ioctl.h>
#endif
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace {

using tcplens::put;
using tcplens::put_decimal;

constexpr std::string_view usage =
    R"(usage: tcplens-explain [-S] [--port N] [--host A] [--connection N] [--listing] FILE

Explains the TCP connections of a capture (pcap or pcapng) or of a listing: text with lines of tcpdump or WinDump.
What FILE is, is found out; - is standard input.
  -S              sequence numbers as they are, not relative to the connection's start
  --port N        only connections with this port at either end
  --host A        only connections with this address at either end
  --connection N  only the Nth connection of the file, counted from 1
  --listing       FILE is a listing, whatever it looks like
)";

struct settings {
    std::string file;
    bool absolute = false;
    bool listing = false;
    int port = -1;
    tcplens::parsed_address host;
    std::uint64_t connection = 0;
};

/// How the output looks: plain in files and pipes, folded and coloured in a terminal.
struct style {
    bool terminal = false;
    bool colour = false;
    std::size_t width = 120;

    static style of_stdout() {
        style found;
#if __has_include(<unistd.h>)
        found.terminal = isatty(STDOUT_FILENO) == 1;
#endif
        const char* const no_color = std::getenv("NO_COLOR");
        const char* const kind = std::getenv("TERM");
        const bool dumb = kind == nullptr || std::string_view{kind} == "dumb";
        found.colour = found.terminal && no_color == nullptr && !dumb;
        const char* const columns = std::getenv("COLUMNS");
        long wanted = columns == nullptr ? 0 : std::strtol(columns, nullptr, 10);
#if __has_include(<sys/ioctl.h>)
        winsize size{};
        if (columns == nullptr && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) { wanted = size.ws_col; }
#endif
        if (wanted >= 40 && wanted <= 1000) { found.width = static_cast<std::size_t>(wanted); }
        return found;
    }

    void append(std::string& to, std::string_view words, std::string_view code) const {
        if (colour) { to.append("\x1b[").append(code).append("m"); }
        to += words;
        if (colour) { to += "\x1b[0m"; }
    }

    /// Appends a line, in a terminal folded after a comma.
    void append_folded(std::string& to, std::string_view line, std::string_view indent) const {
        std::size_t room = width;
        while (terminal && line.size() > room) {
            const std::size_t cut = line.substr(0, room).rfind(',');
            if (cut == std::string_view::npos || cut == 0) { break; }
            to.append(line.substr(0, cut + 1)).append("\n").append(indent);
            line.remove_prefix(line.substr(cut + 1).starts_with(' ') ? cut + 2 : cut + 1);
            room = width - indent.size();
        }
        to.append(line).append("\n");
    }
};

/// One connection of the capture.
struct flow {
    std::uint64_t number = 0;
    tcplens::socket_pair pair;
    std::array<std::string, 2> names; ///< of the ends, by direction
    tcplens::connection ends;
    tcplens::connection_record record;
    tcplens::timestamp first;
    tcplens::timestamp last;
    std::uint64_t passed_over = 0; ///< segments that tell too little
    bool timed = false;            ///< a listing may have no times
    examples::spilled_text rows;
    examples::narrative story;
};

/// What belongs to a socket pair, whatever connections follow each other on it.
struct pair_state {
    std::variant<tcplens::tcpdump_numbering, tcplens::absolute_numbering> numbering;
    flow* now = nullptr;
};

/// Writes rows as segments come, and connections at the end.
class explainer {
public:
    explicit explainer(settings wanted) : wanted_{std::move(wanted)} {}

    void on_segment(const examples::segment_seen& segment) {
        const tcplens::direction sent = segment.sent;
        pair_state& state = pairs_[segment.pair];
        if (state.now == nullptr && wanted_.absolute) { state.numbering = tcplens::absolute_numbering{}; }
        const tcplens::shown_numbers shown =
            std::visit([&](auto& numbering) { return numbering(sent, segment); }, state.numbering);
        if (state.now == nullptr || state.now->ends.reopened_by(sent, segment)) {
            flow& fresh = flows_.emplace_back();
            fresh.number = flows_.size();
            fresh.pair = segment.pair;
            // What was known of the pair goes on: TIME-WAIT has a say in what may follow.
            if (state.now != nullptr) { fresh.ends = state.now->ends; }
            for (const tcplens::direction d : {sent, opposite(sent)}) { fresh.names[index(d)] = end_name(segment, d); }
            state.now = &fresh;
        }
        flow& at = *state.now;
        if (segment.clock != tcplens::time_form::none) {
            if (!at.timed) { at.first = segment.when; }
            at.last = segment.when;
            at.timed = true;
        }
        if (!segment.complete()) {
            ++at.passed_over;
            at.story.pass_over();
            if (is_wanted(at)) { add_incomplete_row(at, segment, shown); }
            return;
        }
        const tcplens::connection_step step = at.ends.feed(sent, segment);
        at.record.add(segment, step);
        at.story.add(segment, step);
        if (is_wanted(at)) { add_row(at, segment, shown, step); }
    }

    /// Prints all connections, and what was passed over; false if the rows can't be had back.
    [[nodiscard]] bool print(const examples::input& from) {
        std::uint64_t printed = 0;
        for (const flow& each : flows_) {
            if (!is_wanted(each)) { continue; }
            const std::string text = (printed++ == 0 ? "" : "\n") + heading(each);
            std::fwrite(text.data(), 1, text.size(), stdout);
            const bool whole =
                each.rows.read(spill_, [](std::string_view rows) { std::fwrite(rows.data(), 1, rows.size(), stdout); });
            if (!whole) { return false; }
            const std::string story = each.story.tell(each.record, from.notes(each.pair));
            std::fwrite(story.data(), 1, story.size(), stdout);
        }
        std::string last = printed == 0 ? no_connection() : legend();
        if (const std::string words = from.passed_over(); !words.empty()) { last += words + "\n"; }
        std::fwrite(last.data(), 1, last.size(), stdout);
        return !spill_failed_;
    }

private:
    [[nodiscard]] bool is_wanted(const flow& f) const {
        const auto is_one = [&](auto matches) { return matches(f.pair.first) || matches(f.pair.second); };
        return (wanted_.connection == 0 || f.number == wanted_.connection) &&
               (wanted_.port < 0 || is_one([&](const tcplens::endpoint& e) { return e.port == wanted_.port; })) &&
               (!wanted_.host.valid || is_one([&](const tcplens::endpoint& e) { return e.host == wanted_.host.host; }));
    }

    void begin_row(const examples::segment_seen& segment, const tcplens::shown_numbers& shown) {
        row_.clear();
        line_.clear();
        put_line(put_time(std::back_inserter(line_), segment), segment, shown);
        style_.append_folded(row_, line_, "      ");
    }

    /// What a listing leaves out can't be made up.
    void add_incomplete_row(flow& to, const examples::segment_seen& segment, const tcplens::shown_numbers& shown) {
        begin_row(segment, shown);
        row_ += "    not followed: the listing doesn't tell its ";
        row_ += what_is_missing(segment);
        row_ += '\n';
        spill_failed_ = !to.rows.append(spill_, row_) || spill_failed_;
    }

    [[nodiscard]] static std::string_view what_is_missing(const examples::segment_seen& segment) {
        if (!segment.record->has(tcplens::listing_field::flags)) { return "flags and numbers"; }
        return segment.seq_from == tcplens::number_source::unknown ? "sequence number" : "acknowledgment number";
    }

    void add_row(flow& to, const examples::segment_seen& segment, const tcplens::shown_numbers& shown,
                 const tcplens::connection_step& step) {
        begin_row(segment, shown);
        const tcplens::party_names names = tcplens::parties(to.record);
        line_.clear();
        tcplens::render_states(std::back_inserter(line_), step, names);
        row_ += "    ";
        style_.append(row_, line_, step.sender.changed() || step.receiver.changed() ? "1;36" : "36");
        row_ += "\n";
        add_changes(step.sender, names.of(step.sent));
        add_changes(step.receiver, names.of(opposite(step.sent)));
        for (const tcplens::end_step* one : {&step.sender, &step.receiver}) {
            assumed_ = assumed_ || one->sure_after == tcplens::certainty::assumed;
            guessed_ = guessed_ || one->sure_after == tcplens::certainty::guessed;
        }
        spill_failed_ = !to.rows.append(spill_, row_) || spill_failed_;
    }

    void add_changes(const tcplens::end_step& step, std::string_view who) {
        for (std::size_t i = 0; i < step.changes().size(); ++i) {
            line_.clear();
            const auto end = std::back_inserter(line_);
            tcplens::render_change(put(put(end, who), ' '), step, i);
            row_ += "      ";
            style_.append_folded(row_, line_, "        ");
        }
    }

    [[nodiscard]] std::string heading(const flow& f) const {
        std::string first;
        const auto end = std::back_inserter(first);
        const auto names = tcplens::parties(f.record);
        const auto left = names.second == "client" ? tcplens::direction::from_second : tcplens::direction::from_first;
        put(put_decimal(put(end, "Connection "), f.number), ": ");
        put(put(put(end, names.of(left)), ' '), f.names[index(left)]);
        put(put(put(put(end, ", "), names.of(opposite(left))), ' '), f.names[index(opposite(left))]);

        std::string words;
        style_.append(words, first, "1");
        const auto more = std::back_inserter(words);
        tcplens::render_ending(put(tcplens::render_opening(put(more, "\n  "), f.record), "; "), f.record);
        for (const tcplens::direction d : {left, opposite(left)}) {
            put_decimal(put(put(put(more, d == left ? "\n  " : "; "), names.of(d)), " sent "), f.record.segments(d));
            put(more, f.record.segments(d) == 1 ? " segment, " : " segments, ");
            put(put_decimal(more, f.record.octets(d)), " octets");
        }
        if (f.passed_over != 0) { put(put_decimal(put(more, "; "), f.passed_over), " more not followed"); }
        if (!f.timed) { return words += '\n'; }
        const std::int64_t lasted = elapsed(f.first, f.last) / 1000;
        put_decimal(put(more, "; lasted "), static_cast<std::uint64_t>(lasted < 0 ? 0 : lasted) / 1'000'000);
        put(tcplens::put_padded(put(more, '.'), static_cast<std::uint64_t>(lasted < 0 ? 0 : lasted) % 1'000'000, 6),
            " s\n");
        return words;
    }

    [[nodiscard]] std::string no_connection() const {
        return flows_.empty()
                   ? "no TCP connection in this capture\n"
                   : "none of the capture's " + std::to_string(flows_.size()) + " connections was asked for\n";
    }

    /// What the marks of the rows mean, as far as they occur.
    [[nodiscard]] std::string legend() const {
        std::string words = "\nStates are those after each segment, proven by a segment that the end sent itself";
        if (assumed_) { words += ";\n  (assumed): if the segment arrived, as most do"; }
        if (guessed_) { words += ";\n  (guessed): the capture doesn't hold the connection's start"; }
        words += ".\nIn Flags S is SYN, F is FIN, R is RST, P is PSH, and a dot is ACK.\n";
        if (!wanted_.absolute) {
            words += "seq and ack count from each end's first number, as in tcpdump, once both are known; -S shows "
                     "them as sent.\n";
        }
        return words;
    }

    settings wanted_;
    style style_ = style::of_stdout();
    std::unordered_map<tcplens::socket_pair, pair_state, examples::pair_hash> pairs_;
    std::deque<flow> flows_;
    examples::spill_file spill_;
    std::string row_;
    std::string line_;
    bool assumed_ = false;
    bool guessed_ = false;
    bool spill_failed_ = false;
};

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-explain: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

/// Reads a number from 0 to `most`.
template <class N>
bool read_number(std::string_view word, N& to, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value > most) { return false; }
    to = static_cast<N>(value);
    return true;
}

/// Reads the command line; says on stderr what is wrong with it.
bool read_arguments(int argc, char** argv, settings& to) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
        if (word == "-S") {
            to.absolute = true;
        } else if (word == "--listing") {
            to.listing = true;
        } else if (word == "--port") {
            if (!read_number(value, to.port, 65535)) { return complain("--port wants a number up to 65535", 0) != 0; }
            ++i;
        } else if (word == "--host") {
            to.host = tcplens::parse_address(value);
            if (!to.host.valid) { return complain("--host wants an IPv4 or IPv6 address", 0) != 0; }
            ++i;
        } else if (word == "--connection") {
            if (!read_number(value, to.connection, ~std::uint64_t{0}) || to.connection == 0) {
                return complain("--connection wants a number from 1", 0) != 0;
            }
            ++i;
        } else if (word.size() > 1 && word.front() == '-') {
            return complain("unknown option " + std::string{word} + "; --help lists them", 0) != 0;
        } else if (!to.file.empty()) {
            return complain("more than one file; --help shows the usage", 0) != 0;
        } else {
            to.file = word;
        }
    }
    return !to.file.empty() || complain("no file; --help shows the usage", 0) != 0;
}

bool asks_for_help(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view{argv[i]} == "--help" || std::string_view{argv[i]} == "-h") { return true; }
    }
    return false;
}

} // namespace

int main(int argc, char** argv) {
    if (asks_for_help(argc, argv)) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    settings wanted;
    if (!read_arguments(argc, argv, wanted)) { return 2; }
    examples::input segments;
    if (!segments.open(wanted.file, wanted.listing)) { return complain(segments.problem(), 1); }

    explainer explain{wanted};
    while (const examples::segment_seen* segment = segments.next()) { explain.on_segment(*segment); }
    const std::string problem = segments.problem();
    if (segments.is_listing() && !problem.empty()) { return complain(problem, 1); }
    if (!explain.print(segments)) { return complain("the temporary file for long connections failed", 1); }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    return problem.empty() ? 0 : complain(problem, 1);
}
