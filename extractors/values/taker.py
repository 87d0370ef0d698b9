"""What taking needs everywhere: the labels that were matched, the cells around them, and what is
already taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from extractors.fields import DATE_BEHIND, NEXT_LABEL, more_dates, parts, unread
from extractors.items import Item, Sheet, Slice
from extractors.match import Hit, Likeness, Match
from extractors.pattern import Field, Pattern, State
from extractors.units import units_in, units_over
from extractors.values.harvest import (
    Harvest,
    Taken,
    fill,
)

MORE_DATES = "此栏写有两个以上的日期，请核对哪两个是起止日期"


class Taker:
    """The state of one taking: the page with its labels, and what is taken of it so far."""

    def __init__(self, pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
        self.likeness = likeness
        self.pattern = pattern
        self.sheet = sheet
        self.match = match
        self.harvest = Harvest()
        self.rows_of: dict[str, int] = {}  # list path → rows taken so far
        self.apart = [item for item in sheet.items if item.apart]
        self.in_item: dict[int, list[Hit]] = {}
        self.of_state: dict[int, list[Hit]] = {}
        for hit in match.hits:
            self.in_item.setdefault(hit.item, []).append(hit)
            self.of_state.setdefault(hit.state, []).append(hit)
        self.over = units_over(sheet)
        self.under = self.tables_read_downwards()

    @cached_property
    def columns_of_labels(self) -> dict[int, Counter[int]]:
        """Table → how many labels begin at each left edge."""
        columns: dict[int, Counter[int]] = {}
        for hit in self.match.hits:
            item = self.sheet.items[hit.item]
            if self.pattern.states[hit.state].fields:
                columns.setdefault(item.table, Counter())[round(item.x0)] += 1
        return columns

    def tables_read_downwards(self) -> set[int]:
        """Tables in which answers stand under their labels: most labels have a label beside them
        and a free cell below."""
        votes: dict[int, int] = {}
        for hit in self.match.hits:
            item = self.sheet.items[hit.item]
            state = self.pattern.states[hit.state]
            if item.table < 0 or len(state.fields) != 1 or hit.inline:
                continue
            beside = self.sheet.right_of(item)
            if item.table in self.sheet.loose:
                beside = [cell for cell in beside if cell.text.strip()]
            free = bool(beside) and beside[0].index not in self.match.claimed
            if free or self.below(item) is None:
                votes[item.table] = votes.get(item.table, 0) - 1
            else:
                votes[item.table] = votes.get(item.table, 0) + 1
        return {table for table, vote in votes.items() if vote > 0}

    def rest_of(self, hit: Hit, item: Item) -> tuple[Slice, ...]:
        """What the label's own cell or line holds behind (and, in a cell, under) the label, up to
        the next label in it."""
        if not hit.inline and not _own_field(self.pattern, hit):
            return ()
        within = self.in_item[hit.item]
        stop = None
        if len(within) > 1:
            behind = [each.place for each in within if each is not hit and not each.heads]
            stop = min((place for place in behind if place > hit.place), default=None)
        slices: list[Slice] = []
        for number in range(hit.paragraph, len(item.paragraphs)):
            paragraph = item.paragraphs[number]
            start = hit.end if number == hit.paragraph else 0
            end = len(paragraph.text)
            if number == hit.paragraph and _is_box(self.pattern, hit):
                start = 0
            if stop and number == stop[1]:
                end = stop[2]
            if stop and number > stop[1]:
                break
            if number == hit.paragraph and _in_brackets(paragraph.text[hit.start : end]):
                end = start + len(paragraph.text[start:end].rstrip()) - 1
            further = NEXT_LABEL.search(paragraph.text, start, end)
            end = further.start() if further else end
            if _asks_for_words(self.pattern, hit):
                dated = DATE_BEHIND.search(paragraph.text, start, end)
                end = dated.start() if dated and dated.start() > start else end
            slices.append(Slice(paragraph, min(start, end), end))
        return tuple(slices)

    def cells_right(self, item: Item) -> list[Item]:
        """Free cells to the right up to the next claimed one. A merged label's text, repeated in
        each of its former cells, is no answer while there is something behind it."""
        cells: list[Item] = []
        row = self.sheet.right_of(item)
        for at, other in enumerate(row):
            repeated = not cells and other.text == item.text and at + 1 < len(row)
            if other.index in self.match.claimed:
                if repeated:
                    continue
                break
            if repeated:
                self.use([other])
            else:
                cells.append(other)
        return cells

    def boxed_in(self, item: Item) -> list[Item]:
        """The paragraphs of the text boxes that are anchored in a cell."""
        if item.cell is None or not item.cell.where:
            return []
        inside = f"{item.cell.where}/"
        return [other for other in self.apart if other.paragraphs[0].where.startswith(inside)]

    def below(self, item: Item) -> Item | None:
        other = self.sheet.below(item)
        if other is None or other.index in self.match.claimed:
            return None
        if any(cell.index in self.match.claimed for cell in self.sheet.row_of(other)):
            return None
        return other

    def fields(
        self,
        fields: Iterable[Field],
        pieces: Iterable[tuple[tuple[Slice, ...], float]],
        state: State,
        hit: Hit,
    ) -> None:
        label, units, over = self.label_of(hit), self.units_of(hit), self.unit_over(hit)
        instance, taken = hit.instance, self.harvest.taken
        for one, (slices, place) in zip(fields, pieces, strict=False):
            shared = parts(one, slices)
            if further := unread(one, slices, shared):
                first = fill(one.holes[0].path, instance)
                self.harvest.left += [(first, piece) for piece in further]
            doubt = hit.doubt or (MORE_DATES if more_dates(one, slices) else None)
            sure = hit.quality, place, hit.repaired, doubt
            for hole, part in shared:
                path = fill(hole.path, instance)
                taken.append(Taken(path, hole, part, *sure, None, slices, label, units, over))

    def label_of(self, hit: Hit) -> Slice:
        paragraph = self.sheet.items[hit.item].paragraphs[hit.paragraph]
        return Slice(paragraph, hit.start, max(hit.start, hit.end))

    def units_of(self, hit: Hit) -> tuple[str, ...]:
        paragraphs = self.sheet.items[hit.item].paragraphs[hit.paragraph :]
        return units_in(paragraphs, hit.start, max(hit.start, hit.end))

    def unit_over(self, hit: Hit) -> str | None:
        item = self.sheet.items[hit.item]
        row, unit = self.over.get(item.table, (0, None))
        return unit if item.row >= row else None

    def use(self, items: Iterable[Item]) -> None:
        self.harvest.used.update([item.index for item in items])


def _in_brackets(text: str) -> bool:
    """Whether a label and its answer stand in one pair of brackets: `（推荐单位：某局）`, not
    `（2）揭榜单位：某公司(加盖公章)`."""
    text = text.strip()
    if len(text) < 3 or text[0] not in "(（" or text[-1] not in ")）":
        return False
    depths = accumulate((letter in "(（") - (letter in ")）") for letter in text[:-1])
    return min(depths) > 0


def _own_field(pattern: Pattern, hit: Hit) -> bool:
    return pattern.states[hit.state].inline is not None


def _asks_for_words(pattern: Pattern, hit: Hit) -> bool:
    """Whether a line's label asks for one short text, whatever else the line says."""
    state = pattern.states[hit.state]
    holes = (state.inline or state.fields[0]).holes if state.inline or state.fields else ()
    return len(holes) == 1 and holes[0].kind == "text" and not state.prose


def _is_box(pattern: Pattern, hit: Hit) -> bool:
    """A label that is itself an option: its box stands before it."""
    inline = pattern.states[hit.state].inline
    return inline is not None and bool(inline.ticks)
