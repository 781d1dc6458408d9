// SPDX-License-Identifier: BSL-1.0
// To std::format: `std::format("{:>8} {}", flags, state)`, with the fill, alignment, width and precision that strings
// take; only these allocate. Empty where the standard library has no <format>.
#pragma once

#include <tcplens/adapters/printable.hpp>

#include <version>

#if defined(__cpp_lib_format)
#include <format>
#include <iterator>
#include <string>
#include <string_view>

/// Formats what is `tcplens::printable`.
/// Errors: std::format_error for what isn't a format of strings; a literal format doesn't compile.
/// Cost: allocates only for fill, alignment, width and precision.
template <tcplens::printable T>
struct std::formatter<T, char> {
    /// Takes the format that strings take.
    constexpr auto parse(std::format_parse_context& context) {
        plain_ = context.begin() == context.end() || *context.begin() == '}';
        return words_.parse(context);
    }
    /// Appends the value's text to the context's output.
    template <class Context>
    auto format(const T& value, Context& context) const {
        if (plain_) { return tcplens::detail::print(context.out(), value); }
        std::string words;
        tcplens::detail::print(std::back_inserter(words), value);
        return words_.format(words, context);
    }

private:
    std::formatter<std::string_view, char> words_;
    bool plain_ = true;
};
#endif
