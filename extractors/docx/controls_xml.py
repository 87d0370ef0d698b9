"""Structured document tags (content controls, 17.5.2): what their properties say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from extractors.docx.names import NAMESPACES, W_VAL, full, is_on
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

GLYPHS: Final = {**dict.fromkeys(TICKED_BOXES, True), **dict.fromkeys(EMPTY_BOXES, False)}


@contextmanager
def entered(story: Story, element: etree._Element, path: str) -> Iterator[etree._Element | None]:
    """Within: the content of the `w:sdt` at `path` is being read, its box not yet seen."""
    outer = story.control
    control, placeholder = read_control(element, path, outer)
    story.control = control or outer
    story.placeholders += placeholder
    yield content_of(element)
    story.placeholders -= placeholder
    story.control = outer


def content_of(element: etree._Element) -> etree._Element | None:
    """The `w:sdtContent` of a control."""
    return next(element.iterchildren(W_SDT_CONTENT), None)


def read_control(
    element: etree._Element, where: str, outer: Control | None
) -> tuple[Control | None, bool]:
    """The check box that a `w:sdt` is (None when it is something else), and whether it says that
    its content is a placeholder."""
    tag, checkbox, placeholder = None, None, False
    for properties in element.iterchildren(W_SDT_PR):
        for child in properties:
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
    checked, own = False, {}
    for child in element:
        # LibreOffice 7.4 writes w:val here when the control stands around a paragraph or a cell.
        value = child.get(W14_VAL, child.get(W_VAL))
        if child.tag == W14_CHECKED:
            checked = is_on(value)
        elif child.tag == W14_CHECKED_STATE:
            own[_character(value)] = True
        elif child.tag == W14_UNCHECKED_STATE:
            own[_character(value)] = False
    own.pop("", None)
    return checked, {**GLYPHS, **own} if own else GLYPHS


def _character(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
