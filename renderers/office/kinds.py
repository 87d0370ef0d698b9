"""The names of LibreOffice's filters.

They are given and not guessed: asked to guess, LibreOffice opens any bytes as a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

IMPORTS = {
    "docx": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "wps": "MS Word 97",  # WPS Writer's own files are Word 97 files under another name
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "fodt": "OpenDocument Text Flat XML",
    "html": "HTML (StarWriter)",
    "wordml": "MS Word 2003 XML",
}

EXPORTS = {
    "pdf": "writer_pdf_Export",
    "docx": "MS Word 2007 XML",
}

# What the default paragraph style is given before a document is exported.
STYLES: Mapping[str, Mapping[str, Any]] = {
    # LibreOffice 7.4 drops a comma that hangs over the end of a line when Latin letters follow
    # (数据孤岛，MES), and does not heed the w:overflowPunct that would keep it from hanging.
    "pdf": {"ParaIsHangingPunctuation": False},
    "docx": {},
}
