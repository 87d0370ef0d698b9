"""Lists: from the head row through table ends to the next label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.foreign import (
    covered,
    is_number,
    is_title,
    opens_another,
    overlap,
    says_it_goes_on,
    says_something,
)
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import State
from extractors.values.harvest import (
    RIGHT,
    Row,
    Taken,
    fill,
)
from extractors.values.taker import Taker
from extractors.wording import numbering

TWICE = "有两列的表头相同，请核对取自哪一列"
LINE = re.compile(r"[^\n]+")
WIDE = 6  # columns that no other list has by chance
SHARED = "同一表头下有几格内容，请核对取自哪一格"
MERGED = "此格与上面几行合并为一格，按各行相同读入，请核对"
TORN = "此行没有序号和名称，按上一行的续写读入，请核对"
AHEAD = "此行的序号大于它在清单中的次序，之前可能有行未读入，请核对"
PARTED = "几项合写在一行，已按段落分开读入，请核对"


def take_list(taker: Taker, state: State, hit: Hit, following: Hit | None) -> None:
    assert state.rows is not None
    path = fill(state.rows, hit.instance)
    if hit.doubt is None and taker.rows_of.get(path):
        # Rows of another place stand before these: whatever is doubted of them counts for all.
        before = (each for each in taker.harvest.taken if each.path.startswith(f"{path}."))
        hit = replace(hit, doubt=next((each.doubt for each in before if each.doubt), None))
    heads = hit.heads
    first = min(item.index for item in heads.values())
    row_item = taker.sheet.items[first]
    left = min(item.x0 for item in heads.values())
    taker.use(heads.values())
    for row in _rows_below(taker, row_item, hit, following):
        cells = [cell for cell in row if cell.x1 > left + 1.0]
        if row[0].table == row_item.table:
            taker.use(cell for cell in row if cell.x1 <= left + 1.0)
        if not any(cell.text.strip() for cell in cells):
            taker.use(cells)
            _note_row(taker, state, path, _by_column(heads, cells), filled=False)
        elif _goes_on(taker, row_item, row):
            _list_row_goes_on(taker, state, hit, path, cells)
        elif _is_torn(taker, state, path, chosen := _by_column(heads, cells)):
            _list_row_goes_on(taker, state, hit, path, cells, TORN)
        elif chosen:  # what fits no column stays unread
            _list_row(taker, state, hit, path, cells, chosen)


def _goes_on(taker: Taker, head: Item, row: list[Item]) -> bool:
    """Whether cells of the row above span into this one: more of the same item."""
    here = row[0].row
    left = min(cell.x0 for cell in row)
    rows = taker.sheet.rows[row[0].table]
    return any(
        cell.row_end > here and cell.x1 > head.x0 + 1.0
        for number in range(max(0, here - 12, head.row + 1), here)
        for cell in rows.get(number, [])
        if cell.x0 < left
    )


def _is_torn(taker: Taker, state: State, path: str, chosen: dict[int, Item]) -> bool:
    """Whether a row, its cells by column, is what a page's end tore from the one above: that one
    has a number, this one neither number nor name."""
    above = taker.harvest.rows.get(path, [])[-1:]
    number, name = (chosen.get(column) for column in (0, 1))
    if state.heads[0].hole.kind != "number" or number is None or name is None:
        return False
    counted = [row.cells.get(state.heads[0].hole.path.rpartition(".")[2]) for row in above]
    numbered = any(row.filled for row in above) and any(n and is_number(n.text) for n in counted)
    return numbered and not any(cell.text.strip() or _is_counted(cell) for cell in (number, name))


def _is_counted(cell: Item) -> bool:
    return any(paragraph.number for paragraph in cell.paragraphs)


def _list_row_goes_on(
    taker: Taker,
    state: State,
    hit: Hit,
    path: str,
    cells: list[Item],
    doubt: str | None = None,
) -> None:
    """Adds the cells to the answers of the item before."""
    index = taker.rows_of.get(path, 1) - 1
    for cell in cells:
        column = max(hit.heads, key=lambda column: overlap(cell, hit.heads[column]))
        hole = state.heads[column].hole
        if hole.kind == "number" or not cell.text.strip():
            continue
        of = fill(hole.path, (*hit.instance, index))
        taker.use([cell])
        for at, taken in enumerate(taker.harvest.taken):
            if taken.path == of:
                slices = taken.slices + cell.slices
                doubted = taken.doubt or doubt
                taker.harvest.taken[at] = taken._replace(slices=slices, doubt=doubted)


def _rows_below(taker: Taker, head: Item, hit: Hit, following: Hit | None) -> Iterator[list[Item]]:
    """Rows under the head row, through table ends, up to the row of the next label."""
    stop = following.item if following else len(taker.sheet.items)
    ends = sorted(item.row_end for item in hit.heads.values())
    table, first = head.table, ends[(len(ends) - 1) // 2]  # a stray line may part one of them
    state = taker.pattern.states[hit.state]
    left = min(item.x0 for item in hit.heads.values())
    titles = 0  # across the table, numbered in turn
    beside = frozenset(cell.key for cell in taker.sheet.row_of(head) if cell.x1 <= left + 1.0)
    while table < len(taker.sheet.rows):
        rows = taker.sheet.rows[table]
        for number in sorted(rows):
            if table == head.table and number < first:
                continue
            cells = rows[number]
            if not cells:
                continue
            if any(cell.index in taker.match.claimed for cell in cells):
                return
            if cells[0].index >= stop:
                return
            if is_title(hit.heads, cells) and _goes_on_under(taker, hit, rows, number, titles):
                titles += 1
                continue
            if opens_another(taker.pattern, state, hit.heads, cells, beside):
                return
            yield cells
        table += 1
        if table < len(taker.sheet.rows):
            ahead = next((cells for cells in taker.sheet.rows[table].values() if cells), None)
            if ahead is None or ahead[0].index >= stop:
                return
            between = taker.sheet.items[
                max(c.index for r in rows.values() for c in r) + 1 : ahead[0].index
            ]
            if any(item.table < 0 and not says_it_goes_on(item.text) for item in between):
                return
            taker.use(item for item in between if item.table < 0)


def _goes_on_under(
    taker: Taker, hit: Hit, rows: dict[int, list[Item]], title: int, titles: int
) -> bool:
    """Whether a title across the list's columns parts its rows, as `一、汽车产业` and `小计` do:
    whole rows follow, whose numbers go on, whose columns are too many for chance, or which stand
    under the next of titles that count from the list's heads on."""
    state = taker.pattern.states[hit.state]
    if 0 not in hit.heads or state.heads[0].hole.kind != "number":
        return False
    below = (rows[number] for number in sorted(rows) if number > title and rows[number])
    row = next((cells for cells in below if not is_title(hit.heads, cells)), [])
    first = _by_column(hit.heads, row).get(0)
    if first is None or len(row) < len(hit.heads) or not is_number(first.text):
        return False
    counted = taker.rows_of.get(fill(state.rows or "", hit.instance), 0)
    said = numbering(next(cell.text for cell in rows[title] if cell.key))
    in_turn = said is not None and said.value == titles + 1 and bool(titles or not counted)
    alone = sum(bool(each.heads) for each in taker.pattern.states) == 1
    number = first.text.strip(" .．、")
    if number == str(counted + 1) and (counted or alone):
        return True
    return len(hit.heads) >= WIDE or (in_turn and number == "1")


def _by_column(heads: dict[int, Item], cells: list[Item]) -> dict[int, Item]:
    """The cells of a row by the columns that they stand in; empty for a row that fits none."""
    by_order = sorted(heads, key=lambda column: heads[column].x0)
    if len(cells) == len(heads):
        return dict(zip(by_order, cells, strict=True))
    chosen: dict[int, Item] = {}
    if 2 * covered(cells, heads) > len(heads):
        for column, under in _under(heads, cells).items():
            chosen[column] = _answer_of(under)
        for column in by_order:  # equal neighbours that were taken for one unmerged cell
            for cell in cells:
                if cell.rejoined and overlap(cell, heads[column]) > 0:
                    chosen.setdefault(column, cell)
    return chosen


def _under(heads: dict[int, Item], cells: list[Item]) -> dict[int, list[Item]]:
    """The cells under each head, each under the one that it shares most with."""
    by_order = sorted(heads, key=lambda column: heads[column].x0)
    found: dict[int, list[Item]] = {}
    for cell in cells:
        column = max(by_order, key=lambda c: overlap(cell, heads[c]))
        if overlap(cell, heads[column]) > 0:
            found.setdefault(column, []).append(cell)
    return found


def _answer_of(cells: list[Item]) -> Item:
    """Of the cells under one head the first that is no number of a row: 序号 and 单位名称 share a
    head whose line was lost."""
    return next((cell for cell in cells if not is_number(cell.text)), cells[0])


def _note_row(
    taker: Taker, state: State, path: str, chosen: dict[int, Item], *, filled: bool
) -> None:
    cells = {state.heads[at].hole.path.rpartition(".")[2]: cell for at, cell in chosen.items()}
    taker.harvest.rows.setdefault(path, []).append(Row(cells, filled))


def _list_row(
    taker: Taker, state: State, hit: Hit, path: str, cells: list[Item], chosen: dict[int, Item]
) -> None:
    """Takes the answers of a row, its cells by column in `chosen`."""
    heads = hit.heads
    taker.use(chosen.values())
    answers = [
        (state.heads[column].hole, cell)
        for column, cell in chosen.items()
        if state.heads[column].hole.kind != "number"
    ]
    said = [cell.text for _, cell in answers if says_something(cell.text)]
    numbered = any(state.heads[column].hole.kind == "number" for column in heads)
    if not said or (len(said) == 1 and not numbered and is_number(said[0])):
        _note_row(taker, state, path, chosen, filled=False)  # with its number at most
        return
    ahead = _number_of(state, chosen) > len(taker.harvest.rows.get(path, [])) + 1
    parted = _items_in([cell for _, cell in answers])
    merged = _reaching_into(taker, heads, chosen, cells[0])
    under = {} if len(cells) == len(heads) else _under(heads, cells)
    shared = {column for column, each in under.items() if _answer_of(each) is not each[0]}
    chosen |= merged
    for at in range(parted or 1):
        _note_row(taker, state, path, chosen, filled=True)
        index = taker.rows_of.get(path, 0)
        taker.rows_of[path] = index + 1
        for column, cell in chosen.items():
            hole = state.heads[column].hole
            doubt = hit.doubt
            if column in hit.twice:
                doubt = TWICE
            elif column in shared:
                doubt = SHARED
            elif column in merged:
                doubt = MERGED
            elif parted:
                doubt = PARTED
            elif ahead:
                doubt = doubt or AHEAD
            kept = taker.harvest.numbers if hole.kind == "number" else taker.harvest.taken
            kept.append(
                Taken(
                    fill(hole.path, (*hit.instance, index)),
                    hole,
                    _lines(cell)[at : at + 1] if parted else cell.slices,
                    hit.quality,
                    RIGHT,
                    hit.repaired,
                    doubt,
                )
            )


def _number_of(state: State, chosen: dict[int, Item]) -> int:
    """The number that a row says, 0 for none."""
    said = (cell.text for at, cell in chosen.items() if state.heads[at].hole.kind == "number")
    number = re.fullmatch(r"\D{0,2}(\d{1,3})\D{0,2}", next(said, "").strip())
    return int(number[1]) if number else 0


def _reaching_into(
    taker: Taker, heads: dict[int, Item], chosen: dict[int, Item], first: Item
) -> dict[int, Item]:
    """Column → the cell of a row above that spans into this row, where it has none of its own."""
    missing = {column: head for column, head in heads.items() if column not in chosen}
    if not missing:
        return {}
    above = [
        cell
        for number in range(max(0, first.row - 12), first.row)
        for cell in taker.sheet.rows[first.table].get(number, [])
        if cell.row_end > first.row
    ]
    return {
        column: cell
        for column, head in missing.items()
        for cell in above
        if cell.row >= head.row_end and overlap(cell, head) > 0.5 * (head.x1 - head.x0)
    }


def _lines(cell: Item) -> tuple[Slice, ...]:
    """The lines of a cell that say something, parted by paragraphs or by line breaks."""
    return tuple(
        Slice(piece.paragraph, line.start(), line.end())
        for piece in cell.slices
        for line in LINE.finditer(piece.text)
        if line[0].strip()
    )


def _items_in(cells: list[Item]) -> int:
    """How many items stand in one row, a line each in every one of its cells; 0 for one. The
    form's own rows are none of these: their names are one line."""
    count = len(_lines(cells[0])) if len(cells) > 2 else 0
    alike = count > 1 and all(len(_lines(cell)) == count for cell in cells[1:])
    return count if alike else 0
