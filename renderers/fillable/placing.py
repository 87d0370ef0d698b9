"""Where the fields stand: found on the printed page by the colours of its rooms.

A room alone in its cell grows until it meets the cell's rules or printed text, so that the whole
cell can be clicked; one beside other words keeps its width. Coordinates are points from the page's
top left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from extractors.mupdf import pymupdf
from renderers.fillable.colouring import room_of

_ABOVE, _BELOW = 0.88, 0.12  # of a character's size, its box from the baseline
_GAP = 1.5  # between a field and what it must not touch
_EASE = 3.5  # by which a room beside other words grows up and down
_THIN = 2.0  # a filled rectangle up to this wide is a rule
_LEAST = 4.0  # a line shorter than this is no rule
_CENTRED = 0.12  # share of the free width by which a centred room may be off


class Box(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def within(self, other: Box) -> Box:
        return Box(
            max(self.x0, other.x0),
            max(self.y0, other.y0),
            min(self.x1, other.x1),
            min(self.y1, other.y1),
        )

    def beside(self, other: Box) -> bool:
        """Whether the two share a height of the page."""
        return self.y0 + _GAP < other.y1 and other.y0 + _GAP < self.y1

    def above_or_below(self, other: Box) -> bool:
        """Whether the two share a width of the page."""
        return self.x0 + _GAP < other.x1 and other.x0 + _GAP < self.x1


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a room's field."""

    page: int  # from 0
    box: Box
    size: float  # of the form's own text there, points
    align: int  # of the text, as /Q says it: 0 left, 1 centred, 2 right


@dataclass(slots=True)
class _Sheet:
    """What stands on a page: the rooms, the printed characters, the rules."""

    rooms: dict[int, Box]
    sizes: dict[int, float]
    ink: list[Box]
    across: list[Box]  # horizontal rules
    down: list[Box]
    edges: tuple[float, float] = (inf, -inf)  # of the text, left and right


class Misplaced(ValueError):
    """A room of the template that the printed pages don't show."""


def spots(document: Any, count: int, boxes: frozenset[int]) -> list[Spot]:
    """The places of rooms 0 to `count` - 1 on the pages of a printed layout, in that order.

    `boxes` are the rooms of boxes to tick, which keep the size of their character.
    """
    sheets = [_sheet(page) for page in document]
    body = _body(sheets)
    found: dict[int, Spot] = {}
    for number, sheet in enumerate(sheets):
        for room in sheet.rooms:
            spot = _spot(room, number, sheet, body, room in boxes)
            if room not in found or spot.box.height > found[room].box.height:
                found[room] = spot  # of one that a page's end cuts through, the larger part
    if missing := [room for room in range(count) if room not in found]:
        raise Misplaced(f"rooms {missing} stand on no page")
    return [found[room] for room in range(count)]


def _characters(page: Any) -> Iterator[tuple[int | None, str, float, Box]]:
    """Each character that has ink or belongs to a room: the room, itself, its size, its box."""
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                room = room_of(span["color"])
                for character in span["chars"]:
                    letter = character["c"]
                    if room is None and not letter.strip():
                        continue
                    x0, _, x1, _ = character["bbox"]
                    y, size = character["origin"][1], span["size"]
                    yield room, letter, size, Box(x0, y - _ABOVE * size, x1, y + _BELOW * size)


def _sheet(page: Any) -> _Sheet:
    sheet = _Sheet({}, {}, [], *_rules(page))
    for room, letter, size, box in _characters(page):
        if room is None:
            sheet.ink.append(box)
            if unicodedata.category(letter)[0] != "P":  # those may hang over the edge
                sheet.edges = min(sheet.edges[0], box.x0), max(sheet.edges[1], box.x1)
        else:
            sheet.rooms[room] = sheet.rooms.get(room, box).joined(box)
            sheet.sizes[room] = size
    return sheet


def _rules(page: Any) -> tuple[list[Box], list[Box]]:
    """The horizontal and the vertical rules, drawn as lines or as thin rectangles."""
    across, down = [], []
    for drawing in page.get_cdrawings():
        if room_of(_rgb(drawing.get("color"))) is not None:
            continue  # the line under a room
        for item in drawing["items"]:
            if item[0] not in ("l", "re"):
                continue
            x0, y0, x1, y1 = item[1] if item[0] == "re" else (*item[1], *item[2])
            box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if box.y1 - box.y0 <= _THIN and box.x1 - box.x0 >= _LEAST:
                across.append(box)
            elif box.x1 - box.x0 <= _THIN and box.y1 - box.y0 >= _LEAST:
                down.append(box)
    return across, down


def _rgb(colour: tuple[float, ...] | None) -> int:
    if colour is None or len(colour) != 3:
        return 0
    return int.from_bytes(bytes(round(255 * part) for part in colour), "big")


def _body(sheets: Iterable[_Sheet]) -> tuple[float, float]:
    """How far text reaches to the left and to the right."""
    edges = [sheet.edges for sheet in sheets]
    return min(left for left, _ in edges), max(right for _, right in edges)


def _spot(room: int, page: int, sheet: _Sheet, body: tuple[float, float], is_box: bool) -> Spot:
    size, box = sheet.sizes[room], sheet.rooms[room]
    if is_box:
        side = min(size, box.x1 - box.x0)
        return Spot(page, Box(box.x0, box.y1 - side, box.x0 + side, box.y1), size, 1)
    cell = _cell(box, sheet)
    if cell is None:
        high = box.y1 - box.y0 > 2 * size
        return Spot(page, box._replace(x0=body[0], x1=body[1]) if high else box, size, 0)
    others = [*sheet.ink, *(other for number, other in sheet.rooms.items() if number != room)]
    inside = [other for other in others if _overlap(other, cell)]
    if any(map(box.beside, inside)):
        eased = Box(box.x0, box.y0 - _EASE, box.x1, box.y1 + _EASE)
        return Spot(page, _grown(box, eased.within(cell), inside), size, 0)
    wide = box._replace(x0=cell.x0 + _GAP, x1=cell.x1 - _GAP)
    return Spot(page, _grown(wide, cell, inside), size, _alignment(box, cell))


def _cell(box: Box, sheet: _Sheet) -> Box | None:
    """The cell in which a box stands: the nearest rules on all four sides; None outside tables."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    left = [rule.x1 for rule in sheet.down if rule.y0 <= y <= rule.y1 and rule.x1 <= x]
    right = [rule.x0 for rule in sheet.down if rule.y0 <= y <= rule.y1 and rule.x0 >= x]
    above = [rule.y1 for rule in sheet.across if rule.x0 <= x <= rule.x1 and rule.y1 <= y]
    below = [rule.y0 for rule in sheet.across if rule.x0 <= x <= rule.x1 and rule.y0 >= y]
    if not (left and right and above and below):
        return None
    return Box(max(left), max(above), min(right), min(below))


def _overlap(one: Box, other: Box) -> bool:
    return one.beside(other) and one.above_or_below(other)


def _grown(box: Box, cell: Box, inside: list[Box]) -> Box:
    """The box as high as its cell and what stands above and below it in the cell allow."""
    near = [other for other in inside if box.above_or_below(other)]
    middle = (box.y0 + box.y1) / 2
    top = max([cell.y0, *(other.y1 for other in near if other.y1 <= middle)])
    bottom = min([cell.y1, *(other.y0 for other in near if other.y0 >= middle)])
    return box._replace(y0=top + _GAP, y1=bottom - _GAP)


def _alignment(box: Box, cell: Box) -> int:
    """The alignment of the paragraph, told by where its room begins."""
    free = (cell.x1 - cell.x0) - (box.x1 - box.x0)
    if free <= 0:
        return 0
    before = (box.x0 - cell.x0) / free
    return 1 if abs(before - 0.5) < _CENTRED else 2 if before > 0.75 else 0


def clear(document: Any) -> None:
    """Takes the white space of rooms off the pages: it would stand between the letters of answers
    once the fields are flattened."""
    for page in document:
        for number in page.get_contents():
            document.update_stream(number, _COLOURED.sub(rb"\1", document.xref_stream(number)))
        if any(room is not None for room, *_ in _characters(page)):
            raise Misplaced(f"page {page.number + 1} shows rooms that can't be taken away")


# A text in the colour of a room as LibreOffice writes it.
_COLOURED = re.compile(rb"(\b0\.00392\d* \S+ \S+ rg\n)BT\n.*?\nET\n", re.DOTALL)
