// SPDX-License-Identifier: BSL-1.0
// own_table: what if no segment could end TIME-WAIT? A state table changed at compile time, proven, and run beside the RFC's.
#include <tcplens/tcplens.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

namespace {

using namespace tcplens;

// Each rule takes the place of some rows: in which states, on which events, where to, what is due, and who says so.
constexpr auto my_rules = std::to_array<rule>({
    // RFC 9293 3.6.1 (MAY-2) lets a new SYN end TIME-WAIT. Here it is challenged, as RFC 5961 has it in other states.
    {state::time_wait, event::seg_syn, stay, action::send_challenge_ack, row_kind::text, "3.10.7.4 (RFC 5961 4.2)",
     "no new connection before 2 MSL"},
    // RFC 1337: a RST that answers an old duplicate ends TIME-WAIT, too. The library has the cure among its own rules.
    rfc9293::ignore_rst_in_time_wait,
});
constexpr transition_matrix my_rows = changed(rfc9293::rows, my_rules);
using my_table = table_of<my_rows>;

// The compiler goes through all rows: the table is total, deterministic, every state can be reached and left, and so on.
static_assert(proven<my_table>);

// A claim of one's own: a type that says of one row whether it holds.
struct no_segment_ends_time_wait {
    static constexpr bool holds(const transition& row) {
        const bool is_segment = row.on >= event::seg_syn && row.on <= event::seg_no_ack;
        return row.from.now != state::time_wait || row.next == row.from || !is_segment;
    }
};
static_assert(proven<my_table, no_segment_ends_time_wait>);
static_assert(refutation<no_segment_ends_time_wait, rfc9293::table>.on == event::seg_syn, "the RFC's doesn't keep it");

// A host with our table in the place of a captured one. It goes where that one goes until the two tables part, and from
// then on by itself, with the segments that the captured one got.
struct host {
    machine<my_table> end;
    control_block numbers; // RCV.NXT and the like when it parted: in TIME-WAIT nothing moves them
    timestamp since;       // when its TIME-WAIT began
    bool parted = false;
};

struct flow {
    connection ends; // both captured ends, by RFC 9293's table
    std::array<host, 2> ours;
};

class comparison {
public:
    void on_segment(const captured<packet_view>& seen) {
        const packet_view& packet = *seen.segment;
        // The pair names the connection, both ways alike; `sent` is the way that this segment went.
        const auto [pair, sent] = orient(packet.source(), packet.destination());
        flow& at = flows_[pair];
        at.ends.advance(seen.frame.when); // the library has no clock: without this no timer runs
        for (host& each : at.ours) { wait(each, seen.frame.when, at.ends.reopened_by(sent, packet)); }
        const observed_end sender = at.ends.sender(sent), receiver = at.ends.sender(opposite(sent)); // as they were
        const connection_step step = at.ends.feed(sent, packet);
        if (!at.ours[index(sent)].parted) { go_along(at.ours[index(sent)], step.sender, seen, sender.numbers()); }
        go_along(at.ours[index(opposite(sent))], step.receiver, seen, receiver.numbers());
    }

    // Also hears of frames in which no TCP header can be read.
    void on_fault(const captured<packet_view>& seen) {
        const errc why = seen.segment.error().code;
        if (why != errc::not_tcp && why != errc::not_ip) { ++unreadable_; } // UDP is no damage
    }

    void report() const {
        std::cout << flows_.size() << " socket pairs; a host with this table parts " << parted_ << " times\n";
        if (unreadable_ != 0) { std::cout << unreadable_ << " packets can't be read\n"; }
    }

private:
    // What the captured end did by its table's row, or, once they have parted, what the segment means to ours.
    void go_along(host& ours, const end_step& theirs, const captured<packet_view>& seen, const control_block& numbers) {
        const transition* row = theirs.by; // its last one; `unspoken` if nothing asked the table
        if (!ours.parted) { ours.end.place(row->from); }
        if (ours.parted || row->kind != row_kind::unspoken) {
            row = &ours.end.feed(ours.parted ? classify(*seen.segment, ours.numbers, ours.end.where()) : row->on).row();
        }
        if (row->from.now != state::time_wait || includes(row->due, action::start_time_wait)) {
            ours.since = seen.frame.when;
        }
        if (!ours.parted) {
            if (row->next == theirs.by->next && row->due == theirs.by->due) { return; }
            ours.parted = true;
            ours.numbers = numbers;
            ++parted_;
        }
        std::string line = "packet " + std::to_string(seen.frame.number) + ": ";
        const auto out = std::back_inserter(line);
        put(render_endpoint(out, seen.segment->source()), " > ");
        put(render_endpoint(out, seen.segment->destination()), " [");
        put(tcpdump_4_99::flags(out, seen.segment->flags()), "]\n  RFC 9293    ");
        put(render_row(out, *theirs.by), "\n  this table  ");
        put(render_row(out, *row), '\n');
        std::cout << line;
    }

    // TIME-WAIT lasts 2 MSL (RFC 9293 3.4.2). When it is over, the next connection is one for both tables.
    static void wait(host& ours, timestamp now, bool is_reopened) {
        if (!ours.parted) { return; }
        const bool is_over = elapsed(ours.since, now) / 2 >= time_limits{}.maximum_segment_lifetime;
        if (ours.end.now() == state::time_wait && is_over) { ours.end.feed(event::timer_time_wait); }
        if (ours.end.now() == state::closed && is_reopened) { ours.parted = false; }
    }

    std::map<socket_pair, flow> flows_;
    std::size_t parted_ = 0, unreadable_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    const std::string path = argc == 2 ? argv[1] : "--";
    if (path.starts_with('-') && path != "-") {
        (path == "--help" ? std::cout : std::cerr) << "usage: own_table FILE (pcap or pcapng; - is standard input)\n";
        return path == "--help" ? 0 : 2;
    }
    // The library does no I/O: it reads a capture file as an image in memory.
    std::ostringstream octets;
    octets << (path == "-" ? std::cin.rdbuf() : std::ifstream{path, std::ios::binary}.rdbuf());
    std::string problem = octets || errno == 0 ? "" : std::strerror(errno);
    const std::string image = octets.str();
    const capture_view frames{as_bytes(image)};
    const auto readable = frames.check();
    if (problem.empty() && !readable) { render_error(std::back_inserter(problem), readable.error()); }
    if (!problem.empty()) { std::cerr << "own_table: " << path << ": " << problem << '\n'; }
    if (!problem.empty() && frames.begin() == frames.end()) { return 1; } // nothing of it can be read
    comparison tables;
    run(decoded_frames{frames}, tables); // one pass, for any number of analyzers
    tables.report();
    return problem.empty() && std::cout.flush() ? 0 : 1;
}
