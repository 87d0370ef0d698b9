"""Bar charts as SVG, made here: each bar has its number beside it, so that none is told by length
or colour alone, and the same numbers stand in a table for those who hear the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

ROW: Final = 26  # height of a bar with the room round it
BAR: Final = 16
NAMES: Final = 168  # width of the names
LENGTH: Final = 260  # of the longest bar
NUMBERS: Final = 60
LONGEST_NAME: Final = 12  # Han characters that the names have room for


class Bar(NamedTuple):
    """A bar of a chart: its name, its number, how it is drawn (plain, doubt, error), and where a
    click on it leads."""

    name: str
    number: int
    style: str = "plain"
    link: str | None = None


class Drawn(NamedTuple):
    """A bar in its place."""

    bar: Bar
    shown: str  # the name as there is room for it
    y: int
    length: float


class Chart(NamedTuple):
    """A chart of horizontal bars, to be drawn by `chart.html`."""

    title: str
    bars: list[Drawn]
    width: int
    height: int


def chart(title: str, bars: Sequence[Bar]) -> Chart:
    """A chart of bars in the order given."""
    most = max((each.number for each in bars), default=0) or 1
    drawn = [
        Drawn(each, _cut(each.name), at * ROW, round(LENGTH * each.number / most, 1))
        for at, each in enumerate(bars)
    ]
    return Chart(title, drawn, NAMES + LENGTH + NUMBERS, max(1, len(bars)) * ROW)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
