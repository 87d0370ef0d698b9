"""Texts as both databases can hold them."""

from __future__ import annotations

_NOT_STORED = "\0"  # PostgreSQL's texts can't hold it; it comes in names only to deceive


def storable(text: str) -> str:
    """The text without what a database can't hold: NUL, and halves of characters, as names of
    files that are no UTF-8 have them."""
    plain = text.replace(_NOT_STORED, "\ufffd")
    return plain.encode("utf-8", "replace").decode("utf-8") if not _is_unicode(plain) else plain


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
