"""PDFs of others are read: the samples as their records, and drawn ones at their rates.

`RATES` say where the reader stands; they only ever get stricter.
"""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from extractors.extract import extract
from tests.documents.pdf.cases import Case, judge
from tests.documents.pdf.draws import FORMS
from tests.documents.pdf.measure import cases, measure, read, whole
from tests.documents.pdf.submissions import SUBMISSIONS
from tests.documents.submissions import FOLDER

RATES: Final = {  # members drawn: short answers exact at least %, loud errors at most per 1,000
    "manner": (("word", "wps", "browser", "shuffled", "narrow"), 100.0, 0.0),
    "change": (
        ("turned-90", "backwards", "doubled", "two-up", "negative-origin", "covered", "sealed"),
        100.0,
        0.0,
    ),
    "disturbance": (("three", "labels-dressed", "foreign-rows"), 100.0, 0.0),
}


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    """What the reader prepares once, the children that read have."""
    extract((FOLDER / "p02-wps.pdf").read_bytes(), "p02-wps.pdf")


def case_of(stem: str) -> Case:
    expected: Any = json.loads((FOLDER / f"{stem}.json").read_text("utf-8"))
    records = expected if isinstance(expected, list) else [expected]
    data = (FOLDER / f"{stem}.pdf").read_bytes()
    return Case(data, [(FORMS["rows" in record], record) for record in records])


@pytest.mark.parametrize("stem", [each.stem for each in SUBMISSIONS])
def test_a_sample_is_read_as_its_record(stem: str) -> None:
    case = case_of(stem)
    judged = judge(case, read(extract, case.data, f"{stem}.pdf"), stem)
    assert judged.tally.failures == []


def test_every_sample_there_is_one_that_is_made() -> None:
    assert {path.stem for path in FOLDER.glob("*.pdf")} == {each.stem for each in SUBMISSIONS}


@pytest.mark.parametrize("kind", RATES)
def test_drawn_pdfs_are_read_at_their_rates(kind: str) -> None:
    members, short, loud = RATES[kind]
    judgements = measure(extract, cases([kind], members, 1, "test"))
    tally = whole(each for judged in judgements.values() for each in judged)
    assert tally.crashes == 0
    assert 100 * tally.short_right / tally.short >= short
    assert 1000 * len(tally.loud) / tally.values <= loud
