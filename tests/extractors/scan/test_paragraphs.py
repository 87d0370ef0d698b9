"""Which line ends of a picture are the page's and which the writer's."""

from __future__ import annotations

from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.lines import TextLine, lines_of
from extractors.paper.paragraphs import Column, Placed, paragraphs
from extractors.scan.signs import Source
from tests.extractors.scan.test_lattice import line as lattice

SIZE = 10.0
READ = Source(lattice({"甲": 0.9}), 0, 0)
COLUMN = Column(0.0, 13 * SIZE, 1, Turn(0, 0, 600.0, 800.0))


def read(*texts: str, sizes: tuple[float, ...] = ()) -> list[str]:
    """The paragraphs of lines in a column of 13 characters; Latin ones take half a width. `sizes`
    are those that were read, where they are not the printed one."""
    found = [line(text, 16.0 * at, sizes[at] if sizes else SIZE) for at, text in enumerate(texts)]
    return [each.text for each in paragraphs([Placed(each, COLUMN) for each in found], "第1页")]


def line(text: str, top: float, size: float) -> TextLine:
    glyphs, x = [], 0.0
    for each in text:
        end = x + SIZE * (0.5 if each.isascii() else 1.0)
        spot = (x, end, top, top + SIZE, top + SIZE, size)
        glyphs.append(Glyph(each, *spot, "", None, "ocr", 0.9, source=READ))
        x = end
    [made] = lines_of(glyphs)
    return made


def test_a_line_of_even_characters_that_lacks_one_was_ended() -> None:
    full, short = "热处理炉群智能化改造解决方", "涂装车间数字孪生解决方案"
    assert read(full, "案") == [full + "案"]
    assert read(short, "疫苗灌装产线") == [short, "疫苗灌装产线"]


def test_a_line_with_figures_may_lack_nearly_one_and_go_on() -> None:
    assert read("形成12项并，可复制推广的", "经验。") == ["形成12项并，可复制推广的经验。"]


def test_a_line_of_one_character_is_no_larger_than_its_neighbours() -> None:
    full = "热处理炉群智能化改造解决方"
    assert read(full, "案", sizes=(SIZE, 1.3 * SIZE)) == [full + "案"]


def test_a_word_of_several_widths_is_not_counted_in_characters() -> None:
    assert read("多轴联动加工中心现", "≤12ms，填补空白。") == [
        "多轴联动加工中心现≤12ms，填补空白。"
    ]
