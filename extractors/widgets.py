"""What a form field or an annotation of an open PDF shows, which may be another thing than it says.

A field keeps its value and a drawing of it. A viewer shows the drawing, unless the form asks for
new ones (`NeedAppearances`); programs that write the one and not the other leave two answers.
"""

from __future__ import annotations

from typing import Any, Final

UNSEEN: Final = 2 | 32  # the flags Hidden and NoView (ISO 32000-1, 12.5.3)


def is_shown(document: Any, xref: int) -> bool:
    """Whether an annotation or field is shown: its flags say so, and its layer is on."""
    flags = document.xref_get_key(xref, "F")[1]
    if flags.isdecimal() and int(flags) & UNSEEN:
        return False
    kind, layer = document.xref_get_key(xref, "OC")
    if kind != "xref":
        return True
    known = document.get_ocgs().get(int(layer.split()[0]), {})
    return bool(known.get("on", True))


def shows_another_text(widget: Any, text: str) -> bool:
    """Whether a field's drawing has other letters than the text that it says. A part of them is
    what fits into a field that scrolls."""
    document = widget.parent.parent
    root = document.pdf_catalog()
    if document.xref_get_key(root, "AcroForm/NeedAppearances")[1] == "true":
        return False
    if document.xref_get_key(widget.xref, "AP/N")[0] == "null":
        return False
    shown, said = _letters(widget._annot.get_text()), _letters(text)
    return bool(shown) and shown not in said and said not in shown


def in_chinese(text: str) -> str:
    """A text that an old program kept in the bytes of its own encoding: `Äþ²ÉÞ±` is 宁采薇. The
    text itself where it is any other."""
    letters = "".join(text.split())
    if not letters or not all("\xa1" <= each <= "\xfe" for each in letters):
        return text
    try:
        return text.encode("latin-1").decode("gb2312")
    except UnicodeError:
        return text


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def is_on(widget: Any) -> bool:
    """Whether a box shows itself ticked: its state is not Off (ISO 32000-1, 12.7.4.2.3)."""
    state = widget.parent.parent.xref_get_key(widget.xref, "AS")[1]
    return state not in ("null", "/Off")


def says_on(widget: Any) -> bool:
    """Whether a box is ticked by its value, or that of its group; as it shows where it has none."""
    document = widget.parent.parent
    value = document.xref_get_key(widget.xref, "V")
    if value[0] == "null":
        value = document.xref_get_key(widget.xref, "Parent/V")
    state = on_state(widget)
    if value[0] != "name" or not state:
        return is_on(widget)
    return bool(value[1].removeprefix("/") == state)


def on_state(widget: Any) -> str:
    """The name of a box's state in which it is ticked; empty where none is drawn."""
    states: list[str] = widget.button_states()["normal"] or []
    return next((name for name in states if name != "Off"), "")
