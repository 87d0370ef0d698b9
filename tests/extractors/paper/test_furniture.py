"""Running heads; notes at the foot of pages, as pictures show them."""

from __future__ import annotations

import pytest

from extractors.paper.furniture import take_heads, take_notes
from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.grid import grids
from extractors.paper.lines import TextLine, lines_of
from extractors.paper.rules import Rule
from extractors.paper.sheets import RuledTable, SheetOfPaper

SEEN = object()  # what a picture's characters come from


def line(text: str, base: float, source: object | None = SEEN, size: int = 10) -> TextLine:
    """A line of letters of that many points, from 72 on."""
    [made] = lines_of(
        Glyph(
            each,
            72 + size * at,
            72 + size * (at + 1),
            base - 0.9 * size,
            base + 0.1 * size,
            base,
            size,
            "",
            None,
            source=source,
        )
        for at, each in enumerate(text)
    )
    return made


def sheet(*lines: TextLine) -> SheetOfPaper:
    """A page with a short line above those lines."""
    turn = Turn(0, 0, 595.0, 842.0)
    return SheetOfPaper(1, turn, 0.0, 595.0, list(lines), [], [Rule(600.0, 72.0, 216.0)])


def test_numbers_that_are_not_raised_begin_notes_on_a_picture() -> None:
    page = sheet(line("3按照揭榜方向进行选择。", 620), line("4每个行业的方案验收时需在", 640),
                 line("2家以上企业开展示范。", 660))  # fmt: skip
    assert take_notes([page]) == {
        "3": "按照揭榜方向进行选择。",
        "4": "每个行业的方案验收时需在2家以上企业开展示范。",
    }
    assert page.lines == []


@pytest.mark.parametrize("first", ["3.按照揭榜方向", "2024年完成", "按照揭榜方向"])
def test_a_line_that_begins_otherwise_is_no_note(first: str) -> None:
    page = sheet(line("正文" * 12, 300), line(first, 620))
    assert take_notes([page]) == {}
    assert len(page.lines) == 2


@pytest.mark.parametrize("first", ["（3）预期成效", "3 预期成效"])
def test_a_line_at_the_head_of_a_page_parts_no_notes_from_a_text(first: str) -> None:
    page = sheet(line(first, 120), line("阐述揭榜挂帅工作的预期成效", 140))
    page.rules = [Rule(60.0, 72.0, 216.0)]
    assert take_notes([page]) == {}
    assert len(page.lines) == 2


@pytest.mark.parametrize("start", [72.0, 400.0], ids=["at the margin", "of a seal's rim"])
def test_smaller_lines_below_a_short_line_stay_where_no_note_begins(start: float) -> None:
    page = sheet(
        line("申报书", 300, size=22), line("揭榜单位：上海云枢", 620), line("申报日期：2024年", 640)
    )
    page.rules = [Rule(600.0, start, start + 70)]
    assert take_notes([page]) == {}
    assert len(page.lines) == 3


def test_a_short_line_far_from_where_smaller_lines_begin_parts_no_notes_from_a_text() -> None:
    first = sheet(line("正文" * 3, 300, size=22), line("3按照揭榜方向进行选择。", 620))
    second = sheet(line("申报书", 300, size=22), line("揭榜单位：上海云枢", 620))
    second.rules = [Rule(600.0, 400.0, 470.0)]
    assert take_notes([first, sheet(line("正文" * 3, 300)), second]) == {
        "3": "按照揭榜方向进行选择。"
    }
    assert len(second.lines) == 2


def headed(*heads: str) -> list[SheetOfPaper]:
    """Pages with a line of text each, no two alike, below the head that is named for it, if any."""
    return [
        sheet(*([line(head, 50, None)] if head else []), line("甲" * (at + 2), 300, None))
        for at, head in enumerate(heads)
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ["", *["申报书", "某某公司"] * 6],  # left and right pages
        ["申报书"] * 5 + ["汇总表"] * 12,  # two documents
    ],
)
def test_heads_of_some_of_the_pages_are_taken_out(heads: list[str]) -> None:
    pages = headed(*heads)
    assert set(take_heads(pages)) == set(filter(None, heads))
    assert [len(page.lines) for page in pages] == [1] * len(pages)


def test_a_heading_at_the_top_of_a_few_pages_stays() -> None:
    assert take_heads(headed("任务", "任务", "任务", "", "", "", "")) == ()


def test_a_foot_beside_the_empty_frame_of_a_row_that_goes_on_is_taken_out() -> None:
    pages = [sheet(line("文件名", 825, None), line("甲" * at, 300, None)) for at in (2, 3)]
    [frame] = grids(
        [Rule(780, 72, 500), Rule(830, 72, 500)], [Rule(72, 780, 830), Rule(500, 780, 830)]
    )
    pages[0].tables.append(RuledTable(frame, [[]], [[]]))
    assert take_heads(pages) == ("文件名",)


def boxed(top: float, *texts: str) -> RuledTable:
    """A table of one row."""
    xs = [72.0 + 100 * at for at in range(len(texts) + 1)]
    rules = [Rule(x, top, top + 30) for x in xs]
    [grid] = grids([Rule(top, xs[0], xs[-1]), Rule(top + 30, xs[0], xs[-1])], rules)
    return RuledTable(grid, [[line(each, top + 20)] for each in texts], [[] for _ in texts])


def pages_with(tops: list[float]) -> list[SheetOfPaper]:
    """Pages with a text, and a table of a firm's head at these heights."""
    pages = [sheet(line("甲" * at, 300)) for at in range(1, len(tops) + 1)]
    for number, (page, top) in enumerate(zip(pages, tops, strict=True), start=1):
        page.tables.append(boxed(top, "某某公司", f"第{number}页 共4页"))
    return pages


@pytest.mark.parametrize("top", [40.0, 790.0])
def test_a_head_or_foot_in_a_table_of_its_own_is_taken_out(top: float) -> None:
    pages = pages_with([top] * 4)
    assert take_heads(pages)[0] == "某某公司"
    assert [(page.tables, page.printed) for page in pages] == [([], at) for at in (1, 2, 3, 4)]


@pytest.mark.parametrize("tops", [[40.0] * 2, [40, 200, 200, 200], [300.0] * 4])
def test_other_tables_that_are_alike_stay(tops: list[float]) -> None:
    pages = pages_with(tops)
    take_heads(pages)
    assert all(page.tables for page in pages)


def test_a_date_in_the_head_is_no_pages_number() -> None:
    pages = headed(*["2024年5月20日打印"] * 3)
    take_heads(pages)
    assert [page.printed for page in pages] == [None] * 3


def test_a_number_in_the_head_is_the_pages() -> None:
    pages = headed("某公司 3", "某公司 4", "某公司 5")
    take_heads(pages)
    assert [page.printed for page in pages] == [3, 4, 5]
