// SPDX-License-Identifier: BSL-1.0
// tcplens_generate: writes a capture of many interleaved connections, for timing whole programs on it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using octets = std::vector<unsigned char>;

void put8(octets& to, unsigned value) { to.push_back(static_cast<unsigned char>(value)); }
void put16(octets& to, unsigned value) {
    put8(to, value >> 8 & 255U);
    put8(to, value & 255U);
}
void put32(octets& to, std::uint32_t value) {
    put16(to, value >> 16);
    put16(to, value & 0xffffU);
}
void put32_little(octets& to, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) { put8(to, value >> shift & 255U); }
}

/// The ones' complement sum of RFC 1071, not yet folded.
std::uint32_t sum(const octets& from, std::size_t first) {
    std::uint32_t total = 0;
    for (std::size_t i = first; i < from.size(); i += 2) {
        total += static_cast<std::uint32_t>(from[i]) << 8 | (i + 1 < from.size() ? from[i + 1] : 0U);
    }
    return total;
}
unsigned checksum(std::uint32_t total) {
    while (total >> 16 != 0) { total = (total & 0xffffU) + (total >> 16); }
    return ~total & 0xffffU;
}

enum flag : unsigned { fin = 1, syn = 2, rst = 4, psh = 8, ack = 16 };

/// One end of a connection.
struct end {
    std::array<unsigned char, 16> address{};
    unsigned port = 0;
    std::uint32_t next = 0;
    std::uint32_t acked = 0; ///< what it has acknowledged of its peer's numbers
};

struct connection {
    std::array<end, 2> ends;
    bool ipv6 = false;
    int phase = 0; ///< 0 to 2 handshake, 3 data, 4 to 6 close
    int left = 0;  ///< segments of data
};

class generator {
public:
    generator(std::FILE* file, std::uint32_t seed) : file_{file}, random_{seed} {
        octets head;
        for (const std::uint32_t word : {0xa1b2c3d4U, 0x00040002U, 0U, 0U, 262144U, 1U}) { put32_little(head, word); }
        write(head);
    }

    void run(std::uint32_t packets, std::uint32_t connections) {
        std::vector<connection> live(std::min(connections, 64U));
        std::uint32_t opened = 0;
        for (connection& c : live) { c = fresh(opened++); }
        const int data = std::max(1, static_cast<int>(packets / connections) - 6);
        for (std::uint32_t written = 0; written < packets; ++written) {
            connection& c = live[below(static_cast<std::uint32_t>(live.size()))];
            if (c.phase == 0) { c.left = data / 2 + static_cast<int>(below(static_cast<std::uint32_t>(data))); }
            if (advance(c)) { c = fresh(opened++ % connections); }
        }
    }

private:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
    void write(const octets& what) {
        if (std::fwrite(what.data(), 1, what.size(), file_) != what.size()) { std::exit(1); }
    }

    connection fresh(std::uint32_t number) {
        connection c;
        c.ipv6 = number % 10 == 0;
        for (unsigned i = 0; i < 2; ++i) {
            auto& address = c.ends[i].address;
            const auto host = static_cast<unsigned char>(1 + (i == 0 ? number % 64 : number % 16));
            if (c.ipv6) {
                address = {0x20, 0x01, 0x0d, 0xb8};
                address[7] = static_cast<unsigned char>(i);
                address[15] = host;
            } else {
                address = {10, 0, static_cast<unsigned char>(i), host};
            }
            c.ends[i].port = i == 0 ? 20000 + number % 40000 : 443;
            c.ends[i].next = static_cast<std::uint32_t>(random_());
        }
        return c;
    }

    /// The next segment of a connection; true when it was the last.
    bool advance(connection& c) {
        switch (c.phase) {
        case 0: segment(c, 0, syn, 0); break;
        case 1: segment(c, 1, syn | ack, 0); break;
        case 2: segment(c, 0, ack, 0); break;
        case 3: {
            const unsigned from = below(4) == 0 ? 0 : 1;
            const bool bare = below(3) == 0;
            segment(c, from, bare ? ack : ack | psh, bare ? 0 : below(1461));
            if (--c.left > 0) { return false; }
            if (below(10) == 0) {
                segment(c, 0, rst | ack, 0);
                return true;
            }
            break;
        }
        case 4: segment(c, 0, fin | ack, 0); break;
        case 5: segment(c, 1, fin | ack, 0); break;
        default: segment(c, 0, ack, 0); return true;
        }
        ++c.phase;
        return false;
    }

    void segment(connection& c, unsigned from, unsigned flags, unsigned payload) {
        end& me = c.ends[from];
        end& peer = c.ends[1 - from];
        if ((flags & ack) != 0) { me.acked = peer.next; }
        octets options;
        if ((flags & syn) != 0) {
            for (const unsigned value : {2U, 4U, 5U, 180U, 4U, 2U}) { put8(options, value); }
        } else {
            for (const unsigned value : {1U, 1U}) { put8(options, value); }
        }
        for (const unsigned value : {8U, 10U}) { put8(options, value); }
        put32(options, tick_ / 1000);
        put32(options, (flags & ack) != 0 ? tick_ / 1000 - 7 : 0);
        if ((flags & syn) != 0) {
            for (const unsigned value : {1U, 3U, 3U, 7U}) { put8(options, value); }
        } else if (below(20) == 0) {
            for (const unsigned value : {1U, 1U, 5U, 10U}) { put8(options, value); }
            put32(options, me.acked + 1460);
            put32(options, me.acked + 2920);
        }

        octets tcp;
        put16(tcp, me.port);
        put16(tcp, peer.port);
        put32(tcp, me.next);
        put32(tcp, me.acked);
        put16(tcp, static_cast<unsigned>(20 + options.size()) / 4U << 12 | flags);
        put16(tcp, (flags & syn) != 0 ? 64240 : 400 + below(200));
        put32(tcp, 0);
        tcp.insert(tcp.end(), options.begin(), options.end());
        for (unsigned i = 0; i < payload; ++i) { put8(tcp, i & 255U); }
        me.next += payload + ((flags & (syn | fin)) != 0 ? 1U : 0U);
        frame(c, me, peer, tcp);
    }

    void frame(const connection& c, const end& me, const end& peer, octets& tcp) {
        const std::size_t size = c.ipv6 ? 16 : 4;
        octets pseudo{me.address.begin(), me.address.begin() + static_cast<std::ptrdiff_t>(size)};
        pseudo.insert(pseudo.end(), peer.address.begin(), peer.address.begin() + static_cast<std::ptrdiff_t>(size));
        const std::uint32_t total = sum(pseudo, 0) + sum(tcp, 0) + static_cast<std::uint32_t>(tcp.size()) + 6;
        const unsigned check = checksum(total);
        tcp[16] = static_cast<unsigned char>(check >> 8);
        tcp[17] = static_cast<unsigned char>(check & 255U);

        octets out;
        for (const unsigned value : {2U, 0U, 0U, 0U, 0U, 2U, 2U, 0U, 0U, 0U, 0U, 1U}) { put8(out, value); }
        put16(out, c.ipv6 ? 0x86dd : 0x0800);
        if (c.ipv6) {
            put32(out, 0x60000000);
            put16(out, static_cast<unsigned>(tcp.size()));
            put16(out, 0x0640);
        } else {
            put16(out, 0x4500);
            put16(out, static_cast<unsigned>(20 + tcp.size()));
            put32(out, (tick_ & 0xffffU) << 16 | 0x4000U);
            put32(out, 0x40060000);
        }
        out.insert(out.end(), pseudo.begin(), pseudo.end());
        if (!c.ipv6) {
            const unsigned header = checksum(sum(out, 14));
            out[24] = static_cast<unsigned char>(header >> 8);
            out[25] = static_cast<unsigned char>(header & 255U);
        }
        out.insert(out.end(), tcp.begin(), tcp.end());

        tick_ += 1 + below(200);
        octets record;
        put32_little(record, 1700000000 + tick_ / 1000000);
        put32_little(record, tick_ % 1000000);
        put32_little(record, static_cast<std::uint32_t>(out.size()));
        put32_little(record, static_cast<std::uint32_t>(out.size()));
        write(record);
        write(out);
    }

    std::FILE* file_;
    std::mt19937 random_;
    std::uint32_t tick_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: tcplens_generate FILE [PACKETS [CONNECTIONS [SEED]]]\n");
        return 2;
    }
    const auto number = [&](int i, std::uint32_t otherwise) {
        const auto value = argc > i ? static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 10)) : 0U;
        return value == 0 ? otherwise : value;
    };
    std::FILE* const file = std::fopen(argv[1], "wb");
    if (file == nullptr) {
        std::perror(argv[1]);
        return 1;
    }
    generator{file, number(4, 1)}.run(number(2, 1'000'000), number(3, 10'000));
    return std::fclose(file) == 0 ? 0 : 1;
}
