"""The pattern: a template read as a page, its tags turned into labels and holes.

`compile_pattern` walks the template once and gives the states that the matcher aligns with a page:
every printed wording with the holes that hang on it, in reading order. What the form prints several
times with small differences (the directions) is folded into one loop, because copies tie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from extractors.page import Cell, Page, Paragraph, Table
from extractors.tags import EndFor, EndIf, For, IfNot, Tag, Value, find_tags, parse_tag, parse_tick
from extractors.wording import NUMERALS, core, key, unnumbered


@dataclass(frozen=True, slots=True)
class Hole:
    """Where an answer stands: `path` is dotted, list indexes of loops are `*`."""

    path: str
    kind: str  # "text", "prose" (all paragraphs), "ticks", "number" (a row's printed number)
    hints: tuple[str, ...] = ()  # printed while the value is empty
    before: str = ""  # the literal directly before it in its own field
    names: tuple[str, ...] = ()  # other words for that literal
    after: str = ""  # the literal directly behind it, a unit or a seal's place
    options: tuple[str, ...] = ()  # of ticks, as printed


@dataclass(frozen=True, slots=True)
class Field:
    """A cell, or the rest of a label's own cell or line, with the holes in it in reading order."""

    holes: tuple[Hole, ...]
    literals: tuple[str, ...] = ()  # printed text that is no answer

    @property
    def ticks(self) -> tuple[Hole, ...]:
        return tuple(hole for hole in self.holes if hole.kind == "ticks")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a list: the words at its head and the hole of each row below."""

    printed: str
    keys: tuple[str, ...]
    hole: Hole


@dataclass(slots=True)
class State:
    """One printed wording with what hangs on it."""

    index: int
    printed: str
    kind: str  # "cell", "line", "heads", "rename"
    keys: dict[str, float] = field(default_factory=dict)  # comparison key → quality
    inline: Field | None = None  # in the label's own cell or line
    fields: tuple[Field, ...] = ()  # cells to the right, several for a row of a grid
    prose: Hole | None = None  # everything up to the next heading
    heads: tuple[Head, ...] = ()
    rows: str | None = None  # the list that the head row opens
    columns: tuple[int, ...] = ()  # of a grid row: the states that head its fields
    group: int | None = None  # the label that spans this one's row from the left
    left: float = 0.0  # the cell's left edge as a share of the table's width
    loop: int | None = None
    ordinals: dict[str, int] = field(default_factory=dict)  # key → instance, from 0
    holes: tuple[Hole, ...] = ()  # every hole that hangs on the label, once it is complete

    def all_holes(self) -> tuple[Hole, ...]:
        """Every hole that hangs on the label so far."""
        found: list[Hole] = list(self.inline.holes) if self.inline else []
        for cell in self.fields:
            found.extend(cell.holes)
        if self.prose:
            found.append(self.prose)
        found.extend(head.hole for head in self.heads)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Loop:
    """A stretch of states that may come again, once an item of its list."""

    path: str  # "tasks", "narrative.tasks.*.industries"
    first: int
    last: int
    parent: int | None
    entries: frozenset[int]  # states at which a new item may begin


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A form's template, ready to be laid over pages. A pattern is itself and no other, so what is
    made of it can be kept by it."""

    form: str
    version: str
    states: tuple[State, ...]
    loops: tuple[Loop, ...]
    lookup: Mapping[str, tuple[tuple[int, float], ...]]  # key → states with their quality
    heads: Mapping[str, tuple[tuple[int, int], ...]]  # key → (state, column)
    hints: frozenset[str]
    notes: tuple[str, ...] = ()  # the texts of the form's notes
    answers: Mapping[int, str] = field(default_factory=dict)  # title of a block → its answer's path


# --- lines: a paragraph's literals, holes and boxes -------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str  # "text", "hole", "tick", "label" (a renamable one), "ordinal"
    text: str = ""
    hole: Hole | None = None


@dataclass(slots=True)
class _Scope:
    """The loop variables in force."""

    names: dict[str, str]

    def resolve(self, path: str) -> str:
        head, dot, rest = path.partition(".")
        return self.names[head] + dot + rest if head in self.names else path


_Line = list[_Part]


def _lines(paragraphs: Iterable[Paragraph], scope: _Scope) -> Iterator[_Line | For | EndFor | str]:
    """Lines of parts; paragraph loops over texts fold into a prose hole, other loops pass through.

    A string is the text of a paragraph that stands only while a value is empty.
    """
    pending = iter(paragraphs)
    for paragraph in pending:
        tag = _sole_tag(paragraph.text)
        if isinstance(tag, For) and tag.filter is not None and tag.filter.name == "paragraphs":
            hints = tuple(str(argument) for argument in tag.filter.arguments)
            hole = Hole(scope.resolve(tag.path), "prose", hints)
            for inner in pending:
                if isinstance(_sole_tag(inner.text), EndFor):
                    break
            yield [_Part("hole", hole=hole)]
        elif isinstance(tag, IfNot):
            for inner in pending:
                if isinstance(_sole_tag(inner.text), EndIf):
                    break
                yield inner.text
        elif isinstance(tag, (For, EndFor)):
            yield tag
        else:
            yield _line(paragraph, scope)


def _sole_tag(text: str) -> Tag | None:
    stripped = text.strip()
    if stripped.startswith("{%") and stripped.endswith("%}"):
        return parse_tag(stripped)
    return None


def _line(paragraph: Paragraph, scope: _Scope) -> _Line:
    parts: _Line = []
    position = 0
    boxes = {tick.offset: tick for tick in paragraph.ticks if tick.tag}
    stops = [(start, end, paragraph.text[start:end]) for start, end in find_tags(paragraph.text)]
    stops += [(offset, offset + 1, "") for offset in boxes]
    for start, end, tag in sorted(stops):
        if start > position:
            parts.append(_Part("text", paragraph.text[position:start]))
        parts.append(_tag_part(tag, scope) if tag else _box_part(boxes[start].tag or ""))
        position = end
    if position < len(paragraph.text):
        parts.append(_Part("text", paragraph.text[position:]))
    return _join_hints(_take_options(parts))


def _box_part(tag: str) -> _Part:
    path, option = parse_tick(tag)
    return _Part("tick", option, Hole(path, "ticks", options=(option,)))


def _tag_part(tag: str, scope: _Scope) -> _Part:
    value = parse_tag(tag)
    assert isinstance(value, Value)
    if value.path == "loop.index":
        return _Part("ordinal")
    path = scope.resolve(value.path)
    if hint := value.filter("hint"):
        return _Part("hint", hole=Hole(path, "text", (str(hint.arguments[0]),)))
    if label := value.filter("label"):
        printed = str(label.arguments[0])
        return _Part("label", printed, Hole(path, "text", (printed,)))
    return _Part("hole", hole=Hole(path, "number" if path.endswith(".no") else "text"))


def _take_options(parts: _Line) -> _Line:
    """The option's printed words belong to the box before them, not to the literals."""
    taken: _Line = []
    for part in parts:
        if part.kind == "text" and taken and taken[-1].kind == "tick":
            option = taken[-1].text
            rest = part.text.lstrip()
            if rest.startswith(option):
                rest = rest[len(option) :]
                if rest.strip():
                    taken.append(replace(part, text=rest))
                continue
        taken.append(part)
    return taken


def _join_hints(parts: _Line) -> _Line:
    """A value and the hint beside it are one hole; a hint alone stays as printed text of none."""
    hints: dict[str, list[str]] = {}
    values = {part.hole.path for part in parts if part.kind == "hole" and part.hole}
    for part in parts:
        if part.kind == "hint" and part.hole:
            hints.setdefault(part.hole.path, []).extend(part.hole.hints)
    joined: _Line = []
    for part in parts:
        if part.kind == "hole" and part.hole:
            found = tuple(hints.get(part.hole.path, ()))
            joined.append(replace(part, hole=replace(part.hole, hints=part.hole.hints + found)))
        elif part.kind != "hint" or (part.hole and part.hole.path not in values):
            joined.append(part)
    return joined


def _as_field(lines: list[_Line]) -> Field:
    """The holes of a cell in reading order; the boxes of one path are one hole."""
    holes: list[Hole] = []
    literals: list[str] = []
    places: dict[str, int] = {}
    for line in lines:
        before = ""
        last: int | None = None
        for part in line:
            if part.kind == "text":
                text = part.text.strip()
                if last is not None and text:
                    holes[last] = replace(holes[last], after=holes[last].after or text)
                if text:
                    literals.append(text)
                before = text
                last = None
            elif part.hole and part.kind in ("hole", "tick"):
                hole = part.hole
                if hole.kind == "ticks" and hole.path in places:
                    at = places[hole.path]
                    holes[at] = replace(holes[at], options=holes[at].options + hole.options)
                else:
                    places[hole.path] = len(holes)
                    holes.append(replace(hole, before=before if hole.kind != "ticks" else ""))
                    last = len(holes) - 1 if hole.kind != "ticks" else None
                before = ""
    return Field(tuple(holes), tuple(literals))


# --- states --------------------------------------------------------------------------------------


class _Builder:
    """Collects the states of a template in reading order."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.scope = _Scope({})
        self.stack: list[tuple[str, str, int]] = []  # variable, list path, first state
        self.blocks: list[tuple[str, int, int]] = []  # list path, first and last state
        self.hints: set[str] = set()
        self.last_heading: State | None = None

    def add(self, printed: str, kind: str, **more: object) -> State:
        state = State(len(self.states), printed.strip(), kind, **more)  # type: ignore[arg-type]
        self.states.append(state)
        return state

    # loops over blocks

    def open(self, loop: For) -> None:
        path = self.scope.resolve(loop.path)
        self.stack.append((loop.variable, path, len(self.states)))
        self.scope.names[loop.variable] = path + ".*"

    def close(self) -> None:
        variable, path, first = self.stack.pop()
        del self.scope.names[variable]
        if len(self.states) > first:
            self.blocks.append((path, first, len(self.states) - 1))

    # paragraphs of the body

    def body(self, paragraphs: list[Paragraph]) -> None:
        for line in _lines(paragraphs, self.scope):
            if isinstance(line, For):
                self.open(line)
            elif isinstance(line, EndFor):
                self.close()
            elif isinstance(line, str):
                self.hints.add(key(line))
            else:
                self.body_line(line)

    def body_line(self, line: _Line) -> None:
        parts = [part for part in line if part.kind != "text" or part.text.strip()]
        if not parts:
            return
        holes = [part for part in parts if part.kind == "hole"]
        text = "".join(part.text for part in parts if part.kind == "text")
        if len(parts) == 1 and holes:
            heading = self.last_heading
            assert heading is not None, "prose without a heading"
            heading.prose = holes[0].hole
            return
        leading = _leading_text(parts)
        rest = _after_leading(parts)
        ordinal = any(part.kind == "ordinal" for part in parts)
        state = self.add(leading or text, "line")
        if any(part.kind in ("hole", "tick") for part in rest):
            state.inline = _as_field([rest])
        if ordinal:
            state.ordinals = {numeral: at for at, numeral in enumerate(NUMERALS)}
            state.ordinals |= {str(at + 1): at for at in range(len(NUMERALS))}
        for part in parts:
            if part.kind == "hint" and part.hole:
                self.hints.update(key(hint) for hint in part.hole.hints)
        self.last_heading = state

    # tables

    def table(self, table: Table) -> None:
        width = max((cell.x1 for cell in table.cells), default=1.0) or 1.0
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        spans = [
            (cell.row, cell.row + cell.row_span, cell) for cell in table.cells if cell.row_span > 1
        ]
        above: list[tuple[float, float, State]] = []  # label cells of the row before
        groups: dict[str, State] = {}
        index = 0
        numbers = sorted(rows)
        while index < len(numbers):
            row = numbers[index]
            tag = _row_tag(rows[row])
            if isinstance(tag, For):
                body = rows[numbers[index + 1]]
                self.list_rows(tag, body, above)
                index += 3
                continue
            group = next(
                (groups[c.where] for a, b, c in spans if a < row < b and c.where in groups), None
            )
            labels = self.row(rows[row], width, group, above, groups)
            # Heads of columns stay in force below until other labels stand in their place.
            above = [
                head for head in above if not any(a < head[1] and head[0] < b for a, b, _ in labels)
            ] + labels
            index += 1

    def row(
        self,
        cells: list[Cell],
        width: float,
        group: State | None,
        above: list[tuple[float, float, State]],
        groups: dict[str, State],
    ) -> list[tuple[float, float, State]]:
        """States of one row; gives its label cells with their x-range."""
        labels: list[tuple[float, float, State]] = []
        label: State | None = None
        for cell in cells:
            lines = [line for line in _lines(cell.paragraphs, self.scope) if isinstance(line, list)]
            lines = [
                line for line in lines if any(p.kind != "text" or p.text.strip() for p in line)
            ]
            if not lines:
                continue
            left = cell.x0 / width
            if not any(part.hole for line in lines for part in line):
                text = " ".join("".join(part.text for part in line).strip() for line in lines)
                state = self.add(text, "cell", left=left)
                if label is not None and not label.fields and label.group is None and group is None:
                    group = label
                state.group = group.index if group else None
                label = state
                labels.append((cell.x0, cell.x1, state))
                if cell.row_span > 1:
                    groups[cell.where] = state
                continue
            if label is not None and not label.fields and group is None and not label.inline:
                group = label
            made = self.own_label(lines, left, group)
            if made is not None:
                label = made
                labels.append((cell.x0, cell.x1, made))
                continue
            assert label is not None, f"a field without a label: {cell.text!r}"
            field_ = _as_field(lines)
            heads = [s for a, b, s in above if abs(a - cell.x0) < 2 and abs(b - cell.x1) < 2]
            label.fields += (field_,)
            label.columns += (heads[0].index,) if heads else ()
        for _, _, state in labels:
            if len(state.fields) < 2:
                state.columns = ()
        return labels

    def own_label(self, lines: list[_Line], left: float, group: State | None) -> State | None:
        """The state of a cell that holds its own label, if it is one."""
        parts = [p for p in lines[0] if p.kind != "text" or p.text.strip()]
        if len(lines) > 1:
            return None
        of = group.index if group else None
        if parts[0].kind == "label" and parts[0].hole:
            return self.add(
                parts[0].text, "rename", inline=Field((parts[0].hole,)), left=left, group=of
            )
        ticks = [part for part in parts if part.kind == "tick"]
        if len(ticks) == 1 and len(parts) == 1:
            return self.add(ticks[0].text, "cell", inline=_as_field([parts]), left=left, group=of)
        leading = _leading_text(parts)
        if leading:
            return self.add(
                leading, "cell", inline=_as_field([_after_leading(parts)]), left=left, group=of
            )
        return None

    def list_rows(
        self, loop: For, body: list[Cell], above: list[tuple[float, float, State]]
    ) -> None:
        """Turns the labels of the row above into the list's one head row."""
        path = self.scope.resolve(loop.path)
        self.scope.names[loop.variable] = path + ".*"
        heads: list[Head] = []
        used: list[State] = []
        for cell in body:
            lines = [line for line in _lines(cell.paragraphs, self.scope) if isinstance(line, list)]
            holes = _as_field(lines).holes
            state = next((s for a, b, s in above if a < (cell.x0 + cell.x1) / 2 < b), None)
            if not holes or state is None:
                continue
            heads.append(Head(state.printed, _keys_of(state.printed), holes[0]))
            used.append(state)
        del self.scope.names[loop.variable]
        first = min(state.index for state in used)
        assert [s.index for s in used] == list(range(first, len(self.states))), "heads not in order"
        left, group = used[0].left, used[0].group
        del self.states[first:]
        self.add(
            " | ".join(head.printed for head in heads),
            "heads",
            heads=tuple(heads),
            rows=path,
            left=left,
            group=group,
        )


def _row_tag(cells: list[Cell]) -> object:
    for cell in cells:
        text = cell.text.strip()
        if text.startswith("{%tr"):
            return parse_tag(text)
    return None


def _leading_text(parts: _Line) -> str:
    """The literal (ordinals within it left out) before the first hole, box or hint."""
    words: list[str] = []
    for part in parts:
        if part.kind == "text":
            words.append(part.text)
        elif part.kind != "ordinal":
            break
    return "".join(words).strip(" .、．")


def _after_leading(parts: _Line) -> _Line:
    for at, part in enumerate(parts):
        if part.kind not in ("text", "ordinal"):
            return parts[at:]
    return []


def _keys_of(printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(k for k in (key(printed), core(printed)) if k))


# --- folding of copies ---------------------------------------------------------------------------

_INDEX = re.compile(r"\.(\d+)(?=\.|$)")


def _fold(
    states: list[State], blocks: list[tuple[str, int, int]]
) -> tuple[list[State], list[Loop]]:
    """Folds contiguous copies that differ only in their outermost index into one loop."""
    owner = _owners(states)
    copies: dict[str, list[list[int]]] = {}
    for at, name in enumerate(owner):
        if name is None:
            continue
        prefix, number = name
        runs = copies.setdefault(prefix, [])
        while len(runs) <= number:
            runs.append([])
        runs[number].append(at)
    keep = list(range(len(states)))
    loops: list[tuple[str, int, int]] = []
    for prefix, runs in copies.items():
        contiguous = all(run == list(range(run[0], run[-1] + 1)) for run in runs if run)
        if len(runs) < 2 or not contiguous or len(runs[0]) < 4:
            continue
        for run in runs[1:]:
            for one, other in zip(runs[0], run, strict=True):
                _merge(states[one], states[other])
                keep.remove(other)
        loops.append((prefix, runs[0][0], runs[0][-1]))
        _star(states, runs[0], prefix)
    kept = [states[at] for at in keep]
    renumber = {state.index: at for at, state in enumerate(kept)}
    inner = [(path, a, b) for path, a, b in blocks if a in renumber]
    for prefix, _, _ in loops:
        inner = [(path.replace(f"{prefix}.0", f"{prefix}.*", 1), a, b) for path, a, b in inner]
    made: list[Loop] = []
    for path, first, last in sorted(loops + inner, key=lambda loop: (loop[1], -loop[2])):
        a, b = renumber[first], renumber[last]
        parent = next((i for i in range(len(made) - 1, -1, -1) if made[i].last >= b), None)
        made.append(Loop(path, a, b, parent, frozenset({a, a + 1})))
    firsts = [loop.first for loop in made]
    made = [  # an item begins at its title or the label behind it, if no inner item begins there
        replace(
            loop, entries=frozenset(e for e in loop.entries if e == loop.first or e not in firsts)
        )
        for loop in made
    ]
    for at, state in enumerate(kept):
        state.index = at
        state.group = renumber.get(state.group) if state.group is not None else None
        state.columns = tuple(renumber[column] for column in state.columns)
        inside = [i for i, loop in enumerate(made) if loop.first <= at <= loop.last]
        state.loop = inside[-1] if inside else None
    return kept, made


def _owners(states: list[State]) -> list[tuple[str, int] | None]:
    """For each state the outermost numbered list that it belongs to, those without holes by their
    neighbours: a heading belongs to the copy whose holes follow it."""
    own: list[tuple[str, int] | None] = []
    for state in states:
        holes = state.all_holes()
        found = next((m for hole in holes if (m := _INDEX.search(hole.path))), None)
        path = next((hole.path for hole in holes if _INDEX.search(hole.path)), "")
        rows = state.rows and _INDEX.search(state.rows)
        if rows and state.rows:
            own.append((state.rows[: rows.start()], int(rows.group(1))))
        else:
            own.append((path[: found.start()], int(found.group(1))) if found else None)
    numbers = {
        name: [own_ for own_ in own if own_ and own_[0] == name]
        for name in {own_[0] for own_ in own if own_}
    }
    foldable = {name for name, found in numbers.items() if len({n for _, n in found}) > 1}
    own = [o if o and o[0] in foldable else None for o in own]
    # A label without holes between two states of one copy is of that copy; before the first hole
    # of a copy it is of it as far as all copies have the same wordings there.
    firsts = {o: i for i, o in reversed(list(enumerate(own))) if o}
    for o, first in firsts.items():
        lasts = max(i for i, other in enumerate(own) if other == o)
        for i in range(first, lasts + 1):
            own[i] = o
    for name in foldable:
        starts = sorted(first for o, first in firsts.items() if o[0] == name)
        back = 0
        while True:
            before = [states[start - back - 1] for start in starts if start - back - 1 >= 0]
            if len(before) < len(starts) or any(own[s.index] for s in before):
                break
            if len({_stem(s.printed) for s in before}) > 1:
                break
            back += 1
        for o, first in firsts.items():
            if o[0] == name:
                for i in range(first - back, first):
                    own[i] = o
    return own


def _stem(printed: str) -> str:
    return re.sub(f"[{NUMERALS}\\d]", "", key(printed))


def _merge(one: State, other: State) -> None:
    """Takes the other copy's wordings and hints into the first."""
    if one.printed != other.printed and _stem(one.printed) == _stem(other.printed):
        for printed in (one.printed, other.printed):
            numeral = next((c for c in reversed(printed) if c in NUMERALS), None)
            if numeral:
                one.ordinals[numeral] = NUMERALS.index(numeral)
                one.ordinals[str(NUMERALS.index(numeral) + 1)] = NUMERALS.index(numeral)
    if one.inline and other.inline:
        one.inline = _merge_fields(one.inline, other.inline)
    one.fields = tuple(_merge_fields(a, b) for a, b in zip(one.fields, other.fields, strict=True))
    if one.prose and other.prose:
        one.prose = replace(
            one.prose, hints=tuple(dict.fromkeys(one.prose.hints + other.prose.hints))
        )


def _merge_fields(one: Field, other: Field) -> Field:
    holes = tuple(
        replace(a, hints=tuple(dict.fromkeys(a.hints + b.hints)))
        for a, b in zip(one.holes, other.holes, strict=True)
    )
    return replace(one, holes=holes)


def _star(states: list[State], run: list[int], prefix: str) -> None:
    """Replaces the folded index in the paths of one copy by `*`."""

    def starred(path: str) -> str:
        return (
            path.replace(f"{prefix}.0", f"{prefix}.*", 1)
            if path.startswith(f"{prefix}.0")
            else path
        )

    def of(one: Field) -> Field:
        return replace(one, holes=tuple(replace(h, path=starred(h.path)) for h in one.holes))

    for at in run:
        state = states[at]
        state.inline = of(state.inline) if state.inline else None
        state.fields = tuple(of(one) for one in state.fields)
        if state.prose:
            state.prose = replace(state.prose, path=starred(state.prose.path))
        state.heads = tuple(
            replace(h, hole=replace(h.hole, path=starred(h.hole.path))) for h in state.heads
        )
        state.rows = starred(state.rows) if state.rows else None


# --- keys ----------------------------------------------------------------------------------------


def other_words(printed: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The other words for a printed label; `aliases` is keyed by comparison keys."""
    for word in (key(printed), core(printed), key(unnumbered(printed)), core(unnumbered(printed))):
        if word in aliases:
            return aliases[word]
    return ()


def _named(one: Field, aliases: Mapping[str, tuple[str, ...]]) -> Field:
    """The field with the other words for the literals before its holes."""
    holes = tuple(
        replace(hole, names=other_words(hole.before, aliases)) if hole.before else hole
        for hole in one.holes
    )
    return replace(one, holes=holes)


def _give_keys(state: State, aliases: Mapping[str, tuple[str, ...]]) -> None:
    printed = state.printed
    words: dict[str, float] = {}

    def offer(text: str, quality: float) -> None:
        if text and (quality > words.get(text, 0.0)):
            words[text] = quality

    stem = printed
    if state.ordinals:
        stem = printed.rstrip(NUMERALS + "0123456789 ")
    for text, quality in ((printed, 1.0), (unnumbered(printed), 0.97)):
        if state.ordinals:
            base = key(unnumbered(stem) if text != printed else stem)
            offer(base, quality * 0.9)
            for numeral in state.ordinals:
                offer(base + numeral, quality)
        else:
            offer(key(text), quality)
            offer(core(text), quality * 0.99)
    for alias in other_words(printed, aliases):
        if state.ordinals and alias and alias[-1] not in state.ordinals:
            for numeral in state.ordinals:
                offer(key(alias) + numeral, 0.94)
        offer(key(alias), 0.94)
    state.keys = words


def _give_joined_keys(state: State, group: State, aliases: Mapping[str, tuple[str, ...]]) -> None:
    """`法人代表姓名`, where an office has no group label and says it with the label."""
    groups = [*re.split(r"[/／]", group.printed), group.printed]
    groups += other_words(group.printed, aliases)
    labels = [state.printed, *other_words(state.printed, aliases)]
    for outer in groups:
        for inner in labels:
            word = core(outer) + core(inner)
            if state.keys.get(word, 0.0) < 0.93:
                state.keys[word] = 0.93


def _answers(states: list[State]) -> dict[int, str]:
    """For a block's title without a hole the hole of the label of the same words: what the
    narrative calls 攻关方向一 is answered in the table."""
    asked = {
        _stem(state.printed): state.fields[0].holes[0].path
        for state in states
        if state.ordinals and state.fields
    }
    return {
        state.index: asked[stem]
        for state in states
        if state.ordinals and not state.holes
        if (stem := _stem(unnumbered(state.printed))) in asked
    }


def compile_pattern(page: Page, form: str, aliases: Mapping[str, tuple[str, ...]]) -> Pattern:
    """The pattern of a template that was read as a page.

    `aliases` gives other words for a printed label. A template that `lint` passes compiles.
    """
    aliases = {key(label): words for label, words in aliases.items()}
    builder = _Builder()
    run: list[Paragraph] = []
    for block in page.blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            builder.body(run)
            run = []
            builder.table(block)
    builder.body(run)
    states, loops = _fold(builder.states, builder.blocks)
    hints = set(builder.hints)
    lookup: dict[str, list[tuple[int, float]]] = {}
    heads: dict[str, list[tuple[int, int]]] = {}
    for state in states:
        _give_keys(state, aliases)
        if state.group is not None and state.kind == "cell" and state.fields:
            _give_joined_keys(state, states[state.group], aliases)
        state.inline = _named(state.inline, aliases) if state.inline else None
        state.fields = tuple(_named(one, aliases) for one in state.fields)
        for word, quality in state.keys.items():
            if state.kind != "heads":
                lookup.setdefault(word, []).append((state.index, quality))
        for column, head in enumerate(state.heads):
            words = head.keys + tuple(map(key, other_words(head.printed, aliases)))
            for word in words:
                heads.setdefault(word, []).append((state.index, column))
        state.holes = state.all_holes()
        for hole in state.holes:
            hints.update(key(hint) for hint in hole.hints)
    return Pattern(
        form,
        page.stamp[1] if page.stamp else "",
        tuple(states),
        tuple(loops),
        {word: tuple(found) for word, found in lookup.items()},
        {word: tuple(found) for word, found in heads.items()},
        frozenset(hint for hint in hints if hint),
        tuple(page.notes.values()),
        _answers(states),
    )
