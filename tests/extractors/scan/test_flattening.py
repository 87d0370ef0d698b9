"""A page whose ruled lines are bent is made flat by them; one whose lines are straight is left."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.flattening import bent, remapped
from extractors.scan.grid import grids, rule
from tests.extractors.scan.drawing import DPI, Pixels, ink, ruled, written

HEIGHT, WIDTH = 2339, 1654
TABLE = ruled([200, 420, 700, 1050, 1400], [*range(300, 2000, 90)])
PAGE = np.minimum(TABLE, written([(80 + 90 * at % 300, 130 + 32 * at, "示例") for at in range(16)]))
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
# How a page comes to lie → where each of its pixels is taken from, columns and rows.
LAID = {
    "seen aslant": (X + (Y - 1170) * 0.03 * (X / 827 - 1), Y + (X - 827) * 0.04 * (1 - Y / 1170)),
    "curled": (X, Y + 45 * np.exp(-X / 400) * (1 - Y / 4700)),
    "sheared": (X + (Y - 1170) * 0.025, Y),
}


def cells(page: Pixels) -> list[int]:
    return [len(table.fields) for table in grids(rule(ink(page), DPI))]


@pytest.mark.parametrize("name", LAID)
def test_a_table_on_a_bent_page_has_all_its_cells_again(name: str) -> None:
    columns, rows = (each.astype(np.float32) for each in LAID[name])
    laid = cv2.remap(PAGE, columns, rows, cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    assert cells(laid) != cells(PAGE)
    places = bent(ink(laid), DPI)
    assert places is not None
    assert cells(remapped(laid, places)) == cells(PAGE)


@pytest.mark.parametrize("page", [PAGE, written([(80, y, "一二三") for y in range(100, 700, 20)])])
def test_a_page_with_straight_lines_or_none_is_left_as_it_is(page: Pixels) -> None:
    assert bent(ink(page), DPI) is None


def test_strokes_of_a_pen_bend_no_page() -> None:
    page = PAGE.copy()
    cv2.line(page, (300, 320), (900, 370), (0, 0, 0), 3)
    cv2.line(page, (500, 1500), (1000, 1460), (0, 0, 0), 3)
    assert bent(ink(page), DPI) is None
