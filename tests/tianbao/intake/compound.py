"""A compound file as [MS-CFB] has it, version 3: the container of Outlook's mails."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

SECTOR, SMALL = 512, 64
CUTOFF = 4096  # bytes; a smaller stream lies in the mini stream
FREE, END, TABLE, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
BLACK = 1

Tree = Mapping[str, Union[bytes, "Tree"]]  # streams and storages by their names


@dataclass
class Node:
    """An entry of the directory; its neighbours and its child are numbers of entries."""

    name: str
    kind: int
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            *(name, len(name), self.kind, BLACK, self.left, self.right, self.child),
            *(bytes(16), 0, 0, 0, self.start, self.size),
        )


@dataclass
class Writer:
    """Sectors as they fill, and the tables that say which follows which."""

    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)
    small: bytearray = field(default_factory=bytearray)
    small_table: list[int] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """The first of the sectors that now hold the bytes."""
        first, count = len(self.sectors), -(-len(data) // SECTOR)
        self.sectors += [
            data[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0") for at in range(count)
        ]
        self.table += [*range(first + 1, first + count), END][:count]
        return first if count else END

    def add_small(self, data: bytes) -> int:
        first, count = len(self.small_table), -(-len(data) // SMALL)
        self.small += data.ljust(count * SMALL, b"\0")
        self.small_table += [*range(first + 1, first + count), END][:count]
        return first if count else END

    def grow(self, tree: Tree) -> int:
        """The entry at the top of those of a storage; they are a search tree by name."""
        made = []
        for name in sorted(tree, key=lambda each: (len(each), each.upper())):
            made.append(len(self.nodes))
            self.nodes.append(node := Node(name, STORAGE))
            inner = tree[name]
            if not isinstance(inner, bytes):
                node.child = self.grow(inner)
                continue
            node.kind, node.size = STREAM, len(inner)
            node.start = (self.add if len(inner) >= CUTOFF else self.add_small)(inner)
        return self.balanced(made)

    def balanced(self, numbers: list[int]) -> int:
        if not numbers:
            return NONE
        half = len(numbers) // 2
        node = self.nodes[numbers[half]]
        node.left, node.right = self.balanced(numbers[:half]), self.balanced(numbers[half + 1 :])
        return numbers[half]


def compound(tree: Tree) -> bytes:
    """The file that holds a tree of streams, of at most some 7 MB."""
    writer = Writer()
    writer.nodes.append(root := Node("Root Entry", ROOT))
    root.child = writer.grow(tree)
    root.start, root.size = writer.add(bytes(writer.small)), len(writer.small)
    per_sector = SECTOR // 4
    small_table = writer.add(packed(writer.small_table))
    directory = b"".join(node.packed() for node in writer.nodes)
    while len(directory) % SECTOR:
        directory += Node("", 0).packed()
    first = writer.add(directory)
    tables = 0
    while tables * per_sector < len(writer.table) + tables:
        tables += 1
    assert tables <= 109, "a longer file needs further tables"
    places = list(range(len(writer.table), len(writer.table) + tables))
    table = packed([*writer.table, *[TABLE] * tables])
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(bytes.fromhex("D0CF11E0A1B11AE1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6)),
        *(0, tables, first, 0, CUTOFF, small_table, -(-len(writer.small_table) // per_sector)),
        *(END, 0),
    )
    header += b"".join(struct.pack("<I", each) for each in [*places, *[FREE] * (109 - tables)])
    return header + b"".join(writer.sectors) + table


def packed(numbers: list[int]) -> bytes:
    """A table in whole sectors."""
    count = -(-len(numbers) // (SECTOR // 4)) * (SECTOR // 4)
    return struct.pack(f"<{count}I", *numbers, *[FREE] * (count - len(numbers)))
