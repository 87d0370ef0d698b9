"""Where in the XML each character of a page stands: the reader itself, writing down its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from lxml import etree

from extractors.docx.document import read_document
from extractors.docx.names import full
from extractors.docx.package_zip import Package
from extractors.docx.relationships_xml import Relationship
from extractors.docx.runs_xml import W_T, as_shown
from extractors.docx.story import Control, Document, Line, Story
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.page import Page, Paragraph

# Elements that stand for one character, and can be taken out by themselves.
SIGNS: Final = frozenset(
    full(name)
    for name in ("w:br", "w:cr", "w:tab", "w:ptab", "w:noBreakHyphen", "w:softHyphen", "w:sym")
)
W_FLD_CHAR: Final = full("w:fldChar")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the characters [start, end) of a paragraph come from: an element of a run and, in a
    `w:t`, the offset of the first of them. None where no one element shows them."""

    start: int
    end: int
    element: etree._Element | None
    offset: int = 0


@dataclass(slots=True)
class Traced:
    """A paragraph of the page in the XML."""

    element: etree._Element  # its (last) `w:p`
    sources: list[Source] = field(default_factory=list)
    controls: dict[int, tuple[etree._Element, ...]] = field(default_factory=dict)
    # offset of a box → the check box controls around it, innermost first


@dataclass(slots=True)
class Trace:
    """A document's page, and the sources of its paragraphs by part and path."""

    page: Page
    paragraphs: dict[tuple[str, str], Traced] = field(default_factory=dict)

    def of(self, paragraph: Paragraph) -> Traced | None:
        """The sources of a paragraph; None for one that isn't as the document has it (a row of a
        table read as a line)."""
        traced = self.paragraphs.get((paragraph.part, paragraph.where))
        length = traced.sources[-1].end if traced and traced.sources else 0
        return traced if length == len(paragraph.text) else None


def read_traced(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Trace:
    """The page of a Word document with its sources; raises Unreadable as `read` does."""
    found: dict[tuple[str, str], Traced] = {}
    new_story = partial(_TracedStory, found)
    page = read_document(Package(data, limits), limits, new_story, whole=True)
    return Trace(page, found)


class _TracedLine(Line):
    """A paragraph being read, its sources kept when it is finished."""

    __slots__ = ("_found", "_part", "traced")

    def __init__(self, found: dict[tuple[str, str], Traced], part: str) -> None:
        self._found = found
        self._part = part
        super().__init__()

    traced: Traced

    def renew(self) -> None:
        if getattr(self, "open", False):
            self.traced.element = self.element
            self._found[self._part, self.where or self.place] = self.traced
        self.traced = Traced(element=None)  # type: ignore[arg-type]  # known when it is finished
        super().renew()


class _TracedStory(Story):
    """A walk through a story that writes down where its text comes from."""

    __slots__ = ("_inside", "_last", "_used")

    line: _TracedLine

    def __init__(
        self,
        found: dict[tuple[str, str], Traced],
        document: Document,
        part: str,
        relationships: dict[str, Relationship],
    ) -> None:
        super().__init__(document, part, relationships)
        self.line = _TracedLine(found, part)
        self._inside = False  # a write that calls others
        self._last: etree._Element | None = None
        self._used = 0  # characters of `_last` that were written

    def write(self, text: str) -> None:
        if self._inside:
            super().write(text)
            return
        start, offset = self.line.length, self._advance(len(text))
        self._inside = True
        try:
            super().write(text)
        finally:
            self._inside = False
        added = self.line.length - start
        if added > len(text):  # the box of a control whose glyph never came
            self._keep(start, start + added - len(text), None)
            start += added - len(text)
        if added:
            self._keep(start, self.line.length, _checked(self.source, offset, text), offset)

    def box(self, ticked: bool, source: etree._Element, state: bool | None = None) -> None:
        start = self.line.length
        controls = tuple(_chain(self.control))
        super().box(ticked, source, state)
        if self.line.length == start:
            return
        self.line.traced.controls[start] = controls
        if not self._inside:
            settled = source is self.line.element
            offset = 0 if settled else self._advance(1)
            self._keep(start, start + 1, None if settled else self.source, offset)

    def _advance(self, count: int) -> int:
        """The offset of the next `count` characters in the element at hand."""
        if self.source is not self._last:
            self._last, self._used = self.source, 0
        offset = self._used
        self._used += count
        return offset

    def _keep(self, start: int, end: int, element: etree._Element | None, offset: int = 0) -> None:
        self.line.traced.sources.append(Source(start, end, element, offset))


def _chain(control: Control | None) -> Iterator[etree._Element]:
    while control is not None and not control.used:
        yield control.element
        control = control.outer


def _checked(element: etree._Element | None, offset: int, text: str) -> etree._Element | None:
    """The element if it shows just that text, else None: formulas and lists of form fields write
    what no run says."""
    if element is None:
        return None
    if element.tag == W_T:
        return element if shown_text(element)[offset : offset + len(text)] == text else None
    return element if element.tag in SIGNS and len(text) == 1 else None


def shown_text(element: etree._Element) -> str:
    """What a `w:t` shows, its white space as Word has it."""
    text = element.text or ""
    return as_shown(element, text) if text else ""
