// SPDX-License-Identifier: BSL-1.0
// Which buffers can be looked at as octets, in which order loads read them, and what the literal means.
#include <tcplens/core/bytes.hpp>

#include <deque>
#include <list>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

// Contiguous, of octets, and there after the call.
static_assert(byte_source<std::vector<std::byte>&> && byte_source<const std::vector<unsigned char>&>);
static_assert(byte_source<std::string&> && byte_source<std::string_view> && byte_source<const char (&)[4]>);
static_assert(byte_source<bytes> && byte_source<std::span<char, 8>> && byte_source<std::array<std::byte, 3>&>);

// A temporary that owns its octets would be gone; a view of them may be a temporary.
static_assert(!byte_source<std::vector<std::byte>> && !byte_source<std::string>);
static_assert(!byte_source<std::list<std::byte>&> && !byte_source<std::deque<std::byte>&>, "not contiguous");
static_assert(!byte_source<std::vector<std::uint16_t>&> && !byte_source<std::vector<int>&>, "not octets");
static_assert(!byte_source<std::vector<bool>&> && !byte_source<std::span<signed char>>);
static_assert(!byte_source<const std::byte*>, "a pointer has no size");

// as_bytes looks at the buffer itself. (Unqualified, a std::span would find std::as_bytes, too.)
static_assert([] {
    const std::array<std::byte, 3> buffer{std::byte{1}, std::byte{2}, std::byte{3}};
    return as_bytes(buffer).data() == buffer.data() && as_bytes(buffer).size() == 3;
}());
static_assert(tcplens::as_bytes(bytes{}).empty());
static_assert(noexcept(tcplens::as_bytes(bytes{})));

// Big-endian loads, at any alignment, up to the highest bit
constexpr bytes counted = "00 01 02 03 04 05 06 07 08 f9"_hex;
static_assert(load_u8(counted.data() + 9) == 0xf9);
static_assert(load_u16(counted.data() + 1) == 0x0102 && load_u16(counted.data() + 8) == 0x08f9);
static_assert(load_u32(counted.data() + 3) == 0x03040506);
static_assert(load_u32("ff00 00fe"_hex.data()) == 0xff0000fe);
static_assert(load_u64(counted.data() + 2) == 0x02030405060708f9);
static_assert(load_u64("ffff ffff ffff ffff"_hex.data()) == 0xffff'ffff'ffff'ffff);
static_assert(load_u32_little("01 02 03 f4"_hex.data()) == 0xf4030201);

// The literal: pairs of digits in either case, however they are grouped
static_assert(""_hex.empty() && " \n:"_hex.empty());
static_assert("0a0B 0C"_hex.size() == 3 && load_u8("0a0B 0C"_hex.data() + 1) == 0x0b);
static_assert("de:ad:be:ef"_hex.size() == 4 && load_u32("d e a d\nb e e f"_hex.data()) == 0xdeadbeef);

// Its octets live as long as the program, and equal texts are one object.
constexpr bytes kept = "0102"_hex;
static_assert(kept.data() == "0102"_hex.data() && load_u16(kept.data()) == 0x0102);

static_assert(load_u16("1234"_hex.data()) == 0x1234);
static_assert(load_u64("01 02 03 04:05:06 07 08"_hex.data()) == 0x0102030405060708);
