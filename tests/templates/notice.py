"""The official notice, as the tests' own measure of what the forms must print.

Its text came out of a PDF: rows of tables are lines with tabs, a box is an HTML input, a note mark
is a superscript digit, and the notes stand where a page of the PDF ended.
"""

from __future__ import annotations

import re
from pathlib import Path

NOTICE = Path(__file__).parent.parent / "resources" / "notice.txt"
MARKS = "¹²³⁴⁵⁶⁷⁸⁹"

Line = str | tuple[str, ...]  # a paragraph, or the cells of a table's row that say something


def annex(number: int) -> list[Line]:
    """The paragraphs and rows of an annex, from its mark `附件 1` on, without the notes' texts."""
    lines = NOTICE.read_text(encoding="utf-8").splitlines()
    start, end = lines.index(f"附件 {number}"), lines.index(f"附件 {number + 1}")
    return [_line(line) for line in lines[start:end] if line and not _is_note(line)]


def notes() -> list[str]:
    """The texts of the notes, in the order of their numbers."""
    found = {
        line[0]: line[1:].strip()
        for line in NOTICE.read_text("utf-8").splitlines()
        if _is_note(line)
    }
    return [found[mark] for mark in MARKS]


def spaced(text: str) -> str:
    """White space as it can be compared: one blank, and none beside a mark or inside a bracket."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(rf" (?=[{MARKS})])|(?<=[{MARKS}]) ", "", text)


def _is_note(line: str) -> bool:
    return line[:1] in MARKS and line[:1] != ""


def _line(line: str) -> Line:
    cells = [spaced(_plain(cell)) for cell in line.split("\t")]
    return tuple(cell for cell in cells if cell) if "\t" in line else cells[0]


def _plain(cell: str) -> str:
    return re.sub(r"<[^>]+>", "", re.sub(r"<input[^>]*>", "☐", cell))
