// SPDX-License-Identifier: BSL-1.0
// Counts the packets of a capture that can't be read.
#pragma once

#include <tcplens/core/error.hpp>
#include <tcplens/text/sink.hpp>

#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace examples {

/// Frames that can't be shown, by reason.
class fault_counter {
public:
    void count(std::uint64_t number, const tcplens::decode_error& fault) {
        if (fault.code == tcplens::errc::not_tcp || fault.code == tcplens::errc::not_ip) {
            ++other_;
            return;
        }
        kind& same = kinds_[{fault.in, fault.code}];
        if (same.count++ == 0) { same.first = number; }
    }

    /// In words, or nothing: `2 packets that are not TCP; 1 packet, TCP header: cut short (packet 7)`.
    [[nodiscard]] std::string summary() const {
        using tcplens::put;
        using tcplens::put_decimal;
        std::string words;
        const auto end = std::back_inserter(words);
        if (other_ != 0) {
            put(put_decimal(end, other_), other_ == 1 ? " packet that is not TCP" : " packets that are not TCP");
        }
        for (const auto& [what, same] : kinds_) {
            if (!words.empty()) { put(end, "; "); }
            put(put_decimal(end, same.count), same.count == 1 ? " packet, " : " packets, ");
            put(put(put(end, describe(what.first)), ": "), describe(what.second));
            put(put_decimal(put(end, same.count == 1 ? " (packet " : " (first packet "), same.first), ')');
        }
        return words;
    }

    /// Whether any of them was TCP or might have been.
    [[nodiscard]] bool damaged() const { return !kinds_.empty(); }

private:
    struct kind {
        std::uint64_t count = 0;
        std::uint64_t first = 0;
    };
    std::uint64_t other_ = 0;
    std::map<std::pair<tcplens::layer, tcplens::errc>, kind> kinds_;
};

} // namespace examples
