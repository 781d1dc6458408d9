// SPDX-License-Identifier: BSL-1.0
// Command lines: words with values, and one file.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace examples {

/// The words of a command line, one after the other.
/// Example: `while (words.next()) { if (words.is("-S")) ... else words.take_file(file); }`, then `words.problem()`
class arguments {
public:
    arguments(int count, char** words) : count_{count}, words_{words} {}

    bool next() { return problem_.empty() && ++at_ < count_; }
    [[nodiscard]] bool is(std::string_view word) const { return words_[at_] == word; }

    /// The word that follows, which belongs to this one.
    std::string_view value() { return at_ + 1 < count_ ? words_[++at_] : ""; }

    /// Reads it as a number from 1.
    void take_number(std::uint64_t& to) {
        const std::string name = words_[at_];
        const std::string_view word = value();
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to);
        if (error != std::errc{} || end != word.data() + word.size() || to == 0) {
            fail(name + " wants a number from 1");
        }
    }

    /// Takes the word for the file, since it is nothing else.
    void take_file(std::string& file) {
        const std::string_view word = words_[at_];
        if (word.size() > 1 && word.front() == '-') {
            fail("unknown option " + std::string{word} + "; --help lists them");
        } else if (!file.empty()) {
            fail("more than one file; --help shows the usage");
        } else {
            file = word;
        }
    }

    void fail(std::string problem) { problem_ = std::move(problem); }
    /// What is wrong with the command line; empty if nothing is.
    [[nodiscard]] const std::string& problem() const { return problem_; }

    [[nodiscard]] bool ask_for_help() const {
        for (int i = 1; i < count_; ++i) {
            if (std::string_view{words_[i]} == "--help" || std::string_view{words_[i]} == "-h") { return true; }
        }
        return false;
    }

private:
    int count_;
    char** words_;
    int at_ = 0;
    std::string problem_;
};

} // namespace examples
