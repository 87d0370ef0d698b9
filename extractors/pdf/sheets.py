"""One page of a PDF, taken apart: its lines outside tables, its ruled tables with the lines of each
cell, and what else stands on it. Pages are put together by `joining`."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import combinations
from typing import Any, Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.grid import Grid, grids
from extractors.paper.lines import lines_of
from extractors.paper.rules import Rule
from extractors.paper.sheets import RuledTable, SheetOfPaper
from extractors.pdf.annotations import (
    Typed,
    annotations_of,
    doubted_where_unlike,
    with_strokes,
    with_typed_ticks,
    without_annotations,
    without_blanks,
)
from extractors.pdf.beside import without_beside
from extractors.pdf.characters import GARBLED
from extractors.pdf.checks import check_of, with_checks
from extractors.pdf.covered import Look, under_stamps
from extractors.pdf.fields import fields_of, glyphs_of, without_covered
from extractors.pdf.fonts import Fonts
from extractors.pdf.glyphs import FLAGS, STRUCTURE, Texts, in_points, turn_of
from extractors.pdf.graphics import Graphics, graphics, is_line, with_pictured_lines
from extractors.pdf.leaning import straightened
from extractors.pdf.line_numbers import without_line_numbers
from extractors.pdf.numbering import Numbered, numbered
from extractors.pdf.pictures import WHOLE, pictures, share_of
from extractors.pdf.seen import seen
from extractors.pdf.stamped import without_stamped
from extractors.pdf.struck import STRUCK, drawn_over, struck
from extractors.pdf.ticks import (
    boxes_as_glyphs,
    marks_in,
    with_fields_as_boxes,
    with_round_boxes,
)
from extractors.pdf.told import told
from extractors.pdf.watermarks import without_watermarks

WIDE: Final = 1.2  # of its height: so wide a sheet may have two pages side by side
FRAME: Final = 0.5  # share of the page that a frame drawn around everything takes, at least
LEAST_FRAME: Final = 0.2  # … that one takes which all of the page's text stands in
ALL: Final = 0.98  # of its characters, at least: a stamp may be beyond it
ORNAMENT: Final = 40.0  # points: no table is so small
FEW: Final = 30  # characters: a page of a picture and no more text than that is a picture
OUTLINES: Final = 60  # drawings on a page without a character: its letters are drawn

Note = tuple[str, Box, str | None]  # a mark's kind, its box on the page as it is shown, its text


class Contents(NamedTuple):
    """What a page holds before it is made into lines and tables."""

    number: int
    turn: Turn
    glyphs: list[Glyph]
    drawn: Graphics
    hidden: str  # text that can't be seen
    has_struck: bool  # whether any text is struck out
    marks: list[Note]
    is_picture: bool
    garbled: float  # share of the characters that mean nothing
    numbered: Sequence[Numbered] = ()  # texts that may be stamped page numbers
    watermarks: tuple[str, ...] = ()  # what was left out as such
    is_quartered: bool = False  # four pages on a sheet, which are not told apart
    stamped: int | None = None  # its number, left out, as it counts with the file's pages
    beside: tuple[str, ...] = ()  # what was left out as it runs another way


def contents(
    page: Any, number: int, tagged: bool, scale: float = 1.0, fonts: Fonts | None = None
) -> Contents:
    """The page's characters and lines, upright, as if they were so much larger; `fonts` are what is
    known of its document's. Fields and annotations are taken off the page."""
    marks: list[Note] = []
    page = in_points(page)
    fields, unshown = fields_of(page, marks)
    notes = annotations_of(page)
    marks.extend(notes.marks)
    stamped = Look(page) if notes.stamps else None
    if page.annot_xrefs():
        page = without_annotations(page, notes.kept)
    taken = Texts(page)
    unmapped = (fonts or Fonts()).unmapped(page)
    written = taken.runs(FLAGS | STRUCTURE if tagged else FLAGS, unmapped)
    if (straight := straightened(page, written)) is not None:
        page = straight
        taken = Texts(page)
        written = taken.runs(FLAGS | STRUCTURE if tagged else FLAGS, unmapped)
    found, watermarks = without_watermarks(written)
    turn = turn_of(found, page)._replace(scale=scale)
    images = pictures(page)
    thin = [picture.box for picture in images if is_line(picture.box)]
    images = [picture for picture in images if not is_line(picture.box)] if thin else images
    drawn = with_pictured_lines(graphics(page, turn), thin, turn)
    heard = told(taken, written, tagged)
    found, beside = without_beside(found, turn, drawn)
    found = without_line_numbers(found, turn, drawn.across)
    found, seals = without_stamped(found, drawn.rings)
    marks.extend(("seal", ring, text) for ring, text in seals)
    glyphs, hidden = seen(page, found, turn, drawn, images, heard)
    if turn.quarters and _is_mirrored(glyphs):
        glyphs = [glyph._replace(confidence=GARBLED) for glyph in glyphs]
    if stamped is not None and straight is None:
        glyphs = _doubted(glyphs, under_stamps(page, stamped, glyphs, turn, notes.stamps))
    crossed = struck(glyphs, drawn.across, [turn.upright(box) for box in notes.struck])
    glyphs = _doubted(glyphs, crossed)
    glyphs = with_fields_as_boxes(glyphs)
    typed = [Typed(turn.upright(box), text) for box, text in notes.typed]
    glyphs = without_blanks(glyphs, typed)
    glyphs = without_covered(glyphs, fields, turn)
    for at, value in enumerate(fields):
        glyphs.extend(glyphs_of(value, turn, (-1, number, at)))
    letters = len(glyphs)  # without boxes that are drawn: letters may be, too
    drawn = with_round_boxes(drawn, glyphs)
    glyphs = boxes_as_glyphs(glyphs, drawn)
    glyphs = doubted_where_unlike(with_typed_ticks(glyphs, typed), typed)
    glyphs, strokes = with_strokes(glyphs, [turn.upright(box) for box in notes.strokes])
    glyphs, lines = with_strokes(glyphs, [turn.upright(box) for box in notes.lines])
    glyphs, _ = with_strokes(glyphs, marks_in(drawn), near=0.0)  # a pen's, made part of the page
    checks = filter(None, (check_of(points, turn) for points in (*notes.drawn, *drawn.lines)))
    glyphs, pens = with_checks(glyphs, checks, [*strokes, *lines, *drawn.pens])
    over = drawn_over(glyphs, pens)
    glyphs = _doubted(glyphs, over)
    share = share_of(images, turn.width, turn.height)
    is_picture = (share >= WHOLE and letters < FEW) or (
        not letters and (drawn.paths > OUTLINES or share > 0.1)
    )
    marks.extend(("picture", picture.box, None) for picture in images if not is_picture)
    shown = [(kind, turn.shown(turn.upright(box)), text) for kind, box, text in marks]
    shown.extend(("signature", turn.shown(box), None) for box in strokes if box in pens)
    garbled = len([glyph for glyph in glyphs if glyph.confidence < 0.5]) / max(len(glyphs), 1)
    hidden = "".join([hidden, unshown, *notes.hidden])
    has_struck = bool(crossed or over)
    return Contents(
        number,
        turn,
        glyphs,
        drawn,
        hidden,
        has_struck,
        shown,
        is_picture,
        garbled,
        numbered(found, turn),
        watermarks,
        beside=beside,
    )


def _is_mirrored(glyphs: Sequence[Glyph]) -> bool:
    """Whether text that seems to stand on its head has its feet below: only left and right are
    exchanged."""
    below = sum(glyph.base > (glyph.top + glyph.bottom) / 2 for glyph in glyphs)
    return 2 * below < len(glyphs)


def _doubted(glyphs: list[Glyph], some: Set[int]) -> list[Glyph]:
    """The characters, those with these numbers doubted."""
    return (
        [
            glyph._replace(confidence=min(glyph.confidence, STRUCK)) if at in some else glyph
            for at, glyph in enumerate(glyphs)
        ]
        if some
        else glyphs
    )


# --- characters and lines → text and tables -------------------------------------------------------


def sheets_of(held: Contents) -> list[SheetOfPaper]:
    """The page's text and tables: one sheet, or two where pages stand side by side."""
    width = held.turn.size[0]
    ruled = grids(held.drawn.across, held.drawn.down)
    ruled = [grid for grid in ruled if not _is_frame(grid, held)]
    if not _are_two(held, ruled):
        return [_sheet(held, ruled, held.glyphs, 0.0, width)]
    half = width / 2
    return [
        _sheet(
            held,
            [grid for grid in ruled if (grid.xs[0] < half) == (left == 0.0)],
            [glyph for glyph in held.glyphs if (glyph.x0 < half) == (left == 0.0)],
            left,
            half,
        )
        for left in (0.0, half)
    ]


GUTTER: Final = 8.0  # points on each side of the fold that nothing is printed on
HALF: Final = 40  # characters on each side


def _are_two(held: Contents, ruled: Sequence[Grid]) -> bool:
    """Whether two pages stand side by side on a sheet: nothing crosses its middle."""
    width, height = held.turn.size
    half = width / 2
    if width < WIDE * height:
        return False
    if any(grid.xs[0] < half < grid.xs[-1] for grid in ruled):
        return False
    if any(glyph.x0 < half + GUTTER and half - GUTTER < glyph.x1 for glyph in held.glyphs):
        return False
    on_left = sum(glyph.x0 < half for glyph in held.glyphs)
    return min(on_left, len(held.glyphs) - on_left) >= HALF


def _sheet(
    held: Contents, ruled: list[Grid], glyphs: list[Glyph], left: float, width: float
) -> SheetOfPaper:
    filled, loose = _fill(ruled, glyphs)
    tables = [table for table in filled if not _is_ornament(table)]
    lone = [
        rule
        for rule in held.drawn.across
        if left <= rule.start < left + width and not any(_has(grid, rule) for grid in ruled)
    ]
    return SheetOfPaper(
        held.number,
        held.turn,
        left,
        width,
        lines_of(loose),
        tables,
        lone,
        stamped=held.stamped,
    )


def _is_frame(grid: Grid, held: Contents) -> bool:
    """A border drawn around the page's text, or around that of one of two pages side by side; a
    page that was printed smaller may have it well within its edges."""
    if len(grid.cells) != 1:
        return False
    x0, y0, x1, y1 = grid.box
    width, height = held.turn.size
    glyphs = [glyph for glyph in held.glyphs if glyph.text.strip()]
    half = width / 2
    if width >= WIDE * height and not x0 < half < x1:
        width = half
        glyphs = [glyph for glyph in glyphs if (glyph.x0 < half) == (x0 < half)]
    share = (x1 - x0) * (y1 - y0) / (width * height)
    within = sum(glyph.stands_in(grid.box) for glyph in glyphs)
    return share > FRAME or (share > LEAST_FRAME and within >= ALL * len(glyphs))


def _is_ornament(table: RuledTable) -> bool:
    """A small cross or corner without a word: where a sheet is to be cut or punched."""
    x0, y0, x1, y1 = table.grid.box
    return max(x1 - x0, y1 - y0) <= ORNAMENT and not any(table.lines)


def _has(grid: Grid, rule: Rule) -> bool:
    x0, y0, x1, y1 = grid.box
    return y0 - 1 <= rule.at <= y1 + 1 and rule.start >= x0 - 3 and rule.end <= x1 + 3


def _fill(ruled: list[Grid], glyphs: list[Glyph]) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables with their text, those within a cell in that cell; and the text of none."""
    found = [RuledTable(grid, [], [[] for _ in grid.cells]) for grid in ruled]
    held: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in ruled]
    loose: list[Glyph] = []
    smallest_first = list(reversed(list(zip(ruled, held, strict=True))))
    nested = _nested(ruled)
    here: Box = (0.0, 0.0, 0.0, 0.0)  # the cell of the last character, and what it holds
    own: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if here[0] <= x < here[2] and here[1] <= y < here[3]:
            own.append(glyph)
            continue
        for grid, cells in smallest_first:  # one table may lie in another
            cell = grid.cell_at(x, y)
            if cell is not None:
                own = cells[cell]
                own.append(glyph)
                if not nested:
                    here = grid.cells[cell].box
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
            holder, number = around
            holder.inner[number].append(table)
    outer.sort(key=lambda table: (table.top, table.grid.xs[0]))
    return outer, loose


def _nested(ruled: Sequence[Grid]) -> bool:
    """Whether any table may lie in another."""
    return any(
        one.box[0] < other.box[2]
        and other.box[0] < one.box[2]
        and one.box[1] < other.box[3]
        and other.box[1] < one.box[3]
        for one, other in combinations(ruled, 2)
    )


def _around(larger: list[RuledTable], box: Box) -> tuple[RuledTable, int] | None:
    """The smallest table and the cell of it that a box lies in."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for table in reversed(larger):
        cell = table.grid.cell_at(x, y)
        if cell is not None:
            return table, cell
    return None
