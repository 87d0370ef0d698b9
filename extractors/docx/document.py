"""A Word document → its page, story by story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from lxml import etree

from extractors.docx.active_x import read_control
from extractors.docx.body_xml import Blocks, blocks, paragraphs_of
from extractors.docx.custom_xml import read_stamp
from extractors.docx.names import R_ID, W_ID, full
from extractors.docx.notes_xml import note_elements
from extractors.docx.numbering_xml import Numbering
from extractors.docx.package_zip import Package
from extractors.docx.parts import Part, Parts
from extractors.docx.relationships_xml import Relationship
from extractors.docx.remembered import read_main
from extractors.docx.story import Document, Story
from extractors.docx.styles_xml import styles_of
from extractors.limits import Deadline, Limits
from extractors.page import Finding, Mark, Page

W_BODY: Final = full("w:body")
W_HEADER_REFERENCE: Final = full("w:headerReference")
W_FOOTER_REFERENCE: Final = full("w:footerReference")
W_COMMENT: Final = full("w:comment")

SALVAGED: Final = (
    "文件不完整或已损坏，正文完好，已读出；其他部分可能缺失，请在 Word 中打开核对，另存后重新提交。"
)
BROKEN: Final = "文件中的 {parts} 已损坏，其余部分已读出，请在 Word 中打开核对，另存后重新提交。"

MACROS: Final = "vbaProject"
NewStory = Callable[[Document, str, dict[str, Relationship]], Story]

LINKS_IN_TEXT: Final = "hyperlink"  # marked where they stand


def read_document(
    package: Package, limits: Limits, new_story: NewStory = Story, *, whole: bool = False
) -> Page:
    """The page of the document in `package`; raises Unreadable.

    `new_story` makes what walks through the body and its text boxes; `whole` has it see every
    element, of cells that were read before, too.
    """
    deadline = Deadline(limits.seconds)
    parts = Parts(package, limits)
    noted = [(part, kind) for kind in ("footnote", "endnote") for part in parts.all(f"{kind}s")]
    styles_part = parts.first("styles")
    styles = styles_of(styles_part)
    root, notes, known = read_main(parts, styles_part, styles, noted=bool(noted), whole=whole)
    document = Document(
        styles=styles,
        known=known,
        numbering=Numbering(_root(parts.first("numbering")), styles),
        limits=limits,
        deadline=deadline,
        notes=notes,
        new_story=new_story,
        form_control=partial(read_control, package, limits),
    )
    commented = parts.first("comments")
    if commented is not None:
        document.comments = _comment_texts(document, commented)
    body = _body(document, parts, root)
    return Page(
        blocks=tuple(body),
        notes=_note_texts(document, noted),
        headers=tuple(_header_texts(document, parts)),
        floating=tuple(document.floating),
        comments=_comment_marks(document, commented),
        marks=(*document.marks, *_package_marks(parts)),
        findings=(*document.findings.values(), *_damages(parts)),
        stamp=read_stamp(package, limits),
    )


def _root(part: Part | None) -> etree._Element | None:
    return None if part is None else part.root


def _body(document: Document, parts: Parts, root: etree._Element) -> Blocks:
    found: Blocks = []
    for body in root.iterchildren(W_BODY):
        story = document.new_story(document, parts.main, parts.relationships)
        blocks(story, body, "/w:body[1]", found)
        break
    return found


def _text(document: Document, part: Part, element: etree._Element, path: str) -> str:
    """The paragraphs of a note, comment or header as lines."""
    found: Blocks = []
    blocks(Story(document, part.name, part.relationships), element, path, found)
    return "\n".join(paragraph.text for paragraph in paragraphs_of(found)).strip()


def _note_texts(document: Document, noted: list[tuple[Part, str]]) -> dict[str, str]:
    texts = {}
    for part, kind in noted:
        kept = document.known.note_texts(part.written)
        for place, (id_, element) in enumerate(note_elements(part.root, kind), 1):
            number = document.notes.ids.get((kind, id_))
            if number is not None:
                if place not in kept:
                    kept[place] = _text(document, part, element, f"/w:{kind}[{place}]")
                texts[number] = kept[place]
    return texts


def _comment_texts(document: Document, part: Part) -> dict[str, str]:
    return {
        element.get(W_ID, ""): _text(document, part, element, f"/w:comment[{place}]")
        for place, element in enumerate(part.root.iterchildren(W_COMMENT), 1)
    }


def _comment_marks(document: Document, part: Part | None) -> tuple[Mark, ...]:
    """The comments where they are anchored; one anchored nowhere stands in its own part."""
    return (
        ()
        if part is None
        else tuple(
            document.commented.get(id_) or Mark("comment", f"/w:comment[{place}]", part.name, text)
            for place, (id_, text) in enumerate(document.comments.items(), 1)
        )
    )


def _header_texts(document: Document, parts: Parts) -> list[str]:
    """The texts of the headers and footers that sections use, each part once."""
    references = [
        reference.get(R_ID, "")
        for section in document.sections
        for reference in section.iterchildren(W_HEADER_REFERENCE, W_FOOTER_REFERENCE)
    ]
    used = parts.named(references)
    texts = (_text(document, part, part.root, "") for part in used)
    return [text for text in texts if text]


def _damages(parts: Parts) -> Iterator[Finding]:
    """What of the file is damaged, though its body could be read."""
    if parts.package.salvaged:
        yield Finding("repaired", SALVAGED)
    if parts.broken:
        yield Finding("repaired", BROKEN.format(parts="、".join(parts.broken)))


def _package_marks(parts: Parts) -> list[Mark]:
    marks = []
    for link in parts.relationships.values():
        if link.kind == MACROS:
            marks.append(Mark("macro", "", link.target))
        elif link.external and link.kind != LINKS_IN_TEXT:
            marks.append(Mark("external-link", "", parts.main, link.target))
    return marks
