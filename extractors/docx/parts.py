"""The parts of a Word document, found by their relationships and never by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.docx.names import full
from extractors.docx.package_zip import MISSING, Package
from extractors.docx.parse import DAMAGED, parse_part, shared_part
from extractors.docx.relationships_xml import MAIN, Relationship, read_relationships
from extractors.limits import Limits, Unreadable

# What is read of a document besides its body: kind of relationship → root element of the part.
ROOTS: Final = {
    "styles": full("w:styles"),
    "numbering": full("w:numbering"),
    "footnotes": full("w:footnotes"),
    "endnotes": full("w:endnotes"),
    "comments": full("w:comments"),
    "header": full("w:hdr"),
    "footer": full("w:ftr"),
}
W_DOCUMENT: Final = full("w:document")

LARGEST: Final = 2 * 1024 * 1024  # bytes of a part that are kept beside its tree; forms have 300 kB


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its name, its root element and its own relationships by id."""

    name: str
    root: etree._Element
    relationships: dict[str, Relationship]
    written: bytes  # the part as it stands in the package; b"" where that is very large


class Parts:
    """The parts of the document in a package; its main part is named `main`, not yet parsed, and
    has the relationships by id."""

    __slots__ = ("_limits", "broken", "main", "package", "relationships", "written")

    def __init__(self, package: Package, limits: Limits) -> None:
        """Raises Unreadable when the package names no Word document as its main part."""
        self.package = package
        self.broken: list[str] = []  # names of parts beside the body that can't be read
        self._limits = limits
        relationships = read_relationships(package, "", limits)
        found = [link for link in relationships.values() if link.kind == MAIN]
        if not found:
            raise Unreadable("damaged", MISSING.format(part="word/document.xml"))
        self.main = found[0].target
        self.written = package.read(self.main)
        self.relationships = read_relationships(package, self.main, limits)

    def parsed(self, written: bytes) -> etree._Element:
        """The root of the main part, of all of it or without some of its cells."""
        return _checked(parse_part(written, self.main, self._limits), self.main, W_DOCUMENT)

    def all(self, kind: str) -> list[Part]:
        """The parts that the document names by relationships of that kind."""
        links = [link for link in self.relationships.values() if link.kind == kind]
        found = [self._beside(link.target, kind) for link in links if not link.external]
        return [part for part in found if part is not None]

    def first(self, kind: str) -> Part | None:
        """The one part of that kind that a document may have."""
        found = self.all(kind)
        return found[0] if found else None

    def named(self, ids: list[str]) -> Iterator[Part]:
        """The headers and footers that relationships of those ids name, each part once."""
        links = (self.relationships.get(id_) for id_ in ids)
        kinds = {link.target: link.kind for link in links if link and link.kind in ROOTS}
        for target, kind in kinds.items():
            part = self._beside(target, kind)
            if part is not None:
                yield part

    def _beside(self, name: str, kind: str) -> Part | None:
        """A part that the body can be read without; None, and noted, where it is damaged."""
        try:
            return self._part(name, ROOTS[kind])
        except Unreadable as error:
            if error.code != "damaged":
                raise
            self.broken.append(name)
            return None

    def _part(self, name: str, root: str) -> Part:
        data = self.package.read(name)
        tree = _checked(shared_part(data, name, self._limits), name, root)
        relationships = read_relationships(self.package, name, self._limits)
        return Part(name, tree, relationships, data if len(data) <= LARGEST else b"")


def _checked(root: etree._Element, name: str, tag: str) -> etree._Element:
    if root.tag != tag:
        raise Unreadable("damaged", DAMAGED.format(part=name))
    return root
