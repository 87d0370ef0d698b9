"""Mails and archives as tests make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from tianbao.intake.finds import Finds
from tianbao.intake.unpacking import Raw, unpack

SUBMISSIONS = Path(__file__).parents[3] / "samples" / "submissions"
WORD = (SUBMISSIONS / "a08-label-and-value-in-one-cell.docx").read_bytes()
OTHER = (SUBMISSIONS / "a11-survivors.docx").read_bytes()

HEAD = (
    b"From: zhang@applicant.example\r\nTo: office@district.example\r\n"
    b"Message-ID: <1@applicant.example>\r\nDate: Sat, 1 Jun 2024 10:00:00 +0800\r\n"
    b"MIME-Version: 1.0\r\n"
)


def mail(number: int = 1, *attachments: tuple[str, bytes], body: str = "请查收") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "张三 <zhang@applicant.example>"
    message["To"] = "office@district.example"
    message["Subject"] = f"申报材料{number}"
    message["Message-ID"] = f"<{number}@applicant.example>"
    message["Date"] = "Sat, 1 Jun 2024 10:00:00 +0800"
    message.set_content(body)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def multipart(*parts: bytes) -> bytes:
    """A mail of parts that are written out, header lines and all."""
    inner = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + inner + b"--x--\r\n"


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP whose names are exactly those."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = method
            archive.writestr(info, data)
    return target.getvalue()


def found(data: bytes, folder: Path, name: str = "文件", *, is_mail: bool = False) -> Finds:
    return unpack(Raw(data, name, is_mail), folder)


def paths(finds: Finds) -> list[str]:
    return ["/".join(leaf.path) for leaf in finds.leaves]


def codes(finds: Finds) -> list[str]:
    return [refusal.code for refusal in finds.refusals]


def bytes_of(finds: Finds) -> list[bytes]:
    return [
        leaf.data.read_bytes() if isinstance(leaf.data, Path) else leaf.data
        for leaf in finds.leaves
    ]
