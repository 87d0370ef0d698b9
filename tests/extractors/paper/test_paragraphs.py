"""Which line ends are the page's and which the writer's."""

from __future__ import annotations

import pytest

from tests.extractors.pdf.paper import Paper, rows, tables, texts

FULL = "一二三四五六七八九"  # nearly as wide as a cell of 100 points


def column(*lines: tuple[float, str]) -> list[str]:
    """Paragraphs of lines with their indents, below three full lines that tell the margin."""
    paper = Paper()
    for at in range(3):
        paper.text(100, 80 + 20 * at, "边" * 30, size=12)
    for at, (indent, text) in enumerate(lines):
        paper.text(100 + indent, 140 + 20 * at, text, size=12)
    return texts(paper.read())[1:]


def test_a_full_line_goes_on_and_a_short_one_ends() -> None:
    found = column((24, "首" * 28), (0, "续行。"), (24, "第二段。"))
    assert found == ["首" * 28 + "续行。", "第二段。"]


def test_a_full_line_before_an_indent_ends() -> None:
    assert column((24, "甲" * 27 + "。"), (24, "第二段。")) == ["甲" * 27 + "。", "第二段。"]


def test_a_number_before_hanging_lines_is_one_paragraph() -> None:
    assert column((24, "1、" + "甲" * 26), (48, "续行。")) == ["1、" + "甲" * 26 + "续行。"]


def test_the_mark_of_a_note_that_alone_was_wrapped_is_none_of_the_label() -> None:
    paper = Paper().grid([100, 180], [100, 300])
    paper.text(105, 120, "3.解决方案").text(105, 136, "6", size=6)
    [table] = tables(paper.read())
    [paragraph] = table.cells[0].paragraphs
    assert (paragraph.text, paragraph.superscripts) == ("3.解决方案6", ((6, 7),))


def test_the_wrapped_mark_of_a_note_of_the_page_is_taken_out() -> None:
    paper = Paper().grid([100, 180], [100, 300])
    paper.text(105, 120, "3.解决方案").text(105, 136, "6", size=6)
    paper.page.draw_line((100, 760), (240, 760), width=0.5)
    paper.text(100, 768, "6", size=5).text(104, 772, "填写全称", size=8)
    page = paper.read()
    [paragraph] = tables(page)[0].cells[0].paragraphs
    assert page.notes == {"6": "填写全称"}
    assert (paragraph.text, paragraph.notes) == ("3.解决方案", ((6, "6"),))


def cell(*lines: str, width: float = 120) -> str:
    paper = Paper().grid([100, 100 + width], [100, 300])
    for at, line in enumerate(lines):
        paper.text(105, 120 + 16 * at, line)
    [[text]] = rows(tables(paper.read())[0])
    return text


def test_a_code_too_long_for_its_cell_is_joined_without_a_space() -> None:
    assert cell("91310115MA1K2X7Q", "3X", width=115) == "91310115MA1K2X7Q3X"


def test_words_are_joined_with_a_space() -> None:
    assert cell("Virtual Metrology and", "Process Control", width=140) == (
        "Virtual Metrology and Process Control"
    )


@pytest.mark.parametrize("end", ["-", "/"])
def test_a_hyphen_at_the_end_of_a_line_stays_and_no_space_comes(end: str) -> None:
    assert cell(f"zhou@shenlian{end}", "im.example", width=95) == f"zhou@shenlian{end}im.example"


def test_a_full_line_that_ends_a_sentence_is_doubted() -> None:
    paper = Paper().grid([100, 100 + 10 + 10 * 10.5], [100, 300])
    paper.text(105, 120, "一二三四五六七八九。").text(105, 136, "下一行")
    [table] = tables(paper.read())
    [paragraph] = table.cells[0].paragraphs
    assert paragraph.text == "一二三四五六七八九。下一行"
    assert [line.confidence < 0.9 for line in paragraph.lines] == [True, False]


def spaced_by(gap: float, *words: str) -> Paper:
    """Words of Han letters on a line, so many points apart."""
    paper, x = Paper(), 100.0
    for word in words:
        paper.text(x, 100, word, size=10)
        x += 10 * len(word) + gap
    return paper


def test_a_gap_of_its_own_between_han_letters_is_a_space() -> None:
    assert texts(spaced_by(2.6, "自动化研发部", "经理").read()) == ["自动化研发部 经理"]


@pytest.mark.parametrize(
    ("words", "read"), [("部 经理", "部 经理"), ("是√ 否", "是√ 否"), ("是 √否", "是 √否")]
)
def test_a_gap_tells_in_a_short_line_too(words: str, read: str) -> None:
    assert texts(spaced_by(2.6, *words.split()).read()) == [read]


def test_the_gaps_of_a_stretched_line_are_none() -> None:
    assert texts(spaced_by(2.6, *"自动化研发部经理").read()) == ["自动化研发部经理"]


def test_a_space_set_before_the_next_line_stands_between_the_two() -> None:
    paper = Paper().text(105, 114, FULL).text(107.6, 128, "经理").grid([100, 200], [100, 136])
    [table] = tables(paper.read())
    assert rows(table) == [[FULL + " 经理"]]


def test_the_first_box_of_a_choice_begins_a_paragraph() -> None:
    paper = Paper().text(105, 114, FULL).text(105, 128, "□是 □否").grid([100, 200], [100, 136])
    [table] = tables(paper.read())
    assert rows(table) == [[FULL + "\n□是 □否"]]


def test_a_line_shorter_than_the_table_below_it_ends() -> None:
    paper = Paper().text(100, 80, "揭榜挂帅项目推荐汇总表").text(100, 100, "推荐单位：某区经委")
    paper.grid([100, 300, 500], [110, 130]).text(105, 125, "甲").text(305, 125, "乙")
    assert texts(paper.read()) == ["揭榜挂帅项目推荐汇总表", "推荐单位：某区经委"]


def in_a_cell(right: float, *lines: list[tuple[float, str]]) -> list[tuple[str, float]]:
    """The paragraphs of lines of words, each at its place, in a cell from 100 to `right`, and how
    sure they are."""
    paper = Paper().grid([100, right], [100, 180])
    for at, words in enumerate(lines):
        for x, text in words:
            paper.text(x, 116 + 16 * at, text, size=10)
    [table] = tables(paper.read())
    return [
        (paragraph.text, min(line.confidence for line in paragraph.lines))
        for paragraph in table.cells[0].paragraphs
    ]


def test_letters_set_apart_leave_room_for_none_that_only_fits_without_its_gap() -> None:
    first = [(105 + 13 * at, letter) for at, letter in enumerate("融合组网解决")]
    second = [(105 + 13 * at, letter) for at, letter in enumerate("方案")]
    [(text, _)] = in_a_cell(197, first, second)
    assert text == "融合组网解决方案"


def test_what_stands_between_han_and_latin_letters_needs_room_too() -> None:
    [(text, sureness)] = in_a_cell(171.5, [(105, "甲乙TSN")], [(105, "与融合")])
    assert text == "甲乙TSN与融合"
    assert sureness < 0.9  # it may have ended there all the same


def test_lines_set_to_the_right_are_one_paragraph() -> None:
    right = [[(105, "设计师人均款数")], [(145, "提升值")]]
    assert [text for text, _ in in_a_cell(180, *right)] == ["设计师人均款数提升值"]


def test_a_full_line_without_a_stop_may_go_on_in_one_that_begins_farther_in() -> None:
    full = "甲乙丙丁戊己庚"
    (one, unsure), (other, sure) = in_a_cell(180, [(105, full)], [(125, "辛壬")])
    assert (one, other) == (full, "辛壬")
    assert unsure < 0.9 <= sure


def test_a_line_that_ends_with_a_comma_may_go_on() -> None:
    (_, unsure), _ = in_a_cell(300, [(105, "客户覆盖快消、")], [(105, "电子、汽配行业。")])
    assert unsure < 0.9
