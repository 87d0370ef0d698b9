"""The laws of the project, held over drawn records: printing and reading are inverse.

The suite draws the same records in every run, so that a red run means a change; `make soak` draws
new ones (`TIANBAO_DRAW=anew`).
"""

from __future__ import annotations

import os
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
    derandomize="TIANBAO_DRAW" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@UNHURRIED
def test_what_is_printed_reads_back_the_same(form: str, data: st.DataObject) -> None:
    """Law 1 through Word: read(print(r)) == r; law 5: the same document gives the same result."""
    record: dict[str, Any] = data.draw(records(form))
    document = render(get(form), record)
    [result] = extract(document, "printed.docx")
    assert result["form"] == form
    assert result["record"] == record
    assert [result] == extract(document, "printed.docx")
