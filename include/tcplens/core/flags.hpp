// SPDX-License-Identifier: BSL-1.0
// The nine control bits of a TCP header as a set.
#pragma once

#include <tcplens/version.hpp>

#include <cstdint>
#include <initializer_list>

namespace tcplens::inline v0_1 {

/// One control bit, at its place in the 16-bit word that holds data offset, reserved bits and flags.
/// Spec: RFC 9293 3.1; CWR and ECE RFC 3168; AE RFC 9768 (the bit that was NS in RFC 3540)
enum class flag : std::uint16_t {
    fin = 0x001,
    syn = 0x002,
    rst = 0x004,
    psh = 0x008,
    ack = 0x010,
    urg = 0x020,
    ece = 0x040,
    cwr = 0x080,
    ae = 0x100,
};

/// A set of control bits.
/// Example: `constexpr flag_set syn_ack = flag::syn | flag::ack;`
class flag_set {
public:
    constexpr flag_set() noexcept = default;
    constexpr flag_set(flag f) noexcept : bits_{static_cast<std::uint16_t>(f)} {}
    constexpr flag_set(std::initializer_list<flag> flags) noexcept {
        for (const flag f : flags) { bits_ = static_cast<std::uint16_t>(bits_ | static_cast<std::uint16_t>(f)); }
    }
    /// The set in the low nine bits of a word; the bits above are not flags and are ignored.
    [[nodiscard]] static constexpr flag_set from_bits(std::uint16_t word) noexcept {
        flag_set set;
        set.bits_ = word & 0x1ff;
        return set;
    }

    [[nodiscard]] constexpr std::uint16_t bits() const noexcept { return bits_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr bool has(flag f) const noexcept { return (bits_ & static_cast<std::uint16_t>(f)) != 0; }
    [[nodiscard]] constexpr bool has_all(flag_set set) const noexcept { return (bits_ & set.bits_) == set.bits_; }
    [[nodiscard]] constexpr bool has_any(flag_set set) const noexcept { return (bits_ & set.bits_) != 0; }

    friend constexpr bool operator==(flag_set, flag_set) noexcept = default;
    friend constexpr flag_set operator|(flag_set a, flag_set b) noexcept {
        return from_bits(static_cast<std::uint16_t>(a.bits_ | b.bits_));
    }
    friend constexpr flag_set operator&(flag_set a, flag_set b) noexcept {
        return from_bits(static_cast<std::uint16_t>(a.bits_ & b.bits_));
    }

private:
    std::uint16_t bits_ = 0;
};

[[nodiscard]] constexpr flag_set operator|(flag a, flag b) noexcept { return flag_set{a} | flag_set{b}; }

static_assert(flag_set::from_bits(0x5012) == (flag::syn | flag::ack));
static_assert(!(flag::syn | flag::ack).has(flag::fin));

} // namespace tcplens::inline v0_1
