"""A template's paragraph as parts: literals, holes, boxes, ordinals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.page import Paragraph
from extractors.pattern.model import Field, Hole
from extractors.tags import EndFor, EndIf, For, IfNot, Tag, Value, find_tags, parse_tag, parse_tick


@dataclass(frozen=True, slots=True)
class Part:
    kind: str  # "text", "hole", "tick", "label" (a renamable one), "ordinal"
    text: str = ""
    hole: Hole | None = None


@dataclass(slots=True)
class Scope:
    """The loop variables in force."""

    names: dict[str, str]

    def resolve(self, path: str) -> str:
        head, dot, rest = path.partition(".")
        return self.names[head] + dot + rest if head in self.names else path


Line = list[Part]


def lines_of(paragraphs: Iterable[Paragraph], scope: Scope) -> Iterator[Line | For | EndFor | str]:
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
            yield [Part("hole", hole=hole)]
        elif isinstance(tag, IfNot):
            for inner in pending:
                if isinstance(_sole_tag(inner.text), EndIf):
                    break
                yield inner.text
        elif isinstance(tag, (For, EndFor)):
            yield tag
        else:
            yield _line(paragraph, scope)


def plain_lines(paragraphs: Iterable[Paragraph], scope: Scope) -> list[Line]:
    """The lines of a cell in which no block is repeated."""
    return [line for line in lines_of(paragraphs, scope) if isinstance(line, list)]


def _sole_tag(text: str) -> Tag | None:
    stripped = text.strip()
    if stripped.startswith("{%") and stripped.endswith("%}"):
        return parse_tag(stripped)
    return None


def _line(paragraph: Paragraph, scope: Scope) -> Line:
    parts: Line = []
    position = 0
    boxes = {tick.offset: tick for tick in paragraph.ticks if tick.tag}
    stops = [(start, end, paragraph.text[start:end]) for start, end in find_tags(paragraph.text)]
    stops += [(offset, offset + 1, "") for offset in boxes]
    for start, end, tag in sorted(stops):
        if start > position:
            parts.append(Part("text", paragraph.text[position:start]))
        parts.append(_tag_part(tag, scope) if tag else _box_part(boxes[start].tag or ""))
        position = end
    if position < len(paragraph.text):
        parts.append(Part("text", paragraph.text[position:]))
    return _join_hints(_take_options(parts))


def _box_part(tag: str) -> Part:
    path, option = parse_tick(tag)
    return Part("tick", option, Hole(path, "ticks", options=(option,)))


def _tag_part(tag: str, scope: Scope) -> Part:
    value = parse_tag(tag)
    assert isinstance(value, Value)
    if value.path == "loop.index":
        return Part("ordinal")
    path = scope.resolve(value.path)
    if hint := value.filter("hint"):
        return Part("hint", hole=Hole(path, "text", (str(hint.arguments[0]),)))
    if label := value.filter("label"):
        printed = str(label.arguments[0])
        return Part("label", printed, Hole(path, "text", (printed,)))
    return Part("hole", hole=Hole(path, "number" if path.endswith(".no") else "text"))


def _take_options(parts: Line) -> Line:
    """The option's printed words belong to the box before them, not to the literals."""
    taken: Line = []
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


def _join_hints(parts: Line) -> Line:
    """A value and the hint beside it are one hole; a hint alone stays as printed text of none."""
    hints: dict[str, list[str]] = {}
    values = {part.hole.path for part in parts if part.kind == "hole" and part.hole}
    for part in parts:
        if part.kind == "hint" and part.hole:
            hints.setdefault(part.hole.path, []).extend(part.hole.hints)
    joined: Line = []
    for part in parts:
        if part.kind == "hole" and part.hole:
            found = tuple(hints.get(part.hole.path, ()))
            joined.append(replace(part, hole=replace(part.hole, hints=part.hole.hints + found)))
        elif part.kind != "hint" or (part.hole and part.hole.path not in values):
            joined.append(part)
    return joined


def as_field(lines: list[Line]) -> Field:
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


def leading_text(parts: Line) -> str:
    """The literal (ordinals within it left out) before the first hole, box or hint."""
    words: list[str] = []
    for part in parts:
        if part.kind == "text":
            words.append(part.text)
        elif part.kind != "ordinal":
            break
    return "".join(words).strip(" .、．")


def after_leading(parts: Line) -> Line:
    for at, part in enumerate(parts):
        if part.kind not in ("text", "ordinal"):
            return parts[at:]
    return []
