"""A picture of a page to a sheet of paper: its tables, all lines of text in and outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.page import Box, Mark, Spot
from extractors.paper.glyphs import Turn
from extractors.paper.grid import Grid as Raster
from extractors.paper.grid import Ruled
from extractors.paper.rules import Rule
from extractors.paper.sheets import RuledTable, SheetOfPaper
from extractors.scan import crossed
from extractors.scan.arrays import Mask
from extractors.scan.cutting import Rectangle, cut, inked_part
from extractors.scan.grid import Grid, Ruling, grids, rule
from extractors.scan.handwriting import handwriting
from extractors.scan.legend import legend
from extractors.scan.page import Upright
from extractors.scan.pale import with_pale
from extractors.scan.pen import judged
from extractors.scan.reader import Reader
from extractors.scan.ticks import Frame, frames

POINTS: Final = 72.0
FAINT: Final = 0.015  # share of a rectangle that is ink: less is no line of letters
SHORTEST_RULE: Final = 18.0  # mm: shorter lines are strokes of letters


class Reading(NamedTuple):
    """What stands on a page: its text and tables, and its marks."""

    sheet: SheetOfPaper
    marks: tuple[Mark, ...]


def read_sheet(page: Upright, number: int) -> Reading:
    """What stands on an upright page."""
    ruling = rule(page.whole, page.dpi, page.discs)
    tables = grids(ruling)
    letters = without_rules(ruling, page.ink)
    boxes = boxes_of(page, ruling)
    found = _inked(crossed.find(page), page.ink)
    outside, inside = cut(found, tables, letters, page.dpi)
    if page.discs and tables:  # in cells a seal's own words are set apart best where it is whole
        found = _inked(crossed.find_whole(page), page.whole)
        _, inside = cut(found, tables, without_rules(ruling, page.whole), page.dpi)
    scale = POINTS / page.dpi
    rules = list(_loose_rules(ruling, tables, scale))
    reader = Reader(page, letters, boxes, rules)
    sheet = SheetOfPaper(
        number,
        turn_of(page),
        0.0,
        page.ink.shape[1] * scale,
        reader.lines(outside),
        [
            RuledTable(
                _raster(table, scale),
                reader.cells(table, inside),
                [[] for _ in table.fields],
            )
            for table in tables
        ],
        rules,
    )
    seen = [*reader.seen, *((box.x0, box.y0, box.x1, box.y1) for box in boxes)]
    written = handwriting(letters, page.red, seen, page.dpi)
    return Reading(sheet, (*_seals(page, sheet), *_written(written, sheet, scale)))


def boxes_of(page: Upright, ruling: Ruling) -> list[Frame]:
    """The boxes to tick on a page with those lines."""
    letters = without_rules(ruling, page.whole)
    found = with_pale(frames(letters, page.dpi), page.picture, page.whole, page.dpi)
    return judged(found, page.whole, letters)


def turn_of(page: Upright) -> Turn:
    """How the page lies on the picture as it was given."""
    height, width = (length * POINTS / page.dpi for length in page.ink.shape)
    own = (height, width) if page.quarters % 2 else (width, height)
    return Turn(page.quarters, 0, *own)


def _seals(page: Upright, sheet: SheetOfPaper) -> Iterator[Mark]:
    """The seals of a page with their places on it as it is shown, their sizes in mm and what is
    written round them."""
    scale = POINTS / page.dpi
    for seal in page.seals:
        text = legend(page.red, seal) if seal.kind == "seal" and not seal.is_grey else None
        mark = _mark(seal.kind, seal.rectangle, sheet, scale)
        yield replace(mark, text=text, size=seal.size)


def _written(found: Iterable[Rectangle], sheet: SheetOfPaper, scale: float) -> Iterator[Mark]:
    return (_mark("handwriting", rectangle, sheet, scale) for rectangle in found)


def _mark(kind: str, rectangle: Rectangle, sheet: SheetOfPaper, scale: float) -> Mark:
    box = sheet.turn.shown(_points(rectangle, scale))
    return Mark(kind, f"第{sheet.number}页", "", None, Spot(sheet.number, box))


def _inked(boxes: Iterable[Rectangle], ink: Mask) -> list[Rectangle]:
    """The boxes that hold ink, as far as it goes."""
    return [inked_part(box, ink) for box in boxes if _has_ink(ink, box)]


def _has_ink(ink: Mask, rectangle: Rectangle) -> bool:
    """Whether there is more than what a seal leaves that was taken off."""
    x0, y0, x1, y1 = rectangle
    return bool((ink[y0:y1, x0:x1] > 0).mean() > FAINT)


def without_rules(ruling: Ruling, ink: Mask) -> Mask:
    """The ink of a page without its lines."""
    thick = np.ones((3, 3), np.uint8)
    return cv2.subtract(ink, cv2.dilate(cv2.bitwise_or(ruling.across, ruling.down), thick))


def _raster(table: Grid, scale: float) -> Raster:
    """A table's grid in points, as the other reader of paper has it."""
    cells = [
        Ruled(
            field.row,
            field.column,
            field.row + field.row_span,
            field.column + field.column_span,
            _points(field.box, scale),
        )
        for field in table.fields
    ]
    return Raster([x * scale for x in table.xs], [y * scale for y in table.ys], cells)


def _loose_rules(ruling: Ruling, tables: Sequence[Grid], scale: float) -> Iterator[Rule]:
    """Level lines outside tables: under blanks, above notes."""
    least = SHORTEST_RULE * ruling.dpi / 25.4
    for stroke in ruling.rows:
        inside = any(grid.ys[0] - 4 <= stroke.at <= grid.ys[-1] + 4 for grid in tables)
        if not inside and stroke.longest >= least:
            yield Rule(stroke.at * scale, stroke.start * scale, stroke.end * scale)


def _points(rectangle: Rectangle, scale: float) -> Box:
    x0, y0, x1, y1 = rectangle
    return x0 * scale, y0 * scale, x1 * scale, y1 * scale
