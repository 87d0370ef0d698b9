"""Text that something was laid over later is hidden, and said to be; all other text is read."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from tests.extractors.pdf.paper import Paper, codes, picture, texts

OVER = (90, 86, 200, 106)  # lies over the first text of `written`
WHITE, GREY, BLUE = (1, 1, 1), (0.85, 0.85, 0.85), (0, 0, 0.5)


def written() -> Paper:
    return Paper().text(100, 100, "甲乙丙丁公司").text(100, 300, "其他文字")


@pytest.mark.parametrize("fill", [WHITE, GREY, BLUE])
@pytest.mark.parametrize("border", [None, (0, 0, 0)])
def test_text_that_is_painted_over_is_hidden(fill: Any, border: Any) -> None:
    paper = written()
    paper.page.draw_rect(OVER, color=border, fill=fill)
    assert texts(paper.read())[-1] == "其他文字"
    assert not any("公司" in text for text in texts(paper.read()))
    assert codes(paper) == ["hidden-text"]


def test_what_is_typed_on_the_ground_is_read_in_place_of_what_is_under_it() -> None:
    paper = written()
    paper.page.draw_rect(OVER, color=None, fill=WHITE)
    paper.text(101, 99.5, "甲乙丙丁集团有限")
    assert texts(paper.read()) == ["甲乙丙丁集团有限", "其他文字"]


def test_text_on_a_ground_is_read() -> None:
    paper = Paper().text(100, 300, "其他文字")
    paper.page.draw_rect(OVER, color=None, fill=GREY)
    paper.text(100, 100, "甲乙丙丁公司")
    assert texts(paper.read()) == ["甲乙丙丁公司", "其他文字"]
    assert codes(paper) == []


@pytest.mark.parametrize("how", [{"fill_opacity": 0.4}, {"even_odd": True}])
def test_text_under_a_ground_that_lets_it_through_is_read(how: dict[str, Any]) -> None:
    paper = written()
    shape = paper.page.new_shape()
    shape.draw_rect(OVER)
    if "even_odd" in how:
        shape.draw_rect((92, 88, 198, 104))
    shape.finish(color=None, fill=GREY, **how)
    shape.commit()
    assert "甲乙丙丁公司" in "".join(texts(paper.read()))
    assert codes(paper) == []


@pytest.mark.parametrize("even_odd", [False, True])
def test_text_under_a_shape_of_many_rectangles_is_hidden(even_odd: bool) -> None:
    paper = written()
    shape = paper.page.new_shape()
    for x in range(90, 200, 10):
        shape.draw_rect((x, 86, x + 10, 106))
    shape.draw_rect((90, 500, 500, 600))
    shape.finish(color=None, fill=WHITE, even_odd=even_odd)
    shape.commit()
    assert texts(paper.read()) == ["其他文字"]
    assert codes(paper) == ["hidden-text"]


def test_text_between_the_parts_of_a_shape_is_read() -> None:
    paper = written()
    shape = paper.page.new_shape()
    shape.draw_rect((50, 50, 500, 80))
    shape.draw_rect((50, 250, 500, 320))
    shape.finish(color=None, fill=GREY)
    shape.commit()
    assert texts(paper.read()) == ["甲乙丙丁公司"]


def test_text_under_a_triangle_is_hidden_and_beside_it_it_is_read() -> None:
    paper = written().text(330, 250, "旁边文字")
    shape = paper.page.new_shape()
    shape.draw_polyline([(60, 60), (420, 60), (60, 400)])
    shape.finish(color=None, fill=WHITE, closePath=True)
    shape.commit()
    paper.text(120, 92, "新的公司")
    assert texts(paper.read()) == ["新的公司", "旁边文字"]


def test_text_under_a_highlighters_stroke_is_read() -> None:
    paper = written()
    paper.page.add_highlight_annot(pymupdf.Rect(OVER))
    paper.document.bake()
    assert paper.page.get_drawings()[0]["fill_opacity"] == 1
    assert texts(paper.read()) == ["甲乙丙丁公司", "其他文字"]
    assert codes(paper) == []


def test_text_in_a_filled_ring_is_read() -> None:
    paper = written()
    shape = paper.page.new_shape()
    for radius in (60, 50):
        shape.draw_circle((150, 96), radius)
    shape.finish(color=None, fill=(0.8, 0, 0), even_odd=True)
    shape.commit()
    assert texts(paper.read()) == ["甲乙丙丁公司", "其他文字"]


def test_text_under_a_ground_with_round_corners_is_hidden() -> None:
    paper = written()
    paper.page.draw_rect(OVER, color=None, fill=WHITE, radius=0.2)
    assert texts(paper.read()) == ["其他文字"]


@pytest.mark.parametrize(
    ("seen_through", "read"),
    [
        (None, ["其他文字"]),
        (False, ["其他文字"]),
        (True, ["甲乙丙丁公司", "其他文字"]),
    ],
)
def test_text_under_a_picture_is_hidden_and_under_a_seal_it_is_not(
    seen_through: bool | None, read: list[str]
) -> None:
    paper = written()
    paper.page.insert_image(OVER, stream=picture(seen_through), keep_proportion=False)
    assert texts(paper.read()) == read
    assert [mark.kind for mark in paper.read().marks] == ["picture"]


def test_text_beside_what_is_left_of_a_cut_picture_is_read() -> None:
    paper = written()
    paper.page.insert_image((90, 86, 300, 320), stream=picture(), keep_proportion=False)
    cut = paper.page.get_contents()[-1]
    drawn = paper.document.xref_stream(cut)
    paper.document.update_stream(cut, b"q 90 736 110 20 re W n " + drawn + b" Q")
    assert texts(paper.read()) == ["其他文字"]
    assert codes(paper) == ["hidden-text"]


def test_a_seal_elsewhere_on_the_page_lets_nothing_through_a_picture() -> None:
    paper = written()
    paper.page.insert_image(OVER, stream=picture(), keep_proportion=False)
    paper.page.insert_image((300, 500, 400, 600), stream=picture(seen_through=True))
    assert texts(paper.read()) == ["其他文字"]


def test_a_filled_square_laid_over_text_in_a_viewer_hides_it() -> None:
    paper = written()
    square = paper.page.add_rect_annot(pymupdf.Rect(OVER))
    square.set_colors(stroke=WHITE, fill=WHITE)
    square.update()
    assert texts(paper.read()) == ["其他文字"]
    assert codes(paper) == ["hidden-text"]


def test_a_square_drawn_round_text_in_a_viewer_hides_nothing() -> None:
    paper = written()
    paper.page.add_rect_annot(pymupdf.Rect(OVER)).update()
    assert texts(paper.read()) == ["甲乙丙丁公司", "其他文字"]
    assert codes(paper) == []
