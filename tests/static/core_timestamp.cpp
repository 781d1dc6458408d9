// SPDX-License-Identifier: BSL-1.0
// Moments and what lies between them.
#include <tcplens/core/timestamp.hpp>

using namespace tcplens;

static_assert(timestamp{} == timestamp{0, 0} && timestamp{1, 2} != timestamp{1, 3} &&
              timestamp{1, 2} != timestamp{2, 2});

static_assert(elapsed({5, 0}, {5, 0}) == 0);
static_assert(elapsed({1, 999'999'999}, {2, 1}) == 2);
static_assert(elapsed({2, 1}, {1, 999'999'999}) == -2, "a clock may be set back");
static_assert(elapsed({0, 0}, {1'700'000'000, 123'456'789}) == 1'700'000'000'123'456'789);

// More than a second of nanoseconds, as a damaged capture gives, counts as what it is.
static_assert(elapsed({1, 0}, {1, 1'500'000'000}) == 1'500'000'000);
static_assert(elapsed({1, 1'500'000'000}, {2, 500'000'000}) == 0);
// The largest fraction that a microsecond capture can hold
static_assert(elapsed({0, 0}, {0, 4'294'967'295'000}) == 4'294'967'295'000);
