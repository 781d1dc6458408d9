// SPDX-License-Identifier: BSL-1.0
// Addresses are told apart and ordered, and a connection has one name for both directions.
#include <tcplens/core/endpoint.hpp>

using namespace tcplens;

// Addresses
constexpr address v4 = address::v4(0xc0000201);
constexpr address v6 = address::v6(0x2001'0db8'0000'0000, 1);
static_assert(v4.family() == address_family::ipv4 && v4.is_v4() && v4.low() == 0xc0000201 && v4.high() == 0);
static_assert(v6.family() == address_family::ipv6 && !v6.is_v4() && v6.low() == 1);
static_assert(address{} == address::v4(0), "no address is 0.0.0.0");
static_assert(address::load_v4("c000 0201"_hex.data()) == v4);
static_assert(address::load_v6("2001 0db8 0000 0000 0000 0000 0000 0001"_hex.data()) == v6);

// The same bits in another family are another address, mapped ones included.
static_assert(address::v4(0xc0000201) != address::v6(0, 0xc0000201));
static_assert(address::v4(0xc0000201) != address::v6(0, 0xffff'c000'0201));

// Ordered as the octets are, IPv4 first
static_assert(address::v4(1) < address::v4(2) && address::v4(0x7fffffff) < address::v4(0x80000000));
static_assert(address::v4(0xffff'ffff) < address::v6(0, 0));
static_assert(address::v6(1, 0xffff'ffff'ffff'ffff) < address::v6(2, 0));

// Directions
static_assert(opposite(direction::from_first) == direction::from_second);
static_assert(opposite(opposite(direction::from_second)) == direction::from_second);
static_assert(index(direction::from_first) == 0 && index(direction::from_second) == 1);

// The lower port stands first, whoever sends.
constexpr endpoint client{address::v4(0xc0000201), 50001};
constexpr endpoint server{address::v4(0xc0000202), 80};
static_assert(orient(client, server).pair.first == server && orient(client, server).towards == direction::from_second);
static_assert(orient(server, client).pair.first == server && orient(server, client).towards == direction::from_first);
static_assert(orient(client, server).pair == orient(server, client).pair);

// With equal ports the lower address does.
constexpr endpoint low{address::v4(1), 179};
constexpr endpoint high{address::v4(2), 179};
static_assert(orient(high, low).pair.first == low && orient(high, low).towards == direction::from_second);
static_assert(orient(low, high).towards == direction::from_first);

// A socket that talks to itself has one direction.
static_assert(orient(low, low).towards == direction::from_first);

// Sender and receiver
constexpr socket_pair pair = orient(client, server).pair;
static_assert(pair.sender(direction::from_first) == server && pair.receiver(direction::from_first) == client);
static_assert(pair.sender(direction::from_second) == client && pair.receiver(direction::from_second) == server);

// Hashes: symmetric, and different where one address, one port or the family is.
static_assert(hash(orient(client, server).pair) == hash(orient(server, client).pair));
static_assert(hash(pair) != hash(orient({client.host, 50002}, server).pair));
static_assert(hash(pair) != hash(orient({address::v4(0xc0000203), 50001}, server).pair));
static_assert(hash(pair) != hash(orient(client, {address::v4(0xc0000204), 80}).pair));
static_assert(hash(orient({address::v6(1, 2), 1}, {address::v6(3, 4), 2}).pair) !=
              hash(orient({address::v6(3, 4), 1}, {address::v6(1, 2), 2}).pair));

static_assert(std::is_trivially_copyable_v<socket_pair>);

// Some order, for maps: by what stands first.
static_assert(low < high && endpoint{address::v4(1), 1} < low);
static_assert(socket_pair{low, low} < socket_pair{low, high} && socket_pair{low, high} < socket_pair{high, low});
static_assert(!(orient(client, server).pair < orient(server, client).pair));
