"""Headings that were broken by hand over two lines of paper."""

from __future__ import annotations

import pytest

from extractors.extract import pattern_of
from extractors.page import Cell, Line, Page, Paragraph, Table
from extractors.rejoining import rejoined
from tests.extractors.pages import FORM

PATTERNS = [pattern_of(FORM)]
HEADING = "四、项目组织实施、保障措施、研发资金及风险分析"


def on_paper(*texts: str) -> Page:
    return Page(tuple(Paragraph(text, "第1页", lines=(_line(text),)) for text in texts), pages=1)


def _line(text: str) -> Line:
    return Line(0, len(text), 1, (0.0, 0.0, 100.0, 12.0))


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("cut", [3, 6, len(HEADING) - 2])
def test_two_lines_of_a_heading_are_one_paragraph(cut: int) -> None:
    page = rejoined(on_paper("上文。", HEADING[:cut], HEADING[cut:], "下文。"), PATTERNS)
    assert texts(page) == ["上文。", HEADING, "下文。"]


def test_a_label_broken_before_its_answer_is_whole_again() -> None:
    page = rejoined(on_paper("揭榜单位：甲公司", "推荐单", "位：某局(加盖公章)"), PATTERNS)
    assert texts(page) == ["揭榜单位：甲公司", "推荐单位：某局(加盖公章)"]


def test_a_label_broken_in_its_cell_is_whole_again() -> None:
    label = on_paper("推荐单", "位").blocks
    cell = Cell(0, 0, 1, 1, 0.0, 80.0, "第1页", label)
    beside = Cell(0, 1, 1, 1, 80.0, 400.0, "第1页", on_paper("某局").blocks)
    [table] = rejoined(Page((Table((cell, beside), 1, 2, "第1页"),), pages=1), PATTERNS).blocks
    assert isinstance(table, Table)
    assert [each.text for each in table.cells] == ["推荐单位", "某局"]


def test_the_places_of_both_lines_stay() -> None:
    [paragraph] = rejoined(on_paper(HEADING[:6], HEADING[6:]), PATTERNS).blocks
    assert isinstance(paragraph, Paragraph)
    said = [paragraph.text[line.start : line.end] for line in paragraph.lines]
    assert said == [HEADING[:6], HEADING[6:]]


@pytest.mark.parametrize(
    "lines",
    [("六、相关附件", "无"), ("(二)攻关方向二(如有请填写)", "参照攻关方向一"), ("甲", "乙")],
)
def test_a_short_answer_under_its_heading_is_one_of_its_own(lines: tuple[str, str]) -> None:
    page = on_paper(*lines)
    assert rejoined(page, PATTERNS) is page


def test_a_word_file_stays_as_it_is() -> None:
    page = Page((Paragraph(HEADING[:6], "/w:p[1]"), Paragraph(HEADING[6:], "/w:p[2]")))
    assert rejoined(page, PATTERNS) is page


def torn(upper: str, lower: str, page: int = 2) -> Table:
    """A label's cell that a page parts, beside two rows."""
    said = [
        replace_page(Cell(0, 0, 1, 1, 0.0, 80.0, "第1页", on_paper(upper).blocks), 1),
        Cell(0, 1, 1, 1, 80.0, 400.0, "第1页", on_paper("甲").blocks),
        replace_page(Cell(1, 0, 1, 1, 0.0, 80.0, "第2页", on_paper(lower).blocks), page),
        Cell(1, 1, 1, 1, 80.0, 400.0, "第2页", on_paper("乙").blocks),
    ]
    return Table(tuple(said), 2, 2, "第1页")


def replace_page(cell: Cell, page: int) -> Cell:
    [paragraph] = cell.paragraphs
    lines = tuple(line._replace(page=page) for line in paragraph.lines)
    return cell._replace(blocks=(paragraph._replace(lines=lines),))


def test_a_label_that_a_page_parts_is_whole_again_beside_both_rows() -> None:
    [table] = rejoined(Page((torn("核心工业软", "件(包括平台)"),), pages=2), PATTERNS).blocks
    assert isinstance(table, Table)
    assert [(each.row, each.row_span, each.text) for each in table.cells] == [
        (0, 2, "核心工业软件(包括平台)"),
        (0, 1, "甲"),
        (1, 1, "乙"),
    ]


@pytest.mark.parametrize(
    "table", [torn("关键技术", "核心制造装备"), torn("核心工业软", "件(包括平台)", page=1)]
)
def test_two_labels_and_cells_of_one_page_stay_apart(table: Table) -> None:
    page = Page((table,), pages=2)
    assert rejoined(page, PATTERNS) is page


def full_lines(*texts: str) -> Page:
    """One paragraph of those lines."""
    ends = [sum(map(len, texts[: at + 1])) for at in range(len(texts))]
    lines = tuple(
        Line(end - len(text), end, 1, (0.0, 14.0 * at, 100.0, 14.0 * at + 12.0))
        for at, (end, text) in enumerate(zip(ends, texts, strict=True))
    )
    return Page((Paragraph("".join(texts), "第1页", lines=lines),), pages=1)


def test_labels_that_begin_full_lines_begin_paragraphs() -> None:
    page = rejoined(full_lines("重点服务产业：☑汽车", "解决方案名称5：示例解决方案"), PATTERNS)
    assert texts(page) == ["重点服务产业：☑汽车", "解决方案名称5：示例解决方案"]
    [_, second] = page.blocks
    assert isinstance(second, Paragraph)
    [line] = second.lines
    assert (line.start, line.end, line.box[1]) == (0, len(second.text), 14.0)


def test_a_line_that_begins_like_a_label_stays_in_prose() -> None:
    page = full_lines("我们先做一件事，再看", "方案简述：另一件事")
    assert texts(rejoined(page, PATTERNS)) == texts(page)
