"""Sheets of paper → the page model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from extractors.page import Finding, Leaf, Mark, Page
from extractors.paper.aligning import align
from extractors.paper.furniture import take_heads, take_notes
from extractors.paper.joining import blocks
from extractors.paper.sheets import SheetOfPaper


def page_of(
    sheets: list[SheetOfPaper], marks: Iterable[Mark], findings: Iterable[Finding], pages: int
) -> Page:
    """The document that sheets of paper make."""
    headers = take_heads(sheets)
    notes = take_notes(sheets)
    align(sheets)
    numbers = frozenset(notes)
    first = Page(
        blocks(sheets, numbers),
        notes=notes,
        headers=headers,
        marks=tuple(marks),
        findings=tuple(findings),
        pages=pages,
        leaves=tuple(_leaf(sheet) for sheet in sheets),
    )
    return replace(first, rearranged=partial(_rearranged, first, sheets, numbers))


def _rearranged(
    page: Page, sheets: Sequence[SheetOfPaper], notes: frozenset[str], order: tuple[int, ...]
) -> Page:
    """The page of some of its sheets, in an order of their own."""
    return replace(page, blocks=blocks([sheets[at] for at in order], notes))


def _leaf(sheet: SheetOfPaper) -> Leaf:
    """What tells a sheet's place: its lines and cells in reading order."""
    items: list[tuple[float, str]] = [(line.top, line.text) for line in sheet.lines]
    for table in sheet.tables:
        items.extend(
            (cell.box[1], "".join(line.text for line in lines))
            for cell, lines in zip(table.grid.cells, table.lines, strict=True)
            if lines
        )
    return Leaf(sheet.number, sheet.printed, tuple(text for _, text in sorted(items)))
