"""Which rectangles of a page are read."""

from __future__ import annotations

import numpy as np

from extractors.scan.cutting import inked_part

LINE = (100, 200, 700, 240)


def test_a_box_ends_where_its_ink_does() -> None:
    ink = np.zeros((400, 800), np.uint8)
    ink[205:235, 200:500] = 255
    assert inked_part(LINE, ink) == (190, 200, 510, 240)


def test_what_is_free_beside_a_mark_at_a_line_s_end_stays() -> None:
    ink = np.zeros((400, 800), np.uint8)
    ink[205:235, 105:660] = 255
    assert inked_part(LINE, ink) == LINE


def test_a_box_without_ink_stays() -> None:
    assert inked_part(LINE, np.zeros((400, 800), np.uint8)) == LINE
