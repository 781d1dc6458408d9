// SPDX-License-Identifier: BSL-1.0
// A fault knows its place in every buffer around it, and has words.
#include <tcplens/core/error.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

using namespace tcplens;

constexpr decode_error cut{errc::truncated, layer::tcp, 0, 20, 6};

// Equal only where all five are.
static_assert(cut == decode_error{errc::truncated, layer::tcp, 0, 20, 6});
static_assert(cut != decode_error{errc::too_short, layer::tcp, 0, 20, 6});
static_assert(cut != decode_error{errc::truncated, layer::ip, 0, 20, 6});
static_assert(cut != decode_error{errc::truncated, layer::tcp, 1, 20, 6});
static_assert(cut != decode_error{errc::truncated, layer::tcp, 0, 21, 6});
static_assert(cut != decode_error{errc::truncated, layer::tcp, 0, 20, 7});

// Told from further out only the offset changes.
static_assert(cut.shifted(34) == decode_error{errc::truncated, layer::tcp, 34, 20, 6});
static_assert(cut.shifted(20).shifted(14) == cut.shifted(34) && cut.shifted(0) == cut);

// Every layer and every kind of fault has words of its own.
constexpr std::array layers{layer::file, layer::link, layer::ip, layer::tcp, layer::option};
constexpr std::array codes{
    errc::truncated,         errc::too_short,      errc::bad_version,       errc::bad_header_length,
    errc::header_beyond_end, errc::bad_length,     errc::bad_extension,     errc::bad_option_length,
    errc::no_such_option,    errc::not_ip,         errc::not_tcp,           errc::later_fragment,
    errc::unknown_link_type, errc::unknown_format, errc::unknown_interface, errc::bad_record_length};

template <class Things>
constexpr bool all_differ(const Things& things) {
    for (std::size_t i = 0; i < things.size(); ++i) {
        if (describe(things[i]).empty()) { return false; }
        for (std::size_t j = 0; j < i; ++j) {
            if (describe(things[i]) == describe(things[j])) { return false; }
        }
    }
    return true;
}
static_assert(all_differ(layers) && all_differ(codes));
static_assert(codes.size() == static_cast<std::size_t>(errc::bad_record_length) + 1, "one is missing above");
static_assert(describe(static_cast<errc>(200)) == "unknown fault");
static_assert(describe(layer::tcp) == "TCP header" && describe(errc::not_tcp) == "not TCP");

static_assert(std::is_trivially_copyable_v<decode_error>);
