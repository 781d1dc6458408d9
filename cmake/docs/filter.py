#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Shows Doxygen a header as it wants it, line for line, so that its warnings name the right ones.

usage: filter.py HEADER

What the house writes in its own way becomes what Doxygen reads: a header's second line, which says what it is for; its
folder, a group; the version's inline namespace, which goes without saying; paragraphs that begin with `Units:`,
`Shape:` and the like. What many types have alike is described here, once.
"""
import pathlib
import re
import sys

PARAGRAPHS = "Units|Shape|Optional|Errors|Spec|Cost|Example"

# How declarations begin that need no comment of their own, since others are like them; `...` stands for anything.
ALIKE = {
    "friend constexpr bool operator==(...= default;": "Whether all members are equal.",
    # Options.
    "static constexpr option_kind kind =": "The kind that it is read from, as `typed_option` asks for.",
    # Iterators.
    "using value_type =": "What `operator*` gives, as `std::forward_iterator` asks for.",
    "using difference_type =": "As `std::forward_iterator` asks for.",
    "constexpr iterator() noexcept = default;": "Belongs to no range; equal to the end.",
    "constexpr iterator& operator++()": "Goes on to the next.",
    "constexpr void operator++(int)": "Goes on to the next.",
    "constexpr iterator operator++(int)": "Goes on to the next; gives where it was before.",
    "friend constexpr bool operator==(const iterator& a": "Whether both stand at the same place, or at the end.",
    "[[nodiscard]] constexpr bool operator==(const iterator&": "Whether both stand at the same place.",
    # Notations.
    "[[nodiscard]] static constexpr O flags(O out": "Appends a set's text, as `flag_notation` asks for.",
    "static constexpr std::string_view ... =": "In the place of what `tcpdump_4_99` has by this name.",
    "static constexpr bool ... =": "In the place of what `tcpdump_4_99` has by this name.",
    "static constexpr char ... =": "In the place of what `tcpdump_4_99` has by this name.",
    # Claims about a table.
    "[[nodiscard]] static constexpr bool holds(const transition&": "Whether the claim holds for one row.",
    # Segments, as `segment_like` has them.
    "[[nodiscard]] constexpr std::uint16_t source_port()": "The port that it comes from.",
    "[[nodiscard]] constexpr std::uint16_t destination_port()": "The port that it goes to.",
    "[[nodiscard]] constexpr seq32 seq()": "SEG.SEQ: the number of its first octet, of its SYN if it has one.",
    "[[nodiscard]] constexpr seq32 ack()": "SEG.ACK: the next number that its sender expects; only with ACK.",
    "[[nodiscard]] constexpr flag_set flags()": "Its control bits.",
    "[[nodiscard]] constexpr std::uint16_t window()": "SEG.WND: octets that its sender has room for, before scaling.",
    "[[nodiscard]] constexpr std::uint32_t payload_size()": "Octets of payload as sent, even if fewer were captured.",
    "[[nodiscard]] constexpr int window_scale()": "The shift count of the window scale option; -1 without one.",
}
ALIKE = {re.compile(" *" + ".*".join(map(re.escape, begin.split("...")))): text for begin, text in ALIKE.items()}


def description(line):
    """What a declaration is that is like others; nothing for one that isn't."""
    return next((text for begin, text in ALIKE.items() if begin.match(line)), "")


def summarized(text):
    """Each comment with its first paragraph as its summary, and a comment for each declaration that has none."""
    lines = text.split("\n")
    within = False
    for i, line in enumerate(lines):
        code = line.lstrip()
        if code.startswith("/// ") and not within:
            lines[i] = line.replace("/// ", "/// @brief ", 1)
        elif "///< " in line:
            lines[i] = line.replace("///< ", "///< @brief ", 1)
        elif not within and "///" not in line and (brief := description(line)):
            lines[i] = f"/** @brief {brief} */ {code}"
        within = code.startswith("///")
    return "\n".join(lines)


def as_file(found):
    """The comment that describes a header, and where its `#pragma once` was, the end of it."""
    return "/** @file\n" + found[1].replace("// ", "").replace("<", "\\<") + "*/"


def shown(text, folder):
    text = re.sub(r"\A// SPDX.*\n((?:// .*\n)+)#pragma once$", as_file, text, flags=re.M)
    # A specialization for the standard library is no name of this one.
    text = re.sub(r"^template <>\ninline constexpr bool std::ranges::.*$", "\n", text, flags=re.M)
    # A value that is made of private names is not shown.
    text = re.sub(r"^( *(?:inline const|const)[\w:<>* ]+) = .*\bdetail::.*;$", r"\1;", text, flags=re.M)
    text = re.sub(r"\btcplens::inline v\d+_\d+", "tcplens", text)
    if folder:
        text = re.sub(r"^namespace tcplens[\w:]* \{$", rf"\g<0> /** @within{{{folder}}} */", text, flags=re.M)
        text = re.sub(r"^\} // namespace tcplens[\w:]*$", r"/** @} */ \g<0>", text, flags=re.M)
    # Of an option's reader the header says only what is its own.
    reader = r"(Errors: (?:.*\n *///)*.*\n *\[\[nodiscard\]\] static constexpr result<\w+> read\()"
    text = re.sub(rf"^( *///) {reader}", r"\1 Reads an option of this kind. \2", text, flags=re.M)
    text = summarized(text)
    return re.sub(rf"^( *///) ({PARAGRAPHS}):(?= |$)", lambda found: f"{found[1]} @{found[2].lower()}", text,
                  flags=re.M)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    header = pathlib.Path(sys.argv[1])
    home = header.parent.name if header.parent.name != "tcplens" else ""
    sys.stdout.write(shown(header.read_text(encoding="utf-8"), home))
