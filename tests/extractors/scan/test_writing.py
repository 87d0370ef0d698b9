"""Characters of a line: blanks to fill in, spaces between Latin words, letters like boxes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.scan.lines import Strip
from extractors.scan.ticks import Frame
from extractors.scan.writing import glyphs_of
from tests.extractors.scan.test_lattice import line

HEIGHT, FRAME = 48, 8  # pixels of a line and of a frame of its lattice
DPI = 250.0


def strip(text: str, step: int = 5) -> Strip:
    """A line that says `text`, a character every `step` frames of 8 pixels."""
    frames = []
    for character in text:
        frames += [{"": 0.99}] * 2 + [{character: 0.98}] + [{"": 0.99}] * (step - 3)
    lattice = line(*frames)
    return Strip((0, 0, FRAME * lattice.frames, HEIGHT), lattice, FRAME)


def inked(*columns: tuple[int, int], rows: tuple[int, int] = (8, 40)) -> NDArray[np.uint8]:
    """Ink between those columns."""
    ink = np.zeros((HEIGHT, 600), np.uint8)
    for left, right in columns:
        ink[rows[0] : rows[1], left:right] = 255
    return ink


def read(one: Strip, whole: NDArray[np.uint8], frames: list[Frame] | None = None) -> str:
    return "".join(glyph.text for glyph in glyphs_of(one, whole, whole, frames or [], DPI))


def test_a_level_line_at_the_feet_is_a_blank_and_no_number() -> None:
    blank = np.maximum(inked((0, 75), rows=(38, 41)), inked((45, 75)))
    assert read(strip("二个"), blank) == "个"
    short = np.maximum(inked((0, 42), rows=(38, 41)), inked((45, 75)))  # the box is higher for it
    assert read(strip("一个"), short) == "个"
    assert read(strip("二个"), inked((6, 34), (45, 75))) == "二个"


def test_a_wide_gap_between_latin_letters_is_a_space() -> None:
    letters = [(at * 24 + 9, at * 24 + 28) for at in range(4)]
    assert read(strip("CMMI", 3), inked(*letters)) == "CMMI"
    one = strip("CMI3", 3)  # its figure stands apart: the middle of I is at 60 pixels, of 3 at 84
    assert read(one, inked((3, 18), (21, 42), (52, 64), (80, 94))) == "CMI 3"


def test_the_kou_of_a_word_is_no_box() -> None:
    frame = Frame(45, 8, 75, 38, 0.2)
    assert read(strip("接口规"), inked((8, 36), (88, 116)), [frame]) == "接口规"


def test_a_bracket_is_as_wide_as_what_is_free_outside_it() -> None:
    one = strip("（1）甲")  # the middles of its characters are at 20, 60, 100 and 140 pixels
    full = inked((14, 22), (52, 66), (92, 100), (126, 158))
    narrow = inked((14, 22), (52, 66), (98, 106), (112, 158))
    assert read(one, full).endswith("1）甲")
    assert read(one, narrow).endswith("1)甲")


def test_a_line_begins_and_ends_where_its_ink_does() -> None:
    ink = inked((14, 44), (50, 70))
    glyphs = glyphs_of(strip("甲乙"), ink, ink, [], DPI)
    edges = glyphs[0].x0, glyphs[-1].x1
    assert [round(edge * DPI / 72) for edge in edges] == [14, 70]


def test_brackets_of_a_pair_are_told_by_what_is_free_beside_both() -> None:
    one = strip("甲（1）乙")  # size 37; middles at 20, 60, 100, 140 and 180 pixels
    close = inked((4, 36), (50, 58), (92, 108), (142, 150), (162, 196))  # 14 and 12 pixels
    assert read(one, close) == "甲（1）乙"
    apart = inked((4, 36), (50, 58), (92, 108), (132, 150), (154, 196))  # 14 and 4
    assert read(one, apart) == "甲(1)乙"


def test_a_bracket_at_a_lines_start_is_as_wide_as_its_pair() -> None:
    one = strip("(1)甲")
    assert read(one, inked((14, 22), (52, 66), (92, 104), (118, 158))) == "（1）甲"
    assert read(one, inked((14, 22), (52, 66), (92, 110), (116, 158))) == "(1)甲"


def test_of_figures_that_stand_together_all_are_raised_or_none() -> None:
    ink = inked((4, 36), (50, 64), (90, 104), (124, 156))
    ink[20:, 50:64] = 0  # the foot of the first figure is lost in noise
    assert len({glyph.base for glyph in glyphs_of(strip("甲20甲"), ink, ink, [], DPI)}) == 1
    ink[20:, 90:104] = 0
    assert len({glyph.base for glyph in glyphs_of(strip("甲20甲"), ink, ink, [], DPI)}) == 2


def test_a_smaller_raised_figure_behind_another_is_a_mark() -> None:
    ink = inked((4, 36), (50, 64), (90, 102))
    ink[22:, 90:102] = 0  # 攻关方向1³: half as high as the figure before it
    one, mark = glyphs_of(strip("甲13"), ink, ink, [], DPI)[1:]
    assert mark.base < one.base
    ink[8:22, 90:102] = 0  # as high as the other, its foot lost: both stand on the line
    ink[0:22, 90:102] = 255
    ink[0:8, 50:64] = 255
    ink[30:, 50:64] = 0
    one, other = glyphs_of(strip("甲13"), ink, ink, [], DPI)[1:]
    assert other.base == one.base


def test_a_crossed_box_that_reads_as_a_letter_is_one_below_an_empty_box() -> None:
    ink = inked((8, 36), (50, 76))
    crossed, empty = Frame(4, 8, 36, 40, 0.4), Frame(4, 80, 36, 112, 0.0)
    column = np.vstack((ink, np.zeros((80, 600), np.uint8)))
    assert read(strip("国团"), column, [crossed, empty]) == "☑团"
    assert read(strip("国团"), column, [crossed]) == "国团"
    aside = empty._replace(x0=14, x1=46)
    assert read(strip("国团"), column, [crossed, aside]) == "国团"


def test_the_letter_behind_a_box_is_not_what_was_read_for_it() -> None:
    lattice = line(*[{"": 0.99}] * 7, {"草": 0.98}, *[{"": 0.99}] * 4)  # its middle at 60 pixels
    one = Strip((0, 0, FRAME * lattice.frames, HEIGHT), lattice, FRAME)
    assert read(one, inked((12, 40), (48, 76)), [Frame(10, 8, 42, 40, 0.4)]) == "☑草"


def test_a_letter_that_dirt_lay_on_is_doubted_and_no_other() -> None:
    one = replace(strip("8386"), gone=((FRAME * 11, FRAME * 11 + 4),))
    glyphs = glyphs_of(one, inked((0, 150)), inked((0, 150)), [], DPI)
    assert [glyph.confidence < 0.9 for glyph in glyphs] == [False, False, True, False]
