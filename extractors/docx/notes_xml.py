"""Footnotes and endnotes (17.11): the numbers that their marks show, and their texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.docx.names import W_ID, full

W_FOOTNOTE_REFERENCE: Final = full("w:footnoteReference")
W_ENDNOTE_REFERENCE: Final = full("w:endnoteReference")
W_BOOKMARK_START: Final = full("w:bookmarkStart")
W_BOOKMARK_END: Final = full("w:bookmarkEnd")
W_NAME: Final = full("w:name")
W_TYPE: Final = full("w:type")
KINDS: Final = {W_FOOTNOTE_REFERENCE: "footnote", W_ENDNOTE_REFERENCE: "endnote"}
PREFIXES: Final = {"footnote": "", "endnote": "e"}
NOTES: Final = {"footnote": full("w:footnote"), "endnote": full("w:endnote")}
GONE: Final = (full("w:del"), full("w:moveFrom"), full("mc:Fallback"))


@dataclass(frozen=True, slots=True)
class NoteNumbers:
    """The notes' numbers as shown (footnotes `1`, `2` …, endnotes `e1` …) by (kind, w:id), and by
    the bookmark that a cross-reference names."""

    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)


def number_notes(root: etree._Element) -> NoteNumbers:
    """Numbers the notes in the order of their marks in the accepted view, and finds the bookmarks
    that enclose a mark: a cross-reference names its note by one."""
    ids: dict[tuple[str, str], str] = {}
    bookmarks: dict[str, str] = {}
    counts = {"footnote": 0, "endnote": 0}
    open_: dict[str, str] = {}
    for element in root.iter(W_BOOKMARK_START, W_BOOKMARK_END, *KINDS):
        id_ = element.get(W_ID, "")
        if element.tag == W_BOOKMARK_START:
            open_[id_] = element.get(W_NAME, "")
        elif element.tag == W_BOOKMARK_END:
            open_.pop(id_, None)
        elif next(element.iterancestors(*GONE), None) is None:
            kind = KINDS[str(element.tag)]
            if (kind, id_) not in ids:
                counts[kind] += 1
                ids[kind, id_] = f"{PREFIXES[kind]}{counts[kind]}"
            for name in (*open_.values(), *_names_right_before(element)):
                bookmarks.setdefault(name, ids[kind, id_])
            open_.clear()  # a bookmark around several notes stands for the first
    return NoteNumbers(ids, bookmarks)


def _names_right_before(reference: etree._Element) -> list[str]:
    """The bookmarks right before a note's run: LibreOffice 7.4 may save them closed before it."""
    names = []
    run = reference.getparent()
    before = None if run is None else run.getprevious()
    while before is not None and before.tag in (W_BOOKMARK_START, W_BOOKMARK_END):
        names.append(before.get(W_NAME, ""))
        before = before.getprevious()
    return names


def note_elements(root: etree._Element, kind: str) -> list[tuple[str, etree._Element]]:
    """The notes of a part with their ids, the separators between text and notes left out."""
    return [
        (element.get(W_ID, ""), element)
        for element in root.iterchildren(NOTES[kind])
        if element.get(W_TYPE, "normal") == "normal"
    ]
