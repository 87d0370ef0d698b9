"""The names of LibreOffice's filters.

They are given and not guessed: asked to guess, LibreOffice opens any bytes as a text.
"""

IMPORTS = {
    "docx": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "wps": "MS Word 97",  # WPS Writer's own files are Word 97 files under another name
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "html": "HTML (StarWriter)",
    "wordml": "MS Word 2003 XML",
}

EXPORTS = {
    "pdf": "writer_pdf_Export",
    "docx": "MS Word 2007 XML",
}
