"""Small pages and forms by hand: a string is a paragraph, a list of rows a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from extractors.docx import read
from extractors.extract import _likeness, extract_page, pattern_of
from extractors.items import Sheet, lay_out
from extractors.match import Likeness, Match, match
from extractors.page import Cell, Page, Paragraph, Table, Tick
from extractors.pattern import Pattern, compile_pattern
from extractors.repair import repair
from extractors.values import Harvest, take
from forms.registry import get
from renderers.docx import render

SAMPLES = Path(__file__).parents[2] / "samples"
FORM = get("jiebang2024/application")
SUMMARY = get("jiebang2024/summary")
LIKENESS: Likeness = _likeness(FORM)
COLUMN = 100.0  # points


class Span(NamedTuple):
    """A merged cell: what stands in it, and the columns and rows that it spans."""

    content: Content
    across: int = 1
    down: int = 1


Content = str | Paragraph | Sequence["Row"]  # a cell's text ("\n" parts paragraphs), or a table
Row = Sequence[Content | Span]
Block = str | Paragraph | Sequence[Row]


def page(*blocks: Block, floating: Sequence[str] = ()) -> Page:
    """A page of paragraphs and tables, every one of them with a place of its own."""
    made = tuple(_block(block, f"[{number}]") for number, block in enumerate(blocks, 1))
    boxes = tuple(Paragraph(text, f"/box[{n}]") for n, text in enumerate(floating, 1))
    return Page(made, floating=boxes)


def table(rows: Sequence[Row], where: str = "/tbl[1]") -> Table:
    """A grid with columns of 100 points; a cell goes to the first free place of its row."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        column = 0
        for content in row:
            span = content if isinstance(content, Span) else Span(content)
            while (number, column) in taken:
                column += 1
            place = f"{where}/tr[{number + 1}]/tc[{column + 1}]"
            edges = column * COLUMN, (column + span.across) * COLUMN
            inside = _inside(span.content, place)
            cells.append(Cell(number, column, span.down, span.across, *edges, place, inside))
            taken |= {
                (number + down, column + across)
                for down in range(span.down)
                for across in range(span.across)
            }
            column += span.across
    width = 1 + max(column for _, column in taken)
    return Table(tuple(cells), len(rows), width, where)


def boxes(path: str, *options: str) -> Paragraph:
    """A template's line of check boxes."""
    text = ""
    ticks: list[Tick] = []
    for option in options:
        ticks.append(Tick(len(text), False, False, f"{path}={option}", f"/sdt[{len(ticks) + 1}]"))
        text += f"☐ {option}　"
    return Paragraph(text, "/p", tuple(ticks))


def _block(block: Block, place: str) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return block
    return (
        Paragraph(block, f"/p{place}") if isinstance(block, str) else table(block, f"/tbl{place}")
    )


def _inside(content: Content, place: str) -> tuple[Paragraph | Table, ...]:
    if isinstance(content, str):
        lines = content.split("\n")
        return tuple(Paragraph(text, f"{place}/p[{n}]") for n, text in enumerate(lines, 1))
    if isinstance(content, Paragraph):
        return (content,)
    # Word ends every cell with a paragraph, behind a nested table too.
    return table(content, f"{place}/tbl[1]"), Paragraph("", f"{place}/p[1]")


# --- forms and what is read with them ----------------------------------------------------------


def form(*blocks: Block) -> Pattern:
    """A form of its own with the official one's fields: its template, compiled."""
    return compile_pattern(page(*blocks), FORM.name, FORM.aliases())


def matched(pattern: Pattern, document: Page, repaired: bool = False) -> tuple[Sheet, Match]:
    """The document's items and the labels found on them."""
    sheet = lay_out(document)
    found = match(pattern, sheet, LIKENESS)
    if repaired:
        repair(pattern, sheet, found, LIKENESS)
    return sheet, found


def labels(pattern: Pattern, document: Page, repaired: bool = False) -> list[tuple[str, str]]:
    """Each label found, as the form prints it, with the text of the item it was found in."""
    sheet, found = matched(pattern, document, repaired)
    return [(pattern.states[hit.state].printed, sheet.items[hit.item].text) for hit in found.hits]


def harvest(pattern: Pattern, document: Page) -> Harvest:
    """The answers taken from a document."""
    sheet, found = matched(pattern, document, repaired=True)
    return take(pattern, sheet, found, LIKENESS)


def answers(pattern: Pattern, document: Page) -> dict[str, str]:
    """The raw text of each answer that says something, by its path."""
    taken = harvest(pattern, document).taken
    return {each.path: each.raw.strip() for each in taken if each.raw.strip()}


def result(pattern: Pattern, document: Page) -> dict[str, Any]:
    """The outcome of reading a document that may be the form."""
    [only] = extract_page(document, {"name": "by-hand.docx"}, [(FORM, pattern)])
    return only


def codes(outcome: Mapping[str, Any], path: str = "") -> set[str]:
    """The codes of the problems at a path."""
    return {each["code"] for each in outcome["problems"] if each["path"] == path}


# --- real documents ------------------------------------------------------------------------------


def record(name: str) -> dict[str, Any]:
    """A sample record: a fresh copy."""
    found: dict[str, Any] = json.loads((SAMPLES / f"records/{name}.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=8)
def printed(name: str) -> Page:
    """A sample record as our template prints it."""
    of = SUMMARY if name.startswith("s") else FORM
    return read(render(of, record(name)))


def reading(document: Page) -> dict[str, Any]:
    """The outcome of reading a document with one form in it, by any form that is registered."""
    known = [(each, pattern_of(each)) for each in (FORM, SUMMARY)]
    [only] = extract_page(document, {"name": "by-hand.docx"}, known)
    return only


def reworded(document: Page, words: Callable[[str], str]) -> Page:
    """The document with each paragraph's text changed; lengths must stay where boxes are."""

    def of(block: Paragraph | Table) -> Paragraph | Table:
        if isinstance(block, Paragraph):
            return block._replace(text=words(block.text))
        cells = (each._replace(blocks=tuple(map(of, each.blocks))) for each in block.cells)
        return replace(block, cells=tuple(cells))

    return replace(document, blocks=tuple(map(of, document.blocks)))
