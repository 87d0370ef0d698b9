"""Answers as wide as their table that a page tore between two paragraphs.

Nothing on paper tells such a rest from a row of its own. What no label claims right behind a page's
end belongs to the answer before it; it is doubted, since a foreign row may stand there too.
"""

from __future__ import annotations

from extractors.items import Item, Sheet
from extractors.match import Match

REST = 0.8  # how sure it is that a row is the rest of the one above


def join_torn(sheet: Sheet, match: Match) -> None:
    """Gives the paragraphs of such rests to the items that they go on from, in place."""
    for rest in sheet.items:
        if not rest.text or _page(rest) < 2:
            continue
        item = sheet.above(rest)
        if item is None or {item.index, rest.index} & match.claimed.keys():
            continue
        alone = len(sheet.row_of(item)) == len(sheet.row_of(rest)) == 1
        if alone and abs(item.x1 - rest.x1) < 3.0 and _page(rest) == _page(item) + 1 > 1:
            item.paragraphs += tuple(
                paragraph._replace(
                    lines=tuple(
                        line._replace(confidence=min(line.confidence, REST))
                        for line in paragraph.lines
                    )
                )
                for paragraph in rest.paragraphs
            )
            item.text = "\n".join(paragraph.text for paragraph in item.paragraphs)
            rest.paragraphs, rest.text, rest.words, rest.key = (), "", "", ""


def _page(item: Item) -> int:
    """The page that an item stands on; 0 where there is no paper."""
    lines = item.paragraphs[0].lines if item.paragraphs else ()
    return lines[0].page if lines else 0
