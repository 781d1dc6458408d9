// SPDX-License-Identifier: BSL-1.0
// Sequence numbers go round: questions have names, and an order there is none.
#include <tcplens/core/seq.hpp>

#include <concepts>
#include <type_traits>

using namespace tcplens;

// Numbers don't slip in or out, and can't be sorted.
static_assert(!std::is_convertible_v<std::uint32_t, seq32> && std::is_constructible_v<seq32, std::uint32_t>);
static_assert(!std::is_convertible_v<seq32, std::uint32_t>);
static_assert(std::equality_comparable<seq32> && !std::totally_ordered<seq32>);
template <class T>
concept has_less = requires(T a, T b) { a < b; };
template <class T>
concept has_spaceship = requires(T a, T b) { a <=> b; };
template <class T>
concept has_sum_of_two = requires(T a, T b) { a + b; };
static_assert(!has_less<seq32> && !has_spaceship<seq32> && !has_sum_of_two<seq32>);
static_assert(sizeof(seq32) == 4 && seq32{} == seq32{0});

constexpr seq32 zero{0};
constexpr seq32 last{0xffff'ffff};
constexpr seq32 half{0x8000'0000};

// Arithmetic modulo 2^32
static_assert(last + 1U == zero && zero - 1U == last && last + 0U == last);
static_assert(zero - last == 1 && last - zero == 0xffff'ffff);
static_assert(seq32{1000} - seq32{1000} == 0);

// The shorter way round
static_assert(distance(zero, seq32{5}) == 5 && distance(seq32{5}, zero) == -5);
static_assert(distance(last, seq32{4}) == 5 && distance(seq32{4}, last) == -5);
static_assert(distance(zero, seq32{0x7fff'ffff}) == 0x7fff'ffff);
static_assert(distance(zero, seq32{0x8000'0001}) == -0x7fff'ffff);
static_assert(distance(zero, half) == -0x7fff'ffff - 1 && distance(half, zero) == -0x7fff'ffff - 1);

// Half the circle away there is no order, and only there (RFC 1982 3.2).
static_assert(unordered(zero, half) && unordered(half, zero) && unordered(seq32{5}, seq32{0x8000'0005}));
static_assert(!unordered(zero, seq32{0x7fff'ffff}) && !unordered(zero, seq32{0x8000'0001}) && !unordered(zero, zero));

static_assert(precedes(zero, seq32{1}) && !precedes(seq32{1}, zero) && !precedes(zero, zero));
static_assert(precedes(last, zero) && !precedes(zero, last));
static_assert(!precedes(zero, half) && !precedes(half, zero));
// Not transitive, which is why it isn't spelled `<`
static_assert(precedes(zero, seq32{0x6000'0000}) && precedes(seq32{0x6000'0000}, seq32{0xc000'0000}) &&
              !precedes(zero, seq32{0xc000'0000}));

// A window begins with its first number and doesn't hold the one after its last.
static_assert(in_window(seq32{100}, seq32{100}, 1) && !in_window(seq32{101}, seq32{100}, 1));
static_assert(!in_window(seq32{99}, seq32{100}, 10) && in_window(seq32{109}, seq32{100}, 10));
static_assert(!in_window(seq32{100}, seq32{100}, 0), "a closed window holds nothing");
static_assert(in_window(seq32{3}, seq32{0xffff'fffe}, 6) && !in_window(seq32{4}, seq32{0xffff'fffe}, 6));

// Unwrapping: near the reference, whatever turn that is
constexpr std::int64_t turn = 0x1'0000'0000;
constexpr seq32 base{0xffff'fff0};
static_assert(unwrap(base, base, 0) == 0 && unwrap(base + 1U, base, 0) == 1);
static_assert(unwrap(seq32{0xffff'ffff}, base, 0) == 15 && unwrap(zero, base, 0) == 16);
static_assert(unwrap(base - 1U, base, 0) == -1 && unwrap(base - 20U, base, 0) == -20);
static_assert(unwrap(base + 5U, base, turn) == turn + 5 && unwrap(base - 5U, base, turn) == turn - 5);
static_assert(unwrap(base + 5U, base, 7 * turn + 1000) == 7 * turn + 5);
static_assert(unwrap(base + 5U, base, -turn) == -turn + 5);
static_assert(unwrap(base + 0x7fff'ffffU, base, 0) == 0x7fff'ffff);
static_assert(unwrap(base + 0x8000'0000U, base, 0) == -0x8000'0000LL, "the lower one of two equally far");
static_assert(unwrap(base + 0x8000'0001U, base, 0) == -0x7fff'ffff);

// A stream of 12 GiB in steps of a GiB: three times round, then a retransmission of its last step
static_assert([] {
    unwrapper stream{base};
    for (std::int64_t at = 0; at <= 12; ++at) {
        if (stream(base + static_cast<std::uint32_t>(static_cast<std::uint64_t>(at) << 30)) != at << 30) {
            return false;
        }
    }
    return stream(base + (11U << 30)) == std::int64_t{11} << 30 && stream(base + 1U) == 3 * turn + 1;
}());
