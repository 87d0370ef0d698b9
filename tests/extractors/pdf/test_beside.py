"""Text that runs another way than the page's is none of its lines; in a table it is a cell's."""

from __future__ import annotations

from tests.extractors.pdf.paper import Paper, rows, tables, texts


def written() -> Paper:
    return Paper().text(100, 100, "甲乙丙丁公司").text(100, 300, "其他文字")


def test_what_stands_along_the_binding_is_left_out_and_told_once() -> None:
    paper = written().text(40, 320, "装订线", rotate=90).text(575, 320, "SH-0001", rotate=90)
    paper.next_page().text(100, 300, "第二张上的其他文字").text(575, 320, "SH-0002", rotate=90)
    page = paper.read()
    assert texts(page) == ["甲乙丙丁公司", "其他文字", "第二张上的其他文字"]
    told = [finding.message for finding in page.findings]
    assert len(told) == 2
    assert "装订线" in told[0]
    assert "SH-0001" in told[1]


def test_a_label_turned_in_its_cell_is_read() -> None:
    paper = Paper().grid([100, 130, 300], [100, 160]).text(140, 130, "甲乙丙丁公司")
    paper.text(120, 150, "单位", rotate=90)
    [table] = tables(paper.read())
    assert "位" in rows(table)[0][0]


def test_a_part_of_the_page_that_is_turned_is_not_left_out() -> None:
    paper = written().text(40, 800, "乙" * 61, rotate=90)
    assert "乙" in "".join(texts(paper.read()))
