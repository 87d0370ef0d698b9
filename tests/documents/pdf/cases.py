"""What a PDF must be read as, and how its reading is held against that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from tests.documents.measure import Failure, Tally, score
from tests.documents.records import LIST_ROW, Record
from tests.documents.retype import Specimen

HAN: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·×±≤≥①-⑳"


@dataclass(slots=True)
class Case:
    """A PDF with the records that a perfect reader gives, one for each form in it."""

    data: bytes
    records: list[tuple[str, Record]]  # form, record
    codes: frozenset[str] = frozenset()  # of problems that must be named
    marks: frozenset[str] = frozenset()  # kinds of marks that must be there
    partly: bool = False  # some of it can't be read: what is given must still be right
    reason: str = ""  # why there is no record at all
    pages: dict[str, set[int]] = field(default_factory=dict)  # code → pages its messages must name
    trail: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: bytes, specimen: Specimen) -> Case:
        return cls(data, [(specimen.form, specimen.record)], trail=specimen.trail)


@dataclass(slots=True)
class Judgement:
    """A case's tally, and the codes and marks that were expected in vain."""

    tally: Tally
    unnamed: list[str] = field(default_factory=list)


def canonical(text: str) -> str:
    """A text up to what is lost on paper: tabs, NBSP, soft hyphens and control characters, runs of
    spaces, spaces between Han and Latin (`docs/records.md`, through PDF)."""
    text = re.sub(r"[\t\u00a0]", " ", text)
    text = re.sub(r"[\u00ad\x00-\x09\x0b-\x1f]", "", text)
    text = re.sub(r" +", " ", text)
    return re.sub(rf"(?<=[{HAN}]) (?=[!-~])|(?<=[!-~]) (?=[{HAN}])", "", text)


def canonical_record(value: Any, path: str = "") -> Any:
    """A record with its texts canonical. In the cells of lists no line end can be told from a
    wrapped line: there they go."""
    if isinstance(value, dict):
        return {key: canonical_record(inner, f"{path}.{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [canonical_record(inner, f"{path}.{place}") for place, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if LIST_ROW.fullmatch(path.lstrip(".")):
        return re.sub(r"\s", "", value)
    return canonical(value)


def judge(case: Case, results: Sequence[dict[str, Any]], draw: str) -> Judgement:
    """The reading of a case."""
    whole = Judgement(Tally())
    if case.reason:
        return _judge_reason(case, results, draw)
    left = list(results)
    for form, record in case.records:
        found = next((each for each in left if each.get("form") == form), None)
        if found is not None:
            left.remove(found)
        whole.tally.add(_score(case, form, record, [found] if found else list(results), draw))
    whole.tally.draws = 1
    whole.unnamed = _unnamed(case, results)
    for extra in left:
        if extra.get("form"):
            whole.unnamed.append("extra-form")
    return whole


def _judge_reason(case: Case, results: Sequence[dict[str, Any]], draw: str) -> Judgement:
    given = [(each.get("reason") or {}).get("code", each.get("form")) for each in results]
    tally = Tally(draws=1)
    if given != [case.reason]:
        tally.unknown = 1
        tally.failures = [Failure(draw, "", case.reason, given, None)]
    return Judgement(tally)


def _score(
    case: Case, form: str, record: Record, results: Sequence[dict[str, Any]], draw: str
) -> Tally:
    expected = Specimen(etree.Element("none"), {}, canonical_record(record), form)
    given = [
        {**each, "record": _lenient(canonical_record(each["record"]), expected.record, each)}
        if each.get("record")
        else each
        for each in results
    ]
    tally = score(expected, given, draw)
    if case.partly:
        tally.failures = [each for each in tally.failures if each.loud and not _is_part(each)]
        tally.short = tally.short_right = tally.lists = tally.lists_right = tally.unknown = 0
        tally.prose = tally.prose_right = tally.silent = 0
    return tally


def _is_part(failure: Failure) -> bool:
    """Whether the value is a piece of the right one."""
    expected, actual = failure.expected, failure.actual
    if isinstance(expected, str) and isinstance(actual, str):
        return "".join(actual.split()) in "".join(expected.split())
    if isinstance(expected, list) and isinstance(actual, list):
        return set(map(str, actual)) <= set(map(str, expected))
    return False


def _lenient(actual: Record, expected: Record, result: dict[str, Any]) -> Record:
    """附件2's solutions joined where the reader doubted how they part, as it may on paper."""
    doubted = {
        problem["path"] for problem in result["problems"] if problem["code"] == "needs-review"
    }
    for place, (row, wanted) in enumerate(
        zip(actual.get("rows", ()), expected.get("rows", ()), strict=False)
    ):
        same = "".join(row["solutions"]) == "".join(wanted["solutions"])
        if same and f"rows.{place}.solutions" in doubted:
            row["solutions"] = wanted["solutions"]
    return actual


def _unnamed(case: Case, results: Sequence[dict[str, Any]]) -> list[str]:
    problems = [problem for each in results for problem in each.get("problems", ())]
    marks = {mark["kind"] for each in results for mark in each.get("marks", ())}
    codes = {problem["code"] for problem in problems}
    missing = sorted((case.codes - codes) | {f"mark {each}" for each in case.marks - marks})
    for code, pages in case.pages.items():
        text = " ".join(problem["message"] for problem in problems if problem["code"] == code)
        named = {int(number) for number in re.findall(r"\d+", text)}
        missing.extend(f"{code} page {page}" for page in sorted(pages - named) if code in codes)
    return missing
