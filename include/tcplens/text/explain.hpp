// SPDX-License-Identifier: BSL-1.0
// Steps and connections in words: who is in which state, by which rule, and how it all ended.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/error.hpp>
#include <tcplens/state/connection.hpp>
#include <tcplens/state/record.hpp>
#include <tcplens/state/table.hpp>
#include <tcplens/text/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1 {

/// What the two ends are called.
struct party_names {
    std::string_view first;  ///< of `socket_pair::first`
    std::string_view second; ///< of `socket_pair::second`

    /// The name of the end that sends in this direction.
    [[nodiscard]] constexpr std::string_view of(direction sender) const noexcept {
        return sender == direction::from_first ? first : second;
    }
};

/// "client" and "server" where it is known who opened the connection, else "A" and "B".
[[nodiscard]] constexpr party_names parties(const connection_record& record) noexcept {
    if (!record.opening_seen()) { return {"A", "B"}; }
    return record.opener() == direction::from_first ? party_names{"client", "server"} : party_names{"server", "client"};
}

/// Appends `ESTABLISHED`, or `ESTABLISHED (assumed)` where it isn't proven, or `UNKNOWN`.
template <char_sink O>
constexpr O render_state(O out, state now, certainty sure) {
    if (sure == certainty::unknown) { return put(out, "UNKNOWN"); }
    out = put(out, name(now));
    if (sure == certainty::proven) { return out; }
    return put(put(put(out, " ("), name(sure)), ')');
}

/// Appends `client ESTABLISHED, server SYN-RECEIVED (assumed)`, and behind a semicolon what is unusual.
/// Shape: the end that opened the connection first, else the sender of `socket_pair::first`'s direction.
/// Example: `render_states(out, taken, parties(story));`
template <char_sink O>
constexpr O render_states(O out, const connection_step& step, const party_names& names) {
    const direction left = names.second == "client" ? direction::from_second : direction::from_first;
    const auto end = [&](direction d) -> const end_step& { return d == step.sent ? step.sender : step.receiver; };
    out = put(put(out, names.of(left)), ' ');
    out = render_state(out, end(left).after, end(left).sure_after);
    out = put(put(put(out, ", "), names.of(opposite(left))), ' ');
    out = render_state(out, end(opposite(left)).after, end(opposite(left)).sure_after);
    if (step.unusual != remark::none) { out = put(put(out, "; "), name(step.unusual)); }
    return out;
}

/// Appends the `i`th change of a step: `CLOSED -> SYN-SENT: active OPEN sends SYN [RFC 9293 3.10.1]`.
/// Shape: `i` is below `step.changes().size()`. An end that was not known before has no state in front of the arrow.
/// Example: `if (!taken.sender.changes().empty()) { render_change(out, taken.sender, 0); }`
template <char_sink O>
constexpr O render_change(O out, const end_step& step, std::size_t i) {
    const state_change& change = step.changes()[i];
    const state from = i == 0 ? step.before : step.changes()[i - 1].to;
    if (from != change.to) { out = put(put(out, name(from)), ' '); }
    out = put(put(put(put(out, "-> "), name(change.to)), ": "), change.why->rule);
    if (change.why->section.empty()) { return out; }
    return put(put(put(out, " [RFC 9293 "), change.why->section), ']');
}

/// Appends a row of a table: `TIME-WAIT -> SYN-RECEIVED, send_syn_ack: a new SYN reopens (MAY-2) [3.6.1]`.
/// Shape: no arrow where it leads nowhere else; the section is one of the table's RFC. `no rule` for a cell without one.
template <char_sink O>
constexpr O render_row(O out, const transition& row) {
    if (row.kind == row_kind::unspoken) { return put(out, "no rule"); }
    out = put(out, name(row.from.now));
    if (row.next != row.from) { out = put(put(out, " -> "), name(row.next.now)); }
    for (std::size_t bit = 0; bit < action_count; ++bit) {
        if (includes(row.due, static_cast<action>(1U << bit))) { out = put(put(out, ", "), action_name(bit)); }
    }
    return put(put(put(put(put(out, ": "), row.why.rule), " ["), row.why.section), ']');
}

/// Appends how the connection began: `opened by the client`.
template <char_sink O>
constexpr O render_opening(O out, const connection_record& record) {
    if (record.opened_by_both()) { return put(out, "opened by both at the same time"); }
    return put(out, record.opening_seen() ? "opened by the client" : "the capture starts in its middle");
}

/// Appends how it ended: `closed by the server first, in four segments`.
/// Example: `render_ending(put(render_opening(out, story), "; "), story);`
template <char_sink O>
constexpr O render_ending(O out, const connection_record& record) {
    const party_names names = parties(record);
    const std::string_view the = record.opening_seen() ? "the " : "";
    switch (record.how()) {
    case ending::open: return put(out, "still open when the capture ends");
    case ending::not_answered: return put(out, "its SYN was not answered");
    case ending::refused: return put(put(put(out, "refused by "), the), names.of(record.resetter()));
    case ending::reset: return put(put(put(out, "reset by "), the), names.of(record.resetter()));
    case ending::half_closed:
        return put(put(put(put(out, "half-closed by "), the), names.of(record.closer())),
                   ", the other half still open when the capture ends");
    case ending::closing:
    case ending::closed: break;
    }
    if (record.shape() == close_shape::simultaneous) {
        out = put(out, "closed by both at the same time");
    } else {
        out = put(put(put(put(out, "closed by "), the), names.of(record.closer())), " first, in ");
        out = put(out, record.shape() == close_shape::three_segments ? "three segments" : "four segments");
    }
    if (record.half_closed_octets() != 0) {
        out = put_decimal(put(out, ", half-closed for "), record.half_closed_octets());
        out = put(put(put(out, " octets from "), the), names.of(opposite(record.closer())));
    }
    return record.how() == ending::closed ? out : put(out, ", the last ACK not captured");
}

/// Appends `TCP header: cut short: needed 20 at offset 34, found 6`.
/// Units: those of `decode_error`.
/// Example: `text<120> words; render_error(words.sink(), fault); std::cerr << words.view() << '\n';`
template <char_sink O>
constexpr O render_error(O out, const decode_error& fault) {
    out = put(put(put(out, describe(fault.in)), ": "), describe(fault.code));
    if (fault.code == errc::unknown_format) { return out; }
    out = put_decimal(put(out, ": needed "), fault.needed);
    out = put_decimal(put(out, " at offset "), fault.offset);
    return put_decimal(put(out, ", found "), fault.available);
}

} // namespace tcplens::inline v0_1
