"""Pairs of labels and answers whose labels the applicant may rename."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import Hole, Pattern, State
from extractors.values.harvest import (
    RIGHT,
    Taken,
    fill,
)
from extractors.values.taker import Taker
from extractors.wording import key, similarity

MISSPELT: Final = 0.8  # likeness of a printed label with a slip in it
FOREIGN: Final = "这一行不像成效指标，可能是另加的栏目，请核对"
SHIFTED: Final = "此前有一行不像成效指标，本行的位置由此推定，请核对"


class Pair(NamedTuple):
    """A label and its amount, and the cells they stand in."""

    label: tuple[Slice, ...]
    value: tuple[Slice, ...]
    cells: tuple[Item, ...]


class Named(NamedTuple):
    """A pair, the slot whose printed label it still has, the name that its label gives, and a doubt
    whether it is an indicator."""

    pair: Pair
    printed: int | None
    name: tuple[Slice, ...]
    doubt: str | None

    @property
    def row(self) -> tuple[int, int]:
        return _row(self.pair.cells[0])


class Placed(NamedTuple):
    """A pair in its slot, with the name that its label gives."""

    slot: int
    pair: Pair
    name: tuple[Slice, ...]
    doubt: str | None


def take_renamed(taker: Taker) -> None:
    """Pairs of cells behind the last fixed label before the renamable ones."""
    labelled = {_row(taker.sheet.items[hit.item]) for hit in taker.match.hits}
    for run in _runs(taker.pattern):
        for anchor in taker.of_state.get(run[0].index - 1, ()):
            _renamed_run(taker, run, anchor, labelled)


@lru_cache(maxsize=16)
def _runs(pattern: Pattern) -> list[list[State]]:
    """The labels that the applicant may rename, those of one group together."""
    runs: list[list[State]] = []
    for state in pattern.states:
        if state.kind == "rename":
            if runs and runs[-1][-1].index == state.index - 1:
                runs[-1].append(state)
            else:
                runs.append([state])
    return runs


def _renamed_run(
    taker: Taker, run: list[State], anchor: Hit, labelled: set[tuple[int, int]]
) -> None:
    """The pairs behind one anchor; `labelled` are the rows in which labels were found.

    A printed label keeps its own slot, a new name takes the next one. What an office put in takes
    what the others leave: a name that is worded as no indicator and has its row by itself, or, of
    more pairs than the form has, with another such name; and one that stands before a printed label
    that is still to come. None behind one worded so is sure of its place. Those without a place in
    the form stay unread."""
    behind = _behind(taker, anchor)
    named = [_named(taker, run, pair) for pair in _pairs_behind(taker, anchor, run, behind)]
    rows = set(labelled)
    if len(named) <= len(run):  # else a row was put in
        rows |= {row for row, pairs in Counter(each.row for each in named).items() if pairs > 1}
    rows |= {each.row for each in named if each.doubt is None}
    placed: list[Placed] = []
    odd: list[Named] = []
    kept = {at for item in behind for at in _slots(run, item.key)}
    slot, strange = 0, False
    for each in named:
        foreign = each.doubt is not None and each.row not in rows
        if each.printed is None and (foreign or slot in kept):
            odd.append(each)
            strange = True
            continue
        slot = slot if each.printed is None else max(slot, each.printed)
        if slot >= len(run):
            break
        shifted = SHIFTED if strange and each.printed is None else None
        placed.append(Placed(slot, each.pair, each.name, each.doubt or shifted))
        strange = strange or each.doubt is not None
        slot += 1
    taken = {each.slot for each in placed}
    free = [at for at in range(len(run)) if at not in taken]
    placed += [
        Placed(at, each.pair, each.pair.label, each.doubt or FOREIGN)
        for at, each in zip(free, odd, strict=False)
    ]
    for put in placed:
        _take_pair(taker, run[put.slot], anchor, put)


def _row(item: Item) -> tuple[int, int]:
    return item.table, item.row


def _named(taker: Taker, run: list[State], pair: Pair) -> Named:
    printed, name = _own_slot(run, pair.label)
    return Named(pair, printed, name, _doubt_of(taker, _holes(run[0])[0].path, name, pair.value))


def _take_pair(taker: Taker, state: State, anchor: Hit, placed: Placed) -> None:
    """A pair as the answers of a slot."""
    label, value, cells = placed.pair
    for hole, slices, around in zip(
        _holes(state), (placed.name, value), (label, value), strict=False
    ):
        taker.harvest.taken.append(
            Taken(
                fill(hole.path, anchor.instance),
                hole,
                slices,
                anchor.quality,
                RIGHT,
                anchor.repaired,
                anchor.doubt or placed.doubt,
                around=around,
            )
        )
    taker.use(cells)


def _holes(state: State) -> tuple[Hole, ...]:
    """Where a slot's name stands, then where its amount does."""
    assert state.inline is not None
    return (state.inline.holes[0], *(hole for field in state.fields for hole in field.holes))


def _own_slot(run: list[State], label: tuple[Slice, ...]) -> tuple[int | None, tuple[Slice, ...]]:
    """The slot whose printed words a label still has, and the name that it gives: nothing, or what
    stands behind a colon (`其他成效指标1：能耗下降`)."""
    parted = _at_colon(label)
    for said, name in ((label, ()), parted) if parted else ((label, ()),):
        for at in _slots(run, key(_slices_text(said))):
            return at, name
    return None, label


def _slots(run: list[State], word: str) -> list[int]:
    """The slots whose printed label a word (a key) is, a slip or two in it allowed for."""
    if not word:
        return []
    exact = [at for at, state in enumerate(run) if word in state.keys]
    if exact or not word[-1:].isdigit():
        return exact
    return [at for at, state in enumerate(run) if _misspells(word, key(state.printed))]


def _misspells(word: str, printed: str) -> bool:
    """Whether a word is a printed one with a slip in it, its number being the same."""
    same = word.endswith(printed[len(printed.rstrip("0123456789")) :])
    return same and similarity(word, printed) >= MISSPELT


def _behind(taker: Taker, anchor: Hit) -> list[Item]:
    """The items behind an anchor up to the next fixed label."""
    states, first = taker.pattern.states, anchor.item
    later = [
        hit.item
        for hit in taker.match.hits
        if hit.item > first and states[hit.state].kind != "rename"
    ]
    return taker.sheet.items[first + 1 : min(later, default=len(taker.sheet.items))]


def _doubt_of(
    taker: Taker, path: str, name: tuple[Slice, ...], value: tuple[Slice, ...]
) -> str | None:
    """A doubt about a name of the applicant's own that is worded as no indicator, and has no
    amount, or names no unit and no change (`职工人数`): a foreign row looks like that."""
    words, amount = _slices_text(name), _slices_text(value)
    if _is_amount(words):
        return "此处应为成效指标的名称，读到的却是数值，请核对"
    if not words or taker.likeness(path, words) > 0.3:
        return None
    measured = _is_amount(amount) or _WITH_UNIT.fullmatch(amount)
    if _CHANGES.match(amount) or (measured and _INDICATES.search(words)):
        return None
    return FOREIGN


def _pairs_behind(
    taker: Taker, anchor: Hit, run: list[State], behind: list[Item]
) -> Iterator[Pair]:
    """Free cells up to the next fixed label, as labels and amounts placed as the anchor's are."""
    item = taker.sheet.items[anchor.item]
    if item.table < 0:
        return
    columns = _label_columns(taker, run[0], anchor)
    group = taker.pattern.states[run[0].group].keys if run[0].group is not None else {}
    led = {
        taker.sheet.items[hit.item].key
        for state in run
        for hit in taker.of_state.get(state.index, ())
        if hit.inline and hit.item > anchor.item
    }
    taken: set[int] = set()  # cells of pairs so far
    for other in behind:
        if other.table < 0 and other.text.strip():
            return
        if other.index in taken or (
            other.index in taker.harvest.used
            and other.key not in led
            and not _slots(run, other.key)
        ):
            continue
        if other.table < 0 or other.key in group:
            continue
        if columns and other.x1 <= min(columns) + 1.0:
            continue  # the group label's column
        in_column = any(abs(other.x0 - x0) < 3.0 for x0 in columns)
        if not in_column and not other.text.strip():
            row = taker.sheet.row_of(other)
            if any(abs(cell.x0 - x0) < 3.0 for cell in row for x0 in columns):
                continue  # what is left of a merged cell
        split = _at_colon(other.slices) if _is_inside(taker, anchor) else None
        if split:
            yield Pair(*split, (other,))
            continue
        if other.table in taker.under or _number_below(taker, other):
            value = taker.sheet.below(other)
        elif other.table in taker.sheet.loose:
            value = _next_filled(taker, other, columns)
        else:
            value = next(iter(taker.sheet.right_of(other)), None)
        if value is not None and (value.index in taker.match.claimed or _slots(run, value.key)):
            value = None
        if value is not None and (value.index in taken or value.index in taker.harvest.used):
            value = None
        cells = (other,) if value is None else (other, value)
        taken.update(cell.index for cell in cells)
        if any(cell.text.strip() for cell in cells):
            yield Pair(other.slices, value.slices if value else (), cells)
        else:
            taker.use(cells)


def _number_below(taker: Taker, item: Item) -> bool:
    """Whether names stand in one row and their amounts in the next."""
    below = taker.sheet.below(item)
    if below is None or below.index in taker.match.claimed:
        return False
    names = [c for c in taker.sheet.row_of(item) if c.x0 >= item.x0 and c.text.strip()]
    values = [c for c in taker.sheet.row_of(below) if c.x0 >= below.x0 and c.text.strip()]
    return (
        2 * len(values) > len(names)  # one number below four words is a name of its own
        and all(_is_amount(cell.text) for cell in values)
        and not any(_is_amount(cell.text) for cell in names)
    )


def _is_inside(taker: Taker, anchor: Hit) -> bool:
    """Whether the anchor's answer stands in the label's own cell."""
    return anchor.inline or not taker.cells_right(taker.sheet.items[anchor.item])


def _label_columns(taker: Taker, state: State, anchor: Hit) -> list[float]:
    """Left edges of the fixed labels around an anchor, as far as they share its group."""
    return [
        taker.sheet.items[hit.item].x0
        for label in _labels_of(taker.pattern, state.group)
        for hit in taker.of_state.get(label, ())
        if hit.instance == anchor.instance
    ]


@lru_cache(maxsize=64)
def _labels_of(pattern: Pattern, group: int | None) -> list[int]:
    """The fixed labels of a group that have answers beside them."""
    return [
        state.index
        for state in pattern.states
        if state.group == group and state.kind == "cell" and state.fields
    ]


def _next_filled(taker: Taker, item: Item, columns: list[float]) -> Item | None:
    """The first filled cell to the right before the next column of labels."""
    for other in taker.sheet.right_of(item):
        if any(abs(other.x0 - x0) < 3.0 for x0 in columns):
            return None
        if other.text.strip():
            return other
    return None


# What an indicator's name has: a unit, a share, a change, something that production is measured by.
_INDICATES: Final = re.compile(
    r"[(（【\[][^()（）]{1,8}[)）】\]]|率|[提上]升|提高|增[加长幅]|缩短|[降减][低少]|下降|节[约省]|压缩"
    r"|人均|产[出能值量]|[能功]耗|排放|周[转期]|寿命|精度|效[率益]|时[间长]|节拍|成本|停机|故障|误差"
)
_AMOUNT: Final = re.compile(r"[\s_＿]*[-+＋－]?[\d０-９][\d０-９.,．，]*\s*[%％]?[\s_＿]*")
_COLON: Final = re.compile("[:：]")
_WITH_UNIT: Final = re.compile(r"\s*\d[\d.,]*\s*[^\d\s]{1,4}\s*")
# How a change or a bound is written (`提升9%`, `≥40%`, `不低于3`).
_CHANGES: Final = re.compile(
    r"\s*(?:[≥≤><≧≦＞＜±+＋-]|[提上]升|提高|增[加长]|缩短|[降减][低少]|下降|节[约省]|优于|超过|达到?"
    r"|不[低高少多大小]于|[大小]于)[^\d\s]{0,2}\s*\d"
)


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None


def _slices_text(slices: tuple[Slice, ...]) -> str:
    return "".join(piece.text for piece in slices)


def _at_colon(label: tuple[Slice, ...]) -> tuple[tuple[Slice, ...], tuple[Slice, ...]] | None:
    """`label：value` in one cell, parted."""
    if len(label) != 1:
        return None
    (piece,) = label
    colon = _COLON.search(piece.paragraph.text, piece.start, piece.end)
    if colon is None:
        return None
    at = colon.start()
    return (piece._replace(end=at),), (piece._replace(start=at + 1),)
