"""Values that look alike."""

from __future__ import annotations

from collections import Counter

import pytest

from forms.codecs import Count, CreditCode, Text, Ticks, money
from forms.looks import CLASSES, look_alike
from forms.registry import get


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("上海 某某 公司", "上海某某公司"),
        ("上海某某（集团）公司", "上海某某(集团)公司"),
        ("基于ＡＩ的平台", "基于AI的平台"),
        ("视觉检测—重构", "视觉检测-重构"),
        ("“云边”协同", '"云边"协同'),
        ("己方平台", "已方平台"),
        ("", "\u3000"),
    ],
)
def test_texts_that_only_look_different(a, b):
    assert look_alike(Text(), a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("甲公司", "乙公司"), ("产线3", "产线8"), ("提升20%", "提升20.5%"), ("A型", "B型")]
)
def test_texts_that_are_different(a, b):
    assert not look_alike(Text(), a, b)


def test_a_code_read_with_letters_for_digits_looks_alike():
    assert look_alike(CreditCode(), "91310115MA1K2X7Q3X", "9131O1l5MA1K2X7Q3X")
    assert not look_alike(CreditCode(), "91310115MA1K2X7Q3X", "91310115MA1K2X7Q4X")


def test_amounts_are_compared_as_amounts():
    assert look_alike(money(), "45.20", "45.2")
    assert not look_alike(money(), "45.20", "45.02")
    assert not look_alike(Text(), "V1.20", "V1.2")


def test_lists_are_alike_item_by_item():
    ticks = Ticks(("汽车", "高端装备"))
    assert look_alike(ticks, ["汽车 "], ["汽车"])
    assert not look_alike(ticks, ["汽车"], ["汽车", "高端装备"])
    assert not look_alike(Count(), 3, 8)


def test_answers_with_a_line_each_are_alike_by_what_they_say_together():
    solutions = get("summary").codec("rows.0.solutions")
    assert look_alike(solutions, ["智能工厂 HY", "制造数据"], ["智能工厂HY制造数据"])
    assert not look_alike(solutions, ["智能工厂", "制造数据"], ["智能工厂"])


def test_a_character_is_in_one_class_only():
    counts = Counter("".join(CLASSES))
    assert [character for character, count in counts.items() if count > 1] == []
