// SPDX-License-Identifier: BSL-1.0
// Prints captures as tcplens-dump does, reads the lines back, compares each field with the packet's, and prints the
// record again. Exit status 0: all fields are equal, and the text in 99.5 % of the records; the others are listed.
// In other notations than 4.99's only the fields are compared: records are printed in that one.
// usage: tcplens_roundtrip 4.99|5.0|3.9|3.7 VERBOSITY absolute|relative CAPTURE...
#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tcplens;

/// A line that was printed, and what it was printed from.
struct printed_line {
    std::string text;
    std::optional<packet_view> packet;
    shown_numbers shown;
    timestamp when;
    std::string_view notation;
    std::size_t lines = 1;
    bool whole = false; ///< it shows a whole header
};

struct totals {
    std::uint64_t records = 0; ///< complete in the text
    std::uint64_t fields = 0;  ///< of those: equal fields
    std::uint64_t again = 0;   ///< of those: printed again to equal text
    std::uint64_t partial = 0; ///< broken off by tcpdump
    std::uint64_t strays = 0;  ///< read from lines that show no segment
};

/// Whether a line goes on to its end. The old notations have none that is theirs.
template <flag_notation Notation>
bool is_whole(std::string_view line) {
    constexpr bool old = std::same_as<Notation, tcpdump_3_9> || std::same_as<Notation, tcpdump_3_7>;
    if (old) {
        return line.find("[bad opt]") == std::string_view::npos && line.find("[bad hdr") == std::string_view::npos &&
               line.find("[|") == std::string_view::npos;
    }
    return line.find(", length ", line.find("Flags [")) != std::string_view::npos;
}

/// All TCP lines of a capture; those without a segment have no packet, and no record may come of them.
struct printed_capture {
    std::string text;
    std::map<std::size_t, printed_line> lines; ///< by the number of the first
};

template <flag_notation Notation>
printed_capture print(bytes octets, line_style style, bool absolute, std::string_view notation) {
    printed_capture made;
    std::map<std::string, tcpdump_numbering> numbering;
    std::size_t number = 1;
    for (const captured_frame& frame : capture_view{octets}) {
        const auto link = decode_link(frame.link, frame.octets, frame.wire_length);
        if (!link) { continue; }
        const auto ip = decode_ip(link->payload, link->payload_size);
        if (!ip || ip->protocol() != ip_protocol::tcp) { continue; }
        printed_line line;
        line.when = frame.when;
        line.notation = notation;
        const auto numbers = [&](const header_view& tcp) {
            const auto [pair, sent] =
                orient({ip->source(), tcp.source_port()}, {ip->destination(), tcp.destination_port()});
            std::string key;
            render_endpoint(std::back_inserter(key), pair.first);
            render_endpoint(std::back_inserter(key), pair.second);
            line.shown = absolute ? absolute_numbering{}(sent, tcp) : numbering[key](sent, tcp);
            return line.shown;
        };
        const auto end = std::back_inserter(line.text);
        render_line<Notation>(put(render_epoch(end, frame.when), ' '), *link, *ip, numbers, style);
        const auto packet = decode(frame).segment;
        line.whole = packet && is_whole<Notation>(line.text);
        if (packet) { line.packet.emplace(*packet); }
        made.text += line.text + "\n";
        line.lines += static_cast<std::size_t>(std::ranges::count(line.text, '\n'));
        const std::size_t first = number;
        number += line.lines;
        if (packet) { made.lines.emplace(first, std::move(line)); }
    }
    return made;
}

/// Whether the options that were read are those of the header, up to where its printing ends.
bool same_options(const printed_line& line, const listing_record& record) {
    const options_view sent = line.packet->tcp.options();
    auto read = record.options().begin();
    for (const option o : sent) {
        if (read == record.options().end()) { return false; }
        const option mine = *read;
        ++read;
        const auto blocks = sack::read(o);
        if (o.kind() == option_kind::sack && blocks) {
            const auto found = sack::read(mine);
            if (!found || found->size() != blocks->size()) { return false; }
            for (std::size_t i = 0; i < blocks->size(); ++i) {
                if ((*found)[i].left + line.shown.sack_base != (*blocks)[i].left ||
                    (*found)[i].right + line.shown.sack_base != (*blocks)[i].right) {
                    return false;
                }
            }
        } else if (o.kind() != option_kind::mptcp && !std::ranges::equal(o.whole(), mine.whole())) {
            return false;
        } else if (o.kind() == option_kind::mptcp) {
            text<200> a;
            text<200> b;
            render_mptcp(a.sink(), o.whole(), line.packet->tcp.flags());
            render_mptcp(b.sink(), mine.whole(), line.packet->tcp.flags());
            if (a.view() != b.view()) { return false; }
        }
        if (o.kind() == option_kind::eol) { return true; }
    }
    return read == record.options().end();
}

/// The first field that isn't the packet's; empty for none.
std::string_view other_field(const printed_line& line, const listing_record& record, unsigned verbosity) {
    const header_view& tcp = line.packet->tcp;
    const flag_set flags = tcp.flags();
    const bool numbered = tcp.payload_size() != 0 || verbosity > 1 || flags.has_any({flag::syn, flag::fin, flag::rst});
    if (record.source().key != line.packet->source()) { return "source"; }
    if (record.destination().key != line.packet->destination()) { return "destination"; }
    // A damaged time is not printed as it is.
    const bool sound = line.when.seconds <= 0x7fff'ffff && line.when.nanoseconds < 1'000'000'000;
    const listing_time when{{line.when.seconds, line.when.nanoseconds / 1000 * 1000}, time_form::epoch};
    if (sound && record.time() != when) { return "time"; }
    const std::uint16_t shown_flags = line.notation == "5.0" ? 0x1ff : 0xff;
    if (record.flags() != flag_set::from_bits(flags.bits() & shown_flags)) { return "flags"; }
    // tcpdump 5.0 believes the frame where the IP header has another length.
    if (line.text.find("] (invalid)") != std::string::npos) { return {}; }
    if (record.has(listing_field::seq) != numbered) { return "presence of seq"; }
    if (numbered && record.seq().value() != line.shown.seq) { return "seq"; }
    if (record.has(listing_field::ack) != flags.has(flag::ack)) { return "presence of ack"; }
    if (flags.has(flag::ack) && record.ack().value() != line.shown.ack) { return "ack"; }
    if (record.window() != tcp.window()) { return "window"; }
    if (flags.has(flag::urg) && record.urgent_pointer() != tcp.urgent_pointer()) { return "urgent pointer"; }
    if (record.payload_size() != tcp.payload_size()) { return "length"; }
    checksum_check sum = verbosity > 0 ? check_segment(line.packet->ip, tcp) : checksum_check{};
    // 3.7 shows only wrong ones.
    if (line.notation == "3.7" && sum.verdict == checksum_verdict::correct) { sum = {}; }
    if (record.has(listing_field::checksum) != (sum.verdict != checksum_verdict::not_coverable)) {
        return "presence of the checksum";
    }
    if (record.has(listing_field::checksum) && record.checksum() != sum.found) { return "checksum"; }
    const bool wrong = sum.verdict == checksum_verdict::incorrect;
    if (record.has(listing_field::checksum_expected) != wrong) { return "verdict on the checksum"; }
    if (wrong && record.checksum_expected() != sum.expected) { return "expected checksum"; }
    if (record.has(listing_field::options) != (tcp.header_size() > 20)) { return "presence of options"; }
    if (!record.has(listing_field::options)) { return {}; }
    if (record.options_known() ? !same_options(line, record) : record.options_text().empty()) { return "options"; }
    return {};
}

void complain(std::string_view file, std::size_t number, std::string_view what, std::string_view text) {
    std::printf("%.*s:%zu: %.*s: %.*s\n", static_cast<int>(file.size()), file.data(), number,
                static_cast<int>(what.size()), what.data(), static_cast<int>(text.size()), text.data());
}

void check(std::string_view file, const printed_capture& capture, unsigned verbosity, bool again_too, totals& sum) {
    for (const listing_item& item : listing_view{capture.text}) {
        // The line of the packet may be a later one than its first: in a tunnel.
        auto at = capture.lines.upper_bound(item.number);
        at = at == capture.lines.begin() ? capture.lines.end() : std::prev(at);
        if (at != capture.lines.end() && item.number >= at->first + at->second.lines) { at = capture.lines.end(); }
        if (at == capture.lines.end() || !at->second.whole) {
            if (item.line.is() != line_kind::record || !item.line.record().has(listing_field::flags)) { continue; }
            if (at == capture.lines.end()) {
                ++sum.strays;
                complain(file, item.number, "no packet of its own", item.text);
            }
            continue;
        }
        const printed_line& line = at->second;
        if (item.line.is() != line_kind::record) {
            complain(file, item.number, "not read", item.text);
            continue;
        }
        const listing_record& record = item.line.record();
        if (const std::string_view other = other_field(line, record, verbosity); !other.empty()) {
            complain(file, item.number, other, item.text);
        } else {
            ++sum.fields;
        }
        if (!again_too) {
            ++sum.again;
            continue;
        }
        std::string again{record.prefix()};
        render_record(std::back_inserter(again), record);
        if (std::string_view{line.text}.ends_with(again)) {
            ++sum.again;
        } else {
            complain(file, item.number, "printed again", item.text);
            complain(file, item.number, "           as", again);
        }
    }
    for (const auto& [number, line] : capture.lines) { ++(line.whole ? sum.records : sum.partial); }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 5) { return 2; }
    const std::string_view notation = argv[1];
    const auto print_all = notation == "5.0"   ? print<tcpdump_5_0>
                           : notation == "3.9" ? print<tcpdump_3_9>
                           : notation == "3.7" ? print<tcpdump_3_7>
                                               : print<tcpdump_4_99>;
    const line_style style{static_cast<unsigned>(std::atoi(argv[2])), false};
    const bool absolute = std::string_view{argv[3]} == "absolute";
    totals sum;
    for (int i = 4; i < argc; ++i) {
        std::ifstream file{argv[i], std::ios::binary};
        const std::vector<char> content{std::istreambuf_iterator<char>{file}, {}};
        check(argv[i], print_all(tcplens::as_bytes(content), style, absolute, notation), style.verbosity,
              notation == "4.99", sum);
    }
    std::printf("%llu records, %llu with equal fields, %llu printed again as they were; %llu broken off\n",
                static_cast<unsigned long long>(sum.records), static_cast<unsigned long long>(sum.fields),
                static_cast<unsigned long long>(sum.again), static_cast<unsigned long long>(sum.partial));
    const bool enough = sum.again * 1000 >= sum.records * 995;
    return sum.records != 0 && sum.fields == sum.records && sum.strays == 0 && enough ? 0 : 1;
}
