"""One page of a PDF, taken apart: its lines outside tables, its ruled tables with the lines of each
cell, and what else stands on it. Pages are put together by `joining`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from extractors.page import Box
from extractors.pdf.characters import character
from extractors.pdf.glyphs import Glyph, Run, Turn, is_shown, runs, turn_of
from extractors.pdf.grid import Grid, grids
from extractors.pdf.lines import TextLine, lines_of
from extractors.pdf.rules import Graphics, Rule, graphics
from extractors.pdf.ticks import boxes_as_glyphs

FRAME: Final = 0.5  # share of the page that a frame drawn around everything takes, at least
MOST_CHARACTERS: Final = 60_000  # on a page: no sheet of paper holds them


@dataclass(slots=True)
class RuledTable:
    """A ruled table with the lines of each of its cells and the tables within them."""

    grid: Grid
    lines: list[list[TextLine]]  # one list a cell
    inner: list[list[RuledTable]]  # tables within each cell

    @property
    def top(self) -> float:
        return self.grid.ys[0]

    @property
    def bottom(self) -> float:
        return self.grid.ys[-1]


@dataclass(slots=True)
class SheetOfPaper:
    """A page's text, upright; y grows downwards."""

    number: int  # from 1
    turn: Turn
    lines: list[TextLine]  # outside tables, from top to bottom
    tables: list[RuledTable]
    rules: list[Rule] = field(default_factory=list)  # horizontal lines that are no table's
    hidden: str = ""  # text that can't be seen
    pictures: float = 0.0  # share of the page that pictures cover
    garbled: float = 0.0  # share of its characters that mean nothing
    turned: int = 0  # quarters by which the page as it is shown has to be turned

    @property
    def is_empty(self) -> bool:
        return not self.lines and not any(any(table.lines) for table in self.tables)


def sheet(page: Any, number: int, tagged: bool) -> SheetOfPaper:
    """The page with that number."""
    width, height = page.cropbox.width, page.cropbox.height
    found = runs(page, tagged)
    turn = turn_of(found, width, height)
    glyphs, hidden, garbled = _glyphs(found, turn)
    drawn = graphics(page, turn)
    return assemble(number, turn, glyphs, drawn, hidden, garbled)


def assemble(
    number: int,
    turn: Turn,
    glyphs: list[Glyph],
    drawn: Graphics,
    hidden: str,
    garbled: float,
) -> SheetOfPaper:
    """Characters and lines as tables and text."""
    glyphs = boxes_as_glyphs(glyphs, drawn)
    ruled = [grid for grid in grids(drawn.across, drawn.down) if not _is_frame(grid, turn)]
    tables, loose = _fill(ruled, glyphs)
    lone = [rule for rule in drawn.across if not any(_holds(grid, rule) for grid in ruled)]
    return SheetOfPaper(
        number, turn, lines_of(loose), tables, lone, hidden=hidden, garbled=garbled
    )


def _glyphs(found: Sequence[Run], turn: Turn) -> tuple[list[Glyph], str, float]:
    """The characters to be seen, upright; the text of those that can't be; the share of garbled
    ones."""
    width, height = turn.size
    glyphs: list[Glyph] = []
    hidden: list[str] = []
    garbled = 0
    for run in found:
        span = run.span
        font, size, element = span["font"], span["size"], run.element
        if not is_shown(span):
            hidden.extend(each["c"] for each in span["chars"])
            continue
        for each in span["chars"]:
            text, confidence, ticked = character(each["c"], font)
            if not text:
                continue
            x0, y0, x1, y1 = turn.upright(each["bbox"])
            if not (x1 > 0 and x0 < width and y1 > 0 and y0 < height):
                hidden.append(text)
                continue
            base = each["origin"][1] if turn.quarters == 0 else y0 + 0.8 * (y1 - y0)
            if confidence < 1.0:
                garbled += 1
            if len(text) == 1:
                glyphs.append(
                    Glyph(
                        text, x0, x1, y0, y1, base, size, font, element, "pdf-text", confidence,
                        ticked,
                    )
                )
                continue
            step = (x1 - x0) / len(text)
            for at, part in enumerate(text):
                left = x0 + at * step
                glyphs.append(
                    Glyph(part, left, left + step, y0, y1, base, size, font, element)
                )
    return glyphs, "".join(hidden).strip(), garbled / max(len(glyphs), 1)


def _is_frame(grid: Grid, turn: Turn) -> bool:
    """A border drawn around the page's text."""
    x0, y0, x1, y1 = grid.box
    width, height = turn.size
    return len(grid.cells) == 1 and (x1 - x0) * (y1 - y0) > FRAME * width * height


def _holds(grid: Grid, rule: Rule) -> bool:
    x0, y0, x1, y1 = grid.box
    return y0 - 1 <= rule.at <= y1 + 1 and rule.start >= x0 - 3 and rule.end <= x1 + 3


def _fill(ruled: list[Grid], glyphs: list[Glyph]) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables with their text, those within a cell in that cell; and the text of none."""
    found = [RuledTable(grid, [], [[] for _ in grid.cells]) for grid in ruled]
    held: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in ruled]
    loose: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for at in range(len(ruled) - 1, -1, -1):  # the smallest first: it may lie in a larger one
            cell = ruled[at].cell_at(x, y)
            if cell is not None:
                held[at][cell].append(glyph)
                break
        else:
            loose.append(glyph)
    for table, cells in zip(found, held, strict=True):
        table.lines = [lines_of(cell) if cell else [] for cell in cells]
    outer: list[RuledTable] = []
    for at, table in enumerate(found):
        around = _around(found[:at], table.grid.box)
        if around is None:
            outer.append(table)
        else:
            holder, cell = around
            holder.inner[cell].append(table)
    outer.sort(key=lambda table: (table.top, table.grid.xs[0]))
    return outer, loose


def _around(larger: list[RuledTable], box: Box) -> tuple[RuledTable, int] | None:
    """The smallest table and the cell of it that a box lies in."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for table in reversed(larger):
        cell = table.grid.cell_at(x, y)
        if cell is not None:
            return table, cell
    return None
