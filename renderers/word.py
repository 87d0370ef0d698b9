"""The names of WordprocessingML that printing and checking ask for, and the text of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# What may lie between the runs that Word split a tag into, and means nothing there.
_BETWEEN_RUNS = (W + "proofErr", W + "bookmarkStart", W + "bookmarkEnd")
_IN_A_RUN = (W + "rPr", W + "t", W + "lastRenderedPageBreak")


class DeclaredType(ValueError):
    """A part declares a document type, as no office program does."""


def parse(xml: bytes) -> etree._Element:
    """The root of a part, comments left out; raises etree.XMLSyntaxError and DeclaredType."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise DeclaredType("a part declares a document type; save it anew in Word or WPS")
    return root


def texts(paragraph: etree._Element) -> list[etree._Element]:
    """The paragraph's own `w:t`, in order; those of a text box or check box in it are not."""
    return list(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == W + "t":
            yield child
        elif child.tag not in (W + "p", W + "tbl") and not is_check_box(child):
            yield from _texts(child)


def is_check_box(element: etree._Element) -> bool:
    return element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W14}checkbox") is not None


def joinable(first: etree._Element, last: etree._Element) -> bool:
    """Whether nothing but run boundaries lies between two `w:t`, so that their text is one."""
    run, end = first.getparent(), last.getparent()
    if run is None or end is None or run.getparent() is not end.getparent():
        return False
    while run is not end:
        if run.tag == W + "r" and any(child.tag not in _IN_A_RUN for child in run):
            return False
        if run.tag != W + "r" and run.tag not in _BETWEEN_RUNS:
            return False
        run = run.getnext()
        if run is None:
            return False
    return all(child.tag in _IN_A_RUN for child in end)


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A check box content control, and what of it changes when it is ticked."""

    tag: str  # "" when it has none
    checked: etree._Element  # w14:checked
    glyph: etree._Element  # the w:t that shows it
    ticked_glyph: str
    empty_glyph: str

    @classmethod
    def of(cls, control: etree._Element) -> CheckBox:
        """The check box of a `w:sdt`; raises ValueError, with what to do, for one unlike Word's."""
        states = next(control.iterfind(f"{W}sdtPr/{W14}checkbox"))
        checked = states.find(W14 + "checked")
        glyphs = list(control.iterfind(f"{W}sdtContent//{W}t"))
        if checked is None or len(glyphs) != 1 or len(glyphs[0].text or "") != 1:
            raise ValueError("the check box does not show one character; put it in anew")
        tag = control.find(f"{W}sdtPr/{W}tag")
        ticked, ticked_font = _state(states, "checkedState", "2612")
        empty, empty_font = _state(states, "uncheckedState", "2610")
        if ticked_font != empty_font:
            raise ValueError(
                f"the check box has two fonts, {ticked_font} and {empty_font}; "
                "choose symbols of one font in its properties"
            )
        name = "" if tag is None else tag.get(W + "val", "")
        return cls(name, checked, glyphs[0], ticked, empty)


def _state(states: etree._Element, name: str, default: str) -> tuple[str, str | None]:
    state = states.find(W14 + name)
    if state is None:
        return chr(int(default, 16)), None
    return chr(int(state.get(W14 + "val", default), 16)), state.get(W14 + "font")


def number_of(element: etree._Element) -> tuple[str, str] | None:
    """For an element with a number that no other of its kind may have: the kind, the attribute."""
    if element.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
        return "bookmark", W + "id"
    if element.tag == WP + "docPr":
        return "drawing", "id"
    parent = element.getparent()
    if element.tag == W + "id" and parent is not None and parent.tag == W + "sdtPr":
        return "control", W + "val"
    return None
