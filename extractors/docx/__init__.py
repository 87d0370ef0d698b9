"""The reader of Word documents (.docx, .docm, .dotx): bytes → page, in one walk over the tree."""

from __future__ import annotations

from extractors.docx.document import read_document
from extractors.docx.package_zip import Package
from extractors.limits import DEFAULT_LIMITS, Limits, Unreadable
from extractors.page import Page

EMPTY = "文件没有内容（0 字节）。请检查后重新提交。"

__all__ = ["read"]


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page of a Word document: what Word shows once every tracked change is accepted.

    Raises Unreadable, with a code and a message in Chinese, for bytes that give no page.
    """
    if not data:
        raise Unreadable("empty-file", EMPTY)
    return read_document(Package(data, limits), limits)
