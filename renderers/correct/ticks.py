"""Ticks set in the way that the document sets them: check box controls, old form fields, signs of
symbol fonts, letters set in one, typed characters in brackets or bare.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from lxml import etree

from extractors.docx.body_xml import W_R
from extractors.docx.controls_xml import (
    W14_CHECKBOX,
    W14_CHECKED,
    W14_CHECKED_STATE,
    W14_UNCHECKED_STATE,
    W14_VAL,
    W_SDT_PR,
)
from extractors.docx.fields_xml import W_CHECK_BOX, W_CHECKED
from extractors.docx.look_xml import read_look
from extractors.docx.names import NAMESPACES, W_VAL, full
from extractors.docx.runs_xml import W_CHAR, W_FONT, W_R_PR, W_T
from extractors.docx.symbols import symbol, symbol_font
from extractors.docx.trace import Traced
from extractors.items import Slice
from extractors.places import Place
from extractors.ticks import Box, Layout, lay_out_choice
from renderers.correct.draft import Draft
from renderers.correct.refusal import Unplaceable
from renderers.correct.runs import New

W_SYM: Final = full("w:sym")
W_FLD_CHAR: Final = full("w:fldChar")
W14_FONT: Final = f"{{{NAMESPACES['w14']}}}font"
_DATA: Final = json.loads(files(__package__).joinpath("ticks.json").read_text("utf-8"))
_OPTION_GONE = "the option {option} isn't in the document any more"
_DRAWN = "its box is drawn in a way that can't be changed"

Style = dict[bool, str]  # ticked or empty → how a typed box of that state is written


class Ticker:
    """Sets the boxes of one document."""

    def __init__(self, draft: Draft, places: Iterable[Place]) -> None:
        self._draft = draft
        self._typed: Counter[tuple[bool, bool, str]] = Counter()  # in brackets, ticked, as written
        self._coded: Counter[tuple[str, bool, str]] = Counter()  # font, ticked, code
        for place in places:
            if place.hole.kind == "ticks" and place.region:
                self._learn(place)

    def write(self, place: Place, value: Any) -> None:
        """Has a choice's boxes say a value: an option or None, several, or true and false."""
        options = place.hole.options
        wanted = _wanted(value, options)
        layout = lay_out_choice(place.region, options)
        if not layout.boxes:
            self._write_words(place, layout, wanted)
            return
        for option in options:
            boxes = layout.of(option)
            if option in wanted and not any(box.ticked for box in boxes):
                if boxes:
                    self._set(place, layout, boxes[0], True)
                else:
                    self._put(place, layout, option)
            elif option not in wanted:
                for box in boxes:
                    if box.ticked:
                        self._set(place, layout, box, False)

    # what the document does

    def _learn(self, place: Place) -> None:
        layout = lay_out_choice(place.region, place.hole.options)
        for box in layout.boxes:
            piece = _slice_of(place.region, box.start, box.end)
            traced = self._draft.traced(piece)
            coded = _coded(traced, piece)
            if coded is not None:
                self._coded[coded[0], box.ticked, coded[1]] += 1
            elif not _offsets(traced, piece):
                self._typed[len(piece.text) > 1, box.ticked, piece.text] += 1

    def _as_typed(self, box: str, ticked: bool) -> str | None:
        """How the document writes a typed box of that state, in brackets or bare like another;
        None for an empty box where it writes none."""
        bracketed = len(box) > 1
        known = [
            (count, text)
            for (own, state, text), count in self._typed.items()
            if own == bracketed and state == ticked
        ]
        if known:
            return max(known)[1]
        if bracketed:
            return box[0] + ("√" if ticked else " ") + box[-1]
        if not ticked and not any(not state for _, state, _ in self._typed):
            return None
        return str(_DATA["ticked" if ticked else "empty"].get(box, "☑" if ticked else "□"))

    def _code(self, font: str, ticked: bool) -> str:
        known = [
            (count, code)
            for (own, state, code), count in self._coded.items()
            if own == font and state == ticked
        ]
        if known:
            return max(known)[1]
        return str(_table(font)["ticked" if ticked else "empty"])

    # setting a box

    def _set(self, place: Place, layout: Layout, box: Box, ticked: bool) -> None:
        piece = _slice_of(place.region, box.start, box.end)
        traced = self._draft.traced(piece)
        marked = _offsets(traced, piece)
        if not marked:
            text = self._as_typed(piece.text, ticked)
            self._draft.replace(piece, New(text or ""))
            return
        at = marked[0]
        own = Slice(piece.paragraph, at, at + 1)
        source = next((s for s in traced.sources if s.start <= at < s.end), None)
        element = source.element if source else None
        if traced.controls[at]:
            self._set_control(own, element, traced.controls[at], ticked)
        elif element is not None and element.tag == W_FLD_CHAR:
            self._set_field(element, ticked)
        elif (coded := _coded(traced, own)) is not None:
            self._set_code(own, element, coded[0], self._code(coded[0], ticked))
        else:
            raise Unplaceable(_DRAWN)

    def _set_code(self, piece: Slice, element: Any, font: str, code: str) -> None:
        """A sign of a symbol font: `w:sym`, or a letter in a run of that font."""
        if element.tag == W_SYM:
            markup = self._draft.markup
            name = element.get(W_FONT, font)
            old = element.get(W_CHAR, "")
            prefix = old[:-2] if len(old) == 4 and len(code) == 2 else ""
            sign = markup.element("sym", font=name, char=f"{prefix}{code}")
            self._draft.replace(piece, New("", sign))
        else:
            self._draft.replace(piece, New(chr(int(code, 16))))

    def _set_control(
        self, piece: Slice, element: Any, controls: tuple[etree._Element, ...], ticked: bool
    ) -> None:
        for control in controls:
            for checkbox in control.iter(W14_CHECKBOX):
                if next(checkbox.iterancestors(W_SDT_PR)).getparent() is control:
                    self._check(checkbox, ticked)
        if element is None:
            return  # a control without a glyph shows its state
        checkbox = next(controls[0].iter(W14_CHECKBOX))
        code, font = _state(checkbox, ticked)
        other = _state(checkbox, not ticked)[1]
        if symbol_font(font):
            sign = self._draft.markup.element(
                "sym", font=font, char=f"F0{int(code, 16) & 0xFF:02X}"
            )
            self._draft.replace(piece, New("", sign))
        else:
            new = New(chr(int(code, 16)), font=font if font and font != other else None)
            self._draft.replace(piece, new)

    def _check(self, checkbox: etree._Element, ticked: bool) -> None:
        """Sets `w14:checked`: a state, which can't be tracked."""
        raw = self._draft.source.raw(checkbox).decode()
        prefix = raw[1 : raw.index(":")]
        checked = next(checkbox.iterchildren(W14_CHECKED), None)
        xml = f'<{prefix}:checked {prefix}:val="{int(ticked)}"/>'
        if checked is not None:
            span = self._draft.source.span(checked)
            self._draft.splice(span.start, span.end, xml)
            return
        span = self._draft.source.span(checkbox)
        if span.is_closed:
            self._draft.splice(
                span.start, span.end, f"<{prefix}:checkbox>{xml}</{prefix}:checkbox>"
            )
        else:
            self._draft.splice(span.inner, span.inner, xml)

    def _set_field(self, element: etree._Element, ticked: bool) -> None:
        """An old form field says its state in its data; it can't be tracked either."""
        box = next(element.iter(W_CHECK_BOX), None)
        if box is None:
            raise Unplaceable(_DRAWN)
        xml = self._draft.markup.element("checked", val=str(int(ticked)))
        checked = next(box.iterchildren(W_CHECKED), None)
        span = self._draft.source.span(box if checked is None else checked)
        if checked is not None:
            self._draft.splice(span.start, span.end, xml)
        elif span.is_closed:
            self._draft.splice(span.start, span.end, self._draft.markup.element("checkBox", xml))
        else:
            self._draft.splice(span.close, span.close, xml)

    # options without a box

    def _put(self, place: Place, layout: Layout, option: str) -> None:
        """Puts a tick beside an option without a box, on the side where the others have theirs."""
        if option not in layout.spots:
            raise Unplaceable(_OPTION_GONE.format(option=option))
        start, end = layout.spots[option]
        model = layout.boxes[0]
        text = self._as_typed(layout.text[model.start : model.end], True) or "☑"
        owner = layout.owners[0]
        behind = owner is not None and layout.spots[owner][0] < model.start
        at = end if behind else start
        piece = _slice_of(place.region, at, at)
        self._draft.replace(piece, New(text))

    def _write_words(self, place: Place, layout: Layout, wanted: tuple[str, ...]) -> None:
        """A choice without boxes: the options meant are left, the others were deleted; or nothing
        stands there."""
        spots = sorted(layout.spots.values())
        if len(spots) == len(place.hole.options):  # none is chosen yet
            for option in wanted:
                start = layout.spots[option][0]
                self._draft.replace(_slice_of(place.region, start, start), New("☑"))
            return
        text = "、".join(wanted)
        if spots:
            lines = {layout.text.count("\n", 0, end) for _, end in spots}
            if len(lines) > 1:
                raise Unplaceable(_DRAWN)
            self._draft.replace(_slice_of(place.region, spots[0][0], spots[-1][1]), New(text))
        elif not layout.text.strip() and place.region:
            first = place.region[0]
            boxes = "  ".join(f"☑{option}" for option in wanted)
            self._draft.replace(
                Slice(first.paragraph, first.start, first.start), New(boxes), fresh=True
            )
        else:
            raise Unplaceable(_DRAWN)


def _wanted(value: Any, options: tuple[str, ...]) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        if len(options) == 1:
            return options if value else ()
        return tuple(option for option in options if (option == "否") != value)
    return tuple(value) if isinstance(value, list) else (value,)


def _slice_of(pieces: tuple[Slice, ...], start: int, end: int) -> Slice:
    """A stretch of a choice's text as a slice of its paragraph."""
    base = 0
    for piece in pieces:
        length = piece.end - piece.start
        if base <= start and end <= base + length:
            return Slice(piece.paragraph, piece.start + start - base, piece.start + end - base)
        base += length + 1
    raise Unplaceable(_DRAWN)


def _offsets(traced: Traced, piece: Slice) -> list[int]:
    """Offsets of the boxes in a slice that the document marks as boxes."""
    return [at for at in range(piece.start, piece.end) if at in traced.controls]


def _coded(traced: Traced, piece: Slice) -> tuple[str, str] | None:
    """The symbol font and the code of a sign; None for what is none."""
    for shown in traced.sources:
        if shown.start <= piece.start < shown.end and shown.element is not None:
            element = shown.element
            if element.tag == W_SYM:
                font = symbol_font(element.get(W_FONT, ""))
                return (font, element.get(W_CHAR, "")[-2:].upper()) if font else None
            if element.tag == W_T and not traced.controls.get(piece.start):
                run = next(element.iterancestors(W_R))
                look = read_look(next(run.iterchildren(W_R_PR), None))
                letter = (element.text or "")[shown.offset + piece.start - shown.start :][:1]
                if look.font and letter and symbol(look.font, ord(letter)):
                    return look.font, f"{ord(letter):02X}"
    return None


def _table(font: str) -> dict[str, str]:
    """The codes of a symbol font by its key."""
    return next(codes for name, codes in _DATA["codes"].items() if name.lower() == font)


def _state(checkbox: etree._Element, ticked: bool) -> tuple[str, str]:
    """The code and the font with which a check box control shows a state."""
    tag = W14_CHECKED_STATE if ticked else W14_UNCHECKED_STATE
    state = next(checkbox.iterchildren(tag), None)
    default = "2612" if ticked else "2610"
    if state is None:
        return default, ""
    code = state.get(W14_VAL) or state.get(W_VAL) or default
    return code if re.fullmatch(r"[0-9A-Fa-f]{2,6}", code) else default, state.get(W14_FONT, "")
