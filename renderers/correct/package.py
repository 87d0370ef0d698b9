"""The parts of a Word package that a correction looks into."""

from __future__ import annotations

from lxml import etree

from extractors.docx.package_zip import Package
from extractors.docx.trace import Trace
from extractors.limits import DEFAULT_LIMITS
from renderers.correct.refusal import Unwritable


def main_part(trace: Trace) -> tuple[str, etree._Element]:
    """The name of a document's main part, and its root element."""
    for (name, _), traced in trace.paragraphs.items():
        return name, traced.element.getroottree().getroot()
    raise Unwritable("the document has no paragraph")


def part(data: bytes, name: str) -> bytes:
    """The bytes of a part; raises Unreadable."""
    return Package(data, DEFAULT_LIMITS).read(name)
