"""Tables joined where a page broke them: heads that are repeated, cells and rows that go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractors.pdf.parts import SAME_EDGE, CellParts, Joined, above, text_of
from extractors.pdf.torn import is_torn

HEAD_CELLS: Final = 3  # that the head of a list has at least
DIGITS: Final = "0123456789"


def goes_on(last: Joined, table: Joined) -> bool:
    """Whether a table at a page's top is the rest of the one at the foot of the page before."""
    return (
        abs(last.xs[0] - table.xs[0]) <= SAME_EDGE and abs(last.xs[-1] - table.xs[-1]) <= SAME_EDGE
    )


def append(last: Joined, table: Joined) -> None:
    """Adds the rows of `table` to `last`: heads that are repeated go, and a row that the page broke
    is one row."""
    skipped = _repeated_rows(last, table)
    torn = is_torn(last, table, skipped)
    shift = last.rows - skipped - int(torn)
    reaching: list[CellParts] = []
    for cell in table.cells:
        if cell.row_end <= skipped:
            continue
        row, row_end = max(cell.row, skipped) + shift, cell.row_end + shift
        upper = above(last.last, cell) if cell.row <= skipped else None
        if upper is not None and (torn or _spans_on(upper, cell, skipped)):
            upper.row_end = max(upper.row_end, row_end)
            upper.parts.extend(cell.parts)
            kept = upper
        else:
            kept = replace(cell, row=row, row_end=row_end)
            last.cells.append(kept)
        if cell.row_end == table.rows:
            reaching.append(kept)
    last.rows = table.rows + shift
    last.last = reaching


def _spans_on(upper: CellParts, cell: CellParts, skipped: int) -> bool:
    """Whether a cell that spans rows goes on over the page's end: its part here has no text and
    either part spans several rows, or its neighbours' rows begin anew beside it."""
    if text_of(cell):
        return False
    return cell.row_end - max(cell.row, skipped) > 1 or upper.row_end - upper.row > 1


def _repeated_rows(last: Joined, table: Joined) -> int:
    """How many of the first rows say what the first rows of the whole table say."""
    heads = {
        (cell.row, round(cell.x0 / SAME_EDGE)): text_of(cell) for cell in last.cells if cell.row < 3
    }
    same = 0
    for row in range(min(3, table.rows - 1)):
        cells = [cell for cell in table.cells if cell.row == row]
        texts = [text_of(cell) for cell in cells]
        if not any(texts) or any(cell.row_end > row + 1 for cell in cells):
            break
        if any(
            heads.get((row, round(cell.x0 / SAME_EDGE))) != text
            for cell, text in zip(cells, texts, strict=True)
        ):
            break
        same = row + 1
    return same or int(_begins_with_list_head(last, table))


def _begins_with_list_head(last: Joined, table: Joined) -> bool:
    """Whether the first row says again what the head of the list says that the page broke: the
    nearest row above that begins with no number. What stands beside the list is no part of it."""
    beside = [cell for cell in table.cells if cell.row == 0 and cell.row_end > 1]
    head = _row_texts([cell for cell in table.cells if cell.row == 0 and cell.row_end == 1])
    if len(head) < HEAD_CELLS or any(text_of(cell) for cell in beside):
        return False
    for row in reversed(range(last.rows)):
        above = _row_texts(
            [cell for cell in last.cells if cell.row == row and cell.row_end == row + 1]
        )
        if above and not next(iter(above.values())).isdigit():
            return above == head
    return False


def _row_texts(cells: list[CellParts]) -> dict[int, str]:
    """What the cells that say something say, by their left edges, without the numbers of notes."""
    ordered = sorted(cells, key=lambda cell: cell.x0)
    texts = ((round(cell.x0 / SAME_EDGE), text_of(cell)) for cell in ordered)
    return {at: text.rstrip(DIGITS) or text for at, text in texts if text}
