"""Per cents that may have been written as shares of one."""

from __future__ import annotations

import copy
from typing import Any

from extractors.extract import extract
from forms.registry import get
from renderers.docx import render
from tests.forms.sample import sample

MARGINS = [f"applicant.finances.{number}.profit_margin" for number in range(3)]


def read_with(debts: list[str], margins: list[str]) -> dict[str, Any]:
    record = copy.deepcopy(sample("a01-automotive-twin"))
    for year, debt, margin in zip(record["applicant"]["finances"], debts, margins, strict=True):
        year["debt_ratio"], year["profit_margin"] = debt, margin
    form = get("application")
    (result,) = extract(render(form, form.load(record)), "")
    return result


def doubted(result: dict[str, Any]) -> set[str]:
    return {p["path"] for p in result["problems"] if p["code"] == "needs-review"}


def test_per_cents_that_are_all_below_one_are_doubted() -> None:
    result = read_with(["0.42", "0.45", "0.4"], ["0.2", "0.15", "-0.1"])
    assert set(MARGINS) <= doubted(result)
    assert all(result["fields"][path]["confidence"] < 0.9 for path in MARGINS)
    assert result["record"]["applicant"]["finances"][0]["profit_margin"] == "0.2"


def test_a_low_margin_among_greater_numbers_is_not() -> None:
    result = read_with(["42", "45", "40"], ["0.2", "0.15", "-0.1"])
    assert not doubted(result)
    assert all(result["fields"][path]["confidence"] >= 0.9 for path in MARGINS)
