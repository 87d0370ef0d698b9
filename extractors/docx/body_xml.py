"""The blocks of a story, paragraphs and tables, and what wraps them: a function an element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from extractors.docx import controls_xml
from extractors.docx.drawings_xml import MC_CHOICE, alternative
from extractors.docx.fields_xml import drop_open_instructions
from extractors.docx.names import R_ID, W_VAL, children, full, short
from extractors.docx.runs_xml import INLINE, run
from extractors.docx.story import Story
from extractors.docx.styles_xml import read_numbering
from extractors.docx.tables_xml import read_table
from extractors.page import Mark, Paragraph, Table

W_P: Final = full("w:p")
W_R: Final = full("w:r")
W_P_PR: Final = full("w:pPr")
W_P_STYLE: Final = full("w:pStyle")
W_NUM_PR: Final = full("w:numPr")
W_R_PR: Final = full("w:rPr")
W_SECT_PR: Final = full("w:sectPr")

REMOVED: Final = frozenset({full("w:del"), full("w:moveFrom")})

Blocks = list[Paragraph | Table]
Handler = Callable[[Story, etree._Element, str, Blocks], None]


def blocks(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    """Reads the blocks of a body, cell, note, text box or header that stands at `path`."""
    _children(story, element, path, into)
    if story.line.open:  # the deleted mark of a last paragraph joins nothing
        _finish(story, into)


def _children(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    counts: dict[str, int] = {}
    for child in children(element):
        tag = child.tag
        handler = BLOCKS.get(tag)
        if handler is not None:
            count = counts[tag] = counts.get(tag, 0) + 1
            handler(story, child, f"{path}/{NAMES[tag]}[{count}]", into)


def _paragraph(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    line = story.line
    line.element, line.place, line.open = element, path, True
    parts = children(element)
    joins = False
    if parts and parts[0].tag == W_P_PR:  # nowhere else: schema, and Word
        joins = _properties(story, parts.pop(0))
    else:
        story.use_style(None)
        story.numbering = None
    for child in parts:
        tag = child.tag
        if tag == W_R:
            run(story, child)
        else:
            handler = INLINE.get(tag)
            if handler is not None:
                handler(story, child)
    if not line.where and line.length:
        line.where = path
    if story.fields:
        drop_open_instructions(story)
    if not joins:
        _finish(story, into)


def _properties(story: Story, element: etree._Element) -> bool:
    """Takes in a `w:pPr`; True when the paragraph's mark was deleted: the next one joins it."""
    style, numbering, joins = None, None, False
    for child in children(element):
        tag = child.tag
        if tag == W_P_STYLE:
            style = child.get(W_VAL)
        elif tag == W_NUM_PR:
            numbering = read_numbering(child)
        elif tag == W_R_PR:
            joins = any(mark.tag in REMOVED for mark in child)
        elif tag == W_SECT_PR:
            story.document.sections.append(child)
    story.use_style(style)
    story.numbering = numbering
    return joins


def _finish(story: Story, into: Blocks) -> None:
    """Puts the paragraph at hand among the blocks, and its text boxes among the floating."""
    if story.control is not None:
        story.settle()
    line, style = story.line, story.style
    number = None
    if story.numbering is not None or style.numbering is not None:
        number = story.document.numbering.next_number(
            story.numbering, style.numbering, story.style_id
        )
    where = line.where or line.place
    story.document.spend(where)
    into.append(
        Paragraph(
            "".join(line.parts),
            where,
            tuple(line.ticks),
            tuple(line.superscripts),
            tuple(line.notes),
            style.name,
            number,
            story.part,
            set_off=tuple(line.set_off),
        )
    )
    line.renew()
    if story.boxes:
        _text_boxes(story)


def _text_boxes(story: Story) -> None:
    boxes, story.boxes = story.boxes, []
    floating = story.document.floating
    for element, path in boxes:
        inner: Blocks = []
        place = len(floating)  # a box within this one has put its text there by then
        box = story.document.new_story(story.document, story.part, story.relationships)
        blocks(box, element, path, inner)
        floating[place:place] = paragraphs_of(inner)


def paragraphs_of(found: Blocks) -> list[Paragraph]:
    """The paragraphs of blocks, those in the cells of tables in their order."""
    flat: list[Paragraph] = []
    for block in found:
        if isinstance(block, Paragraph):
            flat.append(block)
        else:
            for cell in block.cells:
                flat.extend(paragraphs_of(list(cell.blocks)))
    return flat


def _table(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    if story.line.open:
        _finish(story, into)
    table = read_table(story, element, path, blocks)
    if table is not None:
        into.append(table)


def _wrapper(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    _children(story, element, path, into)


def _inserted(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    story.document.find("tracked-changes", path)
    _children(story, element, path, into)


def _removed(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    story.document.find("tracked-changes", path)


def _control(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    around = controls_xml.enter(story, element, path)
    content = controls_xml.content_of(element)
    if content is not None:
        _children(story, content, f"{path}/w:sdtContent[1]", into)
    controls_xml.leave(story, around)


def _alternative(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    branch = alternative(element)
    if branch is not None:
        name = "mc:Choice" if branch.tag == MC_CHOICE else "mc:Fallback"
        _children(story, branch, f"{path}/{name}[1]", into)


def _last_section(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    story.document.sections.append(element)


def _foreign_chunk(story: Story, element: etree._Element, path: str, into: Blocks) -> None:
    """A `w:altChunk`: another document (HTML, RTF) that Word would take in on opening."""
    link = story.relationships.get(element.get(R_ID, ""))
    target = None if link is None else link.target
    story.document.marks.append(Mark("embedded-file", path, story.part, target))


BLOCKS: Final[dict[str, Handler]] = {
    W_P: _paragraph,
    full("w:tbl"): _table,
    full("w:sdt"): _control,
    full("w:customXml"): _wrapper,
    full("w:ins"): _inserted,
    full("w:moveTo"): _inserted,
    full("w:del"): _removed,
    full("w:moveFrom"): _removed,
    full("w:altChunk"): _foreign_chunk,
    full("mc:AlternateContent"): _alternative,
    W_SECT_PR: _last_section,
}

NAMES: Final = {tag: short(tag) for tag in BLOCKS}
