"""What others wrote is read: every submission as its record, and drawn documents at their rates.

`KNOWN` and `RATES` say where the reader stands; they only ever get stricter. The full
figures are in docs/reading-rates.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from extractors.extract import extract
from tests.documents.disturb import DISTURBANCES
from tests.documents.layouts import LAYOUTS
from tests.documents.measure import (
    draw_one,
    load_records,
    measure,
    misread_negatives,
    total,
)
from tests.documents.records import leaves
from tests.documents.submissions import FOLDER, SUBMISSIONS

KNOWN: Final[dict[str, int]] = {"a01-office": 1}
"""Submissions that are not yet read right, and how many of their leaves are wrong at most."""

RATES: Final = {  # disturbances: short answers exact at least %, loud errors at most per 1,000
    "none": (("none",), 100.0, 0.0),
    "one at a time": (tuple(DISTURBANCES), 99.0, 1.5),
    "four at once": (("four",), 97.0, 5.0),
    "office": (("office",), 97.0, 5.0),
}


def differing(path: Path) -> list[tuple[str, Any, Any]]:
    """The leaves of a submission that are read otherwise than its record says."""
    records = [result["record"] for result in extract(path.read_bytes(), path.name)]
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    wanted = dict(leaves(expected if isinstance(expected, list) else [expected]))
    given = dict(leaves(records))
    return [
        (name, wanted.get(name), given.get(name))
        for name in {**wanted, **given}
        if wanted.get(name) != given.get(name)
    ]


@pytest.mark.parametrize("stem", [each.stem for each in SUBMISSIONS])
def test_a_submission_is_read_as_its_record(stem: str) -> None:
    wrong = differing(FOLDER / f"{stem}.docx")
    assert len(wrong) <= KNOWN.get(stem, 0), wrong[:5]


def test_every_submission_there_is_one_that_is_made() -> None:
    files = list(FOLDER.glob("*.docx"))
    assert {path.stem for path in files} == {each.stem for each in SUBMISSIONS}
    assert all(path.with_suffix(".json").exists() for path in files)


@pytest.mark.parametrize("kind", RATES)
def test_drawn_documents_are_read_at_their_rates(kind: str) -> None:
    disturbances, short, loud = RATES[kind]
    layouts = ("printed", *LAYOUTS, "random") if len(disturbances) == 1 else ("plain", "random")
    tallies = measure(extract, load_records(()), layouts, disturbances, 1, "test")
    whole = total(tallies.values())
    assert whole.crashes == 0
    assert 100 * whole.short_right / whole.short >= short
    assert 1000 * len(whole.loud) / whole.values <= loud


def test_a_direction_that_other_lists_part_in_two_is_one() -> None:
    draw = "31415/random/office/0"
    specimen = draw_one(load_records(()), "random", "office", draw)
    (result,) = extract(specimen.pack(), draw)
    (task,) = result["record"]["tasks"]
    (wanted,) = specimen.record["tasks"]
    for name in ("direction", "technologies", "network", "patents", "standards", "effects"):
        assert task[name] == wanted[name]


def test_no_other_document_is_read_as_a_form() -> None:
    count, wrong = misread_negatives(extract)
    assert count > 10
    assert wrong == []
