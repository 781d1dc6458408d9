// SPDX-License-Identifier: BSL-1.0
// What a benchmark shows beside time: instructions and heap allocations per operation.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace bench {

/// Calls of operator new since the program began.
[[nodiscard]] std::uint64_t allocations() noexcept;

/// Instructions of this process in user mode, since the counter was opened; nothing where there is no counter.
[[nodiscard]] std::optional<std::uint64_t> instructions() noexcept;

/// Says that the benchmark is wrong: its row shows why, and the program's exit status is 1.
void fail(benchmark::State& state, const char* why);
[[nodiscard]] bool failed() noexcept;

/// To be applied to every benchmark: where the environment has TCPLENS_BENCH_ITERATIONS, it runs as often, else as
/// long as Google Benchmark wants.
void iterations(benchmark::internal::Benchmark* benchmark);

/// Whether a row may allocate: the library mustn't, others do.
enum class allocating { forbidden, allowed };

/// Runs `batch`, which does `size` operations, until the time is over. Time and counters are those of one operation.
template <class Batch>
void measure(benchmark::State& state, std::size_t size, Batch batch, allocating heap = allocating::forbidden) {
    const std::uint64_t allocations_before = allocations();
    const auto instructions_before = instructions();
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(size))) { batch(); }
    const auto instructions_after = instructions();
    const std::uint64_t allocated = allocations() - allocations_before;

    const auto operations = static_cast<double>(state.iterations());
    if (instructions_before && instructions_after) {
        state.counters["instr/op"] = static_cast<double>(*instructions_after - *instructions_before) / operations;
    }
    state.counters["allocs/op"] = static_cast<double>(allocated) / operations;
    if (allocated != 0 && heap == allocating::forbidden) { fail(state, "the library allocated memory"); }
}

/// Runs `operation` on each of `samples` in turn; its result counts as used, field by field.
/// Shape: the samples' address escapes, so that they are read anew each time.
template <class Samples, class Operation>
void measure_each(benchmark::State& state, Samples& samples, Operation operation,
                  allocating heap = allocating::forbidden) {
    auto* const first = samples.data();
    benchmark::DoNotOptimize(first);
    measure(
        state, samples.size(),
        [&] {
            for (const auto& sample : samples) {
                const auto result = operation(sample);
                benchmark::DoNotOptimize(result);
            }
        },
        heap);
}

} // namespace bench
