"""Dirt on a scanner's glass: where paper is drawn over it, a speck is a line down the whole page.

Such a line runs on through the margins, where no ruled line of a form does, and is as straight as
the scanner's own columns. Left on the page it is a border of cells and hides letters; it goes
before the page is turned or straightened, while it still is upright or level.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask, Pixels, in_grey, stretches

MILLIMETRES: Final = 25.4
WIDEST: Final = 1.0  # mm
BESIDE: Final = 0.4  # mm to either side of it in which there is paper
AVERAGED: Final = 2.5  # mm along it: noise is as dark as a pale line
DARKER: Final = 0.16  # of that paper's light: what takes less is no ink, but a fold
HALO: Final = 0.2  # of a line's darkness: what it is blurred by
PAPER: Final = 40  # of 255 by which what is paper may be darker than most of the page
MARGIN: Final = 5.0  # mm at both ends of a page
ALONG: Final = 0.9  # share of its way, and of its way through the margins, where it is seen …
SEEN: Final = 0.4  # … on so much of the page's length at least
MOST: Final = 6  # of them on a page: more are a pattern, grey that was dithered


def without_streaks(page: Pixels, dpi: float) -> tuple[Pixels, Mask]:
    """A scanned page without the lines that run down or across all of it, and where they were, 255
    on 0. In their place is what lies between both of their sides, so that letters that they cross
    are whole again, as far as they were not all that tells one from another: 8 from 3."""
    grey = in_grey(page)
    gone = np.zeros(page.shape[:2], np.uint8)
    upright = _streaks(grey, dpi)
    if upright:
        page, grey = _filled(page, upright), _filled(grey, upright)
        for left, right in upright:
            gone[:, left:right] = 255
    level = _streaks(cv2.transpose(grey), dpi)
    if level:
        page = cv2.transpose(_filled(cv2.transpose(page), level))
        for top, foot in level:
            gone[top:foot] = 255
    return page, gone


def _filled(page: Pixels, found: list[tuple[int, int]]) -> Pixels:
    """The page with what lies between both of their sides in place of those columns."""
    filled = page.copy()
    for left, right in found:
        shares = (np.arange(left, right, dtype=np.float32) - left + 1) / (right - left + 1)
        shares = shares.reshape(1, -1, *[1] * (page.ndim - 2))
        before = page[:, left - 1 : left].astype(np.float32)
        behind = page[:, right : right + 1].astype(np.float32)
        filled[:, left:right] = np.rint(before + (behind - before) * shares).astype(np.uint8)
    return filled


def _streaks(grey: Pixels, dpi: float) -> list[tuple[int, int]]:
    """The first columns of the lines that run down a page, and those behind them."""
    unit = dpi / MILLIMETRES
    height, width = grey.shape
    rows = max(1, round(height / (AVERAGED * unit)))
    mean = cv2.resize(grey, (width, rows), interpolation=cv2.INTER_AREA)
    widest = round((WIDEST + 2 * BESIDE) * unit)
    around = cv2.morphologyEx(mean, cv2.MORPH_CLOSE, np.ones((1, widest), np.uint8))
    darker = cv2.subtract(around, mean)
    paper = around > float(np.median(around)) - PAPER
    drawn = (darker > DARKER * around + float(np.median(darker))) & paper
    end = max(1, round(MARGIN / AVERAGED))
    parts = (slice(None), slice(None, end), slice(-end, None))
    runs = np.logical_and.reduce([_share(drawn[part], paper[part]) >= ALONG for part in parts])
    found = list(stretches(runs & (paper.mean(axis=0) >= SEEN)))
    depth = darker.mean(axis=0)
    widened = [_widened(run, depth) for run in found]
    return (
        [
            (left, right)
            for left, right in widened
            if left > 0 and right < width and right - left <= widest
        ]
        if len(found) <= MOST
        else []
    )


def _widened(run: tuple[int, int], depth: Array) -> tuple[int, int]:
    """A run of columns with what they are blurred by, and a column more on either side."""
    left, right = run
    halo = HALO * depth[left:right].max()
    while left > 0 and depth[left - 1] >= halo:
        left -= 1
    while right < len(depth) and depth[right] >= halo:
        right += 1
    return left - 1, right + 1


def _share(drawn: Array, paper: Array) -> Array:
    """The share of each column's paper along which it is drawn."""
    return np.asarray(drawn.sum(axis=0) / np.maximum(paper.sum(axis=0), 1))
