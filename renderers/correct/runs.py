"""Runs written anew: what is kept, taken out and put in, plainly or as a tracked change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from lxml import etree

from extractors.docx.look_xml import SMALLEST
from extractors.docx.runs_xml import W_R_PR, W_T
from extractors.docx.trace import shown_text
from renderers.correct.markup import Markup
from renderers.correct.source import Source
from renderers.correct.tracking import INSERTED, Tracking

Kind = Literal["keep", "cut", "new"]


class New(NamedTuple):
    """Content put in: a text, or elements as written; `font` where it must be another one."""

    text: str
    xml: str = ""
    font: str | None = None


class _Piece(NamedTuple):
    kind: Kind
    properties: str
    text: str
    xml: str  # instead of a text


@dataclass(slots=True)
class RunEdit:
    """What is to be done to a run's children."""

    cuts: dict[etree._Element, list[tuple[int, int]]] = field(default_factory=dict)
    news: dict[etree._Element | None, list[tuple[int, New]]] = field(default_factory=dict)
    # by child and offset in its text; None: behind all children
    kept_empty: bool = False  # the run stays, for its properties, when nothing is left in it
    unstyled: bool = False  # what is put in loses the run's style: a prompt's

    def cut(self, child: etree._Element, start: int, end: int) -> None:
        self.cuts.setdefault(child, []).append((start, end))

    def put(self, child: etree._Element | None, at: int, new: New) -> None:
        self.news.setdefault(child, []).append((at, new))


class RunWriter:
    """Writes runs anew in one document."""

    def __init__(self, source: Source, markup: Markup, tracking: Tracking | None) -> None:
        self._source = source
        self._markup = markup
        self._tracking = tracking

    def write(self, run: etree._Element, edit: RunEdit) -> str:
        """What takes the place of a run."""
        pieces = list(self._pieces(run, edit))
        if self._tracking is None:
            return self._plainly(run, edit, pieces)
        return self._tracked(run, pieces, self._tracking)

    def properties(self, run: etree._Element) -> str:
        """A run's `w:rPr` as it is written, "" for none."""
        found = next(run.iterchildren(W_R_PR), None)
        return "" if found is None else self._source.raw(found).decode()

    def new_run(self, properties: str, new: New) -> str:
        """A run of its own, inserted as a change where changes are tracked."""
        run = self._markup.run(
            self._dressed(properties, new), new.xml or self._markup.text(new.text)
        )
        return self._tracking.mark("ins", run) if self._tracking else run

    def _dressed(self, properties: str, new: New) -> str:
        properties = without_tiny_size(properties, self._markup.prefix)
        return properties if new.font is None else with_font(properties, new.font, self._markup)

    def _pieces(self, run: etree._Element, edit: RunEdit) -> Iterator[_Piece]:
        own = self.properties(run)
        lent = without_style(own, self._markup.prefix) if edit.unstyled else own

        def put(child: etree._Element | None, at: int) -> Iterator[_Piece]:
            for place, new in edit.news.get(child, ()):
                if place == at:
                    yield _Piece("new", self._dressed(lent, new), new.text, new.xml)

        for child in run:
            if child.tag == W_R_PR:
                continue
            if child not in edit.cuts and child not in edit.news:
                yield _Piece("keep", own, "", self._source.raw(child).decode())
            elif child.tag == W_T:
                text = shown_text(child)
                cuts = edit.cuts.get(child, [])
                for start, end in pairwise(_bounds(text, cuts, edit.news.get(child, []))):
                    if any(first <= start < last for first, last in cuts):
                        yield _Piece("cut", own, text[start:end], "")
                        yield from put(child, start)
                    else:
                        yield from put(child, start)
                        yield _Piece("keep", own, text[start:end], "")
                yield from put(child, len(text))
            else:
                yield from put(child, 0)
                kind: Kind = "cut" if child in edit.cuts else "keep"
                yield _Piece(kind, own, "", self._source.raw(child).decode())
                yield from put(child, 1)
        yield from put(None, 0)

    def _plainly(self, run: etree._Element, edit: RunEdit, pieces: list[_Piece]) -> str:
        left = [piece for piece in pieces if piece.kind != "cut" and (piece.text or piece.xml)]
        if not left:
            return self._run(run, self.properties(run), "") if edit.kept_empty else ""
        return "".join(
            self._run(run, properties, self._content(list(group)))
            for properties, group in groupby(left, key=lambda piece: piece.properties)
        )

    def _tracked(self, run: etree._Element, pieces: list[_Piece], tracking: Tracking) -> str:
        parts: list[str] = []
        left = [piece for piece in pieces if piece.text or piece.xml]
        parent = run.getparent()
        for (kind, properties), group in groupby(left, key=lambda p: (p.kind, p.properties)):
            if kind == "keep":
                parts.append(self._run(run, properties, self._content(list(group))))
            elif kind == "cut":
                content = self._content(list(group), "delText")
                parts.append(tracking.mark("del", self._run(run, properties, content)))
            else:
                content = self._markup.run(properties, self._content(list(group)))
                parts.append(self._outside(parent, tracking.mark("ins", content), tracking))
        return "".join(parts)

    def _outside(self, parent: etree._Element | None, change: str, tracking: Tracking) -> str:
        """An insertion of ours within somebody else's stands beside it: theirs ends and begins
        again."""
        if parent is None or parent.tag not in INSERTED:
            return change
        span = self._source.span(parent)
        opened = self._source.xml[span.start : span.inner].decode()
        closed = self._source.xml[span.close : span.end].decode()
        return closed + change + tracking.again(opened)

    def _content(self, pieces: list[_Piece], name: str = "t") -> str:
        """Neighbouring texts as one, elements as they are."""
        parts: list[str] = []
        for is_text, group in groupby(pieces, key=lambda piece: not piece.xml):
            each = list(group)
            if is_text:
                parts.append(self._markup.text("".join(piece.text for piece in each), name))
            else:
                parts.extend(piece.xml for piece in each)
        return "".join(parts)

    def _run(self, run: etree._Element, properties: str, content: str) -> str:
        span = self._source.span(run)
        tag = self._source.xml[span.start : span.inner].decode().removesuffix("/>").rstrip(">")
        return f"{tag}>{properties}{content}</{self._markup.prefix}:r>"


def _bounds(text: str, cuts: list[tuple[int, int]], news: list[tuple[int, New]]) -> list[int]:
    """Offsets between which a text is all kept or all cut, its ends among them."""
    inner = {at for cut in cuts for at in cut} | {at for at, _ in news}
    return sorted(inner | {0, len(text)})


def without_style(properties: str, prefix: str) -> str:
    """Run properties without their character style."""
    return re.sub(rf"<{prefix}:rStyle\b[^>]*/>", "", properties)


def without_tiny_size(properties: str, prefix: str) -> str:
    """Run properties without a size at which nobody sees a letter: LibreOffice gives the empty
    cells of web pages that of two points, or of one."""
    return re.sub(
        rf"<{prefix}:sz(?:Cs)? {prefix}:val=\"([0-9]+)\"\s*/>",
        lambda size: "" if int(size[1]) <= SMALLEST else size[0],
        properties,
    )


def with_font(properties: str, font: str, markup: Markup) -> str:
    """Run properties with that font and no other."""
    fonts = markup.element("rFonts", ascii=font, eastAsia=font, hAnsi=font, cs=font)
    w = markup.prefix
    bare = re.sub(rf"<{w}:rFonts\b[^>]*/>", "", properties)
    inside = re.sub(rf"^<{w}:rPr\b[^>]*?/?>|</{w}:rPr>$", "", bare)
    style = re.match(rf"<{w}:rStyle\b[^>]*/>", inside)
    at = style.end() if style else 0
    return markup.element("rPr", inside[:at] + fonts + inside[at:])
