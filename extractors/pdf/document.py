"""An open PDF → the page model."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from extractors.limits import Deadline, Limits, Unreadable
from extractors.page import Finding, Leaf, Mark, Page, Spot
from extractors.pdf.annotations import of_document
from extractors.pdf.fields import refuse_xfa
from extractors.pdf.furniture import take_heads, take_notes
from extractors.pdf.joining import blocks
from extractors.pdf.mupdf import pymupdf
from extractors.pdf.opening import DAMAGED
from extractors.pdf.second import compared, read_again
from extractors.pdf.sheets import Contents, SheetOfPaper, contents, sheets_of

GARBLED: Final = 0.2  # share of a page's characters that mean nothing, from which it is doubted
TURNS: Final = {1: "逆时针转了90度", 2: "上下颠倒", 3: "顺时针转了90度"}

NO_TEXT: Final = (
    "PDF 各页都是图片，没有文字；读取扫描件的程序尚未安装。请提交文字版 PDF 或 Word 文件。"
)
MESSAGES: Final = {
    "picture": "第{page}页是图片，没有文字，未读入；请人工核对，或提交文字版。",
    "broken": "第{page}页已损坏，无法读取；请重新导出 PDF 后提交。",
    "garbled": "第{page}页的字体缺少文字对照表，文字无法辨认；请重新导出 PDF，或提交 Word 文件。",
    "hidden-text": "第{page}页含有看不见的文字，读取时未计入。",
    "page-turned": "第{page}页{turn}，已转正读取。",
}


def read_document(
    document: Any, data: bytes, limits: Limits, pages: Container[int] | None = None
) -> Page:
    """The page of an open document, or of some pages of it; `data` are its bytes. Raises
    Unreadable."""
    refuse_xfa(document)
    deadline = Deadline(limits.seconds)
    tagged = document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")[0] != "null"
    held = []
    broken = []
    for number in range(1, document.page_count + 1):
        deadline.check()
        if pages is not None and number not in pages:
            continue
        try:
            one = contents(document[number - 1], number, tagged)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):  # the library's own
            broken.append(number)
            continue
        if one.garbled > 0 and not one.is_picture:
            one = one._replace(glyphs=compared(one.glyphs, read_again(data, number), one.turn))
        held.append(one)
    if broken and not held:
        raise Unreadable("damaged", DAMAGED)
    if held and all(one.is_picture for one in held):
        raise Unreadable("missing-program", NO_TEXT)
    sheets = [sheet for one in held if not one.is_picture for sheet in sheets_of(one)]
    headers = take_heads(sheets)
    notes = take_notes(sheets)
    numbers = frozenset(notes)
    first = Page(
        blocks(sheets, numbers),
        notes=notes,
        headers=headers,
        marks=tuple(_marks(document, data, held)),
        findings=(*_findings(held), *(_broken(number) for number in broken)),
        pages=document.page_count,
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


def _marks(document: Any, data: bytes, held: Sequence[Contents]) -> list[Mark]:
    """What is no text: on the pages with their places, then of the file as a whole."""
    found = [
        Mark(kind, f"第{one.number}页", "", text, Spot(one.number, box))
        for one in held
        for kind, box, text in one.marks
    ]
    return found + [Mark(kind, "", "", text) for kind, text in of_document(document, data)]


def _broken(number: int) -> Finding:
    return Finding("needs-review", MESSAGES["broken"].format(page=number), f"第{number}页")


def _findings(held: Sequence[Contents]) -> list[Finding]:
    found: list[Finding] = []

    def find(code: str, key: str, page: int, turn: str = "") -> None:
        message = MESSAGES[key].format(page=page, turn=turn)
        found.append(Finding(code, message, f"第{page}页"))

    for one in held:
        if one.is_picture:
            find("needs-review", "picture", one.number)
            continue
        if one.garbled > GARBLED:
            find("needs-review", "garbled", one.number)
        if sum(character.isalnum() for character in one.hidden) > 1:
            find("hidden-text", "hidden-text", one.number)
        if one.turn.askew:
            find("page-turned", "page-turned", one.number, TURNS[one.turn.askew])
    return found
