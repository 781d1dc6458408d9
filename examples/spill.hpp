// SPDX-License-Identifier: BSL-1.0
// Any number of texts that grow in turn, each in bounded memory: what doesn't fit goes to a temporary file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace examples {

/// The file behind all texts, made when the first one outgrows its memory; blocks of one text are chained.
class spill_file {
public:
    static constexpr std::size_t block_size = 4096;
    static constexpr std::size_t payload_size = block_size - sizeof(std::uint64_t);

    /// A block to be written later.
    std::uint64_t reserve() { return blocks_++; }

    /// Writes a block and the number of the one that will follow it; false if that failed.
    bool write(std::uint64_t block, std::string_view payload, std::uint64_t next) {
        if (!file_) { file_.reset(std::tmpfile()); }
        return file_ && seek(block) && std::fwrite(&next, sizeof next, 1, file_.get()) == 1 &&
               std::fwrite(payload.data(), 1, payload.size(), file_.get()) == payload.size();
    }

    /// Reads a block of `payload_size` characters and the number of the next.
    bool read(std::uint64_t block, std::string& payload, std::uint64_t& next) {
        payload.resize(payload_size);
        return file_ && seek(block) && std::fread(&next, sizeof next, 1, file_.get()) == 1 &&
               std::fread(payload.data(), 1, payload_size, file_.get()) == payload_size;
    }

private:
    struct closer {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    bool seek(std::uint64_t block) {
        return std::fseek(file_.get(), static_cast<long>(block * block_size), SEEK_SET) == 0;
    }

    std::unique_ptr<std::FILE, closer> file_;
    std::uint64_t blocks_ = 0;
};

/// One text.
class spilled_text {
public:
    /// Appends; false if the temporary file can't take it.
    bool append(spill_file& file, std::string_view words) {
        tail_ += words;
        while (tail_.size() > spill_file::payload_size) {
            if (full_blocks_ == 0) { first_ = next_ = file.reserve(); }
            const std::uint64_t here = next_;
            next_ = file.reserve();
            if (!file.write(here, std::string_view{tail_}.substr(0, spill_file::payload_size), next_)) { return false; }
            tail_.erase(0, spill_file::payload_size);
            ++full_blocks_;
        }
        return true;
    }

    /// Gives the text to `use`, piece by piece; false if the temporary file can't be read back.
    template <class F>
    bool read(spill_file& file, F&& use) const {
        std::uint64_t at = first_;
        std::string block;
        for (std::uint64_t i = 0; i < full_blocks_; ++i) {
            if (!file.read(at, block, at)) { return false; }
            use(std::string_view{block});
        }
        use(std::string_view{tail_});
        return true;
    }

private:
    std::string tail_;
    std::uint64_t first_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t full_blocks_ = 0;
};

} // namespace examples
