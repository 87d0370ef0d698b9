"""A record or a document against its form's rules: one report for each form found.

A report is `{"source": …, "form": …, "problems": […]}`, with the `reason` where there is no form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.errors import InvalidRecord
from forms.refusals import for_people
from forms.registry import Form, forms, get
from tianbao.errors import WrongCall
from tianbao.sources.records import unwrap

Report = dict[str, Any]

REFUSED = "invalid-record"


def of_result(result: Mapping[str, Any]) -> Report:
    """The report of what reading gave."""
    report = {"source": result["source"]["name"], "form": result["form"]}
    if result["form"] is None:
        return report | {"problems": [], "reason": result["reason"]}
    return report | {"problems": result["problems"]}


def of_record(data: dict[str, Any], source: str | None, form: Form | None = None) -> Report:
    """The report of a record, bare or in a line of `extract`; what the schema refuses is an error.

    Raises WrongCall where no form is named or told by the record's keys.
    """
    name, record = unwrap(data)
    form = form or form_of(name, record)
    return {"source": source, "form": form.name, "problems": problems(form, record)}


def form_of(name: object, record: Mapping[str, Any]) -> Form:
    """The form that a record names, or is told of by its keys; raises UnknownForm, WrongCall."""
    return named(name) if name is not None else told_by_keys(record)


def named(name: object) -> Form:
    """The form that a record says it is of; raises UnknownForm, and WrongCall for no name."""
    if not isinstance(name, str):
        raise WrongCall('"form" must be a form\'s name, from `tianbao forms`.')
    return get(name)


def unchecked(source: str, message: str) -> Report:
    """The report of a file that holds no record of ours."""
    reason = {"code": "not-a-form", "message": for_people(message)}
    return {"source": source, "form": None, "problems": [], "reason": reason}


def problems(form: Form, record: Mapping[str, Any]) -> list[dict[str, str]]:
    try:
        canonical = form.load(record)
    except InvalidRecord as error:
        return [
            {"code": REFUSED, "path": path, "severity": "error", "message": for_people(message)}
            for path, found in error.errors.items()
            for message in found
        ]
    return [problem.as_dict() for problem in form.check(canonical)]


def told_by_keys(record: Mapping[str, Any]) -> Form:
    """The one form that has most of the record's keys."""
    shared = {form: len(form.empty().keys() & record.keys()) for form in forms()}
    most = max(shared.values(), default=0)
    best = [form for form, count in shared.items() if count == most]
    if not most or len(best) > 1:
        raise WrongCall(
            "can't tell which form this is a record of; say it: "
            '{"form": "…", "record": {…}}, with a name from `tianbao forms`.'
        )
    return best[0]


def has_errors(report: Report) -> bool:
    return any(problem["severity"] == "error" for problem in report["problems"])
