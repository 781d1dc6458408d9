// SPDX-License-Identifier: BSL-1.0
// Text as it comes out of terminals and of Windows, as plain UTF-8: UTF-16 decoded, colours and other escapes left out.
#pragma once

#include <tcplens/core/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace examples {

/// Makes plain text of pieces of another.
/// Shape: call it with the pieces in order; a byte order mark in the first one tells what they are.
class plain_text {
public:
    static bool is_utf16(tcplens::bytes begin) { return order_of(begin) != order::none; }

    /// Appends what the piece becomes.
    void operator()(tcplens::bytes piece, std::vector<std::byte>& to) {
        if (!begun_ && !piece.empty()) {
            order_ = order_of(piece);
            begun_ = true;
        }
        if (order_ != order::none) {
            for (const std::byte octet : piece) { add_half(std::to_integer<std::uint32_t>(octet), to); }
            return;
        }
        if (inside_ == escape::none && std::memchr(piece.data(), '\x1b', piece.size()) == nullptr) {
            to.insert(to.end(), piece.begin(), piece.end());
            return;
        }
        for (const std::byte octet : piece) { add(std::to_integer<unsigned char>(octet), to); }
    }

private:
    enum class order : unsigned char { none, little, big };
    enum class escape : unsigned char { none, begun, sequence, title };

    static order order_of(tcplens::bytes begin) {
        if (begin.size() < 2) { return order::none; }
        const auto first = std::to_integer<unsigned>(begin[0]);
        const auto second = std::to_integer<unsigned>(begin[1]);
        return first == 0xff && second == 0xfe   ? order::little
               : first == 0xfe && second == 0xff ? order::big
                                                 : order::none;
    }

    void add_half(std::uint32_t octet, std::vector<std::byte>& to) {
        if (!has_half_) {
            half_ = octet;
            has_half_ = true;
            return;
        }
        has_half_ = false;
        std::uint32_t unit = order_ == order::little ? octet << 8 | half_ : half_ << 8 | octet;
        if (unit >= 0xd800 && unit < 0xdc00) {
            high_ = unit;
            return;
        }
        if (unit >= 0xdc00 && unit < 0xe000) { unit = 0x10000 + ((high_ & 0x3ffU) << 10) + (unit & 0x3ffU); }
        add_point(unit, to);
    }

    void add_point(std::uint32_t point, std::vector<std::byte>& to) {
        if (point < 0x80) { return add(static_cast<unsigned char>(point), to); }
        const unsigned more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        constexpr unsigned leads[] = {0, 0xc0, 0xe0, 0xf0};
        add(static_cast<unsigned char>(leads[more] | point >> 6 * more), to);
        for (unsigned left = more; left-- != 0;) {
            add(static_cast<unsigned char>(0x80U | (point >> 6 * left & 0x3fU)), to);
        }
    }

    /// Spec: ECMA-48
    void add(unsigned char c, std::vector<std::byte>& to) {
        if (c == '\n') { inside_ = escape::none; }
        switch (inside_) {
        case escape::none:
            if (c == '\x1b') {
                inside_ = escape::begun;
            } else {
                to.push_back(static_cast<std::byte>(c));
            }
            break;
        case escape::begun: inside_ = c == '[' ? escape::sequence : c == ']' ? escape::title : escape::none; break;
        case escape::sequence:
            if (c >= '@' && c <= '~') { inside_ = escape::none; }
            break;
        case escape::title:
            if (c == '\a') { inside_ = escape::none; }
            if (c == '\x1b') { inside_ = escape::begun; }
            break;
        }
    }

    bool begun_ = false;
    bool has_half_ = false;
    order order_ = order::none;
    escape inside_ = escape::none;
    std::uint32_t half_ = 0;
    std::uint32_t high_ = 0;
};

} // namespace examples
