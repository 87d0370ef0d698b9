"""附件1's rules: what the notice asks, and answers that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from itertools import pairwise
from typing import Any

from forms.codecs.base import MAX_BYTES
from forms.form import Record, SchemaForm
from forms.jiebang2024.data import (
    ENTERPRISES,
    LEAST_REVENUE,
    SCENE,
    SEGMENT,
    SEGMENT_OF_SCENE,
    SETTINGS,
)
from forms.jiebang2024.recommenders import district
from forms.messages import excerpt, say
from forms.problems import Problem
from forms.rules import check_answer, out_of_range, too_long
from forms.schema import is_blank
from forms.terms import Terms
from forms.text import length, squeeze

# What the form asks of everyone. The signature and the seals are looked for on paper only
# (`signature-missing`); fax, lists, counts, standards, other results and attachments may be empty.
_ASKED = (
    *("cover.applicant", "cover.recommender", "cover.date"),
    *("applicant.name", "applicant.credit_code", "applicant.established", "applicant.address"),
    "applicant.ownership",
    *(f"applicant.representative.{leaf}" for leaf in ("name", "position", "email", "phone")),
    *(f"applicant.contact.{leaf}" for leaf in ("name", "phone", "position", "mobile", "email")),
    *("applicant.accident.occurred", "applicant.profile", "applicant.pledge.date"),
    *("narrative.foundation", "narrative.team", "narrative.organization", "narrative.funding"),
    *("narrative.risks", "narrative.promotion"),
)
_ASKED_OF_A_YEAR = ("total_assets", "debt_ratio", "revenue", "profit_margin")
_ASKED_OF_A_TASK = (
    *("direction", "industries", "scene.segment", "scene.name", "solution"),
    *("period.start", "period.end", "budget", "pain_points", "summary"),
)
_SECTIONS = ("background", "content", "results", "schedule")
_ASKED_OF_AN_INDUSTRY = ("industry", *_SECTIONS)
_INDICATORS = (
    *("cycle_reduction", "efficiency_gain", "defect_reduction", "cost_reduction"),
    "resource_gain",
)
# Sums of amounts as long as a record may hold them, none rounded and none out of range.
_EXACT = Context(prec=2 * MAX_BYTES + 100, Emax=MAX_EMAX, Emin=MIN_EMIN)
_JUMP = 1000  # a year's amount over the year before it that speaks for a wrong unit


def check_application(form: SchemaForm, record: Record, terms: Terms) -> list[Problem]:
    """What is wrong with a canonical record of 附件1, in the order of the form."""
    found: list[Problem] = []
    with localcontext(_EXACT):
        for rule in _RULES:
            found.extend(rule(form, record))
    found.extend(_deadline(form, record, terms.deadline or SETTINGS["deadline"]))
    return sorted(found, key=lambda problem: form.position(problem.path))


def _answers(form: SchemaForm, record: Record) -> Iterator[Problem]:
    for path, answer, value in form.answers(record):
        if value is None:
            continue
        yield from check_answer(form, path, answer, value)
        if bounds := SETTINGS["ranges"].get(form.pattern(path)):
            yield from out_of_range(form, path, value, bounds)


# --- missing answers -----------------------------------------------------------------------------


def _missing(form: SchemaForm, record: Record) -> Iterator[Problem]:
    yield from _empty(form, record, "", _ASKED)
    applicant = record["applicant"]
    if applicant["ownership"] in ENTERPRISES:
        yield from _empty(form, applicant, "applicant.", ("size",))
    for index, year in enumerate(applicant["finances"]):
        if year["year"] >= int((applicant["established"] or "0")[:4]):
            yield from _empty(form, year, f"applicant.finances.{index}.", _ASKED_OF_A_YEAR)


def _missing_tasks(form: SchemaForm, record: Record) -> Iterator[Problem]:
    if not record["tasks"]:
        yield Problem.of("missing", "tasks.0.direction", say("missing.task"))
    for index, task in _filled(record["tasks"]):
        yield from _empty(form, task, f"tasks.{index}.", _ASKED_OF_A_TASK)
        yield from _missing_industries(form, record, index)


def _missing_industries(form: SchemaForm, record: Record, index: int) -> Iterator[Problem]:
    """The narrative of a filled direction: at least one industry, and all sections of each."""
    tasks = record["narrative"]["tasks"]
    industries = tasks[index]["industries"] if index < len(tasks) else []
    path = f"narrative.tasks.{index}.industries"
    if not industries:
        asked = "、".join(form.answer(f"{path}.0.{leaf}").label for leaf in _SECTIONS)
        message = say("missing.section", label=form.label(f"narrative.tasks.{index}"), asked=asked)
        yield Problem.of("missing", f"{path}.0.background", message)
    for place, industry in _filled(industries):
        yield from _empty(form, industry, f"{path}.{place}.", _ASKED_OF_AN_INDUSTRY)


def _empty(
    form: SchemaForm, part: dict[str, Any], prefix: str, leaves: tuple[str, ...]
) -> Iterator[Problem]:
    """A problem for each leaf of `part`, whose path is `prefix`, that has no answer."""
    for leaf in leaves:
        value: Any = part
        for step in leaf.split("."):
            value = value[step]
        if value is None or value == []:
            path = prefix + leaf
            yield Problem.of("missing", path, say("missing", label=form.label(path)))


# --- cover and applicant -------------------------------------------------------------------------


def _cover(form: SchemaForm, record: Record) -> Iterator[Problem]:
    cover, name = record["cover"], record["applicant"]["name"]
    if cover["applicant"] and name and squeeze(cover["applicant"]) != squeeze(name):
        message = say("cover-mismatch", cover=excerpt(cover["applicant"]), table=excerpt(name))
        yield Problem.of("cover-mismatch", "cover.applicant", message)
    if cover["recommender"] and district(cover["recommender"]) is None:
        message = say("unknown-recommender", found=excerpt(cover["recommender"]))
        yield Problem.of("unknown-recommender", "cover.recommender", message)


def _deadline(form: SchemaForm, record: Record, deadline: str) -> Iterator[Problem]:
    date = record["cover"]["date"]
    if date and date > deadline:
        message = say(
            "after-deadline",
            label=form.label("cover.date"),
            found=_printed(form, "cover.date", date),
            deadline=_printed(form, "cover.date", deadline),
        )
        yield Problem.of("after-deadline", "cover.date", message)


def _established(form: SchemaForm, record: Record) -> Iterator[Problem]:
    path = "applicant.established"
    established, date = record["applicant"]["established"], record["cover"]["date"]
    if established and date and established > date[: len(established)]:
        message = say(
            "bad-date.established",
            label=form.label(path),
            found=_printed(form, path, established),
            date=_printed(form, path, date),
        )
        yield Problem.of("bad-date", path, message)


def _size(form: SchemaForm, record: Record) -> Iterator[Problem]:
    """企业类型 is asked of enterprises; note 1's bounds can be checked by revenue only, upwards."""
    applicant = record["applicant"]
    ownership, size = applicant["ownership"], applicant["size"]
    if size is None:
        return
    if ownership is not None and ownership not in ENTERPRISES:
        message = say("size-not-asked", ownership=ownership, size=size)
        yield Problem.of("size-not-asked", "applicant.size", message)
        return
    least = LEAST_REVENUE[size]
    year, revenue = _latest(applicant["finances"], "revenue")
    if least and revenue and Decimal(revenue) < Decimal(least):
        message = say("size-revenue", size=size, year=year, revenue=excerpt(revenue), least=least)
        yield Problem.of("size-revenue", "applicant.size", message)


def _accident(form: SchemaForm, record: Record) -> Iterator[Problem]:
    accident = record["applicant"]["accident"]
    path = "applicant.accident.name"
    if accident["occurred"] and accident["name"] is None:
        yield Problem.of("accident-name", path, say("accident-name.absent"))
    if not accident["occurred"] and accident["name"] is not None:
        message = say("accident-name.unasked", found=excerpt(accident["name"]))
        yield Problem.of("accident-name", path, message)


def _amounts(form: SchemaForm, record: Record) -> Iterator[Problem]:
    """Amounts of one year against those of another: a thousandfold speaks for a wrong unit."""
    finances = record["applicant"]["finances"]
    for leaf in ("total_assets", "revenue"):
        filled = [(i, Decimal(year[leaf])) for i, year in enumerate(finances) if year[leaf]]
        for (earlier, before), (index, amount) in pairwise(filled):
            if before > 0 and amount > 0 and _JUMP * min(before, amount) <= max(before, amount):
                path = f"applicant.finances.{index}.{leaf}"
                message = say(
                    "unlikely-number.jump",
                    label=form.label(path),
                    found=excerpt(finances[index][leaf]),
                    before=excerpt(finances[earlier][leaf]),
                )
                yield Problem.of("unlikely-number", path, message)


def _budgets(form: SchemaForm, record: Record) -> Iterator[Problem]:
    """A programme dearer than all that the applicant owns and all that it earns in a year."""
    finances = record["applicant"]["finances"]
    year, assets = _latest(finances, "total_assets")
    _, revenue = _latest(finances, "revenue")
    budgets = [
        (i, Decimal(task["budget"])) for i, task in _filled(record["tasks"]) if task["budget"]
    ]
    total = sum((budget for _, budget in budgets), Decimal(0))
    if budgets and assets and revenue and total > max(Decimal(assets), Decimal(revenue)):
        message = say(
            "unlikely-number.budget", found=excerpt(f"{total:f}"), year=year, assets=excerpt(assets)
        )
        yield Problem.of("unlikely-number", f"tasks.{budgets[0][0]}.budget", message)


# --- directions ----------------------------------------------------------------------------------


def _tasks(form: SchemaForm, record: Record) -> Iterator[Problem]:
    for index, task in _filled(record["tasks"]):
        prefix = f"tasks.{index}."
        yield from _scene(form, prefix, task["scene"])
        yield from _period(form, prefix, task["period"])
        yield from _standards(form, prefix, task["standards"])
        yield from _effects(form, prefix, task)
        yield from _too_many_industries(form, prefix, task["industries"])


def _scene(form: SchemaForm, prefix: str, scene: dict[str, Any]) -> Iterator[Problem]:
    name, segment = scene["name"], scene["segment"]
    if name in SCENE and segment in SEGMENT and SEGMENT_OF_SCENE[name] != segment:
        path = f"{prefix}scene.name"
        message = say(
            "scene-segment",
            label=form.label(path),
            scene=name,
            right=SEGMENT_OF_SCENE[name],
            segment=segment,
        )
        yield Problem.of("scene-segment", path, message)


def _period(form: SchemaForm, prefix: str, period: dict[str, Any]) -> Iterator[Problem]:
    start, end = period["start"], period["end"]
    if not start or not end:
        return
    path = f"{prefix}period.end"
    span = {
        "label": form.label(f"{prefix}period"),
        "start": _printed(form, path, start),
        "end": _printed(form, path, end),
    }
    months = _months(end) - _months(start)
    if months < 0:
        yield Problem.of("bad-date", path, say("bad-date.order", **span))
    elif months > SETTINGS["most_months"]:
        message = say("period-too-long", months=months, most=SETTINGS["most_months"], **span)
        yield Problem.of("period-too-long", path, message)


def _standards(form: SchemaForm, prefix: str, standards: list[dict[str, Any]]) -> Iterator[Problem]:
    for index, standard in enumerate(standards):
        if standard["selected"] or (not standard["count"] and not standard["stages"]):
            continue
        filled = [f"{standard['count']}个"] if standard["count"] else []
        message = say(
            "stage-without-tick",
            label=form.label(f"{prefix}standards.{index}"),
            found="、".join(filled + standard["stages"]),
            level=standard["level"],
        )
        yield Problem.of("stage-without-tick", f"{prefix}standards.{index}.selected", message)


def _effects(form: SchemaForm, prefix: str, task: dict[str, Any]) -> Iterator[Problem]:
    """Indicators of each industry; the first industry is asked of everyone."""
    for index, effect in enumerate(task["effects"]):
        if index and is_blank(effect):
            continue
        path = f"{prefix}effects.{index}"
        yield from _empty(form, effect, f"{path}.", ("industry",))
        yield from _unticked(form, f"{path}.industry", effect["industry"], task["industries"])
        indicators = [*(effect[leaf] for leaf in _INDICATORS)]
        indicators += [other["value"] for other in effect["others"]]
        found = sum(indicator is not None for indicator in indicators)
        least = SETTINGS["least_indicators"]
        if found < least:
            message = say("too-few-indicators", label=form.label(path), found=found, least=least)
            yield Problem.of("too-few-indicators", path, message)


def _too_many_industries(form: SchemaForm, prefix: str, industries: list[str]) -> Iterator[Problem]:
    """The form has room for the effects in two industries."""
    if len(industries) > 2:
        path = f"{prefix}industries"
        message = say("industry-mismatch.third", label=form.label(path), count=len(industries))
        yield Problem.of("industry-mismatch", path, message)


def _unticked(
    form: SchemaForm, path: str, industry: str | None, ticked: list[str]
) -> Iterator[Problem]:
    if industry is None or industry in ticked:
        return
    message = say(
        "industry-mismatch",
        label=form.label(path),
        found=excerpt(industry),
        ticked="、".join(ticked) or "未勾选",
    )
    yield Problem.of("industry-mismatch", path, message)


# --- narrative -----------------------------------------------------------------------------------


def _narrative(form: SchemaForm, record: Record) -> Iterator[Problem]:
    tasks = record["tasks"]
    limit = SETTINGS["industry_narrative_limit"]
    for index, task in enumerate(record["narrative"]["tasks"]):
        ticked = tasks[index]["industries"] if index < len(tasks) else []
        for place, industry in enumerate(task["industries"]):
            path = f"narrative.tasks.{index}.industries.{place}"
            yield from _unticked(form, f"{path}.industry", industry["industry"], ticked)
            together = sum(length(industry[leaf] or "") for leaf in _SECTIONS)
            yield from too_long(form, path, together, limit)


_RULES = (
    *(_answers, _missing, _missing_tasks, _cover, _established, _size, _accident, _amounts),
    *(_budgets, _tasks, _narrative),
)


def _filled(rows: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows with an answer, with their indexes."""
    return ((index, row) for index, row in enumerate(rows) if not is_blank(row))


def _latest(finances: list[dict[str, Any]], leaf: str) -> tuple[int | None, str | None]:
    """The last year that has the amount, with the amount."""
    found = [(year["year"], year[leaf]) for year in finances if year[leaf] is not None]
    return found[-1] if found else (None, None)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _printed(form: SchemaForm, path: str, value: str) -> str:
    return form.codec(path).format(value)
