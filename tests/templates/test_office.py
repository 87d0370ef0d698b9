"""The office's own letters: files such as Word writes, on the page of GB/T 9704."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

FOLDER = Path(__file__).parents[2] / "templates" / "office"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTICE = FOLDER / "notice.docx"


def part(name: str) -> etree._Element:
    with zipfile.ZipFile(NOTICE) as package:
        return etree.fromstring(package.read(name))


def value(element: etree._Element, name: str) -> str:
    return element.get(W + name, "")


@pytest.mark.parametrize("version", [FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365])
def test_word_finds_no_fault(version: FileFormat) -> None:
    assert OpenXmlValidator(file_format=version).validate(NOTICE).errors == []


def test_the_page_is_that_of_gb_t_9704() -> None:
    (margins,) = part("word/document.xml").iter(W + "pgMar")
    sides = ("top", "left", "right", "bottom")
    assert [round(int(value(margins, side)) * 25.4 / 1440) for side in sides] == [37, 28, 26, 35]


def test_the_custom_part_names_the_form() -> None:
    assert part("customXml/item1.xml").get("name") == "office/notice"


def test_the_heads_of_the_items_come_again_on_each_page_and_rows_stay_whole() -> None:
    first, *others = part("word/document.xml").iter(W + "tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (first, *others))


def test_the_file_names_nobody_and_no_moving_date() -> None:
    with zipfile.ZipFile(NOTICE) as package:
        assert {it.date_time for it in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
