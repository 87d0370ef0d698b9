"""Answers given by ticks."""

from __future__ import annotations

import pytest

from forms.codecs import Choice, Tick, Ticks, YesNo

SIZES = Choice(("大型企业", "中型企业"))
STAGES = Ticks(("草案", "立项", "报批", "发布"))


def test_yes_or_no() -> None:
    assert [YesNo().parse(raw).value for raw in ("是", "否", "", "无")] == [True, False, None, None]
    assert [YesNo().format(value) for value in (True, False, None)] == ["是", "否", ""]
    assert YesNo().parse("不知道").problems[0][0] == "not-in-vocabulary"


def test_a_box_of_its_own_is_never_null() -> None:
    assert Tick().canonical(None) is False
    assert Tick().canonical(True) is True


@pytest.mark.parametrize("value", [0, 1, "是", "true", []])
def test_types_that_yes_or_no_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be true, false or null"):
        YesNo().canonical(value)


def test_an_option() -> None:
    assert SIZES.parse(" 中型企业 ").value == "中型企业"
    assert SIZES.canonical("") is None
    reading = SIZES.parse("中型企业√")
    assert (reading.value, reading.alternatives) == (None, ("中型企业",))


@pytest.mark.parametrize("value", ["特大型企业", "中型", 3, ["中型企业"]])
def test_options_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        SIZES.canonical(value)


def test_several_options_stand_in_the_forms_order_without_doubles() -> None:
    assert STAGES.canonical(["发布", "草案", "发布"]) == ["草案", "发布"]
    assert STAGES.parse("发布、草案").value == ["草案", "发布"]
    assert STAGES.format(["草案", "发布"]) == "草案、发布"


@pytest.mark.parametrize("value", [["草案", "研究"], "草案", None, [1], ["草案"] * 1001])
def test_lists_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match=r"must be|has more than"):
        STAGES.canonical(value)
