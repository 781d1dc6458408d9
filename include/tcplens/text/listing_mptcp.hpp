// SPDX-License-Identifier: BSL-1.0
// Multipath TCP options read back from tcpdump's words.
#pragma once

#include <tcplens/core/endpoint.hpp>
#include <tcplens/text/address.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/wire/encode_options.hpp>
#include <tcplens/wire/mptcp.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcplens::inline v0_1::detail {

/// The octets of one option's data, as they are read.
class option_data {
public:
    constexpr void number(std::uint64_t value, std::size_t octets) noexcept {
        while (octets-- > 0 && size_ < octets_.size()) {
            octets_[size_++] = static_cast<std::byte>(value >> (8 * octets) & 0xff);
        }
    }
    /// As many hexadecimal digits as follow; false unless they are whole octets, one at least.
    constexpr bool digits(listing_scanner& at) noexcept {
        const std::size_t before = size_;
        while (hex_value(at.peek()) >= 0 && hex_value(at.peek(1)) >= 0 && size_ < octets_.size()) {
            number(static_cast<std::uint64_t>(hex_value(at.peek()) << 4 | hex_value(at.peek(1))), 1);
            at.skip(2);
        }
        return size_ != before && hex_value(at.peek()) < 0;
    }
    [[nodiscard]] constexpr bytes octets() const noexcept { return {octets_.data(), size_}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    std::array<std::byte, options_room> octets_{};
    std::size_t size_ = 0;
};

/// Reads what follows on `mptcp`: ` 12 capable v0 {0x...}`. Bits that tcpdump doesn't print are taken for 0.
class mptcp_reader {
public:
    constexpr mptcp_reader(listing_scanner& at, option_octets& to) noexcept : at_{at}, to_{to} {}

    /// False where the words can't be understood, or don't make up an option of their size; nothing is added then.
    constexpr bool run() noexcept {
        // Before 4.99.2 the size was not printed: then it follows from the words.
        sized_ = word() && at_.number(size_, options_room);
        if (!word()) { return false; }
        const bool read = at_.take("capable")      ? capable()
                          : at_.take("join")       ? join()
                          : at_.take("dss")        ? dss()
                          : at_.take("add-addr")   ? add_address()
                          : at_.take("rem-addr")   ? remove_address()
                          : at_.take("prio")       ? priority()
                          : at_.take("fail")       ? sixty_four_bits(mptcp_subtype::fail)
                          : at_.take("fast-close") ? sixty_four_bits(mptcp_subtype::fast_close)
                                                   : false;
        return read && (!sized_ || data_.size() + 2 == size_) && to_.add(option_kind::mptcp, data_.octets());
    }

private:
    /// To the next word of this option; false where it has none.
    constexpr bool word() noexcept {
        at_.skip_blanks();
        return !at_.done() && at_.peek() != ',' && at_.peek() != ']' && at_.peek() != '>';
    }
    template <std::size_t N>
    constexpr bool take(const char (&expected)[N]) noexcept {
        return word() && at_.take(expected);
    }
    constexpr bool decimal(std::uint64_t& to, std::uint64_t most) noexcept { return word() && at_.number(to, most); }
    constexpr bool decimal(std::size_t octets) noexcept {
        std::uint64_t value = 0;
        if (!decimal(value, octets == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * octets)) - 1)) { return false; }
        data_.number(value, octets);
        return true;
    }
    template <std::size_t N>
    constexpr bool hexadecimal(const char (&name)[N], std::size_t octets) noexcept {
        std::uint64_t value = 0;
        if (!take(name) || !take("0x") || !at_.hexadecimal(value, 2 * octets)) { return false; }
        data_.number(value, octets);
        return true;
    }
    constexpr void subtype(mptcp_subtype about, std::uint64_t low_bits) noexcept {
        data_.number(static_cast<std::uint64_t>(about) << 4 | low_bits, 1);
    }

    constexpr bool capable() noexcept {
        std::uint64_t version = 0;
        if (take("v")) {
            if (!at_.number(version, 15)) { return false; }
        } else if (sized_) {
            return false;
        }
        std::uint64_t flags = 0;
        if (take("flags [")) {
            for (; at_.peek() >= 'A' && at_.peek() <= 'H'; at_.skip()) { flags |= 0x80U >> (at_.peek() - 'A'); }
            at_.take("none");
            if (!at_.take(']')) { return false; }
        }
        if (take("csum")) { flags |= 0x80; }
        subtype(mptcp_subtype::capable, version);
        data_.number(flags, 1);
        if (!take("{")) { return true; }
        if (!hexadecimal("", 8) || (at_.take(',') && !hexadecimal("", 8))) { return false; }
        if (at_.take(",data_len=")) {
            if (!decimal(2)) { return false; }
        } else if (size_ == 22) {
            // 4.99.3 doesn't print the length of the first data.
            data_.number(0, 2);
        }
        return at_.take('}');
    }

    constexpr bool join() noexcept {
        const bool backup = take("backup");
        subtype(mptcp_subtype::join, backup ? 1 : 0);
        if (!take("id")) {
            data_.number(0, 1);
            return take("hmac") && take("0x") && data_.digits(at_) && data_.size() == 22;
        }
        if (!decimal(1)) { return false; }
        const bool first = word() && at_.sees("token");
        return (first ? hexadecimal("token", 4) : hexadecimal("hmac", 8)) && hexadecimal("nonce", 4);
    }

    /// The sizes of both numbers follow from the option's; where they could be either way round, from the numbers.
    constexpr bool dss() noexcept {
        const bool fin = take("fin");
        std::uint64_t ack = 0;
        std::uint64_t seq = 0;
        std::uint64_t subflow = 0;
        std::uint64_t length = 0;
        std::uint64_t sum = 0;
        const bool has_ack = take("ack");
        if (has_ack && !decimal(ack, ~std::uint64_t{0})) { return false; }
        const bool has_mapping = take("seq");
        if (has_mapping && !(decimal(seq, ~std::uint64_t{0}) && take("subseq") && decimal(subflow, 0xffff'ffff) &&
                             take("len") && decimal(length, 0xffff))) {
            return false;
        }
        const bool has_sum = take("csum");
        if (has_sum && !(take("0x") && at_.hexadecimal(sum, 4))) { return false; }
        bool wide_ack = has_ack && ack >> 32 != 0;
        bool wide_seq = has_mapping && seq >> 32 != 0;
        const std::size_t others = 4U + (has_mapping ? 6U : 0U) + (has_sum ? 2U : 0U);
        const auto numbers = [&] {
            return (has_ack ? wide_ack ? 8U : 4U : 0U) + (has_mapping ? wide_seq ? 8U : 4U : 0U);
        };
        if (sized_ && others + numbers() < size_ && has_mapping) { wide_seq = true; }
        if (sized_ && others + numbers() < size_ && has_ack) { wide_ack = true; }
        subtype(mptcp_subtype::dss, 0);
        data_.number((fin ? 0x10U : 0U) | (has_ack ? 1U : 0U) | (wide_ack ? 2U : 0U) | (has_mapping ? 4U : 0U) |
                         (wide_seq ? 8U : 0U),
                     1);
        if (has_ack) { data_.number(ack, wide_ack ? 8 : 4); }
        if (has_mapping) {
            data_.number(seq, wide_seq ? 8 : 4);
            data_.number(subflow, 4);
            data_.number(length, 2);
        }
        if (has_sum) { data_.number(sum, 2); }
        return true;
    }

    constexpr bool add_address() noexcept {
        const bool v0_4 = take("v0-ip4");
        const bool v0_6 = !v0_4 && take("v0-ip6");
        const bool echo = !v0_4 && !v0_6 && take("v1-echo");
        if (!v0_4 && !v0_6 && !echo) { take("v1"); }
        subtype(mptcp_subtype::add_address, v0_4 ? 4 : v0_6 ? 6 : echo ? 1 : 0);
        if (!take("id") || !decimal(1) || !word()) { return false; }
        const std::size_t begin = at_.at();
        while (!at_.done() && !is_blank(at_.peek()) && at_.peek() != ',' && at_.peek() != ']') { at_.skip(); }
        std::string_view host = at_.since(begin);
        std::string_view port;
        // IPv6 hides the colon of the port among its own: the size tells.
        const bool v6_with_port = size_ == 22 || size_ == 30;
        const std::size_t colon = host.rfind(':');
        if (colon != std::string_view::npos && (v6_with_port || host.find(':') == colon)) {
            port = host.substr(colon + 1);
            host = host.substr(0, colon);
        }
        const parsed_address found = parse_address(host);
        if (!found.valid) { return false; }
        if (!found.host.is_v4()) { data_.number(found.host.high(), 8); }
        data_.number(found.host.low(), found.host.is_v4() ? 4 : 8);
        std::uint64_t number = 0;
        if (!port.empty()) {
            listing_scanner digits{port, 0};
            if (!digits.number(number, 65535) || !digits.done()) { return false; }
            data_.number(number, 2);
        }
        return !word() || !at_.sees("hmac") || hexadecimal("hmac", 8);
    }

    constexpr bool remove_address() noexcept {
        subtype(mptcp_subtype::remove_address, 0);
        if (!take("id")) { return false; }
        while (word()) {
            if (!decimal(1)) { return false; }
        }
        return data_.size() > 1;
    }

    constexpr bool priority() noexcept {
        const bool backup = take("backup");
        if (!backup && !take("non-backup")) { return false; }
        subtype(mptcp_subtype::priority, backup ? 1 : 0);
        return !take("id") || decimal(1);
    }

    constexpr bool sixty_four_bits(mptcp_subtype about) noexcept {
        subtype(about, 0);
        data_.number(0, 1);
        if (about == mptcp_subtype::fail) { return take("seq") && decimal(8); }
        return hexadecimal("key", 8);
    }

    listing_scanner& at_;
    option_octets& to_;
    option_data data_;
    std::uint64_t size_ = 0;
    bool sized_ = false;
};

} // namespace tcplens::inline v0_1::detail
