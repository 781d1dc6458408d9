// SPDX-License-Identifier: BSL-1.0
// The table of RFC 9293: its figure, its sections, and rows that are easy to get wrong.
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc9293.hpp>

#include <array>
#include <string_view>

using namespace tcplens;
using table = rfc9293::table;
using enum state;
using enum event;

constexpr situation passive{syn_received, origin::passive};
constexpr situation active{syn_received, origin::active};

constexpr state after(situation from, event on) { return table::row(from, on).next.now; }
constexpr state after(state from, event on) { return after({from, {}}, on); }

template <class F>
constexpr std::size_t count(F is_counted) {
    std::size_t counted = 0;
    for (std::size_t i = 0; i < table::size(); ++i) { counted += is_counted(table::row_at(i)) ? 1U : 0U; }
    return counted;
}

static_assert(table::size() == 12 * 27);

// Two cells have another answer for each origin of SYN-RECEIVED, and no more (MUST-11).
static_assert(count([](const transition& row) {
                  const transition& twin = table::row(active, row.on);
                  return row.from == passive && row.next.now != twin.next.now;
              }) == 2);
static_assert(after(passive, seg_syn) == listen && after(active, seg_syn) == syn_received);
static_assert(table::row({listen, {}}, seg_syn).next == passive && table::row({syn_sent, {}}, seg_syn).next == active);

// RST by origin, and its three answers
static_assert(after(passive, seg_rst_exact) == listen && after(active, seg_rst_exact) == closed);
static_assert(after(established, seg_rst_exact) == closed && after(established, seg_rst_bad) == established);
static_assert(after(established, seg_rst_in_window) == established);
static_assert(includes(table::row({established, {}}, seg_rst_in_window).due, action::send_challenge_ack));

// What the RFC leaves open, as this table has it, and the other way.
static_assert(after(time_wait, seg_syn) == syn_received && after(time_wait, seg_rst_exact) == closed);
static_assert(after(active, seg_syn_ack) == established && after(passive, seg_syn_ack) == established);
static_assert(includes(table::row({time_wait, {}}, seg_out_of_window).due, action::start_time_wait));

constexpr transition_matrix cautious_rows =
    changed(rfc9293::rows, std::to_array<rule>({rfc9293::ignore_rst_in_time_wait, rfc9293::challenge_syn_in_time_wait,
                                                rfc9293::reset_text_after_close}));
using cautious = table_of<cautious_rows>;
static_assert(cautious::row({time_wait, {}}, seg_rst_exact).next.now == time_wait);
static_assert(cautious::row({time_wait, {}}, seg_syn).due == action::send_challenge_ack);
static_assert(cautious::row({fin_wait_2, {}}, seg_data).next.now == closed);
static_assert(proven<cautious>);

// CLOSE in SYN-RECEIVED leaves the SYN to be acknowledged in FIN-WAIT-1.
static_assert(after(fin_wait_1, seg_ack_of_syn) == fin_wait_1 && after(fin_wait_1, seg_fin_ack_of_syn) == closing);
static_assert(after(fin_wait_1, seg_fin_ack_of_fin) == time_wait);

// Timers run where there is something to wait for.
static_assert(after(time_wait, timer_time_wait) == closed && after(fin_wait_2, timer_user) == closed);
static_assert(after(syn_sent, timer_r2) == closed);
static_assert(table::row({fin_wait_2, {}}, timer_retransmit).kind == row_kind::unproducible);
static_assert(table::row({established, {}}, timer_time_wait).kind == row_kind::unproducible);

// The whole table once more, transcribed from the RFC's text and not from the rules: where each event leads. A dot is
// the same state, a dash what can't happen; Rp and Ra are SYN-RECEIVED from LISTEN and from SYN-SENT.
// clang-format off
constexpr std::string_view reference =
    //                  CL LI SS Rp Ra ES F1 F2 CW CG LA TW
    "user_open_passive  LI .  .  .  .  .  .  .  .  .  .  .  "
    "user_open_active   SS SS .  .  .  .  .  .  .  .  .  .  "
    "user_send          .  SS .  .  .  .  .  .  .  .  .  .  "
    "user_receive       .  .  .  .  .  .  .  .  .  .  .  .  "
    "user_close         .  CL CL F1 F1 F1 .  .  LA .  .  .  "
    "user_abort         .  CL CL CL CL CL CL CL CL CL CL CL "
    "user_status        .  .  .  .  .  .  .  .  .  .  .  .  "
    "seg_syn            .  Rp Ra LI .  .  .  .  .  .  .  Rp "
    "seg_syn_ack        -  -  ES ES ES -  -  -  -  -  -  -  "
    "seg_syn_ack_bad    .  .  .  .  .  -  -  -  -  -  -  -  "
    "seg_ack_of_syn     -  -  .  ES ES -  .  -  -  .  -  -  "
    "seg_ack_of_fin     -  -  -  -  -  -  F2 .  -  TW CL .  "
    "seg_ack            -  -  -  -  -  .  .  .  .  .  .  .  "
    "seg_ack_bad        .  .  .  .  .  .  .  .  .  .  .  .  "
    "seg_data           -  -  -  -  -  .  .  .  .  .  .  .  "
    "seg_fin            -  -  -  -  -  CW CG TW .  .  .  .  "
    "seg_fin_ack_of_fin -  -  -  -  -  -  TW TW -  TW CL .  "
    "seg_fin_ack_of_syn -  -  .  CW CW -  CG -  -  .  -  -  "
    "seg_rst_exact      -  -  CL LI CL CL CL CL CL CL CL CL "
    "seg_rst_in_window  -  -  -  .  .  .  .  .  .  .  .  .  "
    "seg_rst_bad        .  .  .  .  .  .  .  .  .  .  .  .  "
    "seg_out_of_window  -  -  -  .  .  .  .  .  .  .  .  .  "
    "seg_no_ack         .  .  .  .  .  .  .  .  .  .  .  .  "
    "timer_time_wait    -  -  -  -  -  -  -  -  -  -  -  CL "
    "timer_user         -  CL CL CL CL CL CL CL CL CL CL CL "
    "timer_retransmit   -  -  .  .  .  .  .  -  .  .  .  -  "
    "timer_r2           -  -  CL CL CL CL CL -  CL CL CL -  ";
constexpr std::array<situation, situation_count> columns{{
    {closed, {}}, {listen, {}}, {syn_sent, {}}, passive, active, {established, {}}, {fin_wait_1, {}}, {fin_wait_2, {}},
    {close_wait, {}}, {closing, {}}, {last_ack, {}}, {time_wait, {}}}};
constexpr std::string_view column_names = "CL LI SS Rp Ra ES F1 F2 CW CG LA TW ";
// clang-format on
constexpr std::size_t first_column = 19;
constexpr std::size_t line_length = first_column + 3 * columns.size();
static_assert(reference.size() == event_count * line_length);

/// The first event, from 1, whose line differs from the table; 0 for none.
constexpr std::size_t first_difference() {
    for (std::size_t e = 0; e < event_count; ++e) {
        const auto on = static_cast<event>(e);
        const std::string_view line = reference.substr(e * line_length, line_length);
        if (line.substr(0, line.find(' ')) != name(on)) { return e + 1; }
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const std::string_view next = line.substr(first_column + 3 * c, 3);
            const transition& row = table::row(columns[c], on);
            const bool stays = next == ".  " || next == "-  ";
            const situation expected = stays ? columns[c] : columns[column_names.find(next) / 3];
            if (row.next != expected || (row.kind == row_kind::unproducible) != (next == "-  ")) { return e + 1; }
        }
    }
    return 0;
}
static_assert(first_difference() == 0);
