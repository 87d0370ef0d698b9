"""Words that the forms print before an answer in its line, `法定代表人签章：`, where a seal lies on
them: looked for in what the network says, so that the answer behind them is still found."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from extractors.scan.arrays import Array, Floats
from extractors.scan.lattice import Lattice, Letter, letters
from extractors.wording import key

ALIKE: Final = 55.0  # of 100, likeness of what was read to a lead from which it is looked for
HIDDEN: Final = 14.0  # log likelihood that a letter costs which can't be seen at all
SHARE: Final = 0.25  # of a lead's letters that may be so …
LEAST: Final = 2  # … and so many in any case


def led(line: Lattice, leads: Sequence[str]) -> list[Letter]:
    """The letters of a line, its beginning as one of the leads where it shows that with slips."""
    from rapidfuzz import fuzz

    read = letters(line)
    if any(_half(_text(read)).startswith(_half(lead)) for lead in leads):
        return read
    found = [
        shown
        for lead in leads
        if fuzz.ratio(key(_text(read[: len(lead)])), key(lead)) >= ALIKE
        and (shown := _shown(line, lead)).behind <= HIDDEN * max(LEAST, SHARE * len(lead))
    ]
    if not found:
        return read
    lead = min(found, key=lambda each: each.behind).letters
    return [*lead, *(letter for letter in read if letter.first > lead[-1].last)]


class Shown(NamedTuple):
    """A lead's letters where a line most likely shows them, from its beginning on, and by what log
    likelihood that is behind what was read."""

    behind: float
    letters: list[Letter]


def _text(read: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in read)


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _shown(line: Lattice, lead: str) -> Shown:
    logs = np.stack([_log_of(line, each) for each in ("", *lead)], axis=1).astype(np.float64)
    labels = [0, *(step for at in range(len(lead)) for step in (at + 1, 0))]
    best, steps = _ways(logs[:, labels])
    freely = np.concatenate((np.cumsum(line.logs[::-1, 0].astype(np.float64))[::-1], [0.0]))
    ended = best[:, -1] + freely[1:]
    end = int(ended.argmax())
    behind = float(freely[0] - ended[end])
    return Shown(behind, _letters(lead, _way(steps, end), logs) if behind < math.inf else [])


def _log_of(line: Lattice, character: str) -> Floats:
    """A character's log probabilities; the network gives half-width marks for full-width ones."""
    return np.maximum(line.log_of(character), line.log_of(_half(character)))


def _ways(logs: Array) -> tuple[Array, Array]:
    """For each frame the log likelihood of the best way to each label (letters with nothing between
    them), and by how many labels its last step went on."""
    frames, count = logs.shape
    best = np.full((frames, count), -np.inf)
    steps = np.zeros((frames, count), np.int8)
    best[0, :2] = logs[0, :2]
    may_skip = np.arange(count) % 2 == 1
    for frame in range(1, frames):
        before = best[frame - 1]
        skipped = np.where(may_skip, np.concatenate(([-np.inf, -np.inf], before[:-2])), -np.inf)
        ways = np.stack((before, np.concatenate(([-np.inf], before[:-1])), skipped))
        steps[frame] = ways.argmax(axis=0)
        best[frame] = ways.max(axis=0) + logs[frame]
    return best, steps


def _way(steps: Array, end: int) -> list[int]:
    """The label of each frame up to `end`, on the best way to the last one."""
    label = steps.shape[1] - 1
    way = [label]
    for frame in range(end, 0, -1):
        label -= int(steps[frame, label])
        way.append(label)
    return way[::-1]


def _letters(lead: str, way: Sequence[int], logs: Array) -> list[Letter]:
    """The lead's letters at the frames that a way gives them."""
    found = []
    for at, text in enumerate(lead):
        own = [frame for frame, label in enumerate(way) if label == 2 * at + 1]
        sure = float(np.exp(logs[own, at + 1].max()))
        found.append(Letter(text, own[0], own[-1], sure))
    return found
