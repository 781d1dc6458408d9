// SPDX-License-Identifier: BSL-1.0
// Nine bits, each at its place, and nothing else.
#include <tcplens/core/flags.hpp>

#include <type_traits>

using namespace tcplens;

// The places of RFC 9293 3.1, RFC 3168 and RFC 9768 in the word of data offset and flags
static_assert(flag_set{flag::fin}.bits() == 0x001 && flag_set{flag::syn}.bits() == 0x002);
static_assert(flag_set{flag::rst}.bits() == 0x004 && flag_set{flag::psh}.bits() == 0x008);
static_assert(flag_set{flag::ack}.bits() == 0x010 && flag_set{flag::urg}.bits() == 0x020);
static_assert(flag_set{flag::ece}.bits() == 0x040 && flag_set{flag::cwr}.bits() == 0x080);
static_assert(flag_set{flag::ae}.bits() == 0x100);

// The data offset and the three reserved bits are no flags.
static_assert(flag_set::from_bits(0xa002) == flag::syn);
static_assert(flag_set::from_bits(0xfe00).empty());
static_assert(flag_set::from_bits(0xffff).bits() == 0x1ff);
static_assert(flag_set::from_bits(0x5100) == flag::ae);

// Every one of the 512 sets is itself again.
static_assert([] {
    for (unsigned bits = 0; bits < 512; ++bits) {
        const auto set = flag_set::from_bits(static_cast<std::uint16_t>(bits));
        if (set.bits() != bits || set.empty() != (bits == 0)) { return false; }
        if (!set.has_all(set) || set.has_any(set) != (bits != 0)) { return false; }
    }
    return true;
}());

constexpr flag_set syn_ack{flag::syn, flag::ack};
static_assert(syn_ack == (flag::ack | flag::syn) && syn_ack == (flag_set{flag::syn} | flag::ack));
static_assert(syn_ack.has(flag::syn) && syn_ack.has(flag::ack) && !syn_ack.has(flag::rst));
static_assert(syn_ack.has_all(flag::ack) && !syn_ack.has_all({flag::syn, flag::fin}));
static_assert(syn_ack.has_any({flag::syn, flag::fin}) && !syn_ack.has_any({flag::rst, flag::fin}));
static_assert(syn_ack.has_all({}) && !syn_ack.has_any({}), "the empty set is in every set and meets none");
static_assert((syn_ack & flag::ack) == flag::ack && (syn_ack & flag::fin).empty());
static_assert(flag_set{}.empty() && flag_set({}).empty() && flag_set{flag::fin} != flag_set{});

// A set, not a number
static_assert(!std::is_convertible_v<int, flag_set> && !std::is_convertible_v<flag_set, int>);
static_assert(!std::is_convertible_v<flag_set, bool> && std::is_convertible_v<flag, flag_set>);
static_assert(sizeof(flag_set) == 2 && std::is_trivially_copyable_v<flag_set>);
