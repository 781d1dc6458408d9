// SPDX-License-Identifier: BSL-1.0
// The test program's main function.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
