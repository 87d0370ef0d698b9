"""Seals on a page: where red ink of their size and shape stands, and the page without it.

The red channel of a scan shows red ink as paper and black ink as black: divided by what the seal
leaves of it and stretched, it shows the text under the seal. Without colour a seal's rim and star
are still thicker than the strokes of letters: divided by what is thick, they leave the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Mask, Pixels
from extractors.scan.grid import Disc
from extractors.scan.rings import Ring, rings

MILLIMETRES: Final = 25.4
RED: Final = 28  # by which the red channel is above the others
DARK_RED: Final = 90  # of 255: below, red ink is black text seen through it
JOINED: Final = 2.2  # mm between strokes of one seal
ROUND: Final = (28.0, 52.0)  # mm across
SQUARE: Final = (11.0, 26.0)  # mm of a personal seal's side
LONG: Final = 1.18  # of its height: an oval is wider
FULL: Final = 0.87  # share of a rectangle that a square's hull fills; a circle's fills 0.785
WHOLE: Final = 0.88  # share of a rim that is drawn, in grey, among a page's other ink
MOSTLY: Final = 0.75  # … in red
EDGE: Final = 2.5  # mm from the page's edge
CUT: Final = 0.85  # of its height: what the edge cuts is narrower
THICK: Final = 0.6  # mm: strokes of letters are thinner, a rim and a star thicker
SOLID: Final = 30  # of 255: nothing is seen through darker ink
INKED: Final = 0.04  # share of a seal's hull that is red, at least
FILLED: Final = 0.85  # … at most: a picture, a stripe of colour


class Seal(NamedTuple):
    """A seal: its kind as marks name it, its rectangle in pixels, how large it is in mm."""

    kind: str
    rectangle: tuple[int, int, int, int]
    size: float
    is_grey: bool = False  # scanned without colour: it can't be taken off

    @property
    def middle(self) -> tuple[float, float]:
        x0, y0, x1, y1 = self.rectangle
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def radius(self) -> float:
        """Half of its longer side, in pixels."""
        x0, y0, x1, y1 = self.rectangle
        return max(x1 - x0, y1 - y0) / 2


def red_of(page: Pixels) -> Mask:
    """Where a page has red ink, 255 on 0."""
    blue, green, red = (channel.astype(np.int16) for channel in cv2.split(page))
    mask = (red - np.maximum(blue, green) > RED) & (red > DARK_RED)
    return mask.astype(np.uint8) * 255


def seals(red: Mask, dpi: float) -> list[Seal]:
    """The seals that red ink makes, from top to bottom."""
    unit = dpi / MILLIMETRES
    size = max(3, round(JOINED * unit))
    whole = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Seal] = []
    for contour in contours:
        seal = _seal(contour, red, unit)
        # Two that overlap may be no larger together than one: 36 mm across and 10 mm apart.
        several = _overlapping(contour, red, dpi) if not seal or seal.kind == "seal" else []
        found += [seal] if seal and len(several) < 2 else several
    return sorted(found, key=lambda each: each.rectangle[1])


def grey_seals(ink: Mask, dpi: float) -> list[Seal]:
    """The round seals on a page without red ink, by their rims."""
    return [_of_ring(ring, dpi, True) for ring in rings(ink, dpi, WHOLE)]


def _overlapping(contour: Pixels, red: Mask, dpi: float) -> list[Seal]:
    """The round seals that make one shape together."""
    unit = dpi / MILLIMETRES
    x, y, w, h = cv2.boundingRect(contour)
    if min(w, h) < ROUND[0] * unit:
        return []
    alone = np.zeros_like(red)
    alone[y : y + h, x : x + w] = red[y : y + h, x : x + w]
    return [_of_ring(ring, dpi, False) for ring in rings(alone, dpi, MOSTLY)]


def _of_ring(ring: Ring, dpi: float, is_grey: bool) -> Seal:
    sides = (ring.x - ring.radius, ring.y - ring.radius, ring.x + ring.radius, ring.y + ring.radius)
    x0, y0, x1, y1 = (max(0, round(side)) for side in sides)
    return Seal("seal", (x0, y0, x1, y1), round(2 * ring.radius * MILLIMETRES / dpi, 1), is_grey)


def without(page: Pixels, red: Mask) -> tuple[Pixels, Pixels]:
    """The page with its red ink gone, twice: with the red channel stretched where red ink is, and
    with the plain red channel there."""
    if not red.any():
        return page, page
    near = cv2.dilate(red, np.ones((5, 5), np.uint8)) > 0
    channel = page[:, :, 2]
    paper = float(np.percentile(channel[red > 0], 40))
    dark = min(60.0, paper / 2)
    stretched = (channel.astype(np.float32) - dark) * (255.0 / max(paper - dark, 1.0))
    return _laid(page, near, np.clip(stretched, 0, 255)), _laid(page, near, channel)


def without_thick(page: Pixels, discs: Sequence[Disc], dpi: float) -> Pixels:
    """The page without the rims and stars of seals that were scanned in grey, which lie on those
    discs; their words stay."""
    if not discs:
        return page
    size = max(3, round(THICK * dpi / MILLIMETRES) | 1)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    thick = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, brush)
    divided = cv2.divide(grey, np.maximum(thick, SOLID), scale=255)
    near = np.zeros_like(grey)
    for disc in discs:
        cv2.circle(near, (round(disc.x), round(disc.y)), round(disc.radius), 255, cv2.FILLED)
    return _laid(page, near > 0, divided)


def _laid(page: Pixels, near: Mask, grey: Pixels) -> Pixels:
    laid = page.copy()
    laid[near] = grey[near].astype(np.uint8)[:, None]
    return laid


def _seal(contour: Pixels, red: Mask, unit: float) -> Seal | None:
    x, y, w, h = cv2.boundingRect(contour)
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    if area <= 0:
        return None
    inked = float((red[y : y + h, x : x + w] > 0).sum()) / area
    if not INKED <= inked <= FILLED:
        return None
    _, (one, other), _ = cv2.minAreaRect(hull)  # stamped askew, a square fills little of its box
    full, sides = area / max(one * other, 1.0), (one / unit, other / unit)
    kind = _kind(x, w / unit, h / unit, sides, full, red.shape[1], unit)
    return Seal(kind, (x, y, x + w, y + h), round(max(w, h) / unit, 1)) if kind else None


def _kind(
    x: int,
    width: float,
    height: float,
    sides: tuple[float, float],
    full: float,
    page: int,
    unit: float,
) -> str | None:
    """What a red shape is by its size in mm, the sides of the rectangle round it as it lies, and
    how much of that it fills."""
    long, short = max(width, height), min(width, height)
    at_edge = x < EDGE * unit or x + width * unit > page - EDGE * unit
    if at_edge and width < CUT * height and ROUND[0] <= height <= ROUND[1]:
        return "edge-seal"
    square = SQUARE[0] <= min(sides) and max(sides) <= min(SQUARE[1], LONG * min(sides))
    if square and full >= FULL:
        return "personal-seal"
    if ROUND[0] <= long <= ROUND[1] and full < FULL + 0.03 and short >= 0.55 * long:
        return "seal"
    return None
