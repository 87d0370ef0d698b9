"""Boxes to tick from the ink of a page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import pytest

from extractors.scan.ticks import Frame, frames
from tests.extractors.scan.drawing import DPI, Pixels, ink, white

SIDE = 24
PLACES = [(300, 400), (600, 400), (900, 400)]


def boxes() -> Pixels:
    page = white()
    for x, y in PLACES:
        cv2.rectangle(page, (x, y), (x + SIDE, y + SIDE), (0, 0, 0), 2)
    return page


def found(page: Pixels) -> list[Frame]:
    return sorted(frames(ink(page), DPI))


def line(page: Pixels, *points: tuple[int, int]) -> None:
    x, y = PLACES[1]
    for one, other in pairwise(points):
        cv2.line(page, (x + one[0], y + one[1]), (x + other[0], y + other[1]), (0, 0, 0), 3)


MARKS: dict[str, Callable[[Pixels], object]] = {
    "check": lambda page: line(page, (4, 12), (10, 20), (22, 3)),
    "check through the frame": lambda page: line(page, (2, 10), (11, 22), (34, -14)),
    "cross": lambda page: line(page, (2, 2), (22, 22), (12, 12), (22, 2), (2, 22)),
    "slash": lambda page: line(page, (-4, 28), (28, -4)),
    "dot": lambda page: cv2.circle(page, (612, 412), 5, (0, 0, 0), -1),
    "fill": lambda page: cv2.rectangle(page, PLACES[1], (624, 424), (0, 0, 0), -1),
    "scribble": lambda page: line(page, (3, 5), (21, 8), (4, 13), (20, 17), (5, 21)),
}


def test_empty_boxes_are_found_and_empty() -> None:
    assert [(frame.ticked, frame.ink) for frame in found(boxes())] == [(False, 0.0)] * 3


@pytest.mark.parametrize("mark", MARKS)
def test_any_mark_in_a_box_ticks_it(mark: str) -> None:
    page = boxes()
    MARKS[mark](page)
    assert [frame.ticked for frame in found(page)] == [False, True, False]


def test_a_speck_is_no_tick() -> None:
    page = boxes()
    page[412:414, 611:613] = 0
    assert [frame.ticked for frame in found(page)] == [False] * 3


def test_a_page_full_of_squares_is_a_pattern() -> None:
    page = white()
    for x in range(100, 1500, 40):
        for y in range(100, 2200, 40):
            cv2.rectangle(page, (x, y), (x + SIDE, y + SIDE), (0, 0, 0), 2)
    assert found(page) == []
