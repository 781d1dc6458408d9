// SPDX-License-Identifier: BSL-1.0
// Counts instructions with the processor's own counter, where Linux lets us have it.
#include "counters.hpp"

#if __has_include(<linux/perf_event.h>)

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

class hardware_counter {
public:
    hardware_counter() noexcept {
        perf_event_attr wanted{};
        wanted.size = sizeof wanted;
        wanted.type = PERF_TYPE_HARDWARE;
        wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
        wanted.exclude_kernel = 1;
        wanted.exclude_hv = 1;
        file_ = static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0UL));
    }
    hardware_counter(const hardware_counter&) = delete;
    hardware_counter& operator=(const hardware_counter&) = delete;
    ~hardware_counter() {
        if (file_ >= 0) { close(file_); }
    }

    /// A counter that stays at 0 is one that a virtual machine only pretends to have.
    [[nodiscard]] std::optional<std::uint64_t> read() const noexcept {
        std::uint64_t count = 0;
        if (file_ < 0 || ::read(file_, &count, sizeof count) != sizeof count || count == 0) { return std::nullopt; }
        return count;
    }

private:
    int file_ = -1;
};

} // namespace

std::optional<std::uint64_t> bench::instructions() noexcept {
    static const hardware_counter counter;
    return counter.read();
}

#else

std::optional<std::uint64_t> bench::instructions() noexcept { return std::nullopt; }

#endif
