"""Rims of round seals: circles of a seal's size that are drawn most of the way round, however much
lies over them. For seals that overlap, and for those that were scanned in grey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask

MILLIMETRES: Final = 25.4
LOOKED_AT: Final = 75.0  # dpi
RADIUS: Final = (16.0, 24.0)  # mm; official seals are 38 to 45 mm across
LETTER: Final = 6.0  # mm: smaller pieces of ink are letters
APART: Final = 5.0  # mm between the middles of two seals
WITHIN: Final = 2.0  # mm by which a circle within a rim may reach over it
VOTES: Final = 22.0  # of Hough's accumulator
TURNS: Final = 120  # places round a rim that are looked at
CLEARER: Final = 0.25  # share by which a rim is drawn more than a circle within it
ALL_ROUND: Final = 0.97  # share drawn of a rim that is hardly taken for one by chance …
ROUND_CLEARER: Final = 0.1  # … and need be less clear of the words within it
AT_EDGE: Final = 0.05  # share by which two circles at the page's edge differ in what is on it
INSIDE: Final = 2.2  # mm within the rim, where a seal is mostly white


_COSINES: Final = np.cos(np.linspace(0, 2 * np.pi, TURNS, endpoint=False))
_SINES: Final = np.sin(np.linspace(0, 2 * np.pi, TURNS, endpoint=False))
# Steps in x, y and radius to the circles near one.
_NEAR: Final = np.array(
    [(dx, dy, dr) for dr in (-2, -1, 0, 1, 2) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
)


class Ring(NamedTuple):
    """A rim: its middle and radius in pixels, and the share of it that is drawn."""

    x: float
    y: float
    radius: float
    drawn: float


def rings(ink: Mask, dpi: float, least: float) -> list[Ring]:
    """The rims on a page, the clearest first: at least that share drawn, and clearer than what lies
    just within them."""
    factor = LOOKED_AT / dpi
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    unit = LOOKED_AT / MILLIMETRES
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(_without_letters(small, unit), (0, 0), 1.0),
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=APART * unit,
        param1=120,
        param2=VOTES,
        minRadius=round(RADIUS[0] * unit),
        maxRadius=round(RADIUS[1] * unit),
    )
    if circles is None:
        return []
    inked = cv2.dilate(small, np.ones((3, 3), np.uint8)) > 60  # a rim is no perfect circle
    found: list[Ring] = []
    hopeful = _hopeful(inked, circles.reshape(-1, 3).astype(np.float64), least)
    for ring in _fitted(inked, hopeful, unit):
        if ring.drawn >= least and not any(_is_same(ring, other, unit) for other in found):
            found.append(ring)
    return [
        Ring(each.x / factor, each.y / factor, each.radius / factor, each.drawn)
        for each in found
        if not any(_lies_in(each, other, unit) for other in found)
    ]


def _without_letters(ink: Mask, unit: float) -> Mask:
    """The ink whose pieces are larger than letters: the others cost the most votes, and are no part
    of a rim."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    return np.where((sides >= LETTER * unit)[pieces], ink, 0).astype(np.uint8)


def _hopeful(inked: Mask, circles: Array, least: float) -> Array:
    """The circles near which one may be that is drawn as much: ink lies no farther from that share
    of it than the farthest step in _NEAR goes. Most that Hough finds among rules are not."""
    wide = cv2.dilate(inked.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    return circles[_drawn(wide, circles) >= least - AT_EDGE]


def _fitted(inked: Mask, circles: Array, unit: float) -> Iterator[Ring]:
    """For each circle (x, y, radius) the ring near it that is drawn best."""
    near = circles[:, None] + _NEAR
    drawn = _drawn(inked, near)
    best = drawn.argmax(axis=1)
    at = np.arange(len(circles))
    chosen = near[at, best]
    within = _drawn(inked, chosen - (0, 0, INSIDE * unit))
    rim = drawn[at, best]
    clearer = np.where(rim >= ALL_ROUND, ROUND_CLEARER, CLEARER)
    shares = np.where(rim - within > clearer, rim, 0.0)
    for (x, y, radius), share in zip(chosen.tolist(), shares.tolist(), strict=True):
        yield Ring(x, y, radius, share)


def _drawn(inked: Mask, circles: Array) -> Array:
    """The share of each circle (x, y, radius) along which ink lies, of what is on the page; half of
    it must be."""
    xs = np.rint(circles[..., :1] + circles[..., 2:] * _COSINES).astype(np.int32)
    ys = np.rint(circles[..., 1:2] + circles[..., 2:] * _SINES).astype(np.int32)
    height, width = inked.shape
    on = (xs >= 0) & (ys >= 0) & (xs < width) & (ys < height)
    lit = inked[ys.clip(0, height - 1), xs.clip(0, width - 1)] & on
    count = on.sum(axis=-1)
    return np.where(count >= TURNS / 2, lit.sum(axis=-1) / np.maximum(count, 1), 0.0)


def _lies_in(one: Ring, other: Ring, unit: float) -> bool:
    """Whether a ring is the inner edge of another seal's words."""
    apart = float(np.hypot(one.x - other.x, one.y - other.y))
    return one.radius < other.radius and apart + one.radius <= other.radius + WITHIN * unit


def _is_same(one: Ring, other: Ring, unit: float) -> bool:
    return float(np.hypot(one.x - other.x, one.y - other.y)) < APART * unit
