"""Letters that look like boxes to tick, in answers in words."""

from __future__ import annotations

from extractors.items import Slice
from extractors.page import Line, Paragraph, Tick
from extractors.scan.signs import Source
from extractors.scan.unboxing import unboxed
from tests.extractors.scan.test_lattice import line


def paragraph(text: str, letter: str, probability: float) -> Paragraph:
    """A line on a picture in which one letter was read for its box, which a space may set off."""
    source = Source(line({letter: probability}), 0, 0)
    sources = tuple(source if character == "☑" else None for character in text)
    edges = tuple(float(at) for at in range(len(text) + 1))
    stands = Line(0, len(text), 1, (0, 0, len(text), 10), edges, "ocr", 0.9, sources)
    at = text.index("☑")
    tick = Tick(at, True, None, None, "", 0.4)
    return Paragraph(text, "第1页", (tick,), notes=((at + 2, "1"),), lines=(stands,))


def read(text: str, letter: str, probability: float = 0.9) -> Slice:
    made = paragraph(text, letter, probability)
    [piece] = unboxed([Slice(made, 0, len(text))])
    return piece


def test_a_letter_takes_its_place_again() -> None:
    assert read("上海市烧娟制药（集☑）公司", "团").text == "上海市烧娟制药（集团）公司"


def test_the_space_that_set_a_box_off_goes_with_it() -> None:
    piece = read("编制接\u2003☑规范与用例", "口")
    assert piece.text == "编制接口规范与用例"
    [stands] = piece.paragraph.lines
    assert (stands.start, stands.end, len(stands.edges)) == (0, 9, 10)
    assert [at for at, source in enumerate(stands.sources) if source] == [3]
    assert piece.paragraph.ticks == ()
    assert piece.paragraph.notes == ((5, "1"),)


def test_a_box_in_which_no_letter_was_read_stays_one() -> None:
    for letter, probability in (("√", 0.9), ("团", 0.3), ("☑", 0.9)):
        piece = read("☑已完成", letter, probability)
        assert (piece.text, len(piece.paragraph.ticks)) == ("☑已完成", 1)
