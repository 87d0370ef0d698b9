"""Record → PDF: what is in the file, besides how it looks (`test_pictures.py`)."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from lxml import etree
from page import validate_pdf_bytes

from forms.registry import get
from renderers import docx, pdf
from renderers.office import Office

SAMPLES = Path(__file__).parents[2] / "samples" / "records"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office() as office:
        yield office


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(
        (SAMPLES / "a01-automotive-twin.json").read_text(encoding="utf-8")
    )
    # Radicals and compatibility forms look like these, and are others.
    record["applicant"]["name"] = "上海一人大山水火金石长马风龙食见言车走门雨集团"
    record["applicant"]["address"] = "A座 101 室  B 座①②Ⅳ㎡μm≥30℃"
    return record


@pytest.fixture(scope="module")
def printed(office, record) -> bytes:
    return pdf.render(get("application"), record, office=office)


@pytest.fixture(scope="module")
def archived(office, record) -> bytes:
    return pdf.render(get("application"), record, archival=True, office=office)


@pytest.fixture
def document(printed) -> Iterator[pymupdf.Document]:
    with pymupdf.open(stream=printed) as document:
        yield document


def entry(document: pymupdf.Document, *keys: str) -> str:
    value: str = document.xref_get_key(document.pdf_catalog(), "/".join(keys))[1]
    return value


def printed_characters(word: bytes) -> Counter[str]:
    """The characters of a Word file and its notes, without white space."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        parts = {"word/document.xml", "word/footnotes.xml"} & set(package.namelist())
        texts = [
            text.text or ""
            for part in parts
            for text in etree.fromstring(package.read(part)).iter(f"{WORD}t")
        ]
    return Counter(re.sub(r"\s", "", "".join(texts)))


def copied_characters(printed: bytes) -> Counter[str]:
    with pymupdf.open(stream=printed) as document:
        return Counter(re.sub(r"\s", "", "".join(page.get_text() for page in document)))


def test_what_is_copied_is_what_was_printed(document, record, printed):
    lost = printed_characters(docx.render(get("application"), record)) - copied_characters(printed)
    assert not lost
    copied = re.sub(r"\s", "", document[1].get_text())
    for answer in (record["applicant"]["name"], record["applicant"]["address"]):
        assert re.sub(r"\s", "", answer) in copied


HAN = [
    "数据",
    "智能制造",
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "——",
    "……",
]
LATIN = ["MES", "PLC", "V4.2", "12", "3.5%", "μm", "①", "℃", "㎡", "≥", "!", "a", " "]


def test_no_character_is_lost_where_a_line_ends(office, record):
    drawn = random.Random(4)
    lines = ["".join(drawn.choices([*HAN, *LATIN], k=90)) for _ in range(60)]
    record = copy.deepcopy(record)
    record["narrative"]["tasks"][0]["industries"][0]["background"] = "\n".join(
        f"甲{line}乙" for line in lines
    )
    word = docx.render(get("application"), record)
    assert not printed_characters(word) - copied_characters(pdf.of_word(word, office=office))


def test_no_character_became_a_radical_or_a_private_one(document):
    copied = "".join(page.get_text() for page in document)
    for character in set(copied):
        assert not 0x2E80 <= ord(character) <= 0x2FDF, character
        assert unicodedata.category(character) not in ("Co", "Cn"), character
        assert character != "\N{REPLACEMENT CHARACTER}"


def test_spaces_between_words_are_kept(document):
    assert "101 室" in document[1].get_text()


def test_every_font_is_embedded_as_a_subset(document):
    fonts = {font[:4] for page in document for font in page.get_fonts()}
    assert fonts
    for xref, extension, _, name in fonts:
        assert re.match(r"[A-Z]{6}\+", name)
        assert extension != "n/a"
        assert document.extract_font(xref)[3]


def test_ticks_are_the_characters_of_boxes(document, record):
    text = document[1].get_text()
    assert f"☑ {record['applicant']['ownership']}" in text
    assert text.count("☑") + text.count("☐") == 12


def test_it_is_tagged_and_names_its_title_and_language(document):
    assert entry(document, "MarkInfo", "Marked") == "true"
    assert entry(document, "StructTreeRoot")
    assert entry(document, "Lang") == "zh-CN"
    assert entry(document, "ViewerPreferences", "DisplayDocTitle") == "true"
    assert document.metadata["title"] == "上海市智能制造系统解决方案揭榜挂帅项目申报书"


def test_it_says_nothing_of_whose_machine_printed_it_and_when(document, printed):
    assert document.metadata["author"] == ""
    assert document.metadata["creationDate"] == document.metadata["modDate"] == ""
    assert document.get_xml_metadata() == ""
    for xref in range(1, document.xref_length()):
        assert "/tmp" not in document.xref_object(xref)
        assert "file:" not in document.xref_object(xref)


def test_it_has_no_field_script_or_file(document):
    assert not document.is_form_pdf
    assert not document.embfile_names()
    assert entry(document, "Names") == "null"


@pytest.mark.parametrize("archival", [False, True])
def test_the_same_record_gives_the_same_bytes(office, record, printed, archived, archival):
    again = pdf.render(get("application"), record, archival=archival, office=office)
    assert again == (archived if archival else printed)


def test_another_process_gives_the_same_bytes(record, printed):
    with Office() as fresh:
        again = pdf.render(get("application"), record, office=fresh)

    assert differing(again, printed) == {}  # says more than bytes do
    assert again == printed


def differing(one: bytes, other: bytes) -> dict[int, tuple[str, str]]:
    """The objects that two files have otherwise, by number."""
    with pymupdf.open(stream=one) as a, pymupdf.open(stream=other) as b:
        return {
            number: (a.xref_object(number)[:300], b.xref_object(number)[:300])
            for number in range(1, min(a.xref_length(), b.xref_length()))
            if a.xref_object(number) != b.xref_object(number)
            or a.xref_stream_raw(number) != b.xref_stream_raw(number)
        }


def test_other_records_have_other_identifiers(office, printed):
    blank = pdf.of_word(docx.blank(get("summary")), office=office)
    with pymupdf.open(stream=blank) as one, pymupdf.open(stream=printed) as other:
        assert one.xref_get_key(-1, "ID") != other.xref_get_key(-1, "ID")


# LibreOffice embeds OpenType faces as Type 1, and the validator knows of these but one first line
# and PDF/A-1's rule for a list of glyphs, which PDF/A-2 leaves open (ISO 19005-2, 6.2.11.4.2).
UNTOLD = {"FONT-EMBEDDING-001", "TYPE1-SUBSET-CHARSET-001"}


def test_an_archival_one_keeps_the_rules_of_pdf_a_and_those_of_its_tags(archived):
    report = validate_pdf_bytes(archived, profile="2a")
    broken = {failure.rule_id.removeprefix("PDFA2A-") for failure in report.failures}
    # It says of itself that it keeps those of level B.
    assert broken - UNTOLD == {"ID-CONFORMANCE-001"}
    assert report.rules.total > 150


def test_an_archival_one_says_so_has_its_colours_and_no_date(archived):
    with pymupdf.open(stream=archived) as document:
        described = document.get_xml_metadata()
        assert "<pdfaid:part>2</pdfaid:part>" in described
        assert "<pdfaid:conformance>B</pdfaid:conformance>" in described
        assert "Date>" not in described
        assert "OutputIntents" in document.xref_get_keys(document.pdf_catalog())
        assert document.metadata["title"] in described
