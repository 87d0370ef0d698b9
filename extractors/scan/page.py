"""A picture to an upright page: a photographed sheet cut out and made rectangular, turned upright,
straightened, its shadows levelled, and scaled to a resolution that is good for reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Mask, Pixels, in_colour, in_grey
from extractors.scan.flattening import bent, remapped
from extractors.scan.grid import Disc
from extractors.scan.outline import cut_out
from extractors.scan.seals import Seal, grey_seals, red_of, seals, without, without_thick
from extractors.scan.streaks import without_streaks
from extractors.scan.turning import skew, straightened, turned

A4: Final = (210.0 / 25.4, 297.0 / 25.4)  # inches
A4_RATIO: Final = (1.33, 1.50)  # longer to shorter side of what is taken for a sheet of A4
KNOWN_DPI: Final = (90.0, 1300.0)  # what a file says of itself is believed within
READ_AT: Final = (200.0, 300.0)  # dpi: coarser pictures are enlarged, finer ones reduced
DARK: Final = 128  # of 255: pages are mostly lighter, but for negatives and ones on dark tables
LETTER: Final = 1 / 60  # of the picture's longer side: letters are smaller
WIDE: Final = 0.1  # share of a negative that is light in larger pieces, at most
SMALLEST: Final = 64  # pixels of a picture's side
BACKGROUND: Final = 12.0  # mm: shadows are wider, letters and seals are not
NARROW: Final = 6.0  # … of fingers, too; they have edges:
HARD: Final = 0.9  # … of the light that there is round them they leave less
SEAL_EDGE: Final = 1.5  # mm by which a seal's rim may lie farther out than it was found
DARKEST_INK: Final = 215  # of 255 on levelled paper: lighter is no ink
LIGHTEST_INK: Final = 150  # darker is ink whatever the rest of the page is like


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A page turned and straightened, its paper white, its seals taken off."""

    colour: Pixels  # as it is
    picture: Pixels  # without red ink: the red channel stretched where seals are; without the rims
    # and stars of grey seals
    plain: Pixels  # … with the plain red channel there, and with grey seals whole
    ink: Mask  # of `picture`
    whole: Mask  # … with grey seals whole: a line that crosses a rim is not broken there
    red: Mask
    gone: Mask  # lines of dirt that were taken off, and what they hid with them
    seals: tuple[Seal, ...]
    dpi: float
    quarters: int  # clockwise turns that brought it upright

    @property
    def discs(self) -> tuple[Disc, ...]:
        """Where seals lie whose words are still on the picture."""
        return _discs(self.seals, self.dpi)


def upright(picture: Pixels, dpi: float | None) -> Upright:
    """The page that a picture shows. `dpi` is what is known of its scale; a photograph has none."""
    sheet, is_photo = cut_out(_positive(_padded(picture)))
    dpi = _dpi(sheet, None if is_photo else dpi)
    sheet, dpi = _scaled(sheet, dpi)
    sheet = _plain(sheet)
    gone = np.zeros(sheet.shape[:2], np.uint8)
    if not is_photo:
        sheet, gone = without_streaks(sheet, dpi)
    level = _levelled(sheet, dpi)
    quarters = turned(level)
    if quarters:
        level, gone = (np.ascontiguousarray(np.rot90(each, -quarters)) for each in (level, gone))
    leaning = skew(_ink(level))
    level = straightened(level, leaning)
    gone = straightened(gone, leaning, 0) if gone.any() else gone
    places = bent(_ink(level), dpi)
    if places is not None:
        level = remapped(level, places)
        gone = remapped(gone, places, 0)
    red = np.zeros_like(gone)
    found: tuple[Seal, ...] = ()
    if level.ndim == 3:
        red = red_of(level)
        found = tuple(seals(red, dpi))
        red = red if found else np.zeros_like(red)
    level = in_colour(level)
    picture, plain = without(level, red)
    ink = whole = _ink(picture)
    if not found:
        found = tuple(grey_seals(whole, dpi))
        picture = without_thick(picture, _discs(found, dpi), dpi)
        ink = _ink(picture) if found else whole
    return Upright(level, picture, plain, ink, whole, red, gone, found, dpi, quarters)


def _positive(picture: Pixels) -> Pixels:
    """A picture as dark on light: a negative, where nothing light is wider than letters, turned
    back. A sheet on a dark table is light."""
    if np.median(picture[::8, ::8]) >= DARK:
        return picture
    grey = in_grey(picture)
    _, light = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    letter = np.ones((round(LETTER * max(grey.shape)),) * 2, np.uint8)
    wide = cv2.morphologyEx(light, cv2.MORPH_OPEN, letter)
    return picture if (wide > 0).mean() > WIDE else cv2.bitwise_not(picture)


def _plain(sheet: Pixels) -> Pixels:
    """A sheet in grey, whose channels are alike, as one of them; others as they are."""
    if any((sheet[::64, ::64, 0] != sheet[::64, ::64, at]).any() for at in (1, 2)):
        return sheet
    first, *others = cv2.split(sheet)
    return first if all(np.array_equal(first, other) for other in others) else sheet


def _discs(found: Sequence[Seal], dpi: float) -> tuple[Disc, ...]:
    grown = SEAL_EDGE * dpi / 25.4
    return tuple(Disc(*seal.middle, seal.radius + grown) for seal in found if seal.is_grey)


def _padded(picture: Pixels) -> Pixels:
    """A picture of a pixel or a line, with white added: there is no letter on it, nor a fault."""
    height, width = picture.shape[:2]
    down, across = max(0, SMALLEST - height), max(0, SMALLEST - width)
    if not down and not across:
        return picture
    return cv2.copyMakeBorder(
        picture, 0, down, 0, across, cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )


def _dpi(sheet: Pixels, known: float | None) -> float:
    """The scale of a sheet: A4 if it has that shape, else what is known, else as if it were A4."""
    short, long = sorted(sheet.shape[:2])
    a4 = (short / A4[0] + long / A4[1]) / 2
    if A4_RATIO[0] <= long / max(short, 1) <= A4_RATIO[1]:
        return float(a4)
    if known and KNOWN_DPI[0] <= known <= KNOWN_DPI[1]:
        return known
    return float(max(short / A4[0], long / A4[1]))


def _scaled(sheet: Pixels, dpi: float) -> tuple[Pixels, float]:
    """The sheet within the resolutions that are read."""
    wanted = min(max(dpi, READ_AT[0]), READ_AT[1])
    factor = wanted / dpi
    if abs(factor - 1) < 0.05:
        return sheet, dpi
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return cv2.resize(sheet, None, fx=factor, fy=factor, interpolation=way), wanted


def _levelled(sheet: Pixels, dpi: float) -> Pixels:
    """The sheet with its paper evenly white: divided by what lies behind its ink."""
    small = cv2.resize(sheet, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper, near = _behind(small, BACKGROUND, 1 / 2, dpi), _behind(small, NARROW, 1 / 8, dpi)
    paper = np.where(near < HARD * paper, near, paper)
    paper = cv2.resize(paper, (sheet.shape[1], sheet.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(sheet, np.maximum(paper, 40), scale=255)


def _behind(small: Pixels, wide: float, smooth: float, dpi: float) -> Pixels:
    """What lies behind all that is less than `wide` mm wide, in a picture of an eighth of the
    page's size; smoothed by that share of it."""
    size = max(3, round(wide * dpi / 25.4 / 8) | 1)
    behind = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    return cv2.GaussianBlur(behind, (0, 0), size * smooth)


def _ink(level: Pixels) -> Pixels:
    """The ink of a levelled page, 255 on 0."""
    grey = in_grey(level)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    at = min(max(threshold, LIGHTEST_INK), DARKEST_INK)
    return cv2.threshold(grey, at, 255, cv2.THRESH_BINARY_INV)[1]
