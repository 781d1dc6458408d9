# SPDX-License-Identifier: BSL-1.0
"""gdb shows flags as [S.], sequence numbers as numbers, states as SYN-SENT, headers as a line.

usage: source tcplens_gdb.py      in gdb, or in ~/.gdbinit with the file's path

It reads memory and calls nothing in the program, so it works on core files too.
"""
import re

import gdb
import gdb.printing

# tcpdump's, the lowest bit first.
LETTERS = "FSRP.UEWe"


def flags_text(bits):
    return "[" + ("".join(letter for place, letter in enumerate(LETTERS) if bits >> place & 1) or "none") + "]"


class FlagSet:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return flags_text(int(self.value["bits_"]))


class Seq32:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return str(int(self.value["value_"]))


class State:
    """As RFC 9293 spells it, from the enumerator's name."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        for field in self.value.type.strip_typedefs().fields():
            if field.enumval == int(self.value):
                return field.name.rsplit("::", 1)[-1].upper().replace("_", "-")
        return f"state {int(self.value)}"


def span_of(value):
    """Address and size of a std::span, of libstdc++ or of libc++."""
    names = {field.name for field in value.type.strip_typedefs().fields()}
    if "_M_ptr" in names:
        return value["_M_ptr"], int(value["_M_extent"]["_M_extent_value"])
    return value["__data_"], int(value["__size_"])


class HeaderView:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        address, size = span_of(self.value["captured_"])
        if size < 20:
            return f"no header: {size} octets"
        try:
            octets = bytes(gdb.selected_inferior().read_memory(int(address), 20))
        except gdb.MemoryError:
            return f"no header: nothing to be read at {int(address):#x}"

        def at(offset, width):
            return int.from_bytes(octets[offset:offset + width], "big")

        header = (octets[12] >> 4) * 4
        bits = at(12, 2) & 0x1FF
        parts = [f"{at(0, 2)} > {at(2, 2)}: Flags {flags_text(bits)}", f"seq {at(4, 4)}"]
        if bits & 0x10:
            parts.append(f"ack {at(8, 4)}")
        parts += [f"win {at(14, 2)}", f"length {int(self.value['wire_length_']) - header}"]
        return ", ".join(parts)


def printers():
    collection = gdb.printing.RegexpCollectionPrettyPrinter("tcplens")
    for name, printer in {"flag_set": FlagSet, "seq32": Seq32, "state": State, "header_view": HeaderView}.items():
        collection.add_printer(name, rf"^tcplens::(v\d+_\d+::)?{name}$", printer)
    return collection


gdb.printing.register_pretty_printer(gdb.current_objfile(), printers(), replace=True)
