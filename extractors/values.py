"""Taking the answers by geometry, once the labels are known.

An answer stands in the rest of its label's own cell, else in the nearest cell to the right, else in
the cell below; a list's rows run from its head row to the next label; prose runs from its heading
to the next one. What is taken is remembered, so that what nobody took can be named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from extractors.fields import NEXT_LABEL, parts
from extractors.foreign import covered, is_number, opens_another, overlap, says_something
from extractors.items import Item, Sheet, Slice, whole
from extractors.match import Hit, Likeness, Match
from extractors.pattern import Field, Hole, Pattern, State
from extractors.wording import key

# How sure an answer is by the place it was taken from.
BLANK = " \t\n\u00a0\u3000_＿"
RIGHT, INLINE, BELOW, NEXT_LINE, GUESSED = 1.0, 0.99, 0.97, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer's raw text: its field, where it stands, and how sure the place is."""

    path: str
    hole: Hole
    slices: tuple[Slice, ...]
    quality: float  # of the label, 0..1
    place: float  # of the geometry, 0..1
    repaired: bool = False
    doubt: str | None = None  # why a person should look
    heading: str | None = None  # of prose under a heading: the heading as printed
    around: tuple[Slice, ...] = ()  # all that its cell or line holds, other answers among it
    label: Slice | None = None  # the words that lead to it

    @property
    def raw(self) -> str:
        return "\n".join(slice_.text for slice_ in self.slices)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list on the page: its cells by the last step of their field's path."""

    cells: dict[str, Item]
    filled: bool


@dataclass(slots=True)
class Harvest:
    """Everything taken from a page."""

    taken: list[Taken] = field(default_factory=list)
    used: set[int] = field(default_factory=set)  # items that a label or an answer took
    foreign: list[Item] = field(default_factory=list)  # rows that fit no list
    tables: list[tuple[str, Item]] = field(default_factory=list)  # prose path, a table's first item
    rows: dict[str, list[Row]] = field(default_factory=dict)  # list path → its rows, unused ones too


def fill(path: str, indexes: Iterable[int]) -> str:
    """The path with its `*` replaced in order; those left over stay."""
    for index in indexes:
        path = path.replace("*", str(index), 1)
    return path


def take(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> Harvest:
    """The answers at the matched labels, in reading order."""
    return _Taker(pattern, sheet, match, likeness).run()


class _Taker:
    def __init__(self, pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
        self.likeness = likeness
        self.pattern = pattern
        self.sheet = sheet
        self.match = match
        self.harvest = Harvest()
        self.rows_of: dict[str, int] = {}  # list path → rows taken so far
        self.in_item: dict[int, list[Hit]] = {}
        self.columns_of_labels: dict[int, Counter[int]] = {}  # table → left edges of labels
        for hit in match.hits:
            self.in_item.setdefault(hit.item, []).append(hit)
            item = sheet.items[hit.item]
            if pattern.states[hit.state].fields:
                self.columns_of_labels.setdefault(item.table, Counter())[round(item.x0)] += 1

        self.under = self.tables_read_downwards()

    def tables_read_downwards(self) -> set[int]:
        """Tables in which answers stand under their labels: most labels have a label beside them
        and a free cell below."""
        votes: dict[int, int] = {}
        for hit in self.match.hits:
            item = self.sheet.items[hit.item]
            state = self.pattern.states[hit.state]
            if item.table < 0 or len(state.fields) != 1 or hit.inline:
                continue
            loose = item.table in self.sheet.loose
            beside = next(
                (c for c in self.sheet.right_of(item) if c.text.strip() or not loose), None
            )
            free = beside is not None and beside.index not in self.match.claimed
            if free or self.below(item) is None:
                votes[item.table] = votes.get(item.table, 0) - 1
            else:
                votes[item.table] = votes.get(item.table, 0) + 1
        return {table for table, vote in votes.items() if vote > 0}

    def run(self) -> Harvest:
        self.harvest.used.update(self.match.claimed)
        hits = self.match.hits
        for at, hit in enumerate(hits):
            state = self.pattern.states[hit.state]
            following = hits[at + 1] if at + 1 < len(hits) else None
            if state.heads:
                self.list_rows(state, hit, following)
            elif state.prose:
                self.prose(state, hit, following)
            elif state.kind != "rename":
                self.short(state, hit)
        self.renamed()
        self.orphans()
        return self.harvest

    def orphans(self) -> None:
        """Answers whose printed words stand in lines of their own instead of in their cell."""
        given = {taken.path for taken in self.harvest.taken if taken.raw.strip(BLANK)}
        lost = [
            (state, hole)
            for state in self.pattern.states
            if state.loop is None
            for one in state.fields
            for hole in one.holes
            if hole.path not in given and key(hole.before)
        ]
        lines = [
            (item, colon)
            for item in self.sheet.items
            if item.cell is None
            and item.index not in self.match.claimed
            and (colon := re.search(r"[:：]", item.text[:20])) is not None
        ]
        for state, hole in lost:
            self.orphan(state, hole, lines)

    def orphan(self, state: State, hole: Hole, lines: list[tuple[Item, re.Match[str]]]) -> None:
        labels = {key(words) for words in (hole.before, *hole.names)}
        for item, colon in lines:
            if key(item.text[: colon.start()]) in labels:
                self.use([item])
                rest = Slice(item.paragraphs[0], colon.end(), len(item.text))
                self.take_orphans(state, hole, item, rest)
                return

    def take_orphans(self, state: State, hole: Hole, item: Item, rest: Slice) -> None:
        """The answer behind the words, and a date in one of the next lines."""
        self.harvest.taken.append(Taken(hole.path, hole, (rest,), 0.95, NEXT_LINE))
        others = [o for one in state.fields for o in one.holes if not o.before and o.hints]
        for line in self.sheet.items[item.index + 1 : item.index + 4]:
            if others and line.cell is None and self.likeness(others[0].path, line.text) > 0.5:
                self.use([line])
                self.harvest.taken.append(
                    Taken(others[0].path, others[0], line.slices, 0.95, NEXT_LINE)
                )
                return

    # short answers

    def short(self, state: State, hit: Hit) -> None:
        item = self.sheet.items[hit.item]
        rest = self.rest_of(hit, item)
        fields = state.fields
        if state.inline:
            says = any(slice_.text.strip(BLANK) for slice_ in rest)
            under = self.line_below(item) if item.cell is None and not says else None
            if under is not None:
                self.use([under])
                self.fields([state.inline], [(under.slices, NEXT_LINE)], state, hit)
            elif says or item.cell is None:
                self.fields([state.inline], [(rest, INLINE)], state, hit)
            else:  # a line of the form that stands as label and answer in two cells
                fields = (state.inline, *fields)
        if not fields:
            return
        if hit.inline and any(slice_.text.strip() for slice_ in rest) and not state.inline:
            self.fields(fields[:1], [(rest, INLINE)], state, hit)
            return
        cells = self.cells_right(item)
        if len(state.fields) > 1:
            self.series(state, hit, cells)
            return
        if not cells and state.inline and state.inline.ticks:
            self.count_behind(state, hit, item)
            return
        if cells and not self.reads_down(state, item, cells):
            chosen, place = self.nearest_answer(cells)
            self.use(cell for cell in cells if not cell.text.strip())
            self.use([chosen])
            self.fields(fields, [(chosen.slices, place)], state, hit)
            return
        below = self.below(item)
        if below is not None:
            self.use([below])
            further = self.below(below)
            if further is not None and further.text.strip():
                hit.doubt = hit.doubt or "此栏目下有多行内容，请核对取自哪一行"
            self.fields(fields, [(below.slices, BELOW)], state, hit)
        elif state.inline:
            self.fields([state.inline], [(rest, INLINE)], state, hit)  # not answered

    def count_behind(self, state: State, hit: Hit, item: Item) -> None:
        """An amount in the cell of its box: `☑国家标准　2个`."""
        amount = re.search(r"[\d０-９]+(?=\s*[个项件])", item.text)
        if amount and len(item.paragraphs) == 1:
            piece = Slice(item.paragraphs[0], amount.start(), amount.end())
            self.fields(state.fields, [((piece,), INLINE)], state, hit)

    def line_below(self, item: Item) -> Item | None:
        """The line under a label that has nothing behind it, if it is nobody else's."""
        if item.index + 1 >= len(self.sheet.items):
            return None
        under = self.sheet.items[item.index + 1]
        claimed = under.index in self.match.claimed or under.key in self.pattern.hints
        return None if under.table >= 0 or claimed or len(under.text) > 60 else under

    def nearest_answer(self, cells: list[Item]) -> tuple[Item, float]:
        """The cell beside the label, or the one filled cell behind empty ones. What stands in a
        column of labels, or has a cell of its own behind it, is no answer; but in a loose table
        empty cells are what is left of merged ones."""
        filled = [cell for cell in cells if cell.text.strip()]
        if cells[0].text.strip() or not filled:
            return cells[0], RIGHT
        columns = self.columns_of_labels.get(filled[0].table, Counter())
        if columns[round(filled[0].x0)] > 1:
            return cells[0], RIGHT
        if filled[0].table in self.sheet.loose:
            return filled[0], RIGHT
        return (filled[0], NEXT_LINE) if len(filled) == 1 else (cells[0], RIGHT)

    def reads_down(self, state: State, item: Item, cells: list[Item]) -> bool:
        """Whether the answer stands under the label though there is a free cell beside it."""
        below = self.below(item)
        if below is None:
            return False
        if item.table in self.under:
            return True
        path = (state.fields or (state.inline,))[0].holes[0].path  # type: ignore[union-attr]
        beside, under = cells[0].text.strip(), below.text.strip()
        return bool(beside and under) and self.likeness(path, under) > 0.2 > self.likeness(
            path, beside
        )

    def rest_of(self, hit: Hit, item: Item) -> tuple[Slice, ...]:
        """What the label's own cell or line holds behind (and, in a cell, under) the label, up to
        the next label in it."""
        stop = min(
            (
                other.place
                for other in self.in_item[hit.item]
                if other.place > hit.place and not other.heads
            ),
            default=None,
        )
        slices: list[Slice] = []
        for number in range(hit.paragraph, len(item.paragraphs)):
            paragraph = item.paragraphs[number]
            start = hit.end if number == hit.paragraph else 0
            end = len(paragraph.text)
            if number == hit.paragraph and not hit.inline and not _own_field(self.pattern, hit):
                return ()
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

    def below(self, item: Item) -> Item | None:
        other = self.sheet.below(item)
        if other is None or other.index in self.match.claimed:
            return None
        if any(cell.index in self.match.claimed for cell in self.sheet.row_of(other)):
            return None
        return other

    def series(self, state: State, hit: Hit, cells: list[Item]) -> None:
        """A row of a grid: by the columns' heads where they were found, else by order."""
        if not cells and state.columns:
            self.turned_series(state, hit)
            return
        if state.columns and len(cells) < len(state.fields):
            by_row = [self.cell_in_row_of(state, column, hit.item) for column in state.columns]
            if sum(cell is not None for cell in by_row) > 1:
                self.use(cell for cell in by_row if cell is not None)
                pieces = [(cell.slices if cell else (), RIGHT) for cell in by_row]
                self.fields(state.fields, pieces, state, hit)
                return
        self.use(cells)
        heads = [self.head_above(column, hit.item) for column in state.columns]
        chosen: list[Item | None] = []
        sure = RIGHT
        if any(heads):
            for head in heads:
                best = max(cells, key=lambda c: overlap(c, head), default=None) if head else None
                if head is None or best is None or overlap(best, head) <= 0:
                    chosen.append(None)
                else:
                    chosen.append(best if best.rejoined or best not in chosen else None)
        elif len(cells) == len(state.fields):
            chosen = list(cells)
            sure = RIGHT if not state.columns else GUESSED
        else:
            filled = [cell for cell in cells if cell.text.strip()]
            chosen = list(filled[: len(state.fields)])
            sure = GUESSED
        pieces = [(cell.slices if cell else (), sure) for cell in chosen]
        self.fields(state.fields, pieces, state, hit)

    def turned_series(self, state: State, hit: Hit) -> None:
        """A grid typed with its rows as columns: the label heads a column, the columns' heads stand
        before their rows."""
        head = self.sheet.items[hit.item]
        pieces: list[tuple[tuple[Slice, ...], float]] = []
        for column in state.columns:
            cell = self.turned_cell(head, column)
            if cell is not None:
                self.use([cell])
            pieces.append((cell.slices if cell is not None else (), RIGHT))
        self.fields(state.fields, pieces, state, hit)

    def cell_in_row_of(self, state: State, column: int, near: int) -> Item | None:
        """The answer where each column's head leads rows of its own, the label again in each."""
        for head in self.sheet.items[max(0, near - 80) : near + 80]:
            if head.table >= 0 and self.says(head, (column,)):
                for cells in self.rows_led_by(head, state.columns):
                    for at, cell in enumerate(cells[:-1]):
                        if cell.key in state.keys and cell.x0 >= head.x1 - 1.0:
                            return cells[at + 1]
        return None

    def rows_led_by(self, head: Item, columns: tuple[int, ...]) -> Iterator[list[Item]]:
        """The head's row and those below, up to the next head of a column."""
        for row in range(head.row, head.row + 6):
            cells = self.sheet.rows[head.table].get(row, [])
            if row > head.row and any(self.says(cell, columns) for cell in cells):
                return
            yield cells

    def says(self, item: Item, states: tuple[int, ...]) -> bool:
        return any(state in states for state, _ in self.pattern.lookup.get(item.key, ()))

    def turned_cell(self, head: Item, column: int) -> Item | None:
        for number in range(head.row_end, head.row_end + 12):
            row = self.sheet.rows[head.table].get(number, []) if head.table >= 0 else []
            named = any(
                state == column
                for item in row
                for state, _ in self.pattern.lookup.get(item.key, ())
            )
            if named:
                return max(row, key=lambda item: overlap(item, head))
        return None

    def head_above(self, column: int, before: int) -> Item | None:
        """The nearest item above that heads a column, in whatever order the columns stand."""
        for item in reversed(self.sheet.items[max(0, before - 60) : before]):
            if any(state == column for state, _ in self.pattern.lookup.get(item.key, ())):
                return item
        return None

    def fields(
        self,
        fields: Iterable[Field],
        pieces: Iterable[tuple[tuple[Slice, ...], float]],
        state: State,
        hit: Hit,
    ) -> None:
        for one, (slices, place) in zip(fields, pieces, strict=False):
            for hole, part in parts(one, slices):
                self.harvest.taken.append(
                    Taken(
                        fill(hole.path, hit.instance),
                        hole,
                        part,
                        hit.quality,
                        place,
                        hit.repaired,
                        hit.doubt,
                        around=slices,
                        label=self.label_of(hit),
                    )
                )

    def label_of(self, hit: Hit) -> Slice:
        paragraph = self.sheet.items[hit.item].paragraphs[hit.paragraph]
        return Slice(paragraph, hit.start, max(hit.start, hit.end))

    def use(self, items: Iterable[Item]) -> None:
        self.harvest.used.update(item.index for item in items)

    # prose

    def prose(self, state: State, hit: Hit, following: Hit | None) -> None:
        assert state.prose is not None
        item = self.sheet.items[hit.item]
        last = following.item if following else len(self.sheet.items)
        slices = [s for s in self.rest_of(hit, item) if s.text.strip()] if hit.inline else []
        path = fill(state.prose.path, hit.instance)
        section = takewhile(lambda other: not other.apart, self.sheet.items[hit.item + 1 : last])
        for (table, _), row in groupby(section, key=_line_of):
            cells = list(row)
            self.use(cells)
            filled = [cell for cell in cells if cell.text.strip()]
            if table < 0 or len(filled) < 2:
                slices.extend(slice_ for cell in cells for slice_ in cell.slices)
                continue
            if all(other.table != table for _, other in self.harvest.tables):
                self.harvest.tables.append((path, cells[0]))
            slices.append(_row_as_line(cells))
        if following and following.item == last and following.place[1:] > (0, 0):
            slices.extend(
                whole(p) for p in self.sheet.items[last].paragraphs[: following.paragraph]
            )
        self.harvest.taken.append(
            Taken(
                path,
                state.prose,
                tuple(slices),
                hit.quality,
                RIGHT,
                hit.repaired,
                self.swallows(state, following),
                state.printed,
                tuple(slices),
                self.label_of(hit),
            )
        )

    def swallows(self, state: State, following: Hit | None) -> str | None:
        """A doubt, where the heading that the form prints next was found nowhere: its section may
        be part of this one."""
        end = following.state if following is not None else len(self.pattern.states)
        if end <= state.index and state.loop is not None:
            end = self.pattern.loops[state.loop].last + 1
        between = self.pattern.states[state.index + 1 : end]
        if any(
            other.kind == "line" and not other.inline and not other.ordinals for other in between
        ):
            return "其后一章节的标题未找到，内容可能混在此处，请核对"
        return None

    # lists

    def list_rows(self, state: State, hit: Hit, following: Hit | None) -> None:
        assert state.rows is not None
        path = fill(state.rows, hit.instance)
        heads = hit.heads
        first = min(item.index for item in heads.values())
        row_item = self.sheet.items[first]
        left = min(item.x0 for item in heads.values())
        self.use(heads.values())
        for row in self.rows_below(row_item, hit, following):
            cells = [cell for cell in row if cell.x1 > left + 1.0]
            if row[0].table == row_item.table:
                self.use(cell for cell in row if cell.x1 <= left + 1.0)
            if not any(cell.text.strip() for cell in cells):
                self.use(cells)
                self.note_row(state, path, self.by_column(hit.heads, cells), filled=False)
            elif self.goes_on(row_item, row):
                self.list_row_goes_on(state, hit, path, cells)
            else:
                self.list_row(state, hit, path, cells)

    def goes_on(self, head: Item, row: list[Item]) -> bool:
        """Whether cells of the row above span into this one: more of the same item."""
        above = range(max(0, row[0].row - 12), row[0].row)
        left = min(cell.x0 for cell in row)
        return any(
            cell.row_end > row[0].row and cell.row > head.row and cell.x1 > head.x0 + 1.0
            for number in above
            for cell in self.sheet.rows[row[0].table].get(number, [])
            if cell.x0 < left
        )

    def list_row_goes_on(self, state: State, hit: Hit, path: str, cells: list[Item]) -> None:
        """Adds the cells to the answers of the item before."""
        index = self.rows_of.get(path, 1) - 1
        for cell in cells:
            column = max(hit.heads, key=lambda column: overlap(cell, hit.heads[column]))
            hole = state.heads[column].hole
            if hole.kind == "number" or not cell.text.strip():
                continue
            of = fill(hole.path, (*hit.instance, index))
            self.use([cell])
            for at, taken in enumerate(self.harvest.taken):
                if taken.path == of:
                    slices = taken.slices + cell.slices
                    self.harvest.taken[at] = replace(taken, slices=slices)

    def rows_below(self, head: Item, hit: Hit, following: Hit | None) -> Iterator[list[Item]]:
        """Rows under the head row, through table ends, up to the row of the next label."""
        stop = following.item if following else len(self.sheet.items)
        table, row = head.table, head.row
        while table < len(self.sheet.rows):
            rows = self.sheet.rows[table]
            for number in sorted(rows):
                if table == head.table and number <= row:
                    continue
                cells = rows[number]
                if not cells:
                    continue
                if any(cell.index in self.match.claimed for cell in cells):
                    return
                if cells[0].index >= stop:
                    return
                if opens_another(self.pattern, self.pattern.states[hit.state], hit.heads, cells):
                    return
                yield cells
            table += 1
            if table < len(self.sheet.rows):
                ahead = next((cells for cells in self.sheet.rows[table].values() if cells), None)
                if ahead is None or ahead[0].index >= stop:
                    return
                between = self.sheet.items[
                    max(c.index for r in rows.values() for c in r) + 1 : ahead[0].index
                ]
                if any(item.table < 0 and item.text.strip() for item in between):
                    return

    def by_column(self, heads: dict[int, Item], cells: list[Item]) -> dict[int, Item]:
        """The cells of a row by the columns that they stand in; empty for a row of another list."""
        by_order = sorted(heads, key=lambda column: heads[column].x0)
        if len(cells) == len(heads):
            return dict(zip(by_order, cells, strict=True))
        chosen: dict[int, Item] = {}
        if 2 * covered(cells, heads) > len(heads):
            for cell in cells:
                column = max(by_order, key=lambda c: overlap(cell, heads[c]))
                if overlap(cell, heads[column]) > 0 and column not in chosen:
                    chosen[column] = cell
            for column in by_order:  # equal neighbours that were taken for one unmerged cell
                for cell in cells:
                    if cell.rejoined and overlap(cell, heads[column]) > 0:
                        chosen.setdefault(column, cell)
        return chosen

    def note_row(self, state: State, path: str, chosen: dict[int, Item], *, filled: bool) -> None:
        cells = {state.heads[at].hole.path.rpartition(".")[2]: cell for at, cell in chosen.items()}
        self.harvest.rows.setdefault(path, []).append(Row(cells, filled))

    def list_row(self, state: State, hit: Hit, path: str, cells: list[Item]) -> None:
        heads = hit.heads
        chosen = self.by_column(heads, cells)
        if not chosen:
            self.harvest.foreign.extend(cells)
            return
        self.use(chosen.values())
        answers = [
            (state.heads[column].hole, cell)
            for column, cell in chosen.items()
            if state.heads[column].hole.kind != "number"
        ]
        said = [cell.text for _, cell in answers if says_something(cell.text)]
        numbered = any(state.heads[column].hole.kind == "number" for column in heads)
        if not said or (len(said) == 1 and not numbered and is_number(said[0])):
            self.note_row(state, path, chosen, filled=False)  # with its number at most
            return
        self.note_row(state, path, chosen, filled=True)
        index = self.rows_of.get(path, 0)
        self.rows_of[path] = index + 1
        doubted = {state.heads[column].hole.path for column in hit.twice}
        for hole, cell in answers:
            doubt = "有两列的表头相同，请核对取自哪一列" if hole.path in doubted else hit.doubt
            self.harvest.taken.append(
                Taken(
                    fill(hole.path, (*hit.instance, index)),
                    hole,
                    cell.slices,
                    hit.quality,
                    RIGHT,
                    hit.repaired,
                    doubt,
                )
            )

    # renamable labels

    def renamed(self) -> None:
        """Pairs of cells behind the last fixed label before the renamable ones."""
        runs: list[list[State]] = []
        for state in self.pattern.states:
            if state.kind == "rename":
                if runs and runs[-1][-1].index == state.index - 1:
                    runs[-1].append(state)
                else:
                    runs.append([state])
        for run in runs:
            for anchor in self.match.hits:
                if anchor.state == run[0].index - 1:
                    self.renamed_run(run, anchor)

    def renamed_run(self, run: list[State], anchor: Hit) -> None:
        """The pairs behind one anchor. A printed label keeps its own slot, a new name takes the
        next one."""
        slot = 0
        for name, value in self.pairs_behind(anchor, run):
            printed = next(
                (at for at, state in enumerate(run) if key(_slices_text(name)) in state.keys), None
            )
            slot = max(slot, printed) if printed is not None else slot
            if slot >= len(run):
                return  # no place in the form: what is left stays unread
            state = run[slot]
            assert state.inline is not None
            holes = (state.inline.holes[0], *(h for f in state.fields for h in f.holes))
            given = () if printed is not None else name
            doubt = anchor.doubt or self.is_odd_pair(holes[0].path, given, value)
            for hole, slices, cell in zip(holes, (given, value), (name, value), strict=False):
                self.harvest.taken.append(
                    Taken(
                        fill(hole.path, anchor.instance),
                        hole,
                        slices,
                        anchor.quality,
                        RIGHT,
                        anchor.repaired,
                        doubt,
                        around=cell,
                    )
                )
            slot += 1

    def is_odd_pair(
        self, path: str, name: tuple[Slice, ...], value: tuple[Slice, ...]
    ) -> str | None:
        """A doubt about a name of the applicant's own that is worded as no indicator and has no
        amount: a foreign row looks like that."""
        words = _slices_text(name)
        if _is_amount(words):
            return "此处应为成效指标的名称，读到的却是数值，请核对"
        if not words or self.likeness(path, words) > 0.3 or _is_amount(_slices_text(value)):
            return None
        return "这一行不像成效指标，可能是另加的栏目，请核对"

    def pairs_behind(
        self, anchor: Hit, run: list[State]
    ) -> Iterator[tuple[tuple[Slice, ...], tuple[Slice, ...]]]:
        """Free cells up to the next fixed label, as names and values placed as the anchor's are."""
        item = self.sheet.items[anchor.item]
        if item.table < 0:
            return
        names = {word for state in run for word in state.keys}
        columns = self.label_columns(run[0], anchor)
        group = self.pattern.states[run[0].group].keys if run[0].group is not None else {}
        later = (
            hit.item
            for hit in self.match.hits
            if hit.item > anchor.item and self.pattern.states[hit.state].kind != "rename"
        )
        for other in self.sheet.items[anchor.item + 1 : min(later, default=len(self.sheet.items))]:
            if other.table < 0 and other.text.strip():
                return
            if other.index in self.harvest.used and other.key not in names:
                continue
            if other.table < 0 or other.key in group:
                continue
            if columns and other.x1 <= min(columns) + 1.0:
                continue  # the group label's column
            in_column = any(abs(other.x0 - x0) < 3.0 for x0 in columns)
            row_in_columns = any(
                abs(cell.x0 - x0) < 3.0 for cell in self.sheet.row_of(other) for x0 in columns
            )
            if row_in_columns and not in_column and not other.text.strip():
                continue  # what is left of a merged cell
            split = _at_colon(other) if self.is_inside(anchor) else None
            if split:
                yield split  # used only where it found a place
                self.use([other])
                continue
            if other.table in self.under or self.number_below(other):
                value = self.sheet.below(other)
            elif other.table in self.sheet.loose:
                value = self.next_filled(other, columns)
            else:
                value = next(iter(self.sheet.right_of(other)), None)
            if value is not None and (value.index in self.match.claimed or value.key in names):
                value = None
            if value is not None and value.index in self.harvest.used:
                value = None
            if other.text.strip() or (value is not None and value.text.strip()):
                yield other.slices, value.slices if value else ()
            self.use([other] if value is None else [other, value])

    def number_below(self, item: Item) -> bool:
        """Whether names stand in one row and their amounts in the next."""
        below = self.sheet.below(item)
        if below is None or below.index in self.match.claimed:
            return False
        names = [c for c in self.sheet.row_of(item) if c.x0 >= item.x0 and c.text.strip()]
        values = [c for c in self.sheet.row_of(below) if c.x0 >= below.x0 and c.text.strip()]
        return (
            bool(values)
            and all(_is_amount(cell.text) for cell in values)
            and not any(_is_amount(cell.text) for cell in names)
        )

    def is_inside(self, anchor: Hit) -> bool:
        """Whether the anchor's answer stands in the label's own cell."""
        return anchor.inline or not self.cells_right(self.sheet.items[anchor.item])

    def label_columns(self, state: State, anchor: Hit) -> list[float]:
        """Left edges of the fixed labels around an anchor, as far as they share its group."""
        return [
            self.sheet.items[hit.item].x0
            for hit in self.match.hits
            if hit.instance == anchor.instance
            and self.pattern.states[hit.state].group == state.group
            and self.pattern.states[hit.state].kind == "cell"
            and self.pattern.states[hit.state].fields
        ]

    def next_filled(self, item: Item, columns: list[float]) -> Item | None:
        """The first filled cell to the right before the next column of labels."""
        for other in self.sheet.right_of(item):
            if any(abs(other.x0 - x0) < 3.0 for x0 in columns):
                return None
            if other.text.strip():
                return other
        return None


def _is_amount(text: str) -> bool:
    return bool(re.fullmatch(r"[\s_＿]*[-+＋－]?[\d０-９][\d０-９.,．，]*\s*[%％]?[\s_＿]*", text))


def _slices_text(slices: tuple[Slice, ...]) -> str:
    return "".join(piece.text for piece in slices)


def _at_colon(item: Item) -> tuple[tuple[Slice, ...], tuple[Slice, ...]] | None:
    """`label：value` in one cell, parted."""
    if len(item.paragraphs) != 1:
        return None
    paragraph = item.paragraphs[0]
    colon = re.search(r"[:：]", paragraph.text)
    if colon is None:
        return None
    return (
        (Slice(paragraph, 0, colon.start()),),
        (Slice(paragraph, colon.end(), len(paragraph.text)),),
    )


def _line_of(item: Item) -> tuple[int, int]:
    """What stands in one line with an item: its row, or itself."""
    return (item.table, item.row) if item.table >= 0 else (-1, item.index)


def _row_as_line(cells: list[Item]) -> Slice:
    """A row of a table in a text as one line, its cells parted by tabs."""
    first = next(paragraph for cell in cells for paragraph in cell.paragraphs)
    line = "\t".join(" ".join(cell.text.split("\n")) for cell in cells)
    return whole(first._replace(text=line, ticks=(), superscripts=(), notes=()))


def _in_brackets(text: str) -> bool:
    """Whether a label and its answer stand in one pair of brackets: `（推荐单位：某局）`."""
    text = text.strip()
    return text[:1] in "(（" and text[-1:] in ")）" and len(text) > 2


def _own_field(pattern: Pattern, hit: Hit) -> bool:
    return pattern.states[hit.state].inline is not None


def _is_box(pattern: Pattern, hit: Hit) -> bool:
    """A label that is itself an option: its box stands before it."""
    inline = pattern.states[hit.state].inline
    return inline is not None and bool(inline.ticks)
