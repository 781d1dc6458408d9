// SPDX-License-Identifier: BSL-1.0
// What the fuzzers do with their octets: one body for each way in, none of which may ever find anything wrong.
#pragma once

#include <tcplens/tcplens.hpp>

#include "../same_line.hpp"
#include "../unit/hex.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fuzzing {

using namespace tcplens;

/// Ends the program where something does not hold: a fuzzer keeps the input then.
inline void require(bool holds, std::source_location at = std::source_location::current()) {
    if (holds) { return; }
    std::fprintf(stderr, "%s:%u: does not hold\n", at.file_name(), static_cast<unsigned>(at.line()));
    std::abort();
}

[[nodiscard]] inline bool is_part(bytes part, bytes whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// Reads octets in a way that no optimizer leaves out.
inline volatile unsigned sink = 0;
inline void use(bytes octets) {
    unsigned sum = 0;
    for (const std::byte octet : octets) { sum += std::to_integer<unsigned>(octet); }
    sink = sum;
}

// Options.

template <class T>
void use_content(const T& /*without octets of its own*/) {}
inline void use_content(const sack& read) {
    for (std::size_t i = 0; i < read.size(); ++i) { static_cast<void>(read[i]); }
}
inline void use_content(const window_scale& read) { require(read.effective_shift() <= 14); }
inline void use_content(const md5_signature& read) {
    require(read.digest.size() == 16);
    use(read.digest);
}
inline void use_content(const user_timeout& read) { require(read.seconds() <= 60U * 0x7fff); }
inline void use_content(const tcp_authentication& read) { use(read.mac); }
inline void use_content(const fast_open& read) {
    require(read.cookie.size() <= 16);
    use(read.cookie);
}
inline void use_content(const experiment& read) { use(read.data); }
inline void use_content(const experimental_fast_open& read) { use_content(read.content); }
inline void use_content(const mptcp& read) {
    require(read.size() >= 3);
    static_cast<void>(read.subtype());
    use(read.whole().whole());
}
inline void use_content(const mptcp_join& read) {
    constexpr std::array<std::size_t, 3> sizes{0, 8, 20};
    require(read.hmac.size() == sizes[static_cast<std::size_t>(read.carried_by)]);
    use(read.hmac);
}
inline void use_content(const mptcp_add_address& read) {
    require(read.hmac.empty() || read.hmac.size() == 8);
    use(read.hmac);
}
inline void use_content(const mptcp_remove_address& read) {
    require(!read.address_ids.empty());
    use(read.address_ids);
}

/// Looks for one kind of option, and gives every option to its reader, whatever its kind.
template <typed_option T>
void read_as(const options_view& options) {
    bool present = false;
    for (const option o : options) {
        present = present || o.kind() == T::kind;
        const auto read = T::read(o);
        if (read) {
            use_content(*read);
        } else {
            require(read.error().in == layer::option && read.error().offset == o.offset());
        }
    }
    const auto found = options.find<T>();
    require(present || !found);
    if (found) {
        use_content(*found);
    } else {
        require(found.error().code == errc::no_such_option || present);
    }
}

template <typed_option... T>
void read_as_each(const options_view& options) {
    (read_as<T>(options), ...);
}

/// The walk that gathers finds what the lazy one does.
inline void check_usual(const options_view& options) {
    usual_options expected;
    const auto gather = [&](const option& o, auto& to) {
        const auto read = std::remove_reference_t<decltype(to)>::read(o);
        if (!read) { return; }
        to = *read;
        expected.found |= 1U << static_cast<unsigned>(o.kind());
    };
    sack_permitted mark;
    for (const option o : options) {
        switch (o.kind()) {
        case option_kind::mss: gather(o, expected.mss); break;
        case option_kind::window_scale: gather(o, expected.window_scale); break;
        case option_kind::sack_permitted: gather(o, mark); break;
        case option_kind::sack: gather(o, expected.sack); break;
        case option_kind::timestamps: gather(o, expected.timestamps); break;
        default: break;
        }
    }
    const usual_options usual = read_usual(options);
    require(usual.found == expected.found && usual.mss.octets == expected.mss.octets);
    require(usual.window_scale.shift == expected.window_scale.shift && usual.sack.size() == expected.sack.size());
    for (std::size_t i = 0; i < usual.sack.size(); ++i) { require(usual.sack[i] == expected.sack[i]); }
    require(usual.timestamps.value == expected.timestamps.value);
    require(usual.timestamps.echo_reply == expected.timestamps.echo_reply);
}

inline void check_options(const options_view& options) {
    std::uint32_t walked = 0;
    for (const option o : options) {
        require(o.offset() == walked && !o.whole().empty() && is_part(o.whole(), options.raw()));
        require(is_part(o.data(), o.whole()));
        use(o.whole());
        walked += static_cast<std::uint32_t>(o.whole().size());
    }
    require(walked <= options.raw().size());
    const auto checked = options.check();
    require(checked ? *checked == walked : checked.error().offset == walked);
    require(checked || checked.error().in == layer::option);
    check_usual(options);
    read_as_each<end_of_options, no_operation, maximum_segment_size, window_scale, sack_permitted, sack, timestamps>(
        options);
    read_as_each<echo, echo_reply, connection_count, connection_count_new, connection_count_echo, md5_signature,
                 scps_capabilities, user_timeout, tcp_authentication, fast_open, experiment, experimental_fast_open>(
        options);
    read_as_each<mptcp, mptcp_capable, mptcp_join, mptcp_dss, mptcp_add_address, mptcp_remove_address, mptcp_priority,
                 mptcp_fail, mptcp_fast_close, mptcp_reset>(options);
}

// Frames.

inline void check_header(const header_view& tcp, const ip_view& ip) {
    require(tcp.header_size() >= 20 && tcp.header_size() <= 60 && tcp.header_size() <= tcp.wire_length());
    require(tcp.wire_length() == ip.payload_size());
    require(tcp.payload_size() == tcp.wire_length() - tcp.header_size());
    require(is_part(tcp.captured(), ip.payload()) && is_part(tcp.payload(), tcp.captured()));
    require(tcp.payload().size() <= tcp.payload_size());
    require(is_part(tcp.options().raw(), tcp.captured()));
    require(tcp.options().wire_length() == tcp.header_size() - 20);
    require(tcp.options().raw().size() <= tcp.options().wire_length());
    require(tcp.window_scale() >= -1 && tcp.window_scale() <= 14);
    use(tcp.payload());
    check_options(tcp.options());
    static_cast<void>(tcplens::check_segment(ip, tcp));
}

/// Renders one line, into a buffer that has exactly the room it may need and into a string that grows.
template <tcplens::flag_notation Notation = tcplens::tcpdump_4_99>
std::string render_once(const link_view& link, const ip_view& ip, line_style style) {
    int asked = 0;
    const auto numbers = [&](const header_view& tcp) {
        ++asked;
        return tcpdump_numbering{}(direction::from_first, tcp);
    };
    const std::size_t room = line_bound(link, ip);
    const std::unique_ptr<char[]> buffer{new char[room]};
    const char* const end = render_line<Notation>(buffer.get(), link, ip, numbers, style);
    const std::string_view line{buffer.get(), static_cast<std::size_t>(end - buffer.get())};
    require(line.size() <= room);
    if constexpr (tcplens::line_words<Notation>::old_fields) {
        require(asked <= 1);
    } else {
        require(asked == (line.find("Flags [") == std::string_view::npos ? 0 : 1));
    }
    require(std::ranges::all_of(line, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    std::string grown;
    render_line<Notation>(std::back_inserter(grown), link, ip, numbers, style);
    require(grown == line);
    return grown;
}

inline void render_all(const link_view& link, const ip_view& ip, const packet_view* packet) {
    for (const bool quick : {false, true}) {
        for (unsigned verbosity = 0; verbosity <= 2; ++verbosity) {
            const line_style style{verbosity, quick};
            const std::string line = render_once(link, ip, style);
            render_once<tcplens::tcpdump_5_0>(link, ip, style);
            render_once<tcplens::tcpdump_3_9>(link, ip, style);
            render_once<tcplens::tcpdump_3_7>(link, ip, style);
            if (packet == nullptr) { continue; }
            std::string again;
            const shown_numbers shown = tcpdump_numbering{}(direction::from_first, packet->tcp);
            render_line(std::back_inserter(again), *packet, shown, style);
            require(again == line);
        }
    }
}

inline void check_datagram(const ip_view& ip, const link_view& link) {
    require(is_part(ip.captured(), link.payload) && is_part(ip.payload(), ip.captured()));
    require(is_part(ip.extensions(), ip.captured()) && is_part(ip.options(), ip.captured()));
    require(ip.captured().size() <= ip.length() && ip.payload_offset() <= ip.captured().size());
    require(ip.payload().size() <= ip.payload_size());
    require(ip.payload_offset() + ip.payload_size() == ip.length());
    require(ip.header_size() >= 20 && ip.header_size() <= 60);
    require(ip.missing() == (ip.length() > link.payload_size ? ip.length() - link.payload_size : 0));
    const ip_view within = ip.within_frame();
    require(within.payload_offset() + within.payload_size() == within.length() && within.length() <= ip.length());
    require(within.captured().size() <= within.length());
    use(ip.captured());
    static_cast<void>(tcplens::check_header(ip));
    static_cast<void>(hash(orient({ip.source(), 1}, {ip.destination(), 2}).pair));
}

/// A datagram that can only be read by one who takes a length of 0 for the frame's.
inline void check_offloaded(const link_view& link) {
    const auto ip = tcplens::decode_ip<tcplens::zero_length::to_frame_end>(link.payload, link.payload_size);
    if (!ip) { return; }
    require(ip->length() == link.payload_size);
    check_datagram(*ip, link);
    if (ip->protocol() != ip_protocol::tcp) { return; }
    for (unsigned verbosity = 0; verbosity <= 2; ++verbosity) {
        render_once<tcplens::tcpdump_5_0>(link, *ip, {verbosity, false});
    }
}

/// What tunnels lead to is TCP that stands in the frame; looking into quotes takes nothing away.
inline void check_tunnelled(link_type type, bytes octets, std::uint32_t wire_length) {
    const auto found = decode_tunnelled(type, octets, wire_length);
    const auto quoted = decode_tunnelled(type, octets, wire_length, reach::tunnels_and_quotes);
    require(!found || (quoted && quoted->captured().data() == found->captured().data()));
    if (!quoted) { return; }
    require(quoted->protocol() == ip_protocol::tcp && !quoted->later_fragment());
    require(is_part(quoted->captured(), octets) && is_part(quoted->payload(), quoted->captured()));
    require(quoted->payload().size() <= quoted->payload_size());
    use(quoted->captured());
}

/// Everything that reads a frame, on one frame.
inline void check_frame(link_type type, bytes shown, std::uint32_t wire_length) {
    const unit::exact copy{shown};
    const bytes octets = copy.all();
    check_tunnelled(type, octets, wire_length);
    const auto packet = decode_frame(type, octets, wire_length);
    const auto link = decode_link(type, octets, wire_length);
    if (!link) {
        require(!packet && packet.error() == link.error());
        return;
    }
    require(is_known(type) && link->offset <= octets.size());
    require(is_part(link->payload, octets) && link->payload.size() <= link->payload_size);
    require(link->offset + std::uint64_t{link->payload_size} <= wire_length);
    const auto ip = decode_ip(link->payload, link->payload_size);
    if (!ip) {
        require(!packet && packet.error() == ip.error().shifted(link->offset));
        check_offloaded(*link);
        return;
    }
    check_datagram(*ip, *link);
    const auto tcp = decode(ip->payload(), ip->payload_size());
    if (tcp) { check_header(*tcp, *ip); }
    if (ip->protocol() != ip_protocol::tcp) {
        require(!packet && packet.error().code == errc::not_tcp);
        return;
    }
    require(packet.has_value() == (tcp.has_value() && !ip->later_fragment()));
    render_all(*link, *ip, packet ? &*packet : nullptr);
}

/// How many octets were sent of a frame of which `captured` are there.
[[nodiscard]] inline std::uint32_t sent_of(std::uint32_t captured, unsigned choice) {
    switch (choice) {
    case 8: return captured + 1;
    case 9: return captured + 7;
    case 10: return captured + 100;
    case 11: return captured + 1460;
    case 12: return std::max(captured, std::uint32_t{0xffff});
    case 13: return 0xffff'ffff;
    case 14: return captured == 0 ? 0 : captured - 1;
    case 15: return 0;
    default: return captured;
    }
}

/// The link types that the low half of a frame's first octet chooses from; 147 is one for private use.
inline constexpr std::array<std::uint32_t, 16> frame_types{1,   0,   9,   12,  14,  50,  101, 104,
                                                           108, 113, 129, 228, 229, 242, 276, 147};

/// The first octet says which link type it is and how much was sent; the others are the frame.
inline void fuzz_frame(std::span<const std::uint8_t> input) {
    if (input.empty()) { return; }
    const bytes octets = std::as_bytes(input.subspan(1));
    const link_type type{frame_types[input.front() & 15U]};
    check_frame(type, octets, sent_of(static_cast<std::uint32_t>(octets.size()), input.front() >> 4U));
}

// Capture files.

[[nodiscard]] inline bool same_item(const capture_item& a, const capture_item& b) {
    return a.is == b.is && a.fault == b.fault && a.frame.number == b.frame.number && a.frame.when == b.frame.when &&
           a.frame.link == b.frame.link && a.frame.wire_length == b.frame.wire_length &&
           std::ranges::equal(a.frame.octets, b.frame.octets);
}

/// The items of a file, and the fault behind the last of them: the end of the file is one.
struct file_content {
    std::vector<capture_item> items;
    decode_error fault;
    std::size_t read = 0; ///< octets before the fault
};

inline file_content read_at_once(bytes file) {
    capture_decoder decoder;
    file_content content;
    std::uint64_t frames = 0;
    for (bytes rest = file;;) {
        const auto size = decoder.next(rest);
        if (!size) {
            content.fault = size.error();
            content.read = file.size() - rest.size();
            require(content.fault.in == layer::file);
            require(!rest.empty() || content.fault.code == errc::truncated);
            return content;
        }
        const capture_item& item = decoder.item();
        require(*size != 0 && *size <= rest.size());
        if (item.is != capture_item::kind::other) { ++frames; }
        require(item.frame.number == frames);
        require(is_part(item.frame.octets, rest.first(*size)));
        require(item.is == capture_item::kind::frame || item.frame.octets.empty());
        content.items.push_back(item);
        rest = rest.subspan(*size);
    }
}

/// Reads the file again through a window that grows as `more` says where an item doesn't fit into it.
template <class More>
void read_in_pieces(bytes file, const file_content& whole, More more) {
    capture_decoder decoder;
    std::size_t count = 0;
    std::size_t size = 0;
    for (bytes rest = file;;) {
        size = std::min(size, rest.size());
        const unit::exact window{rest.first(size)};
        const auto taken = decoder.next(window.all());
        if (taken) {
            require(count < whole.items.size() && same_item(decoder.item(), whole.items[count]));
            ++count;
            rest = rest.subspan(*taken);
            size -= *taken;
        } else if (taken.error().code == errc::truncated && size < rest.size()) {
            require(taken.error().needed > taken.error().available && taken.error().available <= size);
            size = more(size, taken.error());
        } else {
            require(count == whole.items.size() && taken.error() == whole.fault);
            return;
        }
    }
}

inline void check_view(bytes file, const file_content& whole) {
    const capture_view view{file};
    std::uint64_t frames = 0;
    auto at = view.begin();
    for (const capture_item& item : whole.items) {
        if (item.is != capture_item::kind::frame) { continue; }
        require(at != view.end());
        require((*at).number == item.frame.number && (*at).octets.data() == item.frame.octets.data());
        require((*at).octets.size() == item.frame.octets.size());
        ++at;
        ++frames;
    }
    require(at == view.end());
    const auto checked = view.check();
    if (whole.read == file.size() && !whole.items.empty()) {
        require(checked.has_value() && *checked == frames);
    } else {
        require(!checked && checked.error() == whole.fault.shifted(static_cast<std::uint32_t>(whole.read)));
    }
}

/// What stands in front of a line; it has the room that tcplens-dump gives it.
inline void check_times(timestamp when, timestamp before) {
    const std::unique_ptr<char[]> buffer{new char[64]};
    char* const out = buffer.get();
    require(render_clock(out, when) <= out + 64 && render_epoch(out, when) <= out + 64);
    for (const std::int64_t zone : {-43200, 0, 50400}) { require(render_date_and_clock(out, when, zone) <= out + 64); }
    require(render_elapsed(out, before, when) <= out + 64);
    require(elapsed(before, when) == static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(elapsed(when, before))));
}

/// A frame of a capture file: `fuzz_frame` looks closer.
inline void render_frame(const captured_frame& frame) {
    const unit::exact copy{frame.octets};
    const auto packet = decode_frame(frame.link, copy.all(), frame.wire_length);
    if (!packet) { return; }
    const shown_numbers shown = tcpdump_numbering{}(direction::from_first, packet->tcp);
    const std::size_t room = line_bound(packet->link, packet->ip);
    const std::unique_ptr<char[]> buffer{new char[room]};
    for (unsigned verbosity = 0; verbosity <= 2; ++verbosity) {
        const char* const end = render_line(buffer.get(), *packet, shown, {verbosity});
        require(end > buffer.get() && end <= buffer.get() + room);
    }
}

/// The octets are a capture file.
inline void fuzz_capture(std::span<const std::uint8_t> input) {
    const unit::exact file{std::as_bytes(input)};
    const file_content whole = read_at_once(file.all());
    std::uint32_t dice = static_cast<std::uint32_t>(input.size()) * 2654435761U;
    read_in_pieces(file.all(), whole, [&](std::size_t size, const decode_error&) {
        dice = dice * 1664525U + 1013904223U;
        return size + 1 + (dice >> 16U) % (size + 1);
    });
    read_in_pieces(file.all(), whole, [](std::size_t, const decode_error& fault) { return fault.needed; });
    check_view(file.all(), whole);
    timestamp before;
    for (const capture_item& item : whole.items) {
        if (item.is != capture_item::kind::frame) { continue; }
        check_times(item.frame.when, before);
        before = item.frame.when;
        render_frame(item.frame);
    }
}

// Connections.

/// Octets as segments of one connection, whose numbers follow from those sent before unless the octets say otherwise.
class segment_source_of_octets {
public:
    struct sent_segment {
        direction sent{};
        segment_fields fields;
    };

    explicit segment_source_of_octets(bytes octets) : rest_{octets} {}

    [[nodiscard]] std::optional<sent_segment> next() {
        if (rest_.empty()) { return std::nullopt; }
        const unsigned choice = octet();
        sent_segment made;
        made.sent = static_cast<direction>(choice & 1U);
        segment_fields& fields = made.fields;
        fields.control = flag_set::from_bits(static_cast<std::uint16_t>((choice & 4U) << 6U | octet()));
        seq32& mine = next_[index(made.sent)];
        if ((choice & 2U) != 0) { mine = seq32{word()}; }
        fields.seq_number = mine + offset();
        fields.ack_number = (choice & 8U) != 0 ? seq32{word()} : next_[index(opposite(made.sent))] + offset();
        fields.payload_octets = (choice & 16U) != 0 ? word() : octet() % 32U;
        fields.window_field = static_cast<std::uint16_t>(octet() << 8U);
        fields.window_shift = static_cast<int>(choice >> 5U) * 2;
        if (fields.window_shift == 0) { fields.window_shift = -1; }
        mine = fields.seq_number + segment_length(fields);
        return made;
    }

private:
    unsigned octet() {
        if (rest_.empty()) { return 0; }
        const unsigned value = load_u8(rest_.data());
        rest_ = rest_.subspan(1);
        return value;
    }
    std::uint32_t word() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) { value = value << 8U | octet(); }
        return value;
    }
    /// Near 0, on either side of it.
    std::uint32_t offset() {
        const unsigned value = octet();
        return value < 128 ? value : value - 256U;
    }

    bytes rest_;
    std::array<seq32, 2> next_{seq32{0xffff'ff00}, seq32{5}};
};

inline void check_end(const end_step& end, bool reset) {
    require(end.before <= state::time_wait && end.after <= state::time_wait);
    require(end.sure_after <= certainty::proven && end.sure_after != certainty::unknown);
    // A change has a rule, the last of them leads to where the end is.
    if (end.before != end.after) { require(!end.changes().empty()); }
    if (!end.changes().empty()) { require(end.changes().back().to == end.after); }
    for (const state_change& change : end.changes()) { require(change.why != nullptr && !change.why->rule.empty()); }
    // Nothing but a RST leads from ESTABLISHED to CLOSED.
    if (end.before == state::established && end.after == state::closed) { require(reset); }
}

/// Says it all in words: the renderer must find one for everything.
inline void explain(const connection_step& step, const connection_record& record) {
    std::string words;
    const party_names names = parties(record);
    render_states(std::back_inserter(words), step, names);
    for (const end_step* end : {&step.sender, &step.receiver}) {
        for (std::size_t i = 0; i < end->changes().size(); ++i) { render_change(std::back_inserter(words), *end, i); }
    }
    render_opening(std::back_inserter(words), record);
    render_ending(std::back_inserter(words), record);
    require(std::ranges::all_of(words, [](char c) { return c >= ' ' && c <= '~'; }));
}

/// The octets are the segments of a connection, fed as they are and with all numbers shifted by the same distance.
inline void fuzz_connection(std::span<const std::uint8_t> input) {
    const unit::exact copy{std::as_bytes(input)};
    segment_source_of_octets source{copy.all()};
    connection both;
    connection shifted;
    connection_record record;
    const std::uint32_t shift = 0x8765'4321;
    std::array<std::uint32_t, 2> segments{};
    std::array<std::uint64_t, 2> octets{};
    while (const auto next = source.next()) {
        const segment_fields& segment = next->fields;
        segment_fields moved = segment;
        moved.seq_number = segment.seq_number + shift;
        moved.ack_number = segment.ack_number + shift;
        static_cast<void>(both.reopened_by(next->sent, segment));

        const connection_step step = both.feed(next->sent, segment);
        const connection_step twin = shifted.feed(next->sent, moved);
        record.add(segment, step);
        const bool reset = segment.flags().has(flag::rst);
        check_end(step.sender, reset);
        check_end(step.receiver, reset);
        // Numbers mean nothing but by their distance.
        if (segment.flags().has(flag::ack)) {
            require(step.sender.after == twin.sender.after && step.receiver.after == twin.receiver.after);
        }
        // What never arrives proves nothing of its receiver.
        require(step.receiver.sure_after != certainty::proven || step.receiver.sure_before == certainty::proven);

        ++segments[index(next->sent)];
        octets[index(next->sent)] += segment.payload_octets;
        require(record.how() <= ending::closed && record.shape() <= close_shape::simultaneous);
        for (const direction d : {direction::from_first, direction::from_second}) {
            require(record.segments(d) == segments[index(d)] && record.octets(d) == octets[index(d)]);
        }
        explain(step, record);
    }
}

// Headers back to octets.

[[nodiscard]] inline bool same_octets(bytes a, bytes b) { return std::ranges::equal(a, b); }

/// An option that can be read is written with the same meaning: what is written can be read, and written alike again.
template <typed_option T>
void write_again(const option& from) {
    const auto read = T::read(from);
    if (!read) { return; }
    option_octets once;
    require(once.add(*read) == (once.size() != 0));
    if (once.empty()) { return; } // longer than a header has room for
    const auto again = T::read(option{once.octets(), 0});
    require(again.has_value());
    option_octets twice;
    require(twice.add(*again) && same_octets(twice.octets(), once.octets()));
}
template <typed_option... T>
void write_each_again(const option& from) {
    (write_again<T>(from), ...);
}

inline void check_encoded(const header_fields& fields, const address& source, const address& destination,
                          bytes payload) {
    const std::size_t size = 20 + (fields.options.size() + 3) / 4 * 4;
    const std::unique_ptr<std::byte[]> room{new std::byte[size]};
    const std::span<std::byte> all{room.get(), size};
    const auto written = encode(fields, all);
    require(written.has_value() == (fields.options.size() <= 40));
    require(!encode(fields, all.first(size - 1)));
    if (!written) { return; }
    require(written->size() == size);
    const auto header = decode(*written);
    require(header.has_value() && header->payload_size() == 0);
    header_fields found = header_fields::of(*header);
    require(same_octets(found.options.first(fields.options.size()), fields.options));
    for (const std::byte padding : found.options.subspan(fields.options.size())) { require(padding == std::byte{0}); }
    found.options = fields.options;
    require(found == fields);

    require(encode(fields, source, destination, payload, all).has_value());
    ones_complement_sum sum;
    sum.add(source);
    sum.add(destination);
    sum.add(static_cast<std::uint32_t>(6 + size + payload.size()));
    sum.add(bytes{all});
    sum.add(payload);
    require(sum.folded() == 0xffff);
}

/// The first octets say what the header says, the others are its options and payload; and all of them may be a header.
inline void fuzz_encode(std::span<const std::uint8_t> input) {
    const unit::exact copy{std::as_bytes(input)};
    const bytes octets = copy.all();
    if (const auto header = decode(octets)) {
        const std::unique_ptr<std::byte[]> room{new std::byte[60]};
        const auto written = encode(header_fields::of(*header), std::span<std::byte>{room.get(), 60});
        require(written && same_octets(*written, octets.first(header->header_size())));
    }
    if (octets.size() < 22) { return; }
    const std::byte* const at = octets.data();
    const bytes rest = octets.subspan(22);
    const std::size_t size = std::min(rest.size(), std::size_t{load_u8(at + 20)} % 44);
    const header_fields fields{.source_port = load_u16(at),
                               .destination_port = load_u16(at + 2),
                               .seq = seq32{load_u32(at + 4)},
                               .ack = seq32{load_u32(at + 8)},
                               .flags = flag_set::from_bits(load_u16(at + 12)),
                               .reserved = static_cast<std::uint8_t>(load_u8(at + 12) >> 5),
                               .window = load_u16(at + 14),
                               .checksum = load_u16(at + 16),
                               .urgent_pointer = load_u16(at + 18),
                               .options = rest.first(size)};
    const bool v6 = (load_u8(at + 21) & 1) != 0;
    const address source = v6 ? address::v6(load_u64(at), load_u64(at + 8)) : address::v4(load_u32(at + 3));
    const address destination = v6 ? address::v6(load_u64(at + 6), load_u64(at + 2)) : address::v4(load_u32(at + 7));
    check_encoded(fields, source, destination, rest.subspan(size));
    for (const option o : options_view{fields.options, static_cast<std::uint32_t>(size)}) {
        write_each_again<end_of_options, no_operation, maximum_segment_size, window_scale, sack_permitted, sack,
                         timestamps, echo, connection_count_new, md5_signature, scps_capabilities, user_timeout,
                         tcp_authentication, fast_open, experiment, experimental_fast_open>(o);
        write_each_again<mptcp, mptcp_capable, mptcp_join, mptcp_dss, mptcp_add_address, mptcp_remove_address,
                         mptcp_priority, mptcp_fail, mptcp_fast_close, mptcp_reset>(o);
    }
}

// Listings.

[[nodiscard]] inline bool is_part(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

inline void check_record(const listing_record& record, std::string_view text) {
    for (const std::string_view part :
         {record.source().host, record.source().port, record.destination().host, record.destination().port,
          record.options_text(), record.ip_header(), record.prefix(), record.tail()}) {
        require(is_part(part, text));
    }
    require(record.options().raw().size() <= 40 && record.window_scale() >= -1 && record.window_scale() <= 14);
    require(!record.options_exact() || record.options_known());
    require(!record.options_known() || record.options().raw().size() % 4 == 0);
    check_options(record.options());
    static_cast<void>(orient(record.source().key, record.destination().key));
    static_cast<void>(segment_length(record));
    require(record.has(listing_field::window) || record.window() == 65535);
    require(record.has(listing_field::flags) || record.notation() == listing_notation::quick);
}

/// The octets are a text: every record of it, and each of its lines for itself.
inline void fuzz_listing(std::span<const std::uint8_t> input) {
    const unit::exact copy{std::as_bytes(input)};
    const std::string_view text{reinterpret_cast<const char*>(copy.all().data()), copy.size()};
    std::size_t number = 0;
    const char* behind = text.data();
    for (const listing_item& item : listing_view{text}) {
        require(item.number > number && is_part(item.text, text) && item.text.data() >= behind);
        number = item.number;
        behind = item.text.data() + item.text.size();
        require(same_line::same(parse_line(item.text), same_line::read_as_odd(item.text)));
        if (item.line.is() == line_kind::record) {
            check_record(item.line.record(), item.text);
            require(same_line::survives_print(item.line.record()));
        } else {
            require(item.line.is() == line_kind::broken && !item.line.fault().expected.empty());
            require(item.line.fault().column >= 1 && item.line.fault().column <= item.text.size() + 1);
        }
    }
    const listing_line whole = parse_line(text);
    require(same_line::same(whole, same_line::read_as_odd(text)));
    if (whole.is() == line_kind::record) { check_record(whole.record(), text); }
    static_cast<void>(parse_time(text));
    static_cast<void>(parse_endpoint(text));
}

} // namespace fuzzing
