"""Timing several ways of one job against each other in one run.

The ways take turns, so that a busy moment of the machine hits all of them alike, and what is
measured is the processor's time of this process, so that waiting for it does not count. What counts
is the ratio within a turn, given as its median with the quartiles.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from statistics import median, quantiles
from time import process_time


def take_turns(ways: Mapping[str, Callable[[], object]], turns: int) -> dict[str, list[float]]:
    """CPU seconds of every turn of each way, after one turn of each that does not count."""
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    gc.disable()
    try:
        for turn in range(turns):
            # Who comes first pays for cold caches: each in its turn.
            first = turn % len(ways)
            for name, way in islice(cycle(ways.items()), first, first + len(ways)):
                start = process_time()
                way()
                times[name].append(process_time() - start)
            gc.collect()
    finally:
        gc.enable()
    return times


def report(times: Mapping[str, list[float]], base: str) -> str:
    """A line a way: milliseconds, and how many times as long as `base` it took."""
    lines = [f"{'way':44} {'ms':>9} {'ratio':>8}   quartiles"]
    for name, own in times.items():
        ratios = [mine / its for mine, its in zip(own, times[base], strict=True)]
        low, _, high = quantiles(ratios, n=4)
        lines.append(
            f"{name:44} {median(own) * 1000:9.2f} {median(ratios):8.2f}   {low:.2f} to {high:.2f}"
        )
    return "\n".join(lines)
