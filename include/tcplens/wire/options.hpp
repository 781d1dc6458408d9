// SPDX-License-Identifier: BSL-1.0
// The options of a TCP header: a lazy view, one typed reader per kind, and where it went wrong.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/core/seq.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace tcplens::inline v0_1 {

/// The kind octet of an option.
/// Spec: IANA TCP Option Kind Numbers
enum class option_kind : std::uint8_t {
    eol = 0,                    ///< RFC 9293 3.2: `end_of_options`
    nop = 1,                    ///< RFC 9293 3.2: `no_operation`
    mss = 2,                    ///< RFC 9293 3.7.1: `maximum_segment_size`
    window_scale = 3,           ///< RFC 7323 2: `tcplens::window_scale`
    sack_permitted = 4,         ///< RFC 2018 2: `tcplens::sack_permitted`
    sack = 5,                   ///< RFC 2018 3: `tcplens::sack`
    echo = 6,                   ///< RFC 1072 3: `tcplens::echo`
    echo_reply = 7,             ///< RFC 1072 3: `tcplens::echo_reply`
    timestamps = 8,             ///< RFC 7323 3: `tcplens::timestamps`
    connection_count = 11,      ///< RFC 1644 2.2: `tcplens::connection_count`
    connection_count_new = 12,  ///< RFC 1644 2.2: `tcplens::connection_count_new`
    connection_count_echo = 13, ///< RFC 1644 2.2: `tcplens::connection_count_echo`
    md5_signature = 19,         ///< RFC 2385 3: `tcplens::md5_signature`
    scps_capabilities = 20,     ///< CCSDS 714.0-B: `tcplens::scps_capabilities`
    user_timeout = 28,          ///< RFC 5482 3: `tcplens::user_timeout`
    tcp_authentication = 29,    ///< RFC 5925 2.2: `tcplens::tcp_authentication`
    mptcp = 30,                 ///< RFC 8684 3: `tcplens::mptcp` and its subtypes
    fast_open = 34,             ///< RFC 7413 2: `tcplens::fast_open`
    experiment_1 = 253,         ///< RFC 6994 3
    experiment_2 = 254,         ///< RFC 6994 3: `experiment`, `experimental_fast_open`
};

/// One option where it stands; known to be whole.
/// Spec: RFC 9293 3.1
class option {
public:
    /// An EOL at the start.
    constexpr option() noexcept = default;
    /// The octets of an option, at least one, and where it begins; `options_view` gives them.
    constexpr option(bytes whole, std::uint32_t offset) noexcept : whole_{whole}, offset_{offset} {}

    /// Its first octet; values without an enumerator are kinds that this library doesn't know.
    [[nodiscard]] constexpr option_kind kind() const noexcept { return option_kind{load_u8(whole_.data())}; }
    /// Its octets, kind and length included.
    [[nodiscard]] constexpr bytes whole() const noexcept { return whole_; }
    /// Its octets after kind and length.
    [[nodiscard]] constexpr bytes data() const noexcept { return whole_.size() > 2 ? whole_.subspan(2) : bytes{}; }
    /// Units: octets from the first option.
    [[nodiscard]] constexpr std::uint32_t offset() const noexcept { return offset_; }

private:
    bytes whole_ = "00"_hex;
    std::uint32_t offset_ = 0;
};

/// A struct that knows its option kind and how to read one, so that `options_view::find` finds it.
/// The compiler can't check that `read` checks the option's length before it looks at its data, and answers
/// no_such_option where the kind has subtypes and this is another one.
/// Example:
/// ```cpp
/// struct my_option {
///     static constexpr option_kind kind = option_kind::experiment_1;
///     std::uint16_t magic = 0;
///
///     static constexpr result<my_option> read(const option& from) noexcept {
///         const auto size = static_cast<std::uint32_t>(from.whole().size());
///         if (size < 4) { return decode_error{errc::bad_option_length, layer::option, from.offset(), 4, size}; }
///         return my_option{load_u16(from.data().data())};
///     }
/// };
/// static_assert(typed_option<my_option>);
/// ```
template <class T>
concept typed_option = requires(const option& from) {
    { T::kind } -> std::convertible_to<option_kind>;
    { T::read(from) } -> std::same_as<result<T>>;
};

namespace detail {

/// The fault of an option that has another length than its kind has.
[[nodiscard]] constexpr decode_error wrong_option_length(const option& from, std::uint32_t needed) noexcept {
    return {errc::bad_option_length, layer::option, from.offset(), needed,
            static_cast<std::uint32_t>(from.whole().size())};
}

} // namespace detail

/// The end of the options: what follows up to the header's end is padding.
/// Spec: RFC 9293 3.2
struct end_of_options {
    static constexpr option_kind kind = option_kind::eol;

    /// Never fails.
    [[nodiscard]] static constexpr result<end_of_options> read(const option&) noexcept { return end_of_options{}; }
};

/// Nothing: aligns what follows.
/// Spec: RFC 9293 3.2
struct no_operation {
    static constexpr option_kind kind = option_kind::nop;

    /// Never fails.
    [[nodiscard]] static constexpr result<no_operation> read(const option&) noexcept { return no_operation{}; }
};

/// Maximum segment size that the sender can receive.
/// Units: octets of payload, without any header.
/// Spec: RFC 9293 3.7.1
struct maximum_segment_size {
    static constexpr option_kind kind = option_kind::mss;
    std::uint16_t octets = 0; ///< as sent; 0 is possible

    /// Errors: bad_option_length unless it has 4 octets.
    [[nodiscard]] static constexpr result<maximum_segment_size> read(const option& from) noexcept {
        if (from.whole().size() != 4) { return detail::wrong_option_length(from, 4); }
        return maximum_segment_size{load_u16(from.data().data())};
    }
};

/// Window scale.
/// Units: a shift count. `shift` is as sent; a receiver uses 14 where more was sent (`effective_shift`).
/// Spec: RFC 7323 2.2 and 2.3
struct window_scale {
    static constexpr option_kind kind = option_kind::window_scale;
    std::uint8_t shift = 0; ///< as sent, 0 to 255

    /// The shift that counts: at most 14.
    [[nodiscard]] constexpr std::uint8_t effective_shift() const noexcept {
        return shift < 14 ? shift : std::uint8_t{14};
    }
    /// Errors: bad_option_length unless it has 3 octets.
    [[nodiscard]] static constexpr result<window_scale> read(const option& from) noexcept {
        if (from.whole().size() != 3) { return detail::wrong_option_length(from, 3); }
        return window_scale{load_u8(from.data().data())};
    }
};

/// SACK permitted: a mark without a value.
/// Spec: RFC 2018 2
struct sack_permitted {
    static constexpr option_kind kind = option_kind::sack_permitted;

    /// Errors: bad_option_length unless it has 2 octets.
    [[nodiscard]] static constexpr result<sack_permitted> read(const option& from) noexcept {
        if (from.whole().size() != 2) { return detail::wrong_option_length(from, 2); }
        return sack_permitted{};
    }
};

/// One block of data that arrived beyond a hole.
/// Units: sequence numbers; `left` is the first octet, `right` the one after the last.
/// Spec: RFC 2018 3
struct sack_block {
    seq32 left;  ///< the first octet of the block
    seq32 right; ///< the one behind its last

    friend constexpr bool operator==(const sack_block&, const sack_block&) noexcept = default;
};

/// Selective acknowledgment: the blocks, most recent first.
/// Spec: RFC 2018 3
class sack {
public:
    static constexpr option_kind kind = option_kind::sack;

    /// Units: blocks, at most 4.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return blocks_.size() / 8; }
    /// The caller keeps `i` below `size()`.
    [[nodiscard]] constexpr sack_block operator[](std::size_t i) const noexcept {
        const std::byte* at = blocks_.data() + 8 * i;
        return {seq32{load_u32(at)}, seq32{load_u32(at + 4)}};
    }
    /// Errors: bad_option_length unless it has 2 octets and 8 for each block, of which one at least.
    [[nodiscard]] static constexpr result<sack> read(const option& from) noexcept {
        const auto length = static_cast<std::uint32_t>(from.whole().size());
        if (length < 10 || length % 8 != 2) {
            return detail::wrong_option_length(from, length < 10 ? 10 : length - (length - 2) % 8);
        }
        sack blocks;
        blocks.blocks_ = from.data();
        return blocks;
    }

private:
    bytes blocks_;
};

/// Timestamps: the sender's clock, and the clock that it echoes.
/// Units: ticks of the sender's own clock, between 1 ms and 1 s each; `echo_reply` has a meaning only with ACK.
/// Spec: RFC 7323 3.2
struct timestamps {
    static constexpr option_kind kind = option_kind::timestamps;
    std::uint32_t value = 0;      ///< TSval, the sender's clock
    std::uint32_t echo_reply = 0; ///< TSecr, the last TSval that it got

    /// Errors: bad_option_length unless it has 10 octets.
    [[nodiscard]] static constexpr result<timestamps> read(const option& from) noexcept {
        if (from.whole().size() != 10) { return detail::wrong_option_length(from, 10); }
        return timestamps{load_u32(from.data().data()), load_u32(from.data().data() + 4)};
    }
};

static_assert(typed_option<timestamps> && !typed_option<sack_block>);

/// The options of a header, found while they are walked. EOL ends the walk and is its last element; unknown kinds
/// are stepped over by their length; at a fault the walk ends, and `check()` says where and why.
/// Shape: a forward range of `option`, borrowed: its iterators outlive it.
/// Spec: RFC 9293 3.1 and MUST-6 (unknown options are skipped)
/// Example: `for (option o : header.options()) { if (o.kind() == option_kind::nop) { ++padding; } }`
class options_view {
public:
    /// Walks the options, each of which it knows to be whole.
    class iterator {
    public:
        using value_type = option;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        /// From the first octet of an option.
        constexpr explicit iterator(bytes rest) noexcept : rest_{rest} { settle(); }

        /// The option here.
        [[nodiscard]] constexpr option operator*() const noexcept { return {rest_.first(size_), offset_}; }
        constexpr iterator& operator++() noexcept {
            const bool last = load_u8(rest_.data()) == 0;
            rest_ = last ? bytes{} : rest_.subspan(size_);
            offset_ += size_;
            settle();
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.size_ == b.size_ && (a.size_ == 0 || a.rest_.data() == b.rest_.data());
        }

        /// Units: octets from the first option to this one.
        [[nodiscard]] constexpr std::uint32_t offset() const noexcept { return offset_; }

    private:
        /// The size of the option that begins here; 0 where none does.
        constexpr void settle() noexcept {
            size_ = 0;
            if (rest_.empty()) { return; }
            if (load_u8(rest_.data()) < 2) {
                size_ = 1;
            } else if (rest_.size() > 1) {
                const std::uint8_t length = load_u8(rest_.data() + 1);
                if (length >= 2 && length <= rest_.size()) { size_ = length; }
            }
        }

        bytes rest_;
        std::uint32_t offset_ = 0;
        std::uint8_t size_ = 0;
    };

    /// No options.
    constexpr options_view() noexcept = default;
    /// The captured octets of the options, and how many were sent.
    constexpr options_view(bytes captured, std::uint32_t wire_length) noexcept
        : captured_{captured}, wire_length_{wire_length} {}

    /// The first option.
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{captured_}; }
    /// Behind EOL or the last option, or where the options are broken.
    [[nodiscard]] constexpr iterator end() const noexcept { return {}; }
    /// The captured octets, as they stand.
    [[nodiscard]] constexpr bytes raw() const noexcept { return captured_; }
    /// Units: octets as sent.
    [[nodiscard]] constexpr std::uint32_t wire_length() const noexcept { return wire_length_; }
    /// Whether the header has no room for options; an EOL alone makes them not empty.
    [[nodiscard]] constexpr bool empty() const noexcept { return wire_length_ == 0; }

    /// How many octets the options take, EOL included and the padding after it not.
    /// Errors: truncated where the capture ends within an option; bad_option_length where a length octet is missing,
    ///         below 2, or beyond the header. `offset` is that option's.
    /// Example: `if (const auto walked = header.options().check(); !walked) { report(walked.error()); }`
    [[nodiscard]] constexpr result<std::uint32_t> check() const noexcept {
        std::uint32_t walked = 0;
        for (auto at = begin(); at != end(); ++at) {
            walked = at.offset() + static_cast<std::uint32_t>((*at).whole().size());
            if ((*at).kind() == option_kind::eol) { return walked; }
        }
        if (walked == wire_length_) { return walked; }
        const auto here = static_cast<std::uint32_t>(captured_.size()) - walked;
        if (here < 2) {
            const bool cut = captured_.size() < wire_length_ && walked + (here == 0 ? 1U : 2U) <= wire_length_;
            return decode_error{cut ? errc::truncated : errc::bad_option_length, layer::option, walked,
                                here == 0 ? 1U : 2U, here};
        }
        const std::uint32_t length = load_u8(captured_.data() + walked + 1);
        if (length >= 2 && length <= wire_length_ - walked) {
            return decode_error{errc::truncated, layer::option, walked, length, here};
        }
        return decode_error{errc::bad_option_length, layer::option, walked, length < 2 ? 2U : length,
                            length < 2 ? length : wire_length_ - walked};
    }

    /// The first option of a kind (and subtype), read.
    /// Errors: no_such_option; bad_option_length if it is there with a length that its kind doesn't have.
    /// Example: `const auto mss = header.options().find<maximum_segment_size>(); use(mss ? mss->octets : 536);`
    template <typed_option T>
    [[nodiscard]] constexpr result<T> find() const noexcept {
        for (const option o : *this) {
            if (o.kind() != T::kind) { continue; }
            const result<T> found = T::read(o);
            if (found || found.error().code != errc::no_such_option) { return found; }
        }
        return decode_error{errc::no_such_option, layer::option, 0, 0, 0};
    }

private:
    bytes captured_;
    std::uint32_t wire_length_ = 0;
};

} // namespace tcplens::inline v0_1

template <>
inline constexpr bool std::ranges::enable_view<tcplens::options_view> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<tcplens::options_view> = true;
