// SPDX-License-Identifier: BSL-1.0
// Streams take what is printable, and nothing else for it.
#include <tcplens/adapters/ostream.hpp>

using namespace tcplens;

template <class T>
concept streamable = requires(std::ostream& to, const T& value) { to << value; };
static_assert(streamable<flag_set> && streamable<endpoint> && streamable<line<>> && streamable<int>);
static_assert(!streamable<direction> && !streamable<socket_pair>);
