"""Results of reading as a store keeps them. The rules run here, by the terms that the form itself
names; a store runs them again only for an office that has set others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from forms.registry import Form, get
from tianbao.outcomes.judging import Tally, found_by_reading, problems_of, tally
from tianbao.outcomes.packing import pack

Result = Mapping[str, Any]  # as `tianbao.verbs.reading` gives it, see docs/records.md


class Facts(NamedTuple):
    """What lists show of a record."""

    applicant: str  # "" where there is none, so that lists can be sorted by it
    credit_code: str | None
    district: str  # as applicant


class PreparedForm(NamedTuple):
    """A form that was found in a document."""

    form: str
    facts: Facts
    tally: Tally
    packed: dict[str, bytes]  # what is large, by its name in the store


class Prepared(NamedTuple):
    """A document that was read."""

    kind: str | None
    pages: int | None
    reason: tuple[str, str] | None  # code and message, where it gave no form
    forms: list[PreparedForm]


def prepare(results: Sequence[Result]) -> Prepared:
    """What a document gave, from its results: at least one."""
    source = results[0]["source"]
    forms = [_prepared(result) for result in results if result["form"] is not None]
    reason = None if forms else (results[0]["reason"]["code"], results[0]["reason"]["message"])
    return Prepared(source.get("kind"), source.get("pages"), reason, forms)


def _prepared(result: Result) -> PreparedForm:
    form, record = get(result["form"]), result["record"]
    by_rules = form.check(record)
    found = found_by_reading(result["problems"], by_rules)
    problems = problems_of(found, by_rules, fields=result["fields"])
    packed_record = pack(record)
    packed = {
        "record": packed_record,
        "original": packed_record,
        "fields": pack(result["fields"]),
        "marks": pack(result["marks"]),
        "found": pack(found),
        "problems": pack(problems),
        "source": pack(result["source"]),
    }
    return PreparedForm(form.name, facts_of(form, record), tally(problems), packed)


def facts_of(form: Form, record: dict[str, Any]) -> Facts:
    return Facts(form.sender(record) or "", form.credit_code(record), form.district(record) or "")
