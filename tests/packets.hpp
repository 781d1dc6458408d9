// SPDX-License-Identifier: BSL-1.0
// What the tests of decoders share: octets put together from parts, and the fault that is expected.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>

#include <array>
#include <cstddef>

namespace packets {

using namespace tcplens;

/// Octets put together from parts, also at compile time. Larger packets than these need a heap.
class octets {
public:
    constexpr octets() = default;
    constexpr octets(bytes part) { append(part); }

    constexpr void append(bytes part) {
        for (const std::byte octet : part) { store_[size_++] = octet; }
    }
    [[nodiscard]] constexpr const std::byte* data() const { return store_.data(); }
    [[nodiscard]] constexpr const std::byte* begin() const { return store_.data(); }
    [[nodiscard]] constexpr const std::byte* end() const { return store_.data() + size_; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    [[nodiscard]] constexpr bytes all() const { return {store_.data(), size_}; }
    [[nodiscard]] constexpr bytes first(std::size_t count) const { return all().first(count); }
    /// The same with one octet changed.
    [[nodiscard]] constexpr octets with(std::size_t at, unsigned value) const {
        octets changed = *this;
        changed.store_[at] = static_cast<std::byte>(value);
        return changed;
    }

    friend constexpr octets operator+(octets left, const octets& right) {
        left.append(right.all());
        return left;
    }

private:
    std::array<std::byte, 320> store_{};
    std::size_t size_ = 0;
};

/// Whether a result holds exactly this fault.
template <class T>
constexpr bool fails(const result<T>& outcome, const decode_error& fault) {
    return !outcome && outcome.error() == fault;
}

// A SYN from 192.0.2.1 to 192.0.2.2 that Linux sent (examples/data/http_client_closes.pcap), layer by layer.
inline constexpr octets ethernet_ipv4 = "0200 0000 0002 0200 0000 0001 0800"_hex;
inline constexpr octets ipv4 = "4500 003c 8522 4000 4006 3196 c000 0201 c000 0202"_hex;
inline constexpr octets syn = "c351 0050 5b75 bcba 0000 0000 a002 faf0 29cf 0000"
                              "0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"_hex;

// The same over IPv6, from 2001:db8::1 to 2001:db8::2 (examples/data/http_ipv6.pcap).
inline constexpr octets ethernet_ipv6 = "0200 0000 0002 0200 0000 0001 86dd"_hex;
inline constexpr octets ipv6 = "6003 38cb 0028 0640 2001 0db8 0000 0000 0000 0000 0000 0001"
                               "2001 0db8 0000 0000 0000 0000 0000 0002"_hex;
inline constexpr octets syn_over_ipv6 = "c351 0050 0443 d5a4 0000 0000 a002 fd20 75ea 0000"
                                        "0204 05a0 0402 080a 32ed a91a 0000 0000 0103 030a"_hex;

} // namespace packets
