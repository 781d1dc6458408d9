// SPDX-License-Identifier: BSL-1.0
// tcplens-dump: the TCP packets of a capture as tcpdump prints them.
#include "local_time.hpp"
#include "reader.hpp"

#include <tcplens/tcplens.hpp>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view usage = "usage: tcplens-dump [-n] [-nn] [-S] [-t|-tt] [-r] FILE\n";

struct pair_hash {
    std::size_t operator()(const tcplens::socket_pair& pair) const noexcept {
        return static_cast<std::size_t>(tcplens::hash(pair));
    }
};

enum class stamp { clock, none, epoch };

struct settings {
    std::string file;
    bool absolute = false;
    stamp time = stamp::clock;
    tcplens::line_style style;
};

class printer {
public:
    explicit printer(settings wanted) : wanted_{std::move(wanted)} {}

    void print(const tcplens::captured_frame& frame) {
        const auto link = tcplens::decode_link(frame.link, frame.octets, frame.wire_length);
        if (!link) { return; }
        const auto ip = tcplens::decode_ip(link->payload, link->payload_size);
        if (!ip || ip->protocol() != tcplens::ip_protocol::tcp) { return; }

        line_.resize(64 + tcplens::line_bound(*ip));
        char* out = line_.data();
        if (wanted_.time == stamp::epoch) {
            out = tcplens::put(tcplens::render_epoch(out, frame.when), ' ');
        } else if (wanted_.time == stamp::clock) {
            out = tcplens::put(tcplens::render_clock(out, frame.when, examples::utc_offset(frame.when.seconds)), ' ');
        }
        out = tcplens::render_line(
            out, *link, *ip,
            [&](const tcplens::header_view& tcp) {
                const auto [pair, sent] =
                    tcplens::orient({ip->source(), tcp.source_port()}, {ip->destination(), tcp.destination_port()});
                return wanted_.absolute ? tcplens::absolute_numbering{}(sent, tcp) : numbering_[pair](sent, tcp);
            },
            wanted_.style);
        *out++ = '\n';
        std::fwrite(line_.data(), 1, static_cast<std::size_t>(out - line_.data()), stdout);
    }

private:
    settings wanted_;
    std::unordered_map<tcplens::socket_pair, tcplens::tcpdump_numbering, pair_hash> numbering_;
    std::vector<char> line_;
};

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-dump: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

} // namespace

int main(int argc, char** argv) {
    settings wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "-n" || word == "-nn" || word == "-r") {
            continue; // names are never looked up, and a file is all that can be read
        }
        if (word == "-S") {
            wanted.absolute = true;
        } else if (word == "-v" || word == "-vv" || word == "-vvv") {
            wanted.style.verbosity += static_cast<unsigned>(word.size()) - 1;
        } else if (word == "-t") {
            wanted.time = stamp::none;
        } else if (word == "-tt") {
            wanted.time = stamp::epoch;
        } else if (word == "--help") {
            std::fwrite(usage.data(), 1, usage.size(), stdout);
            return 0;
        } else if (word.size() > 1 && word.front() == '-') {
            return complain("unknown option " + std::string{word}, 2);
        } else if (wanted.file.empty()) {
            wanted.file = word;
        } else {
            return complain("more than one file", 2);
        }
    }
    if (wanted.file.empty()) {
        std::fwrite(usage.data(), 1, usage.size(), stderr);
        return 2;
    }
    examples::capture_reader reader;
    if (!reader.open(wanted.file)) { return complain(reader.problem(), 1); }
    printer lines{wanted};
    while (const tcplens::captured_frame* frame = reader.next()) { lines.print(*frame); }
    return reader.problem().empty() ? 0 : complain(reader.problem(), 1);
}
