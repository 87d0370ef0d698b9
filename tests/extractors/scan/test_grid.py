"""Ruled tables from the ink of a page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.grid import Disc, Grid, grids, rule
from tests.extractors.scan.drawing import DPI, Pixels, ink, ruled, white, written
from tests.scanner import damage

XS = [200, 500, 900, 1400]
YS = [300, 380, 460, 700]


def found(page: Pixels) -> list[Grid]:
    return grids(rule(ink(page), DPI))


def test_a_ruled_table_is_its_cells() -> None:
    [grid] = found(ruled(XS, YS))
    assert len(grid.fields) == 9
    assert [abs(one - other) <= 2 for one, other in zip(grid.xs, XS, strict=True)] == [True] * 4
    assert {(field.row_span, field.column_span) for field in grid.fields} == {(1, 1)}


def test_a_cell_without_a_border_to_the_next_spans_both() -> None:
    page = ruled(XS, YS)
    page[384:456, 495:506] = 255  # the border between the first two cells of the second row
    [grid] = found(page)
    assert len(grid.fields) == 8
    assert [field.column_span for field in grid.fields if field.row == 1] == [2, 1]


def test_gaps_in_the_lines_change_nothing() -> None:
    page = ruled(XS, YS)
    for at in range(220, 1400, 90):
        page[295:710, at : at + 4] = 255  # what a dirty glass leaves out
    [grid] = found(page)
    assert len(grid.fields) == 9


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_table_that_the_picture_cuts_has_its_last_cells_as_far_as_they_are_on_it(
    side: str,
) -> None:
    page = np.minimum(ruled(XS, YS), ruled(XS, [900, 980, 1060, 1300]))
    cut = page[:, :1200] if side == "right" else page[:, 350:]
    assert [len(grid.fields) for grid in found(np.ascontiguousarray(cut))] == [9, 9]


def test_lines_across_the_whole_picture_are_no_table() -> None:
    page = white()
    for y in (300, 900, 1500):
        page[y : y + 3] = 0
    assert found(page) == []


def test_letters_are_no_lines() -> None:
    assert found(written([(80, 100, "一二三王田国口日目"), (80, 130, "上土士干")])) == []


def test_strokes_of_a_heading_too_low_for_a_row_are_no_table() -> None:
    page = white()
    for y in (500, 513):  # 1.6 mm
        cv2.line(page, (300, y), (500, y), (0, 0, 0), 3)
    for x in (300, 360, 430, 500):
        cv2.line(page, (x, 485), (x, 525), (0, 0, 0), 3)
    assert found(page) == []


def test_strokes_of_letters_that_touch_are_no_table() -> None:
    page = white()
    for x in range(300, 500, 53):  # 口口口口, 6 mm high, hardly apart
        cv2.rectangle(page, (x, 500), (x + 44, 548), (0, 0, 0), 3)
    assert found(page) == []


def test_a_letter_above_a_line_does_not_lengthen_it() -> None:
    page = ruled(XS, YS)
    cv2.line(page, (500, 255), (500, 290), (0, 0, 0), 2)  # a stroke, 10 pixels above the table
    cv2.line(page, (200, 250), (1400, 250), (0, 0, 0), 2)  # and an underline above that
    [grid] = found(page)
    assert grid.ys[0] > 290


def test_a_line_under_words_is_no_table() -> None:
    page = white()
    cv2.line(page, (200, 500), (900, 500), (0, 0, 0), 2)
    assert found(page) == []


@pytest.mark.parametrize("angle", [0.15, -0.15])
def test_what_straightening_leaves_of_skew_is_borne(angle: float) -> None:
    page = ruled(XS, YS)
    matrix = cv2.getRotationMatrix2D((800, 1100), angle, 1.0)
    page = cv2.warpAffine(page, matrix, (1654, 2339), borderValue=(255, 255, 255))
    [grid] = found(page)
    assert len(grid.fields) == 9


def test_a_curled_sheet_keeps_its_table() -> None:
    [grid] = found(damage.curled(ruled(XS, YS), np.random.default_rng(1), 3.0))
    assert len(grid.fields) == 9


def test_the_rim_of_a_seal_that_was_scanned_in_grey_is_no_line() -> None:
    page = ruled(XS, YS)
    cv2.circle(page, (600, 330), 157, (80, 80, 80), 8)  # 40 mm, a rim of 1 mm
    cv2.line(page, (420, 262), (820, 262), (0, 0, 0), 2)  # an underline above the table
    [grid] = found(page)
    assert len(grid.xs) == len(XS)
    assert len(grid.ys) == len(YS)


def test_letters_that_a_grey_seal_joins_to_the_lines_of_their_row_are_no_borders() -> None:
    page = ruled(XS, YS)
    for x in (760, 772):
        cv2.line(page, (x, 300), (x, 380), (0, 0, 0), 3)
    assert len(found(page)[0].xs) > len(XS)
    [grid] = grids(rule(ink(page), DPI, [Disc(650.0, 330.0, 157.0)]))
    assert len(grid.xs) == len(XS)


def test_a_stroke_of_letters_between_columns_does_not_part_a_row() -> None:
    page = white()
    for y in (300, 380, 424, 500):
        cv2.line(page, (200, y), (1400, y), (0, 0, 0), 2)
    for x, top, foot in ((200, 300, 500), (1400, 300, 500), (880, 300, 380), (930, 424, 500)):
        cv2.line(page, (x, top), (x, foot), (0, 0, 0), 2)
    cv2.line(page, (860, 410), (960, 410), (0, 0, 0), 3)  # the feet of bold letters
    [grid] = found(page)
    heights = [field.box[3] - field.box[1] for field in grid.fields]
    assert sorted(round(height / 4) * 4 for height in heights) == [44, 76, 76, 80, 80]
