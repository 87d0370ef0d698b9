"""附件2's rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from forms import registry
from forms.terms import Terms
from tests.forms.sample import codes, found, summary
from tests.strategies import Record, records

FORM = "jiebang2024/summary"


def problems(**changes: Any) -> list[tuple[str, str, str]]:
    """What is found in the complete 附件2 with some leaves changed."""
    return codes(found(FORM, summary(**changes)))


def rows(count: int) -> list[Record]:
    """Complete rows of different applicants."""
    return [
        {**summary()["rows"][0], "name": f"上海第{number}智造有限公司"} for number in range(count)
    ]


def test_a_complete_table_has_no_problem() -> None:
    assert problems() == []


@given(records(FORM))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_canonical_record_can_be_checked(record: Record) -> None:
    form = registry.get(FORM)
    assert all(form.label(problem.path) for problem in form.check(record))


def test_the_quota() -> None:
    assert problems(rows=rows(5)) == []
    assert problems(rows=rows(6)) == [("over-quota", "rows.5.no", "warning")]
    for count in (6, 9):
        (problem,) = found(FORM, summary(rows=rows(count)))
        assert "8个" in problem.message


def test_one_project_an_applicant() -> None:
    twice = rows(3)
    twice[2]["name"] = " 上海第0智造有限公司"
    assert problems(rows=twice) == [("double-applicant", "rows.2.name", "warning")]


def test_as_many_solutions_as_directions() -> None:
    assert problems(rows__0__solutions=["甲", "乙", "丙", "丁"]) == [
        ("count-mismatch", "rows.0.solutions", "warning")
    ]


def test_at_most_three_directions() -> None:
    directions = list(registry.get(FORM).codec("rows.0.directions").options[:4])
    solutions = ["甲", "乙", "丙", "丁"]
    assert problems(rows__0__directions=directions, rows__0__solutions=solutions) == [
        ("count-mismatch", "rows.0.directions", "warning")
    ]


@pytest.mark.parametrize("leaf", ["name", "contact", "mobile"])
def test_missing_texts(leaf: str) -> None:
    assert problems(**{f"rows__0__{leaf}": None}) == [("missing", f"rows.0.{leaf}", "error")]


@pytest.mark.parametrize("leaf", ["industries", "directions", "solutions"])
def test_missing_lists(leaf: str) -> None:
    assert problems(**{f"rows__0__{leaf}": []}) == [("missing", f"rows.0.{leaf}", "error")]


def test_a_quota_that_the_office_set() -> None:
    form, record = registry.get(FORM), summary()
    quota = len(record["rows"])

    assert form.check(record, Terms(quota=quota)) == []
    (problem,) = form.check(record, Terms(quota=quota - 1))
    assert (problem.code, f"{quota - 1}个" in problem.message) == ("over-quota", True)


def test_an_empty_table() -> None:
    assert problems(recommender=None, rows=[]) == [
        ("missing", "recommender", "error"),
        ("missing", "rows.0.name", "error"),
    ]


def test_answers_by_themselves() -> None:
    assert problems(rows__0__mobile="021-59560001") == [("bad-phone", "rows.0.mobile", "error")]
    assert problems(rows__0__industries=["农业"]) == [
        ("not-in-vocabulary", "rows.0.industries", "error")
    ]
    assert problems(recommender="某某协会") == [("unknown-recommender", "recommender", "warning")]
