// SPDX-License-Identifier: BSL-1.0
// tcplens-dump: the TCP packets of captures and listings as tcpdump prints them, with the options of tcpdump.
#include "input.hpp"
#include "local_time.hpp"
#include "reader.hpp"

#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tcplens::put;

constexpr std::string_view usage = R"(usage: tcplens-dump [-n] [-nn] [-S] [-v|-vv] [-t...] [-q] [-c N] [--notation NAME]
                    [--listing] [-r] FILE...

Prints the TCP packets of captures (pcap or pcapng) as tcpdump 4.99.3 does, and those of listings: text with lines of
tcpdump or WinDump, as far as it tells. What FILE is, is found out; - is standard input.
  -n, -nn  as always: no names for addresses and ports
  -S       sequence numbers as they are, not relative to the connection's start
  -v, -vv  the IP header and checksums too; with -vv the sequence number of each segment
  -t       no time; -tt seconds since 1970; -ttt since the packet before; -tttt with the date; -ttttt since the first
  -q       little of TCP
  -c N     only the first N packets of each capture, TCP or not
  -r FILE  reads FILE
  --notation NAME  writes lines as another version, or flags as another program:
           tcpdump-4.99 (as always), tcpdump-5.0, tcpdump-3.9 (WinDump's too), tcpdump-3.7,
           wireshark, wireshark-places; a listing's lines are those of 4.99, with the flags of this one
  --listing  all files are listings, whatever they look like
)";

struct settings;

/// A notation by the name that the command line has for it.
struct named_notation {
    std::string_view name;
    int (*print_all)(const settings&);
};
const named_notation* find_notation(std::string_view name);

struct settings {
    std::vector<std::string> files;
    bool absolute = false;
    bool listing = false;
    unsigned time = 0; ///< how often -t was given
    std::uint64_t packets = 0;
    tcplens::line_style style;
    const named_notation* notation = find_notation("tcpdump-4.99");
};

/// tcpdump's table of relative numbers: it grows with the connections and never forgets one.
class numbering_table {
public:
    tcplens::tcpdump_numbering& operator[](const tcplens::socket_pair& pair) {
        if (table_.size() * 4 >= slots_.size() * 3) { grow(); }
        return *table_.insert(pair);
    }

private:
    using table = tcplens::connection_table<tcplens::tcpdump_numbering>;

    void grow() {
        std::vector<table::slot> more(slots_.size() * 2);
        table larger{more, seed_};
        for (const table::slot& slot : slots_) {
            if (slot.used) { *larger.insert(slot.pair) = slot.value; }
        }
        slots_.swap(more);
        table_ = larger;
    }

    std::vector<table::slot> slots_ = std::vector<table::slot>(1024);
    std::uint64_t seed_ = std::random_device{}(); // captures come from strangers
    table table_{slots_, seed_};
};

class printer {
public:
    explicit printer(settings wanted) : wanted_{std::move(wanted)} {}

    template <tcplens::flag_notation Notation>
    void print(const tcplens::captured_frame& frame) {
        if (frame.octets.empty() || frame.octets.size() > frame.wire_length) {
            print_invalid(frame);
            return;
        }
        const tcplens::timestamp reference = reference_for(frame.when);
        constexpr auto zero = tcplens::line_words<Notation>::ends_with_frame ? tcplens::zero_length::to_frame_end
                                                                             : tcplens::zero_length::invalid;
        const auto datagram = tcplens::decode_datagram<zero>(frame.link, frame.octets, frame.wire_length);
        if (!datagram || datagram->ip.protocol() != tcplens::ip_protocol::tcp) { return number_tunnelled(frame); }
        const tcplens::ip_view& ip = datagram->ip;

        char* out = room(64 + tcplens::line_bound(datagram->link, ip));
        out = stamp<Notation>(out, frame.when, reference);
        const auto numbers = [&](const tcplens::header_view& tcp) { return number(ip, tcp); };
        end_line(tcplens::render_line<Notation>(out, datagram->link, ip, numbers, wanted_.style));
    }

    /// A listing's record, with its time if that is known in the form that is wanted, else as the listing has it.
    template <tcplens::flag_notation Notation>
    void print(const examples::segment_seen& segment) {
        const tcplens::listing_record& record = *segment.record;
        std::size_t words = record.prefix().size() + record.options_text().size() + record.tail().size();
        for (const tcplens::named_endpoint* end : {&record.source(), &record.destination()}) {
            words += end->host.size() + end->port.size();
        }
        constexpr std::size_t for_numbers_and_options = 1024;
        char* out = room(words + for_numbers_and_options);
        const bool dated = segment.clock == tcplens::time_form::epoch || segment.clock == tcplens::time_form::date;
        const bool from_another = wanted_.time == 3 || wanted_.time > 4;
        if (from_another && segment.clock != tcplens::time_form::none) {
            out = put(tcplens::render_elapsed<Notation>(out, reference_for(segment.when), segment.when), ' ');
        } else if (wanted_.time == 2 && dated) {
            out = put(tcplens::render_epoch<Notation>(out, segment.when), ' ');
        } else if (wanted_.time == 4 && dated) {
            const bool zoned = segment.clock == tcplens::time_form::epoch;
            const std::int64_t offset = zoned ? offset_at(segment.when.seconds) : 0;
            out = put(tcplens::render_date_and_clock<Notation>(out, segment.when, offset), ' ');
        } else if (wanted_.time != 1) {
            out = examples::put_time(out, segment);
        }
        const tcplens::shown_numbers numbers = wanted_.absolute ? tcplens::absolute_numbering{}(segment.sent, segment)
                                                                : numbering_[segment.pair](segment.sent, segment);
        out = put(out, examples::is_v6(record) ? "IP6 " : "IP ");
        const bool verbose = wanted_.style.verbosity > 0;
        if (verbose && !record.ip_header().empty()) {
            out = put(put(out, record.ip_header()), examples::is_v6(record) ? " " : "\n    ");
        }
        const bool quick = wanted_.style.quick && record.has(tcplens::listing_field::length);
        end_line(examples::put_record<Notation>(out, segment, numbers, {.all = !quick, .checksum = verbose}));
    }

    void flush() {
        std::fwrite(buffer_.data(), 1, used_, stdout);
        std::fflush(stdout);
        used_ = 0;
    }

private:
    tcplens::shown_numbers number(const tcplens::ip_view& ip, const tcplens::header_view& tcp) {
        if (wanted_.absolute) { return tcplens::absolute_numbering{}({}, tcp); }
        const auto [pair, sent] =
            tcplens::orient({ip.source(), tcp.source_port()}, {ip.destination(), tcp.destination_port()});
        return numbering_[pair](sent, tcp);
    }

    /// What is tunnelled isn't shown, but tcpdump's relative numbers go on from it: with -v from what ICMP quotes, too.
    void number_tunnelled(const tcplens::captured_frame& frame) {
        if (wanted_.absolute || wanted_.style.quick) { return; }
        const auto how_far = wanted_.style.verbosity > 0 ? tcplens::reach::tunnels_and_quotes : tcplens::reach::tunnels;
        const auto ip = tcplens::decode_tunnelled(frame.link, frame.octets, frame.wire_length, how_far);
        if (!ip) { return; }
        const auto tcp = tcplens::decode(ip->payload(), ip->payload_size());
        if (tcp || tcp.error().code == tcplens::errc::header_beyond_end) {
            number(*ip, tcplens::header_view::unchecked(ip->payload(), ip->payload_size()));
        }
    }

    /// A record that contradicts itself has no time and no content.
    void print_invalid(const tcplens::captured_frame& frame) {
        char* out = put(room(128), "[Invalid header:");
        if (frame.octets.empty()) { out = put(out, " caplen==0"); }
        if (frame.wire_length == 0) {
            out = put(out, frame.octets.empty() ? ", len==0" : " len==0");
        } else if (frame.wire_length < frame.octets.size()) {
            out = tcplens::put_decimal(put(out, " len("), frame.wire_length);
            out = put(tcplens::put_decimal(put(out, ") < caplen("), frame.octets.size()), ')');
        }
        end_line(put(out, ']'));
    }

    /// What -ttt and -ttttt count from; tcpdump takes a moment of 0 for none.
    tcplens::timestamp reference_for(tcplens::timestamp when) {
        if (reference_ == tcplens::timestamp{}) { reference_ = when; }
        const tcplens::timestamp found = reference_;
        if (wanted_.time == 3) { reference_ = when; }
        return found;
    }

    template <tcplens::flag_notation Notation>
    char* stamp(char* out, tcplens::timestamp when, tcplens::timestamp reference) {
        switch (wanted_.time) {
        case 0: out = clock<Notation>(out, when); break;
        case 1: return out;
        case 2: out = tcplens::render_epoch<Notation>(out, when); break;
        case 4: out = tcplens::render_date_and_clock<Notation>(out, when, offset_at(when.seconds)); break;
        default: out = tcplens::render_elapsed<Notation>(out, reference, when); break;
        }
        return put(out, ' ');
    }

    /// Within a second only the fraction changes.
    template <tcplens::flag_notation Notation>
    char* clock(char* out, tcplens::timestamp when) {
        constexpr std::size_t size = sizeof "22:13:20." - 1;
        const bool usual = when.nanoseconds < 1'000'000'000;
        if (usual && when.seconds == clock_second_) {
            return tcplens::put_six(put(out, {clock_.data(), size}),
                                    static_cast<std::uint32_t>(when.nanoseconds) / 1000);
        }
        char* const end = tcplens::render_clock<Notation>(out, when, offset_at(when.seconds));
        if (usual && end - out == size + 6) {
            std::copy_n(out, size, clock_.data());
            clock_second_ = when.seconds;
        }
        return end;
    }

    /// Clocks are changed at a quarter of an hour, if ever.
    std::int64_t offset_at(std::int64_t seconds) {
        if (seconds / 900 != quarter_) {
            quarter_ = seconds / 900;
            offset_ = examples::utc_offset(seconds);
        }
        return offset_;
    }

    char* room(std::size_t needed) {
        if (buffer_.size() - used_ < needed) {
            flush();
            if (buffer_.size() < needed) { buffer_.resize(needed); }
        }
        return buffer_.data() + used_;
    }
    void end_line(char* out) {
        *out = '\n';
        used_ = static_cast<std::size_t>(out + 1 - buffer_.data());
    }

    settings wanted_;
    numbering_table numbering_;
    tcplens::timestamp reference_;
    std::array<char, 9> clock_{};
    std::int64_t clock_second_ = -1;
    std::int64_t quarter_ = -1;
    std::int64_t offset_ = 0;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 18);
    std::size_t used_ = 0;
};

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-dump: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

/// Prints one file; gives the exit status.
template <tcplens::flag_notation Notation>
int print_file(const std::string& file, const settings& wanted) {
    examples::input source;
    if (!source.open(file, wanted.listing)) { return complain(source.problem(), 1); }
    printer lines{wanted};
    source.before_waiting([&] { lines.flush(); });
    const auto is_enough = [&](std::uint64_t seen) { return wanted.packets != 0 && seen == wanted.packets; };
    for (std::uint64_t seen = 0; !is_enough(seen); ++seen) {
        if (source.is_listing()) {
            const examples::segment_seen* const segment = source.next();
            if (segment == nullptr) { break; }
            lines.print<Notation>(*segment);
        } else {
            const tcplens::captured_frame* const frame = source.capture().next();
            if (frame == nullptr) { break; }
            lines.print<Notation>(*frame);
        }
    }
    lines.flush();
    if (source.is_listing() && source.damaged()) { complain(source.passed_over(), 0); }
    return source.problem().empty() ? 0 : complain(source.problem(), 1);
}

template <tcplens::flag_notation Notation>
int print_all(const settings& wanted) {
    int status = 0;
    for (const std::string& file : wanted.files) {
        if (print_file<Notation>(file, wanted) != 0) { status = 1; }
    }
    return status;
}

constexpr std::array notations{
    named_notation{"tcpdump-4.99", print_all<tcplens::tcpdump_4_99>},
    named_notation{"tcpdump-5.0", print_all<tcplens::tcpdump_5_0>},
    named_notation{"tcpdump-3.9", print_all<tcplens::tcpdump_3_9>},
    named_notation{"tcpdump-3.7", print_all<tcplens::tcpdump_3_7>},
    named_notation{"wireshark", print_all<tcplens::wireshark_names>},
    named_notation{"wireshark-places", print_all<tcplens::wireshark_places>},
};

const named_notation* find_notation(std::string_view name) {
    for (const named_notation& one : notations) {
        if (one.name == name) { return &one; }
    }
    return nullptr;
}

std::string notation_names() {
    std::string names;
    for (const named_notation& one : notations) {
        if (!names.empty()) { names += ", "; }
        names += one.name;
    }
    return names;
}

/// A word like `-vv`: nothing but this letter behind the dash.
bool repeats(std::string_view word, char letter) {
    return word.size() > 1 && word.front() == '-' && word.find_first_not_of(letter, 1) == std::string_view::npos;
}

bool read_arguments(int argc, char** argv, settings& to) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (repeats(word, 'n')) { continue; }
        if (repeats(word, 'v')) {
            to.style.verbosity += static_cast<unsigned>(word.size()) - 1;
        } else if (repeats(word, 't')) {
            to.time += static_cast<unsigned>(word.size()) - 1;
        } else if (word == "-S") {
            to.absolute = true;
        } else if (word == "--listing") {
            to.listing = true;
        } else if (word == "-q") {
            to.style.quick = true;
        } else if (word == "-r" && i + 1 < argc) {
            to.files.emplace_back(argv[++i]);
        } else if (word == "-c") {
            const std::string_view number = i + 1 < argc ? argv[++i] : "";
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), to.packets);
            if (error != std::errc{} || end != number.data() + number.size() || to.packets == 0) {
                return complain("-c wants a number from 1", 0) != 0;
            }
        } else if (word == "--notation") {
            to.notation = find_notation(i + 1 < argc ? argv[++i] : "");
            if (to.notation == nullptr) { return complain("--notation wants one of " + notation_names(), 0) != 0; }
        } else if (word.size() > 1 && word.front() == '-') {
            return complain("unknown option " + std::string{word} + "; --help lists them", 0) != 0;
        } else {
            to.files.emplace_back(word);
        }
    }
    return !to.files.empty() || complain("no file; --help shows the usage", 0) != 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && (std::string_view{argv[1]} == "--help" || std::string_view{argv[1]} == "-h")) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    settings wanted;
    if (!read_arguments(argc, argv, wanted)) { return 2; }
    int status = wanted.notation->print_all(wanted);
    if (std::ferror(stdout) != 0) { status = complain("the output can't be written", 1); }
    return status;
}
