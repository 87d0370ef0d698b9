"""Relationships: how a part of the package names the others (ECMA-376 2, 9.3)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from extractors.docx.names import RELATIONSHIP
from extractors.docx.package_zip import Package
from extractors.docx.parse import shared_part
from extractors.limits import Limits

MAIN = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relationship:
    """`kind` is the last step of the type's URI (`styles`, `hyperlink`), alike for strict files;
    `target` a part's name, or an address when `external`."""

    id: str
    kind: str
    target: str
    external: bool


def read_relationships(package: Package, part: str, limits: Limits) -> dict[str, Relationship]:
    """The relationships of `part` ("" for the package) by id, empty when it has none."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in package:
        return {}
    root = shared_part(package.read(source), source, limits)
    found = {}
    for element in root.iter(RELATIONSHIP):
        id_, kind = element.get("Id", ""), element.get("Type", "").rpartition("/")[2]
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        found[id_] = Relationship(
            id_, kind, target if external else resolve(package, folder, target), external
        )
    return found


def resolve(package: Package, folder: str, target: str) -> str:
    """The name of the member that `target`, seen from `folder`, names."""
    name = _within(folder, target)
    decoded = unquote(name) if "%" in name else name
    return decoded if name not in package and decoded in package else name


@lru_cache(maxsize=256)  # the parts of one document are named as those of the next
def _within(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
