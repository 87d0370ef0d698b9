"""Small PDFs made by hand, and the page that is read from them."""

from __future__ import annotations

from typing import Any

import pymupdf

from extractors.page import Cell, Page, Paragraph, Table
from extractors.pdf import read

CJK = "china-s"  # sets Latin letters as wide as Han ones
LATIN = "helv"


class Paper:
    """A PDF of one page or more, drawn step by step."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self.document = pymupdf.open()
        self.page: Any = self.document.new_page(width=width, height=height)

    def text(self, x: float, y: float, text: str, size: float = 10.5, **more: Any) -> Paper:
        font = LATIN if text.isascii() else CJK
        self.page.insert_text((x, y), text, fontname=font, fontsize=size, **more)
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Paper:
        """A ruled table without merged cells."""
        for y in ys:
            self.page.draw_line((xs[0], y), (xs[-1], y), width=0.5)
        for x in xs:
            self.page.draw_line((x, ys[0]), (x, ys[-1]), width=0.5)
        return self

    def box(self, x: float, y: float, side: float = 9) -> Paper:
        self.page.draw_rect((x, y, x + side, y + side), width=0.6)
        return self

    def next_page(self) -> Paper:
        self.page = self.document.new_page(width=595, height=842)
        return self

    @property
    def data(self) -> bytes:
        return bytes(self.document.tobytes())

    def read(self) -> Page:
        return read(self.data)


def texts(page: Page) -> list[str]:
    """The text of each paragraph outside tables."""
    return [block.text for block in page.blocks if isinstance(block, Paragraph)]


def tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def rows(table: Table) -> list[list[str]]:
    """The texts of a table's cells, row by row, each at its anchor."""
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append(cell.text)
    return found


def cell(table: Table, row: int, column: int) -> Cell:
    return next(each for each in table.cells if (each.row, each.column) == (row, column))


def picture(seen_through: bool | None = None) -> bytes:
    """A grey picture of 20 pixels by 20; with a mask, all of which is `seen_through` or none."""
    has_mask = seen_through is not None
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20), has_mask)
    pixels.clear_with(200)
    if has_mask:
        pixels.set_alpha(bytes([0 if seen_through else 255]) * 400)
    return bytes(pixels.tobytes("png"))


def codes(paper: Paper) -> list[str]:
    """The codes of what reading finds of a paper."""
    return [finding.code for finding in paper.read().findings]
