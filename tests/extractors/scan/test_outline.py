"""The sheet in a photograph."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.scan.outline import cut_out
from extractors.scan.page import upright
from tests.extractors.scan.drawing import Pixels, ruled, written
from tests.scanner import damage

TABLE = ruled([200, 500, 900, 1400], [300, 380, 460, 700])


@pytest.mark.parametrize("seed", range(4))
def test_a_photographed_sheet_is_made_rectangular(seed: int) -> None:
    photo = damage.photographed(TABLE, np.random.default_rng(seed), 0.05)
    sheet, is_photo = cut_out(photo)
    assert is_photo
    assert abs(max(sheet.shape[:2]) / min(sheet.shape[:2]) - 297 / 210) < 0.01
    rows = np.nonzero((sheet.min(axis=2) < 128).mean(axis=1) > 0.2)[0] / sheet.shape[0]
    assert abs(rows.min() - 300 / 2339) < 0.01  # the table's first line is level, in its place


@pytest.mark.parametrize("page", [TABLE, written([(80, 100, "基本信息表")])])
def test_a_scan_is_left_as_it_is(page: Pixels) -> None:
    assert cut_out(page)[1] is False


@pytest.mark.parametrize("fold", [900, 1170])
def test_the_shadow_behind_a_fold_is_no_table_that_the_sheet_lies_on(fold: int) -> None:
    folded = TABLE.copy()
    folded[:fold] = (folded[:fold] * 0.55).astype(np.uint8)
    assert cut_out(folded)[1] is False


def test_a_shadow_is_levelled() -> None:
    shaded = damage.shaded(TABLE, np.random.default_rng(3), 0.5)
    level = upright(shaded, 200.0).picture
    paper = level[800:2200, 100:1500].min(axis=2)
    assert np.percentile(paper, 2) > 235


def test_a_sheet_in_the_shadow_of_a_hand_is_found_whole() -> None:
    photo = damage.photographed(TABLE, np.random.default_rng(1), 0.02)
    photo[1100:1900, 700:] = (photo[1100:1900, 700:] * 0.5).astype(np.uint8)
    sheet, is_photo = cut_out(photo)
    assert is_photo
    rows = np.nonzero((sheet.min(axis=2) < 100).mean(axis=1) > 0.2)[0] / sheet.shape[0]
    assert abs(rows[rows > 0.05].min() - 300 / 2339) < 0.01


def test_light_that_fades_towards_the_corners_is_no_table_that_a_sheet_lies_on() -> None:
    height, width = TABLE.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    lit = TABLE * (1 - 0.22 * (x**2 + y**2))[:, :, None]
    assert cut_out(lit.astype(np.uint8))[1] is False
