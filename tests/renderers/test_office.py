"""LibreOffice kept warm: what it converts, and what becomes of what fails."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pymupdf
import pytest

from forms.registry import get
from renderers.docx import blank
from renderers.office import Office, Unconvertible


@pytest.fixture(scope="module")
def word() -> bytes:
    return blank(get("summary"))


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(workers=2) as office:
        yield office


def processes() -> list[psutil.Process]:
    """Every LibreOffice that this test process started."""
    below = psutil.Process().children(recursive=True)
    return [process for process in below if process.name() == "soffice.bin"]


def text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document)


def test_a_word_file_becomes_a_pdf_with_its_words(office, word):
    assert "推荐汇总表" in text(office.convert(word, "pdf"))


@pytest.mark.parametrize(
    "document",
    [b"garbage" * 1000, b"PK\x03\x04" + bytes(1000), b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0" * 200],
)
def test_what_is_no_word_file_is_damaged_and_costs_no_process(office, word, document):
    with pytest.raises(Unconvertible) as caught:
        office.convert(document, "pdf")
    assert caught.value.code == "damaged"
    assert office.convert(word, "pdf")


def test_an_empty_file_says_so(office):
    with pytest.raises(Unconvertible) as caught:
        office.convert(b"", "pdf")
    assert caught.value.code == "empty-file"


def test_a_truncated_word_file_is_damaged(office, word):
    with pytest.raises(Unconvertible) as caught:
        office.convert(word[: len(word) // 2], "pdf")
    assert caught.value.code == "damaged"
