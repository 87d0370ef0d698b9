"""Several rows of a printed group that were typed into one cell or line.

`☑国家标准 1 个 阶段：立项 ☑行业标准 2 个 阶段：发布` answers two rows of three cells each. The
words of each row begin a part of the text; its box, its amount and its options are looked for
there. All of it is doubted, and what no part takes is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.fields import BOX
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import Hole, Pattern, State
from extractors.ticks import AMOUNT, TICKED
from extractors.values.harvest import INLINE, Taken, fill
from extractors.values.taker import Taker

DOUBT = "几行的内容写在同一处，已按文字分开，请逐项核对"
LONGEST = 400  # characters of a cell or line that holds such rows
NEVER = "(?!)"
_ANSWERED = re.compile(rf"{AMOUNT}|[{TICKED}]")
_UNSAYING = re.compile(r"标准|阶段|所处|目标|数量|处于|进度|预期|拟|共|为|无|[个项件\W_]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a group: its word, and the holes of its box, its amount and its options."""

    word: str
    said: re.Pattern[str]  # the word however it is spaced
    box: Hole
    amount: Hole
    options: Hole

    @property
    def prefix(self) -> str:
        return self.box.path.rpartition(".")[0] + "."


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a row's words and answers stand in a text."""

    row: _Row
    start: int
    word: tuple[int, int]
    end: int


def take_together(taker: Taker) -> None:
    """Takes anew what stands in cells and lines that name several rows of a group."""
    named = _all_rows(taker.pattern)
    naming = [
        item
        for item in taker.sheet.items
        if len(item.text) <= LONGEST and named.search(item.text) and _ANSWERED.search(item.text)
    ]
    for group, rows in _groups(taker.pattern).items():
        for item in naming:
            text = "\n".join(paragraph.text for paragraph in item.paragraphs)
            parts = list(_parts(text, rows))
            if not _are_several(taker, item, parts):
                continue
            if hit := _hit_of(taker, item, group):
                _take_anew(taker, item, hit, text, parts)


@lru_cache(maxsize=16)
def _all_rows(pattern: Pattern) -> re.Pattern[str]:
    """The words of any row of any group."""
    words = [row.said.pattern for rows in _groups(pattern).values() for row in rows]
    return re.compile("|".join(words) or NEVER)


def _are_several(taker: Taker, item: Item, parts: Sequence[_Part]) -> bool:
    """Whether an item names several rows, or one whose words are none of the labels in it:
    `☑国家标准 1 个 标准阶段：立项` in a line of its own, led by what every row has."""
    named = {part.row for part in parts}
    if len(named) != 1:
        return len(named) > 1
    states = [taker.pattern.states[hit.state] for hit in taker.in_item.get(item.index, ())]
    boxes = [hole for state in states if state.inline for hole in state.inline.ticks]
    return any(state.fields for state in states) and parts[0].row.box not in boxes


@lru_cache(maxsize=16)
def _groups(pattern: Pattern) -> dict[int, list[_Row]]:
    """Label that spans rows → its rows that have a box before their word, an amount and options."""
    states = pattern.states
    options = {
        hole.path.rpartition(".")[0]: hole
        for state in states
        if state.group is not None and not state.inline
        for one in state.fields
        for hole in one.ticks
    }
    groups: dict[int, list[_Row]] = {}
    for state in states:
        box = state.inline.ticks[0] if state.inline and state.inline.ticks else None
        further = options.get(box.path.rpartition(".")[0]) if box else None
        if box and further and state.group is not None and state.fields:
            said = re.compile(r"\s*".join(map(re.escape, state.printed)))
            row = _Row(state.printed, said, box, state.fields[0].holes[0], further)
            groups.setdefault(state.group, []).append(row)
    return groups


def _hit_of(taker: Taker, item: Item, group: int) -> Hit | None:
    """The label of the group that an item answers: one of its own stands in it, or the group's
    stands beside it and nothing else took it."""
    states = taker.pattern.states

    def is_of_group(state: State) -> bool:
        return state.index == group or state.group == group

    for hit in taker.in_item.get(item.index, ()):
        if is_of_group(states[hit.state]):
            return hit
    if item.index in taker.harvest.used or item.table < 0:
        return None
    beside = [other for other in taker.sheet.row_of(item) if other.x1 <= item.x0 + 1.0]
    leader = taker.sheet.leader(item)
    for other in (*reversed(beside), *([leader] if leader else [])):
        for hit in taker.in_item.get(other.index, ()):
            return hit if is_of_group(states[hit.state]) else None
    return None


def _parts(text: str, rows: Sequence[_Row]) -> Iterator[_Part]:
    """The parts of a text that begin with a row's word, or with the box or the amount before it."""
    spots = sorted(
        (found.start(), found.end(), row) for row in rows for found in row.said.finditer(text)
    )
    if not spots:
        return
    ahead = rf"(?:{BOX}\s*)*"
    if re.search(rf"{AMOUNT}\s*的?\s*$", text[: spots[0][0]]):
        ahead += rf"(?:{AMOUNT}\s*的?\s*)"
    starts = [
        found.start() if (found := re.search(rf"{ahead}$", text[:start])) else start
        for start, _, _ in spots
    ]
    for (first, last, row), (start, end) in zip(spots, pairwise([*starts, len(text)]), strict=True):
        yield _Part(row, start, (first, last), end)


def _take_anew(taker: Taker, item: Item, hit: Hit, text: str, parts: Sequence[_Part]) -> None:
    _give_back(taker, item, fill(parts[0].row.prefix, hit.instance).rstrip("0123456789."))
    taker.use([item])
    before = _slices(item, 0, parts[0].start)
    path = fill(parts[0].row.box.path, hit.instance)
    own = _UNSAYING.sub("", taker.pattern.states[hit.state].printed)
    if _UNSAYING.sub("", text[: parts[0].start]).replace(own, "", 1):
        taker.harvest.left += [(path, piece) for piece in before]
    seen: set[str] = set()
    for part in parts:
        path = fill(part.row.box.path, hit.instance)
        whole = _slices(item, part.start, part.end)
        if path in seen or _take_part(taker, item, hit, text, part):
            taker.harvest.left += [(path, piece) for piece in whole if piece.text.strip()]
        seen.add(path)


def _take_part(taker: Taker, item: Item, hit: Hit, text: str, part: _Part) -> bool:
    """Takes a row's answers; whether the part says more than they do."""
    words = "|".join(map(re.escape, part.row.options.options))
    options = list(re.compile(rf"(?:{BOX}\s*)?(?:{words})").finditer(text, part.word[1], part.end))
    stop = options[0].start() if options else part.end
    amounts = list(re.compile(AMOUNT).finditer(text, part.start, stop))
    taken = [(part.row.box, part.start, stop)]
    if amounts:
        taken.append((part.row.amount, amounts[0].start(1), amounts[0].end(1)))
    if options:
        last = re.compile(rf"\s*{BOX}").match(text, options[-1].end(), part.end)
        taken.append((part.row.options, stop, last.end() if last else options[-1].end()))
    around = _slices(item, part.start, part.end)
    for hole, start, end in taken:
        path = fill(hole.path, hit.instance)
        slices = _slices(item, start, end)
        taker.harvest.taken.append(
            Taken(path, hole, slices, hit.quality, INLINE, False, DOUBT, around=around)
        )
    told = [part.word, *(each.span() for each in (*amounts[:1], *options))]
    rest = "".join(
        letter
        for at, letter in enumerate(text[part.start : part.end], part.start)
        if not any(start <= at < end for start, end in told)
    )
    return bool(_UNSAYING.sub("", re.sub(BOX, "", rest)))


def _give_back(taker: Taker, item: Item, path: str) -> None:
    """Takes out what labels in the item took of the list at `path`; cells that only they used are
    free again, so that what these say is named."""
    own = {id(paragraph) for paragraph in item.paragraphs}
    harvest = taker.harvest
    wrong = [
        taken
        for taken in harvest.taken
        if taken.path.startswith(path)
        and any(
            id(piece.paragraph) in own
            for piece in (*taken.slices, *([taken.label] if taken.label else []))
        )
    ]
    freed = {id(piece.paragraph) for taken in wrong for piece in taken.slices}
    harvest.taken = [taken for taken in harvest.taken if taken not in wrong]
    harvest.left = [each for each in harvest.left if id(each[1].paragraph) not in own]
    for other in taker.sheet.items:
        if other.index not in taker.match.claimed and any(
            id(paragraph) in freed for paragraph in other.paragraphs
        ):
            harvest.used.discard(other.index)


def _slices(item: Item, start: int, end: int) -> tuple[Slice, ...]:
    """A stretch of an item's text, its paragraphs parted by one letter, as slices of these."""
    slices: list[Slice] = []
    base = 0
    for paragraph in item.paragraphs:
        first, last = max(start - base, 0), min(end - base, len(paragraph.text))
        if first < last:
            slices.append(Slice(paragraph, first, last))
        base += len(paragraph.text) + 1
    return tuple(slices)
