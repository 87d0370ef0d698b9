"""The printed pages look as they did when somebody looked at them (`pictures.py` draws them)."""

from __future__ import annotations

from collections.abc import Iterator

import pymupdf
import pytest

from renderers.office import Office
from tests.renderers.pictures import DPI, DRAWN, difference, drawn, kept, printing

ALIKE = 30  # between another rasterizer's smoothing and a missing line


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with printing() as office:
        yield office


@pytest.mark.parametrize("name", DRAWN)
def test_the_pages_look_as_they_should(office, name):
    now, then = drawn(name, office), kept(name)
    assert len(now) == len(then)
    differences = [difference(*pages) for pages in zip(then, now, strict=True)]
    assert max(differences) < ALIKE, f"page by page: {differences}"


def page(*, tick: bool = True, column: float = 200, down: float = 0, line: bool = True) -> bytes:
    """A page with a table and a box, drawn by hand; measures in points."""
    with pymupdf.open() as document:
        sheet = document.new_page()
        for x in (100, column, 400):
            sheet.draw_line((x, 100 + down), (x, 200 + down), width=0.5)
        for y in (100, 200) if line else (100,):
            sheet.draw_line((100, y + down), (400, y + down), width=0.5)
        box = pymupdf.Rect(220, 120 + down, 228, 128 + down)
        sheet.draw_rect(box, width=0.7)
        if tick:
            sheet.draw_polyline(
                [(221.5, 124 + down), (223.5, 126.5 + down), (226.5, 121.5 + down)], width=0.9
            )
        return bytes(sheet.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY).tobytes("png"))


def test_a_page_is_like_itself_and_like_one_that_is_smoothed_otherwise():
    assert difference(page(), page()) == 0
    assert difference(page(), page(down=0.3)) < ALIKE


@pytest.mark.parametrize(
    "other", [page(tick=False), page(column=203), page(line=False)], ids=["tick", "column", "line"]
)
def test_a_missing_mark_and_a_shifted_column_are_seen(other):
    assert difference(page(), other) > ALIKE
    assert difference(other, page()) > ALIKE
