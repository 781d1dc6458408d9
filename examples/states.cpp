// SPDX-License-Identifier: BSL-1.0
// tcplens-states: a table with a row per TCP segment of a capture: its fields, and the states of both ends after it.
#include "connections.hpp"
#include "faults.hpp"
#include "reader.hpp"

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

constexpr std::string_view usage = R"(usage: tcplens-states FILE

Prints a tab-separated row for each TCP segment of a capture (pcap or pcapng; - is standard input), under a header line.
  packet      its number in the file, from 1, other packets counted too
  time        seconds since 1970
  flags       as tcpdump writes them
  seq, ack    as sent; ack is empty where the segment has none
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

/// Writes a row for each segment.
class state_table {
public:
    /// `fraction_digits` is how many digits of a second the capture tells.
    explicit state_table(unsigned fraction_digits) : fraction_digits_{fraction_digits} {}

    void on_segment(const tcplens::captured<tcplens::packet_view>& element) {
        const tcplens::packet_view& packet = *element.segment;
        const auto [pair, sent] = tcplens::orient(packet.source(), packet.destination());
        flow& at = flows_[pair];
        if (at.number == 0 || at.ends.reopened_by(sent, packet)) { at.number = ++connections_; }
        const tcplens::connection_step step = at.ends.feed(sent, packet);

        const auto out = std::back_inserter(rows_);
        put_time(put(put_decimal(out, element.frame.number), '\t'), element.frame.when);
        tcplens::render_endpoint(put(out, '\t'), packet.source());
        tcplens::render_endpoint(put(out, '\t'), packet.destination());
        put(tcplens::tcpdump_4_99::flags(put(out, '\t'), packet.flags()), '\t');
        put(put_decimal(out, packet.seq().value()), '\t');
        if (packet.flags().has(tcplens::flag::ack)) { put_decimal(out, packet.ack().value()); }
        put_decimal(put(out, '\t'), packet.payload_size());
        put_decimal(put(out, '\t'), at.number);
        put_end(out, step.sender, at.rules[index(sent)]);
        put_end(out, step.receiver, at.rules[index(opposite(sent))]);
        put(out, '\n');
        if (rows_.size() >= std::size_t{1} << 16) { flush(); }
    }

    void on_fault(const tcplens::captured<tcplens::packet_view>& element) {
        faults_.count(element.frame.number, element.segment.error());
    }

    void flush() {
        std::fwrite(rows_.data(), 1, rows_.size(), stdout);
        std::fflush(stdout);
        rows_.clear();
    }

    [[nodiscard]] const examples::fault_counter& faults() const { return faults_; }

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
    examples::fault_counter faults_;
    std::string rows_{header};
};

int complain(const std::string& what, int status) {
    std::fprintf(stderr, "tcplens-states: %s\n", what.c_str());
    return status;
}

} // namespace

int main(int argc, char** argv) {
    const std::string file = argc == 2 ? argv[1] : "";
    if (file == "--help" || file == "-h") {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    if (file.empty()) { return complain("it takes one file; --help shows the usage", 2); }
    if (file.size() > 1 && file.front() == '-') {
        return complain("unknown option " + file + "; --help shows the usage", 2);
    }
    examples::capture_reader reader;
    if (!reader.open(file)) { return complain(reader.problem(), 1); }

    state_table states{reader.fraction_digits()};
    reader.before_waiting([&] { states.flush(); });
    while (const tcplens::captured_frame* frame = reader.next()) { tcplens::show(tcplens::decode(*frame), states); }
    states.flush();
    if (std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    if (states.faults().damaged()) { complain("not shown: " + states.faults().summary(), 0); }
    return reader.problem().empty() ? 0 : complain(reader.problem(), 1);
}
