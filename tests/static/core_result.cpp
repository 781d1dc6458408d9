// SPDX-License-Identifier: BSL-1.0
// A result holds a value or a fault, and says which.
#include <tcplens/core/result.hpp>

#include <concepts>
#include <type_traits>

using namespace tcplens;

struct point {
    int x = 0;
    int y = 0;
};

constexpr result<point> good = point{3, 4};
constexpr result<point> bad = decode_error{errc::truncated, layer::ip, 14, 20, 3};

static_assert(good.has_value() && good && good->x == 3 && (*good).y == 4);
static_assert(!bad.has_value() && !bad && bad.error().offset == 14);
static_assert(good.value_or({7, 7}).x == 3 && bad.value_or({7, 7}).x == 7);

// A value that is false is a value.
static_assert(result<bool>{false}.has_value() && result<int>{0}.has_value());

// No silent way to a value or to a truth
static_assert(!std::is_convertible_v<result<int>, int> && !std::is_convertible_v<result<int>, bool>);
static_assert(std::is_convertible_v<int, result<int>> && std::is_convertible_v<decode_error, result<int>>);
static_assert(!std::is_default_constructible_v<result<int>>, "it is one or the other");

static_assert(std::same_as<result<point>::value_type, point> && std::same_as<result<point>::error_type, decode_error>);
static_assert(std::is_trivially_copyable_v<result<point>> && std::is_trivially_destructible_v<result<point>>);
static_assert(noexcept(*good) && noexcept(good.error()) && noexcept(good.value_or({})));

// A result can be assigned, and changes sides.
static_assert([] {
    result<int> r = 1;
    r = decode_error{errc::not_tcp, layer::ip, 0, 0, 17};
    const bool failed = !r && r.error().available == 17;
    r = 2;
    return failed && r && *r == 2;
}());

// What a temporary result holds is moved out, so that `for (x : *open_pcap(image))` has something to walk.
static_assert(!std::is_reference_v<decltype(*result<int>{1})> && std::is_reference_v<decltype(*good)>);
