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

from extractors.mupdf import pymupdf
from forms.registry import Form
from renderers import docx
from renderers.office import Office, convert
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

_PROFILE_DATE = slice(24, 36)
_REFERENCE = re.compile(r"(\d+) 0 R")
_ROLE = re.compile(r"/([^/<>\s]+)\s*/([^/<>\s]+)")
_DATES = re.compile(rb"<xmp:(CreateDate|ModifyDate|MetadataDate)>[^<]*</xmp:\1>")


def render(
    form: Form, record: Mapping[str, Any], *, archival: bool = False, office: Office | None = None
) -> bytes:
    """The filled form as a PDF; raises what `renderers.docx.render` and `of_word` raise."""
    return of_word(docx.render(form, record), archival=archival, office=office)


def blank(form: Form, *, archival: bool = False) -> bytes:
    """The official blank as a PDF; raises as `of_word`."""
    return of_word(docx.blank(form), archival=archival)


def of_word(document: bytes, *, archival: bool = False, office: Office | None = None) -> bytes:
    """A DOCX of ours as a PDF, `archival` as PDF/A-2b; by `office`, or the one this process keeps.

    Raises OfficeMissing and Unconvertible.
    """
    options = {**OPTIONS, **(ARCHIVAL if archival else {})}
    converted = (office.convert if office else convert)(document, "pdf", options=options)
    return pinned(converted, document)


def pinned(pdf: bytes, source: bytes) -> bytes:
    """LibreOffice's PDF without its dates, under an identifier of the source, and smaller."""
    with pymupdf.open(stream=pdf) as document:
        catalog = document.pdf_catalog()
        document.xref_set_key(catalog, "Lang", f"({LANGUAGE})")
        _without_dates(document)
        _without_profile_dates(document)
        _without_circular_roles(document)
        _number_fonts(document)
        name = hashlib.sha256(source).hexdigest()[:32]
        document.xref_set_key(-1, "ID", f"[<{name}><{name}>]")
        return bytes(document.tobytes(garbage=1, deflate=True, use_objstms=1, no_new_id=True))


def _without_dates(document: pymupdf.Document) -> None:
    """Takes the date of printing out of the document's information and out of its XMP."""
    for information in _references(document, -1, "Info"):
        for key in ("CreationDate", "ModDate"):
            document.xref_set_key(information, key, "null")
    for metadata in _references(document, document.pdf_catalog(), "Metadata"):
        text = _DATES.sub(b"", document.xref_stream(metadata))
        document.update_stream(metadata, text, compress=False)


def _without_profile_dates(document: pymupdf.Document) -> None:
    """Takes the date of making out of the colour profiles of a PDF/A (ICC.1:2010, 7.2.8)."""
    for intent in _references(document, document.pdf_catalog(), "OutputIntents"):
        for profile in _references(document, intent, "DestOutputProfile"):
            data = bytearray(document.xref_stream(profile))
            data[_PROFILE_DATE] = bytes(_PROFILE_DATE.stop - _PROFILE_DATE.start)
            document.update_stream(profile, bytes(data))


def _without_circular_roles(document: pymupdf.Document) -> None:
    """Takes the roles out of the tags that stand for themselves (ISO 32000-1, 14.8.4)."""
    for root in _references(document, document.pdf_catalog(), "StructTreeRoot"):
        roles = _ROLE.findall(document.xref_get_key(root, "RoleMap")[1])
        others = "".join(f"/{tag}/{role}" for tag, role in roles if tag != role)
        document.xref_set_key(root, "RoleMap", f"<<{others}>>")


def _references(document: pymupdf.Document, xref: int, key: str) -> list[int]:
    """The objects that an entry of a dictionary refers to."""
    return [int(number) for number in _REFERENCE.findall(document.xref_get_key(xref, key)[1])]


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
