"""Boxes and rings to tick, as browsers and viewers draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.extractors.pdf.paper import Paper, texts

BLUE, GREY, PALE, WHITE = (0, 0.46, 1), (0.66,) * 3, (0.9,) * 3, (1, 1, 1)
BOX = (100, 91, 109, 100)
MIDDLE = (104.5, 95.5)
TICK = [(102, 95.5), (104, 98), (107, 93)]


def rounded(page: Any, **look: Any) -> None:
    page.draw_rect(BOX, radius=0.2, **look)


def ring(page: Any) -> None:
    page.draw_circle(MIDDLE, 4.5, color=GREY, width=0.75)


def ticked_in_white(page: Any) -> None:
    rounded(page, color=None, fill=WHITE)
    rounded(page, color=None, fill=BLUE)
    page.draw_polyline(TICK, color=WHITE, width=1.5)


def greyed_out(page: Any) -> None:
    rounded(page, color=None, fill=GREY)
    rounded(page, color=None, fill=WHITE)
    rounded(page, color=GREY)


def chosen(page: Any) -> None:
    ring(page)
    page.draw_circle(MIDDLE, 2.5, color=None, fill=BLUE)


def with_round_corners(page: Any) -> None:
    rounded(page, color=GREY)


def on_a_pale_ground(page: Any) -> None:
    page.draw_rect(BOX, color=(0, 0, 0), fill=PALE)


def ticked_with_round_corners(page: Any) -> None:
    rounded(page, color=GREY)
    page.draw_polyline(TICK, width=1)


@pytest.mark.parametrize(
    ("draw", "state"),
    [
        (with_round_corners, "☐"),
        (ticked_with_round_corners, "☑"),
        (ticked_in_white, "☑"),
        (greyed_out, "☐"),
        (ring, "☐"),
        (chosen, "☑"),
        (on_a_pale_ground, "☐"),
    ],
)
def test_a_box_is_one_with_its_state_however_it_is_drawn(
    draw: Callable[[Any], None], state: str
) -> None:
    paper = Paper().text(112, 100, "民营企业")
    draw(paper.page)
    assert texts(paper.read()) == [f"{state}民营企业"]


def test_a_ring_around_a_printed_box_ticks_it() -> None:
    paper = Paper().text(99, 100, "□民营企业")
    paper.page.draw_circle((104.3, 96.2), 8, width=0.8)
    [line] = texts(paper.read())
    assert line == "☑民营企业"


def test_a_ring_around_a_number_is_no_box() -> None:
    paper = Paper().text(100, 100, "1").text(112, 100, "总体架构")
    paper.page.draw_circle((103, 96.2), 6, width=0.8)
    assert texts(paper.read()) == ["1总体架构"]


def test_a_ring_in_the_margin_is_no_box() -> None:
    paper = Paper().text(100, 100, "单位名称")
    paper.page.draw_circle((25, 96), 8, width=0.8)
    assert texts(paper.read()) == ["单位名称"]
