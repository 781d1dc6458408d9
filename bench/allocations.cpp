// SPDX-License-Identifier: BSL-1.0
// Replaces the global operator new and delete to count allocations. Their other forms end up in these.
#include "counters.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> calls{0};

void* counted(void* memory) {
    calls.fetch_add(1, std::memory_order_relaxed);
    if (memory == nullptr) { throw std::bad_alloc{}; }
    return memory;
}

} // namespace

std::uint64_t bench::allocations() noexcept { return calls.load(std::memory_order_relaxed); }

void* operator new(std::size_t size) { return counted(std::malloc(size == 0 ? 1 : size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto unit = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
