"""Sample records for the tests of forms, and a way to say what is changed in one."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from forms import registry
from forms.problems import Problem

Record = dict[str, Any]

RECORDS = Path(__file__).parents[2] / "samples" / "records"


def sample(name: str) -> Record:
    """A record of samples/records/."""
    record: Record = json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))
    return record


def application(**changes: Any) -> Record:
    """A complete application without a problem, its leaves changed: `tasks__0__budget="1"`."""
    return changed(sample("a01-automotive-twin"), **changes)


def summary(**changes: Any) -> Record:
    """A complete 附件2 without a problem, its leaves changed."""
    return changed(sample("s01-pudong-two"), **changes)


def changed(record: Record, **changes: Any) -> Record:
    """A copy of the record with leaves changed; a path's steps are parted by two underscores."""
    record = copy.deepcopy(record)
    for path, value in changes.items():
        *steps, leaf = (int(step) if step.isdecimal() else step for step in path.split("__"))
        part: Any = record
        for step in steps:
            part = part[step]
        part[leaf] = value
    return record


def found(form_name: str, record: Record) -> list[Problem]:
    """What the form's rules find in a record once it is loaded."""
    form = registry.get(form_name)
    return form.check(form.load(record))


def codes(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Code, path and severity of problems."""
    return [(problem.code, problem.path, problem.severity) for problem in problems]
