"""Bytes of a part → its element tree, under limits and without anything from outside the bytes."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from extractors.docx.names import STRICT
from extractors.limits import Limits, Unreadable

# Sizes of libxml2's nodes on 64-bit machines.
ELEMENT_BYTES = 120
ATTRIBUTE_BYTES = 96 + 120  # the attribute and the text node of its value
MOST_TREE_BYTES = 62  # that a byte of XML can take: `<a/>` and a letter

SHARED_BYTES = 32 * 1024  # of a part that is kept: styles and relationships as Word writes them

# libxml2 itself refuses more than 256 levels and 10 MB of text in one piece unless huge_tree.
PARSER = etree.XMLParser(
    remove_comments=True,  # WPS writes comments between body children, and inside text
    remove_pis=True,
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
)

DAMAGED = "文件已损坏：其中的 {part} 不完好。请在 Word 或 WPS 中打开，另存后重新提交。"
TOO_DEEP = "文件结构嵌套过深，无法读取。请在 Word 或 WPS 中另存为 .docx 后重新提交。"
TOO_LARGE = "文件展开后过大，无法读取。请删去与申报无关的内容后重新提交。"
FOREIGN = "文件的 {part} 带有外部实体声明，为安全起见不予打开。请在 Word 中另存后重新提交。"


def parse_part(data: bytes, part: str, limits: Limits) -> etree._Element:
    """The root element of the XML in `data`, comments and processing instructions left out.

    Strict names come out as transitional ones. Raises Unreadable for what is no well-formed XML,
    too deep or too large, or declares a document type.
    """
    if len(data) * MOST_TREE_BYTES > limits.tree_bytes and tree_bytes(data) > limits.tree_bytes:
        raise Unreadable("too-large", TOO_LARGE)
    if b"<!DOCTYPE" in data:
        raise Unreadable("damaged", FOREIGN.format(part=part))
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]
            raise Unreadable("too-large", TOO_DEEP) from error
        raise Unreadable("damaged", DAMAGED.format(part=part)) from error
    except (ValueError, LookupError) as error:  # an encoding that there is not
        raise Unreadable("damaged", DAMAGED.format(part=part)) from error
    if root.getroottree().docinfo.internalDTD is not None:  # one written in UTF-16
        raise Unreadable("damaged", FOREIGN.format(part=part))
    if root.tag.startswith("{http://purl.oclc.org/ooxml/"):
        _to_transitional(root)
    return root


def shared_part(data: bytes, part: str, limits: Limits) -> etree._Element:
    """The same as `parse_part`, of a part that is only read: documents of one origin have styles,
    relationships and the like in common, so equal small ones are parsed once."""
    return (
        _shared(data, part, limits) if len(data) <= SHARED_BYTES else parse_part(data, part, limits)
    )


@lru_cache(maxsize=16)
def _shared(data: bytes, part: str, limits: Limits) -> etree._Element:
    return parse_part(data, part, limits)


def tree_bytes(data: bytes) -> int:
    """An upper bound of the memory that the tree of `data` takes, counted before it is built."""
    opened = data.count(b"<")
    elements = opened - data.count(b"</")
    quotes = data.count(b'"') + data.count(b"'")
    attributes = min(data.count(b"="), quotes // 2)  # a text may be full of either, not of both
    return ELEMENT_BYTES * (elements + opened) + ATTRIBUTE_BYTES * attributes + len(data)


def _to_transitional(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        element.tag = _transitional(str(element.tag))
        for name, value in element.attrib.items():
            other = _transitional(str(name))
            if other != name:
                del element.attrib[name]
                element.set(other, value)


def _transitional(name: str) -> str:
    uri, brace, local = name[1:].partition("}")
    return f"{{{STRICT[uri]}}}{local}" if brace and uri in STRICT else name
