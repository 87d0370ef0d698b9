"""What of a document no field took, told as problems, so that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from extractors.foreign import says_it_goes_on
from extractors.items import Item, Sheet, Slice
from extractors.notes import is_note, is_torn_line
from extractors.page import Mark, Page
from extractors.pattern import Pattern
from extractors.running import unread_heads, unread_notes
from extractors.stamps import PICTURES
from extractors.ticks import is_tick
from extractors.values import Harvest
from extractors.wording import key
from forms.problems import Problem

EXACTLY = 0.95  # quality of a wording from which it is the printed one
FORMULAS = ("Equation", "MathType")  # programs whose objects are letters of a text
_CELL = re.compile(r"(.*/w:tc\[\d+\])/")
_MARKED = re.compile(r"(.*\D)\d{1,2}")


def runs_of(pattern: Pattern, sheet: Sheet, harvest: Harvest, page: Page) -> list[list[Item]]:
    """The runs of items that neither a label nor an answer took."""
    notes = (*pattern.notes, *page.notes.values())
    runs: list[list[Item]] = []
    for item in sheet.items:
        if item.index in harvest.used or not _is_left(item, pattern, notes):
            continue
        if runs and runs[-1][-1].index == item.index - 1 and runs[-1][-1].table == item.table:
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if not is_torn_line(run, pattern)]


def length(run: list[Item]) -> int:
    """The characters of a run."""
    return sum(len(item.text) for item in run)


def of_run(run: list[Item]) -> Problem:
    """The problem of a run that belongs to no field."""
    text = " | ".join(" ".join(item.text.split()) for item in run)
    text = text if len(text) <= 60 else text[:60] + "…"
    where = run[0].paragraphs[0].where
    return Problem.of(
        "unread-text", "", f"这段文字不属于任何栏目，未读入：“{text}”（位置 {where}）。"
    )


def of_rest(path: str, piece: Slice) -> Problem:
    """The problem of what a field's cell or line says besides its answer."""
    text = " ".join(piece.text.split())
    return Problem.of("unread-text", path, f"此栏中的“{text[:60]}”未全部读入，请核对。")


def beside(page: Page, pattern: Pattern, sheet: Sheet) -> list[Problem]:
    """The problems of what stands in headers, footers and notes and may be an answer."""
    return [
        *(_of_text("页眉或页脚", line) for line in unread_heads(page, pattern, sheet)),
        *(_of_text("脚注或尾注", text) for text in unread_notes(page, pattern)),
    ]


def pictured(marks: Iterable[Mark], sheet: Sheet, read: Container[str]) -> list[Problem]:
    """The problems of pictures and embedded files that are all that a Word file's cell holds: an
    answer, or the rows of a list, may be in them; and of formulas within answers. `read` are the
    paths that have an answer."""
    marks = list(marks)
    if not marks:
        return []
    cells = [item.cell.where for item in sheet.items if item.cell and not item.text.strip()]
    empty = {where for where in cells if where}
    found = []
    for mark in marks:
        cell = _CELL.match(mark.where)
        if mark.near in read and (mark.text or "").startswith(FORMULAS):
            message = "此栏中有公式编辑器的公式，未读入，请对照原件核对。"
            found.append(Problem.of("unread-text", mark.near or "", message))
        if mark.kind in PICTURES and cell and cell[1] in empty and mark.near not in read:
            message = (
                f"此格中只有图片或嵌入的文件，其内容未读入，请核对是否是答案（位置 {cell[1]}）。"
            )
            found.append(Problem.of("unread-text", mark.near or "", message))
    return found


def _of_text(where: str, text: str) -> Problem:
    text = " ".join(text.split())
    return Problem.of("unread-text", "", f"{where}中的“{text[:60]}”未读入，请核对是否是答案。")


def _is_left(item: Item, pattern: Pattern, notes: tuple[str, ...]) -> bool:
    """Whether an item says what the form does not print; a tick alone in its cell does."""
    if item.table >= 0 and is_tick(item.text):
        return True
    return _says(item.text) and not _is_printed(item, pattern, notes)


def _says(text: str) -> bool:
    said = re.sub(r"[\W_]+", "", text)
    left_blank = "__" in text and len(said) < 3  # `___个`
    return bool(said) and not left_blank and bool(key(text))


def _is_printed(item: Item, pattern: Pattern, notes: tuple[str, ...]) -> bool:
    word = key(item.text) if len(item.text) < 2000 else ""
    return (
        word in pattern.hints
        or word in pattern.lookup
        or _is_marked_label(word, pattern)
        or word in pattern.heads
        or says_it_goes_on(item.text)
        or is_note(item.text, notes)
    )


def _is_marked_label(word: str, pattern: Pattern) -> bool:
    """Whether a text is a printed label with its note's number typed behind it, `预期应用成效9`."""
    marked = _MARKED.fullmatch(word)
    found = pattern.lookup.get(marked[1], ()) if marked else ()
    return any(quality > EXACTLY for _, quality in found)
