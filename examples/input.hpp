// SPDX-License-Identifier: BSL-1.0
// The segments of a capture or of a listing, whichever a file holds, for the programs of this folder.
#pragma once

#include "connections.hpp"
#include "faults.hpp"
#include "listing_reader.hpp"
#include "local_time.hpp"
#include "plain_text.hpp"
#include "quotes.hpp"
#include "reader.hpp"

#include <tcplens/tcplens.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace examples {

/// A segment of a capture or of a listing. Models segment_like, with the numbers of its header.
struct segment_seen : tcplens::restored_segment {
    std::uint64_t number = 0; ///< of its packet or record, from 1
    tcplens::timestamp when;
    tcplens::time_form clock{}; ///< what `when` counts from
    tcplens::socket_pair pair;
    tcplens::direction sent{};
    tcplens::options_view options;
    bool options_known = true;
    bool base_lost = false; ///< its numbers are relative, and to what isn't known
    const tcplens::packet_view* packet = nullptr;
    const tcplens::listing_record* record = nullptr; ///< one of the two is there

    /// Whether a connection can be followed with it: a text may not show its flags, or leave its numbers open.
    [[nodiscard]] bool complete() const {
        using tcplens::flag;
        using tcplens::number_source;
        const bool has_flags = record == nullptr || record->has(tcplens::listing_field::flags);
        return has_flags && seq_from != number_source::unknown &&
               (!control.has(flag::ack) || ack_from != number_source::unknown);
    }
};

/// Appends the time as tcpdump writes it, and a blank; nothing where there is none.
template <tcplens::char_sink O>
O put_time(O out, const segment_seen& segment) {
    const tcplens::timestamp when = segment.when;
    switch (segment.clock) {
    case tcplens::time_form::none: return out;
    case tcplens::time_form::date: out = tcplens::render_date_and_clock(out, when); break;
    case tcplens::time_form::clock: out = tcplens::render_clock(out, when); break;
    case tcplens::time_form::elapsed: return tcplens::put(tcplens::render_elapsed(out, {}, when), ' ');
    case tcplens::time_form::epoch: out = tcplens::render_clock(out, when, utc_offset(when.seconds)); break;
    }
    return tcplens::put(out, ' ');
}

[[nodiscard]] inline bool is_v6(const tcplens::listing_record& record) {
    return record.source().key.host.family() == tcplens::address_family::ipv6;
}

/// Appends a listing's record with other numbers; with its own where what they count from isn't known.
template <tcplens::flag_notation Notation = tcplens::tcpdump_4_99, tcplens::char_sink O>
O put_record(O out, const segment_seen& segment, tcplens::shown_numbers shown, tcplens::record_parts parts = {}) {
    const tcplens::listing_record& record = *segment.record;
    if (segment.base_lost) { shown = {record.seq().value(), record.ack().value(), segment.sack_base}; }
    shown.sack_base -= segment.sack_base;
    return tcplens::render_record<Notation>(out, record, shown, parts);
}

/// Appends the segment as tcpdump writes it, without time.
template <tcplens::char_sink O>
O put_line(O out, const segment_seen& segment, const tcplens::shown_numbers& shown) {
    if (segment.packet != nullptr) { return tcplens::render_line(out, *segment.packet, shown); }
    return put_record(tcplens::put(out, is_v6(*segment.record) ? "IP6 " : "IP "), segment, shown);
}

/// An end of the segment's connection, as text: `192.0.2.1:80`, and as a listing names it where it gives no numbers.
inline std::string end_name(const segment_seen& segment, tcplens::direction sender) {
    std::string words;
    const tcplens::endpoint& end = segment.pair.sender(sender);
    const tcplens::named_endpoint* named = nullptr;
    if (segment.record != nullptr) {
        named = sender == segment.sent ? &segment.record->source() : &segment.record->destination();
    }
    if (named == nullptr || (named->is_numeric() && named->port_known())) {
        tcplens::render_endpoint(std::back_inserter(words), end);
        return words;
    }
    words = named->host;
    if (!named->has_port()) { return words; }
    words += ':';
    if (!named->port_known()) { return words += named->port; }
    return words += std::to_string(end.port);
}

/// Whether a file that is no capture may be text: it has no character that no text has.
inline bool looks_like_text(tcplens::bytes begin) {
    constexpr std::size_t enough = 512;
    const tcplens::bytes some = begin.first(std::min(begin.size(), enough));
    return std::ranges::none_of(some, [](std::byte b) { return b < std::byte{'\a'}; });
}

/// The segments of a file, in order and in bounded memory; `-` is standard input.
/// Shape: open, then next() until nullptr, then problem() says in a line what was wrong, or is empty.
class input {
public:
    /// Finds out what the file holds; `listing` says that it is a listing.
    bool open(const std::string& path, bool listing = false) {
        if (!capture_.open_file(path)) { return false; }
        is_listing_ = listing;
        if (!listing && capture_.begin()) { return true; }
        file_window& window = capture_.window();
        // Four octets tell a capture, even one that then breaks off.
        is_listing_ = listing || (!capture_.is_capture() &&
                                  (plain_text::is_utf16(window.rest()) || looks_like_text(window.rest())));
        if (is_listing_) {
            window.fill(2);
            window.show_through(plain_text{});
        }
        return is_listing_;
    }

    /// The next segment; what it refers to is valid until the next call.
    const segment_seen* next() { return is_listing_ ? next_record() : next_packet(); }

    [[nodiscard]] bool is_listing() const { return is_listing_; }
    /// The frames of a capture, for who wants to see more than its segments.
    [[nodiscard]] capture_reader& capture() { return capture_; }
    /// How many digits of a second's fraction the file tells.
    [[nodiscard]] unsigned fraction_digits() const { return is_listing_ ? 6 : capture_.fraction_digits(); }

    [[nodiscard]] std::string problem() const {
        if (!is_listing_) { return capture_.problem(); }
        if (records_ != 0) { return ""; }
        const std::string words =
            "no TCP record found in " + capture_.path() + "; expected the output of tcpdump or WinDump";
        return broken_ == 0 ? words : words + '\n' + passed_over();
    }

    /// What a listing says of a socket pair beyond its segments, in sentences; empty where it doesn't.
    [[nodiscard]] std::string notes(const tcplens::socket_pair& pair) const {
        const auto found = pairs_.find(pair);
        if (found == pairs_.end()) { return ""; }
        std::string words;
        if (const std::uint64_t quotes = found->second.quotes; quotes != 0) {
            words = "The listing quotes " + std::to_string(quotes) + (quotes == 1 ? " packet" : " packets") +
                    " again, counted once. ";
        }
        if (const std::uint64_t agree = found->second.agree; agree != 0) {
            words += std::to_string(agree) + (agree == 1 ? " printed checksum agrees" : " printed checksums agree") +
                     " with the fields shown. ";
        }
        return words + found->second.oddities;
    }

    /// Whether something that was TCP, or may have been, was passed over.
    [[nodiscard]] bool damaged() const { return faults_.damaged() || (records_ != 0 && (broken_ != 0 || told_ != 0)); }

    /// What was passed over and why, in lines, the last one without its end; empty if nothing was.
    [[nodiscard]] std::string passed_over() const {
        std::string words;
        if (const std::string faults = faults_.summary(); !faults.empty()) { words += "not shown: " + faults + "\n"; }
        if (broken_ != 0) {
            words +=
                "not read: " + std::to_string(broken_) + (broken_ == 1 ? " record that breaks" : " records that break");
            words += " off\n" + reasons_;
            if (broken_ > most_told) { words += "  and " + std::to_string(broken_ - most_told) + " more\n"; }
        }
        if (quotes_ != 0) {
            words += "not counted again: " + std::to_string(quotes_) + (quotes_ == 1 ? " record" : " records") +
                     " that the listing quotes from above\n";
        }
        if (told_ != 0) {
            words += "not followed: " + std::to_string(told_) + (told_ == 1 ? " record" : " records") +
                     " at odds with the listing above\n" + oddities_;
            if (told_ > most_told) { words += "  and " + std::to_string(told_ - most_told) + " more\n"; }
        }
        if (!words.empty()) { words.pop_back(); }
        return words;
    }

    /// See file_window.
    void before_waiting(std::function<void()> call) { capture_.before_waiting(std::move(call)); }

private:
    static constexpr std::uint64_t most_told = 3;
    static constexpr std::int64_t day = 86400;

    struct pair_state {
        tcplens::number_restorer numbers;
        quoting_state quoting;
        std::uint64_t quotes = 0;
        std::uint64_t told = 0;
        std::uint64_t agree = 0; ///< printed checksums that the fields beside them have
        std::string oddities;    ///< the first of them
    };

    const segment_seen* next_packet() {
        while (const tcplens::captured_frame* const frame = capture_.next()) {
            const auto packet = tcplens::decode(*frame).segment;
            if (!packet) {
                faults_.count(frame->number, packet.error());
                continue;
            }
            packet_.emplace(*packet);
            const auto [pair, sent] = tcplens::orient(packet_->source(), packet_->destination());
            constexpr auto shown = tcplens::number_source::shown;
            seen_ = {};
            static_cast<tcplens::restored_segment&>(seen_) = {
                {packet_->source_port(), packet_->destination_port(), packet_->seq(), packet_->ack(), packet_->flags(),
                 packet_->window(), packet_->payload_size(), packet_->window_scale()},
                shown,
                shown,
                0};
            seen_.number = frame->number;
            seen_.when = frame->when;
            seen_.clock = tcplens::time_form::epoch;
            seen_.pair = pair;
            seen_.sent = sent;
            seen_.options = packet_->tcp.options();
            seen_.packet = &*packet_;
            return &seen_;
        }
        return nullptr;
    }

    const segment_seen* next_record() {
        while (const tcplens::listing_item* const item = listing_.next()) {
            if (item->line.is() == tcplens::line_kind::broken) {
                tell_broken(*item);
                continue;
            }
            const tcplens::listing_record& record = item->line.record();
            ++records_;
            const auto [pair, sent] = tcplens::orient(record.source().key, record.destination().key);
            pair_state& state = pairs_[pair];
            const originality found = filter_.look(record, item->text, item->number, state.quoting);
            if (found != originality::fresh) {
                tell_odd(*item, found, state);
                continue;
            }
            seen_ = {};
            static_cast<tcplens::restored_segment&>(seen_) = restore(record, sent, state.numbers);
            hear_witness(*item, state);
            constexpr auto baseless = tcplens::number_source::baseless;
            seen_.base_lost = seen_.seq_from == baseless || seen_.ack_from == baseless || state.numbers.bases_lost();
            seen_.number = records_;
            seen_.clock = record.time().form;
            seen_.when = on_its_day(record.time());
            seen_.pair = pair;
            seen_.sent = sent;
            seen_.options = record.options();
            seen_.options_known = record.options_known();
            seen_.record = &record;
            return &seen_;
        }
        return nullptr;
    }

    static tcplens::restored_segment restore(const tcplens::listing_record& record, tcplens::direction sent,
                                             tcplens::number_restorer& numbers) {
        const bool shows_seq = record.has(tcplens::listing_field::seq);
        if (!record.flags().has(tcplens::flag::ack) || record.has(tcplens::listing_field::ack)) {
            return numbers(sent, record, shows_seq);
        }
        // A line whose end was cut has ACK without what it acknowledges.
        tcplens::segment_fields rest{record.source_port(), record.destination_port(), record.seq(),          {},
                                     record.flags(),       record.window(),           record.payload_size(), -1};
        rest.window_shift = record.window_scale();
        rest.control = tcplens::flag_set::from_bits(
            static_cast<std::uint16_t>(rest.control.bits() & ~static_cast<unsigned>(tcplens::flag::ack)));
        tcplens::restored_segment restored = numbers(sent, rest, shows_seq);
        restored.control = record.flags();
        return restored;
    }

    /// Compares the checksum that -v prints with that of the fields beside it.
    void hear_witness(const tcplens::listing_item& item, pair_state& state) const {
        const tcplens::testimony says = testify(item.line.record(), seen_).says;
        state.agree += says == tcplens::testimony::agrees ? 1 : 0;
        if (says != tcplens::testimony::disagrees || state.told++ >= most_told) { return; }
        state.oddities += "The checksum in line " + std::to_string(item.number) +
                          " doesn't fit the fields shown: one was changed, or a flag is not shown. ";
    }

    /// A clock that goes back by half a day has passed midnight.
    tcplens::timestamp on_its_day(const tcplens::listing_time& time) {
        if (time.form != tcplens::time_form::clock) { return time.when; }
        if (time.when.seconds + day / 2 < clock_) { midnight_ += day; }
        clock_ = time.when.seconds;
        return {time.when.seconds + midnight_, time.when.nanoseconds};
    }

    void tell_broken(const tcplens::listing_item& item) {
        if (broken_++ >= most_told) { return; }
        const tcplens::listing_fault& fault = item.line.fault();
        reasons_ += "  line " + std::to_string(item.number) + ", column " + std::to_string(fault.column) +
                    ": expected " + std::string{fault.expected} + "\n";
    }

    void tell_odd(const tcplens::listing_item& item, originality found, pair_state& state) {
        if (found == originality::quote) {
            ++quotes_;
            ++state.quotes;
            return;
        }
        std::string words = "ine " + std::to_string(item.number);
        if (found == originality::contradiction) {
            words += " contradicts line " + std::to_string(filter_.other_line()) + ", of the same packet, in its " +
                     std::string{filter_.difference()};
        } else {
            words += " shows a packet, older than the last one above, that is not there";
        }
        if (told_++ < most_told) { oddities_ += "  l" + words + "\n"; }
        if (state.told++ < most_told) { state.oddities += "L" + words + "; it is not followed. "; }
    }

    capture_reader capture_;
    listing_reader listing_{capture_.window()};
    segment_seen seen_;
    std::optional<tcplens::packet_view> packet_;
    std::unordered_map<tcplens::socket_pair, pair_state, pair_hash> pairs_;
    quote_filter filter_;
    fault_counter faults_;
    std::string reasons_;
    std::string oddities_;
    std::uint64_t records_ = 0;
    std::uint64_t broken_ = 0;
    std::uint64_t quotes_ = 0;
    std::uint64_t told_ = 0;
    std::int64_t clock_ = 0;
    std::int64_t midnight_ = 0;
    bool is_listing_ = false;
};

} // namespace examples
