"""PDFs drawn anew as other programs draw them: the same page, told in another way.

Each function takes a PDF of ours and gives one that looks the same. Borders become thin filled
rectangles, dashes or double lines; words become single characters in any order, without spaces;
pages are turned, put two on a sheet, shuffled.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pymupdf

from extractors.paper.glyphs import Turn
from extractors.pdf.graphics import graphics
from extractors.pdf.sheets import contents

HAIR = 0.48  # points: the thickness of Word's borders

Box = tuple[float, float, float, float]
Draw = Callable[[Any, Box, random.Random], None]  # shape of a page, a line as a thin box


def whole_lines(shape: Any, line: Box, _: random.Random) -> None:
    """A thin rectangle for each line."""
    shape.draw_rect(thick(line))
    shape.finish(color=None, fill=(0, 0, 0), width=0)


def pieces(shape: Any, line: Box, chance: random.Random) -> None:
    """As Word draws them: rectangles piece by piece."""
    parts = chance.randint(2, 6)
    for piece in parted(line, parts, 1.0):
        whole_lines(shape, piece, chance)


def doubled(shape: Any, line: Box, _: random.Random) -> None:
    """Two strokes side by side."""
    x0, y0, x1, y1 = line
    across = x1 - x0 > y1 - y0
    for off in (0.0, 1.4):
        dx, dy = (0.0, off) if across else (off, 0.0)
        shape.draw_line((x0 + dx, y0 + dy), (x1 + dx, y1 + dy))
        shape.finish(width=0.4)


def dashed(shape: Any, line: Box, _: random.Random) -> None:
    """Short strokes, each drawn by itself as printer drivers do."""
    length = max(line[2] - line[0], line[3] - line[1])
    for x0, y0, x1, y1 in parted(line, max(int(length / 6), 1), 0.6):
        shape.draw_line((x0, y0), (x1, y1))
        shape.finish(width=0.4)


def parted(line: Box, parts: int, inked: float) -> list[Box]:
    """A line in equal parts, of each the first share that is `inked`."""
    x0, y0, x1, y1 = line
    shares = [(at / parts, (at + inked) / parts) for at in range(parts)]
    return [
        (x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))
        for a, b in shares
    ]


def thick(line: Box) -> Box:
    x0, y0, x1, y1 = line
    return x0, y0, max(x1, x0 + HAIR), max(y1, y0 + HAIR)


def redrawn(
    data: bytes,
    draw: Draw = whole_lines,
    *,
    single: bool = False,
    spaces: bool = True,
    sides: bool = True,
    seed: int = 1,
) -> bytes:
    """The PDF with its lines drawn by `draw`. `single`: characters one by one in any order;
    without `spaces` they are only left out; without `sides` tables have no outer borders left and
    right."""
    chance = random.Random(seed)
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    font = pymupdf.Font("cjk")
    for old in source:
        new = target.new_page(width=old.rect.width, height=old.rect.height)
        turn = Turn(0, 0, old.rect.width, old.rect.height)
        drawn = graphics(old, turn)
        edges = [rule.at for rule in drawn.down]
        shape = new.new_shape()
        for rule in drawn.across:
            draw(shape, (rule.start, rule.at, rule.end, rule.at), chance)
        for rule in drawn.down:
            if sides or min(edges) + 1 < rule.at < max(edges) - 1:
                draw(shape, (rule.at, rule.start, rule.at, rule.end), chance)
        shape.commit()
        glyphs = list(contents(old, old.number + 1, tagged=False).glyphs)
        if single:
            chance.shuffle(glyphs)
        writer = pymupdf.TextWriter(new.rect)
        for glyph in glyphs:
            if glyph.text == " " and not spaces:
                continue
            writer.append((glyph.x0, glyph.base), glyph.text, font, glyph.size)
        writer.write_text(new)
    return bytes(target.tobytes())


def turned(data: bytes, degrees: int, pages: Sequence[int] = ()) -> bytes:
    """The PDF with the content of its pages turned clockwise, as drivers and scanners lay them."""
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    for old in source:
        width, height = old.rect.width, old.rect.height
        if old.number not in pages and pages:
            target.insert_pdf(source, from_page=old.number, to_page=old.number)
            continue
        if degrees % 180:
            width, height = height, width
        new = target.new_page(width=width, height=height)
        new.show_pdf_page(new.rect, source, old.number, rotate=-degrees)
    return bytes(target.tobytes())


def with_rotation(data: bytes, degrees: int) -> bytes:
    """The PDF with `/Rotate` set on every page."""
    document = pymupdf.open(stream=data, filetype="pdf")
    for page in document:
        page.set_rotation(degrees)
    return bytes(document.tobytes())


def two_up(data: bytes) -> bytes:
    """The pages side by side on A3 sheets."""
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    for first in range(0, source.page_count, 2):
        width, height = source[first].rect.width, source[first].rect.height
        new = target.new_page(width=2 * width, height=height)
        for at in range(min(2, source.page_count - first)):
            box = pymupdf.Rect(at * width, 0, (at + 1) * width, height)
            new.show_pdf_page(box, source, first + at)
    return bytes(target.tobytes())


def on_sheets(data: bytes, columns: int, rows: int) -> bytes:
    """The pages beside and above each other on sheets of A4."""
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    width, height = 595.3 / columns, 841.9 / rows
    for old in source:
        row, column = divmod(old.number % (columns * rows), columns)
        if row == column == 0:
            new = target.new_page(width=595.3, height=841.9)
        x, y = column * width, row * height
        new.show_pdf_page(pymupdf.Rect(x, y, x + width, y + height), source, old.number)
    return bytes(target.tobytes())


def shrunk(data: bytes, share: float) -> bytes:
    """The pages printed smaller, in the middle of sheets of their size."""
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    for old in source:
        width, height = old.rect.width, old.rect.height
        x, y = width * (1 - share) / 2, height * (1 - share) / 2
        new = target.new_page(width=width, height=height)
        new.show_pdf_page(pymupdf.Rect(x, y, width - x, height - y), source, old.number)
    return bytes(target.tobytes())


def of_sizes(data: bytes, shares: Sequence[float]) -> bytes:
    """The pages printed on papers of several sizes, by turns, each as large as its paper."""
    source = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    for old in source:
        share = shares[old.number % len(shares)]
        new = target.new_page(width=old.rect.width * share, height=old.rect.height * share)
        new.show_pdf_page(new.rect, source, old.number)
    return bytes(target.tobytes())


def selected(data: bytes, pages: Sequence[int]) -> bytes:
    """The PDF of those pages, counted from 0, in that order."""
    document = pymupdf.open(stream=data, filetype="pdf")
    target = pymupdf.open()
    for number in pages:
        target.insert_pdf(document, from_page=number, to_page=number)
    return bytes(target.tobytes())


def joined(*files: bytes) -> bytes:
    """The pages of several PDFs in one."""
    target = pymupdf.open()
    for data in files:
        target.insert_pdf(pymupdf.open(stream=data, filetype="pdf"))
    return bytes(target.tobytes())
