"""Lines of text that a seal crosses which is still on the picture, a grey or a blue one.

To the network such a line is as high as the seal's letters beside it reach, or one with the line
below. On a picture without the seal it is found as high as it is, and reaches into the seal from
there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

import cv2

from extractors.scan import lines
from extractors.scan.arrays import Mask, Pixels
from extractors.scan.cutting import area, common
from extractors.scan.grid import Disc
from extractors.scan.lines import Rectangle
from extractors.scan.page import Upright

WITHIN: Final = 0.6  # share of a clear line that lies in a box: it is that box's
TALL: Final = 1.35  # times the height of clear lines, from which a box is not one line
HIGHEST: Final = 2.0  # … from which it is no line
NEAR: Final = (
    1.5  # times a line's height, by which one may end before the seal that it goes on under
)
LEGEND: Final = 0.5  # of a seal's radius, beyond which its own words stand
WHITE: Final = (255, 255, 255)


def find(page: Upright) -> list[Rectangle]:
    """The boxes of text on a page."""
    return _found(page.picture, page.ink, page.discs)


def find_whole(page: Upright) -> list[Rectangle]:
    """The boxes of text on a page with its grey seals whole."""
    return _found(page.plain, page.whole, page.discs)


def _found(picture: Pixels, ink: Mask, discs: Sequence[Disc]) -> list[Rectangle]:
    found = lines.find(picture, ink)
    crossed = [box for box in found if any(_meets(disc, box) for disc in discs)]
    if not crossed:
        return found
    clear = lines.find(*_without(discs, picture, ink, crossed))
    apart = [box for box in found if box not in crossed]
    height = median(y1 - y0 for _, y0, _, y1 in clear or apart or found)
    clear = [line for line in clear if line[3] - line[1] <= HIGHEST * height]
    kept: list[Rectangle] = []
    for box in crossed:
        own = [line for line in clear if _share(line, box) >= WITHIN]
        if own and box[3] - box[1] > TALL * height:
            kept.extend(_reaching(box, own, discs))
        elif own or not any(_is_seals(disc, box, height) for disc in discs):
            kept.append(box)
    kept = _distinct(apart, kept)
    return kept + [line for line in clear if all(_share(line, box) < WITHIN for box in kept)]


def _distinct(apart: Sequence[Rectangle], crossed: Sequence[Rectangle]) -> list[Rectangle]:
    """The boxes that no seal meets, and of the others those that don't lie mostly in one of these
    or in a wider one: a line that was found twice."""
    kept = [*apart]
    for box in sorted(crossed, key=lambda each: each[0] - each[2]):
        if all(_share(box, other) < WITHIN for other in kept):
            kept.append(box)
    return kept


def _without(
    discs: Sequence[Disc], picture: Pixels, ink: Mask, boxes: Sequence[Rectangle]
) -> tuple[Pixels, Mask]:
    """The picture and its ink without those seals, the ink as high as the boxes reach."""
    picture, ink = picture.copy(), ink.copy()
    for disc in discs:
        middle, radius = (round(disc.x), round(disc.y)), round(disc.radius)
        cv2.circle(picture, middle, radius, WHITE, cv2.FILLED)
        cv2.circle(ink, middle, radius, 0, cv2.FILLED)
    ink[: min(y0 for _, y0, _, _ in boxes)] = 0
    ink[max(y1 for _, _, _, y1 in boxes) :] = 0
    return picture, ink


def _reaching(
    box: Rectangle, own: Sequence[Rectangle], discs: Sequence[Disc]
) -> Iterator[Rectangle]:
    """The lines in a box, each as far as it goes on under a seal."""
    for x0, y0, x1, y1 in own:
        near = NEAR * (y1 - y0)
        chords = [chord for disc in discs if (chord := _chord(disc, (y0 + y1) / 2))]
        right = any(-near <= left - x1 <= near for left, _ in chords)
        left = any(-near <= x0 - right <= near for _, right in chords)
        yield box[0] if left else x0, y0, box[2] if right else x1, y1


def _chord(disc: Disc, y: float) -> tuple[float, float] | None:
    """Where a level line enters and leaves a seal."""
    if abs(y - disc.y) >= disc.radius:
        return None
    half = math.sqrt(disc.radius**2 - (y - disc.y) ** 2)
    return disc.x - half, disc.x + half


def _is_seals(disc: Disc, box: Rectangle, height: float) -> bool:
    """Whether a box holds words of the seal: some letters far from its middle, or higher than a
    line."""
    x0, y0, x1, y1 = box
    far = math.dist(((x0 + x1) / 2, (y0 + y1) / 2), (disc.x, disc.y))
    if far > disc.radius:
        return False
    return y1 - y0 > HIGHEST * height or (x1 - x0 < disc.radius and far > LEGEND * disc.radius)


def _meets(disc: Disc, box: Rectangle) -> bool:
    x0, y0, x1, y1 = box
    near = min(max(disc.x, x0), x1), min(max(disc.y, y0), y1)
    return math.dist(near, (disc.x, disc.y)) <= disc.radius


def _share(line: Rectangle, box: Rectangle) -> float:
    """The share of a line that lies in a box."""
    return common(line, box) / area(line) if area(line) else 0.0
