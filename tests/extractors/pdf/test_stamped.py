"""A seal that is drawn is a mark, and its letters are no text of the page."""

from __future__ import annotations

import pytest

from tests.extractors.pdf.paper import Paper, texts

RED, BLUE = (0.8, 0, 0), (0, 0, 0.8)


def sealed(color: tuple[float, float, float] = RED, radius: float = 57) -> Paper:
    paper = Paper().text(80, 100, "揭榜单位：上海某某公司")
    paper.page.draw_circle((150, 100), radius, color=color, width=2.5)
    return paper.text(120, 101, "合同专用章", color=color)


def test_the_letters_of_a_drawn_seal_are_its_own() -> None:
    page = sealed().read()
    assert texts(page) == ["揭榜单位：上海某某公司"]
    [mark] = page.marks
    assert (mark.kind, mark.text) == ("seal", "合同专用章")
    assert mark.spot is not None
    assert mark.spot.box == pytest.approx((93, 43, 207, 157), abs=2)


@pytest.mark.parametrize(("color", "radius"), [(BLUE, 57), (RED, 150), (RED, 12)])
def test_other_letters_in_a_ring_are_text(color: tuple[float, float, float], radius: float) -> None:
    page = sealed(color, radius).read()
    assert "章" in "".join(texts(page))
    assert page.marks == ()


def test_red_text_beside_a_seal_is_text() -> None:
    page = sealed().text(300, 200, "红字说明", color=RED).read()
    assert texts(page) == ["揭榜单位：上海某某公司", "红字说明"]
