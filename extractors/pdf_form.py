"""A fillable form of ours read by the names of its fields: they are the paths of the record.

What stands in the fields needs no page to be understood. The page still decides what else was
written on it, and is all there is when the fields were flattened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.decode import CERTAIN, SURE, Decoded
from extractors.page import FormField, Spot
from extractors.widgets import in_chinese, is_on, is_shown, on_state, says_on, shows_another_text
from forms.codecs import Reading
from forms.codecs.choices import YES
from forms.problems import Problem
from forms.registry import Form
from forms.text import squeeze

BY = "pdf-field"

_IS_OURS = 0.9  # share of a document's fields that must be named as answers of the form
_DOUBTFUL = 0.5
_DIFFERS = "此栏显示的内容与其中保存的值不同，已按保存的值读取，请核对。"

_WRITTEN = ("Text", "ComboBox", "ListBox")  # PyMuPDF's names of the kinds of widgets
_TICK_CODECS = ("choice", "yes-no", "tick", "ticks")
_TICKED = ("CheckBox", "RadioButton")
_STATE = re.compile(r"/(?!Off$)(.+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the fields of one path say; several texts where several options are ticked."""

    path: str
    texts: tuple[str, ...]
    spots: tuple[Spot, ...]
    doubted: bool = False  # a field of them shows something else


def fields_of(document: Any) -> tuple[FormField, ...]:
    """The fields of an open PDF (`pymupdf.Document`), in the pages' order."""
    return tuple(field for page in document for field in fields_on(page))


def fields_on(page: Any) -> Iterator[FormField]:
    """The fields of a page of it that are shown."""
    for widget in page.widgets():
        if is_shown(page.parent, widget.xref):
            said = _said(page.parent, widget)
            spot = Spot(page.number + 1, tuple(widget.rect))
            yield FormField(widget.field_name or "", said, spot, _differs(widget, said))


def _differs(widget: Any, said: str) -> bool:
    """Whether a field shows something else than it says, or says it in an old program's bytes."""
    if widget.field_type_string in _TICKED:
        return is_on(widget) != says_on(widget)
    kept = str(widget.field_value or "")
    return bool(said) and (said != kept or shows_another_text(widget, said))


def _said(document: Any, widget: Any) -> str:
    if widget.field_type_string in _WRITTEN:
        return in_chinese(str(widget.field_value or ""))
    if widget.field_type_string not in _TICKED:
        return ""
    # /AS is what the page shows; PyMuPDF takes a state's name that it doesn't expect for Off.
    shown = _STATE.fullmatch(document.xref_get_key(widget.xref, "AS")[1])
    if shown is None and not says_on(widget):
        return ""
    state = shown[1] if shown is not None else on_state(widget)
    options = widget.choice_values or []
    if state.isdecimal() and int(state) < len(options):
        return str(options[int(state)])
    return widget.field_name.partition("=")[2] or YES


def are_of(form: Form, found: Iterable[FormField]) -> bool:
    """Whether fields are named as answers of the form; those of somebody else's PDF are not."""
    paths = {field.name.partition("=")[0] for field in found}
    leaves = set(form.leaves())
    ours = sum(form.pattern(path) in leaves for path in paths)
    return bool(paths) and ours >= _IS_OURS * len(paths)


def prefer(form: Form, found: Sequence[FormField], decoded: Decoded) -> None:
    """Puts what the fields say in the place of what was read at their places on the page, in
    `decoded`; what else stands on the page stays."""
    if not are_of(form, found):
        return
    named = decode(form, answers(found))
    paths = {field.name.partition("=")[0] for field in found}
    misplaced = {path for path in paths if decoded.fields.get(path, {}).get("by") == BY}
    settled = misplaced | named.fields.keys()
    beside = [
        _written_beside(path, decoded, named) for path in named.fields if _is_text(form, path)
    ]
    for path in settled:
        decoded.values.pop(path, None)
        decoded.fields.pop(path, None)
    decoded.problems = [each for each in decoded.problems if each.path not in settled]
    decoded.values.update(named.values)
    decoded.fields.update(named.fields)
    decoded.problems.extend([*named.problems, *filter(None, beside)])


def _is_text(form: Form, path: str) -> bool:
    return form.codec(path).name not in _TICK_CODECS


def _written_beside(path: str, decoded: Decoded, named: Decoded) -> Problem | None:
    """The problem of a page that says more at a field's place than the field does."""
    if path not in decoded.fields:
        return None
    on_page, in_field = (squeeze(each.fields[path]["raw"]) for each in (decoded, named))
    if in_field not in on_page or on_page == in_field:
        return None
    message = f"此栏填写的内容之外，页面上还有文字：“{on_page[:40]}”，未采用，请核对。"
    return Problem.of("unread-text", path, message)


def answers(found: Iterable[FormField]) -> list[Answer]:
    """The answers that the fields give, those that say nothing left out."""
    by_path: dict[str, list[FormField]] = {}
    for entry in found:
        if entry.text:
            by_path.setdefault(entry.name.partition("=")[0], []).append(entry)
    return [
        Answer(
            path,
            tuple(dict.fromkeys(entry.text for entry in same)),
            tuple(entry.spot for entry in same),
            any(entry.doubted for entry in same),
        )
        for path, same in by_path.items()
    ]


def decode(form: Form, given: Iterable[Answer]) -> Decoded:
    """The values of answers by the codecs of their paths, with evidence and problems."""
    decoded = Decoded()
    leaves = set(form.leaves())
    for answer in given:
        if form.pattern(answer.path) in leaves:
            _decode(form, answer, decoded)
    return decoded


def _decode(form: Form, answer: Answer, decoded: Decoded) -> None:
    codec = form.codec(answer.path)
    raw = "、".join(answer.texts)
    if len(answer.texts) > 1 and codec.name != "ticks":
        message = f"只能填写一项，却有：{raw}。请只保留一项。"
        decoded.problems.append(Problem.of("two-ticks", answer.path, message))
        decoded.fields[answer.path] = _evidence(answer, raw, _DOUBTFUL, answer.texts)
        return
    reading = codec.parse(raw)
    for code, message in reading.problems:
        decoded.problems.append(Problem.of(code, answer.path, message))
    if _is_empty(reading):
        return
    certainty = min(reading.certainty, _DOUBTFUL if answer.doubted else 1.0)
    decoded.fields[answer.path] = _evidence(answer, raw, certainty, reading.alternatives)
    if reading.value is not None:
        decoded.values[answer.path] = reading.value
        if certainty < SURE:
            message = _DIFFERS if answer.doubted else "此项识别把握不足，请对照原件核对。"
            decoded.problems.append(Problem.of("needs-review", answer.path, message))


def _is_empty(reading: Reading) -> bool:
    return reading.value is None and not reading.problems and not reading.alternatives


def _evidence(
    answer: Answer, raw: str, certainty: float, alternatives: tuple[Any, ...]
) -> dict[str, Any]:
    places = [
        {"page": spot.page, "box": [round(edge, 1) for edge in spot.box]} for spot in answer.spots
    ]
    entry: dict[str, Any] = {
        "raw": raw,
        "confidence": round(min(certainty, CERTAIN), 3),
        "where": places[0] if len(places) == 1 else places,
        "by": BY,
    }
    return entry | ({"alternatives": list(alternatives)} if alternatives else {})
