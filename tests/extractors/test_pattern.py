"""The templates as patterns: every printed wording a state, the directions folded into one loop."""

from __future__ import annotations

from importlib import resources

import pytest

from extractors.docx import read
from extractors.pattern import Pattern, State, compile_pattern


def pattern_of(template: str) -> Pattern:
    data = resources.files("templates").joinpath(f"jiebang2024/{template}.docx").read_bytes()
    return compile_pattern(read(data), f"jiebang2024/{template}", {"单位名称": ("企业名称",)})


@pytest.fixture(scope="module")
def application() -> Pattern:
    return pattern_of("application")


def state(pattern: Pattern, path: str) -> State:
    return next(s for s in pattern.states if any(hole.path == path for hole in s.holes))


def test_a_label_with_its_answer_beside_it(application: Pattern) -> None:
    found = state(application, "applicant.name")
    assert found.printed == "单位名称"
    assert found.keys["单位名称"] == 1.0
    assert 0.9 < found.keys["企业名称"] < 1.0


def test_the_directions_are_one_loop_with_alternatives(application: Pattern) -> None:
    found = state(application, "tasks.*.direction")
    assert {"一": 0, "二": 1, "三": 2}.items() <= found.ordinals.items()
    assert found.holes[0].hints == ("如：产品数字化设计解决方案", "(如有请填写)")
    assert [loop.path for loop in application.loops] == [
        "tasks",
        "narrative.tasks",
        "narrative.tasks.*.industries",
    ]
    assert application.loops[2].parent == 1


def test_half_width_and_full_width_prompts_are_both_known(application: Pattern) -> None:
    assert len(state(application, "tasks.*.pain_points").holes[0].hints) == 2


def test_persons_are_told_apart_by_their_group(application: Pattern) -> None:
    one = state(application, "applicant.representative.name")
    other = state(application, "applicant.contact.name")
    assert one.printed == other.printed == "姓名"
    assert one.group != other.group
    assert "项目联系人姓名" in other.keys
    assert "法人代表姓名" in one.keys


def test_a_grid_knows_the_heads_of_its_columns(application: Pattern) -> None:
    found = state(application, "applicant.finances.1.total_assets")
    assert [application.states[column].printed for column in found.columns] == [
        "2021年",
        "2022年",
        "2023年",
    ]


def test_a_list_is_its_head_row(application: Pattern) -> None:
    found = state(application, "tasks.*.technologies.*.name")
    assert found.rows == "tasks.*.technologies"
    assert [head.printed for head in found.heads] == ["序号", "技术名称", "关键指标", "研制单位"]
    assert found.group is not None
    assert application.states[found.group].printed == "关键技术"


def test_a_choice_lists_its_options(application: Pattern) -> None:
    hole = state(application, "tasks.*.standards.1.stages").holes[0]
    assert hole.options == ("草案", "立项", "报批", "发布")


def test_prose_hangs_on_its_heading(application: Pattern) -> None:
    found = state(application, "narrative.tasks.*.industries.*.results")
    assert found.kind == "line"
    assert found.prose is not None


def test_units_and_seals_are_printed_words(application: Pattern) -> None:
    assert state(application, "tasks.*.budget").holes[0].after == "(万元)"
    assert state(application, "cover.applicant").holes[0].after == "(加盖公章)"


def test_the_summary_is_a_line_and_a_list() -> None:
    summary = pattern_of("summary")
    assert state(summary, "recommender").inline is not None
    assert len(state(summary, "rows.*.name").heads) == 7
