"""Pages that were printed smaller are read as if they were as large as they were made."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.page import Paragraph
from tests.documents.pdfs import pdf, record
from tests.extractors.pdf import redraw
from tests.extractors.pdf.paper import Paper, codes, texts
from tests.extractors.pdf.test_pdf import A11, read_one
from tests.test_laws_pdf import on_paper


@pytest.mark.parametrize("share", [0.7, 0.4])
def test_pages_that_were_shrunk_are_read_whole(share: float) -> None:
    result = read_one(redraw.shrunk(pdf(A11), share))
    assert on_paper(result["record"]) == on_paper(record(A11))


def test_pages_on_papers_of_several_sizes_are_read_as_one_document() -> None:
    result = read_one(redraw.of_sizes(pdf(A11), (1, 1.41, 1, 0.8)))
    assert on_paper(result["record"]) == on_paper(record(A11))


def test_a_page_of_another_size_with_text_as_large_stays_as_it_is() -> None:
    paper = Paper()
    for _ in range(3):
        paper.text(60, 60, "甲乙丙丁戊己庚辛壬癸" * 3).next_page()
    paper.page = paper.document.new_page(width=842, height=1190)
    paper.text(60, 90, "丑寅卯辰巳午未申酉戌" * 3)
    [box] = [line.box for line in _paragraphs(paper)[-1].lines]
    assert box[0] == pytest.approx(60, abs=1)


@pytest.mark.parametrize("columns", [1, 2])
def test_pages_one_above_the_other_are_read_one_after_the_other(columns: int) -> None:
    result = read_one(redraw.on_sheets(pdf(A11), columns, 2))
    assert on_paper(result["record"]) == on_paper(record(A11))


def test_places_on_a_lower_half_are_those_of_the_sheet() -> None:
    sheets = pymupdf.open(stream=redraw.on_sheets(pdf(A11), 2, 2), filetype="pdf")
    fields = read_one(sheets.tobytes())["fields"]
    name = fields["tasks.0.technologies.0.name"]
    box = pymupdf.Rect(name["where"]["box"])
    assert box.y0 > 421
    shown = sheets[name["where"]["page"] - 1].get_text("text", clip=box)
    assert name["raw"] in shown


def test_places_are_those_on_the_small_page() -> None:
    small = read_one(redraw.shrunk(pdf(A11), 0.5))["fields"]["applicant.name"]["where"]["box"]
    whole = read_one(pdf(A11))["fields"]["applicant.name"]["where"]["box"]
    middle = (595.3 / 2, 841.9 / 2) * 2
    expected = [at + (edge - at) / 2 for edge, at in zip(whole, middle, strict=True)]
    assert small == pytest.approx(expected, abs=1.5)


def test_small_notes_alone_enlarge_nothing() -> None:
    paper = Paper()
    for at in range(20):
        paper.text(60, 60 + 18 * at, "甲乙丙丁戊己庚辛壬癸" * 4)
    paper.text(60, 780, "注：" + "小" * 40, size=7)
    [box] = [line.box for line in _paragraphs(paper)[-1].lines]
    assert box[0] == pytest.approx(60, abs=1)


def _paragraphs(paper: Paper) -> list[Paragraph]:
    return [block for block in paper.read().blocks if isinstance(block, Paragraph)]


def test_a_sheet_with_four_pages_among_others_is_doubted() -> None:
    paper = Paper().text(250, 421, "横跨中线的文字甲乙丙丁戊己庚辛", size=5).next_page()
    for x, y in ((40, 60), (340, 60), (40, 480), (340, 480)):
        for at in range(10):
            paper.text(x, y + 10 * at, f"第{at}行的文字甲乙丙丁戊己庚辛", size=5)
    assert set(codes(paper)) == {"needs-review"}
    assert all(line.confidence <= 0.5 for each in _paragraphs(paper) for line in each.lines)
    assert texts(paper.read())
