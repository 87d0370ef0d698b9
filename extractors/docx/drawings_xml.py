"""Drawings and embedded objects: pictures and files become marks, text boxes are read."""

from __future__ import annotations

from typing import Final

from lxml import etree

from extractors.docx.names import R_ID, full
from extractors.docx.story import Story

W_TXBX_CONTENT: Final = full("w:txbxContent")
A_BLIP: Final = full("a:blip")
V_IMAGEDATA: Final = full("v:imagedata")
O_OLE_OBJECT: Final = full("o:OLEObject")
W_CONTROL: Final = full("w:control")
O_PROG_ID: Final = "ProgID"
C_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DGM_REL_IDS: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
MC_ALTERNATE: Final = full("mc:AlternateContent")
MC_CHOICE: Final = full("mc:Choice")
MC_FALLBACK: Final = full("mc:Fallback")

PICTURES: Final = frozenset({A_BLIP, V_IMAGEDATA, C_CHART, DGM_REL_IDS})


def alternative(element: etree._Element) -> etree._Element | None:
    """The one branch of a `mc:AlternateContent` to read: both hold the same text (part 3, 7.5)."""
    fallback = None
    for child in element:
        if child.tag == MC_CHOICE:
            return child
        if child.tag == MC_FALLBACK:
            fallback = child
    return fallback


def drawing(story: Story, element: etree._Element) -> None:
    """Marks the pictures and files of a drawing; keeps its text boxes until after the paragraph."""
    for child in element:
        tag = child.tag
        if tag == W_TXBX_CONTENT:
            story.boxes.append((child, story.path(child)))
        elif tag in PICTURES:
            story.mark("picture", child)
        elif tag == O_OLE_OBJECT:
            story.mark("embedded-file", child, child.get(O_PROG_ID))
        elif tag == W_CONTROL:
            _form_control(story, child)
        elif tag == MC_ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                drawing(story, branch)
        else:
            drawing(story, child)


def embedded_object(story: Story, element: etree._Element) -> None:
    """A `w:object`: one mark for the file; its picture is only how it looks."""
    for child in element.iter(O_OLE_OBJECT, W_CONTROL):
        if child.tag == W_CONTROL:
            _form_control(story, child)
        else:
            story.mark("embedded-file", child, child.get(O_PROG_ID))
        return
    drawing(story, element)


def _form_control(story: Story, element: etree._Element) -> None:
    """A `w:control` (ActiveX): its box and its words where they were saved, else a finding."""
    story.mark("embedded-file", element)
    link = story.relationships.get(element.get(R_ID, ""))
    control = None if link is None or link.external else story.document.form_control(link.target)
    if control is None:
        story.find("unread-text", element)
        return
    if control.ticked is not None:
        story.box(control.ticked, element, control.ticked)
    story.write(control.text)
