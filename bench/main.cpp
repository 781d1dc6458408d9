// SPDX-License-Identifier: BSL-1.0
// Runs the benchmarks; the exit status is 1 if one of them allocated memory or measured the wrong thing.
#include "counters.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

bool something_failed = false;

} // namespace

void bench::fail(benchmark::State& state, const char* why) {
    something_failed = true;
    state.SkipWithError(why);
}

bool bench::failed() noexcept { return something_failed; }

void bench::iterations(benchmark::internal::Benchmark* benchmark) {
    const char* const wanted = std::getenv("TCPLENS_BENCH_ITERATIONS");
    const long count = wanted == nullptr ? 0 : std::strtol(wanted, nullptr, 10);
    if (count > 0) { benchmark->Iterations(count); }
}

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) { return 2; }
    if (!bench::instructions()) {
        std::fputs("tcplens_bench: no hardware counter of instructions here; bench/count.py counts without\n", stderr);
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return bench::failed() ? 1 : 0;
}
