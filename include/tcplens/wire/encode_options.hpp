// SPDX-License-Identifier: BSL-1.0
// Options back to octets: each struct that can be read from a header can be written into one.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/wire/more_options.hpp>
#include <tcplens/wire/mptcp.hpp>
#include <tcplens/wire/options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tcplens::inline v0_1 {

/// How many octets of options a header has room for.
/// Units: octets.
/// Spec: RFC 9293 3.1 (the data offset has four bits)
inline constexpr std::size_t options_room = 40;

/// The octets of options, put one after the other; what has no room is left out whole.
/// Spec: RFC 9293 3.1
/// Example: `option_octets o; o.add(maximum_segment_size{1460}); o.add(sack_permitted{}); o.pad();`
class option_octets {
public:
    /// Appends one option; false, and nothing is appended, where it has no room.
    constexpr bool add(option_kind kind, bytes data) noexcept {
        const std::size_t before = size_;
        return begin(kind) && put(data) ? end(before) : drop(before);
    }
    /// Appends EOL; false where there is no room.
    constexpr bool add(const end_of_options&) noexcept { return u8(0); }
    /// Appends NOP; false where there is no room.
    constexpr bool add(const no_operation&) noexcept { return u8(1); }
    /// Appends an option by its fields; false, and nothing is appended, where it has no room.
    template <typed_option T>
    constexpr bool add(const T& value) noexcept {
        const std::size_t before = size_;
        return begin(T::kind) && content(value) ? end(before) : drop(before);
    }
    /// Appends an option as it stands elsewhere.
    constexpr bool append(const option& from) noexcept { return put(from.whole()); }
    /// Appends SACK blocks, most recent first.
    constexpr bool add(std::span<const sack_block> blocks) noexcept {
        const std::size_t before = size_;
        bool fits = begin(option_kind::sack);
        for (const sack_block& block : blocks) { fits = fits && u32(block.left.value()) && u32(block.right.value()); }
        return fits ? end(before) : drop(before);
    }

    /// Ends the options with zeros up to a whole word: the first of them is EOL.
    /// Spec: RFC 9293 3.1 (padding)
    constexpr void pad() noexcept {
        while (size_ % 4 != 0) { octets_[size_++] = std::byte{0}; }
    }

    /// What was appended so far.
    [[nodiscard]] constexpr bytes octets() const noexcept { return {octets_.data(), size_}; }
    /// Units: octets.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// Whether nothing was appended yet.
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// The same octets as a header's options.
    [[nodiscard]] constexpr options_view view() const noexcept { return {octets(), static_cast<std::uint32_t>(size_)}; }
    /// Overwrites an octet below `size()`: for options that are meant to be broken.
    constexpr void patch(std::size_t at, std::uint8_t value) noexcept { octets_[at] = static_cast<std::byte>(value); }

private:
    constexpr bool u8(std::uint32_t value) noexcept {
        if (size_ == options_room) { return false; }
        octets_[size_++] = static_cast<std::byte>(value & 0xff);
        return true;
    }
    constexpr bool u16(std::uint32_t value) noexcept {
        if (options_room - size_ < 2) { return false; }
        octets_[size_] = static_cast<std::byte>(value >> 8 & 0xff);
        octets_[size_ + 1] = static_cast<std::byte>(value & 0xff);
        size_ += 2;
        return true;
    }
    constexpr bool u32(std::uint32_t value) noexcept {
        if (options_room - size_ < 4) { return false; }
        octets_[size_] = static_cast<std::byte>(value >> 24);
        octets_[size_ + 1] = static_cast<std::byte>(value >> 16 & 0xff);
        octets_[size_ + 2] = static_cast<std::byte>(value >> 8 & 0xff);
        octets_[size_ + 3] = static_cast<std::byte>(value & 0xff);
        size_ += 4;
        return true;
    }
    constexpr bool u64(std::uint64_t value) noexcept {
        return u32(static_cast<std::uint32_t>(value >> 32)) && u32(static_cast<std::uint32_t>(value));
    }
    constexpr bool put(bytes octets) noexcept {
        if (octets.size() > options_room - size_) { return false; }
        for (const std::byte octet : octets) { octets_[size_++] = octet; }
        return true;
    }
    constexpr bool put(const address& host) noexcept {
        const auto low = static_cast<std::uint32_t>(host.low());
        return host.is_v4() ? u32(low) : u64(host.high()) && u64(host.low());
    }

    constexpr bool begin(option_kind kind) noexcept { return u16(static_cast<std::uint32_t>(kind) << 8); }
    constexpr bool end(std::size_t before) noexcept {
        octets_[before + 1] = static_cast<std::byte>(size_ - before);
        return true;
    }
    constexpr bool drop(std::size_t before) noexcept {
        size_ = before;
        return false;
    }

    constexpr bool content(const maximum_segment_size& value) noexcept { return u16(value.octets); }
    constexpr bool content(const window_scale& value) noexcept { return u8(value.shift); }
    constexpr bool content(const sack_permitted&) noexcept { return true; }
    constexpr bool content(const sack& value) noexcept {
        bool fits = true;
        for (std::size_t i = 0; i < value.size(); ++i) {
            fits = fits && u32(value[i].left.value()) && u32(value[i].right.value());
        }
        return fits;
    }
    constexpr bool content(const timestamps& value) noexcept { return u32(value.value) && u32(value.echo_reply); }
    template <option_kind Kind>
    constexpr bool content(const number_option<Kind>& value) noexcept {
        return u32(value.value);
    }
    constexpr bool content(const md5_signature& value) noexcept { return put(value.digest); }
    constexpr bool content(const scps_capabilities& value) noexcept {
        return u8(value.capabilities) && u8(value.connection_id);
    }
    constexpr bool content(const user_timeout& value) noexcept {
        return u16((value.in_minutes ? 0x8000U : 0U) | (value.value & 0x7fffU));
    }
    constexpr bool content(const tcp_authentication& value) noexcept {
        return u8(value.key_id) && u8(value.receive_next_key_id) && put(value.mac);
    }
    constexpr bool content(const fast_open& value) noexcept { return put(value.cookie); }
    constexpr bool content(const experiment& value) noexcept { return u16(value.identifier) && put(value.data); }
    constexpr bool content(const experimental_fast_open& value) noexcept {
        return u16(0xf989) && put(value.content.cookie);
    }

    // Multipath TCP: RFC 8684 3
    constexpr bool subtype(mptcp_subtype about, std::uint32_t low_bits) noexcept {
        return u8(static_cast<std::uint32_t>(about) << 4 | low_bits);
    }
    constexpr bool content(const mptcp& value) noexcept { return put(value.whole().data()); }
    constexpr bool content(const mptcp_capable& value) noexcept {
        return subtype(mptcp_subtype::capable, value.version) && u8(value.flags) &&
               (value.keys < 1 || u64(value.sender_key)) && (value.keys < 2 || u64(value.receiver_key)) &&
               (!value.has_data_length || u16(value.data_length));
    }
    constexpr bool content(const mptcp_join& value) noexcept {
        if (!subtype(mptcp_subtype::join, value.backup ? 1 : 0) || !u8(value.address_id)) { return false; }
        switch (value.carried_by) {
        case mptcp_join::step::syn: return u32(value.token) && u32(value.nonce);
        case mptcp_join::step::syn_ack: return put(value.hmac) && u32(value.nonce);
        case mptcp_join::step::ack: return put(value.hmac);
        }
        return false;
    }
    constexpr bool data_number(std::uint64_t value) noexcept {
        return value >> 32 == 0 ? u32(static_cast<std::uint32_t>(value)) : u64(value);
    }
    constexpr bool content(const mptcp_dss& value) noexcept {
        const std::uint32_t ack = !value.has_ack ? 0U : value.ack >> 32 == 0 ? 1U : 3U;
        const std::uint32_t mapping = !value.has_mapping ? 0U : value.seq >> 32 == 0 ? 4U : 12U;
        return subtype(mptcp_subtype::dss, 0) && u8((value.fin ? 0x10U : 0U) | mapping | ack) &&
               (!value.has_ack || data_number(value.ack)) &&
               (!value.has_mapping || (data_number(value.seq) && u32(value.subflow_seq) && u16(value.length))) &&
               (!value.has_checksum || u16(value.checksum));
    }
    constexpr bool content(const mptcp_add_address& value) noexcept {
        return subtype(mptcp_subtype::add_address, value.echo ? 1 : 0) && u8(value.address_id) && put(value.host) &&
               (!value.has_port || u16(value.port)) && put(value.hmac);
    }
    constexpr bool content(const mptcp_remove_address& value) noexcept {
        return subtype(mptcp_subtype::remove_address, 0) && put(value.address_ids);
    }
    constexpr bool content(const mptcp_priority& value) noexcept {
        return subtype(mptcp_subtype::priority, value.backup ? 1 : 0) &&
               (!value.has_address_id || u8(value.address_id));
    }
    constexpr bool content(const mptcp_fail& value) noexcept {
        return subtype(mptcp_subtype::fail, 0) && u8(0) && u64(value.seq);
    }
    constexpr bool content(const mptcp_fast_close& value) noexcept {
        return subtype(mptcp_subtype::fast_close, 0) && u8(0) && u64(value.receiver_key);
    }
    constexpr bool content(const mptcp_reset& value) noexcept {
        return subtype(mptcp_subtype::reset, value.flags) && u8(value.reason);
    }

    std::array<std::byte, options_room> octets_{};
    std::size_t size_ = 0;
};

} // namespace tcplens::inline v0_1
