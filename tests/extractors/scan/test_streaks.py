"""Dirt on a scanner's glass goes, and what it crosses stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.page import upright
from extractors.scan.streaks import without_streaks
from tests.extractors.scan.drawing import DPI, Pixels, ruled, written
from tests.scanner import damage

TABLE = ruled([200, 500, 900, 1400], [300, 380, 460, 700])
TEXT = written([(80, y, "上海市智能制造系统解决方案揭榜挂帅") for y in range(100, 760, 22)])
PAGES = {"table": TABLE, "text": TEXT}


def streaked(page: Pixels, shade: int = 90) -> Pixels:
    """With two lines of 0.25 mm, as a scanner that is dirty draws them on every page."""
    page = page.copy()
    for x in (403, 1011):
        page[:, x : x + 2] = np.minimum(page[:, x : x + 2], shade)
    return damage.noisy(
        damage.blurred(page, np.random.default_rng(1), 0.6), np.random.default_rng(2), 6
    )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("is_lying", [False, True])
def test_lines_down_a_whole_scan_go_and_what_they_cross_stays(name: str, is_lying: bool) -> None:
    plain, dirty = PAGES[name], streaked(PAGES[name])
    if is_lying:
        plain, dirty = cv2.transpose(plain), cv2.transpose(dirty)
    cleaned, gone = without_streaks(dirty, DPI)
    assert 0.002 < (gone > 0).mean() < 0.01
    off = cv2.blur(cv2.absdiff(cleaned, plain)[..., 0], (5, 5))
    assert (off > 100).sum() < 0.1 * (
        cv2.blur(cv2.absdiff(dirty, plain)[..., 0], (5, 5)) > 60
    ).sum()
    assert (cleaned.min(axis=2) < 128).sum() > 0.9 * (plain.min(axis=2) < 128).sum()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_such_lines_is_left_as_it_is(name: str) -> None:
    cleaned, gone = without_streaks(PAGES[name], DPI)
    assert cleaned is PAGES[name]
    assert not gone.any()


def test_a_fold_across_a_page_stays_for_what_stands_on_it_is_seen() -> None:
    folded = damage.folded(TEXT, np.random.default_rng(1))
    assert not without_streaks(folded, DPI)[1].any()


def test_a_line_down_a_scan_is_no_border_of_cells() -> None:
    plain, dirty = upright(TABLE, DPI), upright(streaked(TABLE, 20), DPI)
    columns = [
        np.flatnonzero((page.ink[310:690] > 0).mean(axis=0) > 0.8) for page in (plain, dirty)
    ]
    assert np.ptp(columns[1]) == pytest.approx(np.ptp(columns[0]), abs=3)
    assert len(columns[1]) < 1.5 * len(columns[0])
