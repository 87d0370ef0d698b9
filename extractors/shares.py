"""Per cents that were written as shares of one, `0.2` for 20 %: where all of a list are below 1."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from extractors.decode import Decoded
from forms.messages import excerpt
from forms.problems import Problem
from forms.registry import Form

DOUBTED = 0.6
FEW = 2  # numbers of a list that tell
MESSAGE = "此处填写的“{}”不足1%，同组各项也都不足1%，可能写成了小数（如0.2表示20%），请核对。"
_IN_ROW = re.compile(r"\.\d+\.[^.]+$")


def doubt_shares(form: Form, decoded: Decoded) -> None:
    """Doubts the per cents of each list, over all its rows, that may be shares; in place."""
    lists: dict[str, list[str]] = defaultdict(list)
    for path, value in decoded.values.items():
        if value and form.codec(path).name == "percent" and Decimal(value):
            lists[_IN_ROW.sub("", path)].append(path)
    for paths in lists.values():
        if len(paths) >= FEW and all(_may_be_share(decoded, path) for path in paths):
            for path in paths:
                _doubt(decoded, path)


def _may_be_share(decoded: Decoded, path: str) -> bool:
    bare = not re.search("[%％]", decoded.fields[path]["raw"])
    return bare and abs(Decimal(decoded.values[path])) < 1


def _doubt(decoded: Decoded, path: str) -> None:
    entry = decoded.fields[path]
    entry["confidence"] = min(entry["confidence"], DOUBTED)
    problem = Problem.of("needs-review", path, MESSAGE.format(excerpt(entry["raw"])))
    decoded.problems.append(problem)
