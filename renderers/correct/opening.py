"""A Word document opened for writing: its forms, the sources of its text, its main part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from lxml import etree

from extractors.docx.package_zip import Package
from extractors.docx.tables_xml import W_TC
from extractors.docx.trace import Trace
from extractors.items import Slice
from extractors.limits import DEFAULT_LIMITS, Unreadable
from extractors.places import FormPlaces, read_places
from extractors.sniff import sniff
from renderers.correct.draft import Draft
from renderers.correct.markup import Markup
from renderers.correct.refusal import Unplaceable, Unwritable
from renderers.correct.source import Source
from renderers.correct.tracking import Tracking

AUTHOR = "Tianbao"
NO_WORD = "this can only be written into Word files (.docx); the file is of another kind"
NO_FORM = "未发现可识别的表单：文件内容与已登记的表单不符。"
NO_PARAGRAPH = "the document has no paragraph"


class Byline(NamedTuple):
    """Who writes, and when."""

    author: str
    date: datetime

    @classmethod
    def of(cls, author: str | None, date: datetime | None) -> Byline:
        """The author given, else the program itself; the date given, else now."""
        return cls(author or AUTHOR, date or datetime.now(UTC))

    @property
    def time(self) -> str:
        """The date as Word writes it."""
        return self.date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Opened(NamedTuple):
    """A document that corrections and comments can be written into."""

    trace: Trace
    forms: list[FormPlaces]
    name: str  # of its main part
    root: etree._Element
    source: Source
    markup: Markup

    def draft(self, byline: Byline | None = None) -> Draft:
        """An empty draft of the main part; with a byline its changes are tracked."""
        tracking = None
        if byline is not None:
            tracking = Tracking(byline.author, byline.time, self.markup, self.root)
        own = self.trace, self.root, self.source, self.markup
        return Draft(*own, tracking, self._apart())

    def _apart(self) -> set[etree._Element]:
        """The cells that hold a text of their own: an answer, or what no field took."""
        traced = (self.trace.of(piece.paragraph) for piece in _texts(self.forms))
        around = (each.element.iterancestors(W_TC) for each in traced if each)
        return {cell for cells in around for cell in islice(cells, 1)}


def _texts(forms: Iterable[FormPlaces]) -> Iterator[Slice]:
    """Where the answers of all forms stand, those of lists too, and what was left unread."""
    for form in forms:
        for pieces in form.unread.values():
            yield from pieces
        for place in form.places.values():
            yield from place.answer
        for row in (row for rows in form.rows.values() for row in rows):
            for cell in row.cells.values():
                yield from cell


def open_document(data: bytes) -> Opened:
    """The document in the bytes of a .docx, .docm or .dotx; raises Unwritable."""
    try:
        kind = sniff(data, "")
        kind.check()
        if kind.kind != "docx":
            raise Unwritable(NO_WORD)
        trace, forms = read_places(data, "")
        if not forms:
            raise Unwritable(NO_FORM)
        name, root = _main_part(trace)
        source = Source(Package(data, DEFAULT_LIMITS).read(name), root)
        return Opened(trace, forms, name, root, source, Markup(root))
    except (Unreadable, Unplaceable) as error:
        raise Unwritable(str(error)) from error


def _main_part(trace: Trace) -> tuple[str, etree._Element]:
    for (name, _), traced in trace.paragraphs.items():
        return name, traced.element.getroottree().getroot()
    raise Unwritable(NO_PARAGRAPH)
