// SPDX-License-Identifier: BSL-1.0
// The rarer TCP options, each as a struct that says what it holds: echo, T/TCP, MD5, SCPS, user timeout, TCP-AO,
// Fast Open.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/options.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// An option that holds one number of 32 bits.
/// Spec: RFC 1072 3 (echo), RFC 1644 2.2 (T/TCP)
template <option_kind Kind>
struct number_option {
    static constexpr option_kind kind = Kind;
    std::uint32_t value = 0; ///< 32 bits, in host order

    /// Errors: bad_option_length unless it has 6 octets.
    [[nodiscard]] static constexpr result<number_option> read(const option& from) noexcept {
        if (from.whole().size() != 6) { return detail::wrong_option_length(from, 6); }
        return number_option{load_u32(from.data().data())};
    }
};

/// What the peer is to send back, obsoleted by timestamps.
/// Spec: RFC 1072 3, RFC 6247 (historic)
using echo = number_option<option_kind::echo>;
/// What the peer had asked for by `echo`.
/// Spec: RFC 1072 3, RFC 6247 (historic)
using echo_reply = number_option<option_kind::echo_reply>;
/// T/TCP's connection count of the sender.
/// Spec: RFC 1644 2.2, RFC 6247 (historic)
using connection_count = number_option<option_kind::connection_count>;
/// The count in a SYN where it may be lower than the one that the peer remembers.
/// Spec: RFC 1644 2.2, RFC 6247 (historic)
using connection_count_new = number_option<option_kind::connection_count_new>;
/// The peer's count, in a SYN,ACK.
/// Spec: RFC 1644 2.2, RFC 6247 (historic)
using connection_count_echo = number_option<option_kind::connection_count_echo>;

/// The MD5 digest that signs a segment; this library can't check it, having no secret.
/// Shape: `digest` has 16 octets.
/// Spec: RFC 2385 3 (obsoleted by TCP-AO)
struct md5_signature {
    static constexpr option_kind kind = option_kind::md5_signature;
    bytes digest; ///< 16 octets, where they stand in the header

    /// Errors: bad_option_length unless it has 18 octets.
    [[nodiscard]] static constexpr result<md5_signature> read(const option& from) noexcept {
        if (from.whole().size() != 18) { return detail::wrong_option_length(from, 18); }
        return md5_signature{from.data()};
    }
};

/// What a space link can do.
/// Spec: CCSDS 714.0-B, SCPS-TP capabilities
struct scps_capabilities {
    static constexpr option_kind kind = option_kind::scps_capabilities;
    std::uint8_t capabilities = 0;  ///< a bit vector
    std::uint8_t connection_id = 0; ///< of the connection that it belongs to

    /// Errors: bad_option_length unless it has 4 octets.
    [[nodiscard]] static constexpr result<scps_capabilities> read(const option& from) noexcept {
        if (from.whole().size() != 4) { return detail::wrong_option_length(from, 4); }
        return scps_capabilities{load_u8(from.data().data()), load_u8(from.data().data() + 1)};
    }
};

/// How long the sender means to keep a connection without progress.
/// Units: `value` in minutes or in seconds, as `in_minutes` says; `seconds()` in seconds.
/// Spec: RFC 5482 3
struct user_timeout {
    static constexpr option_kind kind = option_kind::user_timeout;
    bool in_minutes = false; ///< G, the granularity
    std::uint16_t value = 0; ///< 15 bits

    /// The timeout in seconds, whatever the granularity.
    [[nodiscard]] constexpr std::uint32_t seconds() const noexcept { return value * (in_minutes ? 60U : 1U); }
    /// Errors: bad_option_length unless it has 4 octets.
    [[nodiscard]] static constexpr result<user_timeout> read(const option& from) noexcept {
        if (from.whole().size() != 4) { return detail::wrong_option_length(from, 4); }
        const std::uint16_t word = load_u16(from.data().data());
        return user_timeout{(word & 0x8000) != 0, static_cast<std::uint16_t>(word & 0x7fff)};
    }
};

/// The TCP Authentication Option; this library can't check the MAC, having no key.
/// Spec: RFC 5925 2.2
struct tcp_authentication {
    static constexpr option_kind kind = option_kind::tcp_authentication;
    std::uint8_t key_id = 0;              ///< KeyID: the key that made the MAC
    std::uint8_t receive_next_key_id = 0; ///< RNextKeyID: the key that the sender is ready to receive
    bytes mac;                            ///< where it stands in the header; its size is agreed on elsewhere

    /// Errors: bad_option_length below 4 octets.
    [[nodiscard]] static constexpr result<tcp_authentication> read(const option& from) noexcept {
        if (from.whole().size() < 4) { return detail::wrong_option_length(from, 4); }
        const bytes data = from.data();
        return tcp_authentication{load_u8(data.data()), load_u8(data.data() + 1), data.subspan(2)};
    }
};

/// A Fast Open cookie, or with none the request for one.
/// Shape: `cookie` has 4 to 16 octets, an even number, or none.
/// Spec: RFC 7413 2 and 4.1.1
struct fast_open {
    static constexpr option_kind kind = option_kind::fast_open;
    bytes cookie; ///< where it stands in the header

    /// Whether it asks for a cookie.
    [[nodiscard]] constexpr bool is_request() const noexcept { return cookie.empty(); }
    /// Errors: bad_option_length unless its data has none, or an even number of 4 to 16 octets.
    [[nodiscard]] static constexpr result<fast_open> read(const option& from) noexcept { return of(from, from.data()); }
    /// The cookie in an option's data, or what is wrong with its length.
    /// Errors: bad_option_length as `read`.
    [[nodiscard]] static constexpr result<fast_open> of(const option& from, bytes data) noexcept {
        if (data.size() % 2 != 0 || data.size() > 16 || (data.size() < 4 && !data.empty())) {
            const auto around = static_cast<std::uint32_t>(from.whole().size() - data.size());
            return detail::wrong_option_length(from, around + (data.size() > 16 ? 16U : 4U));
        }
        return fast_open{data};
    }
};

/// An experiment by its identifier; its data follows.
/// Spec: RFC 6994 3
struct experiment {
    static constexpr option_kind kind = option_kind::experiment_2;
    std::uint16_t identifier = 0; ///< ExID, the first 16 bits
    bytes data;                   ///< what follows the ExID, where it stands in the header

    /// Errors: bad_option_length below 4 octets.
    [[nodiscard]] static constexpr result<experiment> read(const option& from) noexcept {
        if (from.whole().size() < 4) { return detail::wrong_option_length(from, 4); }
        return experiment{load_u16(from.data().data()), from.data().subspan(2)};
    }
};

/// Fast Open as it was before it had a kind of its own: experiment 0xf989.
/// Spec: RFC 7413 4.1.1 (the experimental option)
struct experimental_fast_open {
    static constexpr option_kind kind = option_kind::experiment_2;
    fast_open content; ///< the cookie, or the request for one

    /// Errors: no_such_option for another experiment; bad_option_length as `fast_open::read`.
    [[nodiscard]] static constexpr result<experimental_fast_open> read(const option& from) noexcept {
        const auto any = experiment::read(from);
        if (!any) { return any.error(); }
        if (any->identifier != 0xf989) {
            return decode_error{errc::no_such_option, layer::option, from.offset(), 0, 0};
        }
        const auto content = fast_open::of(from, any->data);
        if (!content) { return content.error(); }
        return experimental_fast_open{*content};
    }
};

} // namespace tcplens::inline v0_1
