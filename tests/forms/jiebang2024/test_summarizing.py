"""附件2 from applications, and held to them."""

from __future__ import annotations

import copy

import pytest

from forms import registry
from forms.jiebang2024.data import INDUSTRIES
from tests.forms.sample import application, changed, sample

(WAY,) = registry.summarizings()

A = sample("a01-automotive-twin")
B = sample("a06-central-three-directions")


def of(*records, **changes):
    """The summary of applications, its leaves changed."""
    loaded = [WAY.of.load(record) for record in records]
    return WAY.form.load(changed(WAY.summarize(loaded), **changes))


def found(listed, *records) -> list[tuple[str, str]]:
    loaded = [WAY.of.load(record) for record in records]
    return [(problem.code, problem.path) for problem in WAY.check_against(listed, loaded)]


def test_a_row_says_what_its_application_says_in_the_order_given():
    record = of(B, A)
    assert [row["name"] for row in record["rows"]] == [
        B["applicant"]["name"],
        A["applicant"]["name"],
    ]
    first = record["rows"][0]
    assert first["directions"] == [task["direction"] for task in B["tasks"]]
    assert first["solutions"] == [task["solution"] for task in B["tasks"]]
    ticked = {industry for task in B["tasks"] for industry in task["industries"]}
    assert first["industries"] == [industry for industry in INDUSTRIES if industry in ticked]
    assert first["contact"] == B["applicant"]["contact"]["name"]
    assert first["mobile"] == B["applicant"]["contact"]["mobile"]


def test_the_recommender_is_the_office_that_most_name_however_it_signs():
    names = ["嘉定区经委", "上海市嘉定区经济委员会", "上海市嘉定区经济委员会", "闵行区经委"]
    record = of(*(application(cover__recommender=name) for name in names))
    assert record["recommender"] == "上海市嘉定区经济委员会"
    assert of(application(cover__recommender=None))["recommender"] is None


def test_an_empty_direction_between_two_is_left_out():
    row = of(sample("a12-second-direction-empty"))["rows"][0]
    assert len(row["directions"]) == len(row["solutions"]) == 2


def test_a_direction_of_its_own_with_the_mark_that_parts_them_is_one_direction():
    row = of(application(tasks__0__direction="装配、检测一体化"))["rows"][0]
    assert row["directions"] == ["装配，检测一体化"]


def test_a_summary_agrees_with_what_it_was_made_of():
    assert found(of(A, B), A, B) == [("application-mismatch", "recommender")]
    assert found(of(A), A) == []


@pytest.mark.parametrize(
    ("leaf", "value"),
    [
        ("contact", "别的人"),
        ("mobile", "13800000099"),
        ("solutions", ["另一方案"]),
        ("industries", ["汽车"]),
        ("directions", ["设备故障诊断与运维解决方案"]),
    ],
)
def test_an_answer_unlike_the_application_s_is_told_at_its_place(leaf, value):
    record = of(A, **{f"rows__0__{leaf}": value})
    assert found(record, A) == [("application-mismatch", f"rows.0.{leaf}")]


def test_spaces_and_the_order_of_a_list_make_no_difference():
    record = of(B, rows__0__contact="钟离 雪")
    record["rows"][0]["industries"].reverse()
    assert found(record, B) == []


def test_another_name_is_told_where_the_work_is_the_same():
    record = of(A, rows__0__name="上海启岚制造技术有限公司")
    assert found(record, A) == [("application-mismatch", "rows.0.name")]


def test_rows_and_applications_without_one_another_are_told():
    assert found(of(A, B), A) == [("application-absent", "rows.1.name")]
    assert found(of(A), A, B)[-1] == ("application-unlisted", "")
    assert ("application-unlisted", "") in found(of(A), A, {})


def test_one_company_under_two_names_is_told_by_its_credit_code():
    other = copy.deepcopy(A)
    other["applicant"]["name"] = other["cover"]["applicant"] = "上海启岚软件有限公司"
    assert found(of(A, other), A, other) == [("double-applicant", "rows.1.name")]


def test_one_company_under_one_name_is_the_summary_s_own_finding():
    record = of(A, A)
    assert found(record, A, A) == []
    assert "double-applicant" in {problem.code for problem in WAY.form.check(record)}


@pytest.mark.parametrize(("count", "severity"), [(5, None), (6, "warning"), (9, "warning")])
def test_more_than_the_quota_is_told(count, severity):
    names = [f"上海第{number}科技有限公司" for number in range(count)]
    record = of(*(application(applicant__name=name, cover__applicant=name) for name in names))
    over = [problem for problem in WAY.form.check(record) if problem.code == "over-quota"]
    assert [problem.severity for problem in over] == ([severity] if severity else [])


def test_an_application_without_names_is_told_of():
    record = of(application(applicant__name=None, cover__applicant=None))
    assert ("missing", "rows.0.name") in {(p.code, p.path) for p in WAY.form.check(record)}
