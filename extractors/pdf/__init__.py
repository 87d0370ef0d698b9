"""The reader of PDF files that hold text: bytes → page."""

from __future__ import annotations

from collections.abc import Container

from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.page import Page
from extractors.pdf.document import read_document
from extractors.pdf.opening import open_pdf

__all__ = ["read"]


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, pages: Container[int] | None = None) -> Page:
    """The page of a PDF, or of those of its pages that are named, counted from 1.

    Raises Unreadable, with a code and a message in Chinese, for bytes that give no page.
    """
    document = open_pdf(data, limits, pages)
    try:
        return read_document(document, data, limits, pages)
    finally:
        document.close()
