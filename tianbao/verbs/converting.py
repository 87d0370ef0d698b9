"""Documents that no reader of ours reads, converted by LibreOffice and read then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from extractors.conversion import NeedsConversion, as_docx
from extractors.limits import Unreadable

if TYPE_CHECKING:
    from renderers.office import Limits, Office
    from renderers.office.pool import Kind

Result = dict[str, Any]

SECONDS = 30.0  # that one document may take; a usual one takes one or two

CURE = "请在 Word 或 WPS 中打开，另存为 .docx 后重新提交。"
REASONS = {
    "missing-program": "这是{says}，须装有LibreOffice才能读取（见tianbao doctor）。" + CURE,
    "timeout": "这是{says}，转换时间过长，已停止；文件可能损坏或异常复杂。" + CURE,
    "out-of-memory": "这是{says}，转换所需内存过多，已停止；文件可能异常复杂。" + CURE,
    "damaged": "这是{says}，但无法打开，可能已损坏。" + CURE,
}


def limits() -> Limits:
    """What the conversion of one document may take."""
    from renderers.office import Limits

    return Limits(seconds=SECONDS)


def converted(need: NeedsConversion, data: bytes, office: Office | None = None) -> bytes:
    """The document as a DOCX, by `office` or by the one that this process keeps.

    `data` is the document itself. Raises Unreadable with the reason.
    """
    from renderers.office import OfficeMissing, Unconvertible, convert

    kind = cast("Kind", need.kind)
    give = office.convert if office else convert
    try:
        return give(data if need.data is None else need.data, "docx", kind=kind)
    except OfficeMissing as error:
        raise unreadable("missing-program", need) from error
    except Unconvertible as error:
        raise unreadable(error.code, need) from error


def unreadable(code: str, need: NeedsConversion) -> Unreadable:
    known = code if code in REASONS else "damaged"
    return Unreadable(cast(Any, known), REASONS[known].format(says=need.says))


def as_word(data: bytes) -> bytes:
    """A Word-like document as a DOCX, converted in the calling process where it must be; raises
    Unreadable."""
    try:
        return as_docx(data)[0]
    except NeedsConversion as need:
        return converted(need, data)


def extract(data: bytes, name: str) -> list[Result]:
    """What a document of any kind says, read in the calling process."""
    from extractors.extract import extract as read
    from extractors.extract import extract_converted, refused

    try:
        return read(data, name)
    except NeedsConversion as need:
        try:
            return extract_converted(converted(need, data), need)
        except Unreadable as reason:
            return [refused(need.source, reason.code, str(reason))]
