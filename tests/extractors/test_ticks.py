"""Choices as applicants write them: each way of ticking is read, and nothing is guessed loudly."""

from __future__ import annotations

import pytest

from extractors.items import whole
from extractors.page import Paragraph, Tick
from extractors.ticks import BETWEEN, read_choice

OWNERSHIP = ("中央企业", "地方国企", "民营企业", "三资企业", "科研院所", "高等院校")


def choice(text: str, options: tuple[str, ...] = OWNERSHIP, ticks: tuple[Tick, ...] = ()):
    return read_choice((whole(Paragraph(text, "/w:p[1]", ticks)),), options)


@pytest.mark.parametrize(
    "text",
    [
        "□ 中央企业 □ 地方国企 ☑ 民营企业 □ 三资企业 □ 科研院所 □ 高等院校",
        "□中央企业□地方国企■民营企业□三资企业□科研院所□高等院校",
        "中央企业□ 地方国企□ 民营企业☑ 三资企业□ 科研院所□ 高等院校□",
        "□中央企业 □地方国企 □民营企业√ □三资企业 □科研院所 □高等院校",
        "中央企业 地方国企 民营企业√ 三资企业 科研院所 高等院校",
        "中央企业 地方国企 √民营企业 三资企业 科研院所 高等院校",
        "（ ）中央企业 （ ）地方国企 （√）民营企业 （ ）三资企业 （ ）科研院所 （ ）高等院校",
        "[ ]中央企业 [ ]地方国企 [√]民营企业 [ ]三资企业 [ ]科研院所 [ ]高等院校",
        "中央企业（ ） 地方国企（ ） 民营企业（√） 三资企业（ ） 科研院所（ ） 高等院校（ ）",
        "○中央企业\n○地方国企\n●民营企业\n○三资企业\n○科研院所\n○高等院校",
        "口 中央企业 口 地方国企 √ 民营企业 口 三资企业 口 科研院所 口 高等院校",
        "□ 中央企业\t□ 地方国企\t√□ 民营企业\t□ 三资企业",
    ],
)
def test_one_tick_in_every_hand(text: str) -> None:
    found = choice(text)
    assert found.ticked == ("民营企业",)
    assert found.doubt is None


def test_no_tick_is_no_answer() -> None:
    assert choice("□中央企业 □地方国企 □民营企业 □三资企业 □科研院所 □高等院校").ticked == ()
    assert choice("中央企业 地方国企 民营企业 三资企业 科研院所 高等院校").ticked == ()


def test_the_lone_survivor_is_an_answer_to_be_reviewed() -> None:
    found = choice("民营企业")
    assert found.ticked == ("民营企业",)
    assert found.survivors
    assert found.doubt is not None


def test_two_ticks_are_both_reported() -> None:
    found = choice("☑中央企业 ☑民营企业 □三资企业")
    assert found.ticked == ("中央企业", "民营企业")


def test_yes_and_no_with_the_name_of_an_accident_between_them() -> None:
    assert choice("☐ 是(事故名称: 否决) ☑ 否", ("是", "否")).ticked == ("否",)
    assert choice("（ ）是(事故名称:) （√）否", ("是", "否")).ticked == ("否",)
    assert choice("☑ 是(事故名称:是非仓库火灾) ☐ 否", ("是", "否")).ticked == ("是",)


def test_a_glyph_that_disagrees_with_its_control_counts_and_says_so() -> None:
    ticks = (Tick(0, True, False, None, "/w:sdt[1]"), Tick(6, False, False, None, "/w:sdt[2]"))
    found = choice("☑中央企业 ☐民营企业", ticks=ticks)
    assert found.ticked == ("中央企业",)
    assert found.doubt is not None


def test_any_mark_ticks_a_lone_option_whatever_its_words() -> None:
    assert choice("☑ 囯际标准", ("国际标准",)).ticked == ("国际标准",)
    assert choice("国际标准√", ("国际标准",)).ticked == ("国际标准",)
    assert choice("□国际标准", ("国际标准",)).ticked == ()


def test_boxes_behind_options_with_words_between() -> None:
    assert choice("是(事故名称:溶剂泄漏)（√）  否（ ）", ("是", "否")).ticked == ("是",)


def test_a_tick_glued_to_what_stands_before_it() -> None:
    assert choice("是(事故名称:溶剂泄漏)√  否", ("是", "否")).ticked == ("是",)
    assert choice("是(事故名称:)  否√", ("是", "否")).ticked == ("否",)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("是(事故名称:溶剂泄漏)√否", ("是", "否")),
        ("中央企业 地方国企√民营企业 三资企业 科研院所 高等院校", OWNERSHIP),
        ("中央企业 √地方国企√民营企业 三资企业", OWNERSHIP),
    ],
)
def test_a_tick_between_two_options_is_doubted(text: str, options: tuple[str, ...]) -> None:
    assert choice(text, options).doubt == BETWEEN


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("中央企业√、地方国企、民营企业", ("中央企业",)),
        ("√中央企业√地方国企 民营企业 三资企业", ("中央企业", "地方国企")),
        ("中央企业√民营企业√", ("中央企业", "民营企业")),
        ("□中央企业 □地方国企√民营企业 □三资企业", ("民营企业",)),
    ],
)
def test_a_tick_whose_side_another_one_tells_is_sure(text: str, ticked: tuple[str, ...]) -> None:
    found = choice(text)
    assert found.ticked == ticked
    assert found.doubt is None


def test_where_each_box_leads_an_option_spaces_say_nothing() -> None:
    stages = ("草案", "立项", "报批", "发布")
    found = choice("☐草案 ☐立项 ☑报批☑ 发布", stages)
    assert (found.ticked, found.doubt) == (("报批", "发布"), None)
    assert choice("☐草案 ☑立项☐ 报批☐ 发布", stages).ticked == ("立项",)


@pytest.mark.parametrize("text", ["☑ ☐国家标准", "☐国家标准 ☑"])
def test_a_ticked_and_an_empty_box_of_one_option_are_a_doubt(text: str) -> None:
    found = read_choice((whole(Paragraph(text, "")),), ("国家标准",))
    assert found.ticked == ("国家标准",)
    assert found.doubt
