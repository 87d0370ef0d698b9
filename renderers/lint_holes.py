"""Checks of holes and what else stands in a template: each answer once, labelled, and apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from lxml import etree

from extractors.tags import Value
from renderers.lint_faults import Fault, fault_at
from renderers.survey import Box, Hole, Survey, Trouble, indexed_path
from renderers.word import W, number_of

_CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))


def _troubles(found: Survey) -> Iterator[Fault]:
    """Tags and check boxes that say nothing of the language."""
    for passage in found.passages:
        for piece in passage.pieces:
            if isinstance(piece, Trouble):
                yield fault_at(piece.code, passage, piece.message)


def _out_of_place(found: Survey) -> Iterator[Fault]:
    """Tags in notes and comments, which are not printed, and in text boxes, which are not read."""
    for passage in found.notes:
        if any(not isinstance(piece, str) for piece in passage.pieces):
            yield fault_at(
                "tag-in-note", passage, "notes and comments are not filled; move the tag"
            )
    for passage in found.passages:
        for box in passage.paragraph.iter(W + "txbxContent"):
            if any("{" in (text.text or "") for text in box.iter(W + "t")):
                yield fault_at("tag-in-text-box", passage, "move the tag out of the text box")


def _changes(found: Survey) -> Iterator[Fault]:
    for root, passage in found.parts():
        if next(root.iter(_CHANGES), None) is not None:
            message = "the template has tracked changes; accept or reject them in Word"
            yield Fault("tracked-change", "", passage.part.name, message)


def _numbers(found: Survey) -> Iterator[Fault]:
    """Controls, bookmarks and drawings that have no number, and controls that share one."""
    controls: Counter[str] = Counter()
    for root, _ in found.parts():
        for element in root.iter():
            named = number_of(element)
            if named is None:
                continue
            kind, number = named[0], element.get(named[1], "")
            if not re.fullmatch(r"-?[0-9]{1,10}", number):
                message = f"a {kind} has no number but {number!r}; put it in anew"
                yield Fault("no-number", indexed_path(element), "", message)
            elif kind == "control":
                controls[number] += 1
    for number, count in controls.items():
        if count > 1:
            message = f"{count} content controls have the number {number}; put all but one in anew"
            yield Fault("duplicate-control", "", "", message)


def _neighbours(found: Survey) -> Iterator[Fault]:
    """Two answers with nothing between them, of which no reader knows where one ends."""
    for passage in found.passages:
        before: Value | None = None
        for piece in passage.pieces:
            if isinstance(piece, Value) and not piece.is_hint:
                if before and before.path != piece.path and not piece.filter("after"):
                    message = (
                        f"{before.path} and {piece.path} print with nothing between them; "
                        "put wording there, or print the second with after(…)"
                    )
                    yield fault_at("no-separator", passage, message)
                before = piece
            elif not isinstance(piece, Value) and not (
                isinstance(piece, str) and not piece.strip()
            ):
                before = None


def _duplicates(found: Survey) -> Iterator[Fault]:
    """Answers asked for twice; which of two different ones counts could not be known."""
    first: dict[tuple[str, str], Hole] = {}
    for hole in found.holes:
        if hole.is_hint or hole.is_ordinal:
            continue
        option = hole.piece.option if isinstance(hole.piece, Box) else ""
        other = first.setdefault((hole.path, option), hole)
        if other is not hole:
            what = f"{hole.path}={option}" if option else hole.path
            message = f"{what} stands at {other.passage.place} already; take one out"
            yield fault_at("duplicate-hole", hole.passage, message)


def _hints(found: Survey) -> Iterator[Fault]:
    """Hints away from the answer that they give way to. That of a list may stand in its heading."""
    answers = {(hole.path, hole.passage.here) for hole in found.holes if not hole.is_hint}
    lists = {path for _, path, _ in found.block_paths()}
    for hole in found.holes:
        beside = (hole.path, hole.passage.here) in answers or hole.path in lists
        if hole.is_hint and not beside:
            message = f"the hint stands alone; put {{{{ {hole.path} }}}} beside it"
            yield fault_at("hint-alone", hole.passage, message)


def _labels(found: Survey) -> Iterator[Fault]:
    """Holes that no wording stands before, so that nothing tells them apart on a page."""
    rows: dict[etree._Element | None, bool] = defaultdict(bool)
    for passage in found.passages:
        rows[passage.row] |= bool(passage.wording)
    holes = {hole.passage: hole for hole in found.holes if _needs_label(hole)}
    unlabelled = True
    for passage in found.passages:
        hole = holes.get(passage)
        alone = unlabelled and not passage.wording
        if hole and alone and not (passage.row is not None and rows[passage.row]):
            message = f"nothing says what {hole.path} is; print a label or heading before it"
            yield fault_at("no-label", passage, message)
        if hole or passage.wording:
            unlabelled = not passage.wording


def _needs_label(hole: Hole) -> bool:
    in_loop = hole.path.endswith("*") or ".*." in hole.path
    labelled = isinstance(hole.piece, Value) and hole.piece.filter("label")
    return not (hole.is_hint or hole.is_ordinal or in_loop or labelled)


HOLE_CHECKS = (
    _troubles,
    _out_of_place,
    _changes,
    _numbers,
    _neighbours,
    _duplicates,
    _hints,
    _labels,
)
