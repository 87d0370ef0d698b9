"""Boxes to tick whose frames are too pale to be ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.pale import with_pale
from extractors.scan.ticks import Frame
from tests.extractors.scan.drawing import DPI, Pixels, ink, white, written

SIDE = 30
PLACES = [(300, 400), (600, 400), (900, 400)]
PALE = (225, 225, 225)


def page(noise: float = 0.0) -> Pixels:
    """Three pale boxes, the second one crossed."""
    drawn = white()
    for x, y in PLACES:
        cv2.rectangle(drawn, (x, y), (x + SIDE, y + SIDE), PALE, 1)
    x, y = PLACES[1]
    cv2.line(drawn, (x, y), (x + SIDE, y + SIDE), PALE, 1)
    cv2.line(drawn, (x + SIDE, y), (x, y + SIDE), PALE, 1)
    shades = np.random.default_rng(7).normal(0.0, noise, drawn.shape[:2])[..., None]
    return np.clip(drawn - np.abs(shades), 0, 255).astype(np.uint8)


def found(drawn: Pixels) -> list[Frame]:
    return sorted(with_pale([], drawn, ink(drawn), DPI))


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_pale_boxes_are_found_and_the_crossed_one_is_ticked(noise: float) -> None:
    frames = found(page(noise))
    assert [(round(frame.x0, -1), frame.ticked) for frame in frames] == [
        (300, False),
        (600, True),
        (900, False),
    ]
    assert all(frame.ink < 0.03 or frame.ink > 0.2 for frame in frames)


def test_letters_beside_a_pale_box_do_not_hide_it() -> None:
    drawn = page()
    cv2.putText(drawn, "MH", (335, 430), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3)
    assert [frame.ticked for frame in found(drawn)] == [False, True, False]


def test_a_stroke_of_a_pen_ticks_a_pale_box() -> None:
    drawn = page()
    cv2.line(drawn, (306, 414), (313, 424), (40, 40, 40), 3)
    cv2.line(drawn, (313, 424), (326, 404), (40, 40, 40), 3)
    assert [frame.ticked for frame in found(drawn)] == [True, True, False]


def test_text_and_noise_have_no_pale_boxes() -> None:
    drawn = written([(80, 100 + 30 * at, "口日目国四田回圆团固因囚困围") for at in range(8)])
    shades = np.random.default_rng(8).normal(0.0, 9.0, drawn.shape)
    assert found(np.clip(drawn - np.abs(shades), 0, 255).astype(np.uint8)) == []


def test_a_box_that_was_found_is_not_found_again() -> None:
    known = [Frame(598, 398, 633, 433, 0.4)]
    frames = with_pale(known, page(), ink(page()), DPI)
    assert len(frames) == 3
    assert frames[0] == known[0]
