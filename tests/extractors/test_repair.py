"""Labels that the alignment left out, found again: moved, renamed or misspelt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.extract import pattern_of
from extractors.match import Hit, Match
from extractors.page import Page
from extractors.pattern import Pattern
from extractors.repair.doubts import doubt_halves, doubt_later_heads
from extractors.values import take
from tests.extractors.pages import (
    FORM,
    LIKENESS,
    Block,
    Row,
    Span,
    answers,
    form,
    harvest,
    labels,
    matched,
    page,
    printed,
    reading,
)

UNIT = form(
    [
        ["单位名称", "{{ applicant.name }}"],
        ["统一社会信用代码", "{{ applicant.credit_code }}"],
        ["成立时间", "{{ applicant.established | date }}"],
        ["单位地址", "{{ applicant.address }}"],
    ]
)
CODE = "91310000MA1FL0A01X"
NAME, ESTABLISHED, ADDRESS = (
    ["单位名称", "甲公司"],
    ["成立时间", "2020-01-02"],
    ["单位地址", "某路"],
)


def hit_of(pattern: Pattern, document: Page, printed: str) -> list[Hit]:
    found = matched(pattern, document, repaired=True)[1]
    return [hit for hit in found.hits if pattern.states[hit.state].printed == printed]


def doubts(pattern: Pattern, document: Page) -> dict[str, str | None]:
    return {each.path: each.doubt for each in harvest(pattern, document).taken}


# moved and renamed labels


def test_a_moved_label_is_found_and_sure() -> None:
    document = page([ADDRESS, NAME, ["统一社会信用代码", CODE], ESTABLISHED])
    assert "单位地址" not in dict(labels(UNIT, document))
    [hit] = hit_of(UNIT, document, "单位地址")
    assert (hit.moved, hit.repaired, hit.quality) == (True, False, 0.95)
    assert answers(UNIT, document)["applicant.address"] == "某路"


def test_a_renamed_label_is_found_by_its_place_and_its_answer_and_is_a_guess() -> None:
    code = "91310115MA1H7X9Q3K"
    document = page([NAME, ["主体社会代号", code], ESTABLISHED, ADDRESS])
    [hit] = hit_of(UNIT, document, "统一社会信用代码")
    assert hit.repaired
    assert answers(UNIT, document)["applicant.credit_code"] == code


def test_a_cell_that_nothing_speaks_for_is_no_label() -> None:
    document = page([NAME, ["员工总数", "五百"], ESTABLISHED, ADDRESS])
    assert hit_of(UNIT, document, "统一社会信用代码") == []


def test_each_label_is_found_once_and_no_cell_is_two_labels() -> None:
    document = page([ADDRESS, NAME, ["单位所在地址", "另一路"], ESTABLISHED])
    found = matched(UNIT, document, repaired=True)[1].hits
    assert len({hit.state for hit in found}) == len({hit.item for hit in found}) == len(found)


def test_hits_stay_in_reading_order() -> None:
    found = matched(UNIT, page([ADDRESS, NAME, ESTABLISHED]), repaired=True)[1].hits
    assert [hit.place for hit in found] == sorted(hit.place for hit in found)


def test_an_aligned_form_is_left_as_it_is() -> None:
    document = page([NAME, ["统一社会信用代码", CODE], ESTABLISHED, ADDRESS])
    assert labels(UNIT, document) == labels(UNIT, document, repaired=True)


# lines of the cover


COVER = form(
    "揭榜单位：{{ cover.applicant }}",
    "推荐单位：{{ cover.recommender }}",
    "申报日期：{{ cover.date | date }}",
)


def test_a_line_in_words_that_nobody_knows_is_the_one_that_is_missing() -> None:
    document = page("揭榜单位：甲公司", "归口部门：某区科委", "申报日期：2024年5月6日")
    assert answers(COVER, document)["cover.recommender"] == "某区科委"
    [hit] = hit_of(COVER, document, "推荐单位：")
    assert hit.repaired


def test_of_more_lines_than_are_missing_none_is_guessed() -> None:
    document = page("揭榜单位：甲公司", "电话：021", "版本：二", "申报日期：2024年5月6日")
    assert "cover.recommender" not in answers(COVER, document)


def test_a_line_that_moved_behind_all_others_is_found() -> None:
    document = page("揭榜单位：甲公司", "申报日期：2024年5月6日", "说明", "推荐单位：某区科委")
    assert answers(COVER, document)["cover.recommender"] == "某区科委"


def test_a_label_of_a_cell_in_a_line_of_its_own_is_not_taken_for_a_moved_one() -> None:
    document = page("单位地址：某路", [NAME, ["统一社会信用代码", CODE], ESTABLISHED])
    assert "applicant.address" not in answers(UNIT, document)


# groups and persons

PERSONS = form(
    [
        [
            Span("法人代表/负责人", down=2),
            *("姓名", "{{ applicant.representative.name }}"),
            *("职务", "{{ applicant.representative.position }}"),
        ],
        [
            *("邮箱", "{{ applicant.representative.email }}"),
            *("电话", "{{ applicant.representative.phone }}"),
        ],
        [
            Span("项目联系人", down=2),
            *("姓名", "{{ applicant.contact.name }}"),
            *("职务", "{{ applicant.contact.position }}"),
        ],
        [
            *("邮箱", "{{ applicant.contact.email }}"),
            *("电话", "{{ applicant.contact.phone }}"),
        ],
    ]
)
CONTACT: list[Row] = [
    [Span("项目联系人", down=2), "姓名", "李四", "职务", "工程师"],
    ["邮箱", "b@b.example", "电话", "13800000002"],
]


def test_a_role_with_the_name_beside_it_stands_for_the_label_of_the_name() -> None:
    rows: list[Row] = [["法人代表/负责人", "张三", "职务", "总经理", ""], *CONTACT]
    found = answers(PERSONS, page(rows))
    assert found["applicant.representative.name"] == "张三"
    assert found["applicant.representative.position"] == "总经理"
    assert found["applicant.contact.name"] == "李四"


def test_twins_are_doubted_where_one_of_them_had_to_be_looked_for() -> None:
    whole: Block = [
        [Span("法人代表/负责人", down=2), "姓名", "张三", "职务", "总经理"],
        ["邮箱", "a@b.example", "电话", "13800000001"],
        *CONTACT,
    ]
    assert set(doubts(PERSONS, page(whole)).values()) == {None}
    turned: Block = [
        [Span("法人代表/负责人", down=2), "职务", "总经理", "姓名", "张三"],
        ["邮箱", "a@b.example", "电话", "13800000001"],
        *CONTACT,
    ]
    found = doubts(PERSONS, page(turned))
    assert answers(PERSONS, page(turned))["applicant.representative.name"] == "张三"
    assert found["applicant.contact.position"] or found["applicant.contact.name"]
    assert found["applicant.contact.email"] is None


def test_a_label_among_those_of_a_block_that_misses_its_own_is_doubted() -> None:
    turned: Block = [
        ["邮箱", "a@b.example", "电话", "021-1"],
        ["姓名", "张三", "职务", "总经理"],
        ["职务", "工程师", "电话", "021-2"],
    ]
    told = doubts(PERSONS, page(turned))
    assert told["applicant.contact.name"]


def test_a_label_that_its_group_has_twice_stays_the_one_that_it_was() -> None:
    gain = "生产效率提升 (%)"
    effects = form(
        [
            [Span("预期应用成效", down=3), gain, "{{ tasks[0].effects[0].efficiency_gain }}"],
            ["运营成本下降 (%)", "{{ tasks[0].effects[0].cost_reduction }}"],
            [gain, "{{ tasks[0].effects[1].efficiency_gain }}"],
        ]
    )
    document = page([[Span("预期应用成效", down=2), gain, "12"], ["运营成本下降 (%)", "8"]])
    assert answers(effects, document) == {
        "tasks.0.effects.0.efficiency_gain": "12",
        "tasks.0.effects.0.cost_reduction": "8",
    }


def test_the_heads_of_a_list_that_nobody_has_are_no_labels() -> None:
    foreign: Block = [["序号", "名称", "型号", "数量"], ["1", "示波器", "DS-7054", "4"]]
    assert "applicant.name" not in answers(UNIT, page([ADDRESS, ESTABLISHED], foreign))
    assert (
        answers(UNIT, page([["名称", "甲公司"], ADDRESS, ESTABLISHED]))["applicant.name"]
        == "甲公司"
    )


def test_a_label_is_the_one_of_the_group_that_leads_its_row() -> None:
    rows: list[Row] = [
        [Span("法人代表/负责人", down=2), "邮箱", "a@b.example", "电话", "13800000001"],
        ["姓名", "张三", "职务", "总经理"],
        [Span("项目联系人", down=2), "电话", "13800000002", "职务", "工程师"],
        ["姓录", "李四", "邮箱", "b@b.example"],
    ]
    found = answers(PERSONS, page(rows))
    assert found["applicant.representative.name"] == "张三"
    assert found["applicant.representative.position"] == "总经理"
    assert found["applicant.contact.position"] == "工程师"
    assert found.get("applicant.contact.name") in (None, "李四")
    assert found["applicant.contact.phone"] == "13800000002"


# lists


def list_of(path: str, group: str, head: str) -> list[Row]:
    """A template's list of three columns behind its group label."""
    return [
        [Span(group, down=4), "序号", head, "研制单位"],
        [Span(f"{{%tr for row in tasks[0].{path} | rows(3, 2) %}}", across=3)],
        ["{{ row.no }}", "{{ row.name }}", "{{ row.developer }}"],
        [Span("{%tr endfor %}", across=3)],
    ]


LISTS = form(
    [
        *list_of("technologies", "关键技术", "技术名称"),
        *list_of("equipment", "核心制造装备", "装备名称"),
        ["单位地址", Span("{{ applicant.address }}", across=3)],
    ]
)
END: list[Row] = [["单位地址", Span("某路", across=3)]]


def rows_of(group: str, heads: Row, *rows: Row) -> list[Row]:
    return [[Span(group, down=1 + len(rows)), *heads], *rows]


TECHNOLOGIES = rows_of("关键技术", ["序号", "技术名称", "研制单位"], ["1", "视觉检测", "甲"])
EQUIPMENT = rows_of("核心制造装备", ["序号", "装备名称", "研制单位"], ["1", "机床", "乙"])
READ = {
    "tasks.0.technologies.0.name": "视觉检测",
    "tasks.0.technologies.0.developer": "甲",
    "tasks.0.equipment.0.name": "机床",
    "tasks.0.equipment.0.developer": "乙",
    "applicant.address": "某路",
}


def test_lists_in_another_order_are_found_by_their_heads() -> None:
    assert answers(LISTS, page([*TECHNOLOGIES, *EQUIPMENT, *END])) == READ
    assert answers(LISTS, page([*EQUIPMENT, *TECHNOLOGIES, *END])) == READ


def test_a_column_whose_head_nobody_knows_is_the_one_that_is_left() -> None:
    odd = rows_of("关键技术", ["序号", "技术名称", "哪家做的"], ["1", "视觉检测", "甲"])
    assert answers(LISTS, page([*odd, *EQUIPMENT, *END])) == READ


def test_heads_that_nobody_knows_are_found_behind_their_group_and_are_a_guess() -> None:
    odd = rows_of("关键技术", ["哪一项", "叫什么", "哪家做"], ["1", "视觉检测", "甲"])
    document = page([*odd, *EQUIPMENT, *END])
    assert answers(LISTS, document) == READ
    guessed = {each.path for each in harvest(LISTS, document).taken if each.repaired}
    assert guessed == {path for path in READ if "technologies" in path}


def test_alike_heads_are_doubted_where_a_list_is_missing() -> None:
    alike = ["序号", "名称", "研制单位"]
    one: Row = ["1", "视觉检测", "甲"]
    document = page([alike, one, ["单位地址", Span("某路", across=2)]])
    found = doubts(LISTS, document)
    lists = {path: doubt for path, doubt in found.items() if path.startswith("tasks")}
    assert lists
    assert all(lists.values())


def test_rows_behind_doubted_ones_of_another_place_are_doubted() -> None:
    sheet, found = matched(LISTS, page([*TECHNOLOGIES, *EQUIPMENT, *END]))
    first, second = (hit for hit in found.hits if hit.heads)
    first.doubt, second.state = "请核对", first.state
    taken = {each.path: each.doubt for each in take(LISTS, sheet, found, LIKENESS).taken}
    assert taken["tasks.0.technologies.1.name"] == "请核对"


def test_a_list_whose_heads_stand_above_it_once_more_is_doubted() -> None:
    heads: Row = ["序号", "技术名称", "研制单位"]
    twice = page(
        [heads, ["1", "视觉检测", "甲"]], "说明：以下为补充。", [heads, ["1", "机床", "乙"]]
    )
    found = matched(LISTS, twice)[1]
    found.hits = found.offered[-1:]
    doubt_later_heads(found)
    assert [bool(hit.doubt) for hit in found.hits] == [True]


# titles of blocks


def test_the_title_of_a_block_is_found_behind_a_line_of_the_office() -> None:
    document = printed("a02-institute-materials")
    at = next(n for n, each in enumerate(document.blocks) if "产业 2" in getattr(each, "text", ""))
    title = document.blocks[at]._replace(text="2.高端装备产业")
    office = title._replace(text="受理编号：________（由受理部门填写）")
    blocks = (*document.blocks[:at], title, office, *document.blocks[at + 1 :])
    task = reading(replace(document, blocks=blocks))["record"]["narrative"]["tasks"][1]
    assert [each["industry"] for each in task["industries"]] == ["先进材料", "高端装备"]
    assert "高端装备产业" not in task["industries"][0]["schedule"]


# halves of blocks


@pytest.mark.parametrize(("again", "doubted"), [(False, True), (True, False)])
def test_a_block_without_its_title_that_goes_on_with_the_one_before_is_doubted(
    again: bool, doubted: bool
) -> None:
    pattern = pattern_of(FORM)
    tasks = next(loop for loop in pattern.loops if loop.path == "tasks")
    title = min(tasks.entries)
    pain, patents = (
        next(s.index for s in pattern.states if s.printed.startswith(label))
        for label in ("解决痛点问题", "申请发明专利")
    )
    told = [(title, 0), (pain, 0), *([(patents, 0)] if again else []), (patents, 1)]
    hits = [
        Hit(state, item, 0, 0, 4, 1.0, False, instance=(block,))
        for item, (state, block) in enumerate(told)
    ]
    doubt_halves(pattern, Match(hits, 1.0))
    assert [bool(hit.doubt) for hit in hits[:-1]] == [False] * (len(hits) - 1)
    assert bool(hits[-1].doubt) is doubted


# answers that say their label's words


def test_an_answer_that_may_say_its_labels_words_itself_is_doubted() -> None:
    address: Row = ["住 处", "单位地址：某路"]
    taken = doubts(UNIT, page([NAME, ["统一社会信用代码", CODE], ESTABLISHED, address]))
    assert "applicant.address" in taken
    assert taken["applicant.address"]


@pytest.mark.parametrize(
    "said",
    ["单位地址：\n（请填写）\n单位地址：某路", "住处：　单位地址：某路", "住处：\n单位地址：某路"],
)
def test_a_label_behind_itself_or_other_words_in_its_cell_is_doubted(said: str) -> None:
    rows = [NAME, ["统一社会信用代码", CODE], ESTABLISHED]
    assert doubts(UNIT, page([*rows, [Span(said, across=2)]]))["applicant.address"]


def test_a_label_in_its_answers_cell_is_sure_where_nothing_stands_before_it() -> None:
    rows = [NAME, ["统一社会信用代码", CODE], ESTABLISHED, [Span("单位地址：某路", across=2)]]
    assert doubts(UNIT, page(rows))["applicant.address"] is None


def test_a_heading_whose_words_begin_a_text_is_doubted_with_the_section_before() -> None:
    document = printed("a02-institute-materials")
    texts = [getattr(each, "text", "") for each in document.blocks]
    at = texts.index("(4) 进度安排")
    heading = document.blocks[at]._replace(text="推进步骤一览")
    text = document.blocks[at + 1]._replace(text="进度安排：2024年完成设计。")
    blocks = (*document.blocks[:at], heading, text, *document.blocks[at + 2 :])
    fields = reading(replace(document, blocks=blocks))["fields"]
    section = "narrative.tasks.0.industries.0"
    for leaf in ("results", "schedule"):
        assert fields[f"{section}.{leaf}"]["confidence"] < 0.9
    assert fields[f"{section}.content"]["confidence"] >= 0.9
