"""ActiveX controls of Microsoft Forms: what state Word saved with the document. Nothing is run.

A control's part (`ax:ocx`) names its class and holds its properties, or a binary part beside it
does ([MS-OFORMS] 2.2.5, MorphData: the check box, option and toggle button, text and combo box).
"""

from __future__ import annotations

import io
import struct
import uuid
from typing import Final, NamedTuple

from extractors import ole
from extractors.docx.names import R_ID
from extractors.docx.package_zip import Package
from extractors.docx.parse import parse_part
from extractors.docx.relationships_xml import read_relationships
from extractors.limits import Limits, Unreadable

AX: Final = "{http://schemas.microsoft.com/office/2006/activeX}"
BOXES: Final = frozenset(
    {
        "8BD21D40-EC42-11CE-9E0D-00AA006002F3",  # CheckBox
        "8BD21D50-EC42-11CE-9E0D-00AA006002F3",  # OptionButton
        "8BD21D60-EC42-11CE-9E0D-00AA006002F3",  # ToggleButton
    }
)
TEXTS: Final = frozenset(
    {
        "8BD21D10-EC42-11CE-9E0D-00AA006002F3",  # TextBox
        "8BD21D30-EC42-11CE-9E0D-00AA006002F3",  # ComboBox
    }
)
STATES: Final = {"1": True, "True": True, "-1": True, "0": False, "False": False}

# Bit of the property mask → bytes in the data block, in its order; 0 where it has none there.
# Each stands at a multiple of its own size.
DATA: Final = (
    *(4, 4, 4, 4, 1, 1, 1, 1, 0, 2, 4, 2, 2, 2, 2, 2, 1, 1, 1, 0, 1, 1, 4, 4, 4, 4, 4),
    *(2, 2, 2, 0, 0, 4),
)
SIZE, VALUE, CAPTION = 8, 22, 23  # bits: the size stands behind the block, the texts behind that
VERSION: Final = b"\x00\x02"
HEAD_BYTES: Final = 12  # version, length, mask
COMPRESSED: Final = 0x80000000  # of a text's length: a byte a character
MOST_TEXT: Final = 100_000


class FormControl(NamedTuple):
    """What a control shows: a box's state (None for no box), and its words."""

    ticked: bool | None
    text: str


def read_control(package: Package, limits: Limits, part: str) -> FormControl | None:
    """The control whose part is named; None where its class or its state is not known."""
    try:
        root = parse_part(package.read(part), part, limits)
        class_id = root.get(f"{AX}classid", "").strip("{}").upper()
        if root.tag != f"{AX}ocx" or class_id not in BOXES | TEXTS:
            return None
        said = {
            each.get(f"{AX}name", ""): each.get(f"{AX}value", "")
            for each in root.iterchildren(f"{AX}ocxPr")
        }
        if not said:
            link = read_relationships(package, part, limits).get(root.get(R_ID, ""))
            said = {} if link is None else _persisted(package.read(link.target), class_id)
    except Unreadable as error:
        if error.code != "damaged":
            raise
        return None
    return _shown(class_id, said)


def _shown(class_id: str, said: dict[str, str]) -> FormControl | None:
    value = said.get("Value", "")
    if class_id in TEXTS:
        return FormControl(None, value) if said else None
    ticked = STATES.get(value)
    return None if ticked is None else FormControl(ticked, said.get("Caption", ""))


def _persisted(data: bytes, class_id: str) -> dict[str, str]:
    """The properties in a binary part: a container with a stream `contents`, or such a stream
    behind the class."""
    if data.startswith(ole.MAGIC):
        data = _contents(data)
    elif data.startswith(uuid.UUID(class_id).bytes_le):
        data = data[16:]
    try:
        return _properties(data)
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _contents(data: bytes) -> bytes:
    from olefile import OleFileIO  # type: ignore[import-untyped]

    try:
        with OleFileIO(io.BytesIO(data)) as container:
            return bytes(container.openstream("contents").read())
    except Exception:  # what it raises for a container that makes no sense has no end
        return b""


def _properties(data: bytes) -> dict[str, str]:
    """The value and the caption in a MorphData stream."""
    if not data.startswith(VERSION):
        return {}
    (mask,) = struct.unpack_from("<Q", data, 4)
    at, lengths = HEAD_BYTES, {}
    for bit, size in enumerate(DATA):
        if mask >> bit & 1 and size:
            at += -at % size
            if bit in (VALUE, CAPTION):
                (lengths[bit],) = struct.unpack_from("<I", data, at)
            at += size
    at += -at % 4 + 8 * (mask >> SIZE & 1)
    found = {}
    for bit, name in ((VALUE, "Value"), (CAPTION, "Caption")):
        if bit in lengths:
            length = lengths[bit] & ~COMPRESSED
            text = data[at : at + min(length, MOST_TEXT)]
            found[name] = text.decode("latin-1" if lengths[bit] & COMPRESSED else "utf-16-le")
            at += length + -length % 4
    return found
