"""附件2's rules: the quota, one project an applicant, and as many solutions as directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.form import Record, SchemaForm
from forms.jiebang2024.data import SETTINGS
from forms.jiebang2024.recommenders import district
from forms.messages import excerpt, say
from forms.problems import Problem
from forms.rules import check_answer
from forms.terms import Terms
from forms.text import squeeze

_ASKED_OF_A_ROW = ("name", "industries", "directions", "solutions", "contact", "mobile")


def check_summary(form: SchemaForm, record: Record, terms: Terms) -> list[Problem]:
    """What is wrong with a canonical record of 附件2, in the order of the form."""
    found: list[Problem] = []
    for path, answer, value in form.answers(record):
        found.extend(check_answer(form, path, answer, value))
    for rule in (_recommender, _rows, _doubles):
        found.extend(rule(form, record))
    found.extend(_quota(record, terms))
    return sorted(found, key=lambda problem: form.position(problem.path))


def _recommender(form: SchemaForm, record: Record) -> Iterator[Problem]:
    name = record["recommender"]
    if name is None:
        message = say("missing", label=form.label("recommender"))
        yield Problem.of("missing", "recommender", message)
    elif district(name) is None:
        message = say("unknown-recommender", found=excerpt(name))
        yield Problem.of("unknown-recommender", "recommender", message)


def _rows(form: SchemaForm, record: Record) -> Iterator[Problem]:
    if not record["rows"]:
        yield Problem.of("missing", "rows.0.name", say("missing.rows"))
    for index, row in enumerate(record["rows"]):
        for leaf in _ASKED_OF_A_ROW:
            path = f"rows.{index}.{leaf}"
            if not row[leaf]:
                yield Problem.of("missing", path, say("missing", label=form.label(path)))
        yield from _counts(index, row)


def _counts(index: int, row: dict[str, Any]) -> Iterator[Problem]:
    directions, solutions = len(row["directions"]), len(row["solutions"])
    counts = {"row": index + 1, "directions": directions, "solutions": solutions}
    if directions > SETTINGS["most_directions"]:
        message = say("count-mismatch.directions", most=SETTINGS["most_directions"], **counts)
        yield Problem.of("count-mismatch", f"rows.{index}.directions", message)
    if directions and solutions and directions != solutions:
        yield Problem.of(
            "count-mismatch", f"rows.{index}.solutions", say("count-mismatch", **counts)
        )


def _quota(record: Record, terms: Terms) -> Iterator[Problem]:
    found = len(record["rows"])
    quota, most = terms.quota or SETTINGS["quota"], SETTINGS["most_quota"]
    if found > quota:
        key = "over-quota.most" if found > most else "over-quota"
        if terms.quota is not None:
            key = "over-quota.set"
        message = say(key, found=found, quota=quota, most=most)
        yield Problem.of("over-quota", f"rows.{quota}.no", message)


def _doubles(form: SchemaForm, record: Record) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, row in enumerate(record["rows"], start=1):
        name = squeeze(row["name"] or "")
        if not name:
            continue
        if name in first:
            message = say(
                "double-applicant", found=excerpt(row["name"]), first=first[name], second=number
            )
            yield Problem.of("double-applicant", f"rows.{number - 1}.name", message)
        first.setdefault(name, number)
