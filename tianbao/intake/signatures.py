"""What an S/MIME signature is wrapped around (RFC 5652, RFC 8551). Whether it is genuine nobody
asks here: the mail counts for no more than one that isn't signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

KINDS: Final = bytes.fromhex("06092A864886F70D0107")  # 1.2.840.113549.1.7, of all that is CMS
SIGNED: Final = bytes.fromhex("2A864886F70D010702")  # … .2, id-signedData
OUTERMOST: Final = 20  # bytes in which the kind stands
SEQUENCE, OCTETS, OBJECT, EXPLICIT, PARTED_OCTETS = 0x30, 0x04, 0x06, 0xA0, 0x24
CONSTRUCTED: Final = 0x20  # bit of a tag
INDEFINITE: Final = 0x80  # the length of what ends with two zeros
DEEPEST: Final = 20  # elements within one another; signed data has seven


class Element(NamedTuple):
    """A value in BER (X.690): its tag, where its contents are, and where the next one begins."""

    tag: int
    start: int
    stop: int
    after: int


def is_sealed(data: bytes) -> bool:
    """Whether the bytes are signed or encrypted data (.p7m), or a signature alone (.p7s)."""
    return data[:1] == b"\x30" and KINDS in data[:OUTERMOST]


def is_signed(data: bytes) -> bool:
    """Whether sealed bytes are signed and not encrypted, whatever name they have."""
    return SIGNED in data[: OUTERMOST + len(SIGNED)]


def signed_content(data: bytes) -> bytes | None:
    """What the signed data hold; None for what is encrypted, or damaged, or none of CMS."""
    try:
        kind, wrapped = _children(data, _element(data, 0, SEQUENCE))[:2]
        if kind.tag != OBJECT or data[kind.start : kind.stop] != SIGNED:
            return None
        (signed,) = _children(data, wrapped)
        inner = next(each for each in _children(data, signed) if each.tag == SEQUENCE)
        (content,) = [each for each in _children(data, inner) if each.tag == EXPLICIT]
        (octets,) = _children(data, content)
        return b"".join(_octets(data, octets, 0))
    except (ValueError, IndexError, StopIteration):
        return None


def _octets(data: bytes, element: Element, depth: int) -> Iterator[bytes]:
    """The bytes of a string, which senders that don't know its length beforehand part."""
    if element.tag == OCTETS:
        yield data[element.start : element.stop]
    elif element.tag == PARTED_OCTETS and depth < DEEPEST:
        for each in _children(data, element):
            yield from _octets(data, each, depth + 1)
    else:
        raise ValueError(element.tag)


def _children(data: bytes, element: Element) -> list[Element]:
    found = []
    at = element.start
    while at < element.stop:
        found.append(_element(data, at))
        at = found[-1].after
    return found


def _element(data: bytes, at: int, wanted: int | None = None, depth: int = 0) -> Element:
    """The element at a place; raises ValueError or IndexError for what is none."""
    tag, length, start = data[at], data[at + 1], at + 2
    if depth > DEEPEST or wanted not in (None, tag):
        raise ValueError(tag)
    if length == INDEFINITE and tag & CONSTRUCTED:
        stop = start
        while data[stop : stop + 2] != b"\0\0":
            stop = _element(data, stop, depth=depth + 1).after
        return Element(tag, start, stop, stop + 2)
    if length > INDEFINITE:
        start += length - INDEFINITE
        length = int.from_bytes(data[at + 2 : start], "big")
    if start + length > len(data):
        raise ValueError("cut off")
    return Element(tag, start, start + length, start + length)
