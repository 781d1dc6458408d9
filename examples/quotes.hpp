// SPDX-License-Identifier: BSL-1.0
// Tells the records that a text shows for the first time from those that it quotes: who explains a listing repeats
// lines of it, without what doesn't matter there, and sometimes not as they were.
#pragma once

#include <tcplens/text/listing.hpp>
#include <tcplens/text/listing_quotes.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// What a record is to those above it.
enum class originality : unsigned char {
    fresh,
    quote,         ///< it stands above
    contradiction, ///< it stands above, with other words
    inserted,      ///< among quotes, and it stands nowhere above, though it is older than what does
};

/// Where a socket pair's records have got to.
struct quoting_state {
    tcplens::listing_time latest;
    bool any = false;
    bool quoting = false; ///< the record before was no fresh one
};

/// Remembers the last records of a text, some ten thousand of them.
/// Shape: what has no time can't be recognized, nor what a listing of times since the packet before repeats.
class quote_filter {
public:
    /// `line` is where the record stands, `text` what it was read from.
    originality look(const tcplens::listing_record& record, std::string_view text, std::uint64_t line,
                     quoting_state& pair) {
        const tcplens::listing_time& time = record.time();
        if (records_++ == 0) { counts_from_packets_ = time.form == tcplens::time_form::clock && is_zero(time.when); }
        if (time.form == tcplens::time_form::none || counts_from_packets_) { return originality::fresh; }
        const originality found = compare(record, pair);
        pair.quoting = found != originality::fresh;
        if (found == originality::fresh) {
            remember(record, text, line);
            if (!pair.any || is_before(pair.latest, time)) { pair.latest = time; }
            pair.any = true;
        }
        return found;
    }

    /// Of the last record that contradicts another: the line where that stands, and what is different.
    [[nodiscard]] std::uint64_t other_line() const { return other_line_; }
    [[nodiscard]] std::string_view difference() const { return difference_; }

private:
    static constexpr std::size_t capacity = std::size_t{1} << 14;
    static constexpr int most_compared = 64; ///< a listing may be made so that all records are of one moment
    static constexpr std::size_t longest = 2048;

    struct remembered {
        std::string text;
        std::uint64_t line = 0;
        std::uint64_t before = 0; ///< the record before of the same bucket
    };

    /// A clock that differs by more than half a day has passed midnight in between.
    [[nodiscard]] static bool is_before(const tcplens::listing_time& a, const tcplens::listing_time& b) {
        constexpr std::int64_t day = 86400;
        std::int64_t seconds = b.when.seconds - a.when.seconds;
        if (a.form == tcplens::time_form::clock && b.form == tcplens::time_form::clock) {
            seconds += seconds < -day / 2 ? day : seconds > day / 2 ? -day : 0;
        }
        return seconds != 0 ? seconds > 0 : a.when.nanoseconds < b.when.nanoseconds;
    }
    [[nodiscard]] static bool is_zero(tcplens::timestamp when) { return when.seconds == 0 && when.nanoseconds == 0; }

    [[nodiscard]] static std::size_t bucket_of(const tcplens::listing_record& record) {
        const auto [pair, sent] = tcplens::orient(record.source().key, record.destination().key);
        const tcplens::timestamp when = record.time().when;
        return tcplens::hash(pair, static_cast<std::uint64_t>(when.seconds) * 1'000'000'007 + when.nanoseconds) %
               capacity;
    }

    originality compare(const tcplens::listing_record& record, const quoting_state& pair) {
        bool contradicts = false;
        std::uint64_t at = buckets_[bucket_of(record)];
        for (int i = 0; i < most_compared && at != 0 && at + capacity > newest_; ++i) {
            const remembered& other = ring_[at % capacity];
            const tcplens::listing_line line = tcplens::parse_line(other.text);
            const tcplens::record_relation relation = relate(line.record(), record);
            if (relation == tcplens::record_relation::quote) { return originality::quote; }
            if (relation == tcplens::record_relation::contradicts && !may_follow(line.record(), record, pair)) {
                contradicts = true;
                other_line_ = other.line;
                difference_ = difference_of(line.record(), record);
            }
            at = other.before;
        }
        if (contradicts) { return originality::contradiction; }
        const bool inserted = pair.any && pair.quoting && is_before(record.time(), pair.latest);
        return inserted ? originality::inserted : originality::fresh;
    }

    /// Whether two records of one moment may be two packets: nobody went back to explain, and what they show can follow
    /// on each other.
    [[nodiscard]] static bool may_follow(const tcplens::listing_record& a, const tcplens::listing_record& b,
                                         const quoting_state& pair) {
        if (pair.quoting || is_before(b.time(), pair.latest)) { return false; }
        if (a.flags().has(tcplens::flag::syn) || b.flags().has(tcplens::flag::syn)) { return false; }
        const bool same_begin = a.has(tcplens::listing_field::seq) && b.has(tcplens::listing_field::seq) &&
                                a.seq() == b.seq() && a.payload_size() != 0 && b.payload_size() != 0;
        return !same_begin;
    }

    [[nodiscard]] static std::string_view difference_of(const tcplens::listing_record& a,
                                                        const tcplens::listing_record& b) {
        using enum tcplens::listing_field;
        const auto both = [&](tcplens::listing_field field) { return a.has(field) && b.has(field); };
        if (both(flags) && a.flags() != b.flags()) { return "flags"; }
        if (both(seq) && a.seq() != b.seq()) { return "seq"; }
        if (both(ack) && a.ack() != b.ack()) { return "ack"; }
        if (both(window) && a.window() != b.window()) { return "win"; }
        if (both(length) && a.payload_size() != b.payload_size()) { return "length"; }
        return both(checksum) && a.checksum() != b.checksum() ? "cksum" : "options";
    }

    void remember(const tcplens::listing_record& record, std::string_view text, std::uint64_t line) {
        if (text.size() > longest) { return; }
        if (ring_.empty()) { ring_.resize(capacity); }
        std::uint64_t& bucket = buckets_[bucket_of(record)];
        remembered& room = ring_[++newest_ % capacity];
        room.text.assign(text);
        room.line = line;
        room.before = bucket;
        bucket = newest_;
    }

    std::vector<remembered> ring_;
    std::vector<std::uint64_t> buckets_ = std::vector<std::uint64_t>(capacity);
    std::uint64_t newest_ = 0;
    std::uint64_t records_ = 0;
    std::uint64_t other_line_ = 0;
    std::string_view difference_;
    bool counts_from_packets_ = false;
};

} // namespace examples
