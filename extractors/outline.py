"""A page as plain text, so that a change to a document or a template can be reviewed line by line.

    # 申报书
    | 单位名称 →2 | {{ applicant.name }} →5 |
    | 姓名 ↓2 | ☐[applicant.accident.occurred=否] 否 |
    | ↑ | 研制单位[^7] |
    [^7]: 可自研和采购，若采购明确制造商名称。

`→2` and `↓2` are spans over columns and rows, `↑` a place that a cell above covers; `¶` parts the
paragraphs of a cell and stands for an empty one, `↵` is a line break, `⇥` a tab, `^(2)` raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractors.page import Cell, Page, Paragraph, Table

HEADING: Final = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
TITLES: Final = frozenset({"title", "标题"})
SIGNS: Final = str.maketrans({"\n": "↵", "\t": "⇥"})


def outline(page: Page) -> str:
    """The page as lines, ended by a line end."""
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Paragraph):
            lines.append(_heading(block) + _paragraph(block))
        else:
            lines.extend(("", *_rows(block), ""))
    lines.extend(f"{{floating}} {_paragraph(paragraph)}" for paragraph in page.floating)
    lines.extend(f"{{header}} {text.translate(SIGNS)}" for text in page.headers)
    lines.extend(f"[^{id_}]: {text.translate(SIGNS)}" for id_, text in page.notes.items())
    return "\n".join(lines) + "\n"


def _heading(paragraph: Paragraph) -> str:
    style = paragraph.style or ""
    match = HEADING.fullmatch(style.strip())
    level = int(match[1]) if match else int(style.lower() in TITLES)
    return "#" * level + " " * bool(level)


def _paragraph(paragraph: Paragraph) -> str:
    """The paragraph on one line, with what stands in and on its text written into it."""
    inserts = [
        *((offset, f"[^{note}]") for offset, note in paragraph.notes),
        *((tick.offset + 1, f"[{tick.tag}]") for tick in paragraph.ticks if tick.tag is not None),
        *((start, "^(") for start, _ in paragraph.superscripts),
        *((end, ")") for _, end in paragraph.superscripts),
    ]
    text, last = paragraph.text, 0
    pieces: list[str] = []
    for offset, insert in sorted(inserts, key=lambda each: each[0]):
        pieces += (text[last:offset].translate(SIGNS), insert)
        last = offset
    pieces.append(text[last:].translate(SIGNS))
    number = f"{paragraph.number} " if paragraph.number else ""
    return number + "".join(pieces) or "¶"


def _rows(table: Table) -> Iterator[str]:
    """A line for each row; cells that reach down from above leave their sign."""
    for number in range(table.rows):
        cells = sorted(
            (c for c in table.cells if c.row <= number < c.row + c.row_span),
            key=lambda cell: cell.column,
        )
        shown = (_cell(cell) if cell.row == number else "↑" for cell in cells)
        yield f"| {' | '.join(shown)} |"


def _cell(cell: Cell) -> str:
    spans = f" →{cell.column_span}" * (cell.column_span > 1) + f" ↓{cell.row_span}" * (
        cell.row_span > 1
    )
    if not cell.text and len(cell.blocks) == 1:
        return spans.strip()
    return " ¶ ".join(_block(block) for block in cell.blocks) + spans


def _block(block: Paragraph | Table) -> str:
    if isinstance(block, Paragraph):
        return "" if _paragraph(block) == "¶" else _paragraph(block)
    return "⟦" + " / ".join(_rows(block)) + "⟧"
