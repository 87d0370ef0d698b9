"""The sample mailbox: `python -m tests.documents.mailbox --force` writes samples/mailbox anew.

The same bytes each time. People, companies and addresses are invented.
"""

from __future__ import annotations

import io
import mailbox
import struct
import sys
import tempfile
import zipfile
import zlib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
TARGET = SAMPLES / "mailbox"
OFFICE = "推荐办公室 <office@district.example>"


def submission(name: str) -> bytes:
    return (SAMPLES / "submissions" / name).read_bytes()


def mail(number: int, sender: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = OFFICE
    message["Subject"] = subject
    message["Date"] = f"Mon, {20 + number % 8} May 2024 0{number % 9}:30:00 +0800"
    message["Message-ID"] = f"<{number}@applicant.example>"
    message.set_content(f"{text}\n联系电话：138000000{number:02}\n")
    return message


def attach(message: EmailMessage, name: str, data: bytes) -> EmailMessage:
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(data, maintype="application", subtype=kind, filename=name)
    return message


def finished(message: EmailMessage) -> bytes:
    """The mail's bytes, with boundaries that are the same each time."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=={message['Message-ID'][1:-1].partition('@')[0]}-{number}==")
    return message.as_bytes()


def zipped(files: list[tuple[str, bytes]], key: bytes | None = None) -> bytes:
    """A ZIP as Chinese Windows writes it: names in GBK without the flag; locked with `key`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (_, data) in enumerate(files):
            locked = b"" if key is None else encrypted(data, key)
            info = zipfile.ZipInfo(placeholder(number, files))
            archive.writestr(info, locked or data)
    written = target.getvalue()
    for number, (name, _) in enumerate(files):
        written = written.replace(placeholder(number, files).encode(), name.encode("gb18030"))
    return with_flag(written) if key else written


def placeholder(number: int, files: list[tuple[str, bytes]]) -> str:
    return f"{number}".ljust(len(files[number][0].encode("gb18030")), "~")


def with_flag(archive: bytes) -> bytes:
    """The archive with bit 0 of every member's flags set: encrypted (APPNOTE.TXT 4.4.4)."""
    data = bytearray(archive)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(signature, start + 4)
    return bytes(data)


def encrypted(data: bytes, password: bytes) -> bytes:
    """Traditional PKWARE encryption (APPNOTE.TXT 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(crc: int, byte: int) -> int:
        return ~zlib.crc32(bytes([byte]), ~crc & 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(12) + data:
        low = keys[2] | 2
        out.append(byte ^ ((low * (low ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def winmail(name: str, data: bytes) -> bytes:
    """A winmail.dat with one attachment ([MS-OXTNEF])."""

    def attribute(level: int, number: int, kind: int, value: bytes) -> bytes:
        head = struct.pack("<BHHI", level, number, kind, len(value))
        return head + value + struct.pack("<H", sum(value) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
        + attribute(1, 0x9007, 6, struct.pack("<II", 936, 0))
        + attribute(2, 0x9002, 6, bytes(14))
        + attribute(2, 0x8010, 1, name.encode("gb18030") + b"\0")
        + attribute(2, 0x800F, 6, data)
    )


def raw_gbk(number: int, name: str, data: bytes) -> bytes:
    """A mail of an old mailer: subject and attachment's name in bytes of GBK."""
    message = attach(mail(number, "wang@applicant.example", "SUBJECT", "见附件。"), "NAME", data)
    written = finished(message)
    return written.replace(b"SUBJECT", "申报材料".encode("gb18030")).replace(
        b'"NAME"', b'"' + name.encode("gb18030") + b'"'
    )


def files() -> dict[str, bytes]:
    """Each sample's name and bytes."""
    first = attach(
        mail(1, "张三 <zhang@applicant.example>", "揭榜挂帅申报", "附上申报书，请查收。"),
        "申报书.docx",
        submission("a08-label-and-value-in-one-cell.docx"),
    )
    several = mail(2, "李四 <li@applicant.example>", "两家企业的申报书", "附上两家的申报书。")
    attach(several, "甲公司.docx", submission("a11-survivors.docx"))
    attach(several, "乙公司.docx", submission("a12-turned.docx"))
    archive = mail(3, "赵六 <zhao@applicant.example>", "申报材料（压缩包）", "附上申报材料。")
    members = [
        ("材料/申报书.docx", submission("a07-row-tables.docx")),
        ("材料/推荐汇总表.docx", submission("s01-retyped.docx")),
        ("材料/Thumbs.db", b"\0" * 64),
    ]
    archive.add_attachment(
        zipped(members), maintype="application", subtype="zip", filename="材料.zip"
    )
    forwarded = mail(
        4, "街道 <street@district.example>", "转发：揭榜挂帅申报", "请查收转来的材料。"
    )
    forwarded.add_attachment(first)
    cloud = mail(5, "孙七 <sun@applicant.example>", "申报书及盖章扫描件", "申报书见附件。")
    cloud.add_alternative(
        "<p>申报书见附件，扫描件太大：</p><div>盖章扫描件.pdf（1.2G）</div>"
        '<a href="https://mail.qq.com/cgi-bin/ftnExs_download?k=0&amp;t=exs_ftn_download">'
        "进入下载页面</a>",
        subtype="html",
    )
    attach(cloud, "申报书.docx", submission("a10-no-groups.docx"))
    outlook = mail(6, "周八 <zhou@applicant.example>", "申报书", "申报书见附件。")
    outlook.add_attachment(
        winmail("申报书.docx", submission("a09-typed-ticks.docx")),
        maintype="application",
        subtype="ms-tnef",
        filename="winmail.dat",
    )
    locked = mail(7, "吴九 <wu@applicant.example>", "申报书（密码另告）", "密码电话告知。")
    locked.add_attachment(
        zipped([("申报书.docx", submission("a03-blank-retyped.docx"))], b"2024"),
        maintype="application",
        subtype="zip",
        filename="申报书.zip",
    )
    again = attach(
        mail(8, "张三 <zhang@applicant.example>", "更正：揭榜挂帅申报", "改了电话，以此为准。"),
        "申报书（更正）.docx",
        submission("a01-retyped.docx"),
    )
    asking = mail(10, "郑十 <zheng@applicant.example>", "请问截止日期", "请问截止日期是哪天？")
    return {
        "01-申报书.eml": finished(first),
        "02-两家企业.eml": finished(several),
        "03-压缩包.eml": finished(archive),
        "04-转发.eml": finished(forwarded),
        "05-超大附件.eml": finished(cloud),
        "06-winmail.eml": finished(outlook),
        "07-加密压缩包.eml": finished(locked),
        "更多.mbox": in_one(
            [
                finished(again),
                raw_gbk(9, "申报书.docx", submission("x01-application-and-summary.docx")),
                finished(asking),
            ]
        ),
    }


def in_one(mails: list[bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for each in mails:
            message = mailbox.mboxMessage(each)
            message.set_from("office@district.example", (2024, 5, 28, 8, 30, 0, 1, 149, 0))
            box.add(message)
        box.flush()
        return (Path(folder) / "box").read_bytes()


def main() -> None:
    if "--force" not in sys.argv:
        sys.exit("python -m tests.documents.mailbox --force overwrites samples/mailbox")
    TARGET.mkdir(exist_ok=True)
    for name, data in files().items():
        (TARGET / name).write_bytes(data)


if __name__ == "__main__":
    main()
