// SPDX-License-Identifier: BSL-1.0
// Damaged and made-up input for everything that reads octets. The sanitizers look for reads that go too far; this
// file looks for answers that can't be right. TCPLENS_HOSTILE_SEED and TCPLENS_HOSTILE_ROUNDS repeat or prolong a run.
#include <tcplens/capture.hpp>
#include <tcplens/text/explain.hpp>
#include <tcplens/text/render.hpp>

#include "hex.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace tcplens;

namespace {

/// A number that the environment may set.
unsigned long setting(const char* name, unsigned long otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr ? otherwise : std::strtoul(value, nullptr, 10);
}

struct frame {
    link_type type{};
    std::vector<std::byte> octets;
    std::uint32_t wire_length = 0;
};

void append(std::vector<std::byte>& to, std::initializer_list<unsigned> values) {
    for (const unsigned value : values) { to.push_back(static_cast<std::byte>(value)); }
}

std::vector<std::byte> read_file(std::string_view name) {
    std::ifstream file{"examples/data/" + std::string{name} + ".pcap", std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    const bytes octets = tcplens::as_bytes(content);
    return {octets.begin(), octets.end()};
}

class generator {
public:
    explicit generator(unsigned long seed) : random_{static_cast<std::mt19937::result_type>(seed)} {
        for (const std::string_view name : {"http_client_closes", "http_ipv6", "vlan", "cooked_v1", "cooked_v2",
                                            "loopback", "reset", "nanoseconds"}) {
            images_.push_back(read_file(name));
            const auto capture = open_pcap(bytes{images_.back()});
            REQUIRE(capture.has_value());
            for (const captured_frame& f : *capture) {
                if (f.octets.size() < 200) {
                    real_.push_back({f.link, {f.octets.begin(), f.octets.end()}, f.wire_length});
                }
            }
        }
    }

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_()) % bound; }

    /// A frame that somebody sent, or one made of parts that are each likely to be wrong; then damaged, or not.
    frame next_frame() {
        frame f = below(2) == 0 ? real_[below(static_cast<std::uint32_t>(real_.size()))] : made_up();
        f.wire_length = std::max(f.wire_length, static_cast<std::uint32_t>(f.octets.size()));
        damage(f.octets);
        if (below(3) == 0) { f.wire_length = below(16) == 0 ? below(0xffff'ffff) : below(120); }
        return f;
    }

    /// A capture file with changed octets, cut somewhere.
    std::vector<std::byte> next_image() {
        std::vector<std::byte> image = images_[below(static_cast<std::uint32_t>(images_.size()))];
        image.resize(std::min<std::size_t>(image.size(), 24 + below(1500)));
        damage(image);
        return image;
    }

private:
    std::byte octet() {
        constexpr std::array<unsigned, 16> telling{0, 1, 2, 3, 4, 5, 6, 8, 10, 16, 34, 40, 60, 127, 128, 255};
        return static_cast<std::byte>(below(2) == 0 ? below(256) : telling[below(16)]);
    }
    void append_random(std::vector<std::byte>& to, std::uint32_t count) {
        for (; count > 0; --count) { to.push_back(octet()); }
    }

    frame made_up() {
        constexpr std::array<std::uint32_t, 10> types{0, 1, 12, 14, 101, 108, 113, 228, 229, 276};
        frame f;
        f.type = link_type{types[below(10)]};
        const bool v6 = below(2) == 0;
        append_link(f, v6);
        std::vector<std::byte> tcp = segment();
        v6 ? append_ipv6(f.octets, tcp) : append_ipv4(f.octets, tcp);
        f.octets.insert(f.octets.end(), tcp.begin(), tcp.end());
        return f;
    }

    void append_link(frame& f, bool v6) {
        const bool snap = f.type == link_type::ethernet && below(8) == 0;
        switch (f.type) {
        case link_type::null:
        case link_type::loop:
            below(2) == 0 ? append(f.octets, {v6 ? 30U : 2U, 0, 0, 0}) : append(f.octets, {0, 0, 0, v6 ? 24U : 2U});
            return;
        case link_type::linux_sll2:
            append(f.octets,
                   {v6 ? 0x86U : 8U, v6 ? 0xddU : 0U, 0, 0, 0, 0, 0, 1, 0, 1, below(6), 6, 2, 0, 0, 0, 0, 1, 0, 0});
            return;
        case link_type::ethernet: append_random(f.octets, 12); break;
        case link_type::linux_sll: append_random(f.octets, 14); break;
        default: return;
        }
        for (std::uint32_t tags = below(4); tags > 1; --tags) { append(f.octets, {0x81, 0, 0, below(256)}); }
        if (snap) { append(f.octets, {below(6), below(256), 0xaa, 0xaa, 3, 0, 0, 0}); }
        append(f.octets, {v6 ? 0x86U : 8U, v6 ? 0xddU : 0U});
    }

    void append_ipv4(std::vector<std::byte>& to, const std::vector<std::byte>& tcp) {
        const std::uint32_t words = below(6) == 0 ? 5 + below(11) : 5;
        const auto total = static_cast<std::uint32_t>(words * 4 + tcp.size()) + (below(6) == 0 ? below(50) - 25 : 0);
        append(to, {0x40 | words, 0, total >> 8 & 255, total & 255, 0, 1, below(8) == 0 ? 0x20U : 0U,
                    below(8) == 0 ? 1U : 0U});
        append(to, {64, below(20) == 0 ? 17U : 6U, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2});
        append_random(to, words * 4 - 20);
    }

    void append_ipv6(std::vector<std::byte>& to, const std::vector<std::byte>& tcp) {
        constexpr std::array<unsigned, 6> kinds{0, 43, 44, 51, 60, 6};
        std::vector<std::byte> extensions;
        bool jumbo = false;
        unsigned next = 6;
        for (std::uint32_t count = below(4); count > 0; --count) {
            std::vector<std::byte> header;
            const unsigned kind = kinds[below(6)];
            const unsigned size = below(4);
            append(header, {next, kind == 51 ? below(6) : size});
            append_random(header, kind == 44 ? 6 : 6 + 8 * size);
            if (kind == 0 && below(3) == 0) { // a jumbo payload, whose length is anything
                header[2] = std::byte{0xc2};
                header[3] = std::byte{4};
                const std::byte upper = below(2) == 0 ? std::byte{0} : octet();
                std::fill(header.begin() + 4, header.begin() + 7, upper);
                jumbo = true;
            }
            extensions.insert(extensions.begin(), header.begin(), header.end());
            next = kind;
        }
        const auto length =
            static_cast<std::uint32_t>(extensions.size() + tcp.size()) + (below(6) == 0 ? below(50) - 25 : 0);
        const bool no_length = jumbo || below(20) == 0;
        append(to, {0x60, 0, 0, 0, no_length ? 0 : length >> 8 & 255, no_length ? 0 : length & 255, next, 64});
        append_random(to, 32);
        to.insert(to.end(), extensions.begin(), extensions.end());
    }

    std::vector<std::byte> segment() {
        std::vector<std::byte> options;
        for (std::uint32_t count = below(6); count > 0; --count) {
            constexpr std::array<unsigned, 10> kinds{0, 1, 2, 3, 4, 5, 8, 9, 30, 254};
            constexpr std::array<unsigned, 10> lengths{1, 1, 4, 3, 2, 10, 10, 2, 12, 4};
            const std::uint32_t which = below(10);
            append(options, {kinds[which]});
            if (which < 2) { continue; }
            append(options, {below(6) == 0 ? below(256) : lengths[which] + (which == 5 ? 8 * below(4) : 0)});
            append_random(options, lengths[which] - 2 + (which == 5 ? 8 * below(4) : 0));
        }
        options.resize(std::min<std::size_t>((options.size() + 3) / 4 * 4, 40));
        const auto words = static_cast<std::uint32_t>(5 + options.size() / 4);
        std::vector<std::byte> tcp;
        append(tcp, {0x9c, 0x40, 0x1e, 0x61});
        append_random(tcp, 8);
        append(tcp, {below(10) == 0 ? below(256) : words << 4, below(256)});
        append_random(tcp, 6);
        tcp.insert(tcp.end(), options.begin(), options.end());
        append_random(tcp, below(3) == 0 ? below(20) : 0);
        return tcp;
    }

    void damage(std::vector<std::byte>& octets) {
        const std::uint32_t how = below(8);
        if (how >= 4 && how < 7 && !octets.empty()) {
            for (std::uint32_t changes = 1 + below(4); changes > 0; --changes) {
                std::byte& at = octets[below(static_cast<std::uint32_t>(octets.size()))];
                at = below(2) == 0 ? octet() : at ^ static_cast<std::byte>(1U << below(8));
            }
        }
        if (how >= 6 || how == 3) { octets.resize(below(static_cast<std::uint32_t>(octets.size() + 1))); }
    }

    std::mt19937 random_;
    std::vector<std::vector<std::byte>> images_;
    std::vector<frame> real_;
};

/// Whether a fault lies in a buffer of `size` octets, counted from the buffer's begin. A fault whose numbers are
/// those of a field (a length, a protocol, a version) says nothing of how many octets there are.
bool lies_within(const decode_error& fault, std::size_t size) {
    const bool counts_octets = fault.code == errc::truncated || fault.code == errc::too_short;
    return fault.offset <= size && (!counts_octets || (fault.offset + std::uint64_t{fault.available} <= size &&
                                                       fault.needed > fault.available));
}
/// Whether one buffer lies in another.
bool is_part(bytes part, bytes whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_options(const options_view& options) {
    std::uint32_t walked = 0;
    bool ended = false;
    for (const option o : options) {
        REQUIRE(!ended);
        REQUIRE(o.offset() == walked);
        REQUIRE(is_part(o.whole(), options.raw()));
        REQUIRE(o.data().size() + 2 >= o.whole().size());
        walked += static_cast<std::uint32_t>(o.whole().size());
        ended = o.kind() == option_kind::eol;
    }
    REQUIRE(walked <= options.raw().size());
    const auto checked = options.check();
    if (checked) {
        REQUIRE(*checked == walked);
        REQUIRE((ended || walked == options.raw().size()));
    } else {
        REQUIRE(!ended);
        REQUIRE(checked.error().offset == walked);
        REQUIRE(checked.error().in == layer::option);
        REQUIRE((checked.error().code != errc::truncated || options.raw().size() < options.wire_length()));
    }
    const auto blocks = options.find<sack>();
    if (blocks) {
        for (std::size_t i = 0; i < blocks->size(); ++i) { REQUIRE((*blocks)[i] == (*blocks)[i]); }
        REQUIRE((blocks->size() >= 1 && blocks->size() <= 4));
    }
    REQUIRE((options.find<maximum_segment_size>() || !options.find<maximum_segment_size>().has_value()));
    const auto scale = options.find<window_scale>();
    if (scale) { REQUIRE(scale->effective_shift() <= 14); }
    static_cast<void>(options.find<timestamps>());
    static_cast<void>(options.find<sack_permitted>());
}

void check_segment(const header_view& tcp, bytes from, std::uint32_t sent) {
    REQUIRE((tcp.header_size() >= 20 && tcp.header_size() <= 60));
    REQUIRE(tcp.header_size() <= tcp.wire_length());
    REQUIRE(tcp.wire_length() == sent);
    REQUIRE(tcp.payload_size() == sent - tcp.header_size());
    REQUIRE(is_part(tcp.captured(), from));
    REQUIRE(is_part(tcp.payload(), from));
    REQUIRE(tcp.payload().size() <= tcp.payload_size());
    REQUIRE(is_part(tcp.options().raw(), from));
    REQUIRE(tcp.options().raw().size() <= tcp.options().wire_length());
    REQUIRE(tcp.options().wire_length() == tcp.header_size() - 20);
    REQUIRE((tcp.window_scale() >= -1 && tcp.window_scale() <= 14));
    REQUIRE(tcp.flags().bits() <= 0x1ff);
    check_options(tcp.options());
}

void check_line(const link_view& link, const ip_view& ip) {
    int asked = 0;
    const auto numbers = [&](const header_view& tcp) {
        ++asked;
        return absolute_numbering{}(direction::from_first, tcp);
    };
    // A buffer of exactly the promised size: the sanitizer sees a line that is longer.
    const std::unique_ptr<char[]> buffer{new char[line_bound(link, ip)]};
    const char* const end = render_line(buffer.get(), link, ip, numbers);
    const std::string_view line{buffer.get(), static_cast<std::size_t>(end - buffer.get())};
    REQUIRE(line.size() <= line_bound(link, ip));
    REQUIRE(asked == (line.find("Flags [") == std::string_view::npos ? 0 : 1));
    REQUIRE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

/// Everything that reads a frame, on one frame. The link type may be any number.
void check_frame(const frame& f) {
    const unit::exact exact{bytes{f.octets}};
    const bytes octets = exact.all();
    const std::size_t present = std::min<std::size_t>(octets.size(), f.wire_length);
    const auto packet = decode_frame(f.type, octets, f.wire_length);
    const auto link = decode_link(f.type, octets, f.wire_length);
    if (!link) {
        REQUIRE(lies_within(link.error(), present));
        REQUIRE(!packet);
        REQUIRE(packet.error() == link.error());
        return;
    }
    REQUIRE(link->offset <= present);
    REQUIRE(is_part(link->payload, octets));
    REQUIRE(link->payload.size() <= link->payload_size);
    REQUIRE(link->offset + std::uint64_t{link->payload_size} <= f.wire_length);

    const auto ip = decode_ip(link->payload, link->payload_size);
    if (!ip) {
        REQUIRE(lies_within(ip.error(), link->payload.size()));
        REQUIRE(!packet);
        REQUIRE(packet.error() == ip.error().shifted(link->offset));
        return;
    }
    REQUIRE(is_part(ip->captured(), link->payload));
    REQUIRE(is_part(ip->payload(), link->payload));
    REQUIRE(is_part(ip->extensions(), link->payload));
    REQUIRE(ip->payload_offset() <= ip->captured().size());
    REQUIRE(ip->captured().size() <= ip->length());
    REQUIRE(ip->payload().size() <= ip->payload_size());
    REQUIRE(ip->payload_offset() + ip->payload_size() == ip->length());
    REQUIRE(ip->missing() == (ip->length() > link->payload_size ? ip->length() - link->payload_size : 0));
    REQUIRE((ip->header_size() >= 20 && ip->header_size() <= 60));
    static_cast<void>(hash(orient({ip->source(), 1}, {ip->destination(), 2}).pair));

    const auto tcp = decode(ip->payload(), ip->payload_size());
    if (tcp) {
        check_segment(*tcp, ip->payload(), ip->payload_size());
    } else {
        REQUIRE(lies_within(tcp.error(), ip->payload().size()));
    }
    if (ip->protocol() != ip_protocol::tcp) {
        REQUIRE((!packet && packet.error().code == errc::not_tcp));
        return;
    }
    REQUIRE(packet.has_value() == (tcp.has_value() && !ip->later_fragment()));
    check_line(*link, *ip);
}

} // namespace

TEST_CASE("hostile frames") {
    const unsigned long seed = setting("TCPLENS_HOSTILE_SEED", 20'260'101);
    const unsigned long rounds = setting("TCPLENS_HOSTILE_ROUNDS", 180'000);
    generator make{seed};
    for (unsigned long round = 0; round < rounds; ++round) {
        CAPTURE(seed);
        CAPTURE(round);
        check_frame(make.next_frame());
    }
}

TEST_CASE("hostile options") {
    const unsigned long seed = setting("TCPLENS_HOSTILE_SEED", 20'260'102);
    const unsigned long rounds = setting("TCPLENS_HOSTILE_ROUNDS", 180'000) / 9;
    generator make{seed};
    for (unsigned long round = 0; round < rounds; ++round) {
        CAPTURE(seed);
        CAPTURE(round);
        const std::uint32_t sent = make.below(41);
        std::vector<std::byte> octets;
        for (std::uint32_t left = make.below(2) == 0 ? sent : make.below(sent + 1); left > 0; --left) {
            append(octets, {make.below(3) == 0 ? make.below(256) : make.below(12)});
        }
        const unit::exact exact{bytes{octets}};
        check_options({exact.all(), sent});
    }
}

TEST_CASE("hostile capture files") {
    const unsigned long seed = setting("TCPLENS_HOSTILE_SEED", 20'260'103);
    const unsigned long rounds = setting("TCPLENS_HOSTILE_ROUNDS", 180'000) / 60;
    generator make{seed};
    for (unsigned long round = 0; round < rounds; ++round) {
        CAPTURE(seed);
        CAPTURE(round);
        const unit::exact image{bytes{make.next_image()}};
        const auto capture = open_pcap(image.all());
        if (!capture) {
            REQUIRE(capture.error().in == layer::file);
            REQUIRE(lies_within(capture.error(), image.size()));
            continue;
        }
        std::uint64_t frames = 0;
        for (const captured_frame& f : *capture) {
            REQUIRE(f.number == ++frames);
            REQUIRE(is_part(f.octets, image.all()));
            REQUIRE(f.octets.size() <= capture->header().snapshot_length);
            check_frame({f.link, {f.octets.begin(), f.octets.end()}, f.wire_length});
        }
        const auto checked = capture->check();
        if (checked) {
            REQUIRE(*checked == frames);
        } else {
            REQUIRE(lies_within(checked.error(), image.size()));
        }
    }
}
