"""Answers as people write them: a case for each, in a document that python-docx saved.

Every case stands in a document with cases of other fields, one variant of each, so that few
documents show all of them. A value with doubt says so; what is gone is nowhere.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import zip_longest
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image

from extractors.extract import extract
from renderers.correct import Refused, correct
from tests.documents.answers import (
    BASE,
    CELLS,
    Written,
    answer_cell,
    boxed,
    form,
    in_fonts,
    raised,
    renewed,
    saved,
    set_off,
    underlined,
)
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
NAME = A01["applicant"]["name"]
ABSENT = object()


class Case(NamedTuple):
    """What is written in a field, the value that it is read as, and a code that must be told."""

    written: Written
    value: Any
    code: str | None = None


def dated(text: str, value: str | None = "2015-09-08", code: str | None = None) -> Case:
    return Case(text, value, code)


W2 = "Wingdings 2"
PROMPT_PAIN = "(如解决工艺、质量、效率、成本、用工、能效、双碳等问题，不超过 200 字)"
OPTIONS = ("中央企业", "地方国企", "民营企业", "三资企业", "科研院所", "高等院校")


def ticked(mark: str, empty: str = "□", order: str = "{0}{1}") -> str:
    """The six options, 民营企业 ticked."""
    return "  ".join(
        order.format(mark if option == "民营企业" else empty, option) for option in OPTIONS
    )


def by_glyphs(ticked_glyph: str, empty_glyph: str, font: str) -> Written:
    return in_fonts(
        *(
            piece
            for option in OPTIONS
            for piece in (
                (ticked_glyph if option == "民营企业" else empty_glyph, font),
                (f"{option}  ", None),
            )
        )
    )


PRIVATE = "民营企业"

EMPTY = ("无", "／", "/", "—", "-", "N/A", "不涉及", "暂无")

CASES: dict[str, list[Case]] = {
    "applicant.ownership": [
        *(Case(ticked(mark), PRIVATE) for mark in "☑☒■√✓✔✅●▣🗹"),
        *(Case(ticked("☑", empty), PRIVATE) for empty in "☐▢◻○口囗ロ🔲🔳"),
        Case(ticked("☑\ufe0f", "⬜\ufe0f"), PRIVATE),
        Case(by_glyphs("R", "£", W2), PRIVATE),
        Case(by_glyphs("S", "£", W2), PRIVATE),
        Case(by_glyphs("T", "£", W2), PRIVATE),
        Case(by_glyphs("P", "£", W2), PRIVATE),
        Case(by_glyphs("\uf052", "\uf0a3", W2), PRIVATE),
        Case(by_glyphs("\uf0fe", "\uf0a8", "Wingdings"), PRIVATE),
        Case(by_glyphs("n", "o", "Wingdings"), PRIVATE),
        Case(ticked("√", "", "{1}{0}"), PRIVATE),
        Case(ticked("（√）", "（  ）", "{1}{0}"), PRIVATE),
        Case(ticked("[√]", "[ ]"), PRIVATE),
        Case(ticked("□√", "□"), PRIVATE),
        Case("民营企业", PRIVATE, "needs-review"),
        Case("□民营企业", PRIVATE, "needs-review"),
        Case(ticked("\uf0fe", "\uf0a8"), PRIVATE, "needs-review"),
        Case("□民营企业 □三资企业", None, "needs-review"),
        Case("□中央企业 □地方企业 □民企", None, "missing"),
        *(
            Case(set_off(OPTIONS, PRIVATE, how), PRIVATE, "needs-review")
            for how in ("underline", "bold", "color", "highlight_color", "-strike")
        ),
        Case(set_off(OPTIONS, "", "-underline"), None, "missing"),
        Case("☑民营企业", PRIVATE),
        Case(ticked("[x]", "[ ]"), PRIVATE, "needs-review"),
        Case(ticked("（√）", "（×）"), PRIVATE),
        Case(ticked("□") + "  ☑其他：合资", None, "unread-text"),
        Case("□科研院所  ☑高等院校  ☑其他", "高等院校", "needs-review"),
        Case("民营", None, "not-in-vocabulary"),
        Case(ticked("□"), None, "missing"),
        Case(ticked("☑").replace("□三资", "☑三资"), None, "two-ticks"),
    ],
    "applicant.accident.occurred": [
        Case("□是(事故名称：  )  ☑否", False),
        Case("☑是(事故名称：2022年火灾)  □否", True),
        Case("是，2022年火灾", True, "unread-text"),
        Case("无", None, "not-in-vocabulary"),
    ],
    "applicant.established": [
        *map(
            dated,
            (
                *("2015年9月8日", "2015-09-08", "2015.9.8", "2015/9/8", "20150908"),
                *(
                    "二〇一五年九月八日",
                    "２０１５年９月８日",
                    "2015 年 9 月 8 日",
                    "____2015年9月8日____",
                ),
            ),
        ),
        dated("2015年 9 月", "2015-09"),
        dated("2015年09月  日", "2015-09"),
        dated("九月", None, "bad-date"),
        Case(renewed("2015年9月8日"), "2015-09-08", "needs-review"),
        Case(renewed("2015年9月8日", simple=True), "2015-09-08", "needs-review"),
        dated("暂无", None, "missing"),
    ],
    "tasks.0.budget": [
        *(
            Case(text, value)
            for text, value in (
                ("2360", "2360"),
                ("2360万元", "2360"),
                ("2360万\u00ad元", "2360"),
                ("2360.00(万元)", "2360.00"),
                ("2,360.00", "2360.00"),
                ("2，360.00万元", "2360.00"),
                ("２３６０．００", "2360.00"),
                ("____2360____(万元)", "2360"),
                ("\u3000\u30002360\u00a0\u00a0(万元)", "2360"),
                ("\t2360\t(万元)", "2360"),
                ("(万元)2360", "2360"),
            )
        ),
        Case(underlined("   ", "2360", "   "), "2360"),
        Case("1.2亿", None, "other-unit"),
        Case("12000000元", None, "other-unit"),
        Case("0.236亿元(万元)", None, "other-unit"),
        Case("约两千", None, "bad-number"),
        Case("2 360", "2360"),
        Case("2360\n1200", None, "bad-number"),
        Case("2360 1200", "23601200", "needs-review"),
        *(
            Case(word, None, "missing")
            for word in ("无", "／", "/", "—", "-", "N/A", "不涉及", "暂无")
        ),
    ],
    "applicant.finances.0.debt_ratio": [
        *(Case(text, "42.3") for text in ("42.3", "42.3%", "４２．３％", "42.3 %", "42.3（%）")),
        Case("4230", "4230", "unlikely-number"),
        Case(raised("42.3", "1", "%"), "42.3", "needs-review"),
        Case(raised("42.3", "1", "%", lifted=True), "42.3", "needs-review"),
        Case("42.3\n45", None, "bad-number"),
    ],
    "tasks.0.patents": [
        *(Case(text, 8) for text in ("8", "8个", "８ 个", "__8__个", "八个", "8项", "8件")),
        Case("0", 0),
        Case("若干", None, "bad-number"),
        Case("8\n2", None, "bad-number"),
        Case("8③", 8, "needs-review"),
        Case("8 2", 82, "needs-review"),
    ],
    "applicant.contact.fax": [
        *(Case(word, None) for word in (*EMPTY, "（无）", "____")),
        Case("０２１－５０３１００９９", "021-50310099"),
        Case("021－50310099转801", "021-50310099转801"),
        Case("021\u201150310099", "021-50310099"),
        Case("021-50310099；", "021-50310099"),
    ],
    "applicant.contact.mobile": [
        Case("１３８００００００２１", "13800000021"),
        Case("138 0000 0021", "138 0000 0021"),
        Case("13800000021。", "13800000021"),
        Case("1380000002", "1380000002", "bad-phone"),
        *(
            Case(text, text.replace("，", ","), "needs-review")
            for text in ("13800000021、13800000022", "13800000021/13800000022")
        ),
        *(
            Case(text, text.replace("\n", " "), "bad-phone")
            for text in ("13800000021\n13800000022", "顾清和 13800000021")
        ),
    ],
    "applicant.contact.email": [
        Case("ｇｕｑｈ＠ｑｉｌａｎ－ｄｍ．ｅｘａｍｐｌｅ", "guqh@qilan-dm.example"),
        Case("guqh@qilan-dm.example。", "guqh@qilan-dm.example"),
        Case("guqh@qilan-dm. example", "guqh@qilan-dm. example", "bad-email"),
        Case("guqh.qilan-dm.example", "guqh.qilan-dm.example", "bad-email"),
        Case("a@qilan.example；b@qilan.example", "a@qilan.example;b@qilan.example", "needs-review"),
    ],
    "applicant.credit_code": [
        *(
            Case(text, "91310115MA1K2X7Q3X")
            for text in (
                "９１３１０１１５ＭＡ１Ｋ２Ｘ７Ｑ３Ｘ",
                "91310115 MA1K2X7Q 3X",
                "91310115ma1k2x7q3x",
            )
        ),
        Case("9131O1I5MA1K2X7Q3X", "91310115MA1K2X7Q3X", "normalised"),
        Case("91310115MA1K2X7Q4X", "91310115MA1K2X7Q4X", "credit-code-checksum"),
    ],
    "applicant.name": [
        *(
            Case(text, NAME)
            for text in (
                f"____{NAME}____",
                f"\u3000{NAME}\u00a0",
                f"{NAME[:4]}\u200b{NAME[4:]}",
                f"\ufeff{NAME}",
            )
        ),
        Case(underlined("  ", NAME, "          "), NAME),
        Case(f"{NAME}\ue5e5", f"{NAME}\ue5e5", "needs-review"),
        Case(NAME.replace("数字", "数\n字"), NAME.replace("数字", "数 字"), "needs-review"),
        Case(f"{NAME}、上海乙公司", f"{NAME}、上海乙公司", "needs-review"),
    ],
    "applicant.contact.name": [
        Case("顾 清和", "顾 清和"),
        *(
            Case(post, post, "needs-review")
            for post in ("总经理", "董事长兼总经理", "方案中心总监")
        ),
        *(
            Case(text, text.replace("\n", " "), "needs-review")
            for text in ("顾清和、沈国梁", "顾清和/沈国梁", "顾清和 沈国梁", "顾清和\n沈国梁")
        ),
    ],
    "tasks.0.solution": [
        *(
            Case(text, text.replace("\n", " "), "needs-review")
            for text in ("甲方案\n乙方案", "甲方案；乙方案", "1.甲方案 2.乙方案")
        ),
        Case("面向5G、TSN的排产方案", "面向5G、TSN的排产方案"),
    ],
    "applicant.representative.position": [
        Case("董事长、总经理", "董事长、总经理"),
        Case("董事长\n总经理", "董事长 总经理", "needs-review"),
        Case("⾼级工程师", "高级工程师"),
        Case("总经理（兼）", "总经理（兼）"),
        Case("不适用", None, "missing"),
        Case("总经理 13800000021", "总经理 13800000021", "needs-review"),
        *(Case(text, text, "needs-review") for text in ("：总经理", "务：总经理")),
        Case("总经理，gu@qilan.example", "总经理，gu@qilan.example", "needs-review"),
    ],
    "tasks.0.direction": [
        Case("数字孪生工厂", "数字孪生工厂解决方案", "normalised"),
        Case("9.计划调度动态优化解决方案", "计划调度动态优化解决方案"),
        Case("（9）计划调度动态优化解决方案", "计划调度动态优化解决方案"),
        Case("数字孪生工厂解决方案。", "数字孪生工厂解决方案", "normalised"),
        Case("方向9：计划调度动态优化解决方案", "计划调度动态优化解决方案"),
        Case("攻关方向9", "计划调度动态优化解决方案", "normalised"),
        Case("计划调度动态化优化解决方案", "计划调度动态优化解决方案", "normalised"),
        Case("如：产品数字化设计解决方案", None, "missing"),
        Case("产品数字化设计解决方案", "产品数字化设计解决方案"),
        Case("元宇宙工厂", "元宇宙工厂", "not-in-vocabulary"),
    ],
    "tasks.0.scene.name": [
        Case("场景7", "质量精准追溯", "normalised"),
        Case("7", "质量精准追溯", "normalised"),
        Case("7.质量精准追溯", "质量精准追溯"),
        Case("场景7 质量精准追溯", "质量精准追溯"),
        Case("质量精准追朔", "质量精准追溯", "normalised"),
        Case("质量精准追溯场景", "质量精准追溯", "normalised"),
        Case("如：产品数字化研发与设计", None, "missing"),
    ],
    "tasks.0.period": [
        *(
            Case(text, ("2024-07", "2026-06"))
            for text in (
                *(
                    "2024年7月 - 2026年6月",
                    "2024年7月至2026年6月",
                    "2024.7-2026.6",
                    "2024-07～2026-06",
                ),
                *(
                    "2024/7—2026/6",
                    "二〇二四年七月至二〇二六年六月",
                    "__2024_年_7_月 - _2026_年_6_月",
                ),
            )
        ),
        Case("_____年__月 - _____年__月", (None, None), "missing"),
        Case("2024年7月 - 至今", ("2024-07", None), "bad-date"),
        Case("2024年7月至2026年 月", ("2024-07", None), "bad-date"),
        Case("自2024年7月起24个月", ("2024-07", None), "bad-date"),
        Case("2024年7月至_____年__月", ("2024-07", None), "missing"),
        Case("2024年7月至2026年6月（共24个月）", ("2024-07", "2026-06"), "unread-text"),
        Case("2024年7月-2025年6月；2025年7月-2026年6月", ("2024-07", "2025-06"), "needs-review"),
        Case("2023年5月已立项，2024年7月-2026年6月", ("2023-05", "2024-07"), "needs-review"),
    ],
    "tasks.0.pain_points": [
        Case(f"{PROMPT_PAIN}\n产线换型慢。", "产线换型慢。"),
        Case(f"{PROMPT_PAIN}产线换型慢。", "产线换型慢。"),
        Case(f"产线换型慢。\n{PROMPT_PAIN}", f"产线换型慢。\n{PROMPT_PAIN}", "needs-review"),
        Case(f"产线换型慢。{PROMPT_PAIN}", f"产线换型慢。{PROMPT_PAIN}", "needs-review"),
        Case(PROMPT_PAIN, None, "missing"),
        Case(
            "（请说明解决工艺、质量、效率、成本、能效、双碳等问题，200字以内）\n产线换型慢。",
            "（请说明解决工艺、质量、效率、成本、能效、双碳等问题，200字以内）\n产线换型慢。",
            "needs-review",
        ),
        Case("质量、成本问题。", "质量、成本问题。"),
        Case("换型慢：①停机６０分钟（㎡级）。", "换型慢：①停机６０分钟（㎡级）。"),
        Case("无", "无"),
    ],
    "tasks.0.summary": [  # another field's hint in it: two answers may have run together
        Case(f"四级孪生体。\n{PROMPT_PAIN}", f"四级孪生体。\n{PROMPT_PAIN}", "needs-review"),
    ],
    "tasks.1.direction": [
        Case("(如有请填写)", ABSENT),
        Case("无", ABSENT),
        Case("", ABSENT),
        Case("不涉及", ABSENT),
    ],
}


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, int], dict[str, Any]]:
    """The reading of every case, by its field and its place among the field's."""
    found = {}
    for number, variants in enumerate(zip_longest(*CASES.values())):
        changes = {
            path.replace(".", "__"): case.written
            for path, case in zip(CASES, variants, strict=True)
            if case is not None
        }
        (result,) = extract(form(**changes), "")
        for path, case in zip(CASES, variants, strict=True):
            if case is not None:
                found[path, number] = result
    return found


def at(record: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(record, list):
            record = record[int(step)] if int(step) < len(record) else ABSENT
        elif record is not ABSENT:
            record = record[step]
    return record


@pytest.mark.parametrize(
    ("path", "number"),
    [(path, number) for path, cases in CASES.items() for number in range(len(cases))],
)
def test_an_answer_is_read_as_it_is_meant(path, number, results):
    case, result = CASES[path][number], results[path, number]
    value = at(result["record"], path)
    if path == "tasks.0.period":
        value = (value["start"], value["end"])
    assert value == case.value or value is case.value
    told = {problem["code"] for problem in result["problems"] if problem["path"].startswith(path)}
    if case.code is not None:
        assert case.code in told
    else:
        assert told <= {"needs-review", "normalised", "scene-segment", "missing", "size-not-asked"}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (path, number)
        for path, cases in CASES.items()
        for number, case in enumerate(cases)
        if case.code in ("normalised", "other-unit", "bad-number")
    ],
)
def test_what_was_put_right_or_refused_keeps_what_was_written(path, number, results):
    raw = results[path, number]["fields"][path]["raw"]
    assert raw
    assert raw in CASES[path][number].written


def test_a_scene_brings_the_segment_that_was_left_out():
    (result,) = extract(form(tasks__0__scene__segment="", tasks__0__scene__name="质量精准追溯"), "")
    assert result["record"]["tasks"][0]["scene"] == {"segment": "质量管控", "name": "质量精准追溯"}


def test_an_industry_in_brackets_behind_its_printed_words():
    document = Document(str(BASE))
    cell = next(c for c in document.tables[1]._cells if c.text.startswith("重点行业二"))
    cell.text = "重点行业二（汽车）"
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["effects"][1]["industry"] == "汽车"


def test_a_control_whose_state_cant_be_read_is_named():
    document = Document(str(BASE))
    cell = answer_cell(document.tables[0], CELLS["applicant.ownership"][1])
    run = f'<w:r {nsdecls("w")}><w:object><w:control w:name="CheckBox1"/></w:object></w:r>'
    cell.paragraphs[0]._p.append(parse_xml(run))
    (result,) = extract(saved(document), "")
    assert any(
        problem["code"] == "unread-text" and "ActiveX" in problem["message"]
        for problem in result["problems"]
    )


def test_a_narrative_within_a_frame_is_read_as_one_without():
    document = Document(str(BASE))
    body = document.element.body
    first = next(p for p in document.paragraphs if p.text.startswith("一、揭榜任务攻关内容"))
    narrative = [first._p, *(e for e in first._p.itersiblings() if e.tag == qn("w:p"))]
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    for paragraph in narrative:
        cell._tc.append(paragraph)
    assert body[-2] is cell._tc.getparent().getparent()
    (framed,) = extract(saved(document), "")
    (plain,) = extract(BASE.read_bytes(), "")
    assert framed["record"] == plain["record"]


@pytest.mark.parametrize("words", ["续表", "（续上表）", "附件1（续）"])
def test_a_list_goes_on_behind_words_that_say_so(words):
    document = Document(str(BASE))
    table = document.tables[1]._tbl
    rows = table.findall(qn("w:tr"))
    at = next(i for i, row in enumerate(rows) if "技术名称" in "".join(row.itertext()))
    behind = deepcopy(table)
    for row in rows[at + 2 :]:
        table.remove(row)
    for row in behind.findall(qn("w:tr"))[: at + 2]:
        behind.remove(row)
    table.addnext(behind)
    table.addnext(document.add_paragraph(words)._p)
    (torn,) = extract(saved(document), "")
    (whole,) = extract(BASE.read_bytes(), "")
    assert torn["record"] == whole["record"]
    assert torn["problems"] == whole["problems"]


def rows_of_list(document, head):
    """The rows below the first row with that head, and the column it stands in."""
    for table in document.tables:
        for at, row in enumerate(table.rows):
            texts = [cell.text for cell in row.cells]
            if head in texts:
                return table.rows[at + 1 :], texts
    raise KeyError(head)


def test_rows_numbered_within_their_direction_are_rows():
    document = Document(str(BASE))
    rows, heads = rows_of_list(document, "技术名称")
    for number, row in enumerate(rows[:3], start=1):
        row.cells[heads.index("序号")].text = f"1.{number}"
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["technologies"] == A01["tasks"][0]["technologies"]


def test_several_items_in_one_row_are_parted_with_doubt():
    document = Document(str(BASE))
    rows, heads = rows_of_list(document, "技术名称")
    for head, text in (("技术名称", "甲\n乙"), ("关键指标", "≥1\n≥2"), ("研制单位", "自研\n外购")):
        rows[0].cells[heads.index(head)].text = text
    (result,) = extract(saved(document), "")
    first, second, *_ = result["record"]["tasks"][0]["technologies"]
    assert first == {"name": "甲", "indicators": "≥1", "developer": "自研"}
    assert second == {"name": "乙", "indicators": "≥2", "developer": "外购"}
    assert result["fields"]["tasks.0.technologies.1.name"]["confidence"] < 0.9
    with pytest.raises(Refused, match="several items"):
        correct(saved(document), {"tasks.0.technologies": []})


def summary(**changes):
    """附件2 typed anew, its first row and its line of the recommender changed."""
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    cells = document.tables[0].rows[1].cells
    for column, text in changes.items():
        cells[int(column.removeprefix("c"))].text = text
    return document


@pytest.mark.parametrize("written", ["1.甲方案\n2、乙方案", "①甲方案\n②乙方案"])
def test_numbers_that_count_the_solutions_are_no_part_of_them(written):
    (result,) = extract(saved(summary(c4=written)), "")
    assert result["record"]["rows"][0]["solutions"] == ["甲方案", "乙方案"]


def test_two_solutions_in_one_line_are_doubted():
    (result,) = extract(saved(summary(c4="甲方案；乙方案")), "")
    assert result["record"]["rows"][0]["solutions"] == ["甲方案；乙方案"]
    assert result["fields"]["rows.0.solutions"]["confidence"] < 0.9


def test_a_recommender_right_behind_the_bracket_and_a_date_behind_it():
    document = summary()
    line = next(p for p in document.paragraphs if p.text.startswith("推荐单位"))
    line.text = "推荐单位（盖章）上海市嘉定区经济委员会      填报日期：2024年5月30日"
    (result,) = extract(saved(document), "")
    assert result["record"]["recommender"] == "上海市嘉定区经济委员会"
    assert any(
        problem["code"] == "unread-text" and "填报日期" in problem["message"]
        for problem in result["problems"]
    )


@pytest.mark.parametrize("stamp", ["", "（盖章）"])
def test_a_date_of_its_own_behind_a_recommender_is_no_part_of_it(stamp):
    document = summary()
    line = next(p for p in document.paragraphs if p.text.startswith("推荐单位"))
    line.text = f"推荐单位：上海市嘉定区经济委员会{stamp}\u3000\u3000\u30002024年5月30日"
    (result,) = extract(saved(document), "")
    assert result["record"]["recommender"] == "上海市嘉定区经济委员会"
    assert any("5月30日" in p["message"] for p in result["problems"] if p["code"] == "unread-text")


def test_a_formula_of_an_editor_within_an_answer_is_named():
    document = Document(str(BASE))
    cell = answer_cell(document.tables[1], CELLS["tasks.0.summary"][1])
    names = f'{nsdecls("w")} xmlns:o="urn:schemas-microsoft-com:office:office"'
    run = f'<w:r {names}><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
    cell.paragraphs[0]._p.append(parse_xml(run))
    (result,) = extract(saved(document), "")
    assert ("unread-text", "tasks.0.summary") in {
        (problem["code"], problem["path"]) for problem in result["problems"]
    }


def test_a_direction_whose_table_is_deleted_is_no_task():
    document = Document(str(BASE))
    for table in document.tables[2:4]:
        table._tbl.getparent().remove(table._tbl)
    (result,) = extract(saved(document), "")
    assert len(result["record"]["tasks"]) == 1


def test_a_table_and_a_picture_within_prose_are_not_lost(tmp_path):
    document = Document(str(BASE))
    cell = answer_cell(document.tables[1], CELLS["tasks.0.summary"][1])
    inner = cell.add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "工位节拍", "30秒"
    Image.new("RGB", (1, 1)).save(tmp_path / "p.png")
    cell.paragraphs[0].add_run().add_picture(str(tmp_path / "p.png"))
    (result,) = extract(saved(document), "")
    summary = result["record"]["tasks"][0]["summary"]
    assert summary.endswith("\n工位节拍\t30秒")
    assert ("table", "tasks.0.summary") in {
        (mark["kind"], mark.get("near")) for mark in result["marks"]
    }
    assert "picture" in {mark["kind"] for mark in result["marks"]}


@pytest.mark.parametrize("twice", [False, True])
def test_an_answer_in_a_text_box_over_its_cell_is_taken_with_doubt(twice):
    document = form(applicant__name=boxed("上海某某有限公司", twice=twice))
    (result,) = extract(document, "")
    assert result["record"]["applicant"]["name"] == "上海某某有限公司"
    assert result["fields"]["applicant.name"]["confidence"] < 0.9
    assert ("needs-review", "applicant.name") in {
        (problem["code"], problem["path"]) for problem in result["problems"]
    }


def test_a_name_behind_the_printed_words_of_an_indicator_is_its_name():
    document = Document(str(BASE))
    table = document.tables[1]
    labels = ("其他成效指标 2",)
    cell = next(cell for cell in table._cells if cell.text == labels[0])
    answer = answer_cell(table, labels)
    cell.text, answer.text = "其他成效指标 2：能耗下降", "12"
    (result,) = extract(saved(document), "")
    named = [effect["others"] for effect in result["record"]["tasks"][0]["effects"]]
    assert {"name": "能耗下降", "value": "12"} in (named[0] + named[1])


def test_an_answer_in_a_comment_is_named():
    document = Document(str(BASE))
    cell = answer_cell(document.tables[0], CELLS["applicant.contact.fax"][1])
    runs = cell.paragraphs[0].runs
    document.add_comment(runs, text="传真改为021-50310088", author="顾清和", initials="G")
    (result,) = extract(saved(document), "")
    assert ("comment", "传真改为021-50310088") in {
        (mark["kind"], mark.get("text")) for mark in result["marks"]
    }
    assert result["record"]["applicant"]["contact"]["fax"] == "021-50310099"


def test_a_number_of_a_row_that_is_not_its_place_is_doubted():
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    document.tables[0].rows[1].cells[0].text = "5"
    (result,) = extract(saved(document), "")
    assert result["record"]["rows"][0]["no"] == 1
    assert [
        problem["path"] for problem in result["problems"] if problem["path"].endswith(".no")
    ] == ["rows.0.no"]


@pytest.mark.parametrize(
    "behind",
    [
        ("--", "沈宁", "项目经理"),
        ("附件1：营业执照复印件", "名称：上海某公司", "单位地址：某路1号"),
        ("填表说明：", "本表一式三份。"),
        ("如有疑问请致电 021-50310026",),
        ("推荐单位意见：同意推荐",),
    ],
)
def test_what_begins_something_else_behind_the_last_heading_is_doubted(behind):
    document = Document(str(BASE))
    for line in behind:
        document.add_paragraph(line)
    (result,) = extract(saved(document), "")
    entry = result["fields"]["narrative.attachments"]
    assert entry["raw"].endswith("\n".join(behind))
    assert entry["confidence"] < 0.9


def test_a_table_with_labels_of_the_form_behind_the_last_heading_is_doubted():
    document = Document(str(BASE))
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "单位名称", "上海某评审中心"
    (result,) = extract(saved(document), "")
    assert result["fields"]["narrative.attachments"]["confidence"] < 0.9


def test_a_list_of_attachments_is_no_doubt():
    document = Document(str(BASE))
    for line in ("附件4：查新报告（2份）", "注册商标证：见附件5", "5.检测报告：CNAS 2023-0412"):
        document.add_paragraph(line)
    (result,) = extract(saved(document), "")
    assert result["fields"]["narrative.attachments"]["confidence"] >= 0.9
