// SPDX-License-Identifier: BSL-1.0
// Octets written as text, on the heap and without room to spare: the sanitizer sees each octet that is read beyond.
#pragma once

#include <tcplens/core/bytes.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace unit {

/// Octets in a heap block of exactly their size. A std::vector may have more room than it shows.
class exact {
public:
    exact() = default;
    explicit exact(tcplens::bytes from) : octets_{new std::byte[from.size()]}, size_{from.size()} {
        for (std::size_t i = 0; i < size_; ++i) { octets_[i] = from[i]; }
    }
    /// From pairs of hexadecimal digits; anything else is skipped.
    explicit exact(std::string_view text) : octets_{new std::byte[text.size() / 2 + 1]{}} {
        unsigned digits = 0;
        for (const char c : text) {
            const auto digit = std::string_view{"0123456789abcdef"}.find(c);
            if (digit == std::string_view::npos) { continue; }
            octets_[size_] = static_cast<std::byte>(static_cast<unsigned>(octets_[size_]) << 4 | digit);
            if (++digits % 2 == 0) { ++size_; }
        }
        *this = exact{all()};
    }

    [[nodiscard]] tcplens::bytes all() const { return {octets_.get(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::unique_ptr<std::byte[]> octets_;
    std::size_t size_ = 0;
};

} // namespace unit
