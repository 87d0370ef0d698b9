"""What is given to be read: a file, a folder of pictures, or bytes that came from elsewhere.

Each goes to the child process as it is, so that a file's bytes are read there and not here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tianbao.isolation.children import Limits
from tianbao.sources.documents import shown
from tianbao.sources.pictures import in_page_order, limits_of, limits_of_bytes

LARGEST = 100 * 2**20  # bytes of a document


@dataclass(frozen=True, slots=True)
class File:
    """A file on this machine."""

    path: Path

    @property
    def name(self) -> str:
        return shown(self.path)

    def data(self) -> bytes:
        return self.path.read_bytes()

    def refusal(self) -> str | None:
        """The code of the reason why it isn't even opened; raises OSError."""
        if not self.path.is_file():
            return "unsupported-kind"
        return "too-large" if self.path.stat().st_size > LARGEST else None

    def sha256(self) -> str | None:
        """The SHA-256 of a file that we would read, None of any other."""
        try:
            if self.refusal() is not None:
                return None
            with open(self.path, "rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None

    def limits(self, usual: Limits) -> Limits:
        """What reading it may take."""
        return limits_of(self.path, usual)


@dataclass(frozen=True, slots=True)
class Pictures(File):
    """A folder whose pictures are the pages of one document."""

    def refusal(self) -> str | None:
        return None

    def sha256(self) -> str | None:
        return None

    def pages(self) -> list[bytes]:
        return [page.read_bytes() for page in in_page_order(self.path)]


@dataclass(frozen=True, slots=True)
class Bytes:
    """A document's bytes, and the name that it came under."""

    content: bytes
    name: str

    def data(self) -> bytes:
        return self.content

    def refusal(self) -> str | None:
        return "too-large" if len(self.content) > LARGEST else None

    def sha256(self) -> str | None:
        return hashlib.sha256(self.content).hexdigest()

    def limits(self, usual: Limits) -> Limits:
        return limits_of_bytes(self.content, usual)


Given = File | Bytes
