"""Formulas (`m:oMath`, 22.1) as text on a line."""

from __future__ import annotations

from typing import Final

from lxml import etree

from extractors.docx.names import full
from extractors.docx.story import Story

M_T: Final = full("m:t")
M_F: Final = full("m:f")
M_DEN: Final = full("m:den")
M_SUP: Final = full("m:sup")
M_S_SUP: Final = full("m:sSup")


def formula(story: Story, element: etree._Element) -> None:
    """Writes the letters of a formula; a fraction with its stroke, an exponent as raised text."""
    for child in element:
        tag = child.tag
        if tag == M_T:
            story.write(child.text or "")
        elif tag == M_DEN and element.tag == M_F:
            story.write("/")
            formula(story, child)
        elif tag == M_SUP and element.tag == M_S_SUP:
            start = story.line.length
            formula(story, child)
            story.line.raise_from(start)
        else:
            formula(story, child)
