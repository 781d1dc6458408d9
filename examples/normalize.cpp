// SPDX-License-Identifier: BSL-1.0
// tcplens-normalize: a capture or a listing as a clean listing, with the numbers and the fields that are wanted.
#include "arguments.hpp"
#include "follow.hpp"
#include "input.hpp"

#include <tcplens/tcplens.hpp>

#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace {

using tcplens::put;

constexpr std::string_view usage =
    R"(usage: tcplens-normalize [--absolute|--relative|--wireshark|--offsets] [--connection N] [--only-handshake]
                         [--drop FIELD,...] [--listing] FILE

Rewrites a capture (pcap or pcapng) or a listing, text with lines of tcpdump or WinDump, as a clean listing of one or
all TCP connections, in the notation of tcpdump 4.99. What FILE is, is found out; - is standard input.
  --absolute        sequence numbers as they are, restored where the listing has relative ones; this is the default
  --relative        relative to the connection's start as tcpdump shows them
  --wireshark       relative as Wireshark shows them: SYN is 0
  --offsets         places in the stream: the same in 64 bits, so that they never wrap
  --connection N    only the Nth connection of the file, counted from 1
  --only-handshake  only the segments that open a connection
  --drop FIELD,...  without these: time, win, options
  --listing         FILE is a listing, whatever it looks like
)";

enum class numbers : unsigned char { absolute, relative, wireshark, offsets };

struct settings {
    std::string file;
    numbers shown = numbers::absolute;
    std::uint64_t connection = 0;
    bool only_handshake = false;
    bool time = true;
    bool listing = false;
    tcplens::record_parts parts{.checksum = false, .tail = false};
};

/// Whether a segment is one of those that open a connection: neither of its ends is past that yet.
bool opens(const examples::segment_seen& segment, const examples::followed_segment& followed) {
    if (segment.flags().has(tcplens::flag::syn)) { return true; }
    const auto is_opening = [](const tcplens::end_step& end) {
        const bool known = end.sure_before != tcplens::certainty::unknown;
        return known && (end.before == tcplens::state::syn_sent || end.before == tcplens::state::syn_received);
    };
    return followed.is_complete && (is_opening(followed.step.sender) || is_opening(followed.step.receiver));
}

/// Writes a line for each segment that is wanted.
class normalizer {
public:
    explicit normalizer(settings wanted) : wanted_{std::move(wanted)} {}

    void on_segment(const examples::segment_seen& segment) {
        const examples::followed_segment followed = follower_.follow(segment);
        numbering& of_pair = numbering_[segment.pair];
        if (followed.is_first) { of_pair.offsets = {}; }
        const tcplens::stream_offsets offsets = of_pair.offsets(segment.sent, segment);
        const tcplens::shown_numbers shown = number(of_pair, segment);
        if (wanted_.connection != 0 && followed.connection.number != wanted_.connection) { return; }
        if (wanted_.only_handshake && !opens(segment, followed)) { return; }
        lost_ += segment.base_lost ? 1 : 0;

        if (wanted_.time) { put_time(std::back_inserter(lines_), segment); }
        if (segment.record != nullptr) {
            write(*segment.record, segment, offsets, shown);
        } else {
            // A packet is taken for what tcpdump would write of it.
            packet_.clear();
            tcplens::render_line(std::back_inserter(packet_), *segment.packet, shown);
            const tcplens::listing_line line = tcplens::parse_line(packet_);
            write(line.record(), segment, offsets, shown);
        }
        lines_ += '\n';
        if (lines_.size() >= std::size_t{1} << 16) { flush(); }
    }

    void flush() {
        std::fwrite(lines_.data(), 1, lines_.size(), stdout);
        std::fflush(stdout);
        lines_.clear();
    }

    /// How many of the records that were written keep relative numbers, since nothing tells what they count from.
    [[nodiscard]] std::uint64_t lost() const { return wanted_.shown == numbers::relative ? 0 : lost_; }
    [[nodiscard]] std::uint64_t connections() const { return follower_.count(); }

private:
    struct numbering {
        tcplens::tcpdump_numbering relative;
        tcplens::wireshark_numbering wireshark;
        tcplens::offset_numbering offsets;
    };

    [[nodiscard]] tcplens::shown_numbers number(numbering& of_pair, const examples::segment_seen& segment) const {
        switch (wanted_.shown) {
        case numbers::relative: return of_pair.relative(segment.sent, segment);
        case numbers::wireshark:
        case numbers::offsets: return of_pair.wireshark(segment.sent, segment);
        case numbers::absolute: break;
        }
        return tcplens::absolute_numbering{}(segment.sent, segment);
    }

    void write(const tcplens::listing_record& record, const examples::segment_seen& segment,
               const tcplens::stream_offsets& offsets, tcplens::shown_numbers shown) {
        const auto out = std::back_inserter(lines_);
        put(out, examples::is_v6(record) ? "IP6 " : "IP ");
        if (segment.base_lost) {
            tcplens::render_record(out, record, {record.seq().value(), record.ack().value(), 0}, wanted_.parts);
            return;
        }
        // The edges of a packet's SACK blocks were made relative when its line was written.
        shown.sack_base = segment.record == nullptr ? 0 : shown.sack_base - segment.sack_base;
        if (wanted_.shown == numbers::offsets) {
            tcplens::render_record(out, record, offsets, shown.sack_base, wanted_.parts);
        } else {
            tcplens::render_record(out, record, shown, wanted_.parts);
        }
    }

    settings wanted_;
    examples::follower follower_;
    std::unordered_map<tcplens::socket_pair, numbering, examples::pair_hash> numbering_;
    std::string lines_;
    std::string packet_;
    std::uint64_t lost_ = 0;
};

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-normalize: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

/// `win,options`
bool drop(std::string_view fields, settings& to) {
    while (!fields.empty()) {
        const std::string_view field = fields.substr(0, fields.find(','));
        fields.remove_prefix(field.size() == fields.size() ? field.size() : field.size() + 1);
        if (field == "time") {
            to.time = false;
        } else if (field == "win") {
            to.parts.window = false;
        } else if (field == "options") {
            to.parts.options = false;
        } else {
            return false;
        }
    }
    return true;
}

settings read(examples::arguments& words) {
    settings found;
    bool has_fields = true;
    while (words.next()) {
        if (words.is("--absolute")) {
            found.shown = numbers::absolute;
        } else if (words.is("--relative")) {
            found.shown = numbers::relative;
        } else if (words.is("--wireshark")) {
            found.shown = numbers::wireshark;
        } else if (words.is("--offsets")) {
            found.shown = numbers::offsets;
        } else if (words.is("--connection")) {
            words.take_number(found.connection);
        } else if (words.is("--only-handshake")) {
            found.only_handshake = true;
        } else if (words.is("--drop")) {
            const std::string_view fields = words.value();
            has_fields = !fields.empty() && drop(fields, found);
        } else if (words.is("--listing")) {
            found.listing = true;
        } else {
            words.take_file(found.file);
        }
        if (!has_fields) { words.fail("--drop wants time, win, options, or some of them with commas between"); }
    }
    if (words.problem().empty() && found.file.empty()) { words.fail("no file; --help shows the usage"); }
    return found;
}

} // namespace

int main(int argc, char** argv) {
    examples::arguments words{argc, argv};
    if (words.ask_for_help()) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    const settings wanted = read(words);
    if (!words.problem().empty()) { return complain(words.problem(), 2); }
    examples::input segments;
    if (!segments.open(wanted.file, wanted.listing)) { return complain(segments.problem(), 1); }

    normalizer lines{wanted};
    segments.before_waiting([&] { lines.flush(); });
    while (const examples::segment_seen* segment = segments.next()) { lines.on_segment(*segment); }
    lines.flush();
    if (std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    if (segments.damaged()) { complain(segments.passed_over(), 0); }
    if (lines.lost() != 0) {
        complain(std::to_string(lines.lost()) +
                     " lines keep relative numbers: the start of their connection is not in the listing",
                 0);
    }
    if (wanted.connection > lines.connections() && segments.problem().empty()) {
        return complain("there is no connection " + std::to_string(wanted.connection) + ", only " +
                            std::to_string(lines.connections()),
                        1);
    }
    return segments.problem().empty() ? 0 : complain(segments.problem(), 1);
}
