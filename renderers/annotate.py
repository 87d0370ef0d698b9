"""The submitter's own Word file with every problem as a comment at its place (17.13.4).

Nothing else in it changes: the marks are spliced into the document's XML, the comments put behind
his own, and what a package without comments lacks is added to it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from lxml import etree

from extractors.docx.body_xml import W_P
from extractors.docx.names import NAMESPACES, W_ID, full
from extractors.docx.package_zip import Package
from extractors.docx.parse import parse_part
from extractors.docx.relationships_xml import read_relationships
from extractors.docx.trace import Traced
from extractors.items import Slice
from extractors.limits import DEFAULT_LIMITS, Unreadable
from extractors.places import FormPlaces
from renderers.correct.draft import Draft
from renderers.correct.markup import Markup
from renderers.correct.opening import Byline, Opened, open_document
from renderers.correct.refusal import Unplaceable, Unwritable
from renderers.correct.repack import repacked
from renderers.correct.source import Source, Splice

COMMENTS: Final = "comments"
TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
CONTENT_TYPES: Final = "[Content_Types].xml"
NO_RELATIONSHIPS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
W_TXBX_CONTENT: Final = full("w:txbxContent")
W_TC: Final = full("w:tc")
MARKED: Final = frozenset(full(f"w:comment{name}") for name in ("RangeStart", "RangeEnd"))

Note = tuple[str, ...]  # the paragraphs of a comment


def annotate(
    data: bytes,
    *,
    author: str | None = None,
    date: datetime | None = None,
    without: Collection[tuple[str, str]] = (),
) -> bytes:
    """The Word file with its problems as comments by `author` at `date` (now), but for those whose
    code and path are in `without`: a person overruled them.

    Problems without a place stand in one comment at the title. A file without problems comes back
    as it was. Raises Unwritable for a document that can't be read or written into.
    """
    document = open_document(data)
    notes = [note for form in document.forms for note in _notes(form, without)]
    if not notes:
        return data
    byline = Byline.of(author, date)
    try:
        package = Package(data, DEFAULT_LIMITS)
        comments = _Comments(package, document)
        draft = document.draft()
        anchor = _Anchor(document, draft)
        for place, note in _gathered(notes):
            anchor.put(place, comments.add(note, byline))
        changed, added = comments.parts()
        changed[document.name] = document.source.spliced(draft.splices())
        return repacked(data, changed, added)
    except (Unreadable, Unplaceable) as error:
        raise Unwritable(str(error)) from error


# --- what is said where -------------------------------------------------------------------------


def _notes(
    form: FormPlaces, without: Collection[tuple[str, str]]
) -> Iterator[tuple[tuple[Slice, ...], str]]:
    """Each problem of a form: the place that it is about, empty for none, and what it says."""
    for problem in form.result["problems"]:
        if (problem["code"], problem["path"]) in without:
            continue
        place = _place(form, problem)
        message = problem["message"]
        if not place and problem["path"]:
            message = f"“{form.form.label(problem['path'])}”：{message}"
        yield place, message


def _place(form: FormPlaces, problem: Mapping[str, str]) -> tuple[Slice, ...]:
    path = problem["path"]
    if not path:
        found = form.unread.get(problem["message"])
        return found[:1] if found else ()
    near = [path, *(each for each in form.places if each.startswith(f"{path}."))]
    for each in near:
        place = form.places.get(each)
        if place is None:
            continue
        if pieces := place.answer or place.region or place.around:
            return pieces
        if place.label is not None:
            return (place.label,)
    return ()


def _gathered(
    notes: list[tuple[tuple[Slice, ...], str]],
) -> Iterator[tuple[tuple[Slice, ...], Note]]:
    """A comment for each problem with a place, and one for all those without."""
    loose = tuple(message for place, message in notes if not place)
    if loose:
        yield (), loose
    for place, message in notes:
        if place:
            yield place, (message,)


class _Anchor:
    """Puts the marks of comments into a document's main part."""

    def __init__(self, document: Opened, draft: Draft) -> None:
        self._document = document
        self._draft = draft

    def put(self, place: tuple[Slice, ...], number: str) -> None:
        """Marks a place, the title for none, as what the comment of a number is about."""
        markup = self._document.markup
        start = markup.element("commentRangeStart", id=number)
        reference = markup.run("", markup.element("commentReference", id=number))
        end = markup.element("commentRangeEnd", id=number) + reference
        first, last = self._ends(place)
        if first is None or last is None:
            self._draft.append(self._paragraph(place), start + end)
            return
        opens, closes = (
            self._document.source.span(first).start,
            self._document.source.span(last).end,
        )
        self._draft.splice(opens, opens, start)
        self._draft.splice(closes, closes, end)

    def _paragraph(self, place: tuple[Slice, ...]) -> etree._Element:
        return _outermost(self._traced(place).element)

    def _traced(self, place: tuple[Slice, ...]) -> Traced:
        if place:
            piece = place[0]
            found = self._document.trace.paragraphs.get(
                (piece.paragraph.part, piece.paragraph.where)
            )
            if found is not None:
                return found
        traced = list(self._document.trace.paragraphs.values())
        return next((each for each in traced if each.sources), traced[0])

    def _ends(
        self, place: tuple[Slice, ...]
    ) -> tuple[etree._Element | None, etree._Element | None]:
        """The first and the last child of paragraphs that a comment is about; those of one cell or
        text, or else of the first paragraph."""
        if not place:
            children = self._children(self._traced(()), None)
            return (children[0], children[-1]) if children else (None, None)
        ends = []
        for piece in place:
            found = self._document.trace.of(piece.paragraph)
            ends += self._children(found, piece) if found else []
        own = [each for each in ends if _container(each) is _container(ends[0])]
        return (own[0], own[-1]) if own else (None, None)

    def _children(self, traced: Traced, piece: Slice | None) -> list[etree._Element]:
        """The children of a paragraph that show a slice of it, None for all."""
        found = []
        for shown in traced.sources:
            if shown.element is None:
                continue
            if piece is None or (shown.start < piece.end and piece.start < shown.end):
                child = _child_of_paragraph(shown.element)
                if child is not None:
                    found.append(child)
        return found


def _child_of_paragraph(element: etree._Element) -> etree._Element | None:
    """The child of the outermost paragraph around an element: a text box holds no comment."""
    paragraph = _outermost(element)
    child: etree._Element | None = element
    while child is not None and child.getparent() is not paragraph:
        child = child.getparent()
    return child


def _outermost(element: etree._Element) -> etree._Element:
    """The paragraph around an element, or around the text box that it stands in."""
    box = None
    for ancestor in element.iterancestors(W_TXBX_CONTENT):
        box = ancestor
    start = element if box is None else box
    if start.tag == W_P:
        return start
    return next(start.iterancestors(W_P))


def _container(child: etree._Element) -> etree._Element | None:
    paragraph = child.getparent()
    return None if paragraph is None else paragraph.getparent()


# --- the comments' own part ---------------------------------------------------------------------


class _Comments:
    """The comments part of a package, with more comments to come."""

    def __init__(self, package: Package, document: Opened) -> None:
        self._package = package
        self._main = document.name
        links = read_relationships(package, document.name, DEFAULT_LIMITS)
        found = next((link for link in links.values() if link.kind == COMMENTS), None)
        self._link_ids = set(links)
        self._is_strict = document.root.nsmap.get(document.markup.prefix) != NAMESPACES["w"]
        self._uri = str(document.root.nsmap[document.markup.prefix])
        taken = _numbers(document.root)
        if found is None:
            self.name = _free_name(package, posixpath.dirname(document.name))
            self._source: Source | None = None
            self._markup = document.markup
        else:
            self.name = found.target
            data = package.read(found.target)
            self._root = parse_part(data, self.name, DEFAULT_LIMITS)
            self._source, self._markup = Source(data, self._root), Markup(self._root)
            taken |= {comment.get(W_ID, "") for comment in self._root}
        numbers = [int(number) for number in taken if number.isdecimal() and len(number) < 10]
        self._next = max(numbers, default=-1) + 1
        self._made: list[str] = []

    def add(self, note: Note, byline: Byline) -> str:
        """Adds a comment; gives its number."""
        number = str(self._next)
        self._next += 1
        markup = self._markup
        mark = markup.run("", markup.element("annotationRef"))
        paragraphs = [
            markup.element("p", (mark if not at else "") + markup.run("", markup.text(line)))
            for at, line in enumerate(note)
        ]
        self._made.append(
            markup.element(
                "comment",
                "".join(paragraphs),
                id=number,
                author=byline.author,
                date=byline.time,
                initials=byline.author[:3],
            )
        )
        return number

    def parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The members of the package that change, and those that are added, by name."""
        made = "".join(self._made)
        if self._source is not None:
            return {_member(self._package, self.name): self._grown(made)}, {}
        w = self._markup.prefix
        part = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<{w}:comments xmlns:{w}="{self._uri}">{made}</{w}:comments>'
        )
        changed: dict[str, bytes] = {}
        added = {self.name: part.encode()}
        for name, data in (self._typed(), self._related()):
            target = changed if name in self._package else added
            target[_member(self._package, name)] = data
        return changed, added

    def _grown(self, made: str) -> bytes:
        assert self._source is not None
        return _with_child(self._source, self._root, made)

    def _typed(self) -> tuple[str, bytes]:
        data = self._package.read(CONTENT_TYPES)
        root = parse_part(data, CONTENT_TYPES, DEFAULT_LIMITS)
        source = Source(data, root)
        prefix = _prefix(source, root)
        child = f'<{prefix}Override PartName="/{self.name}" ContentType="{TYPE}"/>'
        return CONTENT_TYPES, _with_child(source, root, child)

    def _related(self) -> tuple[str, bytes]:
        folder, file = posixpath.split(self._main)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        data = self._package.read(name) if name in self._package else NO_RELATIONSHIPS
        root = parse_part(data, name, DEFAULT_LIMITS)
        source = Source(data, root)
        ids = (f"rId{number}" for number in range(1, len(self._link_ids) + 2))
        free = next(each for each in ids if each not in self._link_ids)
        base = STRICT if self._is_strict else NAMESPACES["r"]
        child = (
            f'<{_prefix(source, root)}Relationship Id="{free}" Type="{base}/{COMMENTS}" '
            f'Target="/{self.name}"/>'
        )
        return name, _with_child(source, root, child)


def _with_child(source: Source, root: etree._Element, child: str) -> bytes:
    """A part with one more child at the end of its root."""
    span = source.span(root)
    if not span.is_closed:
        return source.spliced([Splice(span.close, span.close, child.encode())])
    tag = source.raw(root).decode().removesuffix("/>")
    name = re.match(r"<([^\s/>]+)", tag)
    assert name is not None
    return source.spliced([Splice(span.start, span.end, f"{tag}>{child}</{name[1]}>".encode())])


def _prefix(source: Source, root: etree._Element) -> str:
    """The prefix, colon and all, that a part's own root has."""
    found = re.match(r"<(\w+:)?", source.raw(root)[:80].decode(errors="replace"))
    return (found[1] or "") if found else ""


def _numbers(root: etree._Element) -> set[str]:
    return {mark.get(W_ID, "") for mark in root.iter(*MARKED, full("w:commentReference"))}


def _free_name(package: Package, folder: str) -> str:
    names = (posixpath.join(folder, f"comments{number}.xml") for number in ("", *range(2, 10_000)))
    return next(name for name in names if name not in package)


def _member(package: Package, name: str) -> str:
    """A part's name as the ZIP has it."""
    return next((own for own in package.names() if own.lower() == name.lower()), name)
