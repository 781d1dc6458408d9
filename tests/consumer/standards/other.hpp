// SPDX-License-Identifier: BSL-1.0
// What the translation unit of another standard does.
#pragma once

#include <tcplens/tcplens.hpp>

long other_cplusplus();
tcplens::result<tcplens::header_view> other_decode(tcplens::bytes octets);
/// Feeds the SYN that `out` already shows, and appends the states.
void other_states(tcplens::text<256>& out, tcplens::connection& both);
