// SPDX-License-Identifier: BSL-1.0
// std::format takes what is printable, and nothing else for it.
#include <tcplens/adapters/format.hpp>

#include <type_traits>

#if defined(__cpp_lib_format)
using namespace tcplens;

static_assert(std::is_default_constructible_v<std::formatter<flag_set>>);
static_assert(std::is_default_constructible_v<std::formatter<line<wireshark_names>>>);
static_assert(!std::is_default_constructible_v<std::formatter<direction>>);
static_assert(std::is_default_constructible_v<std::formatter<int>>);
#endif
