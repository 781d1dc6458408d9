// SPDX-License-Identifier: BSL-1.0
// Reads the records of a listing piece by piece, in bounded memory: a text may be endless, and so may a line.
#pragma once

#include "reader.hpp"

#include <tcplens/text/listing_view.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace examples {

/// The records of a text and where one broke off, in order.
/// Shape: next() until nullptr; what it gave is valid until the next call.
class listing_reader {
public:
    explicit listing_reader(file_window& window) : window_{window} {}

    const tcplens::listing_item* next() {
        while (true) {
            if (at_ != tcplens::listing_view::iterator{}) {
                item_ = *at_;
                const auto end = static_cast<std::size_t>(item_.text.data() + item_.text.size() - piece_.data());
                // What ends with the piece may go on in the next one.
                if (is_last_ || end + 1 < piece_.size() || !item_.line.wants_more()) {
                    consumed_ = std::min(end + 1, piece_.size());
                    item_.number += lines_before_;
                    ++at_;
                    return &item_;
                }
            }
            if (is_last_) { return nullptr; }
            read_on();
        }
    }

private:
    static constexpr std::size_t longest_piece = std::size_t{1} << 20;

    /// Makes a piece of what was not used up of the last one, and of the lines that follow.
    void read_on() {
        const std::size_t from = std::max(consumed_, last_lines());
        lines_before_ += static_cast<std::uint64_t>(std::count(piece_.begin(), piece_.begin() + from, '\n'));
        std::size_t kept = piece_.size() - from;
        window_.skip(from);
        consumed_ = 0;
        if (inside_line_) {
            skip_line();
            kept = 0;
        }
        for (std::size_t seen = kept;;) {
            if (window_.rest().size() == seen) { is_last_ = !read_more(); }
            const std::string_view text = available();
            const std::size_t end = text.substr(seen).rfind('\n');
            seen = text.size();
            if (is_last_) {
                piece_ = text;
            } else if (end != std::string_view::npos) {
                piece_ = text.substr(0, text.rfind('\n') + 1);
            } else if (seen == longest_piece) {
                inside_line_ = true; // its end can't be part of a record
                piece_ = text;
            } else {
                continue;
            }
            at_ = tcplens::listing_view{piece_}.begin();
            return;
        }
    }

    [[nodiscard]] std::string_view available() const {
        const tcplens::bytes rest = window_.rest();
        return {reinterpret_cast<const char*>(rest.data()), std::min(rest.size(), longest_piece)};
    }

    /// False at the end of the text. Asks a pipe for a single character, but in a long line for many.
    bool read_more() {
        const std::size_t before = window_.rest().size();
        window_.fill(before + (before < longest_piece / 8 ? 1 : longest_piece / 16));
        return window_.rest().size() > before;
    }

    void skip_line() {
        for (inside_line_ = false; !window_.rest().empty() || read_more();) {
            const std::string_view text = available();
            const std::size_t end = text.find('\n');
            window_.skip(std::min(end, text.size() - 1) + 1);
            if (end == std::string_view::npos) { continue; }
            ++lines_before_;
            return;
        }
    }

    /// Where the last lines of the piece begin, which may be the begin of what follows: as many as a record may be
    /// spread over, and what they hang on.
    [[nodiscard]] std::size_t last_lines() const {
        constexpr int most_lines = 8;
        if (inside_line_) { return piece_.size(); }
        std::size_t begin = piece_.size();
        for (int lines = 0; lines < most_lines && begin > 0; ++lines) {
            begin = begin < 2 ? 0 : piece_.rfind('\n', begin - 2) + 1;
        }
        return begin;
    }

    file_window& window_;
    std::string_view piece_;
    tcplens::listing_view::iterator at_;
    tcplens::listing_item item_;
    std::size_t consumed_ = 0; ///< of the piece
    std::uint64_t lines_before_ = 0;
    bool inside_line_ = false; ///< the piece ends in the middle of a line that is too long
    bool is_last_ = false;
};

} // namespace examples
