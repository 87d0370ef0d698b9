"""What is taken from a page: answers with their place, and what took which item."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractors.items import Item, Slice
from extractors.pattern import Hole

BLANK = " \t\n\u00a0\u3000_＿"

# How sure an answer is by the place it was taken from.
RIGHT, INLINE, BELOW, NEXT_LINE, GUESSED = 1.0, 0.99, 0.97, 0.85, 0.6


class Taken(NamedTuple):
    """An answer's raw text: its field, where it stands, and how sure the place is."""

    path: str
    hole: Hole
    slices: tuple[Slice, ...]
    quality: float  # of the label, 0..1
    place: float  # of the geometry, 0..1
    repaired: bool = False
    doubt: str | None = None  # why a person should look
    heading: str | None = None  # of prose under a heading: the heading as printed
    around: tuple[Slice, ...] = ()  # all that its cell or line holds, other answers among it
    label: Slice | None = None  # the words that lead to it
    units: tuple[str, ...] = ()  # what those say in brackets
    over: str | None = None  # the unit of money that the title of its table names

    @property
    def raw(self) -> str:
        return "\n".join([slice_.text for slice_ in self.slices])


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list on the page: its cells by the last step of their field's path."""

    cells: dict[str, Item]
    filled: bool


@dataclass(slots=True)
class Harvest:
    """Everything taken from a page."""

    taken: list[Taken] = field(default_factory=list)
    numbers: list[Taken] = field(default_factory=list)  # of the rows of lists, as they are written
    used: set[int] = field(default_factory=set)  # items that a label or an answer took
    tables: list[tuple[str, Item]] = field(default_factory=list)  # prose path, a table's first item
    left: list[tuple[str, Slice]] = field(default_factory=list)  # path → more than its answer says
    # List path → its rows, unused ones too.
    rows: dict[str, list[Row]] = field(default_factory=dict)


@lru_cache(maxsize=8192)  # the paths of one document are those of the next
def fill(path: str, indexes: tuple[int, ...]) -> str:
    """The path with its `*` replaced in order; those left over stay."""
    for index in indexes:
        path = path.replace("*", str(index), 1)
    return path
