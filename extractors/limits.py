"""What a document may cost to read, and how a reader says that it could not be read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

ReasonCode = Literal[
    "not-a-form",
    "empty-file",
    "damaged",
    "encrypted",
    "unsupported-kind",
    "missing-program",
    "too-large",
    "timeout",
    "out-of-memory",
]

MEBIBYTE = 1024 * 1024


class Unreadable(Exception):
    """A document that gives no page: the code says why, the message (Chinese) what to do about it.

    It is an outcome of reading, not a fault of the program: a batch notes it and goes on.
    """

    def __init__(self, code: ReasonCode, message: str) -> None:
        super().__init__(message)
        self.code: ReasonCode = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no honest form comes near and that keep a hostile one within 10 s and 1 GiB.

    Elements nest at most 256 deep: libxml2 itself refuses more.
    """

    file_bytes: int = 200 * MEBIBYTE
    members: int = 10_000  # entries of the ZIP
    member_bytes: int = 64 * MEBIBYTE  # one part, decompressed; parts that are not read don't count
    total_bytes: int = 128 * MEBIBYTE  # all parts read, decompressed
    ratio: int = 400  # decompressed to compressed, of parts larger than `ratio_from`
    ratio_from: int = 16 * MEBIBYTE
    tree_bytes: int = 512 * MEBIBYTE  # memory that the element tree of one part may take
    page_bytes: int = 320 * MEBIBYTE  # memory that the page may take, its text apart
    nested_tables: int = 20  # tables within cells of tables
    seconds: float = 10.0


DEFAULT_LIMITS = Limits()


class Deadline:
    """How long this process may still work, in seconds of the processor: waiting for one, on a busy
    machine, is no fault of the document."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds

    def check(self) -> None:
        """Raises Unreadable("timeout") when the time is used up."""
        if time.process_time() > self._end:
            raise Unreadable(
                "timeout", "读取用时过长，已停止。请检查文件内容是否异常，另存后重新提交。"
            )
