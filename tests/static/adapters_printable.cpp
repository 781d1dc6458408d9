// SPDX-License-Identifier: BSL-1.0
// What the adapters print is a list of types, and no conversion adds to it.
#include <tcplens/adapters/printable.hpp>

using namespace tcplens;

static_assert(printable<flag> && printable<flag_set> && printable<seq32> && printable<state> && printable<event>);
static_assert(printable<certainty> && printable<address> && printable<endpoint> && printable<decode_error>);
static_assert(printable<header_view> && printable<packet_view> && printable<line<tcpdump_3_9>>);
static_assert(!printable<std::uint32_t> && !printable<bool> && !printable<char> && !printable<const char*>);

// A type that turns into one of them is somebody else's to print.
struct my_flags {
    operator flag_set() const;
};
static_assert(!printable<my_flags>);

template <class T>
constexpr bool prints(const T& value, std::string_view expected) {
    text<64> t;
    detail::print(t.sink(), value);
    return t.view() == expected;
}
static_assert(prints(flag::syn | flag::ack, "[S.]") && prints(flag::fin, "[F]") && prints(flag_set{}, "[none]"));
static_assert(prints(seq32{4294967295}, "4294967295"));
static_assert(prints(state::syn_received, "SYN-RECEIVED") && prints(event::seg_syn, "seg_syn"));
static_assert(prints(endpoint{address::v4(0x0a000001), 80}, "10.0.0.1:80"));
