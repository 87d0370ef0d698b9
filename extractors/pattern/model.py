"""What a pattern is made of: states, each a printed wording with the holes that hang on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hole:
    """Where an answer stands: `path` is dotted, list indexes of loops are `*`."""

    path: str
    kind: str  # "text", "prose" (all paragraphs), "ticks", "number" (a row's printed number)
    hints: tuple[str, ...] = ()  # printed while the value is empty
    before: str = ""  # the literal directly before it in its own field
    names: tuple[str, ...] = ()  # other words for that literal
    after: str = ""  # the literal directly behind it, a unit or a seal's place
    options: tuple[str, ...] = ()  # of ticks, as printed


@dataclass(frozen=True, slots=True)
class Field:
    """A cell, or the rest of a label's own cell or line, with the holes in it in reading order."""

    holes: tuple[Hole, ...]
    literals: tuple[str, ...] = ()  # printed text that is no answer

    @property
    def ticks(self) -> tuple[Hole, ...]:
        return tuple(hole for hole in self.holes if hole.kind == "ticks")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a list: the words at its head and the hole of each row below."""

    printed: str
    keys: tuple[str, ...]
    hole: Hole


@dataclass(slots=True)
class State:
    """One printed wording with what hangs on it."""

    index: int
    printed: str
    kind: str  # "cell", "line", "heads", "rename"
    keys: dict[str, float] = field(default_factory=dict)  # comparison key → quality
    inline: Field | None = None  # in the label's own cell or line
    fields: tuple[Field, ...] = ()  # cells to the right, several for a row of a grid
    prose: Hole | None = None  # everything up to the next heading
    heads: tuple[Head, ...] = ()
    rows: str | None = None  # the list that the head row opens
    columns: tuple[int, ...] = ()  # of a grid row: the states that head its fields
    group: int | None = None  # the label that spans this one's row from the left
    left: float = 0.0  # the cell's left edge as a share of the table's width
    loop: int | None = None
    ordinals: dict[str, int] = field(default_factory=dict)  # key → instance, from 0
    holes: tuple[Hole, ...] = ()  # every hole that hangs on the label, once it is complete

    def all_holes(self) -> tuple[Hole, ...]:
        """Every hole that hangs on the label so far."""
        found: list[Hole] = list(self.inline.holes) if self.inline else []
        for cell in self.fields:
            found.extend(cell.holes)
        if self.prose:
            found.append(self.prose)
        found.extend(head.hole for head in self.heads)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Loop:
    """A stretch of states that may come again, once an item of its list."""

    path: str  # "tasks", "narrative.tasks.*.industries"
    first: int
    last: int
    parent: int | None
    entries: frozenset[int]  # states at which a new item may begin


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A form's template, ready to be laid over pages. A pattern is itself and no other, so what is
    made of it can be kept by it."""

    form: str
    version: str
    states: tuple[State, ...]
    loops: tuple[Loop, ...]
    lookup: Mapping[str, tuple[tuple[int, float], ...]]  # key → states with their quality
    heads: Mapping[str, tuple[tuple[int, int], ...]]  # key → (state, column)
    hints: frozenset[str]
    notes: tuple[str, ...] = ()  # the texts of the form's notes
    answers: Mapping[int, str] = field(default_factory=dict)  # title of a block → its answer's path
