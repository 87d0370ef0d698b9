"""Pages that are pictures, for the reader of scans; and the pictures on pages of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractors.mupdf import pymupdf
from extractors.page import Box
from extractors.paper.glyphs import Turn

MOST_PIXELS: Final = 40_000_000  # of a page made into a picture: A3 at 400 dpi


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page without text. `render(dpi)` gives its picture: height × width × 3, red, green, blue,
    8 bits each; the resolution is lowered where the page would be larger than MOST_PIXELS."""

    number: int
    width: float  # of the page as it is shown, in points
    height: float
    render: Callable[[float], Any]


def picture_page(page: Any) -> PicturePage:
    """A page to be read as a picture."""

    def render(dpi: float) -> Any:
        import numpy as np

        area = page.rect.width * page.rect.height * (dpi / 72) ** 2
        if area > MOST_PIXELS:
            dpi *= (MOST_PIXELS / area) ** 0.5
        picture = page.get_pixmap(dpi=max(int(dpi), 1), colorspace=pymupdf.csRGB, alpha=False)
        pixels = np.frombuffer(picture.samples, np.uint8)
        return pixels.reshape(picture.height, picture.width, 3)

    return PicturePage(page.number + 1, page.rect.width, page.rect.height, render)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its box in the page's own space, and whether it hides what is under."""

    box: Box
    hides: bool


def pictures(page: Any) -> list[Picture]:
    """The pictures on a page, none of them decoded. They hide what was drawn before them, unless
    one of the page's pictures has a mask, as seals have."""
    images = page.get_images()
    if not images:
        return []
    masked = any(image[1] for image in images)
    return [
        Picture(tuple(box), kind == "fill-image" and not masked)
        for kind, box, *_ in page.get_bboxlog()
        if kind in ("fill-image", "fill-imgmask")
    ]


def covered(found: list[Picture], width: float, height: float) -> float:
    """The share of the page that its largest picture takes."""
    shares = (
        (min(x1, width) - max(x0, 0.0)) * (min(y1, height) - max(y0, 0.0)) / (width * height)
        for x0, y0, x1, y1 in (picture.box for picture in found)
        if x1 > 0 and y1 > 0 and x0 < width and y0 < height
    )
    return max(shares, default=0.0)


Spot = tuple[str, int, int]  # a character, its middle and its baseline in whole points


def under(page: Any, covers: Sequence[Box], turn: Turn) -> set[Spot]:
    """The characters of the upright page that are drawn before a picture or ground of `covers` that
    lies over them, and not again after it."""
    laid = [
        (number, tuple(box))
        for number, (kind, box, *_) in enumerate(page.get_bboxlog())
        if kind in ("fill-image", "fill-path") and any(_alike(tuple(box), one) for one in covers)
    ]
    hidden: set[Spot] = set()
    seen: set[Spot] = set()
    for span in page.get_texttrace():
        over = [box for number, box in laid if number > span["seqno"]]
        for code, _, origin, box in span["chars"]:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            is_under = any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in over)
            x0, _, x1, _ = turn.upright(tuple(box))
            base = turn.upright((*origin, *origin))[1]
            (hidden if is_under else seen).add(spot(chr(code), x0, x1, base))
    return hidden - seen


def spot(text: str, x0: float, x1: float, base: float) -> Spot:
    """Where a character stands, for comparison."""
    return text, round((x0 + x1) / 2), round(base)


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1.0 for a, b in zip(one, other, strict=True))
