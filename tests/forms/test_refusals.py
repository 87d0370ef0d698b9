"""Every reason for which a schema refuses a value is said in Chinese, with what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forms.errors import InvalidRecord
from forms.refusals import for_people
from forms.registry import get

REFUSED: dict[str, Any] = {
    "application": {
        "extra": 1,
        "cover": {"applicant": 3, "recommender": "x" * 1_000_001, "date": "2024-5"},
        "applicant": {
            "name": "甲\x01",
            "ownership": "国企",
            "size": ["大型企业"],
            "established": 2015,
            "accident": {"occurred": "否"},
            "finances": [
                {"year": 2020},
                {"year": 2022, "revenue": "1,234"},
                {"year": 2022},
                {"year": "x"},
            ],
            "pledge": [],
        },
        "tasks": [
            {"period": {"start": "六月"}, "patents": 10_000, "copyrights": "2", "industries": {}},
            {"industries": ["农业"], "technologies": [{}] * 1001, "budget": None},
            {"standards": [{"level": "国家标准"}, {"level": "国家标准"}]},
            {"effects": None},
        ],
        "narrative": None,
    },
    "summary": {
        "recommender": True,
        "rows": [
            {"industries": ["汽车、高端装备"], "solutions": ["甲\n乙"], "directions": ["a"] * 1001}
        ],
    },
}


@pytest.mark.parametrize("form", REFUSED)
def test_reasons_are_said_in_chinese_with_what_to_do(form: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        get(form).load(REFUSED[form])
    reasons = {reason for found in refused.value.errors.values() for reason in found}
    assert len(reasons) > 3
    for reason in reasons:
        said = for_people(reason)
        assert said != reason, reason
        assert re.search(r"请.*。$", said), said
        assert not re.search(r"\b(must|null|list|text|number)\b", said), said
