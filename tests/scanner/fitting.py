"""Fits how sure an answer on a picture is (`extractors/scan/confidence.json`) to what came back of
specimens: a logistic regression for each kind of answer over what the network said of it, and the
bar from which nobody need look.

    python -m tests.scanner.fitting [judge]

reads the answers that `python -m tests.scanner.measure` and `python -m tests.scanner.slips` have
kept. What is told and drawn is held out: documents and pages of odd numbers by a fit on the even
ones, those of even numbers by a fit on the odd ones. What is kept is a fit on all. With `judge`
nothing is fitted: what is kept is told of and drawn, on answers that came after it.
"""

from __future__ import annotations

import json
import sys
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
MODELS: Final = ("figures", "mail", "name-of-list", "prose", "words")
SPREAD: Final = (4.0, 4.0, 4.0, 1.0, 8.0)  # by which signals are scaled, about their deviation


def main() -> None:
    answers = [
        answer
        for file in (KEPT, slips.KEPT)
        for answer in kept(file)
        if answer.model in MODELS and answer.given
    ]
    if sys.argv[1:] == ["judge"]:
        kept_fit = json.loads(FITTED.read_text(encoding="utf-8"))
        show([*zip(answers, chances(kept_fit, answers), strict=True)])
        return
    halves = [[answer for answer in answers if answer.document % 2 == odd] for odd in (0, 1)]
    judged = [*zip(halves[0], chances(fit(halves[1]), halves[0]), strict=True)]
    judged += [*zip(halves[1], chances(fit(halves[0]), halves[1]), strict=True)]
    show(judged)
    FITTED.write_text(json.dumps(fit(answers), indent=1) + "\n", encoding="utf-8")


def show(judged: Sequence[Judged]) -> None:
    print("\n".join(told(judged)))
    PLOT.write_text(svg(plotted(judged)), encoding="utf-8")


Judged = tuple[Answer, tuple[float, float]]  # the share that is right of such ones; the confidence


def told(judged: Sequence[Judged]) -> Iterator[str]:
    """For each kind how many are right, and of how many sure ones how many are wrong."""
    yield "| kind | answers | right | sure | of them wrong |"
    yield "| --- | --- | --- | --- | --- |"
    for kind in MODELS:
        own = [(answer, sure) for answer, (_, sure) in judged if answer.model == kind]
        sure = [answer for answer, confidence in own if confidence >= SURE]
        right = sum(answer.right for answer, _ in own)
        wrong = sum(not answer.right for answer in sure)
        yield f"| {kind} | {len(own)} | {right} | {len(sure)} | {wrong} |"


def plotted(judged: Sequence[Judged]) -> list[Series]:
    """What the network says of its least sure character, and what is made of it."""
    least = [(_share((answer.signals or (0.0,))[0]), answer.right) for answer, _ in judged]
    honest = [(share, answer.right) for answer, (share, _) in judged]
    return [Series("of the network", "#c44", least), Series("fitted", "#27a", honest)]


def fit(answers: Sequence[Answer]) -> dict[str, Any]:
    """Kind → bias, weights and bar. Kinds are held to what they have in common, the more the fewer
    of their answers are wrong."""
    common = _logistic(answers, np.zeros(len(SPREAD)))[1:]
    return {
        kind: _fitted([answer for answer in answers if answer.model == kind], common)
        for kind in MODELS
    }


def _fitted(answers: Sequence[Answer], common: Array) -> dict[str, Any]:
    weights = _logistic(answers, common)
    fitted = {
        "bias": round(float(weights[0]), 4),
        "weights": [round(float(w) / s, 4) for w, s in zip(weights[1:], SPREAD, strict=True)],
        "bar": None,
    }
    return fitted | {"bar": _bar(fitted, answers)}


def _logistic(answers: Sequence[Answer], common: Array) -> Array:
    """Bias and weights, held to `common`; none below nothing, for each signal speaks for an answer.
    A case in the middle is added twice, right and wrong, so that no kind is ever certain."""
    signals = np.array([answer.signals for answer in answers], np.float64) / SPREAD
    right = np.array([answer.right for answer in answers], np.float64)
    rows = np.column_stack((np.ones(len(signals)), signals))
    rows = np.vstack((rows, rows.mean(axis=0), rows.mean(axis=0)))
    right = np.concatenate((right, (1.0, 0.0)))
    held = np.concatenate(((0.0,), common))
    used = np.ones(len(held), bool)
    while True:
        weights = np.zeros(len(held))
        weights[used] = _newton(rows[:, used], right, held[used])
        below = (weights < 0) & (np.arange(len(held)) > 0)
        if not below.any():
            return weights
        used &= ~below


def _newton(rows: Array, right: Array, held: Array) -> Array:
    """The weights of a logistic regression that is held to `held`, its first weight free."""
    weights = held.copy()
    ridge = np.diag([1e-6, *([RIDGE] * (len(held) - 1))])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - chance) - ridge @ (weights - held)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        weights = weights + np.clip(np.linalg.solve(curve, slope), -2, 2)
    return weights


def _bar(fitted: dict[str, Any], answers: Sequence[Answer]) -> float | None:
    """The lowest probability from which no more than WRONG are wrong, were there one wrong more
    than there is; None where there are too few answers to tell."""
    ranked = sorted(
        (
            (chance(fitted, answer.signals or ()), answer.right)
            for answer in answers
            if answer.most >= SURE
        ),
        reverse=True,
    )
    bar, wrong = None, 0
    for number, (probability, right) in enumerate(ranked, start=1):
        wrong += not right
        if wrong + 1 <= WRONG * number:
            bar = probability
    return None if bar is None else round(max(bar, SURE), 4)


def chances(fitted: dict[str, Any], answers: Iterable[Answer]) -> Iterator[tuple[float, float]]:
    """For each answer the share that is right of such ones, and the confidence it is given."""
    for answer in answers:
        model = fitted[answer.model or ""]
        share = chance(model, answer.signals or ())
        is_sure = model["bar"] is not None and share >= model["bar"]
        sure = share if is_sure else min(share, confidence.DOUBTED)
        yield share, min(sure, answer.most)


def chance(fitted: dict[str, Any], signals: Iterable[float]) -> float:
    weighed = sum(w * s for w, s in zip(fitted["weights"], signals, strict=True))
    return _share(fitted["bias"] + weighed)


def _share(odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


if __name__ == "__main__":
    main()
