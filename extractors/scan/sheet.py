"""A picture of a page to a sheet of paper: its tables, all lines of text in and outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from extractors.page import Box, Mark, Spot
from extractors.pdf.glyphs import Turn
from extractors.pdf.grid import Grid as Raster
from extractors.pdf.grid import Ruled
from extractors.pdf.lines import TextLine, lines_of
from extractors.pdf.rules import Rule
from extractors.pdf.sheets import RuledTable, SheetOfPaper
from extractors.scan import lines
from extractors.scan.arrays import Mask
from extractors.scan.cutting import Rectangle, cut
from extractors.scan.grid import Grid, Ruling, grids, rule
from extractors.scan.lattice import sureness
from extractors.scan.legend import legend
from extractors.scan.marks import pair
from extractors.scan.page import Upright
from extractors.scan.pen import judged
from extractors.scan.ticks import frames
from extractors.scan.writing import glyphs_of

POINTS: Final = 72.0
SHORTEST_RULE: Final = 18.0  # mm: shorter lines are strokes of letters


def read_sheet(page: Upright, number: int) -> SheetOfPaper:
    """What stands on an upright page."""
    ruling = rule(page.ink, page.dpi)
    tables = grids(ruling)
    letters = _without(ruling, page.ink)
    boxes = judged(frames(letters, page.dpi), page.ink, letters)
    outside, inside = cut(lines.find(page.picture), tables, letters, page.dpi)
    height, width = page.ink.shape
    scale = POINTS / page.dpi
    own = (height, width) if page.quarters % 2 else (width, height)
    turn = Turn(page.quarters, 0, own[0] * scale, own[1] * scale)

    def read(rectangles: Iterable[Rectangle]) -> list[TextLine]:
        strips = [_read(page, rectangle) for rectangle in rectangles]
        glyphs = [each for strip in strips for each in glyphs_of(strip, letters, boxes, page.dpi)]
        return pair(lines_of(glyphs))

    return SheetOfPaper(
        number,
        turn,
        0.0,
        width * scale,
        read(outside),
        [
            RuledTable(
                _raster(table, scale),
                [read(inside[field]) for field in table.fields],
                [[] for _ in table.fields],
            )
            for table in tables
        ],
        list(_loose_rules(ruling, tables, scale)),
    )


def marks_of(page: Upright, sheet: SheetOfPaper) -> Iterator[Mark]:
    """The seals of a page with their places on it as it is shown, their sizes in mm and what is
    written round them."""
    scale = POINTS / page.dpi
    for seal in page.seals:
        box = sheet.turn.shown(_points(seal.rectangle, scale))
        where = f"第{sheet.number}页"
        text = legend(page.red, seal) if seal.kind == "seal" else None
        yield Mark(seal.kind, where, "", text, Spot(sheet.number, box), seal.size)


def _read(page: Upright, rectangle: Rectangle) -> lines.Strip:
    """What stands in a rectangle; under a seal it is read twice, and the surer reading taken."""
    strip = lines.read(page.picture, rectangle)
    if not any(_meet(rectangle, seal.rectangle) for seal in page.seals):
        return strip
    return max(strip, lines.read(page.plain, rectangle), key=lambda each: sureness(each.lattice))


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _without(ruling: Ruling, ink: Mask) -> Mask:
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
