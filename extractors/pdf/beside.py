"""Text that runs another way than the page's, outside of all tables: `装订线` along the binding, a
number stamped on the side. Among the page's lines its letters would be put into them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.page import Box
from extractors.paper.glyphs import Turn
from extractors.paper.grid import grids
from extractors.pdf.glyphs import ASLANT, Run
from extractors.pdf.graphics import Graphics

MOST: Final = 60  # characters: more are a part of the page that was turned


def without_beside(
    found: Sequence[Run], turn: Turn, drawn: Graphics
) -> tuple[list[Run], tuple[str, ...]]:
    """The runs without those, and what they say, each wording once."""
    turned = [run for run in found if run.vertical or run.quarters not in (turn.quarters, ASLANT)]
    if not turned:
        return list(found), ()
    tables = [grid.box for grid in grids(drawn.across, drawn.down) if len(grid.cells) > 1]
    beside = {
        id(run): run.text
        for run in turned
        if not any(_holds(table, turn.upright(run.span["bbox"])) for table in tables)
    }
    if sum(map(len, beside.values())) > MOST:
        return list(found), ()
    said = dict.fromkeys(text for text in beside.values() if text)
    return [run for run in found if id(run) not in beside], tuple(said)


def _holds(table: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return table[0] <= x <= table[2] and table[1] <= y <= table[3]
