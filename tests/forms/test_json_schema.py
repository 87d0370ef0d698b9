"""JSON Schemas of the records."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from forms import registry
from forms.errors import InvalidRecord
from tests.forms.sample import RECORDS, application, changed, sample, summary
from tests.strategies import Record, records

FORMS = {form.name: form for form in registry.forms()}
VALIDATORS = {
    name: jsonschema.Draft202012Validator(form.json_schema()) for name, form in FORMS.items()
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_schema_is_a_schema_of_draft_2020_12(form: registry.Form) -> None:
    schema = form.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == form.title
    assert schema["additionalProperties"] is False


def test_titles_are_the_printed_labels() -> None:
    applicant = FORMS["jiebang2024/application"].json_schema()["properties"]["applicant"]
    assert applicant["properties"]["credit_code"]["title"] == "统一社会信用代码"
    assert applicant["properties"]["profile"]["description"] == "不超过500字"


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_the_samples_are_valid(path: Any) -> None:
    record = sample(path.stem)
    name = "jiebang2024/summary" if "rows" in record else "jiebang2024/application"
    VALIDATORS[name].validate(record)


@given(records("jiebang2024/application"))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_canonical_records_are_valid(record: Record) -> None:
    VALIDATORS["jiebang2024/application"].validate(record)


@pytest.mark.parametrize(
    "change",
    [
        {"tasks__0__budget": "1,234"},
        {"tasks__0__budget": 1},
        {"tasks__0__patents": True},
        {"tasks__0__patents": 10000},
        {"tasks__0__industries": ["农业"]},
        {"applicant__ownership": "民企"},
        {"applicant__finances__0__year": 2020},
        {"cover__date": "2024-5"},
        {"tasks": None},
        {"tasks": [{}] * 4},
        {"place": "上海"},
        {"cover": []},
    ],
)
def test_what_loading_refuses_the_schema_refuses(change: dict[str, Any]) -> None:
    record = application(**change)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATORS["jiebang2024/application"].validate(record)
    with pytest.raises(InvalidRecord):
        FORMS["jiebang2024/application"].load(record)


def test_items_of_the_summary_hold_no_mark_that_parts_them() -> None:
    record = changed(summary(), rows__0__industries=["汽车、高端装备"])
    assert not VALIDATORS["jiebang2024/summary"].is_valid(record)
