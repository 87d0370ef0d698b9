"""Doubts that spread from what had to be looked for to what stands beside it."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from extractors.items import Item, Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern, State
from extractors.repair.stretches import (
    instances,
    loop_of,
)
from extractors.wording import key

FIRM = 0.9  # quality from which a label is worded as the form's own


def doubt_twins(pattern: Pattern, match: Match) -> None:
    """Where one of several labels of the same words (姓名 of two persons) had to be looked for, all
    of them may belong to one another."""
    groups: dict[tuple[object, ...], list[Hit]] = {}
    for hit in match.hits:
        state = pattern.states[hit.state]
        if state.kind == "cell" and state.holes:
            groups.setdefault((state.printed, state.loop, hit.instance), []).append(hit)
    for twins in groups.values():
        if not any(hit.moved or hit.repaired for hit in twins):
            continue
        count = sum(
            state.printed == pattern.states[twins[0].state].printed for state in pattern.states
        )
        if count > 1:
            for hit in twins:
                hit.doubt = "表中有几处同名栏目，其位置与原表不同，请核对是否对应"


def doubt_strays(pattern: Pattern, match: Match) -> None:
    """An answer whose label (姓名) the answers around it have in their block, too, while it is
    missing there: the other person's may have come between them."""
    states = pattern.states
    asked = [hit for hit in match.hits if states[hit.state].kind == "cell"]
    asked = sorted((hit for hit in asked if states[hit.state].fields), key=lambda hit: hit.place)
    found = {(hit.state, hit.instance) for hit in asked}
    blocks = [_block(states[hit.state]) for hit in asked]
    for at, (before, hit, _) in enumerate(zip(asked, asked[1:], asked[2:], strict=False)):
        block = blocks[at]
        if block != blocks[at + 2] or block == blocks[at + 1]:
            continue
        twins = (
            state.index
            for state in states
            if state.fields
            and state.printed == states[hit.state].printed
            and _block(state) == block
        )
        if any((twin, before.instance) not in found for twin in twins):
            hit.doubt = "此栏目位于另一组栏目之中，请核对属于哪一组"


def _block(state: State) -> str:
    """What the answer of a label is a part of: `applicant.contact` of `applicant.contact.name`."""
    return state.fields[0].holes[0].path.rpartition(".")[0]


def doubt_halves(pattern: Pattern, match: Match) -> None:
    """A block without its title that goes on where the one before it ends: heads of somebody else's
    lists within a block look like those of the next."""
    for loop in pattern.loops:
        if loop.parent is not None:
            continue
        blocks: dict[int, list[Hit]] = {}
        within = range(loop.first, loop.last + 1)
        for hit in match.hits:
            if hit.state in within:
                blocks.setdefault(hit.instance[0], []).append(hit)
        for before, block in pairwise(blocks[at] for at in sorted(blocks)):
            if any(hit.state in loop.entries for hit in block):
                continue
            if not _labels(before) & _labels(block):
                for hit in block:
                    hit.doubt = hit.doubt or "此部分没有标题，可能属于上一部分，请核对"


def _labels(hits: list[Hit]) -> set[int]:
    return {hit.state for hit in hits if not hit.heads}


def doubt_lists(pattern: Pattern, match: Match) -> None:
    """Head rows that fit several lists are told apart by order; where a list is missing, order may
    have given the rows of one list to another."""
    lists = {state.index for state in pattern.states if state.heads}
    for (loop, *_), hits in instances(pattern, match).items():
        found = {hit.state for hit in hits}
        expected = {state for state in lists if loop_of(pattern, state) == loop}
        if expected <= found:
            continue
        for hit in hits:
            if hit.rivalled:
                hit.doubt = "几张清单的表头相近，而其中有清单未找到，请核对此清单是否对应"


def doubt_later_heads(match: Match) -> None:
    """A list whose head row stands above it once more, taken by no list: rows may stand between."""
    lists = [hit for hit in match.hits if hit.heads]
    taken = {hit.item for hit in lists}
    for hit in lists:
        for other in match.offered:
            above = other.item < hit.item and other.item not in taken
            if above and other.state == hit.state and other.quality >= hit.quality:
                hit.doubt = hit.doubt or "此清单的表头在上方还有一处，其间的各行可能未读入，请核对"


def doubt_indicators(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """A label beside which applicants name indicators of their own, in words that are like the
    printed ones and more than a slip away from them: `打样周期缩短` may be one of these."""
    groups = {state.group for state in pattern.states if state.kind == "rename"} - {None}
    for hit in match.hits:
        state = pattern.states[hit.state]
        if state.group not in groups or hit.quality >= FIRM or not state.fields:
            continue
        word = key(sheet.items[hit.item].paragraphs[hit.paragraph].text[hit.start : hit.end])
        if all(Levenshtein.distance(word, known) > 1 for known in state.keys):
            hit.doubt = hit.doubt or "此栏目与表中所印的字样不同，可能是自设的指标，请核对"


def doubt_insides(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """An answer that begins with its label's words (`方案简述：以…`) may say them itself: where the
    label may be a cell before it that nothing claims, or other words before it in its cell, or the
    same above it, or where a heading that is printed alone has its text behind it, as hardly
    another one has."""
    headings = [hit for hit in match.hits if pattern.states[hit.state].prose]
    alone = 2 * sum(hit.inline for hit in headings) < len(headings)
    for hit in match.hits:
        state, item = pattern.states[hit.state], sheet.items[hit.item]
        if not hit.inline or state.inline:
            continue
        if state.prose and alone:
            hit.doubt = hit.doubt or "标题与正文写在一段之中，可能是正文自己的话，请核对"
        elif state.fields and item.table >= 0:
            before = next((cell for cell in reversed(sheet.left_of(item)) if cell.key), None)
            if before is not None and before.index not in match.claimed:
                hit.doubt = hit.doubt or "栏目名称与答案写在一格之中，而左边一格另有文字，请核对"
            elif _is_labelled(item, match, hit):
                hit.doubt = hit.doubt or "栏目名称之前另有名称，此处可能是答案自己的话，请核对"
            elif _is_said_above(item, hit) and not _is_asked_again(match, hit):
                hit.doubt = (
                    hit.doubt or "栏目名称在格中出现不止一次，后一次可能是答案自己的话，请核对"
                )


def _is_labelled(item: Item, match: Match, hit: Hit) -> bool:
    """Whether other words with a colon lead to a label, in its line or above it in its cell:
    `拟解决问题：解决痛点问题：`."""
    above = [paragraph.text for paragraph in item.paragraphs[: hit.paragraph]]
    before = [*above, item.paragraphs[hit.paragraph].text[: hit.start]]
    if not any(words.rstrip().endswith((":", "：")) for words in before):
        return False
    return not any(other.item == hit.item and other.place < hit.place for other in match.hits)


def _is_said_above(item: Item, hit: Hit) -> bool:
    """Whether a label's words stand in its cell before it, too."""
    words = item.paragraphs[hit.paragraph].text[hit.start : hit.end].strip()
    return any(words in paragraph.text for paragraph in item.paragraphs[: hit.paragraph])


def _is_asked_again(match: Match, hit: Hit) -> bool:
    """Whether the cell holds several blocks of the form, each with that label."""
    return any(
        other.item == hit.item and other.state == hit.state
        for other in match.hits
        if other is not hit
    )


def doubt_grids(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Blocks of the same labels whose titles stand side by side: a grid that the form hasn't."""
    titles = [hit for hit in match.hits if pattern.states[hit.state].inline and not hit.heads]
    for one, other in pairwise(titles):
        here, there = sheet.items[one.item], sheet.items[other.item]
        if here.table < 0 or (here.table, here.row) != (there.table, there.row):
            continue
        if _follower(pattern, one) != _follower(pattern, other):
            continue
        for hit in match.hits:
            if hit.instance == one.instance and hit.item > other.item and hit.state >= one.state:
                hit.doubt = "两个行业并排填写，与原表版式不同，请核对数值属于哪一行业"


def _follower(pattern: Pattern, hit: Hit) -> str:
    return pattern.states[min(hit.state + 1, len(pattern.states) - 1)].printed
