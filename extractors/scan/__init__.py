"""The reader of scans and photographs: pictures → page. Needs the extra `tianbao[scan]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.page import Finding, Mark, Page
from extractors.scan.engine import check

if TYPE_CHECKING:
    from extractors.paper.sheets import SheetOfPaper
    from extractors.pdf.pictures import PicturePage
    from extractors.scan.pictures import Picture

__all__ = ["View", "picture_of", "read", "read_many", "view_of"]

RENDERED: Final = 250.0  # dpi of a PDF's page that is read as a picture
TURNS: Final = {1: "逆时针转了90度", 2: "上下颠倒", 3: "顺时针转了90度"}
TURNED: Final = "第{}页{}，已转正读取。"


class View(NamedTuple):
    """What is seen on the picture of a page."""

    sheet: SheetOfPaper
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]


def read(data: bytes) -> Page:
    """The page of a picture file, or of all the pictures in it.

    Raises Unreadable, with a code and a message in Chinese, for bytes that give no page.
    """
    return read_many([data])


def read_many(files: Sequence[bytes]) -> Page:
    """The page of picture files that are one document, in the order given. Raises Unreadable."""
    check()
    from extractors.paper.document import page_of
    from extractors.scan.pictures import pictures

    found = (picture for data in files for picture in pictures(data))
    views = [_view(picture, number) for number, picture in enumerate(found, start=1)]
    page = page_of(
        [view.sheet for view in views],
        [mark for view in views for mark in view.marks],
        [finding for view in views for finding in view.findings],
        len(views),
    )
    return replace(page, kind="image")


def view_of(page: PicturePage) -> View:
    """What is seen on a page of a PDF. Raises Unreadable where the extra is not installed."""
    check()
    return _view(picture_of(page), page.number)


def picture_of(page: PicturePage) -> Picture:
    """A page of a PDF as a picture."""
    from extractors.scan.pictures import Picture

    pixels = page.render(RENDERED)
    return Picture(pixels[:, :, ::-1].copy(), pixels.shape[1] * 72 / page.width)


def _view(picture: Picture, number: int) -> View:
    from extractors.scan.page import upright
    from extractors.scan.sheet import read_sheet

    page = upright(picture.pixels, picture.dpi)
    sheet, marks = read_sheet(page, number)
    findings: tuple[Finding, ...] = ()
    if page.quarters:
        message = TURNED.format(number, TURNS[page.quarters])
        findings = (Finding("page-turned", message, f"第{number}页"),)
    return View(sheet, marks, findings)
