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
    fin = 0x001, ///< no more data from the sender
    syn = 0x002, ///< synchronize sequence numbers
    rst = 0x004, ///< reset the connection
    psh = 0x008, ///< push: hand the data to the user
    ack = 0x010, ///< the acknowledgment number has a meaning
    urg = 0x020, ///< the urgent pointer has a meaning
    ece = 0x040, ///< ECN-Echo
    cwr = 0x080, ///< congestion window reduced
    ae = 0x100,  ///< accurate ECN
};

/// A set of control bits.
/// Spec: RFC 9293 3.1
/// Example: `constexpr flag_set syn_ack = flag::syn | flag::ack;`
class flag_set {
public:
    /// The empty set.
    constexpr flag_set() noexcept = default;
    /// The set of one, so that a flag stands wherever a set does.
    constexpr flag_set(flag f) noexcept : bits_{static_cast<std::uint16_t>(f)} {}
    /// The set of these.
    constexpr flag_set(std::initializer_list<flag> flags) noexcept {
        for (const flag f : flags) { bits_ = static_cast<std::uint16_t>(bits_ | static_cast<std::uint16_t>(f)); }
    }
    /// The set in the low nine bits of a word; the bits above are not flags and are ignored.
    [[nodiscard]] static constexpr flag_set from_bits(std::uint16_t word) noexcept {
        flag_set set;
        set.bits_ = word & 0x1ff;
        return set;
    }

    /// Units: the low nine bits of a header's word; those above are 0.
    [[nodiscard]] constexpr std::uint16_t bits() const noexcept { return bits_; }
    /// Whether no bit is set, as in a null scan.
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    /// Whether it is set.
    [[nodiscard]] constexpr bool has(flag f) const noexcept { return (bits_ & static_cast<std::uint16_t>(f)) != 0; }
    /// Whether all of these are set; true for none.
    [[nodiscard]] constexpr bool has_all(flag_set set) const noexcept { return (bits_ & set.bits_) == set.bits_; }
    /// Whether at least one of these is set; false for none.
    [[nodiscard]] constexpr bool has_any(flag_set set) const noexcept { return (bits_ & set.bits_) != 0; }

    friend constexpr bool operator==(flag_set, flag_set) noexcept = default;
    /// What is in one of them.
    friend constexpr flag_set operator|(flag_set a, flag_set b) noexcept {
        return from_bits(static_cast<std::uint16_t>(a.bits_ | b.bits_));
    }
    /// What is in both.
    friend constexpr flag_set operator&(flag_set a, flag_set b) noexcept {
        return from_bits(static_cast<std::uint16_t>(a.bits_ & b.bits_));
    }

private:
    std::uint16_t bits_ = 0;
};

/// Both of them, so that sets are written as sums.
[[nodiscard]] constexpr flag_set operator|(flag a, flag b) noexcept { return flag_set{a} | flag_set{b}; }

static_assert(flag_set::from_bits(0x5012) == (flag::syn | flag::ack));
static_assert(!(flag::syn | flag::ack).has(flag::fin));

} // namespace tcplens::inline v0_1
