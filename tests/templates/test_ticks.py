"""The boxes of 附件1 are Word's own, each tagged with the field it answers and its option."""

import pytest
from lxml import etree

from tests.templates.word import W14, W, part, value, words

STAGES = ("草案", "立项", "报批", "发布")
LEVELS = ("国际标准", "国家标准", "行业标准", "团体标准", "企业标准")
CHOICES = {
    "applicant.ownership": ("中央企业", "地方国企", "民营企业", "三资企业", "科研院所", "高等院校"),
    "applicant.size": ("大型企业", "中型企业", "小型企业", "微型企业"),
    "applicant.accident.occurred": ("是", "否"),
}
INDUSTRIES = ("电子信息", "生命健康", "汽车", "高端装备", "先进材料", "时尚消费品")


def expected() -> list[str]:
    tags = [f"{field}={option}" for field, options in CHOICES.items() for option in options]
    for task in range(3):
        tags += [f"tasks.{task}.industries={industry}" for industry in INDUSTRIES]
        for row, level in enumerate(LEVELS):
            standard = f"tasks.{task}.standards.{row}"
            tags += [f"{standard}.selected={level}", *(f"{standard}.stages={it}" for it in STAGES)]
    return tags


def controls() -> list[etree._Element]:
    return list(part("application.docx").iter(W + "sdt"))


def test_105_boxes_in_the_order_of_the_form() -> None:
    tags = [value(control.find(f"{W}sdtPr/{W}tag")) for control in controls()]
    assert len(tags) == 105
    assert tags == expected()


def test_each_box_is_word_s_own_with_an_id_of_its_own() -> None:
    ids = {value(control.find(f"{W}sdtPr/{W}id")) for control in controls()}
    assert len(ids) == 105
    assert all(0 < int(number) < 2**31 for number in ids)
    for control in controls():
        box = control.find(f"{W}sdtPr/{W14}checkbox")
        assert box is not None
        states = {child.tag: child.get(W14 + "val") for child in box}
        assert states == {
            W14 + "checked": "0",
            W14 + "checkedState": "2611",
            W14 + "uncheckedState": "2610",
        }


def test_each_box_is_drawn_empty_in_the_font_of_its_states() -> None:
    for control in controls():
        (run,) = control.iterfind(f"{W}sdtContent/{W}r")
        assert words(run) == "☐"
        fonts = run.find(f"{W}rPr/{W}rFonts")
        shown = {box.get(W14 + "font") for box in control.iter(W14 + "uncheckedState")}
        assert {value(fonts, face) for face in ("ascii", "hAnsi", "eastAsia", "cs")} == shown


def test_each_box_stands_before_its_option_and_is_named_by_it() -> None:
    for control in controls():
        option = value(control.find(f"{W}sdtPr/{W}tag")).split("=")[1]
        assert value(control.find(f"{W}sdtPr/{W}alias")) == option
        behind = control.getnext()
        assert behind is not None
        assert words(behind).strip() == ("是(事故名称:" if option == "是" else option)


def test_the_boxes_of_a_standard_stand_in_its_row() -> None:
    for row in part("application.docx").iter(W + "tr"):
        tags = [value(tag) for tag in row.iter(W + "tag") if ".standards." in value(tag)]
        if tags:
            assert len(tags) == 5
            assert len({tag.rpartition(".")[0] for tag in tags}) == 1


@pytest.mark.parametrize("name", ["summary.docx"])
def test_the_summary_has_no_box(name: str) -> None:
    assert part(name).find(f".//{W}sdt") is None
