"""Answers as wide as their table that a page tore between two paragraphs."""

from __future__ import annotations

from extractors.items import Sheet, lay_out
from extractors.match import Match
from extractors.page import Cell, Line, Page, Paragraph, Table
from extractors.repair.torn import join_torn


def row(number: int, text: str, page: int, width: float = 400.0) -> Cell:
    lines = (Line(0, len(text), page, (100, 100, 300, 112)),)
    return Cell(number, 0, 1, 1, 100.0, 100.0 + width, "", (Paragraph(text, "", lines=lines),))


def sheet_of(*cells: Cell) -> Sheet:
    return lay_out(Page((Table(cells, len(cells), 1, ""),)))


def matched(*claimed: int) -> Match:
    match = Match([], 1.0)
    match.claimed = dict.fromkeys(claimed)  # type: ignore[assignment]
    return match


def test_what_no_label_claims_behind_a_pages_end_belongs_to_the_answer_before_it() -> None:
    sheet = sheet_of(row(0, "承诺属实。", 1), row(1, "签章：宁采薇", 2))
    join_torn(sheet, matched())
    assert [item.text for item in sheet.items] == ["承诺属实。\n签章：宁采薇", ""]


def test_it_is_doubted() -> None:
    sheet = sheet_of(row(0, "承诺属实。", 1), row(1, "签章：宁采薇", 2))
    join_torn(sheet, matched())
    first, rest = sheet.items[0].paragraphs
    assert first.lines[0].confidence == 1.0
    assert rest.lines[0].confidence < 0.9


def test_a_label_is_no_rest_and_has_none() -> None:
    for claimed in (0, 1):
        sheet = sheet_of(row(0, "单位简介", 1), row(1, "公司成立于2015年。", 2))
        join_torn(sheet, matched(claimed))
        assert [item.text for item in sheet.items] == ["单位简介", "公司成立于2015年。"]


def test_rows_of_one_page_stay_apart() -> None:
    sheet = sheet_of(row(0, "承诺属实。", 1), row(1, "其他说明", 1))
    join_torn(sheet, matched())
    assert [item.text for item in sheet.items] == ["承诺属实。", "其他说明"]


def test_a_narrower_row_is_no_rest() -> None:
    sheet = sheet_of(row(0, "承诺属实。", 1), row(1, "其他说明", 2, width=200.0))
    join_torn(sheet, matched())
    assert [item.text for item in sheet.items] == ["承诺属实。", "其他说明"]
