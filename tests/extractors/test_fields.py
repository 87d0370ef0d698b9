"""Several answers in one field, shared out by what is printed between them."""

from __future__ import annotations

import pytest

from extractors.fields import parts
from extractors.items import Slice
from extractors.page import Paragraph
from extractors.pattern import Field, Hole

NAME = Hole("name", "text", before="事故名称:", after=")")
BOX = Hole("occurred", "ticks", options=("是", "否"))
ACCIDENT = Field((BOX, NAME), ("(事故名称:", ")"))
SIGNED = Hole("signatory", "text", before="法定代表人签章:", names=("法人代表签字",))
DATE = Hole("date", "text", hints=("年　月　日",))
PLEDGE = Field((SIGNED, DATE), ("我单位承诺真实。", "法定代表人签章:", "公 章:"))
PERIOD = Field((Hole("start", "text"), Hole("end", "text")), ("-",))


def lines(*texts: str) -> tuple[Slice, ...]:
    paragraphs = (Paragraph(text, f"/p[{n}]") for n, text in enumerate(texts, 1))
    return tuple(Slice(each, 0, len(each.text)) for each in paragraphs)


def shared(one: Field, *texts: str) -> dict[str, str]:
    return {
        hole.path: "|".join(piece.text for piece in slices).strip()
        for hole, slices in parts(one, lines(*texts))
    }


def test_a_lone_hole_takes_all() -> None:
    given = lines("甲", "乙")
    assert parts(Field((SIGNED,)), given) == [(SIGNED, given)]


@pytest.mark.parametrize("printed", ["法定代表人签章:", "法定代表人签章：", "法定代表人（签章）："])
def test_printed_words_part_the_answers_however_they_are_spaced(printed: str) -> None:
    found = shared(PLEDGE, "我单位承诺真实。", f"{printed}张三", "公 章:", "2024年5月6日")
    assert found == {"signatory": "张三", "date": "2024年5月6日"}


def test_printed_words_are_known_by_their_other_names() -> None:
    assert shared(PLEDGE, "法人代表签字：张三")["signatory"] == "张三"


def test_printed_words_with_a_slip_are_known() -> None:
    assert shared(PLEDGE, "法定代表签章：张三")["signatory"] == "张三"


def test_an_answer_ends_where_the_next_printed_words_begin() -> None:
    assert shared(PLEDGE, "法定代表人签章:张三 公 章: 2024年5月6日")["signatory"] == "张三"


def test_an_answer_ends_where_a_seals_place_begins() -> None:
    assert shared(PLEDGE, "法定代表人签章:张三　　单位（公章）：")["signatory"] == "张三"


def test_what_is_only_printed_is_no_answer() -> None:
    assert shared(PLEDGE, "我单位承诺真实。", "法定代表人签章:", "公 章:", "年　月　日") == {
        "signatory": "",
        "date": "",
    }


@pytest.mark.parametrize(
    "text",
    ["☑是(事故名称:某事故)　☐否", "☑是（事故名称：某事故）　☐否", "是☑(事故名称:某事故　)　否☐"],
)
def test_the_boxes_are_left_when_the_words_were_taken(text: str) -> None:
    found = shared(ACCIDENT, text)
    assert found["name"] == "某事故"
    assert "某事故" not in found["occurred"]
    assert "是" in found["occurred"]
    assert "否" in found["occurred"]


def test_a_period_is_two_dates() -> None:
    assert shared(PERIOD, "2024年6月 - 2026年5月") == {"start": "2024年6月", "end": "2026年5月"}
    assert shared(PERIOD, "2024.06至2026.05") == {"start": "2024.06", "end": "2026.05"}
    assert shared(PERIOD, "二〇二四年六月—二〇二六年五月")["end"] == "二〇二六年五月"


def test_one_date_is_the_start_unless_blanks_or_a_stroke_stand_before_it() -> None:
    assert shared(PERIOD, "2024年6月起") == {"start": "2024年6月", "end": ""}
    assert shared(PERIOD, "____年__月 - 2026年5月") == {"start": "", "end": "2026年5月"}


def test_a_period_without_dates_stays_raw_at_its_start() -> None:
    assert shared(PERIOD, "待定") == {"start": "待定", "end": ""}
