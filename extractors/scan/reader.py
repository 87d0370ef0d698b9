"""Rectangles of a page to lines of text: answers read with care, under seals twice, and what a form
prints itself at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractors.paper.glyphs import Glyph
from extractors.paper.lines import TextLine, lines_of
from extractors.paper.rules import Rule
from extractors.scan import lines
from extractors.scan.arrays import Mask, inked, stretches
from extractors.scan.glances import label, note, options
from extractors.scan.grid import Field, Grid
from extractors.scan.lattice import sureness, text_of
from extractors.scan.lines import Rectangle, Strip
from extractors.scan.marks import pair
from extractors.scan.page import Upright
from extractors.scan.printed import Place, printed
from extractors.scan.seals import Seal
from extractors.scan.ticks import Frame
from extractors.scan.underlines import without_underline
from extractors.scan.writing import glyphs_of

POINTS: Final = 72.0
SURE: Final = 0.9  # a line that is read so surely is not read again
BLANK: Final = 8.0  # times a line's height, no longer is a blank with its unit


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a page's rectangles. `letters` is its ink without ruled lines; `rules` are its level
    lines that are no table's, in points; `seen` the rectangles in which something was read."""

    page: Upright
    letters: Mask
    boxes: Sequence[Frame]
    rules: Sequence[Rule]
    seen: list[Rectangle] = field(default_factory=list)

    def lines(self, rectangles: Iterable[Rectangle]) -> list[TextLine]:
        """The lines in rectangles outside tables."""
        return self._lines_of([self._outside(rectangle) for rectangle in rectangles])

    def cells(
        self, table: Grid, inside: Mapping[Field, Sequence[Rectangle]]
    ) -> list[list[TextLine]]:
        """The lines in each cell of a table. Where a form has heads above answers, a row's cells
        are heads as long as those before them are."""
        answers: set[int] = set()
        cells = []
        for own in table.fields:
            place = printed().at(*_shares(own, table))
            if place is not None and place.answered and own.row in answers:
                place = None
            labels = self._labels(inside[own], place)
            if not all(labels):
                answers.add(own.row)
            read = zip(inside[own], labels, strict=True)
            cut = {each for each in inside[own] if self._is_open(own) and self._is_cut(each)}
            cells.append(
                self._lines_of(label or self._glyphs_in(each, each in cut) for each, label in read)
            )
        return cells

    def _lines_of(self, read: Iterable[list[Glyph]]) -> list[TextLine]:
        return pair(lines_of([glyph for own in read for glyph in own]))

    def _outside(self, rectangle: Rectangle) -> list[Glyph]:
        own = None
        if self._is_below_a_rule(rectangle) and not self._over(rectangle):
            own = note(self.page.picture, rectangle, printed().notes, self._glyphs)
            self.seen.extend([rectangle] if own else [])
        return own or self._glyphs_in(rectangle, self._is_cut(rectangle))

    def _is_cut(self, line: Rectangle) -> bool:
        """Whether the picture may end before a line does: another letter would not be on it."""
        x0, y0, x1, y1 = line
        return x0 < y1 - y0 or x1 > self.page.ink.shape[1] - (y1 - y0)

    def _is_open(self, cell: Field) -> bool:
        """Whether a cell's border is not on the picture: it ends where the picture does."""
        return cell.box[0] == 0 or cell.box[2] == self.page.ink.shape[1] - 1

    def _labels(self, rectangles: Iterable[Rectangle], place: Place | None) -> list[list[Glyph]]:
        """What the form prints in the rectangles of a cell, as far as it is just that."""
        labels: list[list[Glyph]] = []
        for rectangle in rectangles:
            labels.append(self._label(rectangle, place) if not labels or labels[-1] else [])
        return labels

    def _label(self, rectangle: Rectangle, place: Place | None) -> list[Glyph]:
        """The characters of a label of the form, or of its options; none for all else."""
        if place is None or self._over(rectangle):
            return []
        look = options if place.options and self._has_a_box_first(rectangle) else label
        strip = look(self.page.picture, rectangle, place)
        return self._glyphs(strip) if strip else []

    def _has_a_box_first(self, rectangle: Rectangle) -> bool:
        """Whether a line begins with a box to tick."""
        x0, y0, _, y1 = rectangle
        middles = (box.middle for box in self.boxes)
        return any(x0 <= x < x0 + (y1 - y0) and y0 <= y <= y1 for x, y in middles)

    def _glyphs_in(self, rectangle: Rectangle, is_cut: bool = False) -> list[Glyph]:
        over = self._over(rectangle)
        strip = self._under(rectangle, over) if over else self._plain(rectangle)
        return self._glyphs(replace(strip, doubted=True) if is_cut else strip)

    def _gone(self, rectangle: Rectangle) -> tuple[tuple[int, int], ...]:
        """From where to where dirt lay on a rectangle, that was taken off."""
        x0, y0, x1, y1 = rectangle
        dirty = inked(self.page.gone[y0:y1, x0:x1], 0)
        return tuple((x0 + start, x0 + end) for start, end in stretches(dirty))

    def _plain(self, rectangle: Rectangle) -> Strip:
        """What stands in a rectangle; where that is unsure and a line runs under it, it is read
        without that line too, and the surer reading taken."""
        strip = lines.read(self.page.picture, rectangle)
        x0, y0, x1, y1 = rectangle
        if sureness(strip.lattice) >= SURE or x1 - x0 > BLANK * (y1 - y0):
            return strip
        erased = without_underline(self.page.picture[y0:y1, x0:x1], self.page.ink[y0:y1, x0:x1])
        if erased is None:
            return strip
        other = replace(lines.read(erased, (0, 0, x1 - x0, y1 - y0)), rectangle=rectangle)
        return _surer(strip, other)

    def _over(self, rectangle: Rectangle) -> list[Seal]:
        """The seals that lie over a rectangle; grey ones beside it, too, which may hide its first
        or last letters."""
        x0, y0, x1, y1 = rectangle
        beside = x0 - (y1 - y0), y0, x1 + (y1 - y0), y1
        return [
            seal
            for seal in self.page.seals
            if _meet(beside if seal.is_grey else rectangle, seal.rectangle)
        ]

    def _is_below_a_rule(self, rectangle: Rectangle) -> bool:
        """Whether a line stands where notes do: with a level line of the page's own above it."""
        top = rectangle[1] * POINTS / self.page.dpi
        return any(rule.at <= top for rule in self.rules)

    def _under(self, rectangle: Rectangle, over: Sequence[Seal]) -> Strip:
        """What stands under a seal is read twice, and the surer reading taken; where they differ,
        and under a grey seal, it is doubted."""
        strip = lines.read(self.page.picture, rectangle)
        other = lines.read(self.page.plain, rectangle)
        differ = text_of(strip.lattice) != text_of(other.lattice)
        return replace(
            _surer(strip, other), sealed=True, doubted=differ or all(seal.is_grey for seal in over)
        )

    def _glyphs(self, strip: Strip) -> list[Glyph]:
        strip = replace(strip, gone=self._gone(strip.rectangle))
        own = glyphs_of(strip, self.page.ink, self.letters, self.boxes, self.page.dpi)
        self.seen.extend([strip.rectangle] if own else [])
        return own


def _surer(one: Strip, other: Strip) -> Strip:
    return max(one, other, key=lambda each: sureness(each.lattice))


def _shares(field: Field, table: Grid) -> tuple[float, float]:
    """The left and right edge of a cell as shares of its table's width."""
    left, _, right, _ = table.box
    return (field.box[0] - left) / (right - left), (field.box[2] - left) / (right - left)


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
