"""补正通知书 from what reading and the rules found: what to put right, item by item."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from extractors.tags import general
from forms.messages import excerpt, parted
from forms.problems import OFFICE_ONLY
from forms.registry import Form, Record, get
from forms.text import permitted
from tianbao.names import at
from tianbao.verbs.reading import Result

FORM = "office/notice"
DAYS = 10  # from the notice to the date by which, unless one is given
CODE_DIGITS = 16  # of the SHA-256 that tells which file it was; as many as two files never share

WHOLE = "全文"
ALL_MISSING = "均未填写。"

Problem = dict[str, str]
Item = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes, when, and what is asked beside what applicants are asked by themselves."""

    issuer: str | None = None
    date: datetime.date | None = None  # today by default
    by: datetime.date | None = None  # DAYS later by default
    include: Collection[str] = ()  # codes of problems that are the office's own


def notice_of(results: Sequence[Result], letter: Letter) -> Record | None:
    """The record of the notice about what a document gave; None where nothing is to put right."""
    items = [item for result in results for item in items_of(result, letter.include)]
    if not items:
        return None
    forms = [get(result["form"]) for result in results]
    source = results[0]["source"]
    date = letter.date or datetime.date.today()
    by = letter.by or date + datetime.timedelta(days=DAYS)
    senders = (form.sender(result["record"]) for form, result in zip(forms, results, strict=True))
    return get(FORM).load(
        {
            "recipient": next(filter(None, senders), None),
            "material": "、".join(f"《{form.title}》" for form in dict.fromkeys(forms)),
            "file": permitted(PurePath(source.get("name") or "").name),
            "code": (source.get("sha256") or "")[:CODE_DIGITS],
            "deadline": by.isoformat(),
            "items": items,
            "issuer": letter.issuer,
            "date": date.isoformat(),
        }
    )


def items_of(result: Result, include: Collection[str] = ()) -> Iterator[Item]:
    """What the applicant must put right of one form, in its order; answers missing side by side are
    one item, and so are the problems of one answer."""
    form = get(result["form"])
    asked = [each for each in result["problems"] if is_asked(each, include)]
    whole = [each for each in asked if not each["path"]]
    asked = sorted(
        (each for each in asked if each["path"]), key=lambda each: form.position(each["path"])
    )
    for _, together in groupby([*asked, *whole], key=_group):
        problems = list(together)
        if len(problems) > 1 and problems[0]["code"] == "missing":
            yield _missing(form, problems)
        else:
            yield _item(form, result, problems)


def is_asked(problem: Problem, include: Collection[str]) -> bool:
    """Whether a problem asks something of the applicant."""
    code = problem["code"]
    return problem["severity"] != "info" and (code not in OFFICE_ONLY or code in include)


def _group(problem: Problem) -> tuple[str, str]:
    """What makes problems one item: missing answers of one part, or one answer."""
    path = problem["path"]
    if problem["code"] == "missing" and _is_plain(problem):
        return "missing", path.rpartition(".")[0]
    return "answer", path or problem["message"]


def _is_plain(problem: Problem) -> bool:
    """Whether the message says no more than that the answer is missing."""
    return parted(problem["message"])[0].endswith("未填写。")


def _missing(form: Form, problems: list[Problem]) -> Item:
    outer = [form.label(problem["path"]).split("·") for problem in problems]
    part = outer[0][:-1]
    leaves = "、".join(labels[-1] for labels in outer)
    return {
        "field": f"{'·'.join(part)}：{leaves}" if part else leaves,
        "found": None,
        "wrong": ALL_MISSING,
        "cure": parted(problems[0]["message"])[1],
    }


def _item(form: Form, result: Result, problems: list[Problem]) -> Item:
    path = problems[0]["path"]
    label = form.label(path) if path else WHOLE
    found = _found(form, result, path)
    told = [parted(problem["message"]) for problem in problems]
    return {
        "field": label,
        "found": found,
        "wrong": "\n".join(_without(wrong, label, found) for wrong, _ in told),
        "cure": "\n".join(dict.fromkeys(cure for _, cure in told)),
    }


def _without(wrong: str, label: str, found: str | None) -> str:
    """What is wrong, without the label and the answer that stand beside it."""
    return wrong.removeprefix(f"“{label}”").removeprefix(f"填写为“{found}”，")


def _found(form: Form, result: Result, path: str) -> str | None:
    """What was read at a path: as it stands in the document, else as the form prints it."""
    raw = result["fields"].get(path, {}).get("raw")
    if raw is None and general(path) in form.leaves():
        value = at(result["record"], tuple(path.split(".")))
        raw = "" if value is None else form.codec(path).format(value)
    return excerpt(permitted(raw)) if raw else None
