// SPDX-License-Identifier: BSL-1.0
// A result as std::expected and back; compiled as C++23.
#include <tcplens/adapters/expected.hpp>
#include <tcplens/wire/header.hpp>

#if defined(__cpp_lib_expected)
using namespace tcplens;

constexpr bytes syn = "c350 0050 0000 0064 0000 0000 5002 faf0 0000 0000"_hex;
static_assert(to_expected(decode(syn))->seq() == seq32{100});
static_assert(to_expected(decode(syn.first(19))).error() == decode_error{errc::too_short, layer::tcp, 0, 20, 19});
static_assert(to_result(to_expected(decode(syn.first(19)))).error().available == 19);
#endif
