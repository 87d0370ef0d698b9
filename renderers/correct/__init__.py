"""Corrections written back into the submitter's own Word file, where the answers stand.

    correct(document, {"applicant.name": "…"})   # → bytes of the corrected file

Only the bytes that change differ; every other part of the package is copied raw. What was written
is read again before it is handed out, so that a wrong file never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from extractors.docx import read
from extractors.extract import read_forms
from extractors.items import Slice
from extractors.limits import Unreadable
from extractors.places import FormPlaces
from forms.registry import Record
from renderers.correct.changes import Difference, changed, differences, knows
from renderers.correct.draft import Draft
from renderers.correct.opening import Byline, open_document
from renderers.correct.refusal import NO_PLACE, WRITTEN_TWICE, Refused, Unplaceable, Unwritable
from renderers.correct.repack import repacked
from renderers.correct.rows import Lists
from renderers.correct.texts import write_text
from renderers.correct.ticks import Ticker

__all__ = ["Refused", "Unwritable", "correct"]

READS_OTHERWISE = "written there, it would be read as {value!r}"
NEW_PROBLEM = "written there, it would be read with the problem {code}"


def correct(
    data: bytes,
    changes: Mapping[str, Any],
    *,
    track: bool = False,
    author: str | None = None,
    date: datetime | None = None,
) -> bytes:
    """The Word file with the changes (record path → new value, None to clear) written in place.

    `track` writes them as tracked changes by `author` at `date` (now). No changes give the bytes
    back that came. Raises Refused with the reason of every change that can't be placed,
    InvalidRecord with every value that the form refuses, and Unwritable for a document that can't
    be read.
    """
    document = open_document(data)
    forms = document.forms
    of_forms = _shared_out(forms, changes)
    draft = document.draft(Byline.of(author, date) if track else None)
    expected: list[Record] = []
    reasons: dict[str, str] = {}
    for form, own in zip(forms, of_forms, strict=True):
        expected.append(changed(form.form, form.result["record"], own))
        reasons.update(_write(draft, form, expected[-1]))
    if reasons:
        raise Refused(reasons)
    if expected == [form.result["record"] for form in forms]:
        return data
    try:
        written = repacked(data, {document.name: draft.source.spliced(draft.corrections())})
    except Unplaceable as error:
        raise Refused(dict.fromkeys(changes, str(error))) from error
    _verify(written, forms, expected, changes)
    return written


def _shared_out(forms: list[FormPlaces], changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The changes of each form in the document; raises Refused for those that several have."""
    shared: list[dict[str, Any]] = [{} for _ in forms]
    reasons: dict[str, str] = {}
    for path, value in changes.items():
        able = [at for at, form in enumerate(forms) if len(forms) == 1 or knows(form.form, path)]
        if len(able) == 1:
            shared[able[0]][path] = value
        elif able:
            reasons[path] = "several forms in the document have it"
        else:
            reasons[path] = "is no field of the form"
    if reasons:
        raise Refused(reasons)
    return shared


def _write(draft: Draft, form: FormPlaces, new: Record) -> dict[str, str]:
    """Writes what differs from the form's record; gives the reason of each path that can't be."""
    reasons: dict[str, str] = {}
    found = differences(form.form, form.result["record"], new, form.rows)
    if not found:
        return reasons
    lists, ticker = Lists(draft, form), Ticker(draft, form.places.values())
    like = _prose(form)
    for difference in found:
        try:
            if difference.is_list:
                lists.write(difference)
            else:
                _write_field(draft, form, ticker, difference, like)
        except Unplaceable as error:
            reasons[difference.path] = str(error)
    return reasons


def _write_field(
    draft: Draft, form: FormPlaces, ticker: Ticker, difference: Difference, like: Slice | None
) -> None:
    place = form.places.get(difference.path)
    if place is None:
        raise Unplaceable(NO_PLACE)
    if any("/mc:Choice[" in piece.paragraph.where for piece in place.answer):
        raise Unplaceable(WRITTEN_TWICE)
    if place.hole.kind == "ticks":
        ticker.write(place, difference.new)
    else:
        write_text(draft, place, form.form.codec(place.path), difference.new, like)


def _prose(form: FormPlaces) -> Slice | None:
    """A paragraph of prose below a heading, for another that has none yet."""
    return next(
        (
            place.answer[0]
            for place in form.places.values()
            if place.hole.kind == "prose"
            and place.answer
            and "/w:tbl[" not in place.answer[0].paragraph.where
        ),
        None,
    )


# --- the law ------------------------------------------------------------------------------------


def _verify(
    written: bytes, forms: list[FormPlaces], expected: list[Record], changes: Mapping[str, Any]
) -> None:
    """Reads what was written; raises Refused unless it says the record with the changes, and
    nothing that would have to be looked at more than before."""
    try:
        readings = read_forms(read(written), forms[0].result["source"])
    except Unreadable as error:
        raise Refused(dict.fromkeys(changes, str(error))) from error
    if [reading.form for reading in readings] != [form.form for form in forms]:
        raise Refused(dict.fromkeys(changes, "the document wouldn't be read as the form any more"))
    reasons: dict[str, str] = {}
    for form, record, reading in zip(forms, expected, readings, strict=True):
        for wrong in differences(form.form, record, reading.result["record"], ()):
            reasons[wrong.path] = READS_OTHERWISE.format(value=wrong.new)
        ruled = {(each.code, each.path) for each in form.form.check(record)}
        for path, code in _problems(reading.result) - _problems(form.result):
            if (code, path) not in ruled and not _is_said_of_itself(form, path, code):
                reasons.setdefault(path or next(iter(changes)), NEW_PROBLEM.format(code=code))
    if reasons:
        raise Refused(reasons)


def _is_said_of_itself(form: FormPlaces, path: str, code: str) -> bool:
    """Whether a problem is no sign of a wrong place: that changes are tracked, or that the new
    value is odd by itself."""
    place = form.places.get(path)
    odd = code == "needs-review" and place is not None and not place.doubtful
    return odd or code == "tracked-changes" or _is_of_its_list(form, path, code)


def _is_of_its_list(form: FormPlaces, path: str, code: str) -> bool:
    """Whether a row's problem is one that the rows of its list had before: of a doubtful head."""
    prefix, _, leaf = path.rpartition(".")
    rows = prefix.rpartition(".")[0]
    same = (each for each, known in _problems(form.result) if known == code)
    return rows in form.rows and any(
        each.startswith(f"{rows}.") and each.endswith(f".{leaf}") for each in same
    )


def _problems(result: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(problem["path"], problem["code"]) for problem in result["problems"]}
