"""The problems of a record as it is now: the form's rules anew, and what reading found as long as
no person has settled it; those that were overruled are marked and don't count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import forms.problems
from forms.problems import OFFICE_ONLY

Problem = dict[str, Any]


class Overruled(Protocol):
    """That a person overruled a finding."""

    code: str
    path: str
    reason: str
    who: str
    at: datetime


class Tally(NamedTuple):
    """How many of a record's problems count, those that the office settles by looking apart."""

    errors: int
    warnings: int
    doubts: int
    each: list[tuple[str, str, int]]  # code, severity, how often


def found_by_reading(
    problems: Iterable[Problem], by_rules: Iterable[forms.problems.Problem]
) -> list[Problem]:
    """Those of a result's problems that the form's rules don't find in its record."""
    rules = {(problem.code, problem.path) for problem in by_rules}
    return [problem for problem in problems if (problem["code"], problem["path"]) not in rules]


def problems_of(
    found: Iterable[Problem],
    by_rules: Iterable[forms.problems.Problem],
    settled: Collection[str] = (),
    rulings: Iterable[Overruled] = (),
    *,
    fields: Mapping[str, Any],
) -> list[Problem]:
    """All problems of a record, each once: those that reading `found`, and those that the form's
    rules find. `ruled` in it says who overruled it and why.

    `settled` are the paths that a person corrected or accepted.
    """
    kept: dict[tuple[str, str], Problem] = {}
    for problem in (*_unsettled(found, settled), *_still(by_rules, settled, fields)):
        place = problem["path"] or problem["message"]
        kept.setdefault((problem["code"], place), dict(problem))
    overruled = {(ruling.code, ruling.path): ruling for ruling in rulings}
    for problem in kept.values():
        if ruling := overruled.get((problem["code"], problem["path"])):
            problem["ruled"] = {
                "who": ruling.who,
                "reason": ruling.reason,
                "at": ruling.at.isoformat(),
            }
    return list(kept.values())


def _unsettled(found: Iterable[Problem], settled: Collection[str]) -> Iterable[Problem]:
    return (problem for problem in found if not is_settled(problem["path"], settled))


def _still(
    by_rules: Iterable[forms.problems.Problem], settled: Collection[str], fields: Mapping[str, Any]
) -> Iterable[Problem]:
    for problem in by_rules:
        # An answer that stands there and can't be read isn't missing, until a person says so.
        stands = problem.path in fields and not is_settled(problem.path, settled)
        if not (problem.code == "missing" and stands):
            yield problem.as_dict()


def is_settled(path: str, settled: Collection[str]) -> bool:
    """Whether a person looked at the answer at a path, or at the list or table that it is in."""
    while path:
        if path in settled:
            return True
        path = path.rpartition(".")[0]
    return "" in settled


def tally(problems: Iterable[Problem]) -> Tally:
    """The counts of a record's problems."""
    counted = [problem for problem in problems if "ruled" not in problem]
    severities = Counter(problem["severity"] for problem in counted)
    doubts = sum(problem["code"] in OFFICE_ONLY for problem in counted)
    each = Counter((problem["code"], problem["severity"]) for problem in counted)
    return Tally(
        severities["error"],
        severities["warning"] - doubts,
        doubts,
        [(code, severity, number) for (code, severity), number in sorted(each.items())],
    )
