"""Tables joined where a page broke them: heads that are repeated, cells and rows that go on."""

from __future__ import annotations

from typing import Final

from extractors.paper.parts import SAME_EDGE, CellParts, Joined, above, text_of
from extractors.paper.torn import ends_full, is_torn

HEAD_CELLS: Final = 3  # that the head of a list has at least
DIGITS: Final = "0123456789"


def goes_on(last: Joined, table: Joined) -> bool:
    """Whether a table at a page's top is the rest of the one at the foot of the page before."""
    return (
        abs(last.xs[0] - table.xs[0]) <= SAME_EDGE and abs(last.xs[-1] - table.xs[-1]) <= SAME_EDGE
    )


def shows_to_go_on(last: Joined, table: Joined) -> bool:
    """Whether a table at a page's top is surely the rest of one whatever stands below that, a note
    typed at the page's foot: heads are repeated, a row is torn, or rows are numbered on."""
    if not goes_on(last, table):
        return False
    skipped = _repeated_rows(last, table)
    return skipped > 0 or is_torn(last, table, skipped) or _counts_on(last, table)


def _counts_on(last: Joined, table: Joined) -> bool:
    """Whether the first row's number is the one behind the last row's, or 1 below the list's head
    that the page ended with."""
    row = [cell for cell in table.cells if cell.row == 0 and cell.row_end == 1]
    pairs = [(above(last.last, cell), cell) for cell in row]
    for upper, cell in pairs:
        if upper is not None and text_of(cell).isdecimal():
            number, said = int(text_of(cell)), text_of(upper)
            if said.isdecimal():
                return number == int(said) + 1
            return number == 1 and len(row) >= HEAD_CELLS and all(one for one, _ in pairs)
    return False


def doubt_end(table: Joined) -> None:
    """Doubts the texts of a table's last row that may go on where nobody can tell: on a page that
    is missing, lies elsewhere or can't be read."""
    for cell in table.last:
        cell.doubted = cell.doubted or ends_full(cell)


def doubt_start(table: Joined) -> None:
    """Doubts the rows at a page's top that are of one shape, where the page before it is missing:
    they may be a list's whose first rows are lost."""
    for row in range(table.rows):
        begins_group = row > 0 and any(_spans(cell) and cell.row == row for cell in table.cells)
        if begins_group or _shape(table, row) != _shape(table, 0):
            break
        for cell in table.cells:
            if cell.row == row:
                cell.lost = cell.doubted = True


def _shape(table: Joined, row: int) -> list[tuple[int, int]]:
    """The edges of a row's cells, without those that stand beside several rows."""
    own = [cell for cell in table.cells if cell.row == row and not _spans(cell)]
    return sorted((round(cell.x0), round(cell.x1)) for cell in own)


def _spans(cell: CellParts) -> bool:
    return cell.row_end - cell.row > 1


def append(last: Joined, table: Joined, is_next: bool = True) -> None:
    """Moves the rows of `table` to `last`: heads that are repeated go, and a row that the page
    broke is one row, doubted where it may not be the next page."""
    skipped = _repeated_rows(last, table)
    ending = [cell for cell in last.last if not _spans(cell)]
    if ending and all(cell.lost for cell in ending):
        doubt_start(table)
    torn = is_torn(last, table, skipped)
    if torn and not is_next:
        for cell in last.last:
            cell.doubted = True
    shift = last.rows - skipped - int(torn)
    reaching: list[CellParts] = []
    for cell in table.cells:
        if cell.row_end <= skipped:
            continue
        row, row_end = max(cell.row, skipped) + shift, cell.row_end + shift
        upper = above(last.last, cell) if cell.row <= skipped else None
        reaches = cell.row_end == table.rows
        if upper is not None and (torn or _spans_on(upper, cell, skipped)):
            upper.row_end = max(upper.row_end, row_end)
            upper.parts.extend(cell.parts)
            kept = upper
        else:
            kept = cell
            kept.row, kept.row_end = row, row_end
            last.cells.append(kept)
        if reaches:
            reaching.append(kept)
    last.rows = table.rows + shift
    last.last = reaching


def _spans_on(upper: CellParts, cell: CellParts, skipped: int) -> bool:
    """Whether a cell that spans rows goes on over the page's end: its part here has no text and
    either part spans several rows, or its neighbours' rows begin anew beside it."""
    if text_of(cell):
        return False
    return cell.row_end - max(cell.row, skipped) > 1 or _spans(upper)


def _repeated_rows(last: Joined, table: Joined) -> int:
    """How many of the first rows say what the first rows of the whole table say."""
    same = 0
    for row in range(min(3, table.rows - 1)):
        heads = [cell for cell in last.cells if cell.row == row]
        cells = [cell for cell in table.cells if cell.row == row]
        if not any(map(text_of, cells)) or any(cell.row_end > row + 1 for cell in cells):
            break
        if not all(any(_same(head, cell) for head in heads) for cell in cells):
            break
        same = row + 1
    return same or int(_begins_with_list_head(last, table))


def _begins_with_list_head(last: Joined, table: Joined) -> bool:
    """Whether the first row says again what the head of the list says that the page broke: a row
    above, with rows of cells as wide between. What stands beside the list is no part of it."""
    beside = [cell for cell in table.cells if cell.row == 0 and cell.row_end > 1]
    head = _saying([cell for cell in table.cells if cell.row == 0 and cell.row_end == 1])
    if len(head) < HEAD_CELLS or any(text_of(cell) for cell in beside):
        return False
    for row in reversed(range(last.rows)):
        cells = [cell for cell in last.cells if cell.row == row and cell.row_end == row + 1]
        facing = [one for cell in head if (one := above(cells, cell))]
        if len(facing) < len(head):
            return False
        if all(map(_same, facing, head)):
            return True
    return False


def _saying(cells: list[CellParts]) -> list[CellParts]:
    """The cells that say something, from left to right."""
    return sorted((cell for cell in cells if text_of(cell)), key=lambda cell: cell.x0)


def _same(one: CellParts, other: CellParts) -> bool:
    """Whether two cells begin at one edge and say the same, the numbers of notes apart."""
    texts = [text_of(cell) for cell in (one, other)]
    said = [text.rstrip(DIGITS) or text for text in texts]
    return abs(one.x0 - other.x0) <= SAME_EDGE and said[0] == said[1]
