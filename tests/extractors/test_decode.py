"""From raw text to values: hints off, codecs run, what is unsure named."""

from __future__ import annotations

import pytest

from extractors.decode import CERTAIN, SURE, Decoded, decode, extra_sections, strip
from extractors.items import Slice
from extractors.page import Page, Paragraph
from extractors.pattern import Hole, Pattern
from tests.extractors.pages import FORM, Row, boxes, form, harvest, page

COVER = form(
    '揭榜单位：{{ cover.applicant }}{{ cover.applicant | hint("_____") }}(加盖公章)',
    '申报日期：{{ cover.date | date }}{{ cover.date | hint("____年__月__日") }}',
)
OWNERSHIP = ("中央企业", "地方国企", "民营企业")
UNIT = form(
    [
        ["单位名称", "{{ applicant.name }}"],
        ["单位地址", '{{ applicant.address }}{{ applicant.address | hint("如：某区某路") }}'],
        ["成立时间", "{{ applicant.established | date }}"],
        ["单位性质", boxes("applicant.ownership", *OWNERSHIP)],
        ["发生过事故", boxes("applicant.accident.occurred", "是", "否")],
        ["重点服务产业", boxes("tasks.0.industries", "电子信息", "汽车")],
    ]
)


def read(pattern: Pattern, document: Page) -> Decoded:
    return decode(FORM, pattern, harvest(pattern, document).taken)


def cell(label: str, answer: str) -> Decoded:
    """What the answer beside one label says, the other labels being there and empty."""
    others = ["单位名称", "单位地址", "成立时间", "单位性质", "发生过事故", "重点服务产业"]
    rows: list[Row] = [[each, answer if each == label else ""] for each in others]
    return read(UNIT, page(rows))


def codes(decoded: Decoded) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in decoded.problems]


def pieces(*texts: str) -> tuple[Slice, ...]:
    paragraphs = (Paragraph(text, f"/p[{n}]") for n, text in enumerate(texts, 1))
    return tuple(Slice(each, 0, len(each.text)) for each in paragraphs)


def stripped(hole: Hole, *texts: str) -> list[str]:
    return [piece.text for piece in strip(pieces(*texts), hole)]


# hints and blanks


@pytest.mark.parametrize(
    "line",
    ["甲公司(加盖公章)", "＿甲公司＿（加盖公章）", "____甲公司____（ 加盖公章 ）", "　甲公司　"],
)
def test_blanks_and_the_printed_seal_are_taken_off(line: str) -> None:
    assert read(COVER, page(f"揭榜单位：{line}")).values == {"cover.applicant": "甲公司"}


def test_a_blank_and_a_hint_alone_are_no_answer() -> None:
    blank = read(COVER, page("揭榜单位：_____(加盖公章)", "申报日期：____年__月__日"))
    assert (blank.values, blank.problems) == ({}, [])
    assert cell("单位地址", "如：某区某路").values == {}


def test_a_hint_is_taken_off_the_front_only_in_any_width_and_spacing() -> None:
    hole = Hole("x", "text", ("(不超过 200 字)",))
    assert stripped(hole, "（不超过200字）痛点") == ["痛点"]
    assert stripped(hole, "(不超过", "200 字)", "痛点") == ["痛点"]
    assert stripped(hole, "痛点(不超过 200 字)") == ["痛点(不超过 200 字)"]
    assert stripped(hole, "(不超过 300 字)痛点") == ["(不超过 300 字)痛点"]


def test_a_unit_is_taken_off_the_end_once() -> None:
    hole = Hole("x", "text", after="(万元)")
    assert stripped(hole, "300（万元）") == ["300"]
    assert stripped(hole, "300万元") == ["300万元"]
    assert stripped(hole, "(万元)") == []


def test_underscores_in_prose_stay() -> None:
    assert stripped(Hole("x", "prose"), "_id_ 字段") == ["_id_ 字段"]
    assert stripped(Hole("x", "text"), "_id_") == ["id"]


# values and what is unsure


def test_a_value_goes_through_its_codec_and_keeps_its_raw_text() -> None:
    found = cell("成立时间", "2020.1.2")
    assert found.values == {"applicant.established": "2020-01-02"}
    assert found.fields["applicant.established"]["raw"] == "2020.1.2"


def test_what_does_not_parse_stays_raw_with_a_problem() -> None:
    found = cell("成立时间", "去年春天")
    assert found.values == {}
    assert found.fields["applicant.established"]["raw"] == "去年春天"
    assert ("bad-date", "applicant.established") in codes(found)


def test_nothing_is_surer_than_certain_and_a_sure_value_needs_no_review() -> None:
    found = cell("单位名称", "甲公司")
    assert SURE < found.fields["applicant.name"]["confidence"] <= CERTAIN
    assert found.problems == []


@pytest.mark.parametrize(
    "answer",
    [
        *("成立时间", "单位地址：某路", "实际控制人：", "序号"),
        *("a@b.example", "13800000001", "2020年1月", "☐民营企业"),
    ],
)
def test_an_answer_that_looks_like_something_else_is_kept_and_doubted(answer: str) -> None:
    pattern = UNIT if answer != "序号" else LISTED
    rest: list[Row] = [["单位地址", "某路1号"], ["成立时间", "2020-01-02"]]
    found = read(pattern, page([["单位名称", answer], *rest]))
    assert found.values["applicant.name"] == answer
    assert found.fields["applicant.name"]["confidence"] < SURE
    assert ("needs-review", "applicant.name") in codes(found)


LISTED = form(
    [["单位名称", "{{ applicant.name }}"], ["成立时间", "{{ applicant.established | date }}"]],
    [
        ["序号", "技术名称"],
        ["{%tr for row in tasks[0].technologies | rows(3, 2) %}", ""],
        ["{{ row.no }}", "{{ row.name }}"],
        ["{%tr endfor %}", ""],
    ],
)


def test_a_second_answer_to_the_same_question_is_named() -> None:
    taken = harvest(UNIT, page([["单位名称", "甲公司"]])).taken
    found = decode(FORM, UNIT, [*taken, *taken])
    assert found.values == {"applicant.name": "甲公司"}
    assert codes(found) == [("unread-text", "applicant.name")]


# ticks


@pytest.mark.parametrize(
    "answer", ["☐中央企业 ☑民营企业", "民营企业（√）　中央企业（ ）", "□中央企业■民营企业"]
)
def test_one_tick_is_the_choice(answer: str) -> None:
    assert cell("单位性质", answer).values == {"applicant.ownership": "民营企业"}


def test_two_ticks_are_no_choice_and_both_are_given() -> None:
    found = cell("单位性质", "☑中央企业 ☑地方国企 ☐民营企业")
    assert found.values == {}
    assert found.fields["applicant.ownership"]["alternatives"] == ["中央企业", "地方国企"]
    assert codes(found) == [("two-ticks", "applicant.ownership")]


def test_yes_and_no_ticked_are_two_ticks() -> None:
    found = cell("发生过事故", "☑是 ☑否")
    assert found.fields["applicant.accident.occurred"]["alternatives"] == [True, False]
    assert codes(found) == [("two-ticks", "applicant.accident.occurred")]


@pytest.mark.parametrize(("answer", "value"), [("☑是 ☐否", True), ("☐是 ☑否", False)])
def test_yes_or_no(answer: str, value: bool) -> None:
    assert cell("发生过事故", answer).values == {"applicant.accident.occurred": value}


def test_a_lone_survivor_is_the_choice_and_is_doubted() -> None:
    found = cell("单位性质", "民营企业")
    assert found.values == {"applicant.ownership": "民营企业"}
    assert found.fields["applicant.ownership"]["confidence"] < SURE
    assert codes(found) == [("needs-review", "applicant.ownership")]


def test_several_ticks_where_several_are_allowed() -> None:
    found = cell("重点服务产业", "☑电子信息 ☑汽车")
    assert found.values == {"tasks.0.industries": ["电子信息", "汽车"]}
    assert found.problems == []


def test_no_tick_is_no_answer() -> None:
    found = cell("单位性质", "☐中央企业 ☐地方国企 ☐民营企业")
    assert (found.values, found.fields, found.problems) == ({}, {}, [])


def test_what_is_no_option_stays_raw_with_a_problem() -> None:
    found = cell("单位性质", "外资")
    assert found.fields["applicant.ownership"]["raw"] == "外资"
    assert codes(found) == [("not-in-vocabulary", "applicant.ownership")]


# prose and places


def test_headings_that_go_on_counting_are_extra_sections() -> None:
    raw = "正文一段。\n七、其他说明\n正文又一段。"
    assert extra_sections("六、相关附件", raw) == ["七、其他说明"]


@pytest.mark.parametrize(
    "raw",
    [
        "一、架构\n七、其他",  # a list of the answer's own
        "七、本项目实施周期为两年；",  # a sentence
        "（七）其他",  # counted in another way
        "五、其他",  # counts on from nothing
    ],
)
def test_other_numbered_lines_are_no_sections(raw: str) -> None:
    assert extra_sections("六、相关附件", raw) == []
    assert extra_sections("相关附件", "七、其他说明") == []


@pytest.mark.parametrize(
    ("answer", "is_doubted"),
    [
        ("实际控制人：某某控股", True),
        ("指标1：准确率≥90%", False),
        ("公司成立于2015年。主营产品：传感器、控制器。", False),
        ("目标：一是提质；二是增效。", False),
    ],
)
def test_prose_that_is_a_label_and_an_answer_may_be_a_row_of_others(
    answer: str, is_doubted: bool
) -> None:
    profile = form([["单位简介", "{{ applicant.profile }}"]])
    decoded = read(profile, page([["单位简介", answer]]))
    assert decoded.values["applicant.profile"] == answer
    assert (("needs-review", "applicant.profile") in codes(decoded)) == is_doubted


def test_what_is_left_of_a_field_that_was_lost_is_doubted() -> None:
    decoded = cell("单位地址", ")   FORMCHECKBOX")
    assert decoded.fields["applicant.address"]["confidence"] < SURE
    assert ("needs-review", "applicant.address") in codes(decoded)


def test_words_that_are_struck_out_are_read_and_doubted() -> None:
    """A name that was crossed out by hand in Word, the right one typed behind it."""
    name = Paragraph("甲公司乙公司", "/w:p[1]", set_off=((0, 3, "s"),))
    address = Paragraph("某路1号", "/w:p[2]", set_off=((0, 2, "bu"),))
    found = read(UNIT, page([["单位名称", name], ["单位地址", address]]))
    assert found.values["applicant.name"] == "甲公司乙公司"
    assert found.fields["applicant.name"]["confidence"] < SURE
    assert ("needs-review", "applicant.name") in {(p.code, p.path) for p in found.problems}
    assert found.fields["applicant.address"]["confidence"] >= SURE


def test_words_that_nobody_sees_are_read_and_doubted() -> None:
    name = Paragraph("甲公司乙公司", "/w:p[1]", set_off=((3, 6, "w"),))
    kind = Paragraph("☐中央企业 ☑民营企业", "/w:p[2]", set_off=((6, 11, "w"),))
    address = Paragraph("某路1号 ", "/w:p[3]", set_off=((4, 5, "w"),))
    rows: list[list[str | Paragraph]] = [["单位名称", name], ["单位地址", address]]
    found = read(UNIT, page([*rows, ["单位性质", kind]]))
    assert found.values["applicant.name"] == "甲公司乙公司"
    assert found.values["applicant.ownership"] == "民营企业"
    doubted = {problem.path for problem in found.problems if problem.code == "needs-review"}
    assert doubted >= {"applicant.name", "applicant.ownership"}
    assert "applicant.address" not in doubted  # of a blank nothing is lost


@pytest.mark.parametrize(("number", "told"), [("1.", True), ("•", False), (None, False)])
def test_a_number_that_a_paragraph_is_given_by_itself_is_told(
    number: str | None, told: bool
) -> None:
    profile = form([["单位简介", "{{ applicant.profile }}"]], "二、申报单位基础条件")
    answer = Paragraph("公司成立于2015年。", "/p", number=number)
    decoded = read(profile, page([["单位简介", answer]], "二、申报单位基础条件"))
    assert decoded.values["applicant.profile"] == answer.text
    assert (("unread-text", "applicant.profile") in codes(decoded)) == told
