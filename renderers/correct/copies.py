"""Cells that came apart: a merged cell's text often stands in each of the cells that it had. They
are read as one, so what is changed in the first is changed in all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from extractors.docx.runs_xml import W_T
from extractors.docx.tables_xml import W_TC, W_TC_PR
from renderers.correct.refusal import Unplaceable
from renderers.correct.source import Source, Splice
from renderers.correct.tracking import Tracking

UNLIKE = "it stands in several cells of its row, each written in another way"


def in_all_copies(
    root: etree._Element,
    source: Source,
    apart: Collection[etree._Element],
    tracking: Tracking | None,
    splices: Iterable[Splice],
) -> list[Splice]:
    """The splices, and those within a cell again for each copy behind it, which is no cell of
    `apart`. Raises Unplaceable for copies that are written otherwise."""
    asked = list(splices)
    found = list(asked)
    for cell in root.iter(W_TC):
        span = source.span(cell)
        own = [each for each in asked if span.inner <= each.start and each.end <= span.close]
        if own and next(cell.iterdescendants(W_TC), None) is None:
            start, written = _content(source, cell)
            for copy in _copies(cell, apart):
                there, same = _content(source, copy)
                if same != written:
                    raise Unplaceable(UNLIKE)
                found += [
                    Splice(
                        each.start + there - start,
                        each.end + there - start,
                        tracking.renewed(each.xml) if tracking else each.xml,
                    )
                    for each in own
                ]
    return found


def _copies(cell: etree._Element, apart: Collection[etree._Element]) -> Iterator[etree._Element]:
    """The cells right behind one that say the same, and not by themselves."""
    said = _said(cell)
    for other in cell.itersiblings(W_TC):
        if not said or other in apart or _said(other) != said:
            return
        yield other


def _said(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(W_T)).strip()


def _content(source: Source, cell: etree._Element) -> tuple[int, bytes]:
    """Where a cell's content begins, behind its properties, and how it is written."""
    span = source.span(cell)
    properties = next(cell.iterchildren(W_TC_PR), None)
    start = span.inner if properties is None else source.span(properties).end
    return start, source.xml[start : span.close]
