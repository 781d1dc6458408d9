// SPDX-License-Identifier: BSL-1.0
// Fuzzes the reader of listings.
#include "bodies.hpp"

#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::fuzz_listing({data, size});
    return 0;
}
