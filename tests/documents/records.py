"""Records as plain data: paths, the empty record, and how leaves are classed for measuring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.documents.form import LEVELS, YEARS

Record = dict[str, Any]

INDICATOR_KEYS: Final = (
    "cycle_reduction",
    "efficiency_gain",
    "defect_reduction",
    "cost_reduction",
    "resource_gain",
)
NARRATIVE_KEYS: Final = (
    "foundation",
    "team",
    "organization",
    "funding",
    "risks",
    "promotion",
    "attachments",
)
PROSE: Final = re.compile(
    r"applicant\.profile|tasks\.\d+\.(pain_points|summary|other_results)"
    r"|tasks\.\d+\.\w+\.\d+\.indicators|narrative\.(?!.*\.industry$).*"
)
LIST_ROW: Final = re.compile(
    r"(tasks\.\d+\.(?:technologies|equipment|software|network)|rows)\.\d+\..*"
)
GIVEN: Final = re.compile(r".*finances\.\d\.year|.*standards\.\d\.level|rows\.\d+\.no")


def empty_effect() -> Record:
    return {"industry": None, **dict.fromkeys(INDICATOR_KEYS), "others": []}


def empty_task() -> Record:
    return {
        "direction": None,
        "industries": [],
        "scene": {"segment": None, "name": None},
        "solution": None,
        "period": {"start": None, "end": None},
        "budget": None,
        "pain_points": None,
        "summary": None,
        "technologies": [],
        "equipment": [],
        "software": [],
        "network": [],
        "patents": None,
        "copyrights": None,
        "standards": [
            {"level": level, "selected": False, "count": None, "stages": []} for level in LEVELS
        ],
        "other_results": None,
        "effects": [empty_effect(), empty_effect()],
    }


def empty_application() -> Record:
    """The record of the untouched 附件1."""
    return {
        "cover": dict.fromkeys(("applicant", "recommender", "date")),
        "applicant": {
            **dict.fromkeys(("name", "credit_code", "established", "address", "ownership", "size")),
            "representative": dict.fromkeys(("name", "position", "email", "phone")),
            "contact": dict.fromkeys(("name", "phone", "position", "mobile", "fax", "email")),
            "finances": [
                {
                    "year": year,
                    **dict.fromkeys(("total_assets", "debt_ratio", "revenue", "profit_margin")),
                }
                for year in YEARS
            ],
            "accident": {"occurred": None, "name": None},
            "profile": None,
            "pledge": {"signatory": None, "date": None},
        },
        "tasks": [],
        "narrative": {"tasks": [], **dict.fromkeys(NARRATIVE_KEYS)},
    }


def get(record: Any, path: str) -> Any:
    """The value at a dotted path; None where the record has no such place."""
    for step in path.split("."):
        if isinstance(record, list):
            record = record[int(step)] if int(step) < len(record) else None
        elif isinstance(record, dict):
            record = record.get(step)
        else:
            return None
    return record


def clear(record: Record, path: str) -> None:
    """Takes the answer at a dotted path away; nothing happens where there is none."""
    parent_path, _, last = path.rpartition(".")
    parent = get(record, parent_path) if parent_path else record
    if isinstance(parent, dict) and last in parent:
        parent[last] = _EMPTY.get(last)
        if isinstance(parent[last], list):
            parent[last] = []


def tidy(record: Record) -> None:
    """Takes trailing tasks and indicators without an answer out, as a canonical record has it."""
    for task in record.get("tasks", ()):
        for effect in task["effects"]:
            while effect["others"] and effect["others"][-1] == {"name": None, "value": None}:
                effect["others"].pop()
    while record.get("tasks") and record["tasks"][-1] == empty_task():
        record["tasks"].pop()


_EMPTY: Final[dict[str, Any]] = {"industries": [], "stages": [], "selected": False}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its dotted path; a list of plain values is one leaf."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, value


def answered(path: str, value: Any) -> bool:
    """Whether a leaf holds an answer; a standard's box that isn't ticked is none."""
    return value is not None and value != [] and not (value is False and path.endswith("selected"))
