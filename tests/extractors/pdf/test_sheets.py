"""What can be seen of a page, and what can't."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from extractors.extract import extract
from extractors.page import Paragraph
from extractors.pdf.characters import character
from extractors.pdf.sheets import contents
from tests.extractors.pdf.paper import Paper, codes, picture, rows, tables, texts


@pytest.mark.parametrize(
    "how",
    [
        {"render_mode": 3},
        {"color": (1, 1, 1)},
        {"fill_opacity": 0.0, "stroke_opacity": 0.0},
    ],
)
def test_text_that_can_not_be_seen_is_no_text(how: dict[str, object]) -> None:
    paper = Paper().text(100, 100, "看得见的文字").text(100, 130, "看不见的文字", **how)
    assert texts(paper.read()) == ["看得见的文字"]
    assert codes(paper) == ["hidden-text"]


def test_white_text_on_a_dark_ground_is_text() -> None:
    paper = Paper()
    paper.page.draw_rect((90, 80, 300, 110), color=None, fill=(0, 0, 0.5))
    paper.text(100, 100, "白字标题", color=(1, 1, 1))
    assert texts(paper.read()) == ["白字标题"]
    assert codes(paper) == []


def test_text_beyond_the_page_is_not_read() -> None:
    paper = Paper().text(100, 100, "页内文字").text(700, 100, "页外文字")
    assert texts(paper.read()) == ["页内文字"]


def test_a_page_of_a_picture_with_unseen_text_is_a_page_without_text() -> None:
    scanned = Paper().text(100, 100, "识别出的文字", render_mode=3)
    scanned.page.insert_image(scanned.page.rect, stream=picture(), keep_proportion=False)
    scanned.next_page().text(100, 100, "这一页有文字")
    page = scanned.read()
    assert texts(page) == ["这一页有文字"]
    assert page.kind == "scan"


def test_bold_that_is_drawn_twice_is_read_once() -> None:
    paper = Paper().text(100, 100, "单位名称").text(100.3, 100, "单位名称")
    assert texts(paper.read()) == ["单位名称"]


@pytest.mark.parametrize("tick", ["√", "×"])
def test_a_tick_printed_upon_a_box_is_that_box_ticked(tick: str) -> None:
    paper = Paper().text(100, 100, "□民营企业").text(100.5, 99.5, tick)
    assert texts(paper.read()) == ["☑民营企业"]


def test_drawn_boxes_are_ticked_by_strokes_or_fills() -> None:
    paper = Paper().text(120, 100, "甲").text(160, 100, "乙").text(200, 100, "丙")
    paper.box(108, 91).box(148, 91).box(188, 91)
    paper.page.draw_polyline([(149, 95), (152, 99), (157, 90)], width=1)
    paper.page.draw_rect((189, 92, 196, 99), color=None, fill=(0, 0, 0))
    [paragraph] = paper.read().blocks
    assert paragraph.text.replace(" ", "") == "☐甲☑乙☑丙"  # type: ignore[union-attr]


def test_a_frame_around_the_page_is_no_table() -> None:
    paper = Paper().text(100, 100, "单位名称")
    paper.page.draw_rect((30, 30, 565, 812), width=1)
    paper.grid([100, 200, 300], [200, 220, 240]).text(105, 215, "姓名").text(205, 235, "张三")
    page = paper.read()
    assert texts(page) == ["单位名称"]
    assert [rows(table) for table in tables(page)] == [[["姓名", ""], ["", "张三"]]]


def test_a_page_whose_letters_are_drawn_is_a_picture_whatever_boxes_it_has() -> None:
    paper = Paper().box(100, 100).box(200, 100)
    for at in range(80):
        paper.page.draw_polyline([(100 + 5 * at, 200), (102 + 5 * at, 206), (104 + 5 * at, 199)])
    assert contents(paper.page, 1, tagged=False).is_picture


def framed() -> Paper:
    """A page that was printed smaller, with a border around its text."""
    paper = Paper().text(150, 220, "单位名称")
    paper.page.draw_rect((119, 168, 476, 674), width=0.7)
    return (
        paper.grid([150, 250, 350], [300, 320, 340]).text(155, 315, "姓名").text(255, 335, "张三")
    )


def test_a_frame_well_within_the_page_is_no_table_where_all_text_stands_in_it() -> None:
    page = framed().read()
    assert texts(page) == ["单位名称"]
    assert [rows(table) for table in tables(page)] == [[["姓名", ""], ["", "张三"]]]


def test_a_frame_with_text_beside_it_is_a_table() -> None:
    assert texts(framed().text(150, 720, "此处是表外的一段文字").read()) == ["此处是表外的一段文字"]


def test_frames_around_two_pages_on_a_sheet_are_no_tables() -> None:
    paper = Paper(842, 595)
    for left in (0, 421):
        paper.page.draw_rect((left + 20, 20, left + 401, 575), width=1)
        paper.text(left + 40, 80, "单位名称").text(left + 40, 100, "上海市某某路" * 3)
        paper.text(left + 40, 140, "上海市某某路" * 3)
        paper.grid([left + 40, left + 140, left + 240], [200, 220, 240])
        paper.text(left + 45, 215, "姓名").text(left + 145, 235, "张三")
    assert [rows(table) for table in tables(paper.read())] == [[["姓名", ""], ["", "张三"]]] * 2


def test_a_table_within_a_cell_is_that_cells() -> None:
    paper = Paper().grid([100, 200, 400], [100, 200]).text(105, 115, "关键技术")
    paper.grid([220, 300, 380], [120, 150, 180]).text(225, 140, "序号").text(305, 140, "名称")
    [table] = tables(paper.read())
    inner = [block for block in table.cells[1].blocks if not isinstance(block, tuple)]
    assert rows(inner[0]) == [["序号", "名称"], ["", ""]]  # type: ignore[arg-type]


def test_shading_is_no_border() -> None:
    paper = Paper()
    paper.page.draw_rect((100, 100, 200, 120), color=None, fill=(0.85, 0.85, 0.85))
    paper.grid([100, 300], [100, 160]).text(105, 115, "甲").text(105, 150, "乙")
    [table] = tables(paper.read())
    assert rows(table) == [["甲\n乙"]]


@pytest.mark.parametrize(("code", "shown", "ticked"), [("R", "☑", True), ("£", "☐", False)])
def test_letters_of_wingdings_that_libreoffice_draws_in_its_own_font_are_boxes(
    code: str, shown: str, ticked: bool
) -> None:
    found = character(code, "BAAAAA+OpenSymbol")
    assert (found.text, found.ticked) == (shown, ticked)


def test_a_rectangle_drawn_from_its_right_is_a_border() -> None:
    paper = Paper().text(105, 115, "甲").text(205, 115, "乙")
    shape = b"0.5 w 300 742 -100 -40 re S 200 742 -100 -40 re S"
    stream = paper.document.get_new_xref()
    paper.document.update_object(stream, "<<>>")
    paper.document.update_stream(stream, paper.page.read_contents() + b"\n" + shape)
    paper.page.set_contents(stream)
    [table] = tables(paper.read())
    assert rows(table) == [["甲", "乙"]]


def test_a_blank_to_write_on_in_a_narrow_cell_is_no_border() -> None:
    paper = Paper().grid([100, 150, 200], [100, 122, 144])
    paper.page.draw_line((101.5, 117), (120, 117), width=0.5)
    for x, y, text in ((121, 115, "个"), (155, 115, "甲"), (121, 138, "项"), (155, 138, "乙")):
        paper.text(x, y, text)
    [table] = tables(paper.read())
    assert rows(table) == [["个", "甲"], ["项", "乙"]]


def test_a_letter_of_a_font_of_pictures_that_no_table_knows_is_doubted() -> None:
    assert character("Y", "ABCDEF+Wingdings2").confidence < 0.5


def test_a_check_box_printed_as_the_name_of_its_field_is_a_doubted_box() -> None:
    paper = Paper().text(100, 100, "FORMCHECKBOX").text(180, 100, "中央企业")
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.replace(" ", "") == "☐中央企业"
    assert [tick.ticked for tick in paragraph.ticks] == [False]
    assert all(line.confidence < 0.9 for line in paragraph.lines)


def cut(x0: float, x1: float) -> Paper:
    """A text of six letters from 100 on, drawn within a cell that reaches from x0 to x1."""
    paper = Paper().text(100, 100, "甲乙丙丁戊己", size=10).text(100, 300, "其他文字")
    first = paper.page.get_contents()[0]
    drawn = paper.document.xref_stream(first)
    cell = f"q {x0} 730 {x1 - x0} 30 re W n ".encode()
    paper.document.update_stream(first, cell + drawn + b" Q")
    return paper


def test_text_outside_of_what_it_is_drawn_in_is_hidden() -> None:
    paper = cut(300, 400)
    assert texts(paper.read()) == ["其他文字"]
    assert codes(paper) == ["hidden-text"]


def test_what_is_left_of_a_text_that_was_cut_is_doubted() -> None:
    paper = cut(90, 128)
    first, second = paper.read().blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.text in ("甲乙丙", "甲乙丙丁")  # letters are taken for wider than they are
    assert [line.confidence for line in (*first.lines, *second.lines)] == [0.5, 1.0]
    assert codes(paper) == ["hidden-text"]


def test_underlined_spaces_that_a_print_leaves_out_cut_no_answer() -> None:
    print_of_ours = Path(__file__).parents[3] / "samples/pdf/a11-university-sparse.pdf"
    [result] = extract(print_of_ours.read_bytes(), print_of_ours.name)
    assert min(entry["confidence"] for entry in result["fields"].values()) > 0.9


def test_signs_of_lines_set_downwards_are_as_they_are_written() -> None:
    assert [character(sign, "SimSun").text for sign in "︵︶﹁︑"] == ["（", "）", "「", "、"]


def test_radicals_are_the_characters_that_simplified_fonts_draw_by_them() -> None:
    assert [character(sign, "NotoSansSC").text for sign in "⼾⼀⻅⺒"] == ["户", "一", "见", "巳"]


def test_signs_that_share_a_glyph_are_the_usual_ones() -> None:
    assert [character(sign, "Batang").text for sign in "\uf90a\ufa08\uf98e"] == ["金", "行", "年"]
    assert character("\ufa19", "MS-Mincho").text == "\ufa19"  # 神 of another shape
    assert [character(sign, "ArialMT").text for sign in "\u2010\u2011"] == ["-", "-"]


def test_text_that_ends_at_the_edge_of_the_page_may_be_cropped() -> None:
    paper = Paper().text(100, 100, "联系电话：13800000001").text(100, 140, "甲公司")
    paper.page.set_cropbox(pymupdf.Rect(0, 0, 200, 842))
    first, second = paper.read().blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert [line.confidence for line in (*first.lines, *second.lines)] == [0.5, 1.0]


def test_minute_text_is_hidden() -> None:
    paper = Paper().text(100, 100, "甲公司").text(140, 100, "乙丙丁戊", size=0.5)
    assert texts(paper.read()) == ["甲公司"]
    assert codes(paper) == ["hidden-text"]


def test_a_page_whose_left_and_right_are_exchanged_is_doubted() -> None:
    paper = Paper()
    mirror = pymupdf.Point(300, 100), pymupdf.Matrix(-1, 0, 0, 1, 0, 0)
    paper.text(300, 100, "单位名称：上海某公司", morph=mirror)
    assert "needs-review" in codes(paper)
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.lines[0].confidence < 0.5
