// SPDX-License-Identifier: BSL-1.0
// tcplens-states: a table with a row per TCP segment of a capture or listing: its fields, and the states of both ends after it.
#include "arguments.hpp"
#include "connections.hpp"
#include "input.hpp"

#include <tcplens/tcplens.hpp>

#include <array>
#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

using tcplens::put;
using tcplens::put_decimal;

constexpr std::string_view usage = R"(usage: tcplens-states [--listing] FILE

Prints a tab-separated row for each TCP segment of a capture (pcap or pcapng) or of a listing, text with lines of tcpdump
or WinDump, under a header line. What FILE is, is found out, or said with --listing; - is standard input.
  packet      its number in the file, from 1, other packets counted too; in a listing, of its record
  time        seconds since 1970; in a listing that has no dates, since midnight; empty where it has no times
  flags       as tcpdump writes them
  seq, ack    as sent; ack is empty where the segment has none, and what a listing doesn't tell is empty
  length      octets of payload, as sent
  connection  counted from 1; a socket pair that is used again is another connection
  ..._state   of each end after the segment was sent and, as far as can be told, received; UNKNOWN if it isn't known
  ..._rule    why the end came to that state, and the section of the RFC
)";

constexpr std::string_view header =
    "packet\ttime\tsource\tdestination\tflags\tseq\tack\tlength\tconnection\tsender_state\tsender_certainty\t"
    "sender_rule\treceiver_state\treceiver_certainty\treceiver_rule\n";

/// The last connection of a socket pair.
struct flow {
    std::uint64_t number = 0;
    tcplens::connection ends;
    std::array<const tcplens::reason*, 2> rules{}; ///< by which each end came to its state
};

/// A step that leaves both ends where they are.
tcplens::connection_step unmoved(const tcplens::connection& ends, tcplens::direction sent) {
    tcplens::connection_step step;
    step.sent = sent;
    for (const tcplens::direction d : {sent, opposite(sent)}) {
        tcplens::end_step& end = d == sent ? step.sender : step.receiver;
        end.before = end.after = ends.sender(d).now();
        end.sure_before = end.sure_after = ends.sender(d).sure;
    }
    return step;
}

/// Writes a row for each segment.
class state_table {
public:
    /// `fraction_digits` is how many digits of a second the capture tells.
    explicit state_table(unsigned fraction_digits) : fraction_digits_{fraction_digits} {}

    void on_segment(const examples::segment_seen& segment) {
        const tcplens::direction sent = segment.sent;
        flow& at = flows_[segment.pair];
        if (at.number == 0 || at.ends.reopened_by(sent, segment)) { at.number = ++connections_; }
        // What a listing doesn't tell can't move a machine.
        const tcplens::connection_step step = segment.complete() ? at.ends.feed(sent, segment) : unmoved(at.ends, sent);

        const auto out = std::back_inserter(rows_);
        put(put_decimal(out, segment.number), '\t');
        if (segment.clock != tcplens::time_form::none) { put_time(out, segment.when); }
        put(put(out, '\t'), end_name(segment, sent));
        put(put(out, '\t'), end_name(segment, opposite(sent)));
        const bool has_flags = segment.record == nullptr || segment.record->has(tcplens::listing_field::flags);
        put(out, '\t');
        put(has_flags ? tcplens::tcpdump_4_99::flags(out, segment.flags()) : out, '\t');
        constexpr auto unknown = tcplens::number_source::unknown;
        if (segment.seq_from != unknown) { put_decimal(out, segment.seq().value()); }
        put(out, '\t');
        if (segment.flags().has(tcplens::flag::ack) && segment.ack_from != unknown) {
            put_decimal(out, segment.ack().value());
        }
        put_decimal(put(out, '\t'), segment.payload_size());
        put_decimal(put(out, '\t'), at.number);
        put_end(out, step.sender, at.rules[index(sent)]);
        put_end(out, step.receiver, at.rules[index(opposite(sent))]);
        put(out, '\n');
        if (rows_.size() >= std::size_t{1} << 16) { flush(); }
    }

    /// Nothing is written while there is no row.
    void flush() {
        if (connections_ == 0) { return; }
        std::fwrite(rows_.data(), 1, rows_.size(), stdout);
        std::fflush(stdout);
        rows_.clear();
    }

private:
    using sink = std::back_insert_iterator<std::string>;

    void put_time(sink out, tcplens::timestamp when) const {
        // A damaged capture may have more than a second of nanoseconds, or a moment before 1970.
        std::uint64_t seconds = static_cast<std::uint64_t>(when.seconds) + when.nanoseconds / 1'000'000'000;
        std::uint64_t fraction = when.nanoseconds % 1'000'000'000;
        if (seconds >> 63 != 0) {
            put(out, '-');
            seconds = 0 - seconds - (fraction != 0 ? 1 : 0);
            fraction = fraction != 0 ? 1'000'000'000 - fraction : 0;
        }
        put(put_decimal(out, seconds), '.');
        tcplens::put_padded(out, fraction_digits_ == 6 ? fraction / 1000 : fraction, fraction_digits_);
    }

    static void put_end(sink out, const tcplens::end_step& step, const tcplens::reason*& rule) {
        if (!step.changes().empty()) { rule = step.changes().back().why; }
        const bool known = step.sure_after != tcplens::certainty::unknown;
        put(put(out, '\t'), known ? name(step.after) : "UNKNOWN");
        put(put(put(out, '\t'), name(step.sure_after)), '\t');
        if (!known || rule == nullptr) { return; }
        put(out, rule->rule);
        if (!rule->section.empty()) { put(put(put(out, " [RFC 9293 "), rule->section), ']'); }
    }

    unsigned fraction_digits_;
    std::unordered_map<tcplens::socket_pair, flow, examples::pair_hash> flows_;
    std::uint64_t connections_ = 0;
    std::string rows_{header};
};

int complain(const std::string& what, int status) {
    std::fprintf(stderr, "tcplens-states: %s\n", what.c_str());
    return status;
}

} // namespace

int main(int argc, char** argv) {
    examples::arguments words{argc, argv};
    if (words.ask_for_help()) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    std::string file;
    bool listing = false;
    while (words.next()) {
        if (words.is("--listing")) {
            listing = true;
        } else {
            words.take_file(file);
        }
    }
    if (words.problem().empty() && file.empty()) { words.fail("no file; --help shows the usage"); }
    if (!words.problem().empty()) { return complain(words.problem(), 2); }
    examples::input segments;
    if (!segments.open(file, listing)) { return complain(segments.problem(), 1); }

    state_table states{segments.fraction_digits()};
    segments.before_waiting([&] { states.flush(); });
    while (const examples::segment_seen* segment = segments.next()) { states.on_segment(*segment); }
    if (segments.is_listing() && !segments.problem().empty()) { return complain(segments.problem(), 1); }
    states.flush();
    if (std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    if (segments.damaged()) { complain(segments.passed_over(), 0); }
    const std::string problem = segments.problem();
    return problem.empty() ? 0 : complain(problem, 1);
}
