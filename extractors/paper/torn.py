"""Whether a row that begins a page is the rest of the one at the foot of the page before.

Tags say it where they tell cells apart. Else the cells do: a row whose number or name has no more
to say, and texts that stop in a line's middle and go on below. Where only some of them do, the row
is taken as one of its own, and those texts are doubted.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.paper.lines import TextLine, is_han
from extractors.paper.paragraphs import HYPHENS, NOT_FIRST, first_word
from extractors.paper.parts import TABLE, CellParts, Joined, above, text_of

MOST_PADDING: Final = 8.0  # points between a cell's border and its text
GOING_ON: Final = HYPHENS + "、，,（("  # at a line's end: more is to come

_LABEL: Final = re.compile(r"[^:：，,。；;、]{2,12}(?:[（(][^（()）]{1,20}[)）])?[:：]")

SPACE: Final = 0.5  # of the size: a space
CELL: Final = 4  # levels of tags down to a paragraph in a cell: table, row, cell, paragraph

Pair = tuple[CellParts, CellParts]  # a cell at the foot of a page, and the one below it


def is_torn(last: Joined, table: Joined, skipped: int) -> bool:
    """Whether the first row of `table` behind its repeated heads is the rest of the last one."""
    pairs = _pairs(last, table, skipped)
    if not pairs:
        return False
    if _tags_tell_cells(last) and _tags_tell_cells(table):
        said = [same for same in (_same_row(*pair) for pair in pairs) if same is not None]
        if said:
            return any(said)
    both = [pair for pair in pairs if text_of(pair[0]) and text_of(pair[1])]
    numbers = [pair for pair in both if any(text_of(cell).isdigit() for cell in pair)]
    if numbers and not (_number_has_ended(pairs) and all(_is_cut(*pair) for pair in numbers)):
        return False  # a number goes on in none
    if any(text_of(upper) == text_of(cell) != TABLE for upper, cell in both):
        return False  # each row says it: `标准阶段`
    if _first_has_said_all(pairs):
        return True
    going = [pair for pair in both if _wraps(*pair)]
    labelled = any(_begins_with_label(upper) and _begins_with_label(cell) for upper, cell in both)
    if _all_tell(pairs, both, going) and not labelled:
        return True
    for pair in going:
        for cell in pair:
            cell.doubted = True
    return False


def _pairs(last: Joined, table: Joined, skipped: int) -> list[Pair]:
    """The cells of the row, each with the one above it; none where one has none."""
    row = [cell for cell in table.cells if cell.row == skipped]
    single = [cell for cell in row if cell.row_end - cell.row == 1]
    pairs = [(above(last.last, cell), cell) for cell in (single or row)]
    return [(one, cell) for one, cell in pairs if one] if all(one for one, _ in pairs) else []


def _first_has_said_all(pairs: list[Pair]) -> bool:
    """Whether the cell that numbers or names the row has no more text, and others have."""
    own = _of_one_row(pairs)
    if not (own or len(pairs) == 1) or not any(text_of(cell) for _, cell in pairs):
        return False
    upper, cell = min(own or pairs, key=lambda pair: pair[1].x0)
    return not text_of(cell) and bool(text_of(upper))


def _number_has_ended(pairs: list[Pair]) -> bool:
    """Whether the row's own number stands at the foot, and nothing below it."""
    upper, cell = min(_of_one_row(pairs) or pairs, key=lambda pair: pair[1].x0)
    return text_of(upper).isdigit() and not text_of(cell)


def _is_cut(upper: CellParts, cell: CellParts) -> bool:
    """Whether a number was too long for its cell: `138000` over `00051`."""
    return text_of(upper).isdigit() and text_of(cell).isdigit() and _is_full(upper, cell)


def _of_one_row(pairs: list[Pair]) -> list[Pair]:
    """The pairs without those of a cell beside several rows, whose text may end in any of them."""
    return [pair for pair in pairs if pair[0].row_end - pair[0].row == 1]


def _all_tell(pairs: list[Pair], both: list[Pair], going: list[Pair]) -> bool:
    """Whether the texts that go on show that the row does: all of them, or several where other
    cells have ended. Text below an empty cell speaks against it, unless the row's number ended."""
    if _is_label_alone(pairs, going):
        return False  # `手机` as wide as its cell, `传真` below it not answered
    if any(text_of(upper).isdigit() and not text_of(cell) for upper, cell in pairs):
        return bool(both) and len(going) == len(both)
    if any(text_of(cell) and not text_of(upper) for upper, cell in pairs):
        return False
    ended = any(text_of(upper) and not text_of(cell) for upper, cell in _of_one_row(pairs))
    return bool(both) and (len(going) == len(both) or (len(going) > 1 and ended))


def _is_label_alone(pairs: list[Pair], going: list[Pair]) -> bool:
    """Whether of a label with its answer beside it only the label may go on."""
    label, *answers = sorted(pairs, key=lambda pair: pair[1].x0)
    return len(answers) == 1 and len(going) == 1 and going[0] is label


def _wraps(upper: CellParts, cell: CellParts) -> bool:
    """Whether a cell's text goes on below: its last line is full and ends nothing, or what comes
    can't begin a line."""
    if not _lines(upper, -1) or not _lines(cell, 0):
        return False
    if _lines(cell, 0)[0].text[0] in NOT_FIRST:
        return True
    end = _lines(upper, -1)[-1].text[-1]
    return (end.isalpha() or end in GOING_ON) and _is_full(upper, cell)


def _begins_with_label(cell: CellParts) -> bool:
    """Whether a cell is `label：answer`: below another such cell it is one of its own."""
    return bool(_lines(cell, 0)) and _LABEL.match(_lines(cell, 0)[0].text) is not None


def ends_full(cell: CellParts) -> bool:
    """Whether not one more letter had room in the last line of a cell's text."""
    return bool(_lines(cell, -1)) and _room(cell) < _lines(cell, -1)[-1].size


def _is_full(upper: CellParts, cell: CellParts) -> bool:
    """Whether what a cell begins with had no room in the last line of the one above."""
    if not _lines(upper, -1) or not _lines(cell, 0):
        return False
    first = _lines(cell, 0)[0]
    space = 0.0 if is_han(first.text[0]) else SPACE * first.size  # swallowed by the line's end
    return _room(upper) < first_word(first) + space


def _room(cell: CellParts) -> float:
    """What is left of a cell's width behind its last line."""
    sheet, _, _ = cell.parts[-1]
    last = _lines(cell, -1)[-1]
    padding = min(MOST_PADDING, max(last.x0 - sheet.left - cell.x0, 0.0))
    return cell.x1 - padding - (last.x1 - sheet.left)


def _lines(cell: CellParts, part: int) -> list[TextLine]:
    _, table, number = cell.parts[part]
    return table.lines[number]


def _tags_tell_cells(table: Joined) -> bool:
    """Whether no two cells are one element: some programs tag paragraphs, and no tables."""
    seen: set[tuple[int, ...]] = set()
    for cell in table.cells:
        elements = _elements(cell)
        if elements & seen:
            return False
        seen |= elements
    return True


def _same_row(above: CellParts, cell: CellParts) -> bool | None:
    """Whether the tags say that two parts are of one cell; None where they don't say it."""
    one, other = _elements(above), _elements(cell)
    if not one or not other:
        return None
    return bool(one & other)


def _elements(cell: CellParts) -> set[tuple[int, ...]]:
    """The structure elements of the cell's text, one step above the paragraphs: the cells."""
    return {
        glyph.element[:-1]
        for _, table, number in cell.parts
        for line in table.lines[number]
        for glyph in line.glyphs[:1]
        if glyph.element is not None and len(glyph.element) >= CELL
    }
