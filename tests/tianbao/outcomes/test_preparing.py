"""Results made ready for a store: judged, counted, packed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import extract
from tianbao.outcomes.packing import unpack
from tianbao.outcomes.preparing import prepare

SAMPLES = Path(__file__).parents[3] / "samples"

WITHOUT_DATABASE = """
import sys
sys.modules["sqlalchemy"] = None
from tianbao.outcomes.preparing import prepare
"""


@pytest.fixture(scope="module")
def read() -> list[dict[str, Any]]:
    return extract((SAMPLES / "submissions" / "s01-retyped.docx").read_bytes(), "附件2.docx")


def test_nothing_of_a_result_is_lost(read: list[dict[str, Any]]) -> None:
    prepared = prepare(read)
    (form,), (result,) = prepared.forms, read
    assert (prepared.kind, prepared.pages, prepared.reason) == ("docx", None, None)
    assert form.form == result["form"]
    kept = {name: unpack(packed) for name, packed in form.packed.items()}
    for name in ("record", "fields", "marks", "source"):
        assert kept[name] == result[name]
    assert kept["original"] == result["record"]
    assert sorted(map(json.dumps, kept["problems"])) == sorted(map(json.dumps, result["problems"]))


def test_problems_are_counted_by_severity_and_those_of_the_office_apart(
    read: list[dict[str, Any]],
) -> None:
    doubt = {"code": "needs-review", "path": "", "severity": "warning", "message": "请核对。"}
    (form,) = prepare([{**read[0], "problems": [*read[0]["problems"], doubt]}]).forms
    problems = unpack(form.packed["problems"])
    severities = Counter(problem["severity"] for problem in problems)
    assert form.tally.doubts == 1
    assert form.tally.warnings == severities["warning"] - 1
    assert form.tally.errors == severities["error"]
    assert ("needs-review", "warning", 1) in form.tally.each


def test_what_is_no_form_has_its_reason() -> None:
    prepared = prepare(extract(b"", "empty.docx"))
    assert prepared.forms == []
    assert prepared.reason is not None
    assert prepared.reason[0] == "empty-file"


def test_a_worker_needs_no_database_for_it() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_DATABASE], check=True)
