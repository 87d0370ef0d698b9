"""The stamp of a printed document: its form's name and its template's version, never the record.

It stands among the document's own properties (docProps/custom.xml), which Word, WPS and
LibreOffice keep when they save.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lxml import etree

from renderers.package import Member, deflate

PART = "docProps/custom.xml"
FORM_PROPERTY = "TianbaoForm"
VERSION_PROPERTY = "TianbaoTemplate"

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # that of all custom properties (MS-OLEPS)

_NO_PROPERTIES = f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Stamp:
    form: str
    version: str

    @classmethod
    def of(cls, form: str, template: bytes) -> Stamp:
        """The version is the start of the template file's SHA-256."""
        return cls(form, hashlib.sha256(template).hexdigest()[:16])


def stamped(package: dict[str, Member], stamp: Stamp) -> dict[str, Member]:
    """The package with the stamp among its properties, others of its own kept."""
    changed = {PART: _properties(package.get(PART), stamp)}
    if PART not in package:
        for name, add in (("[Content_Types].xml", _declare), ("_rels/.rels", _relate)):
            root = etree.fromstring(package[name].content())
            add(root)
            changed[name] = _serialised(root)
    return package | {name: deflate(name, content) for name, content in changed.items()}


def _properties(part: Member | None, stamp: Stamp) -> bytes:
    root = etree.fromstring(part.content() if part else _NO_PROPERTIES)
    wanted = {FORM_PROPERTY: stamp.form, VERSION_PROPERTY: stamp.version}
    for old in [child for child in root if child.get("name") in wanted]:
        root.remove(old)
    numbers = [int(child.get("pid", "1")) for child in root]
    for number, (name, value) in enumerate(wanted.items(), max(numbers, default=1) + 1):
        new = etree.SubElement(root, f"{{{_PROPERTIES}}}property")
        new.set("fmtid", _FORMAT_ID)
        new.set("pid", str(number))
        new.set("name", name)
        etree.SubElement(new, f"{{{_VALUES}}}lpwstr").text = value
    return _serialised(root)


def _declare(content_types: etree._Element) -> None:
    override = etree.SubElement(content_types, f"{{{_CONTENT_TYPES}}}Override")
    override.set("PartName", f"/{PART}")
    override.set("ContentType", _CONTENT_TYPE)


def _relate(relationships: etree._Element) -> None:
    taken = {child.get("Id") for child in relationships}
    relationship = etree.SubElement(relationships, f"{{{_RELATIONSHIPS}}}Relationship")
    relationship.set(
        "Id", next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    )
    relationship.set("Type", _RELATIONSHIP)
    relationship.set("Target", PART)


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
