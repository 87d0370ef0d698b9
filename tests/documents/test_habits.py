"""What people do to a form's boxes and tables, in documents that python-docx saved."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from PIL import Image

from extractors.extract import extract
from forms.text import TRADITIONAL, simplified
from renderers.correct import correct
from tests.documents.answers import BASE, form, saved, write
from tests.documents.disturb import text_of
from tests.documents.layouts import LAYOUTS
from tests.documents.retype import retype
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
LEVELS = ("国际标准", "国家标准", "行业标准", "团体标准", "企业标准")
STAGES = ("草案", "立项", "报批", "发布")


def rows_led_by(document: Any, label: str) -> list[_Row]:
    return [row for row in document.tables[1].rows if row.cells[0].text.startswith(label)]


def cells_of(row: _Row) -> list[_Cell]:
    return list({id(cell._tc): cell for cell in row.cells}.values())


def put(cell: _Cell, *runs: tuple[str, str | None]) -> None:
    """Writes runs, each set off by an attribute of python-docx's fonts or not at all."""
    write(cell, "")
    for text, how in runs:
        run = cell.paragraphs[0].add_run(text)
        if how:
            setattr(run.font, how, True)


@pytest.mark.parametrize("box", ["", "□"])
@pytest.mark.parametrize("how", ["underline", "bold", "strike"])
def test_levels_of_standards_are_chosen_by_their_look_alone(how, box):
    document = Document(str(BASE))
    for row in rows_led_by(document, "预期标准成果"):
        cells = cells_of(row)
        level = next(level for level in LEVELS if level in cells[1].text)
        chosen = (level in ("国家标准", "团体标准")) != (how == "strike")
        put(cells[1], (box, None), (level, how if chosen else None))
    (result,) = extract(saved(document), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert [each["level"] for each in standards if each["selected"]] == ["国家标准", "团体标准"]
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    for level in (1, 3):
        path = f"tasks.0.standards.{level}.selected"
        assert path in doubted
        assert result["fields"][path]["confidence"] < 0.9


def test_levels_that_all_look_alike_are_not_chosen():
    document = Document(str(BASE))
    for row in rows_led_by(document, "预期标准成果"):
        cells = cells_of(row)
        put(cells[1], (next(level for level in LEVELS if level in cells[1].text), "bold"))
    (result,) = extract(saved(document), "")
    assert not any(each["selected"] for each in result["record"]["tasks"][0]["standards"])
    assert "stage-without-tick" in {problem["code"] for problem in result["problems"]}


def written_in_levels(*rows: tuple[str, str, str]) -> Any:
    """The form with these rows for the standards: level, count and stages, in the first cell also
    across the row."""
    document = Document(str(BASE))
    levels = rows_led_by(document, "预期标准成果")
    for row in levels[len(rows) :]:
        row._tr.getparent().remove(row._tr)
    for row, (level, count, stages) in zip(levels, rows, strict=False):
        cells = cells_of(row)
        texts = (level, count, "标准阶段" if stages else "", stages)
        for cell, text in zip(cells[1:], texts, strict=True):
            write(cell, text)
    return document


@pytest.mark.parametrize("said", ["本标准为国家标准", "拟申报，属于国家标准", "国家标准：是"])
def test_a_level_that_a_sentence_names_is_chosen_with_doubt_and_has_its_row(said):
    stages = "□ 草案  ☑ 立项  □ 报批  □ 发布"
    document = written_in_levels((said, "1个", stages), ("☑ 团体标准", "2个", stages))
    (result,) = extract(saved(document), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert said_of(standards) == [
        (False, None, []),
        (True, 1, ["立项"]),
        (False, None, []),
        (True, 2, ["立项"]),
        (False, None, []),
    ]
    assert result["fields"]["tasks.0.standards.1.selected"]["confidence"] < 0.9


@pytest.mark.parametrize("said", ["不属于国家标准", "并非为国家标准", "国家标准"])
def test_a_level_that_a_sentence_denies_is_not_chosen(said):
    (result,) = extract(saved(written_in_levels((said, "", ""))), "")
    assert not any(each["selected"] for each in result["record"]["tasks"][0]["standards"])


def test_stages_behind_a_level_in_unknown_words_are_doubted():
    stages = "□ 草案  ☑ 立项  □ 报批  □ 发布"
    document = written_in_levels(("地方性技术规范", "1个", stages), ("☑ 团体标准", "2个", stages))
    (result,) = extract(saved(document), "")
    sure = [
        path
        for path, entry in result["fields"].items()
        if path.startswith("tasks.0.standards") and entry["confidence"] >= 0.9
    ]
    assert sure == [f"tasks.0.standards.3.{leaf}" for leaf in ("selected", "count", "stages")]


def said_of(standards: list[dict[str, Any]]) -> list[tuple[bool, int | None, list[str]]]:
    """Of each level whether it is selected, how many there are, and their stages."""
    return [(each["selected"], each["count"], each["stages"]) for each in standards]


def in_one_cell(text: str, *, merged: bool) -> Any:
    """The form with all standards in one cell, which spans its row or leaves its cells empty."""
    document = written_in_levels((text, "", ""))
    cells = cells_of(rows_led_by(document, "预期标准成果")[0])
    if merged:
        write(cells[1].merge(cells[-1]), text)
    return document


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "☑国家标准 1 个 阶段：立项 ☑行业标准 2 个 阶段：发布",
        "☑国家标准 1 个\n阶段：立项\n☑行业标准 2 个\n阶段：发布",
        "☑国家标准1项（立项）；☑行业标准2项（发布）。",
        "国家标准1项（立项），行业标准2项（发布）",
        "1项国家标准（立项）、2项行业标准（发布）",
        "国家标准1个（☑立项）、行业标准2个（☑发布）",
        "√国家标准　１个　√立项；√行业标准　２个　√发布",
        "国家标准（√）一项，□草案 ☑立项 □报批 □发布；行业标准（√）两项，□草案 □立项 □报批 ☑发布",
        "□国际标准 ___个 ☑国家标准 1个 立项 ☑行业标准 2个 发布 □团体标准 ___个",
    ],
)
def test_standards_of_several_levels_in_one_cell_are_each_read_with_doubt(text, merged):
    (result,) = extract(saved(in_one_cell(text, merged=merged)), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert said_of(standards) == [
        (False, None, []),
        (True, 1, ["立项"]),
        (True, 2, ["发布"]),
        (False, None, []),
        (False, None, []),
    ]
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    for path, entry in result["fields"].items():
        if path.startswith("tasks.0.standards"):
            assert entry["confidence"] < 0.9
            assert path in doubted or not entry["raw"].strip("□ ")
    assert not any(problem["code"] == "unread-text" for problem in result["problems"])


@pytest.mark.parametrize(
    "lines",
    [
        ("预期标准成果：☑国家标准 1个 标准阶段：☑立项；☑团体标准 2个 标准阶段：☑发布",),
        ("预期标准成果：国家标准1个（立项），团体标准2个（发布）",),
        (
            "预期标准成果：",
            "☑国家标准 1个 标准阶段：□草案 ☑立项 □报批 □发布",
            "☑团体标准 2个 标准阶段：□草案 □立项 □报批 ☑发布",
        ),
    ],
)
def test_standards_in_lines_below_their_table_are_read_with_doubt(lines):
    document = Document(str(BASE))
    table = document.tables[1]
    rows = rows_led_by(document, "预期标准成果")
    behind = deepcopy(table._tbl)
    at = [row._tr for row in table.rows].index(rows[-1]._tr) + 1
    for row in [*rows, *table.rows[at:]]:
        table._tbl.remove(row._tr)
    for row in behind.tr_lst[:at]:
        behind.remove(row)
    table._tbl.addnext(behind)
    for line in lines:
        behind.addprevious(document.add_paragraph(line)._p)
    (result,) = extract(saved(document), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert said_of(standards) == [
        (False, None, []),
        (True, 1, ["立项"]),
        (False, None, []),
        (True, 2, ["发布"]),
        (False, None, []),
    ]
    assert all(
        entry["confidence"] < 0.9
        for path, entry in result["fields"].items()
        if path.startswith("tasks.0.standards")
    )


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("国家标准1项（立项），行业标准2项（发布），地方标准3项", "地方标准3项"),
        ("国家标准1项（立项），国家标准2项（发布），行业标准2项", "国家标准2项"),
        ("牵头☑国家标准1项，参与3项，☑行业标准2项", "参与3项"),
    ],
)
def test_what_no_level_takes_is_named(text, rest):
    (result,) = extract(saved(in_one_cell(text, merged=True)), "")
    assert result["record"]["tasks"][0]["standards"][1]["count"] == 1
    assert any(
        problem["code"] == "unread-text" and rest in problem["message"]
        for problem in result["problems"]
    )


def test_a_total_beside_several_levels_is_given_to_none():
    document = written_in_levels(("□国际标准 ☑国家标准 ☑行业标准", "3个", ""))
    (result,) = extract(saved(document), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert [each["level"] for each in standards if each["selected"]] == ["国家标准", "行业标准"]
    assert not any(each["count"] for each in standards)
    assert any("3个" in p["message"] for p in result["problems"] if p["code"] == "unread-text")


def test_an_answer_that_begins_with_its_labels_words_makes_no_sure_answer_of_a_label():
    document = Document(str(BASE))
    table = document.tables[0]
    labels = next(row for row in table.rows if row.cells[0].text.startswith("法人代表"))
    answers = _Row(deepcopy(labels._tr), table)
    labels._tr.addnext(answers._tr)
    for row, texts in ((labels, ("姓名", "职衔")), (answers, ("沈牧远", "职务犯罪研究员"))):
        cells = cells_of(row)
        for cell, text in zip(cells[1:3], texts, strict=True):
            write(cell, text)
        for cell in cells[3:]:
            row._tr.remove(cell._tc)
    (result,) = extract(saved(document), "")
    representative = result["record"]["applicant"]["representative"]
    for leaf, right in (("name", "沈牧远"), ("position", "职务犯罪研究员")):
        entry = result["fields"].get(f"applicant.representative.{leaf}", {"confidence": 0.0})
        assert representative[leaf] == right or entry["confidence"] < 0.9
    told = {problem["path"] for problem in result["problems"]}
    assert {f"applicant.representative.{leaf}" for leaf in ("name", "position")} <= told


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("applicant.name", "单位名称研究所"),
        ("applicant.address", "单位地址路12号"),
        ("applicant.representative.position", "职务犯罪研究员"),
        ("tasks.0.solution", "解决方案名称识别系统"),
        ("tasks.0.direction", "攻关方向智能化改造项目"),
        ("tasks.0.pain_points", "解决痛点问题需要攻克关键技术"),
    ],
)
def test_an_answer_that_begins_with_its_labels_words_is_read_whole(path, words):
    (result,) = extract(form(**{path.replace(".", "__"): words}), "")
    assert result["fields"][path]["raw"] == words


def test_options_that_are_all_listed_without_boxes_are_doubted():
    document = form(tasks__0__industries="电子信息、生命健康、汽车、高端装备、先进材料、时尚消费品")
    (result,) = extract(document, "")
    assert result["record"]["tasks"][0]["industries"] == []
    assert ("needs-review", "tasks.0.industries") in {
        (problem["code"], problem["path"]) for problem in result["problems"]
    }


@pytest.mark.parametrize("led", [True, False])
@pytest.mark.parametrize(
    "title", ["重点行业一：{}|重点行业二：{}", "重点行业1（{}）|重点行业2（{}）"]
)
def test_effects_side_by_side_are_those_of_their_industries(title, led):
    document = Document(str(BASE))
    table = document.tables[1]
    group, *others = rows_led_by(document, "预期应用成效")
    for row in others:
        row._tr.getparent().remove(row._tr)
    for cell in cells_of(group)[1:] if led else []:
        cell._tc.getparent().remove(cell._tc)
    if not led:
        group._tr.getparent().remove(group._tr)
    beside = document.add_table(rows=0, cols=3)
    for texts in (
        ("指标", *title.format("汽车", "高端装备").split("|")),
        ("研制周期缩短 (%)", "38", "30"),
        ("生产效率提升 (%)", "21.5", "18"),
        ("产品不良率下降 (%)", "16", "12.5"),
        ("运营成本下降 (%)", "13.2", "10"),
        ("资源综合利用率提升 (%)", "9", ""),
        ("换型调试周期缩短(%)", "42", ""),
        ("设备综合效率提升(百分点)", "8", ""),
    ):
        for cell, text in zip(beside.add_row().cells, texts, strict=True):
            cell.text = text
    table._tbl.addnext(beside._tbl)
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["effects"] == A01["tasks"][0]["effects"]


def recommended(head: str, contacts: tuple[str, str]) -> bytes:
    """附件2 with one column for the contacts of its two rows."""
    document = Document()
    document.add_paragraph("上海市智能制造系统解决方案揭榜挂帅项目推荐汇总表")
    document.add_paragraph("推荐单位（盖章）：上海市嘉定区经济委员会")
    heads = ("序号", "单位名称", "重点产业", "攻关方向", "解决方案名称", head)
    table = document.add_table(rows=0, cols=len(heads))
    direction = "数字孪生工厂解决方案"
    for texts in (
        heads,
        ("1", "上海甲公司", "汽车", direction, "甲方案", contacts[0]),
        ("2", "上海乙公司", "汽车", direction, "乙方案", contacts[1]),
    ):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return saved(document)


@pytest.mark.parametrize("head", ["联系人及手机", "联系人/手机", "联系方式"])
@pytest.mark.parametrize("written", ["{} {}", "{}{}", "{}\n{}", "{}（{}）", "{}／{}"])
def test_a_name_and_a_number_in_one_cell_are_two_answers_with_doubt(written, head):
    people = (("张三", "13800000021"), ("欧阳国梁", "13800000022"))
    document = recommended(head, (written.format(*people[0]), written.format(*people[1])))
    (result,) = extract(document, "")
    assert [(row["contact"], row["mobile"]) for row in result["record"]["rows"]] == [*people]
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    assert {f"rows.{n}.{leaf}" for n in (0, 1) for leaf in ("contact", "mobile")} <= doubted


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("姓名/职务", "{}/{}"),
        ("姓名及职务", "{}（{}）"),
        ("姓名、职务", "{}\n{}"),
        ("姓名", "{}　{}"),
        ("姓名", "{1} {0}"),
    ],
)
def test_a_name_and_a_post_in_one_cell_are_two_answers_with_doubt(label, written):
    document = Document(str(BASE))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "法人代表/负责人")
    name, post = (A01["applicant"]["representative"][each] for each in ("name", "position"))
    second = "职务" if label == "姓名" else ""
    for cell, text in zip(
        cells_of(row)[1:], (label, written.format(name, post), second, ""), strict=True
    ):
        write(cell, text)
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    for leaf in ("name", "position"):
        assert result["fields"][f"applicant.representative.{leaf}"]["confidence"] < 0.9


@pytest.mark.parametrize("written", ["顾清和总监", "顾清和（方案中心总监）", "顾清和 方案中心总监"])
def test_a_post_behind_a_name_whose_post_is_answered_is_doubted(written):
    (result,) = extract(form(applicant__contact__name=written), "")
    assert result["record"]["applicant"]["contact"]["name"] == written
    assert result["fields"]["applicant.contact.name"]["confidence"] < 0.9


def test_a_name_before_a_number_whose_field_is_answered_stays_where_it_is():
    (result,) = extract(form(applicant__contact__mobile="顾清和 13800000021"), "")
    contact = result["record"]["applicant"]["contact"]
    assert (contact["name"], contact["mobile"]) == (
        A01["applicant"]["contact"]["name"],
        "顾清和 13800000021",
    )


def test_two_people_in_one_cell_are_told():
    document = recommended(
        "联系人及手机", ("张三 13800000021\n李四 13800000022", "王五 13800000023")
    )
    (result,) = extract(document, "")
    first = result["record"]["rows"][0]
    assert first["contact"] == "张三 13800000021 李四 13800000022"
    assert result["fields"]["rows.0.contact"]["confidence"] < 0.9


def test_a_row_added_among_the_indicators_of_ones_own_is_doubted():
    document = Document(str(BASE))
    row = rows_led_by(document, "预期应用成效")[-2]  # of 其他成效指标 2 and 3
    added = deepcopy(row._tr)
    row._tr.addprevious(added)
    cells = cells_of(_Row(added, document.tables[1]))
    for cell, text in zip(cells[1:], ("上年度研发费用(万元)", "2140.5", "", ""), strict=True):
        write(cell, text)
    (result,) = extract(saved(document), "")
    named = {
        path: entry["confidence"]
        for path, entry in result["fields"].items()
        if entry["raw"] in ("上年度研发费用(万元)", "2140.5")
    }
    assert all(confidence < 0.9 for confidence in named.values())
    told = "".join(problem["message"] for problem in result["problems"])
    assert named or "上年度研发费用" in told


@pytest.mark.parametrize(
    "written", ["{}\n{}", "{} {}", "{1} {0}", "{} / {}", "{}（{}）", "{}\n{}：", "{}：\n{}"]
)
def test_labels_with_their_english_words_are_labels(written):
    words = {"单位名称": "Name of Applicant", "单位地址": "Address", "成立时间": "Founded"}
    document = Document(str(BASE))
    for cell in document.tables[0]._cells:
        if cell.text in words:
            write(cell, written.format(cell.text, words[cell.text]))
    (result,) = extract(saved(document), "")
    assert result["record"] == A01


@pytest.mark.parametrize("written", ["{} / {}", "{}({})", "{}（{}）：", "{}\n{}："])
def test_labels_with_abbreviations_in_english_and_units_behind_them_are_labels(written):
    words = {
        "统一社会信用代码": ("USCC", ""),
        "计划研发经费": ("R&D Budget", "(万元)"),
        "单位地址（注册地）": ("Address", ""),
    }
    document = Document(str(BASE))
    write(next(c for c in document.tables[0]._cells if c.text == "单位地址"), "单位地址（注册地）")
    for cell in [cell for table in document.tables[:2] for cell in table._cells]:
        if cell.text in words:
            english, unit = words[cell.text]
            write(cell, written.format(cell.text, english) + unit)
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("揭榜单位"):
            paragraph.text = paragraph.text.replace("揭榜单位", "揭榜单位 / Applicant", 1)
        elif paragraph.text.startswith("推荐单位："):  # no colon behind it
            answer = paragraph.text.removeprefix("推荐单位：")
            paragraph.text = f"推荐单位 / Recommending Office　　{answer.strip()}"
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    assert result["problems"] == []


def test_a_form_in_traditional_characters_is_read_and_answers_stay_as_written():
    turned = {ord(simple): chr(each) for each, simple in TRADITIONAL.items()}
    document = Document(str(BASE))
    for text in document.element.body.iter(qn("w:t")):
        text.text = (text.text or "").translate(turned)
    (result,) = extract(saved(document), "")
    read = result["record"]
    assert json.loads(simplified(json.dumps(read, ensure_ascii=False))) == A01
    assert read["applicant"]["name"] == A01["applicant"]["name"].translate(turned)
    assert read["applicant"]["ownership"] == A01["applicant"]["ownership"]
    assert read["tasks"][0]["direction"] == A01["tasks"][0]["direction"]
    assert read["tasks"][0]["standards"] == A01["tasks"][0]["standards"]


@pytest.mark.parametrize("end", ["", "："])
def test_a_cover_as_a_table_with_labels_in_two_languages(end):
    document = Document(str(BASE))
    words = {"揭榜单位": "Applicant", "推荐单位": "Recommender", "申报日期": "Date"}
    table = document.add_table(0, 2)
    for paragraph in list(document.paragraphs):
        label, colon, answer = paragraph.text.partition("：")
        if colon and label in words:
            if not table.rows:
                paragraph._p.addprevious(table._tbl)
            row = table.add_row()
            write(row.cells[0], f"{label}\n{words[label]}{end}")
            write(row.cells[1], answer)
            paragraph._p.getparent().remove(paragraph._p)
    (result,) = extract(saved(document), "")
    assert result["record"] == A01


def test_a_cover_with_english_in_a_line_between_label_and_answer():
    document = Document(str(BASE))
    cover = next(p for p in document.paragraphs if p.text.startswith("揭榜单位："))
    cover.text = cover.text.replace("揭榜单位：", "揭榜单位\nApplicant　　")
    (result,) = extract(saved(document), "")
    assert result["record"] == A01


def test_persons_in_another_order_with_labels_in_two_languages():
    words = {"姓名": "Name", "职务": "Title", "邮箱": "E-mail", "电话": "Tel", "手机": "Mobile"}
    document = Document(str(BASE))
    table = document.tables[0]
    led = {
        label: [row for row in table.rows if row.cells[0].text.startswith(label)]
        for label in ("法人代表", "项目联系人")
    }
    for row in reversed(led["法人代表"]):
        led["项目联系人"][-1]._tr.addnext(row._tr)
    for cell in table._cells:
        if cell.text in words:
            write(cell, f"{cell.text}\n{words[cell.text]}")
    (result,) = extract(saved(document), "")
    assert result["record"] == A01


@pytest.mark.parametrize("written", ["{}\n{}", "{} / {}", "{}（{}）"])
def test_heads_with_their_english_words_are_heads(written):
    words = {
        "序号": "No.",
        "单位名称": "Organization",
        "重点产业": "Industry",
        "手机": "Mobile",
        "攻关方向": "Direction",
        "解决方案名称": "Solution",
        "联系人": "Contact",
        "技术名称": "Technology",
        "关键指标": "Key Indicators",
        "研制单位": "Developer",
    }
    for name in ("s01-retyped", "a01-retyped"):
        document = Document(str(BASE.with_name(f"{name}.docx")))
        for cell in [cell for table in document.tables for cell in table._cells]:
            if (label := cell.text.rstrip("67")) in words:
                write(cell, written.format(label, words[label]))
        (result,) = extract(saved(document), "")
        assert result["record"] == json.loads(BASE.with_name(f"{name}.json").read_text("utf-8"))
        assert min(entry["confidence"] for entry in result["fields"].values()) >= 0.9


def test_an_answer_in_latin_letters_under_its_label_is_an_answer():
    document = Document(str(BASE))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "单位名称")
    cells_of(row)[1]._tc.getparent().remove(cells_of(row)[1]._tc)
    write(cells_of(row)[0], "单位名称\nQilan Digital")
    (result,) = extract(saved(document), "")
    assert result["record"]["applicant"]["name"] == "Qilan Digital"


def test_an_indicator_of_ones_own_whose_words_are_like_a_printed_one_is_doubted():
    document = Document(str(BASE))
    row = next(row for row in document.tables[1].rows if "研制周期缩短 (%)" in row.cells[1].text)
    cells = cells_of(row)
    write(next(cell for cell in cells if cell.text == "研制周期缩短 (%)"), "产线调试周期缩短(%)")
    (result,) = extract(saved(document), "")
    entry = result["fields"].get("tasks.0.effects.0.cycle_reduction")
    assert entry is None or entry["confidence"] < 0.9


@pytest.mark.parametrize("label", ["联系人姓名", "项目联系人姓名"])
def test_a_label_that_names_its_group_is_that_groups_wherever_it_stands(label):
    document = Document(str(BASE))
    for row in document.tables[0].rows:
        if row.cells[0].text in ("法人代表/负责人", "项目联系人"):
            cells = cells_of(row)
            name = [cell for cell in cells if cell.text == "姓名"]
            for cell in name:
                write(cell, label if row.cells[0].text == "项目联系人" else "法人姓名")
    for row in document.tables[0].rows:
        if row.cells[0].text in ("法人代表/负责人", "项目联系人"):
            write(row.cells[0], "人员")
    (result,) = extract(saved(document), "")
    applicant = result["record"]["applicant"]
    assert applicant["representative"]["name"] == A01["applicant"]["representative"]["name"]
    assert applicant["contact"]["name"] == A01["applicant"]["contact"]["name"]


@pytest.mark.parametrize("others", [(), (("性别", "男", "女"), ("年龄", "52", "41"))])
@pytest.mark.parametrize("corner", ["", "类别"])
def test_persons_that_have_a_row_each(corner, others):
    document = Document(str(BASE))
    table = document.tables[0]
    persons = [r for r in table.rows if r.cells[0].text in ("法人代表/负责人", "项目联系人")]
    turned = document.add_table(rows=0, cols=7 + len(others))
    representative, contact = (A01["applicant"][each] for each in ("representative", "contact"))
    leaves = ("name", "position", "phone", "mobile", "fax", "email")
    for number, (first, *texts) in enumerate(
        (
            (corner, "姓名", "职务", "电话", "手机", "传真", "邮箱"),
            ("法人代表/负责人", *(representative.get(leaf, "") for leaf in leaves)),
            ("项目联系人", *(contact[leaf] for leaf in leaves)),
        )
    ):
        texts[1:1] = [other[number] for other in others]
        for cell, text in zip(turned.add_row().cells, (first, *texts), strict=True):
            cell.text = text
    behind = deepcopy(table._tbl)
    at = [row._tr for row in table.rows].index(persons[0]._tr)
    for row in behind.findall(qn("w:tr"))[: at + len(persons)]:
        behind.remove(row)
    for row in table._tbl.findall(qn("w:tr"))[at:]:
        table._tbl.remove(row)
    table._tbl.addnext(turned._tbl)
    turned._tbl.addnext(behind)
    (result,) = extract(saved(document), "")
    assert result["record"] == A01


def test_labels_with_answers_in_one_cell_are_found_in_another_order():
    layout = replace(LAYOUTS["inside"], prompts="kept", notes="characters")
    made = retype(A01, layout)
    rows = {
        label: next(row for row in made.root.iter(qn("w:tr")) if text_of(row).startswith(label))
        for label in ("解决痛点问题", "方案简述")
    }
    rows["解决痛点问题"].addprevious(rows["方案简述"])
    (result,) = extract(made.pack(), "")
    assert result["record"]["tasks"][0] == made.record["tasks"][0]


@pytest.mark.parametrize("named", [False, True])
def test_a_name_behind_the_label_of_its_group_is_read_with_doubt_or_told(named):
    document = Document(str(BASE))
    table = document.tables[0]
    row = next(row for row in table.rows if row.cells[0].text.startswith("法人代表"))
    cells = cells_of(row)
    write(cells[0], "法人代表：严既明")
    if not named:
        for cell in cells[1:3]:
            write(cell, "")
    (result,) = extract(saved(document), "")
    path = "applicant.representative.name"
    read = result["record"]["applicant"]["representative"]["name"]
    codes = {p["code"]: p["message"] for p in result["problems"] if p["path"] == path}
    if named:
        assert read == A01["applicant"]["representative"]["name"]
        assert "严既明" in codes["unread-text"]
    else:
        assert read == "严既明"
        assert "needs-review" in codes
        assert result["fields"][path]["confidence"] < 0.9


@pytest.mark.parametrize("mark", ["9", "15"])
def test_a_notes_number_typed_behind_a_label_is_no_text_of_its_own(mark):
    document = Document(str(BASE))
    for row in rows_led_by(document, "预期应用成效"):
        write(row.cells[0], f"预期应用成效{mark}")
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    assert not any(problem["code"] == "unread-text" for problem in result["problems"])


def test_words_behind_no_accident_are_no_name_of_one():
    (result,) = extract(form(applicant__accident__occurred="□是(事故名称：) ☑否（已整改）"), "")
    assert result["record"]["applicant"]["accident"] == {"occurred": False, "name": None}
    assert any("已整改" in p["message"] for p in result["problems"] if p["code"] == "unread-text")


def test_a_period_with_another_behind_it_is_doubted():
    document = Document(str(BASE))
    row = next(row for row in document.tables[1].rows if row.cells[0].text == "攻关起止日期")
    cell = cells_of(row)[1]
    behind = deepcopy(cell._tc)
    cell._tc.addnext(behind)
    write(cells_of(row)[2], "2024年8月-2026年5月")
    (result,) = extract(saved(document), "")
    for half in ("start", "end"):
        assert result["fields"][f"tasks.0.period.{half}"]["confidence"] < 0.9


def finances(*years):
    """The reading of the form with these heads for the years, its evidence by year."""
    document = Document(str(BASE))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "近三年发展情况")
    for cell, year in zip(cells_of(row)[1:], years, strict=True):
        write(cell, year)
    (result,) = extract(saved(document), "")
    fields = result["fields"]
    return result["record"]["applicant"]["finances"], [
        [entry["confidence"] for path, entry in fields.items() if f"finances.{year}." in path]
        for year in range(3)
    ]


def test_years_with_a_remark_behind_them_are_years_with_doubt():
    read, sure = finances("2021年", "2022年度（审计）", "2023年（1-9月）")
    assert read == A01["applicant"]["finances"]
    assert min(sure[0]) >= 0.9
    assert max(sure[1] + sure[2]) < 0.9


def test_answers_of_a_year_that_heads_two_columns_are_doubted():
    _, sure = finances("2021年", "2023年", "2023年")
    assert max(sure[2]) < 0.9


@pytest.mark.parametrize("word", ["略", "（略）", "另附", "从略。"])
def test_words_that_stand_for_a_text_are_doubted(word):
    (result,) = extract(form(tasks__0__other_results=word), "")
    assert result["fields"]["tasks.0.other_results"]["confidence"] < 0.9


def test_a_row_that_says_that_nothing_follows_is_none():
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    document.tables[0].rows[3].cells[1].text = "以下空白"
    (result,) = extract(saved(document), "")
    assert len(result["record"]["rows"]) == 2


@pytest.mark.parametrize("behind", ["the first", "all"])
def test_a_table_of_a_second_applicant_is_told_or_in_the_text(behind):
    document = Document(str(BASE))
    first = document.tables[0]._tbl
    second = deepcopy(first)
    after = first if behind == "the first" else document.element.body[-2]
    after.addnext(second)
    after.addnext(document.add_paragraph("联合申报单位基本信息")._p)
    name = next(row for row in Table(second, document).rows if row.cells[0].text == "单位名称")
    write(cells_of(name)[1], "上海翊衡自动化装备有限公司")
    (result,) = extract(saved(document), "")
    assert result["record"]["cover"] == A01["cover"]
    assert result["record"]["applicant"] == A01["applicant"]
    told = "".join(p["message"] for p in result["problems"] if p["code"] == "unread-text")
    assert "上海翊衡自动化装备有限公司" in told + result["record"]["narrative"]["attachments"]


def test_a_cell_of_a_spreadsheet_pasted_into_a_cell_is_its_answer():
    document = Document(str(BASE))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "单位名称")
    cell = cells_of(row)[1]
    write(cell, "")
    cell.add_table(rows=1, cols=1).rows[0].cells[0].text = A01["applicant"]["name"]
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    changed = correct(saved(document), {"applicant.name": "上海乙数字制造有限公司"})
    (again,) = extract(changed, "")
    assert again["record"]["applicant"]["name"] == "上海乙数字制造有限公司"


def test_a_picture_that_is_all_a_cell_holds_is_told(tmp_path):
    document = Document(str(BASE))
    row = next(row for row in document.tables[1].rows if row.cells[0].text == "关键技术")
    table, at = document.tables[1], row._tr
    first = _Row(at.getnext(), table)
    for cell in cells_of(first)[1:]:
        write(cell, "")
    Image.new("RGB", (1, 1)).save(tmp_path / "p.png")
    cells_of(first)[2].paragraphs[0].add_run().add_picture(str(tmp_path / "p.png"))
    (result,) = extract(saved(document), "")
    assert any("图片" in p["message"] for p in result["problems"] if p["code"] == "unread-text")


@pytest.mark.parametrize("spread", ["\u3000", "  ", "\u00a0\u00a0"])
@pytest.mark.parametrize("gap", ["\u3000\u3000", " ", "    "])
def test_a_cover_whose_labels_are_spaced_out_and_have_no_colon(gap, spread):
    document = Document(str(BASE))
    lines = {
        "揭榜单位": A01["cover"]["applicant"],
        "推荐单位": A01["cover"]["recommender"],
        "申报日期": "2024年5月16日",
    }
    for paragraph in document.paragraphs:
        label = paragraph.text[:4]
        if label in lines:
            paragraph.text = spread.join(label) + gap + lines.pop(label)
    assert not lines
    (result,) = extract(saved(document), "")
    assert result["record"]["cover"] == A01["cover"]


def of_cells(document, label, texts):
    """Puts cells in the place of those behind the label of its row in the first table."""
    row = next(row for row in document.tables[0].rows if row.cells[0].text.startswith(label))
    first, *others = cells_of(row)[1:]
    for cell in others:
        row._tr.remove(cell._tc)
    for text in reversed(texts[1:]):
        first._tc.addnext(deepcopy(first._tc))
        write(_Cell(first._tc.getnext(), document.tables[0]), text)
    write(first, texts[0])


@pytest.mark.parametrize(
    "texts",
    [
        ("□中央企业", "□地方国企", "☑民营企业", "□三资企业", "□科研院所", "□高等院校"),
        ("□中央企业 □地方国企 ☑民营企业", "□三资企业 □科研院所 □高等院校"),
    ],
)
def test_options_that_have_a_cell_each(texts):
    document = Document(str(BASE))
    of_cells(document, "单位性质", texts)
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    assert not any(p["code"] == "unread-text" for p in result["problems"])
    changed = correct(saved(document), {"applicant.ownership": "三资企业"})
    (again,) = extract(changed, "")
    assert again["record"]["applicant"]["ownership"] == "三资企业"


def test_the_first_of_several_numbers_behind_an_indicator_is_doubted():
    document = Document(str(BASE))
    table = document.tables[1]._tbl
    _, *others = (row._tr for row in rows_led_by(document, "预期应用成效"))
    beside = document.add_table(rows=0, cols=4)
    for texts in (
        ("指标", "现状", "目标", "提升(%)"),
        ("研制周期缩短 (%)", "36", "22.3", "38"),
        ("生产效率提升 (%)", "60", "73", "21.5"),
        ("产品不良率下降 (%)", "2.5", "2.1", "16"),
    ):
        for cell, text in zip(beside.add_row().cells, texts, strict=True):
            cell.text = text
    for row in others:
        table.remove(row)
    table.addnext(beside._tbl)
    (result,) = extract(saved(document), "")
    for leaf in ("cycle_reduction", "efficiency_gain", "defect_reduction"):
        entry = result["fields"].get(f"tasks.0.effects.0.{leaf}", {"confidence": 0.0})
        assert entry["confidence"] < 0.9


def technologies(*rows):
    """The form with these rows under the heads of its first list; one cell is a title across."""
    document = Document(str(BASE))
    heads = next(row for row in document.tables[1].rows if row.cells[0].text == "关键技术")
    model, *others = (
        row._tr
        for row in document.tables[1].rows
        if any(cell.text == each["name"] for cell in row.cells for each in TECHNOLOGIES)
    )
    for row in others:
        document.tables[1]._tbl.remove(row)
    for texts in reversed(rows):
        heads._tr.addnext(deepcopy(model))
        added = _Row(heads._tr.getnext(), document.tables[1])
        cells = cells_of(added)[1:]
        for cell in cells[len(texts) :]:
            added._tr.remove(cell._tc)
        if len(texts) == 1:
            cells[0]._tc.grid_span = sum(cell._tc.grid_span for cell in cells)
        for cell, text in zip(cells, texts, strict=False):
            write(cell, text)
    document.tables[1]._tbl.remove(model)
    (result,) = extract(saved(document), "")
    return result["record"]["tasks"][0]["technologies"], result["problems"]


TECHNOLOGIES = A01["tasks"][0]["technologies"]
ONE, TWO, THREE, _ = ([*each.values()] for each in TECHNOLOGIES)


@pytest.mark.parametrize("third", ["1", "3"])
def test_a_list_in_groups_under_numbered_titles_is_whole(third):
    read, problems = technologies(
        ["一、建模类"], ["1", *ONE], ["2", *TWO], ["二、仿真类"], [third, *THREE]
    )
    assert read == TECHNOLOGIES[:3]
    told = "".join(p["message"] for p in problems if p["code"] == "unread-text")
    assert "建模类" in told
    assert "仿真类" in told


@pytest.mark.parametrize("title", ["主要产品", "二、主要产品"])
def test_rows_under_a_title_of_another_list_are_not_the_forms(title):
    read, _ = technologies(["1", *ONE], ["2", *TWO], [title], ["1", "某产品", "100台", "本市"])
    assert read == TECHNOLOGIES[:2]


def test_a_list_with_words_that_say_nothing_in_its_rows_is_corrected():
    document = Document(str(BASE))
    names = [each["name"] for each in A01["tasks"][0]["network"]]
    for row in document.tables[1].rows:
        if any(cell.text in names for cell in row.cells):
            for cell in cells_of(row)[2:]:
                write(cell, "无")
    (plain,) = extract(saved(document), "")
    assert plain["record"]["tasks"][0]["network"] == []
    new = [{"name": "边缘网关", "indicators": "时延≤20ms", "developer": "自研"}]
    (result,) = extract(correct(saved(document), {"tasks.0.network": new}), "")
    assert result["record"]["tasks"][0]["network"] == new


def test_a_row_that_says_nothing_refuses_no_change_of_another():
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    document.tables[0].rows[3].cells[1].text = "无"
    (result,) = extract(correct(saved(document), {"rows.0.contact": "王五"}), "")
    assert [row["contact"] for row in result["record"]["rows"]] == ["王五", "温以宁"]


def test_a_row_that_goes_on_in_the_one_below_is_corrected():
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    first = document.tables[0].rows[1]
    below = _Row(deepcopy(first._tr), document.tables[0])
    first._tr.addnext(below._tr)
    for column, cell in enumerate(cells_of(below)):
        if column in (3, 4):
            write(cell, {3: "智能生产线解决方案", 4: "柔性产线方案"}[column])
        else:
            cells_of(first)[column]._tc.vMerge = "restart"
            cell._tc.vMerge = "continue"
            write(cell, "")
    (old,) = extract(saved(document), "")
    assert len(old["record"]["rows"][0]["solutions"]) == 2
    (result,) = extract(correct(saved(document), {"rows.0.contact": "王五"}), "")
    old["record"]["rows"][0]["contact"] = "王五"
    assert result["record"] == old["record"]


def test_what_an_applicant_left_out_is_not_surely_the_second_applicants():
    document = Document(str(BASE))
    first = document.tables[0]
    second = deepcopy(first._tbl)
    first._tbl.addnext(second)
    first._tbl.addnext(document.add_paragraph("联合申报单位基本信息")._p)
    row = next(row for row in first.rows if row.cells[0].text == "单位地址")
    write(cells_of(row)[1], "")
    (result,) = extract(saved(document), "")
    sure = [
        path
        for path, entry in result["fields"].items()
        if path.startswith("applicant.") and entry["confidence"] >= 0.9
    ]
    assert sure == []
    assert result["fields"]["tasks.0.solution"]["confidence"] >= 0.9
