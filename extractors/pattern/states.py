"""From a template's paragraphs and tables to states, in reading order."""

from __future__ import annotations

from extractors.page import Cell, Paragraph, Table
from extractors.pattern.keys import keys_of
from extractors.pattern.lines import (
    Line,
    Scope,
    after_leading,
    as_field,
    leading_text,
    lines_of,
)
from extractors.pattern.model import Field, Head, State
from extractors.tags import EndFor, For, parse_tag
from extractors.wording import NUMERALS, key


class Builder:
    """Collects the states of a template in reading order."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.scope = Scope({})
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
        for line in lines_of(paragraphs, self.scope):
            if isinstance(line, For):
                self.open(line)
            elif isinstance(line, EndFor):
                self.close()
            elif isinstance(line, str):
                self.hints.add(key(line))
            else:
                self.body_line(line)

    def body_line(self, line: Line) -> None:
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
        leading = leading_text(parts)
        rest = after_leading(parts)
        ordinal = any(part.kind == "ordinal" for part in parts)
        state = self.add(leading or text, "line")
        if any(part.kind in ("hole", "tick") for part in rest):
            state.inline = as_field([rest])
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
            lines = [
                line for line in lines_of(cell.paragraphs, self.scope) if isinstance(line, list)
            ]
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
            field_ = as_field(lines)
            heads = [s for a, b, s in above if abs(a - cell.x0) < 2 and abs(b - cell.x1) < 2]
            label.fields += (field_,)
            label.columns += (heads[0].index,) if heads else ()
        for _, _, state in labels:
            if len(state.fields) < 2:
                state.columns = ()
        return labels

    def own_label(self, lines: list[Line], left: float, group: State | None) -> State | None:
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
            return self.add(ticks[0].text, "cell", inline=as_field([parts]), left=left, group=of)
        leading = leading_text(parts)
        if leading:
            return self.add(
                leading, "cell", inline=as_field([after_leading(parts)]), left=left, group=of
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
            lines = [
                line for line in lines_of(cell.paragraphs, self.scope) if isinstance(line, list)
            ]
            holes = as_field(lines).holes
            state = next((s for a, b, s in above if a < (cell.x0 + cell.x1) / 2 < b), None)
            if not holes or state is None:
                continue
            heads.append(Head(state.printed, keys_of(state.printed), holes[0]))
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
