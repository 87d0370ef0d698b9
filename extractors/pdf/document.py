"""An open PDF → the page model."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from extractors.limits import Deadline, Limits, Unreadable
from extractors.mupdf import pymupdf
from extractors.page import Finding, FormField, Mark, Page, Spot
from extractors.paper.document import page_of
from extractors.paper.sheets import SheetOfPaper
from extractors.pdf.annotations import of_document
from extractors.pdf.copies import copies
from extractors.pdf.fields import refuse_xfa
from extractors.pdf.fonts import Fonts
from extractors.pdf.halves import parted
from extractors.pdf.numbering import stamped, without
from extractors.pdf.opening import DAMAGED, open_pdf
from extractors.pdf.pictures import picture_page
from extractors.pdf.scaling import doubted_where_four, scales_of
from extractors.pdf.second import compared, read_again
from extractors.pdf.sheets import Contents, contents, sheets_of
from extractors.pdf_form import fields_on
from extractors.scan import View, view_of
from forms.messages import excerpt

GARBLED: Final = 0.2  # share of a page's characters that mean nothing, from which it is doubted
UNCHANGED: Final[Mapping[int, float]] = {}  # pages that are all as large as they are read
TURNS: Final = {1: "逆时针转了90度", 2: "上下颠倒", 3: "顺时针转了90度"}

MESSAGES: Final = {
    "picture": "第{page}页是图片，识别图片的程序未安装，未读入；请人工核对，或提交文字版。",
    "broken": "第{page}页已损坏，无法读取；请重新导出 PDF 后提交。",
    "garbled": "第{page}页的文字无法辨认（字体缺少文字对照表，或整页左右颠倒）；请重新导出 PDF。",
    "hidden-text": "第{page}页含有看不见的文字，读取时未计入。",
    "struck": "第{page}页有文字被线划去或圈出，仍按印出的文字读入，请核对是否作废。",
    "watermark": (
        "第{page}页的“{text}”像是水印（颜色很浅、斜印或压在文字上），未读入；如是填写内容，请核对。"
    ),
    "beside": "第{page}页的“{text}”与正文方向不同（如装订线），未读入；如是填写内容，请核对。",
    "four": "第{page}页一张纸上缩印了多页，无法可靠分开，请提交每页一张的文件。",
    "copied": "第{page}页是第{other}页的扫描件（如签章页），只读取第{other}页；如有改动，请核对。",
    "page-turned": "第{page}页{turn}，已转正读取。",
}


def read_document(
    document: Any, data: bytes, limits: Limits, pages: Container[int] | None = None
) -> Page:
    """The page of an open document, or of some pages of it; `data` are its bytes. Raises
    Unreadable."""
    refuse_xfa(document)
    deadline = Deadline(limits.seconds)
    fields: list[FormField] = []
    held, broken = _contents(document, data, deadline, pages, fields)
    if scales := scales_of(held):
        held = _enlarged(data, limits, deadline, pages, scales)
    held = _without_numbers(held)
    papers = parted(held)
    if scales and len(papers) == len(held):
        papers = held = doubted_where_four(held)
    if broken and not held:
        raise Unreadable("damaged", DAMAGED)
    seen = _seen(document, held)
    made = [(one.number, _sheets(one, seen)) for one in papers]
    printed = [sheet for number, own in made if number not in seen for sheet in own]
    copied = copies([view.sheet for view in seen.values()], printed)
    sheets = [sheet for number, own in made if number not in copied for sheet in own]
    marks = [*_marks(document, data, held), *(mark for one in seen.values() for mark in one.marks)]
    findings = [
        *_findings([one for one in held if one.number not in seen]),
        *(finding for one in seen.values() for finding in one.findings),
        *(_broken(number) for number in broken),
        *(_copied(number, other) for number, other in copied.items()),
    ]
    read = page_of(sheets, marks, findings, document.page_count)
    return replace(read, fields=tuple(fields), kind="scan" if seen.keys() - copied else None)


def _contents(
    document: Any,
    data: bytes,
    deadline: Deadline,
    pages: Container[int] | None,
    fields: list[FormField],
    scales: Mapping[int, float] = UNCHANGED,
) -> tuple[list[Contents], list[int]]:
    """What the pages hold that are asked for, and the numbers of those that are broken; their
    fields are added to `fields`."""
    tagged, fonts = _is_tagged(document), Fonts()
    held = []
    broken = []
    for number in range(1, document.page_count + 1):
        deadline.check()
        if pages is not None and number not in pages:
            continue
        try:
            page = document[number - 1]
            fields.extend(fields_on(page))  # before they are taken off the page
            one = contents(page, number, tagged, scales.get(number, 1.0), fonts)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):  # the library's own
            broken.append(number)
            continue
        if one.garbled > 0 and not one.is_picture:
            one = one._replace(glyphs=compared(one.glyphs, read_again(data, number), one.turn))
        held.append(one)
    return held, broken


def _enlarged(
    data: bytes,
    limits: Limits,
    deadline: Deadline,
    pages: Container[int] | None,
    scales: Mapping[int, float],
) -> list[Contents]:
    """What the pages hold, read once more, as if they were larger, each by its scale."""
    document = open_pdf(data, limits, pages)
    try:
        return _contents(document, data, deadline, pages, [], scales)[0]
    finally:
        document.close()


def _without_numbers(held: Sequence[Contents]) -> list[Contents]:
    """The pages without the page numbers that were stamped onto their text."""
    stamps = stamped([(one.number, one.numbered) for one in held])
    return [
        one._replace(glyphs=without(one.glyphs, own), stamped=own[0].number)
        if (own := stamps.get(one.number))
        else one
        for one in held
    ]


def is_picture(document: Any, number: int) -> bool:
    """Whether a page, counted from 1, is read as a picture; takes its annotations off it."""
    return contents(document[number - 1], number, _is_tagged(document)).is_picture


def _is_tagged(document: Any) -> bool:
    return bool(document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")[0] != "null")


def _seen(document: Any, held: Sequence[Contents]) -> dict[int, View]:
    """The pages that are pictures, read as such. Raises Unreadable where nothing else is there and
    they can't be read."""
    numbers = [one.number for one in held if one.is_picture]
    try:
        return {number: view_of(picture_page(document[number - 1])) for number in numbers}
    except Unreadable as reason:
        if reason.code != "missing-program" or len(numbers) == len(held):
            raise
        return {}


def _sheets(held: Contents, seen: Mapping[int, View]) -> list[SheetOfPaper]:
    """The text of a page, or what was seen on its picture; nothing of an unread picture."""
    if held.number in seen:
        return [seen[held.number].sheet]
    return [] if held.is_picture else sheets_of(held)


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


def _copied(number: int, other: int) -> Finding:
    message = MESSAGES["copied"].format(page=number, other=other)
    return Finding("page-doubled", message, f"第{number}页")


def _findings(held: Sequence[Contents]) -> list[Finding]:
    found: list[Finding] = []
    told: dict[str, int] = {}  # wording of what was left out → the first page that has it

    def find(code: str, key: str, page: int, **values: str) -> None:
        message = MESSAGES[key].format(page=page, **values)
        found.append(Finding(code, message, f"第{page}页"))

    for one in held:
        if one.is_picture:
            find("needs-review", "picture", one.number)
            continue
        if one.garbled > GARBLED:
            find("needs-review", "garbled", one.number)
        if sum(character.isalnum() for character in one.hidden) > 1:
            find("hidden-text", "hidden-text", one.number)
        for key, texts in (("watermark", one.watermarks), ("beside", one.beside)):
            for text in texts:
                wording = re.sub(r"\d+", "0", text)  # numbers that count with the pages are one
                if told.setdefault(wording, one.number) == one.number:
                    find("needs-review", key, one.number, text=excerpt(text))
        if one.has_struck:
            find("needs-review", "struck", one.number)
        if one.is_quartered:
            find("needs-review", "four", one.number)
        if one.turn.askew:
            find("page-turned", "page-turned", one.number, turn=TURNS[one.turn.askew])
    return found
