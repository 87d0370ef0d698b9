"""Tables that go on behind a page's end under words that say so: `续表`, `揭榜任务基本信息（续）`.

Such a row is no title of a new block, and such a cell no label of a new group: what stands below
them goes on as if they weren't there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.foreign import says_it_goes_on
from extractors.items import LABEL_LENGTH
from extractors.page import Page, Table
from extractors.pattern import Pattern
from extractors.wording import key

_AGAIN = re.compile(r"(.{2,})[(（]\s*(?:续[表页]?|[接续]上[表页]|续前[表页])\s*[)）]", re.DOTALL)


def going_on(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page without what only says that a table goes on; the page itself where nothing does."""
    ahead = (*page.blocks, None)[1:]
    blocks = [
        _going_on(block, patterns) if isinstance(block, Table) else block
        for block, after in zip(page.blocks, ahead, strict=True)
        if isinstance(block, Table)
        or not (isinstance(after, Table) and _is_title_again(block.text, patterns))
    ]
    return page.with_blocks(blocks)


def _going_on(table: Table, patterns: Sequence[Pattern]) -> Table:
    texts = table.texts
    if "续" not in "".join(texts):
        return table
    filled = Counter(
        cell.row for cell, text in zip(table.cells, texts, strict=True) if text.strip()
    )
    kept = tuple(
        cell
        for cell, text in zip(table.cells, texts, strict=True)
        if not _is_title_again(text, patterns)
        and not (filled[cell.row] == 1 and says_it_goes_on(text))
    )
    return table if len(kept) == len(table.cells) else replace(table, cells=kept)


def _is_title_again(text: str, patterns: Sequence[Pattern]) -> bool:
    """Whether a text is a label or a title of the form with words behind it that say that it goes
    on."""
    again = _AGAIN.fullmatch(text.strip()) if "续" in text and len(text) <= LABEL_LENGTH else None
    return again is not None and any(key(again[1]) in pattern.lookup for pattern in patterns)
