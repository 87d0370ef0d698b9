"""The problems of a record as it is now: the form's rules anew, and what reading found as long as
no person has settled it; those that were overruled are marked and don't count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from forms.problems import OFFICE_ONLY
from forms.registry import Form, Record
from forms.terms import Terms
from tianbao.store.models import Finding, Ruling, Submission

Problem = dict[str, Any]


def found_by_reading(form: Form, record: Record, problems: Iterable[Problem]) -> list[Problem]:
    """Those of a result's problems that the form's rules don't find in its record again."""
    rules = {(problem.code, problem.path) for problem in form.check(record)}
    return [problem for problem in problems if (problem["code"], problem["path"]) not in rules]


def problems_of(
    form: Form,
    record: Record,
    found: Iterable[Problem],
    settled: Collection[str],
    fields: Mapping[str, Any],
    rulings: Iterable[Ruling],
    terms: Terms,
) -> list[Problem]:
    """All problems of a record, each once; `ruled` in it says who overruled it and why.

    `settled` are the paths that a person corrected or accepted.
    """
    kept: dict[tuple[str, str], Problem] = {}
    for problem in (*_unsettled(found, settled), *_of_rules(form, record, settled, fields, terms)):
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


def _of_rules(
    form: Form,
    record: Record,
    settled: Collection[str],
    fields: Mapping[str, Any],
    terms: Terms,
) -> Iterable[Problem]:
    for problem in form.check(record, terms):
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


def count(submission: Submission) -> list[Finding]:
    """Sets the counts of a submission by its problems; the findings to keep of it."""
    counted = [problem for problem in submission.problems if "ruled" not in problem]
    severities = Counter(problem["severity"] for problem in counted)
    submission.errors = severities["error"]
    submission.doubts = sum(problem["code"] in OFFICE_ONLY for problem in counted)
    submission.warnings = severities["warning"] - submission.doubts
    each = Counter((problem["code"], problem["severity"]) for problem in counted)
    return [
        Finding(code=code, severity=severity, count=number)
        for (code, severity), number in sorted(each.items())
    ]
