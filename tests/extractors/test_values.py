"""Where answers are taken from, once the labels are known."""

from __future__ import annotations

import pytest

from extractors.items import lay_out
from extractors.page import Line, Page, Paragraph
from extractors.values import fill
from tests.extractors.pages import Block, Row, Span, answers, form, harvest, page

UNIT = form([["单位名称", "{{ applicant.name }}"], ["单位地址", "{{ applicant.address }}"]])
WIDE = form(
    [
        ["单位名称", "{{ applicant.name }}", "成立时间", "{{ applicant.established | date }}"],
        ["单位地址", "{{ applicant.address }}", "传真", "{{ applicant.contact.fax }}"],
    ]
)
COVER = form("揭榜单位：{{ cover.applicant }}", "推荐单位：{{ cover.recommender }}")
BOTH = {"applicant.name": "甲公司", "applicant.address": "某路1号"}
YEARS: Row = ["近三年发展情况", "2021年", "2022年", "2023年"]
FINANCES = form(
    [
        YEARS,
        ["资产总额(万元)", *(f"{{{{ applicant.finances[{n}].total_assets }}}}" for n in range(3))],
        ["资产负债率(%)", *(f"{{{{ applicant.finances[{n}].debt_ratio }}}}" for n in range(3))],
    ]
)
ASSETS = {f"applicant.finances.{year}.total_assets": str(year + 1) for year in range(3)}
RATIOS = {f"applicant.finances.{year}.debt_ratio": str(year + 51) for year in range(3)}


# beside, below, inside, in the next line


@pytest.mark.parametrize(
    "block",
    [
        [["单位名称", "甲公司"], ["单位地址", "某路1号"]],
        [["单位名称：甲公司"], ["单位地址：某路1号"]],
        [["单位名称\n甲公司"], ["单位地址\n某路1号"]],
        [["单位名称", "单位地址"], ["甲公司", "某路1号"]],
        [["单位名称", "", "甲公司"], ["单位地址", "", "某路1号"]],
        [["单位名称", "单位名称", "甲公司"], ["单位地址", "单位地址", "某路1号"]],
        [["单位地址", "某路1号"], ["单位名称", "甲公司"]],
    ],
    ids=["beside", "inside", "under", "below", "behind an empty cell", "filled again", "moved"],
)
def test_an_answer_is_found_wherever_offices_put_it(block: Block) -> None:
    assert answers(UNIT, page(block)) == BOTH


def test_an_answer_in_the_line_of_its_label_or_in_the_next() -> None:
    wanted = {"cover.applicant": "甲公司", "cover.recommender": "某区科委"}
    assert answers(COVER, page("揭榜单位：甲公司", "推荐单位：某区科委")) == wanted
    assert answers(COVER, page("揭榜单位：甲公司　推荐单位：某区科委")) == wanted
    assert answers(COVER, page("揭榜单位：", "甲公司", "推荐单位：", "某区科委")) == wanted


def test_an_answer_ends_before_the_place_of_a_seal() -> None:
    document = page("揭榜单位：甲公司　　（公章）：", "推荐单位：某区科委")
    assert answers(COVER, document)["cover.applicant"] == "甲公司"


def test_a_line_below_that_looks_like_another_label_is_doubted() -> None:
    below: Block = [["单位名称"], ["甲公司"], ["单位地址"], ["注册资本(万元)：500"]]
    doubts = {each.path: each.doubt for each in harvest(UNIT, page(below)).taken}
    assert doubts["applicant.name"] is None
    assert doubts["applicant.address"]


def test_an_answer_like_its_label_is_doubted_where_the_label_is_a_guess() -> None:
    position = form(
        [["单位名称", "{{ applicant.name }}"], ["联系人职务", "{{ applicant.contact.position }}"]]
    )
    doubts = [
        {
            each.path: each.doubt
            for each in harvest(position, page([["单位名称", "甲公司"], row])).taken
        }
        for row in (
            ["联系人职物", "联系职务"],
            ["联系人职物", "市场部经理"],
            ["联系人职务", "联系职务"],
        )
    ]
    assert [bool(each["applicant.contact.position"]) for each in doubts] == [True, False, False]


def test_brackets_at_both_ends_of_a_line_are_not_always_one_pair() -> None:
    document = page("（2）揭榜单位：甲（上海）公司(加盖公章)", "（推荐单位：某区科委）")
    assert answers(COVER, document) == {
        "cover.applicant": "甲（上海）公司(加盖公章)",
        "cover.recommender": "某区科委",
    }


def test_several_pairs_in_one_cell() -> None:
    assert answers(UNIT, page([["单位名称：甲公司　单位地址：某路1号"]])) == BOTH


def test_an_empty_answer_takes_nothing_of_its_neighbours() -> None:
    document = page([["单位名称", "", "成立时间", "2020-01-02"], ["单位地址", "某路", "传真", ""]])
    assert answers(WIDE, document) == {
        "applicant.established": "2020-01-02",
        "applicant.address": "某路",
    }


def test_a_table_is_read_downwards_where_most_labels_have_labels_beside_them() -> None:
    labels = ["单位名称", "成立时间", "单位地址", "传真", ""]
    document = page([labels, ["甲公司", "2020-01-02", "某路", "021-55550000", ""]])
    assert answers(WIDE, document)["applicant.established"] == "2020-01-02"
    assert answers(WIDE, document)["applicant.contact.fax"] == "021-55550000"


def test_the_place_says_how_sure_an_answer_is() -> None:
    def place(document: Page) -> float:
        return harvest(UNIT, document).taken[0].place

    beside = place(page([["单位名称", "甲公司"]]))
    inside = place(page([["单位名称：甲公司"]]))
    below = place(page([["单位名称", "单位地址"], ["甲公司", "某路1号"]]))
    further = place(page([["单位名称", "", "甲公司"]]))
    assert beside > inside > below > further


# grids


def test_a_grid_is_read_by_its_years_in_any_order() -> None:
    turned = page([[YEARS[0], *YEARS[:0:-1]], ["资产总额(万元)", "3", "2", "1"]])
    assert answers(FINANCES, turned) == ASSETS


def test_values_of_a_year_that_the_form_lacks_are_not_read_and_not_lost() -> None:
    years = [YEARS[0], "2020年", *YEARS[2:]]
    document = page([years, ["资产总额(万元)", "7", "2", "3"]])
    [lost] = [item.index for item in lay_out(document).items if item.text == "7"]
    found = harvest(FINANCES, document)
    raw = {each.path: "".join(piece.text for piece in each.slices) for each in found.taken}
    assert {path: text for path, text in raw.items() if text} == {
        path: text for path, text in ASSETS.items() if ".0." not in path
    }
    assert lost not in found.used


def test_a_grid_with_a_row_a_year() -> None:
    rows: list[Row] = [["近三年发展情况", "资产总额(万元)", "资产负债率(%)"]]
    rows += [[f"{2021 + n}年", str(1 + n), str(51 + n)] for n in range(3)]
    assert answers(FINANCES, page(rows)) == ASSETS | RATIOS


def test_years_that_lead_rows_with_the_label_again_in_each() -> None:
    rows: list[Row] = [["近三年发展情况", "", ""]]
    for n in range(3):
        rows.append([Span(f"{2021 + n}年", down=2), "资产总额(万元)", str(1 + n)])
        rows.append(["资产负债率(%)", str(51 + n)])
    assert answers(FINANCES, page(rows)) == ASSETS | RATIOS


# prose

CHAPTERS = form(
    "二、申报单位基础条件",
    '{%p for text in narrative.foundation | paragraphs("（不超过 2000 字）") %}',
    "{{ text }}",
    "{%p endfor %}",
    "三、项目负责人与研发团队",
    "{%p for text in narrative.team | paragraphs %}",
    "{{ text }}",
    "{%p endfor %}",
)


def test_prose_runs_to_the_next_heading_tables_included() -> None:
    document = page(
        *("二、申报单位基础条件", "第一段。", "第二段。", [["表中", "文字"]]),
        *("三、项目负责人与研发团队", "团队。"),
    )
    taken = harvest(CHAPTERS, document)
    assert answers(CHAPTERS, document) == {
        "narrative.foundation": "第一段。\n第二段。\n表中\t文字",
        "narrative.team": "团队。",
    }
    assert [(path, item.text) for path, item in taken.tables] == [("narrative.foundation", "表中")]


def test_prose_whose_next_heading_is_gone_is_doubted() -> None:
    document = page("二、申报单位基础条件", "第一段。", "团队二十人。")
    [foundation] = harvest(CHAPTERS, document).taken
    assert foundation.doubt is not None
    whole = page("二、申报单位基础条件", "第一段。", "三、项目负责人与研发团队", "团队。")
    assert [each.doubt for each in harvest(CHAPTERS, whole).taken] == [None, None]


def test_a_text_box_is_part_of_no_prose() -> None:
    whole = page(
        "二、申报单位基础条件", "甲。", "三、项目负责人与研发团队", "乙。", floating=["盖章处"]
    )
    taken = harvest(CHAPTERS, whole)
    assert answers(CHAPTERS, whole)["narrative.team"] == "乙。"
    assert 4 not in taken.used


# indicators that may be renamed

INDICATORS = form(
    [["研制周期缩短(%)", "{{ tasks[0].effects[0].cycle_reduction }}"]]
    + [
        [
            f'{{{{ tasks[0].effects[0].others[{n}].name | label("其他成效指标 {n + 1}") }}}}',
            f"{{{{ tasks[0].effects[0].others[{n}].value }}}}",
        ]
        for n in range(3)
    ]
)


def indicators(*rows: Row) -> dict[str, str]:
    found = answers(INDICATORS, page([["研制周期缩短(%)", "10"], *rows]))
    return {path.partition("others.")[2]: raw for path, raw in found.items() if "others" in path}


def test_a_renamed_indicator_gives_its_name_a_printed_one_only_its_value() -> None:
    found = indicators(["能耗下降(%)", "12"], ["其他成效指标 2", "8"])
    assert found == {"0.name": "能耗下降(%)", "0.value": "12", "1.value": "8"}


def test_a_printed_label_keeps_its_own_place() -> None:
    assert indicators(["其他成效指标 3", "8"]) == {"2.value": "8"}


def test_a_printed_label_with_a_slip_in_it_keeps_its_place() -> None:
    found = indicators(["其他成效样标 1", ""], ["库存周转率提升(%)", "18"], ["其成效指标 3", "8"])
    assert found == {"1.name": "库存周转率提升(%)", "1.value": "18", "2.value": "8"}


def test_more_indicators_than_the_form_has_are_not_read_into_it() -> None:
    rows = [[f"指标{letter}提升", str(n)] for n, letter in enumerate("甲乙丙丁", 1)]
    assert set(indicators(*rows)) == {f"{n}.{part}" for n in range(3) for part in ("name", "value")}


def test_a_row_that_is_no_indicator_is_doubted() -> None:
    document = page([["研制周期缩短(%)", "10"], ["填表人", "张三"]])
    doubts = {each.path: each.doubt for each in harvest(INDICATORS, document).taken}
    assert doubts["tasks.0.effects.0.others.0.value"] is not None
    assert doubts["tasks.0.effects.0.cycle_reduction"] is None


def test_a_row_that_is_no_indicator_takes_no_indicators_place() -> None:
    document = page(
        [["研制周期缩短(%)", "10"], ["保密等级", "公开"], ["能耗下降(%)", "12"], ["产量提升", "8"]]
    )
    taken = {
        each.path.partition("others.")[2]: each for each in harvest(INDICATORS, document).taken
    }
    raw = {path: "".join(piece.text for piece in each.slices) for path, each in taken.items()}
    assert [raw[f"{n}.value"] for n in range(3)] == ["12", "8", "公开"]
    assert all(taken[f"{n}.name"].doubt for n in range(3))


def test_a_name_that_shares_its_row_with_an_indicator_stays_in_its_order() -> None:
    document = page(
        [["研制周期缩短(%)", "10", "企业荣誉", "三项"], ["车间布局", "优", "能耗下降(%)", "12"]]
    )
    taken = harvest(INDICATORS, document).taken
    raw = {each.path: "".join(piece.text for piece in each.slices) for each in taken}
    others = "tasks.0.effects.0.others"
    assert [raw[f"{others}.{n}.name"] for n in range(3)] == ["企业荣誉", "车间布局", "能耗下降(%)"]
    assert all(each.doubt for each in taken if others in each.path)


def test_a_row_of_two_others_put_in_among_as_many_as_the_form_has_takes_no_place() -> None:
    document = page(
        [
            ["研制周期缩短(%)", "10", "能耗下降(%)", "12"],
            ["职工人数", "312", "注册资本", "5000"],
            ["人均产出", "33万元", "产量提升", "8"],
        ]
    )
    found = harvest(INDICATORS, document).taken
    raw = {each.path: "".join(piece.text for piece in each.slices) for each in found}
    others = "tasks.0.effects.0.others"
    assert [raw[f"{others}.{n}.value"] for n in range(3)] == ["12", "33万元", "8"]
    assert all(each.doubt for each in found if f"{others}.1" in each.path)


@pytest.mark.parametrize("value", ["88项", "提升9%", "≥ 40%", "3.5 万元"])
@pytest.mark.parametrize("label", ["人均产出", "万元产值能耗", "平均无故障时间"])
def test_an_indicator_named_without_a_unit_is_known_by_its_amount(label: str, value: str) -> None:
    document = page([["研制周期缩短(%)", "10"], [label, value], ["一次交检合格率", "98%"]])
    taken = harvest(INDICATORS, document).taken
    raw = {each.path.partition("others.")[2]: each for each in taken}
    assert "".join(piece.text for piece in raw["0.name"].slices) == label
    assert not any(each.doubt for each in taken)


@pytest.mark.parametrize("label", ["职工人数", "注册资本"])
def test_an_amount_without_a_unit_or_a_change_is_a_doubtful_indicator(label: str) -> None:
    document = page([["研制周期缩短(%)", "10"], [label, "312"]])
    doubts = {each.path: each.doubt for each in harvest(INDICATORS, document).taken}
    assert doubts["tasks.0.effects.0.others.0.name"] is not None


# lists

HEADS: Row = ["序号", "技术名称", "关键指标", "研制单位"]
ROWS: list[Row] = [["1", "视觉检测", "精度0.1mm", "甲公司"], ["2", "数字孪生", "时延1ms", "乙公司"]]
AFTER: list[Row] = [["单位地址", Span("某路1号", across=3)]]


def technologies(*blocks: Block) -> list[tuple[str, ...]]:
    """Name, indicators and developer of each row read, by a form with one list and a label."""
    found = answers(LIST, page(*blocks))
    count = 1 + max(
        (int(path.split(".")[3]) for path in found if "technologies" in path), default=-1
    )
    parts = ("name", "indicators", "developer")
    at = "tasks.0.technologies"
    return [tuple(found.get(f"{at}.{n}.{part}", "") for part in parts) for n in range(count)]


LIST = form(
    [
        HEADS,
        [Span("{%tr for row in tasks[0].technologies | rows(3, 2) %}", across=4)],
        ["{{ row.no }}", "{{ row.name }}", "{{ row.indicators }}", "{{ row.developer }}"],
        [Span("{%tr endfor %}", across=4)],
        ["单位地址", Span("{{ applicant.address }}", across=3)],
    ]
)
READ = [("视觉检测", "精度0.1mm", "甲公司"), ("数字孪生", "时延1ms", "乙公司")]


def test_a_list_runs_from_its_heads_to_the_next_label() -> None:
    assert technologies([HEADS, *ROWS, *AFTER]) == READ


def test_unused_rows_are_no_items_even_with_their_number() -> None:
    unused: list[Row] = [["3", "", "", ""], ["…", "…", "", ""], ["", "", "", ""]]
    assert technologies([HEADS, *ROWS, *unused, *AFTER]) == READ


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (0, 3, 1, 2), (1, 0, 3, 2)])
def test_columns_in_another_order(order: tuple[int, ...]) -> None:
    rows = [[row[at] for at in order] for row in (HEADS, *ROWS)]
    assert technologies([*rows, *AFTER]) == READ


def test_renamed_heads() -> None:
    assert technologies([["编号", "技术名称", "技术指标", "研发单位"], *ROWS, *AFTER]) == READ


@pytest.mark.parametrize("again", [[], [HEADS]], ids=["without heads", "with its heads again"])
def test_a_list_goes_on_in_the_next_table(again: list[Row]) -> None:
    assert technologies([HEADS, ROWS[0]], [*again, ROWS[1], *AFTER]) == READ


def test_a_list_ends_where_a_paragraph_stands_between_the_tables() -> None:
    assert technologies([HEADS, ROWS[0]], "专利情况：", [ROWS[1]], [*AFTER]) == READ[:1]


def test_a_foreign_list_below_is_not_read_into_ours() -> None:
    foreign: list[Row] = [
        ["序号", "专利名称", "专利号", "授权日期"],
        ["1", "某专利", "ZL2020", "2021"],
    ]
    assert technologies([HEADS, *ROWS, *foreign, *AFTER]) == READ
    title: list[Row] = [[Span("近三年专利", across=4)], ["1", "某专利", "ZL2020", "2021"]]
    assert technologies([HEADS, *ROWS, *title, *AFTER]) == READ


def test_a_row_that_fits_no_columns_is_foreign_and_unread() -> None:
    document = page([HEADS, ROWS[0], [Span("说明", across=2), Span("均为自研", across=2)], *AFTER])
    unfit = {item.index for item in lay_out(document).items if item.text in ("说明", "均为自研")}
    taken = harvest(LIST, document)
    assert len(unfit) == 2
    assert not taken.used & unfit


def test_an_item_over_several_rows_is_one_item() -> None:
    more: list[Row] = [
        [Span("1", down=2), Span("视觉检测", down=2), "精度0.1mm", Span("甲公司", down=2)],
        ["速度1m/s"],
    ]
    assert technologies([HEADS, *more, *AFTER]) == [("视觉检测", "精度0.1mm\n速度1m/s", "甲公司")]


def test_a_letter_read_on_a_picture_where_a_number_stands_is_no_other_list() -> None:
    misread = Paragraph("l", "", lines=(Line(0, 1, 1, (0.0, 0.0, 5.0, 12.0), by="ocr"),))
    rows: list[Row] = [[misread, "视觉检测", "精度0.1mm", "甲公司"], ROWS[1]]
    assert technologies([HEADS, *rows, *AFTER]) == READ


def test_rows_that_are_lettered_below_numbered_ones_are_another_list() -> None:
    lettered: list[Row] = [["A", "甲器件", "3台", "上海甲公司"]]
    assert technologies([HEADS, *ROWS, *lettered, *AFTER]) == READ


def test_rows_begin_below_heads_of_two_rows_height() -> None:
    heads = [Span(each, down=2) for each in ("技术名称", "关键指标", "研制单位")]
    assert technologies([["序", *heads], ["号"], *ROWS, *AFTER]) == READ


def test_of_a_number_and_an_answer_under_one_head_the_answer_is_read_with_doubt() -> None:
    heads: Row = [Span("序号 技术名称", across=3), "关键指标", "研制单位"]
    rows: list[Row] = [
        [name, Span(text, across=2), *rest]
        for name, text, *rest in (("1", "视觉检测", "精度0.1mm", "甲公司"),)
    ]
    document = page([heads, *rows, ["单位地址", Span("某路", across=4)]])
    name = next(each for each in harvest(LIST, document).taken if each.path.endswith("0.name"))
    assert (name.raw, bool(name.doubt)) == ("视觉检测", True)


def test_a_row_whose_number_is_ahead_of_its_place_is_doubted() -> None:
    later: list[Row] = [["4", "能效优化", "节能5%", "丙公司"]]
    taken = harvest(LIST, page([HEADS, *ROWS, *later, *AFTER])).taken
    doubts = {each.path: bool(each.doubt) for each in taken if each.path.endswith(".name")}
    assert list(doubts.values())[:3] == [False, False, True]


# the whole


def test_indexes_fill_the_stars_in_order() -> None:
    assert fill("tasks.*.effects.*.industry", (1, 0)) == "tasks.1.effects.0.industry"
    assert fill("tasks.*.rows.*", (2,)) == "tasks.2.rows.*"


def test_what_nobody_took_is_not_used() -> None:
    document = page([["单位名称", "甲公司"], ["单位地址", "某路1号"]], "另附说明。")
    assert harvest(UNIT, document).used == {0, 1, 2, 3}
