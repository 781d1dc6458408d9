// SPDX-License-Identifier: BSL-1.0
// An option that knows its kind and can't be read.
// error: typed_option
// error: T::read ?\(from\)
#include <tcplens/wire/options.hpp>

struct unreadable {
    static constexpr auto kind = tcplens::option_kind::timestamps;
};
auto found = tcplens::options_view{}.find<unreadable>();
