// SPDX-License-Identifier: BSL-1.0
// The story of a connection in plain words: its handshake with the numbers that prove it, what was agreed on, what was
// sent, how it was closed, and what is odd.
#pragma once

#include "input.hpp"

#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace examples {

/// Keeps what is worth telling of one connection.
/// Shape: add() each segment and its step, in order, then tell().
class narrative {
public:
    void add(const segment_seen& segment, const tcplens::connection_step& step) {
        using tcplens::flag;
        const tcplens::flag_set flags = segment.flags();
        party& me = parties_[index(segment.sent)];
        party& peer = parties_[index(opposite(segment.sent))];
        is_v6_ = segment.pair.first.host.family() == tcplens::address_family::ipv6;
        base_lost_ = base_lost_ || segment.base_lost;
        if (const auto what = static_cast<std::size_t>(step.unusual); what < remarks_.size()) { ++remarks_[what]; }
        if (flags.has(flag::syn)) {
            add_syn(me, peer, segment);
        } else if (peer.syn_ack && flags.has(flag::ack)) {
            // One that is no answer to the SYN,ACK may come before the one that is.
            const bool fits = segment.ack() == peer.syn_ack->seq() + 1;
            if (!me.answer || (fits && me.answer->ack() != segment.ack())) {
                me.answer = moment_of(segment);
                me.opened_both = is_open(step.sender.after) && is_open(step.receiver.after);
            }
        }
        for (const auto& [end, of] : {std::pair{&step.sender, &me}, {&step.receiver, &peer}}) {
            for (const tcplens::state_change change : end->changes()) {
                of->was_closing = of->was_closing || change.to == tcplens::state::closing;
            }
        }
        const std::uint32_t octets = segment.payload_size();
        if (octets != 0) {
            if (!me.data) { me.data = moment_of(segment); }
            me.octets += octets;
            ++me.segments;
            me.largest = octets > me.largest ? octets : me.largest;
            if (step.unusual == tcplens::remark::retransmission) { me.again += octets; }
        }
        if (flags.has(flag::rst)) {
            const bool counts = step.sender.changed() || step.receiver.changed();
            if (!me.rst || (counts && !me.rst_counts)) { me.rst = moment_of(segment); }
            me.rst_counts = me.rst_counts || counts;
        }
        if (flags.has(flag::fin) && !me.fin) {
            me.fin = moment_of(segment);
            me.fin->seq_number = segment.seq() + octets;
        }
        const bool acks_fin = peer.fin && flags.has(flag::ack) && segment.ack() == peer.fin->seq() + 1;
        if (acks_fin && !me.acks_fin) { me.acks_fin = moment_of(segment); }
    }

    /// A segment that tells too little to be followed.
    void pass_over() { ++passed_over_; }

    /// Paragraphs, indented, of at most 100 columns. `notes` is what the file says of the connection beyond its segments.
    [[nodiscard]] std::string tell(const tcplens::connection_record& record, const std::string& notes) const {
        const tcplens::party_names names = tcplens::parties(record);
        const std::string the = record.opening_seen() ? "the " : "";
        const story to{record, {the + std::string{names.first}, the + std::string{names.second}}};
        std::string words;
        paragraph(words, "Handshake: ", handshake(to));
        if (record.opening_seen()) { paragraph(words, "Options: ", options(to)); }
        paragraph(words, "Data: ", data(to));
        paragraph(words, "Close: ", close(to));
        paragraph(words, "Notes: ", odd() + notes);
        return words;
    }

private:
    /// A segment that mattered.
    struct moment : tcplens::segment_fields {
        tcplens::timestamp when;
        bool timed = false;
    };

    /// What one end did.
    struct party {
        std::optional<moment> syn; ///< the first with its number, whether it acknowledges or not
        std::uint64_t syns = 0;    ///< as many without ACK
        moment last_syn;           ///< the last of them
        std::optional<moment> syn_ack;
        std::optional<moment>
            newer_syn; ///< with another number, on a connection that stands: nobody has accepted it yet
        bool options_known = false;
        std::optional<std::uint16_t> mss;
        std::optional<unsigned> scale;
        bool sack = false;
        bool timestamps = false;
        std::optional<moment>
            answer;                 ///< its first segment after the peer's SYN,ACK, or the first that acknowledges that
        bool opened_both = false;   ///< with the answer
        std::optional<moment> data; ///< its first octets
        std::uint64_t octets = 0;
        std::uint64_t segments = 0;
        std::uint64_t again = 0;
        std::uint32_t largest = 0;
        std::optional<moment> fin; ///< its seq is the FIN's own
        std::optional<moment> acks_fin;
        bool was_closing = false;
        std::optional<moment> rst; ///< the first that closed somebody, if one did
        bool rst_counts = false;

        /// Another connection begins on the same socket pair; the totals go on.
        void begin_again() {
            party fresh;
            fresh.octets = octets;
            fresh.segments = segments;
            fresh.again = again;
            fresh.largest = largest;
            *this = fresh;
        }
    };

    /// What the paragraphs need to know of the whole.
    struct story {
        const tcplens::connection_record& record;
        std::array<std::string, 2> names; ///< by direction
    };

    static moment moment_of(const segment_seen& segment) {
        return {{static_cast<const tcplens::segment_fields&>(segment)},
                segment.when,
                segment.clock != tcplens::time_form::none};
    }

    [[nodiscard]] static bool is_open(tcplens::state now) {
        using enum tcplens::state;
        return now != closed && now != listen && now != syn_sent && now != syn_received;
    }

    static void add_syn(party& me, party& peer, const segment_seen& segment) {
        const bool answers = segment.flags().has(tcplens::flag::ack);
        const bool is_other = me.syn && me.syn->seq() != segment.seq();
        if (is_other && !answers && peer.syn) {
            me.newer_syn = moment_of(segment);
            return;
        }
        if (answers && peer.newer_syn && segment.ack() == peer.newer_syn->seq() + 1) {
            const moment newer = *peer.newer_syn;
            peer.begin_again();
            peer.syn = peer.last_syn = newer;
            peer.syns = 1;
            me.begin_again();
        }
        if (!me.syn || is_other) {
            me.syn = moment_of(segment);
            me.syns = 0;
        } else if (!answers || me.syn_ack) {
            count_syn(me, segment, answers);
            return;
        }
        if (answers) { me.syn_ack = moment_of(segment); }
        count_syn(me, segment, answers);
        me.options_known = segment.options_known;
        if (const auto mss = segment.options.find<tcplens::maximum_segment_size>()) { me.mss = mss->octets; }
        if (const auto scale = segment.options.find<tcplens::window_scale>()) {
            me.scale = static_cast<unsigned>(scale->effective_shift());
        }
        me.sack = segment.options.find<tcplens::sack_permitted>().has_value();
        me.timestamps = segment.options.find<tcplens::timestamps>().has_value();
    }

    static void count_syn(party& me, const segment_seen& segment, bool answers) {
        if (answers) { return; }
        ++me.syns;
        me.last_syn = moment_of(segment);
    }

    // Words

    static std::string number(tcplens::seq32 n) { return std::to_string(n.value()); }
    static std::string capital(std::string words) {
        if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
            words[0] = static_cast<char>(words[0] - 'a' + 'A');
        }
        return words;
    }
    static std::string times(std::uint64_t n, std::string_view one, std::string_view more) {
        return std::to_string(n) + ' ' + std::string{n == 1 ? one : more};
    }
    /// `0.070084 s`; empty where one of the two has no time.
    static std::string between(const moment& a, const moment& b) {
        if (!a.timed || !b.timed) { return ""; }
        const std::int64_t micros = elapsed(a.when, b.when) / 1000;
        if (micros < 0) { return ""; }
        std::string words = std::to_string(micros / 1'000'000) + '.';
        tcplens::put_padded(std::back_inserter(words), static_cast<std::uint64_t>(micros % 1'000'000), 6);
        return words + " s";
    }
    /// `ack 8 = 7 + 1`, or what is wrong with it. A tab is a blank where no line ends.
    static std::string check(tcplens::seq32 ack, tcplens::seq32 seq, std::string_view what) {
        if (ack == seq + 1) { return "ack\t" + number(ack) + "\t=\t" + number(seq) + "\t+\t1"; }
        return "ack " + number(ack) + ", which is not " + std::string{what} + " seq + 1 = " + number(seq + 1);
    }

    static void paragraph(std::string& to, std::string_view title, const std::string& words) {
        if (words.empty()) { return; }
        constexpr std::size_t columns = 100;
        std::string line = "  " + std::string{title};
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = std::min(words.find(' ', at), words.size());
            const std::string_view word = std::string_view{words}.substr(at, end - at);
            if (line.size() + 1 + word.size() > columns) {
                to.append(line, 0, line.find_last_not_of(' ') + 1) += '\n';
                line = "    ";
            }
            line += word;
            line += ' ';
            at = end + 1;
        }
        to.append(line, 0, line.find_last_not_of(' ') + 1) += '\n';
        std::ranges::replace(to, '\t', ' ');
    }

    [[nodiscard]] std::string handshake(const story& to) const {
        if (!to.record.opening_seen()) { return "not in the file, which begins in the middle of the connection."; }
        const tcplens::direction opener = to.record.opener();
        const party& client = parties_[index(opener)];
        const party& server = parties_[index(opposite(opener))];
        const std::string& a = to.names[index(opener)];
        const std::string& b = to.names[index(opposite(opener))];
        std::string words;
        if (client.syn) {
            words = capital(a) + "'s SYN has seq " + number(client.syn->seq()) + ".";
            if (client.syns > 1) {
                const std::string apart = between(*client.syn, client.last_syn);
                words += " It was sent " + (client.syns == 2 ? std::string{"twice"} : times(client.syns, "", "times"));
                if (!apart.empty()) { words += ", " + apart + (client.syns == 2 ? " apart" : " from first to last"); }
                words += ", with the same number: no answer came in time.";
            }
        }
        if (to.record.opened_by_both()) { return words + crossed(client, server, a, b); }
        if (!server.syn_ack) {
            if (to.record.how() == tcplens::ending::refused && server.rst && client.syn) {
                return words + " " + capital(b) + " refuses with RST, " +
                       check(server.rst->ack(), client.syn->seq(), "the SYN's") + ": nobody listens there.";
            }
            return words + " No SYN,ACK answers it.";
        }
        words += words.empty() ? "" : " ";
        words += capital(b) + "'s SYN,ACK has ";
        const moment& answer = *server.syn_ack;
        if (client.syn) {
            const bool with_data =
                client.syn->payload_size() != 0 && answer.ack() == client.syn->seq() + 1 + client.syn->payload_size();
            words += with_data ? "ack " + number(answer.ack()) + ": the SYN and the octets in it"
                               : check(answer.ack(), client.syn->seq(), "the SYN's");
        } else {
            words += "ack " + number(answer.ack()) + ": the SYN, which is missing, had " + number(answer.ack() - 1);
        }
        words += ", and seq " + number(answer.seq()) + " of its own.";
        const std::optional<moment>& last = client.answer;
        if (!last) { return words + " The ACK of it is missing."; }
        const bool is_bare = last->payload_size() == 0 && !last->flags().has(tcplens::flag::fin);
        words += " " + capital(a) + (is_bare ? "'s ACK has " : "'s next segment has ");
        words += check(last->ack(), answer.seq(), "the SYN,ACK's");
        if (last->ack() != answer.seq() + 1) { return words + "."; }
        words += client.opened_both ? ": both ends are ESTABLISHED." : ".";
        if (is_bare && client.data && client.data->seq() == last->seq()) {
            words += " A bare ACK takes no sequence number: " + a + "'s data begins with seq " +
                     number(client.data->seq()) + ", which that ACK has too.";
        }
        return words;
    }

    /// SYNs that cross: `a` is who was seen first.
    [[nodiscard]] static std::string crossed(const party& one, const party& other, const std::string& a,
                                             const std::string& b) {
        std::string words = " " + capital(b) + " sent a SYN too";
        if (other.syn) { words += ", seq " + number(other.syn->seq()) + ", before that came"; }
        words += ": simultaneous open.";
        const auto answer = [&](const party& me, const party& peer, const std::string& name) {
            const std::optional<moment>& ack = me.syn_ack ? me.syn_ack : me.answer;
            if (!ack || !peer.syn) { return; }
            words += " " + capital(name) + (me.syn_ack ? "'s SYN,ACK has " : "'s ACK has ") +
                     check(ack->ack(), peer.syn->seq(), "the SYN's") + ".";
        };
        answer(one, other, a);
        answer(other, one, b);
        return words;
    }

    [[nodiscard]] std::string options(const story& to) const {
        const tcplens::direction opener = to.record.opener();
        const party& client = parties_[index(opener)];
        const party& server = parties_[index(opposite(opener))];
        std::string words;
        for (const tcplens::direction d : {opener, opposite(opener)}) {
            const party& one = parties_[index(d)];
            if (!one.syn) { continue; }
            words += words.empty() ? "" : " ";
            words += capital(to.names[index(d)]);
            if (one.mss) {
                words += " takes segments of up to " + std::to_string(*one.mss) + " octets (MSS).";
            } else if (one.options_known) {
                words += " offers no MSS: " + std::string{is_v6_ ? "1220" : "536"} + " holds (RFC 9293 3.7.1).";
            } else {
                words += "'s options are not shown.";
            }
        }
        if (!client.syn || !server.syn || !client.options_known || !server.options_known) { return words; }
        const std::string& a = to.names[index(opener)];
        if (client.scale && server.scale) {
            words += " Windows are scaled: " + a + "'s by " + std::to_string(1U << *client.scale) + ", " +
                     to.names[index(opposite(opener))] + "'s by " + std::to_string(1U << *server.scale) + ".";
        } else {
            words += client.scale ? " " + capital(a) + " alone offers to scale windows: they are not."
                                  : " Windows are not scaled.";
        }
        const auto both = [](bool one, bool other) {
            return one && other ? "both" : one || other ? "only one" : "neither";
        };
        words += std::string{" SACK is permitted by "} + both(client.sack, server.sack) + "; timestamps are sent by " +
                 both(client.timestamps, server.timestamps) + ".";
        return words;
    }

    [[nodiscard]] std::string data(const story& to) const {
        if (parties_[0].segments + parties_[1].segments == 0) {
            return passed_over_ == 0 ? "none." : "none in the segments that could be followed.";
        }
        const tcplens::direction first = to.record.opening_seen() ? to.record.opener() : tcplens::direction::from_first;
        std::string words;
        for (const tcplens::direction d : {first, opposite(first)}) {
            const party& one = parties_[index(d)];
            words += words.empty() ? capital(to.names[index(d)]) : "; " + to.names[index(d)];
            words +=
                " sent " + times(one.octets, "octet", "octets") + " in " + times(one.segments, "segment", "segments");
            if (one.again != 0) { words += ", " + std::to_string(one.again) + " of them again or out of order"; }
        }
        words += ".";
        for (const tcplens::direction d : {first, opposite(first)}) {
            const std::optional<std::uint16_t> most = parties_[index(opposite(d))].mss;
            if (!most || parties_[index(d)].largest <= *most) { continue; }
            words += " Segments of " + std::to_string(parties_[index(d)].largest) + " octets against an MSS of " +
                     std::to_string(*most) + ", from " + to.names[index(d)] +
                     ": offload, the network card of the capturing machine cuts or joins them.";
        }
        return words;
    }

    [[nodiscard]] std::string close(const story& to) const {
        using tcplens::close_shape;
        const tcplens::connection_record& record = to.record;
        if (record.how() == tcplens::ending::refused) { return ""; }
        if (const auto& rst = parties_[index(record.resetter())].rst; record.how() == tcplens::ending::reset && rst) {
            const std::string& by = to.names[index(record.resetter())];
            const std::string fins = fins_before_rst(to);
            return fins + (fins.empty() ? capital(by) : "Then " + by) + " ends it with RST, seq " + number(rst->seq()) +
                   ": ABORT, or it knows no such connection. Nothing acknowledges a RST (RFC 9293 3.10.7).";
        }
        const party& one = parties_[index(record.closer())];
        const party& other = parties_[index(opposite(record.closer()))];
        if (!one.fin) {
            return passed_over_ == 0 ? "no FIN in the file." : "no FIN in the segments that could be followed.";
        }
        const std::string& a = to.names[index(record.closer())];
        const std::string& b = to.names[index(opposite(record.closer()))];
        std::string words = capital(a) + " closes first: FIN with seq " + number(one.fin->seq()) + ".";
        if (!other.fin) {
            if (other.acks_fin) {
                words +=
                    " " + capital(b) + " acknowledges it, " + check(other.acks_fin->ack(), one.fin->seq(), "") + ".";
            }
            return words + " " + capital(b) + "'s FIN is not there: half-closed.";
        }
        if (record.shape() == close_shape::simultaneous) {
            words += " " + capital(b) + "'s FIN, seq " + number(other.fin->seq()) +
                     ", left before that came: simultaneous close";
            if (one.was_closing && other.was_closing) {
                words += ", both ends go through CLOSING";
            } else if (one.was_closing || other.was_closing) {
                words += ", " + (one.was_closing ? a : b) + " goes through CLOSING";
            }
            words += ".";
            if (other.acks_fin) {
                words += " " + capital(b) + " acknowledges the first, " +
                         check(other.acks_fin->ack(), one.fin->seq(), "") + ".";
            }
        } else if (record.shape() == close_shape::three_segments) {
            words += " " + capital(b) + "'s FIN, seq " + number(other.fin->seq()) + ", acknowledges it too, " +
                     check(other.fin->ack(), one.fin->seq(), "") + ". So " + a +
                     " goes from FIN-WAIT-1 to TIME-WAIT without FIN-WAIT-2 (RFC 9293 3.10.7.4).";
        } else {
            const moment& from = other.acks_fin ? *other.acks_fin : *one.fin;
            words += " " + capital(b) + " acknowledges it, " + check(from.ack(), one.fin->seq(), "") +
                     ", and is in CLOSE-WAIT";
            const std::string half = between(from, *other.fin);
            words += half.empty() ? "" : " for " + half;
            words += ", the connection half-closed, ";
            if (record.half_closed_octets() != 0) {
                words += "still sending " + times(record.half_closed_octets(), "octet", "octets") + ", ";
            }
            words += "until its own FIN, seq " + number(other.fin->seq()) + ".";
        }
        if (!one.acks_fin) { return words + " The last ACK is not there."; }
        words += " " + capital(a) + "'s " + check(one.acks_fin->ack(), other.fin->seq(), "") + " ends it";
        if (record.shape() == close_shape::three_segments) { words += ": three segments"; }
        if (record.shape() == close_shape::four_segments) { words += ": four segments"; }
        if (record.shape() != close_shape::simultaneous) {
            words += ". " + capital(a) + ", who closed first, waits in TIME-WAIT";
        }
        return words + ".";
    }

    /// What a RST cut off; empty where nobody had begun to close.
    [[nodiscard]] std::string fins_before_rst(const story& to) const {
        tcplens::direction first = to.record.closer();
        if (!parties_[index(first)].fin) { first = opposite(first); }
        const party& one = parties_[index(first)];
        const party& other = parties_[index(opposite(first))];
        if (!one.fin) { return ""; }
        const std::string& b = to.names[index(opposite(first))];
        std::string words =
            capital(to.names[index(first)]) + " closes first: FIN with seq " + number(one.fin->seq()) + ". ";
        if (other.acks_fin) {
            words += capital(b) + " acknowledges it, " + check(other.acks_fin->ack(), one.fin->seq(), "") + ". ";
        }
        if (other.fin) { words += capital(b) + "'s FIN has seq " + number(other.fin->seq()) + ". "; }
        return words;
    }

    [[nodiscard]] std::string odd() const {
        std::string words;
        for (std::size_t i = 1; i < remarks_.size(); ++i) {
            const bool is_usual = i == static_cast<std::size_t>(tcplens::remark::half_closed);
            if (remarks_[i] == 0 || is_usual) { continue; }
            words += times(remarks_[i], "segment", "segments") + ": " +
                     std::string{name(static_cast<tcplens::remark>(i))} + ". ";
        }
        if (passed_over_ != 0) {
            words +=
                times(passed_over_, "segment", "segments") + " not followed: the listing leaves out flags or numbers. ";
        }
        if (base_lost_) { words += "Numbers are relative to a start that is not there. "; }
        return words;
    }

    std::array<party, 2> parties_;
    std::array<std::uint64_t, 16> remarks_{};
    std::uint64_t passed_over_ = 0;
    bool is_v6_ = false;
    bool base_lost_ = false;
};

} // namespace examples
