"""Sheets with pages one above the other: two, or four of which two stand side by side. Each half is
looked at as a page of its own; what stands side by side is parted as on any sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from extractors.paper.glyphs import Glyph
from extractors.paper.rules import Rule
from extractors.pdf.sheets import Contents

FOLD: Final = 6.0  # points on each side of the fold that nothing is printed on
SMALLEST: Final = 1.25  # scale from which pages are small enough to be several on a sheet


def parted(held: Sequence[Contents]) -> list[Contents]:
    """The pages, each as its upper and its lower half where every sheet has pages in both: what is
    printed small keeps clear of the middle throughout."""
    printed = [one for one in held if not one.is_picture and one.glyphs]
    if not printed or not all(map(_is_free, printed)):
        return list(held)
    both = [one for one in printed if all(_halves(one))]
    if len(both) < max(1, len(printed) - 1):  # the last sheet may end with its upper half
        return list(held)
    return [half for one in held for half in ([one] if one.is_picture else _parts(one))]


def _is_free(held: Contents) -> bool:
    """Whether a sheet that stands is printed small, and has nothing across its middle."""
    width, height = held.turn.size
    middle = height / 2
    return (
        held.turn.scale >= SMALLEST
        and height > width
        and not any(rule.start < middle < rule.end for rule in held.drawn.down)
        and not any(
            glyph.top - FOLD < middle < glyph.bottom + FOLD
            for glyph in held.glyphs
            if glyph.text.strip()
        )
    )


def _halves(held: Contents) -> tuple[list[Glyph], list[Glyph]]:
    middle = held.turn.size[1] / 2
    upper = [glyph for glyph in held.glyphs if glyph.base < middle]
    return upper, [glyph for glyph in held.glyphs if glyph.base >= middle]


def _parts(held: Contents) -> Iterable[Contents]:
    """The halves that something stands on, the lower one moved to where a page begins."""
    width, height = held.turn.size
    middle = height / 2
    for glyphs, top in zip(_halves(held), (0.0, middle), strict=True):
        if not glyphs:
            continue
        drawn = held.drawn._replace(
            across=[
                rule._replace(at=rule.at - top)
                for rule in held.drawn.across
                if top <= rule.at < top + middle
            ],
            down=[
                Rule(rule.at, rule.start - top, rule.end - top)
                for rule in held.drawn.down
                if top <= rule.start < top + middle
            ],
        )
        yield held._replace(
            glyphs=[
                glyph._replace(
                    top=glyph.top - top, bottom=glyph.bottom - top, base=glyph.base - top
                )
                for glyph in glyphs
            ],
            drawn=drawn,
            turn=held.turn._replace(part=(0.0, top, width, top + middle)),
        )
