"""The stamp of a printed document: its form's name and its template's version, never the record.

It is a custom XML part of the document, which Word and LibreOffice keep when they save:
`<form xmlns="urn:tianbao:form" name="jiebang2024/application" version="1"/>`. A template brings its
own; one that has none gets the start of its SHA-256 for a version.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from renderers.package import Member, deflate
from renderers.parts import main_part
from renderers.word import parse

NAMESPACE = "urn:tianbao:form"

_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE_PREFIX = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM_ID = "{B1F1C9C0-6E0B-4B0F-9C57-7A1E5D2F4A31}"  # names the store; the same in all we print

_NO_RELATIONSHIPS = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Stamp:
    form: str
    version: str


def stamp_of(package: Mapping[str, Member]) -> Stamp | None:
    """The stamp that a package bears."""
    for name, member in package.items():
        if name.startswith("customXml/item") and NAMESPACE.encode() in member.content():
            root = parse(member.content())
            if root.tag == f"{{{NAMESPACE}}}form":
                return Stamp(root.get("name", ""), root.get("version", ""))
    return None


def stamped(package: Mapping[str, Member], form: str, template: bytes) -> dict[str, Member]:
    """The package with a stamp; raises NoDocumentError."""
    if stamp_of(package):
        return dict(package)
    return _added(package, Stamp(form, hashlib.sha256(template).hexdigest()[:16]))


def _added(package: Mapping[str, Member], stamp: Stamp) -> dict[str, Member]:
    """The package with the stamp as one more part of it."""
    number = next(n for n in range(1, len(package) + 2) if f"customXml/item{n}.xml" not in package)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    main = main_part(package)
    folder, name = posixpath.split(main)
    document_relationships = f"{folder}/_rels/{name}.rels"
    types = parse(package["[Content_Types].xml"].content())
    for part, content_type in ((item, "application/xml"), (properties, _PROPERTIES_TYPE)):
        declared = etree.SubElement(types, f"{{{_CONTENT_TYPES}}}Override")
        declared.set("PartName", f"/{part}")
        declared.set("ContentType", content_type)
    return {
        **package,
        "[Content_Types].xml": _member("[Content_Types].xml", types),
        document_relationships: _related(package, document_relationships, "customXml", f"/{item}"),
        item: _member(item, _form(stamp)),
        properties: _member(properties, _store()),
        f"customXml/_rels/item{number}.xml.rels": _related(
            package,
            f"customXml/_rels/item{number}.xml.rels",
            "customXmlProps",
            posixpath.basename(properties),
        ),
    }


def _store() -> etree._Element:
    store = etree.Element(f"{{{_DATA_STORE}}}datastoreItem", nsmap={"ds": _DATA_STORE})
    store.set(f"{{{_DATA_STORE}}}itemID", _ITEM_ID)
    etree.SubElement(store, f"{{{_DATA_STORE}}}schemaRefs")
    return store


def _form(stamp: Stamp) -> etree._Element:
    form = etree.fromstring(f'<form xmlns="{NAMESPACE}"/>')
    form.set("name", stamp.form)
    form.set("version", stamp.version)
    return form


def _related(package: Mapping[str, Member], part: str, kind: str, target: str) -> Member:
    """The relationships part with one more in it."""
    root = parse(package[part].content() if part in package else _NO_RELATIONSHIPS)
    taken = {child.get("Id") for child in root}
    relationship = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
    relationship.set(
        "Id", next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    )
    relationship.set("Type", _TYPE_PREFIX + kind)
    relationship.set("Target", target)
    return _member(part, root)


def _member(name: str, root: etree._Element) -> Member:
    return deflate(name, etree.tostring(root, encoding="UTF-8", standalone=True))
