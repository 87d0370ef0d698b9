"""The XML of a part as it came, spliced at byte offsets: what isn't replaced stays byte for byte.

expat says where each element begins and ends; the tree of the reader names its elements in the same
order. Offsets are those of the XML in UTF-8; a part in another encoding goes back into its own.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.parsers import expat

from lxml import etree

from renderers.correct.refusal import Unplaceable

_TAG: Final = re.compile(rb"<[^\s/>]+(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF_16: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))

OTHER_ENCODING = "the part's encoding can't be written back as it was"
OUT_OF_STEP = "the part's elements can't be told apart"


class Span(NamedTuple):
    """Where an element stands; an empty-element tag (`<w:p/>`) has no inside."""

    start: int
    inner: int  # behind the start tag
    close: int  # before the end tag
    end: int

    @property
    def is_closed(self) -> bool:
        """Whether it is one empty-element tag."""
        return self.inner == self.end


class Splice(NamedTuple):
    """Bytes [start, end) of the XML give way to others."""

    start: int
    end: int
    xml: bytes


class Source:
    """A part's XML and where its elements stand."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        """`root` is the tree that the reader made of `data`; raises Unplaceable."""
        self._mark, self._codec = _encoding(data)
        self.xml = self._decoded(data)
        self._starts, self._ends = _offsets(self.xml)
        # Kept, so that each element stays the one object that it is.
        self._order = {element: at for at, element in enumerate(root.iter(etree.Element))}
        if len(self._order) != len(self._starts):
            raise Unplaceable(OUT_OF_STEP)

    def span(self, element: etree._Element) -> Span:
        """Where an element of the tree stands."""
        at = self._order[element]
        start = self._starts[at]
        tag = _TAG.match(self.xml, start)
        assert tag is not None, "expat took it for a tag"
        if tag[1]:
            return Span(start, tag.end(), tag.end(), tag.end())
        close = self._ends[at]
        return Span(start, tag.end(), close, self.xml.index(b">", close) + 1)

    def raw(self, element: etree._Element) -> bytes:
        """An element as it is written."""
        span = self.span(element)
        return self.xml[span.start : span.end]

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The part with the splices made, in its own encoding."""
        xml = splice(self.xml, 0, len(self.xml), splices)
        if self._codec == "utf-8":
            return self._mark + xml
        return self._mark + xml.decode().encode(self._codec, "xmlcharrefreplace")

    def _decoded(self, data: bytes) -> bytes:
        data = data[len(self._mark) :]
        if self._codec == "utf-8":
            return data
        try:
            text = data.decode(self._codec)
            if text.encode(self._codec) != data:
                raise Unplaceable(OTHER_ENCODING)
        except (UnicodeError, LookupError) as error:
            raise Unplaceable(OTHER_ENCODING) from error
        return text.encode()


def splice(xml: bytes, start: int, end: int, splices: Iterable[Splice]) -> bytes:
    """Bytes [start, end) with the splices in them made; those at one place stand in their order.

    Raises Unplaceable where two want the same bytes.
    """
    parts: list[bytes] = []
    at = start
    for each in sorted(splices, key=lambda each: (each.start, each.end)):
        if each.start < at or each.end > end:
            raise Unplaceable("two changes want the same place")
        parts += (xml[at : each.start], each.xml)
        at = each.end
    parts.append(xml[at:end])
    return b"".join(parts)


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and the codec of a part."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return mark, codec
    for start, codec in _UTF_16:
        if data.startswith(start):
            return b"", codec
    declared = _DECLARED.match(data)
    codec = declared[1].decode().lower() if declared else "utf-8"
    return b"", "utf-8" if codec in ("utf-8", "utf8", "us-ascii") else codec


def _offsets(xml: bytes) -> tuple[list[int], list[int]]:
    """Where each element's start tag and its end tag begin, in the order of the start tags."""
    starts: list[int] = []
    ends: list[int] = []
    open_: list[int] = []
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: object) -> None:
        open_.append(len(starts))
        starts.append(parser.CurrentByteIndex)
        ends.append(0)

    def end(name: str) -> None:
        ends[open_.pop()] = parser.CurrentByteIndex

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unplaceable(OUT_OF_STEP) from error
    return starts, ends
