"""Fonts whose codes nothing maps are doubted; those that say what they mean are read."""

from __future__ import annotations

import pymupdf
import pytest

from extractors.page import Page, Paragraph
from extractors.pdf import read
from tests.documents.pdf.faces import Font
from tests.documents.pdf.hostile import single
from tests.documents.pdf.objects import Objects
from tests.extractors.pdf.paper import Paper, codes, texts

NAME = "上海某某有限公司"
MAP = "1 begincodespacerange <00> <ff> endcodespacerange"


def sureness(page: Page) -> float:
    """Of the least sure line."""
    lines = [line for each in page.blocks if isinstance(each, Paragraph) for line in each.lines]
    return min(line.confidence for line in lines)


def written(encoding: str, font: Font | None = None) -> bytes:
    """A page with a name in a font of one byte a character, which has this `/Encoding`."""
    objects = Objects()
    font = font or Font("F1", "SimSun", simple=True, mapped="none")
    codes = b"".join(font.show(letter).code for letter in NAME).hex()
    number = font.write(objects)
    plain = objects.bodies[number - 1]
    objects.put(number, plain.replace(b">>", f"{encoding} >>".encode()))
    return page_of(objects, f"BT /F1 10.5 Tf 100 700 Td <{codes}> Tj ET", number)


def page_of(objects: Objects, content: str, font: int) -> bytes:
    return single(content.encode(), f"/Font << /F1 {font} 0 R >>", objects=objects)


@pytest.mark.parametrize(
    "encoding", ["", "/Encoding << /Differences [33 /g21 /g22 /g23 /g24 /g25 /g26 /g27] >>"]
)
def test_codes_that_only_count_are_doubted(encoding: str) -> None:
    assert sureness(read(written(encoding))) < 0.5


def test_names_that_tell_are_read() -> None:
    names = " ".join(f"/uni{ord(letter):04X}" for letter in dict.fromkeys(NAME))
    page = read(written(f"/Encoding << /Differences [33 {names}] >>"))
    assert texts(page) == [NAME]
    assert sureness(page) == 1.0


def test_codes_with_a_map_are_read() -> None:
    page = read(written("", Font("F1", "SimSun", simple=True)))
    assert (texts(page), sureness(page)) == ([NAME], 1.0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_each_page_has_fonts_of_its_own(order: tuple[int, int]) -> None:
    given = [written(""), written("", Font("F1", "SimSun", simple=True))]
    document = pymupdf.open()
    for at in order:
        document.insert_pdf(pymupdf.open(stream=given[at], filetype="pdf"))
    page = read(bytes(document.tobytes()))
    lines = [line for each in page.blocks if isinstance(each, Paragraph) for line in each.lines]
    assert [line.confidence < 0.5 for line in lines] == [at == 0 for at in order]


def test_a_font_that_is_not_embedded_has_the_codes_of_its_encoding() -> None:
    assert codes(Paper().text(100, 100, "Shanghai 12")) == []


@pytest.mark.parametrize("encoding", ["UniGB-UCS2-H", "UniGB-UTF16-H", "GBK-EUC-H"])
def test_the_codes_of_a_chinese_encoding_need_no_map(encoding: str) -> None:
    objects = Objects()
    descriptor = objects.add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    descendant = objects.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        f" /FontDescriptor {descriptor} 0 R >>"
    )
    font = objects.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding}"
        f" /DescendantFonts [{descendant} 0 R] >>"
    )
    codes = NAME.encode("gbk" if "GBK" in encoding else "utf-16-be").hex()
    page = read(page_of(objects, f"BT /F1 10.5 Tf 100 700 Td <{codes}> Tj ET", font))
    assert (texts(page), sureness(page)) == ([NAME], 1.0)


DRAWN = "上海公司12"  # in a font whose letters are drawn by operators


def drawn(matrix: float, size: float, units: float, mapped: bool) -> bytes:
    """Two lines of letters ten points high, with kerns, in a font of that unit and size."""
    objects = Objects()
    letters = list(dict.fromkeys(DRAWN))
    widths = [units if letter > "~" else units / 2 for letter in letters]
    drawings = [
        objects.stream(f"{width} 0 0 0 {width} {units} d1 0 0 {width} {units} re f".encode())
        for width in widths
    ]
    said = "".join(f"<{33 + at:02x}> <{ord(each):04x}>" for at, each in enumerate(letters))
    unicode = objects.stream(f"{MAP} {len(letters)} beginbfchar {said} endbfchar".encode())
    names = " ".join(f"/A{at}" for at, _ in enumerate(letters))
    procs = " ".join(f"/A{at} {number} 0 R" for at, number in enumerate(drawings))
    font = objects.add(
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [{matrix} 0 0 {matrix}"
        f" 0 0] /CharProcs << {procs} >> /Encoding << /Differences [33 {names}] >> /FirstChar 33"
        f" /LastChar {32 + len(letters)} /Widths [{' '.join(map(str, widths))}] /Resources << >>"
        f" {f'/ToUnicode {unicode} 0 R' if mapped else ''} >>"
    )
    kern = -0.4 / size * 1000  # points
    shown = "".join(f"<{33 + letters.index(each):02x}>{kern:.0f}" for each in DRAWN)
    lines = "".join(f" 1 0 0 1 100 {y} Tm [{shown}] TJ" for y in (700, 600))
    return page_of(objects, f"BT /F1 {size} Tf{lines} ET", font)


@pytest.mark.parametrize(
    ("matrix", "size", "units"), [(0.001, 10, 1000), (1, 1, 10), (0.25, 1, 40)]
)
def test_letters_that_are_drawn_are_as_large_as_they_look(
    matrix: float, size: float, units: float
) -> None:
    page = read(drawn(matrix, size, units, mapped=True))
    assert texts(page) == [DRAWN, DRAWN]
    assert sureness(page) == 1.0


def test_letters_that_are_drawn_and_not_mapped_are_doubted() -> None:
    assert sureness(read(drawn(0.001, 10, 1000, mapped=False))) < 0.5
