"""The sheet in a photograph: its four corners, and the sheet made rectangular."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Array, Pixels

LOOKED_AT: Final = 800  # longer side of the picture in which the corners are looked for
LEAST: Final = 0.3  # share of the picture that the sheet takes
ALL: Final = 0.96  # from this share on the picture is the sheet
FILLED: Final = 0.9  # share of the four corners' area that is paper
A4_RATIO: Final = 297 / 210
AT_EDGE: Final = 12  # pixels from the picture's edge, of the LOOKED_AT: a sheet's side there is cut
DARKER: Final = (1.0, 0.8, 0.65, 0.5)  # of what lies between the sheet and the table: in shadow
PLACES: Final = 60  # along a side that are looked at
BESIDE: Final = 10  # pixels from a side, of the LOOKED_AT
STEP: Final = 12  # of 255 by which paper is brighter than what lies beside it …
EDGED: Final = 0.35  # … along so much of a side: elsewhere a hand or another sheet may lie there
EDGES: Final = 2  # sides with such an edge, at least
LONGEST: Final = 3508  # pixels of the sheet's longer side: A4 at 300 dpi


def cut_out(picture: Pixels) -> tuple[Pixels, bool]:
    """The sheet alone and whether it lay in a photograph; else the picture as it is."""
    corners = _corners(picture)
    if corners is None:
        return picture, False
    across = (_length(corners[0], corners[1]) + _length(corners[3], corners[2])) / 2
    down = (_length(corners[0], corners[3]) + _length(corners[1], corners[2])) / 2
    long = min(max(across, down), LONGEST)
    width, height = (long, long / A4_RATIO) if across > down else (long / A4_RATIO, long)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = round(width), round(height)
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC), True


def _corners(picture: Pixels) -> Array | None:
    """The corners of the one bright quadrangle that lies on something darker: of all the page, or
    of what is as bright as paper in a shadow."""
    factor = LOOKED_AT / max(picture.shape[:2])
    if factor >= 1:
        return None
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (0, 0), 3)
    between, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in DARKER:
        corners = _corners_of(grey, share * between)
        if corners is not None:
            return corners / np.float32(factor)
    return None


def _corners_of(grey: Pixels, least: float) -> Array | None:
    """The corners of what is brighter than `least`, where it is a sheet."""
    _, bright = cv2.threshold(grey, least, 255, cv2.THRESH_BINARY)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    area, whole = cv2.contourArea(hull), grey.size
    if not LEAST * whole <= area <= ALL * whole or cv2.contourArea(largest) < FILLED * area:
        return None
    if _is_dark_frame(grey, bright):
        return None
    quadrangle = _quadrangle(hull)
    if quadrangle is None or cv2.contourArea(quadrangle) > area / FILLED:
        return None
    if _is_part(quadrangle.reshape(4, 2), grey.shape):
        return None
    corners = _ordered(quadrangle.reshape(4, 2).astype(np.float32))
    return corners if _has_edges(grey, corners) else None


def _has_edges(grey: Pixels, corners: Array) -> bool:
    """Whether two of the quadrangle's sides at least are where paper ends, all at once: light that
    fades towards a picture's corners has no such edge. The others may lie in a shadow, or in a
    part of the picture that the sheet's corners are not on."""
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return sum(_ends(grey, corner, following) for corner, following in sides) >= EDGES


def _ends(grey: Pixels, start: Array, end: Array) -> bool:
    """Whether it is darker on the outer side of a side of the sheet, clockwise from `start`, or
    the side is the picture's own."""
    along = end - start
    inwards = np.array([-along[1], along[0]]) / max(_length(start, end), 1.0)
    places = start + along * np.linspace(0.05, 0.95, PLACES)[:, None]
    outer = np.rint(places - BESIDE * inwards).astype(int)
    inner = np.rint(places + BESIDE * inwards).astype(int)
    size = grey.shape[1], grey.shape[0]
    on = ((outer >= 0) & (outer < size)).all(axis=1) & ((inner >= 0) & (inner < size)).all(axis=1)
    if on.mean() < 0.5:
        return True
    step = grey[inner[on, 1], inner[on, 0]].astype(int) - grey[outer[on, 1], outer[on, 0]]
    return bool((step > STEP).mean() >= EDGED)


def _is_dark_frame(grey: Pixels, bright: Pixels) -> bool:
    """Whether what is not paper is no darker than a shadow on it."""
    outside = grey[bright == 0]
    return not len(outside) or float(np.median(grey[bright > 0]) - np.median(outside)) < 30


def _is_part(corners: Array, shape: tuple[int, ...]) -> bool:
    """Whether three sides are the picture's own: then the fourth is a fold in a sheet that fills
    the picture, and what is dark behind it is shadow on it."""
    height, width = shape
    beyond = (corners, (width, height) - corners)
    sides = [each[:, axis] <= AT_EDGE for each in beyond for axis in (0, 1)]
    return sum(int(np.count_nonzero(side)) >= 2 for side in sides) >= 3


def _quadrangle(hull: Array) -> Array | None:
    """The four corners that a hull comes down to, None where it has other ones."""
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        points = cv2.approxPolyDP(hull, share * around, True)
        if len(points) == 4:
            return points
        if len(points) < 4:
            return None
    return None


def _ordered(points: Array) -> Array:
    """Clockwise from the corner nearest to the picture's top left."""
    sums, differences = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    return points[order]


def _length(one: Array, other: Array) -> float:
    return float(np.linalg.norm(one - other))
