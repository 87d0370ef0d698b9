"""A template printed with rooms in the place of answers.

The tags of the template run as in any print, but over rooms instead of a record: where an answer
would stand, the print has the mark of its room. So every field of a fillable form comes from the
template, and none is placed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from jinja2.sandbox import SandboxedEnvironment

from renderers.values import environment

BLOCKS = 2  # industries of a direction: as many as the form has columns of effects for

_FIRST_MARK = 0xF0000  # Supplementary Private Use Area-A: no form prints these characters
_WORDLESS = frozenset("_＿年月日 \u3000\u00a0")


@dataclass(frozen=True, slots=True)
class Room:
    """The place of one answer, or of one box of an answer that is ticked."""

    path: str  # of the record, dotted
    option: str = ""  # of the box
    preset: str = ""  # what is there at first: a label that may be renamed, the empty box's glyph
    columns: int = 0  # half-width columns that the template says are needed
    is_prose: bool = False

    @property
    def name(self) -> str:
        """The room's name, as the tag of a check box in a template: `applicant.size=小型企业`."""
        return f"{self.path}={self.option}" if self.option else self.path


class Rooms:
    """The rooms of one print in the order of the page, each known by a character of its own.

    `hinted` are the answers whose hint is in words: it stays, and the room stands below it.
    """

    def __init__(self, hinted: Collection[str]) -> None:
        self.all: list[Room] = []
        self.hinted = hinted

    def mark(self, room: Room) -> str:
        """The character that stands for a room in the print."""
        self.all.append(room)
        return chr(_FIRST_MARK + len(self.all) - 1)

    def number(self, character: str) -> int | None:
        """The index of the room that a character stands for."""
        number = ord(character) - _FIRST_MARK
        return number if 0 <= number < len(self.all) else None

    def parted(self, text: str) -> Iterator[tuple[int | None, str]]:
        """The stretches of a text, each mark by itself with the index of its room."""
        for is_mark, letters in groupby(text, lambda letter: self.number(letter) is not None):
            if is_mark:
                yield from ((self.number(letter), letter) for letter in letters)
            else:
                yield None, "".join(letters)


class Places:
    """What a template's tag finds at a path: a place that has all fields, and lists of any length.

    Printed, it leaves the mark of its room.
    """

    def __init__(self, rooms: Rooms, room: Room, lengths: Mapping[str, int]) -> None:
        self.rooms = rooms
        self.room = room
        self.lengths = lengths

    def __getitem__(self, step: object) -> Places:
        return self.with_room(path=f"{self.room.path}.{step}")

    def __iter__(self) -> Iterator[Places]:
        return (self[index] for index in range(self.lengths.get(self.room.path, BLOCKS)))

    def __str__(self) -> str:
        return "" if self.is_hinted else self.rooms.mark(self.room)

    @property
    def is_hinted(self) -> bool:
        return self.room.path in self.rooms.hinted

    def with_room(self, **changes: Any) -> Places:
        return Places(self.rooms, replace(self.room, **changes), self.lengths)

    def rows(self, least: int) -> Iterator[_Row]:
        for index in range(max(least, self.lengths.get(self.room.path, 0))):
            yield _Row(self[index], index + 1)


class _Row:
    """A row of a list with its number."""

    def __init__(self, places: Places, number: int) -> None:
        self.places = places
        self.number = number

    def __getitem__(self, step: object) -> Places | int:
        return self.number if step == "no" else self.places[step]


def context(rooms: Rooms, names: Mapping[str, Any], lengths: Mapping[str, int]) -> dict[str, Any]:
    """What the tags of a template find: a place for each part of a record.

    `lengths` are the rows of lists by path, where they are more than the template prints.
    """
    return {name: Places(rooms, Room(name), lengths) for name in names}


def layout_environment() -> SandboxedEnvironment:
    """Jinja whose filters leave rooms instead of printing values."""
    jinja = environment({})
    jinja.filters.update(_FILTERS)
    return jinja


def is_wordless(hint: str) -> bool:
    """Whether a hint is a blank to write on and says nothing."""
    return not set(hint) - _WORDLESS


def _hint(places: Places, text: str) -> str:
    if places.is_hinted:
        return f"{text}\n{places.rooms.mark(places.room)}"
    return "" if is_wordless(text) else text


def _paragraphs(places: Places, hint: str = "") -> list[Any]:
    room = places.with_room(is_prose=True)
    return [hint, room] if hint else [room]


_FILTERS: dict[str, Callable[..., Any]] = {
    "codec": lambda places, path: places,
    "empty": lambda places: False,
    "hint": _hint,
    "line": lambda places, columns: places.with_room(columns=columns),
    "after": lambda places, separator: f"{separator}{places}",
    "label": lambda places, printed: places.with_room(preset=printed),
    "paragraphs": _paragraphs,
    "rows": lambda places, least, numbered, mark="": places.rows(least),
    "blocks": lambda places: places,
    "state": lambda places, option: "0",
    "glyph": lambda places, option, ticked, empty: places.with_room(option=option, preset=empty),
}
