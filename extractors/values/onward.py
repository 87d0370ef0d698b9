"""Answers that go on in another cell: below, where a page's end tore their row or the label beside
them spans several rows, or behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.foreign import says_it_goes_on
from extractors.items import Item
from extractors.values.harvest import BLANK
from extractors.values.taker import Taker

ONWARD = "此栏内容分在上下几格中，已合在一起读入，请核对"
BESIDE = "此栏右边的一格中还有未读入的内容，请核对是否属于此栏"
LIKE = 0.3  # likeness from which a cell may be the answer as well
EDGE = 3.0  # points that cells of one column may differ by


def take_onward(taker: Taker) -> None:
    """Adds to each answer that fills a cell of its own what goes on below it, with doubt; one
    behind which more stands is doubted."""
    free = _free_rows(taker)
    if not free:
        return
    cells = {id(p): item for item in taker.sheet.items if item.table >= 0 for p in item.paragraphs}
    sharing = _answers_of(taker, cells)
    for at, taken in enumerate(taker.harvest.taken):
        item = cells.get(id(taken.slices[-1].paragraph)) if taken.slices else None
        if item is None or taken.label is None or not taken.raw.strip(BLANK):
            continue
        further = list(_below(taker, item)) if sharing[item.index] == 1 else []
        if (item.table, item.row) in free and _goes_on_beside(taker, item, taken.path):
            taker.harvest.taken[at] = taken._replace(doubt=taken.doubt or BESIDE)
        elif further:
            taker.use(further)
            slices = taken.slices + tuple(piece for each in further for piece in each.slices)
            doubt = taken.doubt or ONWARD
            taker.harvest.taken[at] = taken._replace(slices=slices, around=slices, doubt=doubt)


def _free_rows(taker: Taker) -> set[tuple[int, int]]:
    """The rows (table, row) with cells that say something and are nobody's."""
    used = taker.harvest.used
    return {
        (item.table, item.row)
        for item in taker.sheet.items
        if item.index not in used and item.table >= 0 and item.text.strip(BLANK)
    }


def _answers_of(taker: Taker, cells: dict[int, Item]) -> Counter[int]:
    """Item → how many answers stand in it."""
    counts: Counter[int] = Counter()
    for taken in taker.harvest.taken:
        paragraphs = (id(piece.paragraph) for piece in taken.slices)
        counts.update({cells[each].index for each in paragraphs if each in cells})
    return counts


def _below(taker: Taker, item: Item) -> Iterator[Item]:
    """The cells below an answer, each alone in its row, that are nobody else's and say another
    thing: an unmerged cell says the same again."""
    row = _row_under(taker, item)
    while (further := _alone(row)) is not None:
        same = abs(further.x0 - item.x0) <= EDGE and abs(further.x1 - item.x1) <= EDGE
        taken = any(cell.index in taker.match.claimed for cell in row)
        if not same or taken or further.index in taker.harvest.used or further.text == item.text:
            return
        yield further
        row = _row_under(taker, further)


def _goes_on_beside(taker: Taker, item: Item, path: str) -> bool:
    """Whether a cell without a label stands behind an answer: alone, since a pair of the office's
    own would be two, or as like one (`60 | 73 | 21.5`: what is, what is aimed at, the gain)."""
    behind = taker.sheet.right_of(item)
    ours = (at for at, cell in enumerate(behind) if cell.index in taker.match.claimed)
    filled = _filled(behind[: next(ours, len(behind))])
    if not filled or any(cell.index in taker.harvest.used for cell in filled):
        return False
    if len(filled) > 1 and taker.likeness(path, filled[0].text) < LIKE:
        return False
    return filled[0].text != item.text and not filled[0].apart


def _alone(row: list[Item]) -> Item | None:
    """The one cell of a row that says something."""
    filled = _filled(row)
    return filled[0] if len(filled) == 1 else None


def _filled(row: list[Item]) -> list[Item]:
    return [cell for cell in row if cell.text.strip(BLANK)]


def _row_under(taker: Taker, item: Item) -> list[Item]:
    """The row below a cell, in the next table where its own ends with it and nothing stands between
    both."""
    sheet = taker.sheet
    rows = sheet.rows[item.table]
    if item.row_end in rows or item.row_end <= max(rows) or item.table + 1 >= len(sheet.rows):
        return rows.get(item.row_end, [])
    first = next((cells for cells in sheet.rows[item.table + 1].values() if cells), [])
    between = sheet.items[item.index + 1 : first[0].index] if first else []
    return [] if any(_says(each) for each in between) else first


def _says(item: Item) -> bool:
    return bool(item.text.strip(BLANK)) and not says_it_goes_on(item.text)
