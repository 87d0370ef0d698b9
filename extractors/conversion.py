"""Documents of kinds that no reader of ours reads: they are converted to DOCX first, by a program
that stands outside this room, and read then; evidence says that it stands in the conversion."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from forms.problems import Problem

BY = "libreoffice-docx"  # what places are in, where a document was converted

# What a conversion must be given instead of the bytes themselves: kind → (module, function).
PREPARATIONS = {
    "html": ("extractors.web_page", "plain_html"),
    "mhtml": ("extractors.web_page", "unpacked_mhtml"),
    "odt": ("extractors.odf_forms", "controls_as_text"),
    "flat-odt": ("extractors.odf_forms", "flat_controls_as_text"),
}

# Kinds that hold a package: kind → (module, function).
PACKAGES = {
    "flat-opc": ("extractors.docx.flat_opc", "repacked"),
    "wordml": ("extractors.docx.word_2003", "as_package"),
}

# ActiveX controls, which no conversion keeps: kind → what tells them, the name of a stream that
# each has, or its word.
CONTROLS = {"doc": "\x03OCXNAME".encode("utf-16-le"), "rtf": rb"\objocx"}
LEFT_OUT = "文档带有控件（ActiveX），转换时未能保留，其中的勾选或文字不能读取，请对照原件核对。"


CONVERTED = "原文件是{says}，已由LibreOffice转换为docx后读取；所示位置均指转换后的文件。"


class NeedsConversion(Exception):
    """An outcome of reading: the document must be converted first.

    `kind` is LibreOffice's word for it (`doc`, `rtf`, `odt`, `fodt`, `html`); `data` what to
    convert, None for the document itself; `source` the document as results name it; `loses` whether
    it has something that the conversion won't have.
    """

    def __init__(
        self, kind: str, says: str, data: bytes | None, source: dict[str, Any], loses: bool = False
    ) -> None:
        super().__init__(kind, says, data, source, loses)
        self.kind = kind
        self.says = says
        self.data = data
        self.source = source
        self.loses = loses


def prepared(key: str, data: bytes) -> bytes | None:
    """What is to be converted of a document of that kind, None for all of it as it is.

    Raises Unreadable.
    """
    if key not in PREPARATIONS:
        return None
    module, function = PREPARATIONS[key]
    made: bytes = getattr(import_module(module), function)(data)
    return made


def as_docx(data: bytes) -> tuple[bytes, str | None]:
    """The DOCX that corrections of a Word-like document are written into: itself, or the package
    that it holds, with the name of the kind that it was made of. Documents of other kinds come back
    as they are.

    Raises NeedsConversion for one that must be converted first, and Unreadable.
    """
    from extractors.sniff import sniff

    kind = sniff(data, "")
    kind.check()
    if kind.convert is not None:
        raise NeedsConversion(kind.convert, kind.says, prepared(kind.key, data), {})
    if kind.key not in PACKAGES:
        return data, None
    module, function = PACKAGES[kind.key]
    return getattr(import_module(module), function)(data), kind.says


def loses_controls(key: str, data: bytes) -> bool:
    """Whether a document of that kind has controls that its conversion won't have."""
    return key in CONTROLS and CONTROLS[key] in data


def as_converted(results: list[dict[str, Any]], need: NeedsConversion) -> list[dict[str, Any]]:
    """The results of the conversion as those of the document that it was made of."""
    for result in results:
        if result["form"] is None:
            continue
        for place in _places(result):
            place["in"] = BY
        if need.loses:
            result["problems"].append(Problem.of("unread-text", "", LEFT_OUT).as_dict())
        said = Problem.of("converted", "", CONVERTED.format(says=need.says))
        result["problems"].append(said.as_dict())
    return results


def _places(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every place that the result's evidence names, each once."""
    seen = set()
    for entry in (*result["fields"].values(), *result["marks"]):
        where = entry.get("where")
        for place in where if isinstance(where, list) else [where]:
            if isinstance(place, dict) and id(place) not in seen:
                seen.add(id(place))
                yield place
