// SPDX-License-Identifier: BSL-1.0
// Numbers that are no octets.
// error: byte_source
// error: same_as<.*(range_value_t|int)
#include <tcplens/wire/header.hpp>

std::array<int, 20> numbers;
auto header = tcplens::decode(numbers);
