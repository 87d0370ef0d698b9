"""Pages in the order of the form: sorted, doubled ones left out, missing ones named.

Printed page numbers tell the order best; where there are none, the labels on each page do. What was
done is a finding with the page's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from extractors.page import Finding, Leaf, Page
from extractors.pattern import Pattern
from extractors.wording import key

DOUBLED: Final = 60  # characters that tell a page: fewer may stand on another one too
NUMBERED: Final = 0.6  # share of pages whose numbers tell their order
TELLING: Final = 2  # labels on a page that tell its place

MESSAGES: Final = {
    "page-doubled": "第{page}页与第{other}页相同，只读取一次。",
    "page-order": "页序颠倒，已按表单顺序读取（原文件第{page}页排在第{place}位），请核对。",
    "page-missing": "缺少页码为{page}的一页，请补齐。",
}


def in_order(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with its leaves in order; the page itself where they are."""
    if page.rearranged is None or len(page.leaves) < 2 or not patterns:
        return page
    findings: list[Finding] = []
    kept = _without_doubles(page.leaves, findings)
    order = _by_number(kept, patterns) or _by_label(kept, patterns)
    findings += _moved(page.leaves, kept, order)
    findings += _missing([page.leaves[at] for at in order], kept)
    if order != list(range(len(page.leaves))):
        page = page.rearranged(tuple(order))
    return replace(page, findings=(*page.findings, *findings)) if findings else page


def _find(code: str, page: int, **more: int) -> Finding:
    return Finding(code, MESSAGES[code].format(page=page, **more), f"第{page}页")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A leaf that is read, with its place in the file."""

    at: int
    leaf: Leaf


def _without_doubles(leaves: Sequence[Leaf], findings: list[Finding]) -> list[_Kept]:
    """The leaves without those that are there twice: the same text and the same number, or none and
    right behind each other. Blocks left blank look alike, but their numbers differ."""
    kept: list[_Kept] = []
    seen: dict[str, list[_Kept]] = {}
    for at, leaf in enumerate(leaves):
        text = "\n".join(leaf.texts)
        first = next((one for one in seen.get(text, ()) if _is_same(one, at, leaf)), None)
        if first is not None:
            findings.append(_find("page-doubled", leaf.number, other=first.leaf.number))
            continue
        kept.append(_Kept(at, leaf))
        seen.setdefault(text, []).append(kept[-1])
    return kept


def _is_same(one: _Kept, at: int, leaf: Leaf) -> bool:
    """Whether a leaf of the same text is the same page. Of a short text (`六、相关附件：无` at the
    end of each of two forms) both its number and its place must say so."""
    follows = at == one.at + 1
    says_enough = len("\n".join(leaf.texts)) >= DOUBLED
    if one.leaf.printed is None:
        return leaf.printed is None and follows and says_enough
    return leaf.printed == one.leaf.printed and (says_enough or (follows and bool(leaf.texts)))


# --- by the numbers printed on the pages ----------------------------------------------------------


def _by_number(kept: Sequence[_Kept], patterns: Sequence[Pattern]) -> list[int] | None:
    """The order of the printed numbers; None where they don't tell it: too few pages have one, or
    two have the same. A page without a number stays with the page before it, unless its labels say
    that it is the cover."""
    natural = [one.at for one in kept]
    numbers = [one.leaf.printed for one in kept if one.leaf.printed is not None]
    if len(numbers) < NUMBERED * len(kept):
        return None
    if len(set(numbers)) < len(numbers):
        return natural if _count_again(numbers) else None
    first = min(kept, key=lambda one: one.leaf.printed or MOST_PAGES)
    keys: list[tuple[float, int]] = []
    last = -1.0
    for one in kept:
        if one.leaf.printed is not None:
            last = float(one.leaf.printed)
        is_cover = one.leaf.printed is None and _comes_before(one.leaf, first.leaf, patterns)
        keys.append((-1.0 if is_cover else last, one.at))
    return [at for _, at in sorted(keys)]


MOST_PAGES: Final = 100_000


def _count_again(numbers: Sequence[int]) -> bool:
    """Whether numbers rise and begin again, as those of two forms in one file do."""
    return all(one < other or other <= 2 for one, other in pairwise(numbers))


def _comes_before(one: Leaf, other: Leaf, patterns: Sequence[Pattern]) -> bool:
    """Whether the labels say that a page comes before another."""
    for pattern in patterns:
        before, after = _labels(one, pattern), _labels(other, pattern)
        if len(before) >= TELLING and after and max(before) < min(after):
            return True
    return False


def _missing(ordered: Sequence[Leaf], kept: Sequence[_Kept]) -> list[Finding]:
    """Gaps in the printed numbers, where these rise."""
    numbers = [leaf.printed for leaf in ordered if leaf.printed is not None]
    if len(numbers) < NUMBERED * len(kept):
        return []
    return [
        _find("page-missing", number)
        for one, other in pairwise(numbers)
        if one < other <= one + MOST_MISSING
        for number in range(one + 1, other)
    ]


MOST_MISSING: Final = 12  # pages: a larger gap is another numbering


# --- by the labels on the pages -------------------------------------------------------------------


def _by_label(kept: Sequence[_Kept], patterns: Sequence[Pattern]) -> list[int]:
    """The order of the form's labels. Pages whose labels don't tell their place stay behind the
    page before them; nothing is moved unless two pages surely stand the wrong way round."""
    natural = [one.at for one in kept]
    keys: list[tuple[int, int, int]] = []
    forms: list[Pattern] = []
    surely: list[tuple[int, int]] = []
    last = (0, -1)
    for one in kept:
        pattern = max(patterns, key=partial(_share, one.leaf))
        found = _labels(one.leaf, pattern)
        if len(found) >= TELLING:
            if pattern not in forms:
                forms.append(pattern)
            last = (forms.index(pattern), min(found))
            surely.append(last)
        keys.append((*last, one.at))
    if all(before <= after for before, after in pairwise(surely)):
        return natural
    return [at for _, _, at in sorted(keys)]


def _share(leaf: Leaf, pattern: Pattern) -> float:
    """The share of a form's labels that a page shows."""
    return len(set(_labels(leaf, pattern))) / len(pattern.states)


def _labels(leaf: Leaf, pattern: Pattern) -> list[int]:
    """The states that only one place of the form says, among those that the page shows; what stands
    in a block that is repeated counts as the block's beginning."""
    found = []
    for text in leaf.texts:
        states = pattern.lookup.get(key(text), ()) if len(text) <= 60 else ()
        firmly = [state for state, quality in states if quality > 0.95]
        if len(firmly) == 1:
            loop = pattern.states[firmly[0]].loop
            found.append(pattern.loops[loop].first if loop is not None else firmly[0])
    return found


def _moved(leaves: Sequence[Leaf], kept: Sequence[_Kept], order: Sequence[int]) -> list[Finding]:
    """A finding for the first page that was moved; one is enough to have the order looked at."""
    natural = [one.at for one in kept]
    for place, (at, was) in enumerate(zip(order, natural, strict=True), start=1):
        if at != was:
            return [_find("page-order", leaves[at].number, place=place)]
    return []
