"""Laws 2 and 3: a change written into a document reads back as the record with the change, and what
isn't changed stays byte for byte; no change gives the document itself.

Over the submissions in every layout and a print of ours. The suite draws the same changes in every
run; `make soak` draws new ones (`TIANBAO_DRAW=anew`), ten times as many.
"""

from __future__ import annotations

import copy
import io
import json
import os
import random
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from extractors.docx import read
from extractors.extract import extract
from extractors.page import Cell, Table
from extractors.places import read_places
from forms.registry import Form, get
from renderers.correct import Refused, correct
from renderers.correct.changes import changed
from renderers.docx import render

SAMPLES = Path(__file__).parents[1] / "samples"
SUBMISSIONS = sorted(path.stem for path in (SAMPLES / "submissions").glob("*.docx"))
ANEW = "TIANBAO_DRAW" in os.environ
EACH = 30 if ANEW else 2  # changes to each document
MAIN = "word/document.xml"
# Its cells that were merged hold their text once for each.
FILLED = "a13-filled-unmerged"
WORDS = ("上海明达智能装备有限公司", "王小明", "质检部 & <经理>", "型号X-7", "阀门寿命≥10万次")


@cache
def document(name: str) -> bytes:
    if name == "printed":
        record = json.loads((SAMPLES / "records/a01-automotive-twin.json").read_text("utf-8"))
        return render(get("application"), record)
    return (SAMPLES / "submissions" / f"{name}.docx").read_bytes()


@pytest.mark.parametrize("name", ["printed", *SUBMISSIONS])
def test_a_change_that_is_written_reads_back_and_touches_nothing_else(name: str) -> None:
    data = document(name)
    rng = random.Random(None if ANEW else name)
    _, places = read_places(data, name)
    for number in range(EACH):
        form = places[0]
        changes = dict(drawn(form, rng))
        expected = changed(form.form, form.result["record"], changes)
        written = correct(data, changes, track=number % 2 == 1)
        assert extract(written, name)[0]["record"] == expected
        assert others(written) == others(data)


def test_no_change_gives_the_document_itself() -> None:
    data = document("printed")
    assert correct(data, {}) is data
    record = extract(data, "")[0]["record"]
    assert correct(data, {"applicant.name": record["applicant"]["name"]}) is data


def others(data: bytes) -> dict[str, tuple[Any, bytes]]:
    """Every member but the document: its place, its date and its bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            info.filename: (at, info.date_time, info.CRC, archive.read(info))
            for at, info in enumerate(archive.infolist())
            if info.filename != MAIN
        }


def drawn(form: Any, rng: random.Random) -> Iterator[tuple[str, Any]]:
    """One to three changes of fields that have a place, and one of a list."""
    answered = [
        path
        for path, place in form.places.items()
        if place.answer and path in form.result["fields"] and not place.doubtful
    ]
    for path in rng.sample(answered, min(len(answered), rng.randint(1, 3))):
        if not any(path.startswith(f"{rows}.") for rows in form.rows):
            yield path, value(form.form, path, rng)
    filled = [
        path for path, rows in form.rows.items() if any(row.index is not None for row in rows)
    ]
    if filled:
        path = rng.choice(filled)
        yield path, rows_of(form, path, rng)


def rows_of(form: Any, path: str, rng: random.Random) -> list[Any]:
    """The rows of a list with one more, one less, or others."""
    rows: Any = form.result["record"]
    for step in path.split("."):
        rows = rows[int(step)] if step.isdecimal() else rows[step]
    rows = json.loads(json.dumps(rows))
    kind = rng.choice(("more", "less", "others"))
    if kind == "less":
        del rows[rng.randrange(len(rows))]
    elif kind == "more":
        rows.append(row(form.form, path, rng))
    else:
        rows = [row(form.form, path, rng) for _ in range(rng.randint(1, len(rows) + 1))]
    return rows


def row(form: Form, path: str, rng: random.Random) -> dict[str, Any]:
    general = f"{form.pattern(path)}.*."  # type: ignore[attr-defined]
    leaves = (leaf for leaf in form.leaves() if leaf.startswith(general))
    return {
        leaf.removeprefix(general): value(form, leaf, rng)
        for leaf in leaves
        if not leaf.endswith(".no")
    }


def value(form: Form, path: str, rng: random.Random) -> Any:
    """Another value for a field."""
    codec = form.codec(path)
    made: dict[str, Any] = {
        "prose": lambda: "\n".join(rng.choice(WORDS) * 3 for _ in range(rng.randint(1, 4))),
        "credit-code": lambda: "91310117MA1J002410",
        "phone": lambda: f"138000000{rng.randint(10, 99)}",
        "email": lambda: "wang@mingda.example",
        "date": lambda: f"2024-05-{rng.randint(10, 31)}",
        "date-or-month": lambda: f"2004-05-{rng.randint(10, 31)}",
        "month": lambda: f"2025-{rng.randint(1, 9):02}",
        "decimal": lambda: f"{rng.randint(1, 99)}.5",
        "percent": lambda: f"{rng.randint(1, 99)}.5",
        "count": lambda: rng.randint(1, 30),
        "yes-no": lambda: rng.random() < 0.5,
        "tick": lambda: rng.random() < 0.5,
        "choice": lambda: rng.choice(codec.options),
        "written-choice": lambda: rng.choice(codec.options),
        "industry": lambda: rng.choice(codec.options),
        "indicator-name": lambda: rng.choice(("能耗下降(%)", "换型时间缩短(%)")),
        "ticks": lambda: rng.sample(codec.options, rng.randint(1, 3)),
        "joined": lambda: rng.sample(codec.options, 2),
        "lines": lambda: ["方案甲", "方案乙"][: rng.randint(1, 2)],
    }
    return made.get(codec.name, lambda: rng.choice(WORDS))()


def test_a_change_without_a_place_is_refused_with_its_path() -> None:
    with pytest.raises(Refused) as refused:
        correct(document("a08-label-and-value-in-one-cell"), {"tasks.2.solution": "新方案"})
    assert list(refused.value.reasons) == ["tasks.2.solution"]


@pytest.mark.parametrize("track", [False, True])
@pytest.mark.parametrize("name", ["a01-office", FILLED])
def test_a_text_that_stands_in_each_cell_of_an_unmerged_one_is_changed_in_all(
    name: str, track: bool
) -> None:
    data = document(name)
    [form] = read_places(data, name)[1]
    old = form.result["record"]["tasks"][0]["solution"]
    rows = [{"name": "甲件", "indicators": "乙", "developer": "丙"}]
    written = correct(
        data, {"tasks.0.solution": "新方案", "tasks.0.technologies": rows}, track=track
    )
    said = [cell.text for cell in cells(written)]
    assert said.count("新方案") == [cell.text for cell in cells(data)].count(old) > 1
    assert said.count("甲件") > 1
    assert old not in said


def cells(data: bytes) -> list[Cell]:
    tables = [block for block in read(data).blocks if isinstance(block, Table)]
    return [cell for table in tables for cell in table.cells]


def test_a_foreign_column_that_says_the_same_is_left_as_it_is() -> None:
    data = with_a_column_behind("研制单位", "合作方式")
    written = correct(data, {"tasks.0.technologies.0.developer": "新单位"})
    before = [cell.text for cell in cells(data)]
    after = [cell.text for cell in cells(written)]
    at = before.index("自研")
    assert before[at : at + 2] == ["自研", "自研"]
    assert after == [*before[:at], "新单位", *before[at + 1 :]]


def with_a_column_behind(head: str, another: str) -> bytes:
    """Our print with a column of the office's own behind the last of each list, which says the same
    below its head."""
    opened = docx.Document(io.BytesIO(document("printed")))
    for row in opened.element.body.iter(qn("w:tr")):
        own = list(row.iterchildren(qn("w:tc")))
        if len(own) == 5:
            own[-1].addnext(copy.deepcopy(own[-1]))
            for text in row[-1].iter(qn("w:t")):
                text.text = (text.text or "").replace(head, another)
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()
