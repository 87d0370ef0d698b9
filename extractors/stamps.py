"""Which answer a seal, a signature or a picture stands at, and which places lack their seal.

A form asks for a seal in its words (`(加盖公章)`, `公 章：`), for a signature likewise
(`法定代表人签章:`). On paper both are looked for there; in a Word file nobody expects them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.page import Box, Line, Mark, Spot
from extractors.values import Taken
from forms.problems import Problem
from forms.registry import Form

SEALS: Final = frozenset({"seal", "e-signature"})
SIGNATURES: Final = frozenset({"signature", "personal-seal", "e-signature"})
PICTURES: Final = frozenset({"picture", "embedded-file"})
NEAR: Final = 60.0  # points (21 mm) from the words that ask for a seal
_IN_BODY: Final = re.compile(r"/w:body\[1\]/w:p\[(\d+)\]")
_SEAL: Final = re.compile(r"公\s*章|盖\s*章|印\s*章")
_SIGNATURE: Final = re.compile(r"签\s*[章字名]")

SEAL_MISSING: Final = "第{page}页“{label}”处未见公章，请核对原件；如确未盖章，请补盖。"
SIGNATURE_MISSING: Final = "第{page}页“{label}”处未见签名或签章，请核对原件；如确未签，请补签。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form asks for something: the path it belongs to, and the area on paper."""

    path: str
    spot: Spot


def placed(marks: Sequence[Mark], form: Form, taken: Sequence[Taken]) -> list[Mark]:
    """The marks, each seal, signature and picture with the path of the answer it stands at."""
    places = [*seal_places(form, taken), *signature_places(taken), *_answers(taken)]
    return [_placed(mark, places) if mark.spot else _put(mark, taken) for mark in marks]


def missing(marks: Sequence[Mark], form: Form, taken: Sequence[Taken]) -> list[Problem]:
    """The places without the seal or the signature that the form asks for."""
    problems = [
        _problem("seal-missing", SEAL_MISSING, place, form)
        for place in seal_places(form, taken)
        if not any(mark.kind in SEALS and _distance(mark, place) <= NEAR for mark in marks)
    ]
    said = {answer.path for answer in taken if answer.raw.strip(" _＿\u3000")}
    problems += [
        _problem("signature-missing", SIGNATURE_MISSING, place, form)
        for place in signature_places(taken)
        if place.path not in said
        and not any(mark.kind in SIGNATURES and _distance(mark, place) <= NEAR for mark in marks)
    ]
    return problems


def seal_places(form: Form, taken: Iterable[Taken]) -> list[Place]:
    """Where the form asks for a seal: at an answer whose printed words do, or in a cell that says
    so, which its answers share."""
    found: dict[str, Place] = {}
    for answer in taken:
        asked = bool(getattr(form.codec(answer.path), "stamp", ""))
        around = "".join(piece.text for piece in answer.around)
        shared = bool(_SEAL.search(_SIGNATURE.sub("", around)))
        spot = _spot(answer)
        if spot is not None and (asked or shared):
            path = answer.path if asked else answer.path.rpartition(".")[0]
            found.setdefault(path, Place(path, spot))
    return list(found.values())


def signature_places(taken: Iterable[Taken]) -> list[Place]:
    return [
        Place(answer.path, spot)
        for answer in taken
        if _SIGNATURE.search(answer.hole.before) and (spot := _spot(answer)) is not None
    ]


def _answers(taken: Iterable[Taken]) -> list[Place]:
    return [
        Place(answer.path, spot)
        for answer in taken
        if (spot := _spot(answer)) and answer.raw.strip()
    ]


def _spot(answer: Taken) -> Spot | None:
    """The area on paper that an answer's cell or line takes."""
    pieces = [*answer.around, *answer.slices, *([answer.label] if answer.label else [])]
    lines: list[Line] = [line for piece in pieces for line in piece.paragraph.lines]
    if not lines:
        return None
    page = lines[0].page
    boxes = [line.box for line in lines if line.page == page]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Spot(page, (min(x0), min(y0), max(x1), max(y1)))


def _placed(mark: Mark, places: Sequence[Place]) -> Mark:
    """The mark with the path of the nearest place that may be its own."""
    if mark.kind not in SEALS | SIGNATURES or mark.spot is None:
        return mark
    near = min(places, key=lambda place: _distance(mark, place), default=None)
    if near is None or _distance(mark, near) > NEAR:
        return mark
    return replace(mark, near=near.path)


def _put(mark: Mark, taken: Iterable[Taken]) -> Mark:
    """A picture in a Word file with the path of the answer whose cell it stands in, or under whose
    heading."""
    if mark.kind not in PICTURES:
        return mark
    before: dict[int, str] = {}  # paragraph of the body → the answer that it is of
    for answer in taken:
        for piece in (*answer.around, *answer.slices, *([answer.label] if answer.label else [])):
            where = piece.paragraph.where
            cell = where.rpartition("/w:p[")[0]
            if "/w:tc[" in cell and mark.where.startswith(f"{cell}/"):
                return replace(mark, near=answer.path)
            if (paragraph := _IN_BODY.match(where)) is not None:
                before[int(paragraph[1])] = answer.path if answer.hole.kind == "prose" else ""
    if (own := _IN_BODY.match(mark.where)) is None:
        return mark
    last = max((number for number in before if number <= int(own[1])), default=None)
    return replace(mark, near=before[last]) if last is not None and before[last] else mark


def _distance(mark: Mark, place: Place) -> float:
    """Points between two areas, 0 where they overlap; infinite on different pages."""
    if mark.spot is None or mark.spot.page != place.spot.page:
        return float("inf")
    return _gap(mark.spot.box, place.spot.box)


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    down = max(one[1] - other[3], other[1] - one[3], 0.0)
    return float((across**2 + down**2) ** 0.5)


def _problem(code: str, message: str, place: Place, form: Form) -> Problem:
    label = form.label(place.path)
    return Problem.of(code, place.path, message.format(page=place.spot.page, label=label))
