// SPDX-License-Identifier: BSL-1.0
// Many connections in bounded memory: a hash table over storage that the caller brings.
#pragma once

#include <tcplens/core/endpoint.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tcplens::inline v0_1 {

/// Somewhere to keep a value for each connection, by socket pair.
/// The compiler can't check that `find` gives what `insert` gave for the pair, until it is erased.
/// Example: `static_assert(connection_store<connection_table<connection>>);`
template <class S>
concept connection_store = requires(S& store, const socket_pair& pair) {
    typename S::value_type;
    { store.find(pair) } -> std::same_as<typename S::value_type*>;
    { store.insert(pair) } -> std::same_as<typename S::value_type*>;
    { store.erase(pair) } -> std::same_as<bool>;
};

/// A place in a connection_table.
template <class Value>
struct connection_slot {
    socket_pair pair;  ///< whose it is, where `used`
    Value value{};     ///< what is kept for the pair
    bool used = false; ///< whether it is taken
};

/// A connection_store of fixed size: linear probing over the caller's slots, which are all unused at first.
/// Shape: `insert` gives nullptr when no slot is free; what to give up then is the caller's choice.
/// Cost: no allocation; a look-up takes few probes while at most three quarters of the slots are used.
/// Example: `connection_table<connection> all{slots, seed}; if (auto* c = all.insert(pair)) { c->feed(sent, packet); }`
template <class Value>
class connection_table {
public:
    /// What is kept for each connection.
    using value_type = Value;
    /// What the caller brings an array of.
    using slot = connection_slot<Value>;

    /// `seed` is the hash's: see `hash`.
    constexpr explicit connection_table(std::span<slot> storage, std::uint64_t seed = 0) noexcept
        : slots_{storage}, seed_{seed} {}

    /// Units: connections in the table.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// Units: slots, used and free.
    [[nodiscard]] constexpr std::size_t capacity() const noexcept { return slots_.size(); }
    /// All slots, used and free.
    [[nodiscard]] constexpr std::span<slot> storage() const noexcept { return slots_; }

    /// The value of a pair, or nullptr.
    [[nodiscard]] constexpr Value* find(const socket_pair& pair) noexcept {
        slot* const at = probe(pair);
        return at != nullptr && at->used ? &at->value : nullptr;
    }

    /// The value of a pair, made anew if it had none; nullptr if the table is full.
    constexpr Value* insert(const socket_pair& pair) noexcept {
        slot* const at = probe(pair);
        if (at == nullptr) { return nullptr; }
        if (!at->used) {
            *at = {pair, Value{}, true};
            ++size_;
        }
        return &at->value;
    }

    /// Forgets a pair; false if it was not there. Values of other pairs may move.
    constexpr bool erase(const socket_pair& pair) noexcept {
        slot* const at = probe(pair);
        if (at == nullptr || !at->used) { return false; }
        at->used = false;
        --size_;
        // Those that were pushed past the free slot come back, so that a probe never meets a hole too early.
        auto hole = static_cast<std::size_t>(at - slots_.data());
        for (std::size_t i = next(hole); i != hole && slots_[i].used; i = next(i)) {
            const std::size_t home = first(slots_[i].pair);
            if (distance(home, i) >= distance(hole, i)) {
                slots_[hole] = slots_[i];
                slots_[i].used = false;
                hole = i;
            }
        }
        return true;
    }

private:
    [[nodiscard]] constexpr std::size_t first(const socket_pair& pair) const noexcept {
        return static_cast<std::size_t>(hash(pair, seed_) % slots_.size());
    }
    [[nodiscard]] constexpr std::size_t next(std::size_t i) const noexcept {
        return i + 1 == slots_.size() ? 0 : i + 1;
    }
    [[nodiscard]] constexpr std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + slots_.size() - from;
    }
    /// Where the pair is or would go; nullptr if there is no room for it.
    [[nodiscard]] constexpr slot* probe(const socket_pair& pair) noexcept {
        if (slots_.empty()) { return nullptr; }
        std::size_t i = first(pair);
        for (std::size_t tried = 0; tried < slots_.size(); ++tried, i = next(i)) {
            if (!slots_[i].used || slots_[i].pair == pair) { return &slots_[i]; }
        }
        return nullptr;
    }

    std::span<slot> slots_;
    std::size_t size_ = 0;
    std::uint64_t seed_ = 0;
};

static_assert(connection_store<connection_table<int>> && !connection_store<socket_pair>);

} // namespace tcplens::inline v0_1
