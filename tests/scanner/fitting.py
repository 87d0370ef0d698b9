"""Fits how sure an answer on a picture is (`extractors/scan/confidence.json`) to what came back of
specimens: a logistic regression for each kind of answer over what the network said of it, and the
bar from which nobody need look.

    python -m tests.scanner.fitting

reads the answers that `python -m tests.scanner.measure` and `python -m tests.scanner.slips` have
kept, fits on the documents and pages of odd numbers, tells how it does on the others, and draws it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from extractors.scan import confidence
from tests.scanner import slips
from tests.scanner.measure import KEPT, SURE, Answer, kept
from tests.scanner.reliability import Series, svg

Array = NDArray[np.float64]
FITTED: Final = Path(confidence.__file__).with_name("confidence.json")
PLOT: Final = Path("docs/images/scan-reliability.svg")
RIDGE: Final = 0.5  # pulls weights to nothing, where there are few cases
WRONG: Final = 0.005  # share of the sure answers that may be wrong
FEWEST: Final = 60  # answers above a bar, for it to be one
SPREAD: Final = (4.0, 2.0, 4.0, 1.0, 1.0, 8.0)  # by which signals are scaled, about their deviation


def main() -> None:
    answers = [
        answer
        for file in (KEPT, slips.KEPT)
        for answer in kept(file)
        if answer.signals is not None and answer.given
    ]
    odd = [answer for answer in answers if answer.document % 2]
    even = [answer for answer in answers if not answer.document % 2]
    fitted = fit(odd)
    FITTED.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    for name, some in (("fitted on", odd), ("held out", even)):
        print(name, *told(fitted, some), sep="\n  ")
    PLOT.write_text(svg(plotted(fitted, even)), encoding="utf-8")


def told(fitted: dict[str, Any], answers: Sequence[Answer]) -> Iterator[str]:
    for kind in fitted:
        own = [answer for answer in answers if answer.model == kind]
        sure = [answer for answer in own if certainty(fitted[kind], answer) >= SURE]
        wrong = sum(not answer.right for answer in sure)
        right = sum(answer.right for answer in own)
        yield f"{kind}: {right} of {len(own)} right; {wrong} of {len(sure)} sure ones wrong"


def plotted(fitted: dict[str, Any], answers: Sequence[Answer]) -> list[Series]:
    """What the network says of its least sure character, and what is made of it."""
    least = [(_share((answer.signals or (0.0,))[0]), answer.right) for answer in answers]
    honest = [
        (min(chance(fitted[answer.model or ""], answer.signals or ()), answer.most), answer.right)
        for answer in answers
    ]
    return [Series("of the network", "#c44", least), Series("fitted", "#27a", honest)]


def fit(answers: Sequence[Answer]) -> dict[str, Any]:
    """Kind → bias, weights and bar."""
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.model or confidence.OTHER].append(answer)
    return {kind: _fit(by_kind[kind]) for kind in sorted(set(confidence.KINDS.values()))}


def _fit(answers: Sequence[Answer]) -> dict[str, Any]:
    signals = np.array([answer.signals for answer in answers], np.float64).reshape(-1, len(SPREAD))
    right = np.array([answer.right for answer in answers], np.float64)
    weights = _logistic(signals / SPREAD, right)
    fitted = {
        "bias": round(float(weights[0]), 4),
        "weights": [round(float(w) / s, 4) for w, s in zip(weights[1:], SPREAD, strict=True)],
        "bar": None,
    }
    return fitted | {"bar": _bar(fitted, answers)}


def _logistic(signals: Array, right: Array) -> Array:
    """Bias and weights by Newton's method. A case that is right and one that is wrong are added, so
    that no kind is ever certain."""
    rows = np.column_stack((np.ones(len(signals)), signals))
    middle = rows.mean(axis=0) if len(rows) else np.eye(1, rows.shape[1])[0]
    rows = np.vstack((rows, middle, middle))
    right = np.concatenate((right, (1.0, 0.0)))
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([1e-6, *([RIDGE] * (rows.shape[1] - 1))])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - chance) - ridge @ weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _bar(fitted: dict[str, Any], answers: Sequence[Answer]) -> float | None:
    """The lowest probability from which no more than WRONG are wrong, one wrong more counted than
    there are; None where there are too few answers to tell."""
    ranked = sorted(
        ((chance(fitted, answer.signals or ()), answer.right) for answer in answers), reverse=True
    )
    bar, wrong = None, 0
    for number, (probability, right) in enumerate(ranked, start=1):
        wrong += not right
        if number >= FEWEST and wrong <= WRONG * number:
            bar = probability
    return None if bar is None else round(max(bar, 0.9), 4)


def chance(fitted: dict[str, Any], signals: Iterable[float]) -> float:
    weighed = sum(w * s for w, s in zip(fitted["weights"], signals, strict=True))
    return _share(fitted["bias"] + weighed)


def _share(odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def certainty(fitted: dict[str, Any], answer: Answer) -> float:
    """What the reader gives such an answer."""
    right = chance(fitted, answer.signals or ())
    if fitted["bar"] is None or right < fitted["bar"]:
        right = min(right, confidence.DOUBTED)
    return min(right, answer.most)


if __name__ == "__main__":
    main()
