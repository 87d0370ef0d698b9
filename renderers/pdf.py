"""Record → PDF: the filled DOCX as LibreOffice shows it.

The PDF is tagged, embeds the glyphs that it uses, names its title and its language, and is the same
bytes for the same record: what LibreOffice dates and counts is pinned.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Mapping
from typing import Any

import pymupdf

from forms.registry import Form
from renderers import docx, office
from renderers.type1 import renumbered

LANGUAGE = "zh-CN"  # of the forms; LibreOffice names the language of their Latin letters

# Options of LibreOffice's PDF export.
OPTIONS: Mapping[str, Any] = {
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    # A content control is an answer; LibreOffice 7.5 and later would make a field to fill in of it.
    "ExportFormFields": False,
    "DisplayPDFDocumentTitle": True,
    "ReduceImageResolution": False,
    "UseLosslessCompression": True,
    "IsSkipEmptyPages": False,
}
FIRST_NUMBER = 4_100_001  # of the Type 1 fonts; where LibreOffice starts, too
ARCHIVAL: Mapping[str, Any] = {"SelectPdfVersion": 2}

_DATES = re.compile(rb"<xmp:(CreateDate|ModifyDate|MetadataDate)>[^<]*</xmp:\1>")


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
    options = {**OPTIONS, **(ARCHIVAL if archival else {})}
    return pinned(office.convert(document, "pdf", options=options), document)


def pinned(pdf: bytes, source: bytes) -> bytes:
    """LibreOffice's PDF without its dates, under an identifier that is the source's, and smaller."""
    with pymupdf.open(stream=pdf) as document:
        catalog = document.pdf_catalog()
        document.xref_set_key(catalog, "Lang", f"({LANGUAGE})")
        _without_dates(document)
        _number_fonts(document)
        name = hashlib.sha256(source).hexdigest()[:32]
        document.xref_set_key(-1, "ID", f"[<{name}><{name}>]")
        return bytes(document.tobytes(garbage=1, deflate=True, use_objstms=1, no_new_id=True))


def _without_dates(document: pymupdf.Document) -> None:
    """Takes the date of printing out of the document's information and out of its XMP."""
    kind, information = document.xref_get_key(-1, "Info")
    if kind == "xref":
        for key in ("CreationDate", "ModDate"):
            document.xref_set_key(int(information.split()[0]), key, "null")
    kind, metadata = document.xref_get_key(document.pdf_catalog(), "Metadata")
    if kind == "xref":
        number = int(metadata.split()[0])
        text = _DATES.sub(b"", document.xref_stream(number))
        document.update_stream(number, text, compress=False)


def _number_fonts(document: pymupdf.Document) -> None:
    """Numbers the Type 1 fonts by their place in the document."""
    numbers = itertools.count(FIRST_NUMBER)
    for xref in range(1, document.xref_length()):
        kind, encrypted = document.xref_get_key(xref, "Length2")
        if kind == "int":
            clear = int(document.xref_get_key(xref, "Length1")[1])
            font = document.xref_stream(xref)
            font = renumbered(font, clear, int(encrypted), next(numbers))
            document.update_stream(xref, font)
