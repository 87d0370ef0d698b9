"""The ZIP around a Word document: its members read into memory under limits, never to disk."""

from __future__ import annotations

import zipfile
from typing import Final

from extractors.docx.salvage import salvaged
from extractors.limits import Limits, Unreadable
from extractors.zips import FAULTS, METHODS, open_zip

ENCRYPTED_FLAG: Final = 0x1
LOCAL_HEADER_BYTES: Final = 30

DAMAGED = "文件已损坏或不完整，无法打开。请在 Word 或 WPS 中打开原文件，另存为 .docx 后重新提交。"
MISSING = "文件已损坏：缺少部件 {part}。请在 Word 或 WPS 中打开原文件，另存为 .docx 后重新提交。"
TOO_LARGE = "文件过大或展开后过大，无法读取。请压缩图片或删去无关内容后重新提交。"
ENCRYPTED = "文件已加密，无法读取。请取消密码后重新提交。"


class Package:
    """The members of a ZIP by name, compared without case as part names are (ECMA-376 2, 6.2.2)."""

    __slots__ = ("_archive", "_left", "_limits", "_members", "salvaged")

    def __init__(self, data: bytes, limits: Limits) -> None:
        """`salvaged` tells whether the ZIP's directory was lost, and members with it perhaps.

        Raises Unreadable for what is no ZIP, overlaps itself or doubles a name."""
        if len(data) > limits.file_bytes:
            raise Unreadable("too-large", TOO_LARGE)
        self._archive, self.salvaged = _opened(data, limits)
        archive = self._archive
        infos = archive.infolist()
        _refuse_overlaps(infos)
        self._limits = limits
        self._left = limits.total_bytes
        self._members = {_key(info.filename): info for info in infos}
        if len(self._members) != len(infos):
            raise Unreadable("damaged", DAMAGED)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> tuple[str, ...]:
        """The members' names as the ZIP has them."""
        return tuple(info.filename.replace("\\", "/") for info in self._members.values())

    def read(self, name: str) -> bytes:
        """The bytes of a member; Unreadable when it is missing, damaged, encrypted or too large."""
        info = self._members.get(_key(name))
        if info is None:
            raise Unreadable("damaged", MISSING.format(part=name))
        self._check(info)
        try:
            # A member never gives more than the size checked: zipfile stops there.
            data = self._archive.read(info)
        except FAULTS as error:
            raise Unreadable("damaged", DAMAGED) from error
        self._left -= len(data)
        return data

    def _check(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & ENCRYPTED_FLAG:
            raise Unreadable("encrypted", ENCRYPTED)
        if info.compress_type not in METHODS:
            raise Unreadable("damaged", DAMAGED)
        limits, size = self._limits, info.file_size
        bomb = size > limits.ratio_from and size > limits.ratio * max(info.compress_size, 1)
        if bomb or size > limits.member_bytes or size > self._left:
            raise Unreadable("too-large", TOO_LARGE)


def _opened(data: bytes, limits: Limits) -> tuple[zipfile.ZipFile, bool]:
    """The ZIP, and whether it had to be put together anew from its members."""
    try:
        archive = open_zip(data, limits.members)
    except FAULTS as error:
        sound = salvaged(data, limits, TOO_LARGE)
        archive = open_zip(sound, limits.members)
        if archive is None or not archive.namelist():
            raise Unreadable("damaged", DAMAGED) from error
        return archive, True
    if archive is None:
        raise Unreadable("too-large", TOO_LARGE)
    return archive, False


def _key(name: str) -> str:
    # Some .NET libraries write backslashes.
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Members that share bytes are how a small file holds an endless number of large ones."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise Unreadable("damaged", DAMAGED)
        end = info.header_offset + LOCAL_HEADER_BYTES + info.compress_size
