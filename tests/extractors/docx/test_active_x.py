"""ActiveX controls: the state that was saved with them."""

from __future__ import annotations

import struct
import uuid

import pytest

from extractors.docx import read
from extractors.page import Page, Paragraph
from tests.extractors.docx.builder import docx, p, relationships, run

CHECK_BOX = "8BD21D40-EC42-11CE-9E0D-00AA006002F3"
OPTION_BUTTON = "8BD21D50-EC42-11CE-9E0D-00AA006002F3"
TEXT_BOX = "8BD21D10-EC42-11CE-9E0D-00AA006002F3"
LABEL = "978C9E23-D4B0-11CE-BF2D-00AA003F40D0"
CONTROL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/control"
BINARY = "http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary"
SPACES = (
    'xmlns:ax="http://schemas.microsoft.com/office/2006/activeX"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def morph_data(value: str, caption: str, *, wide: bool = True, size: bool = True) -> bytes:
    """A MorphData stream as Word saves one of a check box ([MS-OFORMS] 2.2.5): flags, colours,
    style, size, value, caption, effect."""
    encoding, sign = ("utf-16-le", 0) if wide else ("latin-1", 0x80000000)
    texts = [value.encode("latin-1"), caption.encode(encoding)]
    mask = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 6 | size << 8 | 1 << 22 | 1 << 23 | 1 << 26 | 1 << 31
    block = struct.pack("<IIIB", 0x2C80081B, 0x80000005, 0x80000008, 4)
    block += b"\0" * (-len(block) % 4)
    block += struct.pack("<III", len(texts[0]) | 0x80000000, len(texts[1]) | sign, 2)
    extra = struct.pack("<ii", 2646, 661) if size else b""
    extra += b"".join(text + b"\0" * (-len(text) % 4) for text in texts)
    return struct.pack("<BBHQ", 0, 2, 8 + len(block) + len(extra), mask) + block + extra


def container(contents: bytes) -> bytes:
    """An OLE container ([MS-CFB]) with a stream `contents` in its mini stream."""
    free, end, table_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 2, 1, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    table = struct.pack("<128I", table_sector, end, end, end, *[free] * 124)
    minis = -(-len(contents) // 64)
    directory = b"".join(
        (name + "\0").encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
        + struct.pack("<III", free, free, child)
        + bytes(36)
        + struct.pack("<IQ", start, length)
        for name, kind, child, start, length in (
            ("Root Entry", 5, 1, 3, minis * 64),
            ("contents", 2, free, 0, len(contents)),
        )
    )
    chain = struct.pack("<128I", *range(1, minis), end, *[free] * (128 - minis))
    parts = (header, table, directory, chain, contents)
    return b"".join(bytes(part).ljust(512, b"\0") for part in parts)


def streamed(class_id: str, stream: bytes) -> bytes:
    return uuid.UUID(class_id).bytes_le + stream


def document(
    class_id: str, inner: str, binary: bytes | None = None, around: str = "object"
) -> bytes:
    """A document with one control behind the word 性质."""
    ocx = f'<ax:ocx {SPACES} ax:classid="{{{class_id}}}" r:id="rId1">{inner}</ax:ocx>'
    extra: dict[str, str | bytes] = {"word/activeX/activeX1.xml": ocx}
    if binary is not None:
        extra["word/activeX/activeX1.bin"] = binary
        extra["word/activeX/_rels/activeX1.xml.rels"] = relationships(
            ("rId1", BINARY, "activeX1.bin")
        )
    control = f'<w:{around}><w:control r:id="rIdC" w:name="CheckBox1"/></w:{around}>'
    body = p("性质", f"<w:r>{control}</w:r>", run("后"))
    return docx(body, links=(("rIdC", CONTROL, "activeX/activeX1.xml"),), extra=extra)


def line(page: Page) -> Paragraph:
    (paragraph,) = page.blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph


@pytest.mark.parametrize("around", ["object", "pict"])
@pytest.mark.parametrize(("value", "box"), [("1", "☑"), ("0", "☐")])
def test_a_box_whose_state_stands_in_its_properties(value, box, around):
    said = {"Value": value, "Caption": "民营"}
    inner = "".join(f'<ax:ocxPr ax:name="{k}" ax:value="{v}"/>' for k, v in said.items())
    page = read(document(OPTION_BUTTON, inner, around=around))
    assert line(page).text == f"性质{box}民营后"
    (tick,) = line(page).ticks
    assert (tick.ticked, tick.control) == (value == "1", value == "1")
    assert [mark.kind for mark in page.marks] == ["embedded-file"]
    assert page.findings == ()


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("size", [True, False])
@pytest.mark.parametrize("stored", [container, lambda data: streamed(CHECK_BOX, data)])
@pytest.mark.parametrize(("value", "box"), [("1", "☑"), ("0", "☐")])
def test_a_box_whose_state_stands_in_a_binary_part(value, box, stored, size, wide):
    caption = "民营企业" if wide else "Private"
    binary = stored(morph_data(value, caption, wide=wide, size=size))
    page = read(document(CHECK_BOX, "", binary))
    assert line(page).text == f"性质{box}{caption}后"
    assert page.findings == ()


def test_a_text_box_shows_its_text():
    inner = '<ax:ocxPr ax:name="Value" ax:value="上海某公司"/>'
    assert line(read(document(TEXT_BOX, inner))).text == "性质上海某公司后"


@pytest.mark.parametrize(
    ("class_id", "inner", "binary"),
    [
        (CHECK_BOX, "", None),
        (CHECK_BOX, "", b""),
        (CHECK_BOX, "", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        (CHECK_BOX, "", morph_data("1", "民营")[:-20]),
        (CHECK_BOX, "", b"\0\2\xff\xff" + b"\xff" * 40),
        (CHECK_BOX, '<ax:ocxPr ax:name="Value" ax:value="2"/>', None),  # neither: a third state
        (LABEL, '<ax:ocxPr ax:name="Caption" ax:value="民营"/>', None),
    ],
)
def test_a_control_whose_state_is_not_known_is_told(class_id, inner, binary):
    page = read(document(class_id, inner, binary))
    assert line(page).text.replace("☑", "").startswith("性质")
    assert [finding.code for finding in page.findings] == ["unread-text"]


def test_a_control_without_a_part_is_told():
    body = p("性质", '<w:r><w:object><w:control r:id="none"/></w:object></w:r>')
    assert [finding.code for finding in read(docx(body)).findings] == ["unread-text"]
