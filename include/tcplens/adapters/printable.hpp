// SPDX-License-Identifier: BSL-1.0
// What the adapters to the standard library's output can print, and as which text.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/error.hpp>
#include <tcplens/core/flags.hpp>
#include <tcplens/core/seq.hpp>
#include <tcplens/sequence/numbering.hpp>
#include <tcplens/state/state.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/explain.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/render.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/wire/header.hpp>
#include <tcplens/wire/link.hpp>

#include <concepts>

namespace tcplens::inline v0_1 {

/// A packet with all that its line depends on.
/// Example: `std::cout << line<>{packet, numbering(sent, packet)} << '\n';`
template <flag_notation Notation = tcpdump_4_99>
struct line {
    packet_view packet;      ///< what it is about
    shown_numbers numbers{}; ///< its numbers, as a `sequence_numbering` gives them
    line_style style{};      ///< what else the line has
};

namespace detail {

// Each fits one type exactly, so that nothing is printed by way of a conversion.
template <char_sink O>
constexpr O print(O out, std::same_as<flag_set> auto flags) {
    return render_flags(out, flags);
}
template <char_sink O>
constexpr O print(O out, std::same_as<flag> auto f) {
    return render_flags(out, f);
}
template <char_sink O>
constexpr O print(O out, std::same_as<seq32> auto s) {
    return put_decimal(out, s.value());
}
template <char_sink O, class E>
requires std::same_as<E, state> || std::same_as<E, event> || std::same_as<E, certainty>
constexpr O print(O out, E e) {
    return put(out, name(e));
}
template <char_sink O>
constexpr O print(O out, const std::same_as<address> auto& host) {
    return render_address(out, host);
}
template <char_sink O>
constexpr O print(O out, const std::same_as<endpoint> auto& end) {
    return render_endpoint(out, end);
}
template <char_sink O>
constexpr O print(O out, const std::same_as<decode_error> auto& fault) {
    return render_error(out, fault);
}
template <char_sink O>
constexpr O print(O out, const std::same_as<header_view> auto& tcp) {
    return render_segment(out, tcp, absolute_numbering{}(direction::from_first, tcp));
}
template <char_sink O>
constexpr O print(O out, const std::same_as<packet_view> auto& packet) {
    return render_line(out, packet, absolute_numbering{}(direction::from_first, packet));
}
template <char_sink O, class Notation>
constexpr O print(O out, const line<Notation>& whole) {
    return render_line<Notation>(out, whole.packet, whole.numbers, whole.style);
}

} // namespace detail

/// Has a text of its own: flags and whole lines as tcpdump 4.99.3 prints them, headers and packets with absolute
/// numbers, sequence numbers in decimal, states, events and certainties by name, addresses, endpoints and errors.
template <class T>
concept printable = requires(char* out, const T& value) { detail::print(out, value); };

static_assert(printable<flag_set> && printable<line<>>);
static_assert(!printable<int> && !printable<direction>);

} // namespace tcplens::inline v0_1
