"""Form fields (AcroForm): their values as text at their places.

A field's value counts, not what its appearance draws: viewers write values without drawing them
(`NeedAppearances`). Where it draws another text the value is doubted. The fields are taken off the
page before its text is read, so that nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from extractors.docx.symbols import EMPTY, TICKED
from extractors.limits import Unreadable
from extractors.mupdf import pymupdf
from extractors.page import Box
from extractors.paper.glyphs import Element, Glyph, Turn
from extractors.widgets import in_chinese, is_on, is_shown, says_on, shows_another_text
from forms.text import LINE_END

BY: Final = "pdf-field"
TEXT_SIZE: Final = 10.5  # points: of a field's text, where its height allows it
BOX_SIZE: Final = 12.0  # points: of the character that stands for a box
LINE: Final = 1.2  # of the size: the distance of lines in a field
DIFFERENT: Final = 0.5  # how sure a value is that the field shows otherwise
XFA_ONLY: Final = (
    "这是 XFA 动态表单，内容只有 Adobe 软件能显示。请用它打开后打印为普通 PDF，再提交。"
)

_BOXES: Final = frozenset({pymupdf.PDF_WIDGET_TYPE_CHECKBOX, pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON})


def refuse_xfa(document: Any) -> None:
    """Raises Unreadable for a form whose fields stand in XFA alone, or whose page only says
    `Please wait...` until a viewer has built others from it (ISO 32000-1, 12.7.8)."""
    root = document.pdf_catalog()
    has_xfa = document.xref_get_key(root, "AcroForm/XFA")[0] != "null"
    fields = document.xref_get_key(root, "AcroForm/Fields")[1]
    is_built = document.xref_get_key(root, "NeedsRendering")[1] == "true"
    if has_xfa and (is_built or fields in ("null", "[]", "[ ]")):
        raise Unreadable("unsupported-kind", XFA_ONLY)


class FieldValue(NamedTuple):
    """What a field says: the lines of a text, or whether a box is ticked."""

    box: Box  # in the page's own space
    lines: tuple[str, ...]
    ticked: bool | None = None  # as the box shows
    control: bool | None = None  # as its value says
    confidence: float = 1.0


def fields_of(page: Any, marks: list[tuple[str, Box, str | None]]) -> tuple[list[FieldValue], str]:
    """What the fields on a page say, and the text of those that are not shown. Signatures and
    scripts are added to `marks`."""
    found: list[FieldValue] = []
    hidden: list[str] = []
    for widget in page.widgets():
        box = tuple(widget.rect)
        if widget.field_type == pymupdf.PDF_WIDGET_TYPE_SIGNATURE:
            if widget.is_signed:
                marks.append(("e-signature", box, None))
            continue
        if _has_script(widget):
            marks.append(("script", box, None))
        value = _value(widget, box)
        if is_shown(page.parent, widget.xref):
            found.extend(value)
        else:
            hidden.extend(line for each in value for line in each.lines)
    return found, "".join(hidden)


def _value(widget: Any, box: Box) -> list[FieldValue]:
    """What a field says; nothing of one for a text that is empty."""
    if widget.field_type in _BOXES:
        return [FieldValue(box, (), is_on(widget), says_on(widget))]
    kept = _said(widget)
    said = in_chinese(kept)
    lines = tuple(line.strip() for line in LINE_END.split(said) if line.strip())
    if not lines:
        return []
    differs = said != kept or shows_another_text(widget, said)
    confidence = DIFFERENT if differs else 1.0
    return [FieldValue(box, lines, confidence=confidence)]


def _has_script(widget: Any) -> bool:
    return any(
        getattr(widget, name)
        for name in (
            "script",
            "script_stroke",
            "script_format",
            "script_change",
            "script_calc",
            "script_blur",
            "script_focus",
        )
    )


def _said(widget: Any) -> str:
    """A field's text; of a choice the words that are shown for what it keeps."""
    value = widget.field_value
    several = value if isinstance(value, (list, tuple)) else [value]
    pairs = (each for each in widget.choice_values or () if not isinstance(each, str))
    words = dict(pairs)
    return "、".join(words.get(each, each) for each in several if isinstance(each, str))


def glyphs_of(field: FieldValue, turn: Turn, element: Element) -> Iterator[Glyph]:
    """A field's value as characters spread over its box; each of its lines is a paragraph."""
    x0, y0, x1, y1 = turn.upright(field.box)
    if field.ticked is not None:
        text = TICKED if field.ticked else EMPTY
        size = min(y1 - y0, BOX_SIZE)
        base = (y0 + y1) / 2 + 0.38 * size
        yield Glyph(
            text, x0, x1, y0, y1, base, size, "", None, BY, 1.0, field.ticked, field.control
        )
        return
    height = (y1 - y0) / len(field.lines)
    size = min(TEXT_SIZE, height / LINE)
    for number, line in enumerate(field.lines):
        middle = y0 + (number + 0.5) * height
        width = min(size, (x1 - x0) / len(line))
        for at, character in enumerate(line):
            left = x0 + at * width
            yield Glyph(
                character,
                left,
                left + width,
                middle - 0.6 * size,
                middle + 0.6 * size,
                middle + 0.38 * size,
                size,
                "",
                (*element, number),
                BY,
                field.confidence,
            )


def without_covered(glyphs: list[Glyph], fields: list[FieldValue], turn: Turn) -> list[Glyph]:
    """The page's own characters without those that a field with a value lies over."""
    if not fields:
        return glyphs
    boxes = [turn.upright(field.box) for field in fields]
    return [glyph for glyph in glyphs if not any(glyph.stands_in(box) for box in boxes)]
