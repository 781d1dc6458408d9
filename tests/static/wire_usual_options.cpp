// SPDX-License-Identifier: BSL-1.0
// The options of everyday segments in one walk: what it gathers, steps over, and where it ends.
#include <tcplens/wire/usual_options.hpp>

using namespace tcplens;

constexpr usual_options read(bytes octets) { return read_usual({octets, static_cast<std::uint32_t>(octets.size())}); }

// A SYN's options in the order of Linux
constexpr usual_options syn = read("0204 05b4 0402 080a 0000 0001 0000 0000 01 0303 0a"_hex);
static_assert(syn.has(option_kind::mss) && syn.mss.octets == 1460);
static_assert(syn.has(option_kind::sack_permitted) && !syn.has(option_kind::sack));
static_assert(syn.has(option_kind::timestamps) && syn.timestamps.value == 1 && syn.timestamps.echo_reply == 0);
static_assert(syn.has(option_kind::window_scale) && syn.window_scale.shift == 10);

// Timestamps aligned as RFC 7323 recommends, blocks behind them; and no shortcut where they are cut
constexpr usual_options loss = read("0101 080a 0000 0003 0000 0002 0101 050a 0000 0010 0000 0020"_hex);
static_assert(loss.timestamps.value == 3 && loss.timestamps.echo_reply == 2);
static_assert(loss.has(option_kind::sack) && loss.sack.size() == 1);
static_assert(loss.sack[0] == sack_block{seq32{16}, seq32{32}});
static_assert(read("0101 080a 0000 0003 0000"_hex).found == 0);

// Other kinds and odd lengths are stepped over, the last of two counts
static_assert(read("fe04 f989 0203 ff 0303 07"_hex).found == 1U << 3);
static_assert(read("0204 0001 0204 0002"_hex).mss.octets == 2);
static_assert(read("050c 0000 0010 0000 0020 0000 0402"_hex).found == 1U << 4);

// EOL ends the walk, and so does what isn't whole
static_assert(read("00 0303 07"_hex).found == 0 && read("0303 07 02"_hex).found == 1U << 3);
static_assert(read("0301 0303 07"_hex).found == 0 && read("0204 05"_hex).found == 0 && read({}).found == 0);

// Kinds that it doesn't gather are never there, not even those that share a bit's place
static_assert(!syn.has(option_kind::nop) && !syn.has(option_kind::fast_open) && !syn.has(option_kind{2 + 32}));

static_assert(read_usual({"0204 05b4 0402 0103 0307"_hex, 10}).window_scale.shift == 7);
static_assert(!read_usual({"0103 0307"_hex, 4}).has(option_kind::mss));
