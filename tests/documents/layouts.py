"""The layouts in which 附件1 is typed anew: every switch, named combinations, random ones."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args, get_type_hints

from tests.documents.values import DATES, TICKS


@dataclass(frozen=True, slots=True)
class Layout:
    """How one office types the form."""

    tables: Literal["section", "one", "row"] = "section"
    cover: Literal["lines", "underlined", "table"] = "lines"
    groups: Literal["merged", "repeated", "none", "above", "joined"] = "merged"
    pairs: Literal["beside", "below", "inside", "single"] = "beside"
    narrow: bool = False  # narrow label columns
    ticks: str = "boxes"
    dates: str = "printed"
    units: Literal["printed", "again", "label"] = "printed"
    thousands: bool = False
    wide_digits: bool = False
    notes: Literal["footnotes", "superscript", "characters", "none"] = "none"
    prompts: Literal["dropped", "kept"] = "dropped"
    unused: Literal["printed", "written", "deleted"] = "printed"
    numbers: bool = True  # the column 序号
    broken: int = 0  # a list goes on in a new table after so many rows, 0: never
    heads_again: bool = True  # and repeats its heads there
    least: int = 1  # rows of a list, filled or not
    spare: int = 0  # empty numbered rows and a row of dots behind each list
    narrative: Literal["paragraphs", "cells", "numbered", "headings"] = "paragraphs"
    ordinals: Literal["han", "digits", "alike"] = "han"
    industry: Literal["printed", "bare", "colon", "han"] = "printed"
    indent: bool = False
    years: Literal["up", "down"] = "up"
    finances: Literal["columns", "rows"] = "columns"  # a column or a row a year
    lists: Literal["rows", "nested"] = "rows"  # nested: a table in a cell
    joiner: Literal["、", "，", "；", "\n"] = "、"  # between the items of a cell of 附件2
    blanks: bool = False  # answers stand in underscores
    controls: Literal["none", "runs", "cells"] = "none"


LAYOUTS: Final[dict[str, Layout]] = {
    "plain": Layout(),
    "one-table": Layout(
        tables="one",
        cover="table",
        narrow=True,
        ticks="filled",
        dates="iso",
        units="again",
        notes="superscript",
        unused="deleted",
        narrative="cells",
        industry="bare",
    ),
    "unmerged": Layout(
        groups="repeated",
        ticks="brackets",
        dates="dots",
        units="label",
        thousands=True,
        notes="characters",
        prompts="kept",
        unused="written",
        broken=8,
        indent=True,
    ),
    "row-tables": Layout(
        tables="row",
        cover="underlined",
        ticks="symbols",
        dates="spaced",
        notes="footnotes",
        spare=2,
        narrative="headings",
        industry="colon",
        years="down",
    ),
    "no-groups": Layout(
        groups="none",
        ticks="after",
        dates="han",
        wide_digits=True,
        unused="deleted",
        numbers=False,
        narrative="numbered",
    ),
    "groups-above": Layout(
        groups="above",
        ticks="crosses",
        dates="slashes",
        units="again",
        broken=10,
        heads_again=False,
        industry="han",
        narrow=True,
    ),
    "below": Layout(
        pairs="below",
        ticks="controls",
        dates="padded",
        notes="footnotes",
        prompts="kept",
        unused="written",
        blanks=True,
    ),
    "inside": Layout(
        pairs="inside",
        groups="above",
        ticks="full-brackets",
        dates="compact",
        units="label",
        unused="deleted",
        narrative="cells",
        ordinals="digits",
    ),
    "joined": Layout(
        groups="joined",
        pairs="single",
        ticks="survivors",
        dates="full-width",
        unused="deleted",
        spare=1,
        industry="colon",
    ),
    "alike": Layout(
        ordinals="alike",
        ticks="form-fields",
        notes="superscript",
        prompts="kept",
        unused="deleted",
        controls="cells",
    ),
    "typed-ticks": Layout(
        groups="repeated",
        pairs="beside",
        ticks="after-brackets",
        controls="runs",
        tables="one",
        years="down",
        indent=True,
        thousands=True,
        joiner="\n",
    ),
    "turned": Layout(
        finances="rows",
        lists="nested",
        ticks="heavy",
        notes="characters",
        numbers=False,
        unused="written",
        prompts="kept",
        joiner="，",
        narrative="headings",
    ),
}


def random_layout(rng: random.Random) -> Layout:
    """Any combination of the switches."""
    hints = get_type_hints(Layout)
    drawn: dict[str, Any] = {
        name: rng.choice(get_args(hint)) for name, hint in hints.items() if get_args(hint)
    }
    flags: dict[str, Any] = {
        name: rng.random() < 0.4 for name, hint in hints.items() if hint is bool
    }
    return replace(
        Layout(),
        **drawn,
        **flags,
        ticks=rng.choice(sorted(TICKS)),
        dates=rng.choice(sorted(DATES)),
        broken=rng.choice((0, 0, 4, 9)),
        spare=rng.choice((0, 1, 3)),
    )
