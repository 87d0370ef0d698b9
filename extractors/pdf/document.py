"""An open PDF → the page model."""

from __future__ import annotations

from typing import Any

from extractors.limits import Deadline, Limits
from extractors.page import Page
from extractors.pdf.furniture import take_heads, take_notes
from extractors.pdf.joining import blocks
from extractors.pdf.sheets import SheetOfPaper, sheet


def read_document(document: Any, limits: Limits) -> Page:
    """The page of an open document."""
    deadline = Deadline(limits.seconds)
    tagged = document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")[0] != "null"
    sheets: list[SheetOfPaper] = []
    for number, page in enumerate(document, start=1):
        deadline.check()
        sheets.append(sheet(page, number, tagged))
    headers = take_heads(sheets)
    notes = take_notes(sheets)
    return Page(
        blocks(sheets, frozenset(notes)), notes=notes, headers=headers, pages=document.page_count
    )
