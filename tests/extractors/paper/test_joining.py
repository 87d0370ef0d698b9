"""Tables and texts over pages: which rows go on, which columns are the same, where another paper
begins."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pymupdf import Matrix, Point

from extractors.page import Page, Paragraph
from tests.extractors.pdf.paper import Paper, cell, rows, tables, texts

Rows = Sequence[Sequence[str]]  # of each row its cells; a line end parts a cell's lines

XS = (100.0, 130.0, 230.0, 330.0)


def ruled(paper: Paper, given: Rows, y: float, xs: Sequence[float] = XS) -> Paper:
    """A table from `y` downwards, each row as high as its lines need."""
    ys = [y]
    for row in given:
        for x, text in zip(xs, row, strict=False):
            for at, line in enumerate(text.split("\n")):
                paper.text(x + 4, ys[-1] + 14 + 14 * at, line)
        ys.append(ys[-1] + 8 + 14 * max(text.count("\n") + 1 for text in row))
    return paper.grid(list(xs), ys)


def two_pages(upper: Rows, lower: Rows, xs: Sequence[float] = XS) -> Paper:
    return ruled(ruled(Paper(), upper, 700, xs).next_page(), lower, 60, xs)


def read(upper: Rows, lower: Rows) -> list[list[str]]:
    [table] = tables(two_pages(upper, lower).read())
    return rows(table)


FULL = "一二三四五六七八九"  # as wide as a cell is


def test_a_row_whose_number_has_no_more_to_say_goes_on() -> None:
    assert read([["1", FULL, "自研"]], [["", "十", ""]]) == [["1", FULL + "十", "自研"]]


def test_a_row_goes_on_at_each_pages_end() -> None:
    paper = ruled(Paper(), [["1", FULL, "自研"]], 700)
    ruled(paper.next_page(), [["", "十", ""], ["2", FULL, "自研"]], 60)
    ruled(paper.next_page(), [["", "十", ""]], 60)
    [table] = tables(paper.read())
    assert rows(table) == [["1", FULL + "十", "自研"], ["2", FULL + "十", "自研"]]


@pytest.mark.parametrize(
    ("lower", "whole"),
    [
        (["", "十", ""], [["1", FULL + "十", "自研"]]),
        (["2", "十", ""], [["1", FULL, "自研"], ["2", "十", ""]]),
    ],
    ids=["a torn row", "rows that are numbered on"],
)
def test_a_table_goes_on_whatever_note_stands_at_the_pages_foot(
    lower: list[str], whole: list[list[str]]
) -> None:
    paper = ruled(Paper(), [["1", FULL, "自研"]], 700).text(100, 780, "注：以审计报告为准。")
    page = ruled(paper.next_page(), [lower], 60).read()
    assert [rows(table) for table in tables(page)] == [whole]
    assert texts(page) == ["注：以审计报告为准。"]


def test_a_list_whose_head_ends_the_page_goes_on_below_a_note() -> None:
    paper = ruled(Paper(), [["序号", "名称", "单位"]], 700).text(100, 780, "审核人：甲某某")
    page = ruled(paper.next_page(), [["1", "十", "自研"]], 60).read()
    assert [rows(table) for table in tables(page)] == [
        [["序号", "名称", "单位"], ["1", "十", "自研"]]
    ]


def test_a_table_behind_a_heading_is_another_one() -> None:
    paper = ruled(Paper(), [["1", FULL, "自研"]], 700).text(100, 780, "（二）攻关任务")
    page = ruled(paper.next_page(), [["环节", "十", "名称"]], 60).read()
    assert [rows(table) for table in tables(page)] == [
        [["1", FULL, "自研"]],
        [["环节", "十", "名称"]],
    ]


def test_a_row_goes_on_where_its_name_was_cut_and_its_number_was_not() -> None:
    xs = (100.0, 130.0, 230.0, 330.0)
    upper, lower = [["软件", "1", FULL]], [["平台", "", "十"]]
    [table] = tables(two_pages(upper, lower, xs).read())
    assert rows(table) == [["软件平台", "1", FULL + "十"]]


def test_a_row_with_a_number_of_its_own_is_one_of_its_own() -> None:
    found = read([["1", FULL, FULL]], [["2", "十", "十"]])
    assert found == [["1", FULL, FULL], ["2", "十", "十"]]


def test_a_number_too_long_for_its_cell_is_cut_by_a_page_too() -> None:
    xs = (100.0, 130.0, 230.0, 270.0)
    upper, lower = [["11", FULL, "138000"]], [["", "十", "00051"]]
    [table] = tables(two_pages(upper, lower, xs).read())
    assert rows(table) == [["11", FULL + "十", "13800000051"]]


def test_a_number_below_its_columns_head_begins_a_row() -> None:
    upper, lower = [["设备", "序", "名称"]], [["", "1", "交换机"]]
    assert read(upper, lower) == [["设备", "序", "名称"], ["", "1", "交换机"]]


def test_a_text_below_an_empty_cell_begins_a_row() -> None:
    upper, lower = [["名称", "", ""]], [["日期", "2024年", ""]]
    assert read(upper, lower) == [["名称", "", ""], ["日期", "2024年", ""]]


def test_a_label_as_wide_as_its_cell_does_not_go_on_in_the_label_below_it() -> None:
    xs = (100.0, 200.0, 330.0)
    upper, lower = [[FULL, "13800000014"]], [[FULL[::-1], ""]]
    [table] = tables(two_pages(upper, lower, xs).read())
    assert rows(table) == upper + lower


def test_rows_that_say_the_same_in_a_cell_are_two() -> None:
    xs = (100.0, 130.0, 160.0, 260.0)
    upper, lower = [["团体", "标准", FULL]], [["企业", "标准", "十"]]
    [table] = tables(two_pages(upper, lower, xs).read())
    assert rows(table) == upper + lower


def test_a_label_beside_several_rows_tells_nothing_of_the_last_of_them() -> None:
    paper = Paper().text(104, 714, "成果").grid([100, 130], [700, 744])
    ruled(paper, [["甲", "一", "二"], [FULL, FULL, "三。"]], 700, (*XS[1:], 430.0))
    paper.next_page().grid([100, 130], [60, 82])
    ruled(paper, [["十", "十", "四"]], 60, (*XS[1:], 430.0))
    [table] = tables(paper.read())
    assert [row[-3:] for row in rows(table)][-2:] == [[FULL, FULL, "三。"], ["十", "十", "四"]]


def test_what_may_go_on_below_is_doubted() -> None:
    page = two_pages([["甲", FULL, "自研"]], [["乙", "十", "采购"]]).read()
    [table] = tables(page)
    confidences = [
        min(line.confidence for line in paragraph.lines)
        for each in table.cells
        for paragraph in each.paragraphs
    ]
    assert [value < 0.9 for value in confidences] == [False, True, False, False, True, False]


def test_the_head_of_a_list_without_numbers_is_read_once() -> None:
    head = ["件", "名称", "研制单位"]
    found = read([head, ["甲", "压机", "自研"]], [head, ["乙", "机床", "采购"]])
    assert found == [head, ["甲", "压机", "自研"], ["乙", "机床", "采购"]]


def test_columns_are_the_same_on_all_pages() -> None:
    paper = ruled(Paper(), [["单位性质", "民营", "规模"]], 700, (100, 200, 300, 400))
    ruled(paper.next_page(), [["单位简介"], ["真实性承诺"]], 60, (100, 400))
    [table] = tables(paper.read())
    assert cell(table, 0, 0).column_span == 1
    assert cell(table, 1, 0).column_span == 3


def test_where_pages_are_numbered_anew_another_paper_begins() -> None:
    paper = Paper().text(72, 100, "附件见后。").text(290, 800, "1").next_page()
    paper.text(72, 100, "营业执照。").text(290, 800, "2").next_page()
    paper.text(72, 100, "各有关企业：").text(290, 800, "1")
    *before, last = [block for block in paper.read().blocks if isinstance(block, Paragraph)]
    assert (last.text, last.apart) == ("各有关企业：", True)
    assert not any(block.apart for block in before)


@pytest.mark.parametrize(("numbers", "apart"), [("1234", True), ("12", False), ("12 4", False)])
@pytest.mark.parametrize("first", [0, 6])  # numbers that count with the pages, and others
def test_where_pages_are_numbered_no_longer_another_paper_begins(
    numbers: str, apart: bool, first: int
) -> None:
    paper = Paper()
    for at, number in enumerate(numbers):
        name = f"— {first + int(number)} —" if number.strip() else ""
        paper.text(72, 100, "甲乙丙丁"[at] * 9).text(290, 800, name).next_page()
    paper.text(72, 100, "营业执照。")
    last = [block for block in paper.read().blocks if isinstance(block, Paragraph)][-1]
    assert last.apart == apart


def test_the_number_of_a_note_without_a_text_is_no_pages_number() -> None:
    paper = Paper().text(72, 100, "正文").text(72, 780, "14").text(72, 792, "15")
    paper.page.draw_line((72, 765), (180, 765), width=0.5)
    page = paper.read()
    assert texts(page) == ["正文"]
    assert list(page.notes) == ["14", "15"]
    assert [leaf.printed for leaf in page.leaves] == [None]


def test_notes_without_a_line_above_them_are_apart_from_the_text() -> None:
    paper = ruled(Paper(), [["1", FULL, "自研"]], 700)
    paper.text(100, 768, "1", size=5).text(104, 772, "自行填写", size=8)
    ruled(paper.next_page(), [["2", FULL, "采购"]], 60)
    page = paper.read()
    assert page.notes == {"1": "自行填写"}
    assert [rows(table) for table in tables(page)] == [[["1", FULL, "自研"], ["2", FULL, "采购"]]]


def test_a_stamp_beyond_the_margin_tells_nothing_of_it() -> None:
    paper = Paper().text(430, 90, "收文 第12号", size=12)
    for at, text in enumerate(["甲" * 32, "乙" * 32, "丙" * 32, "丁。"]):
        paper.text(100, 120 + 20 * at, text, size=12)
    assert texts(paper.read())[-1] == "甲" * 32 + "乙" * 32 + "丙" * 32 + "丁。"


def test_notes_that_fill_a_page_go_on_from_the_page_before() -> None:
    paper = Paper()
    for at in range(12):
        paper.text(72, 100 + 20 * at, f"第{at}段正文")
    paper.text(72, 730, "1", 5).text(76, 733, "第一注的开头，很长", 8)
    paper.next_page().text(72, 80, "第一注的后半", 8)
    paper.text(72, 92, "2", 5).text(76, 95, "第二注", 8)
    page = paper.read()
    assert page.notes == {"1": "第一注的开头，很长第一注的后半", "2": "第二注"}
    assert "注" not in "".join(texts(page))


def test_the_numbers_of_notes_without_a_text_on_several_pages_are_no_running_foot() -> None:
    paper = Paper()
    for first in (11, 13, 15):
        if first > 11:
            paper.next_page()
        paper.text(72, 300, "正文").text(72, 780, f"{first}").text(72, 792, f"{first + 1}")
        paper.page.draw_line((72, 765), (180, 765), width=0.5)
    page = paper.read()
    assert list(page.notes) == ["11", "12", "13", "14", "15", "16"]
    assert [leaf.printed for leaf in page.leaves] == [None] * 3


def test_a_row_that_begins_with_a_label_is_none_of_a_row_that_does() -> None:
    upper, lower = [["产业：" + FULL[:4]]], [["方案名称：" + FULL[:2]]]
    xs = (100.0, 182.0)  # as wide as the upper text
    found = [rows(table) for table in tables(two_pages(upper, lower, xs).read())]
    assert found == [[["产业：" + FULL[:4]], ["方案名称：" + FULL[:2]]]]
    [table] = tables(two_pages([["产业：" + FULL[:4]]], [[FULL[4:]]], xs).read())
    assert rows(table) == [["产业：" + FULL]]


HALF: Rows = [["1", FULL, "自研"]]
REST: Rows = [["", "十", ""], ["2", "乙", "外购"]]


def sureness(page: Page, row: int) -> list[float]:
    """How sure each cell of a row is."""
    [table] = tables(page)
    return [cell(table, row, at).paragraphs[0].lines[0].confidence for at in range(3)]


def numbered(paper: Paper, number: int) -> Paper:
    return paper.text(290, 820, f"- {number} -")


def test_a_row_that_goes_on_behind_a_missing_page_is_doubted() -> None:
    paper = numbered(ruled(Paper(), HALF, 700), 3)
    whole = numbered(ruled(paper.next_page(), REST, 60), 4)
    torn = numbered(ruled(numbered(ruled(Paper(), HALF, 700), 3).next_page(), REST, 60), 5)
    assert min(sureness(whole.read(), 0)) >= 0.9
    assert max(sureness(torn.read(), 0)) < 0.9


def test_a_row_that_goes_on_elsewhere_in_the_file_is_doubted() -> None:
    paper = ruled(Paper(), HALF, 700)
    paper.next_page().text(80, 100, "另页")
    page = ruled(paper.next_page(), REST, 60).read()
    assert page.rearranged is not None
    put_together = page.rearranged((0, 2))
    assert rows(tables(put_together)[0])[0] == ["1", FULL + "十", "自研"]
    assert max(sureness(put_together, 0)) < 0.9


def test_a_full_line_before_a_page_that_cannot_be_read_is_doubted() -> None:
    def paper() -> Paper:
        return ruled(Paper(), [["1", FULL, "自研"]], 700)

    mirrored = paper().next_page()
    for y in range(60, 200, 20):
        mirrored.text(300, y, FULL, morph=(Point(300, y), Matrix(-1, 1)))
    page = mirrored.read()
    number, name, kind = sureness(page, 0)
    assert name < 0.9 <= min(number, kind)
    assert min(sureness(paper().next_page().text(80, 100, "乙").read(), 0)) >= 0.9


def test_rows_of_a_list_behind_a_missing_page_are_doubted_on_all_pages() -> None:
    paper = numbered(ruled(Paper(), [["1", "甲", "自研"]], 700), 3)
    numbered(ruled(paper.next_page(), [["9", "乙", "外购"], ["10", "丙", "外购"]], 60), 5)
    page = numbered(ruled(paper.next_page(), [["11", "丁", "自研"]], 60), 6).read()
    assert min(sureness(page, 0)) >= 0.9
    assert max(max(sureness(page, row)) for row in (1, 2, 3)) < 0.9


def test_rows_of_another_shape_behind_a_missing_page_are_sure() -> None:
    paper = numbered(ruled(Paper(), [["1", "甲", "自研"]], 700), 3)
    paper.next_page()
    ruled(paper, [["9", "乙", "外购"]], 60)
    numbered(ruled(paper, [["电话", "13800000001"]], 82, (100.0, 230.0, 330.0)), 5)
    [table] = tables(paper.read())
    assert rows(table)[2] == ["电话", "13800000001"]
    assert cell(table, 2, 0).paragraphs[0].lines[0].confidence >= 0.9


def surenesses(paper: Paper) -> list[float]:
    """How sure each paragraph outside tables is."""
    blocks = [block for block in paper.read().blocks if isinstance(block, Paragraph)]
    return [min(line.confidence for line in block.lines) for block in blocks]


def full_page(paper: Paper, to: float) -> Paper:
    """A page of short paragraphs, each its own, and some that reach to the margin."""
    for y in range(60, int(to), 20):
        own = chr(0x4E00 + 50 * paper.page.number + y)
        paper.text(100, y, own * 38 if y % 60 == 0 else own * 5)
    return paper


@pytest.mark.parametrize(("ended", "sure"), [(600.0, False), (780.0, True)])
def test_what_begins_a_page_though_the_last_one_had_room_is_doubted(
    ended: float, sure: bool
) -> None:
    paper = full_page(full_page(Paper(), 780).next_page(), ended).next_page().text(100, 60, "甲方")
    *before, last = surenesses(paper)
    assert min(before) >= 0.9
    assert (last >= 0.9) is sure


def test_what_begins_a_page_whose_number_goes_back_is_doubted() -> None:
    paper = Paper()
    for number in (4, 5, 6, 2):
        paper = full_page(paper, 780).text(290, 800, str(number)).next_page()
    paper.document.delete_page(-1)
    said = surenesses(paper)
    assert [at for at, each in enumerate(said) if each < 0.9] == [3 * len(said) // 4]
