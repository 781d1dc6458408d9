// SPDX-License-Identifier: BSL-1.0
// The names that fragments of the documentation take for granted: see blocks.py.
#pragma once

#include <tcplens/adapters/expected.hpp>
#include <tcplens/adapters/format.hpp>
#include <tcplens/adapters/ostream.hpp>
#include <tcplens/tcplens.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace preamble {

using namespace tcplens;

// What the reader does with what comes out.
template <class... T>
constexpr void use(const T&...) {}
inline void report(const decode_error&) {}

// What an expression claims holds.
template <class T>
consteval bool holds(const T& value) {
    if constexpr (std::same_as<T, bool>) { return value; }
    return true;
}

// What comes in: frames, files, segments, lines.
extern const bytes octets, frame_octets, image, payload;
extern bytes rest;
extern const std::uint32_t size;
extern const link_type type;
extern const std::string_view pasted, words;

extern const captured_frame frame;
extern const packet_view packet, other_packet;
extern const header_view header;
extern const options_view options;
extern const header_fields fields;
extern const segment_fields segment;
extern const listing_record record, other_record;
extern const decode_error fault;

// What it belongs to.
extern const direction sent;
extern const socket_pair pair;
extern connection c;
extern const connection_step taken;
extern const connection_record story;
extern connection_record memory;
extern tcpdump_numbering numbering;
extern number_restorer restorer;
extern capture_decoder decoder;

// Where things go.
extern char* out;
extern std::array<std::byte, 60> room;
extern std::vector<connection_slot<connection>> slots;
extern const std::uint64_t seed;
inline std::size_t padding = 0, joins = 0, damaged = 0;

struct segment_counter {
    std::uint64_t segments = 0;
    constexpr void on_segment(const auto&) noexcept { ++segments; }
};
extern segment_counter counter, printer;

// Tables of one's own.
inline constexpr transition_matrix my_rows = rfc9293::rows;
using my_table = table_of<my_rows>;

} // namespace preamble
