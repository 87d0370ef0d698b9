"""What a mail says, for a person to read: who, when, what about, and its body as text alone."""

from __future__ import annotations

from typing import Final

from extractors import ole
from extractors.limits import Unreadable
from tianbao.intake import mails, outlook
from tianbao.intake.bodies import LONGEST

MOST: Final = 32 * 2**20  # bytes of a mail that are looked at; what it says stands before its files
DAMAGED: Final = "邮件已损坏，无法显示正文；请下载其中的文件查看，或请发件人重新发送。"


def text_of(data: bytes) -> str:
    """The header lines and the text of a mail, or of its first MOST bytes: the internet's or one
    that Outlook saved. Markup is gone, and nothing of it runs. Raises Unreadable."""
    try:
        lines, bodies = outlook.letter(data) if data.startswith(ole.MAGIC) else mails.letter(data)
    except Exception as error:  # whatever a parser raises for bytes made to break it
        raise Unreadable("damaged", DAMAGED) from error
    told = [f"{name}: {value}" for name, value in lines.items() if value]
    return "\n".join([*told, "", bodies.text()[:LONGEST]])
