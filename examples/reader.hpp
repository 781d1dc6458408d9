// SPDX-License-Identifier: BSL-1.0
// Reads a capture file piece by piece, for the programs of this folder: the library itself knows no files.
#pragma once

#include <tcplens/capture/pcap.hpp>
#include <tcplens/text/explain.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace examples {

/// The frames of a capture file, in order and in bounded memory; `-` is standard input.
/// Shape: open, then next() until nullptr, then problem() says in a line what was wrong, or is empty.
class capture_reader {
public:
    /// Opens the file and reads its head.
    bool open(const std::string& path) {
        path_ = path == "-" ? "standard input" : path;
        file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
        if (!file_) { return fail(std::strerror(errno)); }
        fill(tcplens::pcap_file_header_size);
        if (!problem_.empty()) { return false; }
        if (available() == 0) { return fail("the file is empty"); }
        const auto header = tcplens::decode_pcap_header(rest());
        if (!header) { return fail(header.error()); }
        header_ = *header;
        if (!tcplens::is_known(header_.link)) {
            return fail("unknown link type " + std::to_string(static_cast<std::uint32_t>(header_.link)));
        }
        skip(tcplens::pcap_file_header_size);
        return true;
    }

    /// The next frame; its octets are valid until the next call.
    const tcplens::captured_frame* next() {
        for (;;) {
            const auto record = tcplens::decode_pcap_record(header_, rest(), record_.frame.number + 1);
            if (record) {
                record_ = *record;
                skip(record->size);
                return &record_.frame;
            }
            const bool more = record.error().code == tcplens::errc::truncated && fill(record.error().needed);
            if (more) { continue; }
            if (problem_.empty() && available() != 0) {
                fail(record.error().shifted(static_cast<std::uint32_t>(position_)));
            }
            return nullptr;
        }
    }

    [[nodiscard]] const tcplens::pcap_header& header() const { return header_; }
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    struct closer {
        void operator()(std::FILE* file) const {
            if (file != stdin) { static_cast<void>(std::fclose(file)); }
        }
    };

    [[nodiscard]] std::size_t available() const { return end_ - begin_; }
    [[nodiscard]] tcplens::bytes rest() const { return tcplens::bytes{buffer_}.subspan(begin_, available()); }
    void skip(std::size_t octets) {
        begin_ += octets;
        position_ += octets;
    }
    bool fail(const std::string& what) {
        problem_ = path_ + ": " + what;
        return false;
    }
    bool fail(const tcplens::decode_error& fault) {
        std::string words;
        tcplens::render_error(std::back_inserter(words), fault);
        return fail(words);
    }

    /// Reads until `needed` octets are there; false at the end of the file.
    bool fill(std::size_t needed) {
        if (begin_ != 0) { std::memmove(buffer_.data(), buffer_.data() + begin_, available()); }
        end_ = available();
        begin_ = 0;
        if (buffer_.size() < needed) { buffer_.resize(needed); }
        while (end_ < needed) {
            const std::size_t got = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_.get());
            if (got == 0) {
                if (std::ferror(file_.get()) != 0) { fail(std::strerror(errno)); }
                return false;
            }
            end_ += got;
        }
        return true;
    }

    std::string path_;
    std::string problem_;
    std::unique_ptr<std::FILE, closer> file_;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(std::size_t{1} << 18);
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t position_ = 0;
    tcplens::pcap_header header_;
    tcplens::pcap_record record_;
};

} // namespace examples
