"""The laws of the project, held over drawn records: printing and reading are inverse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.extract import extract
from forms.registry import get
from renderers.docx import render
from tests.strategies import records

FORMS = ("jiebang2024/application", "jiebang2024/summary")
UNHURRIED = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@UNHURRIED
def test_what_is_printed_reads_back_the_same(form: str, data: st.DataObject) -> None:
    """Law 1 through Word: read(print(r)) == r."""
    record: dict[str, Any] = data.draw(records(form))
    [result] = extract(render(get(form), record), "printed.docx")
    assert result["form"] == form
    assert result["record"] == record
