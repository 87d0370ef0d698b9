"""Short answers: in the rest of the label's own cell or line, beside it, or below it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile

from extractors.fields import BOX
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import Hole, State
from extractors.repair.stretches import label_like
from extractors.values.grids import take_series
from extractors.values.harvest import (
    BELOW,
    BLANK,
    INLINE,
    NEXT_LINE,
    RIGHT,
    fill,
)
from extractors.values.prose import prose_of
from extractors.values.taker import Taker
from extractors.wording import key, similarity

# `研发人员占比(%)：`
LABELLED = re.compile(r"[^:：，。；、\s]{2,12}(?:[(（][^()（）]{1,6}[)）])?[:：]")
IN_A_BOX = "答案写在文本框中，请核对是否属于此栏"
LIKE_LABEL = "此处读到的内容像是栏目名称，请核对"
FIRM = 0.9  # quality of a label from which it is no guess
EITHER = "此栏右边和下边都有内容，请核对取自哪一格"
ALIKE = 0.5  # of an answer with its label's own words, from which it may be the label


def take_short(taker: Taker, state: State, hit: Hit) -> None:
    item = taker.sheet.items[hit.item]
    rest = taker.rest_of(hit, item)
    fields = state.fields
    if state.inline:
        says = any(slice_.text.strip(BLANK) for slice_ in rest)
        under = _line_below(taker, item) if item.cell is None and not says else None
        if under is not None:
            taker.use([under])
            taker.fields([state.inline], [(under.slices, NEXT_LINE)], state, hit)
        elif says or item.cell is None:
            taker.fields([state.inline], [(rest, INLINE)], state, hit)
        else:  # a line of the form that stands as label and answer in two cells
            fields = (state.inline, *fields)
    if not fields:
        return
    if hit.inline and any(slice_.text.strip() for slice_ in rest) and not state.inline:
        hole = fields[0].holes[0]
        prose = item.cell is None and hole.kind == "prose"
        lines = _lines_under(taker, item, hole) if prose else []
        taker.use(lines)
        rest += tuple(piece for line in lines for piece in line.slices)
        taker.fields(fields[:1], [(rest, NEXT_LINE if lines else INLINE)], state, hit)
        return
    cells = taker.cells_right(item)
    if len(state.fields) > 1:
        take_series(taker, state, hit, cells)
        return
    if not cells and state.inline and state.inline.ticks:
        _count_behind(taker, state, hit, item)
        return
    if cells and not _reads_down(taker, state, item, cells):
        chosen, place = _nearest_answer(taker, cells)
        taker.use(cell for cell in cells if cell is chosen or not cell.text.strip())
        hole = fields[0].holes[0]
        answer = chosen.slices
        if hit.quality < FIRM and _is_like_label(chosen, state):
            hit = replace(hit, doubt=hit.doubt or LIKE_LABEL)
        if label_like(chosen) and _is_over_guesses(taker, item):
            hit = replace(hit, doubt=hit.doubt or EITHER)
        boxed = [] if chosen.text.strip() else taker.boxed_in(chosen)
        if boxed:
            taker.use(boxed)
            answer = tuple(piece for item in boxed for piece in item.slices)
            hit = replace(hit, doubt=hit.doubt or IN_A_BOX)
        elif options := _further_options(hole, chosen, cells):
            taker.use(options)
            answer += tuple(piece for cell in options for piece in cell.slices)
        elif hole.kind == "prose":
            answer = prose_of(taker, fill(hole.path, hit.instance), chosen)
        taker.fields(fields, [(answer, place)], state, hit)
        return
    below = taker.below(item)
    if below is not None:
        taker.use([below])
        further = taker.below(below)
        if further is not None and further.text.strip():
            hit.doubt = hit.doubt or "此栏目下有多行内容，请核对取自哪一行"
        if LABELLED.match(below.text):
            hit.doubt = hit.doubt or "下一行像是另一个栏目，请核对是否属于此栏"
        taker.fields(fields, [(below.slices, BELOW)], state, hit)
    elif item.cell is None and (lines := _lines_under(taker, item, fields[0].holes[0])):
        taker.use(lines)
        answer = tuple(piece for line in lines for piece in line.slices)
        taker.fields(fields, [(answer, NEXT_LINE)], state, hit)
    elif state.inline:
        taker.fields([state.inline], [(rest, INLINE)], state, hit)  # not answered


def _further_options(hole: Hole, first: Item, cells: list[Item]) -> list[Item]:
    """The cells behind the first that hold a choice's further options, where each has its own."""
    behind = cells[cells.index(first) + 1 :] if len(hole.options) > 1 else []
    if not behind or not _is_of_options(hole, first):
        return []
    return list(takewhile(lambda cell: _is_of_options(hole, cell), behind))


def _is_of_options(hole: Hole, cell: Item) -> bool:
    """Whether a cell holds options with their boxes and nothing else."""
    left = re.sub(BOX, "", cell.text)
    for option in hole.options:
        left = left.replace(option, "")
    return left != cell.text and not left.strip()


def _is_like_label(item: Item, state: State) -> bool:
    printed = key(state.printed)
    return len(item.key) <= len(printed) + 1 and similarity(item.key, printed) >= ALIKE


def _is_over_guesses(taker: Taker, item: Item) -> bool:
    """Whether a label stands over a free, filled cell in a row whose labels are all guessed: they
    may be answers that begin with the words of a label (`职务犯罪研究员`)."""
    under = taker.sheet.below(item)
    if under is None or not under.text.strip() or under.index in taker.match.claimed:
        return False
    row = (taker.match.claimed.get(cell.index) for cell in taker.sheet.row_of(under))
    labels = [hit for hit in row if hit is not None]
    return bool(labels) and all(hit.repaired for hit in labels)


def _count_behind(taker: Taker, state: State, hit: Hit, item: Item) -> None:
    """An amount in the cell of its box, `☑国家标准　2个`; a cell of several is read no further."""
    amounts = list(re.finditer(r"[\d０-９]+(?=\s*[个项件])", item.text))
    if amounts and len(item.paragraphs) == 1:
        piece = Slice(item.paragraphs[0], amounts[0].start(), amounts[0].end())
        taker.fields(state.fields, [((piece,), INLINE)], state, hit)
    if len(amounts) > 1:
        path = fill(state.fields[0].holes[0].path, hit.instance)
        taker.harvest.left += [(path, piece) for piece in item.slices]


def _line_below(taker: Taker, item: Item) -> Item | None:
    """The line under a label that has nothing behind it, if it is nobody else's."""
    if item.index + 1 >= len(taker.sheet.items):
        return None
    under = taker.sheet.items[item.index + 1]
    claimed = under.index in taker.match.claimed or under.key in taker.pattern.hints
    return None if under.table >= 0 or claimed or len(under.text) > 60 else under


def _lines_under(taker: Taker, item: Item, hole: Hole) -> list[Item]:
    """The lines under a label that stands in a line of its own: all up to the next label where
    prose is asked, else one."""
    behind = takewhile(
        lambda line: line.table < 0 and not line.apart and line.index not in taker.match.claimed,
        taker.sheet.items[item.index + 1 :],
    )
    lines = [line for line in behind if line.key not in taker.pattern.hints]
    return lines if hole.kind == "prose" else lines[:1]


def _nearest_answer(taker: Taker, cells: list[Item]) -> tuple[Item, float]:
    """The cell beside the label, or the one filled cell behind empty ones. What stands in a
    column of labels, or has a cell of its own behind it, is no answer; but in a loose table
    empty cells are what is left of merged ones."""
    if cells[0].text.strip():
        return cells[0], RIGHT
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return cells[0], RIGHT
    columns = taker.columns_of_labels.get(filled[0].table, Counter())
    if columns[round(filled[0].x0)] > 1:
        return cells[0], RIGHT
    if filled[0].table in taker.sheet.loose:
        return filled[0], RIGHT
    return (filled[0], NEXT_LINE) if len(filled) == 1 else (cells[0], RIGHT)


def _reads_down(taker: Taker, state: State, item: Item, cells: list[Item]) -> bool:
    """Whether the answer stands under the label though there is a free cell beside it."""
    beside = cells[0].text.strip()
    below = taker.below(item) if beside or item.table in taker.under else None
    if below is None:
        return False
    if item.table in taker.under:
        return True
    path = (state.fields or (state.inline,))[0].holes[0].path  # type: ignore[union-attr]
    under = below.text.strip()
    return bool(beside and under) and taker.likeness(path, under) > 0.2 > taker.likeness(
        path, beside
    )
