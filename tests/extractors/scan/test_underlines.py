"""Lines under answers are taken off a strip, strokes of letters are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan import lines
from extractors.scan.lattice import text_of
from extractors.scan.underlines import unbroken, without_underline
from tests.extractors.scan.drawing import ink, written

STRIP = slice(250, 305), slice(205, 420)  # of a page with 12-point letters at (80, 104) points


def strip(text: str, start: int = 0, end: int = 0, step: int = 1) -> np.ndarray:
    """A line's picture with a level stroke under it from `start` to `end`, drawn in pieces."""
    picture = written([(80, 104, text)])[STRIP].copy()
    for x in range(start, end, step):
        cv2.line(picture, (x, 44), (x + max(0, step - 3), 44), (0, 0, 0), 2)
    return picture


@pytest.mark.parametrize("step", [1, 7])
def test_a_line_under_a_figure_is_erased_even_if_it_is_broken(step: int) -> None:
    picture = strip("9   个", 10, 60, step)
    erased = without_underline(picture, ink(picture))
    assert erased is not None
    assert (ink(erased)[40:48, 10:58] > 0).mean() < 0.02
    assert (ink(erased)[:38] == ink(picture)[:38]).all()


def test_a_line_without_one_stays_as_it_is() -> None:
    picture = strip("9 个")
    assert without_underline(picture, ink(picture)) is None


def test_a_line_in_the_middle_is_a_letter() -> None:
    picture = strip("")
    cv2.line(picture, (10, 27), (60, 27), (0, 0, 0), 2)
    assert without_underline(picture, ink(picture)) is None


def test_a_picture_that_is_all_ink_has_none() -> None:
    black = np.zeros((50, 200, 3), np.uint8)
    assert without_underline(black, ink(black)) is None


def test_gaps_as_wide_as_those_between_letters_stay() -> None:
    broken = np.zeros((3, 60), np.uint8)
    broken[1, :20] = broken[1, 24:40] = broken[1, 52:] = 255
    whole = unbroken(broken, 30.0)
    assert whole[1, 20:24].all()
    assert not whole[1, 42:50].any()


def test_a_blank_with_a_figure_on_it_is_read() -> None:
    picture = strip("9   个", 4, 34)
    erased = without_underline(picture, ink(picture))
    assert erased is not None
    height, width = erased.shape[:2]
    assert text_of(lines.read(erased, (0, 0, width, height)).lattice).replace(" ", "") == "9个"
