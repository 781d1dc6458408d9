// SPDX-License-Identifier: BSL-1.0
// Who talks to whom: address, endpoint, direction, and the socket pair that names a connection both ways.
#pragma once

#include <tcplens/core/bytes.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// The IP version of an address, or that it is none: a text may know a host by its name alone.
/// Spec: RFC 791 3.1, RFC 4291 2
enum class address_family : std::uint8_t {
    name = 1, ///< known by a name alone
    ipv4 = 4, ///< 32 bits
    ipv6 = 6, ///< 128 bits
};

/// An IPv4 or IPv6 address, or what stands for one that isn't known. Ordered as its octets are, names before IPv4
/// before IPv6.
class address {
public:
    /// 0.0.0.0
    constexpr address() noexcept = default;

    /// From the 32 bits in host order: `address::v4(0xc0000201)` is 192.0.2.1.
    [[nodiscard]] static constexpr address v4(std::uint32_t bits) noexcept { return {address_family::ipv4, 0, bits}; }
    /// From the two halves in host order: `address::v6(0x20010db8'00000000, 1)` is 2001:db8::1.
    [[nodiscard]] static constexpr address v6(std::uint64_t high, std::uint64_t low) noexcept {
        return {address_family::ipv6, high, low};
    }
    /// What stands for a host that is known by its name: 128 bits that depend on nothing but the name.
    [[nodiscard]] static constexpr address named(std::uint64_t high, std::uint64_t low) noexcept {
        return {address_family::name, high, low};
    }
    /// From the 4 octets of a header's field; the caller has checked that they are there.
    [[nodiscard]] static constexpr address load_v4(const std::byte* at) noexcept { return v4(load_u32(at)); }
    /// From the 16 octets of a header's field; the caller has checked that they are there.
    [[nodiscard]] static constexpr address load_v6(const std::byte* at) noexcept {
        return v6(load_u64(at), load_u64(at + 8));
    }

    /// The version, or that a name stands for the host.
    [[nodiscard]] constexpr address_family family() const noexcept { return family_; }
    /// Whether it is an IPv4 address; one that an IPv6 address embeds is not.
    [[nodiscard]] constexpr bool is_v4() const noexcept { return family_ == address_family::ipv4; }
    /// The upper 64 bits of an IPv6 address or of what stands for a name; 0 for IPv4.
    [[nodiscard]] constexpr std::uint64_t high() const noexcept { return high_; }
    /// The lower 64 bits of the same, or the 32 bits of an IPv4 address.
    [[nodiscard]] constexpr std::uint64_t low() const noexcept { return low_; }

    friend constexpr bool operator==(const address&, const address&) noexcept = default;
    /// By family, then as a big-endian number.
    friend constexpr std::strong_ordering operator<=>(const address&, const address&) noexcept = default;

private:
    constexpr address(address_family family, std::uint64_t high, std::uint64_t low) noexcept
        : family_{family}, high_{high}, low_{low} {}

    address_family family_ = address_family::ipv4;
    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
};

/// One end of a connection: a socket in the words of RFC 9293.
/// Spec: RFC 9293 3.3.1
struct endpoint {
    address host;           ///< where
    std::uint16_t port = 0; ///< the TCP port; 0 where none is known

    friend constexpr bool operator==(const endpoint&, const endpoint&) noexcept = default;
    /// By address, then by port.
    friend constexpr std::strong_ordering operator<=>(const endpoint&, const endpoint&) noexcept = default;
};

/// Which of a socket pair's two ends sent a segment.
enum class direction : std::uint8_t {
    from_first,  ///< from `socket_pair::first` to `socket_pair::second`
    from_second, ///< the other way
};

/// The other way.
[[nodiscard]] constexpr direction opposite(direction d) noexcept {
    return d == direction::from_first ? direction::from_second : direction::from_first;
}
/// 0 from the first, 1 from the second: for arrays with an element per direction.
[[nodiscard]] constexpr std::size_t index(direction d) noexcept { return static_cast<std::size_t>(d); }

/// The name of a connection, the same for both directions.
/// Shape: `first` is the end with the lower port; with equal ports the one with the lower address.
/// Spec: RFC 9293 3.3.1 (a connection is named by its pair of sockets)
struct socket_pair {
    endpoint first;  ///< the end with the lower port
    endpoint second; ///< its peer

    friend constexpr bool operator==(const socket_pair&, const socket_pair&) noexcept = default;
    /// Some order, so that a pair can be the key of a std::map, which no stranger's choice of pairs makes slow.
    friend constexpr std::strong_ordering operator<=>(const socket_pair&, const socket_pair&) noexcept = default;

    /// The end that sends in this direction.
    [[nodiscard]] constexpr const endpoint& sender(direction d) const noexcept {
        return d == direction::from_first ? first : second;
    }
    /// The end that is sent to in this direction.
    [[nodiscard]] constexpr const endpoint& receiver(direction d) const noexcept { return sender(opposite(d)); }
};

/// A socket pair and the direction of one segment on it.
struct oriented_pair {
    socket_pair pair;                          ///< the connection
    direction towards = direction::from_first; ///< which of its ends sends
};

/// Names the connection that a segment belongs to.
/// Shape: with equal ports and equal addresses (a socket connected to itself) each segment is `from_first`.
/// Example: `const auto [pair, towards] = orient(packet.source(), packet.destination());`
[[nodiscard]] constexpr oriented_pair orient(const endpoint& source, const endpoint& destination) noexcept {
    const bool swap = source.port != destination.port ? source.port > destination.port : source.host > destination.host;
    if (swap) { return {{destination, source}, direction::from_second}; }
    return {{source, destination}, direction::from_first};
}

/// A hash of the pair, hence equal for both directions. Whose keys come from strangers gives it a `seed` that they
/// can't know, lest they choose pairs that collide.
/// Shape: 64 bits; the same on each machine, but maybe not in each version.
/// Example: `use(hash(pair, seed) % 1024);`
[[nodiscard]] constexpr std::uint64_t hash(const socket_pair& pair, std::uint64_t seed = 0) noexcept {
    constexpr auto mix = [](std::uint64_t h, std::uint64_t v) {
        h = (h ^ v) * 0x9e37'79b9'7f4a'7c15;
        return h ^ (h >> 32);
    };
    std::uint64_t h = mix(seed, std::uint64_t{pair.first.port} << 16 | pair.second.port);
    h = mix(mix(h, pair.first.host.low()), pair.second.host.low());
    // IPv4 has nothing up here.
    if (pair.first.host.high() == 0 && pair.second.host.high() == 0) { return h; }
    return mix(mix(h, pair.first.host.high()), pair.second.host.high());
}

static_assert(orient({address::v4(2), 80}, {address::v4(1), 40000}).pair ==
              orient({address::v4(1), 40000}, {address::v4(2), 80}).pair);
static_assert(address::v4(0x0a000001) != address::v6(0, 0x0a000001) && address::named(0, 1) != address::v6(0, 1));

} // namespace tcplens::inline v0_1
