// SPDX-License-Identifier: BSL-1.0
// A ladder as a sequenceDiagram for Mermaid.
#pragma once

#include "ladder.hpp"
#include "ladder_text.hpp"

#include <string>
#include <string_view>

namespace examples {

namespace detail {

/// Mermaid ends a statement at a semicolon and takes # for an entity; names in listings come from strangers.
inline std::string mermaid_words(std::string_view words) {
    std::string safe;
    for (const char c : words) {
        const bool plain = c >= ' ' && c <= '~' && std::string_view{"#;<>\"`&"}.find(c) == std::string_view::npos;
        safe += plain ? std::string{c} : '#' + std::to_string(static_cast<unsigned char>(c)) + ';';
    }
    return safe;
}

} // namespace detail

inline std::string ladder_mermaid(const ladder& of) {
    const tcplens::direction left = left_end(of);
    const tcplens::party_names names = tcplens::parties(of.record);
    const auto id = [&](tcplens::direction end) { return end == left ? "L" : "R"; };
    const auto state_note = [&](tcplens::direction end, const std::string& state) {
        if (state.empty()) { return std::string{}; }
        return std::string{"    Note "} + (end == left ? "left of L: " : "right of R: ") + state + '\n';
    };
    std::string text = "sequenceDiagram\n";
    for (const tcplens::direction end : {left, opposite(left)}) {
        text += std::string{"    participant "} + id(end) + " as " + std::string{names.of(end)} + "<br/>" +
                detail::mermaid_words(of.names[index(end)]) + '\n';
    }
    for (const tcplens::direction end : {left, opposite(left)}) { text += state_note(end, of.before[index(end)]); }
    const rung* before = nullptr;
    for (const rung& one : of.rungs) {
        const tcplens::direction to = opposite(one.sent);
        std::string label = detail::mermaid_words(one.label);
        if (const std::string lasts = duration(one); !lasts.empty()) { label += " in " + lasts; }
        if (const std::string passed = since(before, one); !passed.empty()) { label += "<br/>" + passed + " s"; }
        before = &one;
        if (one.both_ways) {
            text += "    Note over L,R: " + label + '\n';
            continue;
        }
        text += std::string{"    "} + id(one.sent) + (one.again ? "-->>" : "->>") + id(to) + ": " + label + '\n';
        if (!one.note.empty()) { text += "    Note over L,R: " + detail::mermaid_words(one.note) + '\n'; }
        for (const tcplens::direction end : {one.sent, to}) { text += state_note(end, one.states[index(end)]); }
    }
    return text;
}

} // namespace examples
