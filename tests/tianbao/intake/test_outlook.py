"""Mails as Outlook saves and wraps them, in files of the real formats."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from tests.tianbao.intake.compound import Tree, compound
from tests.tianbao.intake.helpers import OTHER, WORD, bytes_of, codes, found, mail, paths, zipped

SUBJECT, BODY, SENDER, ADDRESS, MESSAGE_ID, SENT = 0x37, 0x1000, 0x0C1A, 0x0C1F, 0x1035, 0x39
LONG_NAME, DATA, METHOD, CONTENT_ID, HTML, LINK = 0x3707, 0x3701, 0x3705, 0x3712, 0x1013, 0x3708
CODE_PAGE, EMBEDDED = 0x3FFD, 0x3701000D
NUMBER, TIME, STRING8, STRING, BINARY = 0x3, 0x40, 0x1E, 0x1F, 0x102
TOP, WITHIN, PART = 32, 24, 8  # bytes before the properties of a mail, one within it, an attachment
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)

Values = dict[int, str | bytes | int | datetime]


def storage(values: Values, head: int, encoding: str = "utf-16-le") -> dict[str, bytes | Tree]:
    """The streams of an object with those properties ([MS-OXMSG] 2.4)."""
    streams: dict[str, bytes | Tree] = {}
    rows = b""
    for number, value in values.items():
        kind, told = typed(value, encoding)
        if kind in (STRING, STRING8, BINARY):
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = told
            told = struct.pack("<II", len(told), 0)
        rows += struct.pack("<HHI8s", kind, number, 6, told)
    return {"__properties_version1.0": bytes(head) + rows, **streams}


def typed(value: str | bytes | int | datetime, encoding: str) -> tuple[int, bytes]:
    if isinstance(value, str):
        return (STRING if encoding == "utf-16-le" else STRING8), value.encode(encoding)
    if isinstance(value, bytes):
        return BINARY, value
    if isinstance(value, int):
        return NUMBER, struct.pack("<q", value)
    since = value - datetime(1601, 1, 1, tzinfo=UTC)
    return TIME, struct.pack("<q", int(since.total_seconds()) * 10_000_000)


def attached(*parts: dict[str, bytes | Tree]) -> dict[str, bytes | Tree]:
    return {f"__attach_version1.0_#{number:08X}": part for number, part in enumerate(parts)}


def file(name: str, data: bytes, encoding: str = "utf-16-le", **more: str) -> dict[str, object]:
    values: Values = {LONG_NAME: name, METHOD: 1, DATA: data}
    if "content_id" in more:
        values[CONTENT_ID] = more["content_id"]
    return storage(values, PART, encoding)


def msg(*parts: dict[str, bytes | Tree], encoding: str = "utf-16-le", **values: str | bytes):
    """A mail as Outlook saves it, with those attachments."""
    told: Values = {
        SUBJECT: values.get("subject", "申报材料"),
        BODY: values.get("body", "请查收"),
        SENDER: "张三",
        ADDRESS: "zhang@applicant.example",
        MESSAGE_ID: "<7@applicant.example>",
        SENT: datetime(2024, 6, 1, 2, tzinfo=UTC),
    }
    if encoding != "utf-16-le":
        told[CODE_PAGE] = 936
    if "html" in values:
        told[HTML] = values["html"]
    return compound(storage(told, TOP, encoding) | attached(*parts))


@pytest.mark.parametrize("encoding", ["utf-16-le", "gb18030"])
def test_a_saved_mail_says_who_sent_it_and_holds_what_was_attached(tmp_path, encoding):
    data = msg(
        file("申报书.docx", WORD, encoding), file("乙.docx", OTHER, encoding), encoding=encoding
    )
    finds = found(data, tmp_path, "邮件.msg")
    assert paths(finds) == ["申报书.docx", "乙.docx"]
    assert bytes_of(finds) == [WORD, OTHER]
    header = finds.header
    assert header.sender == "张三 <zhang@applicant.example>"
    assert (header.subject, header.message_id) == ("申报材料", "<7@applicant.example>")
    assert header.sent_at == datetime(2024, 6, 1, 2, tzinfo=UTC)
    assert not finds.refusals


def test_a_code_page_that_nobody_knows_costs_nothing(tmp_path):
    told: Values = {SUBJECT: "申报材料", CODE_PAGE: 4711, SENT: datetime(2024, 6, 1, 2, tzinfo=UTC)}
    finds = found(compound(storage(told, TOP) | attached(file("甲.docx", WORD))), tmp_path)
    assert paths(finds) == ["甲.docx"]
    assert finds.header.sent_at == told[SENT]


def test_a_mail_and_an_archive_within_it_are_opened(tmp_path):
    inner = storage({SUBJECT: "转发", BODY: "见附件"}, WITHIN) | attached(file("甲.docx", WORD))
    forwarded = storage({LONG_NAME: "转发的邮件", METHOD: 5}, PART)
    forwarded[f"__substg1.0_{EMBEDDED:08X}"] = inner
    data = msg(forwarded, file("材料.zip", zipped([("乙.docx", OTHER)])))
    assert paths(found(data, tmp_path)) == ["转发的邮件/甲.docx", "材料.zip/乙.docx"]


def test_a_picture_that_the_text_shows_is_no_document(tmp_path):
    logo = file("logo.png", PNG, content_id="logo")
    finds = found(msg(logo, file("甲.docx", WORD), html=b'<img src="cid:logo">'), tmp_path)
    assert (paths(finds), finds.left_out) == (["甲.docx"], 1)


def test_a_file_that_is_elsewhere_is_named(tmp_path):
    link = storage({LONG_NAME: "申报书.zip", METHOD: 4, LINK: "https://1drv.ms/b/1"}, PART)
    finds = found(msg(link), tmp_path)
    assert codes(finds) == ["cloud-attachment"]
    assert "https://1drv.ms/b/1" in finds.refusals[0].message


def test_a_saved_mail_without_anything_is_told_with_its_text(tmp_path):
    (refusal,) = found(msg(body="材料明天寄出"), tmp_path).refusals
    assert (refusal.code, "材料明天寄出" in refusal.message) == ("no-document", True)


def test_a_saved_mail_that_is_cut_off_is_told(tmp_path):
    data = msg(file("甲.docx", WORD))
    assert codes(found(data[: len(data) - 300], tmp_path)) == ["damaged"]


# --- winmail.dat ---------------------------------------------------------------------------------

MESSAGE_LEVEL, ATTACHMENT_LEVEL = 1, 2
VERSION, OEM_CODE_PAGE, PROPERTIES = 0x89006, 0x69007, 0x69003
RENDERING, TITLE, CONTENT, ATTACHMENT = 0x69002, 0x18010, 0x6800F, 0x69005
OBJECT = 0x0D
IMESSAGE = bytes.fromhex("0703020000000000C000000000000046")


def attribute(level: int, number: int, data: bytes) -> bytes:
    """An attribute of a stream ([MS-OXTNEF] 2.1.3) with its checksum."""
    total = struct.pack("<H", sum(data) & 0xFFFF)
    return struct.pack("<BII", level, number, len(data)) + data + total


def property_list(values: dict[tuple[int, int], bytes]) -> bytes:
    told = struct.pack("<I", len(values))
    for (kind, number), value in values.items():
        padded = value + bytes(-len(value) % 4)
        told += struct.pack("<HHII", kind, number, 1, len(value)) + padded
    return told


def wrapped(*parts: bytes, body: str = "请查收") -> bytes:
    """A mail as Outlook wraps it for a server that knows it."""
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(MESSAGE_LEVEL, VERSION, struct.pack("<I", 0x10000))
        + attribute(MESSAGE_LEVEL, OEM_CODE_PAGE, struct.pack("<II", 936, 0))
        + attribute(
            MESSAGE_LEVEL,
            PROPERTIES,
            property_list({(STRING, BODY): (body + "\0").encode("utf-16-le")}),
        )
        + b"".join(parts)
    )


def enclosed(title: bytes, data: bytes, long: str | None = None) -> bytes:
    """An attachment: its name in eight and three characters, and the long one, if any."""
    parts = [(RENDERING, bytes(14)), (TITLE, title + b"\0"), (CONTENT, data)]
    if long is not None:
        name = {(STRING, LONG_NAME): (long + "\0").encode("utf-16-le")}
        parts.append((ATTACHMENT, property_list(name)))
    return b"".join(attribute(ATTACHMENT_LEVEL, number, each) for number, each in parts)


def enclosed_mail(name: str, stream: bytes) -> bytes:
    values = {
        (OBJECT, DATA): IMESSAGE + stream,
        (STRING, LONG_NAME): (name + "\0").encode("utf-16-le"),
    }
    return attribute(ATTACHMENT_LEVEL, RENDERING, bytes(14)) + attribute(
        ATTACHMENT_LEVEL, ATTACHMENT, property_list(values)
    )


def test_what_outlook_wrapped_is_taken_out(tmp_path):
    parts = [
        enclosed(b"SHENBA~1.DOC", WORD, "申报书.docx"),
        enclosed("乙.docx".encode("gb18030"), OTHER),
    ]
    finds = found(mail(1, ("winmail.dat", wrapped(*parts))).as_bytes(), tmp_path)
    assert paths(finds) == ["winmail.dat/申报书.docx", "winmail.dat/乙.docx"]
    assert bytes_of(finds) == [WORD, OTHER]


def test_a_mail_that_outlook_wrapped_within_another_is_opened(tmp_path):
    inner = wrapped(enclosed(b"a.docx", WORD, "甲.docx"))
    data = wrapped(enclosed_mail("转发", inner), enclosed_mail("说明", wrapped(body="明天寄出")))
    finds = found(data, tmp_path, "winmail.dat")
    assert paths(finds) == ["winmail.dat/转发/甲.docx"]
    (refusal,) = finds.refusals
    assert (refusal.code, "明天寄出" in refusal.message) == ("no-document", True)


def test_the_fonts_of_a_mail_are_no_document(tmp_path):
    finds = found(mail(1, ("winmail.dat", wrapped()), ("甲.docx", WORD)).as_bytes(), tmp_path)
    assert (paths(finds), finds.left_out, finds.refusals) == (["甲.docx"], 1, [])


def test_a_wrapping_that_is_cut_off_is_told(tmp_path):
    whole = wrapped(enclosed(b"a.docx", WORD, "甲.docx"))
    for length in (20, 200, len(whole) - 1):
        assert codes(found(whole[:length], tmp_path, "winmail.dat")) == ["damaged"]
