// SPDX-License-Identifier: BSL-1.0
// Reads a capture file piece by piece, for the programs of this folder: the library itself knows no files.
#pragma once

#include <tcplens/capture/file.hpp>
#include <tcplens/text/explain.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace examples {

/// The octets of a file from front to back: a window that moves, mapped where that can be, else read.
class file_window {
public:
    bool open(const std::string& path) {
        file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
        if (!file_) { return false; }
#if __has_include(<sys/mman.h>)
        struct stat about{};
        mapped_ = path != "-" && fstat(fileno(file_.get()), &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
        size_ = mapped_ ? static_cast<std::uint64_t>(about.st_size) : 0;
#endif
        return true;
    }

    [[nodiscard]] tcplens::bytes rest() const { return rest_; }
    [[nodiscard]] std::uint64_t position() const { return position_; }
    void skip(std::size_t octets) {
        rest_ = rest_.subspan(octets);
        position_ += octets;
    }

    /// Sees to it that `needed` octets are there; false at the end of the file, or when it can't be read (errno).
    bool fill(std::size_t needed) {
        if (rest_.size() >= needed) { return true; }
        errno = 0;
        return mapped_ ? map(needed) : read(needed);
    }

    /// From here on shows what `filter` makes of the octets, those that are there included; not once it has moved.
    void show_through(std::function<void(tcplens::bytes, std::vector<std::byte>&)> filter) {
        filter_ = std::move(filter);
        std::vector<std::byte> shown;
        // What was mapped was not read.
        if (!mapped_) { filter_(rest_, shown); }
        unmap();
        mapped_ = false;
        buffer_ = std::move(shown);
        rest_ = tcplens::bytes{buffer_};
    }

    /// Calls this before each read that may have to wait for a pipe's other end.
    void before_waiting(std::function<void()> call) { about_to_wait_ = std::move(call); }

    file_window() = default;
    file_window(const file_window&) = delete;
    file_window& operator=(const file_window&) = delete;
    file_window(file_window&&) = delete;
    file_window& operator=(file_window&&) = delete;
    ~file_window() { unmap(); }

private:
    static constexpr std::size_t window_size = std::size_t{1} << 23;

    struct closer {
        void operator()(std::FILE* file) const {
            if (file != stdin) { static_cast<void>(std::fclose(file)); }
        }
    };

#if __has_include(<sys/mman.h>)
    bool map(std::size_t needed) {
        if (size_ - position_ < needed) {
            if (size_ - position_ == rest_.size()) { return false; }
            needed = static_cast<std::size_t>(size_ - position_);
        }
        const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
        const std::uint64_t start = position_ / page * page;
        std::uint64_t length = position_ - start + (needed > window_size ? needed : window_size);
        if (length > size_ - start) { length = size_ - start; }
        unmap();
        rest_ = {};
        void* const at = mmap(nullptr, static_cast<std::size_t>(length), PROT_READ, MAP_PRIVATE, fileno(file_.get()),
                              static_cast<off_t>(start));
        if (at == MAP_FAILED) { return false; }
        map_ = at;
        map_length_ = static_cast<std::size_t>(length);
        rest_ = tcplens::bytes{static_cast<const std::byte*>(at), map_length_}.subspan(
            static_cast<std::size_t>(position_ - start));
        return rest_.size() >= needed;
    }
    void unmap() {
        if (map_ != nullptr) { munmap(map_, map_length_); }
        map_ = nullptr;
    }
    void* map_ = nullptr;
    std::size_t map_length_ = 0;
#else
    static bool map(std::size_t) { return false; }
    void unmap() {}
#endif

    /// What there is now, if anything: a pipe may have no more for long.
    std::size_t read_some(std::byte* to, std::size_t most, std::size_t needed) {
#if __has_include(<sys/mman.h>)
        static_cast<void>(needed);
        const ssize_t got = ::read(fileno(file_.get()), to, most);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
#else
        static_cast<void>(most);
        return std::fread(to, 1, needed, file_.get());
#endif
    }

    bool read(std::size_t needed) {
        const std::size_t kept = rest_.size();
        if (kept != 0) { std::memmove(buffer_.data(), rest_.data(), kept); }
        if (filter_) { return read_through(kept, needed); }
        if (buffer_.size() < needed) { buffer_.resize(needed < window_size / 32 ? window_size / 32 : needed); }
        std::size_t end = kept;
        while (end < needed) {
            if (about_to_wait_) { about_to_wait_(); }
            const std::size_t got = read_some(buffer_.data() + end, buffer_.size() - end, needed - end);
            if (got == 0) { break; }
            end += got;
        }
        rest_ = tcplens::bytes{buffer_}.first(end);
        return end >= needed;
    }

    bool read_through(std::size_t kept, std::size_t needed) {
        buffer_.resize(kept);
        while (buffer_.size() < needed) {
            if (about_to_wait_) { about_to_wait_(); }
            raw_.resize(window_size / 128);
            const std::size_t got = read_some(raw_.data(), raw_.size(), 1);
            if (got == 0) { break; }
            filter_(tcplens::bytes{raw_}.first(got), buffer_);
        }
        rest_ = tcplens::bytes{buffer_};
        return rest_.size() >= needed;
    }

    std::unique_ptr<std::FILE, closer> file_;
    std::vector<std::byte> buffer_;
    std::vector<std::byte> raw_; ///< what the filter has not seen yet
    std::function<void(tcplens::bytes, std::vector<std::byte>&)> filter_;
    tcplens::bytes rest_;
    std::uint64_t position_ = 0;
    std::uint64_t size_ = 0;
    bool mapped_ = false;
    std::function<void()> about_to_wait_;
};

/// The frames of a capture file, in order and in bounded memory; `-` is standard input.
/// Shape: open, then next() until nullptr, then problem() says in a line what was wrong, or is empty.
class capture_reader {
public:
    /// Opens the file and reads its head.
    bool open(const std::string& path) { return open_file(path) && begin(); }

    /// Opens the file, which has to hold something.
    bool open_file(const std::string& path) {
        path_ = path == "-" ? "standard input" : path;
        if (!window_.open(path)) { return fail(std::strerror(errno)); }
        return window_.fill(1) || fail(errno != 0 ? std::strerror(errno) : "the file is empty");
    }
    /// Reads the head of an open file.
    bool begin() {
        const auto head = read_on(decoder_.next(window_.rest()));
        constexpr std::size_t magic = 4;
        is_capture_ = window_.rest().size() >= magic && (head || head.error().code != tcplens::errc::unknown_format);
        if (!head) { return problem_.empty() ? fail(head.error()) : false; }
        window_.skip(*head);
        const tcplens::pcap_header* const all = decoder_.header();
        return all == nullptr || tcplens::is_known(all->link) || fail(unknown_link(all->link));
    }

    /// The next frame; its octets are valid until the next call.
    const tcplens::captured_frame* next() {
        while (window_.fill(1)) {
            auto size = decoder_.next(window_.rest());
            if (!size) { size = read_on(size); }
            if (!size) {
                if (problem_.empty()) { fail(size.error()); }
                return nullptr;
            }
            window_.skip(*size);
            const tcplens::capture_item& found = decoder_.item();
            if (found.is == tcplens::capture_item::kind::frame) {
                if (found.frame.link != link_) { look_at(found.frame.link); }
                return &found.frame;
            }
            if (found.is == tcplens::capture_item::kind::unreadable && odd_.empty()) {
                tcplens::render_error(std::back_inserter(odd_), found.fault);
            }
        }
        if (errno != 0) { fail(std::strerror(errno)); }
        if (problem_.empty() && !odd_.empty()) { fail("not all packets could be read: " + odd_); }
        return nullptr;
    }

    [[nodiscard]] const std::string& problem() const { return problem_; }

    /// How many digits of a second's fraction the file tells: 6 or 9; pcapng may tell any number, 9 hold them.
    [[nodiscard]] unsigned fraction_digits() const {
        const tcplens::pcap_header* const all = decoder_.header();
        return all == nullptr || all->nanoseconds ? 9 : 6;
    }

    /// Whether the file begins as a capture does.
    [[nodiscard]] bool is_capture() const { return is_capture_; }
    /// What the file is called, and its octets from where the frames read so far end.
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] file_window& window() { return window_; }

    /// See file_window.
    void before_waiting(std::function<void()> call) { window_.before_waiting(std::move(call)); }

private:
    static std::string unknown_link(tcplens::link_type type) {
        return "unknown link type " + std::to_string(static_cast<std::uint32_t>(type));
    }
    bool fail(const std::string& what) {
        problem_ = path_ + ": " + what;
        return false;
    }
    bool fail(const tcplens::decode_error& fault) {
        std::string words;
        tcplens::render_error(std::back_inserter(words), fault.shifted(static_cast<std::uint32_t>(window_.position())));
        return fail(words);
    }

    void look_at(tcplens::link_type link) {
        link_ = link;
        if (odd_.empty() && !tcplens::is_known(link)) { odd_ = unknown_link(link); }
    }

    /// Tries an item again that was cut, with as much of the file as it takes.
    tcplens::result<std::uint32_t> read_on(tcplens::result<std::uint32_t> size) {
        while (!size && size.error().code == tcplens::errc::truncated) {
            const bool more = window_.fill(size.error().needed);
            if (!more && errno != 0) { fail(std::strerror(errno)); }
            size = decoder_.next(window_.rest());
            if (!more) { break; }
        }
        return size;
    }

    std::string path_;
    std::string problem_;
    file_window window_;
    tcplens::capture_decoder decoder_;
    tcplens::link_type link_{}; ///< of the frame before
    bool is_capture_ = false;
    std::string odd_; ///< why the first packet that can't be read can't
};

} // namespace examples
