"""Seals stamped on pages: red on what is there, as ink does it."""

from __future__ import annotations

import math

import numpy as np
import pymupdf
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

INK = (0.80, 0.10, 0.12)
MM = 72 / 25.4


def stamped(
    page: Pixels, kind: str, x: float, y: float, dpi: int, name: str = "", size: float = 40.0
) -> Pixels:
    """The page with a seal of `size` mm, its middle at `x`, `y` mm: round, square or oval."""
    seal = DRAWN[kind](name, size)
    drawn = seal[0].get_pixmap(dpi=dpi)
    red = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, 3)[:, :, ::-1]
    top, left = round(y / 25.4 * dpi - drawn.height / 2), round(x / 25.4 * dpi - drawn.width / 2)
    stamped_page = page.copy()
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + drawn.height, page.shape[0]), min(left + drawn.width, page.shape[1])
    under = stamped_page[y0:y1, x0:x1].astype(np.float32)
    over = red[y0 - top : y1 - top, x0 - left : x1 - left]
    stamped_page[y0:y1, x0:x1] = (under * over / 255).astype(np.uint8)
    return stamped_page


def _round(name: str, size: float) -> pymupdf.Document:
    return _ringed(name, size, size)


def _oval(name: str, size: float) -> pymupdf.Document:
    return _ringed(name, size, size * 2 / 3)


def _ringed(name: str, across: float, down: float) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page(width=across * MM, height=down * MM)
    rim = pymupdf.Rect(1.5, 1.5, across * MM - 1.5, down * MM - 1.5)
    page.draw_oval(rim, color=INK, width=3)
    centre = pymupdf.Point(across * MM / 2, down * MM / 2)
    star = [
        centre
        + pymupdf.Point(math.sin(at * 0.8 * math.pi), -math.cos(at * 0.8 * math.pi))
        * (down * MM * 0.13)
        for at in range(5)
    ]
    page.draw_polyline(star, color=INK, fill=INK, closePath=True)
    letter = min(0.115 * across * MM, 4.4 * across * MM / max(len(name), 1) / 2.4)
    for at, character in enumerate(name):
        turn = math.radians(-135 + 270 * (at + 0.5) / len(name))  # from the top, clockwise
        reach_x, reach_y = 0.36 * across * MM, 0.36 * down * MM
        foot = centre + pymupdf.Point(math.sin(turn) * reach_x, -math.cos(turn) * reach_y)
        start = foot - pymupdf.Point(math.cos(turn), math.sin(turn)) * (letter / 2)
        page.insert_text(
            start,
            character,
            fontsize=letter,
            fontname="china-s",
            color=INK,
            morph=(start, pymupdf.Matrix(-math.degrees(turn))),
        )
    return document


def _square(name: str, size: float) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page(width=size * MM, height=size * MM)
    page.draw_rect(pymupdf.Rect(1, 1, size * MM - 1, size * MM - 1), color=INK, width=2)
    letter = size * MM * 0.42
    for at, character in enumerate(name[:4]):
        column, row = 1 - at // 2, at % 2  # from the right, downwards
        place = pymupdf.Point(size * MM * (0.06 + 0.46 * column), size * MM * (0.42 + 0.46 * row))
        page.insert_text(place, character, fontsize=letter, fontname="china-s", color=INK)
    return document


DRAWN = {"round": _round, "oval": _oval, "square": _square}
