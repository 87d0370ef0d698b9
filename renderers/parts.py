"""Which parts of a Word package are what: the document, its headers, its notes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from renderers.package import Member
from renderers.word import W, is_check_box, parse

_TYPE_PREFIX = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DOCUMENT = _TYPE_PREFIX + "officeDocument"
_PRINTED = (_TYPE_PREFIX + "header", _TYPE_PREFIX + "footer")
_KEPT = tuple(_TYPE_PREFIX + kind for kind in ("footnotes", "endnotes", "comments"))


@dataclass(frozen=True, slots=True)
class Part:
    """A part with text in it, parsed anew at each look so that its tree may be changed."""

    name: str
    kind: str  # "officeDocument" "header" "footer" "footnotes" "endnotes" "comments"
    root: etree._Element


class NoDocumentError(ValueError):
    """The package has no Word document in it."""


def main_part(package: Mapping[str, Member]) -> str:
    """The name of the part that holds the document; raises NoDocumentError."""
    main = next((target for _, target in _related(package, "", (_DOCUMENT,))), "")
    if main not in package:
        raise NoDocumentError("the package names no Word document")
    return main


def text_parts(package: Mapping[str, Member]) -> list[Part]:
    """The document first, then headers, footers and notes; raises NoDocumentError."""
    main = main_part(package)
    parts = [(_DOCUMENT, main), *_related(package, main, _PRINTED + _KEPT)]
    return [
        Part(name, kind.removeprefix(_TYPE_PREFIX), parse(package[name].content()))
        for kind, name in parts
        if name in package
    ]


def changing_parts(package: Mapping[str, Member]) -> list[Part]:
    """The parts that printing changes: the document, and headers and footers with a tag."""
    return [
        part
        for part in text_parts(package)
        if part.kind == "officeDocument" or (part.kind in ("header", "footer") and _has_tag(part))
    ]


def _has_tag(part: Part) -> bool:
    return any("{" in (text.text or "") for text in part.root.iter(W + "t")) or any(
        map(is_check_box, part.root.iter(W + "sdt"))
    )


def _related(
    package: Mapping[str, Member], source: str, kinds: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """(kind, part name) of what the part `source` ("" for the package) refers to."""
    folder, name = posixpath.split(source)
    relationships = package.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if relationships is None:
        return
    for item in parse(relationships.content()):
        kind = item.get("Type", "")
        if kind in kinds and item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
            yield kind, target.lstrip("/")
