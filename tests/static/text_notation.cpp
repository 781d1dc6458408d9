// SPDX-License-Identifier: BSL-1.0
// Flags as tcpdump writes them, and as a user's own notation does.
#include <tcplens/text/notation.hpp>

#include <bit>

using namespace tcplens;

// Letters for those who print fewer
struct letters_of_rfc {
    template <char_sink O>
    static constexpr O flags(O out, flag_set flags) {
        if (flags.has(flag::syn)) { out = put(out, "SYN"); }
        if (flags.has(flag::ack)) { out = put(out, flags.has(flag::syn) ? ",ACK" : "ACK"); }
        return out;
    }
};
struct prints_nothing {
    static void flags(char*, flag_set);
};
static_assert(flag_notation<tcpdump_4_99> && flag_notation<letters_of_rfc>);
static_assert(!flag_notation<prints_nothing> && !flag_notation<int>);

template <class Notation = tcpdump_4_99>
constexpr bool shows(flag_set flags, std::string_view words) {
    text<16> t;
    render_flags<Notation>(t.sink(), flags);
    return t.view() == words;
}

// One by one
static_assert(shows(flag::fin, "[F]") && shows(flag::syn, "[S]") && shows(flag::rst, "[R]") && shows(flag::psh, "[P]"));
static_assert(shows(flag::ack, "[.]") && shows(flag::urg, "[U]") && shows(flag::ece, "[E]") && shows(flag::cwr, "[W]"));
// In the order of the bits, not the one people write
static_assert(shows({flag::syn, flag::ack}, "[S.]") && shows({flag::ack, flag::fin}, "[F.]"));
static_assert(shows({flag::psh, flag::ack}, "[P.]") && shows({flag::urg, flag::psh, flag::ack}, "[P.U]"));
static_assert(shows({flag::syn, flag::ece, flag::cwr}, "[SEW]") && shows({flag::rst, flag::ack}, "[R.]"));
static_assert(shows(flag_set::from_bits(0xff), "[FSRP.UEW]"));
// None, and what this version takes for none
static_assert(shows({}, "[none]") && shows(flag::ae, "[none]") && shows({flag::syn, flag::ae}, "[S]"));

// As many letters as flags in each of the 255 other sets
static_assert([] {
    for (unsigned bits = 1; bits < 256; ++bits) {
        text<16> t;
        render_flags(t.sink(), flag_set::from_bits(static_cast<std::uint16_t>(bits)));
        if (t.view().size() != 2U + static_cast<unsigned>(std::popcount(bits))) { return false; }
    }
    return true;
}());

static_assert(shows<letters_of_rfc>({flag::syn, flag::ack}, "[SYN,ACK]") && shows<letters_of_rfc>(flag::ack, "[ACK]"));

// The others: what tcpdump 3.9, tcpdump's later versions and tshark 4.0 print
template <class Notation>
constexpr bool writes(std::uint16_t bits, std::string_view words) {
    text<80> t;
    static_cast<void>(Notation::flags(t.sink(), flag_set::from_bits(bits)));
    return t.view() == words;
}
static_assert(writes<tcpdump_5_0>(0x1c2, "SEWe") && writes<tcpdump_5_0>(0, "none"));
static_assert(writes<tcpdump_3_9>(0x012, "S") && writes<tcpdump_3_9>(0x010, ".") && writes<tcpdump_3_9>(0, "."));
static_assert(writes<tcpdump_3_9>(0x0c2, "SWE") && writes<tcpdump_3_9>(0x019, "FP"));
static_assert(writes<wireshark_names>(0x012, "SYN, ACK") && writes<wireshark_names>(0, "<None>"));
static_assert(writes<wireshark_names>(0x1ff, "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE"));
static_assert(writes<wireshark_places>(0x012, "·······A··S·") && writes<wireshark_places>(0, "············"));
static_assert(writes<wireshark_places>(0x1ff, "···ACEUAPRSF") && writes<wireshark_places>(0x0b9, "····C·UAP··F"));

// The lines around the flags: a notation's own, if it derives from one that has some
struct one_word : tcpdump_5_0 {
    static constexpr std::string_view invalid = " (wrong)";
};
static_assert(std::same_as<line_words<one_word>, one_word> && std::same_as<line_words<tcpdump_3_7>, tcpdump_3_7>);
static_assert(std::same_as<line_words<wireshark_names>, tcpdump_4_99>);
static_assert(std::same_as<line_words<letters_of_rfc>, tcpdump_4_99>);

static_assert([] {
    text<8> t;
    render_flags(t.sink(), flag::ack | flag::syn);
    return t.view() == "[S.]";
}());
