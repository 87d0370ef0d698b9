"""Prose: from its heading to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from extractors.items import Item, Slice, whole
from extractors.match import Hit
from extractors.notes import without_notes
from extractors.page import Cell, Paragraph, Table
from extractors.pattern import State
from extractors.values.harvest import (
    RIGHT,
    Taken,
    fill,
)
from extractors.values.taker import Taker
from extractors.wording import key


def take_prose(taker: Taker, state: State, hit: Hit, following: Hit | None) -> None:
    assert state.prose is not None
    item = taker.sheet.items[hit.item]
    last = following.item if following else len(taker.sheet.items)
    slices = [s for s in taker.rest_of(hit, item) if s.text.strip()] if hit.inline else []
    path = fill(state.prose.path, hit.instance)
    behind = takewhile(lambda other: not other.apart, taker.sheet.items[hit.item + 1 : last])
    section = list(behind)
    if following is None:
        section = without_notes(section, taker.pattern.notes)
    for (table, _), row in groupby(section, key=_line_of):
        cells = list(row)
        taker.use(cells)
        filled = [cell for cell in cells if cell.text.strip()]
        if table < 0 or len(filled) < 2:
            slices.extend(slice_ for cell in cells for slice_ in cell.slices)
            continue
        if all(other.table != table for _, other in taker.harvest.tables):
            taker.harvest.tables.append((path, cells[0]))
        slices.append(_row_as_line(cells))
    if following and following.item == last and following.place[1:] > (0, 0):
        slices.extend(whole(p) for p in taker.sheet.items[last].paragraphs[: following.paragraph])
    taker.harvest.taken.append(
        Taken(
            path,
            state.prose,
            tuple(slices),
            hit.quality,
            RIGHT,
            hit.repaired,
            hit.doubt
            or _swallows(taker, state, following)
            or (_goes_on_otherwise(taker, state, slices) if following is None else None),
            state.printed,
            tuple(slices),
            taker.label_of(hit),
        )
    )


def prose_of(taker: Taker, path: str, item: Item) -> tuple[Slice, ...]:
    """What a cell answers in prose: its paragraphs, and the tables within it as lines, unless they
    hold labels of the form."""
    inner = list(_inner_items(taker, item))
    if not inner or sum(each.index in taker.match.claimed for each in inner) > 1:
        return item.slices
    assert item.cell is not None
    taker.use(inner)
    taker.harvest.tables.append((path, inner[0]))
    slices: list[Slice] = []
    for block in item.cell.blocks:
        if isinstance(block, Paragraph):
            slices.append(whole(block))
            continue
        rows = groupby(block.cells, key=lambda cell: cell.row)
        slices.extend(_row_as_line(list(cells)) for _, cells in rows)
    return tuple(slices)


def _inner_items(taker: Taker, item: Item) -> Iterator[Item]:
    """The cells of the tables within a cell; they follow it."""
    blocks = item.cell.blocks if item.cell is not None else ()
    inner = {id(cell) for block in blocks if isinstance(block, Table) for cell in block.cells}
    for other in taker.sheet.items[item.index + 1 :]:
        if id(other.cell) not in inner:
            return
        yield other


def _swallows(taker: Taker, state: State, following: Hit | None) -> str | None:
    """A doubt, where the heading that the form prints next was found nowhere: its section may
    be part of this one."""
    states = taker.pattern.states
    end = following.state if following is not None else len(states)
    between = states[state.index + 1 : end]
    if end <= state.index and state.loop is not None:  # the same block once more
        loop = taker.pattern.loops[state.loop]
        between = states[state.index + 1 : loop.last + 1] + states[loop.first : end]
    if any(other.kind == "line" and not other.inline and not other.ordinals for other in between):
        return "其后一章节的标题未找到，内容可能混在此处，请核对"
    return following.doubt if following is not None else None  # of where the section ends


# What begins something else behind a form's last text: a line across, the notes on how to fill it
# in, the end of a letter, what mail programs add.
_ELSE = re.compile(
    r"[-—_=*]{2,}|(?:填[表报写]|有关)?(?:说明|须知)[:：]?|(?:备注|注)[:：]|此致|敬礼[!！]?|发自我的.*"
    r"|(?:本|此|该)(?:邮件|电子邮件).*|.{0,12}原始邮件.{0,12}|[^\s:：，。]{0,12}意见[:：\t].*"
)
_LABEL = re.compile(r"([^:：\t]{2,30})[:：\t]")  # before its answer, in a line or in a row
_CONTACT = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|[\w.+-]+@[\w-]+\.\w", re.ASCII
)


def _goes_on_otherwise(taker: Taker, state: State, slices: Sequence[Slice]) -> str | None:
    """A doubt, where behind the form's last heading something else may have begun, to whose end the
    form prints nothing: an annex with labels of its own, a mail's signature, notes."""
    for piece in slices[1:]:
        for line in piece.text.split("\n"):
            said = line.strip()
            label = _LABEL.match(said)
            of = (
                {found for found, _ in taker.pattern.lookup.get(key(label[1]), ())}
                if label
                else set()
            )
            if _ELSE.fullmatch(said) or _CONTACT.search(said) or of - {state.index}:
                return f"自“{said[:20]}”起的内容可能不属于此章节，请核对"
    return None


def _line_of(item: Item) -> tuple[int, int]:
    """What stands in one line with an item: its row, or itself."""
    return (item.table, item.row) if item.table >= 0 else (-1, item.index)


def _row_as_line(cells: Sequence[Item | Cell]) -> Slice:
    """A row of a table in a text as one line, its cells parted by tabs."""
    first = next(paragraph for cell in cells for paragraph in cell.paragraphs)
    line = "\t".join(" ".join(cell.text.split("\n")) for cell in cells)
    return whole(first._replace(text=line, ticks=(), superscripts=(), notes=()))
