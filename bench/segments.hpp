// SPDX-License-Identifier: BSL-1.0
// The packets that the benchmarks read, written at run time so that no compiler knows them.
#pragma once

#include <tcplens/tcplens.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Headers being written, in the order of the wire.
class octets {
public:
    void u8(unsigned value) { octets_[size_++] = static_cast<std::byte>(value & 0xffU); }
    void u16(unsigned value) {
        u8(value >> 8);
        u8(value);
    }
    void u32(std::uint32_t value) {
        u16(value >> 16);
        u16(value);
    }
    void little_u32(std::uint32_t value) {
        for (int i = 0; i < 4; ++i, value >>= 8) { u8(value); }
    }
    [[nodiscard]] tcplens::bytes view() const noexcept { return {octets_.data(), size_}; }

private:
    std::array<std::byte, 112> octets_{};
    std::size_t size_ = 0;
};

/// The options that today's systems send.
enum class option_set {
    data, ///< nop,nop,TS: 12 octets
    syn,  ///< mss,sackOK,TS,nop,wscale: 20 octets
    sack, ///< nop,nop,TS,nop,nop,SACK of two blocks: 32 octets
};

[[nodiscard]] inline std::uint32_t header_size(option_set options) {
    switch (options) {
    case option_set::syn: return 40;
    case option_set::sack: return 52;
    default: return 32;
    }
}

inline void write_tcp(octets& to, const tcplens::segment_fields& fields, option_set options, std::uint32_t tick) {
    to.u16(fields.source_port());
    to.u16(fields.destination_port());
    to.u32(fields.seq().value());
    to.u32(fields.ack().value());
    to.u16(header_size(options) / 4 << 12 | fields.flags().bits());
    to.u16(fields.window());
    to.u32((0x1234 + tick) << 16); // a checksum that nobody looks at, no urgent pointer
    if (options == option_set::syn) {
        to.u32(0x0204'05b4 - tick % 8);
        to.u16(0x0402);
    } else {
        to.u16(0x0101);
    }
    to.u16(0x080a);
    to.u32(3'000'000'000 + tick);
    to.u32(tick % 8 == 0 ? 0 : 2'000'000'000 + tick);
    if (options == option_set::syn) { to.u32(0x0103'0307 + tick % 4); }
    if (options == option_set::sack) {
        to.u32(0x0101'0512);
        for (const std::uint32_t hole : {30'000U, 10'000U}) {
            to.u32(fields.ack().value() + hole);
            to.u32(fields.ack().value() + hole + 1448 * (tick + 1));
        }
    }
}

inline void write_ipv4(octets& to, std::uint32_t payload, std::uint32_t tick) {
    to.u16(0x4500);
    to.u16(20 + payload);
    to.u32((0x1000 + tick) << 16 | 0x4000);
    to.u32(0x4006'0000 + tick);
    to.u32(0xc000'0200 + tick % 100); // 192.0.2.0/24
    to.u32(0xc633'64c8 - tick % 100); // 198.51.100.0/24
}

inline void write_ipv6(octets& to, std::uint32_t payload, std::uint32_t tick) {
    to.u32(0x6000'0000 + tick);
    to.u16(payload);
    to.u16(0x0640);
    for (const std::uint32_t host : {1U, 200U}) {
        to.u32(0x2001'0db8);
        to.u32(host + tick);
        to.u32(0);
        to.u32(host * 0x1'0001);
    }
}

inline void write_ethernet(octets& to, unsigned ethertype, std::uint32_t tick) {
    to.u32(0x0200'5e00 + tick);
    to.u32(0x0001'0200);
    to.u32(0x5e00'0002);
    to.u16(ethertype);
}

/// One frame as captured: the headers, of `wire_length` octets.
struct frame {
    octets headers;
    std::uint32_t wire_length = 0;
};

/// A SYN, a data segment of 1 to 1448 octets, or an ACK of what came after a hole, the `tick`th of them.
[[nodiscard]] inline frame make_frame(option_set options, tcplens::address_family version, std::uint32_t tick) {
    tcplens::segment_fields fields{.from_port = static_cast<std::uint16_t>(40000 + tick * 11),
                                   .to_port = 443,
                                   .seq_number = tcplens::seq32{0x1234'5678 * (tick + 1)},
                                   .control = tcplens::flag::syn,
                                   .window_field = static_cast<std::uint16_t>(501 + tick * 4001)};
    if (options != option_set::syn) {
        fields.ack_number = tcplens::seq32{0x0765'4321 * (tick + 3)};
        fields.control = tcplens::flag::ack;
    }
    if (options == option_set::data) {
        fields.control = tick % 2 == 0 ? tcplens::flag::ack : tcplens::flag::psh | tcplens::flag::ack;
        fields.payload_octets = tick % 4 == 3 ? 1 + tick * 17 : 1448;
    }
    const bool v4 = version == tcplens::address_family::ipv4;
    const std::uint32_t segment = header_size(options) + fields.payload_size();
    frame made;
    write_ethernet(made.headers, v4 ? 0x0800 : 0x86dd, tick);
    v4 ? write_ipv4(made.headers, segment, tick) : write_ipv6(made.headers, segment, tick);
    write_tcp(made.headers, fields, options, tick);
    made.wire_length = (v4 ? 34U : 54U) + segment;
    return made;
}

[[nodiscard]] inline std::vector<frame> make_frames(option_set options, tcplens::address_family version) {
    std::vector<frame> frames;
    for (std::uint32_t tick = 0; tick < 8; ++tick) { frames.push_back(make_frame(options, version, tick)); }
    return frames;
}

/// The packets of frames, which have to stay where they are.
[[nodiscard]] inline std::vector<tcplens::packet_view> decode_all(const std::vector<frame>& frames) {
    std::vector<tcplens::packet_view> packets;
    for (const frame& f : frames) {
        packets.push_back(*tcplens::decode_frame(tcplens::link_type::ethernet, f.headers.view(), f.wire_length));
    }
    return packets;
}

/// One segment of a conversation.
struct sent_segment {
    tcplens::direction sent{};
    tcplens::header_view tcp;
};

/// Two ends that talk in order and lose nothing: the server is `socket_pair::first`. The numbers wrap soon.
class conversation {
public:
    void client(tcplens::flag_set flags, std::uint32_t payload = 0) {
        send(tcplens::direction::from_second, flags, payload);
    }
    void server(tcplens::flag_set flags, std::uint32_t payload = 0) {
        send(tcplens::direction::from_first, flags, payload);
    }
    void handshake() {
        client(tcplens::flag::syn);
        server(tcplens::flag::syn | tcplens::flag::ack);
        client(tcplens::flag::ack);
    }
    /// The segments, from the `first`th on.
    [[nodiscard]] std::vector<sent_segment> segments(std::size_t first = 0) const {
        std::vector<sent_segment> all;
        for (std::size_t i = first; i < written_.size(); ++i) {
            const auto& [sent, headers, size] = written_[i];
            all.push_back({sent, *tcplens::decode(headers.view(), size)});
        }
        return all;
    }

private:
    struct written {
        tcplens::direction sent{};
        octets headers;
        std::uint32_t size = 0;
    };

    void send(tcplens::direction sent, tcplens::flag_set flags, std::uint32_t payload) {
        const bool from_server = sent == tcplens::direction::from_first;
        tcplens::seq32& mine = next_[tcplens::index(sent)];
        const tcplens::segment_fields fields{.from_port = static_cast<std::uint16_t>(from_server ? 443 : 50000),
                                             .to_port = static_cast<std::uint16_t>(from_server ? 50000 : 443),
                                             .seq_number = mine,
                                             .ack_number = next_[tcplens::index(tcplens::opposite(sent))],
                                             .control = flags,
                                             .payload_octets = payload};
        const option_set options = flags.has(tcplens::flag::syn) ? option_set::syn : option_set::data;
        written one{sent, {}, header_size(options) + payload};
        write_tcp(one.headers, fields, options, static_cast<std::uint32_t>(written_.size()));
        written_.push_back(one);
        mine = mine + tcplens::segment_length(fields);
    }

    std::vector<written> written_;
    std::array<tcplens::seq32, 2> next_{tcplens::seq32{0xffff'0000}, tcplens::seq32{0xffff'ff00}};
};

/// 256 segments after the handshake, of which the client acknowledges every second one.
[[nodiscard]] inline conversation bulk_transfer() {
    conversation both;
    both.handshake();
    for (int i = 0; i < 256; ++i) {
        i % 3 == 2 ? both.client(tcplens::flag::ack) : both.server(tcplens::flag::psh | tcplens::flag::ack, 1448);
    }
    return both;
}

/// 16 segments from SYN to the last ACK: a request, five segments of response, and four that close.
[[nodiscard]] inline conversation short_connection() {
    using tcplens::flag;
    conversation both;
    both.handshake();
    both.client(flag::psh | flag::ack, 120);
    both.server(flag::ack);
    for (int i = 0; i < 2; ++i) {
        both.server(flag::ack, 1448);
        both.server(flag::psh | flag::ack, 1448);
        both.client(flag::ack);
    }
    both.server(flag::ack, 700);
    both.server(flag::fin | flag::ack);
    both.client(flag::ack);
    both.client(flag::fin | flag::ack);
    both.server(flag::ack);
    return both;
}

} // namespace bench
