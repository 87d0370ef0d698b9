"""What a form prints itself is read at a glance, and believed only where it says just that."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.paper.glyphs import Glyph
from extractors.scan import lines
from extractors.scan.glances import label, note, options
from extractors.scan.lattice import text_of
from extractors.scan.printed import Place
from extractors.scan.writing import glyphs_of
from tests.extractors.scan.drawing import DPI, Pixels, ink, written

LABELS = Place(0.0, 0.292, ("单位名称", "统一社会信用代码", "主营业务收入万元"), (), False)
NOTE = (
    "根据《统计上大中小微型企业划分办法(2017)》《关于印发中小企业划型标准规定的通知》规定，"
    "工业企业大、中、小、微企业划分标准如下：从业人员1000人及以上的为大型企业。"
)
LINE = "1 " + NOTE[:52]


def box(page: Pixels) -> lines.Rectangle:
    """The rectangle of the one line on a page, a little larger than its ink."""
    rows, columns = np.nonzero(ink(page))
    return columns.min() - 5, rows.min() - 5, columns.max() + 6, rows.max() + 6


@pytest.mark.parametrize(
    ("text", "place", "is_label"),
    [
        ("统一社会信用代码", LABELS, True),
        ("单位名称1", LABELS, True),  # a note's number behind it
        ("信用代码", LABELS, True),  # the second line of a label
        ("统一社会信用代号", LABELS, False),
        ("上海示例机器厂", LABELS, False),
        ("单位名称", LABELS._replace(words=("序号",), answered=True), False),
    ],
)
def test_a_label_is_what_stands_there_on_the_form(text: str, place: Place, is_label: bool) -> None:
    page = written([(60, 100, text)])
    strip = label(page, box(page), place)
    assert (strip is not None) == is_label
    assert strip is None or text_of(strip.lattice) == text


def test_the_number_of_a_row_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    page = written([(60, 100, "1")])
    monkeypatch.delattr(lines, "read")
    assert label(page, box(page), LABELS._replace(words=("序号",))) is None


def test_options_are_read_beside_their_boxes() -> None:
    place = Place(0.292, 1.0, (), ("中央企业地方国企民营企业",), True)
    page = written([(60, 100, "□地方国企")])
    strip = options(page, box(page), place)
    assert strip is not None
    assert text_of(strip.lattice).endswith("地方国企")
    other = written([(60, 100, "□合资企业")])
    assert options(other, box(other), place) is None


def read_note(text: str, notes: tuple[str, ...], wider: float = 1.0) -> list[Glyph] | None:
    page = cv2.resize(written([(60, 100, text)], 8.0), None, fx=wider, fy=1.0)
    letters = ink(page)

    def glyphs(strip: lines.Strip) -> list[Glyph]:
        return glyphs_of(strip, letters, letters, [], DPI)

    return note(page, box(page), notes, glyphs)


def test_a_note_is_read_from_its_ends() -> None:
    found = read_note(LINE, (NOTE,))
    assert found is not None
    said = "".join(glyph.text for glyph in found)
    assert said.replace("（", "(").replace("）", ")") == LINE.replace(" ", "")
    guessed = [glyph for glyph in found if glyph.source is None]
    assert len(guessed) > 20
    assert max(glyph.confidence for glyph in guessed) < 0.9
    assert np.all(np.diff([glyph.x0 for glyph in found]) > 0)


def test_a_note_that_is_set_wide_is_read_from_its_ends_too() -> None:
    assert read_note(LINE[2:], (NOTE,), 1.2) is not None


@pytest.mark.parametrize(
    "text",
    [
        LINE[:20] + "以及其他有关的通知" + LINE[20:],  # longer than the note
        LINE[:-8] + "不在此列的另有说明",  # another end
        "上海示例机器厂" + LINE[7:],  # another beginning
        LINE[:20],  # too short to be worth it
    ],
)
def test_what_is_not_just_the_note_is_read_whole(text: str) -> None:
    assert read_note(text, (NOTE,)) is None
