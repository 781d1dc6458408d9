// SPDX-License-Identifier: BSL-1.0
// A table of connections over somebody else's storage.
#include <tcplens/state/connection_table.hpp>

#include <array>

using namespace tcplens;

constexpr socket_pair pair(std::uint16_t port) { return orient({address::v4(1), port}, {address::v4(2), 80}).pair; }

static_assert(connection_store<connection_table<int>> && !connection_store<std::array<int, 2>>);

// What is put in is found, until it is taken out or the table is full.
static_assert([] {
    std::array<connection_slot<int>, 8> slots{};
    connection_table<int> table{slots};
    for (std::uint16_t port = 1000; port < 1008; ++port) {
        int* const value = table.insert(pair(port));
        if (value == nullptr || *value != 0) { return false; }
        *value = port;
    }
    return table.size() == 8 && table.insert(pair(2000)) == nullptr && *table.find(pair(1005)) == 1005 &&
           table.find(pair(2000)) == nullptr && *table.insert(pair(1003)) == 1003;
}());

// Taking one out never hides another, whichever it is.
static_assert([] {
    for (std::uint16_t gone = 1000; gone < 1006; ++gone) {
        std::array<connection_slot<int>, 8> slots{};
        connection_table<int> table{slots};
        for (std::uint16_t port = 1000; port < 1006; ++port) { *table.insert(pair(port)) = port; }
        if (!table.erase(pair(gone)) || table.erase(pair(gone))) { return false; }
        for (std::uint16_t port = 1000; port < 1006; ++port) {
            const int* const value = table.find(pair(port));
            if (port == gone ? value != nullptr : value == nullptr || *value != port) { return false; }
        }
    }
    return true;
}());

static_assert([] {
    connection_table<int> none{{}};
    return none.find(pair(1)) == nullptr && none.insert(pair(1)) == nullptr && !none.erase(pair(1));
}());
