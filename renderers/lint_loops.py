"""Checks of loops and conditions: that they close, take nothing along, and leave a sound file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml import etree

from extractors.tags import BLOCK_TAGS, BlockTag, EndFor, EndIf, For, IfNot
from renderers.lint_faults import Fault, fault_at
from renderers.survey import Passage, Survey, Trouble
from renderers.word import W

# What a paragraph or row that a loop takes away may hold besides its tag.
_NOTHING_LOST = {
    W + name
    for name in (
        "p", "pPr", "r", "rPr", "t", "tc", "tcPr", "trPr", "tblPrEx", "proofErr",
        "lastRenderedPageBreak", "bookmarkStart", "bookmarkEnd",
    )
}  # fmt: skip
_PROPERTIES = (W + "pPr", W + "rPr", W + "tcPr", W + "trPr", W + "tblPrEx")
_NEVER_EMPTY = ("paragraphs", "blocks", "rows")


def _balance(found: Survey) -> Iterator[Fault]:
    """Loops that don't close, or close in another place than they open in."""
    opened: list[tuple[For | IfNot, Passage]] = []
    for passage in found.passages:
        for tag in passage.blocks:
            if isinstance(tag, (For, IfNot)):
                opened.append((tag, passage))
            elif not opened:
                yield fault_at(
                    "unbalanced-loop", passage, f"{_shown(tag)} closes nothing; take it out"
                )
            else:
                yield from _mismatch(*opened.pop(), tag, passage)
    for tag, passage in opened:
        message = f"{_shown(tag)} is never closed; add {_shown(_closing(tag))}"
        yield fault_at("unbalanced-loop", passage, message)


def _mismatch(start: For | IfNot, first: Passage, end: BlockTag, last: Passage) -> Iterator[Fault]:
    if end != _closing(start):
        message = (
            f"{_shown(end)} can't close {_shown(start)} of {first.place}; "
            f"write {_shown(_closing(start))}"
        )
        yield fault_at("unbalanced-loop", last, message)
    elif _container(first, start) is not _container(last, end):
        message = f"{_shown(start)} of {first.place} must close in the same cell, or table for rows"
        yield fault_at("unbalanced-loop", last, message)


def _container(passage: Passage, tag: BlockTag) -> etree._Element | None:
    taken = passage.row if tag.scope == "tr" else passage.paragraph
    return None if taken is None else taken.getparent()


def _closing(tag: For | IfNot) -> EndFor | EndIf:
    return EndFor(tag.scope) if isinstance(tag, For) else EndIf(tag.scope)


def _shown(tag: BlockTag) -> str:
    """A block tag as one would write it."""
    match tag:
        case For(scope, variable, path):
            return f"{{%{scope} for {variable} in {path} … %}}"
        case IfNot(scope, path):
            return f"{{%{scope} if not {path} %}}"
        case EndFor(scope):
            return f"{{%{scope} endfor %}}"
        case EndIf(scope):
            return f"{{%{scope} endif %}}"


def _alone(found: Survey) -> Iterator[Fault]:
    """A block tag takes its whole paragraph or row away, so nothing else may stand there."""
    rows: dict[etree._Element, list[Passage]] = defaultdict(list)
    for passage in found.passages:
        if passage.row is not None:
            rows[passage.row].append(passage)
    taken: set[etree._Element] = set()
    for passage in found.passages:
        row, scopes = passage.row, {tag.scope for tag in passage.blocks}
        if "p" in scopes:
            yield from _not_alone(passage, [passage], passage.paragraph, "paragraph")
        elif "tr" in scopes and row is None:
            message = f"{_shown(passage.blocks[0])} stands in no table row; write {{%p"
            yield fault_at("no-row", passage, message)
        elif "tr" in scopes and row is not None and row not in taken:
            taken.add(row)
            yield from _not_alone(passage, rows[row], row, "table row")


def _not_alone(
    passage: Passage, together: list[Passage], taken: etree._Element, what: str
) -> Iterator[Fault]:
    pieces = [piece for other in together for piece in other.pieces]
    tags = [piece for piece in pieces if isinstance(piece, BLOCK_TAGS)]
    words = [piece for piece in pieces if piece not in tags and piece.__class__ is not Trouble]
    if len(tags) > 1:
        yield fault_at("two-tags", passage, f"give each loop tag a {what} of its own")
    elif any(not isinstance(word, str) or word.strip() for word in words) or _would_lose(taken):
        yield fault_at("not-alone", passage, f"the loop takes its {what} away; move the rest of it")


def _would_lose(taken: etree._Element) -> bool:
    """Whether more than empty paragraphs would go: a picture, note, section, or merged cell."""
    if taken.find(f".//{W}sectPr") is not None or _starts_merge(taken):
        return True
    starts = {mark.get(W + "id") for mark in taken.iter(W + "bookmarkStart")}
    if starts != {mark.get(W + "id") for mark in taken.iter(W + "bookmarkEnd")}:
        return True
    return any(element.tag not in _NOTHING_LOST for element in _content(taken))


def _starts_merge(taken: etree._Element) -> bool:
    return any(merge.get(W + "val") == "restart" for merge in taken.iter(W + "vMerge"))


def _content(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        yield child
        if child.tag not in _PROPERTIES:
            yield from _content(child)


def _empty_containers(found: Survey) -> Iterator[Fault]:
    """Cells and headers that a loop would leave without a paragraph, which Word calls damaged."""
    containers: dict[etree._Element, list[Passage]] = defaultdict(list)
    for passage in found.passages:
        container = passage.paragraph.getparent()
        if container is not None and container.tag != W + "body":
            containers[container].append(passage)
    for passages in containers.values():
        if not _always_prints(passages):
            message = "the loop may leave no paragraph here; add | paragraphs or | blocks, or one"
            yield fault_at("empty-cell", passages[0], message)


def _always_prints(passages: Iterable[Passage]) -> bool:
    """Whether at least one paragraph is printed, whatever the record holds."""
    opened: list[For | IfNot] = []
    chosen: set[tuple[type, str]] = set()  # the loops and conditions that alone decide on one
    for passage in passages:
        tags = [tag for tag in passage.blocks if tag.scope == "p"]
        for tag in tags:
            if isinstance(tag, (For, IfNot)):
                opened.append(tag)
            elif opened:
                opened.pop()
        unsure = [tag for tag in opened if not _never_empty(tag)]
        if not tags and not unsure:
            return True
        if not tags and len(unsure) == 1:
            chosen.add((type(unsure[0]), unsure[0].path))
    return any((For, path) in chosen and (IfNot, path) in chosen for _, path in chosen)


def _never_empty(tag: For | IfNot) -> bool:
    return isinstance(tag, For) and tag.filter is not None and tag.filter.name in _NEVER_EMPTY


def _ranges(found: Survey) -> Iterator[Fault]:
    """Notes in loops, which Word wants marked once, and bookmarks that cross a loop's edge."""
    passages = {passage.paragraph: passage for passage in found.passages}
    for root, first in found.parts():
        opened: list[int] = []
        starts: dict[str | None, list[int]] = {}
        passage = first
        for n, element in enumerate(root.iter()):
            if element in passages:
                passage = passages[element]
                for tag in passage.blocks:
                    if isinstance(tag, (For, IfNot)):
                        opened.append(n)
                    elif opened:
                        opened.pop()
            if element.tag == W + "bookmarkStart":
                starts[element.get(W + "id")] = list(opened)
            elif element.tag == W + "bookmarkEnd":
                if starts.get(element.get(W + "id")) != opened:
                    yield fault_at(
                        "crossing-bookmark",
                        passage,
                        "a bookmark crosses the loop's edge; delete it",
                    )
            elif opened and element.tag in (W + "footnoteReference", W + "endnoteReference"):
                message = "a note in a loop would be marked several times; move it before the loop"
                yield fault_at("note-in-loop", passage, message)


LOOP_CHECKS = (_balance, _alone, _empty_containers, _ranges)
