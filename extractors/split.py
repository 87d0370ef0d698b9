"""A document with several forms in it: where each begins.

A form begins again where most of its wordings that stand once in it come a second time. Blocks
before the first form belong to it, so that what stands there is named as unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median_low

from extractors.page import Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key

LONGEST = 60  # characters of what might be a label
_ENOUGH = 0.5  # share of a form's single wordings that show that the form is there


def split(page: Page, patterns: Sequence[Pattern]) -> list[Page]:
    """The page cut where each form in it begins; the page itself where there is at most one."""
    blocks_of: dict[str, set[int]] = {}
    wanted = _wanted(tuple(patterns))
    for number, block in enumerate(page.blocks):
        for word in wanted.intersection(_words(block)):
            blocks_of.setdefault(word, set()).add(number)
    starts: set[int] = set()
    for pattern in patterns:
        starts.update(_starts(pattern, blocks_of))
    cuts = sorted({_title(page, start, patterns) for start in starts})
    if len(cuts) < 2:
        return [page]
    cuts[0] = 0
    ends = [*cuts[1:], len(page.blocks)]
    return [
        replace(page, blocks=page.blocks[start:end], fields=())
        for start, end in zip(cuts, ends, strict=True)
    ]


def _words(block: Paragraph | Table) -> list[str]:
    """Keys of what might be labels in a top-level block, and of what stands before a colon."""
    if isinstance(block, Table):
        pairs = zip(block.texts, block.keys, strict=True)
        return [word for text, word in pairs if len(text) <= LONGEST]
    texts = (block.text, block.text.split("：")[0].split(":")[0])
    return [key(text) for text in texts if len(text) <= LONGEST]


_Anchor = list[set[str]]  # words of which a block must hold one of each set


@lru_cache(maxsize=16)
def _anchors(pattern: Pattern) -> list[_Anchor]:
    """The wordings that stand once in the form, each with all its spellings; a list's heads are one
    wording, since single heads are found in every form."""
    single: list[_Anchor] = []
    for state in pattern.states:
        if state.loop is not None or state.kind == "rename":
            continue
        if state.heads:
            single.append([set(head.keys) for head in state.heads])
            continue
        own = {
            word
            for word in state.keys
            if len(word) >= 4 and all(s == state.index for s, _ in pattern.lookup[word])
        }
        if own and (state.holes or state.kind == "cell"):
            single.append([own])
    return single


@lru_cache(maxsize=16)
def _wanted(patterns: tuple[Pattern, ...]) -> frozenset[str]:
    """The words of all anchors of some forms."""
    anchors = (anchor for pattern in patterns for anchor in _anchors(pattern))
    return frozenset(word for anchor in anchors for words in anchor for word in words)


def _starts(pattern: Pattern, blocks_of: Mapping[str, set[int]]) -> list[int]:
    anchors = _anchors(pattern)
    found = [place for anchor in anchors if (place := _places(anchor, blocks_of))]
    if len(found) <= _ENOUGH * len(anchors):
        return []
    copies = median_low(len(place) for place in found)
    full = [place for place in found if len(place) == copies]
    return [min(place[copy] for place in full) for copy in range(copies)]


def _places(anchor: _Anchor, blocks_of: Mapping[str, set[int]]) -> list[int]:
    """The blocks that hold a word of each set of an anchor."""
    of_each: list[set[int]] = []
    for words in anchor:
        found = [blocks_of[word] for word in words if word in blocks_of]
        if not found:
            return []
        of_each.append(found[0].union(*found[1:]))
    return sorted(of_each[0].intersection(*of_each[1:]))


def _title_words(pattern: Pattern) -> Iterator[str]:
    """Keys of the lines that stand before a form's tables."""
    for state in pattern.states:
        if state.kind != "line":
            return
        yield from state.keys


def _title(page: Page, start: int, patterns: Iterable[Pattern]) -> int:
    """The first of the form's title lines that stand directly before its first label."""
    titles = {word for pattern in patterns for word in _title_words(pattern)}
    first = start
    for at in range(start - 1, -1, -1):
        block = page.blocks[at]
        if isinstance(block, Table):
            break
        word = key(block.text)
        if word and word not in titles and key(block.text.split("：")[0]) not in titles:
            break
        if word:
            first = at
    return first
