// SPDX-License-Identifier: BSL-1.0
// What programs need to keep connections in the standard library's hash maps.
#pragma once

#include <tcplens/core/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <random>

namespace examples {

/// Captures come from strangers: what collides must not be theirs to choose.
struct pair_hash {
    std::uint64_t seed = std::random_device{}();
    std::size_t operator()(const tcplens::socket_pair& pair) const noexcept {
        return static_cast<std::size_t>(tcplens::hash(pair, seed));
    }
};

} // namespace examples
