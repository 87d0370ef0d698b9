"""Strokes round boxes: circles round an option, ticks beside its box, ticks crossed out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.pen import BESIDE, CIRCLED, STRUCK, judged
from extractors.scan.ticks import Frame, frames
from tests.extractors.scan.drawing import DPI, Pixels, ink, written

OPTIONS = ("中央企业", "民营企业", "科研院所")
STARTS = (80.0, 200.0, 320.0)  # points
SIDE = 26
LEVEL = 272  # pixels: the boxes' upper edges


def choice() -> Pixels:
    """Three boxes with their options, at 200 dpi."""
    page = written([(x + 14, 108, name) for x, name in zip(STARTS, OPTIONS, strict=True)])
    for x in STARTS:
        left = box(x)
        cv2.rectangle(page, (left, LEVEL + 5), (left + SIDE, LEVEL + 5 + SIDE), (0, 0, 0), 2)
    return page


def box(x: float) -> int:
    """The left edge, in pixels, of the box of the option that begins at `x` points."""
    return round(x * DPI / 72)


def tick(page: Pixels, x: int) -> None:
    cv2.polylines(
        page,
        [np.array([(x + 4, LEVEL + 18), (x + 11, LEVEL + 27), (x + 24, LEVEL + 4)])],
        False,
        (0, 0, 0),
        3,
    )


def found(page: Pixels) -> list[Frame]:
    letters = ink(page)
    return sorted(
        frame
        for frame in judged(frames(letters, DPI), letters, letters)
        if any(abs(frame.x0 - box(x)) < 4 for x in STARTS)
    )


def inks(page: Pixels) -> list[float]:
    return [frame.ink for frame in found(page)]


def test_boxes_with_nothing_round_them_are_empty() -> None:
    assert inks(choice()) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(("left", "right"), [(30, 150), (-10, 155)])
def test_a_circle_round_the_words_is_a_tick_that_is_not_sure(left: int, right: int) -> None:
    page = choice()
    x = box(STARTS[1])
    middle = x + (left + right) // 2, LEVEL + 18
    cv2.ellipse(page, middle, ((right - left) // 2, 34), 3, 0, 360, (90, 20, 20), 3)
    assert inks(page) == [0.0, CIRCLED, 0.0]


def test_a_round_letter_that_is_larger_than_a_box_is_no_circle() -> None:
    page = written([(x + 14, 108, name) for x, name in zip(STARTS, OPTIONS, strict=True)], 16.0)
    for x in STARTS:
        left = box(x)
        cv2.rectangle(page, (left, LEVEL + 5), (left + SIDE, LEVEL + 5 + SIDE), (0, 0, 0), 2)
    cv2.circle(page, (box(STARTS[1]) + 225, LEVEL + 18), 22, (0, 0, 0), 2)  # of its size
    assert inks(page) == [0.0, 0.0, 0.0]


def test_a_stroke_beside_its_box_leaves_it_open() -> None:
    page = choice()
    tick(page, box(STARTS[2]) - 28)
    assert inks(page) == [0.0, 0.0, BESIDE]


def test_a_tick_that_a_line_runs_through_is_none_and_not_sure() -> None:
    page = choice()
    tick(page, box(STARTS[0]))
    tick(page, box(STARTS[1]))
    x = box(STARTS[0])
    cv2.line(page, (x - 8, LEVEL + 20), (x + 150, LEVEL + 16), (0, 0, 0), 3)
    first, second, third = inks(page)
    assert (first, third) == (STRUCK, 0.0)
    assert second > 0.13


def test_an_underline_strikes_nothing_out() -> None:
    page = choice()
    tick(page, box(STARTS[0]))
    x = box(STARTS[0])
    cv2.line(page, (x - 8, LEVEL + 42), (x + 150, LEVEL + 42), (0, 0, 0), 3)
    assert inks(page)[0] > 0.13
