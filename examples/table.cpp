// SPDX-License-Identifier: BSL-1.0
// tcplens-table: a state table in words, for a spreadsheet, a page or a drawing.
#include <tcplens/state/rfc793.hpp>
#include <tcplens/state/rfc9293.hpp>

#include <cctype>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tcplens::action;
using tcplens::event;
using tcplens::row_kind;
using tcplens::state;
using tcplens::transition;

constexpr std::string_view usage = R"(usage: tcplens-table --table TABLE --format FORMAT [--figure] [--all]

Prints a state table of TCP: for each state and event the next state, what is due, and the section that says so.
  --table TABLE    rfc9293, or rfc793: the text of 1981
  --format FORMAT  csv or markdown, a row for each cell; dot or mermaid, a drawing of the edges of Figure 5
  --figure         csv and markdown too: only the edges of Figure 5
  --all            dot and mermaid too: every change of state
Where it matters how SYN-RECEIVED was reached, the origin says it: from LISTEN (passive) or SYN-SENT (active).
An event of kind unproducible can't reach an end in that state.
)";

enum class scope : unsigned char { by_format, figure, all };

struct settings {
    std::string table;
    std::string format;
    scope rows = scope::by_format;

    [[nodiscard]] bool draws() const { return format == "dot" || format == "mermaid"; }
    [[nodiscard]] bool figure_alone() const { return rows == scope::figure || (draws() && rows == scope::by_format); }
};

/// A cell as it is shown: SYN-RECEIVED has two where its origin decides.
struct cell {
    const transition* row = nullptr;
    std::string_view origin = "any";
};

/// Whether an end does the same in both rows.
bool same(const transition& a, const transition& b) {
    const bool same_next = a.next == b.next || (a.next == a.from && b.next == b.from);
    return same_next && a.due == b.due && a.kind == b.kind && a.why == b.why;
}

/// A table's cells by state and event.
template <tcplens::transition_table Table>
std::vector<cell> cells_of() {
    std::vector<cell> cells;
    for (std::size_t s = 0; s < tcplens::state_count; ++s) {
        for (std::size_t e = 0; e < tcplens::event_count; ++e) {
            const auto at = [&](tcplens::origin from) -> const transition& {
                return Table::row({static_cast<state>(s), from}, static_cast<event>(e));
            };
            const transition& passive = at(tcplens::origin::passive);
            const transition& active = at(tcplens::origin::active);
            if (same(passive, active)) {
                cells.push_back({&passive});
            } else {
                cells.push_back({&passive, "passive"});
                cells.push_back({&active, "active"});
            }
        }
    }
    return cells;
}

/// The actions of a set, a space between them.
std::string in_words(action due) {
    std::string words;
    for (std::size_t bit = 0; bit < tcplens::action_count; ++bit) {
        if (!includes(due, action{static_cast<std::uint16_t>(1U << bit)})) { continue; }
        if (!words.empty()) { words += ' '; }
        words += tcplens::action_name(bit);
    }
    return words.empty() ? "none" : words;
}

/// RFC 4180 2: a field with a comma, a quote or a line end stands in quotes, its own doubled.
std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) { return std::string{text}; }
    std::string field{'"'};
    for (const char c : text) {
        if (c == '"') { field += '"'; }
        field += c;
    }
    return field += '"';
}

std::string csv(const std::vector<cell>& cells) {
    std::string text = "state,origin,event,next,action,section,kind\n";
    for (const auto& [row, origin] : cells) {
        text += csv_field(name(row->from.now)) + ',' + csv_field(origin) + ',' + csv_field(name(row->on)) + ',' +
                csv_field(name(row->next.now)) + ',' + csv_field(in_words(row->due)) + ',' +
                csv_field(row->why.section) + ',' + csv_field(name(row->kind)) + '\n';
    }
    return text;
}

std::string markdown(const std::vector<cell>& cells) {
    std::string text = "| state | origin | event | next | action | section | kind | rule |\n"
                       "|---|---|---|---|---|---|---|---|\n";
    for (const auto& [row, origin] : cells) {
        for (const std::string_view column : {name(row->from.now), origin, name(row->on), name(row->next.now)}) {
            ((text += "| ") += column) += ' ';
        }
        text += "| " + in_words(row->due) + ' ';
        for (const std::string_view column : {row->why.section, name(row->kind), row->why.rule}) {
            ((text += "| ") += column) += ' ';
        }
        text += "|\n";
    }
    return text;
}

/// What stands at an edge: the event over the action, as in Figure 5.
std::string label(const cell& edge, std::string_view between) {
    std::string words{name(edge.row->on)};
    if (edge.origin != "any") { (words += " after ") += edge.origin == "passive" ? "LISTEN" : "SYN-SENT"; }
    if (edge.row->due != action::none) { (words += between) += in_words(edge.row->due); }
    return words;
}

std::string dot(const std::vector<cell>& cells) {
    std::string text = "digraph TCP {\n    node [shape=box];\n";
    for (const cell& edge : cells) {
        ((text += "    \"") += name(edge.row->from.now)) += "\" -> \"";
        ((text += name(edge.row->next.now)) += "\" [label=\"") += label(edge, "\\n");
        text += edge.row->kind == row_kind::figure ? "\"];\n" : "\", style=dashed];\n";
    }
    return text += "}\n";
}

/// A state's name without what Mermaid takes for an arrow.
std::string mermaid_id(state s) {
    std::string id;
    for (const char c : name(s)) { id += c == '-' ? '_' : static_cast<char>(std::tolower(c)); }
    return id;
}

std::string mermaid(const std::vector<cell>& cells) {
    std::string text = "stateDiagram-v2\n";
    for (std::size_t s = 0; s < tcplens::state_count; ++s) {
        const auto now = static_cast<state>(s);
        (((text += "    state \"") += name(now)) += "\" as ") += mermaid_id(now) + '\n';
    }
    for (const cell& edge : cells) {
        text += "    " + mermaid_id(edge.row->from.now) + " --> " + mermaid_id(edge.row->next.now) + " : " +
                label(edge, " / ") + '\n';
    }
    return text;
}

/// The cells that are wanted: for a drawing those that lead elsewhere.
std::vector<cell> wanted_of(const std::vector<cell>& cells, const settings& wanted) {
    std::vector<cell> left;
    for (const cell& one : cells) {
        const bool in_figure = one.row->kind == row_kind::figure;
        const bool leads_elsewhere = one.row->next.now != one.row->from.now;
        if (in_figure || (!wanted.figure_alone() && (leads_elsewhere || !wanted.draws()))) { left.push_back(one); }
    }
    return left;
}

int complain(std::string_view what, int status) {
    std::fprintf(stderr, "tcplens-table: %.*s\n", static_cast<int>(what.size()), what.data());
    return status;
}

/// Reads the command line; says on stderr what is wrong with it.
bool read_arguments(int argc, char** argv, settings& to) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
        if (word == "--table") {
            to.table = value;
            if (value != "rfc9293" && value != "rfc793") { return complain("--table wants rfc9293 or rfc793", 0) != 0; }
            ++i;
        } else if (word == "--format") {
            to.format = value;
            if (value != "csv" && value != "markdown" && !to.draws()) {
                return complain("--format wants csv, markdown, dot or mermaid", 0) != 0;
            }
            ++i;
        } else if (word == "--figure") {
            to.rows = scope::figure;
        } else if (word == "--all") {
            to.rows = scope::all;
        } else {
            return complain("unknown argument " + std::string{word} + "; --help lists them", 0) != 0;
        }
    }
    if (to.table.empty()) { return complain("no --table; --help shows the usage", 0) != 0; }
    return !to.format.empty() || complain("no --format; --help shows the usage", 0) != 0;
}

bool asks_for_help(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view{argv[i]} == "--help" || std::string_view{argv[i]} == "-h") { return true; }
    }
    return false;
}

std::string printed(const settings& wanted) {
    const bool is_old = wanted.table == "rfc793";
    const std::vector<cell> cells =
        wanted_of(is_old ? cells_of<tcplens::rfc793::table>() : cells_of<tcplens::rfc9293::table>(), wanted);
    if (wanted.format == "csv") { return csv(cells); }
    if (wanted.format == "markdown") { return markdown(cells); }
    return wanted.format == "dot" ? dot(cells) : mermaid(cells);
}

} // namespace

int main(int argc, char** argv) {
    if (asks_for_help(argc, argv)) {
        std::fwrite(usage.data(), 1, usage.size(), stdout);
        return 0;
    }
    settings wanted;
    if (!read_arguments(argc, argv, wanted)) { return 2; }
    const std::string text = printed(wanted);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) { return complain("the output can't be written", 1); }
    return 0;
}
