"""The custom part in which a document that we printed names its form and its template's version."""

from __future__ import annotations

import re
from typing import Final

from extractors.docx.names import FORM_STAMP
from extractors.docx.package_zip import Package
from extractors.docx.parse import shared_part
from extractors.limits import Limits

ITEM: Final = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)
OURS: Final = b"urn:tianbao:form"


def read_stamp(package: Package, limits: Limits) -> tuple[str, str] | None:
    """(form name, template version); None when there is no such part."""
    for name in package.names():
        if ITEM.fullmatch(name):
            data = package.read(name)
            if OURS in data:
                root = shared_part(data, name, limits)
                if root.tag == FORM_STAMP:
                    return root.get("name", ""), root.get("version", "")
    return None
