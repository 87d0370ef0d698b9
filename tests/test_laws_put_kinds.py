"""Law 2 for documents of other kinds: a change is written into the DOCX that they are converted to,
and reads back there as the record with the change.

The suite draws the same changes in every run; `make soak` draws new ones, ten times as many.
"""

from __future__ import annotations

import random
from functools import cache

import pytest

from extractors.extract import extract
from extractors.places import read_places
from renderers.correct import Refused, correct
from renderers.correct.changes import changed
from tests.documents.kinds import FILTERS, KINDS, saved, written
from tests.test_laws_put import ANEW, EACH, drawn, others
from tianbao.verbs.converting import as_word

FORM = "a01-retyped"
SAMPLES = sorted(path.name for path in KINDS.iterdir())
WRITTEN = [f"{FORM}{kind}" for kind in ("-html.doc", "-flat-opc.xml", "-word-2003.xml")]
SAMPLED = ("doc", "fodt")  # there is a sample of these
SAVED = [f"{FORM}.{suffix}" for suffix in FILTERS if ANEW or suffix not in SAMPLED]
DRAWS = EACH if ANEW else 2 * EACH  # the suite has few of these documents


@cache
def conversion(name: str) -> bytes:
    """What a document of another kind is converted to."""
    if name in SAMPLES:
        return as_word((KINDS / name).read_bytes())
    made = written(FORM) if name in WRITTEN else saved([FORM], name.rpartition(".")[2])
    return as_word(made[name])


@pytest.mark.parametrize("name", [*SAMPLES, *WRITTEN, *SAVED])
def test_a_change_that_is_written_into_a_conversion_reads_back(name: str) -> None:
    data = conversion(name)
    rng = random.Random(None if ANEW else name)
    _, (form, *_) = read_places(data, name)
    for number in range(DRAWS):
        changes = dict(drawn(form, rng))
        written = correct(data, changes, track=number % 2 == 1)
        expected = changed(form.form, form.result["record"], changes)
        assert extract(written, name)[0]["record"] == expected
        assert others(written) == others(data)


@pytest.mark.parametrize("kind", ["-html.doc", "-flat-opc.xml", "-word-2003.xml"])
def test_a_change_without_a_place_in_a_conversion_is_refused_with_its_path(kind: str) -> None:
    stem = "a08-label-and-value-in-one-cell"
    data = as_word(written(stem)[f"{stem}{kind}"])
    changes = {"applicant.name": "上海明达智能装备有限公司", "tasks.2.solution": "新方案"}
    with pytest.raises(Refused) as refused:
        correct(data, changes)
    assert list(refused.value.reasons) == ["tasks.2.solution"]
