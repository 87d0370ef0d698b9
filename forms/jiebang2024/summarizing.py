"""附件1 → 附件2: a district's applications as rows of its summary, and the summary held to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from forms.form import Record
from forms.jiebang2024.application import FORM as APPLICATION
from forms.jiebang2024.data import INDUSTRIES
from forms.jiebang2024.recommenders import district
from forms.jiebang2024.summary import FORM as SUMMARY
from forms.looks import look_alike
from forms.messages import excerpt, say
from forms.problems import Problem
from forms.registry import Summarizing
from forms.schema import is_blank
from forms.text import squeeze

Row = dict[str, Any]

_READS = frozenset(  # what `row_of` and `recommender` take
    {
        *("cover.recommender", "cover.applicant", "applicant.name"),
        *("applicant.contact.name", "applicant.contact.mobile"),
        *("tasks.*.industries", "tasks.*.direction", "tasks.*.solution"),
    }
)
_UNNAMED = "（未填写单位名称）"


def summarize(applications: Sequence[Record]) -> Record:
    """The record of 附件2 for canonical applications in their order of preference."""
    rows = [row_of(application) for application in applications]
    return SUMMARY.load({"recommender": recommender(applications), "rows": rows})


def row_of(application: Record) -> Row:
    """The row of an application: what its cover, its tables and its directions say."""
    applicant = application["applicant"]
    tasks = [task for task in application["tasks"] if not is_blank(task)]
    ticked = {industry for task in tasks for industry in task["industries"]}
    return {
        "name": applicant["name"] or application["cover"]["applicant"],
        "industries": [industry for industry in INDUSTRIES if industry in ticked],
        "directions": [_item(task["direction"]) for task in tasks if task["direction"]],
        "solutions": [task["solution"] for task in tasks if task["solution"]],
        "contact": applicant["contact"]["name"],
        "mobile": applicant["contact"]["mobile"],
    }


def _named(row: Row) -> str:
    return excerpt(row["name"] or _UNNAMED)


def _item(direction: str) -> str:
    """A direction for a cell whose items 、 parts: one that is none of 附件3 may hold the mark."""
    return direction.replace("、", "，")


def recommender(applications: Sequence[Record]) -> str | None:
    """The office that most applications name, in the words that most of them use."""
    named = [name for each in applications if (name := each["cover"]["recommender"])]
    if not named:
        return None
    area = _commonest(map(_area, named))
    return _commonest(name for name in named if _area(name) == area)


def _commonest(names: Iterable[str]) -> str:
    return Counter(names).most_common(1)[0][0]


def check_against(summary: Record, applications: Sequence[Record]) -> list[Problem]:
    """Where a summary and the applications that it should list don't agree, in the order of the
    form; the problems of the summary by itself are `SUMMARY.check`'s."""
    rows = [row_of(application) for application in applications]
    places = _places(summary["rows"], rows)
    found = [
        *_recommenders(summary, applications),
        *_doubles(summary, applications, places),
        *_absent(summary, places),
    ]
    for index, place in places.items():
        found.extend(_answers(index, summary["rows"][index], rows[place]))
    found.sort(key=lambda problem: SUMMARY.position(problem.path))
    return found + list(_unlisted(rows, places))


def _places(listed: Sequence[Row], rows: Sequence[Row]) -> dict[int, int]:
    """For each listed row the application it is of: that of the same name, else one that has a
    solution or the contact's mobile in common."""
    places: dict[int, int] = {}
    for alike in (_same_name, _same_work):
        for index, row in enumerate(listed):
            if index in places:
                continue
            free = (place for place in range(len(rows)) if place not in places.values())
            place = next((place for place in free if alike(row, rows[place])), None)
            if place is not None:
                places[index] = place
    return places


def _same_name(row: Row, other: Row) -> bool:
    return bool(row["name"]) and squeeze(row["name"]) == squeeze(other["name"] or "")


def _same_work(row: Row, other: Row) -> bool:
    shared = set(map(squeeze, row["solutions"])) & set(map(squeeze, other["solutions"]))
    return bool(shared) or (row["mobile"] is not None and row["mobile"] == other["mobile"])


def _absent(summary: Record, places: dict[int, int]) -> Iterator[Problem]:
    for index, row in enumerate(summary["rows"]):
        if index not in places:
            message = say("application-absent", row=index + 1, name=_named(row))
            yield Problem.of("application-absent", f"rows.{index}.name", message)


def _unlisted(rows: Sequence[Row], places: dict[int, int]) -> Iterator[Problem]:
    for place in sorted(set(range(len(rows))) - set(places.values())):
        message = say("application-unlisted", name=_named(rows[place]))
        yield Problem.of("application-unlisted", "", message)


def _answers(index: int, listed: Row, applied: Row) -> Iterator[Problem]:
    """What a row says unlike its application; spaces and the order of a list make no difference."""
    for leaf, answer in applied.items():
        path = f"rows.{index}.{leaf}"
        codec = SUMMARY.codec(path)
        found = listed[leaf]
        if look_alike(codec, _in_order(found), _in_order(answer)) or found == answer:
            continue
        message = say(
            "application-mismatch",
            row=index + 1,
            label=SUMMARY.answer(path).label,
            found=excerpt(codec.format(found).replace("\n", "；")),
            applied=excerpt(codec.format(answer).replace("\n", "；")),
        )
        yield Problem.of("application-mismatch", path, message)


def _in_order(answer: Any) -> Any:
    return sorted(answer) if isinstance(answer, list) else answer


def _recommenders(summary: Record, applications: Sequence[Record]) -> Iterator[Problem]:
    """Applications that name another office than the one that sends them."""
    office = summary["recommender"]
    for application in applications:
        named = application["cover"]["recommender"]
        if office and named and _area(named) != _area(office):
            message = say(
                "application-mismatch.recommender",
                name=_named(row_of(application)),
                applied=excerpt(named),
                found=excerpt(office),
            )
            yield Problem.of("application-mismatch", "recommender", message)


def _area(office: str) -> str:
    return district(office) or squeeze(office)


def _doubles(
    summary: Record, applications: Sequence[Record], places: dict[int, int]
) -> Iterator[Problem]:
    """One company under two names, by its credit code; one name twice the summary's rules see."""
    first: dict[str, int] = {}
    for index, place in sorted(places.items()):
        code = applications[place]["applicant"]["credit_code"]
        if code is None:
            continue
        earlier = first.setdefault(code, index)
        row = summary["rows"][index]
        if earlier != index and not _same_name(summary["rows"][earlier], row):
            message = say("double-applicant.code", first=earlier + 1, second=index + 1, code=code)
            yield Problem.of("double-applicant", f"rows.{index}.name", message)


SUMMARIZING = Summarizing(APPLICATION, SUMMARY, summarize, check_against, _READS)
