// SPDX-License-Identifier: BSL-1.0
// The Multipath TCP option: one kind, a struct for each of its subtypes.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/wire/options.hpp>

#include <cstdint>

namespace tcplens::inline v0_1 {

/// What a Multipath TCP option is about.
/// Spec: RFC 8684 3 (version 1), RFC 6824 3 (version 0)
enum class mptcp_subtype : std::uint8_t {
    capable = 0,        ///< MP_CAPABLE, `mptcp_capable`
    join = 1,           ///< MP_JOIN, `mptcp_join`
    dss = 2,            ///< DSS, `mptcp_dss`
    add_address = 3,    ///< ADD_ADDR, `mptcp_add_address`
    remove_address = 4, ///< REMOVE_ADDR, `mptcp_remove_address`
    priority = 5,       ///< MP_PRIO, `mptcp_priority`
    fail = 6,           ///< MP_FAIL, `mptcp_fail`
    fast_close = 7,     ///< MP_FASTCLOSE, `mptcp_fast_close`
    reset = 8,          ///< MP_TCPRST, `mptcp_reset`
};

/// A Multipath TCP option of any subtype: what it is about, and its octets.
/// Spec: RFC 8684 3
/// Example: `if (auto any = options.find<mptcp>(); any && any->subtype() == mptcp_subtype::join) { ++joins; }`
class mptcp {
public:
    static constexpr option_kind kind = option_kind::mptcp;

    /// What it is about: a number up to 15, of which nine are assigned.
    [[nodiscard]] constexpr mptcp_subtype subtype() const noexcept { return mptcp_subtype(load_u8(at(2)) >> 4); }
    /// The low half of the octet that holds the subtype: a version or flags.
    [[nodiscard]] constexpr std::uint8_t low_bits() const noexcept { return load_u8(at(2)) & 15; }
    /// The option as it stands in the header.
    [[nodiscard]] constexpr const option& whole() const noexcept { return from_; }
    /// Units: octets, kind and length included.
    [[nodiscard]] constexpr std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(from_.whole().size());
    }
    /// The octet at an offset below `size()`.
    [[nodiscard]] constexpr const std::byte* at(std::size_t offset) const noexcept {
        return from_.whole().data() + offset;
    }

    /// Errors: bad_option_length below 3 octets.
    [[nodiscard]] static constexpr result<mptcp> read(const option& from) noexcept {
        if (from.whole().size() < 3) { return detail::wrong_option_length(from, 3); }
        mptcp found;
        found.from_ = from;
        return found;
    }

private:
    option from_;
};

namespace detail {

/// The fault of an option that is about something else.
[[nodiscard]] constexpr decode_error other_subtype(const option& from) noexcept {
    return {errc::no_such_option, layer::option, from.offset(), 0, 0};
}

/// An option of this subtype and of one of these sizes, the least first; or what is wrong with it.
template <class... Sizes>
[[nodiscard]] constexpr result<mptcp> mptcp_of(const option& from, mptcp_subtype subtype, std::uint32_t least,
                                               Sizes... sizes) noexcept {
    const auto any = mptcp::read(from);
    if (!any) { return any; }
    if (any->subtype() != subtype) { return other_subtype(from); }
    const bool fits = any->size() == least || ((any->size() == static_cast<std::uint32_t>(sizes)) || ...);
    if (!fits) { return wrong_option_length(from, least); }
    return any;
}

} // namespace detail

/// MP_CAPABLE: opens a connection that may use several paths.
/// Shape: a SYN carries no key (version 1) or the sender's, a SYN,ACK the sender's, the third segment both.
/// Spec: RFC 8684 3.1
struct mptcp_capable {
    static constexpr option_kind kind = option_kind::mptcp;
    std::uint8_t version = 0; ///< of the protocol: 0 or 1
    std::uint8_t flags = 0;   ///< A to H from the highest bit: A wants checksums, H HMAC-SHA256 (version 0: HMAC-SHA1)
    std::uint8_t keys = 0;    ///< how many of the two there are
    std::uint64_t sender_key = 0;   ///< with `keys` at least 1
    std::uint64_t receiver_key = 0; ///< with `keys` 2
    bool has_data_length = false;   ///< whether the segment carries data that the option maps
    std::uint16_t data_length = 0;  ///< octets of the first data

    /// A: whether DSS options are to have checksums.
    [[nodiscard]] constexpr bool wants_checksum() const noexcept { return (flags & 0x80) != 0; }
    /// Errors: bad_option_length unless it has 4, 12, 20, 22 or 24 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_capable> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::capable, 4, 12, 20, 22, 24);
        if (!any) { return any.error(); }
        mptcp_capable found;
        found.version = any->low_bits();
        found.flags = load_u8(any->at(3));
        found.keys = any->size() >= 20 ? 2 : any->size() >= 12 ? 1 : 0;
        if (found.keys > 0) { found.sender_key = load_u64(any->at(4)); }
        if (found.keys > 1) { found.receiver_key = load_u64(any->at(12)); }
        found.has_data_length = any->size() >= 22;
        if (found.has_data_length) { found.data_length = load_u16(any->at(20)); }
        return found;
    }
};

/// MP_JOIN: adds a path to a connection.
/// Shape: which fields there are depends on the segment: SYN token and nonce, SYN,ACK a short HMAC and a nonce, the
///        third segment the HMAC.
/// Spec: RFC 8684 3.2
struct mptcp_join {
    static constexpr option_kind kind = option_kind::mptcp;
    /// Which of the handshake's segments carries it.
    enum class step : std::uint8_t {
        syn,     ///< 12 octets
        syn_ack, ///< 16 octets
        ack,     ///< 24 octets
    };
    step carried_by = step::syn; ///< which fields have a meaning
    bool backup = false;         ///< B: the path is used only when others fail; syn and syn_ack
    std::uint8_t address_id = 0; ///< of the address it comes from; syn and syn_ack
    std::uint32_t token = 0;     ///< of the connection, from the key of the receiver; syn
    std::uint32_t nonce = 0;     ///< a random number, signed by the peer's HMAC; syn and syn_ack
    bytes hmac;                  ///< syn_ack: 8 octets, ack: 20

    /// Errors: bad_option_length unless it has 12, 16 or 24 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_join> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::join, 12, 16, 24);
        if (!any) { return any.error(); }
        mptcp_join found;
        found.carried_by = any->size() == 12 ? step::syn : any->size() == 16 ? step::syn_ack : step::ack;
        if (found.carried_by == step::ack) {
            found.hmac = from.whole().subspan(4);
            return found;
        }
        found.backup = (any->low_bits() & 1) != 0;
        found.address_id = load_u8(any->at(3));
        if (found.carried_by == step::syn) {
            found.token = load_u32(any->at(4));
            found.nonce = load_u32(any->at(8));
        } else {
            found.hmac = from.whole().subspan(4, 8);
            found.nonce = load_u32(any->at(12));
        }
        return found;
    }
};

/// DSS: where a path's octets belong in the connection's, and what was received of it.
/// Units: data sequence numbers, 32 or 64 bits as sent; `length` in octets.
/// Spec: RFC 8684 3.3
struct mptcp_dss {
    static constexpr option_kind kind = option_kind::mptcp;
    bool fin = false;              ///< F: DATA_FIN, the octet behind the mapped ones
    bool has_ack = false;          ///< A: `ack` has a meaning
    bool has_mapping = false;      ///< M: `seq`, `subflow_seq` and `length` have a meaning
    bool has_checksum = false;     ///< `checksum` has a meaning
    std::uint64_t ack = 0;         ///< Data ACK: the next data sequence number expected
    std::uint64_t seq = 0;         ///< of the first octet mapped
    std::uint32_t subflow_seq = 0; ///< relative to the path's ISN
    std::uint16_t length = 0;      ///< of the octets mapped, DATA_FIN included
    std::uint16_t checksum = 0;    ///< of the octets mapped and their pseudo-header

    /// Errors: bad_option_length where its flags want another length; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_dss> read(const option& from) noexcept {
        const auto any = mptcp::read(from);
        if (!any) { return any.error(); }
        if (any->subtype() != mptcp_subtype::dss) { return detail::other_subtype(from); }
        if (any->size() < 4) { return detail::wrong_option_length(from, 4); }
        mptcp_dss found;
        const std::uint8_t flags = load_u8(any->at(3));
        found.fin = (flags & 0x10) != 0;
        found.has_ack = (flags & 0x01) != 0;
        found.has_mapping = (flags & 0x04) != 0;
        const std::uint32_t ack_size = !found.has_ack ? 0U : (flags & 0x02) != 0 ? 8U : 4U;
        const std::uint32_t seq_size = !found.has_mapping ? 0U : (flags & 0x08) != 0 ? 8U : 4U;
        const std::uint32_t needed = 4 + ack_size + seq_size + (found.has_mapping ? 6U : 0U);
        found.has_checksum = found.has_mapping && any->size() == needed + 2;
        if (any->size() != needed && !found.has_checksum) { return detail::wrong_option_length(from, needed); }
        const auto load = [&](std::uint32_t at, std::uint32_t size) {
            return size == 8 ? load_u64(any->at(at)) : load_u32(any->at(at));
        };
        if (found.has_ack) { found.ack = load(4, ack_size); }
        if (found.has_mapping) {
            const std::uint32_t at = 4 + ack_size;
            found.seq = load(at, seq_size);
            found.subflow_seq = load_u32(any->at(at + seq_size));
            found.length = load_u16(any->at(at + seq_size + 4));
            if (found.has_checksum) { found.checksum = load_u16(any->at(at + seq_size + 6)); }
        }
        return found;
    }
};

/// ADD_ADDR: an address at which the sender can be reached too.
/// Spec: RFC 8684 3.4.1 (version 1), RFC 6824 3.4.1 (version 0)
struct mptcp_add_address {
    static constexpr option_kind kind = option_kind::mptcp;
    bool echo = false;           ///< version 1: it acknowledges the peer's
    std::uint8_t address_id = 0; ///< by which REMOVE_ADDR and MP_JOIN call it
    address host;                ///< IPv4 or IPv6, by the option's length
    bool has_port = false;       ///< `port` has a meaning
    std::uint16_t port = 0;      ///< where it listens, if not on the connection's port
    bytes hmac;                  ///< 8 octets or none

    /// Errors: bad_option_length unless it fits an address, with or without port and HMAC; no_such_option for another
    ///         subtype.
    [[nodiscard]] static constexpr result<mptcp_add_address> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::add_address, 8, 10, 16, 18, 20, 22, 28, 30);
        if (!any) { return any.error(); }
        mptcp_add_address found;
        found.echo = any->low_bits() == 1;
        found.address_id = load_u8(any->at(3));
        const bool v4 = any->size() < 20;
        found.host = v4 ? address::load_v4(any->at(4)) : address::load_v6(any->at(4));
        std::uint32_t end = v4 ? 8 : 20;
        found.has_port = (any->size() - end) % 8 == 2;
        if (found.has_port) {
            found.port = load_u16(any->at(end));
            end += 2;
        }
        found.hmac = from.whole().subspan(end);
        return found;
    }
};

/// REMOVE_ADDR: addresses that are no longer to be used, by their ids.
/// Spec: RFC 8684 3.4.2
struct mptcp_remove_address {
    static constexpr option_kind kind = option_kind::mptcp;
    bytes address_ids; ///< an octet each, one at least

    /// Errors: bad_option_length below 4 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_remove_address> read(const option& from) noexcept {
        const auto any = mptcp::read(from);
        if (!any) { return any.error(); }
        if (any->subtype() != mptcp_subtype::remove_address) { return detail::other_subtype(from); }
        if (any->size() < 4) { return detail::wrong_option_length(from, 4); }
        return mptcp_remove_address{from.whole().subspan(3)};
    }
};

/// MP_PRIO: makes a path a backup or not.
/// Spec: RFC 8684 3.3.8
struct mptcp_priority {
    static constexpr option_kind kind = option_kind::mptcp;
    bool backup = false;         ///< B: the path is used only when others fail
    bool has_address_id = false; ///< the path is another than the option's own
    std::uint8_t address_id = 0; ///< version 0 only

    /// Errors: bad_option_length unless it has 3 or 4 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_priority> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::priority, 3, 4);
        if (!any) { return any.error(); }
        const bool has_id = any->size() == 4;
        return mptcp_priority{(any->low_bits() & 1) != 0, has_id, has_id ? load_u8(any->at(3)) : std::uint8_t{0}};
    }
};

/// MP_FAIL: back to a single path from this data sequence number on.
/// Spec: RFC 8684 3.7
struct mptcp_fail {
    static constexpr option_kind kind = option_kind::mptcp;
    std::uint64_t seq = 0; ///< the data sequence number, 64 bits

    /// Errors: bad_option_length unless it has 12 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_fail> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::fail, 12);
        if (!any) { return any.error(); }
        return mptcp_fail{load_u64(any->at(4))};
    }
};

/// MP_FASTCLOSE: aborts the whole connection.
/// Spec: RFC 8684 3.5
struct mptcp_fast_close {
    static constexpr option_kind kind = option_kind::mptcp;
    std::uint64_t receiver_key = 0; ///< shows that its sender belongs to the connection

    /// Errors: bad_option_length unless it has 12 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_fast_close> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::fast_close, 12);
        if (!any) { return any.error(); }
        return mptcp_fast_close{load_u64(any->at(4))};
    }
};

/// MP_TCPRST: why one path was reset.
/// Spec: RFC 8684 3.6
struct mptcp_reset {
    static constexpr option_kind kind = option_kind::mptcp;
    std::uint8_t flags = 0; ///< U, V, W and T from the highest of four bits; T: the condition is transient
    /// 0 unspecified, 1 MPTCP error, 2 lack of resources, 3 prohibited, 4 too much data, 5 bad performance, 6 a box in
    /// the middle.
    std::uint8_t reason = 0;

    /// Errors: bad_option_length unless it has 4 octets; no_such_option for another subtype.
    [[nodiscard]] static constexpr result<mptcp_reset> read(const option& from) noexcept {
        const auto any = detail::mptcp_of(from, mptcp_subtype::reset, 4);
        if (!any) { return any.error(); }
        return mptcp_reset{any->low_bits(), load_u8(any->at(3))};
    }
};

} // namespace tcplens::inline v0_1
