"""How sure an answer on a picture is: from what the network said of its characters to the share of
such answers that are right.

The network's own probability ranks answers well and proves nothing: of those it gives 0.99 and more
one in fifty may be wrong. `confidence.json` holds, for each kind of answer, what was fitted on
invented documents (`tests/scanner/fitting.py`, docs/reading-scans.md).
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import numpy as np

from extractors.scan.lattice import BLANK
from extractors.scan.views import View

CLOSEST: Final = 1e-5  # a probability nearer to 0 or 1 says no more
DOUBTED: Final = 0.89  # the most that an answer has which does not reach its kind's bar

# Kind of answer by what is known of how it is written ← its codec's name.
KINDS: Final[dict[str, str]] = {
    "written-choice": "name-of-list",
    "industry": "name-of-list",
    "joined": "name-of-list",
    "credit-code": "code",
    "email": "mail",
    "phone": "figures",
    "date": "figures",
    "date-or-month": "figures",
    "month": "figures",
    "decimal": "figures",
    "percent": "figures",
    "count": "figures",
    "text": "words",
    "lines": "words",
    "indicator-name": "words",
    "prose": "prose",
}
OTHER: Final = "words"


class Signals(NamedTuple):
    """What speaks for an answer, each the more the larger; probabilities as log odds."""

    least: float  # of its least sure character
    whole: float  # of all its characters together, were each as sure as they are on average
    gaps: float  # of the least sure gap between characters: a lost one would stand there
    lines: float  # 0 for one line, -1 for two, …
    margin: float  # log likelihood by which a name of a list is ahead of the next; else 0


def signals(view: View, margin: float = 0.0) -> Signals:
    """What the network said of an answer."""
    best = np.exp(view.lattice.logs[:, 0].astype(np.float64))
    blank = view.lattice.indexes[:, 0] == BLANK
    letters = _peaks(best, view.lattice.indexes[:, 0])
    mean = float(np.mean(letters)) if letters else 0.0
    gaps = best[blank]
    return Signals(
        odds(min(letters, default=0.0)),
        odds(min(mean, 1 - CLOSEST) ** max(len(view.text), 1)),
        odds(float(gaps.min()) if len(gaps) else 1.0),
        1.0 - len({each.line.box[1] for each in view.stretches}),
        margin,
    )


def _peaks(best: Any, indexes: Any) -> list[float]:
    """The highest probability of each character: of each run of frames that say the same."""
    found: list[float] = []
    last = BLANK
    for index, probability in zip(indexes.tolist(), best.tolist(), strict=True):
        if index != BLANK and index == last:
            found[-1] = max(found[-1], probability)
        elif index != BLANK:
            found.append(probability)
        last = index
    return found


def odds(probability: float) -> float:
    """The logarithm of a probability's odds, within CLOSEST."""
    held = min(max(probability, CLOSEST), 1 - CLOSEST)
    return math.log(held / (1 - held))


def sure(kind: str, said: Signals) -> float:
    """The share of answers of that kind that are right where the network said this. One that is not
    sure enough for nobody to look at it has DOUBTED at most."""
    fitted = _fitted()[kind]
    logit = fitted["bias"] + sum(
        weight * value for weight, value in zip(fitted["weights"], said, strict=True)
    )
    right = 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))
    if fitted["bar"] is None or right < fitted["bar"]:
        return min(right, DOUBTED)
    return right


@cache
def _fitted() -> dict[str, Any]:
    text = resources.files("extractors.scan").joinpath("confidence.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
