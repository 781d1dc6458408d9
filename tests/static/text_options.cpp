// SPDX-License-Identifier: BSL-1.0
// Options in the words of tcpdump 4.99.3, the broken ones too; each line below was printed by it.
#include <tcplens/text/options.hpp>

#include "../packets.hpp"

using namespace tcplens;
using packets::octets;

/// A header with these options, of which the header says that they take `words` words.
constexpr octets with_options(bytes options, unsigned words) {
    return octets{"9c40 1e61 0000 03e8 0000 07d0 5010 0200 0000 0000"_hex}.with(12, (5 + words) * 16) + octets{options};
}

/// What follows on `options [`, and whether the line goes on.
constexpr bool shows(bytes options, unsigned words, std::string_view expected, printed state = printed::whole,
                     std::uint32_t sack_base = 0) {
    const octets segment = with_options(options, words);
    text<320> t;
    const auto after = render_options(t.sink(), header_view::unchecked(segment.all(), 60), sack_base);
    return t.view() == expected && after.state == state;
}
/// The same for options that end with a header that was captured whole.
constexpr bool shows(bytes options, std::string_view expected, printed state = printed::whole) {
    return shows(options, static_cast<unsigned>(options.size() / 4), expected, state);
}

static_assert(shows("0204 05b4 0402 080a 01d4 c193 0000 0000 0103 030a"_hex,
                    "mss 1460,sackOK,TS val 30720403 ecr 0,nop,wscale 10]"));
static_assert(shows("0101 080a ffff ffff 8000 0000"_hex, "nop,nop,TS val 4294967295 ecr 2147483648]"));
static_assert(shows("0303 07 00"_hex, "wscale 7,eol]") && shows("00 ffffff"_hex, "eol]"));
static_assert(shows("09 04 0a0b c8 02 0101"_hex, "unknown-9 0x0a0b,unknown-200,nop,nop]"));

// SACK, as it is and from a base
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, "nop,nop,sack 1 {2001:2501}]"));
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, 3, "nop,nop,sack 1 {1:501}]", printed::whole, 2000));
static_assert(shows("0101 050a 0000 07d1 0000 09c5"_hex, 3, "nop,nop,sack 1 {4294967295:499}]", printed::whole, 2002));
static_assert(shows("0502 0101"_hex, "sack 0 ,nop,nop]") && shows("0503 07 01"_hex, "sack invalid sack,nop]"));

// A kind's natural size goes before its length octet.
static_assert(shows("0203 0501"_hex, "mss 1281[len 3]]"));
static_assert(shows("0206 05b4 0000 0101"_hex, "mss 1460[len 6],eol]"));
static_assert(shows("0302 0101"_hex, "wscale 1[len 2],nop]") && shows("0404 0101"_hex, "sackOK[len 4],nop,nop]"));

// Where the header ends too early: `]` follows only if an option was complete before.
static_assert(shows("0101 080a"_hex, "nop,nop,[bad opt]]", printed::cut));
static_assert(shows("080a 0101"_hex, "[bad opt]", printed::cut) && shows("0800 0101"_hex, "[bad opt]", printed::cut));
static_assert(shows("0103 0301"_hex, "nop,wscale 1]"));
static_assert(shows("0101 0303 0101 0302"_hex, "nop,nop,wscale 1,nop,wscale[bad opt]]", printed::cut));
static_assert(!shows("0303 0302 0405 0101"_hex, "wscale 3,mss[bad opt]]", printed::cut));

// Where the capture does
static_assert(shows("0204 05b4 0402 080a 01d4"_hex, 5, "mss 1460,sackOK,TS [|tcp]>", printed::cut));
static_assert(shows("0204"_hex, 5, "mss [|tcp]", printed::cut) && shows(bytes{}, 5, " [|tcp]", printed::cut));
static_assert(shows("0512 0000 07d1 0000 09c5 0000"_hex, 5, "sack 2 {2001:2501} [|tcp]", printed::cut));
static_assert(shows("050a 0000"_hex, 5, "sack 1  [|tcp]", printed::cut));
static_assert(shows("0908 dead"_hex, 5, "unknown-9 0xdead [|tcp]", printed::cut));
static_assert(shows("0100"_hex, 5, "nop,eol]"), "nothing of it is missed behind EOL");
static_assert(shows("0101"_hex, 3, "nop,nop, [|tcp]", printed::cut) &&
              shows("0101 08"_hex, 3, "nop,nop, [|tcp]", printed::cut));
static_assert(shows("0514"_hex, 5, "sack invalid sack]", printed::whole),
              "the blocks that it passes over aren't looked at");
static_assert(shows("0513"_hex, 5, "sack invalid sack, [|tcp]", printed::cut));
