"""Structured document tags (content controls, 17.5.2): what their properties say."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from extractors.docx.names import NAMESPACES, W_VAL, children, full, is_on
from extractors.docx.story import Control, Story
from extractors.docx.symbols import EMPTY_BOXES, TICKED_BOXES

W_SDT_PR: Final = full("w:sdtPr")
W_SDT_CONTENT: Final = full("w:sdtContent")
W_TAG: Final = full("w:tag")
W_SHOWING_PLACEHOLDER: Final = full("w:showingPlcHdr")
W14_CHECKBOX: Final = full("w14:checkbox")
W14_CHECKED: Final = full("w14:checked")
W14_CHECKED_STATE: Final = full("w14:checkedState")
W14_UNCHECKED_STATE: Final = full("w14:uncheckedState")
W14_VAL: Final = f"{{{NAMESPACES['w14']}}}val"

Around = tuple[Control | None, int]

GLYPHS: Final = {**dict.fromkeys(TICKED_BOXES, True), **dict.fromkeys(EMPTY_BOXES, False)}


def enter(story: Story, element: etree._Element, path: str) -> Around:
    """Begins to read the `w:sdt` at `path`: a box in it is its own, a placeholder no answer.

    Returns what `leave` must be given when the content has been read.
    """
    around = story.control, story.placeholders
    control, placeholder = _read_control(element, path, story.control)
    if control is not None:
        story.control = control
    story.placeholders += placeholder
    return around


def leave(story: Story, around: Around) -> None:
    """Goes back to what stood around a control."""
    story.control, story.placeholders = around


def content_of(element: etree._Element) -> etree._Element | None:
    """The `w:sdtContent` of a control."""
    for child in children(element):
        if child.tag == W_SDT_CONTENT:
            return child
    return None


def _read_control(
    element: etree._Element, where: str, outer: Control | None
) -> tuple[Control | None, bool]:
    """The check box that a `w:sdt` is (None when it is something else), and whether it says that
    its content is a placeholder."""
    tag, checkbox, placeholder = None, None, False
    for properties in children(element):
        if properties.tag != W_SDT_PR:
            continue
        for child in children(properties):
            name = child.tag
            if name == W_TAG:
                tag = child.get(W_VAL)
            elif name == W14_CHECKBOX:
                checkbox = child
            elif name == W_SHOWING_PLACEHOLDER:
                placeholder = is_on(child.get(W_VAL))
    if checkbox is None:
        return None, placeholder
    if outer is not None and outer.used:
        outer = None
    checked, glyphs = _read_checkbox(checkbox)
    tag = tag if tag is not None or outer is None else outer.tag
    return Control(element, tag, checked, glyphs, where, outer), False


def _read_checkbox(element: etree._Element) -> tuple[bool, dict[str, bool]]:
    checked, ticked, empty = False, None, None
    for child in element:
        # LibreOffice 7.4 writes w:val here when the control stands around a paragraph or a cell.
        value = child.get(W14_VAL) or child.get(W_VAL)
        name = child.tag
        if name == W14_CHECKED:
            checked = is_on(value)
        elif name == W14_CHECKED_STATE:
            ticked = value
        elif name == W14_UNCHECKED_STATE:
            empty = value
    return checked, _glyphs(ticked, empty)


@lru_cache(maxsize=64)
def _glyphs(ticked: str | None, empty: str | None) -> dict[str, bool]:
    """The characters that show a box as ticked or empty, those of its own codes among them."""
    own = {_character(ticked): True, _character(empty): False}
    own.pop("", None)
    return {**GLYPHS, **own}


def _character(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
