"""Record → PDF: the filled DOCX as LibreOffice shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.registry import Form
from renderers import docx, office

# Options of LibreOffice's PDF export.
OPTIONS: Mapping[str, Any] = {
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    # Content controls are answers, not fields to fill in; LibreOffice 7.4 and later differ in it.
    "ExportFormFields": False,
    "DisplayPDFDocumentTitle": True,
    "ReduceImageResolution": False,
    "UseLosslessCompression": True,
    "IsSkipEmptyPages": False,
}
PDF_A_2B = {"SelectPdfVersion": 2}


def render(form: Form, record: Mapping[str, Any], *, archival: bool = False) -> bytes:
    """The filled form as a PDF, `archival` as PDF/A-2b.

    Raises what `renderers.docx.render` raises, OfficeMissing and Unconvertible.
    """
    return of_word(docx.render(form, record), archival=archival)


def blank(form: Form, *, archival: bool = False) -> bytes:
    """The official blank as a PDF; raises as `render`."""
    return of_word(docx.blank(form), archival=archival)


def of_word(document: bytes, *, archival: bool = False) -> bytes:
    """A DOCX of ours as a PDF; raises OfficeMissing and Unconvertible."""
    options = {**OPTIONS, **(PDF_A_2B if archival else {})}
    return office.convert(document, "pdf", options=options)
