"""How records become canonical, sentence by sentence of the records' description."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings

from forms import registry
from forms.errors import InvalidRecord
from forms.form import SchemaForm
from tests.forms.sample import RECORDS, application, sample
from tests.strategies import Record, records

SUMMARY = registry.get("summary")
APPLICATION = cast(SchemaForm, registry.get("application"))


def load(**task: Any) -> Record:
    """The first direction of a record that has nothing else, once loaded."""
    tasks: list[Record] = APPLICATION.load({"tasks": [{"solution": "甲", **task}]})["tasks"]
    return tasks[0]


def errors(form: registry.Form, data: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidRecord) as caught:
        form.load(data)
    assert caught.value.exit_code == 2
    for path in caught.value.errors:
        assert path in str(caught.value) or path == ""
    return caught.value.errors


# --- laws ----------------------------------------------------------------------------------------

many = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(records("jiebang2024/application"))
@many
def test_loading_an_application_is_idempotent(record: Record) -> None:
    assert APPLICATION.load(record) == record
    assert APPLICATION.load(APPLICATION.printed(record)) == record
    for path, answer, value in APPLICATION.answers(record):
        assert answer.codec.parse(answer.codec.format(value)).value == value, path


@given(records("jiebang2024/summary"))
@many
def test_loading_a_summary_is_idempotent(record: Record) -> None:
    assert SUMMARY.load(record) == record


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_the_samples_are_canonical(path: Any) -> None:
    record = sample(path.stem)
    form = SUMMARY if "rows" in record else APPLICATION
    assert form.load(record) == record


# --- shape ---------------------------------------------------------------------------------------


def test_nothing_is_required_and_every_key_is_there() -> None:
    empty = APPLICATION.load({})
    assert list(empty) == ["cover", "applicant", "tasks", "narrative"]
    assert empty["tasks"] == empty["narrative"]["tasks"] == []
    assert [year["year"] for year in empty["applicant"]["finances"]] == [2021, 2022, 2023]
    assert empty["applicant"]["accident"] == {"occurred": None, "name": None}
    assert SUMMARY.load({}) == {"recommender": None, "rows": []}
    assert APPLICATION.empty() == empty


def test_loading_gives_a_record_of_its_own() -> None:
    one, other = APPLICATION.load({}), APPLICATION.load({})
    one["tasks"].append(1)
    one["applicant"]["finances"][0]["revenue"] = "1"
    assert other == APPLICATION.empty()


def test_loading_leaves_its_argument_alone() -> None:
    given_record = application(tasks__0__solution=" 甲 ")
    before = repr(given_record)
    APPLICATION.load(given_record)
    assert repr(given_record) == before


def test_an_empty_text_is_null() -> None:
    assert load(summary="")["summary"] is None
    assert load(budget="")["budget"] is None


# --- refused -------------------------------------------------------------------------------------


def test_every_error_is_given_at_once_with_its_path() -> None:
    data = {
        "cover": {"date": "2024-13-01", "place": 1},
        "applicant": {
            "ownership": "民企",
            "name": "\ud800",
            "finances": [{"year": 2020}, {"year": 2021}, {"year": 2021}],
            "accident": {"occurred": 1},
        },
        "tasks": [
            {
                "patents": True,
                "industries": ["汽车", "农业", 3],
                "budget": "1,234",
                "technologies": None,
                "standards": [{"level": "地方标准", "stages": ["研究"]}],
                "effects": [{"others": [{}] * 6}, {}, {}],
            },
            [],
            {},
            {},
        ],
        "narrative": "无",
        "extra": None,
    }
    assert set(errors(APPLICATION, data)) == {
        *("cover.date", "cover.place", "applicant.ownership", "applicant.name"),
        *("applicant.finances.0.year", "applicant.finances.2.year", "applicant.accident.occurred"),
        *("tasks.0.patents", "tasks.0.industries.1", "tasks.0.industries.2", "tasks.0.budget"),
        *("tasks.0.technologies", "tasks.0.standards.0.level", "tasks.0.standards.0.stages.0"),
        *("tasks.0.effects.0.others", "tasks.0.effects", "tasks.1", "tasks", "narrative", "extra"),
    }


def test_ten_thousand_errors() -> None:
    keys = {f"key{number}": 0 for number in range(5000)}
    rows = [{"no": "1"}] * 5000
    found = errors(SUMMARY, {**keys, "rows": rows})
    assert len(found) == 10_001
    assert list(found)[:2] == ["key0", "key1"]
    assert list(found)[-1] == "rows.4999.no"


@pytest.mark.parametrize("data", [None, [], "record", 1])
def test_what_is_no_record(data: Any) -> None:
    assert set(errors(APPLICATION, data)) == {""}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(("tasks", None), ("tasks", {}), ("cover", None), ("cover", []), ("narrative", 1)),
        *(("cover", {"applicant": 1}), ("cover", {"applicant": True})),
        ("cover", {"applicant": []}),
        *(("tasks", [None]), ("tasks", ["甲"]), ("tasks", [{"patents": True}])),
        *(("tasks", [{"patents": 1.0}]), ("tasks", [{"patents": "1"}])),
        *(("tasks", [{"patents": 10000}]), ("tasks", [{"patents": -1}])),
        *(("tasks", [{"budget": 1850}]), ("tasks", [{"budget": 1850.5}])),
        ("tasks", [{"budget": True}]),
        *(("tasks", [{"industries": "汽车"}]), ("tasks", [{"industries": None}])),
        *(("applicant", {"size": "超大型企业"}), ("applicant", {"finances": [{"year": True}]})),
        *(("applicant", {"finances": [{"year": 2024}]}), ("applicant", {"finances": [{}] * 4})),
        *(("cover", {"date": "2024-05"}), ("cover", {"date": "2024-02-30"})),
        *(("cover", {"applicant": "\x00"}), ("cover", {"applicant": "\ufffe"})),
        *(("narrative", {"tasks": [{}] * 4}), ("tasks", [{"network": [{}] * 1001}])),
        *(("tasks", [{"summary": "字" * 400_000}]), ("tasks", [{"scene": "智能仓储"}])),
    ],
)  # fmt: skip
def test_refusals(path: str, value: Any) -> None:
    assert all(found.startswith(path) for found in errors(APPLICATION, {path: value}))


def test_a_key_that_can_not_be_printed_is_escaped_in_its_path() -> None:
    (path,) = errors(APPLICATION, {"\ud800": 1})
    assert path == "\\ud800"
    path.encode()


def test_a_key_of_more_digits_than_an_index_has_is_a_key_like_any() -> None:
    key = "9" * 5000
    assert set(errors(APPLICATION, {key: 1, "x": 1})) == {key, "x"}


def test_a_thousand_rows_are_taken() -> None:
    rows = [{"name": f"技术{number}"} for number in range(1000)]
    assert len(load(technologies=rows)["technologies"]) == 1000


def test_what_is_written_out_loads_whatever_it_says() -> None:
    task = load(direction="量子计算", scene={"segment": "量子", "name": "量子场景"})
    assert task["direction"] == "量子计算"
    assert task["scene"] == {"segment": "量子", "name": "量子场景"}
    assert SUMMARY.load({"rows": [{"directions": ["量子"], "industries": ["农业"]}]})["rows"][0][
        "directions"
    ] == ["量子"]


# --- text ----------------------------------------------------------------------------------------


def test_short_answers_and_prose() -> None:
    task = load(
        solution=" 甲\n乙\u3000",
        summary="\u3000\u3000甲\r\n\r\n\u3000\u3000乙",
        pain_points="无",
        technologies=[{"name": "／", "indicators": "≤3%\n≥5", "developer": "暂无"}],
    )
    assert task["solution"] == "甲 乙"
    assert task["summary"] == "甲\n乙"
    assert task["pain_points"] == "无"
    assert task["technologies"] == [{"name": None, "indicators": "≤3%\n≥5", "developer": None}]


def test_codes_phones_and_mail_are_kept_in_nfkc() -> None:
    applicant = APPLICATION.load(
        {
            "applicant": {
                "credit_code": "９１３５０１００ M000 100Y43",
                "contact": {
                    "phone": "０２１－５９５６０００１",
                    "email": "ａ@b.example",
                    "fax": "无",
                },
                "established": "２００９年６月",
            }
        }
    )["applicant"]
    assert applicant["credit_code"] == "91350100M000100Y43"
    assert applicant["contact"]["phone"] == "021-59560001"
    assert applicant["contact"]["email"] == "a@b.example"
    assert applicant["contact"]["fax"] is None
    assert applicant["established"] == "2009-06"


@pytest.mark.parametrize("index", [0, 1, 2])
def test_prompts_of_any_direction_go(index: int) -> None:
    tasks: list[Record] = [{}, {}, {}]
    tasks[index] = {
        "direction": "(如有请填写)",
        "scene": {"segment": "如：产品设计", "name": "如：产品数字化研发与设计"},
        "budget": "(万元)",
        "pain_points": "（如解决工艺、质量、效率、成本、用工、能效、双碳等问题,不超过200字）",
        "summary": "(对方案具体内容、预期达到的技术和成效进行简要描述, 不超过 500 字)",
        "other_results": "（不超过300字）",
        "solution": "无",
    }
    assert APPLICATION.load({"tasks": tasks}) == APPLICATION.empty()


def test_a_prompt_goes_from_before_the_answer() -> None:
    narrative = APPLICATION.load(
        {"narrative": {"attachments": "申报单位必要的证明文件。\n1.营业执照"}}
    )["narrative"]
    assert narrative["attachments"] == "1.营业执照"


# --- lists ---------------------------------------------------------------------------------------


def test_rows_without_an_answer_go() -> None:
    rows = [
        {},
        {"name": "甲"},
        {"name": "无", "indicators": "／", "developer": None},
        {"name": "乙"},
    ]
    assert [row["name"] for row in load(technologies=rows)["technologies"]] == ["甲", "乙"]


def test_trailing_empty_tasks_go_and_one_before_a_filled_task_keeps_its_place() -> None:
    tasks = [{"summary": "无"}, {"solution": "甲"}, {"pain_points": "暂无", "budget": "/"}]
    loaded = APPLICATION.load({"tasks": tasks})["tasks"]
    assert [task["solution"] for task in loaded] == [None, "甲"]
    assert loaded[0] == APPLICATION.load({"tasks": [{}, {"solution": "乙"}]})["tasks"][0]
    assert loaded[0]["summary"] is None


def test_a_count_of_none_and_a_tick_are_answers() -> None:
    assert len(APPLICATION.load({"tasks": [{"patents": 0}]})["tasks"]) == 1
    assert len(APPLICATION.load({"tasks": [{"standards": [{"selected": True}]}]})["tasks"]) == 1
    assert APPLICATION.load({"tasks": [{"standards": [{"selected": False}]}]})["tasks"] == []


def test_the_narrative_keeps_its_places_likewise() -> None:
    industries = [{"background": "无"}, {"background": "甲"}, {}]
    tasks = APPLICATION.load({"narrative": {"tasks": [{}, {"industries": industries}, {}]}})[
        "narrative"
    ]["tasks"]
    assert tasks[0] == {"industries": []}
    assert [industry["background"] for industry in tasks[1]["industries"]] == [None, "甲"]
    assert len(tasks) == 2


def test_an_empty_slot_of_others_before_a_filled_one_keeps_its_place() -> None:
    others = [{}, {"value": "40"}, {"name": "无", "value": "—"}]
    assert load(effects=[{"others": others}])["effects"][0]["others"] == [
        {"name": None, "value": None},
        {"name": None, "value": "40"},
    ]


def test_finances_standards_and_effects_are_always_complete() -> None:
    finances = APPLICATION.load({"applicant": {"finances": [{"year": 2023, "revenue": "1"}]}})
    years = finances["applicant"]["finances"]
    assert [(year["year"], year["revenue"]) for year in years] == [
        (2021, None),
        (2022, None),
        (2023, "1"),
    ]
    task = load(standards=[{"level": "企业标准", "count": 3}])
    assert [(s["level"], s["count"]) for s in task["standards"]] == [
        ("国际标准", None),
        ("国家标准", None),
        ("行业标准", None),
        ("团体标准", None),
        ("企业标准", 3),
    ]
    assert all(standard["selected"] is False for standard in task["standards"])
    assert len(task["effects"]) == len(load(effects=[])["effects"]) == 2


def test_a_row_without_its_year_is_the_one_of_its_position() -> None:
    loaded = APPLICATION.load({"applicant": {"finances": [{"revenue": "1"}, {"revenue": "2"}]}})
    assert [year["revenue"] for year in loaded["applicant"]["finances"]] == ["1", "2", None]


def test_ticked_lists_are_in_the_forms_order_without_doubles() -> None:
    assert load(industries=["高端装备", "汽车", "高端装备"])["industries"] == ["汽车", "高端装备"]
    stages = load(standards=[{"stages": ["发布", "草案"]}])["standards"][0]["stages"]
    assert stages == ["草案", "发布"]


def test_rows_of_the_summary_are_numbered_by_position() -> None:
    rows = SUMMARY.load({"rows": [{"no": 7, "name": "甲"}, {"no": 2}, {"name": "乙"}]})["rows"]
    assert [(row["no"], row["name"]) for row in rows] == [(1, "甲"), (2, "乙")]


# --- names ---------------------------------------------------------------------------------------


def test_names() -> None:
    task = load(
        direction="6. 数字孪生工厂解决方案",
        scene={"name": "（15）数字孪生工厂建设"},
        effects=[
            {
                "industry": "重点行业一：汽车产业",
                "others": [
                    {"name": "其他成效指标 1", "value": "1"},
                    {"name": "生产效率提升(%)", "value": "2"},
                    {"name": "换型时间", "value": "3"},
                ],
            }
        ],
    )
    assert task["direction"] == "数字孪生工厂解决方案"
    assert task["scene"] == {"segment": "工厂建设", "name": "数字孪生工厂建设"}
    assert task["effects"][0]["industry"] == "汽车"
    assert [other["name"] for other in task["effects"][0]["others"]] == [None, None, "换型时间"]


def test_a_segment_that_was_given_stays() -> None:
    scene = load(scene={"segment": "仓储物流", "name": "数字孪生工厂建设"})["scene"]
    assert scene["segment"] == "仓储物流"


def test_the_printed_stamp_is_no_part_of_an_answer() -> None:
    said = {"applicant": {"name": "上海某公司（盖章）"}}
    assert APPLICATION.load(said)["applicant"]["name"] == "上海某公司"
    cover = APPLICATION.load(
        {"cover": {"applicant": "__甲公司(加盖公章)__", "recommender": "（加盖公章）"}}
    )
    assert cover["cover"]["applicant"] == "甲公司"
    assert cover["cover"]["recommender"] is None
    cover = APPLICATION.load(
        {"cover": {"applicant": "甲公司__（ 加盖公章 ）", "recommender": "（加 盖 公 章) 乙委"}}
    )
    assert cover["cover"]["applicant"] == "甲公司"
    assert cover["cover"]["recommender"] == "乙委"
    assert SUMMARY.load({"recommender": "嘉定区经委（盖章）"})["recommender"] == "嘉定区经委"
