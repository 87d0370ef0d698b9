"""Bytes → an open document, within limits, or the reason why not."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, Final

from extractors.limits import Limits, Unreadable
from extractors.mupdf import pymupdf
from forms.messages import excerpt

Document = Any  # pymupdf is not typed

MOST_PAGES: Final = 400  # a form has thirty; an office's longest mixed file some hundred
MOST_OBJECTS: Final = 2_000_000

EMPTY: Final = "文件没有内容（0 字节）。请检查后重新提交。"
DAMAGED: Final = "PDF 文件已损坏，无法打开。请重新导出或打印为 PDF 后提交。"
ENCRYPTED: Final = "PDF 设有打开密码。请取消密码后重新提交。"
NO_SUCH_PAGE: Final = "PDF 共 {pages} 页，没有所指定的页码，未读取。请核对页码。"
PORTFOLIO: Final = "这是 PDF 包，申报材料在其中的附件里（{names}），未读取。请取出后分别提交。"
TOO_LARGE: Final = "PDF 共 {pages} 页，超过 {most} 页，未读取。请只提交申报材料本身。"


def open_pdf(data: bytes, limits: Limits, wanted: Container[int] | None = None) -> Document:
    """The document, of which `wanted` pages will be read, by default all; one whose user password
    is empty is opened as any reader opens it.

    Raises Unreadable. Broken cross references are mended by the library, without a word.
    """
    if not data:
        raise Unreadable("empty-file", EMPTY)
    if len(data) > limits.file_bytes:
        raise Unreadable("too-large", DAMAGED)
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    pymupdf.TOOLS.set_subset_fontnames(True)  # two subsets of one face are two fonts
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        if document.needs_pass and not document.authenticate(""):
            raise Unreadable("encrypted", ENCRYPTED)
        pages = sum(
            wanted is None or number in wanted for number in range(1, document.page_count + 1)
        )
        if not pages and document.page_count:
            raise Unreadable("not-a-form", NO_SUCH_PAGE.format(pages=document.page_count))
        objects = document.xref_length()
        if document.pdf_catalog() <= 0:
            raise Unreadable("damaged", DAMAGED)
        _refuse_portfolio(document)
    except Unreadable:
        raise
    except Exception as error:  # whatever the library raises, the file is what is wrong
        raise Unreadable("damaged", DAMAGED) from error
    if pages > MOST_PAGES or objects > MOST_OBJECTS:
        raise Unreadable("too-large", TOO_LARGE.format(pages=pages, most=MOST_PAGES))
    return document


def _refuse_portfolio(document: Document) -> None:
    """Raises Unreadable for files packed into a PDF whose only page says that they are."""
    is_one = document.xref_get_key(document.pdf_catalog(), "Collection")[0] != "null"
    if is_one and document.page_count == 1 and (names := attached(document)):
        raise Unreadable("unsupported-kind", PORTFOLIO.format(names=excerpt("、".join(names))))


def attached(document: Document) -> list[str]:
    """The names of the files that a document carries as a whole; PyMuPDF 2.0 gives the bytes of
    UTF-8 as characters of Latin-1."""
    return [_as_utf8(name) for name in document.embfile_names()]


def _as_utf8(name: str) -> str:
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
