"""附件1's rules, one by one: what each finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from forms import registry
from forms.problems import SEVERITIES
from forms.terms import Terms
from tests.forms.sample import application, codes, found, sample
from tests.strategies import Record, records

FORM = "jiebang2024/application"
A_DIRECTION = registry.get(FORM).codec("tasks.0.direction").options[7]


def problems(**changes: Any) -> list[tuple[str, str, str]]:
    """What is found in the complete application with some leaves changed."""
    return codes(found(FORM, application(**changes)))


def test_a_complete_application_has_no_problem() -> None:
    assert problems() == []


@given(records(FORM))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_canonical_record_can_be_checked(record: Record) -> None:
    form = registry.get(FORM)
    paths = [problem.path for problem in form.check(record)]
    assert all(form.label(path) for path in paths)
    assert not any(problem.code == "looks-like-label" for problem in form.check(record))


def test_messages_name_the_label_what_was_found_and_the_cure() -> None:
    record = application(applicant__contact__mobile="1380000001")
    (problem,) = found(FORM, record)
    assert "项目联系人·手机" in problem.message
    assert "1380000001" in problem.message
    assert "请填写11位手机号码" in problem.message
    assert problem.as_dict()["severity"] == SEVERITIES["bad-phone"]


def test_problems_stand_in_the_order_of_the_form() -> None:
    found_codes = problems(
        narrative__risks=None, cover__applicant="别的公司", tasks__0__solution=None
    )
    assert [path for _, path, _ in found_codes] == [
        "cover.applicant",
        "tasks.0.solution",
        "narrative.risks",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("cover.applicant", "cover.recommender", "cover.date", "applicant.name"),
        *("applicant.credit_code", "applicant.established", "applicant.address"),
        *("applicant.ownership", "applicant.size", "applicant.representative.phone"),
        *("applicant.contact.mobile", "applicant.finances.1.revenue", "applicant.profile"),
        *("applicant.accident.occurred", "applicant.pledge.date", "tasks.0.direction"),
        *("tasks.0.scene.name", "tasks.0.solution", "tasks.0.period.start", "tasks.0.budget"),
        *("tasks.0.pain_points", "tasks.0.summary", "tasks.0.effects.0.industry"),
        *("narrative.tasks.0.industries.0.schedule", "narrative.team", "narrative.promotion"),
    ],
)
def test_what_is_asked_of_everyone(path: str) -> None:
    assert ("missing", path, "error") in problems(**{path.replace(".", "__"): None})


@pytest.mark.parametrize(
    "path",
    [
        *("applicant.contact.fax", "applicant.pledge.signatory", "tasks.0.other_results"),
        *("tasks.0.patents", "tasks.0.copyrights", "narrative.attachments"),
    ],
)
def test_what_is_not_asked_of_everyone(path: str) -> None:
    assert problems(**{path.replace(".", "__"): None}) == []


def test_optional_lists() -> None:
    assert problems(tasks__0__technologies=[], tasks__0__network=[], tasks__0__standards=[]) == []


def test_no_direction_at_all_is_one_problem() -> None:
    assert problems(tasks=[], narrative__tasks=[]) == [("missing", "tasks.0.direction", "error")]


def test_an_empty_direction_between_two_is_asked_for_nothing() -> None:
    assert codes(found(FORM, sample("a12-second-direction-empty"))) == []


def test_years_before_the_foundation_are_not_asked() -> None:
    record = application(applicant__established="2022-03", applicant__finances=[])
    asked = {problem.path[:20] for problem in found(FORM, record)}
    assert asked == {"applicant.finances.1", "applicant.finances.2"}


def test_a_direction_without_its_narrative() -> None:
    assert problems(narrative__tasks=[]) == [
        ("missing", "narrative.tasks.0.industries.0.background", "error")
    ]


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("applicant.profile", 500),
        ("tasks.0.pain_points", 200),
        ("tasks.0.summary", 500),
        ("tasks.0.other_results", 300),
        ("narrative.tasks.0.industries.0.background", 1000),
        ("narrative.foundation", 2000),
        ("narrative.team", 1000),
        ("narrative.organization", 1000),
        ("narrative.funding", 1000),
        ("narrative.risks", 1000),
        ("narrative.promotion", 1000),
    ],
)
def test_lengths(path: str, limit: int) -> None:
    def at(length: int) -> list[tuple[str, str, str]]:
        return problems(**{path.replace(".", "__"): "字" * length})

    slightly = limit + limit // 20
    assert at(limit) == []
    assert at(limit + 1) == [("too-long", path, "warning")]
    assert at(slightly) == [("too-long", path, "warning")]
    assert at(slightly + 1) == [("too-long", path, "error")]


def test_an_industrys_narrative_together() -> None:
    industry = {
        **application()["narrative"]["tasks"][0]["industries"][0],
        "background": "字" * 1050,
        "content": "字" * 3100,
        "results": "字" * 1000,
        "schedule": "字" * 1000,
    }
    found_codes = problems(narrative__tasks__0__industries__0=industry)
    assert ("too-long", "narrative.tasks.0.industries.0", "warning") in found_codes


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y44", "credit-code-checksum"),
        ("91350100M000100Y4", "credit-code-format"),
        ("91350100M000100Y4V", "credit-code-format"),
        ("不详", "credit-code-format"),
    ],
)
def test_credit_codes(code: str, problem: str) -> None:
    assert problems(applicant__credit_code=code) == [(problem, "applicant.credit_code", "error")]


def test_phones_and_mail() -> None:
    assert problems(applicant__contact__phone="1234")[0][0] == "bad-phone"
    assert problems(applicant__contact__fax="传真同电话")[0][0] == "bad-phone"
    assert problems(applicant__contact__mobile="021-59560001")[0][0] == "bad-phone"
    assert problems(applicant__representative__phone="13800000018") == []
    assert problems(applicant__representative__email="luwt.example") == [
        ("bad-email", "applicant.representative.email", "error")
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(("applicant.finances.0.debt_ratio", bad) for bad in ("4230", "-1", "0.423")),
        *(("applicant.finances.1.profit_margin", "-100.01"), ("tasks.0.budget", "0")),
        *(("tasks.0.effects.0.cycle_reduction", "101"), ("tasks.0.patents", 3000)),
        ("applicant.finances.2.revenue", "-5"),
        ("applicant.finances.2.total_assets", "460259100.00"),  # 元 for 万元
    ],
)
def test_numbers_out_of_range(path: str, value: object) -> None:
    assert ("unlikely-number", path, "warning") in problems(**{path.replace(".", "__"): value})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("applicant.finances.0.debt_ratio", "100.00"),
        ("applicant.finances.1.profit_margin", "-35"),
        ("tasks.0.effects.0.efficiency_gain", "300"),
        ("tasks.0.effects.0.cost_reduction", "0"),
    ],
)
def test_numbers_that_may_be(path: str, value: object) -> None:
    assert problems(**{path.replace(".", "__"): value}) == []


def test_a_budget_above_all_means() -> None:
    assert ("unlikely-number", "tasks.0.budget", "warning") in problems(tasks__0__budget="18500000")


def test_numbers_as_long_as_a_record_may_hold_them_are_compared_exactly() -> None:
    tiny, huge = f"0.{'0' * 900_000}1", "9" * 900_000
    for first, second in ((tiny, huge), (huge, tiny)):
        changes = {
            "applicant__finances__0__total_assets": first,
            "applicant__finances__1__total_assets": second,
        }
        assert ("unlikely-number", "applicant.finances.1.total_assets", "warning") in problems(
            **changes
        )
        assert all(len(p.message) < 500 for p in found(FORM, application(**changes)))


@pytest.mark.parametrize(("before", "jumps"), [("38.6", False), ("38.5", True), ("38.4", True)])
def test_a_thousandfold_of_the_year_before_is_a_jump(before: str, jumps: bool) -> None:
    jump = ("unlikely-number", "applicant.finances.1.revenue", "warning")
    changes = {
        "applicant__finances__0__revenue": before,
        "applicant__finances__1__revenue": "38500",
    }
    assert (jump in problems(**changes)) is jumps


def test_a_sum_of_budgets_is_told_in_digits() -> None:
    budget = "1" + "0" * 40 + ".55"
    (problem,) = found(FORM, application(tasks__0__budget=budget))
    assert budget in problem.message


def test_vocabularies() -> None:
    assert problems(tasks__0__direction="量子计算")[0][:2] == (
        "not-in-vocabulary",
        "tasks.0.direction",
    )
    record = application(tasks__0__direction="工业安全解决方案")
    (problem,) = found(FORM, record)
    assert "附件3所列的21个攻关方向" in problem.message
    assert "工业数据安全解决方案" in problem.message
    assert problems(tasks__0__scene={"segment": "量子", "name": "量子"}) == [
        ("not-in-vocabulary", "tasks.0.scene.segment", "error"),
        ("not-in-vocabulary", "tasks.0.scene.name", "error"),
    ]
    assert problems(tasks__0__direction=A_DIRECTION) == []


def test_a_scene_in_another_segment() -> None:
    scene = {"segment": "仓储物流", "name": "数字孪生工厂建设"}
    assert problems(tasks__0__scene=scene) == [("scene-segment", "tasks.0.scene.name", "warning")]


def test_the_size_is_for_enterprises() -> None:
    assert problems(applicant__ownership="科研院所") == [
        ("size-not-asked", "applicant.size", "warning")
    ]
    assert problems(applicant__ownership="高等院校", applicant__size=None) == []


@pytest.mark.parametrize(
    ("size", "revenue", "clash"),
    [
        *(("大型企业", "39999.99", True), ("大型企业", "40000", False)),
        *(("中型企业", "1999", True), ("中型企业", "500000", False)),
        *(("小型企业", "299", True), ("微型企业", "1", False), ("微型企业", "500000", False)),
    ],
)
def test_the_size_is_bound_by_the_revenue(size: str, revenue: str, clash: bool) -> None:
    found_codes = problems(applicant__size=size, applicant__finances__2__revenue=revenue)
    assert (("size-revenue", "applicant.size", "warning") in found_codes) is clash


def test_cover_and_table() -> None:
    assert problems(cover__applicant="别的公司") == [
        ("cover-mismatch", "cover.applicant", "warning")
    ]
    name = application()["applicant"]["name"]
    assert problems(cover__applicant=f" {name} ") == []


@pytest.mark.parametrize(
    "name", ["嘉定区经委", "上海市嘉定区经济委员会", "浦东新区科技和经济委员会", "临港新片区管委会"]
)
def test_recommenders(name: str) -> None:
    assert problems(cover__recommender=name) == []


def test_an_unknown_recommender() -> None:
    assert problems(cover__recommender="某某协会") == [
        ("unknown-recommender", "cover.recommender", "warning")
    ]


def test_the_deadline() -> None:
    assert problems(cover__date="2024-06-01") == []
    assert problems(cover__date="2024-06-02") == [("after-deadline", "cover.date", "error")]


def test_a_deadline_that_the_office_extended() -> None:
    form = registry.get(FORM)
    record = application(cover__date="2024-06-20")

    assert form.check(record, Terms(deadline="2024-06-20")) == []
    (problem,) = form.check(record, Terms(deadline="2024-06-19"))
    assert (problem.code, "2024年6月19日" in problem.message) == ("after-deadline", True)


def test_a_foundation_after_the_application() -> None:
    assert problems(applicant__established="2024-12") == [
        ("bad-date", "applicant.established", "error")
    ]


@pytest.mark.parametrize(
    ("occurred", "name", "clash"),
    [
        *((True, None, True), (False, "某某事故", True), (None, "某某事故", True)),
        *((True, "某某事故", False), (False, None, False)),
    ],
)
def test_accidents(occurred: bool | None, name: str | None, clash: bool) -> None:
    found_codes = problems(applicant__accident={"occurred": occurred, "name": name})
    assert (("accident-name", "applicant.accident.name", "warning") in found_codes) is clash


@pytest.mark.parametrize(
    ("end", "problem"),
    [("2026-06", None), ("2026-07", "period-too-long"), ("2024-06", None), ("2024-05", "bad-date")],
)
def test_the_period(end: str, problem: str | None) -> None:
    expected = [(problem, "tasks.0.period.end", "error")] if problem else []
    assert problems(tasks__0__period={"start": "2024-06", "end": end}) == expected


def test_a_count_or_stage_without_its_tick() -> None:
    level = {"level": "行业标准", "selected": False}
    path = "tasks.0.standards.2"
    for filled in ({"count": 2}, {"stages": ["立项"]}):
        assert problems(tasks__0__standards__2={**level, **filled}) == [
            ("stage-without-tick", f"{path}.selected", "warning")
        ]


def test_at_least_four_indicators_an_industry() -> None:
    industry = application()["tasks"][0]["industries"][0]
    three = {
        "industry": industry,
        "cycle_reduction": "1",
        "efficiency_gain": "2",
        "cost_reduction": "3",
    }
    found_codes = problems(tasks__0__effects=[three])
    assert found_codes == [("too-few-indicators", "tasks.0.effects.0", "error")]
    four = {**three, "others": [{}, {"name": "换型时间"}, {"value": "40"}]}
    assert problems(tasks__0__effects=[four]) == []
    assert problems(tasks__0__effects=[]) == [
        ("too-few-indicators", "tasks.0.effects.0", "error"),
        ("missing", "tasks.0.effects.0.industry", "error"),
    ]


def test_industries_of_effects_and_narrative_are_among_those_ticked() -> None:
    assert problems(tasks__0__effects__1__industry="先进材料") == [
        ("industry-mismatch", "tasks.0.effects.1.industry", "warning")
    ]
    assert problems(narrative__tasks__0__industries__1__industry="先进材料") == [
        ("industry-mismatch", "narrative.tasks.0.industries.1.industry", "warning")
    ]


def test_a_narrative_without_its_direction() -> None:
    industry = application()["narrative"]["tasks"][0]["industries"][0]
    tasks = [application()["narrative"]["tasks"][0], {"industries": [industry]}]
    assert problems(narrative__tasks=tasks) == [
        ("industry-mismatch", "narrative.tasks.1.industries.0.industry", "warning")
    ]


def test_a_third_industry_has_no_place_among_the_effects() -> None:
    industries = [*application()["tasks"][0]["industries"], "先进材料"]
    assert problems(tasks__0__industries=industries) == [
        ("industry-mismatch", "tasks.0.industries", "warning")
    ]


def test_answers_that_look_like_labels() -> None:
    assert problems(tasks__0__summary="甲\n(3) 预期成效\n乙") == [
        ("looks-like-label", "tasks.0.summary", "warning")
    ]


def test_the_sample_full_of_mistakes() -> None:
    found_codes = {code for code, _, _ in codes(found(FORM, sample("a04-full-of-mistakes")))}
    assert found_codes >= {
        *("cover-mismatch", "credit-code-checksum", "size-not-asked", "bad-email", "bad-phone"),
        *("unlikely-number", "missing", "accident-name", "not-in-vocabulary", "scene-segment"),
        *("period-too-long", "bad-date", "too-long", "stage-without-tick", "too-few-indicators"),
        "industry-mismatch",
    }
