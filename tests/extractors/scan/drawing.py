"""Pages drawn by the tests themselves, in pixels at 200 dpi."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from tests.scanner.prints import page_picture

Pixels = NDArray[np.uint8]
DPI = 200
A4 = (2339, 1654)


def white() -> Pixels:
    return np.full((*A4, 3), 255, np.uint8)


def ruled(xs: list[int], ys: list[int], thick: int = 2) -> Pixels:
    """A page with a full grid of lines at those places."""
    page = white()
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), (0, 0, 0), thick)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), (0, 0, 0), thick)
    return page


def ink(page: Pixels) -> Pixels:
    return np.where(page.min(axis=2) < 128, 255, 0).astype(np.uint8)


def written(lines: list[tuple[float, float, str]], size: float = 12.0) -> Pixels:
    """A page of A4 with texts at x, y in points."""
    with pymupdf.open() as document:
        page = document.new_page(width=595.3, height=841.9)
        for x, y, text in lines:
            page.insert_text((x, y), text, fontname="china-s", fontsize=size)
        return page_picture(page, DPI)
