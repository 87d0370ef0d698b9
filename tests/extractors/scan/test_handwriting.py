"""Ink that nothing was read of."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.scan.handwriting import handwriting
from tests.extractors.scan.drawing import DPI, Pixels, ink, white, written

NONE = np.zeros((2339, 1654), np.uint8)


def signed(page: Pixels, x: int, y: int) -> Pixels:
    """The page with a name in a few loops of a pen, 25 mm wide."""
    steps = np.linspace(0, 6 * np.pi, 60)
    points = np.stack((x + 10 * steps + 24 * np.cos(steps), y + 22 * np.sin(1.3 * steps)), axis=1)
    cv2.polylines(page, [points.round().astype(np.int32)], False, (60, 20, 20), 3)
    return page


def test_a_signature_that_was_not_read_is_found() -> None:
    page = signed(written([(80, 200, "法定代表人签章：")]), 520, 545)
    printed = [(215, 520, 500, 565)]
    [(x0, y0, x1, y1)] = handwriting(ink(page), NONE, printed, DPI)
    assert 510 < x0 < 560
    assert 680 < x1 < 780
    assert y0 < 545 < y1


def test_print_that_was_read_is_no_handwriting() -> None:
    page = written([(80, 200, "法定代表人签章：")])
    assert list(handwriting(ink(page), NONE, [(215, 520, 500, 565)], DPI)) == []


def test_specks_edges_and_blots_are_none() -> None:
    page = white()
    page[300:306, 300:310] = 0
    page[:, :40] = 0  # the shadow of the lid
    page[900:1000, 400:700] = 0
    assert list(handwriting(ink(page), NONE, [], DPI)) == []
