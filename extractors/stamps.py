"""Which answer a seal, a signature or a picture stands at, and which places lack their seal.

A form asks for a seal in its words (`(加盖公章)`, `公 章：`), for a signature likewise
(`法定代表人签章:`). On paper both are looked for there; in a Word file nobody expects them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.page import Box, Line, Mark, Spot
from extractors.values import Taken
from forms.problems import Problem
from forms.registry import Form

SEALS: Final = frozenset({"seal", "e-signature"})
SIGNATURES: Final = frozenset({"signature", "personal-seal", "e-signature", "handwriting"})
HANDWRITING: Final = "handwriting"  # what stands on paper and is no print
LEGIBLE: Final = 6  # letters round a seal: fewer don't tell whose it is
LIKE: Final = 0.4  # share of its letters by which a name may differ from what was read round a seal
PICTURES: Final = frozenset({"picture", "embedded-file"})
NEAR: Final = 60.0  # points (21 mm) from the words that ask for a seal
_IN_BODY: Final = re.compile(r"/w:body\[1\]/w:p\[(\d+)\]")
_SEAL: Final = re.compile(r"公\s*章|盖\s*章|印\s*章")
_ASKED: Final = re.compile(r"\([^()]*章\)")
_SIGNATURE: Final = re.compile(r"签\s*[章字名]")

SEAL_MISSING: Final = "第{page}页“{label}”处未见公章，请核对原件；如确未盖章，请补盖。"
SEAL_DIFFERS: Final = (
    "第{page}页公章的文字识别为“{seal}”，与此处填写的单位名称不一致，请核对是否盖错印章。"
)
SIGNATURE_MISSING: Final = "第{page}页“{label}”处未见签名或签章，请核对原件；如确未签，请补签。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form asks for something: the path it belongs to, and the area on paper."""

    path: str
    spot: Spot


def placed(marks: Sequence[Mark], form: Form, taken: Sequence[Taken]) -> list[Mark]:
    """The marks, each seal, signature and picture with the path of the answer it stands at; of what
    is written by hand what stands where a signature is asked for, as such."""
    if not marks:
        return []
    signatures = signature_places(taken)
    stamped = seal_places(form, taken)
    own = _assigned(marks, stamped)
    places = [*stamped, *signatures, *_answers(taken)]
    found = []
    for at, mark in enumerate(marks):
        if mark.spot is None:
            found.append(_put(mark, taken))
        elif mark.kind == HANDWRITING:
            near = _nearest(mark, signatures)
            found += [replace(mark, kind="signature", near=near.path)] if near else []
        else:
            found.append(replace(mark, near=own[at].path) if at in own else _placed(mark, places))
    return found


def missing(marks: Sequence[Mark], form: Form, taken: Sequence[Taken]) -> list[Problem]:
    """The places without the seal or the signature that the form asks for, and the seals that say
    another name than the answer that they stand at."""
    places = seal_places(form, taken)
    own = _assigned(marks, places)
    sealed = {place.path for place in own.values()}
    problems = [
        _problem("seal-missing", SEAL_MISSING, place, form)
        for place in places
        if place.path not in sealed
    ]
    said = {answer.path: answer.raw.strip(" _＿\u3000") for answer in taken}
    problems += [
        _problem("signature-missing", SIGNATURE_MISSING, place, form)
        for place in signature_places(taken)
        if not said.get(place.path)
        and not any(mark.kind in SIGNATURES and _distance(mark, place) <= NEAR for mark in marks)
    ]
    names = [said[path] for path in _asking(form, taken) if said.get(path)]
    problems += [
        Problem.of("seal-differs", place.path, SEAL_DIFFERS.format(page=place.spot.page, seal=text))
        for at, place in own.items()
        if (text := marks[at].text) and not _is_named(text, _own_names(place, said, names))
    ]
    return problems


def _assigned(marks: Sequence[Mark], places: Sequence[Place]) -> dict[int, Place]:
    """Index of a seal → the place that it is for: each seal is for one, the nearest that no nearer
    seal is for. A seal on a cover is wider than two of its lines are apart."""
    pairs = sorted(
        (_off(mark, place), at, number)
        for at, mark in enumerate(marks)
        if mark.kind in SEALS
        for number, place in enumerate(places)
        if _distance(mark, place) <= NEAR
    )
    found: dict[int, int] = {}
    for _, at, number in pairs:
        if at not in found and number not in found.values():
            found[at] = number
    return {at: places[number] for at, number in found.items()}


def _off(mark: Mark, place: Place) -> tuple[float, float]:
    """How far a seal's middle is from a place, and, within it, from its middle line."""
    if mark.spot is None:
        return float("inf"), 0.0
    x0, y0, x1, y1 = mark.spot.box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    box = place.spot.box
    return _gap((x, y, x, y), box), abs(y - (box[1] + box[3]) / 2)


def _asking(form: Form, taken: Iterable[Taken]) -> list[str]:
    """The answers that are names of those whose seals a form asks for."""
    return [answer.path for answer in taken if getattr(form.codec(answer.path), "stamp", "")]


def _own_names(place: Place, said: Mapping[str, str], names: Sequence[str]) -> Sequence[str]:
    """The names that a place's seal may say: the answer beside it, else that of any whose seal the
    form asks for."""
    return [said[place.path]] if said.get(place.path) else names


def _is_named(seal: str, names: Sequence[str]) -> bool:
    """Whether words round a seal are one of some names, as far as they can be read; where no name
    is known, none is wrong."""
    from rapidfuzz.distance import Levenshtein

    seal = _letters(seal)
    if not names or len(seal) < LEGIBLE:
        return True
    known = [_letters(name) for name in names]
    return any(
        Levenshtein.distance(seal, name) <= LIKE * max(len(seal), len(name))
        or seal in name
        or (name and name in seal)
        for name in known
    )


def _letters(text: str) -> str:
    """The letters of a name, without what the form prints behind it: `（加盖公章）`."""
    return re.sub(r"\W|_", "", _ASKED.sub("", unicodedata.normalize("NFKC", text)))


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
    if mark.kind not in SEALS | SIGNATURES:
        return mark
    near = _nearest(mark, places)
    return replace(mark, near=near.path) if near else mark


def _nearest(mark: Mark, places: Sequence[Place]) -> Place | None:
    near = min(places, key=lambda place: _distance(mark, place), default=None)
    return near if near is not None and _distance(mark, near) <= NEAR else None


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
