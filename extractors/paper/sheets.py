"""A sheet of paper: its lines outside tables, and its ruled tables with the lines of each cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.paper.glyphs import Turn
from extractors.paper.grid import Grid
from extractors.paper.lines import TextLine
from extractors.paper.rules import Rule


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
    """A page's text, upright, or that of one half of an A3 sheet; y grows downwards."""

    number: int  # from 1
    turn: Turn
    left: float  # where the half begins
    width: float
    lines: list[TextLine]  # outside tables, from top to bottom
    tables: list[RuledTable]
    rules: list[Rule] = field(default_factory=list)  # horizontal lines that are no table's
    printed: int | None = None  # the page number printed on it
    stamped: int | None = None  # … one that counts with the file's pages

    @property
    def height(self) -> float:
        return self.turn.size[1]

    @property
    def is_picture(self) -> bool:
        """Whether any of its text was read off a picture, where places are less exact."""
        inside = (line for table in self.tables for cell in table.lines for line in cell)
        return any(line.glyphs[-1].source is not None for line in (*self.lines, *inside))
