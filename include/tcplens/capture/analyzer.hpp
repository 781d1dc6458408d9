// SPDX-License-Identifier: BSL-1.0
// One pass over a capture for any number of analyzers.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/core/timestamp.hpp>
#include <tcplens/wire/link.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>

namespace tcplens::inline v0_1 {

/// A frame as a capture holds it.
struct captured_frame {
    std::uint64_t number = 0;      ///< from 1, counting every frame of the capture
    timestamp when;                ///< when it was captured
    link_type link{};              ///< how it begins
    bytes octets;                  ///< as far as captured; they belong to the source
    std::uint32_t wire_length = 0; ///< octets as sent
};

/// A segment that was captured, or why its frame holds none that can be read.
template <class Segment>
struct captured {
    captured_frame frame;    ///< what was captured
    result<Segment> segment; ///< what is in it
};

/// A range of frames.
template <class R>
concept frame_source =
    std::ranges::range<R> && std::convertible_to<std::ranges::range_reference_t<R>, const captured_frame&>;

/// A range of captured segments: `captured<S>` for any S that models segment_like.
/// Example:
/// ```cpp
/// const std::vector<captured<packet_view>> kept{decode(frame)};
/// run(kept, counter);
/// ```
template <class R>
concept segment_source = std::ranges::range<R> && requires(std::ranges::range_reference_t<R> element) {
    { element.frame } -> std::convertible_to<const captured_frame&>;
    { *element.segment } -> segment_like;
};

/// Wants to see segments, each with the frame that it came in. May have `on_fault` too, for frames that hold none: it
/// gets the same element.
/// The compiler can't check that what it is shown is not kept: the octets belong to the source.
/// Example:
/// ```cpp
/// struct syn_counter {
///     std::uint64_t syns = 0;
///     std::uint64_t damaged = 0;
///
///     void on_segment(const captured<packet_view>& c) { syns += c.segment->flags().has(flag::syn) ? 1 : 0; }
///     void on_fault(const captured<packet_view>& c) { damaged += c.segment.error().code == errc::truncated ? 1 : 0; }
/// };
/// static_assert(analyzer<syn_counter, captured<packet_view>>);
/// ```
template <class A, class Captured>
concept analyzer = requires(A& analyzer, const Captured& segment) { analyzer.on_segment(segment); };

/// A frame with the segment in it, or the reason why there is none.
/// Errors: in `segment`, those of `decode_frame`.
[[nodiscard]] constexpr captured<packet_view> decode(const captured_frame& frame) noexcept {
    return {frame, decode_frame(frame.link, frame.octets, frame.wire_length)};
}

/// The frames of a source, each decoded down to its TCP header, as a segment_source.
/// Shape: an input range that refers to `frames`.
template <frame_source Frames>
class decoded_frames {
public:
    /// Refers to the frames, which have to outlive it.
    constexpr explicit decoded_frames(const Frames& frames) noexcept : frames_{&frames} {}

    /// Decodes where it stands.
    class iterator {
    public:
        using value_type = captured<packet_view>;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        /// Stands where one of the frames' does.
        constexpr explicit iterator(std::ranges::iterator_t<const Frames> at) noexcept : at_{at} {}
        /// The frame here, decoded anew each time.
        [[nodiscard]] constexpr value_type operator*() const noexcept { return decode(*at_); }
        constexpr iterator& operator++() noexcept {
            ++at_;
            return *this;
        }
        constexpr void operator++(int) noexcept { ++at_; }
        friend constexpr bool operator==(const iterator&, const iterator&) noexcept = default;

    private:
        std::ranges::iterator_t<const Frames> at_{};
    };

    /// At the first frame.
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{frames_->begin()}; }
    /// Behind the last one.
    [[nodiscard]] constexpr iterator end() const noexcept { return iterator{frames_->end()}; }

private:
    const Frames* frames_;
};

/// Shows one element to one analyzer: for programs whose source is no range.
template <class Captured, analyzer<Captured> A>
constexpr void show(const Captured& element, A& analyzer) {
    if (element.segment) {
        analyzer.on_segment(element);
    } else if constexpr (requires { analyzer.on_fault(element); }) {
        analyzer.on_fault(element);
    }
}

/// Shows each element of a source to each analyzer, in order; there is one at least.
/// Shape: `on_segment` of each for a segment, `on_fault`, where an analyzer has it, for a frame without one.
/// Example: `run(decoded_frames{capture_view{image}}, counter, printer);`
template <segment_source Source, analyzer<std::ranges::range_value_t<Source>> First,
          analyzer<std::ranges::range_value_t<Source>>... More>
constexpr void run(const Source& source, First& first, More&... more) {
    // The first is apart, since of a pack GCC doesn't tell what an analyzer lacks.
    for (const auto& element : source) {
        show(element, first);
        (show(element, more), ...);
    }
}

} // namespace tcplens::inline v0_1
