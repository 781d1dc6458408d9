// SPDX-License-Identifier: BSL-1.0
// The proofs hold for our tables, and each of them finds the row that breaks it; tests/must_not_compile shows how the
// compiler says so.
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/rfc793.hpp>
#include <tcplens/state/rfc9293.hpp>

#include <array>

using namespace tcplens;
using enum state;
using enum event;

static_assert(proven<rfc9293::table>);
static_assert(proven<rfc793::table>);

/// What a rule in the place of our own breaks.
constexpr rule to(situation_set from, event_set on, destination next, row_kind kind = row_kind::text) {
    return {from, on, next, action::none, kind, "0", "a mutant"};
}
template <auto Rule>
inline constexpr transition_matrix mutant = changed(rfc9293::rows, std::array{Rule()});

template <class Claim, auto Rule>
constexpr bool breaks(situation from, event on = {}) {
    constexpr counterexample broken = refutation<Claim, table_of<mutant<Rule>>>;
    return broken.found && broken.from == from && (!broken.of_one_event || broken.on == on);
}

using namespace claims;
constexpr situation active{syn_received, origin::active};

constexpr auto silent = [] { return to(listen, seg_fin, stay, row_kind::unspoken); };
static_assert(breaks<total, silent>({listen, {}}, seg_fin));

constexpr transition_matrix said_twice =
    changed(rfc9293::rows, std::to_array<rule>({to(listen, seg_fin, closed), to(listen, seg_fin, stay)}));
static_assert(refutation<deterministic, table_of<said_twice>>.from.now == listen);
static_assert(refutation<deterministic, table_of<said_twice>>.on == seg_fin);

constexpr auto no_crossing = [] { return to(syn_sent, seg_syn, syn_received); };
static_assert(breaks<all_reachable, no_crossing>(active));
constexpr auto trap = [] {
    return to(fin_wait_2, {seg_fin, seg_fin_ack_of_fin, seg_rst_exact, user_abort, timer_user}, stay);
};
static_assert(breaks<all_drain, trap>({fin_wait_2, {}}));

constexpr auto edge_left_out = [] { return to(active, user_close, fin_wait_1); };
static_assert(breaks<draws_figure_5, edge_left_out>(active, user_close));
constexpr auto edge_elsewhere = [] { return to(established, seg_fin, last_ack, row_kind::figure); };
static_assert(breaks<draws_figure_5, edge_elsewhere>({established, {}}, seg_fin));
constexpr auto edge_too_many = [] { return to(fin_wait_1, seg_fin_ack_of_fin, time_wait, row_kind::figure); };
static_assert(breaks<draws_figure_5, edge_too_many>({fin_wait_1, {}}, seg_fin_ack_of_fin));
constexpr auto refused_to_listen = [] { return to(active, seg_rst_exact, listen, row_kind::figure); };
static_assert(breaks<draws_figure_5, refused_to_listen>(active, seg_rst_exact), "note 1");

constexpr auto without_section = [] { return rule{listen, seg_fin, stay, action::none, row_kind::text, "", "so"}; };
static_assert(breaks<cites_sections, without_section>({listen, {}}, seg_fin));
constexpr auto ghost = [] { return to(listen, timer_r2, closed, row_kind::unproducible); };
static_assert(breaks<unproducible_is_inert, ghost>({listen, {}}, timer_r2));
constexpr auto half_a_handshake = [] { return to(syn_sent, seg_ack_of_syn, established); };
static_assert(breaks<established_by_both_syns, half_a_handshake>({syn_sent, {}}, seg_ack_of_syn));
constexpr auto closes_itself = [] { return to(established, timer_user, fin_wait_1); };
static_assert(breaks<fin_by_close, closes_itself>({established, {}}, timer_user));
constexpr auto waits_after_rst = [] { return to(established, user_abort, time_wait); };
static_assert(breaks<time_wait_by_fin, waits_after_rst>({established, {}}, user_abort));
constexpr auto gullible = [] { return to(established, seg_rst_bad, closed); };
static_assert(breaks<unchanged_by_strangers, gullible>({established, {}}, seg_rst_bad));

// A table that counts its rows otherwise is neither total nor deterministic.
struct shifted {
    static constexpr std::size_t size() { return rfc9293::table::size(); }
    static constexpr const transition& row_at(std::size_t i) { return rfc9293::table::row_at((i + 1) % size()); }
    static constexpr const transition& row(situation from, event on) { return rfc9293::table::row(from, on); }
};
static_assert(refutation<total, shifted>.found);
struct too_long : rfc9293::table {
    static constexpr std::size_t size() { return rfc9293::table::size() + 1; }
    static constexpr const transition& row_at(std::size_t i) {
        return rfc9293::table::row_at(i % rfc9293::table::size());
    }
};
static_assert(refutation<deterministic, too_long>.found && !refutation<total, too_long>.found);

// A claim of one's own.
struct time_wait_outlives_rst {
    static constexpr bool holds(const transition& row) {
        return row.from.now != time_wait || row.on != seg_rst_exact || row.next.now == time_wait;
    }
};
constexpr auto rfc_1337 = [] { return rfc9293::ignore_rst_in_time_wait; };
static_assert(refutation<time_wait_outlives_rst, rfc9293::table>.found);
static_assert(proven<table_of<mutant<rfc_1337>>, total, time_wait_outlives_rst>);
